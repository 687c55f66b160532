"""The places at which the names of entities stand in the texts of documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.catalog.documents import Document, find_page
from desktop_app.catalog.excerpts import Excerpt
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.catalog.subjects import Entity, Name
from desktop_app.reports.name_concordance import NamePlace
from desktop_app.services.reporting.spelling_finder import (
    FoundSpelling,
    SpellingFinder,
    read_spelling,
)
from desktop_app.store import claims, documents, excerpts
from desktop_app.store.database import Database

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class _Place:
    """A spelling found in a document, with what its place is called there."""

    spelling: str
    document: str
    start: int
    end: int
    page: str = ""
    locator: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that may show names of `subject`: an attachment's, or where a name was found.

    `origin` is the id of the attachment or the name.
    """

    origin: str
    subject: str
    excerpt: Excerpt


class NamePlaces:
    """The places of names by entity and name; what is spelt as no name is told of the first.

    A spelling that is the very name of some entities belongs to these alone.
    """

    def __init__(
        self,
        everyone: Iterable[Entity],
        places: Mapping[str, Sequence[_Place]],
        shown: Iterable[Passage],
    ) -> None:
        """Keep `places` by the key of their spelling, and the passages that may show them."""
        self._places = places
        self._names: dict[str, dict[str, list[Name]]] = {}
        self._spelt: dict[str, set[str]] = defaultdict(set)
        for entity in everyone:
            own = self._names.setdefault(entity.id, defaultdict(list))
            for name in entity.names:
                spelling = read_spelling(name.text)
                own[spelling.key].append(name)
                self._spelt[spelling.key].add(spelling.text)
        self._shown: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        for passage in shown:
            self._shown[passage.subject, passage.excerpt.document].append(passage)

    def list_spellings(
        self, entity: str, name: Name
    ) -> tuple[tuple[str, tuple[NamePlace, ...]], ...]:
        """Return the name's own spelling with its places, then the others that are told of it."""
        own = read_spelling(name.text)
        found: dict[str, list[NamePlace]] = {own.text: []}
        is_first = self._names[entity][own.key][0] == name
        for place in self._places.get(own.key, ()):
            is_other = is_first and place.spelling not in self._spelt[own.key]
            if place.spelling == own.text or is_other:
                found.setdefault(place.spelling, []).append(self._tell(name, place))
        return tuple((spelling, tuple(places)) for spelling, places in found.items())

    def list_all(self, entity: str) -> list[NamePlace]:
        """Return all places of an entity's names."""
        return [
            place
            for names in self._names[entity].values()
            for name in names
            for _, places in self.list_spellings(entity, name)
            for place in places
        ]

    def _tell(self, name: Name, place: _Place) -> NamePlace:
        """Return a place with the passages that hold it, but those where other names were found."""
        return NamePlace(
            document=place.document,
            page=place.page,
            locator=place.locator,
            paragraph=place.paragraph,
            shown_by=tuple(
                one.origin
                for one in self._shown.get((name.entity, place.document), ())
                if one.excerpt.start <= place.start and place.end <= one.excerpt.end
                if find_kind(one.origin) is not Kind.NAME or one.origin == name.id
            ),
        )


def find_places(
    db: Database,
    searched: Iterable[Document],
    everyone: Sequence[Entity],
    shown: Iterable[Passage],
) -> NamePlaces:
    """Return where the names of `everyone` stand in the texts in force of `searched`.

    Of the passages `shown`, those of a text that was revised since show no place.
    """
    finder = SpellingFinder(name.text for entity in everyone for name in entity.names)
    places: dict[str, list[_Place]] = defaultdict(list)
    in_force = {}
    for document in searched:
        in_force[document.id] = document.revision
        text = "".join(documents.iterate_text(db, document.text_sha256))
        found = list(finder.find(text))
        for one, place in zip(found, _name_places(db, document, text, found), strict=True):
            places[one.spelling.key].append(place)
    valid = [one for one in shown if in_force.get(one.excerpt.document) == one.excerpt.revision]
    return NamePlaces(everyone, places, valid)


def _name_places(
    db: Database, document: Document, text: str, found: Sequence[FoundSpelling]
) -> Iterator[_Place]:
    """Yield the places found in a text with their pages, else locators, else paragraphs."""
    if not found:
        return
    pages = documents.get_revision(db, document.id, document.revision).pages
    marked = [] if pages else _list_marked(db, document)
    paragraphs = [match.start() for match in _PARAGRAPH.finditer(text)]
    for one in found:
        covering = [named for start, end, *named in marked if start <= one.start and one.end <= end]
        yield _Place(
            spelling=one.spelling.text,
            document=document.id,
            start=one.start,
            end=one.end,
            page=find_page(pages, one.start, one.end) or next((p for p, _ in covering if p), ""),
            locator=next((locator for _, locator in covering if locator), ""),
            paragraph=bisect_right(paragraphs, one.start) if len(paragraphs) > 1 else 0,
        )


def _list_marked(db: Database, document: Document) -> list[tuple[int, int, str, str]]:
    """Return start, end, page and first locator of the document's excerpts that have either."""
    held = excerpts.list_excerpts_of(db, document.id)
    locators: dict[str, str] = {}
    for citation in claims.list_citations_of(db, [one.id for one in held]):
        if citation.locator:
            locators.setdefault(citation.excerpt, citation.locator)
    return [
        (one.start, one.end, one.page, locators.get(one.id, ""))
        for one in held
        if one.revision == document.revision and (one.page or one.id in locators)
    ]
