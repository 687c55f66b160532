"""The citations of a claim in its editor: stance, locator and note of each, remove, add."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.claims import Citation, Stance
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.claims import cite_claim, update_citation
from desktop_app.services.commands.trash import delete
from desktop_app.services.session import Session
from desktop_app.store.excerpts import get_excerpt
from desktop_app.ui.icons import make_icon
from desktop_app.ui.widgets.claim_choices import find_excerpt, offer_excerpts
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.draft_parts import revive_input
from desktop_app.ui.widgets.labels import ElidedLabel, set_plain_tip
from desktop_app.ui.widgets.type_ahead import Choice

_STANCES = tuple(Stance)


class CitationRow(QFrame):
    """One citation: the quote, then stance, locator and note."""

    changed = Signal()
    remove_asked = Signal()

    def __init__(self, citation: Citation, quote: str) -> None:
        """Show `citation`, whose excerpt says `quote`; an id of "" is one to be made."""
        super().__init__()
        self.setObjectName("citation_row")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.citation = citation
        self.quote = ElidedLabel(quote)
        self.stance = QComboBox()
        self.stance.setObjectName("citation_stance")
        self.stance.setAccessibleName(tr("What it does to the claim"))
        for one in _STANCES:
            self.stance.addItem(word(one, current_language()), one.value)
        self.stance.setCurrentIndex(_STANCES.index(citation.stance))
        self.locator = self._make_line("citation_locator", tr("Locator"), citation.locator)
        self.note = self._make_line("citation_note", tr("Note"), citation.note)
        self._remove = QToolButton()
        self._remove.setObjectName("remove_citation")
        self._remove.setAutoRaise(True)
        self._remove.setIconSize(QSize(14, 14))
        self._remove.setAccessibleName(tr("Remove this citation"))
        set_plain_tip(self._remove, tr("Remove this citation"))
        self._remove.clicked.connect(self.remove_asked)
        self.stance.currentIndexChanged.connect(self._on_edited)
        self._lay_out()
        self._tint()

    def _make_line(self, name: str, label: str, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setObjectName(name)
        line.setAccessibleName(label)
        line.setPlaceholderText(label)
        line.textChanged.connect(self._on_edited)
        return line

    def _lay_out(self) -> None:
        head, fields = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.quote, 1)
        head.addWidget(self._remove)
        fields.addWidget(self.stance)
        fields.addWidget(self.locator, 1)
        fields.addWidget(self.note, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.addLayout(head)
        column.addLayout(fields)

    def given(self) -> dict[str, Any]:
        """Return stance, locator and note as the commands take them."""
        return {
            "stance": _STANCES[self.stance.currentIndex()].value,
            "locator": self.locator.text().strip(),
            "note": self.note.text().strip(),
        }

    def is_edited(self) -> bool:
        """Return whether anything differs from the citation as it was."""
        had = self.citation
        was = {"stance": had.stance.value, "locator": had.locator, "note": had.note}
        return not had.id or self.given() != was

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self._remove.setIcon(make_icon("delete", self.palette()))

    def _on_edited(self, _value: object = None) -> None:
        self.changed.emit()


class CitationsEdit(QWidget):
    """All citations of one claim, and a box by which to add another."""

    changed = Signal()

    def __init__(
        self, session: Session, claim: str, citations: tuple[Citation, ...], current: str
    ) -> None:
        """Show `citations` of `claim`; `current` is the excerpt offered first."""
        super().__init__()
        self.setObjectName("citations_edit")
        self._session = session
        self._claim = claim
        self._current = current
        self._removed: list[str] = []
        #: The words of every excerpt that was on show.
        self._quotes: dict[str, str] = {}
        self.rows: list[CitationRow] = []
        self.added = PickBox(tr("Add an excerpt: some of its words"))
        self.added.setObjectName("add_citation")
        self.added.set_source(self._offer)
        self.added.taken.connect(self._on_taken)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.added)
        for citation in citations:
            self._add_row(citation)

    def add_excerpt(self, excerpt: str) -> None:
        """Cite `excerpt` too, once the claim is saved."""
        self._add_row(Citation(id="", claim=self._claim, excerpt=excerpt))
        self.changed.emit()

    def is_edited(self) -> bool:
        """Return whether anything is to be saved."""
        return bool(self._removed) or any(row.is_edited() for row in self.rows)

    def keep(self) -> list[dict[str, Any]]:
        """Return the citations as they stand, for a draft."""
        return [
            {
                "record": row.citation.id,
                "excerpt": row.citation.excerpt,
                "stance": row.stance.currentData(),
                "locator": row.locator.text(),
                "note": row.note.text(),
            }
            for row in self.rows
        ]

    def revive(self, state: Any) -> None:
        """Show what `keep` gave; raise ValueError, and change nothing, where a passage is gone."""
        held = {row.citation.id: row for row in self.rows if row.citation.id}
        fresh = [one for one in state if one["record"] not in held]
        if any(find_excerpt(self._session.db, one["excerpt"]) is None for one in fresh):
            raise ValueError(state)
        kept = {one["record"] for one in state}
        for record, row in held.items():
            if record not in kept:
                self._drop(row)
        for one in state:
            row = held.get(one["record"]) or self._add_row(
                Citation(id="", claim=self._claim, excerpt=one["excerpt"])
            )
            revive_input(row.stance, one["stance"])
            row.locator.setText(one["locator"])
            row.note.setText(one["note"])
        self.changed.emit()

    def say(self, state: Any) -> str:
        """Return what `keep` gave in words, one citation a line."""
        lines = []
        for one in state:
            stance = word(Stance(one["stance"]), current_language())
            quote = tr("“{quote}”", quote=self._quotes.get(one["excerpt"], one["excerpt"]))
            lines.append(" · ".join(filter(None, (quote, stance, one["locator"], one["note"]))))
        return "\n".join(lines)

    def save(self) -> None:
        """Write what was edited, inside the caller's change."""
        for record in self._removed:
            delete(self._session, id=record)
        for row in self.rows:
            if not row.citation.id:
                excerpt = row.citation.excerpt
                cite_claim(self._session, claim=self._claim, excerpt=excerpt, **row.given())
            elif row.is_edited():
                update_citation(self._session, citation=row.citation.id, details=row.given())

    def _add_row(self, citation: Citation) -> CitationRow:
        quote = get_excerpt(self._session.db, citation.excerpt).quote
        self._quotes[citation.excerpt] = quote
        row = CitationRow(citation, quote)
        row.changed.connect(self.changed)
        row.remove_asked.connect(self._on_remove)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        return row

    def _drop(self, row: CitationRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if row.citation.id:
            self._removed.append(row.citation.id)

    def _offer(self, query: str) -> list[Choice]:
        found = offer_excerpts(self._session.db, query)
        current = find_excerpt(self._session.db, self._current) if not query else None
        return [current, *(one for one in found if one != current)] if current else found

    def _on_taken(self) -> None:
        pick = self.added.current_pick()
        self.added.set_pick(None)
        if pick is not None:
            self.add_excerpt(pick.id)

    def _on_remove(self) -> None:
        row = self.sender()
        if isinstance(row, CitationRow):
            self._drop(row)
            self.added.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()
