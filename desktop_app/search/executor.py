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
from desktop_app.search.docsets import NO_DOCS, contains, intersect, spread, subtract, unite
from desktop_app.search.lexicon import find_near, find_pattern
from desktop_app.search.query import SearchAbandoned
from desktop_app.search.segment import Segment
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
        if isinstance(query, wq.Wildcard):
            return find_pattern(self.segment, query.fieldname, query.text)
        near = query.text, query.maxdist, query.prefixlength
        return find_near(self.segment, query.fieldname, *near)

    def postings(self, numbers: Array) -> Array:
        """Return where the postings of these terms lie, one after the other."""
        if len(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers):
            span = self.segment.span(int(numbers[0]), int(numbers[-1]) + 1)
            return np.arange(span.start, span.stop)
        at = self.segment.offsets("post_at")
        begins = at[numbers].astype(np.int64)
        return spread(begins, at[numbers + 1].astype(np.int64) - begins)

    def _match_term(self, query: Any) -> Array:
        number = self.segment.find_term(query.fieldname, query.text)
        if number < 0:
            return NO_DOCS
        return self.segment.docs[self.segment.span(number, number + 1)]

    def _match_terms(self, query: Any) -> Array:
        if _is_left(query):
            return self.ask_whoosh(query).docs
        numbers = self.terms(query)
        if len(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers):
            span = self.segment.span(int(numbers[0]), int(numbers[-1]) + 1)
            return unite([self.segment.docs[span]], self.size)
        return unite([self.segment.docs[self.postings(numbers)]], self.size)

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
                docs = docs[self._overlaps(part, docs)]
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
        found: Array = self.segment.column("first_day")[docs] <= query.last
        found &= self.segment.column("last_day")[docs] >= query.first
        return found

    def _match_nothing(self, _query: Any) -> Array:
        return NO_DOCS

    def _match_phrase(self, query: Any) -> Array:
        numbers = [self.segment.find_term(query.fieldname, word) for word in query.words]
        if not numbers or min(numbers) < 0:
            return NO_DOCS
        spans = [self.segment.span(number, number + 1) for number in numbers]
        docs = intersect([self.segment.docs[span] for span in spans], self.size)
        if len(numbers) == 1 or not len(docs):
            return docs
        ends = list_places(self.segment, numbers[0], docs)
        for number in numbers[1:]:
            ends = follow(ends, list_places(self.segment, number, docs), query.slop)
            if not len(ends):
                return NO_DOCS
        return docs[np.unique(ends >> _DOC_SHIFT)]

    def _match_phrase_beginning(self, query: PhraseBeginning) -> Array:
        *words, beginning = query.words
        first, after = self.segment.find_prefix(query.fieldname, beginning)
        numbers = [self.segment.find_term(query.fieldname, word) for word in words]
        if first == after or min(numbers) < 0:
            return NO_DOCS
        spans = [self.segment.span(n, n + 1) for n in numbers]
        docs = intersect([self.segment.docs[span] for span in spans], self.size)
        ends = list_places(self.segment, numbers[0], docs)
        for number in numbers[1:]:
            ends = follow(ends, list_places(self.segment, number, docs), 1)
        ends = follow(ends, self._list_range_places(first, after, docs), 1)
        return docs[np.unique(ends >> _DOC_SHIFT)]

    def _list_range_places(self, first: int, after: int, docs: Array) -> Array:
        """Return the places in `docs` of all terms of a range, as `list_places` gives them."""
        segment, span = self.segment, self.segment.span(first, after)
        posted, freqs = segment.docs[span], segment.freqs[span]
        kept = np.flatnonzero(contains_each(posted, docs, self.size))
        begins = np.cumsum(freqs, dtype=np.int64) - freqs
        counts = freqs[kept].astype(np.int64)
        places = segment.places[segment.place_span(first, after)][spread(begins[kept], counts)]
        ranks = np.repeat(np.searchsorted(docs, posted[kept]), counts)
        return np.unique((ranks << _DOC_SHIFT) | places)


#: A place in a document as one number: the document's rank above this bit, the place below.
_DOC_SHIFT = 32


def contains_each(docs: Array, others: Array, size: int) -> Array:
    """Return for each of `docs`, in any order, whether it is among `others`."""
    flags = np.zeros(size, dtype=bool)
    flags[others] = True
    return flags[docs]


def list_places(segment: Segment, number: int, docs: Array) -> Array:
    """Return the places of a term in `docs`, all of which hold it, as ascending numbers."""
    span = segment.span(number, number + 1)
    posted, freqs = segment.docs[span], segment.freqs[span]
    places = segment.places[segment.place_span(number, number + 1)]
    counts = freqs.astype(np.int64)
    if len(docs) < len(posted):
        begins = np.cumsum(counts) - counts
        at = np.searchsorted(posted, docs)
        counts = counts[at]
        places = places[spread(begins[at], counts)]
    return (np.repeat(np.arange(len(docs)), counts) << _DOC_SHIFT) | places


def follow(before: Array, places: Array, slop: int) -> Array:
    """Return those of `places` that come after one of `before`, `slop` words on at most."""
    if not len(before) or not len(places):
        return places[:0]
    at = np.searchsorted(before, places - slop)
    at[at == len(before)] = 0
    nearest = before[at]
    # The nearest one in the document before is more than any slop away.
    return places[(nearest >= places - slop) & (nearest < places)]


def _is_left(query: Any) -> bool:
    """Return whether a query of a kind that is served is nevertheless left to Whoosh."""
    return (isinstance(query, wq.Wildcard) and "[" in query.text) or (
        isinstance(query, wq.Every) and query.fieldname is not None
    )


_SERVED: dict[type, Callable[[Matching, Any], Array]] = {
    wq.Term: Matching._match_term,
    wq.Prefix: Matching._match_terms,
    wq.Wildcard: Matching._match_terms,
    wq.FuzzyTerm: Matching._match_terms,
    wq.And: Matching._match_all,
    wq.Or: Matching._match_any,
    wq.Every: Matching._match_every,
    wq.Phrase: Matching._match_phrase,
    type(wq.NullQuery): Matching._match_nothing,
    Except: Matching._match_except,
    Overlap: Matching._match_overlap,
    PhraseBeginning: Matching._match_phrase_beginning,
}
