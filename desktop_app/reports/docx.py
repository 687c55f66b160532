"""A report as DOCX: real footnotes, styles, languages of passages, links to the bibliography.

A note's number is counted by the word processor; where a note is named again, a field repeats
its number. The file is read back before it is given out, and every note must be in it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from xml.etree.ElementTree import iterparse

from desktop_app.reports.docx_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    FONT_TABLE,
    NUMBERING,
    PACKAGE_RELATIONS,
    SPACES,
    TEXT_WIDTH,
    make_properties,
    make_section,
    make_settings,
    make_styles,
)
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
from desktop_app.reports.office_package import (
    ASIAN,
    COMPLEX,
    CONTEXT_SHARES,
    CONTEXT_STYLES,
    HEAD,
    Markup,
    Words,
    chunk_columns,
    escape_text,
    find_region,
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
    PieceStyle.TEXT: "BodyText",
    PieceStyle.NAMES: "Names",
    PieceStyle.REMARK: "Remark",
    PieceStyle.CLAIM: "Claim",
    PieceStyle.MENTION: "Mention",
    PieceStyle.FIELD: "BodyText",
    PieceStyle.BRANCH: "BodyText",
    PieceStyle.INDEX: "BodyText",
    PieceStyle.ENTRY: "Bibliography",
    PieceStyle.COUNT: "Counts",
}
_DEEPEST = 6
_RAISED = tag("w:vertAlign", {"w:val": "superscript"})


def write_docx(report: Report) -> bytes:
    """Return the report as a DOCX file; raise AssertionError if a note were missing from it."""
    writer = _Writer(report)
    footer = HEAD + tag("w:ftr", SPACES, writer.footer())
    header = HEAD + tag("w:hdr", SPACES, writer.header())
    body = writer.body()
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELATIONS,
        "word/document.xml": HEAD + tag("w:document", SPACES, tag("w:body", None, *body)),
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/footnotes.xml": HEAD + tag("w:footnotes", SPACES, *writer.notes, lines=True),
        "word/header1.xml": header,
        "word/footer1.xml": footer,
        "word/footer2.xml": footer,
        "word/styles.xml": make_styles(_language(report.language)),
        "word/numbering.xml": NUMBERING,
        "word/fontTable.xml": FONT_TABLE,
        "word/settings.xml": make_settings(),
        "docProps/core.xml": make_properties(report, Words()),
    }
    data = pack(parts)
    require_notes(read_notes(data), report)
    return data


def read_notes(data: bytes) -> list[tuple[str, str]]:
    """Return number and words of each footnote, in the order the text refers to them."""
    word = "{" + SPACES["xmlns:w"] + "}"
    texts: dict[str, str] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        with archive.open("word/footnotes.xml") as part:
            for _, element in iterparse(part):
                if element.tag == f"{word}footnote":
                    shown = (_read_run(one.tag, one.text, word) for one in element.iter())
                    texts[element.get(f"{word}id", "")] = "".join(shown)
                    element.clear()
        with archive.open("word/document.xml") as part:
            found = []
            for _, element in iterparse(part):
                if element.tag == f"{word}footnoteReference":
                    found.append(element.get(f"{word}id", ""))
                elif element.tag == f"{word}p":
                    element.clear()
    return [(number, texts[number].removeprefix(" ")) for number in found]


def _read_run(name: str, text: str | None, word: str) -> str:
    return {f"{word}br": "\n", f"{word}tab": "\t"}.get(name, text or "")


class _Writer:
    """Walks the report once, in reading order, and keeps the footnotes it met."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._notes = {note.number: note for note in report.notes}
        self._sources = {
            entry.source: f"source{number}" for number, entry in enumerate(report.bibliography, 1)
        }
        self._words = Words()
        self._marks = 0
        self.notes: list[Markup] = [*_SEPARATORS]

    def body(self) -> list[Markup]:
        """Return everything between the start and the end of the document."""
        parts: list[Markup] = []
        pieces = (*flatten_grids(list_body(self._report)), *list_end(self._report))
        for in_context, group in groupby(pieces, is_context):
            if in_context:
                parts.append(self._contexts(group))
            else:
                for one in group:
                    parts += self._table(one) if isinstance(one, PieceTable) else [self._piece(one)]
        said = say_replaced(self._words.replaced, self._report.language)
        if said:
            parts.append(self._set("Counts", (Span(text=said),)))
        return [*parts, make_section()]

    def footer(self) -> Markup:
        """Return the text of every footer: what the report was made from, and the page."""
        before, between, after = page_words(self._report.language)
        return _paragraph(
            "Footer",
            *self._text(footer_text(self._report) + "\t" + before, Markup("")),
            *_field("PAGE", "1", Markup("")),
            *self._text(between, Markup("")),
            *_field("NUMPAGES", "1", Markup("")),
            *self._text(after, Markup("")),
        )

    def header(self) -> Markup:
        """Return the running head: what the report is about, and the section of the page."""
        said = self._text(head_text(self._report) + "\t", Markup(""))
        return _paragraph("Header", *said, *_field("STYLEREF 1", "", Markup("")))

    def _contexts(self, lines: Iterator[Piece | PieceTable]) -> Markup:
        """Return lines of context as a table without rules, their words under each other."""
        widths = [str(TEXT_WIDTH * share // 100) for share in CONTEXT_SHARES]
        grid = (tag("w:gridCol", {"w:w": width}) for width in widths)
        rows = []
        for line in lines:
            spans = line.spans if isinstance(line, Piece) else ()
            cells = (
                tag(
                    "w:tc",
                    None,
                    tag("w:tcPr", None, tag("w:tcW", {"w:w": width, "w:type": "dxa"})),
                    self._set(style, (span,)),
                )
                for width, style, span in zip(widths, CONTEXT_STYLES, spans, strict=True)
            )
            rows.append(tag("w:tr", None, _UNBROKEN, *cells))
        return tag("w:tbl", None, _CONTEXT_LOOK, tag("w:tblGrid", None, *grid), *rows)

    def _piece(self, piece: Piece) -> Markup:
        style = _STYLES.get(piece.style, f"Heading{min(max(piece.level, 1), _DEEPEST)}")
        content = self._spans(piece.spans)
        if piece.style is PieceStyle.ENTRY and piece.key in self._sources:
            return _paragraph(style, *self._bookmark(self._sources[piece.key], *content))
        return _paragraph(style, *content)

    def _set(self, style: str, spans: Spans) -> Markup:
        return _paragraph(style, *self._spans(spans))

    def _table(self, table: PieceTable) -> Iterator[Markup]:
        yield self._set("Caption", table.caption)
        for columns in chunk_columns(table):
            width = TEXT_WIDTH // len(columns)
            grid = [tag("w:gridCol", {"w:w": str(width)}) for _ in columns]
            rows = self._rows(columns, width)
            yield tag("w:tbl", None, _TABLE_LOOK, tag("w:tblGrid", None, *grid), *rows)
            yield _paragraph("TableEnd")
        yield self._set("TableClosing", table.closing)

    def _rows(self, columns: tuple[Cell, ...], width: int) -> Iterator[Markup]:
        heads = (self._cell(one, width, one.value, one.decision) for one in columns)
        yield tag("w:tr", None, _HEAD_ROW, *heads)
        yield tag("w:tr", None, *(self._cell(one, width, *one.evidence) for one in columns))

    def _cell(self, cell: Cell, width: int, *paragraphs: Spans) -> Markup:
        look = [tag("w:tcW", {"w:w": str(width), "w:type": "dxa"})]
        if cell.chosen:
            look.append(_CHOSEN)
        said = [self._set("TableText", spans) for spans in paragraphs if spans]
        return tag("w:tc", None, tag("w:tcPr", None, *look), *said)

    def _spans(self, spans: Spans) -> list[Markup]:
        return [run for span in spans for run in self._span(span)]

    def _span(self, span: Span) -> list[Markup]:
        if span.ref is None:
            return self._text(span.text, _look(span))
        return self._first(span.ref) if span.ref.first else _repeat(span.ref)

    def _first(self, ref: NoteRef) -> list[Markup]:
        self.notes.append(self._footnote(self._notes[ref.number]))
        reference = tag("w:footnoteReference", {"w:id": str(ref.number)})
        return self._bookmark(f"note{ref.number}", tag("w:r", None, _NOTE_NUMBER, reference))

    def _footnote(self, note: Note) -> Markup:
        before, citation, after = split_note(note, self._report.language)
        cited = self._spans(citation)
        if note.source in self._sources and cited:
            cited = [tag("w:hyperlink", {"w:anchor": self._sources[note.source]}, *cited)]
        text = _paragraph(
            "FootnoteText",
            tag("w:r", None, _NOTE_NUMBER, tag("w:footnoteRef")),
            *self._text(" ", Markup("")),
            *self._spans(before),
            *cited,
            *self._spans(after),
        )
        return tag("w:footnote", {"w:id": str(note.number)}, text)

    def _bookmark(self, name: str, *content: Markup) -> list[Markup]:
        self._marks += 1
        number = {"w:id": str(self._marks)}
        start = tag("w:bookmarkStart", {**number, "w:name": name})
        return [start, *content, tag("w:bookmarkEnd", number)]

    def _text(self, text: str, look: Markup) -> list[Markup]:
        parts = [_WHITE.get(part) or _plain(part) for part in self._words.split(text)]
        return [tag("w:r", None, *filter(None, (look, *parts)))] if parts else []


def _plain(text: str) -> Markup:
    return tag("w:t", {"xml:space": "preserve"}, escape_text(text))


def _paragraph(style: str, *content: Markup) -> Markup:
    look = tag("w:pPr", None, tag("w:pStyle", {"w:val": style}))
    return Markup(tag("w:p", None, look, *content) + "\n")


def _look(span: Span) -> Markup:
    """Return the properties of a run, in the order the format asks for."""
    parts = [tag("w:rStyle", {"w:val": "QuotedWords"})] if span.quoted else []
    for marked, names in (
        (span.bold, ("w:b", "w:bCs")),
        (span.italic, ("w:i", "w:iCs")),
        (span.small_caps, ("w:smallCaps",)),
        (span.struck, ("w:strike",)),
    ):
        parts += [tag(name) for name in names if marked]
    if span.raised:
        parts.append(_RAISED)
    languages = _language(span.language)
    if languages:
        parts.append(tag("w:lang", languages))
    return tag("w:rPr", None, *parts) if parts else Markup("")


def _language(language: str) -> dict[str, str]:
    """Return the attributes that say a run's language to every dictionary that may look at it."""
    found = find_region(language)
    if found is None:
        return {}
    name = "-".join(part for part in found if part)
    more = {"w:bidi": name} if found[0] in COMPLEX else {}
    return {"w:val": name, **({"w:eastAsia": name} if found[0] in ASIAN else {}), **more}


def _repeat(ref: NoteRef) -> list[Markup]:
    return _field(rf"NOTEREF note{ref.number} \h", str(ref.number), _NOTE_NUMBER)


def _field(instruction: str, shown: str, look: Markup) -> list[Markup]:
    asked = tag("w:instrText", {"xml:space": "preserve"}, escape_text(f" {instruction} "))
    ends = (tag("w:fldChar", {"w:fldCharType": one}) for one in ("begin", "separate", "end"))
    begin, separate, end = ends
    runs = (begin, asked, separate, _plain(shown), end)
    return [tag("w:r", None, *filter(None, (look, run))) for run in runs]


def _separator(number: int, kind: str) -> Markup:
    line = tag("w:p", None, tag("w:r", None, tag(f"w:{kind}")))
    return tag("w:footnote", {"w:type": kind, "w:id": str(number)}, line)


_WHITE = {"\n": tag("w:br"), "\t": tag("w:tab")}
_NOTE_NUMBER = tag("w:rPr", None, tag("w:rStyle", {"w:val": "FootnoteReference"}))
_SEPARATORS = (_separator(-1, "separator"), _separator(0, "continuationSeparator"))
_HEAD_ROW = tag("w:trPr", None, tag("w:cantSplit"), tag("w:tblHeader"))
_UNBROKEN = tag("w:trPr", None, tag("w:cantSplit"))
_FIXED = (
    tag("w:tblW", {"w:w": str(TEXT_WIDTH), "w:type": "dxa"}),
    tag("w:tblLayout", {"w:type": "fixed"}),
)
_CONTEXT_LOOK = tag("w:tblPr", None, *_FIXED)
_TABLE_LOOK = tag(
    "w:tblPr",
    None,
    tag("w:tblStyle", {"w:val": "ConflictTable"}),
    *_FIXED,
    tag("w:tblLook", {"w:val": "0020", "w:firstRow": "1"}),
)
_CHOSEN = tag(
    "w:tcBorders",
    None,
    *(
        tag(f"w:{side}", {"w:val": "single", "w:sz": "12", "w:space": "0", "w:color": "auto"})
        for side in ("top", "left", "bottom", "right")
    ),
)
