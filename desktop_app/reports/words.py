"""The fixed words of reports: one English table, translated into the language of the output.

The translations lie in `resources/translations/<language>/reports.json`. Texts with fields are
filled by who prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from desktop_app.catalog.quantities import format_number
from desktop_app.catalog.wording import output_language
from desktop_app.i18n import load_translations, mark
from desktop_app.reports.model import Counts

#: Sections of subjects, in the order of the report.
SECTIONS = ("event", "person", "unit", "organisation", "place", "thing", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """The words of one output language."""

    citation_report: str
    sections: dict[str, str]
    notes: str
    bibliography: str
    contents: str
    index: str
    see: str
    uncited_claims: str
    no_claims: str
    uncited: str
    mention: str
    names: str
    conflict: str
    settled: str
    open: str
    chosen: str
    no_evidence: str
    evidence: str
    decision: str
    contradicts: str
    mentions: str
    translation: str
    text_revision: str
    footer: str
    style: str
    back: str
    counted: dict[str, tuple[str, str]]

    def translate(self, language: str) -> ReportWords:
        """Return these words in `language`."""
        given = {one.name: _translate(getattr(self, one.name), language) for one in fields(self)}
        return ReportWords(**given)


_ENGLISH = ReportWords(
    citation_report=mark("Citation report"),
    sections={
        "event": mark("Events"),
        "person": mark("Persons"),
        "unit": mark("Units"),
        "organisation": mark("Organisations"),
        "place": mark("Places"),
        "thing": mark("Things"),
        "document": mark("Documents as subjects"),
    },
    notes=mark("Notes"),
    bibliography=mark("Bibliography"),
    contents=mark("Contents"),
    index=mark("Index of names"),
    see=mark("see {name}"),
    uncited_claims=mark("Uncited claims"),
    no_claims=mark("No claims are recorded."),
    uncited=mark("uncited"),
    mention=mark("Mentioned:"),
    names=mark("Names: {names}"),
    conflict=mark("Conflict: {label}"),
    settled=mark("Settled."),
    open=mark("Not settled."),
    chosen=mark("preferred"),
    no_evidence=mark("No citation."),
    evidence=mark("Evidence"),
    decision=mark("Decision"),
    contradicts=mark("Contradicts the claim:"),
    mentions=mark("Mentions it:"),
    translation=mark("Translation: {quote}"),
    text_revision=mark("Quoted from revision {number} of the text."),
    footer=mark("{catalogue}, change {revision}, seal {seal}, {generated}"),
    style=mark("Citations: {style}."),
    back=mark("Back to the text"),
    counted={
        "claims": (mark("claim"), mark("claims")),
        "citations": (mark("citation"), mark("citations")),
        "sources": (mark("source"), mark("sources")),
        "places": (mark("place in the texts"), mark("places in the texts")),
        "mentions": (mark("mention"), mark("mentions")),
        "conflicts": (mark("conflict"), mark("conflicts")),
        "uncited": (mark("uncited claim"), mark("uncited claims")),
        "described": (mark("source described"), mark("sources described")),
        "names": (mark("passage of a name"), mark("passages of names")),
    },
)


@cache
def get_words(language: str) -> ReportWords:
    """Return the words of `language`, English for a language that has no translation."""
    return _ENGLISH.translate(output_language(language))


def _translate(words: Any, language: str) -> Any:
    """Return a word, or a table of words, in `language`."""
    if isinstance(words, dict):
        return {key: _translate(one, language) for key, one in words.items()}
    if isinstance(words, tuple):
        return tuple(_translate(one, language) for one in words)
    return load_translations(language).get(words, words)


def list_count_lines(counts: Counts, language: str) -> tuple[str, ...]:
    """Return what the report holds: "142 claims, 187 citations, 12 sources", then the rest."""
    main: tuple[str, ...] = ("claims", "citations", "sources")
    if counts.places or counts.described:
        main = ("places", "sources") if counts.places else ("described",)
    rest = tuple(
        field for field in ("mentions", "names", "conflicts", "uncited") if getattr(counts, field)
    )
    lines = (_count_words(fields, counts, language) for fields in (main, rest))
    return tuple(line for line in lines if line)


def _count_words(fields: tuple[str, ...], counts: Counts, language: str) -> str:
    words = get_words(language)
    parts = []
    for field in fields:
        number: int = getattr(counts, field)
        one, many = words.counted[field]
        said = one if number == 1 else many
        parts.append(f"{format_number(number, output_language(language))} {said}")
    return ", ".join(parts)
