"""Counts what was found by kind, source, language, date and what it concerns, over all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from desktop_app.search.fields import LAST_DAY
from desktop_app.search.segment import Segment
from desktop_app.search.segment_file import Array

#: What can be counted: a field of one term a document, or the date by its first day.
TERM_FACETS = {"kind": "kind", "language": "language", "source": "source_id"}
DATE_FACETS = {"decade": 100_000, "year": 10_000, "month": 100}
#: Records that a hit concerns, by what their keys in `refs` begin with; and states of claims.
REF_FACETS = {"entity": "ent", "event": "evt", "property": "prp"}
STATE_FACET = "state"
_STATES = ("cited", "uncited", "conflict")
FACETS = (*TERM_FACETS, *DATE_FACETS, *REF_FACETS, STATE_FACET)

#: Beyond a million months between the first and the last, months are sorted and not counted off.
_MANY_PERIODS = 1_000_000

Counts = tuple[tuple[str, int], ...]


def count_facets(found: Sequence[tuple[Segment, Array]], names: Iterable[str]) -> dict[str, Counts]:
    """Return for each of `names` its values with their counts, commonest first, dates in order.

    Documents without a value, or with a date that is open to the past, are not counted. Dates
    read 196, 1962 or 1962-04: a decade without its last figure.
    """
    counted: dict[str, Counts] = {}
    for name in names:
        counter: Counter[str] = Counter()
        for segment, docs in found:
            counter.update(_count(segment, docs, name))
        if name in DATE_FACETS:
            counted[name] = tuple(sorted(counter.items(), key=lambda one: _sort_date(one[0])))
        else:
            counted[name] = tuple(sorted(counter.items(), key=lambda one: (-one[1], one[0])))
    return counted


def _count(segment: Segment, docs: Array, name: str) -> dict[str, int]:
    """Return the counts of one facet in one segment."""
    if name in DATE_FACETS:
        return _count_dates(segment, docs, DATE_FACETS[name])
    if name in REF_FACETS:
        return _count_refs(segment, docs, REF_FACETS[name])
    if name == STATE_FACET:
        return _count_states(segment, docs)
    first, after = segment.fields.get(TERM_FACETS[name], (0, 0))
    values = segment.facet(TERM_FACETS[name])[docs]
    counts = np.bincount(values[values >= 0] - first, minlength=after - first)
    used = np.flatnonzero(counts).tolist()
    return {
        segment.term(first + number).decode("utf-8", "surrogatepass"): int(counts[number])
        for number in used
    }


def _count_refs(segment: Segment, docs: Array, prefix: str) -> dict[str, int]:
    """Return how many of `docs` concern each record whose key begins with `prefix`."""
    first, after = segment.find_prefix("refs", prefix)
    if first == after or not len(docs):
        return {}
    wanted = np.zeros(segment.doc_count, dtype=bool)
    wanted[docs] = True
    found = wanted[segment.docs[segment.span(first, after)]]
    at = segment.offsets("post_at")[first : after + 1].astype(np.int64)
    sums = np.concatenate(([0], np.cumsum(found)))
    counts = np.diff(sums[at - at[0]])
    return {
        f"{prefix}-{segment.term(first + number).decode()[len(prefix) :]}": int(counts[number])
        for number in np.flatnonzero(counts).tolist()
    }


def _count_states(segment: Segment, docs: Array) -> dict[str, int]:
    """Return how many of `docs` are claims in each state."""
    found = {}
    for state in _STATES:
        number = segment.find_term("refs", state)
        if number >= 0:
            held = segment.docs[segment.span(number, number + 1)]
            found[state] = int(np.isin(docs, held, assume_unique=True).sum())
    return {state: count for state, count in found.items() if count}


def _count_dates(segment: Segment, docs: Array, width: int) -> dict[str, int]:
    """Return the counts of dates, of which `width` numbers are one."""
    days = segment.column("first_day")[docs]
    periods = days[np.abs(days) < LAST_DAY] // width
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
        _write_period(period, width): count
        for period, count in zip(found.tolist(), counts.tolist(), strict=True)
    }


def _write_period(period: int, width: int) -> str:
    """Return a month as 1962-04, a year or decade as its number."""
    if width != DATE_FACETS["month"]:
        return str(period)
    year, month = divmod(period, 100)
    return f"{year:04d}-{month:02d}"


def _sort_date(text: str) -> tuple[int, int]:
    """Return what sorts years and months as they follow each other."""
    year, _, month = text[1:].partition("-") if text.startswith("-") else text.partition("-")
    number = int(year)
    return (-number if text.startswith("-") else number), int(month or 0)
