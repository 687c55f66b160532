"""A button that looks like a link: it leads elsewhere and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionFocusRect, QWidget

from desktop_app.ui.theme import theme_of
from desktop_app.ui.widgets.labels import set_plain_tip

_MARGIN = 3
_NARROWEST_LETTERS = 8


class LinkButton(QPushButton):
    """Underlined words in the colour of links, shortened where there is no room; any text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Be called `name`."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words = ""

    def set_words(self, words: str) -> None:
        """Show `words` letter for letter, on one line."""
        self._words = " ".join(words.split())
        self.setText(self._words.replace("&", "&&"))
        self.setAccessibleName(self._words)
        set_plain_tip(self, self._words)
        self.updateGeometry()

    def words(self) -> str:
        """Return what is shown."""
        return self._words

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance(self._words) + 2 * _MARGIN + 2,
            metrics.height() + 2 * _MARGIN,
        )

    def minimumSizeHint(self) -> QSize:
        width = self.fontMetrics().averageCharWidth() * _NARROWEST_LETTERS
        return QSize(min(width, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        font = QFont(self.font())
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if self.isEnabled() else theme.disabled))
        area = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        shown = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown
        )
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
