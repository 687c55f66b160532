"""Where a date stands in a chronology, and the year or month it is told under.

A date stands at the end of the period it begins with, the precise before the wide: 15 April
before "April 1962", that before "1962"; a period stands by its beginning, an open one after a
closed one. A date whose beginning is open stands by its end.
"""

from __future__ import annotations

from datetime import date as day
from typing import NamedTuple

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.edtf_grammar import (
    Choice,
    Expression,
    Moment,
    Span,
    find_bounds,
    parse_expression,
    write_expression,
)
from desktop_app.errors import UserError

_NO_END = "~"


class DatePlace(NamedTuple):
    """What dates are ordered by: the last day (ISO) of what a date begins with, its length in
    days, the last day of all. `beginning` is what it begins with, as EDTF.
    """

    last: str
    days: int
    end: str
    beginning: str


class Period(NamedTuple):
    """A year or a month that rows are told under: its last day, and its date as EDTF."""

    end: str
    edtf: str


def find_place(date: DateValue) -> DatePlace | None:
    """Return where `date` stands, None for one that says no day at all."""
    try:
        moment = _find_beginning(parse_expression(date.edtf))
    except UserError:
        return None
    if moment is None:
        return None
    earliest, latest = find_bounds(moment)
    if earliest is None or latest is None:
        return None
    days = (day.fromisoformat(latest) - day.fromisoformat(earliest)).days
    return DatePlace(latest, days, date.latest or _NO_END, write_expression(moment))


def find_period(place: DatePlace, *, by_month: bool) -> Period:
    """Return the year, or with `by_month` the month, that a date begins in.

    One that does not say which (a season by month, a decade) is told under itself or its year,
    after what is told of the months or years it spans.
    """
    first = parse_edtf(place.beginning).earliest or ""
    for length in (7, 4) if by_month else (4,):
        if first[:length] == place.last[:length]:
            return Period(parse_edtf(first[:length]).latest or place.last, first[:length])
    return Period(place.last, place.beginning)


def name_period(period: Period, language: str) -> str:
    """Return a year or month as the head of a group: "May 1962", "Tháng 5 năm 1962"."""
    words = format_date(parse_edtf(period.edtf), language)
    return words[:1].upper() + words[1:]


def _find_beginning(expression: Expression) -> Moment | None:
    match expression:
        case Moment():
            return expression
        case Span(first=first, last=last):
            return first or last
        case Choice(members=members):
            return _find_beginning(members[0])
