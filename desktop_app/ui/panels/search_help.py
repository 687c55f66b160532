"""A small window beside the search field that shows what can be written in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.widgets.labels import plain_label

_WIDEST_LETTERS = 46


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
        for row, (example, meaning) in enumerate(list_examples()):
            shown = plain_label(example, wrap=False)
            font = QFont(shown.font())
            font.setBold(True)
            shown.setFont(font)
            said = plain_label(meaning)
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


def list_examples() -> list[tuple[str, str]]:
    """Return what can be written and what it finds."""
    return [
        (
            "nam tha",
            tr("Both words, in any case, with or without tones; names of the same place too"),
        ),
        ("“tiểu đoàn 4”", tr("These words side by side")),
        ("pháo*", tr("Words that begin so")),
        ("Giang OR Trọng", tr("One or the other (also HOẶC)")),
        ("Lào -Viêng", tr("The first without the second (also NOT, KHÔNG)")),
        (
            "person:giang",
            tr("In the names of persons; also unit:, place:, source:, property:, value:, voice:"),
        ),
        ("kind:event", tr("Only events; also entity, claim, excerpt, document, source")),
        ("date:1962-05", tr("What falls in May 1962; also 1962-04..1962-05")),
        ("lang:vi", tr("Only what is in Vietnamese")),
    ]
