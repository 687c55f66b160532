"""The queries that Whoosh does not have, with matchers of its kind; the executor serves them all.

Their matchers say what they mean, and are what the executor is compared with.
"""

from __future__ import annotations

from typing import Any

from whoosh import query as wq
from whoosh.matching import FilterMatcher, ListMatcher

from desktop_app.search.fields import FIRST_DAY, LAST_DAY, number_day


class Except(wq.AndNot):
    """What the first query finds and the second does not.

    Whoosh's own matcher does not look at the first document of the first query where the
    second begins before it (test_the_index_equals_a_scan).
    """

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the matcher for one segment."""
        unscored = searcher.context(needs_current=True, weighting=None)
        unwanted = frozenset(self.b.matcher(searcher, unscored).all_ids())
        return FilterMatcher(self.a.matcher(searcher, context), unwanted, exclude=True)


class Overlap(wq.Query):
    """Documents whose days overlap two ISO days, None on an open side."""

    def __init__(self, earliest: str | None, latest: str | None) -> None:
        """Ask for the days from `earliest` to `latest`."""
        self.first = number_day(earliest, FIRST_DAY)
        self.last = number_day(latest, LAST_DAY)
        self.boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Overlap) and (other.first, other.last) == (self.first, self.last)

    def __hash__(self) -> int:
        return hash((self.first, self.last))

    def estimate_size(self, reader: Any) -> int:
        """Return how many documents there may be at most."""
        return int(reader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the matcher for one segment."""
        reader = searcher.reader()
        firsts = reader.column_reader("first_day", translate=False)
        lasts = reader.column_reader("last_day", translate=False)
        found = [
            doc
            for doc in range(reader.doc_count_all())
            if firsts[doc] <= self.last and lasts[doc] >= self.first
            if not reader.is_deleted(doc)
        ]
        return ListMatcher(found, all_weights=1.0)


class PhraseBeginning(wq.Query):
    """Words side by side, of the last one only the beginning."""

    def __init__(self, fieldname: str, words: list[str]) -> None:
        """Ask for at least two `words` in a field."""
        self.fieldname = fieldname
        self.words = words
        self.boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhraseBeginning) and (other.fieldname, other.words) == (
            self.fieldname,
            self.words,
        )

    def __hash__(self) -> int:
        return hash((self.fieldname, *self.words))

    def estimate_size(self, reader: Any) -> int:
        """Return how many documents there may be at most."""
        return int(reader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the matcher for one segment."""
        *words, beginning = self.words
        endings = searcher.reader().expand_prefix(self.fieldname, beginning)
        phrases = [
            wq.Phrase(self.fieldname, [*words, ending.decode("utf-8", "surrogatepass")])
            for ending in endings
        ]
        return wq.Or(phrases).matcher(searcher, context)
