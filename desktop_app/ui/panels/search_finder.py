"""Answers questions of the search panel, in whatever thread it is called: knows no widget.

A question that narrows or groups looks at every hit; the table of these is kept for the next
page, the next choice and the counts, until the index changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.search.parsing import MAX_CHARACTERS, parse_query
from desktop_app.search.pinning import read_struck
from desktop_app.search.query import Query, SearchAbandoned, read_query_days
from desktop_app.search.records import SearchResult
from desktop_app.search.snippets import list_matches
from desktop_app.services import narrowing
from desktop_app.services.concordance import Context, list_contexts
from desktop_app.services.narrowing import Choice, HitTable
from desktop_app.services.searching import SearchService
from desktop_app.store import documents
from desktop_app.store.database import Database
from desktop_app.ui.panels.facets_words import FacetValue, label_facets, label_groups
from desktop_app.ui.panels.search_rows import FoundRow, Meant, list_meant, make_rows

#: The last word, while it is being typed: letters only, for a number has no beginning, and
#: nothing with the marks of scripts that put no spaces between words.
_LAST_WORD = re.compile(r"(?<![^\s(])[^\W\d_]{2,}$")
_QUOTE = re.compile('["“”„«»]')

IsWanted = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the query, the language of the answer, and whether it is still being typed.

    `chosen` narrows by facets; `group` is the facet by which the hits are grouped, "" for none.
    A quick answer to one that narrows or groups looks at the best hits only.
    """

    query: Query
    language: str
    is_typing: bool = False
    chosen: frozenset[Choice] = frozenset()
    group: str = ""
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The heading of a group and how many hits it has."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `beginning` is the unfinished word that was taken as a word's beginning.

    `total` hits can be shown; `found` is how many there are before they are narrowed, `seen` how
    many of these were looked at.
    """

    asked: Asked
    total: int
    rows: tuple[FoundRow, ...]
    expanded: tuple[str, ...] = ()
    suggestion: str = ""
    beginning: str = ""
    found: int = 0
    seen: int = 0
    groups: tuple[tuple[str, Group], ...] = ()
    meant: tuple[Meant, ...] = ()
    #: How it was read where nearly nothing was found as typed: the method and the words.
    struck: tuple[str, str] = ("", "")

    @property
    def is_whole(self) -> bool:
        """Tell whether every hit was looked at where hits are narrowed or grouped."""
        return self.seen >= self.found


@dataclass(frozen=True, slots=True)
class Counted:
    """The values of every facet with their counts, over all hits, or the best of very many."""

    asked: Asked
    facets: tuple[tuple[str, tuple[FacetValue, ...]], ...]
    is_whole: bool
    seen: int


@dataclass(frozen=True, slots=True)
class Contexts:
    """The words found, in context."""

    asked: Asked
    lines: tuple[Context, ...]


class Finder:
    """Finds for one panel; used by one thread at a time."""

    def __init__(self, service: SearchService, db: Database) -> None:
        """Search with `service`, whose index must be ready before the first question."""
        self._service = service
        self._db = db
        self._kept: tuple[Query, HitTable] | None = None

    def forget(self) -> None:
        """Look again at every hit: the index is another."""
        self._kept = None

    def answer(self, asked: Asked, is_wanted: IsWanted | None = None) -> Answer:
        """Return what is found; raise UserError where the query cannot be read or is too slow.

        Raises SearchAbandoned as soon as `is_wanted` says no. While one types, an unfinished
        last word is also taken as the beginning of one, and a quotation mark that is not closed
        yet as closed at the end.
        """
        if asked.chosen or asked.group:
            return self._answer_from_table(asked, is_wanted)
        result, beginning = self._search(asked, asked.query, is_wanted)
        total = result.total
        return self._make_answer(asked, result, beginning, found=total, seen=total)

    def count(self, asked: Asked, is_wanted: IsWanted | None = None) -> Counted:
        """Return the values of the facets and how many hits each would leave."""
        table, _ = self._table(asked, is_wanted)
        counts = narrowing.count_facets(table, _all_chosen(asked))
        labelled = label_facets(self._db, counts, _all_chosen(asked), asked.language)
        return Counted(asked, labelled, table.is_whole, len(table.result.hits))

    def find_table(self, asked: Asked, is_wanted: IsWanted | None = None) -> SearchResult:
        """Return every hit that is asked for, up to MOST_HITS, best first."""
        table, _ = self._table(asked, is_wanted)
        numbers = narrowing.narrow(table, _all_chosen(asked))
        return table.pick(numbers, len(numbers))

    def find_contexts(self, asked: Asked, is_wanted: IsWanted | None = None) -> Contexts:
        """Return the matches in the passages that are asked for, with their surroundings."""

        def check() -> None:
            if is_wanted is not None and not is_wanted():
                raise SearchAbandoned

        result = self.find_table(self._finish(asked, is_wanted), is_wanted)
        lines = list_contexts(self._db, result, asked.language, check)
        return Contexts(asked, tuple(lines))

    def _finish(self, asked: Asked, is_wanted: IsWanted | None) -> Asked:
        """Return the whole question as if its last word was written out, where that finds any."""
        whole = replace(asked, is_quick=False)
        finished = replace(whole, is_typing=False)
        if not asked.is_typing:
            return finished
        query = replace(asked.query, limit=0, offset=0, facets=())
        return finished if self._service.search(query, is_wanted).total else whole

    def find_places(self, asked: Asked, document: str) -> list[tuple[int, int]]:
        """Return every match in one document's text, in order, in code points."""
        table, _ = self._table(self._finish(asked, None), None)
        held = documents.list_documents(self._db, [document])
        places: set[tuple[int, int]] = set()
        for hit in table.result.hits if held else ():
            if hit.kind == Kind.DOCUMENT and hit.document == document:
                sha = held[0].text_sha256
                text = documents.get_passage(self._db, sha, hit.start, hit.end)
                places.update(
                    (hit.start + start, hit.start + end)
                    for start, end in list_matches(text, table.result.patterns)
                )
        return sorted(places)

    def _answer_from_table(self, asked: Asked, is_wanted: IsWanted | None) -> Answer:
        table, beginning = self._table(asked, is_wanted)
        numbers = narrowing.narrow(table, _all_chosen(asked))
        groups: list[tuple[str, list[int]]] = []
        group_of: dict[int, str] = {}
        if asked.group:
            groups = narrowing.group_hits(table, numbers, asked.group)
            group_of = {number: value for value, held in groups for number in held}
            numbers = [number for _, held in groups for number in held]
        query = asked.query
        page = numbers[query.offset : query.offset + query.limit]
        labels = label_groups(self._db, asked.group, [value for value, _ in groups], asked.language)
        return self._make_answer(
            asked,
            table.pick(page, len(numbers)),
            beginning,
            found=table.result.total,
            seen=len(table.result.hits),
            of_rows=[group_of.get(number, "") for number in page],
            groups=tuple((value, Group(labels[value], len(held))) for value, held in groups),
        )

    def _make_answer(
        self,
        asked: Asked,
        result: SearchResult,
        beginning: str,
        *,
        found: int,
        seen: int,
        of_rows: list[str] | None = None,
        groups: tuple[tuple[str, Group], ...] = (),
    ) -> Answer:
        rows = make_rows(self._service, self._db, result, asked.language, of_rows or ())
        return Answer(
            asked=asked,
            total=result.total,
            rows=tuple(rows),
            expanded=result.expanded,
            suggestion=result.suggestion or "",
            beginning=beginning,
            found=found,
            seen=seen,
            groups=groups,
            meant=list_meant(self._db, result.meanings, asked.query.text, asked.language),
            struck=_say_struck(result, asked.query.text),
        )

    def _table(self, asked: Asked, is_wanted: IsWanted | None) -> tuple[HitTable, str]:
        """Return the hits of every kind, and the word that was taken as a beginning."""
        query, beginning = self._complete(asked, replace(asked.query, kinds=()))
        if not query.text.strip() and not query.narrows:
            query = replace(query, kinds=asked.query.kinds)
        key = replace(query, offset=0, limit=0)
        most = narrowing.QUICK_HITS if asked.is_quick else narrowing.MOST_HITS
        if self._kept is not None and self._kept[0] == key:
            table = self._kept[1]
            if table.is_whole or len(table.result.hits) >= most:
                return table, beginning
        self._kept = None
        table = self._gather(query, is_wanted, most)
        if beginning and not table.result.total:
            table = self._gather(replace(query, text=asked.query.text), is_wanted, most)
        self._kept = key, table
        return table, beginning

    def _gather(self, query: Query, is_wanted: IsWanted | None, most: int) -> HitTable:
        return narrowing.gather_hits(self._service, self._db, query, is_wanted, most=most)

    def _search(
        self, asked: Asked, query: Query, is_wanted: IsWanted | None
    ) -> tuple[SearchResult, str]:
        completed, beginning = self._complete(asked, query)
        result = self._service.search(completed, is_wanted)
        if beginning and not result.total:
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
        # Read as it stands first: what is wrong with it is said of what was typed.
        parse_query(text, read_query_days)
        wider = f"({text}) OR ({text}*)"
        try:
            if len(wider) > MAX_CHARACTERS:
                return query, ""
            parse_query(wider, read_query_days)
        except UserError:
            return query, ""
        return replace(query, text=wider), unfinished[0]


def _say_struck(result: SearchResult, text: str) -> tuple[str, str]:
    """Return by which method the query was read, and what it was read as."""
    struck = result.struck
    return (struck.method, read_struck(text, struck)) if struck else ("", "")


def _all_chosen(asked: Asked) -> frozenset[Choice]:
    """Return what is chosen in the facets and, of the kinds, above them."""
    return asked.chosen | {("kind", kind) for kind in asked.query.kinds}


def find_answer(
    service: SearchService, db: Database, asked: Asked, is_wanted: IsWanted | None = None
) -> Answer:
    """Return the answer to a single question."""
    return Finder(service, db).answer(asked, is_wanted)
