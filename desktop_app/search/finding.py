"""Runs a query against one state of the index and ranks what it finds.

Hits on the exact spelling come first, then hits on what was typed, then hits by other names;
inside these, where dates are asked for, precise dates before open or year-wide ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from desktop_app.errors import UserError
from desktop_app.search.executor import Matching, Watch
from desktop_app.search.facets import count_facets
from desktop_app.search.names import Names
from desktop_app.search.parsing import parse_query
from desktop_app.search.planning import Planner, Way
from desktop_app.search.query import (
    All,
    During,
    Everything,
    Node,
    OfKind,
    Query,
    ReadDays,
    has_dates,
)
from desktop_app.search.ranking import Found, pick_page
from desktop_app.search.records import Hit, SearchResult
from desktop_app.search.scoring import Scoring, Weights
from desktop_app.search.snapshot import Snapshot
from desktop_app.search.suggesting import suggest_query

TIME_LIMIT = 5.0
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
    planner = Planner(snapshot, names if query.expand and not query.exact else None)
    search = _Search(snapshot, watch)
    search.run(planner, node, query)
    first = max(0, query.offset)
    page = pick_page(search.found, first, max(0, min(query.limit, PAGE_LIMIT)), has_dates(node))
    total = sum(len(found.docs) for found in search.found)
    suggestion = None
    if not total:
        suggestion = suggest_query(
            snapshot, query, node, lambda text: search.finds(query, text, read_days), watch
        )
    return SearchResult(
        total=total,
        hits=tuple(_make_hit(found, at) for found, at in page),
        expanded=planner.expanded,
        suggestion=suggestion,
        patterns=planner.patterns,
        facets=count_facets(
            [(found.view.segment, found.docs) for found in search.found], query.facets
        ),
    )


def read_query(query: Query, read_days: ReadDays) -> Node:
    """Return the whole tree of `query`: its text and its other conditions."""
    node = parse_query(query.text, read_days)
    if node is None and not query.narrows:
        raise UserError("bad_query", "The query is empty. Type at least one word.")
    parts: list[Node] = [node or Everything()]
    if query.kinds:
        parts.append(OfKind(query.kinds))
    if query.from_day or query.to_day:
        parts.append(During(query.from_day, query.to_day))
    return All(tuple(parts)) if len(parts) > 1 else parts[0]


class _Search:
    """One search through all segments."""

    def __init__(self, snapshot: Snapshot, watch: Watch) -> None:
        self._snapshot = snapshot
        self._watch = watch
        self._matchings = [Matching(snapshot, view, watch) for view in snapshot.views]
        self.found: list[Found] = []

    def run(self, planner: Planner, node: Node, query: Query) -> None:
        """Find the documents of `node`, with tier and score of each."""
        if query.exact:
            widest = typed = exact = planner.build(node, Way.EXACT)
        else:
            widest = planner.build(node, Way.WIDE if query.expand else Way.TYPED)
            typed = planner.build(node, Way.TYPED) if query.expand else widest
            exact = Planner(self._snapshot).build(node, Way.EXACT)
        boost = planner.build_boost(node)
        weights = Weights(self._snapshot, self._matchings)
        queries = (widest,) if boost is None else (widest, boost)
        all_typed, all_exact = typed == widest, exact is widest
        for matching in self._matchings:
            docs = matching.view.keep_live(matching.match(widest))
            self._watch.check()
            if not len(docs):
                continue
            scoring = Scoring(matching, weights)
            scores = scoring.score(queries, docs, sure=True)
            as_typed = matching.contains(docs, typed, known=all_typed)
            is_exact = as_typed & matching.contains(docs, exact, known=all_exact)
            self.found.append(Found(matching.view, docs, scores, as_typed, is_exact))

    def finds(self, query: Query, text: str, read_days: ReadDays) -> bool:
        """Tell whether `query` with `text` in the place of its own finds anything as typed."""
        try:
            other = read_query(query.with_text(text), read_days)
        except UserError:
            return False
        built: Any = Planner(self._snapshot).build(other, Way.TYPED)
        return any(len(m.view.keep_live(m.match(built))) for m in self._matchings)


def _make_hit(found: Found, at: int) -> Hit:
    """Return the hit that one of the documents found stands for."""
    stored = found.view.segment.stored(int(found.docs[at]))
    return Hit(
        kind=stored["kind"],
        id=stored["id"],
        title=stored.get("title", ""),
        document=stored.get("document"),
        start=stored.get("start", 0),
        end=stored.get("end", 0),
        earliest=stored.get("earliest"),
        latest=stored.get("latest"),
        score=round(float(np.float64(found.scores[at])), 4),
        exact=bool(found.exact[at]),
    )
