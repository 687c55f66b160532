"""A report as ODT (OpenDocument 1.3): real footnotes, styles, languages of passages, links.

Looks of runs are automatic styles, made as they are met. The file is read back before it is
given out, and every note must be in it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from xml.etree.ElementTree import Element, iterparse

from desktop_app.reports.layout import (
    Cell,
    Piece,
    PieceStyle,
    PieceTable,
    flatten_grids,
    footer_text,
    list_body,
    list_end,
)
from desktop_app.reports.model import Note, NoteRef, Report
from desktop_app.reports.odt_parts import (
    MANIFEST,
    MEDIA_TYPE,
    SPACES,
    TABLE_STYLES,
    VERSION,
    make_look,
    make_meta,
    make_styles,
)
from desktop_app.reports.office_package import (
    CONTEXT_SHARES,
    CONTEXT_STYLES,
    HEAD,
    Markup,
    Words,
    chunk_columns,
    escape_text,
    head_text,
    is_context,
    pack,
    page_words,
    require_notes,
    say_replaced,
    split_note,
    tag,
)
from desktop_app.reports.spans import Span, Spans

_STYLES = {
    PieceStyle.TITLE: "Title",
    PieceStyle.SUBTITLE: "Subtitle",
    PieceStyle.TEXT: "Text_20_body",
    PieceStyle.NAMES: "Names",
    PieceStyle.REMARK: "Remark",
    PieceStyle.CLAIM: "Claim",
    PieceStyle.MENTION: "Mention",
    PieceStyle.FIELD: "Text_20_body",
    PieceStyle.BRANCH: "Text_20_body",
    PieceStyle.INDEX: "Text_20_body",
    PieceStyle.ENTRY: "Bibliography",
    PieceStyle.COUNT: "Counts",
}
_LISTED = (PieceStyle.CLAIM, PieceStyle.MENTION)
_DEEPEST = 6
#: A space at either end of a run, and every space after another, is lost unless it is said.
_SPACES = re.compile(r"(^ +| +$|(?<= ) +)")


def write_odt(report: Report) -> bytes:
    """Return the report as an ODT file; raise AssertionError if a note were missing from it."""
    writer = _Writer(report)
    header, footer = writer.header(), writer.footer()
    body = writer.body()
    looks = tag("office:automatic-styles", None, *TABLE_STYLES, *writer.list_looks())
    text = tag("office:body", None, tag("office:text", None, *body))
    parts = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": HEAD + tag("office:document-content", SPACES | VERSION, looks, text),
        "styles.xml": make_styles(report.language, header, footer),
        "meta.xml": make_meta(report, Words()),
    }
    data = pack(parts, stored="mimetype")
    require_notes(read_notes(data), report)
    return data


def read_notes(data: bytes) -> list[tuple[str, str]]:
    """Return number and words of each footnote, in the order of the text."""
    name = "{" + SPACES["xmlns:text"] + "}"
    found = []
    with (
        zipfile.ZipFile(BytesIO(data)) as archive,
        archive.open("content.xml") as part,
    ):
        for _, element in iterparse(part):
            if element.tag == f"{name}note":
                number = element.findtext(f"{name}note-citation", "")
                body = element.find(f"{name}note-body/{name}p")
                found.append((number, "" if body is None else _read_text(body, name)))
                element.clear()
            elif element.tag == f"{name}list":
                element.clear()
    return found


def _read_text(paragraph: Element, name: str) -> str:
    for one in paragraph.iter():
        if one.tag == f"{name}s":
            one.text = " " * int(one.get(f"{name}c", "1"))
        elif one.tag in (f"{name}line-break", f"{name}tab"):
            one.text = "\n" if one.tag == f"{name}line-break" else "\t"
    return "".join(paragraph.itertext())


class _Writer:
    """Walks the report once, in reading order, and keeps the looks it met."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._notes = {note.number: note for note in report.notes}
        self._sources = {
            entry.source: f"source{number}" for number, entry in enumerate(report.bibliography, 1)
        }
        self._words = Words()
        self._looks: dict[Markup, str] = {}
        self._tables = 0

    def body(self) -> list[Markup]:
        """Return everything between the start and the end of the text."""
        parts: list[Markup] = []
        pieces = (*flatten_grids(list_body(self._report)), *list_end(self._report))
        for (listed, in_context), group in groupby(pieces, _find_place):
            if listed:
                items = (tag("text:list-item", None, self._piece(one)) for one in group)
                parts.append(tag("text:list", {"text:style-name": "Claims"}, *items))
            elif in_context:
                parts.append(self._contexts(group))
            else:
                for one in group:
                    parts += self._table(one) if isinstance(one, PieceTable) else [self._piece(one)]
        said = say_replaced(self._words.replaced, self._report.language)
        return [*parts, self._set("Counts", (Span(text=said),))] if said else parts

    def footer(self) -> Markup:
        """Return the text of every footer: what the report was made from, and the page."""
        before, between, after = page_words(self._report.language)
        return _paragraph(
            "Footer",
            *self._text(footer_text(self._report) + "\t" + before),
            tag("text:page-number", {"text:select-page": "current"}, Markup("1")),
            *self._text(between),
            tag("text:page-count", None, Markup("1")),
            *self._text(after),
        )

    def header(self) -> Markup:
        """Return the running head: what the report is about, and the section of the page."""
        said = self._text(head_text(self._report) + "\t")
        section = {"text:display": "name", "text:outline-level": "1"}
        return _paragraph("Header", *said, tag("text:chapter", section))

    def list_looks(self) -> Iterator[Markup]:
        """Yield the automatic style of each look that was met."""
        for look, name in self._looks.items():
            yield tag("style:style", {"style:name": name, "style:family": "text"}, look)

    def _contexts(self, lines: Iterator[Piece | PieceTable]) -> Markup:
        """Return lines of context as a table without rules, their words under each other."""
        self._tables += 1
        shares = range(len(CONTEXT_SHARES))
        columns = (tag("table:table-column", {"table:style-name": f"Context{n}"}) for n in shares)
        rows = []
        for line in lines:
            spans = line.spans if isinstance(line, Piece) else ()
            cells = (
                tag(
                    "table:table-cell",
                    {"table:style-name": "Plain", "office:value-type": "string"},
                    self._set(style, (span,)),
                )
                for style, span in zip(CONTEXT_STYLES, spans, strict=True)
            )
            rows.append(tag("table:table-row", None, *cells))
        look = {"table:name": f"Table{self._tables}", "table:style-name": "Conflict"}
        return tag("table:table", look, *columns, *rows)

    def _piece(self, piece: Piece | PieceTable) -> Markup:
        assert isinstance(piece, Piece)
        content = self._spans(piece.spans)
        if piece.style is PieceStyle.HEADING:
            level = str(min(max(piece.level, 1), _DEEPEST))
            look = {"text:style-name": f"Heading_20_{level}", "text:outline-level": level}
            return tag("text:h", look, *content)
        if piece.style is PieceStyle.ENTRY and piece.key in self._sources:
            mark = tag("text:bookmark", {"text:name": self._sources[piece.key]})
            content.insert(0, mark)
        return _paragraph(_STYLES[piece.style], *content)

    def _set(self, style: str, spans: Spans) -> Markup:
        return _paragraph(style, *self._spans(spans))

    def _table(self, table: PieceTable) -> Iterator[Markup]:
        yield self._set("Caption", table.caption)
        for columns in chunk_columns(table):
            self._tables += 1
            name = {"table:name": f"Table{self._tables}", "table:style-name": "Conflict"}
            count = {"table:number-columns-repeated": str(len(columns))}
            heads = (self._cell(one, one.value, one.decision) for one in columns)
            bodies = (self._cell(one, *one.evidence) for one in columns)
            yield tag(
                "table:table",
                name,
                tag("table:table-column", count),
                tag("table:table-header-rows", None, tag("table:table-row", None, *heads)),
                tag("table:table-row", None, *bodies),
            )
        yield self._set("Table_20_Closing", table.closing)

    def _cell(self, cell: Cell, *paragraphs: Spans) -> Markup:
        look = {
            "table:style-name": "Chosen" if cell.chosen else "Value",
            "office:value-type": "string",
        }
        said = (self._set("Table_20_Contents", spans) for spans in paragraphs if spans)
        return tag("table:table-cell", look, *said)

    def _spans(self, spans: Spans) -> list[Markup]:
        return [run for span in spans for run in self._span(span)]

    def _span(self, span: Span) -> list[Markup]:
        if span.ref is not None:
            return [self._first(span.ref) if span.ref.first else _repeat(span.ref)]
        text = self._text(span.text)
        look = make_look(span)
        if not look or not text:
            return text
        name = self._looks.setdefault(look, f"T{len(self._looks) + 1}")
        return [tag("text:span", {"text:style-name": name}, *text)]

    def _first(self, ref: NoteRef) -> Markup:
        number = Markup(str(ref.number))
        text = self._footnote(self._notes[ref.number])
        return tag(
            "text:note",
            {"text:id": f"note{number}", "text:note-class": "footnote"},
            tag("text:note-citation", None, number),
            tag("text:note-body", None, text),
        )

    def _footnote(self, note: Note) -> Markup:
        before, citation, after = split_note(note, self._report.language)
        cited = self._spans(citation)
        if note.source in self._sources and cited:
            target = {"xlink:type": "simple", "xlink:href": f"#{self._sources[note.source]}"}
            plain = {
                "text:style-name": "Source_20_Link", "text:visited-style-name": "Source_20_Link",
            }  # fmt: skip
            cited = [tag("text:a", target | plain, *cited)]
        return _paragraph("Footnote", *self._spans(before), *cited, *self._spans(after))

    def _text(self, text: str) -> list[Markup]:
        """Return text whose spaces, tabs and line breaks all come back."""
        parts: list[Markup] = []
        for piece in self._words.split(text):
            if piece in _WHITE:
                parts.append(_WHITE[piece])
            else:
                parts += [_spaces(one) for one in _SPACES.split(piece) if one]
        return parts


def _find_place(piece: Piece | PieceTable) -> tuple[bool, bool]:
    """Return whether a piece stands in a list, and whether in a table of contexts."""
    return isinstance(piece, Piece) and piece.style in _LISTED, is_context(piece)


def _spaces(text: str) -> Markup:
    """Return one part of a text split at its spaces that must be said."""
    if text.strip(" "):
        return escape_text(text)
    return tag("text:s", {"text:c": str(len(text))} if len(text) > 1 else None)


def _paragraph(style: str, *content: Markup) -> Markup:
    return tag("text:p", {"text:style-name": style}, *content)


def _repeat(ref: NoteRef) -> Markup:
    asked = {
        "text:note-class": "footnote",
        "text:ref-name": f"note{ref.number}",
        "text:reference-format": "text",
    }
    number = tag("text:note-ref", asked, Markup(str(ref.number)))
    return tag("text:span", {"text:style-name": "Note_20_Number"}, number)


_WHITE = {"\n": tag("text:line-break"), "\t": tag("text:tab")}
