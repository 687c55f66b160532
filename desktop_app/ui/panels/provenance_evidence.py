"""A passage as evidence: its stance, the words in context, the citation, and the chain above it."""

from __future__ import annotations

import re

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

_BLANK_LINES = re.compile(r"\n\s*\n")
_STATES = {
    AnchorState.NEEDS_REVIEW: BadgeKind.NEEDS_REVIEW,
    AnchorState.ORPHANED: BadgeKind.ORPHANED,
}


class PassageView(QWidget):
    """One passage with its citation and its chain; it asks to open what is clicked."""

    passage_asked = Signal(str, int, int)
    record_asked = Signal(str)

    def __init__(self, passage: Passage, *, is_brief: bool = False) -> None:
        """Show `passage`; where `is_brief`, neither its words nor its chain."""
        super().__init__()
        self.setObjectName("passage_view")
        self.passage = passage
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)
        self._copy: QToolButton | None = None
        if not is_brief:
            self.column.addWidget(self._make_quote())
            self.column.addLayout(self._make_citation())
            self.column.addLayout(self._make_chain())
        self._tint()

    def _make_quote(self) -> QuoteView:
        passage = self.passage
        before, after = (_BLANK_LINES.sub("\n", one) for one in (passage.before, passage.after))
        quote = QuoteView()
        quote.set_passage(before, passage.quote, after)
        quote.activated.connect(self.open_passage)
        self.setFocusProxy(quote)
        return quote

    def _make_citation(self) -> QHBoxLayout:
        citation = plain_label(self.passage.formatted, selectable=True)
        citation.setObjectName("formatted_citation")
        citation.setFont(small_font(self.font()))
        self._copy = QToolButton()
        self._copy.setObjectName("copy_citation")
        self._copy.setAutoRaise(True)
        self._copy.setIconSize(QSize(14, 14))
        self._copy.setAccessibleName(tr("Copy this citation"))
        set_plain_tip(self._copy, tr("Copy this citation"))
        self._copy.clicked.connect(self.copy_citation)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(citation, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_chain(self) -> FlowLayout:
        chain = FlowLayout(gap=3)
        for number, step in enumerate(list_steps(self.passage)):
            words = describe_step(step)
            lead = f"› {words}" if number else words
            link = Link(step.record, step.title, lead=lead, tip=step.locator)
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
        if self._copy is not None:
            self._copy.setIcon(make_icon("copy", self.palette()))

    def _on_step(self, record: str) -> None:
        if record == self.passage.document:
            self.open_passage()
        else:
            self.record_asked.emit(record)


class EvidenceView(PassageView):
    """A passage cited for or against a claim, with its stance above it."""

    def __init__(self, evidence: Evidence, *, is_brief: bool = False) -> None:
        """Show `evidence`; briefly where the passage itself stands above already."""
        super().__init__(evidence.passage, is_brief=is_brief)
        self.evidence = evidence
        row = FlowLayout()
        badge = find_badge(evidence.stance)
        if badge is not None:
            row.addWidget(Badge(badge))
        state = _STATES.get(evidence.passage.state)
        if state is not None:
            row.addWidget(Badge(state))
        if is_brief:
            row.addWidget(plain_label(tr("by this passage"), wrap=False, muted=True))
        self.column.insertLayout(0, row)
        if evidence.citation.note:
            self.column.addWidget(plain_label(evidence.citation.note, muted=True))


def describe_step(step: Step) -> str:
    """Return how a step of the chain stands to the one before, with its locator."""
    words = {
        Relation.DOCUMENT: tr("document"),
        Relation.TEXT_OF: tr("source"),
        Relation.PART_OF: tr("part of"),
        Relation.QUOTED_IN: tr("quoted in"),
        Relation.DERIVED_FROM: tr("derived from"),
        Relation.HELD_BY: tr("held by"),
    }
    return words[step.relation]


def list_steps(passage: Passage) -> tuple[Step, ...]:
    """Return the chain without a document that bears the name of its source: it says no more."""
    chain = passage.chain
    is_same = len(chain) > 1 and chain[0].title == chain[1].title
    return chain[1:] if is_same else chain
