"""The work on the marked hit without leaving the results: excerpt it, attach it, claim from it.

The sentence around the match becomes the excerpt; one step widens it to the whole passage.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.catalog.anchors import trim
from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.excerpts import create_excerpt, move_excerpt
from desktop_app.services.marking_places import find_sentence
from desktop_app.services.searching import Found
from desktop_app.store import documents, excerpts
from desktop_app.ui.dialogs.delete import DeleteBox
from desktop_app.ui.panels.reader_excerpt import ExcerptBox
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.claim_line import ClaimLine
from desktop_app.ui.widgets.link_button import LinkButton
from desktop_app.ui.workspace import Workspace


class SearchBench(QWidget):
    """Below the results: a word on what was done, the excerpt in hand, the claim."""

    #: Back to the hits.
    left = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Work in `workspace`'s catalogue."""
        super().__init__(parent)
        self.setObjectName("search_bench")
        self._workspace = workspace
        self._session = workspace.session
        #: The passage to which the excerpt just made can be widened: start and end.
        self._passage: tuple[int, int] | None = None
        self.hint = Hint()
        self.hint.setObjectName("search_bench_hint")
        self.widen = LinkButton("search_widen")
        self.widen.set_words(tr("take the whole passage"))
        self.box = ExcerptBox(workspace)
        self.box.setObjectName("search_excerpt_box")
        self.claim_line = ClaimLine(workspace)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.hint, 1)
        row.addWidget(self.widen)
        self.said = QWidget()
        self.said.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.said, self.box, self.claim_line):
            column.addWidget(part)
            part.hide()

    def _connect(self) -> None:
        self.widen.clicked.connect(self._on_widen)
        self.box.claim_asked.connect(self._claim_from_excerpt)
        self.box.delete_asked.connect(self._ask_delete)
        self.box.left.connect(self.left)
        self.box.closed.connect(self.close_box)
        self.box.note_opened.connect(self.claim_line.hide)
        self.claim_line.closed.connect(self.close_claim_line)
        self._workspace.closing.connect(self.box.close_note)
        self._workspace.bridge.changed.connect(self._on_changed)

    # What is done with a hit

    def make_excerpt(self, found: Found) -> None:
        """Make the sentence around the match an excerpt and go to the field that attaches it."""
        record = found.record if found.hit.kind == Kind.EXCERPT else self._create(found)
        if record:
            self._take(record)
            self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def state_claim(self, found: Found) -> None:
        """Open the claim line: from the passage of the hit, or about its event or entity."""
        self._say("")
        self.box.close_note()
        if found.hit.kind == Kind.EXCERPT:
            self._take(found.record)
            self._claim_from_excerpt()
        elif found.document:
            self._claim_from_passage(found)
        else:
            self._workspace.current_excerpt = ""
            self.claim_line.show()
            subject = found.record if find_kind(found.record) in SUBJECTS else ""
            self.claim_line.start(subject=subject)

    def _claim_from_passage(self, found: Found) -> None:
        """Open the claim line with the sentence of the hit, an excerpt already or not yet."""
        start, end = self._sentence(found)
        had = excerpts.find_excerpt_at(self._session.db, found.document, start, end)
        if had is not None:
            self._take(had.id)
            self._claim_from_excerpt()
            return
        quote = self._text(found)[start - found.hit.start : end - found.hit.start]
        self.claim_line.show()
        self.claim_line.start_with_passage(found.document, start, end, quote)

    def _claim_from_excerpt(self) -> None:
        self.claim_line.show()
        attached = self.box.attached_subjects()
        events = [one for one in attached if find_kind(one) is Kind.EVENT]
        subject = (events or attached or [""])[0]
        self.claim_line.start(subject=subject, excerpt=self.box.excerpt())

    def _text(self, found: Found) -> str:
        """Return the passage that a hit in a document's text stands for."""
        held = documents.get_document(self._session.db, found.document)
        hit = found.hit
        return documents.get_passage(self._session.db, held.text_sha256, hit.start, hit.end)

    def _sentence(self, found: Found) -> tuple[int, int]:
        text, first = self._text(found), found.hit.start
        start, end = find_sentence(text, found.start - first, found.end - first)
        return first + start, first + end

    def _create(self, found: Found) -> str:
        """Return the excerpt of the hit's sentence, "" where there is none and why is said."""
        if not found.document:
            self._say(tr("This hit stands in no text. Choose a document or an excerpt."))
            return ""
        try:
            start, end = self._sentence(found)
            had = excerpts.find_excerpt_at(self._session.db, found.document, start, end)
            made = create_excerpt(self._session, document=found.document, start=start, end=end)
        except UserError as error:
            self._say(error.message, Role.INVALID)
            return ""
        if had is not None:
            self._say(tr("This sentence is an excerpt already."))
            return had.id
        text, first = self._text(found), found.hit.start
        whole = trim(text, 0, len(text))
        passage = (first + whole[0], first + whole[1])
        self._say(tr("The sentence is an excerpt now."), Role.VALID)
        self._passage = passage if passage != (start, end) else None
        self.widen.setVisible(self._passage is not None)
        return made.ids[0]

    def _on_widen(self) -> None:
        excerpt, passage = self.box.excerpt(), self._passage
        if not excerpt or passage is None:
            return
        try:
            move_excerpt(self._session, excerpt=excerpt, start=passage[0], end=passage[1])
        except UserError as error:
            self._say(error.message, Role.INVALID)
            return
        self._say(tr("The whole passage is the excerpt now."), Role.VALID)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    # The excerpt in hand

    def _take(self, record: str) -> None:
        self._workspace.current_excerpt = record
        self.box.set_excerpt(record)
        self.box.show()
        self._workspace.select(record)

    def _ask_delete(self) -> None:
        if self.box.excerpt() and not self._session.db.read_only:
            DeleteBox(self._workspace, [self.box.excerpt()], self)

    def close_box(self) -> None:
        """Let go of the excerpt in hand and return to the hits."""
        if self._workspace.current_excerpt == self.box.excerpt():
            self._workspace.current_excerpt = ""
        self.box.set_excerpt("")
        self.box.hide()
        self._say("")
        self.left.emit()

    def close_claim_line(self) -> None:
        """Hide the claim line and return to the hits."""
        self.claim_line.draft.give_up()
        self.claim_line.hide()
        self._say("")
        self.left.emit()

    def _say(self, words: str, role: Role | None = None) -> None:
        self._passage = None
        self.widen.hide()
        self.hint.say(words, role)
        self.said.setVisible(bool(words))

    def _on_changed(self, _event: ChangeEvent) -> None:
        if not self.box.excerpt():
            return
        self.box.refresh()
        if not self.box.excerpt():
            # Undone or deleted: nothing is in hand any more.
            self.box.hide()
            self._say("")
