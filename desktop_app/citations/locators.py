"""Locators as archivists type them ("p. 12", "tr. 12", "ໜ້າ 12", "s.v. Nặm Thà", "¶ 4") in one form.

What is not understood is kept as typed. Numbers are never shortened or reordered; only the
hyphen between two numbers becomes the en dash that print wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.citations.terms import ENGLISH, Terms


class LocatorKind(StrEnum):
    """What a locator counts."""

    PAGE = "page"
    FOLIO = "folio"
    COLUMN = "column"
    PARAGRAPH = "paragraph"
    SECTION = "section"
    LINE = "line"
    NOTE = "note"
    VERSE = "verse"
    STANZA = "stanza"
    TIME = "time"
    HEADING = "heading"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Locator:
    """One place in a source: what is counted, and the number, range, list or heading."""

    kind: LocatorKind
    value: str


_NUMBER = r"(?:\[?\d+[a-zA-Z]{0,2}\]?|[ivxlcdm]+|[IVXLCDM]+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?")
_RANGE = re.compile(r"(?<=[0-9ivxlcdmIVXLCDMrvab\]])\s*[-–—]\s*(?=[\[0-9ivxlcdmIVXLCDM])")
_HEADING = re.compile(r"(?:s\.\s?vv?\.|mục từ|sub verbo|ຄຳວ່າ)\s*", re.IGNORECASE)
_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?"
_BARE_CLOCK = re.compile(rf"(?<![\d:]){_CLOCK}(?![\d:])")
_TIMES = re.compile(
    rf"(?:(?:at|time|à|phút|ນາທີ)\s+)?(?P<times>{_CLOCK}(?:\s*[-–—]\s*{_CLOCK})?)", re.IGNORECASE
)
_MARKED_HEADING = re.compile(
    rf"mục\s+(?!{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?\s*(?:[,;]|$))", re.IGNORECASE
)
_PREFIXES = (
    (LocatorKind.PAGE, r"pages?|pp?\.|trang|tr\.|ໜ້າ(?:ທີ)?|ຫນ້າ(?:ທີ)?"),
    (LocatorKind.FOLIO, r"folios?|fols?\.|ff?\.|tờ|feuillets?|ໃບ(?:ທີ)?"),
    (LocatorKind.COLUMN, r"columns?|cols?\.|cột|colonnes?|ຖັນ"),
    (LocatorKind.PARAGRAPH, r"¶+|paragraphs?|paras?\.?|pars?\.|paragraphes?|đoạn|ວັກ"),
    (LocatorKind.SECTION, r"§+|sections?|secs?\.|sect\.|mục|ໝວດ"),
    (LocatorKind.LINE, r"lines?|ll?\.|dòng|lignes?|ແຖວ"),
    (LocatorKind.NOTE, r"notes?|nn?\.|chú thích|ໝາຍເຫດ"),
    (LocatorKind.VERSE, r"verses?|vv?\.|câu|vers|ຂໍ້"),
    (LocatorKind.STANZA, r"stanzas?|sts?\.|strophes?|str\.|khổ(?: thơ)?|ບົດ"),
)
_PREFIX_PATTERNS = tuple(
    (kind, re.compile(rf"(?:{words})\s*(?=[\w\[])", re.IGNORECASE)) for kind, words in _PREFIXES
)
_SPLIT = re.compile(r"\s*[,;]\s*")
_QUOTES = '“”"‘’«» '


def parse_locators(text: str) -> tuple[Locator, ...]:
    """Return the places that `text` names, in order; a heading takes the rest of the text."""
    found: list[Locator] = []
    rest = text.strip()
    while rest:
        heading = _HEADING.match(rest) or _MARKED_HEADING.match(rest)
        if heading:
            title, rest = _take_heading(rest[heading.end() :])
            found.append(Locator(LocatorKind.HEADING, title))
            continue
        first, *others = _SPLIT.split(rest.replace("\u00a0", " "), maxsplit=1)
        rest = others[0] if others else ""
        _add(found, _parse_one(first, found[-1].kind if found else LocatorKind.PAGE))
    return tuple(found)


def format_locator(text: str, terms: Terms, *, bare_pages: bool = False) -> str:
    """Return the locator `text` in the words of the language.

    `bare_pages` drops "p.", and writes a note on a page close to it: 72n14.
    """
    found = parse_locators(text)
    said = [_format_one(locator, terms, bare_pages=bare_pages) for locator in found]
    kinds = [locator.kind for locator in found]
    if bare_pages and kinds == [LocatorKind.PAGE, LocatorKind.NOTE]:
        return f"{said[0]}{'nn' if len(_numbers_of(found[1])) > 1 else 'n'}{found[1].value}"
    return ", ".join(said)


def format_places(places: Iterable[Locator], terms: Terms) -> str:
    """Return places that were read, in the words of the language."""
    return ", ".join(_format_one(place, terms, bare_pages=False) for place in places)


def join_locators(page: str, typed: str) -> str:
    """Return the page label of a passage together with the locator the archivist typed.

    The label wins over typed pages, since it comes from the document itself; a heading,
    paragraph or folio is added to it.
    """
    if not page.strip():
        return typed.strip()
    others = [one for one in parse_locators(typed) if one.kind is not LocatorKind.PAGE]
    parts = [Locator(LocatorKind.PAGE, page.strip()), *others]
    return format_places(parts, ENGLISH)


def _take_heading(rest: str) -> tuple[str, str]:
    """Return the heading at the start of `rest`, and what follows its quotation marks."""
    quoted = re.match(r"[“\"«](.+?)[”\"»]\s*[,;]?\s*", rest)
    if quoted:
        return quoted.group(1).strip(), rest[quoted.end() :]
    return rest.strip(_QUOTES), ""


def _parse_one(text: str, inherited: LocatorKind) -> Locator:
    """Return one place; a bare number counts what the number before it counted."""
    if clock := _TIMES.fullmatch(text):
        return Locator(LocatorKind.TIME, _with_dashes(clock["times"]))
    for kind, pattern in _PREFIX_PATTERNS:
        prefix = pattern.match(text)
        if prefix and _NUMBERS.fullmatch(text, prefix.end()):
            return Locator(kind, _with_dashes(text[prefix.end() :]))
    counted = inherited not in (LocatorKind.HEADING, LocatorKind.OTHER)
    if _NUMBERS.fullmatch(text):
        return Locator(inherited if counted else LocatorKind.PAGE, _with_dashes(text))
    return Locator(LocatorKind.OTHER, text)


def _add(found: list[Locator], locator: Locator) -> None:
    """Append `locator`, joining it to a list of the same kind just before it."""
    if not locator.value:
        return
    if found and found[-1].kind is locator.kind and locator.kind is not LocatorKind.OTHER:
        found[-1] = replace(found[-1], value=f"{found[-1].value}, {locator.value}")
    else:
        found.append(locator)


def _with_dashes(text: str) -> str:
    return _RANGE.sub("–", text)


def _format_one(locator: Locator, terms: Terms, *, bare_pages: bool) -> str:
    value = locator.value
    if locator.kind is LocatorKind.OTHER:
        return value
    one, several = getattr(terms.locators, locator.kind.value)
    if locator.kind is LocatorKind.HEADING:
        opening, closing = terms.quotes
        return f"{one} {opening}{value}{closing}"
    if locator.kind is LocatorKind.PAGE and (bare_pages or not _counts(value)):
        return value
    label = several if "–" in value or "," in value else one
    return f"{label} {value}" if label else value


def _numbers_of(locator: Locator) -> list[str]:
    return re.split(r", |–", locator.value)


def pad_times(text: str) -> str:
    """Return the locator `text` with its times in hours, minutes and seconds: 00:12:34."""
    return _BARE_CLOCK.sub(_pad_clock, text)


def _pad_clock(clock: re.Match[str]) -> str:
    parts = [int(part) for part in clock[0].split(":")]
    hours, minutes, seconds = [0, *parts] if len(parts) == 2 else parts
    return f"{hours + minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _counts(value: str) -> bool:
    """Return whether `value` is numbers, so that "p." may stand before it."""
    return all(_NUMBERS.fullmatch(part) for part in value.split(", "))
