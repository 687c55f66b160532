"""Pieces of a report as HTML: lists, trees, tables, and runs that say their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from desktop_app.catalog.wording import output_language
from desktop_app.reports.layout import Cell, Piece, PieceGrid, PieceRow, PieceTable
from desktop_app.reports.spans import Span, Spans


def write_fields(pieces: Iterable[Piece], language: str) -> Iterator[str]:
    """Yield labelled lines as a list of terms; a line's first span is its label."""
    yield "<dl>"
    for piece in pieces:
        label, *words = piece.spans
        term = write_spans((Span(text=label.text.strip()),), language)
        yield f"<div><dt>{term}</dt><dd>{write_spans(tuple(words), language)}</dd></div>"
    yield "</dl>"


def write_tree(pieces: Iterable[Piece], language: str) -> Iterator[str]:
    """Yield the lines of a tree as lists in lists, whose rails the style sheet draws."""
    yield '<ul class="tree">'
    depth = -1
    for piece in pieces:
        wanted = min(len(piece.rails), depth + 1)
        if wanted > depth >= 0:
            yield "<ul>"
        elif depth >= 0:
            yield "</li>" + "</ul></li>" * (depth - wanted)
        depth = wanted
        yield f"<li>{write_spans(piece.spans, language)}"
    yield "</li>" + "</ul></li>" * depth + "</ul>"


def write_context(piece: Piece, language: str) -> str:
    """Return a line of context; its columns are as wide as those of the lines around it."""
    names = ("left", "word", "right", "source")
    cells = (
        f'<td class="{name}">{write_spans((span,), language)}</td>'
        for name, span in zip(names, piece.spans, strict=True)
    )
    return f'<table class="context"><tr>{"".join(cells)}</tr></table>'


def write_grid(grid: PieceGrid, language: str) -> Iterator[str]:
    """Yield a grid; the rows of a group are a body of their own, under the group's head."""
    caption = f"<caption>{write_spans(grid.caption, language)}</caption>" if grid.caption else ""
    heads = "".join(
        f'<th scope="col"{_figure(grid, place)}>{write_spans(head, language)}</th>'
        for place, head in enumerate(grid.heads)
    )
    whole = sum(grid.weights)
    columns = "".join(
        f'<col style="width: {100 * weight / whole:.2f}%">' for weight in grid.weights
    )
    yield f'<div class="table"><table class="grid">{caption}<colgroup>{columns}</colgroup>'
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for number, row in enumerate(grid.rows):
        if row.is_group and number:
            yield "</tbody><tbody>"
        yield f"<tr>{_grid_row(row, grid, language)}</tr>"
    yield "</tbody></table></div>"


def _grid_row(row: PieceRow, grid: PieceGrid, language: str) -> str:
    cells = ["".join(f"<p>{write_spans(one, language)}</p>" for one in cell) for cell in row.cells]
    if row.is_group:
        said = "".join(write_spans(one, language) for one in row.cells[0])
        return f'<th colspan="{len(grid.heads)}" scope="rowgroup">{said}</th>'
    return "".join(f"<td{_figure(grid, place)}>{cell}</td>" for place, cell in enumerate(cells))


def _figure(grid: PieceGrid, place: int) -> str:
    return ' class="figure"' if place in grid.figures else ""


def write_conflict(table: PieceTable, language: str) -> Iterator[str]:
    """Yield contradicting values side by side."""
    heads = (_head(cell, language) for cell in table.columns)
    cells = (_cell(cell, language) for cell in table.columns)
    yield f'<table class="conflict"><caption>{write_spans(table.caption, language)}</caption>'
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield f"<tbody><tr>{''.join(cells)}</tr>"
    closing = write_spans(table.closing, language)
    yield f'<tr><td colspan="{len(table.columns)}">{closing}</td></tr></tbody></table>'


def _head(cell: Cell, language: str) -> str:
    decision = f"<br>{write_spans(cell.decision, language)}" if cell.decision else ""
    return f'<th scope="col"{_chosen(cell)}>{write_spans(cell.value, language)}{decision}</th>'


def _cell(cell: Cell, language: str) -> str:
    evidence = "".join(f"<p>{write_spans(one, language)}</p>" for one in cell.evidence)
    return f"<td{_chosen(cell)}>{evidence}</td>"


def _chosen(cell: Cell) -> str:
    return ' class="chosen"' if cell.chosen else ""


def write_spans(spans: Spans, language: str) -> str:
    """Return spans with their markup, their text escaped."""
    return "".join(_span(span, language) for span in spans)


def _span(span: Span, language: str) -> str:
    text = escape(span.text)
    if span.ref is not None:
        anchor = f' id="r{span.ref.number}"' if span.ref.first else ""
        return f'<sup><a{anchor} href="#n{span.ref.number}">{text}</a></sup>'
    if span.raised:
        return f"<sup>{text}</sup>"
    foreign = span.language and span.language.lower() != output_language(language)
    spoken = f' lang="{escape(span.language)}"' if foreign else ""
    if span.quoted:
        strong = ("<strong>", "</strong>") if span.bold else ("", "")
        return f'<bdi class="quote"{spoken}>{strong[0]}{text}{strong[1]}</bdi>'
    for marked, tag in ((span.struck, "s"), (span.bold, "strong"), (span.italic, "i")):
        if marked:
            text, spoken = f"<{tag}{spoken}>{text}</{tag}>", ""
    if span.small_caps:
        return f'<span class="sc"{spoken}>{text}</span>'
    return f"<span{spoken}>{text}</span>" if spoken else text
