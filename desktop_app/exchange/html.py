"""HTML as structured plain text: one line a block, headings set off, list marks, table rows.

Nothing is ever loaded: only the bytes at hand are read, by a parser that calls back for each
tag. It builds no tree, for libxml2 drops a whole tree that is nested more than 256 deep, in
silence (tests/exchange/test_html.py::test_deep_nesting_loses_nothing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop_app.catalog.canonical import CanonicalWriter, canonicalise
from desktop_app.errors import UserError
from desktop_app.exchange.encodings import Decoded, decode, find_encoding
from desktop_app.exchange.lines import LineWriter
from desktop_app.exchange.plain import describe_decoding
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import tr

_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|"
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 4_096
_CHUNK = 65_536
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_DROPPED = frozenset((
    "script", "style", "template", "noscript", "svg", "math", "object", "embed", "applet",
    "iframe", "canvas", "audio", "video",
))  # fmt: skip
# Marks inside a row; `canonicalise` leaves neither in what the parser sees.
_CELL, _BREAK = "\x00", "\x01"
#: Characters of a row with several blocks in a cell from which it is layout, not a table.
_LONG_ROW = 300
_MOST_RAISED = 8
_NUMBER = re.compile("-?[0-9]{1,6}")
_SPACES = re.compile("[ \t\n\r\f]+")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_html(
    data: bytes, name: str, take: Callable[[str], None], *, encoding: str | None = None
) -> ReadDocument:
    """Give the text of an HTML page to `take`, return the rest.

    Raises UserError "unknown_encoding" or "unknown_format".
    """
    from lxml import etree

    decoded = _decode_page(data, name, encoding)
    page, lines = _Page(), LineWriter(take)
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)

    def feed(text: str) -> None:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8"))
            lines.add_all_but_last(page.lines)

    # libxml2 stops at some control characters: they become visible before it sees them.
    source = CanonicalWriter(feed)
    for piece in decoded.pieces():
        source.add(piece)
    source.flush()
    if source.characters:
        parser.close()
    page.finish()
    lines.add(page.lines)
    made = lines.finish()
    return ReadDocument(
        text="",
        media_type="text/html",
        encoding=decoded.encoding,
        encoding_sure=decoded.sure,
        alternatives=decoded.alternatives,
        title=canonicalise(page.title).text,
        replaced=source.replaced + made + decoded.lost,
        extractor=f"html 1 (lxml {etree.__version__})",
        notes=describe_decoding(decoded) + page.describe(),
    )


def _decode_page(data: bytes, name: str, encoding: str | None) -> Decoded:
    """Return the page's text by the encoding asked for, else found, else declared."""
    guessed = decode(data, name, encoding=encoding)
    if encoding is not None or (guessed.sure and guessed.encoding.startswith("utf-")):
        return guessed
    match = _DECLARED.search(data[:_HEAD])
    declared = (match[1] or match[2]).decode("ascii", "replace") if match else ""
    try:
        known = find_encoding(declared, name)
    except UserError:
        return guessed
    # A page of bytes that is found to be neither UTF-16 nor UTF-8 does not become so by saying it.
    if known.startswith("utf"):
        return guessed
    read = decode(data, name, encoding=known)
    if read.lost > guessed.lost:
        return guessed
    agreed = known == guessed.encoding or not guessed.sure
    others = () if agreed else guessed.alternatives
    return replace(read, encoding=known, sure=agreed, alternatives=others)


class _Page:
    """Takes the parser's calls and gathers lines."""

    def __init__(self) -> None:
        """Begin an empty page."""
        self._title: list[str] = []
        self.lines: list[str] = []
        self._line: list[str] = []
        self._mark = ""
        self._dropping = 0
        self._preformatted = 0
        self._rows = 0
        self._in_title = False
        self._lists: list[int | None] = []
        self._raised: list[tuple[int, bool]] = []
        self._pictures = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._dropping or tag in _DROPPED:
            self._dropping += tag in _DROPPED
        elif tag == "title":
            self._in_title = True
        elif tag == "br":
            self._break_line()
        elif tag == "img":
            self._pictures += 1
        elif tag in ("td", "th"):
            self._line.append(_CELL if self._rows == 1 else _BREAK)
        elif tag == "sup":
            self._raised.append((len(self._line), False))
        elif tag == "a" and self._raised:
            self._raised[-1] = (self._raised[-1][0], True)
        elif tag in _BLOCKS:
            self._start_block(tag, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._dropping:
            self._dropping -= tag in _DROPPED
        elif tag == "title":
            self._in_title = False
        elif tag == "sup" and self._raised:
            self._end_raised()
        elif tag in _BLOCKS:
            self._end_block(tag)

    def data(self, text: str) -> None:
        """Take characters."""
        if self._in_title:
            self._title.append(text)
        elif self._preformatted and not self._dropping:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._break_line()
                self._line.append(line)
        elif not self._dropping:
            self._line.append(text)

    def comment(self, text: str) -> None:
        """Pass over a comment."""

    def close(self) -> None:
        """Do nothing: the lines are asked for by `finish`."""

    def finish(self) -> None:
        """End what the page left open."""
        if self._rows:
            self._rows = 0
            self._end_row()
        self._break_block()

    @property
    def title(self) -> str:
        """Return the page's own title, or ""."""
        return _collapse("".join(self._title))

    def describe(self) -> tuple[str, ...]:
        """Return what of the page is not in the text."""
        if not self._pictures:
            return ()
        return (tr("{count} pictures left out", count=self._pictures),)

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a new line, with what the element sets in front of it."""
        self._break_block()
        if tag in _HEADINGS and not self._rows:
            self._add_blank_line()
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("ul", "menu", "dir"):
            self._lists.append(None)
        elif tag == "ol":
            start = attributes.get("start", "")
            self._lists.append(int(start) if _NUMBER.fullmatch(start) else 1)
        elif tag == "li":
            self._start_item()
        elif tag == "tr":
            self._rows += 1

    def _end_block(self, tag: str) -> None:
        """End the line, and what the element opened."""
        if tag == "tr" and self._rows:
            self._rows -= 1
            if not self._rows:
                self._end_row()
        self._break_block()
        if tag == "pre" and self._preformatted:
            self._preformatted -= 1
        elif tag in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()

    def _start_item(self) -> None:
        """Set the number or the bullet that a browser shows before a list item."""
        number = self._lists[-1] if self._lists else None
        if number is None:
            mark = "• "
        else:
            mark = f"{number}. "
            self._lists[-1] = number + 1
        if self._rows:
            self._line.append(mark)
        else:
            self._mark = mark

    def _end_row(self) -> None:
        """Write the row: its cells parted by tabs, or, where it lays out a page, as blocks."""
        row = "".join(self._line)
        self._line = []
        blocks = [
            [block for block in map(_collapse, cell.split(_BREAK)) if block]
            for cell in row.split(_CELL)[1:] or [row]
        ]
        if len(row) > _LONG_ROW and any(len(cell) > 1 for cell in blocks):
            self.lines.extend(block for cell in blocks for block in cell)
        elif any(blocks):
            self.lines.append("\t".join(" ".join(cell) for cell in blocks))

    def _end_raised(self) -> None:
        """Keep a raised number apart from the word before it: 1962¹, and [1] for a linked note."""
        start, linked = self._raised.pop()
        if len(self._raised) >= _MOST_RAISED:
            # Each raises the whole of what it holds: thousands in each other would take for ever.
            return
        text = "".join(self._line[start:])
        if linked and text.strip().isdecimal():
            self._line[start:] = [f"[{text.strip()}]"]
        else:
            self._line[start:] = [text.translate(_SUPERSCRIPTS)]

    def _break_line(self) -> None:
        """End the line where the page does; an empty one stays as one blank line."""
        if self._rows:
            self._line.append(_BREAK)
        elif not self._flush():
            self._add_blank_line()

    def _break_block(self) -> None:
        """End the line before or after a block."""
        if self._rows:
            self._line.append(_BREAK)
        else:
            self._flush()

    def _flush(self) -> bool:
        """Write the line gathered so far; return whether it held anything."""
        text = "".join(self._line)
        text = text.rstrip() if self._preformatted else _collapse(text)
        self._line = []
        if text:
            self.lines.append(self._mark + text)
            self._mark = ""
        return bool(text)

    def _add_blank_line(self) -> None:
        """Set the next line off by one blank line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _collapse(text: str) -> str:
    """Return `text` with each run of HTML's white space as one space; no-break spaces stay."""
    return _SPACES.sub(" ", text).strip(" ")
