"""Puts what was found in order, as far as the page asked for needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.search.records import Counts
from desktop_app.search.segment_file import Array, fit_unsigned
from desktop_app.search.snapshot import View

#: Scores are compared to this many parts of one, as they were printed.
_SCORE_PARTS = 1_000_000
_SCORE_LIMIT = (1 << 44) - 1  # 17 million: no sum of scores comes near.
_SCORE_BITS = 44
_KIND_BITS = 8
#: More than any score, and little enough to tell scores apart beside it.
_TIER_WIDTH = float(1 << 25)
#: Orders from here on are of open or year-wide dates.
_WIDE = 10


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of one segment that a query finds, ascending.

    Beside each: its score, whether it is found as typed, and whether as typed with its tones.
    """

    view: View
    docs: Array
    scores: Array
    typed: Array
    exact: Array


@dataclass(frozen=True, slots=True)
class Grouped:
    """The group of each document found, as its number among `values`; the first is "", none.

    `is_by_best`: groups follow each other as their best hits do, else as their values do.
    """

    values: list[str]
    numbers: list[Array]
    is_by_best: bool


def pick_page(
    found: Sequence[Found], first: int, limit: int, dated: bool
) -> list[tuple[Found, int]]:
    """Return the hits from `first` on in order, each as its segment's place and number in it.

    `dated`: a date was asked for, so precise dates come first.
    """
    last = first + limit
    total = sum(len(one.docs) for one in found)
    if not limit or first >= total:
        return []
    keys, chosen = _choose(found, last, total, dated)
    if last < len(keys):
        # Those up to the last of the page; of equal ones at its end the first documents.
        border = np.partition(keys, last - 1)[last - 1]
        before = np.flatnonzero(keys < border)
        equal = np.flatnonzero(keys == border)[: last - len(before)]
        kept = np.concatenate([before, equal])
        keys, chosen = keys.take(kept), chosen.take(kept)
    return _locate(found, chosen[np.lexsort((chosen, keys))][first:last])


def pick_grouped(
    found: Sequence[Found], grouped: Grouped, first: int, limit: int, dated: bool
) -> tuple[list[tuple[Found, int]], list[str], Counts]:
    """Return what `pick_page` does, group by group: the page, the group of each hit of it.

    And all groups in their order, with the number of hits of each.
    """
    numbers = np.concatenate([np.zeros(0, dtype=np.int64), *grouped.numbers])
    keys = [_make_keys(one, np.arange(len(one.docs)), dated) for one in found]
    ranked = np.argsort(np.concatenate([numbers[:0], *keys]), kind="stable")
    ordered, begins, counts = np.unique(numbers[ranked], return_index=True, return_counts=True)
    if grouped.is_by_best:
        # What has no value comes last.
        order = np.argsort(np.where(ordered == 0, len(ranked), begins))
    else:
        order = np.arange(len(ordered))
    places = np.zeros(int(ordered.max(initial=0)) + 1, dtype=fit_unsigned(len(ordered)))
    places[ordered[order]] = np.arange(len(ordered))
    page = ranked[np.argsort(places[numbers[ranked]], kind="stable")][first : first + limit]
    sizes = zip(ordered[order].tolist(), counts[order].tolist(), strict=True)
    return (
        _locate(found, page),
        [grouped.values[number] for number in numbers[page].tolist()],
        tuple((grouped.values[number], count) for number, count in sizes),
    )


def _locate(found: Sequence[Found], page: Array) -> list[tuple[Found, int]]:
    """Return where the documents with these numbers in all of `found` lie."""
    begins = np.cumsum([0, *(len(one.docs) for one in found)])
    segments = np.searchsorted(begins, page, side="right") - 1
    return [
        (found[number], int(at - begins[number]))
        for number, at in zip(segments.tolist(), page.tolist(), strict=True)
    ]


def _choose(found: Sequence[Found], last: int, total: int, dated: bool) -> tuple[Array, Array]:
    """Return the keys of those that may be among the first `last`, and their numbers in all."""
    chosen = [np.arange(len(one.docs)) for one in found]
    if last < total:
        rough = [_rank_roughly(one, dated) for one in found]
        joined = np.concatenate(rough) if len(rough) > 1 else rough[0]
        border = np.partition(joined, last - 1)[last - 1] + 2 / _SCORE_PARTS
        chosen = [np.flatnonzero(one <= border) for one in rough]
    begins = np.cumsum([0, *(len(one.docs) for one in found)])
    keys = [_make_keys(one, at, dated) for one, at in zip(found, chosen, strict=True)]
    numbers = [at + begin for at, begin in zip(chosen, begins, strict=False)]
    return np.concatenate(keys), np.concatenate(numbers)


def _rank_roughly(found: Found, dated: bool) -> Array:
    """Return for each document a number that sorts by everything but the kind, less exactly."""
    ranks = -_TIER_WIDTH * (found.typed.view(np.uint8) + found.exact.view(np.uint8))
    if dated:
        wide = found.view.segment.column("order").take(found.docs) >= _WIDE
        ranks += _TIER_WIDTH / 2 * wide
    ranks -= found.scores
    return ranks


def _make_keys(found: Found, at: Array, dated: bool) -> Array:
    """Return for some of the documents a number that sorts exactly as the hits are to come."""
    wide, kind = np.divmod(found.view.segment.column("order")[found.docs[at]], _WIDE)
    tiers = 2 - found.typed[at].astype(np.int64) - found.exact[at]
    tiers = tiers * 2 + (wide if dated else 0)
    scores = np.minimum(np.rint(found.scores[at] * _SCORE_PARTS), _SCORE_LIMIT).astype(np.int64)
    keys: Array = (tiers << (_SCORE_BITS + _KIND_BITS)) | ((_SCORE_LIMIT - scores) << _KIND_BITS)
    return keys | kind.astype(np.int64)
