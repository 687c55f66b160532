"""The reader: a document's text with its excerpts, and the work on them without leaving it.

It opens what the workspace asks for, makes excerpts of what is selected, and shows below the
text the box that attaches them and the line that states claims from them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.catalog.anchors import trim
from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.documents import find_page
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.excerpts import create_excerpt, move_excerpt
from desktop_app.store import documents, excerpts, lists
from desktop_app.ui.dialogs.delete import DeleteBox
from desktop_app.ui.panels.reader_excerpt import ExcerptBox
from desktop_app.ui.panels.reader_head import ReaderHead
from desktop_app.ui.panels.reader_legend import ReaderFoot
from desktop_app.ui.panels.reader_passages import (
    OpenDocument,
    count_roles,
    find_open_document,
    list_passages,
)
from desktop_app.ui.panels.reader_visits import Place, Visits
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.claim_line import ClaimLine
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.reader import ReaderView
from desktop_app.ui.widgets.reader_excerpts import ReaderExcerpt
from desktop_app.ui.workspace import Workspace

#: Kinds whose changes can alter what the open document shows.
_SHOWN_KINDS = frozenset((*SUBJECTS, Kind.EXCERPT, Kind.CLAIM, Kind.DOCUMENT, Kind.SOURCE))


class ReaderPanel(QWidget):
    """One document at a time, with the way back to those before."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Show documents of `workspace`'s catalogue; begins without one."""
        super().__init__(parent)
        self.setObjectName("reader_panel")
        self._workspace = workspace
        self._session = workspace.session
        self._open: OpenDocument | None = None
        self._passages: list[ReaderExcerpt] = []
        self._visits = Visits()
        self._is_stale = False
        #: The subject last selected, attached or spoken about: what a new claim is about.
        self._subject = ""
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._show_body()

    def _make_widgets(self) -> None:
        self.head = ReaderHead(self._session.db)
        self.view = ReaderView()
        self.empty = EmptyState("document", tr("Choose a document, and read it here."))
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.view)
        self.hint = Hint()
        self.hint.setObjectName("reader_hint")
        self.hint.setContentsMargins(8, 2, 8, 2)
        self.hint.hide()
        self.foot = ReaderFoot()
        self.box = ExcerptBox(self._workspace)
        self.box.hide()
        self.claim_line = ClaimLine(self._workspace)
        self.claim_line.hide()
        self._laying = QTimer(self)
        self._laying.setSingleShot(True)
        self._laying.setInterval(0)
        self._laying.timeout.connect(self._keep_in_sight)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body, 1)
        for below in (self.hint, self.foot, self.box, self.claim_line):
            column.addWidget(below)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        workspace, view = self._workspace, self.view
        workspace.passage_wanted.connect(self.show_passage)
        workspace.selected.connect(self._on_selected)
        workspace.bridge.changed.connect(self._on_changed)
        workspace.closing.connect(self.box.close_note)
        view.excerpt_requested.connect(self._on_excerpt_requested)
        view.excerpt_activated.connect(self._on_activated)
        view.boundary_changed.connect(self._on_boundary_changed)
        view.zoom_changed.connect(self.head.set_zoom)
        view.page.cursorPositionChanged.connect(self._show_place)
        view.page.installEventFilter(self)
        self.head.back_asked.connect(self.go_back)
        self.head.forward_asked.connect(self.go_forward)
        self.head.find_asked.connect(view.show_find_bar)
        self.head.zoom_asked.connect(view.set_zoom)
        self.head.chooser.document_chosen.connect(self._on_document_chosen)
        self.head.chooser.left.connect(self._focus_text)
        self.empty.action_asked.connect(self.head.chooser.choose)
        self.box.claim_asked.connect(self.state_claim)
        self.box.delete_asked.connect(self.ask_delete)
        self.box.left.connect(self._focus_text)
        self.box.note_opened.connect(self.claim_line.hide)
        self.box.closed.connect(self.close_box)
        self.box.attached.connect(self._on_attached)
        self.claim_line.stated.connect(self._on_stated)
        self.claim_line.closed.connect(self.close_claim_line)

    # Opening

    def document(self) -> str:
        """Return the id of the open document, "" for none."""
        return self._open.record.id if self._open else ""

    def show_passage(self, document: str, start: int, end: int) -> None:
        """Open `document` at [start, end) in code points; at 0 and 0 where it was left."""
        here = self._here()
        is_new = document != self.document()
        if is_new and not self._load(document):
            self._say(tr("This document is no longer in the catalogue."), Role.INVALID)
            return
        if is_new and start == end == 0:
            start = end = self._visits.find_left(document)
        elif start == end == 0:
            return
        if here is not None and here != Place(document, start):
            self._visits.leave(here)
        self._go(start, end)

    def _go(self, start: int, end: int) -> None:
        """Show [start, end), and take its excerpt in hand where it is one."""
        self._say("")
        if end > start:
            self.view.reveal(start, end)
            held = [one.id for one in self._passages if (one.start, one.end) == (start, end)]
            if held:
                self._take(held[0])
        else:
            self.view.select(start, start)
        self._show_ways()
        self._show_place()

    def _load(self, document: str) -> bool:
        """Open `document` at its beginning; return whether there is one."""
        here = self._here()
        if here is not None:
            self._visits.remember(here)
        found = find_open_document(self._session.db, document)
        if found is None:
            return False
        self._open, self._is_stale = found, False
        text = documents.get_text(self._session.db, document)
        self.view.set_text(text, found.pages)
        self._show_passages()
        self._show_body()
        self._drop()
        if find_kind(self._workspace.selection) is Kind.EXCERPT:
            self._on_selected(self._workspace.selection)
        return True

    def _show_passages(self) -> None:
        assert self._open is not None
        self._passages = list_passages(self._session.db, self._open.record)
        self.view.set_excerpts(self._passages)
        self.foot.set_counts(count_roles(self._passages))

    def _show_body(self) -> None:
        is_open = self._open is not None
        self.body.setCurrentWidget(self.view if is_open else self.empty)
        self.foot.setVisible(is_open)
        if self._open is not None:
            self.head.set_document(self._open.record.title, self._open.citation)
        else:
            self.head.set_document("", "")
            query = lists.ListQuery(kind=Kind.DOCUMENT)
            if lists.count_ids(self._session.db, query):
                words = tr("Choose a document, and read it here.")
                self.empty.set_content("document", words, tr("Choose a document"))
            else:
                words = tr("No documents yet. Import a text, and read it here.")
                self.empty.set_content("document", words)
        self._show_ways()

    def _on_document_chosen(self, document: str) -> None:
        self._workspace.select(document)
        self._workspace.show_passage(document, 0, 0)
        self._focus_text()

    def choose_document(self) -> None:
        """Go to the field in which a document is chosen."""
        self.head.chooser.choose()

    # The way back and forward

    def _here(self) -> Place | None:
        return Place(self._open.record.id, self.view.caret()) if self._open else None

    def go_back(self) -> None:
        """Go to the place before this one."""
        self._visit(self._visits.go_back(self._here()))

    def go_forward(self) -> None:
        """Go to the place that was left by going back."""
        self._visit(self._visits.go_forward(self._here()))

    def _visit(self, place: Place | None) -> None:
        if place is not None and (place.document == self.document() or self._load(place.document)):
            self._go(place.offset, place.offset)
        self._show_ways()

    def can_go_back(self) -> bool:
        """Tell whether there is a place to go back to."""
        return self._visits.can_go_back

    def can_go_forward(self) -> bool:
        """Tell whether there is a place to go forward to."""
        return self._visits.can_go_forward

    def find_in_document(self) -> None:
        """Open the find bar, or go to the next match where it is open."""
        if self.view.find_bar.isVisible():
            self.view.find_next()
        elif self._open is not None:
            self.view.show_find_bar()

    def _show_ways(self) -> None:
        self.head.set_ways(back=self._visits.can_go_back, forward=self._visits.can_go_forward)

    def _show_place(self) -> None:
        if self._open is None:
            return
        caret = self.view.caret()
        page = find_page(self._open.pages, caret, caret + 1)
        length = max(self._open.record.characters, 1)
        percent = min(100 * caret // length, 100)
        said = [tr("page {label}", label=page)] if page else []
        language = self._open.record.language
        said += [language] if language else []
        said.append(tr("{percent} % read", percent=percent))
        self.foot.set_place(" · ".join(said))

    # The excerpt in hand

    def _take(self, record: str) -> None:
        """Take an excerpt of this document in hand: framed in the text, open in the box."""
        self.view.set_current_excerpt(record)
        self._workspace.current_excerpt = record
        self.box.set_excerpt(record)
        self.box.show()

    def _drop(self) -> None:
        """Take no excerpt in hand."""
        if self._workspace.current_excerpt == self.box.excerpt():
            self._workspace.current_excerpt = ""
        self.view.set_current_excerpt(None)
        self.box.set_excerpt("")
        self.box.hide()

    def _keep_in_sight(self) -> None:
        """Scroll the passage in hand back into sight when what is below takes its place."""
        framed = self.view.current_excerpt()
        passage = next((one for one in self._passages if one.id == framed), None)
        selected = self.view.selected_range()
        start = selected[0] if selected else passage.start if passage else None
        if start is None:
            return
        first, last = self.view.visible_range()
        if not first <= start < last:
            self.view.page.centre_on(self.view.page.reader_text.to_utf16(start))

    def _find_in_hand(self) -> str:
        """Return the framed excerpt, else the smallest around the caret, else ""."""
        framed = self.view.current_excerpt()
        if framed:
            return framed
        caret = self.view.caret()
        around = [one for one in self._passages if one.start <= caret < one.end]
        return min(around, key=lambda one: one.end - one.start).id if around else ""

    def _on_selected(self, record: str) -> None:
        if find_kind(record) in SUBJECTS:
            self._subject = record
        elif any(one.id == record for one in self._passages):
            self._take(record)

    def _on_activated(self, record: str) -> None:
        self._say("")
        self._take(record)
        self._workspace.select(record)

    def close_box(self) -> None:
        """Let go of the excerpt in hand and return to the text."""
        self._drop()
        self._focus_text()

    def close_claim_line(self) -> None:
        """Hide the claim line and return to the text."""
        self.claim_line.hide()
        self._focus_text()

    def _focus_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_delete(self) -> DeleteBox | None:
        """Ask whether the excerpt in hand is to go to the trash."""
        record = self.view.current_excerpt()
        if not record or self._session.db.read_only:
            return None
        return DeleteBox(self._workspace, [record], self)

    # Making, attaching, stating

    def _find_selected(self) -> tuple[int, int] | None:
        """Return the selected passage without white space at its edges, None for no words."""
        selected = self.view.selected_range() if self._open else None
        start, end = trim(self.view.text(), *selected) if selected else (0, 0)
        return (start, end) if start < end else None

    def _on_excerpt_requested(self, _start: int, _end: int) -> None:
        self.make_excerpt()

    def make_excerpt(self) -> None:
        """Make the selection an excerpt and open the box that attaches it."""
        passage = self._find_selected()
        if passage is None:
            in_hand = self._find_in_hand()
            if in_hand:
                self._on_activated(in_hand)
                self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            else:
                self._say(tr("Select the words of the passage first, then press Enter."))
            return
        try:
            done = create_excerpt(
                self._session, document=self.document(), start=passage[0], end=passage[1]
            )
        except UserError as error:
            self._say(error.message, Role.INVALID)
            return
        self._clear_selection()
        self._on_activated(done.ids[0])
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _clear_selection(self) -> None:
        cursor = self.view.page.textCursor()
        cursor.clearSelection()
        self.view.page.setTextCursor(cursor)

    def attach(self) -> None:
        """Go to the field that attaches the excerpt in hand, made of the selection if there is."""
        self.make_excerpt()

    def edit_note(self) -> None:
        """Open the note and translation of the excerpt in hand."""
        in_hand = self._find_in_hand()
        if in_hand:
            self._take(in_hand)
            self.box.open_note()
        else:
            self._say(tr("Put the caret into an excerpt first."))

    def state_claim(self) -> None:
        """Open the claim line; the evidence is the selection, else the excerpt in hand."""
        if self._has_claim_line_focus():
            return
        self._say("")
        passage = self._find_selected()
        db = self._session.db
        found = excerpts.find_excerpt_at(db, self.document(), *passage) if passage else None
        if found is not None:
            self._clear_selection()
            self._take(found.id)
        elif passage is not None:
            self._drop()
        else:
            in_hand = self._find_in_hand()
            if in_hand:
                self._take(in_hand)
            else:
                self._workspace.current_excerpt = ""
        self.box.close_note()
        self.claim_line.show()
        subject = self._find_subject()
        if passage is not None and found is None:
            quote = self.view.text()[slice(*passage)]
            self.claim_line.start_with_passage(self.document(), *passage, quote, subject=subject)
        else:
            self.claim_line.start(subject=subject, excerpt=self._workspace.current_excerpt)

    def _has_claim_line_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.claim_line.isAncestorOf(focused)

    def _find_subject(self) -> str:
        """Return what a claim is most likely about: of the attached ones the last spoken of,
        else an event, else the first; without any the subject last spoken of.
        """
        attached = self.box.attached_subjects()
        if not attached or self._subject in attached:
            return self._subject
        events = [one for one in attached if find_kind(one) is Kind.EVENT]
        return (events or attached)[0]

    def _on_attached(self, subject: str) -> None:
        if find_kind(self._subject) is not Kind.EVENT or find_kind(subject) is Kind.EVENT:
            self._subject = subject

    def _on_stated(self, _claim: str) -> None:
        evidence = self._workspace.current_excerpt
        if any(one.id == evidence for one in self._passages):
            self._clear_selection()
            self._take(evidence)
            self._workspace.select(evidence)

    def _on_boundary_changed(self, record: str, start: int, end: int) -> None:
        if (start, end) == self.view.selected_range():
            start, end = trim(self.view.text(), start, end)
        try:
            move_excerpt(self._session, excerpt=record, start=start, end=end)
        except UserError as error:
            self._say(error.message, Role.INVALID)

    # What happens

    def _say(self, words: str, role: Role | None = None) -> None:
        self.hint.say(words, role)
        self.hint.setVisible(bool(words))

    def _on_changed(self, event: ChangeEvent) -> None:
        touched = event.touched | event.ids
        if self._open is None:
            self._show_body()
        elif any(find_kind(one) in _SHOWN_KINDS for one in touched):
            self._is_stale = True
            if self.isVisible():
                self._refresh()
        if self._subject in event.ids and self._subject not in lists.get_listing(
            self._session.db, [self._subject]
        ):
            self._subject = ""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        """Read the open document again; where it is gone, show none."""
        assert self._open is not None
        self._is_stale = False
        before = self._open.record
        found = find_open_document(self._session.db, before.id)
        if found is None:
            self._visits.drop_document(before.id)
            self._open, self._passages = None, []
            self._drop()
            self.view.set_text("")
            self._show_body()
            return
        self._open = found
        if found.record.text_sha256 != before.text_sha256:
            caret = self.view.caret()
            self.view.set_text(documents.get_text(self._session.db, before.id), found.pages)
            self.view.select(caret, caret)
        self.head.set_document(found.record.title, found.citation)
        in_hand = self.box.excerpt()
        self._show_passages()
        if in_hand and self.view.current_excerpt() is None:
            self._drop()
        elif in_hand:
            self.box.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.page and event.type() == QEvent.Type.Resize:
            self._laying.start()
        elif watched is self.view.page and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if event.key() == Qt.Key.Key_Delete and self.view.current_excerpt():
                if event.type() == QEvent.Type.ShortcutOverride:
                    # Said here, the window's own Delete, about the list, stays silent.
                    event.accept()
                    return True
                if is_press:
                    self.ask_delete()
                    return True
            if event.key() == Qt.Key.Key_Escape and is_press:
                self._on_escape()
                return True
        return super().eventFilter(watched, event)

    def _on_escape(self) -> None:
        if self.view.find_bar.isVisible():
            self.view.close_find_bar()
        elif self.claim_line.isVisible():
            self.close_claim_line()
        elif self.box.isVisible():
            self.close_box()
