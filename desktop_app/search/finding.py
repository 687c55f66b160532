"""Runs a query against one state of the index and ranks what it finds.

Hits on the exact spelling come first, then hits on what was typed, then hits by other names;
inside these, where dates are asked for, precise dates before open or year-wide ones. Where
nearly nothing is found, the words are read as Telex or VNI, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_app.errors import UserError
from desktop_app.search.executor import Matching, Watch
from desktop_app.search.facets import Narrowing, group_found
from desktop_app.search.meanings import list_meanings
from desktop_app.search.names import Names
from desktop_app.search.parsing import parse_query
from desktop_app.search.planning import Planner, Way
from desktop_app.search.query import (
    All,
    BadQuery,
    During,
    Either,
    Everything,
    Node,
    OfKind,
    Query,
    ReadDays,
    has_dates,
)
from desktop_app.search.ranking import Found, pick_grouped, pick_page
from desktop_app.search.records import Counts, Hit, Meaning, SearchResult, Struck
from desktop_app.search.scoring import Scoring, Weights
from desktop_app.search.snapshot import Snapshot
from desktop_app.search.striking import list_struck
from desktop_app.search.suggesting import suggest_query

TIME_LIMIT = 5.0
#: Where no more than these are found, the words may have been struck without an input method.
LITTLE = 2
#: Beyond this many pages' worth nobody reads on; it bounds the memory of one page.
PAGE_LIMIT = 100_000


def find_hits(
    snapshot: Snapshot,
    query: Query,
    names: Names | None,
    read_days: ReadDays,
    is_wanted: Callable[[], bool] | None = None,
) -> SearchResult:
    """Return the page of hits that `query` asks for.

    Raises UserError("bad_query") for a query that cannot be read, UserError("slow_query") for
    one that takes longer than TIME_LIMIT seconds, and SearchAbandoned as soon as `is_wanted`
    says no.
    """
    node = read_query(query, read_days)
    watch = Watch.start(TIME_LIMIT, is_wanted)
    watch.check()
    names = names if query.expand and not query.exact else None
    search = _Search(snapshot, watch)
    search.run(Planner(snapshot, names), node, query)
    struck = None
    if query.expand and not query.exact and search.total <= LITTLE:
        search, struck = _search_struck(search, names, node, query, read_days)
    narrowing = Narrowing(search.found, query.chosen)
    page = _pick(narrowing.keep(), query, has_dates(node))
    suggestion = None
    if not search.total:
        suggestion = suggest_query(
            snapshot, query, node, lambda text: search.finds(query, text, read_days), watch, names
        )
    return SearchResult(
        total=page.total,
        hits=tuple(_make_hit(found, at) for found, at in page.hits),
        expanded=search.planner.expanded,
        suggestion=suggestion,
        patterns=search.planner.patterns,
        found=search.total,
        facets=narrowing.count(query.facets),
        groups=page.groups,
        group_of=page.group_of,
        meanings=_list_meanings(search, query, read_days),
        struck=struck,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """Hits in their order, each as what was found in its segment and its number there."""

    total: int
    hits: list[tuple[Found, int]]
    group_of: tuple[str, ...] = ()
    groups: Counts = ()


def _pick(found: list[Found], query: Query, dated: bool) -> _Page:
    """Return the page of `found` that `query` asks for."""
    total = sum(len(one.docs) for one in found)
    first, limit = max(0, query.offset), max(0, min(query.limit, PAGE_LIMIT))
    if not query.group:
        return _Page(total, pick_page(found, first, limit, dated))
    grouped = group_found(found, query.group)
    hits, group_of, groups = pick_grouped(found, grouped, first, limit, dated)
    return _Page(total, hits, tuple(group_of), groups)


def _search_struck(
    search: _Search, names: Names | None, node: Node, query: Query, read_days: ReadDays
) -> tuple[_Search, Struck | None]:
    """Return a search that also reads the words as Telex or VNI, if it finds more, and how."""
    for struck in list_struck(node, search.snapshot):
        wider = _Search(search.snapshot, search.watch)
        # What was found as typed stays before what is found as struck.
        asked = Either((node, struck.node)) if search.total else struck.node
        wider.run(Planner(search.snapshot, names), asked, query, as_typed=node)
        if wider.total > search.total:
            text = parse_query(query.text, read_days)
            read = struck.read(text) if text is not None else ""
            return wider, Struck(struck.method, read, struck.words)
    return search, None


def _list_meanings(search: _Search, query: Query, read_days: ReadDays) -> tuple[Meaning, ...]:
    """Return what the names among the words may mean, for the first page."""
    named = search.planner.named
    if not named or query.offset > 0:
        return ()
    node = parse_query(query.text, read_days)
    return list_meanings(search.matchings, node, named) if node is not None else ()


def read_query(query: Query, read_days: ReadDays) -> Node:
    """Return the whole tree of `query`: its text and its other conditions."""
    node = parse_query(query.text, read_days)
    if node is None and not query.narrows:
        raise BadQuery("bad_query", "The query is empty. Type at least one word.")
    parts: list[Node] = [node or Everything()]
    if query.kinds:
        parts.append(OfKind(query.kinds))
    if query.from_day or query.to_day:
        parts.append(During(query.from_day, query.to_day))
    return All(tuple(parts)) if len(parts) > 1 else parts[0]


class _Search:
    """One search through all segments."""

    def __init__(self, snapshot: Snapshot, watch: Watch) -> None:
        self.snapshot = snapshot
        self.watch = watch
        self.matchings = [Matching(snapshot, view, watch) for view in snapshot.views]
        self.planner = Planner(snapshot)
        self.found: list[Found] = []

    @property
    def total(self) -> int:
        """Return how many documents were found."""
        return sum(len(found.docs) for found in self.found)

    def run(
        self, planner: Planner, node: Node, query: Query, *, as_typed: Node | None = None
    ) -> None:
        """Find the documents of `node`, with tier and score of each.

        `as_typed` tells which of them are found as typed where `node` reads more into the words.
        """
        self.planner = planner
        inner = as_typed if isinstance(node, Either) and as_typed is not None else node
        if query.exact:
            widest = typed = exact = planner.build(node, Way.EXACT)
        else:
            widest = planner.build(node, Way.WIDE if query.expand else Way.TYPED)
            typed = planner.build(inner, Way.TYPED) if query.expand else widest
            exact = Planner(self.snapshot).build(inner, Way.EXACT)
        boost = planner.build_boost(node)
        weights = Weights(self.snapshot, self.matchings)
        queries = (widest,) if boost is None else (widest, boost)
        all_typed, all_exact = typed == widest, exact is widest
        for matching in self.matchings:
            docs = matching.view.keep_live(matching.match(widest))
            self.watch.check()
            if not len(docs):
                continue
            scoring = Scoring(matching, weights)
            scores = scoring.score(queries, docs, sure=True)
            typed_here = matching.contains(docs, typed, known=all_typed)
            is_exact = typed_here & matching.contains(docs, exact, known=all_exact)
            self.found.append(Found(matching.view, docs, scores, typed_here, is_exact))

    def finds(self, query: Query, text: str, read_days: ReadDays) -> bool:
        """Tell whether `query` with `text` in the place of its own finds anything as typed."""
        try:
            other = read_query(query.with_text(text), read_days)
        except UserError:
            return False
        built: Any = Planner(self.snapshot).build(other, Way.TYPED)
        return any(len(m.view.keep_live(m.match(built))) for m in self.matchings)


def _make_hit(found: Found, at: int) -> Hit:
    """Return the hit that one of the documents found stands for."""
    stored = found.view.segment.stored(found.docs.item(at))
    return Hit(
        kind=stored["kind"],
        id=stored["id"],
        title=stored.get("title", ""),
        document=stored.get("document"),
        start=stored.get("start", 0),
        end=stored.get("end", 0),
        earliest=stored.get("earliest"),
        latest=stored.get("latest"),
        score=round(found.scores.item(at), 4),
        exact=found.exact.item(at),
    )
