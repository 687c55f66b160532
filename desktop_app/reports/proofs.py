"""Reads a written report back and proves that it holds every note and every quote (rule 6).

Each format has a reader of its own here, which knows the format and not the report. A file
that differs from its report is never given out.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from desktop_app.reports.docx_parts import SPACES as DOCX_SPACES
from desktop_app.reports.layout import (
    AnyPiece,
    Piece,
    PieceGrid,
    PieceStyle,
    list_body,
    list_end,
    name_style,
)
from desktop_app.reports.model import Report
from desktop_app.reports.odt_parts import QUOTED
from desktop_app.reports.odt_parts import SPACES as ODT_SPACES
from desktop_app.reports.office_package import readable
from desktop_app.reports.spans import Span, Spans, note_spans

#: The words that stand for an element without words of its own.
Known = Mapping[str, Callable[[Element], str]]


@dataclass(slots=True)
class Found:
    """What was read: number and words of each note as the text refers to them, and the quotes."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)


def require_whole(found: Found, report: Report, *, clean: Callable[[str], str] = readable) -> None:
    """Raise AssertionError unless `found` is each note, once and in order, and each quote.

    `clean` makes of words what the format can hold of them.
    """
    language = report.language
    notes = [
        (str(note.number), clean("".join(span.text for span in note_spans(note, language))))
        for note in report.notes
    ]
    if found.notes != notes:
        lost = {number for number, _ in set(notes) ^ set(found.notes)}
        raise AssertionError(f"notes and file differ: {sorted(lost, key=int) or 'their order'}")
    quotes = Counter(filter(None, (clean(quote) for quote in list_quotes(report))))
    if Counter(filter(None, found.quotes)) != quotes:
        raise AssertionError("quotes and file differ")


def require_in_order(text: str, expected: Iterable[str]) -> None:
    """Raise AssertionError unless `text` holds all that is expected, one after the other."""
    place = 0
    for words in expected:
        place = text.find(words, place)
        if place < 0:
            raise AssertionError("notes or quotes and file differ")
        place += len(words)


def list_quotes(report: Report, *, with_context: bool = True) -> Iterator[str]:
    """Yield the words of sources in reading order: in the text, in the notes, at the end.

    Lines of a word in its context may be left out, for a format that shows a part of them.
    """
    for piece in list_body(report):
        if with_context or name_style(piece) is not PieceStyle.CONTEXT:
            yield from _list_quoted(_list_spans(piece))
    for note in report.notes:
        yield from _list_quoted(note_spans(note, report.language))
    for piece in list_end(report):
        yield from _list_quoted(piece.spans)


def _list_spans(piece: AnyPiece) -> Iterator[Span]:
    lines: Iterable[Spans]
    if isinstance(piece, Piece):
        lines = (piece.spans,)
    elif isinstance(piece, PieceGrid):
        lines = (phrase for row in piece.rows for cell in row.cells for phrase in cell)
    else:
        lines = (phrase for column in piece.columns for phrase in column.evidence)
    for spans in lines:
        yield from spans


def _list_quoted(spans: Iterable[Span]) -> Iterator[str]:
    return (span.text for span in spans if span.quoted)


def read_docx(data: bytes) -> Found:
    """Return the notes and quotes of a DOCX file."""
    found = Found()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        kind = "footnote" if "word/footnotes.xml" in archive.namelist() else "endnote"
        texts: dict[str, str] = {}
        numbers: list[str] = []
        with archive.open(f"word/{kind}s.xml") as part:
            for element in _walk_docx(part, found, note := f"{_W}{kind}", note):
                paragraphs = (_read(one, _DOCX) for one in element.findall(f"{_W}p"))
                texts[element.get(f"{_W}id", "")] = "\n".join(paragraphs)
        with archive.open("word/document.xml") as part:
            for element in _walk_docx(part, found, f"{note}Reference", f"{_W}p"):
                numbers.append(element.get(f"{_W}id", ""))
    found.notes = [(number, texts.get(number, "").removeprefix(" ")) for number in numbers]
    return found


def _walk_docx(part: IO[bytes], found: Found, wanted: str, whole: str) -> Iterator[Element]:
    """Yield each `wanted` element; keep the quotes that are met on the way.

    What is `whole` is not looked at again and gives its memory back.
    """
    quoted = f"{_W}rPr/{_W}rStyle[@{_W}val='QuotedWords']"
    for _, element in iterparse(part):
        if element.tag == f"{_W}r" and element.find(quoted) is not None:
            found.quotes.append(_read(element, _DOCX))
        if element.tag == wanted:
            yield element
        if element.tag == whole:
            element.clear()


def read_odt(data: bytes) -> Found:
    """Return the notes and quotes of an ODT file."""
    found, styles = Found(), set[str]()
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("content.xml") as part:
        for _, element in iterparse(part):
            if element.get(f"{_STYLE}parent-style-name") == QUOTED:
                styles.add(element.get(f"{_STYLE}name", ""))
            elif element.get(f"{_TEXT}style-name") in styles:
                found.quotes.append(_read(element, _ODT))
            elif element.tag == f"{_TEXT}note":
                number = element.findtext(f"{_TEXT}note-citation", "")
                body = element.find(f"{_TEXT}note-body/{_TEXT}p")
                found.notes.append((number, "" if body is None else _read(body, _ODT)))
            if element.tag in _ODT_WHOLE:
                element.clear()
    return found


def _read(element: Element, known: Known) -> str:
    """Return the words in an element; `known` says which stand for something else."""
    if element.tag in known:
        return known[element.tag](element)
    inside = (_read(child, known) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inside)


class HtmlReader(HTMLParser):
    """Reads the notes and quotes of a report's HTML into `found`."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__(convert_charrefs=True)
        self.found = Found()
        self._note: list[str] | None = None
        self._quote: list[str] | None = None
        self._number = ""
        self._is_link = False
        self._texts: dict[str, str] = {}
        self._referred: list[str] = []

    def close(self) -> None:
        """End reading; a note that the text does not refer to was not found."""
        super().close()
        self.found.notes = [(one, self._texts.get(one, "")) for one in self._referred]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a note, a quote or a link back begins."""
        said = dict(attrs)
        if tag == "li" and "value" in said:
            self._note, self._number = [], said["value"] or ""
        elif tag == "bdi":
            self._quote = []
        elif tag == "a":
            self._is_link = said.get("class") == "backlink"
            if (said.get("id") or "").startswith("r"):
                self._referred.append((said["id"] or "").removeprefix("r"))

    def handle_endtag(self, tag: str) -> None:
        """Keep what ended."""
        if tag == "li" and self._note is not None:
            self._texts[self._number] = "".join(self._note).removesuffix(" ")
            self._note = None
        elif tag == "bdi" and self._quote is not None:
            self.found.quotes.append("".join(self._quote))
            self._quote = None
        elif tag == "a":
            self._is_link = False

    def handle_data(self, data: str) -> None:
        """Keep words of notes and quotes."""
        if self._note is not None and not self._is_link:
            self._note.append(data)
        if self._quote is not None:
            self._quote.append(data)


def read_html(text: str) -> Found:
    """Return the notes and quotes of a report's HTML."""
    reader = HtmlReader()
    reader.feed(text)
    reader.close()
    return reader.found


def read_markdown(text: str) -> tuple[list[str], str]:
    """Return the numbers of notes as they are defined, and all words without their escapes."""
    numbers = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    words = _ESCAPED.sub(lambda found: found[1] or " ", text)
    return numbers, squeeze(words)


def squeeze(text: str) -> str:
    """Return words with one space between them."""
    return " ".join(text.split())


_ESCAPED = re.compile(r"\\\n *|<br>|\\(.)", re.DOTALL)
_W = "{" + DOCX_SPACES["xmlns:w"] + "}"
_TEXT, _STYLE = ("{" + ODT_SPACES[f"xmlns:{name}"] + "}" for name in ("text", "style"))
_DOCX: Known = {
    f"{_W}br": lambda _: "\n",
    f"{_W}tab": lambda _: "\t",
    f"{_W}instrText": lambda _: "",
}
_ODT: Known = {
    f"{_TEXT}line-break": lambda _: "\n",
    f"{_TEXT}tab": lambda _: "\t",
    f"{_TEXT}s": lambda one: " " * int(one.get(f"{_TEXT}c", "1")),
}
#: What is not read as part of anything that encloses it.
_ODT_WHOLE = frozenset(f"{_TEXT}{name}" for name in ("note", "list"))
