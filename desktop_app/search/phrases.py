"""Finds where words stand side by side: places of one word that follow places of another.

A place is one number: the rank of its document among those looked at, then the place in it,
with a gap between documents that no slop crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.search.docsets import spread
from desktop_app.search.segment import Segment
from desktop_app.search.segment_file import Array

#: Flags for all places there can be are used up to this many, for each place there is and in all.
_FLAGS_PER_PLACE = 200
_FLAGS = 1 << 25


@dataclass(frozen=True, slots=True)
class Places:
    """Where a term stands, in any order: documents by their rank, and the places in them."""

    ranks: Array
    places: Array


def list_places(segment: Segment, number: int, at: Array) -> Places:
    """Return the places of a term in the documents that stand at `at` in its postings."""
    counts = segment.freqs[segment.span(number, number + 1)]
    places = segment.places[segment.place_span(number, number + 1)]
    begins = np.cumsum(counts, dtype=np.int64).take(at)
    counts = counts.take(at)
    begins -= counts
    # Most stand once in a document: only the others are spread.
    more = np.flatnonzero(counts > 1)
    rest = counts.take(more).astype(np.int64) - 1
    ranks = np.concatenate([np.arange(len(at)), np.repeat(more, rest)])
    found = np.concatenate([begins, spread(begins.take(more) + 1, rest)])
    return Places(ranks, places.take(found))


def list_range_places(segment: Segment, first: int, after: int, docs: Array, size: int) -> Places:
    """Return the places in `docs` of all terms of a range; some of `docs` may hold none."""
    span = segment.span(first, after)
    posted, counts = segment.docs[span], segment.freqs[span]
    ranks = np.full(size, -1, dtype=np.int64)
    ranks[docs] = np.arange(len(docs))
    rank = np.repeat(ranks.take(posted), counts)
    places = segment.places[segment.place_span(first, after)]
    kept = rank >= 0
    return Places(rank.compress(kept), places.compress(kept))


def follow_all(found: Sequence[Places], slop: int) -> Array:
    """Return, ascending, the ranks of the documents where a place of each follows the one before.

    `slop` is how many words on it may be.
    """
    width = max((int(one.places.max(initial=0)) for one in found), default=0) + slop + 1
    before, *later = [one.ranks * np.int64(width) + one.places for one in found]
    for places in later:
        before = _follow(before, places, slop)
        if not len(before):
            break
    return _list_ranks(np.sort(before // width))


def near_all(found: Sequence[Places], slop: int) -> Array:
    """Return, ascending, the ranks of the documents where the words stand near each other.

    Each, as they are given, stands before or after those before it, `slop` words away at most,
    and not between them.
    """
    width = max((int(one.places.max(initial=0)) for one in found), default=0) + slop + 1
    # Room before the first place, so that nothing is near the end of the document before.
    first, *later = [np.sort(one.ranks * (width + slop) + one.places + slop) for one in found]
    starts = ends = first
    for places in later:
        before, at = _pair(places, starts - slop, starts - 1)
        after, to = _pair(places, ends + 1, ends + slop)
        starts, ends = _unite_spans(
            np.concatenate([places.take(at), starts.take(after)]),
            np.concatenate([ends.take(before), places.take(to)]),
        )
    return _list_ranks(starts // (width + slop))


def _unite_spans(starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return spans in order and without repetition."""
    widths = ends - starts
    most = int(widths.max(initial=0)) + 1
    # One number each sorts many times faster than pairs do.
    numbers = _list_ranks(np.sort(starts * most + widths))
    starts = numbers // most
    return starts, starts + numbers % most


def _list_ranks(ranks: Array) -> Array:
    """Return ascending numbers without repetition, which numpy's unique would do by hashing."""
    found: Array = ranks.take(np.flatnonzero(np.diff(ranks, prepend=-1)))
    return found


def _pair(places: Array, lowest: Array, highest: Array) -> tuple[Array, Array]:
    """Return pairs of a range, by its number, and a place in it, by its number."""
    low = np.searchsorted(places, lowest)
    counts = np.searchsorted(places, highest, side="right") - low
    return np.repeat(np.arange(len(lowest)), counts), spread(low, counts)


def _follow(before: Array, places: Array, slop: int) -> Array:
    """Return those of `places` that come after one of `before`, `slop` on at most."""
    if not len(before) or not len(places):
        return places[:0]
    largest = max(int(before.max()), int(places.max()))
    if slop == 1 and largest < min(_FLAGS, _FLAGS_PER_PLACE * (len(before) + len(places))):
        flags = np.zeros(largest + 2, dtype=bool)
        flags[before] = True
        # Nothing stands in the last place of a document's width, nor, at -1, beyond the last.
        found: Array = places.compress(flags.take(places - 1))
        return found
    before = np.sort(before)
    at = np.searchsorted(before, places - slop)
    at[at == len(before)] = 0
    nearest = before.take(at)
    return places.compress((nearest >= places - slop) & (nearest < places))
