"""EDTF (ISO 8601-2:2019 profile, levels 0 to 2) taken apart, with the first and last day of each.

Our own, because the `edtf` package accepts 29 February 1930, has no bounds for some forms,
takes 2 to 50 ms a date and prints to standard output. Years are 1 to 9999, proleptic Gregorian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop_app.errors import UserError

_MOMENT = re.compile(
    r"([?~%]?)([0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
    r"(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?)?"
)
_OTHER_YEARS = re.compile(r"Y-?\d+(?:E\d+)?(?:S\d+)?|-\d{4}(?:-.*)?|0000(?:-.*)?")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: First month and number of months of each season code; a season may end in the next year.
SEASONS: dict[int, tuple[int, int]] = {
    **{code: (3 * (code - 21) + 3, 3) for code in range(21, 25)},
    **{code: (3 * (code - 25) + 3, 3) for code in range(25, 29)},
    **{29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3)},
    **{code: (3 * (code - 33) + 1, 3) for code in range(33, 37)},
    **{code: (4 * (code - 37) + 1, 4) for code in range(37, 40)},
    **{code: (6 * (code - 40) + 1, 6) for code in range(40, 42)},
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One date: `year`, `month` (or season code) and `day` as digits and X, "" where not said."""

    year: str
    month: str = ""
    day: str = ""
    time: str = ""
    uncertain: bool = False
    approximate: bool = False

    @property
    def season(self) -> int:
        """Return the season code, 0 where the date has none."""
        return int(self.month) if self.month.isdecimal() and int(self.month) > 20 else 0

    @property
    def is_plain(self) -> bool:
        """Return whether every digit is known and nothing is qualified."""
        return "X" not in self.year + self.month + self.day and not (
            self.uncertain or self.approximate
        )


@dataclass(frozen=True, slots=True)
class Span:
    """From one date to another; None where a side is open (or, unless `..`, unknown)."""

    first: Moment | None
    last: Moment | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of dates: one of them, or with `every` all of them."""

    members: tuple[Moment | Span, ...]
    every: bool


Expression = Moment | Span | Choice
Bounds = tuple[str | None, str | None]


def parse_expression(text: str) -> Expression:
    """Return what the EDTF `text` says; raise UserError "bad_date" where it says nothing clear."""
    if text[:1] + text[-1:] in ("[]", "{}"):
        members = tuple(_parse_member(part.strip(), text) for part in text[1:-1].split(","))
        return Choice(members, every=text[0] == "{")
    if "/" in text:
        first, _, last = text.partition("/")
        return _make_span(first, last, text)
    return _parse_moment(text, text)


def find_bounds(expression: Expression) -> Bounds:
    """Return the first and last day of `expression` as ISO days, None where a side is open."""
    if isinstance(expression, Moment):
        return _find_moment_bounds(expression)
    if isinstance(expression, Span):
        first = find_bounds(expression.first)[0] if expression.first else None
        return first, find_bounds(expression.last)[1] if expression.last else None
    bounds = [find_bounds(member) for member in expression.members]
    firsts = [first for first, _ in bounds if first]
    lasts = [last for _, last in bounds if last]
    return (
        min(firsts) if len(firsts) == len(bounds) else None,
        max(lasts) if len(lasts) == len(bounds) else None,
    )


def write_expression(expression: Expression) -> str:
    """Return `expression` as EDTF; an open or unknown side is written `..`."""
    if isinstance(expression, Moment):
        marks = {(True, True): "%", (True, False): "?", (False, True): "~"}
        mark = marks.get((expression.uncertain, expression.approximate), "")
        parts = (expression.year, expression.month, expression.day)
        return "-".join(filter(None, parts)) + expression.time + mark
    if isinstance(expression, Span):
        return "/".join(_write_ends(expression))
    members = ",".join(
        "..".join(end.strip(".") for end in _write_ends(member))
        if isinstance(member, Span)
        else write_expression(member)
        for member in expression.members
    )
    return f"{{{members}}}" if expression.every else f"[{members}]"


def _write_ends(span: Span) -> tuple[str, str]:
    """Return both ends of `span` as EDTF."""
    first = write_expression(span.first) if span.first else ".."
    return first, write_expression(span.last) if span.last else ".."


def step_moment(moment: Moment, by: int) -> Moment:
    """Return the year, month or day right before (-1) or after (1) `moment`; for others the day.

    Raises UserError "bad_date" where no year from 1 to 9999 is left.
    """
    if not moment.month and moment.year.isdecimal():
        stepped = replace(moment, year=f"{int(moment.year) + by:04}")
    else:
        try:
            near = date.fromisoformat(find_bounds(moment)[by > 0] or "") + timedelta(days=by)
        except (OverflowError, ValueError) as error:
            raise _refuse_form(write_expression(moment)) from error
        day = f"{near.day:02}" if moment.day or moment.season else ""
        stepped = replace(
            moment, year=f"{near.year:04}", month=f"{near.month:02}", day=day, time=""
        )
    return _parse_moment(write_expression(stepped), write_expression(moment))


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month in the proleptic Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _make_span(first: str, last: str, text: str) -> Span:
    """Return the interval between two written ends, refusing one that runs backwards."""
    span = Span(
        None if first in ("", "..") else _parse_moment(first, text),
        None if last in ("", "..") else _parse_moment(last, text),
    )
    if not span.first and not span.last:
        raise _refuse_form(text)
    earliest, latest = find_bounds(span)
    if earliest and latest and earliest > latest:
        raise UserError(
            "bad_date",
            "The period {text} ends before it begins. Nothing was saved; put the earlier date "
            "first.",
            text=text,
        )
    return span


def _parse_member(part: str, text: str) -> Moment | Span:
    """Return one member of a set: a date, or dates from one to another."""
    if ".." not in part:
        return _parse_moment(part, text)
    first, _, last = part.partition("..")
    return _make_span(first, last, text)


def _parse_moment(part: str, text: str) -> Moment:
    """Return the single date that `part` of `text` says."""
    if _OTHER_YEARS.fullmatch(part):
        raise UserError(
            "bad_date",
            "Regesta holds the years 1 to 9999, and {text} lies outside them. Nothing was saved; "
            "keep the date as text.",
            text=text,
        )
    match = _MOMENT.fullmatch(part)
    if not match:
        raise _refuse_form(text)
    marks = "".join(mark or "" for mark in match.group(1, 3, 4, 6, 7, 9))
    moment = Moment(
        year=match[2],
        month=match[5] or "",
        day=match[8] or "",
        time=match[10] or "",
        uncertain="?" in marks or "%" in marks,
        approximate="~" in marks or "%" in marks,
    )
    if moment.time and not (moment.day and moment.is_plain):
        raise _refuse_form(text)
    _check_exists(moment, text)
    return moment


def _check_exists(moment: Moment, text: str) -> None:
    """Raise UserError "bad_date" where no calendar has the month or the day of `moment`."""
    if moment.season:
        if moment.season not in SEASONS or moment.day:
            raise _refuse_form(text)
    elif next(_list_days(moment, descending=False), None) is None:
        raise UserError(
            "bad_date",
            "The calendar has no {text}. Nothing was saved; check the day and the month.",
            text=text,
        )


def _refuse_form(text: str) -> UserError:
    """Return the error for a text that is not EDTF."""
    return UserError(
        "bad_date",
        "“{text}” is not a date Regesta can read. Nothing was saved; write it like 1962, 1962-05, "
        "1962-05-06, 1962-04-08/1962-04-20, 1962-05/.. or 1950~.",
        text=text,
    )


def _find_moment_bounds(moment: Moment) -> Bounds:
    """Return the first and last day of one date; neither where nothing is known of its year."""
    if moment.year == "XXXX":
        return None, None
    if moment.season:
        return _find_season_bounds(moment)
    return (
        next(_list_days(moment, descending=False), None),
        next(_list_days(moment, descending=True), None),
    )


def _find_season_bounds(moment: Moment) -> Bounds:
    """Return the first and last day of a season, quarter, third or half of a year."""
    first_month, months = SEASONS[moment.season]
    year = next(iter(_match_numbers(moment.year, range(1, 10_000))))
    last_year = next(iter(_match_numbers(moment.year, range(9_999, 0, -1))))
    over, last = divmod(first_month + months - 2, 12)
    last_year, last = (last_year + over, last + 1) if last_year + over < 10_000 else (9_999, 12)
    return (
        _iso_day(year, first_month, 1),
        _iso_day(last_year, last, days_in_month(last_year, last)),
    )


def _list_days(moment: Moment, *, descending: bool) -> Iterator[str]:
    """Yield the days that `moment` may be, in order of time or against it."""
    step = -1 if descending else 1
    for year in _match_numbers(moment.year, range(1, 10_000)[::step]):
        for month in _match_numbers(moment.month or "XX", range(1, 13)[::step]):
            days = range(1, days_in_month(year, month) + 1)[::step]
            for day in _match_numbers(moment.day or "XX", days):
                yield _iso_day(year, month, day)


def _match_numbers(pattern: str, numbers: range) -> Iterable[int]:
    """Return those of `numbers` whose digits `pattern` allows, X standing for any digit."""
    if pattern.strip("X") == "":
        return numbers
    if pattern.isdecimal():
        return (int(pattern),) if int(pattern) in numbers else ()
    fits = re.compile(pattern.replace("X", r"\d"))
    low, high = int(pattern.replace("X", "0")), int(pattern.replace("X", "9"))
    near = range(low, high + 1)[:: numbers.step]
    width = len(pattern)
    return (n for n in near if n in numbers and fits.fullmatch(f"{n:0{width}}"))


def _iso_day(year: int, month: int, day: int) -> str:
    """Return the day as YYYY-MM-DD."""
    return f"{year:04}-{month:02}-{day:02}"
