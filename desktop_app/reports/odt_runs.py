"""Words of an ODT file: text whose spaces come back, looks made as they are met, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from desktop_app.reports.model import Note, NoteRef, Report
from desktop_app.reports.odt_parts import QUOTED
from desktop_app.reports.odt_styles import make_look
from desktop_app.reports.office_package import (
    Markup,
    Words,
    escape_text,
    group_index,
    name_sources,
    note_kind,
    tag,
)
from desktop_app.reports.spans import Span, Spans, note_spans

#: A space at either end of a run, and every space after another, is lost unless it is said.
_SPACES = re.compile(r"(^ +| +$|(?<= ) +)")


class OdtRuns:
    """Makes the runs of a report in reading order, and keeps the looks it met."""

    def __init__(self, report: Report) -> None:
        """Begin with no look."""
        self._language = report.language
        self._notes = {note.number: note for note in report.notes}
        self._kind = note_kind(report)
        self._entries = group_index(report)
        self._looks: dict[tuple[Markup, bool], str] = {}
        self.sources = name_sources(report)
        self.words = Words()

    def set(self, style: str, spans: Spans, *before: Markup) -> Markup:
        """Return a paragraph of `spans` after what stands `before` them."""
        return paragraph(style, *before, *self.spans(spans))

    def spans(self, spans: Spans) -> list[Markup]:
        """Return the runs of `spans`."""
        return [run for span in spans for run in self._span(span)]

    def text(self, text: str) -> list[Markup]:
        """Return text whose spaces, tabs and line breaks all come back."""
        parts: list[Markup] = []
        for piece in self.words.split(text):
            if piece in _WHITE:
                parts.append(_WHITE[piece])
            else:
                parts += [_spaces(one) for one in _SPACES.split(piece) if one]
        return parts

    def mark_names(self, records: Iterable[str]) -> list[Markup]:
        """Return the marks from which a word processor makes the index of names.

        The format has none for a name that leads to another.
        """
        return [
            tag("text:alphabetical-index-mark", {"text:string-value": self.one_line(entry.text)})
            for record in dict.fromkeys(records)
            for entry in self._entries.get(record, ())
            if not entry.see
        ]

    def one_line(self, text: str) -> str:
        """Return text for an attribute, without line breaks."""
        return " ".join("".join(self.words.split(text)).split())

    def list_looks(self) -> Iterator[Markup]:
        """Yield the automatic style of each look that was met."""
        for (look, is_quoted), name in self._looks.items():
            parent = {"style:parent-style-name": QUOTED} if is_quoted else {}
            named = {"style:name": name, "style:family": "text", **parent}
            yield tag("style:style", named, *filter(None, (look,)))

    def _span(self, span: Span) -> list[Markup]:
        if span.ref is not None:
            return [self._first(span.ref) if span.ref.first else self._repeat(span.ref)]
        text, look = self.text(span.text), make_look(span)
        if not text or not (look or span.quoted):
            return text
        name = self._looks.setdefault((look, span.quoted), f"T{len(self._looks) + 1}")
        return [tag("text:span", {"text:style-name": name}, *text)]

    def _first(self, ref: NoteRef) -> Markup:
        number = Markup(str(ref.number))
        return tag(
            "text:note",
            {"text:id": f"note{number}", "text:note-class": self._kind},
            tag("text:note-citation", None, number),
            tag("text:note-body", None, self._note(self._notes[ref.number])),
        )

    def _note(self, note: Note) -> Markup:
        content: list[Markup] = []
        for source, group in groupby(note_spans(note, self._language), lambda one: one.source):
            said = self.spans(tuple(group))
            is_link = source in self.sources and said
            content += [link(self.sources[source], *said)] if is_link else said
        return paragraph(self._kind.title(), *content)

    def _repeat(self, ref: NoteRef) -> Markup:
        asked = {
            "text:note-class": self._kind,
            "text:ref-name": f"note{ref.number}",
            "text:reference-format": "text",
        }
        number = tag("text:note-ref", asked, Markup(str(ref.number)))
        return tag("text:span", {"text:style-name": "Note_20_Number"}, number)


def paragraph(style: str, *content: Markup) -> Markup:
    """Return a paragraph."""
    return tag("text:p", {"text:style-name": style}, *content)


def link(name: str, *content: Markup) -> Markup:
    """Return `content` as a link to the bookmark `name`, which looks like the text around it."""
    target = {"xlink:type": "simple", "xlink:href": f"#{name}"}
    look = {"text:style-name": "Source_20_Link", "text:visited-style-name": "Source_20_Link"}
    return tag("text:a", target | look, *content)


def _spaces(text: str) -> Markup:
    """Return one part of a text split at its spaces that must be said."""
    if text.strip(" "):
        return escape_text(text)
    return tag("text:s", {"text:c": str(len(text))} if len(text) > 1 else None)


_WHITE = {"\n": tag("text:line-break"), "\t": tag("text:tab")}
