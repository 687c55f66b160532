"""Numbers as sources write them: with a bound, in figures or in words, with a unit.

Vietnamese and Lao group digits with a point and write decimals with a comma, English the other
way round; French groups with a narrow blank that does not break. A quantity keeps its wording:
76.000 vạn is 760,000,000 even where the source erred.
"""

from __future__ import annotations

import re
import unicodedata

from desktop_app.catalog.claims import Bound, Quantity
from desktop_app.catalog.number_words import MULTIPLES, read_number_words

_BOUND_WORDS: dict[Bound, str] = {
    Bound.UP_TO: (
        r"lên tới|lên đến|nhiều nhất(?: là)?|tối đa(?: là)?|không quá|không đến|dưới|tới|up to"
        r"|at most|as many as|no more than|not more than|fewer than|less than|under|≤|<"
    ),
    Bound.AT_LEAST: (
        r"ít nhất(?: là)?|tối thiểu(?: là)?|không dưới|hơn|trên|at least|no fewer than"
        r"|no less than|not less than|more than|over|≥|>"
    ),
    Bound.NEARLY: r"gần|ngót|suýt soát|nearly|almost|close to|just under",
    Bound.ABOUT: (
        r"(?:vào )?khoảng|độ|chừng|ước(?: chừng| tính)?|xấp xỉ|about|around|approximately|roughly"
        r"|some|circa|c\.|ca\.|~|≈"
    ),
    Bound.EXACTLY: r"đúng|chính xác(?: là)?|exactly|precisely",
}
_BOUNDS = tuple(
    (bound, re.compile(rf"(?:{words})(?<!\w)|(?:{words})\b", re.IGNORECASE))
    for bound, words in _BOUND_WORDS.items()
)
_BOUND_AFTER = (
    (Bound.AT_LEAST, re.compile(r"\b(?:trở lên|or more)\b|^\+", re.IGNORECASE)),
    (Bound.UP_TO, re.compile(r"\b(?:trở xuống|or fewer|or less)\b", re.IGNORECASE)),
)
_FIGURE = re.compile(
    r"\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?(?![.,]?\d)"
    r"|\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?![.,]?\d)(?! ?[^\W\d_]{2,3}\b)"
    r"|\d{1,3}(?: \d{3})+(?= (?!mm|ly|li|cm)[^\W\d_])"
    r"|\d+(?:[.,]\d+)?"
)
_FRACTION = re.compile(r"(\d{1,4})\s?[/⁄]\s?(\d{1,4})(?![\d/⁄])")
_MULTIPLE = re.compile(rf"\s*\b({'|'.join(MULTIPLES)})\b", re.IGNORECASE)
#: A unit has no number of its own but a calibre (pháo 105mm), an exponent or a type (A76).
_CALIBRE = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:mm|ly|li|cm|kg|cc|mi-li-mét)\b")
_LOOSE_NUMBER = re.compile(r"(?<!\w)(?<!\w-)\d")
_NO_UNIT = re.compile(r"[-–—/:;,.+=(]|rưỡi\b|đến\b|to \d|và\b|and\b", re.IGNORECASE)
_LONGEST_UNIT = 80
_MOST_DIGITS = 15
_SAID = {
    "en": {
        Bound.ABOUT: "about",
        Bound.NEARLY: "nearly",
        Bound.AT_LEAST: "at least",
        Bound.UP_TO: "up to",
    },
    "vi": {
        Bound.ABOUT: "khoảng",
        Bound.NEARLY: "gần",
        Bound.AT_LEAST: "ít nhất",
        Bound.UP_TO: "lên tới",
    },
    "fr": {
        Bound.ABOUT: "environ",
        Bound.NEARLY: "près de",
        Bound.AT_LEAST: "au moins",
        Bound.UP_TO: "jusqu’à",
    },
    "lo": {
        Bound.ABOUT: "ປະມານ",
        Bound.NEARLY: "ເກືອບ",
        Bound.AT_LEAST: "ຢ່າງໜ້ອຍ",
        Bound.UP_TO: "ເຖິງ",
    },
}
#: What stands between thousands, and before decimals.
_SIGNS = {"en": ",.", "vi": ".,", "fr": "\u202f,", "lo": ".,"}


def parse_quantity(text: str, language: str = "") -> Quantity | None:
    """Return the one quantity that `text` is, or None where it is none or several.

    Three digits after a point or comma are a group in both languages (5.600 = 5,600), other
    counts decimals (12,7 = 12.7). `language` "vi" or "en" leaves out the number words of the
    other. Ranges, dates and names with a number are None: nothing is guessed.
    """
    written = " ".join(unicodedata.normalize("NFC", text).split()).rstrip(".;")
    bound, rest = _split_bound(written)
    found = _read_number(rest, language)
    if found is None:
        return None
    number, end = found
    unit = rest[end:].strip()
    for after, pattern in _BOUND_AFTER:
        if pattern.search(unit):
            bound, unit = after, " ".join(pattern.sub("", unit).split())
    is_name = rest[:1].isupper() and unit[:1].isupper()  # Ba Lòng is a place
    if not _is_unit(unit) or is_name or rest.lower() == "năm":
        return None
    return Quantity(number=number, unit=unit, bound=bound, as_written=written)


def format_quantity(quantity: Quantity, language: str) -> str:
    """Return `quantity` in the words and figures of an output language: "nearly 1,800 men"."""
    said = _SAID[_known(language)].get(quantity.bound, "")
    figure = _find_fraction(quantity) or format_number(quantity.number, language)
    joint = " "
    if quantity.unit.startswith("%"):
        joint = "\u202f" if _known(language) == "fr" else ""
    return f"{said} {figure}{joint}{quantity.unit}".strip()


def format_number(number: float, language: str) -> str:
    """Return `number` with the signs of an output language, its digits grouped by thousands.

    Decimals are never three, which would read as a group.
    """
    whole, _, decimals = f"{number:,.6f}".partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) == 3 and whole != "0":
        decimals += "0"
    written = f"{whole}.{decimals}" if decimals else whole
    return written.translate(str.maketrans(",.", _SIGNS[_known(language)]))


def _known(language: str) -> str:
    """Return the language whose figures are written, English for one that has no table."""
    return language[:2] if language[:2] in _SIGNS else "en"


def _split_bound(written: str) -> tuple[Bound, str]:
    """Return the bound said before the number, and what follows it."""
    for bound, pattern in _BOUNDS:
        match = pattern.match(written)
        if match:
            return bound, written[match.end() :].lstrip()
    return Bound.EXACTLY, written


def _read_number(text: str, language: str) -> tuple[float, int] | None:
    """Return the number with which `text` begins and where it ends, multiples included."""
    fraction = _FRACTION.match(text)
    if fraction and int(fraction[2]):
        return int(fraction[1]) / int(fraction[2]), fraction.end()
    figure = _FIGURE.match(text)
    if not figure:
        words = read_number_words(text, language)
        return (float(words[0]), words[1]) if words else _read_half(text)
    number, end = _read_figure(figure[0]), figure.end()
    while number is not None and (multiple := _MULTIPLE.match(text, end)):
        number, end = number * MULTIPLES[multiple[1].lower()], multiple.end()
    return (number, end) if number is not None else None


def _read_half(text: str) -> tuple[float, int] | None:
    """Return a half: nửa tiểu đoàn, half a battalion."""
    match = re.match(r"(?:một nửa|nửa|half(?: an?| of)?)\b", text, re.IGNORECASE)
    return (0.5, match.end()) if match else None


def _read_figure(figure: str) -> float | None:
    """Return the value of digits with their signs, None where they are too many to be exact."""
    if sum(char.isdecimal() for char in figure) > _MOST_DIGITS:
        return None
    signs = re.findall(r"[., ]", figure)
    digits = re.split(r"[., ]", figure)
    grouped = bool(signs) and len(digits[-1]) == 3 and digits[0].strip("0") != ""
    if signs and not (grouped and len(set(signs)) == 1):
        return float(f"{''.join(digits[:-1])}.{digits[-1]}")
    return float("".join(digits))


def _is_unit(unit: str) -> bool:
    """Return whether what follows a number may be its unit."""
    if len(unit) > _LONGEST_UNIT or _NO_UNIT.match(unit):
        return False
    return not _LOOSE_NUMBER.search(_CALIBRE.sub("", unit)) and not re.search(r"[,;:]\s", unit)


def _find_fraction(quantity: Quantity) -> str:
    """Return the fraction that the source wrote, "" where it wrote none."""
    match = _FRACTION.search(quantity.as_written)
    if not match or not int(match[2]) or int(match[1]) / int(match[2]) != quantity.number:
        return ""
    return f"{match[1]}/{match[2]}"
