"""A report as plain text, for the clipboard, the terminal and readers that see no styles."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.reports.layout import (
    Piece,
    PieceStyle,
    PieceTable,
    flatten_grids,
    footer_text,
    list_pieces,
)
from desktop_app.reports.model import Report
from desktop_app.reports.spans import plain_spans

#: Characters of context on either side, so that the words stand under each other.
_CONTEXT = 40


def write_plain(report: Report) -> str:
    """Return the report as text, one paragraph a line; quotes keep their own line breaks."""
    lines: list[str] = []
    for piece in flatten_grids(list_pieces(report)):
        lines += _table_lines(piece) if isinstance(piece, PieceTable) else _piece_lines(piece)
    return "\n".join([*lines, "", footer_text(report), ""])


def _piece_lines(piece: Piece) -> list[str]:
    text = plain_spans(piece.spans)
    match piece.style:
        case PieceStyle.TITLE:
            return [text, "=" * min(len(text), 78)]
        case PieceStyle.HEADING:
            mark = "-" if piece.level == 1 else ""
            return ["", text, *([mark * min(len(text), 78)] if mark else [])]
        case PieceStyle.CLAIM | PieceStyle.MENTION:
            return [f"- {text}"]
        case PieceStyle.CONTEXT:
            left, word, right, source = (span.text for span in piece.spans)
            return [f"{left[-_CONTEXT:]:>{_CONTEXT}}{word}{right[:_CONTEXT]}{source}"]
        case PieceStyle.NOTE:
            return [f"[{piece.number}] {text}"]
        case _:
            return [text]


def _table_lines(table: PieceTable) -> Iterator[str]:
    yield f"  {plain_spans(table.caption)}"
    for cell in table.columns:
        chosen = f" [{plain_spans(cell.decision)}]" if cell.chosen else ""
        yield f"  * {plain_spans(cell.value)}{chosen}"
        for evidence in cell.evidence:
            yield f"    {plain_spans(evidence)}"
    yield f"  {plain_spans(table.closing)}"
