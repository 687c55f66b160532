"""A report as DOCX: real footnotes or endnotes, styles, languages of passages, links, tables.

The contents and the index of names are fields with their words in place: nobody is asked
to update them, and a word processor that prints them puts in the pages. The file is read
back before it is given out, and every note and every quote must be in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from desktop_app.reports.docx_parts import (
    PACKAGE_RELATIONS,
    SPACES,
    make_content_types,
    make_properties,
    make_relations,
    make_section,
    make_settings,
    to_units,
)
from desktop_app.reports.docx_runs import (
    CLOSED_FIELD,
    DocxRuns,
    field,
    language_attributes,
    link,
    open_field,
    paragraph,
)
from desktop_app.reports.docx_styles import (
    BRANCHES,
    DEEPEST_BRANCH,
    FONT_TABLE,
    NUMBERING,
    make_styles,
)
from desktop_app.reports.docx_tables import DocxTables
from desktop_app.reports.layout import (
    AnyPiece,
    Piece,
    PieceGrid,
    PieceStyle,
    PieceTable,
    footer_text,
    name_style,
    part_report,
)
from desktop_app.reports.model import Report
from desktop_app.reports.office_package import (
    HEAD,
    Markup,
    Words,
    head_text,
    name_section,
    note_kind,
    pack,
    page_words,
    say_replaced,
    tag,
)
from desktop_app.reports.proofs import read_docx, require_whole
from desktop_app.reports.sections import Section, list_index_places, make_outline
from desktop_app.reports.setting import make_sheet
from desktop_app.reports.spans import Span
from desktop_app.reports.words import get_words

_STYLES = {
    PieceStyle.TITLE: "Title",
    PieceStyle.SUBTITLE: "Subtitle",
    PieceStyle.TEXT: "BodyText",
    PieceStyle.NAMES: "Names",
    PieceStyle.REMARK: "Remark",
    PieceStyle.CLAIM: "Claim",
    PieceStyle.MENTION: "Mention",
    PieceStyle.FIELD: "Field",
    PieceStyle.BRANCH: "Branch",
    PieceStyle.INDEX: "Index1",
    PieceStyle.ENTRY: "Bibliography",
    PieceStyle.COUNT: "Counts",
}
_DEEPEST = 6


def write_docx(report: Report) -> bytes:
    """Return the report as a DOCX file; raise AssertionError if a note were missing from it."""
    writer = _Writer(report)
    kind = note_kind(report)
    width = to_units(make_sheet(report.setup).measure)
    footer = HEAD + tag("w:ftr", SPACES, writer.footer())
    header = HEAD + tag("w:hdr", SPACES, writer.header())
    body = writer.body()
    parts = {
        "[Content_Types].xml": make_content_types(kind),
        "_rels/.rels": PACKAGE_RELATIONS,
        "word/document.xml": HEAD + tag("w:document", SPACES, tag("w:body", None, *body)),
        "word/_rels/document.xml.rels": make_relations(kind),
        f"word/{kind}s.xml": HEAD + tag(f"w:{kind}s", SPACES, *writer.runs.notes, lines=True),
        "word/header1.xml": header,
        "word/footer1.xml": footer,
        "word/footer2.xml": footer,
        "word/styles.xml": make_styles(language_attributes(report.language), width),
        "word/numbering.xml": NUMBERING,
        "word/fontTable.xml": FONT_TABLE,
        "word/settings.xml": make_settings(kind),
        "docProps/core.xml": make_properties(report, Words()),
    }
    data = pack(parts)
    require_whole(read_docx(data), report)
    return data


class _Writer:
    """Walks the report once, in reading order."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._words = get_words(report.language)
        self._sheet = make_sheet(report.setup)
        self._front, self._body, end = part_report(report)
        # Endnotes follow all else, so their heading stands last.
        self._notes = [] if report.setup.notes_at_foot or not report.notes else end[:1]
        self._end = end[len(self._notes) :]
        self._outline = make_outline(self._body, [*self._end, *self._notes], report.language)
        self._sections = iter(self._outline.sections)
        self.runs = DocxRuns(report)
        self._tables = DocxTables(self.runs, to_units(self._sheet.measure))

    def body(self) -> list[Markup]:
        """Return everything between the start and the end of the document."""
        parts = [*self._pieces(self._front)]
        if self._report.setup.contents:
            parts += [self._contents(), paragraph("ContentsEnd")]
        parts += self._pieces(self._body)
        parts += self._pieces(self._end)
        said = say_replaced(self.runs.words.replaced, self._report.language)
        if said:
            parts.append(self.runs.set("Counts", (Span(text=said),)))
        parts += self._pieces(self._notes)
        return [*parts, make_section(self._sheet, note_kind(self._report))]

    def footer(self) -> Markup:
        """Return the text of every footer: what the report was made from, and the page."""
        before, between, after = page_words(self._report.language)
        return paragraph(
            "Footer",
            *self.runs.text(footer_text(self._report) + "\t" + before),
            *field("PAGE", "1"),
            *self.runs.text(between),
            *field("NUMPAGES", "1"),
            *self.runs.text(after),
        )

    def header(self) -> Markup:
        """Return the running head: what the report is about, and the section of the page."""
        said = self.runs.text(head_text(self._report) + "\t")
        return paragraph("Header", *said, *field("STYLEREF 1", ""))

    def _pieces(self, pieces: Iterable[AnyPiece]) -> Iterator[Markup]:
        """Yield the pieces; lines of context and the names of the index are set together."""
        for style, group in groupby(pieces, name_style):
            if style is PieceStyle.CONTEXT:
                yield self._tables.contexts(one for one in group if isinstance(one, Piece))
            elif style is PieceStyle.INDEX:
                yield from self._index([one for one in group if isinstance(one, Piece)])
            else:
                yield from chain.from_iterable(self._piece(one) for one in group)

    def _piece(self, piece: AnyPiece) -> Iterator[Markup]:
        if isinstance(piece, PieceGrid):
            yield from self._tables.grid(piece)
        elif isinstance(piece, PieceTable):
            yield from self._tables.conflict(piece)
        elif piece.style is PieceStyle.HEADING:
            yield self._heading(piece)
        else:
            yield self._paragraph(piece)

    def _heading(self, piece: Piece) -> Markup:
        level = min(max(piece.level, 1), _DEEPEST)
        said = self.runs.bookmark(name_section(next(self._sections)), *self.runs.spans(piece.spans))
        marks = self.runs.mark_names(piece.names)
        return paragraph(f"Heading{level}", *marks, *said)

    def _paragraph(self, piece: Piece) -> Markup:
        content = [*self.runs.mark_names(piece.names), *self.runs.spans(piece.spans)]
        if piece.style is PieceStyle.ENTRY and piece.key in self.runs.sources:
            content = self.runs.bookmark(self.runs.sources[piece.key], *content)
        depth = min(len(piece.rails), DEEPEST_BRANCH)
        properties = (_branch_level(depth),) if depth else ()
        return paragraph(_STYLES[piece.style], *content, properties=properties)

    def _contents(self) -> Markup:
        """Return the contents as a field with its words in place; only pages are reckoned."""
        lines = [self._contents_line(one) for one in self._outline.contents]
        if lines:
            lines[0] = [*open_field(r'TOC \o "1-2" \h'), *lines[0]]
            lines[-1] = [*lines[-1], CLOSED_FIELD]
        shown = zip(self._outline.contents, lines, strict=True)
        return tag(
            "w:sdt",
            None,
            tag("w:sdtPr", None, _CONTENTS),
            tag(
                "w:sdtContent",
                None,
                self.runs.set("TOCHeading", (Span(text=self._words.contents),)),
                *(paragraph(f"TOC{section.level}", *line) for section, line in shown),
            ),
        )

    def _contents_line(self, section: Section) -> list[Markup]:
        name = name_section(section)
        page = field(rf"PAGEREF {name} \h", "")
        return [link(name, *self.runs.text(section.text + "\t"), *page)]

    def _index(self, names: list[Piece]) -> Iterator[Markup]:
        """Yield the names as the result of a field, each with the sections that name it."""
        for number, piece in enumerate(names):
            starts = open_field(r'INDEX \e ", "') if number == 0 else []
            ends = [CLOSED_FIELD] if number == len(names) - 1 else []
            said = self.runs.spans(piece.spans)
            for between, section in list_index_places(piece, self._outline):
                said += self.runs.text(between)
                said.append(link(name_section(section), *self.runs.text(section.text)))
            yield paragraph(_STYLES[PieceStyle.INDEX], *starts, *said, *ends)


def _branch_level(depth: int) -> Markup:
    level = {"w:val": str(depth - 1)}
    return tag("w:numPr", None, tag("w:ilvl", level), tag("w:numId", {"w:val": BRANCHES}))


_CONTENTS = tag(
    "w:docPartObj",
    None,
    tag("w:docPartGallery", {"w:val": "Table of Contents"}),
    tag("w:docPartUnique"),
)
