"""The list of what was found: a model that grows by pages, and the view that opens its rows."""

from __future__ import annotations

from collections.abc import Sequence

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
from desktop_app.ui.panels.search_worker import FoundRow

_AnyIndex = QModelIndex | QPersistentModelIndex


class ResultModel(QAbstractListModel):
    """The rows found so far."""

    #: The end of the rows is near, and there are more to find.
    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: list[FoundRow] = []
        self._total = 0

    def set_rows(self, rows: Sequence[FoundRow], total: int) -> None:
        """Show `rows`, the first of `total`."""
        self.beginResetModel()
        self._rows, self._total = list(rows), total
        self.endResetModel()

    def add_rows(self, rows: Sequence[FoundRow], total: int) -> None:
        """Show `rows` after the others."""
        self._total = total
        if not rows:
            # Hits deleted meanwhile are left out: there is nothing more to ask for.
            self._total = len(self._rows)
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows += rows
        self.endInsertRows()

    def rows(self) -> list[FoundRow]:
        """Return the rows on show."""
        return self._rows

    def row_at(self, index: _AnyIndex) -> FoundRow | None:
        """Return the row of `index`, None outside."""
        inside = index.isValid() and 0 <= index.row() < len(self._rows)
        return self._rows[index.row()] if inside else None

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: _AnyIndex) -> bool:
        return not parent.isValid() and len(self._rows) < self._total

    def fetchMore(self, parent: _AnyIndex) -> None:
        if self.canFetchMore(parent):
            self.more_wanted.emit()

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.found.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (row.said, row.found.title, row.date, row.found.snippet.text, row.source)
            return ", ".join(filter(None, said))
        return row if role == Qt.ItemDataRole.UserRole else None


class ResultView(QListView):
    """The list. Enter and double click open a row; Esc and Up from the first row leave it."""

    opened = Signal()
    left = Signal()

    def __init__(self, model: ResultModel, parent: QWidget | None = None) -> None:
        """Show `model`."""
        super().__init__(parent)
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
        """Mark the row `step` further, held within the list."""
        count = self.model().rowCount()
        if count:
            row = min(max(self.currentIndex().row() + step, 0), count - 1)
            self.setCurrentIndex(self.model().index(row, 0))

    def rows_on_screen(self) -> int:
        """Return about how many rows are seen at once."""
        height = self.sizeHintForRow(0) if self.model().rowCount() else 0
        return max(self.viewport().height() // height, 1) if height > 0 else 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.opened.emit()
