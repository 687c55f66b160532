"""Finds the documents of a query, a whole term at a time on arrays, segment by segment.

It reads Whoosh's query objects. A kind it does not serve is answered by Whoosh's own matchers
within the same time; both give the same (test_search_executor).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
from whoosh import query as wq

from desktop_app.errors import UserError
from desktop_app.search.asking import Except, Overlap, PhraseBeginning
from desktop_app.search.docsets import (
    NO_DOCS,
    contains,
    find_positions,
    intersect,
    spread,
    subtract,
    unite,
)
from desktop_app.search.lexicon import find_near, find_pattern
from desktop_app.search.phrases import Places, follow_all, list_places, list_range_places, near_all
from desktop_app.search.query import SearchAbandoned
from desktop_app.search.segment import Segment, encode_term
from desktop_app.search.segment_file import Array
from desktop_app.search.snapshot import Snapshot, View


@dataclass(slots=True)
class Watch:
    """How long a search may take, and whether its answer is still wanted."""

    seconds: float
    deadline: float
    is_wanted: Callable[[], bool] | None = None

    @classmethod
    def start(cls, seconds: float, is_wanted: Callable[[], bool] | None = None) -> Watch:
        """Return a watch that runs out in `seconds`."""
        return cls(seconds, monotonic() + seconds, is_wanted)

    def check(self) -> None:
        """Raise SearchAbandoned, or UserError("slow_query") where the time has run out."""
        if self.is_wanted is not None and not self.is_wanted():
            raise SearchAbandoned
        if monotonic() > self.deadline:
            raise UserError(
                "slow_query",
                "The search took longer than {seconds} seconds and was stopped. "
                "Add a word, or write out the beginnings of words marked with a star.",
                seconds=int(self.seconds),
            )


@dataclass(frozen=True, slots=True)
class Asked:
    """What Whoosh's own matchers answered: documents and their scores."""

    docs: Array
    scores: Array


@dataclass(slots=True)
class _Held:
    """Documents that hold a term: where in its postings they stand, and the term in them."""

    docs: Array
    positions: Array
    places: Places | None = None


class Matching:
    """The answers of one segment during one search; what was asked once is not asked again."""

    def __init__(self, snapshot: Snapshot, view: View, watch: Watch) -> None:
        """Answer for the segment of `view`."""
        self.snapshot = snapshot
        self.view = view
        self.segment = view.segment
        self.size = view.segment.doc_count
        self._watch = watch
        self._known: dict[Any, Array] = {}
        self._asked: dict[Any, Asked] = {}
        self._held: dict[tuple[int, int], _Held] = {}

    def match(self, query: Any) -> Array:
        """Return the documents that `query` finds, deleted ones perhaps among them."""
        found = self._known.get(query)
        if found is None:
            self._watch.check()
            serve = _SERVED.get(type(query))
            found = serve(self, query) if serve else self.ask_whoosh(query).docs
            self._known[query] = found
        return found

    def contains(self, docs: Array, query: Any, *, known: bool = False) -> Array:
        """Return for each of `docs` whether `query` finds it; `known`: it finds them all."""
        if known:
            return np.ones(len(docs), dtype=bool)
        return contains(docs, self.match(query), self.size)

    def serves(self, query: Any) -> bool:
        """Return whether `query` itself is answered here, whatever it is made of."""
        return type(query) in _SERVED and not _is_left(query)

    def ask_whoosh(self, query: Any) -> Asked:
        """Return what Whoosh's own matchers find for `query`."""
        found = self._asked.get(query)
        if found is None:
            found = self._asked[query] = self._run_matcher(query)
        return found

    def _run_matcher(self, query: Any) -> Asked:
        searcher = self.snapshot.searcher
        leaf = next(one for one, base in searcher.leaf_searchers() if base == self.view.base)
        docs, scores = [], []
        with self.snapshot.storage.watched(self._watch.check):
            matcher = query.matcher(leaf, searcher.context(needs_current=True))
            while matcher.is_active():
                docs.append(matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return Asked(np.asarray(docs, dtype=np.int32), np.asarray(scores, dtype=np.float64))

    def terms(self, query: Any) -> Array:
        """Return the numbers of the terms that a query for several terms stands for."""
        if isinstance(query, wq.Prefix):
            return np.arange(*self.segment.find_prefix(query.fieldname, query.text))
        if isinstance(query, wq.TermRange):
            return np.arange(*_find_range(self.segment, query))
        if isinstance(query, wq.Wildcard):
            return find_pattern(self.segment, query.fieldname, query.text)
        near = query.text, query.maxdist, query.prefixlength
        return find_near(self.segment, query.fieldname, *near)

    def postings(self, numbers: Array) -> slice | Array:
        """Return where the postings of these terms lie, one after the other."""
        if len(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers):
            return self.segment.span(int(numbers[0]), int(numbers[-1]) + 1)
        at = self.segment.offsets("post_at")
        begins = at[numbers].astype(np.int64)
        return spread(begins, at[numbers + 1].astype(np.int64) - begins)

    def positions(self, number: int, docs: Array) -> Array:
        """Return where in the postings of a term `docs` stand, all of which hold it."""
        return self._hold(number, docs).positions

    def _list_places(self, number: int, docs: Array) -> Places:
        """Return the places of a term in `docs`, all of which hold it."""
        held = self._hold(number, docs)
        if held.places is None:
            held.places = list_places(self.segment, number, held.positions)
        return held.places

    def _hold(self, number: int, docs: Array) -> _Held:
        # What is remembered keeps `docs`, so that no other array has their id meanwhile.
        held = self._held.get((number, id(docs)))
        if held is None:
            posted = self.segment.docs[self.segment.span(number, number + 1)]
            positions = find_positions(posted, docs, self.size)
            held = self._held[number, id(docs)] = _Held(docs, positions)
        return held

    def _match_term(self, query: Any) -> Array:
        number = self.segment.find_term(query.fieldname, query.text)
        if number < 0:
            return NO_DOCS
        return self.segment.docs[self.segment.span(number, number + 1)]

    def _match_terms(self, query: Any) -> Array:
        if _is_left(query):
            return self.ask_whoosh(query).docs
        return unite([self.segment.docs[self.postings(self.terms(query))]], self.size)

    def _match_all(self, query: Any) -> Array:
        found: list[Array] = []
        filters = [one for one in query.subqueries if isinstance(one, Overlap)]
        for part in query.subqueries:
            if len(filters) < len(query.subqueries) and part in filters:
                continue
            found.append(self.match(part))
            if not len(found[-1]):
                return NO_DOCS
        if not found:
            return NO_DOCS
        docs = intersect(found, self.size)
        if len(filters) < len(query.subqueries):
            for part in filters:
                docs = docs.compress(self._overlaps(part, docs))
        return docs

    def _match_any(self, query: Any) -> Array:
        if len(query.subqueries) == 1:
            return self.match(query.subqueries[0])
        return unite([self.match(part) for part in query.subqueries], self.size)

    def _match_except(self, query: Any) -> Array:
        return subtract(self.match(query.a), self.match(query.b), self.size)

    def _match_every(self, query: Any) -> Array:
        if query.fieldname is not None:
            return self.ask_whoosh(query).docs
        return np.arange(self.size, dtype=np.int32)

    def _match_overlap(self, query: Overlap) -> Array:
        segment = self.segment
        found = segment.column("first_day") <= query.last
        found &= segment.column("last_day") >= query.first
        return np.flatnonzero(found).astype(np.int32)

    def _overlaps(self, query: Overlap, docs: Array) -> Array:
        """Return for each of `docs` whether it overlaps the days of `query`."""
        found: Array = self.segment.column("first_day").take(docs) <= query.last
        found &= self.segment.column("last_day").take(docs) >= query.first
        return found

    def _match_nothing(self, _query: Any) -> Array:
        return NO_DOCS

    def _match_phrase(self, query: Any) -> Array:
        if not query.words:
            return NO_DOCS
        if query.boost != 1.0:
            # What is found does not depend on it, and is mostly known without.
            return self.match(wq.Phrase(query.fieldname, query.words, slop=query.slop))
        docs = self._match_words(query.fieldname, query.words)
        if len(query.words) == 1 or not len(docs):
            return docs
        numbers = [self.segment.find_term(query.fieldname, word) for word in query.words]
        places = [self._list_places(number, docs) for number in numbers]
        return docs.take(follow_all(places, query.slop))

    def _match_near(self, query: Any) -> Array:
        if _is_left(query):
            return self.ask_whoosh(query).docs
        field, words = query.qs[0].fieldname, [term.text for term in query.qs]
        if query.ordered:
            return self.match(wq.Phrase(field, words, slop=query.slop))
        docs = self._match_words(field, words)
        if len(words) == 1 or not len(docs):
            return docs
        numbers = [self.segment.find_term(field, word) for word in words]
        places = [self._list_places(number, docs) for number in numbers]
        return docs.take(near_all(places, query.slop))

    def _match_words(self, field: str, words: list[str]) -> Array:
        """Return the documents that hold all of `words`: perhaps known from an AND of them."""
        terms = [wq.Term(field, word) for word in words]
        return self.match(wq.And(terms) if len(terms) > 1 else terms[0])

    def _match_phrase_beginning(self, query: PhraseBeginning) -> Array:
        *words, beginning = query.words
        first, after = self.segment.find_prefix(query.fieldname, beginning)
        docs = self._match_words(query.fieldname, words)
        if first == after or not len(docs):
            return NO_DOCS
        numbers = [self.segment.find_term(query.fieldname, word) for word in words]
        places = [self._list_places(number, docs) for number in numbers]
        places.append(list_range_places(self.segment, first, after, docs, self.size))
        return docs.take(follow_all(places, 1))


def _find_range(segment: Segment, query: Any) -> tuple[int, int]:
    """Return the range of the terms from one to another, None on an open side."""
    first, after = segment.fields.get(query.fieldname, (0, 0))
    if query.start:
        exact = segment.find_term(query.fieldname, query.start) if query.startexcl else -1
        first = segment.seek_term(query.fieldname, encode_term(query.start)) + (exact >= 0)
    if query.end:
        exact = -1 if query.endexcl else segment.find_term(query.fieldname, query.end)
        after = segment.seek_term(query.fieldname, encode_term(query.end)) + (exact >= 0)
    return first, max(first, after)


def _is_left(query: Any) -> bool:
    """Return whether a query of a kind that is served is nevertheless left to Whoosh."""
    if isinstance(query, wq.SpanNear2):
        fields = {one.fieldname if type(one) is wq.Term else None for one in query.qs}
        return query.mindist != 1 or len(fields) != 1 or None in fields
    return (isinstance(query, wq.Wildcard) and "[" in query.text) or (
        isinstance(query, wq.Every) and query.fieldname is not None
    )


_SERVED: dict[type, Callable[[Matching, Any], Array]] = {
    wq.Term: Matching._match_term,
    wq.Prefix: Matching._match_terms,
    wq.TermRange: Matching._match_terms,
    wq.Wildcard: Matching._match_terms,
    wq.FuzzyTerm: Matching._match_terms,
    wq.And: Matching._match_all,
    wq.Or: Matching._match_any,
    wq.Every: Matching._match_every,
    wq.Phrase: Matching._match_phrase,
    wq.SpanNear2: Matching._match_near,
    type(wq.NullQuery): Matching._match_nothing,
    Except: Matching._match_except,
    Overlap: Matching._match_overlap,
    PhraseBeginning: Matching._match_phrase_beginning,
}
