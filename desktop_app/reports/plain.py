"""A report as plain text, for the clipboard, the terminal and readers that see no styles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from desktop_app.catalog.wording import colon
from desktop_app.reports.layout import (
    AnyPiece,
    Piece,
    PieceGrid,
    PieceStyle,
    PieceTable,
    draw_rails,
    footer_text,
    list_end,
    list_notes,
    part_report,
)
from desktop_app.reports.model import Report
from desktop_app.reports.proofs import list_quotes, require_in_order, squeeze
from desktop_app.reports.sections import Outline, list_index_places, make_outline
from desktop_app.reports.spans import note_spans, plain_spans
from desktop_app.reports.words import get_words

#: Characters of context on either side, so that the words stand under each other.
_CONTEXT = 40
_LONGEST_RULE = 78


def write_plain(report: Report) -> str:
    """Return the report as text, one paragraph a line; quotes keep their own line breaks.

    Raises AssertionError if a note or a quote were missing from it.
    """
    front, body, _ = part_report(report)
    end = [*list_notes(report), *list_end(report)]
    outline = make_outline(body, end, report.language)
    lines = [line for piece in front for line in _list_lines(piece, outline)]
    if report.setup.contents:
        lines += ["", *_rule(get_words(report.language).contents, "-")]
        lines += [f"{'  ' * (one.level - 1)}{one.text}" for one in outline.contents]
    lines += [line for piece in (*body, *end) for line in _list_lines(piece, outline)]
    text = "\n".join([*_space(lines), "", footer_text(report), ""])
    _require_whole(text, report)
    return text


def _require_whole(text: str, report: Report) -> None:
    """Raise AssertionError unless every quote and every note under its number are there."""
    words = squeeze(text)
    require_in_order(words, map(squeeze, list_quotes(report, with_context=False)))
    notes = (
        squeeze(f"[{note.number}] {plain_spans(note_spans(note, report.language))}")
        for note in report.notes
    )
    require_in_order(words, chain((f"[{note.number}]" for note in report.notes), notes))


def _space(lines: list[str]) -> Iterator[str]:
    """Yield the lines, no two empty ones after each other."""
    for before, line in zip(["", *lines], lines, strict=False):
        if line or before:
            yield line


def _list_lines(piece: AnyPiece, outline: Outline) -> Iterator[str]:
    if isinstance(piece, PieceTable):
        yield from _table_lines(piece)
    elif isinstance(piece, PieceGrid):
        yield from _grid_lines(piece, outline.language)
    else:
        yield from _piece_lines(piece, outline)


def _piece_lines(piece: Piece, outline: Outline) -> list[str]:
    text = plain_spans(piece.spans)
    match piece.style:
        case PieceStyle.TITLE:
            return _rule(text, "=")
        case PieceStyle.HEADING:
            return ["", *(_rule(text, "-") if piece.level == 1 else [text])]
        case PieceStyle.CLAIM | PieceStyle.MENTION:
            return [f"- {text}"]
        case PieceStyle.BRANCH:
            return [draw_rails(piece.rails) + text]
        case PieceStyle.INDEX:
            places = list_index_places(piece, outline)
            return [text + "".join(f"{between}{section.text}" for between, section in places)]
        case PieceStyle.CONTEXT:
            left, word, right, source = (span.text for span in piece.spans)
            return [f"{left[-_CONTEXT:]:>{_CONTEXT}}{word}{right[:_CONTEXT]}{source}"]
        case PieceStyle.NOTE:
            return [f"[{piece.number}] {text}"]
        case _:
            return [text]


def _rule(text: str, mark: str) -> list[str]:
    return [text, mark * min(len(text), _LONGEST_RULE)]


def _table_lines(table: PieceTable) -> Iterator[str]:
    yield f"  {plain_spans(table.caption)}"
    for cell in table.columns:
        chosen = f" [{plain_spans(cell.decision)}]" if cell.chosen else ""
        yield f"  * {plain_spans(cell.value)}{chosen}"
        for evidence in cell.evidence:
            yield f"    {plain_spans(evidence)}"
    yield f"  {plain_spans(table.closing)}"


def _grid_lines(grid: PieceGrid, language: str) -> Iterator[str]:
    """Yield each row as lines that say their column; what is empty is left out."""
    if grid.caption:
        yield from ("", plain_spans(grid.caption))
    for row in grid.rows:
        if row.is_group:
            yield from ("", *(plain_spans(one) for one in row.cells[0]))
            continue
        mark = "- "
        for head, cell in zip(grid.heads, row.cells, strict=True):
            label = plain_spans(head) + colon(language)
            for phrase in cell:
                yield f"{mark}{label}{plain_spans(phrase)}"
                mark, label = "  ", "  "
    yield ""
