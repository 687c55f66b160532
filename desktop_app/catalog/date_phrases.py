"""Dates written out in the languages of output, for lists and citations.

What date_reading.py reads and this module writes agree: reading an English or Vietnamese phrase
gives the date back, and so does reading French days, months and years.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.date_phrase_words import DateWords, get_date_words
from desktop_app.catalog.edtf_grammar import (
    Choice,
    Expression,
    Moment,
    Span,
    days_in_month,
    parse_expression,
    step_moment,
    write_expression,
)
from desktop_app.errors import UserError


def format_date(value: DateValue, language: str, style: str = "long") -> str:
    """Return `value` in words of an output language, else in English; `style` "long" or "short".

    A form that has no words (156X-12-25) is given as EDTF, one that cannot be read as its
    wording.
    """
    try:
        expression = parse_expression(value.edtf)
    except UserError:
        return value.wording or value.edtf
    words = get_date_words(language)
    written = _Writer(words, short=style == "short").write(expression)
    for side_by_side, mended in words.contract:
        written = re.sub(side_by_side, mended, written)
    return written


class _Writer:
    """Writes dates in one language and style."""

    def __init__(self, words: DateWords, *, short: bool) -> None:
        """Choose the words."""
        self.words = words
        self.short = short
        #: Figures with slashes.
        self.numeric = short and words.numeric

    def write(self, expression: Expression) -> str:
        """Return `expression` in words."""
        if isinstance(expression, Moment):
            return self._write_moment(expression)
        if isinstance(expression, Span):
            return self._write_span(expression)
        return self._write_choice(expression)

    def _write_moment(self, moment: Moment) -> str:
        """Return one date, approximate as "c.", uncertain in brackets as archives do."""
        words = self._write_plain(moment)
        if moment.approximate:
            words = self.words.about.format(self._make_definite(words, moment))
        return self.words.uncertain.format(words) if moment.uncertain else words

    def _write_definite(self, moment: Moment) -> str:
        """Return one date as it follows a word like "before"."""
        words = self._write_moment(moment)
        return self._make_definite(words, moment) if moment.is_plain else words

    def _make_definite(self, words: str, moment: Moment) -> str:
        return self.words.definite.get(_find_kind(moment), "{0}").format(words)

    def _write_plain(self, moment: Moment) -> str:
        """Return one date without what is said of its certainty."""
        if moment.day == "XX" or moment.month == "XX":
            month = "" if moment.month == "XX" else moment.month
            if month or moment.day in ("", "XX"):
                return self._write_plain(replace(moment, month=month, day=""))
        if "X" in moment.year and not moment.month:
            return self._write_many_years(moment)
        if "X" in moment.year + moment.month + moment.day:
            return write_expression(replace(moment, uncertain=False, approximate=False))
        if moment.season:
            return self._write_season(moment.season, self._write_year(moment))
        return self._write_day(moment, write_year=True)

    def _write_many_years(self, moment: Moment) -> str:
        """Return a decade or a century."""
        century = int(moment.year[:2]) + 1 if moment.year[:2].isdecimal() else 0
        if moment.year[:3].isdecimal():
            return self.words.decade.format(f"{int(moment.year[:3])}0")
        if century and moment.year.endswith("XX"):
            return self.words.century(century)
        return moment.year

    def _write_season(self, code: int, year: str) -> str:
        """Return a season, quarter, third or half of a year."""
        if code < 33:
            return f"{self._season_form().format(self.words.seasons[(code - 21) % 4])} {year}"
        return self.words.parts[code].format(year)

    def _season_form(self) -> str:
        return self.words.short_season if self.short else self.words.season

    def _write_year(self, moment: Moment, *, after_day: bool = False) -> str:
        """Return the year, in some languages' long form with its word."""
        year = str(int(moment.year)) if moment.year.isdecimal() else moment.year
        form = self.words.year_of_day if after_day else self.words.year
        return year if self.short else form.format(year)

    def _write_day(self, moment: Moment, *, write_year: bool) -> str:
        """Return year, month or day, the day first; numeric with slashes."""
        year = self._write_year(moment, after_day=bool(moment.month)) if write_year else ""
        if self.numeric:
            parts = [str(int(part)) for part in (moment.day, moment.month) if part]
            words = "/".join([*parts, year] if year else parts)
            return f"{_write_clock(moment.time)}, {words}" if moment.time else words
        month = self._write_month(moment) if moment.month else ""
        day = self._write_day_number(moment) if moment.day else ""
        words = " ".join(filter(None, (day, month, year)))
        return self._add_clock(words, moment.time) if moment.time else words

    def _write_month(self, moment: Moment) -> str:
        names = self.words.short_months if self.short else self.words.months
        form = self.words.month_of_day if moment.day else self.words.month
        return form.format(names[int(moment.month) - 1])

    def _write_day_number(self, moment: Moment) -> str:
        number = int(moment.day)
        if self.numeric:
            return str(number)
        return (self.words.first_day if number == 1 else self.words.day).format(number)

    def _add_clock(self, words: str, time: str) -> str:
        hour, minute = int(time[1:3]), int(time[4:6])
        form = self.words.at_minute if minute else self.words.at_hour
        return form.format(date=words, clock=_write_clock(time), hour=hour, minute=minute)

    def _write_span(self, span: Span) -> str:
        """Return a period, with what its two ends share written once."""
        first, last = span.first, span.last
        if first is None or last is None:
            known = first or last
            form = self.words.since if first else self.words.until
            return form.format(self._write_definite(known)) if known else ""
        part = self._write_third(first, last)
        if part:
            return part
        if first.is_plain and last.is_plain and not first.time and not last.time:
            return self._write_plain_span(first, last)
        return self._join(self._write_moment(first), self._write_moment(last))

    def _write_plain_span(self, first: Moment, last: Moment) -> str:
        """Return a period between two dates that are sure."""
        same_year = first.year == last.year and bool(first.month) and bool(last.month)
        if first.season and last.season and same_year and first.season < last.season < 25:
            pair = "–".join(self.words.seasons[m.season - 21] for m in (first, last))
            return f"{self._season_form().format(pair)} {self._write_year(last)}"
        if first.season or last.season or not same_year:
            tight = not first.month and not last.month
            return self._join(self._write_plain(first), self._write_plain(last), tight=tight)
        same_month = first.month == last.month and bool(first.day) and bool(last.day)
        tight = same_month or (not first.day and not last.day) or self.numeric
        start = (
            self._write_day_number(first)
            if same_month
            else self._write_day(first, write_year=False)
        )
        return self._join(start, self._write_plain(last), tight=tight)

    def _write_third(self, first: Moment, last: Moment) -> str:
        """Return "late March 1962" for the ten days, months or years that reading makes of it."""
        if not (first.approximate and last.approximate) or first.uncertain or last.uncertain:
            return ""
        if "X" in first.year + last.year + first.day + last.day:
            return ""
        n, whole = _find_third(first, last)
        if not whole:
            return ""
        forms = self.words.thirds_of_decades if "X" in whole.year else self.words.thirds
        return forms[n].format(self._write_plain(whole))

    def _write_choice(self, choice: Choice) -> str:
        """Return several dates: one of them, or all."""
        if len(choice.members) == 1 and isinstance(choice.members[0], Span):
            return self._write_bounded(choice.members[0], every=choice.every)
        words = [self.write(member) for member in choice.members]
        if len(words) == 1:
            return words[0]
        joint = self.words.both if choice.every else self.words.either
        return f"{', '.join(words[:-1])}{joint}{words[-1]}"

    def _write_bounded(self, span: Span, *, every: bool) -> str:
        """Return some date of a span: before, after or between."""
        if every:
            return self._write_span(span)
        if span.first and span.last:
            ends = (self._write_definite(span.first), self._write_definite(span.last))
            return self.words.between.format(*ends)
        known, form, by = (
            (span.last, self.words.before, 1) if span.last else (span.first, self.words.after, -1)
        )
        try:
            edge = step_moment(known, by) if known else None
        except UserError:
            return self._write_span(span)
        return form.format(self._write_definite(edge)) if edge else ""

    def _join(self, first: str, last: str, *, tight: bool = False) -> str:
        """Return a period from its two written ends."""
        if self.words.spelt_span and not self.short:
            return self.words.spelt_span.format(first, last)
        return f"{first}–{last}" if tight else f"{first} – {last}"


def _find_kind(moment: Moment) -> str:
    """Return what a date is: a day, season, part of a year, decade or century; "" for the rest."""
    if moment.season:
        return "season" if moment.season < 33 else "part"
    if moment.year[:3].isdecimal() and moment.year.endswith("X") and not moment.month:
        return "decade"
    if moment.year.endswith("XX") and not moment.month:
        return "century"
    return "day" if moment.day.isdecimal() else ""


def _find_third(first: Moment, last: Moment) -> tuple[int, Moment | None]:
    """Return which third of what two dates mark off, or None where they mark off something else."""
    if first.day and last.day and first.year == last.year and first.month == last.month:
        length = days_in_month(int(first.year), int(first.month))
        days = ((1, 10), (11, 20), (21, length))
        found = (int(first.day), int(last.day))
        return (days.index(found), Moment(first.year, first.month)) if found in days else (0, None)
    if first.day or last.day or first.season or last.season:
        return 0, None
    if first.month and last.month and first.year == last.year:
        months = (("01", "04"), ("05", "08"), ("09", "12"))
        pair = (first.month, last.month)
        return (months.index(pair), Moment(first.year)) if pair in months else (0, None)
    if not first.month and not last.month and first.year[:3] == last.year[:3]:
        years = (("0", "3"), ("4", "6"), ("7", "9"))
        digits = (first.year[3], last.year[3])
        return (years.index(digits), Moment(first.year[:3] + "X")) if digits in years else (0, None)
    return 0, None


def _write_clock(time: str) -> str:
    """Return 03:30 for T03:30:00, with seconds and zone only where there are any."""
    clock = time[1:6] if time[7:9] == "00" else time[1:9]
    zone = time[9:]
    return f"{clock} UTC{zone.removeprefix('Z')}" if zone else clock
