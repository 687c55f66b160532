"""Words of a DOCX file: runs with their looks, fields, bookmarks, and the notes they refer to.

A note's number is counted by the word processor; where a note is named again, a field repeats
its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from desktop_app.reports.docx_parts import list_separators
from desktop_app.reports.model import IndexEntry, Note, NoteRef, Report
from desktop_app.reports.office_package import (
    ASIAN,
    COMPLEX,
    Markup,
    Words,
    escape_text,
    find_region,
    group_index,
    name_sources,
    note_kind,
    tag,
)
from desktop_app.reports.spans import Span, Spans, note_spans
from desktop_app.reports.words import get_words

#: What a field takes for its own: the quotation mark, its escape, and the mark of a lower level.
_OF_FIELDS = re.compile(r'(["\\:])')
_RAISED = tag("w:vertAlign", {"w:val": "superscript"})
_PLAIN = Markup("")
_WHITE = {"\n": tag("w:br"), "\t": tag("w:tab")}


class DocxRuns:
    """Makes the runs of a report in reading order, and keeps the notes it met."""

    def __init__(self, report: Report) -> None:
        """Begin with no note."""
        self._language = report.language
        self._report_notes = {note.number: note for note in report.notes}
        self._kind = note_kind(report)
        self._number = tag(
            "w:rPr", None, tag("w:rStyle", {"w:val": f"{self._kind.title()}Reference"})
        )
        self._entries = group_index(report)
        self._marks = 0
        self.sources = name_sources(report)
        self.words = Words()
        self.notes = list_separators(self._kind)

    def set(self, style: str, spans: Spans, *before: Markup) -> Markup:
        """Return a paragraph of `spans` after what stands `before` them."""
        return paragraph(style, *before, *self.spans(spans))

    def spans(self, spans: Spans) -> list[Markup]:
        """Return the runs of `spans`."""
        return [run for span in spans for run in self._span(span)]

    def text(self, text: str, look: Markup = _PLAIN) -> list[Markup]:
        """Return text in one look; its line breaks and tabs come back."""
        parts = [_WHITE.get(part) or _words(part) for part in self.words.split(text)]
        return [tag("w:r", None, *filter(None, (look, *parts)))] if parts else []

    def bookmark(self, name: str, *content: Markup) -> list[Markup]:
        """Return `content` as the place that links and fields know as `name`."""
        self._marks += 1
        number = {"w:id": str(self._marks)}
        start = tag("w:bookmarkStart", {**number, "w:name": name})
        return [start, *content, tag("w:bookmarkEnd", number)]

    def mark_names(self, records: Iterable[str]) -> list[Markup]:
        """Return the hidden marks from which a word processor makes the index of names.

        A name that leads to another is marked once, where its record is named first.
        """
        marks: list[Markup] = []
        for record in dict.fromkeys(records):
            entries = self._entries.get(record, ())
            for entry in entries:
                marks += self._mark_name(entry)
            self._entries[record] = tuple(entry for entry in entries if not entry.see)
        return marks

    def _mark_name(self, entry: IndexEntry) -> list[Markup]:
        see = get_words(self._language).see.format(name=entry.see)
        said = f' \\t "{self._quoted(see)}"' if entry.see else ""
        return field(f'XE "{self._quoted(entry.text)}"{said}', None)

    def _quoted(self, text: str) -> str:
        return _OF_FIELDS.sub(r"\\\1", " ".join("".join(self.words.split(text)).split()))

    def _span(self, span: Span) -> list[Markup]:
        if span.ref is None:
            return self.text(span.text, _look(span))
        return self._first(span.ref) if span.ref.first else self._repeat(span.ref)

    def _first(self, ref: NoteRef) -> list[Markup]:
        self.notes.append(self._note(self._report_notes[ref.number]))
        reference = tag(f"w:{self._kind}Reference", {"w:id": str(ref.number)})
        return self.bookmark(f"note{ref.number}", tag("w:r", None, self._number, reference))

    def _repeat(self, ref: NoteRef) -> list[Markup]:
        return field(rf"NOTEREF note{ref.number} \h", str(ref.number), self._number)

    def _note(self, note: Note) -> Markup:
        content: list[Markup] = []
        for source, group in groupby(note_spans(note, self._language), lambda one: one.source):
            said = self.spans(tuple(group))
            is_link = source in self.sources and said
            content += [link(self.sources[source], *said)] if is_link else said
        text = paragraph(
            f"{self._kind.title()}Text",
            tag("w:r", None, self._number, tag(f"w:{self._kind}Ref")),
            *self.text(" "),
            *content,
        )
        return tag(f"w:{self._kind}", {"w:id": str(note.number)}, text)


def paragraph(style: str, *content: Markup, properties: tuple[Markup, ...] = ()) -> Markup:
    """Return a paragraph; `properties` are those its style does not say, in the format's order."""
    look = tag("w:pPr", None, tag("w:pStyle", {"w:val": style}), *properties)
    return Markup(tag("w:p", None, look, *content) + "\n")


def link(name: str, *content: Markup) -> Markup:
    """Return `content` as a link to the bookmark `name`."""
    return tag("w:hyperlink", {"w:anchor": name, "w:history": "1"}, *content)


def field(instruction: str, shown: str | None, look: Markup = _PLAIN) -> list[Markup]:
    """Return a field that shows `shown` until it is reckoned anew; None for one that shows nothing.

    A field inside whose result other paragraphs stand is made of `open_field`, `CLOSED_FIELD`.
    """
    if shown is None:
        begin, asked, _ = _field_start(instruction)
        runs = [begin, asked, _END]
    else:
        runs = [*_field_start(instruction), *([_words(shown)] if shown else []), _END]
    return [tag("w:r", None, *filter(None, (look, run))) for run in runs]


def open_field(instruction: str) -> list[Markup]:
    """Return the start of a field whose result follows until `CLOSED_FIELD`."""
    return [tag("w:r", None, part) for part in _field_start(instruction)]


def language_attributes(language: str) -> dict[str, str]:
    """Return the attributes that say a run's language to every dictionary that may look at it."""
    found = find_region(language)
    if found is None:
        return {}
    name = "-".join(part for part in found if part)
    more = {"w:bidi": name} if found[0] in COMPLEX else {}
    return {"w:val": name, **({"w:eastAsia": name} if found[0] in ASIAN else {}), **more}


def _words(text: str) -> Markup:
    return tag("w:t", {"xml:space": "preserve"}, escape_text(text))


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
    languages = language_attributes(span.language)
    if languages:
        parts.append(tag("w:lang", languages))
    return tag("w:rPr", None, *parts) if parts else _PLAIN


def _field_start(instruction: str) -> tuple[Markup, Markup, Markup]:
    asked = tag("w:instrText", {"xml:space": "preserve"}, escape_text(f" {instruction} "))
    return _field_mark("begin"), asked, _field_mark("separate")


def _field_mark(kind: str) -> Markup:
    return tag("w:fldChar", {"w:fldCharType": kind})


_END = _field_mark("end")
CLOSED_FIELD = tag("w:r", None, _END)
