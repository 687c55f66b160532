"""The matcher through which Whoosh walks the postings of one term of our segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.query.spans import Span
from whoosh.util.numeric import byte_to_length

from desktop_app.search.segment import Segment
from desktop_app.search.segment_file import Array


class PostingMatcher(LeafMatcher):
    """The documents of one term, one after the other."""

    def __init__(
        self,
        segment: Segment,
        number: int,
        fieldname: str,
        format_: Any,
        scorer: Any,
        check: Callable[[], None],
    ) -> None:
        """Walk through the documents of the term `number`, calling `check` at every step."""
        self._check = check
        self._segment = segment
        self._number = number
        self.format = format_
        self.scorer = scorer
        self._term = (fieldname, segment.term(number))
        span = segment.span(number, number + 1)
        self._docs: list[int] = segment.docs[span].tolist()
        self._freqs: list[int] = segment.freqs[span].tolist()
        self._places_at: Array | None = None
        self._at = 0

    def reset(self) -> None:
        """Go back to the first document."""
        self._at = 0

    def copy(self) -> PostingMatcher:
        """Return a matcher of the same term at the same document."""
        made = PostingMatcher(
            self._segment, self._number, self._term[0], self.format, self.scorer, self._check
        )
        made._at = self._at
        return made

    def is_active(self) -> bool:
        """Return whether there is a document."""
        return self._at < len(self._docs)

    def id(self) -> int:
        """Return the document."""
        return self._docs[self._at]

    def next(self) -> bool:
        """Go to the next document."""
        self._check()
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> bool:
        """Go to the first document that is not before `id`."""
        self._check()
        if not self.is_active():
            raise ReadTooFar
        rest = np.asarray(self._docs[self._at :])
        self._at += int(np.searchsorted(rest, id))
        return True

    def weight(self) -> float:
        """Return how often the term stands in the document."""
        return float(self._freqs[self._at])

    def list_places(self) -> list[int]:
        """Return the places of the term in the document."""
        self._check()
        if self._places_at is None:
            self._places_at = np.cumsum([0, *self._freqs])
        begin = self._segment.place_span(self._number, self._number + 1).start
        low, high = (int(self._places_at[self._at + n]) for n in (0, 1))
        places: list[int] = self._segment.places[begin + low : begin + high].tolist()
        return places

    def spans(self) -> list[Span]:
        """Return the places of the term in the document as spans."""
        return [Span(place) for place in self.list_places()]

    def value(self) -> bytes:
        """Return the places as Whoosh would have stored them."""
        encoded: bytes = self.format.encode(self.list_places())
        return encoded

    def block_min_length(self) -> int:
        """Return the least length of the field where the term stands."""
        return int(byte_to_length(int(self._lengths().min(initial=255))))

    def block_max_length(self) -> int:
        """Return the greatest length of the field where the term stands."""
        return int(byte_to_length(int(self._lengths().max(initial=0))))

    def block_max_weight(self) -> float:
        """Return how often the term stands in one document at most."""
        return float(max(self._freqs, default=0))

    def skip_to_quality(self, minquality: float) -> int:
        """Stay: all documents are one block."""
        return 0

    def _lengths(self) -> Array:
        return self._segment.lengths(self._term[0])[self._docs]
