"""A layout that sets widgets in rows and begins a new row where the last one is full."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of widgets at their preferred sizes; one that expands takes the rest of its row."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4) -> None:
        """Lay out `parent`'s widgets with `gap` pixels between them."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.setSpacing(gap)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put `widget` before the item at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, area: QRect, *, is_trial: bool) -> int:
        """Set every row in its place, or with `is_trial` none; return the height they need."""
        inner = area.marginsRemoved(self.contentsMargins())
        top = inner.top()
        for row in self._split_rows(inner.width()):
            height = max(item.sizeHint().height() for item in row)
            if not is_trial:
                self._set_row(row, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing()
        if self._items:
            top -= self.spacing()
        margins = self.contentsMargins()
        return top - inner.top() + margins.top() + margins.bottom()

    def _split_rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return the visible items in rows no wider than `width`, at least one a row."""
        rows: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._items:
            if item.isEmpty():
                continue
            needed = min(item.sizeHint().width(), width)
            if not rows or used + self.spacing() + needed > width:
                rows.append([])
                used = -self.spacing()
            rows[-1].append(item)
            used += self.spacing() + needed
        return rows

    def _set_row(self, row: list[QLayoutItem], area: QRect) -> None:
        """Set one row, centred on its height, the expanding item taking what is left."""
        widths = [min(item.sizeHint().width(), area.width()) for item in row]
        spare = area.width() - sum(widths) - self.spacing() * (len(row) - 1)
        left = area.left()
        for item, width in zip(row, widths, strict=True):
            if item.expandingDirections() & Qt.Orientation.Horizontal and spare > 0:
                width, spare = width + spare, 0
            height = item.sizeHint().height()
            at = QPoint(left, area.top() + (area.height() - height) // 2)
            item.setGeometry(QRect(at, QSize(width, height)))
            left += width + self.spacing()
