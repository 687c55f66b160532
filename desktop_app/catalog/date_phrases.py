"""Dates written out in English and Vietnamese, for lists and citations.

Worded by the language of the output, not of the interface, so the words are tables here.
What date_reading.py reads and this module writes agree: reading a phrase gives the date back.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_app.catalog.claims import DateValue
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

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SEASONS = {
    "en": ("spring", "summer", "autumn", "winter"),
    "vi": ("mùa xuân", "mùa hè", "mùa thu", "mùa đông"),
}
_ORDINALS = ("first", "second", "third", "fourth")
_THIRDS = {"en": ("early", "mid", "late"), "vi": ("đầu", "giữa", "cuối")}
_WORDS = {
    "en": {
        "since": "since {0}", "until": "until {0}", "before": "before {0}", "after": "after {0}",
        "between": "between {0} and {1}", "or": " or ", "and": " and ",
    },
    "vi": {
        "since": "từ {0}", "until": "đến {0}", "before": "trước {0}", "after": "sau {0}",
        "between": "giữa {0} và {1}", "or": " hoặc ", "and": " và ",
    },
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def format_date(value: DateValue, language: str, style: str = "long") -> str:
    """Return `value` in words: English, or Vietnamese for "vi"; `style` is "long" or "short".

    A form that has no words (156X-12-25) is given as EDTF, one that cannot be read as its
    wording.
    """
    try:
        expression = parse_expression(value.edtf)
    except UserError:
        return value.wording or value.edtf
    return _Writer("vi" if language[:2] == "vi" else "en", short=style == "short").write(expression)


class _Writer:
    """Writes dates in one language and style."""

    def __init__(self, language: str, *, short: bool) -> None:
        """Choose the words."""
        self.vietnamese = language == "vi"
        self.short = short
        self.words = _WORDS[language]
        self.seasons = _SEASONS[language]
        self.thirds = _THIRDS[language]

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
            words = ("khoảng " if self.vietnamese else "c. ") + words
        return f"[{words}?]" if moment.uncertain else words

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
        write = self._write_vietnamese_day if self.vietnamese else self._write_english_day
        return write(moment, write_year=True)

    def _write_many_years(self, moment: Moment) -> str:
        """Return a decade or a century."""
        century = int(moment.year[:2]) + 1 if moment.year[:2].isdecimal() else 0
        if moment.year[:3].isdecimal():
            tens = f"{int(moment.year[:3])}0"
            return f"những năm {tens}" if self.vietnamese else f"{tens}s"
        if century and moment.year.endswith("XX"):
            return f"thế kỷ {_to_roman(century)}" if self.vietnamese else _name_century(century)
        return moment.year

    def _write_season(self, code: int, year: str) -> str:
        """Return a season, quarter, third or half of a year."""
        if code < 33:
            season = self.seasons[(code - 21) % 4]
            bare = self.short and self.vietnamese
            return f"{season.removeprefix('mùa ') if bare else season} {year}"
        first, name, named = (
            (33, "quarter", "quý {0} {1}")
            if code < 37
            else (37, "third", "bốn tháng thứ {0} {1}")
            if code < 40
            else (40, "half", "")
        )
        if not self.vietnamese:
            return f"{_ORDINALS[code - first]} {name} of {year}"
        return (
            named.format(_ROMAN[code - first], year) or f"nửa {('đầu', 'cuối')[code - 40]} {year}"
        )

    def _write_year(self, moment: Moment) -> str:
        """Return the year, in long Vietnamese with its word."""
        year = str(int(moment.year)) if moment.year.isdecimal() else moment.year
        return f"năm {year}" if self.vietnamese and not self.short else year

    def _write_english_day(self, moment: Moment, *, write_year: bool) -> str:
        """Return year, month or day in English, the day first."""
        month = _MONTHS[int(moment.month) - 1] if moment.month else ""
        parts = (
            str(int(moment.day)) if moment.day else "",
            month[:3] if self.short else month,
            self._write_year(moment) if write_year else "",
        )
        words = " ".join(filter(None, parts))
        return f"{words}, {_write_clock(moment.time)}" if moment.time else words

    def _write_vietnamese_day(self, moment: Moment, *, write_year: bool) -> str:
        """Return year, month or day in Vietnamese; short with slashes."""
        parts = [str(int(part)) for part in (moment.day, moment.month) if part]
        year = [self._write_year(moment)] if write_year else []
        if self.short:
            words = "/".join(parts + year)
            return f"{_write_clock(moment.time)}, {words}" if moment.time else words
        names = ("ngày", "tháng")[2 - len(parts) :]
        named = [f"{name} {part}" for name, part in zip(names, parts, strict=True)]
        words = " ".join(named + year)
        if not moment.time:
            return words
        hour, minute = int(moment.time[1:3]), int(moment.time[4:6])
        return f"{hour} giờ {f'{minute} phút ' if minute else ''}{words}"

    def _write_span(self, span: Span) -> str:
        """Return a period, with what its two ends share written once."""
        first, last = span.first, span.last
        if first is None or last is None:
            known = first or last
            word = self.words["since" if first else "until"]
            return word.format(self._write_moment(known)) if known else ""
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
            pair = (self.seasons[m.season - 21].removeprefix("mùa ") for m in (first, last))
            words = f"{'–'.join(pair)} {self._write_year(last)}"
            return f"mùa {words}" if self.vietnamese and not self.short else words
        if first.season or last.season or not same_year:
            tight = not first.month and not last.month
            return self._join(self._write_plain(first), self._write_plain(last), tight=tight)
        same_month = first.month == last.month and bool(first.day) and bool(last.day)
        tight = same_month or (not first.day and not last.day) or (self.vietnamese and self.short)
        if same_month:
            first = replace(first, month="")
        return self._join(self._write_start(first), self._write_plain(last), tight=tight)

    def _write_start(self, first: Moment) -> str:
        """Return the beginning of a period whose year, or month and year, its end will say."""
        if not first.month:
            day = str(int(first.day))
            return f"ngày {day}" if self.vietnamese and not self.short else day
        write = self._write_vietnamese_day if self.vietnamese else self._write_english_day
        return write(first, write_year=False)

    def _write_third(self, first: Moment, last: Moment) -> str:
        """Return "late March 1962" for the ten days, months or years that reading makes of it."""
        if not (first.approximate and last.approximate) or first.uncertain or last.uncertain:
            return ""
        if "X" in first.year + last.year + first.day + last.day:
            return ""
        n, whole = _find_third(first, last)
        if not whole:
            return ""
        words = self._write_plain(whole)
        joint = "-" if n == 1 and not self.vietnamese else " "
        return f"{self.thirds[n]}{joint}{words}"

    def _write_choice(self, choice: Choice) -> str:
        """Return several dates: one of them, or all."""
        if len(choice.members) == 1 and isinstance(choice.members[0], Span):
            return self._write_bounded(choice.members[0], every=choice.every)
        words = [self.write(member) for member in choice.members]
        if len(words) == 1:
            return words[0]
        joint = self.words["and" if choice.every else "or"]
        return f"{', '.join(words[:-1])}{joint}{words[-1]}"

    def _write_bounded(self, span: Span, *, every: bool) -> str:
        """Return some date of a span: before, after or between."""
        if every:
            return self._write_span(span)
        if span.first and span.last:
            ends = (self._write_moment(span.first), self._write_moment(span.last))
            return self.words["between"].format(*ends)
        known, word, by = (span.last, "before", 1) if span.last else (span.first, "after", -1)
        try:
            edge = step_moment(known, by) if known else None
        except UserError:
            return self._write_span(span)
        return self.words[word].format(self._write_moment(edge)) if edge else ""

    def _join(self, first: str, last: str, *, tight: bool = False) -> str:
        """Return a period from its two written ends."""
        if self.vietnamese and not self.short:
            return f"từ {first} đến {last}"
        return f"{first}–{last}" if tight else f"{first} – {last}"


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


def _name_century(century: int) -> str:
    """Return "20th century"."""
    ending = (
        "th" if 10 < century % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
    )
    return f"{century}{ending} century"


def _to_roman(number: int) -> str:
    """Return a number up to 100 as a Roman numeral, as Vietnamese writes centuries."""
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
    return tens[number // 10] + ("", *_ROMAN)[number % 10]
