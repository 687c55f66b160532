"""The table model of the lists: it holds ids, and the rows on show in a cache.

It knows columns and roles, and asks a `ListReader` for the rest; so its test needs no window.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.i18n import current_language, tr, tr_marked
from desktop_app.store.lists import ListQuery
from desktop_app.ui.models.list_changes import find_steps
from desktop_app.ui.models.list_columns import (
    COLUMNS,
    Column,
    Row,
    Words,
    find_icon,
    list_signs,
    say_signs,
)
from desktop_app.ui.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex

BLOCK = 200
#: Rows kept in memory: some screens full, whatever the list's length.
MOST_CACHED = 5_000
ID_ROLE = Qt.ItemDataRole.UserRole
#: Names of the signs, for the delegate of the first column.
SIGNS_ROLE = Qt.ItemDataRole.UserRole + 1
ICON_ROLE = Qt.ItemDataRole.UserRole + 2


class ListReader(Protocol):
    """Where a list comes from."""

    def list_ids(self, query: ListQuery) -> list[str]:
        """Return the ids that `query` asks for."""

    def get_rows(self, ids: Sequence[str]) -> Mapping[str, Row]:
        """Return the listing rows of `ids`."""

    def property_labels(self, language: str) -> Mapping[str, str]:
        """Return the labels of the properties by key."""


class ListModel(QAbstractTableModel):
    """One list. Rows change by `refresh`; order and filter by `set_query`."""

    def __init__(self, reader: ListReader, query: ListQuery, parent: QObject | None = None) -> None:
        """Show what `query` asks of `reader`, once `refresh` is called."""
        super().__init__(parent)
        self._reader = reader
        self._query = query
        self._ids: list[str] = []
        self._rows: dict[str, Row] = {}
        self._words = Words(current_language())
        self.columns: tuple[Column, ...] = COLUMNS[query.kind]

    @property
    def query(self) -> ListQuery:
        """Return what is shown, and in which order."""
        return self._query

    def id_at(self, row: int) -> str:
        """Return the id of the record in `row`."""
        return self._ids[row]

    def ids(self) -> Sequence[str]:
        """Return all ids in their order."""
        return self._ids

    def row_of(self, record: str) -> int:
        """Return the row of `record`, -1 where it is not in the list."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def listing_at(self, row: int) -> Row:
        """Return the listing row in `row`; it is read with its neighbours where it is not kept."""
        record = self._ids[row]
        if record not in self._rows:
            self._read_block(row)
        return self._rows.get(record) or _gone(record, self._query)

    def _read_block(self, row: int) -> None:
        if len(self._rows) > MOST_CACHED:
            self._rows.clear()
        start = row - row % BLOCK
        wanted = [one for one in self._ids[start : start + BLOCK] if one not in self._rows]
        self._rows.update(self._reader.get_rows(wanted))

    # What changes

    def set_query(self, query: ListQuery) -> None:
        """Show what `query` asks; a new order moves the rows, a new filter starts anew."""
        only_order = replace(query, order="sort_title", descending=False) == replace(
            self._query, order="sort_title", descending=False
        )
        self._query = query
        wanted = self._reader.list_ids(query)
        if only_order and len(wanted) == len(self._ids):
            self._reorder(wanted)
        else:
            self._reset(wanted)

    def refresh(self, touched: Collection[str] | None = None) -> None:
        """Read the list again; `touched` are the records whose rows may differ, None for all."""
        self._words = Words(current_language(), self._reader.property_labels(current_language()))
        if touched is None:
            self._rows.clear()
        else:
            for record in touched:
                self._rows.pop(record, None)
        self._go_to(self._reader.list_ids(self._query))
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _go_to(self, wanted: list[str]) -> None:
        if wanted == self._ids:
            return
        steps = find_steps(self._ids, wanted) if self._ids else None
        if steps is None:
            self._reset(wanted)
            return
        for first, last in steps.removed:
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._ids[first : last + 1]
            self.endRemoveRows()
        if steps.is_reordered:
            self._reorder(list(steps.kept))
        for first, last in steps.inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._ids[first:first] = wanted[first : last + 1]
            self.endInsertRows()

    def _reorder(self, ids: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        had = self.persistentIndexList()
        held = [(self._ids[index.row()], index.column()) for index in had]
        self._ids = ids
        places = {one: row for row, one in enumerate(ids)} if held else {}
        # A record that left meanwhile leaves an index that points nowhere.
        now = [
            self.index(places[record], column) if record in places else QModelIndex()
            for record, column in held
        ]
        self.changePersistentIndexList(had, now)
        self.layoutChanged.emit()

    def _reset(self, ids: list[str]) -> None:
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(self.listing_at(index.row()), self._words)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(index.row(), column)
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.AccessibleDescriptionRole if column.is_main:
                return say_signs(self.listing_at(index.row()))
            case _ if role == ID_ROLE:
                return self._ids[index.row()]
            case _ if role == SIGNS_ROLE and column.is_main:
                return list_signs(self.listing_at(index.row()))
            case _ if role == ICON_ROLE and column.is_main:
                return find_icon(self.listing_at(index.row()))
        return None

    def _tip(self, row: int, column: Column) -> str:
        listed = self.listing_at(row)
        said = (column.text(listed, self._words), say_signs(listed))
        return plain_tip("\n".join(filter(None, said)))

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tr_marked(column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(tr("Sort by this column"))
            case Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
                )
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by `column`; -1 leaves the order as it is."""
        if not 0 <= column < len(self.columns):
            return
        wanted = self.columns[column].order
        descending = order is Qt.SortOrder.DescendingOrder
        self.set_query(replace(self._query, order=wanted, descending=descending))


def _gone(record: str, query: ListQuery) -> Row:
    """Return a row for a record that left the catalogue since the ids were read."""
    texts = dict.fromkeys(("type", "title", "detail", "date", "state"), "")
    numbers = dict.fromkeys(("number", "uncited", "conflicts"), 0)
    return {"id": record, "kind": query.kind.value, "earliest": None, **texts, **numbers}
