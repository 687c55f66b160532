"""A passage as evidence: its stance, the words in context, the citation, and the chain above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_app.catalog.excerpts import AnchorState
from desktop_app.i18n import tr
from desktop_app.services.provenance_records import Evidence, Passage, Relation, Step
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.provenance_link import Link
from desktop_app.ui.theme import small_font
from desktop_app.ui.widgets.badges import Badge, BadgeKind, find_badge
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import plain_label, set_plain_tip
from desktop_app.ui.widgets.quote_view import QuoteView

_STATES = {
    AnchorState.NEEDS_REVIEW: BadgeKind.NEEDS_REVIEW,
    AnchorState.ORPHANED: BadgeKind.ORPHANED,
}


class PassageView(QWidget):
    """One passage with its citation and its chain; it asks to open what is clicked."""

    passage_asked = Signal(str, int, int)
    record_asked = Signal(str)

    def __init__(self, passage: Passage, parent: QWidget | None = None) -> None:
        """Show `passage`."""
        super().__init__(parent)
        self.setObjectName("passage_view")
        self.passage = passage
        self.quote = QuoteView()
        self.quote.set_passage(passage.before, passage.quote, passage.after)
        self.quote.activated.connect(self.open_passage)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)
        self.column.addWidget(self.quote)
        self.column.addLayout(self._make_citation())
        self.column.addLayout(self._make_chain())
        self._tint()

    def _make_citation(self) -> QHBoxLayout:
        self._citation = plain_label(self.passage.formatted, selectable=True)
        self._citation.setObjectName("formatted_citation")
        self._copy = QToolButton()
        self._copy.setObjectName("copy_citation")
        self._copy.setAutoRaise(True)
        self._copy.setIconSize(QSize(14, 14))
        self._copy.setAccessibleName(tr("Copy the citation"))
        set_plain_tip(self._copy, tr("Copy the citation (C)"))
        self._copy.clicked.connect(self.copy_citation)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._citation, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_chain(self) -> FlowLayout:
        chain = FlowLayout(gap=2)
        for number, step in enumerate(self.passage.chain):
            if number:
                arrow = plain_label("›", wrap=False, muted=True)
                chain.addWidget(arrow)
            link = Link(step.record, step.title, lead=describe_step(step), tip=step.locator)
            link.setFont(small_font(self.font()))
            link.asked.connect(self._on_step)
            chain.addWidget(link)
        return chain

    def open_passage(self) -> None:
        """Ask for the passage in the reader."""
        self.passage_asked.emit(self.passage.document, self.passage.start, self.passage.end)

    def copy_citation(self) -> None:
        """Put the formatted citation on the clipboard."""
        QGuiApplication.clipboard().setText(self.passage.formatted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self._copy.setIcon(make_icon("copy", self.palette()))

    def _on_step(self, record: str) -> None:
        if record == self.passage.document:
            self.open_passage()
        else:
            self.record_asked.emit(record)


class EvidenceView(PassageView):
    """A passage cited for or against a claim, with its stance above it."""

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        """Show `evidence`."""
        super().__init__(evidence.passage, parent)
        self.evidence = evidence
        row = FlowLayout()
        badge = find_badge(evidence.stance)
        if badge is not None:
            row.addWidget(Badge(badge))
        state = _STATES.get(evidence.passage.state)
        if state is not None:
            row.addWidget(Badge(state))
        self.column.insertLayout(0, row)
        if evidence.citation.note:
            self.column.addWidget(plain_label(evidence.citation.note, muted=True))


def describe_step(step: Step) -> str:
    """Return how a step of the chain stands to the one before, with its locator."""
    words = {
        Relation.DOCUMENT: tr("document"),
        Relation.TEXT_OF: tr("of"),
        Relation.PART_OF: tr("in"),
        Relation.QUOTED_IN: tr("quoted in"),
        Relation.DERIVED_FROM: tr("derived from"),
        Relation.HELD_BY: tr("held by"),
    }
    return words[step.relation]
