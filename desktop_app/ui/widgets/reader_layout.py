"""Line spacing for the reader: QPlainTextDocumentLayout itself knows none.

Each block is laid out by Qt when it is first asked for; its lines are then moved apart once. Only
blocks on or near the screen are ever asked for, so the length of the text does not matter.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout

#: Space below each line, as a share of the letters' line height: room for three underlines.
_SPACE = 0.3


class ReaderLayout(QPlainTextDocumentLayout):
    """Lays out paragraphs of plain text with space between their lines."""

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        bounds = super().blockBoundingRect(block)
        layout = block.layout() if block.isValid() else None
        if layout is None or layout.lineCount() == 0:
            return bounds
        space = line_space(self.document())
        if _is_tight(layout):
            _spread_lines(layout, space)
            bounds = super().blockBoundingRect(block)
        return bounds.adjusted(0, 0, 0, space)


def line_space(document: QTextDocument) -> float:
    """Return the pixels between two lines of `document`."""
    return round(QFontMetricsF(document.defaultFont()).height() * _SPACE)


def _is_tight(layout: QTextLayout) -> bool:
    """Return whether the lines still lie as Qt set them."""
    if layout.lineCount() < 2:
        return False
    first = layout.lineAt(0)
    return layout.lineAt(1).y() < first.y() + first.height() + 1


def _spread_lines(layout: QTextLayout, space: float) -> None:
    """Move the lines apart by `space`."""
    y = layout.lineAt(0).y()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        line.setPosition(QPointF(line.x(), y))
        y += line.height() + space
