"""Sets of documents as ascending arrays without repetition, and what is done with them.

Of two ways to compare, the one that costs less is chosen: looking each up in the other by
halving, or marking one in a row of flags, one for every document of the segment. Arrays are
read by `take` and `compress`, several times as fast as by brackets.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_app.search.segment_file import Array

NO_DOCS: Array = np.zeros(0, dtype=np.int32)

_FEW = 1000
_MUCH_LARGER = 16


def contains(docs: Array, others: Array, size: int) -> Array:
    """Return for each of `docs` whether it is among `others`; all are below `size`."""
    if docs is others:
        return np.ones(len(docs), dtype=bool)
    if not len(docs) or not len(others):
        return np.zeros(len(docs), dtype=bool)
    if len(docs) < _FEW or len(docs) * _MUCH_LARGER < len(others):
        at = np.searchsorted(others, docs)
        at[at == len(others)] = 0
        found: Array = others.take(at) == docs
        return found
    if len(others) * _MUCH_LARGER < len(docs):
        return _mark(docs, others)
    flags = np.zeros(size, dtype=bool)
    flags[others] = True
    return flags.take(docs)


def locate(docs: Array, others: Array) -> tuple[Array, Array]:
    """Return where in `docs` those of `others` stand that are there, and which of them these are.

    Each is looked up: for `others` that are much fewer.
    """
    at = np.searchsorted(docs, others)
    at[at == len(docs)] = 0
    found = np.flatnonzero(docs.take(at) == others)
    return at.take(found), found


def find_positions(docs: Array, others: Array, size: int) -> Array:
    """Return where in `docs` each of `others` stands; all of them are there."""
    if len(others) == len(docs):
        return np.arange(len(docs))
    if len(others) * _MUCH_LARGER < len(docs):
        return np.searchsorted(docs, others)
    flags = np.zeros(size, dtype=bool)
    flags[others] = True
    return np.flatnonzero(flags.take(docs))


def _mark(docs: Array, others: Array) -> Array:
    """Return for each of `docs` whether it is among the few `others`."""
    flags = np.zeros(len(docs), dtype=bool)
    flags[locate(docs, others)[0]] = True
    return flags


def intersect(sets: Sequence[Array], size: int) -> Array:
    """Return what is in all of `sets`, of which there is at least one."""
    ordered = sorted(sets, key=len)
    docs = ordered[0]
    for others in ordered[1:]:
        if not len(docs):
            break
        if docs is not others:
            docs = docs.compress(contains(docs, others, size))
    return docs


def unite(sets: Sequence[Array], size: int) -> Array:
    """Return what is in any of `sets`; these may be in any order and repeat."""
    kept = [docs for docs in sets if len(docs)]
    if not kept:
        return NO_DOCS
    if sum(map(len, kept)) < _FEW:
        return np.unique(np.concatenate(kept))
    flags = np.zeros(size, dtype=bool)
    for docs in kept:
        flags[docs] = True
    return np.flatnonzero(flags).astype(np.int32)


def subtract(docs: Array, others: Array, size: int) -> Array:
    """Return what is in `docs` and not in `others`."""
    return docs.compress(~contains(docs, others, size)) if len(others) else docs


def spread(begins: Array, counts: Array) -> Array:
    """Return the numbers of `counts` things in a row from each of `begins` on."""
    ends = np.cumsum(counts)
    return np.repeat(begins - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
