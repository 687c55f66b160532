"""What a panel shows while it has nothing to show: a drawing, a sentence, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import theme_of
from desktop_app.ui.widgets.labels import plain_label

_DRAWING = 56
_WIDEST = 420
_MARGIN = 24


class EmptyState(QWidget):
    """A drawing, a sentence and, where there is something to do, a button."""

    action_asked = Signal()

    def __init__(
        self, icon: str, sentence: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        """Show icon `icon` above `sentence`; `action` is the button's text, "" for none."""
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._icon = icon
        self._drawing = plain_label()
        self._drawing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = plain_label()
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = QPushButton()
        self._button.setObjectName("empty_state_action")
        self._button.clicked.connect(self.action_asked)
        self._lay_out()
        self.set_content(icon, sentence, action)

    def _lay_out(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._drawing, 0, centre)
        column.addWidget(self._sentence, 0, centre)
        column.addWidget(self._button, 0, centre)
        column.addStretch(3)

    def set_content(self, icon: str, sentence: str, action: str = "") -> None:
        """Show another drawing, sentence and button."""
        self._icon = icon
        self._sentence.setText(sentence)
        self._size_sentence()
        self.setAccessibleName(sentence)
        self._button.setText(action.replace("&", "&&"))
        self._button.setVisible(bool(action))
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_sentence()

    def _size_sentence(self) -> None:
        """Give the sentence a readable width and its whole height: layouts centre without it."""
        width = min(_WIDEST, max(self.width() - _MARGIN, 120))
        self._sentence.setFixedSize(width, self._sentence.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        """Draw the icon quietly, in the colour of lesser text."""
        colour = QColor(theme_of(self).disabled)
        ratio = self.devicePixelRatioF()
        self._drawing.setPixmap(make_pixmap(self._icon, colour, _DRAWING, ratio))
