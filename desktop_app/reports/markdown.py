"""A report as Markdown with pandoc's footnotes.

Words of the catalogue and of sources are escaped, so that none of them is markup; that
includes the characters that "smart" typography would change. A line break inside a quote
becomes a hard break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.reports.layout import (
    Cell,
    Piece,
    PieceStyle,
    PieceTable,
    flatten_grids,
    footer_text,
    list_body,
    list_end,
    note_piece,
)
from desktop_app.reports.model import Report
from desktop_app.reports.spans import Span, Spans
from desktop_app.reports.words import get_words

_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~^$@\"'!{}=]")
_SMART = re.compile(r"-(?=-)|\.(?=\.\.)")
_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
_LINE_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_AT_LINE_START = re.compile(rf"(^|[{_BREAKS}])([ \t]*)([-+:%])")
_NUMBER_AT_LINE_START = re.compile(rf"(^|[{_BREAKS}])([ \t]*\(?(?:\d+|[A-Za-z]+))([.)])(?=\s|$)")
_NOTE_INDENT = "    "


def write_markdown(report: Report) -> str:
    """Return the report as Markdown; the notes are footnotes, gathered before the end."""
    parts: list[str] = []
    for piece in flatten_grids(list_body(report)):
        parts += _table(piece, report) if isinstance(piece, PieceTable) else [_paragraph(piece)]
    for note in report.notes:
        parts.append(_note(note_piece(note, report.language)))
    parts += [_paragraph(piece) for piece in list_end(report)]
    parts.append(f"---\n\n{escape_markdown(footer_text(report))}")
    return _space(parts) + "\n"


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown prints it as it is; line breaks stay line breaks."""
    return _escape_line_starts(_escape_specials(text))


def _escape_specials(text: str) -> str:
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), text)
    return _SMART.sub(lambda found: "\\" + found.group(), escaped)


def _escape_line_starts(text: str) -> str:
    """Return escaped text whose lines begin no list, whatever span the line began in."""
    escaped = _AT_LINE_START.sub(r"\1\2\\\3", text)
    return _NUMBER_AT_LINE_START.sub(r"\1\2\\\3", escaped)


def _paragraph(piece: Piece) -> str:
    text = _spans(piece.spans)
    match piece.style:
        case PieceStyle.TITLE:
            return f"# {_one_line(text)}"
        case PieceStyle.SUBTITLE:
            return f"**{_one_line(text)}**"
        case PieceStyle.HEADING:
            return f"{'#' * min(piece.level + 1, 6)} {_one_line(text)}"
        case PieceStyle.CLAIM | PieceStyle.MENTION | PieceStyle.CONTEXT:
            return f"- {_break_lines(text, '  ')}"
        case PieceStyle.REMARK:
            return f"*{text}*"
        case _:
            return _break_lines(text, "")


def _note(piece: Piece) -> str:
    return f"[^{piece.number}]: {_break_lines(_spans(piece.spans), _NOTE_INDENT)}"


def _table(table: PieceTable, report: Report) -> Iterator[str]:
    """Yield a pipe table: values above, then their evidence, then the decision."""
    words = get_words(report.language)
    yield _spans(table.caption)
    rows = ["", *(_cell_text(cell.value) for cell in table.columns)]
    evidence = [words.evidence, *(_evidence(cell) for cell in table.columns)]
    lines = [rows, ["---"] * len(rows), evidence]
    if any(cell.chosen for cell in table.columns):
        lines.append([words.decision, *(_cell_text(cell.decision) for cell in table.columns)])
    yield "\n".join(f"| {' | '.join(line)} |" for line in lines)
    yield _spans(table.closing)


def _evidence(cell: Cell) -> str:
    return "<br><br>".join(_cell_text(one) for one in cell.evidence)


def _cell_text(spans: Spans) -> str:
    """Return the text of a cell, in which a line break can only be said by a tag of our own."""
    return _LINE_BREAK.sub("<br>", _spans(spans))


def _spans(spans: Spans) -> str:
    """Return spans with their markup, their text escaped."""
    shown = (span for span in spans if not span.raised)
    return _escape_line_starts("".join(_span(span) for span in shown))


def _span(span: Span) -> str:
    if span.ref is not None:
        return f"[^{span.ref.number}]"
    text = _escape_specials(span.text)
    for marked, mark in ((span.struck, "~~"), (span.italic, "*"), (span.bold, "**")):
        if marked and text.strip():
            text = _wrap(text, mark)
    return text


def _wrap(text: str, mark: str) -> str:
    """Return `text` between marks that touch its words, as Markdown asks."""
    inner = text.strip()
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def _break_lines(text: str, indent: str) -> str:
    return _LINE_BREAK.sub(f"\\\\\n{indent}", text)


def _one_line(text: str) -> str:
    return _LINE_BREAK.sub(" ", text).strip()


def _space(parts: list[str]) -> str:
    """Return the parts with a blank line between them, but none between items of one list."""
    lines: list[str] = []
    for part in parts:
        if lines and not (part.startswith("- ") and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(part)
    return "\n".join(lines)
