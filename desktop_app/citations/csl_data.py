"""A cited source as CSL-JSON, the records that programs for CSL styles read.

Follows the CSL 1.0.2 names of types, variables and locators. What CSL has no room for is left
to the one who asks: chains, what is known to be missing, a second place in one citation.
"""

from __future__ import annotations

from typing import Any

from desktop_app.catalog.edtf_grammar import Expression, Moment, Span, parse_expression
from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import plain, word
from desktop_app.citations.chicago_parts import LETTERS, book_facts, held_title
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import describe_item, list_groups
from desktop_app.citations.locators import LocatorKind, format_places, parse_locators
from desktop_app.citations.names import full_name, inverted_name, list_contributors
from desktop_app.citations.parts import TitleForm, find_container, format_edtf, short_title
from desktop_app.citations.terms import Terms
from desktop_app.errors import UserError

_TYPES = {
    Level.FONDS: "collection",
    Level.SERIES: "collection",
    Level.FILE: "collection",
    Level.ITEM: "manuscript",
    Level.COLLECTION: "book",
    Level.BOOK: "book",
    Level.CHAPTER: "chapter",
    Level.ENTRY: "entry-encyclopedia",
    Level.JOURNAL: "periodical",
    Level.ARTICLE: "article-journal",
    Level.NEWSPAPER_ARTICLE: "article-newspaper",
    Level.WEB_PAGE: "webpage",
    Level.TELEGRAM: "personal_communication",
    Level.LETTER: "personal_communication",
    Level.REPORT: "report",
    Level.THESIS: "thesis",
    Level.REGESTA: "entry",
}
_ROLES = {
    "author": (Role.AUTHOR, Role.SENDER, Role.PHOTOGRAPHER),
    "editor": (Role.EDITOR,),
    "translator": (Role.TRANSLATOR,),
    "compiler": (Role.COMPILER,),
    "recipient": (Role.RECIPIENT,),
    "interviewer": (Role.INTERVIEWER,),
}
_LABELS = {
    LocatorKind.HEADING: "sub-verbo",
    LocatorKind.TIME: "timestamp",
    LocatorKind.STANZA: "verse",
    LocatorKind.OTHER: "page",
}


def describe_source(cited: CitedSource, terms: Terms) -> dict[str, Any]:
    """Return the CSL-JSON of a source, without what is not known; titles with translations."""
    source, book = cited.source, book_facts(cited)
    title, what = describe_item(source, terms, TitleForm.UPRIGHT)
    said: dict[str, Any] = {
        "id": source.id,
        "type": _TYPES[source.level],
        "title": plain(title) or what,
        "title-short": plain(short_title(source, terms, TitleForm.UPRIGHT)) if title else what,
        "container-title": plain(held_title(cited, terms)),
        "genre": _genre(source, terms),
        "publisher": book.publisher,
        "publisher-place": book.place,
        "edition": "" if source.level is Level.THESIS else book.edition,
        "volume": source.volume or book.volume,
        "issue": source.issue,
        "page": source.pages,
        "archive": cited.repository.name if cited.repository else "",
        "archive-place": cited.repository.place if cited.repository else "",
        "archive_location": ", ".join(list_groups(cited)),
        "call-number": source.shelf_mark,
        "URL": source.url,
        "language": source.language,
        "issued": describe_date(source.edtf or book.edtf, source.date or book.date, terms),
        "accessed": describe_date(source.accessed, source.accessed, terms),
    }
    for variable, roles in _ROLES.items():
        said[variable] = [_name(one) for one in list_contributors(source, *roles)]
    holder = find_container(cited)
    if holder is not None and not said["editor"]:
        said["editor"] = [_name(one) for one in list_contributors(holder, Role.EDITOR)]
    return {key: value for key, value in said.items() if value}


def describe_date(edtf: str, printed: str, terms: Terms) -> dict[str, Any]:
    """Return a CSL date: its parts, a season, a range, or the words where CSL has no parts.

    What is approximate or uncertain is "circa", the only doubt that CSL knows.
    """
    try:
        expression = parse_expression(edtf.strip())
    except UserError:
        return {"literal": printed.strip()} if printed.strip() else {}
    ends = _list_ends(expression)
    if not ends or any(_is_partly_unknown(end) for end in ends):
        return {"literal": format_edtf(edtf.strip(), terms) or printed.strip()}
    said: dict[str, Any] = {"date-parts": [_parts(end) for end in ends]}
    if ends[0].season:
        said["season"] = (ends[0].season - 21) % 4 + 1
    if any(end.approximate or end.uncertain for end in ends):
        said["circa"] = True
    return said


def describe_locator(text: str, terms: Terms) -> tuple[str, str] | None:
    """Return CSL's label and value of the place `text`; further places follow in words."""
    found = parse_locators(text)
    if not found:
        return None
    first, *others = found
    rest = format_places(others, terms)
    label = _LABELS.get(first.kind, first.kind.value)
    return label, f"{first.value}, {rest}" if rest else first.value


def _list_ends(expression: Expression) -> tuple[Moment, ...]:
    """Return the one or two dates that CSL can say, none for an open or several."""
    if isinstance(expression, Moment):
        return (expression,)
    if isinstance(expression, Span) and expression.first and expression.last:
        return (expression.first, expression.last)
    return ()


def _is_partly_unknown(moment: Moment) -> bool:
    return "X" in moment.year + moment.month + moment.day or moment.season > 24


def _parts(moment: Moment) -> list[int]:
    month = "" if moment.season else moment.month
    return [int(part) for part in (moment.year, month, moment.day) if part]


def _name(person: Contributor) -> dict[str, str]:
    """Return family and given name, or the whole of a name that keeps its order."""
    if person.literal or inverted_name(person) == full_name(person):
        return {"literal": full_name(person)}
    return {"family": person.family, "given": person.given}


def _genre(source: Source, terms: Terms) -> str:
    if source.level is Level.THESIS:
        return source.edition.strip() or terms.thesis
    return word(source.level, terms.language) if source.level in LETTERS else ""
