"""The index of names in two columns: a name, the pages that name it, and where to look instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_app.reports.layout import Piece
from desktop_app.reports.spans import Span
from desktop_app.ui.printing_blocks import Need, Room, Slice
from desktop_app.ui.printing_cells import CellLine, count_lines, measure_lines, place_lines
from desktop_app.ui.printing_lines import SetText, Stretch, utf16_length
from desktop_app.ui.printing_type import style_of

_BETWEEN = 22.0
_LETTER_GAP = 8.0
_LEAST_LINES = 3
#: So many lines of each column go over with what closes the report.
_CLOSING_LINES = 6


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines that fill two columns, equally high where they end.

    What closes the report `below` them is so high; a few lines go with it onto its page.
    """

    lines: tuple[CellLine, ...]
    width: float
    before: float = 4.0
    keep_with_next: bool = False
    names: tuple[str, ...] = ()
    below: float = 0.0

    @property
    def heads(self) -> None:
        """Return nothing: the index has no head."""
        return None

    @property
    def whole(self) -> Need:
        """Return what the columns need where a page is high enough."""
        return Need(self._balance(measure_lines(self.lines)))

    @property
    def first(self) -> Need:
        """Return the height of the first lines."""
        return Need(measure_lines(self.lines[:_LEAST_LINES]))

    @property
    def least(self) -> Need:
        """Return the same: an index brings no notes."""
        return self.first

    def take(self, left: float, top: float, room: Room) -> Slice:
        """Return two columns as high as there is room, or as they need to be."""
        total = measure_lines(self.lines)
        height = room.height
        if total <= 2 * height + _LETTER_GAP:
            balanced = min(self._balance(total), height)
            parted = balanced + self.below > room.height and len(self.lines) > 2 * _CLOSING_LINES
            height = balanced - measure_lines(self.lines[-_CLOSING_LINES:]) if parted else balanced
        taken = Slice(0.0)
        rest = self.lines
        for across in (0.0, self.width + _BETWEEN):
            rest = _without_gap(rest)
            count = max(_whole_entries(rest, count_lines(rest, height)), 1)
            shown, rest = rest[:count], rest[count:]
            taken.lines += place_lines(shown, left + across, top)
            taken.height = max(taken.height, measure_lines(shown))
            if not rest:
                return taken
        taken.rest = replace(self, lines=_without_gap(rest), before=0.0)
        return taken

    def _balance(self, total: float) -> float:
        """Return the least height at which two columns hold all lines."""
        used = 0.0
        for number, one in enumerate(self.lines):
            used += one.height
            if 2 * used >= total and _is_whole(self.lines, number + 1):
                return max(used, total - used)
        return total


def list_index_lines(
    pieces: Sequence[Piece], names: dict[str, list[int]], width: float
) -> Iterator[list[CellLine]]:
    """Yield the lines of each name; `names` are the pages (from 0) of each record."""
    letter = ""
    for piece in pieces:
        spans = list(piece.spans)
        ranges = join_pages(names.get(piece.key, ()))
        for first, last in ranges:
            pages = f"{first + 1}" if first == last else f"{first + 1}–{last + 1}"
            spans += [Span(text=", "), Span(text=pages)]
        style = style_of(piece.style)
        text = SetText(tuple(spans), style, width)
        begun = _initial(piece.spans[0].text)
        space = _LETTER_GAP if letter and begun != letter else style.before
        letter = begun
        _link_pages(text, spans[len(piece.spans) :], ranges)
        yield [CellLine(line, 0.0 if number else space) for number, line in enumerate(text.lines)]


def join_pages(pages: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of pages that follow each other."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return runs


def column_width(measure: float) -> float:
    """Return the width of one of the two columns."""
    return (measure - _BETWEEN) / 2


def _link_pages(text: SetText, added: list[Span], runs: list[tuple[int, int]]) -> None:
    """Let each number of a page lead there; they are the last words of the text."""
    at = utf16_length(text.text)
    for span, run in zip(reversed(added[1::2]), reversed(runs), strict=True):
        start = at - len(span.text)
        text.stretches.append(Stretch(start, at, page=run[0]))
        at = start - len(added[0].text)


def _initial(text: str) -> str:
    """Return the letter under which a name stands; numbers and each other script are one group."""
    letter = unicodedata.normalize("NFD", text[:1].casefold())[:1]
    script = unicodedata.name(letter, "").partition(" ")[0]
    return letter if script == "LATIN" else script


def _is_whole(lines: Sequence[CellLine], count: int) -> bool:
    """Say whether no entry is parted after `count` lines."""
    return count >= len(lines) or lines[count].line.line.textStart() == 0


def _whole_entries(lines: Sequence[CellLine], count: int) -> int:
    while count > 1 and not _is_whole(lines, count):
        count -= 1
    return count


def _without_gap(lines: tuple[CellLine, ...]) -> tuple[CellLine, ...]:
    return (replace(lines[0], before=0.0), *lines[1:]) if lines else ()
