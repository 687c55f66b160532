"""The reader: a document's text with its excerpts, and the work on them without leaving it.

It opens what the workspace asks for, remembers the way there, and keeps what it shows in step
with the catalogue. What is done with passages stands in `reader_bench`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.documents import find_page
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.i18n import tr
from desktop_app.store import documents, lists
from desktop_app.ui.panels.reader_bench import ReaderBench
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
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.reader import ReaderView
from desktop_app.ui.workspace import Workspace

#: Kinds whose changes can alter what the open document shows.
_SHOWN_KINDS = frozenset((*SUBJECTS, Kind.EXCERPT, Kind.CLAIM, Kind.DOCUMENT, Kind.SOURCE))


class ReaderPanel(QWidget):
    """One document at a time, with the way back to those before."""

    import_wanted = Signal()
    #: Another document is open, or the ways back and forward are others.
    moved = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Show documents of `workspace`'s catalogue; begins without one."""
        super().__init__(parent)
        self.setObjectName("reader_panel")
        self._workspace = workspace
        self._session = workspace.session
        self._open: OpenDocument | None = None
        self._visits = Visits()
        self._is_stale = False
        self.head = ReaderHead(self._session.db)
        self.view = ReaderView()
        self.empty = EmptyState("document", tr("Choose a document, and read it here."))
        self.foot = ReaderFoot()
        self.bench = ReaderBench(workspace, self.view)
        self._lay_out()
        self._connect()
        self._show_body()

    def _lay_out(self) -> None:
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)
        column.addWidget(self.bench)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        head, view = self.head, self.view
        self._workspace.passage_wanted.connect(self.show_passage)
        self._workspace.bridge.changed.connect(self._on_changed)
        view.zoom_changed.connect(head.set_zoom)
        view.hit_shown.connect(self._on_match_shown)
        view.page.cursorPositionChanged.connect(self._show_place)
        head.back_asked.connect(self.go_back)
        head.forward_asked.connect(self.go_forward)
        head.find_asked.connect(view.show_find_bar)
        head.zoom_asked.connect(view.set_zoom)
        head.chooser.document_chosen.connect(self._on_document_chosen)
        head.chooser.left.connect(self._focus_text)
        self.empty.action_asked.connect(self._on_empty_action)

    # Opening

    def document(self) -> str:
        """Return the id of the open document, "" for none."""
        return self._open.record.id if self._open else ""

    def show_passage(self, document: str, start: int, end: int) -> None:
        """Open `document` at [start, end) in code points; at 0 and 0 where it was left."""
        here = self._here()
        is_new = document != self.document()
        if is_new and not self._load(document):
            self.bench.say(tr("This document is no longer in the catalogue."), Role.INVALID)
            return
        if start == end == 0:
            if not is_new:
                return
            start = end = self._visits.find_left(document)
        if here is not None and here != Place(document, start):
            self._visits.leave(here)
        self._go(start, end)

    def _go(self, start: int, end: int) -> None:
        """Show [start, end), and take its excerpt in hand where it is one."""
        self.bench.say("")
        if end > start:
            self.view.reveal(start, end)
            self.bench.take_passage(start, end)
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
        self.bench.set_document(document)
        self.view.set_text(documents.get_text(self._session.db, document), found.pages)
        self._show_passages()
        self._show_body()
        self.bench.take_selected()
        return True

    def _show_passages(self) -> None:
        assert self._open is not None
        passages = list_passages(self._session.db, self._open.record)
        self.view.set_excerpts(passages)
        self.bench.set_passages(passages)
        self.foot.set_counts(count_roles(passages))

    def _show_body(self) -> None:
        is_open = self._open is not None
        self.body.setCurrentWidget(self.view if is_open else self.empty)
        self.foot.setVisible(is_open)
        self._show_ways()
        if self._open is not None:
            self.head.set_document(self._open.record.title, self._open.citation)
            return
        self.head.set_document("", "")
        if lists.count_ids(self._session.db, lists.ListQuery(kind=Kind.DOCUMENT)):
            words = tr("Choose a document, and read it here.")
            self.empty.set_content("document", words, tr("Choose a document"))
        else:
            words = tr("No documents yet. Import a text, and read it here.")
            can_import = not self._session.db.read_only
            self.empty.set_content("document", words, tr("Import…") if can_import else "")

    def _on_empty_action(self) -> None:
        if lists.count_ids(self._session.db, lists.ListQuery(kind=Kind.DOCUMENT)):
            self.choose_document()
        else:
            self.import_wanted.emit()

    def _on_document_chosen(self, document: str) -> None:
        self._workspace.select(document)
        self._workspace.show_passage(document, 0, 0)
        self._focus_text()

    def choose_document(self) -> None:
        """Go to the field in which a document is chosen."""
        self.head.chooser.choose()

    def find_in_document(self) -> None:
        """Go to the next match or search hit; where there are none, open the find bar."""
        if self.view.find_bar.isVisible() or self.view.has_matches():
            self.view.find_next()
        elif self._open is not None:
            self.view.show_find_bar()

    def show_hits(self, document: str, places: Sequence[tuple[int, int]]) -> None:
        """Mark the hits of a search in `document`, for F3 and Shift+F3 to go through."""
        if document == self.document():
            self.view.show_hits(places)

    def _on_match_shown(self, here: int, total: int) -> None:
        self._workspace.told.emit(
            tr("Hit {here} of {total} in this document", here=here, total=total)
        )

    def _focus_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _show_ways(self) -> None:
        self.head.set_ways(back=self._visits.can_go_back, forward=self._visits.can_go_forward)
        self.moved.emit()

    def _show_place(self) -> None:
        if self._open is None:
            return
        caret = self.view.caret()
        page = find_page(self._open.pages, caret, caret + 1)
        said = [tr("page {label}", label=page)] if page else []
        said += [self._open.record.language] if self._open.record.language else []
        percent = min(100 * caret // max(self._open.record.characters, 1), 100)
        said.append(tr("at {percent} %", percent=percent))
        self.foot.set_place(" · ".join(said))

    # Passages

    def make_excerpt(self) -> None:
        """Make the selection an excerpt and open the box that attaches it."""
        self.bench.make_excerpt()

    def attach(self) -> None:
        """Go to the field that attaches the excerpt in hand, made of the selection if there is."""
        self.bench.make_excerpt()

    def state_claim(self) -> None:
        """Open the claim line; the evidence is the selection, else the excerpt in hand."""
        self.bench.state_claim()

    def edit_note(self) -> None:
        """Open the note and translation of the excerpt in hand."""
        self.bench.edit_note()

    # What happens

    def _on_changed(self, event: ChangeEvent) -> None:
        if self._open is None:
            self._show_body()
        elif any(find_kind(one) in _SHOWN_KINDS for one in event.touched | event.ids):
            self._is_stale = True
            if self.isVisible():
                self._refresh()

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
            self._close(before.id)
            return
        self._open = found
        if found.record.text_sha256 != before.text_sha256:
            caret = self.view.caret()
            self.view.set_text(documents.get_text(self._session.db, before.id), found.pages)
            self.view.select(caret, caret)
        self.head.set_document(found.record.title, found.citation)
        self._show_passages()

    def _close(self, document: str) -> None:
        """Show no document: the one that was open is gone."""
        self._visits.drop_document(document)
        self._open = None
        self.bench.set_document("")
        self.bench.set_passages(())
        self.view.set_text("")
        self._show_body()
