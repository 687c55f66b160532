"""Lines in the cells of tables: set, measured and placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.reports.spans import Spans
from desktop_app.ui.printing_lines import SetLine, SetText
from desktop_app.ui.printing_marks import LineMark
from desktop_app.ui.printing_type import TypeStyle


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell and the space above it."""

    line: SetLine
    before: float

    @property
    def height(self) -> float:
        """Return the height of the line with the space above it."""
        return self.before + self.line.height


def list_cell_lines(
    paragraphs: Iterable[Spans], style: TypeStyle, width: float
) -> Iterator[CellLine]:
    """Yield the lines of paragraphs in a cell, the space of `style` between two of them."""
    space = 0.0
    for spans in paragraphs:
        for number, line in enumerate(SetText(spans, style, width).lines):
            yield CellLine(line, 0.0 if number else space)
        space = style.before


def measure_lines(lines: Sequence[CellLine]) -> float:
    """Return the height of lines under each other."""
    return sum(one.height for one in lines)


def count_lines(lines: Sequence[CellLine], room: float) -> int:
    """Return how many lines fit into `room` points."""
    used = 0.0
    for count, one in enumerate(lines):
        used += one.height
        if used > room + 0.01:
            return count
    return len(lines)


def place_lines(lines: Sequence[CellLine], left: float, top: float) -> Iterator[LineMark]:
    """Yield lines under each other from a place on."""
    for one in lines:
        top += one.before
        yield LineMark(one.line, left + one.line.indent, top)
        top += one.line.height
