"""One date as its words say it: the patterns of single dates, and what they leave open.

A `Draft` may lack its year, month or century; completing it is the business of
date_reading.py. Works on the tokens of date_words.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from desktop_app.catalog.edtf_grammar import SEASONS, Moment, Span, days_in_month

_Y = r"(?P<year>\d{4})"
_M = r"(?P<month>0?[1-9]|1[0-2])"
_OF = r"(?: of| de)?"
_SEP = r"(?: ?[-/.] ?| )"
_NEXT = r"(?: ?[-/] ?(?P<next>\d{4}|\d\d))?"
_NUMERIC = rf"(?:ngay )?(?P<day>\d{{1,2}}) ?(?P<s>[-/.]) ?{_M} ?(?P=s) ?"
_POINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:ngay )?(?P<day>\d{{1,2}}){_OF}{_SEP}m{_M}(?:{_OF}{_SEP}{_Y})?",
        rf"m{_M} (?P<day>\d{{1,2}})(?: {_Y})?",
        rf"m{_M}(?:{_OF}{_SEP}{_Y})?",
        rf"{_Y} m{_M}(?: (?P<day>\d{{1,2}}))?",
        rf"{_NUMERIC}{_Y}",
        rf"{_NUMERIC}(?P<short>\d\d)",
        rf"(?:ngay )?(?P<day>\d{{1,2}}) ?[-/] ?{_M}(?: {_Y})?",
        rf"{_M} ?[-/.] ?{_Y}",
        rf"{_Y}[-/.]{_M}(?:[-/.](?P<day>\d{{1,2}}))?",
        _Y,
        r"y(?P<mask>\d{3}x|\d{2}xx)",
        r"yy(?P<tens>\dx)",
        r"ngay (?P<day>\d{1,2})",
        rf"s(?P<month>[2-4]\d)(?:-s(?P<until>2\d))?(?:{_OF} {_Y}{_NEXT})?",
        rf"{_Y}{_NEXT} s(?P<month>[2-4]\d)(?:-s(?P<until>2\d))?",
        rf"(?P<window>rains|dry)(?:{_OF} {_Y}{_NEXT})?",
    )
)
_BARE_NUMBER = re.compile(r"(?:ngay )?(\d{1,2})")
_LEADING = re.compile(
    r"(?:as of|on|in|at|the|le|la|en|du|vao|trong|hoi|luc|dated|ngay (?=\d{4}\b))\b ?"
)
_ABOUT = r"(?:vao khoang|khoang|chung|circa|approximately|around|about|ca|c|vers|environ)"
_PERHAPS = r"(?:co le|co the|probably|perhaps|possibly|peut-etre)"
_PREFIXES: tuple[tuple[dict[str, Any], re.Pattern[str]], ...] = tuple(
    (change, re.compile(rf"{words}\b ?-? ?(?:the )?"))
    for change, words in (
        ({"approximate": True}, _ABOUT),
        ({"uncertain": True}, _PERHAPS),
        ({"third": 1}, r"(?:thuong tuan|dau|early|(?:the )?(?:beginning|start) of|debut)"),
        ({"third": 2}, r"(?:trung tuan|giua|mid|(?:the )?middle of|mi)"),
        ({"third": 3}, r"(?:ha tuan|cuoi|late|(?:the )?end of|fin)"),
    )
)
_DAY_PARTS = re.compile(
    r"(?:rang sang|mo sang|sang som|sang|trua|chieu toi|chieu|toi|nua dem|dem"
    r"|(?:the )?(?:early )?(?:night|morning|evening|afternoon|dawn)(?: of)?)(?: on)? "
)
_CLOCK = (
    r"(?P<hour>\d{1,2}) ?(?:gio|h|g|:|\.(?=\d\d ?[ap]m))(?: ?(?P<minute>\d{1,2}))?(?: ?(?:phut|p))?"
    r"(?: ?(?P<part>sang|trua|chieu|toi|dem|khuya|am|pm))?"
)
_CLOCK_FIRST = re.compile(rf"{_CLOCK}(?: on| of)? (?P<rest>.+)")
_CLOCK_LAST = re.compile(rf"(?P<rest>.+?)(?: at| luc| hoi)? {_CLOCK}")
#: First month and length in Laos and Vietnam; the dry season ends in the year after.
_WINDOWS = {"rains": (5, 6), "dry": (11, 6)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A date as far as the words say it; 0 and "" where they do not."""

    year: int = 0
    short: int = -1
    mask: str = ""
    month: int = 0
    until: int = 0
    until_year: int = 0
    window: str = ""
    day: int = 0
    time: str = ""
    third: int = 0
    approximate: bool = False
    uncertain: bool = False

    @property
    def is_season(self) -> bool:
        """Return whether a season or another part of a year without calendar months is said."""
        return bool(self.window) or self.month > 12


class NoDateError(Exception):
    """The words say a date that no calendar has, or leave out what the context does not know."""


def find_draft(text: str) -> Draft | None:
    """Return what `text` says of one date, or None where it is no single date."""
    text = _LEADING.sub("", text, count=1).strip() if _LEADING.match(text) else text
    for pattern in _POINTS:
        match = pattern.fullmatch(text)
        if match:
            return _make_draft(match)
    for change, prefix in _PREFIXES:
        match = prefix.match(text)
        inner = find_draft(text[match.end() :]) if match else None
        if inner and not (change.get("third") and (inner.day or inner.third)):
            return replace(inner, **change)
    match = _DAY_PARTS.match(text)
    if match:
        inner = find_draft(text[match.end() :])
        return inner if inner and inner.day else None
    return _find_timed(text)


def _find_timed(text: str) -> Draft | None:
    """Return a day with the time of day said before or after it."""
    for pattern in (_CLOCK_FIRST, _CLOCK_LAST):
        match = pattern.fullmatch(text)
        inner = find_draft(match["rest"]) if match else None
        if match and inner and inner.day and not inner.time:
            hour, minute = int(match["hour"]), int(match["minute"] or 0)
            part = match["part"] or ""
            if hour < 12 and (part in ("chieu", "toi", "pm") or (part == "dem" and hour > 5)):
                hour += 12
            if hour == 12 and part in ("am", "dem", "khuya"):
                return inner
            if part == "trua" and hour < 10:
                hour += 12
            return replace(inner, time=f"T{hour:02}:{minute:02}:00")
    return None


def find_end(text: str, other: Draft) -> Draft | None:
    """Return one end of a period; a bare number is a day or month as the `other` end has one."""
    match = _BARE_NUMBER.fullmatch(_DAY_PARTS.sub("", text, count=1))
    if match and other.day:
        return Draft(day=int(match[1]))
    if match and 0 < other.month < 13 and not other.third:
        return Draft(month=int(match[1]))
    return find_draft(text)


def _make_draft(match: re.Match[str]) -> Draft:
    """Return what the groups of a point pattern say."""
    said = {name: value for name, value in match.groupdict().items() if value}
    mask = said.get("mask", "").upper() or ("?" + said["tens"].upper() if "tens" in said else "")
    year, following = int(said.get("year", 0)), int(said.get("next", 0))
    return Draft(
        year=year,
        short=int(said.get("short", -1)),
        mask=mask,
        month=int(said.get("month", 0)),
        until=int(said.get("until", 0)),
        until_year=year - year % 100 + following if 0 < following < 100 else following,
        window=said.get("window", ""),
        day=int(said.get("day", 0)),
    )


def borrow(first: Draft, last: Draft) -> Draft:
    """Return `first` with the month and year that only `last` says, or the year before that."""
    if first.day and not first.month:
        first = replace(first, month=last.month)
    if first.year or first.mask or first.short >= 0:
        return first
    earlier = first.month > last.month > 0
    return replace(first, year=last.year - earlier, mask=last.mask)


def settle_next_year(draft: Draft) -> Draft:
    """Return a season over two years with its second year, refusing years that do not follow."""
    over = draft.window == "dry" or draft.month == 24 or 0 < draft.until < draft.month
    if draft.until_year and not (over and draft.until_year == draft.year + 1):
        raise NoDateError("years")
    wraps = 0 < draft.until < draft.month
    return replace(draft, until_year=draft.year + wraps if draft.until else 0)


def make_moment(draft: Draft) -> Moment:
    """Return a complete draft as one date."""
    if not draft.mask and not 0 < draft.year < 10_000:
        raise NoDateError("year")
    return Moment(
        year=draft.mask or f"{draft.year:04}",
        month=f"{draft.month:02}" if draft.month else "",
        day=f"{draft.day:02}" if draft.day else "",
        time=draft.time,
        uncertain=draft.uncertain,
        approximate=draft.approximate,
    )


def list_months(draft: Draft) -> list[tuple[int, int]]:
    """Return year and month of every month that a year, a season or a rainy season has."""
    first, count = _WINDOWS.get(draft.window, SEASONS.get(draft.month, (1, 12)))
    return [(draft.year + m // 12, m % 12 + 1) for m in range(first - 1, first - 1 + count)]


def express_third(draft: Draft) -> Span:
    """Return the beginning, middle or end of a month, a season, a year or a decade.

    Of a month these are the ten days that Vietnamese names them for (thượng, trung, hạ tuần).
    """
    n = draft.third - 1
    plain = replace(draft, third=0, approximate=True)
    if draft.mask:
        if not draft.mask[:3].isdecimal():
            raise NoDateError("century")
        first, last = ((0, 3), (4, 6), (7, 9))[n]
        tens = int(draft.mask[:3]) * 10
        ends = [replace(plain, mask="", year=tens + digit) for digit in (first, last)]
    elif 0 < draft.month < 13:
        end = (10, 20, days_in_month(draft.year, draft.month))[n]
        ends = [replace(plain, day=day) for day in (10 * n + 1, end)]
    else:
        months = list_months(draft)
        size = len(months) // 3
        chosen = (months[n * size], months[n * size + size - 1])
        ends = [replace(plain, year=y, month=m, window="", until=0) for y, m in chosen]
    return Span(make_moment(ends[0]), make_moment(ends[1]))
