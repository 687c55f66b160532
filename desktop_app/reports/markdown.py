"""A report as Markdown with pandoc's footnotes.

Words of the catalogue and of sources are escaped, so that none of them is markup; that
includes the characters that "smart" typography would change. A line break inside a quote
becomes a hard break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.reports.layout import (
    AnyPiece,
    Cell,
    Piece,
    PieceGrid,
    PieceStyle,
    PieceTable,
    draw_rails,
    footer_text,
    list_end,
    note_piece,
    part_report,
)
from desktop_app.reports.model import Report
from desktop_app.reports.proofs import list_quotes, read_markdown, require_in_order, squeeze
from desktop_app.reports.sections import Outline, list_index_places, make_outline
from desktop_app.reports.spans import Span, Spans
from desktop_app.reports.words import get_words

_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~^$@\"'!{}=]")
_SMART = re.compile(r"-(?=-)|\.(?=\.\.)")
_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
_LINE_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_AT_LINE_START = re.compile(rf"(^|[{_BREAKS}])([ \t]*)([-+:%])")
_NUMBER_AT_LINE_START = re.compile(rf"(^|[{_BREAKS}])([ \t]*\(?(?:\d+|[A-Za-z]+))([.)])(?=\s|$)")
_NOTE_INDENT = "    "
#: Marks a line of a tree until the lines are put together; no text of a report has it unescaped.
_BRANCH = "\0"


def write_markdown(report: Report) -> str:
    """Return the report as Markdown; the notes are footnotes, gathered before the end.

    Raises AssertionError if a note or a quote were missing from it.
    """
    front, body, _ = part_report(report)
    outline = make_outline(body, list_end(report), report.language)
    parts = [_paragraph(piece, outline) for piece in front if isinstance(piece, Piece)]
    if report.setup.contents:
        parts += _contents(outline, report.language)
    for piece in body:
        parts += _block(piece, outline, report)
    parts += [_note(note_piece(note, report.language)) for note in report.notes]
    parts += [_paragraph(piece, outline) for piece in list_end(report)]
    parts.append(f"---\n\n{escape_markdown(footer_text(report))}")
    text = _space(parts) + "\n"
    _require_whole(text, report)
    return text


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


def _require_whole(text: str, report: Report) -> None:
    """Raise AssertionError unless every note is defined once and referred to, every quote there."""
    numbers, words = read_markdown(text)
    expected = [str(note.number) for note in report.notes]
    if numbers != expected or set(re.findall(r"\[\^(\d+)\](?!: )", text)) != set(expected):
        raise AssertionError("notes and file differ")
    require_in_order(words, map(squeeze, list_quotes(report)))


def _contents(outline: Outline, language: str) -> Iterator[str]:
    """Yield the headings of the report as a list in a list."""
    yield f"## {escape_markdown(get_words(language).contents)}"
    for section in outline.contents:
        yield f"{'  ' * (section.level - 1)}- {escape_markdown(section.text)}"


def _block(piece: AnyPiece, outline: Outline, report: Report) -> Iterator[str]:
    if isinstance(piece, PieceTable):
        yield from _table(piece, report)
    elif isinstance(piece, PieceGrid):
        yield from _grid(piece)
    else:
        yield _paragraph(piece, outline)


def _paragraph(piece: Piece, outline: Outline) -> str:
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
        case PieceStyle.BRANCH:
            # Spaces at the start of a line are lost, unless they do not break.
            rails = draw_rails(piece.rails).replace(" ", "\u00a0")
            return _BRANCH + rails + _one_line(text)
        case PieceStyle.INDEX:
            places = "".join(
                f"{between}{section.text}" for between, section in list_index_places(piece, outline)
            )
            return f"- {_one_line(text)}{_escape_specials(places)}"
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
    yield _pipes(lines)
    yield _spans(table.closing)


def _grid(grid: PieceGrid) -> Iterator[str]:
    """Yield a pipe table; the head of a group is a row whose other cells are empty."""
    if grid.caption:
        yield _spans(grid.caption)
    lines = [
        [_cell_text(head) for head in grid.heads],
        [_underline(grid, place) for place in range(len(grid.weights))],
    ]
    for row in grid.rows:
        cells = ["<br>".join(_cell_text(one) for one in cell) for cell in row.cells]
        if row.is_group:
            cells = [_wrap(cells[0], "**"), *[""] * (len(grid.heads) - 1)]
        lines.append(cells)
    yield _pipes(lines)


def _underline(grid: PieceGrid, place: int) -> str:
    """Return what stands under a column's head: as wide as its share, a colon for figures."""
    return "-" * (3 * grid.weights[place]) + ":" * (place in grid.figures)


def _pipes(lines: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


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
    """Return the parts with a blank line between them, but none inside one list or one tree."""
    lines: list[str] = []
    for part in parts:
        if lines and _is_item(part) and _is_item(lines[-1]):
            lines.append(part)
        elif lines and part.startswith(_BRANCH) and lines[-1].startswith(_BRANCH):
            lines[-1] += "\\"
            lines.append(part)
        else:
            lines += ["", part] if lines else [part]
    return "\n".join(line.removeprefix(_BRANCH) for line in lines)


def _is_item(part: str) -> bool:
    return part.lstrip(" ").startswith("- ")
