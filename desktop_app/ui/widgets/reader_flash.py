"""A passage that stands out for a moment after it was revealed, then fades."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.reader_highlight import ShownBlock, paint_frame, paint_passage

_DURATION_MS = 1200
_STRONGEST_WASH = 0.30


class Flash(QObject):
    """Keeps which passage flashes and how strongly; UTF-16 units."""

    faded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Flash nothing."""
        super().__init__(parent)
        self._range = (0, 0)
        self._strength = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_DURATION_MS)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.valueChanged.connect(self._on_step)

    def start(self, start: int, end: int) -> None:
        """Let [start, end) stand out from now on."""
        self._range = (start, end)
        self._animation.stop()
        self._animation.start()

    def stop(self) -> None:
        """Forget the passage at once."""
        self._animation.stop()
        self._strength = 0.0

    def paint(self, painter: QPainter, shown: Sequence[ShownBlock], theme: Theme) -> None:
        """Draw wash and frame as strongly as they still are."""
        if self._strength <= 0:
            return
        colour = QColor(theme.accent)
        colour.setAlphaF(_STRONGEST_WASH * self._strength)
        paint_passage(painter, shown, *self._range, colour)
        colour.setAlphaF(self._strength)
        paint_frame(painter, shown, *self._range, colour)

    def _on_step(self, strength: float) -> None:
        self._strength = strength
        self.faded.emit()
