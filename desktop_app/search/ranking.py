"""Puts what was found in order, as far as the page asked for needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.search.segment_file import Array
from desktop_app.search.snapshot import View

#: Scores are compared to this many parts of one, as they were printed.
_SCORE_PARTS = 1_000_000
_SCORE_LIMIT = (1 << 44) - 1
_SCORE_BITS = 44
_KIND_BITS = 8


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


def pick_page(
    found: Sequence[Found], first: int, limit: int, dated: bool
) -> list[tuple[Found, int]]:
    """Return the hits from `first` on in order, each as its segment's place and number in it.

    `dated`: a date was asked for, so precise dates come first.
    """
    last = first + limit
    keys = np.concatenate([_make_keys(one, dated) for one in found]) if found else np.zeros(0)
    if not limit or first >= len(keys):
        return []
    if last < len(keys):
        # Those up to the last of the page; of equal ones at its end the first documents.
        border = np.partition(keys, last - 1)[last - 1]
        before = np.flatnonzero(keys < border)
        equal = np.flatnonzero(keys == border)[: last - len(before)]
        chosen = np.concatenate([before, equal])
    else:
        chosen = np.arange(len(keys))
    page = chosen[np.lexsort((chosen, keys[chosen]))][first:last]
    begins = np.cumsum([0, *(len(one.docs) for one in found)])
    segments = np.searchsorted(begins, page, side="right") - 1
    return [
        (found[number], int(at - begins[number]))
        for number, at in zip(segments.tolist(), page.tolist(), strict=True)
    ]


def _make_keys(found: Found, dated: bool) -> Array:
    """Return for each document one number that sorts as the hits are to come."""
    wide, kind = np.divmod(found.view.segment.column("order")[found.docs], 10)
    tiers = np.where(found.exact, 0, np.where(found.typed, 1, 2)).astype(np.int64)
    tiers = tiers * 2 + (wide if dated else 0)
    scores = np.minimum(np.rint(found.scores * _SCORE_PARTS), _SCORE_LIMIT).astype(np.int64)
    keys: Array = (tiers << (_SCORE_BITS + _KIND_BITS)) | ((_SCORE_LIMIT - scores) << _KIND_BITS)
    return keys | kind.astype(np.int64)
