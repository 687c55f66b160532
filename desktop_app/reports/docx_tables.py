"""Tables of a DOCX file: conflicts, grids, and lines of words in context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop_app.reports.docx_runs import DocxRuns, paragraph
from desktop_app.reports.layout import Cell, Piece, PieceGrid, PieceRow, PieceTable
from desktop_app.reports.office_package import (
    CONTEXT_SHARES,
    CONTEXT_STYLES,
    Markup,
    chunk_columns,
    share_out,
    tag,
)
from desktop_app.reports.spans import Spans


class DocxTables:
    """Makes tables as wide as the text; `width` is in twentieths of a point."""

    def __init__(self, runs: DocxRuns, width: int) -> None:
        """Begin with no table."""
        self._runs = runs
        self._width = width

    def contexts(self, lines: Iterable[Piece]) -> Markup:
        """Return lines of context as a table without rules, their words under each other."""
        widths = share_out(self._width, CONTEXT_SHARES)
        rows = []
        for line in lines:
            texts = zip(widths, CONTEXT_STYLES, line.spans, strict=True)
            cells = (_cell(width, self._runs.set(style, (span,))) for width, style, span in texts)
            rows.append(tag("w:tr", None, _UNBROKEN, *cells))
        return self._table("", widths, rows)

    def conflict(self, table: PieceTable) -> Iterator[Markup]:
        """Yield a conflict: its caption, its columns side by side, and what closes it."""
        yield self._runs.set("Caption", table.caption)
        for columns in chunk_columns(table):
            widths = share_out(self._width, (1,) * len(columns))
            yield self._table("ConflictTable", widths, self._conflict_rows(columns, widths))
            yield paragraph("TableEnd")
        yield self._runs.set("TableClosing", table.closing)

    def grid(self, grid: PieceGrid) -> Iterator[Markup]:
        """Yield a grid: its caption, and the table, whose heads stand again on every page."""
        if grid.caption:
            yield self._runs.set("Caption", grid.caption)
        widths = share_out(self._width, grid.weights)
        heads = (
            _cell(width, self._runs.set(_HEADS[place in grid.figures], head))
            for place, (width, head) in enumerate(zip(widths, grid.heads, strict=True))
        )
        rows = (self._grid_row(row, widths, grid.figures) for row in grid.rows)
        yield self._table("GridTable", widths, (tag("w:tr", None, _HEAD_ROW, *heads), *rows))
        yield paragraph("TableEnd")

    def _grid_row(self, row: PieceRow, widths: Sequence[int], figures: Sequence[int]) -> Markup:
        marks = self._runs.mark_names(row.names)
        if row.is_group:
            said = self._paragraphs("TableGroup", row.cells[0], marks)
            wide = (tag("w:gridSpan", {"w:val": str(len(widths))}), _GROUP_SHADE)
            return tag("w:tr", None, _UNBROKEN, _cell(sum(widths), *said, look=wide))
        cells = []
        for place, (width, cell) in enumerate(zip(widths, row.cells, strict=True)):
            style = _TEXTS[place in figures]
            cells.append(_cell(width, *self._paragraphs(style, cell, marks)))
            marks = []
        # Such a row may be parted: with its footnotes it would leave half a page empty.
        return tag("w:tr", None, *cells)

    def _paragraphs(self, style: str, cell: tuple[Spans, ...], marks: list[Markup]) -> list[Markup]:
        """Return a cell's paragraphs, at least one, as the format asks."""
        first, *others = cell or ((),)
        return [
            self._runs.set(style, first, *marks),
            *(self._runs.set(style, other) for other in others),
        ]

    def _conflict_rows(self, columns: tuple[Cell, ...], widths: Sequence[int]) -> Iterator[Markup]:
        pairs = list(zip(columns, widths, strict=True))
        heads = (self._column(one, width, one.value, one.decision) for one, width in pairs)
        yield tag("w:tr", None, _HEAD_ROW, *heads)
        yield tag("w:tr", None, *(self._column(one, width, *one.evidence) for one, width in pairs))

    def _column(self, cell: Cell, width: int, *paragraphs: Spans) -> Markup:
        said = [self._runs.set("TableText", spans) for spans in paragraphs if spans]
        return _cell(width, *said, look=(_CHOSEN,) if cell.chosen else ())

    def _table(self, style: str, widths: Sequence[int], rows: Iterable[Markup]) -> Markup:
        columns = (tag("w:gridCol", {"w:w": str(width)}) for width in widths)
        look = tag(
            "w:tblPr",
            None,
            *([tag("w:tblStyle", {"w:val": style})] if style else []),
            tag("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}),
            tag("w:tblLayout", {"w:type": "fixed"}),
            *([_FIRST_ROW] if style else []),
        )
        return tag("w:tbl", None, look, tag("w:tblGrid", None, *columns), *rows)


def _cell(width: int, *content: Markup, look: tuple[Markup, ...] = ()) -> Markup:
    wide = tag("w:tcW", {"w:w": str(width), "w:type": "dxa"})
    return tag("w:tc", None, tag("w:tcPr", None, wide, *look), *content)


#: The styles of columns of words, and of columns of figures.
_HEADS = ("TableHead", "TableFigureHead")
_TEXTS = ("TableText", "TableFigure")
_HEAD_ROW = tag("w:trPr", None, tag("w:cantSplit"), tag("w:tblHeader"))
_UNBROKEN = tag("w:trPr", None, tag("w:cantSplit"))
_FIRST_ROW = tag("w:tblLook", {"w:val": "0020", "w:firstRow": "1"})
_GROUP_SHADE = tag("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "EDEDED"})
_CHOSEN = tag(
    "w:tcBorders",
    None,
    *(
        tag(f"w:{side}", {"w:val": "single", "w:sz": "12", "w:space": "0", "w:color": "auto"})
        for side in ("top", "left", "bottom", "right")
    ),
)
