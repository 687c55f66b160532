"""Answers questions of the search panel, in whatever thread it is called: knows no widget."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.search.field_names import KIND_FIELDS, WORD_FIELDS, find_field
from desktop_app.search.parsing import MAX_CHARACTERS, parse_query
from desktop_app.search.pinning import read_struck
from desktop_app.search.query import Choice, Query, SearchAbandoned, read_query_days
from desktop_app.search.records import FACETS, SearchResult
from desktop_app.search.snippets import list_matches
from desktop_app.services.concordance import Context, list_contexts
from desktop_app.services.searching import SearchService
from desktop_app.store import documents
from desktop_app.store.database import Database
from desktop_app.ui.panels.facets_words import Facet, label_facets, label_groups
from desktop_app.ui.panels.search_rows import FoundRow, Meant, list_meant, make_rows

#: The last word, while it is being typed, alone or in a field: letters only, for a number has no
#: beginning, and nothing with the marks of scripts that put no spaces between words.
_LAST_WORD = re.compile(r"(?<![^\s(])(?:(?P<field>[^\W\d_][\w-]*):)?(?P<word>[^\W\d_]{2,})$")
#: The fields of words; in the others a name or a code is awaited.
_FIELDS_OF_WORDS = frozenset((*WORD_FIELDS, *KIND_FIELDS))
#: The best hits that are shown in context, given out or marked together.
MOST_HITS = 50_000
_QUOTE = re.compile('["“”„«»]')

IsWanted = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the query, the language of the answer, and whether it is still being typed.

    `chosen` narrows by facets; `group` is the facet by which the hits are grouped, "" for none.
    """

    query: Query
    language: str
    is_typing: bool = False
    chosen: frozenset[Choice] = frozenset()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The heading of a group and how many hits it has."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `beginning` is the unfinished word that was taken as a word's beginning.

    `total` hits can be shown; `found` is how many there are before they are narrowed.
    """

    asked: Asked
    total: int
    rows: tuple[FoundRow, ...]
    expanded: tuple[str, ...] = ()
    suggestion: str = ""
    beginning: str = ""
    found: int = 0
    groups: tuple[tuple[str, Group], ...] = ()
    meant: tuple[Meant, ...] = ()
    #: How it was read where nearly nothing was found as typed: the method and the words.
    struck: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Counted:
    """The values of every facet with their counts, over all hits."""

    asked: Asked
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Contexts:
    """The words found, in context."""

    asked: Asked
    lines: tuple[Context, ...]


class Finder:
    """Finds for one panel."""

    def __init__(self, service: SearchService, db: Database) -> None:
        """Search with `service`, whose index must be ready before the first question."""
        self._service = service
        self._db = db

    def answer(self, asked: Asked, is_wanted: IsWanted | None = None) -> Answer:
        """Return what is found; raise UserError where the query cannot be read or is too slow.

        Raises SearchAbandoned as soon as `is_wanted` says no. While one types, an unfinished
        last word is also taken as the beginning of one, and a quotation mark that is not closed
        yet as closed at the end.
        """
        query = _narrow(asked) if asked.chosen or asked.group else asked.query
        result, beginning = self._search(asked, query, is_wanted)
        rows = make_rows(self._service, self._db, result, asked.language, result.group_of)
        values = [value for value, _ in result.groups]
        labels = label_groups(self._db, asked.group, values, asked.language)
        return Answer(
            asked=asked,
            total=result.total,
            rows=tuple(rows),
            expanded=result.expanded,
            suggestion=result.suggestion or "",
            beginning=beginning,
            found=result.found,
            groups=tuple((value, Group(labels[value], count)) for value, count in result.groups),
            meant=list_meant(self._db, result.meanings, asked.query.text, asked.language),
            struck=_say_struck(result, asked.query.text),
        )

    def count(self, asked: Asked, is_wanted: IsWanted | None = None) -> Counted:
        """Return the values of the facets and how many hits each would leave."""
        query = replace(_narrow(asked), group="", facets=FACETS, offset=0, limit=0)
        result, _ = self._search(asked, query, is_wanted)
        return Counted(asked, label_facets(self._db, result.facets, query.chosen, asked.language))

    def find_all(self, asked: Asked, is_wanted: IsWanted | None = None) -> SearchResult:
        """Return every hit that is asked for, up to MOST_HITS, best first."""
        query = replace(_narrow(asked), group="", offset=0, limit=MOST_HITS)
        return self._search(asked, query, is_wanted)[0]

    def find_contexts(self, asked: Asked, is_wanted: IsWanted | None = None) -> Contexts:
        """Return the matches in the passages that are asked for, with their surroundings."""

        def check() -> None:
            if is_wanted is not None and not is_wanted():
                raise SearchAbandoned

        result = self.find_all(self._finish(asked, is_wanted), is_wanted)
        lines = list_contexts(self._db, result, asked.language, check)
        return Contexts(asked, tuple(lines))

    def _finish(self, asked: Asked, is_wanted: IsWanted | None) -> Asked:
        """Return the whole question as if its last word was written out, where that finds any."""
        finished = replace(asked, is_typing=False)
        if not asked.is_typing:
            return finished
        query = replace(asked.query, limit=0, offset=0, facets=())
        return finished if self._service.search(query, is_wanted).total else asked

    def find_places(self, asked: Asked, document: str) -> list[tuple[int, int]]:
        """Return every match in one document's text, in order, in code points."""
        finished = self._finish(asked, None)
        here = frozenset({("kind", str(Kind.DOCUMENT)), ("document", document)})
        query = replace(asked.query, kinds=(), chosen=here, offset=0, limit=MOST_HITS)
        result, _ = self._search(finished, query, None)
        held = documents.list_documents(self._db, [document])
        places: set[tuple[int, int]] = set()
        for hit in result.hits if held else ():
            text = documents.get_passage(self._db, held[0].text_sha256, hit.start, hit.end)
            places.update(
                (hit.start + start, hit.start + end)
                for start, end in list_matches(text, result.patterns)
            )
        return sorted(places)

    def _search(
        self, asked: Asked, query: Query, is_wanted: IsWanted | None
    ) -> tuple[SearchResult, str]:
        completed, beginning = self._complete(asked, query)
        result = self._service.search(completed, is_wanted)
        if beginning and not result.found:
            # What is offered instead is made from the words as typed.
            return self._service.search(query, is_wanted), ""
        return result, beginning

    def _complete(self, asked: Asked, query: Query) -> tuple[Query, str]:
        """Return `query` with its last word taken as a beginning too, and that word."""
        text = query.text
        if not asked.is_typing:
            return query, ""
        if len(_QUOTE.findall(text)) % 2:
            return replace(query, text=f'{text}"'), ""
        text = unicodedata.normalize("NFC", text)
        unfinished = _LAST_WORD.search(text)
        if unfinished is None or query.exact:
            return query, ""
        if unfinished["field"] and find_field(unfinished["field"]) not in _FIELDS_OF_WORDS:
            return query, ""
        # Read as it stands first: what is wrong with it is said of what was typed.
        parse_query(text, read_query_days)
        wider = f"({text}) OR ({text}*)"
        try:
            if len(wider) > MAX_CHARACTERS:
                return query, ""
            parse_query(wider, read_query_days)
        except UserError:
            return query, ""
        return replace(query, text=wider), unfinished["word"]


def _say_struck(result: SearchResult, text: str) -> tuple[str, str]:
    """Return by which method the query was read, and what it was read as."""
    struck = result.struck
    return (struck.method, read_struck(text, struck)) if struck else ("", "")


def _narrow(asked: Asked) -> Query:
    """Return the query with what is chosen in the facets and, of the kinds, above them."""
    chosen = asked.chosen | {("kind", kind) for kind in asked.query.kinds}
    return replace(asked.query, kinds=(), chosen=chosen, group=asked.group)
