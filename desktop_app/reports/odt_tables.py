"""Tables of an ODT file: conflicts, grids, and lines of words in context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop_app.reports.layout import Cell, Piece, PieceGrid, PieceRow, PieceTable
from desktop_app.reports.odt_runs import OdtRuns
from desktop_app.reports.odt_styles import GREY
from desktop_app.reports.office_package import (
    CONTEXT_SHARES,
    CONTEXT_STYLES,
    Markup,
    chunk_columns,
    share_out,
    tag,
)
from desktop_app.reports.spans import Spans


class OdtTables:
    """Makes tables as wide as the text, `width` points, and keeps the widths of their columns."""

    def __init__(self, runs: OdtRuns, width: float) -> None:
        """Begin with no table."""
        self._runs = runs
        self._width = width
        self._tables = 0
        self._columns: dict[int, str] = {}

    def contexts(self, lines: Iterable[Piece]) -> Markup:
        """Return lines of context as a table without rules, their words under each other."""
        rows = []
        for line in lines:
            texts = zip(CONTEXT_STYLES, line.spans, strict=True)
            cells = (_cell("Plain", self._runs.set(style, (span,))) for style, span in texts)
            rows.append(_row(*cells))
        return self._table(CONTEXT_SHARES, rows)

    def conflict(self, table: PieceTable) -> Iterator[Markup]:
        """Yield a conflict: its caption, its columns side by side, and what closes it."""
        yield self._runs.set("Caption", table.caption)
        for columns in chunk_columns(table):
            heads = (self._column(one, one.value, one.decision) for one in columns)
            head = tag("table:table-header-rows", None, _row(*heads))
            bodies = (self._column(one, *one.evidence) for one in columns)
            rows = (head, tag("table:table-row", None, *bodies))
            yield self._table((1,) * len(columns), rows)
        yield self._runs.set("Table_20_Closing", table.closing)

    def grid(self, grid: PieceGrid) -> Iterator[Markup]:
        """Yield a grid: its caption, and the table, whose heads stand again on every page."""
        if grid.caption:
            yield self._runs.set("Caption", grid.caption)
        heads = (
            _cell("Head", self._runs.set(_HEADS[place in grid.figures], head))
            for place, head in enumerate(grid.heads)
        )
        head = tag("table:table-header-rows", None, _row(*heads))
        rows = (self._grid_row(row, grid) for row in grid.rows)
        yield self._table(grid.weights, (head, *rows))

    def list_styles(self) -> Iterator[Markup]:
        """Yield the automatic styles of tables, of their columns and of their cells."""
        yield tag(
            "style:style",
            {"style:name": "Table", "style:family": "table"},
            tag(
                "style:table-properties",
                {
                    "style:width": f"{self._width}pt",
                    "table:align": "margins",
                    "fo:margin-bottom": "0.2cm",
                },
            ),
        )
        for share, name in self._columns.items():
            said = {
                "style:column-width": f"{self._width * share / _WHOLE:.2f}pt",
                "style:rel-column-width": f"{share}*",
            }
            width = tag("style:table-column-properties", said)
            yield tag("style:style", {"style:name": name, "style:family": "table-column"}, width)
        yield _ROW
        yield from _CELLS

    def _grid_row(self, row: PieceRow, grid: PieceGrid) -> Markup:
        marks = self._runs.mark_names(row.names)
        if row.is_group:
            said = self._paragraphs("Table_20_Group", row.cells[0], marks)
            columns = len(grid.heads)
            covered = [tag("table:covered-table-cell")] * (columns - 1)
            return _row(_cell("Group", *said, columns=columns), *covered)
        cells = []
        for place, cell in enumerate(row.cells):
            style = _TEXTS[place in grid.figures]
            cells.append(_cell("Ruled", *self._paragraphs(style, cell, marks)))
            marks = []
        # Such a row may be parted: with its footnotes it would leave half a page empty.
        return tag("table:table-row", None, *cells)

    def _paragraphs(self, style: str, cell: tuple[Spans, ...], marks: list[Markup]) -> list[Markup]:
        first, *others = cell or ((),)
        return [
            self._runs.set(style, first, *marks),
            *(self._runs.set(style, other) for other in others),
        ]

    def _column(self, cell: Cell, *paragraphs: Spans) -> Markup:
        said = (self._runs.set("Table_20_Contents", spans) for spans in paragraphs if spans)
        return _cell("Chosen" if cell.chosen else "Value", *said)

    def _table(self, weights: Sequence[int], rows: Iterable[Markup]) -> Markup:
        self._tables += 1
        columns = []
        for share in share_out(_WHOLE, weights):
            name = self._columns.setdefault(share, f"Column{len(self._columns) + 1}")
            columns.append(tag("table:table-column", {"table:style-name": name}))
        look = {"table:name": f"Table{self._tables}", "table:style-name": "Table"}
        return tag("table:table", look, *columns, *rows)


def _row(*cells: Markup) -> Markup:
    """Return a row that is parted only where it is taller than a page."""
    return tag("table:table-row", {"table:style-name": "Row"}, *cells)


def _cell(style: str, *content: Markup, columns: int = 1) -> Markup:
    look = {"table:style-name": style, "office:value-type": "string"}
    spanned = {"table:number-columns-spanned": str(columns)} if columns > 1 else {}
    return tag("table:table-cell", look | spanned, *content)


def _cell_style(name: str, look: dict[str, str]) -> Markup:
    properties = tag("style:table-cell-properties", {**look, "fo:padding": "0.12cm"})
    return tag("style:style", {"style:name": name, "style:family": "table-cell"}, properties)


#: The styles of columns of words, and of columns of figures.
_HEADS = ("Table_20_Heading", "Table_20_Figure_20_Heading")
_TEXTS = ("Table_20_Contents", "Table_20_Figure")
#: The columns' widths are shares of this.
_WHOLE = 10000
_RULE = f"0.5pt solid {GREY}"
_RULED = {"fo:border": "none", "fo:border-bottom": _RULE}
_ROW = tag(
    "style:style",
    {"style:name": "Row", "style:family": "table-row"},
    tag("style:table-row-properties", {"fo:keep-together": "always"}),
)
_CELLS = (
    _cell_style("Plain", {"fo:border": "none"}),
    _cell_style("Value", {"fo:border": _RULE}),
    _cell_style("Chosen", {"fo:border": "1.5pt solid #000000"}),
    _cell_style("Head", _RULED | {"fo:border-top": _RULE}),
    _cell_style("Ruled", _RULED),
    _cell_style("Group", _RULED | {"fo:background-color": "#ededed"}),
)
