"""Painting behind the letters: washes, underlines and bounds of excerpts, matches, the flash.

A QSyntaxHighlighter would format the whole text again at each change, and thousands of extra
selections take a second. Here only the lines on the screen are asked for their shape and drawn
before Qt draws the letters above them.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock

from desktop_app.ui.theme import Role, Theme
from desktop_app.ui.widgets.reader_excerpts import PlacedExcerpt

_LEVEL_HEIGHT = 2.8
#: Underlines reach this far below their line, into the space before the next.
_BELOW = 8
_LINE_STYLES = {
    Role.FEEDS_CLAIM: (Qt.PenStyle.SolidLine, 1.6),
    Role.EXCERPTED: (Qt.PenStyle.DotLine, 1.4),
    Role.NEEDS_REVIEW: (Qt.PenStyle.DashLine, 1.6),
}


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block on the screen: where its layout begins in the viewport, and its units."""

    block: QTextBlock
    origin: QPointF
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PassageLine:
    """The part of a passage on one line; whether the passage begins and ends here."""

    area: QRectF
    is_first: bool
    is_last: bool


def list_passage_lines(
    shown: Sequence[ShownBlock], start: int, end: int, clip: QRectF
) -> list[PassageLine]:
    """Return the pieces of [start, end) (UTF-16) on the lines that touch `clip`."""
    found = []
    first = bisect_right(shown, start, key=_block_end)
    for one in itertools.takewhile(lambda one: one.start < end, shown[first:]):
        found += _list_block_lines(one, start, end, clip)
    return found


def _block_end(one: ShownBlock) -> int:
    return one.end


def _list_block_lines(one: ShownBlock, start: int, end: int, clip: QRectF) -> list[PassageLine]:
    """Return the pieces of [start, end) in one block."""
    layout = one.block.layout()
    first = max(start - one.start, 0)
    last = min(end, one.end - 1) - one.start
    found = []
    number = layout.lineForTextPosition(first).lineNumber() if last > first else -1
    for at in range(max(number, 0), layout.lineCount() if number >= 0 else 0):
        line = layout.lineAt(at)
        top = one.origin.y() + line.y()
        line_start = line.textStart()
        if line_start >= last or top > clip.bottom():
            break
        if top + line.height() + _BELOW < clip.top():
            continue
        line_end = line_start + line.textLength()
        left = _find_x(line.cursorToX(max(first, line_start)))
        right = _find_x(line.cursorToX(min(last, line_end)))
        # In a line of mixed directions the end may lie left of the start.
        area = QRectF(one.origin.x() + min(left, right), top, abs(right - left), line.height())
        is_last = last <= line_end and end <= one.end
        found.append(PassageLine(area, line_start <= first and start >= one.start, is_last))
    return found


def _find_x(answer: object) -> float:
    """Return the x of QTextLine.cursorToX, which PySide gives together with the cursor."""
    return float(answer[0] if isinstance(answer, tuple) else answer)  # type: ignore[arg-type]


def paint_excerpts(
    painter: QPainter,
    shown: Sequence[ShownBlock],
    excerpts: Sequence[PlacedExcerpt],
    theme: Theme,
    current: str | None,
) -> None:
    """Draw washes, the longer below the shorter, then every underline and bound above them."""
    clip = painter.clipBoundingRect()
    pieces = [
        (one, list_passage_lines(shown, one.start, one.end, clip))
        for one in sorted(excerpts, key=lambda one: -one.size)
    ]
    for one, lines in pieces:
        wash = theme.wash(one.excerpt.role)
        for line in lines:
            painter.fillRect(line.area, wash)
    for one, lines in pieces:
        for line in lines:
            _paint_bounds(painter, one, line, theme, is_current=one.excerpt.id == current)


def paint_passage(
    painter: QPainter, shown: Sequence[ShownBlock], start: int, end: int, colour: QColor
) -> None:
    """Draw a plain wash behind [start, end) (UTF-16)."""
    for line in list_passage_lines(shown, start, end, painter.clipBoundingRect()):
        painter.fillRect(line.area, colour)


def paint_frame(
    painter: QPainter, shown: Sequence[ShownBlock], start: int, end: int, colour: QColor
) -> None:
    """Draw an outline around [start, end) (UTF-16), for what colour alone must not tell."""
    painter.setPen(QPen(colour, 1.4))
    for line in list_passage_lines(shown, start, end, painter.clipBoundingRect()):
        painter.drawRect(line.area.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_bounds(
    painter: QPainter, one: PlacedExcerpt, line: PassageLine, theme: Theme, *, is_current: bool
) -> None:
    """Draw the underline of one piece on its level, and a tick where the excerpt begins or ends."""
    role = one.excerpt.role
    colour = theme.line(role)
    style, width = _LINE_STYLES[role]
    area = line.area
    y = area.bottom() - 0.5 + one.level * _LEVEL_HEIGHT
    pen = QPen(colour, width, style, Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setPen(QPen(colour, 2.4 if is_current else 1.2))
    if line.is_first:
        painter.drawLine(QPointF(area.left(), area.top() + 1), QPointF(area.left(), y))
    if line.is_last:
        painter.drawLine(QPointF(area.right(), area.top() + 1), QPointF(area.right(), y))
    if is_current:
        painter.drawLine(
            QPointF(area.left(), area.top() + 1), QPointF(area.right(), area.top() + 1)
        )
