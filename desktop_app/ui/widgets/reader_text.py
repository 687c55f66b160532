"""The shown form of a canonical text, and the conversion of its offsets.

Qt splits blocks at characters of its own choice and counts UTF-16 units. What it would alter is
replaced one for one before it sees the text, so that every position stays true; the text is
never read back from the widget.
"""

from __future__ import annotations

import re

from desktop_app.catalog.anchors import Utf16Map

#: Line and paragraph separators break lines as a line feed does; U+FDD0 and U+FDD1 mean frames to
#: Qt, U+FFFC an embedded object and NUL the end of a string somewhere.
_BREAKS = re.compile("[\x0b\x0c\r\x85\u2028\u2029]")
_MISREAD = re.compile("[\x00\ufdd0\ufdd1\ufffc]")
#: Qt lays a paragraph out as a whole, a second for two million characters: longer ones are broken
#: for the eye at a space, on the screen only.
LONGEST_PARAGRAPH = 8_000


class ReaderText:
    """A canonical text, its shown form of equal UTF-16 length, and both ways between offsets."""

    def __init__(self, text: str = "") -> None:
        """Keep `text` and prepare what Qt is to show."""
        self.canonical = text
        self.shown = make_shown(text)
        self._map = Utf16Map(text)
        self.units = self._map.to_utf16(len(text))

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 position of code point `offset`, held within the text."""
        return self._map.to_utf16(offset)

    def from_utf16(self, position: int) -> int:
        """Return the code point at UTF-16 `position`."""
        return self._map.from_utf16(position)

    def place(self, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return `ranges` of code points as UTF-16 positions."""
        if self.units == len(self.canonical):
            return ranges
        convert = self._map.to_utf16
        return [(convert(start), convert(end)) for start, end in ranges]

    def cut(self, start: int, end: int) -> str:
        """Return the canonical text between two UTF-16 positions."""
        return self.canonical[self._map.from_utf16(start) : self._map.from_utf16(end)]


def make_shown(text: str) -> str:
    """Return `text` with what Qt would alter replaced one for one, overlong paragraphs broken."""
    shown = _MISREAD.sub("\ufffd", _BREAKS.sub("\n", text))
    paragraphs = shown.split("\n")
    if max(map(len, paragraphs)) <= LONGEST_PARAGRAPH:
        return shown
    return "\n".join(map(_break_paragraph, paragraphs))


def _break_paragraph(paragraph: str) -> str:
    """Return `paragraph` with a space in each overlong stretch turned into a line feed."""
    pieces, start = [], 0
    while len(paragraph) - start > LONGEST_PARAGRAPH:
        space = paragraph.rfind(" ", start, start + LONGEST_PARAGRAPH)
        if space < 0:
            space = paragraph.find(" ", start + LONGEST_PARAGRAPH)
        if space < 0:
            break
        pieces.append(paragraph[start:space])
        start = space + 1
    pieces.append(paragraph[start:])
    return "\n".join(pieces)
