"""Narrows what was found to chosen values, and counts the values of facets over all of it.

A choice within a facet adds, across facets it narrows. The values of a facet are counted as if
nothing was chosen in it, so that each count is what choosing the value would leave.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from desktop_app.search.docsets import contains, unite
from desktop_app.search.fields import LAST_DAY
from desktop_app.search.query import Choice
from desktop_app.search.ranking import Found, Grouped
from desktop_app.search.records import KIND_ORDER, Counts
from desktop_app.search.segment import Segment
from desktop_app.search.segment_file import Array

#: The fields whose terms are the values of a facet; in a document one can only look.
FIELDS = {
    "kind": "kind",
    "source": "source_id",
    "language": "language",
    "entity": "entity_id",
    "property": "property_key",
    "cited": "cited",
    "document": "owner",
}
#: How many numbers of days are one value: dates count by their first day.
PERIODS = {"decade": 100_000, "month": 100}

#: Beyond a million months between the first and the last, months are sorted and not counted off.
_MANY_PERIODS = 1_000_000
_PERIOD = re.compile(r"(-?\d+)(?:-(\d\d))?", re.ASCII)


class Narrowing:
    """What was found, narrowed to what is chosen."""

    def __init__(self, found: Sequence[Found], chosen: Iterable[Choice]) -> None:
        """Look for the values of `chosen`, by facet, in all that was `found`."""
        self._found = found
        self._wanted: dict[str, set[str]] = defaultdict(set)
        for facet, value in chosen:
            self._wanted[facet].add(value)
        self._marks = [
            {facet: _mark(one, facet, values) for facet, values in self._wanted.items()}
            for one in found
        ]

    def keep(self) -> list[Found]:
        """Return what has one of the chosen values in each chosen facet."""
        return [
            _keep_where(one, list(marks.values()))
            for one, marks in zip(self._found, self._marks, strict=True)
        ]

    def count(self, facets: Iterable[str]) -> dict[str, Counts]:
        """Return for each of `facets` its values with their counts, in the order to show them.

        Commonest first, kinds and dates in their own order. What has no value, or a date that is
        open to the past, is not counted; a chosen value is there even where it leaves nothing.
        Dates read 196 or 1962-04: a decade without its last figure.
        """
        counted: dict[str, Counts] = {}
        for facet in facets:
            counter = Counter[str]()
            for one, marks in zip(self._found, self._marks, strict=True):
                others = [mark for name, mark in marks.items() if name != facet]
                kept = _keep_where(one, others)
                counter.update(_count(kept.view.segment, kept.docs, facet))
            counter.update(dict.fromkeys(self._wanted.get(facet, ()), 0))
            counted[facet] = tuple(sorted(counter.items(), key=_order_of(facet)))
        return counted


def group_found(found: Sequence[Found], facet: str) -> Grouped:
    """Return the groups of what was found, by the first value that each has of `facet`."""
    known = {"": 0}
    if facet == "kind":
        known |= {kind: number for number, kind in enumerate(KIND_ORDER, 1)}
    numbers = []
    for one in found:
        segment = one.view.segment
        terms = segment.list_terms(*segment.fields.get(FIELDS[facet], (0, 0)))
        own = [known.setdefault(_read(term), len(known)) for term in terms]
        numbers.append(np.array([0, *own])[segment.traits(FIELDS[facet]).first.take(one.docs)])
    return Grouped(list(known), numbers, is_by_best=facet != "kind")


def rank_kind(kind: str) -> int:
    """Return the place of `kind` among the kinds, after all where it is none."""
    return KIND_ORDER.index(kind) if kind in KIND_ORDER else len(KIND_ORDER)


def _order_of(facet: str) -> Callable[[tuple[str, int]], tuple[int | str, ...]]:
    if facet in PERIODS:
        return lambda one: (_read_period(one[0], facet) or 0,)
    if facet == "kind":
        return lambda one: (rank_kind(one[0]),)
    return lambda one: (-one[1], one[0])


def _keep_where(found: Found, marks: Sequence[Array]) -> Found:
    """Return those of `found` that have all of `marks`."""
    if not marks:
        return found
    kept = np.flatnonzero(np.logical_and.reduce(marks))
    parts = ("docs", "scores", "typed", "exact")
    return replace(found, **{name: getattr(found, name).take(kept) for name in parts})


def _mark(found: Found, facet: str, values: Iterable[str]) -> Array:
    """Return for each document found whether it has one of `values`."""
    segment, docs = found.view.segment, found.docs
    if facet in PERIODS:
        periods = [_read_period(value, facet) for value in values]
        wanted = [period for period in periods if period is not None]
        days = segment.column("first_day").take(docs)
        marked: Array = np.isin(days // PERIODS[facet], wanted) & (np.abs(days) < LAST_DAY)
        return marked
    terms = [segment.find_term(FIELDS[facet], value) for value in values if facet in FIELDS]
    held = [segment.docs[segment.span(term, term + 1)] for term in terms if term >= 0]
    return contains(docs, unite(held, segment.doc_count), segment.doc_count)


def _count(segment: Segment, docs: Array, facet: str) -> dict[str, int]:
    """Return the counts of one facet in one segment."""
    if facet in PERIODS:
        return _count_dates(segment, docs, facet)
    first, after = segment.fields.get(FIELDS[facet], (0, 0))
    traits = segment.traits(FIELDS[facet])
    counts = np.bincount(traits.first.take(docs), minlength=after - first + 1)
    if len(traits.docs):
        wanted = np.zeros(segment.doc_count, dtype=bool)
        wanted[docs] = True
        counts += np.bincount(
            traits.numbers.compress(wanted.take(traits.docs)), minlength=len(counts)
        )
    counts[0] = 0
    return {
        _read(segment.term(first + number - 1)): int(counts[number])
        for number in np.flatnonzero(counts).tolist()
    }


def _read(term: bytes) -> str:
    return term.decode("utf-8", "surrogatepass")


def _count_dates(segment: Segment, docs: Array, facet: str) -> dict[str, int]:
    """Return the counts of the periods of one segment's dates."""
    days = segment.column("first_day").take(docs)
    periods = days.compress(np.abs(days) < LAST_DAY) // PERIODS[facet]
    if not len(periods):
        return {}
    earliest = int(periods.min())
    if int(periods.max()) - earliest > _MANY_PERIODS:
        found, counts = np.unique(periods, return_counts=True)
    else:
        counts = np.bincount(periods - earliest)
        used = np.flatnonzero(counts)
        found, counts = used + earliest, counts[used]
    return {
        _write_period(period, facet): count
        for period, count in zip(found.tolist(), counts.tolist(), strict=True)
    }


def _write_period(period: int, facet: str) -> str:
    """Return a month as 1962-04, a decade as its number."""
    if facet == "decade":
        return f"{period:03d}"
    year, month = divmod(period, 100)
    return f"{'-' * (year < 0)}{abs(year):04d}-{month:02d}"


def _read_period(text: str, facet: str) -> int | None:
    """Return the number of a period as `_write_period` writes it, None for what is none."""
    match = _PERIOD.fullmatch(text)
    if match is None or (match[2] is None) != (facet == "decade"):
        return None
    return int(match[1]) if facet == "decade" else int(match[1]) * 100 + int(match[2])
