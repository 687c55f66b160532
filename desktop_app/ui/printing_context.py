"""Words in context on paper: the words under each other in the middle, their source below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.reports.layout import Piece
from desktop_app.reports.spans import Span
from desktop_app.ui.printing_blocks import LineMark, Slice
from desktop_app.ui.printing_lines import SetLine, SetText
from desktop_app.ui.printing_type import TypeStyle, style_of

_LEFT_SHARE = 0.44
_GAP = 3.0
_WIDE = 100_000.0
_SOURCE_SIZE = 0.84


@dataclass(frozen=True, slots=True)
class ContextBlock:
    """One line of context and the line with its source; a page never parts the two."""

    marks: tuple[tuple[SetLine, float, float], ...]
    height: float
    before: float
    keep_with_next: bool = False

    @property
    def first_height(self) -> float:
        """Return the height of the whole."""
        return self.height

    def take(self, left: float, top: float, room: float) -> Slice:
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
    middle = _set(replace(word, text=_shorten(word, style, measure - side, at_end=True)), style)
    room = measure - side - middle.width - _GAP
    left = _set(replace(before, text=_shorten(before, style, side - _GAP, at_end=False)), style)
    right = _set(replace(after, text=_shorten(after, style, room, at_end=True)), style)
    small = replace(style, size=style.size * _SOURCE_SIZE, leading=style.leading * 0.86, grey=0.3)
    text = source.text.removeprefix(" — ")
    below = replace(source, text=text)
    below_line = _set(
        replace(below, text=_shorten(below, small, measure - side, at_end=True)), small
    )
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


def _set(span: Span, style: TypeStyle) -> SetLine:
    """Return a span set on one line."""
    return SetText((replace(span, text=span.text.strip() or " "),), style, _WIDE).lines[0]


def _shorten(span: Span, style: TypeStyle, width: float, *, at_end: bool) -> str:
    """Return the words of a span that fit into `width` points, an ellipsis where some do not."""
    words = span.text.split()
    if _set(replace(span, text=" ".join(words)), style).width <= width:
        return " ".join(words)
    low, high = 0, len(words)
    while low < high:
        count = (low + high + 1) // 2
        shown = _join(words, count, at_end=at_end)
        if _set(replace(span, text=shown), style).width <= width:
            low = count
        else:
            high = count - 1
    return _join(words, low, at_end=at_end) if low else "…"


def _join(words: list[str], count: int, *, at_end: bool) -> str:
    if at_end:
        return " ".join(words[:count]) + " …"
    return "… " + " ".join(words[len(words) - count :])
