"""Scores documents that a query finds, as Whoosh's BM25F does, a whole segment at a time.

A term's score depends on how often it stands in a document and on the byte that tells the
field's length: it is computed once for every pair of the two and then looked up. Terms that
stand for one beginning or pattern are scored as one term.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log
from typing import Any

import numpy as np
from whoosh import query as wq

from desktop_app.search.asking import Except, Overlap, PhraseBeginning
from desktop_app.search.docsets import contains
from desktop_app.search.executor import Matching
from desktop_app.search.flushing import BYTE_LENGTHS
from desktop_app.search.segment_file import Array
from desktop_app.search.snapshot import Snapshot

_B = 0.75
_K1 = 1.2
_TABLE_ROWS = 256
#: Below this share of a term's postings, each document is looked up by halving.
_FEW = 16


class Weights:
    """What scores depend on in all segments together."""

    def __init__(self, snapshot: Snapshot, matchings: list[Matching]) -> None:
        """Weigh by the whole of `snapshot`."""
        self._snapshot = snapshot
        self._matchings = matchings
        self._rarity: dict[Any, float] = {}
        self._average: dict[str, float] = {}

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

    def average(self, field: str) -> float:
        """Return the average length of a field."""
        if field not in self._average:
            self._average[field] = self._snapshot.average_length(field)
        return self._average[field]

    def score(self, query: Any, field: str, freqs: Array, lengths: Array) -> Array:
        """Return the scores of documents by frequency and the byte of the length."""
        norms = _K1 * ((1 - _B) + _B * BYTE_LENGTHS / self.average(field))
        most = int(freqs.max(initial=0))
        rarity = self.rarity(query)
        if most >= _TABLE_ROWS:
            known = freqs.astype(np.float64)
            scores: Array = rarity * ((known * (_K1 + 1)) / (known + norms[lengths]))
            return scores
        rows = np.arange(most + 1, dtype=np.float64)[:, None]
        table = rarity * ((rows * (_K1 + 1)) / (rows + norms))
        found: Array = table.ravel()[(freqs.astype(np.uint16) << 8) | lengths]
        return found


class Scoring:
    """Scores the documents of one segment."""

    def __init__(self, matching: Matching, weights: Weights) -> None:
        """Score what `matching` finds."""
        self._matching = matching
        self._segment = matching.segment
        self._weights = weights

    def score(self, query: Any, docs: Array, *, sure: bool = False) -> Array:
        """Return the score of each of `docs`, 0 where `query` does not find it.

        `sure`: it is known that `query` finds them all.
        """
        if not self._matching.serves(query):
            return self._score_asked(query, docs)
        return _SCORED[type(query)](self, query, docs, sure)

    def _score_asked(self, query: Any, docs: Array) -> Array:
        asked = self._matching.ask_whoosh(query)
        scores = np.zeros(self._matching.size)
        scores[asked.docs] = asked.scores
        return scores[docs]

    def _score_term(self, query: Any, docs: Array, _sure: bool) -> Array:
        number = self._segment.find_term(query.fieldname, query.text)
        if number < 0:
            return np.zeros(len(docs))
        span = self._segment.span(number, number + 1)
        freqs = _look_up(docs, self._segment.docs[span], self._segment.freqs[span], self._size)
        return self._weigh(query, docs, freqs)

    def _score_terms(self, query: Any, docs: Array, _sure: bool) -> Array:
        at = self._matching.postings(self._matching.terms(query))
        weights = self._segment.freqs[at]
        counted = np.bincount(self._segment.docs[at], weights=weights, minlength=self._size)
        return self._weigh(query, docs, counted.astype(np.int64)[docs])

    def _weigh(self, query: Any, docs: Array, freqs: Array) -> Array:
        """Return the scores of `docs`, in which the terms of `query` stand `freqs` times."""
        field = query.fieldname
        if self._segment.has_lengths(field):
            lengths = self._segment.lengths(field)[docs]
            scores = self._weights.score(query, field, freqs, lengths)
        else:
            # A field that holds one term a document has no length.
            scores = freqs.astype(np.float64)
        return scores * query.boost if query.boost != 1.0 else scores

    def _score_all(self, query: Any, docs: Array, sure: bool) -> Array:
        return self._add(query, docs, sure, surely=True)

    def _score_any(self, query: Any, docs: Array, sure: bool) -> Array:
        return self._add(query, docs, True, surely=sure and len(query.subqueries) == 1)

    def _add(self, query: Any, docs: Array, sure: bool, *, surely: bool) -> Array:
        """Return the sums of the scores of the parts of `query`."""
        parts = query.subqueries
        scores = np.zeros(len(docs))
        kept = None if sure else contains(docs, self._matching.match(query), self._size)
        if kept is not None and not kept.any():
            return scores
        for part in parts:
            scores += self.score(part, docs, sure=surely and sure)
        if kept is not None:
            scores[~kept] = 0.0
        # Whoosh does not look at the boost of a query of one part.
        return scores * query.boost if query.boost != 1.0 and len(parts) > 1 else scores

    def _score_phrase(self, query: Any, docs: Array, sure: bool) -> Array:
        terms = [wq.Term(query.fieldname, word) for word in query.words]
        return self._add_where(query, terms, docs, sure)

    def _score_phrase_beginning(self, query: PhraseBeginning, docs: Array, sure: bool) -> Array:
        *words, beginning = query.words
        terms = [wq.Term(query.fieldname, word) for word in words]
        return self._add_where(query, [*terms, wq.Prefix(query.fieldname, beginning)], docs, sure)

    def _add_where(self, query: Any, parts: list[Any], docs: Array, sure: bool) -> Array:
        """Return the sums of the scores of `parts` where `query` finds the document."""
        found = np.arange(len(docs))
        if not sure:
            found = np.flatnonzero(contains(docs, self._matching.match(query), self._size))
        scores = np.zeros(len(docs))
        for part in parts if len(found) else ():
            scores[found] += self.score(part, docs[found], sure=True)
        return scores * query.boost if query.boost != 1.0 else scores

    def _score_except(self, query: Any, docs: Array, sure: bool) -> Array:
        scores = self.score(query.a, docs, sure=sure)
        if not sure:
            scores = np.where(contains(docs, self._matching.match(query), self._size), scores, 0.0)
        return scores

    def _score_one(self, query: Any, docs: Array, sure: bool) -> Array:
        found = (
            np.ones(len(docs))
            if sure
            else contains(docs, self._matching.match(query), self._size).astype(np.float64)
        )
        return found * query.boost

    def _score_nothing(self, _query: Any, docs: Array, _sure: bool) -> Array:
        return np.zeros(len(docs))

    @property
    def _size(self) -> int:
        return self._matching.size


def _look_up(docs: Array, posted: Array, values: Array, size: int) -> Array:
    """Return the value of each of `docs` among `posted`, 0 where it is not there."""
    if docs is posted or not len(posted):
        return values if len(posted) else np.zeros(len(docs), dtype=values.dtype)
    if len(docs) * _FEW < len(posted):
        at = np.searchsorted(posted, docs)
        at[at == len(posted)] = 0
        return np.where(posted[at] == docs, values[at], 0).astype(values.dtype)
    row = np.zeros(size, dtype=values.dtype)
    row[posted] = values
    return row[docs]


_SCORED: Mapping[type, Callable[[Scoring, Any, Array, bool], Array]] = {
    wq.Term: Scoring._score_term,
    wq.Prefix: Scoring._score_terms,
    wq.Wildcard: Scoring._score_terms,
    wq.FuzzyTerm: Scoring._score_terms,
    wq.And: Scoring._score_all,
    wq.Or: Scoring._score_any,
    wq.Every: Scoring._score_one,
    wq.Phrase: Scoring._score_phrase,
    type(wq.NullQuery): Scoring._score_nothing,
    Except: Scoring._score_except,
    Overlap: Scoring._score_one,
    PhraseBeginning: Scoring._score_phrase_beginning,
}
