"""What a report is about: the selection, records one names, or the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import LISTED, SUBJECTS, Kind, find_kind
from desktop_app.i18n import tr
from desktop_app.services.session import Session
from desktop_app.store import lists
from desktop_app.store.database import Row
from desktop_app.store.lists import ListQuery
from desktop_app.ui.widgets.labels import elided_label
from desktop_app.ui.widgets.type_ahead import Choice, TypeAheadBox

_OFFERED = 20
_NAMED = 3
_INDENT = 24


class ScopeBox(QWidget):
    """Three ways to say which records the report is about."""

    scope_changed = Signal()

    def __init__(
        self, session: Session, selection: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Offer `selection` first, where there is one that a report can be about."""
        super().__init__(parent)
        self._session = session
        rows = lists.get_listing(session.db, [one for one in selection if _is_listed(one)])
        self._selection = tuple(one for one in selection if one in rows)
        self.by_selection = self._make_button("scope_selection", tr("The &selection"))
        self.by_name = self._make_button("scope_named", tr("These &records:"))
        self.by_all = self._make_button("scope_all", tr("The &whole catalogue"))
        self.named = TypeAheadBox()
        self.named.setObjectName("scope_records")
        self.named.set_prompt(tr("Name an event, entity or source, then Enter"))
        self.named.set_source(self._offer)
        self._group = QButtonGroup(self)
        self._lay_out([str(rows[one]["title"]) for one in self._selection])
        (self.by_selection if self._selection else self.by_all).setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)
        self.named.chosen.connect(self._on_chosen)
        self.named.removed.connect(self._on_removed)

    def _make_button(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(name)
        return button

    def _lay_out(self, titles: list[str]) -> None:
        said = "; ".join(titles[:_NAMED])
        if len(titles) > _NAMED:
            said += "; " + tr("and {count} more", count=len(titles) - _NAMED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for button in (self.by_selection, self.by_name, self.by_all):
            self._group.addButton(button)
        label = elided_label(said or tr("Nothing is selected"))
        label.setObjectName("scope_titles")
        below = QHBoxLayout()
        below.setContentsMargins(_INDENT, 0, 0, 4)
        below.addWidget(label)
        self.by_selection.setEnabled(bool(self._selection))
        self.by_selection.setAccessibleDescription(said)
        label.setEnabled(bool(self._selection))
        column.addWidget(self.by_selection)
        column.addLayout(below)
        for widget in (self.by_name, self.named, self.by_all):
            column.addWidget(widget)

    def scope(self) -> tuple[str, ...] | None:
        """Return the ids the report is about, () for everything, None where none is named yet."""
        if self.by_selection.isChecked():
            return self._selection
        if self.by_all.isChecked():
            return ()
        return tuple(choice.id for choice in self.named.chosen_choices()) or None

    def _on_toggled(self, _button: object, is_checked: bool) -> None:
        if not is_checked:
            return
        if self.by_name.isChecked():
            self.named.setFocus()
        self.scope_changed.emit()

    def _on_chosen(self, choice: Choice) -> None:
        held = self.named.chosen_choices()
        if choice.id not in [one.id for one in held]:
            self.named.set_chosen([*held, choice])
        self._use_names()

    def _on_removed(self, choice: Choice) -> None:
        self.named.set_chosen([one for one in self.named.chosen_choices() if one.id != choice.id])
        self._use_names()

    def _use_names(self) -> None:
        if self.by_name.isChecked():
            self.scope_changed.emit()
        else:
            self.by_name.setChecked(True)

    def _offer(self, query: str) -> list[Choice]:
        """Return events, entities and sources whose names hold `query`."""
        db, folded = self._session.db, fold(query)
        found = lists.find_subjects(db, folded, limit=_OFFERED)
        sources = lists.list_ids(db, ListQuery(kind=Kind.SOURCE, text=folded), limit=_OFFERED)
        rows = lists.get_listing(db, sources)
        return [_choice(row) for row in (*found, *(rows[one] for one in sources if one in rows))]


def _choice(row: Row) -> Choice:
    kind = find_kind(row["id"])
    shown = row["type"] if kind is Kind.ENTITY else str(kind)
    detail = row["detail"] if kind in (*SUBJECTS, Kind.SOURCE) else ""
    return Choice(row["id"], row["title"], detail, shown)


def _is_listed(record: str) -> bool:
    return find_kind(record) in LISTED
