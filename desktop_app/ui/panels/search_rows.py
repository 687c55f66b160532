"""What is shown of each hit, kind or property in words, date, source; and what a name may mean.

Read off the window's thread, so that the window only paints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.catalog.claims import Property
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.documents import find_page
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import EntityKind
from desktop_app.catalog.wording import plain, word
from desktop_app.errors import UserError
from desktop_app.i18n import tr_in
from desktop_app.search.pinning import pin_record
from desktop_app.search.records import Meaning, SearchResult
from desktop_app.services.citing import SourceBook
from desktop_app.services.searching import Found, SearchService
from desktop_app.store import claims, documents, lists
from desktop_app.store.database import Database


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One hit as it is shown; `group` is the value it is grouped by."""

    found: Found
    icon: str
    said: str
    date: str
    source: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """One record that words may mean: its title and kind in words, and the query that says so."""

    words: str
    title: str
    icon: str
    said: str
    query: str


def make_rows(
    service: SearchService,
    db: Database,
    result: SearchResult,
    language: str,
    groups: Sequence[str] = (),
) -> Iterator[FoundRow]:
    """Yield the hits of `result` as they are shown; `groups` says the group of each.

    Hits deleted meanwhile are left out.
    """
    found = service.show(result)
    grouped = dict(zip((hit.id for hit in result.hits), groups, strict=False))
    listed = lists.get_listing(db, [one.record for one in found])
    properties = {prop.key: prop for prop in claims.list_properties(db)}
    sources = cite_places(db, found, language)
    for one in found:
        row = listed.get(one.record)
        if row is not None:
            icon, said = describe_record(Kind(one.hit.kind), str(row["type"]), properties, language)
            yield FoundRow(
                found=one,
                icon=icon,
                said=said,
                date=say_date(one.date, language),
                source=sources.get(one.hit.id, ""),
                group=grouped.get(one.hit.id, ""),
            )


def list_meant(
    db: Database, meanings: Sequence[Meaning], text: str, language: str
) -> tuple[Meant, ...]:
    """Return what is offered for the query `text` as it was typed; records gone are left out."""
    rows = lists.get_listing(db, [one.id for one in meanings])
    found = []
    for one in meanings:
        row, query = rows.get(one.id), pin_record(text, one.words, one.id)
        if row is None or row["trashed"] is not None or query is None:
            continue
        icon, said = describe_record(Kind(one.kind), str(row["type"]), {}, language)
        found.append(Meant(one.words, str(row["title"]), icon, said, query))
    return tuple(found)


def say_date(date: str, language: str) -> str:
    """Return a date in words; a source's may be in words already, as its title page has it."""
    try:
        return format_date(parse_edtf(date), language) if date else ""
    except UserError:
        return date


def describe_record(
    kind: Kind, kind_type: str, properties: dict[str, Property], language: str
) -> tuple[str, str]:
    """Return the icon of a record and what it is in a word or two."""
    if kind is Kind.ENTITY:
        return kind_type, word(EntityKind(kind_type), language)
    if kind is Kind.CLAIM and kind_type in properties:
        return kind.value, properties[kind_type].label(language)
    words = {
        Kind.EVENT: tr_in(language, "event"),
        Kind.EXCERPT: tr_in(language, "excerpt"),
        Kind.DOCUMENT: tr_in(language, "document"),
        Kind.SOURCE: tr_in(language, "source"),
    }
    return kind.value, words.get(kind, "")


def cite_places(db: Database, found: Iterable[Found], language: str) -> dict[str, str]:
    """Return the short citation of each hit that lies in a text, at its page."""
    placed = [one for one in found if one.document]
    book = SourceBook(db, {one.document for one in placed}, language=language)
    pages = {
        record: documents.get_revision(db, record, document.revision).pages
        for record, document in book.documents.items()
    }
    cited = {}
    for one in placed:
        document = book.documents.get(one.document)
        if document is not None and document.source in book.cited:
            page = find_page(pages[one.document], one.start, one.end)
            cited[one.hit.id] = plain(book.citer.short_note(document.source, page))
    return cited
