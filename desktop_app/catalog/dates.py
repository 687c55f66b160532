"""Dates of the catalogue: read from a source's words or from EDTF, compared, and written out.

A date keeps its wording; its EDTF form fixes the first and last day it may span. Where a
wording leaves out the year, its context supplies it and `DateReading.inferred` says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.date_phrases import format_date
from desktop_app.catalog.date_reading import Context, read_wording
from desktop_app.catalog.edtf_grammar import find_bounds, parse_expression

__all__ = [
    "DateReading",
    "OverlapGrade",
    "format_date",
    "overlap_grade",
    "overlaps",
    "parse_date",
    "parse_edtf",
    "read_date",
]
_FIRST, _LAST = "0001-01-01", "9999-12-31"
_YEAR_WIDE = 365


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date read from words, and what its context supplied: "century", "month", "year"."""

    value: DateValue
    inferred: tuple[str, ...] = ()


class OverlapGrade(IntEnum):
    """How well a date answers a date asked for; the smaller the better."""

    SAME = 0
    WITHIN = 1
    ACROSS = 2
    YEAR_WIDE = 3
    OPEN = 4
    NONE = 5


def parse_date(wording: str, *, language: str = "", context: str | None = None) -> DateValue | None:
    """Return the date that `wording` says, or None where it is not clear; see `read_date`."""
    reading = read_date(wording, language=language, context=context)
    return reading.value if reading else None


def read_date(
    wording: str, *, language: str = "", context: str | None = None
) -> DateReading | None:
    """Return the date that `wording` says and what was inferred, or None where it is not clear.

    The day always comes first: 6/5/1962 is 6 May in every language. `context` is a date in
    EDTF or in words; it supplies the year (and to a bare day the month) that `wording` lacks.
    A date that no calendar has is None: nothing is mended.
    """
    found = read_wording(wording, language, _read_context(context, language))
    if found is None:
        return None
    edtf, inferred = found
    return DateReading(replace(parse_edtf(edtf), wording=wording.strip()), inferred)


def parse_edtf(text: str) -> DateValue:
    """Return the date that the EDTF `text` says, with its days; no wording.

    EDTF levels 0 to 2 for the years 1 to 9999. Raises UserError "bad_date" for a day that no
    calendar has, for a period that runs backwards and for what is not EDTF.
    """
    earliest, latest = find_bounds(parse_expression(text.strip()))
    return DateValue(edtf=text.strip(), earliest=earliest, latest=latest)


def overlaps(a: DateValue, b: DateValue) -> bool:
    """Return whether the two dates may share a day; an open side reaches as far as it can."""
    return (a.earliest or _FIRST) <= (b.latest or _LAST) and (b.earliest or _FIRST) <= (
        a.latest or _LAST
    )


def overlap_grade(asked: DateValue, found: DateValue) -> OverlapGrade:
    """Return how well `found` answers `asked`: the same and precise dates first, open ones last."""
    if not overlaps(asked, found):
        return OverlapGrade.NONE
    if (asked.earliest, asked.latest) == (found.earliest, found.latest):
        return OverlapGrade.SAME
    if found.earliest is None or found.latest is None:
        return OverlapGrade.OPEN
    if (asked.earliest or _FIRST) <= found.earliest and found.latest <= (asked.latest or _LAST):
        return OverlapGrade.WITHIN
    days = (date.fromisoformat(found.latest) - date.fromisoformat(found.earliest)).days + 1
    return OverlapGrade.YEAR_WIDE if days >= _YEAR_WIDE else OverlapGrade.ACROSS


def _read_context(context: str | None, language: str) -> Context:
    """Return the year and month that a context fixes; a date over several fixes none."""
    found = read_wording(context, language, Context()) if context else None
    if found is None:
        return Context()
    earliest, latest = find_bounds(parse_expression(found[0]))
    if not earliest or not latest or earliest[:4] != latest[:4]:
        return Context()
    return Context(
        year=int(earliest[:4]), month=int(earliest[5:7]) if earliest[:7] == latest[:7] else 0
    )
