"""Words of dates in Vietnamese, English and French, brought to a few plain tokens.

`simplify_wording` folds a wording and writes months as m3, seasons as s21, decades as y196x and
centuries as y19xx, so that one grammar (date_reading.py) serves the three languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop_app.catalog.folding import fold

_MONTH_NAMES = (
    "january jan janvier janv",
    "february feb fevrier fevr",
    "march mar mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil",
    "august aug aout",
    "september sept sep septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec decembre",
)
_SEASON_NAMES = ("spring printemps", "summer ete", "autumn fall automne", "winter hiver")
_VIETNAMESE_SEASONS = {"xuan": 21, "he": 22, "ha": 22, "thu": 23, "dong": 24}
_UNITS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_ROMAN = {"x": 10, "v": 5, "i": 1}


def _name_numbers() -> dict[str, int]:
    """Return the folded Vietnamese words of 1 to 31, as days and months are read out.

    Five after ten is lăm, never năm: mười năm 1962 is October of a year.
    """
    words = {word: number for number, word in enumerate(_UNITS, 1)}
    words |= {"tu": 4, "muoi": 10, "gieng": 1, "chap": 12}
    for tens, ten in (("muoi", 10), ("hai muoi", 20), ("ba muoi", 30)):
        words[tens] = ten
        for number, word in enumerate(_UNITS, 1):
            if ten + number <= 31:
                words[f"{tens} {'lam' if number == 5 else word}"] = ten + number
    return words | {"muoi tu": 14, "hai muoi tu": 24, "hai muoi nham": 25}


_NUMBERS = _name_numbers()
_MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = re.compile(r"\b(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b")
_WESTERN_SEASONS = {name: n for n, names in enumerate(_SEASON_NAMES, 21) for name in names.split()}
_SEASONS = _WESTERN_SEASONS | _VIETNAMESE_SEASONS


def _compile_seasons(names: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of two seasons together, of one before a year, and of one after it."""
    season = "|".join(sorted(names, key=len, reverse=True))
    return (
        re.compile(rf"\b(?:mua |the )?({season}) ?[- /] ?({season})\b"),
        re.compile(rf"\b(?:mua |the )?({season})\b(?=(?: of| de| nam)? \d{{4}}\b)"),
        re.compile(rf"(?<=\d )(?:mua )?({season})\b"),
        re.compile(rf"\bmua ({season})\b"),
    )


_SEASON_PATTERNS = {
    False: _compile_seasons(_WESTERN_SEASONS),
    True: _compile_seasons(_SEASONS),
}
_SPELT = re.compile(
    r"\b(ngay|mong|mung|thang) (" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\b"
)
_WEEKDAYS = re.compile(
    r"^(?:(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)"
    r"\b[ ,]*(?=\S)(?!\d{4}\b)|(?:mon|tues?|wed|thu|thurs?|fri|sat|sun)\b[., ]*(?=\d{1,2} ))"
)
#: Applied in order to the folded wording.
_REWRITINGS: tuple[tuple[str, str], ...] = (
    (r"(?<=\d), ?(?=\d{1,2} (?:va|and|et|&)\b)", " and "),
    (r"[,;:]+$|[,;]", " "),
    (r"(?<=[a-z])\.", " "),
    (r"\ba m\b", "am"),
    (r"\bp m\b", "pm"),
    (r"(?<=\d)(?:st|nd|rd|th|er)\b(?! century)", ""),
    (r"\b(?:mua mua|(?:the )?(?:rainy|wet) season|saison des pluies)\b", "rains"),
    (r"\b(?:mua kho|(?:the )?dry season|saison seche)\b", "dry"),
    (r"\b(?:quy (?:iv|4)|(?:the )?(?:fourth|last) quarter of)\b", "s36"),
    (r"\b(?:quy (?:iii|3)|(?:the )?third quarter of)\b", "s35"),
    (r"\b(?:quy (?:ii|2)|(?:the )?second quarter of)\b", "s34"),
    (r"\b(?:quy (?:i|1)|(?:the )?first quarter of)\b", "s33"),
    (r"\b(?:(?:nua|sau thang|6 thang) dau|(?:the )?first half of)\b", "s40"),
    (r"\b(?:(?:nua|sau thang|6 thang) cuoi|(?:the )?second half of)\b", "s41"),
    (r"\b(?:the )?(\d{3})0'?s\b", r"y\1x"),
    (r"\b(?:nhung nam|thap nien|thap ky|annees) (?:nhung nam )?(\d{3})0\b", r"y\1x"),
    (r"\b(?:nhung nam|thap nien|thap ky|annees|the) (\d)0'?s?\b(?! )", r"yy\1x"),
    (r"\bnam (\d{3})\b", r"0\1"),
    (r"\b(?:nam|annee) (?=\d{4}\b)", ""),
    (r"\bthang (\d{1,2})\b", r"m\1"),
    (r"\bngay (?:mong|mung) ", "ngay "),
    (r"\b(?:mong|mung) (?=\d)", "ngay "),
    (r"\bngay (?=m\d)", ""),
    (r"\s+", " "),
)
_COMPILED = tuple((re.compile(pattern), put) for pattern, put in _REWRITINGS)
_CENTURY = re.compile(
    r"\b(?:the ky (?:thu )?([xvi]+|\d{1,2})|(?:the )?(\d{1,2})(?:st|nd|rd|th)? century)\b"
)


def simplify_wording(wording: str, language: str) -> str:
    """Return `wording` folded, with months, seasons, decades, centuries as tokens, on one line.

    Folded Vietnamese seasons look like other words (thu, hạ): `language` "en" or "fr" leaves
    them out.
    """
    text = _CENTURY.sub(_write_century, " ".join(fold(wording).split()))
    text = _SPELT.sub(_write_number, _WEEKDAYS.sub("", text))
    for pattern, put in _COMPILED:
        text = pattern.sub(put, text)
    text = _MONTH.sub(lambda match: f"m{_MONTHS[match[1]]}", text)
    for pattern in _SEASON_PATTERNS[language[:2] not in ("en", "fr")]:
        text = pattern.sub(_write_seasons, text)
    return text.strip(" .")


def _write_seasons(match: re.Match[str]) -> str:
    """Return s24-s21 for winter and spring."""
    return "-".join(f"s{_SEASONS[name]}" for name in match.groups())


def _write_number(match: re.Match[str]) -> str:
    """Return "ngay 8" for a day or month read out in words."""
    number = _NUMBERS[match[2]]
    return f"{match[1]} {number}" if match[1] != "thang" or number <= 12 else match[0]


def _write_century(match: re.Match[str]) -> str:
    """Return y19xx for the twentieth century."""
    written = match[1] or match[2]
    number = int(written) if written.isdecimal() else _read_roman(written)
    return f"y{number - 1:02}xx"


def _read_roman(written: str) -> int:
    """Return the value of a small Roman numeral."""
    values = [_ROMAN[letter] for letter in written]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
