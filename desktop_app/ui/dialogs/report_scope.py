"""What a report is about: the selection, records one names, or the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import LISTED, SUBJECTS, Kind, find_kind
from desktop_app.i18n import tr
from desktop_app.services.reporting.kinds import ReportKind
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
    """Three ways to say which records the report is about; only those its kind takes count."""

    scope_changed = Signal()

    def __init__(
        self,
        session: Session,
        selection: Sequence[str],
        kind: ReportKind,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `selection` first, where a report of `kind` can be about any of it."""
        super().__init__(parent)
        self._session, self._kind = session, kind
        rows = lists.get_listing(session.db, [one for one in selection if _is_listed(one)])
        self._titles = {one: str(rows[one]["title"]) for one in selection if one in rows}
        #: What was named, also where this kind does not take it: another may.
        self._named: list[Choice] = []
        self.by_selection = self._make_button("scope_selection", tr("The &selection"))
        self.by_name = self._make_button("scope_named", tr("These &records:"))
        self.by_all = self._make_button("scope_all", tr("The &whole catalogue"))
        self.named = TypeAheadBox()
        self.named.setObjectName("scope_records")
        self.named.set_source(self._offer)
        self.titles = elided_label()
        self.titles.setObjectName("scope_titles")
        self._group = QButtonGroup(self)
        self._lay_out()
        #: What was asked for last, wherever the kind allows it.
        self._wish = self.by_selection if self._titles else self.by_all
        self.set_kind(kind)
        self._group.buttonToggled.connect(self._on_toggled)
        self.named.chosen.connect(self._on_chosen)
        self.named.removed.connect(self._on_removed)

    def _ways(self) -> tuple[QRadioButton, ...]:
        return self.by_selection, self.by_name, self.by_all

    def _make_button(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for button in self._ways():
            self._group.addButton(button)
        below = QHBoxLayout()
        below.setContentsMargins(_INDENT, 0, 0, 4)
        below.addWidget(self.titles)
        column.addWidget(self.by_selection)
        column.addLayout(below)
        for widget in (self.by_name, self.named, self.by_all):
            column.addWidget(widget)

    def set_kind(self, kind: ReportKind) -> None:
        """Let the report be of `kind`; no change is announced."""
        self.blockSignals(True)
        self._kind = kind
        taken = self._selected()
        said = self._describe(taken)
        self.titles.set_text(said or tr("Nothing is selected that it can be about"))
        self.by_selection.setAccessibleDescription(said)
        for widget in (self.by_selection, self.titles):
            widget.setEnabled(bool(taken))
        self.by_all.setVisible(not kind.needs_scope)
        self.named.set_prompt(_prompt(kind))
        self._show_named()
        self._find_way(has_selection=bool(taken)).setChecked(True)
        self.blockSignals(False)

    def _find_way(self, *, has_selection: bool) -> QRadioButton:
        """Return the way that was wished for, or where it is closed the next best."""
        if self._wish is self.by_name or (self._wish is self.by_selection and has_selection):
            return self._wish
        if not self._kind.needs_scope:
            return self.by_all
        return self.by_selection if has_selection else self.by_name

    def _selected(self) -> tuple[str, ...]:
        return tuple(one for one in self._titles if find_kind(one) in self._kind.scopes)

    def _describe(self, records: Sequence[str]) -> str:
        said = "; ".join(self._titles[one] for one in records[:_NAMED])
        if len(records) > _NAMED:
            said += "; " + tr("and {count} more", count=len(records) - _NAMED)
        return said

    def scope(self) -> tuple[str, ...] | None:
        """Return the ids the report is about, () for everything, None where none is named yet."""
        if self.by_selection.isChecked():
            return self._selected()
        if self.by_all.isChecked():
            return ()
        return tuple(choice.id for choice in self.named.chosen_choices()) or None

    def _on_toggled(self, _button: object, is_checked: bool) -> None:
        if not is_checked or self.signalsBlocked():
            return
        self._wish = next(one for one in self._ways() if one.isChecked())
        if self._wish is self.by_name:
            self.named.setFocus()
        self.scope_changed.emit()

    def _on_chosen(self, choice: Choice) -> None:
        if choice.id not in [one.id for one in self._named]:
            self._named.append(choice)
        self._show_named()
        self._use_names()

    def _on_removed(self, choice: Choice) -> None:
        self._named = [one for one in self._named if one.id != choice.id]
        self._show_named()
        self._use_names()

    def _show_named(self) -> None:
        self.named.set_chosen(
            [one for one in self._named if find_kind(one.id) in self._kind.scopes]
        )

    def _use_names(self) -> None:
        self._wish = self.by_name
        if self.by_name.isChecked():
            self.scope_changed.emit()
        else:
            self.by_name.setChecked(True)

    def _offer(self, query: str) -> list[Choice]:
        """Return events, entities and sources the kind takes whose names hold `query`."""
        db, folded, scopes = self._session.db, fold(query), self._kind.scopes
        subjects = [kind for kind in SUBJECTS if kind in scopes]
        found = lists.find_subjects(db, folded, limit=_OFFERED, kinds=subjects)
        if Kind.SOURCE in scopes:
            wanted = ListQuery(kind=Kind.SOURCE, text=folded)
            sources = lists.list_ids(db, wanted, limit=_OFFERED)
            rows = lists.get_listing(db, sources)
            found += [rows[one] for one in sources if one in rows]
        return [_choice(row) for row in found]


def _prompt(kind: ReportKind) -> str:
    """Return what is to be named, in words."""
    names = {
        Kind.EVENT: tr("event"),
        Kind.ENTITY: tr("entity"),
        Kind.SOURCE: tr("source"),
    }
    *others, last = [words for one, words in names.items() if one in kind.scopes] or [""]
    what = tr(" or ").join(filter(None, (", ".join(others), last)))
    return tr("Type a name, then Enter: {what}", what=what)


def _choice(row: Row) -> Choice:
    kind = find_kind(row["id"])
    shown = row["type"] if kind is Kind.ENTITY else str(kind)
    detail = row["detail"] if kind in (*SUBJECTS, Kind.SOURCE) else ""
    return Choice(row["id"], row["title"], detail, shown)


def _is_listed(record: str) -> bool:
    return find_kind(record) in LISTED
