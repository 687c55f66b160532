"""A column of widgets, each as high as its width asks for.

Qt's own box layout asks every widget of a long column again whenever one is added, at several
widths; here only the new ones are measured, which keeps hundreds of cards quick.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Pile(QWidget):
    """Widgets below one another, `gap` pixels apart; its own height follows from theirs."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._gap = gap
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    def add_widgets(self, widgets: list[QWidget]) -> None:
        """Put `widgets` below those that are there."""
        first = len(self._widgets)
        self._widgets += widgets
        for widget in widgets:
            widget.setParent(self)
        self._arrange(first)
        for widget in widgets:
            widget.show()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(0)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange(0)

    def _arrange(self, first: int) -> None:
        """Set the widgets from number `first` on in their places."""
        top = self._widgets[first - 1].geometry().bottom() + 1 + self._gap if first else 0
        for widget in self._widgets[first:]:
            size = self._measure(widget)
            widget.setGeometry(QRect(QPoint(0, top), size))
            top += size.height() + self._gap
        total = max(top - self._gap, 0)
        if total != self.height():
            self.setFixedHeight(total)

    def _measure(self, widget: QWidget) -> QSize:
        width = self.width()
        if widget.hasHeightForWidth():
            return QSize(width, widget.heightForWidth(width))
        hint = widget.sizeHint()
        is_short = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Maximum
        return QSize(min(width, hint.width()) if is_short else width, hint.height())
