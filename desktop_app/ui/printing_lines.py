"""Breaks the spans of a piece into lines, by Qt's text layout, in units no device decides.

Text is plain: what a source says is never markup. Positions in a text are UTF-16, as Qt counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextLine, QTextOption

from desktop_app.reports.spans import Span, Spans
from desktop_app.ui.printing_type import UNITS, TypeStyle, make_font

_TAB = 24
_WIDE = 100_000.0
_BMP = "\uffff"
#: Line breaks of a quote stay line breaks inside one paragraph.
_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2029]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a text that asks for more than letters: a struck word, or what leads somewhere.

    That is a note's number, the words that cite a `source`, or a `page` (from 0).
    """

    start: int
    end: int
    struck: bool = False
    note: int = 0
    first: bool = False
    source: str = ""
    page: int | None = None


class SetText:
    """A text set in lines of one width; holds the layout that its lines are drawn from."""

    def __init__(self, spans: Spans, style: TypeStyle, width: float, note: int = 0) -> None:
        """Set `spans`; `width` is in points, and the style's hang is taken off it.

        `note` is the number of the note whose words these are.
        """
        self.style = style
        self.note = note
        self.text = "".join(_BREAKS.sub("\u2028", span.text) for span in spans)
        #: The text as Qt counts it, where its places are not Python's.
        self._units = self.text.encode("utf-16-le") if max(self.text, default="") > _BMP else b""
        self.stretches: list[Stretch] = []
        formats = self._list_formats(spans)
        base = make_font(style, bold=False, italic=False, raised=False)
        self.layout = QTextLayout(self.text, base)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setUseDesignMetrics(True)
        option.setTabStopDistance(_TAB * UNITS)
        self.layout.setTextOption(option)
        self.layout.setFormats(formats)
        self.lines = self._break(width)

    @property
    def has_pairs(self) -> bool:
        """Say whether a character takes two of Qt's units, so that its places are not Python's."""
        return bool(self._units)

    def cut(self, start: int, end: int) -> str:
        """Return the text between two of Qt's places; of half a character, the sign for none."""
        if not self._units:
            return self.text[start:end]
        return self._units[2 * start : 2 * end].decode("utf-16-le", "replace")

    def _list_formats(self, spans: Spans) -> list[QTextLayout.FormatRange]:
        formats = []
        made: dict[tuple[bool, bool, bool], QTextCharFormat] = {}
        at = 0
        for span in spans:
            length = utf16_length(_BREAKS.sub("\u2028", span.text))
            self._add_stretch(span, at, at + length)
            one = QTextLayout.FormatRange()
            one.start, one.length = at, length
            # A font costs more to make than the rest of a span, and most spans look alike.
            look = (span.bold, span.italic, span.raised or span.ref is not None)
            if look not in made:
                made[look] = self._format(*look)
            one.format = made[look]
            formats.append(one)
            at += length
        return formats

    def _add_stretch(self, span: Span, start: int, end: int) -> None:
        if span.ref is not None or span.struck:
            note, first = (span.ref.number, span.ref.first) if span.ref else (0, False)
            self.stretches.append(Stretch(start, end, span.struck, note, first))
        elif span.source:
            last = self.stretches[-1] if self.stretches else None
            if last is not None and last.source == span.source and last.end == start:
                start = self.stretches.pop().start
            self.stretches.append(Stretch(start, end, source=span.source))

    def _format(self, bold: bool, italic: bool, raised: bool) -> QTextCharFormat:
        # Small capitals would change the letters of the text layer, so none are drawn.
        char_format = QTextCharFormat()
        char_format.setFont(make_font(self.style, bold=bold, italic=italic, raised=raised))
        return char_format

    def _break(self, width: float) -> list[SetLine]:
        lines: list[SetLine] = []
        style = self.style
        self.layout.beginLayout()
        while True:
            line = self.layout.createLine()
            if not line.isValid():
                break
            indent = style.indent + (style.hang if lines else 0.0)
            # A column may be narrower than its indents; a line always holds a letter.
            line.setLineWidth(max(width - indent, style.size * 2) * UNITS)
            line.setPosition(QPointF(0, 0))
            lines.append(SetLine(self, line, indent))
        self.layout.endLayout()
        return lines


class SetLine:
    """One line of a set text: its indent, its height and where its baseline lies in it."""

    __slots__ = ("ascent", "baseline", "height", "indent", "line", "notes", "owner")

    def __init__(self, owner: SetText, line: QTextLine, indent: float) -> None:
        """Measure `line`; tall scripts get more than the style's leading, never less."""
        self.owner = owner
        self.line = line
        self.indent = indent
        self.ascent = line.ascent()
        natural = (line.ascent() + line.descent()) / UNITS
        self.height = max(owner.style.leading, natural)
        self.baseline = (self.height - natural) / 2 + line.ascent() / UNITS
        #: The numbers of the notes that are referred to first on this line.
        self.notes = tuple(
            one.note for one in owner.stretches if one.first and self.start <= one.start < self.end
        )

    @property
    def start(self) -> int:
        """Return where the line begins in the text."""
        return self.line.textStart()

    @property
    def end(self) -> int:
        """Return where the line ends in the text, after its blanks."""
        return self.line.textStart() + self.line.textLength()

    @property
    def width(self) -> float:
        """Return the width of the letters, in points."""
        return self.line.naturalTextWidth() / UNITS

    def list_stretches(self) -> list[tuple[Stretch, float, float]]:
        """Return the stretches on this line with the points at which they begin and end."""
        found = []
        for stretch in self.owner.stretches:
            start, end = max(stretch.start, self.start), min(stretch.end, self.end)
            if start < end:
                sides = sorted((self._across(start), self._across(end)))
                found.append((stretch, sides[0], sides[1]))
        return found

    def _across(self, position: int) -> float:
        # PySide gives the position it settled on along with the place.
        across: tuple[float, int] | float = self.line.cursorToX(position)  # type: ignore[assignment]
        return (across[0] if isinstance(across, tuple) else across) / UNITS


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units `text` has."""
    return len(text) + sum(char > "\uffff" for char in text) if not text.isascii() else len(text)


def set_line(span: Span, style: TypeStyle) -> SetLine:
    """Return a span set on one line, however long."""
    return SetText((replace(span, text=span.text.strip() or " "),), style, _WIDE).lines[0]


def shorten(span: Span, style: TypeStyle, width: float, *, at_end: bool = True) -> str:
    """Return the words of a span that fit into `width` points, an ellipsis where some do not."""
    words = span.text.split()
    if set_line(replace(span, text=" ".join(words)), style).width <= width:
        return " ".join(words)
    low, high = 0, len(words)
    while low < high:
        count = (low + high + 1) // 2
        shown = _join(words, count, at_end=at_end)
        if set_line(replace(span, text=shown), style).width <= width:
            low = count
        else:
            high = count - 1
    return _join(words, low, at_end=at_end) if low else "…"


def _join(words: list[str], count: int, *, at_end: bool) -> str:
    if at_end:
        return " ".join(words[:count]) + " …"
    return "… " + " ".join(words[len(words) - count :])
