"""Words in context on paper: the words under each other in the middle, their source below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.reports.layout import Piece
from desktop_app.ui.printing_blocks import Need, Room, Slice
from desktop_app.ui.printing_lines import SetLine, set_line, shorten
from desktop_app.ui.printing_marks import LineMark
from desktop_app.ui.printing_type import style_of

_LEFT_SHARE = 0.44
_GAP = 3.0
_SOURCE_SIZE = 0.84


@dataclass(frozen=True, slots=True)
class ContextBlock:
    """One line of context and the line with its source; a page never parts the two."""

    marks: tuple[tuple[SetLine, float, float], ...]
    height: float
    before: float
    keep_with_next: bool = False
    names: tuple[str, ...] = ()

    @property
    def heads(self) -> None:
        """Return nothing: no line of context stands under a head."""
        return None

    @property
    def whole(self) -> Need:
        """Return what both lines need."""
        return Need(self.height)

    @property
    def first(self) -> Need:
        """Return what both lines need."""
        return self.whole

    @property
    def least(self) -> Need:
        """Return what both lines need."""
        return self.whole

    def take(self, left: float, top: float, room: Room) -> Slice:
        """Return the whole line."""
        taken = Slice(self.height)
        for line, across, down in self.marks:
            taken.lines.append(LineMark(line, left + across, top + down))
        return taken


def make_context_block(piece: Piece, measure: float) -> ContextBlock:
    """Set a line of context in `measure` points, its sides shortened at words to fit."""
    style = style_of(piece.style)
    before, word, after, source = piece.spans
    side = measure * _LEFT_SHARE
    middle = set_line(replace(word, text=shorten(word, style, measure - side)), style)
    room = measure - side - middle.width - _GAP
    left = set_line(replace(before, text=shorten(before, style, side - _GAP, at_end=False)), style)
    right = set_line(replace(after, text=shorten(after, style, room)), style)
    small = replace(style, size=style.size * _SOURCE_SIZE, leading=style.leading * 0.86, grey=0.3)
    text = source.text.removeprefix(" — ")
    below = replace(source, text=text)
    below_line = set_line(replace(below, text=shorten(below, small, measure - side)), small)
    base = max(line.baseline for line in (left, middle, right))
    height = max(line.height for line in (left, middle, right))
    across = side + middle.width + _gap(after.text[:1])
    marks = [
        (middle, side, base - middle.baseline),
        (below_line, side, height),
    ]
    if left.end > left.start:
        marks.insert(0, (left, side - _gap(before.text[-1:]) - left.width, base - left.baseline))
    if right.end > right.start:
        marks.insert(2, (right, across, base - right.baseline))
    return ContextBlock(tuple(marks), height + below_line.height, style.before)


def _gap(char: str) -> float:
    """Return the space beside the word: none where a sign stands against it."""
    return _GAP if char.isspace() else 0.0
