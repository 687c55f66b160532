"""Conflicts on paper: contradicting values side by side, parted by rules, over pages if need be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop_app.reports.layout import Cell, PieceTable
from desktop_app.reports.spans import Spans
from desktop_app.ui.printing_blocks import LEAST_LINES, Block, Need, Paragraph, Room, Slice
from desktop_app.ui.printing_cells import (
    CellLine,
    count_lines,
    list_cell_lines,
    measure_lines,
    place_lines,
)
from desktop_app.ui.printing_lines import SetText
from desktop_app.ui.printing_marks import Rule
from desktop_app.ui.printing_type import (
    CAPTION,
    CELL,
    CELL_DECISION,
    CELL_HEAD,
    CLOSING,
)

_MOST_COLUMNS = 3
_PAD = 6.0
_THIN, _THICK = 0.5, 1.5
_GREY = 0.55
_ABOVE_CLOSING = 4.0
#: A table up to this height is not parted, and a head above it flows with the evidence.
_WHOLE = 260.0
_TALLEST_HEAD = 150.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A value and its evidence."""

    head: tuple[CellLine, ...]
    body: tuple[CellLine, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Columns side by side, and under the last of them the closing line."""

    columns: tuple[_Column, ...]
    width: float
    foot: tuple[CellLine, ...] = ()
    before: float = 3.0
    keep_with_next: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return nothing: the claims above it name the same records."""
        return ()

    @property
    def heads(self) -> None:
        """Return nothing: its values are repeated with its evidence."""
        return None

    @property
    def whole(self) -> Need:
        """Return the height of the whole band; its notes were all referred to before."""
        return Need(self._head_height + self._body_height + measure_lines(self.foot))

    @property
    def first(self) -> Need:
        """Return the height of the head and two lines, of the whole where it is not tall."""
        if self.whole.height <= _WHOLE:
            return self.whole
        least = (measure_lines(column.body[:LEAST_LINES]) for column in self.columns)
        return Need(self._head_height + max(least, default=0.0) + 2 * _PAD)

    @property
    def least(self) -> Need:
        """Return the same as it brings no notes."""
        return self.first

    def take(self, left: float, top: float, room: Room) -> Slice:
        """Return the head with the evidence that fits; what remains has the head again."""
        if room.holds(self.whole.height):
            return self._draw(left, top, [len(column.body) for column in self.columns], ended=True)
        space = room.height - self._head_height - 2 * _PAD
        if self._body_height <= space + 2 * _PAD:
            # Only the closing line finds no room: two lines of evidence go along with it.
            space = self._body_height - 2 * _PAD - LEAST_LINES * CELL.leading
        counts = [max(count_lines(column.body, space), 1) for column in self.columns]
        taken = self._draw(left, top, counts, ended=False)
        columns = zip(self.columns, counts, strict=True)
        rest = tuple(replace(column, body=column.body[count:]) for column, count in columns)
        if any(column.body for column in rest):
            taken.rest = replace(self, columns=rest, before=0.0)
        elif self.foot:
            taken.rest = Paragraph([one.line for one in self.foot])
        return taken

    @property
    def _head_height(self) -> float:
        tallest = max((measure_lines(column.head) for column in self.columns), default=0.0)
        return tallest + 2 * _PAD if tallest else 0.0

    @property
    def _body_height(self) -> float:
        return max((measure_lines(column.body) for column in self.columns), default=0.0) + 2 * _PAD

    def _draw(self, left: float, top: float, counts: list[int], *, ended: bool) -> Slice:
        bodies = [column.body[:count] for column, count in zip(self.columns, counts, strict=True)]
        head = self._head_height
        height = head + max((measure_lines(body) for body in bodies), default=0.0) + 2 * _PAD
        taken = Slice(height)
        for number, (column, body) in enumerate(zip(self.columns, bodies, strict=True)):
            at = left + number * self.width
            taken.lines += place_lines(column.head, at + _PAD, top + _PAD)
            taken.lines += place_lines(body, at + _PAD, top + head + _PAD)
            taken.rules += _box(at, top, self.width, height, _THIN)
        if head:
            across = self.width * len(self.columns)
            taken.rules.append(Rule(left, top + head, across, _THIN, _GREY))
        for number, column in enumerate(self.columns):
            if column.chosen:
                at = left + number * self.width
                taken.rules += _box(at, top, self.width, height, _THICK)
        if ended:
            taken.lines += place_lines(self.foot, left, top + height)
            taken.height += measure_lines(self.foot)
        return taken


def list_table_blocks(table: PieceTable, measure: float) -> Iterator[Block]:
    """Yield the caption and the bands of a table; many columns stand in several bands."""
    caption = SetText(table.caption, CAPTION, measure)
    yield Paragraph(caption.lines, before=CAPTION.before, keep_with_next=True)
    bands = [
        table.columns[first : first + _MOST_COLUMNS]
        for first in range(0, len(table.columns), _MOST_COLUMNS)
    ]
    # All columns of a table are equally wide, those of a shorter last band too.
    width = measure / max(min(len(table.columns), _MOST_COLUMNS), 1)
    closing = _closing_lines(table.closing, measure)
    for number, cells in enumerate(bands, 1):
        columns = tuple(_column(cell, width - 2 * _PAD) for cell in cells)
        yield Band(columns, width, closing if number == len(bands) else ())


def _closing_lines(closing: Spans, measure: float) -> tuple[CellLine, ...]:
    first, *others = list_cell_lines((closing,), CLOSING, measure)
    return replace(first, before=_ABOVE_CLOSING), *others


def _column(cell: Cell, width: float) -> _Column:
    head = [*list_cell_lines((cell.value,), CELL_HEAD, width)]
    if cell.decision:
        head += list_cell_lines((cell.decision,), CELL_DECISION, width)
    body = list(list_cell_lines(cell.evidence, CELL, width))
    if measure_lines(head) > _TALLEST_HEAD:
        return _Column((), (*head, *body), cell.chosen)
    return _Column(tuple(head), tuple(body), cell.chosen)


def _box(left: float, top: float, width: float, height: float, thick: float) -> list[Rule]:
    grey = _GREY if thick == _THIN else 0.0
    half = thick / 2
    return [
        Rule(left - half, top - half, width + thick, thick, grey),
        Rule(left - half, top + height - half, width + thick, thick, grey),
        Rule(left - half, top - half, thick, height + thick, grey),
        Rule(left + width - half, top - half, thick, height + thick, grey),
    ]
