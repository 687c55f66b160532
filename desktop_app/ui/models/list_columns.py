"""What the lists show: their views, the columns of each kind, and the words in the cells.

Pure functions from a row of the listing to text in the interface's language; no Qt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop_app.catalog.claims import DateValue, Rank
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.excerpts import AnchorState
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import Level
from desktop_app.catalog.subjects import EntityKind
from desktop_app.catalog.wording import word
from desktop_app.i18n import mark, tr, tr_marked

Row = Mapping[str, Any]

#: A type of the list, by the name the catalogue keeps it under.
_USES = {
    "claim": mark("feeds a claim"),
    "attached": mark("attached"),
    "loose": mark("loose"),
}
_READ = {"excerpted": mark("excerpted"), "untouched": mark("untouched")}
_LANGUAGES = {
    "vi": mark("Vietnamese"),
    "en": mark("English"),
    "fr": mark("French"),
    "lo": mark("Lao"),
    "zh": mark("Chinese"),
    "ru": mark("Russian"),
    "th": mark("Thai"),
}
_PLAIN_DATE = re.compile(r"([1-9]\d{3})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENTITY_ICONS = {
    EntityKind.PERSON: "person",
    EntityKind.UNIT: "unit",
    EntityKind.ORGANISATION: "organisation",
    EntityKind.PLACE: "place",
    EntityKind.THING: "thing",
    EntityKind.DOCUMENT: "document",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's language and the properties' labels by key, for one moment."""

    language: str
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `title` is marked, `order` what a click on it sorts by, `letters` its width."""

    id: str
    title: str
    order: str
    text: Callable[[Row, Words], str]
    letters: int
    is_number: bool = False
    #: The column that carries the record's icon and signs.
    is_main: bool = False
    #: It is in sight without scrolling, beside the main one.
    is_essential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """One list of the window: a kind, or the claims that want something."""

    id: str
    kind: Kind
    title: str
    icon: str
    nothing: str
    uncited: bool = False
    conflicts: bool = False


VIEWS = (
    ListView(
        id="source",
        kind=Kind.SOURCE,
        title=mark("Sources"),
        icon="source",
        nothing=mark("No sources yet. Import a document, or create a source."),
    ),
    ListView(
        id="document",
        kind=Kind.DOCUMENT,
        title=mark("Documents"),
        icon="document",
        nothing=mark("No documents yet. Import files, or drop them on this window."),
    ),
    ListView(
        id="excerpt",
        kind=Kind.EXCERPT,
        title=mark("Excerpts"),
        icon="excerpt",
        nothing=mark("No excerpts yet. Open a document, select a passage and press Enter."),
    ),
    ListView(
        id="event",
        kind=Kind.EVENT,
        title=mark("Events"),
        icon="event",
        nothing=mark("No events yet. Create one, or attach an excerpt to a new one."),
    ),
    ListView(
        id="entity",
        kind=Kind.ENTITY,
        title=mark("Entities"),
        icon="person",
        nothing=mark("No people, units or places yet. Create one, or attach an excerpt."),
    ),
    ListView(
        id="claim",
        kind=Kind.CLAIM,
        title=mark("Claims"),
        icon="claim",
        nothing=mark("No claims yet. Select a passage and state what it says."),
    ),
    ListView(
        id="uncited",
        kind=Kind.CLAIM,
        title=mark("Uncited"),
        icon="uncited",
        nothing=mark("Every claim is cited."),
        uncited=True,
    ),
    ListView(
        id="conflict",
        kind=Kind.CLAIM,
        title=mark("Conflicts"),
        icon="conflict",
        nothing=mark("No claims contradict one another, or each conflict is settled."),
        conflicts=True,
    ),
)
VIEW_BY_ID = {view.id: view for view in VIEWS}


def say_type(kind: Kind, value: str, words: Words) -> str:
    """Return the listing's `type` of a record of `kind` as the user reads it."""
    match kind:
        case Kind.SOURCE:
            return _member(Level, value, words)
        case Kind.ENTITY:
            return _member(EntityKind, value, words)
        case Kind.DOCUMENT:
            return tr_marked(_LANGUAGES[value]) if value in _LANGUAGES else value
        case Kind.EXCERPT:
            return tr_marked(_USES[value]) if value in _USES else value
        case Kind.CLAIM:
            return words.properties.get(value, value)
    return value


def say_kind(kind: Kind) -> str:
    """Return the name of the list that holds records of `kind`."""
    return tr_marked(VIEW_BY_ID[kind.value].title)


def _member(enumeration: type[StrEnum], value: str, words: Words) -> str:
    known = value in enumeration.__members__.values()
    return word(enumeration(value), words.language) if known else value


def say_signs(row: Row) -> str:
    """Return what stands against a record, in words: nothing, uncited claims, conflicts."""
    said = []
    is_claim = row["kind"] == Kind.CLAIM
    if row["uncited"]:
        said.append(
            tr("Uncited: no excerpt supports it")
            if is_claim
            else tr("Uncited claims: {count}", count=row["uncited"])
        )
    if row["conflicts"]:
        said.append(
            tr("In conflict with another claim")
            if is_claim
            else tr("Conflicts: {count}", count=row["conflicts"])
        )
    if row["state"] in (AnchorState.NEEDS_REVIEW, AnchorState.ORPHANED):
        said.append(tr("Its place in the text needs review"))
    return "\n".join(said)


def list_signs(row: Row) -> tuple[str, ...]:
    """Return the names of the signs that a record carries."""
    review = row["state"] in (AnchorState.NEEDS_REVIEW, AnchorState.ORPHANED)
    marks = (("uncited", row["uncited"]), ("conflict", row["conflicts"]), ("needs-review", review))
    return tuple(name for name, is_set in marks if is_set)


def find_icon(row: Row) -> str:
    """Return the name of a record's icon."""
    if row["kind"] == Kind.ENTITY:
        return _ENTITY_ICONS.get(row["type"], "thing")
    return str(row["kind"])


def _title(row: Row, _words: Words) -> str:
    return str(row["title"])


def _detail(row: Row, _words: Words) -> str:
    return str(row["detail"])


def _type(row: Row, words: Words) -> str:
    return say_type(Kind(row["kind"]), row["type"], words)


def _number(row: Row, _words: Words) -> str:
    return str(row["number"]) if row["number"] else ""


def _written_date(row: Row, _words: Words) -> str:
    return str(row["date"])


def _date(row: Row, words: Words) -> str:
    return say_short_date(row["date"], words.language) if row["date"] else ""


def say_short_date(edtf: str, language: str) -> str:
    """Return a date as short as a list wants it: plain days, months and spans of them shortened.

    Everything else (uncertain, approximate, seasons) keeps its full words.
    """
    sides = edtf.split("/")
    dates = [_PLAIN_DATE.fullmatch(side) for side in sides]
    plain = [_shorten(found.groups(), language) if found else "" for found in dates]
    is_open = [side in ("", "..") for side in sides]
    if len(sides) > 2 or not all(a or b for a, b in zip(plain, is_open, strict=True)):
        return format_date(DateValue(edtf=edtf), language)
    first, last = dates[0], dates[-1]
    if (
        first
        and last
        and first is not last
        and first[3]
        and first.groups()[:2] == last.groups()[:2]
    ):
        return f"{int(first[3])}–{plain[1]}"
    return " – ".join(plain).strip()


def _shorten(parts: Sequence[str | None], language: str) -> str:
    year, month, day = (int(part) if part else 0 for part in parts)
    if language == "vi":
        return "/".join(str(part) for part in (day, month, year) if part)
    named = _MONTHS[month - 1] if month else ""
    return " ".join(str(part) for part in (day, named, year) if part)


def _read_state(row: Row, _words: Words) -> str:
    return tr_marked(_READ[row["state"]]) if row["state"] in _READ else str(row["state"])


def _anchor_state(row: Row, words: Words) -> str:
    usual = row["state"] == AnchorState.ANCHORED
    return "" if usual else _member(AnchorState, row["state"], words)


def _rank(row: Row, words: Words) -> str:
    return "" if row["state"] == Rank.NORMAL else _member(Rank, row["state"], words)


def _column(
    id: str,
    title: str,
    order: str,
    text: Callable[[Row, Words], str],
    letters: int,
    *,
    essential: bool = False,
) -> Column:
    return Column(
        id=id,
        title=title,
        order=order,
        text=text,
        letters=letters,
        is_number=order == "number",
        is_main=order == "sort_title",
        is_essential=essential,
    )


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.SOURCE: (
        _column("title", mark("Title"), "sort_title", _title, 40),
        _column("date", mark("Date"), "earliest", _written_date, 12, essential=True),
        _column("people", mark("By"), "sort_detail", _detail, 20),
        _column("level", mark("Level"), "type", _type, 14),
        _column("documents", mark("Documents"), "number", _number, 8),
    ),
    Kind.DOCUMENT: (
        _column("title", mark("Title"), "sort_title", _title, 40),
        _column("excerpts", mark("Excerpts"), "number", _number, 8, essential=True),
        _column("read", mark("Read"), "state", _read_state, 12),
        _column("language", mark("Language"), "type", _type, 12),
        _column("source", mark("Source"), "sort_detail", _detail, 28),
    ),
    Kind.EXCERPT: (
        _column("quote", mark("Quote"), "sort_title", _title, 50),
        _column("claims", mark("Claims"), "number", _number, 8, essential=True),
        _column("document", mark("Document"), "sort_detail", _detail, 22),
        _column("use", mark("Use"), "type", _type, 14),
        _column("page", mark("Page"), "sort_detail", _written_date, 8),
        _column("place", mark("Place in text"), "state", _anchor_state, 14),
    ),
    Kind.EVENT: (
        _column("date", mark("Date"), "earliest", _date, 13, essential=True),
        _column("title", mark("Event"), "sort_title", _title, 46),
        _column("place", mark("Place"), "sort_detail", _detail, 16),
        _column("claims", mark("Claims"), "number", _number, 8),
        _column("kind", mark("Kind"), "type", _type, 12),
    ),
    Kind.ENTITY: (
        _column("name", mark("Name"), "sort_title", _title, 36),
        _column("kind", mark("Kind"), "type", _type, 14, essential=True),
        _column("claims", mark("Claims"), "number", _number, 8),
        _column("names", mark("Other names"), "sort_detail", _detail, 36),
    ),
    Kind.CLAIM: (
        _column("subject", mark("About"), "sort_title", _title, 32),
        _column("property", mark("Property"), "type", _type, 13, essential=True),
        _column("value", mark("Value"), "sort_detail", _detail, 16, essential=True),
        _column("citations", mark("Citations"), "number", _number, 8),
        _column("rank", mark("Rank"), "state", _rank, 10),
    ),
}
