"""A report as one HTML file: no script, nothing loaded, everything escaped, ready to print.

Notes, their places in the text and the bibliography are linked, and so are contents and index;
passages say their language, so that browsers choose fonts and screen readers voices. The text
is read back before it is given out, and every note and every quote must be in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from desktop_app.catalog.wording import colon, output_language
from desktop_app.reports.html_blocks import (
    write_conflict,
    write_context,
    write_fields,
    write_grid,
    write_spans,
    write_tree,
)
from desktop_app.reports.html_style import make_style
from desktop_app.reports.layout import (
    AnyPiece,
    Piece,
    PieceGrid,
    PieceStyle,
    PieceTable,
    footer_text,
    list_end,
    list_index,
    list_notes,
    name_style,
    part_report,
)
from desktop_app.reports.model import Block, ClaimLine, IndexEntry, Note, Report
from desktop_app.reports.proofs import read_html, require_whole
from desktop_app.reports.sections import Section, make_outline
from desktop_app.reports.spans import entry_spans, note_spans
from desktop_app.reports.words import get_words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LISTED = (PieceStyle.CLAIM, PieceStyle.MENTION)


def write_html(report: Report) -> str:
    """Return the report as a whole HTML document; raise AssertionError if a note were missing."""
    text = "\n".join(_Writer(report).lines())
    require_whole(read_html(text), report, clean=str)
    return text


class _Writer:
    """Walks the report once, in reading order."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._language = report.language
        self._words = get_words(report.language)
        _, self._body, _ = part_report(report)
        self._outline = make_outline(
            self._body, (*list_notes(report), *list_end(report)), report.language
        )
        self._sections = iter(self._outline.sections)
        self._anchors = _name_anchors(self._outline.sections)
        self._entries = {one.source: f"b{n}" for n, one in enumerate(report.bibliography, 1)}
        self._names = {one.record: f"i{n}" for n, one in enumerate(report.index, 1) if not one.see}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the document."""
        yield from self._head()
        if self._report.setup.contents:
            yield from self._contents()
        yield from ("<main>", *self._blocks(), "</main>")
        yield from (*self._notes(), *self._bibliography(), *self._index())
        yield from (*self._footer(), "</body>", "</html>", "")

    def _head(self) -> Iterator[str]:
        report = self._report
        title = colon(self._language).join(filter(None, (report.title, report.subtitle)))
        has_context = any(name_style(piece) is PieceStyle.CONTEXT for piece in self._body)
        yield "<!DOCTYPE html>"
        yield f'<html lang="{output_language(self._language)}">'
        yield '<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(title)}</title>"
        yield f"<style>{make_style(report, has_context=has_context)}</style>"
        yield f"</head>\n<body>\n<h1>{escape(report.title)}</h1>"
        if report.subtitle:
            yield f'<p class="subtitle">{escape(report.subtitle)}</p>'

    def _contents(self) -> Iterator[str]:
        """Yield the contents: sections, and in each a list of those under it."""
        words = escape(self._words.contents)
        yield f'<nav class="contents" aria-label="{words}"><h2>{words}</h2><ol>'
        depth = 0
        for section in self._outline.contents:
            wanted = min(section.level, depth + 1)
            if depth and wanted > depth:
                yield "<ol>"
            elif depth:
                yield "</li>" + "</ol></li>" * (depth - wanted)
            depth = wanted
            text = f"{self._number(section)}{escape(section.text)}"
            yield f'<li><a href="#{self._anchors[section.place]}">{text}</a>'
        yield "</li>" * bool(depth) + "</ol></li>" * (depth - 1) + "</ol></nav>"

    def _blocks(self) -> Iterator[str]:
        """Yield the blocks; list items, labelled lines and lines of a tree are set together."""
        pairs = zip(self._report.blocks, self._body, strict=True)
        for style, group in groupby(pairs, lambda pair: _group(pair[1])):
            found = list(group)
            pieces = [piece for _, piece in found if isinstance(piece, Piece)]
            if style is PieceStyle.CLAIM:
                yield '<ul class="claims">'
                yield from (self._item(piece, block) for block, piece in found)
                yield "</ul>"
            elif style is PieceStyle.FIELD:
                yield from write_fields(pieces, self._language)
            elif style is PieceStyle.BRANCH:
                yield from write_tree(pieces, self._language)
            else:
                for _, piece in found:
                    yield from self._piece(piece)

    def _piece(self, piece: AnyPiece) -> Iterator[str]:
        if isinstance(piece, PieceTable):
            yield from write_conflict(piece, self._language)
        elif isinstance(piece, PieceGrid):
            yield from write_grid(piece, self._language)
        elif piece.style is PieceStyle.CONTEXT:
            yield write_context(piece, self._language)
        elif piece.style is PieceStyle.HEADING:
            yield self._heading(piece)
        else:
            said = write_spans(piece.spans, self._language)
            yield f'<p class="{piece.style.name.lower()}">{said}</p>'

    def _item(self, piece: AnyPiece, block: Block) -> str:
        assert isinstance(piece, Piece)
        uncited = " uncited" if isinstance(block, ClaimLine) and block.uncited else ""
        said = write_spans(piece.spans, self._language)
        return f'<li class="{piece.style.name.lower()}{uncited}">{said}</li>'

    def _heading(self, piece: Piece) -> str:
        section = next(self._sections)
        level = min(piece.level + 1, 6)
        said = self._number(section) + write_spans(piece.spans, self._language)
        return f'<h{level} id="{self._anchors[section.place]}">{said}</h{level}>'

    def _number(self, section: Section) -> str:
        """Return the number of a section, which only a report with an index needs."""
        has_number = self._report.index and section.number
        return f'<span class="number">{section.number}</span> ' if has_number else ""

    def _open(self, name: str) -> str:
        """Return the start of a section that closes the report, with its heading."""
        section = next(self._sections)
        heading = f'<h2 id="{self._anchors[section.place]}">{escape(section.text)}</h2>'
        return f'<section class="{name}">{heading}'

    def _notes(self) -> Iterator[str]:
        if self._report.notes:
            yield self._open("notes") + "<ol>"
            yield from (self._note(note) for note in self._report.notes)
            yield "</ol></section>"

    def _note(self, note: Note) -> str:
        text = ""
        for source, group in groupby(note_spans(note, self._language), lambda one: one.source):
            said = write_spans(tuple(group), self._language)
            entry = self._entries.get(source, "")
            text += f'<a class="entry" href="#{entry}">{said}</a>' if entry else said
        back = escape(self._words.back)
        link = f'<a class="backlink" href="#r{note.number}" aria-label="{back}">↩</a>'
        return f'<li id="n{note.number}" value="{note.number}">{text} {link}</li>'

    def _bibliography(self) -> Iterator[str]:
        if self._report.bibliography:
            yield self._open("bibliography")
            for entry in self._report.bibliography:
                said = write_spans(entry_spans(entry), self._language)
                yield f'<p class="entry" id="{self._entries[entry.source]}">{said}</p>'
            yield "</section>"

    def _index(self) -> Iterator[str]:
        """Yield the names with the numbers of the sections that name them."""
        if self._report.index:
            yield self._open("index") + "<ul>"
            pieces = (one for one in list_index(self._report) if one.style is PieceStyle.INDEX)
            for entry, piece in zip(self._report.index, pieces, strict=True):
                yield self._name(entry, piece)
            yield "</ul></section>"

    def _name(self, entry: IndexEntry, piece: Piece) -> str:
        said = write_spans(piece.spans[:1], self._language)
        named = self._names.get(entry.record, "")
        if entry.see:
            other = write_spans(piece.spans[1:], self._language)
            return f'<li>{said}<a href="#{named}">{other}</a></li>' if named else f"<li>{said}</li>"
        links = ", ".join(
            f'<a href="#{self._anchors[place.place]}" title="{escape(place.text)}">'
            f"{place.number}</a>"
            for place in self._outline.places.get(entry.record, ())
        )
        return f'<li id="{named}">{said} {links}</li>'

    def _footer(self) -> Iterator[str]:
        yield "<footer>"
        for piece in list_end(self._report):
            if piece.style is PieceStyle.COUNT:
                yield f'<p class="count">{write_spans(piece.spans, self._language)}</p>'
        yield f"<p>{escape(footer_text(self._report))}</p>"
        yield "</footer>"


def _group(piece: AnyPiece) -> PieceStyle | None:
    """Return the style under which pieces are set together: claims and mentions are one list."""
    style = name_style(piece)
    return PieceStyle.CLAIM if style in _LISTED else style


def _name_anchors(sections: Sequence[Section]) -> dict[int, str]:
    """Return each section's anchor: the id of its record, where it is the first of it."""
    firsts: dict[str, int] = {}
    for section in sections:
        firsts.setdefault(section.key or f"s{section.place}", section.place)
    named = {place: name for name, place in firsts.items()}
    return {one.place: escape(named.get(one.place, f"s{one.place}")) for one in sections}
