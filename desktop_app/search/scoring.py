"""Scores documents that a query finds, as Whoosh's BM25F does, a whole segment at a time.

A term's score depends on how often it stands in a document and on the byte that tells the
field's length: it is computed once for every pair of the two and then looked up. Terms that
stand for one beginning or pattern are scored as one term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from typing import Any

import numpy as np
from whoosh import query as wq

from desktop_app.search.asking import Except, Overlap, PhraseBeginning
from desktop_app.search.docsets import locate
from desktop_app.search.executor import Matching
from desktop_app.search.flushing import BYTE_LENGTHS
from desktop_app.search.segment_file import Array
from desktop_app.search.snapshot import Snapshot

_B = 0.75
_K1 = 1.2
_TABLE_ROWS = 256
#: What is fewer by this is looked up by halving.
_FEW = 16


class Weights:
    """What scores depend on in all segments together."""

    def __init__(self, snapshot: Snapshot, matchings: list[Matching]) -> None:
        """Weigh by the whole of `snapshot`."""
        self._snapshot = snapshot
        self._matchings = matchings
        self._rarity: dict[Any, float] = {}
        self._known_norms: dict[str, Array] = {}

    def rarity(self, query: Any) -> float:
        """Return the weight of a term, or of the terms a query stands for together."""
        found = self._rarity.get(query)
        if found is None:
            if isinstance(query, wq.Term):
                count = self._snapshot.doc_frequency(query.fieldname, query.text)
            else:
                count = sum(len(matching.match(query)) for matching in self._matchings)
            found = log(self._snapshot.doc_count_all / (count + 1)) + 1
            self._rarity[query] = found
        return found

    def score(self, query: Any, field: str, freqs: Array, lengths: Array, factor: float) -> Array:
        """Return the scores of documents by frequency and the byte of the length."""
        rarity = factor * self.rarity(query)
        most = int(freqs.max(initial=0))
        norms = self._norms(field)
        if most >= _TABLE_ROWS:
            known = freqs.astype(np.float64)
            scores: Array = rarity * ((known * (_K1 + 1)) / (known + norms.take(lengths)))
            return scores
        rows = np.arange(most + 1, dtype=np.float64)[:, None]
        table = rarity * ((rows * (_K1 + 1)) / (rows + norms))
        found: Array = table.take((freqs.astype(np.uint16) << 8) | lengths)
        return found

    def _norms(self, field: str) -> Array:
        """Return what each byte of a length adds to a frequency in the divisor."""
        found = self._known_norms.get(field)
        if found is None:
            average = self._snapshot.average_length(field)
            found = self._known_norms[field] = _K1 * ((1 - _B) + _B * BYTE_LENGTHS / average)
        return found


class Scoring:
    """Scores the documents of one segment."""

    def __init__(self, matching: Matching, weights: Weights) -> None:
        """Score what `matching` finds."""
        self._matching = matching
        self._segment = matching.segment
        self._weights = weights

    def score(self, queries: Iterable[Any], docs: Array, *, sure: bool = False) -> Array:
        """Return for each of `docs` the sum of its scores by `queries` that find it.

        `sure`: it is known that the first of them finds all.
        """
        scores = np.zeros(len(docs))
        for query in queries:
            self._add(query, docs, scores, 1.0, sure)
            sure = False
        return scores

    def _add(self, query: Any, docs: Array, scores: Array, factor: float, sure: bool) -> None:
        """Add to `scores` those of `docs` by `query`, `factor` times."""
        add = _SCORED.get(type(query))
        if add is None or not self._matching.serves(query):
            asked = self._matching.ask_whoosh(query)
            row = np.zeros(self._matching.size)
            row[asked.docs] = asked.scores
            scores += factor * row.take(docs)
        else:
            add(self, query, docs, scores, factor, sure)

    def _add_term(self, query: Any, docs: Array, scores: Array, factor: float, sure: bool) -> None:
        number = self._segment.find_term(query.fieldname, query.text)
        if number < 0:
            return
        span = self._segment.span(number, number + 1)
        posted, freqs = self._segment.docs[span], self._segment.freqs[span]
        factor *= query.boost
        if sure:
            if len(docs) < len(posted):
                freqs = freqs.take(self._matching.positions(number, docs))
            scores += self._weigh(query, docs, freqs, factor)
        elif len(posted) * _FEW < len(docs):
            at, found = locate(docs, posted)
            scores[at] += self._weigh(query, posted.take(found), freqs.take(found), factor)
        elif len(docs) * _FEW < len(posted):
            at, found = locate(posted, docs)
            scores[found] += self._weigh(query, docs.take(found), freqs.take(at), factor)
        else:
            row = np.zeros(self._matching.size, dtype=freqs.dtype)
            row[posted] = freqs
            held = row.take(docs)
            found = np.flatnonzero(held)
            scores[found] += self._weigh(query, docs.take(found), held.take(found), factor)

    def _add_terms(
        self, query: Any, docs: Array, scores: Array, factor: float, _sure: bool
    ) -> None:
        at = self._matching.postings(self._matching.terms(query))
        counted = np.bincount(
            self._segment.docs[at], weights=self._segment.freqs[at], minlength=self._matching.size
        )
        freqs = counted.take(docs).astype(np.int64)
        scores += self._weigh(query, docs, freqs, factor * query.boost)

    def _weigh(self, query: Any, docs: Array, freqs: Array, factor: float) -> Array:
        """Return the scores of `docs`, in which the terms of `query` stand `freqs` times."""
        field = query.fieldname
        if self._segment.has_lengths(field):
            lengths = self._segment.lengths(field).take(docs)
            return self._weights.score(query, field, freqs, lengths, factor)
        # A field of ids has no length.
        weighed: Array = factor * freqs.astype(np.float64)
        return weighed

    def _add_all(self, query: Any, docs: Array, scores: Array, factor: float, sure: bool) -> None:
        self._add_where(query, query.subqueries, docs, scores, factor, sure)

    def _add_any(self, query: Any, docs: Array, scores: Array, factor: float, sure: bool) -> None:
        parts = query.subqueries
        # Whoosh does not look at the boost of a query of one part.
        factor *= query.boost if len(parts) > 1 else 1.0
        for part in parts:
            self._add(part, docs, scores, factor, sure and len(parts) == 1)

    def _add_phrase(
        self, query: Any, docs: Array, scores: Array, factor: float, sure: bool
    ) -> None:
        terms = [wq.Term(query.fieldname, word) for word in query.words]
        self._add_where(query, terms, docs, scores, factor * query.boost, sure)

    def _add_near(self, query: Any, docs: Array, scores: Array, factor: float, sure: bool) -> None:
        self._add_where(query, query.qs, docs, scores, factor, sure)

    def _add_phrase_beginning(
        self, query: PhraseBeginning, docs: Array, scores: Array, factor: float, sure: bool
    ) -> None:
        *words, beginning = query.words
        terms = [wq.Term(query.fieldname, word) for word in words]
        parts = [*terms, wq.Prefix(query.fieldname, beginning)]
        self._add_where(query, parts, docs, scores, factor, sure)

    def _add_except(
        self, query: Any, docs: Array, scores: Array, factor: float, sure: bool
    ) -> None:
        self._add_where(query, [query.a], docs, scores, factor, sure)

    def _add_where(
        self,
        query: Any,
        parts: Sequence[Any],
        docs: Array,
        scores: Array,
        factor: float,
        sure: bool,
    ) -> None:
        """Add the scores of `parts`, all of which hold, where `query` finds the document."""
        if isinstance(query, wq.And):
            factor *= query.boost if len(parts) > 1 else 1.0
        if sure:
            for part in parts:
                self._add(part, docs, scores, factor, True)
            return
        found = np.flatnonzero(self._matching.contains(docs, query))
        if len(found):
            kept, sums = docs.take(found), np.zeros(len(found))
            for part in parts:
                self._add(part, kept, sums, factor, True)
            scores[found] += sums

    def _add_one(self, query: Any, docs: Array, scores: Array, factor: float, sure: bool) -> None:
        if sure:
            scores += factor * query.boost
        else:
            scores[self._matching.contains(docs, query)] += factor * query.boost

    def _add_nothing(self, *_given: Any) -> None:
        return


_SCORED: Mapping[type, Callable[[Scoring, Any, Array, Array, float, bool], None]] = {
    wq.Term: Scoring._add_term,
    wq.Prefix: Scoring._add_terms,
    wq.Wildcard: Scoring._add_terms,
    wq.FuzzyTerm: Scoring._add_terms,
    wq.And: Scoring._add_all,
    wq.Or: Scoring._add_any,
    wq.Every: Scoring._add_one,
    wq.Phrase: Scoring._add_phrase,
    wq.SpanNear2: Scoring._add_near,
    type(wq.NullQuery): Scoring._add_nothing,
    Except: Scoring._add_except,
    Overlap: Scoring._add_one,
    wq.TermRange: Scoring._add_one,
    PhraseBeginning: Scoring._add_phrase_beginning,
}
