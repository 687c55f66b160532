"""Reads written reports back with parsers that know nothing of Regesta's writers.

A text is compared without its white space, which each format sets as it likes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count, takewhile

import docx
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html

from desktop_app.catalog.wording import Run, plain
from desktop_app.reports.model import (
    Block,
    Branch,
    ClaimLine,
    ConflictTable,
    Field,
    Grid,
    Heading,
    Mention,
    NoteRef,
    Paragraph,
    Phrase,
    Quote,
    Report,
    Sentence,
)

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def squash(text: str) -> str:
    """Return text without white space and without the marks that isolate a direction."""
    return re.sub(r"[\s\u2066-\u2069]+", "", text)


@dataclass(frozen=True)
class ReadBack:
    """What a reader found: the text without its notes, and each note under its number."""

    body: str
    notes: tuple[tuple[int, str], ...]


def list_words(report: Report, *, heads: bool = True) -> Iterator[str]:
    """Yield what the blocks say, in reading order, part by part: claims, quotes, cells.

    Without `heads`, not those of grids: a format without tables names them in each row.
    """
    for block in report.blocks:
        if isinstance(block, Grid) and heads:
            yield from filter(None, block.heads)
        yield from filter(None, _words_of(block))


def list_note_words(report: Report) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each note's number, and what must stand in it."""
    for note in report.notes:
        quoted = tuple(_say_quote(note.quote)) if note.quote else ()
        yield note.number, (plain(note.citation), *quoted, *note.remarks)


def _words_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case ClaimLine():
            yield from (block.subject, block.label, block.value, *block.qualifiers)
        case Mention(quote=quote, remark=remark):
            yield from (*_say_quote(quote), remark)
        case Sentence(phrase=phrase) | Branch(phrase=phrase):
            yield from _say(phrase)
        case Field(label=label, phrase=phrase, code=code):
            yield from (code, label, *_say(phrase))
        case Grid(rows=rows):
            for row in rows:
                for cell in row.cells:
                    for phrase in cell:
                        yield from _say(phrase)
        case ConflictTable(columns=columns):
            # Formats set the heads of the columns before or over their quotes.
            yield from (column.value for column in columns[:1])


def _say(phrase: Phrase) -> Iterator[str]:
    for one in phrase:
        match one:
            case Run(text=text):
                yield text
            case Quote():
                yield from _say_quote(one)
            case NoteRef():
                pass


def _say_quote(quote: Quote) -> Iterator[str]:
    yield from quote.ends or (quote.text,)
    yield quote.translation


def read_html(data: bytes) -> ReadBack:
    """Read a page by lxml."""
    tree = lxml_html.fromstring(data)
    notes = []
    for item in tree.xpath("//section[@class='notes']//li"):
        notes.append((int(item.get("value")), item.text_content()))
    for section in tree.xpath("//section[@class='notes']"):
        section.drop_tree()
    return ReadBack(tree.xpath("//body")[0].text_content(), tuple(notes))


def read_markdown(data: bytes) -> ReadBack:
    """Read Markdown: notes as they are defined, escapes taken away."""
    parts = re.split(r"^\[\^(\d+)\]: ", data.decode("utf-8"), flags=re.MULTILINE)
    notes = zip(parts[1::2], map(_unmark, parts[2::2]), strict=True)
    return ReadBack(_unmark(parts[0]), tuple((int(number), note) for number, note in notes))


def _unmark(markdown: str) -> str:
    """Return Markdown without its marks: what follows a backslash is no mark."""
    marks = r"\\\n *|\\([!-/:-@\[-`{-~])|[*|]|<br>|<[^>]+>|\[\^\d+\]"
    return re.sub(marks, lambda found: found[1] or "", markdown)


def read_plain(data: bytes) -> ReadBack:
    """Read text: notes as the lines that begin with the next number, before the bibliography's."""
    parts = re.split(r"^\[(\d+)\] ", data.decode("utf-8"), flags=re.MULTILINE)
    numbered = zip(count(1), parts[1::2], parts[2::2], strict=False)
    notes = takewhile(lambda one: one[0] == int(one[1]), numbered)
    return ReadBack(parts[0], tuple((number, note) for number, _, note in notes))


def read_docx(data: bytes) -> ReadBack:
    """Read a DOCX file by python-docx, its notes in the order of the references to them."""
    package = docx.Document(BytesIO(data))
    body = package.element.body
    kind = "footnote" if body.findall(f".//{qn('w:footnoteReference')}") else "endnote"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        name = f"word/{kind}s.xml"
        part = etree.fromstring(archive.read(name)) if name in archive.namelist() else ()
    texts = {one.get(qn("w:id")): _read_word(one) for one in part}
    ids = [one.get(qn("w:id")) for one in body.iter(qn(f"w:{kind}Reference"))]
    notes = tuple((number, texts[one]) for number, one in enumerate(ids, 1))
    return ReadBack(_read_word(body), notes)


def _read_word(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def read_odt(data: bytes) -> ReadBack:
    """Read an ODT file by lxml, its notes where they stand."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    notes = []
    for note in content.iter(f"{_TEXT}note"):
        number = int("".join(note.find(f"{_TEXT}note-citation").itertext()))
        notes.append((number, "".join(note.find(f"{_TEXT}note-body").itertext())))
    etree.strip_elements(content, f"{_TEXT}note", with_tail=False)
    return ReadBack("".join(content.itertext()), tuple(notes))


READERS = {
    ".html": read_html,
    ".md": read_markdown,
    ".txt": read_plain,
    ".docx": read_docx,
    ".odt": read_odt,
}


def require_all(found: ReadBack, report: Report, *, heads: bool = True) -> None:
    """Assert that the text holds all that the report says, in order, and each note once."""
    text, place = squash(found.body), 0
    for words in list_words(report, heads=heads):
        wanted = squash(words)
        at = text.find(wanted, place)
        assert at >= 0, f"lost or out of order: {words!r} after {text[max(0, place - 80) : place]}"
        place = at + len(wanted)
    expected = list(list_note_words(report))
    assert [number for number, _ in found.notes] == list(range(1, len(expected) + 1))
    for (number, note), (_, words) in zip(found.notes, expected, strict=True):
        squashed = squash(note)
        for one in words:
            assert squash(one) in squashed, f"note {number} lost {one!r}"
