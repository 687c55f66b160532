"""Anchors of excerpts: where a passage stands, what stands around it, and UTF-16 positions.

Offsets are code points of a document's canonical text. Qt counts UTF-16 units; `Utf16Map`
is the one place where the two are converted.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from desktop_app.catalog.excerpts import Excerpt
from desktop_app.catalog.folding import continues_letter
from desktop_app.errors import UserError

#: Code points of context kept on each side of a quote.
CONTEXT = 32
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """Converts between code points and UTF-16 units of one text, in logarithmic time."""

    def __init__(self, text: str) -> None:
        """Note the characters of `text` that take two units."""
        self._length = len(text)
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [start + before for before, start in enumerate(self._astral)]

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 position of the code point `offset`, held within the text."""
        offset = min(max(offset, 0), self._length)
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, position: int) -> int:
        """Return the code point at UTF-16 `position`; inside a pair, the pair's code point."""
        position = min(max(position, 0), self._length + len(self._astral))
        return position - bisect_left(self._units, position)


def to_utf16(text: str, offset: int) -> int:
    """Return the UTF-16 position of code point `offset`; for many offsets use `Utf16Map`."""
    return Utf16Map(text).to_utf16(offset)


def from_utf16(text: str, position: int) -> int:
    """Return the code point at UTF-16 `position`; for many positions use `Utf16Map`."""
    return Utf16Map(text).from_utf16(position)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) without white space at its edges and with whole letters there.

    A mark at either edge brings its letter or its letter's other marks along. A range of
    white space only comes back empty.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return start, end
    while start > 0 and _is_inside_letter(text, start):
        start -= 1
    while end < len(text) and _is_inside_letter(text, end):
        end += 1
    return start, end


def make_anchor(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return quote, prefix and suffix of [start, end) of `text`, the range as given.

    Raises UserError "bad_range" outside the text, "empty_excerpt" for white space alone.
    """
    if not 0 <= start <= end <= len(text):
        raise UserError(
            "bad_range",
            "The passage from {start} to {end} does not lie within the text, which has {length} "
            "characters. Nothing was changed; select the passage again.",
            start=start,
            end=end,
            length=len(text),
        )
    quote = text[start:end]
    if not quote.strip():
        raise UserError(
            "empty_excerpt",
            "The passage holds no words. Nothing was changed; select the words to be kept.",
        )
    return quote, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def check_anchor(text: str, excerpt: Excerpt) -> bool:
    """Return whether the quote of `excerpt` is exactly what `text` says at its offsets."""
    start, end = excerpt.start, excerpt.end
    return 0 <= start < end <= len(text) and text[start:end] == excerpt.quote


def _is_inside_letter(text: str, offset: int) -> bool:
    """Return whether cutting `text` at `offset` would cut a letter from its marks."""
    return continues_letter(text[offset]) or text[offset - 1] == "\u200d"
