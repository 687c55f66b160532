"""The work on passages: making an excerpt, attaching it, stating a claim from it.

It owns what stands below the text, the box of the excerpt in hand and the claim line, and asks
the text for what is selected. Which document is open is the panel's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.catalog.anchors import trim
from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.excerpts import create_excerpt, move_excerpt
from desktop_app.store import excerpts, lists
from desktop_app.ui.dialogs.delete import DeleteBox
from desktop_app.ui.panels.reader_excerpt import ExcerptBox
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.claim_line import ClaimLine
from desktop_app.ui.widgets.reader import ReaderView
from desktop_app.ui.widgets.reader_excerpts import ReaderExcerpt
from desktop_app.ui.workspace import Workspace


class ReaderBench(QWidget):
    """Below the text of one reader: a word on what went wrong, the excerpt in hand, the claim."""

    def __init__(
        self, workspace: Workspace, view: ReaderView, parent: QWidget | None = None
    ) -> None:
        """Work on the passages of the text in `view`."""
        super().__init__(parent)
        self.setObjectName("reader_bench")
        self._workspace = workspace
        self._session = workspace.session
        self._view = view
        self._document = ""
        self._passages: Sequence[ReaderExcerpt] = ()
        #: The subject last selected, attached or spoken about: what a new claim is about.
        self._subject = ""
        self.hint = Hint()
        self.hint.setObjectName("reader_hint")
        self.hint.setContentsMargins(8, 2, 8, 2)
        self.hint.hide()
        self.box = ExcerptBox(workspace)
        self.box.hide()
        self.claim_line = ClaimLine(workspace)
        self.claim_line.hide()
        self._laying = QTimer(self)
        self._laying.setSingleShot(True)
        self._laying.setInterval(0)
        self._laying.timeout.connect(self._keep_in_sight)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.hint, self.box, self.claim_line):
            column.addWidget(part)

    def _connect(self) -> None:
        workspace, view = self._workspace, self._view
        workspace.selected.connect(self._on_selected)
        workspace.bridge.changed.connect(self._on_changed)
        workspace.closing.connect(self.box.close_note)
        view.excerpt_requested.connect(self._on_excerpt_requested)
        view.excerpt_activated.connect(self.activate)
        view.boundary_changed.connect(self._on_boundary_changed)
        view.page.installEventFilter(self)
        self.box.claim_asked.connect(self.state_claim)
        self.box.delete_asked.connect(self.ask_delete)
        self.box.left.connect(self._focus_text)
        self.box.note_opened.connect(self.claim_line.hide)
        self.box.closed.connect(self.close_box)
        self.box.attached.connect(self._on_attached)
        self.claim_line.stated.connect(self._on_stated)
        self.claim_line.closed.connect(self.close_claim_line)

    # What the panel says

    def set_document(self, document: str) -> None:
        """Work on the passages of `document`, "" for none; nothing is in hand."""
        self.drop()
        self._document = document

    def set_passages(self, passages: Sequence[ReaderExcerpt]) -> None:
        """Know the excerpts of the document as the text shows them."""
        in_hand = self.box.excerpt()
        self._passages = passages
        if in_hand and self._view.current_excerpt() is None:
            self.drop()
        elif in_hand:
            self.box.refresh()

    def say(self, words: str, role: Role | None = None) -> None:
        """Say `words` below the text, "" for nothing."""
        self.hint.say(words, role)
        self.hint.setVisible(bool(words))

    # The excerpt in hand

    def take(self, record: str) -> None:
        """Take an excerpt of the document in hand: framed in the text, open in the box."""
        self._view.set_current_excerpt(record)
        self._workspace.current_excerpt = record
        self.box.set_excerpt(record)
        self.box.show()

    def take_passage(self, start: int, end: int) -> None:
        """Take the excerpt of exactly [start, end) in hand, if there is one."""
        found = [one.id for one in self._passages if (one.start, one.end) == (start, end)]
        if found and self.box.excerpt() not in found:
            self.take(found[0])

    def drop(self) -> None:
        """Take no excerpt in hand."""
        if self._workspace.current_excerpt == self.box.excerpt():
            self._workspace.current_excerpt = ""
        self._view.set_current_excerpt(None)
        self.box.set_excerpt("")
        focused = QApplication.focusWidget()
        if focused is not None and self.box.isAncestorOf(focused):
            self._focus_text()
        self.box.hide()

    def activate(self, record: str) -> None:
        """Take an excerpt in hand and make it what the window is about."""
        self.say("")
        self.take(record)
        self._workspace.select(record)

    def take_selected(self) -> None:
        """Take the window's record in hand where it is an excerpt of this document."""
        self._on_selected(self._workspace.selection)

    def _on_selected(self, record: str) -> None:
        if find_kind(record) in SUBJECTS:
            self._subject = record
        elif any(one.id == record for one in self._passages):
            self.take(record)

    def _find_in_hand(self) -> str:
        """Return the framed excerpt, else the smallest around the caret, else ""."""
        framed = self._view.current_excerpt()
        if framed:
            return framed
        caret = self._view.caret()
        around = [one for one in self._passages if one.start <= caret < one.end]
        return min(around, key=lambda one: one.end - one.start).id if around else ""

    def _keep_in_sight(self) -> None:
        """Scroll the passage in hand back into sight when what is below takes its place."""
        framed = self._view.current_excerpt()
        passage = next((one for one in self._passages if one.id == framed), None)
        selected = self._view.selected_range()
        start = selected[0] if selected else passage.start if passage else None
        if start is None:
            return
        first, last = self._view.visible_range()
        if not first <= start < last:
            page = self._view.page
            page.centre_on(page.reader_text.to_utf16(start))

    # Making and attaching

    def _find_selected(self) -> tuple[int, int] | None:
        """Return the selected passage without white space at its edges, None for no words."""
        selected = self._view.selected_range() if self._document else None
        start, end = trim(self._view.text(), *selected) if selected else (0, 0)
        return (start, end) if start < end else None

    def _on_excerpt_requested(self, _start: int, _end: int) -> None:
        self.make_excerpt()

    def make_excerpt(self) -> None:
        """Make the selection an excerpt and go to the field that attaches it.

        Without a selection the excerpt in hand, or around the caret, is taken.
        """
        passage = self._find_selected()
        record = self._create(*passage) if passage else self._find_in_hand()
        if record:
            self._clear_selection()
            self.activate(record)
            self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif passage is None:
            self.say(tr("Select the words of the passage first, then press Enter."))

    def _create(self, start: int, end: int) -> str:
        """Return the excerpt of [start, end), "" where it cannot be made and why is said."""
        try:
            made = create_excerpt(self._session, document=self._document, start=start, end=end)
        except UserError as error:
            self.say(error.message, Role.INVALID)
            return ""
        return made.ids[0]

    def _clear_selection(self) -> None:
        cursor = self._view.page.textCursor()
        cursor.clearSelection()
        self._view.page.setTextCursor(cursor)

    def edit_note(self) -> None:
        """Open the note and translation of the excerpt in hand."""
        in_hand = self._find_in_hand()
        if in_hand:
            self.take(in_hand)
            self.box.open_note()
        else:
            self.say(tr("Put the caret into an excerpt first."))

    def _on_attached(self, subject: str) -> None:
        if find_kind(self._subject) is not Kind.EVENT or find_kind(subject) is Kind.EVENT:
            self._subject = subject

    def _on_boundary_changed(self, record: str, start: int, end: int) -> None:
        if (start, end) == self._view.selected_range():
            start, end = trim(self._view.text(), start, end)
        try:
            move_excerpt(self._session, excerpt=record, start=start, end=end)
        except UserError as error:
            self.say(error.message, Role.INVALID)

    def ask_delete(self) -> DeleteBox | None:
        """Ask whether the excerpt in hand is to go to the trash."""
        record = self._view.current_excerpt()
        if not record or self._session.db.read_only:
            return None
        return DeleteBox(self._workspace, [record], self)

    # Stating

    def state_claim(self) -> None:
        """Open the claim line; the evidence is the selection, else the excerpt in hand."""
        focused = QApplication.focusWidget()
        if focused is not None and self.claim_line.isAncestorOf(focused):
            return
        self.say("")
        passage = self._take_evidence()
        subject = self._find_subject()
        self.box.close_note()
        self.claim_line.show()
        if passage is None:
            self.claim_line.start(subject=subject, excerpt=self._workspace.current_excerpt)
        else:
            quote = self._view.text()[slice(*passage)]
            self.claim_line.start_with_passage(self._document, *passage, quote, subject=subject)

    def _take_evidence(self) -> tuple[int, int] | None:
        """Take in hand what the claim rests on; return a passage that is no excerpt yet."""
        passage = self._find_selected()
        if passage is None:
            in_hand = self._find_in_hand()
        else:
            found = excerpts.find_excerpt_at(self._session.db, self._document, *passage)
            in_hand = found.id if found else ""
        if not in_hand:
            self.drop()
            # One of another document, out of sight, is no evidence anybody meant.
            self._workspace.current_excerpt = ""
            return passage
        self._clear_selection()
        self.take(in_hand)
        return None

    def _find_subject(self) -> str:
        """Return what a claim is most likely about.

        Of the subjects attached the one last spoken of, else an event, else the first; with
        none attached the one last spoken of.
        """
        attached = self.box.attached_subjects()
        if not attached or self._subject in attached:
            return self._subject
        events = [one for one in attached if find_kind(one) is Kind.EVENT]
        return (events or attached)[0]

    def _on_stated(self, _claim: str) -> None:
        evidence = self._workspace.current_excerpt
        if any(one.id == evidence for one in self._passages):
            self._clear_selection()
            self.take(evidence)
            self._workspace.select(evidence)

    # What happens

    def close_box(self) -> None:
        """Let go of the excerpt in hand and return to the text."""
        self.drop()
        self._focus_text()

    def close_claim_line(self) -> None:
        """Hide the claim line and return to the text."""
        self.claim_line.draft.give_up()
        self.claim_line.hide()
        self._focus_text()

    def _focus_text(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, event: ChangeEvent) -> None:
        if self._subject in event.ids:
            row = lists.get_listing(self._session.db, [self._subject]).get(self._subject)
            if row is None or row["trashed"] is not None:
                self._subject = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view.page:
            if event.type() == QEvent.Type.Resize:
                self._laying.start()
            elif isinstance(event, QKeyEvent) and self._take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Do what Delete and Esc ask in the text; return False for any other key."""
        is_press = event.type() == QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_Delete and self._view.current_excerpt():
            # Said at the override, the window's own Delete, about the list, stays silent.
            event.accept()
            if is_press:
                self.ask_delete()
            return True
        if event.key() == Qt.Key.Key_Escape and is_press:
            self._on_escape()
            return True
        return False

    def _on_escape(self) -> None:
        if self._view.find_bar.isVisible():
            self._view.close_find_bar()
        elif self.claim_line.isVisible():
            self.close_claim_line()
        elif self.box.isVisible():
            self.close_box()
        elif self._view.has_matches():
            self._view.close_find_bar()
