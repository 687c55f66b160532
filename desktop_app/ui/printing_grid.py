"""Tables on paper: columns by their weights, heads on every page, rows whole where they can be.

Rules lie across alone, as books have them. Each row is a block of its own, so that a table of
any length is set a row at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop_app.reports.layout import PieceGrid
from desktop_app.reports.spans import Span, Spans
from desktop_app.ui.printing_blocks import LEAST_LINES, Block, Need, Notes, Paragraph, Room, Slice
from desktop_app.ui.printing_cells import CellLine, list_cell_lines, measure_lines, place_lines
from desktop_app.ui.printing_lines import SetText
from desktop_app.ui.printing_marks import Rule
from desktop_app.ui.printing_type import CAPTION, GRID_CELL, GRID_GROUP, GRID_HEAD, TypeStyle

_PAD_ACROSS, _PAD_ABOVE, _PAD_BELOW = 4.0, 3.0, 3.5
#: A row up to this height is not parted.
_WHOLE = 240.0
_THICK, _THIN, _HAIR = 0.9, 0.6, 0.4
_HAIR_GREY, _GROUP_GREY = 0.6, 0.93
_SPACE_ABOVE = 5.0
_WIDE = 100_000.0


class RowKind(Enum):
    """What a row is."""

    HEAD = auto()
    GROUP = auto()
    PLAIN = auto()


@dataclass(frozen=True, slots=True)
class _Cell:
    """The lines of a cell, and how far from the table's left end they begin."""

    left: float
    lines: tuple[CellLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table. `heads` is the row that a page which begins with this one repeats."""

    kind: RowKind
    cells: tuple[_Cell, ...]
    width: float
    heads: Row | None = None
    before: float = 0.0
    names: tuple[str, ...] = ()
    is_last: bool = False

    @property
    def keep_with_next(self) -> bool:
        """Say that heads stand over something."""
        return self.kind is not RowKind.PLAIN and not self.is_last

    @property
    def whole(self) -> Need:
        """Return what the row needs with the notes of all its cells."""
        return self._need([len(cell.lines) for cell in self.cells])

    @property
    def first(self) -> Need:
        """Return what two lines of each cell need, the whole where it is not tall."""
        return self.whole if self.whole.height <= _WHOLE else self.least

    @property
    def least(self) -> Need:
        """Return what two lines of each cell need."""
        return self._need([min(len(cell.lines), LEAST_LINES) for cell in self.cells])

    def take(self, left: float, top: float, room: Room) -> Slice:
        """Return the whole row, or of each cell the lines that fit down to one height."""
        counts = [len(cell.lines) for cell in self.cells]
        if not room.holds(self.whole.height, self.whole.notes):
            counts = self._count(room)
        cells = list(zip(self.cells, counts, strict=True))
        height = self._need(counts).height
        taken = Slice(height, rules=list(self._rules(left, top, height)))
        for cell, count in cells:
            taken.lines += place_lines(cell.lines[:count], left + cell.left, top + _PAD_ABOVE)
        if any(count < len(cell.lines) for cell, count in cells):
            taken.rest = replace(self, cells=tuple(_rest(*one) for one in cells), before=0.0)
        return taken

    def _count(self, room: Room) -> list[int]:
        """Return how many lines of each cell fit; its first always does."""
        counts = [0] * len(self.cells)
        used: Notes = ()
        for bottom, place, notes in sorted(self._list_bottoms()):
            used += notes
            if counts[place] and not room.holds(bottom + _PAD_ABOVE + _PAD_BELOW, used):
                break
            counts[place] += 1
        return counts

    def _list_bottoms(self) -> Iterator[tuple[float, int, Notes]]:
        """Yield the lower end of each line, the place of its cell, its notes."""
        for place, cell in enumerate(self.cells):
            bottom = 0.0
            for one in cell.lines:
                bottom += one.height
                yield bottom, place, one.line.notes

    def _need(self, counts: list[int]) -> Need:
        shown = [cell.lines[:count] for cell, count in zip(self.cells, counts, strict=True)]
        tallest = max((measure_lines(lines) for lines in shown), default=0.0)
        notes = tuple(note for lines in shown for one in lines for note in one.line.notes)
        return Need(tallest + _PAD_ABOVE + _PAD_BELOW, notes)

    def _rules(self, left: float, top: float, height: float) -> Iterator[Rule]:
        if self.kind is RowKind.GROUP:
            yield Rule(left, top, self.width, height, _GROUP_GREY)
        if self.kind is RowKind.HEAD:
            yield Rule(left, top - _THICK / 2, self.width, _THICK)
            yield Rule(left, top + height - _THIN / 2, self.width, _THIN)
        elif self.is_last:
            yield Rule(left, top + height - _THICK / 2, self.width, _THICK)
        else:
            yield Rule(left, top + height - _HAIR / 2, self.width, _HAIR, _HAIR_GREY)


def list_grid_blocks(grid: PieceGrid, measure: float) -> Iterator[Block]:
    """Yield the caption, the heads and the rows of a table `measure` points wide."""
    space = _SPACE_ABOVE
    if grid.caption:
        caption = SetText(grid.caption, CAPTION, measure)
        yield Paragraph(caption.lines, before=CAPTION.before, keep_with_next=True)
        space = 3.0
    widths = _list_widths(grid, measure)
    cells = tuple((head,) for head in grid.heads)
    head = Row(
        kind=RowKind.HEAD,
        cells=tuple(_list_cells(cells, widths, GRID_HEAD, grid.figures)),
        width=measure,
        before=space + CAPTION.before * (not grid.caption),
    )
    yield head
    for number, row in enumerate(grid.rows, 1):
        if row.is_group:
            group = tuple(_list_cells(row.cells, (sum(widths),), GRID_GROUP))
            made = Row(kind=RowKind.GROUP, cells=group, width=measure)
        else:
            plain = tuple(_list_cells(row.cells, widths, GRID_CELL, grid.figures))
            made = Row(kind=RowKind.PLAIN, cells=plain, width=measure)
        yield replace(made, heads=head, names=row.names, is_last=number == len(grid.rows))


def _list_cells(
    cells: Sequence[tuple[Spans, ...]],
    widths: Sequence[float],
    style: TypeStyle,
    figures: Sequence[int] = (),
) -> Iterator[_Cell]:
    left = _PAD_ACROSS
    for place, (paragraphs, width) in enumerate(zip(cells, widths, strict=True)):
        room = width - 2 * _PAD_ACROSS
        lines = tuple(list_cell_lines(paragraphs, style, room))
        spare = room - max((one.line.width for one in lines), default=room)
        yield _Cell(left + spare if place in figures else left, lines)
        left += width


def _list_widths(grid: PieceGrid, measure: float) -> list[float]:
    """Return the width of each column: by its weight, but wide enough for a word of its head."""
    shares = [measure * weight / sum(grid.weights) for weight in grid.weights]
    least = [_widest_word(head) + 2 * _PAD_ACROSS + 1 for head in grid.heads]
    widths = [max(pair) for pair in zip(shares, least, strict=True)]
    over = sum(widths) - measure
    slack = [width - low for width, low in zip(widths, least, strict=True)]
    if over <= 0 or sum(slack) < over:
        return shares
    return [width - over * free / sum(slack) for width, free in zip(widths, slack, strict=True)]


def _widest_word(head: Spans) -> float:
    words = "".join(span.text for span in head).split()
    lines = (SetText((Span(text=word),), GRID_HEAD, _WIDE).lines[0] for word in words)
    return max((line.width for line in lines), default=0.0)


def _rest(cell: _Cell, count: int) -> _Cell:
    lines = cell.lines[count:]
    if not lines:
        return _Cell(cell.left, ())
    return _Cell(cell.left, (replace(lines[0], before=0.0), *lines[1:]))
