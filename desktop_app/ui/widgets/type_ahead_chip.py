"""A chip: one chosen subject before the line of a type-ahead box, with a button that removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import list_icons, make_icon, paint_sign
from desktop_app.ui.theme import theme_of
from desktop_app.ui.widgets.labels import ElidedLabel, set_plain_tip

if TYPE_CHECKING:
    from desktop_app.ui.widgets.type_ahead import Choice

_SIGN = 14
_WIDEST_LETTERS = 34


class Chip(QWidget):
    """One choice, shown by the icon of its kind and its title."""

    remove_asked = Signal(object)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        """Show `choice`."""
        super().__init__(parent)
        self.choice = choice
        self._is_picked = False
        self.setObjectName("chip")
        self.setAccessibleName(choice.title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = ElidedLabel(choice.title, self)
        set_plain_tip(self, "\n".join(filter(None, (choice.title, choice.subtitle))))
        self._button = QToolButton(self)
        self._button.setObjectName("chip_remove")
        self._button.setAutoRaise(True)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setIconSize(QSize(10, 10))
        self._button.setFixedSize(18, 18)
        self._button.setAccessibleName(tr("Remove {name}", name=choice.title))
        set_plain_tip(self._button, tr("Remove {name}", name=choice.title))
        self._button.clicked.connect(self._on_remove_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIGN + 10, 1, 3, 1)
        row.setSpacing(2)
        row.addWidget(self._label)
        row.addWidget(self._button)
        self._tint()

    def set_picked(self, picked: bool) -> None:
        """Frame the chip that Backspace and Delete would remove."""
        if picked != self._is_picked:
            self._is_picked = picked
            self._tint()
            self.update()

    def is_picked(self) -> bool:
        """Return whether the chip is framed."""
        return self._is_picked

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        label = min(
            metrics.horizontalAdvance(self._label.text()) + 2,
            metrics.averageCharWidth() * _WIDEST_LETTERS,
        )
        return QSize(_SIGN + 10 + label + 2 + 18 + 3, max(metrics.height() + 4, 22))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.accent if self._is_picked else theme.frame))
        painter.setBrush(QColor(theme.selection if self._is_picked else theme.button))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 4, 4)
        colour = QColor(theme.on_selection if self._is_picked else theme.muted)
        area = QRectF(6, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
        paint_sign(painter, kind_icon(self.choice.kind), colour, area)
        painter.end()

    def _tint(self) -> None:
        """Give the label and the button the colours of the state."""
        role = self.palette().ColorRole
        self._label.setForegroundRole(role.HighlightedText if self._is_picked else role.ButtonText)
        palette = self.palette()
        if self._is_picked:
            palette.setColor(role.ButtonText, palette.color(role.HighlightedText))
        self._button.setIcon(make_icon("close", palette))

    def _on_remove_clicked(self) -> None:
        self.remove_asked.emit(self.choice)


def kind_icon(kind: str) -> str:
    """Return the icon of a kind of record or entity; kinds without one share a plain one."""
    return kind if kind in list_icons() else "thing"
