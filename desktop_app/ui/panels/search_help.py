"""A small window beside the search field that shows what can be written in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.search.examples import QueryExample, list_query_examples
from desktop_app.ui.theme import small_font
from desktop_app.ui.widgets.labels import plain_label

_WIDEST_LETTERS = 66


class SearchHelp(QFrame):
    """Examples and what they find. Any key or click elsewhere closes it."""

    def __init__(self, parent: QWidget) -> None:
        """Belong to `parent`'s window."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("search_help")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(tr("How to search"))
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        width = self.fontMetrics().averageCharWidth() * _WIDEST_LETTERS
        group, row = "", 0
        for example in list_query_examples():
            if example.group != group:
                group = example.group
                head = plain_label(group)
                head.setFont(small_font(head.font()))
                grid.addWidget(head, row, 0, 1, 2)
                row += 1
            self._add_example(grid, row, example, width)
            row += 1

    def _add_example(self, grid: QGridLayout, row: int, example: QueryExample, width: int) -> None:
        """Show an example in bold, and beside it what it finds."""
        shown = plain_label(example.text, wrap=False)
        font = QFont(shown.font())
        font.setBold(True)
        shown.setFont(font)
        said = plain_label(example.meaning)
        said.setFixedWidth(width)
        said.setMinimumHeight(said.heightForWidth(width))
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(shown, row, 0, top)
        grid.addWidget(said, row, 1, top)

    def open_below(self, widget: QWidget) -> None:
        """Show below `widget`, within the screen."""
        self.adjustSize()
        at = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 2))
        screen = widget.screen().availableGeometry()
        at.setX(min(max(at.x(), screen.left()), screen.right() - self.width()))
        at.setY(min(max(at.y(), screen.top()), screen.bottom() - self.height()))
        self.move(at)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()
        event.accept()
