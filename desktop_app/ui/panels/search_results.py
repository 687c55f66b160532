"""The list of what was found: a model that grows by pages, and the view that opens its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.panels.search_delegate import ResultDelegate
from desktop_app.ui.panels.search_finder import Group
from desktop_app.ui.panels.search_rows import FoundRow

_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The heading above the hits of one group."""

    value: str
    label: str
    count: int


Entry = FoundRow | GroupHead


class ResultModel(QAbstractListModel):
    """The rows found so far, under headings where they are grouped."""

    #: The end of the rows is near, and there are more to find.
    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._groups: dict[str, Group] = {}
        self._total = 0

    def set_rows(
        self, rows: Sequence[FoundRow], total: int, groups: Mapping[str, Group] | None = None
    ) -> None:
        """Show `rows`, the first of `total`; what stays in its place is not drawn anew."""
        self._groups, self._total = dict(groups or {}), total
        self._replace(self._with_heads(rows, None))

    def add_rows(self, rows: Sequence[FoundRow], total: int) -> None:
        """Show `rows` after the others."""
        self._total = total
        if not rows:
            # Hits deleted meanwhile are left out: there is nothing more to ask for.
            self._total = len(self.rows())
            return
        last = self._entries[-1] if self._entries else None
        entries = self._with_heads(rows, last.group if isinstance(last, FoundRow) else None)
        first = len(self._entries)
        self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
        self._entries += entries
        self.endInsertRows()

    def _with_heads(self, rows: Sequence[FoundRow], group: str | None) -> list[Entry]:
        """Return `rows` with a heading before each group other than `group`."""
        entries: list[Entry] = []
        for row in rows:
            if self._groups and row.group != group:
                group = row.group
                known = self._groups.get(group)
                if known is not None:
                    entries.append(GroupHead(group, known.label, known.count))
            entries.append(row)
        return entries

    def _replace(self, entries: list[Entry]) -> None:
        """Take out and put in only what differs, so that the view keeps its place."""
        old, new = [_key(one) for one in self._entries], [_key(one) for one in entries]
        shared = min(len(old), len(new))
        head = next((n for n in range(shared) if old[n] != new[n]), shared)
        tail = 0
        while tail < shared - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        gone, come = len(old) - head - tail, len(new) - head - tail
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            del self._entries[head : head + gone]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self._entries[head:head] = entries[head : head + come]
            self.endInsertRows()
        for number, entry in enumerate(entries):
            if self._entries[number] != entry:
                self._entries[number] = entry
                at = self.index(number, 0)
                self.dataChanged.emit(at, at)

    def rows(self) -> list[FoundRow]:
        """Return the hits on show."""
        return [one for one in self._entries if isinstance(one, FoundRow)]

    def entry_at(self, index: _AnyIndex) -> Entry | None:
        """Return what stands at `index`, None outside."""
        inside = index.isValid() and 0 <= index.row() < len(self._entries)
        return self._entries[index.row()] if inside else None

    def row_at(self, index: _AnyIndex) -> FoundRow | None:
        """Return the hit at `index`, None for a heading and outside."""
        entry = self.entry_at(index)
        return entry if isinstance(entry, FoundRow) else None

    def find_hit(self, hit: str) -> QModelIndex:
        """Return where the hit with the id `hit` stands, an invalid index for nowhere."""
        for number, entry in enumerate(self._entries):
            if isinstance(entry, FoundRow) and entry.found.hit.id == hit:
                return self.index(number, 0)
        return QModelIndex()

    def step(self, row: int, by: int) -> int:
        """Return the hit `by` rows from `row`, over headings, held within the list; -1 for none."""
        hits = [n for n, one in enumerate(self._entries) if isinstance(one, FoundRow)]
        if not hits:
            return -1
        before = bisect_right(hits, row) - 1
        return hits[min(max(before + by, 0), len(hits) - 1)]

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: _AnyIndex) -> bool:
        return not parent.isValid() and len(self.rows()) < self._total

    def fetchMore(self, parent: _AnyIndex) -> None:
        if self.canFetchMore(parent):
            self.more_wanted.emit()

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        if isinstance(self.entry_at(index), GroupHead):
            # Passed over by the keys, and never the marked row.
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry_at(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if isinstance(entry, GroupHead):
            said = tr("{group}: {count}", group=entry.label, count=entry.count)
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return said if role in shown else None
        return _say_row(entry, role)


def _say_row(row: FoundRow, role: int) -> str | None:
    if role == Qt.ItemDataRole.DisplayRole:
        return row.found.title
    if role == Qt.ItemDataRole.AccessibleTextRole:
        said = (row.said, row.found.title, row.date, row.found.snippet.text, row.source)
        return ", ".join(filter(None, said))
    return None


def _key(entry: Entry) -> tuple[str, str]:
    """Return what makes two entries the same one."""
    if isinstance(entry, GroupHead):
        return "group", entry.value
    return "hit", entry.found.hit.id


class ResultView(QListView):
    """The list. Enter and double click open a row; Esc and Up from the first row leave it."""

    opened = Signal()
    left = Signal()

    def __init__(self, model: ResultModel, parent: QWidget | None = None) -> None:
        """Show `model`."""
        super().__init__(parent)
        self._results = model
        self.setObjectName("search_list")
        self.setAccessibleName(tr("Search results"))
        self.setModel(model)
        self.setItemDelegate(ResultDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._on_double_clicked)

    def move_row(self, step: int) -> None:
        """Mark the hit `step` further, held within the list."""
        row = self._results.step(self.currentIndex().row(), step)
        if row >= 0:
            self.setCurrentIndex(self._results.index(row, 0))
            if row == 1 and not self._results.row_at(self._results.index(0, 0)):
                self.scrollToTop()

    def rows_on_screen(self) -> int:
        """Return about how many rows are seen at once."""
        height = self.sizeHintForRow(self._results.step(-1, 1)) if self._results.rows() else 0
        return max(self.viewport().height() // height, 1) if height > 0 else 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= self._results.step(-1, 1)
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._results.row_at(index) is not None:
            self.opened.emit()
