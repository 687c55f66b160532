"""Finding an excerpt again in a revised text, by its quote, the words around it and its place.

Only a passage with the very same words and surroundings is attached without asking; one that
reads alike is proposed; where two places compete, or the surroundings are gone, none is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from heapq import nlargest

from desktop_app.catalog.anchors import trim

_GRAM = 5
#: A run of letters in more places than this says nothing of where a passage is.
_COMMON = 64
_BUCKET = 16
_PLACES = 4
#: Longer quotes are found by their two ends; code points of each.
_LONG, _EDGE = 192, 96
_LEAST_QUOTE, _LEAST_CONTEXT, _LEAST_LEAD = 0.5, 0.4, 0.1
_LEAST_SCORE, _LEAST_SHORT_SCORE = 0.55, 0.68
#: With one side gone, a formula repeated elsewhere reads like the excerpt itself.
_LEAST_SIDE, _SAME_WORDS = 0.35, 0.9
#: How much longer or shorter a quote may have become.
_MOST_CHANGE = 0.3
#: Shorter words may come about again by a slip of the pen.
_TELLING = 24
_FEW_LETTERS = 12


class Grade(StrEnum):
    """How sure the new place of an excerpt is; only EXACT and MOVED may be taken unasked."""

    EXACT = "exact"
    MOVED = "moved"
    FUZZY = "fuzzy"
    AMBIGUOUS = "ambiguous"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Found:
    """Where an excerpt now is; an orphan has the empty range at 0.

    `score` is how alike quote and surroundings are, from 0 to 1. An ambiguous place is the best
    of several and must be chosen by a person.
    """

    start: int
    end: int
    grade: Grade
    score: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A place compared with the excerpt: how alike its quote and its surroundings are."""

    start: int
    end: int
    quote: float
    before: float
    after: float

    @property
    def context(self) -> float:
        """Return how alike the surroundings are on both sides."""
        return (self.before + self.after) / 2

    @property
    def has_both_sides(self) -> bool:
        """Return whether something of the surroundings is there on either side."""
        return min(self.before, self.after) >= _LEAST_SIDE

    @property
    def score(self) -> float:
        """Return both likenesses as one."""
        return (self.quote + self.context) / 2


_ORPHAN = Found(0, 0, Grade.ORPHAN, 0.0)


class TextFinder:
    """Finds excerpts of one revision again in the next; made once for all of them."""

    def __init__(self, text: str, old_text: str = "") -> None:
        """Take the new `text`; `old_text`, if known, proves what a revision left untouched."""
        self.text = text
        self.old_text = old_text
        self._grams: dict[str, list[int]] = {}
        self._same_start = _count_same(text, old_text, from_end=False)
        limit = min(len(text), len(old_text)) - self._same_start
        self._same_end = min(limit, _count_same(text, old_text, from_end=True))

    def find(self, quote: str, prefix: str, suffix: str, old_start: int) -> Found:
        """Return where the excerpt now is; `old_start` is where it was, in code points."""
        if not quote.strip():
            return _ORPHAN
        untouched = self._find_untouched(quote, old_start)
        if untouched is not None:
            return self._grade(untouched, quote, old_start)
        starts = list(_list_occurrences(self.text, quote))
        same = [start for start in starts if self._has_context(start, quote, prefix, suffix)]
        if len(same) == 1:
            return self._grade(same[0], quote, old_start)
        if same:
            nearest = min(same, key=lambda start: abs(start - old_start))
            return Found(nearest, nearest + len(quote), Grade.AMBIGUOUS, 1.0)
        alike = self._find_alike(quote, prefix, suffix)
        if alike and alike.grade is Grade.FUZZY:
            return alike
        return self._find_only(quote, starts) or alike or _ORPHAN

    def _grade(self, start: int, quote: str, old_start: int) -> Found:
        """Return the same words and surroundings at `start`."""
        grade = Grade.EXACT if start == old_start else Grade.MOVED
        return Found(start, start + len(quote), grade, 1.0)

    def _find_untouched(self, quote: str, old_start: int) -> int | None:
        """Return the start of an excerpt before the first or after the last change of the text."""
        old_end = old_start + len(quote)
        if self.old_text[old_start:old_end] != quote:
            return None
        if old_end <= self._same_start:
            return old_start
        if old_start >= len(self.old_text) - self._same_end:
            return old_start + len(self.text) - len(self.old_text)
        return None

    def _has_context(self, start: int, quote: str, prefix: str, suffix: str) -> bool:
        """Return whether the words around an occurrence are those of the excerpt."""
        end = start + len(quote)
        reach = max(len(prefix), len(suffix), 1)
        before = self.text[max(0, start - (len(prefix) or reach)) : start]
        return before == prefix and self.text[end : end + (len(suffix) or reach)] == suffix

    def _find_alike(self, quote: str, prefix: str, suffix: str) -> Found | None:
        """Return the place that reads most like the excerpt, None where none has its context."""
        list_places = self._compare_ends if len(quote) > _LONG else self._compare_whole
        places = [
            place
            for place in list_places(quote, prefix, suffix)
            if place.quote >= _LEAST_QUOTE
            and place.context >= _LEAST_CONTEXT
            and place.score >= (_LEAST_SCORE if len(quote) >= _TELLING else _LEAST_SHORT_SCORE)
            and (place.has_both_sides or place.quote >= _SAME_WORDS)
            and abs(place.end - place.start - len(quote)) <= len(quote) * _MOST_CHANGE + 4
        ]
        if not places:
            return None
        best = max(places, key=lambda place: place.score)
        others = [place.score for place in places if _are_apart(place, best)]
        lead = best.score - max(others, default=0.0)
        sure = lead >= _LEAST_LEAD and best.has_both_sides
        start, end = trim(self.text, best.start, best.end)
        if start == end:
            return None
        return Found(start, end, Grade.FUZZY if sure else Grade.AMBIGUOUS, best.score)

    def _find_only(self, quote: str, starts: list[int]) -> Found | None:
        """Return the one place of words that were and are unique, None where there is none.

        Without the old text a lone occurrence proves nothing: its twin may be what was deleted.
        """
        if len(quote) < _TELLING or len(starts) != 1 or self.old_text.count(quote) != 1:
            return None
        return Found(starts[0], starts[0] + len(quote), Grade.FUZZY, 1.0)

    def _compare_whole(self, quote: str, prefix: str, suffix: str) -> Iterator[_Place]:
        """Yield the places of a short quote with its surroundings."""
        pattern = prefix + quote + suffix
        for place in self._list_places(pattern):
            yield self._compare(pattern, len(prefix), len(prefix) + len(quote), place)

    def _compare_ends(self, quote: str, prefix: str, suffix: str) -> Iterator[_Place]:
        """Yield the places of a long quote, its beginning and end found each on its own."""
        head, tail = prefix + quote[:_EDGE], quote[-_EDGE:] + suffix
        ends = [self._compare(tail, 0, _EDGE, place) for place in self._list_places(tail)]
        slack = len(quote) * _MOST_CHANGE + _EDGE
        for place in self._list_places(head):
            first = self._compare(head, len(prefix), len(head), place)
            for last in ends:
                if abs(last.end - first.start - len(quote)) <= slack and last.end > first.start:
                    yield _Place(
                        first.start,
                        last.end,
                        (first.quote + last.quote) / 2,
                        first.before,
                        last.after,
                    )

    def _list_places(self, pattern: str) -> list[int]:
        """Return the offsets at which most short runs of `pattern` lie as they do in it."""
        if not self._grams:
            self._grams = _index_grams(self.text)
        votes: Counter[int] = Counter()
        for offset in range(len(pattern) - _GRAM + 1):
            at = self._grams.get(pattern[offset : offset + _GRAM], ())
            if len(at) <= _COMMON:
                votes.update([(start - offset) // _BUCKET for start in at])
        summed = {bucket: votes[bucket] + votes[bucket + 1] for bucket in list(votes)}
        best = nlargest(_PLACES * 2, summed, key=lambda bucket: (summed[bucket], votes[bucket]))
        chosen: list[int] = []
        for bucket in best:
            if summed[bucket] * 2 >= summed[best[0]] and all(abs(bucket - c) > 1 for c in chosen):
                chosen.append(bucket)
        return [bucket * _BUCKET for bucket in chosen[:_PLACES]]

    def _compare(self, pattern: str, start: int, end: int, place: int) -> _Place:
        """Return how `pattern`, whose quote is [start, end), agrees with the text at `place`."""
        first = max(0, place - _BUCKET)
        window = self.text[first : max(0, place) + len(pattern) + 3 * _BUCKET]
        blocks = SequenceMatcher(None, pattern, window, autojunk=False).get_matching_blocks()
        least = 2 if end - start < _FEW_LETTERS else 3
        quote = _rate(blocks, start, end, least)
        before = _rate(blocks, 0, start, 3) if start else None
        after = _rate(blocks, end, len(pattern), 3) if end < len(pattern) else None
        begin = _map_edge(blocks, start, before=False)
        finish = max(begin, _map_edge(blocks, end, before=True))
        return _Place(
            first + begin,
            first + finish,
            quote,
            next(side for side in (before, after, quote) if side is not None),
            next(side for side in (after, before, quote) if side is not None),
        )


def find_again(
    text: str, quote: str, prefix: str, suffix: str, old_start: int, *, old_text: str = ""
) -> Found:
    """Return where in `text` the excerpt of an earlier revision now is, and how sure that is.

    Offsets are code points. For many excerpts the same text is prepared once. `old_text`, the
    earlier revision, lets untouched parts be followed even where formulas repeat.
    """
    return _make_finder(text, old_text).find(quote, prefix, suffix, old_start)


@lru_cache(maxsize=1)
def _make_finder(text: str, old_text: str) -> TextFinder:
    """Return the finder of a pair of texts, kept for the next excerpt of the same pair."""
    return TextFinder(text, old_text)


def _index_grams(text: str) -> dict[str, list[int]]:
    """Return where each run of five letters begins; a long text is sampled, patterns are not."""
    step = 1 + len(text) // 500_000
    grams: dict[str, list[int]] = {}
    for start in range(0, len(text) - _GRAM + 1, step):
        grams.setdefault(text[start : start + _GRAM], []).append(start)
    return grams


def _list_occurrences(text: str, quote: str) -> Iterator[int]:
    """Yield every offset at which `quote` occurs, overlapping ones too."""
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _rate(blocks: Sequence[tuple[int, int, int]], start: int, end: int, least: int) -> float:
    """Return the share of [start, end) of the pattern that lies in runs of `least` and longer."""
    agreed = (max(0, min(end, a + size) - max(start, a)) for a, _, size in blocks if size >= least)
    return sum(agreed) / (end - start)


def _map_edge(blocks: Sequence[tuple[int, int, int]], edge: int, *, before: bool) -> int:
    """Return the offset in the window of an edge of the pattern, from the runs that agree.

    Where letters beside the edge were changed, the run that touches the edge decides: for the
    quote's beginning the one before it, for its end the one after it.
    """
    earlier = [(a + size, b + size) for a, b, size in blocks if size and a + size <= edge]
    later = [(a, b) for a, b, size in blocks if size and a >= edge]
    for a, b, size in blocks:
        if a < edge < a + size:
            return b + edge - a
    near = earlier[-1] if earlier else None
    far = later[0] if later else None
    for touching in (far, near) if before else (near, far):
        if touching and touching[0] == edge:
            return touching[1]
    if near and far:
        return min(far[1], max(near[1], near[1] + edge - near[0]))
    if near:
        return near[1]
    return far[1] if far else 0


def _are_apart(one: _Place, other: _Place) -> bool:
    """Return whether two places are not the same passage found twice."""
    return one.end <= other.start or other.end <= one.start


def _count_same(text: str, old_text: str, *, from_end: bool) -> int:
    """Return how many code points both texts have in common at one of their ends."""
    low, high = 0, min(len(text), len(old_text))
    while low < high:
        middle = (low + high + 1) // 2
        if from_end:
            same = text.endswith(old_text[len(old_text) - middle :])
        else:
            same = text.startswith(old_text[:middle])
        low, high = (middle, high) if same else (low, middle - 1)
    return low
