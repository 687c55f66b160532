"""Words in the colour of links that lead to a record, without the room a button takes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.ui.theme import theme_of
from desktop_app.ui.widgets.labels import set_plain_tip

_FEWEST_LETTERS = 8
_FRAME = 2


class Link(QAbstractButton):
    """One line that leads to a record; where there is no room it is shortened."""

    asked = Signal(str)

    def __init__(
        self,
        record: str,
        text: str,
        *,
        lead: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Lead to `record` by `text`, after the words `lead` in lesser ink."""
        super().__init__(parent)
        self.setObjectName("record_link")
        self._record = record
        self._words = " ".join(text.split())
        self._lead = f"{lead} " if lead else ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._lead + self._words)
        set_plain_tip(self, "\n".join(filter(None, (self._lead + self._words, tip))))
        self.clicked.connect(self._on_clicked)

    def words(self) -> str:
        """Return what stands on the link."""
        return self._lead + self._words

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._lead) + metrics.horizontalAdvance(self._words)
        return QSize(width + _FRAME + 1, metrics.height() + _FRAME)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = min(self.sizeHint().width(), metrics.averageCharWidth() * _FEWEST_LETTERS)
        return QSize(width, metrics.height() + _FRAME)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, metrics = theme_of(self), self.fontMetrics()
        painter = QPainter(self)
        area = self.rect().adjusted(0, 0, -_FRAME, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if self._lead:
            painter.setPen(QColor(theme.muted))
            painter.drawText(area, middle, self._lead)
            area.setLeft(area.left() + metrics.horizontalAdvance(self._lead))
        if self.underMouse() or self.hasFocus():
            font = painter.font()
            font.setUnderline(True)
            painter.setFont(font)
        painter.setPen(QColor(theme.accent))
        right = Qt.TextElideMode.ElideRight
        painter.drawText(area, middle, metrics.elidedText(self._words, right, area.width()))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _on_clicked(self) -> None:
        self.asked.emit(self._record)
