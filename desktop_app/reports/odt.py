"""A report as ODT (OpenDocument 1.3): real footnotes or endnotes, styles, links, tables.

The contents stand in place, their pages reckoned when the file is opened; the index of names
stands with the sections that name them, and its marks give pages when it is updated. The file
is read back before it is given out, and every note and every quote must be in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

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
from desktop_app.reports.odt_parts import MANIFEST, MEDIA_TYPE, SPACES, VERSION, make_meta
from desktop_app.reports.odt_runs import OdtRuns, link, paragraph
from desktop_app.reports.odt_styles import DEEPEST_BRANCH, NOTES_SECTION, make_styles
from desktop_app.reports.odt_tables import OdtTables
from desktop_app.reports.office_package import (
    HEAD,
    Markup,
    Words,
    head_text,
    name_section,
    pack,
    page_words,
    say_replaced,
    tag,
)
from desktop_app.reports.proofs import read_odt, require_whole
from desktop_app.reports.sections import CONTENTS_DEPTH, Section, list_index_places, make_outline
from desktop_app.reports.setting import make_sheet
from desktop_app.reports.spans import Span
from desktop_app.reports.words import get_words

_STYLES = {
    PieceStyle.TITLE: "Title",
    PieceStyle.SUBTITLE: "Subtitle",
    PieceStyle.TEXT: "Text_20_body",
    PieceStyle.NAMES: "Names",
    PieceStyle.REMARK: "Remark",
    PieceStyle.CLAIM: "Claim",
    PieceStyle.MENTION: "Mention",
    PieceStyle.FIELD: "Field",
    PieceStyle.BRANCH: "Branch",
    PieceStyle.INDEX: "Index_20_1",
    PieceStyle.ENTRY: "Bibliography",
    PieceStyle.COUNT: "Counts",
}
_LISTED = (PieceStyle.CLAIM, PieceStyle.MENTION)
_DEEPEST = 6


def write_odt(report: Report) -> bytes:
    """Return the report as an ODT file; raise AssertionError if a note were missing from it."""
    writer = _Writer(report)
    header, footer = writer.header(), writer.footer()
    text = tag("office:body", None, tag("office:text", None, *writer.body()))
    looks = tag("office:automatic-styles", None, *writer.list_styles())
    parts = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": HEAD + tag("office:document-content", SPACES | VERSION, looks, text),
        "styles.xml": make_styles(report, header, footer),
        "meta.xml": make_meta(report, Words()),
    }
    data = pack(parts, stored="mimetype")
    require_whole(read_odt(data), report)
    return data


class _Writer:
    """Walks the report once, in reading order."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._words = get_words(report.language)
        self._front, self._body, self._end = part_report(report)
        self._outline = make_outline(self._body, self._end, report.language)
        self._sections = iter(self._outline.sections)
        self._runs = OdtRuns(report)
        self._tables = OdtTables(self._runs, make_sheet(report.setup).measure)

    def body(self) -> list[Markup]:
        """Return everything between the start and the end of the text."""
        parts = [*self._pieces(self._front)]
        if self._report.setup.contents:
            parts += [self._contents(), paragraph("Contents_20_End")]
        body = [*self._pieces(self._body)]
        end = self._end
        if self._report.notes and not self._report.setup.notes_at_foot:
            named = {"text:name": "Body", "text:style-name": "Body"}
            body = [
                tag("text:section", named, *body, *self._pieces(end[:1])),
                paragraph("Standard"),
            ]
            end = end[1:]
        parts += [*body, *self._pieces(end)]
        said = say_replaced(self._runs.words.replaced, self._report.language)
        return [*parts, self._runs.set("Counts", (Span(text=said),))] if said else parts

    def footer(self) -> Markup:
        """Return the text of every footer: what the report was made from, and the page."""
        before, between, after = page_words(self._report.language)
        return paragraph(
            "Footer",
            *self._runs.text(footer_text(self._report) + "\t" + before),
            tag("text:page-number", {"text:select-page": "current"}, Markup("1")),
            *self._runs.text(between),
            tag("text:page-count", None, Markup("1")),
            *self._runs.text(after),
        )

    def header(self) -> Markup:
        """Return the running head: what the report is about, and the section of the page."""
        said = self._runs.text(head_text(self._report) + "\t")
        section = {"text:display": "name", "text:outline-level": "1"}
        return paragraph("Header", *said, tag("text:chapter", section))

    def list_styles(self) -> Iterator[Markup]:
        """Yield the automatic styles of all that was written."""
        yield NOTES_SECTION
        yield from self._tables.list_styles()
        yield from self._runs.list_looks()

    def _pieces(self, pieces: Iterable[AnyPiece]) -> Iterator[Markup]:
        """Yield the pieces; items of a list, lines of context and names are set together."""
        for style, group in groupby(pieces, _group_style):
            if style is PieceStyle.CLAIM:
                items = (tag("text:list-item", None, *self._piece(one)) for one in group)
                yield tag("text:list", {"text:style-name": "Claims"}, *items)
            elif style is PieceStyle.CONTEXT:
                yield self._tables.contexts(one for one in group if isinstance(one, Piece))
            elif style is PieceStyle.INDEX:
                yield self._index(one for one in group if isinstance(one, Piece))
            else:
                yield from chain.from_iterable(self._piece(one) for one in group)

    def _piece(self, piece: AnyPiece) -> Iterator[Markup]:
        if isinstance(piece, PieceGrid):
            yield from self._tables.grid(piece)
        elif isinstance(piece, PieceTable):
            yield from self._tables.conflict(piece)
        elif piece.style is PieceStyle.HEADING:
            yield self._heading(piece)
        elif piece.style is PieceStyle.BRANCH:
            yield _nest(self._paragraph(piece), min(len(piece.rails), DEEPEST_BRANCH))
        else:
            yield self._paragraph(piece)

    def _heading(self, piece: Piece) -> Markup:
        level = str(min(max(piece.level, 1), _DEEPEST))
        look = {"text:style-name": f"Heading_20_{level}", "text:outline-level": level}
        mark = tag("text:bookmark", {"text:name": name_section(next(self._sections))})
        marks = self._runs.mark_names(piece.names)
        return tag("text:h", look, mark, *marks, *self._runs.spans(piece.spans))

    def _paragraph(self, piece: Piece) -> Markup:
        before = self._runs.mark_names(piece.names)
        if piece.style is PieceStyle.ENTRY and piece.key in self._runs.sources:
            name = self._runs.sources[piece.key]
            before.insert(0, tag("text:bookmark", {"text:name": name}))
        return self._runs.set(_STYLES[piece.style], piece.spans, *before)

    def _contents(self) -> Markup:
        title = self._runs.text(self._words.contents)
        entries = (self._contents_line(one) for one in self._outline.contents)
        return tag(
            "text:table-of-content",
            {"text:name": "Contents", "text:protected": "false"},
            tag(
                "text:table-of-content-source",
                {"text:outline-level": str(CONTENTS_DEPTH)},
                tag("text:index-title-template", _CONTENTS_TITLE, *title),
                *_CONTENTS_LEVELS,
            ),
            tag(
                "text:index-body",
                None,
                tag(
                    "text:index-title",
                    {"text:name": "Contents_Head"},
                    paragraph(_CONTENTS_TITLE["text:style-name"], *title),
                ),
                *entries,
            ),
        )

    def _contents_line(self, section: Section) -> Markup:
        name = name_section(section)
        asked = {"text:reference-format": "page", "text:ref-name": name}
        page = tag("text:bookmark-ref", asked, Markup("–"))
        said = self._runs.text(section.text + "\t")
        return paragraph(f"Contents_20_{section.level}", link(name, *said, page))

    def _index(self, names: Iterable[Piece]) -> Markup:
        """Return the index of names, each with the sections that name it."""
        lines = []
        for piece in names:
            said = self._runs.spans(piece.spans)
            for between, section in list_index_places(piece, self._outline):
                said += self._runs.text(between)
                said.append(link(name_section(section), *self._runs.text(section.text)))
            lines.append(paragraph(_STYLES[PieceStyle.INDEX], *said))
        named = {"text:name": "Names", "text:protected": "false"}
        body = tag("text:index-body", None, *lines)
        return tag("text:alphabetical-index", named, _INDEX_SOURCE, body)


def _group_style(piece: AnyPiece) -> PieceStyle | None:
    """Return the style of a piece; claims and mentions stand in one list."""
    style = name_style(piece)
    return PieceStyle.CLAIM if style in _LISTED else style


def _nest(content: Markup, depth: int) -> Markup:
    """Return a paragraph as the item of a list so deep."""
    for above in range(depth, 0, -1):
        named = {"text:style-name": "Branches"} if above == 1 else None
        content = tag("text:list", named, tag("text:list-item", None, content))
    return content


_CONTENTS_TITLE = {"text:style-name": "Contents_20_Heading"}
_CONTENTS_LEVELS = tuple(
    tag(
        "text:table-of-content-entry-template",
        {"text:outline-level": str(level), "text:style-name": f"Contents_20_{level}"},
        tag("text:index-entry-link-start"),
        tag("text:index-entry-text"),
        tag("text:index-entry-tab-stop", {"style:type": "right", "style:leader-char": "."}),
        tag("text:index-entry-page-number"),
        tag("text:index-entry-link-end"),
    )
    for level in range(1, CONTENTS_DEPTH + 1)
)
_INDEX_SOURCE = tag(
    "text:alphabetical-index-source",
    {"text:combine-entries": "true", "text:combine-entries-with-pp": "false"},
    tag(
        "text:alphabetical-index-entry-template",
        {"text:outline-level": "1", "text:style-name": _STYLES[PieceStyle.INDEX]},
        tag("text:index-entry-text"),
        tag("text:index-entry-span", None, Markup(", ")),
        tag("text:index-entry-page-number"),
    ),
)
