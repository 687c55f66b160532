"""Reads one word or phrase of a query by the field it stands in: dates, numbers, shapes, kinds."""

from __future__ import annotations

import re
from datetime import date, timedelta

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.search.analysis import read_words
from desktop_app.search.field_names import (
    KIND_FIELDS,
    find_kind_named,
    find_language,
    find_near_kind,
    list_kind_names,
)
from desktop_app.search.lexing import OPERATORS, Piece
from desktop_app.search.query import (
    About,
    Alike,
    All,
    BadQuery,
    Compared,
    During,
    InLanguage,
    Near,
    Node,
    OfKind,
    ReadDays,
    Shape,
    Words,
)

MIN_PREFIX = 2
MIN_INSIDE = 3
MIN_ALIKE = 3
MOST_CHANGES = 2
MOST_NEAR = 4

_WILD = re.compile(r"[*?]")
_ALIKE = re.compile(r"(?P<word>[^~]+)~(?P<changes>\d*)")
_COMPARED = re.compile(r"(?P<sign>>=|<=|≥|≤|>|<|=)\s*(?P<rest>.+)", re.DOTALL)
_RANGE = re.compile(r"(?P<low>.*?)\.\.(?P<high>.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0\u202f ]*")
_ABOUT_KINDS = (Kind.ENTITY, Kind.EVENT, Kind.CLAIM, Kind.EXCERPT, Kind.DOCUMENT)


def read_leaf(piece: Piece, field: str, read_days: ReadDays) -> Node | None:
    """Return the node of a word or phrase; None for marks that hold no word."""
    if field == "kind":
        return _read_kind(piece)
    if field == "language":
        return InLanguage(find_language(piece.text))
    if field == "date":
        return _read_dates(piece, read_days)
    if field in KIND_FIELDS:
        return _read_of_kind(piece, field)
    if field == "value":
        number = _read_comparison(piece)
        if number is not None:
            return number
    if piece.kind == "phrase":
        return _read_phrase(piece, field)
    alike = _ALIKE.fullmatch(piece.text)
    if alike and read_words(alike["word"]):
        return _read_alike(piece, field, alike["word"], alike["changes"])
    if _WILD.search(piece.text) and read_words(piece.text.replace("*", "").replace("?", "")):
        return _read_shape(piece, field)
    if "*" in piece.text:
        raise _misplaced_star(piece)
    if not read_words(piece.text):
        return None
    return _make_words(piece.text, field, piece.exact)


def _read_phrase(piece: Piece, field: str) -> Node | None:
    """Return the node of words in quotation marks."""
    words = read_words(piece.text)
    if not words:
        return None
    if piece.distance and len(words) > 1:
        if len(words) > MOST_NEAR:
            raise BadQuery(
                "bad_query",
                "The phrase at character {position} has more than {most} words, too many to be "
                "searched in any order. Leave some out, or leave out the ~.",
                most=MOST_NEAR,
                **piece.place(f'"{piece.text}"'),
            )
        return Near(piece.text, piece.distance, field)
    return Words(piece.text, field, phrase=True, exact=piece.exact)


def _read_of_kind(piece: Piece, field: str) -> Node | None:
    """Return the node of a record's id, or of words in records of one kind."""
    record = piece.text.strip().lower()
    if find_kind(record) in _ABOUT_KINDS:
        return About(record)
    inner = read_leaf(piece, "", read_days=_read_no_days)
    return All((OfKind((field,)), inner)) if inner is not None else None


def _read_no_days(_text: str) -> tuple[str | None, str | None]:
    return None, None


def _read_kind(piece: Piece) -> Node:
    """Return the node of a kind's name."""
    kind = find_kind_named(piece.text)
    if kind is None:
        raise BadQuery(
            "bad_query",
            "“{what}” at character {position} is no kind of record. Kinds are {kinds}.",
            what=piece.text,
            kinds=", ".join(list_kind_names()),
            **piece.place(find_near_kind(piece.text) or None),
        )
    return OfKind((kind,))


def _read_alike(piece: Piece, field: str, word: str, changes: str) -> Node:
    """Return the node of words like one."""
    found = read_words(word)
    most = int(changes[:3] or 1)
    if not 1 <= most <= MOST_CHANGES:
        raise BadQuery(
            "bad_query",
            "“{what}” at character {position} allows more slips than a search can follow, or "
            "none. Write ~1 or ~2.",
            what=piece.text,
            **piece.place(f"{word}~{MOST_CHANGES}" if most else word),
        )
    if len(found) > 1 or not found[0].folded.isalpha() or len(found[0].folded) < MIN_ALIKE:
        raise BadQuery(
            "bad_query",
            "The ~ at character {position} stands after one word of at least {least} letters.",
            least=MIN_ALIKE,
            **piece.place(word),
        )
    return Alike(word, most, field)


def _read_shape(piece: Piece, field: str) -> Node | None:
    """Return the node of a word's beginning, or of a word with open places."""
    # A question mark at the end is punctuation: Where is Nam Tha?
    text = re.sub(r"\*[*?]*\*|\*{2,}", "*", piece.text).rstrip("?")
    stem = text[:-1]
    if not _WILD.search(text):
        return _make_words(text, field, piece.exact)
    if text.endswith("*") and not _WILD.search(stem):
        if len(stem) < MIN_PREFIX:
            raise _misplaced_star(piece)
        if read_words(stem)[-1].end < len(stem):
            return _make_words(stem, field, piece.exact)
        return Words(stem.lstrip("-="), field, prefix=True, exact=piece.exact)
    parts = [part for part in _WILD.split(text) if part]
    first = len(parts[0]) if text[0] not in "*?" else 0
    if first < MIN_PREFIX and max(map(len, parts)) < MIN_INSIDE:
        raise _misplaced_star(piece)
    if not all(_fold_part(part) for part in parts):
        raise _misplaced_star(piece)
    return Shape(text, field)


def _make_words(text: str, field: str, exact: bool) -> Words:
    """Return the node of words without spaces, such that their text is read so elsewhere too."""
    if text[0] in "-=":
        # Marks that mean nothing where they stand, as in (Lào)-Việt.
        return Words(text.lstrip("-="), field, phrase=True, exact=exact)
    return Words(text.lower() if text in OPERATORS else text, field, exact=exact)


def _fold_part(part: str) -> str:
    """Return a part of a word folded by itself, "" where it is no part of one word."""
    words = read_words(part)
    whole = len(words) == 1 and (words[0].start, words[0].end) == (0, len(part))
    return words[0].folded if whole else ""


def _misplaced_star(piece: Piece) -> BadQuery:
    """Return what is said of open places that leave nearly everything open."""
    plain = _WILD.sub("", piece.text)
    return BadQuery(
        "bad_query",
        "“{what}” at character {position} leaves too much open. Write at least two letters before "
        "a star or question mark, or three in a row behind it: tha*, kh*ng, *bang.",
        what=piece.text,
        **piece.place(plain if read_words(plain) else None),
    )


def _read_comparison(piece: Piece) -> Node | None:
    """Return the node of value:>100 or value:100..200, None where it is neither."""
    if piece.exact:
        number = read_number(piece.text)
        return Compared(number, number) if number is not None else None
    text = piece.text.strip()
    compared = _COMPARED.fullmatch(text)
    if compared:
        number = read_number(compared["rest"])
        if number is None:
            raise _no_number(piece)
        above = compared["sign"] == ">"
        if compared["sign"] in (">", ">=", "≥"):
            return Compared(number, None, above=above)
        if compared["sign"] == "=":
            return Compared(number, number)
        return Compared(None, number, below=compared["sign"] == "<")
    between = _RANGE.fullmatch(text)
    if between is None:
        return None
    low, high = (read_number(between[side]) for side in ("low", "high"))
    if (low is None and between["low"]) or (high is None and between["high"]):
        raise _no_number(piece)
    if low is None and high is None:
        raise _no_number(piece)
    return Compared(low, high)


def read_number(text: str) -> float | None:
    """Return the number that `text` is, thousands and decimals marked either way; else None."""
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        return None
    words = read_words(written.lstrip("+-"))
    if len(words) != 1:
        return None
    number = float(words[0].folded)
    return -number if written.startswith("-") else number


def _no_number(piece: Piece) -> BadQuery:
    """Return what is said of a comparison without a number."""
    return BadQuery(
        "bad_query",
        "“{what}” at character {position} is no comparison of numbers. "
        "Write value:>100, value:<=5.600 or value:100..200.",
        what=piece.text,
        **piece.place(),
    )


def _read_dates(piece: Piece, read_days: ReadDays) -> Node:
    """Return the days of one date, of two with .. between them, or before or after one."""
    text = piece.text.strip()
    compared = _COMPARED.fullmatch(text)
    days = (
        _compare_days(compared["sign"], compared["rest"], read_days)
        if compared
        else _find_period(text, read_days)
    )
    if days is None or days == (None, None):
        raise BadQuery(
            "bad_query",
            "“{what}” at character {position} is not a date. Write 1962, 1962-04, 1962-04-15, "
            "15/4/1962, 1962-04..1962-05 or >1962.",
            what=piece.text,
            **piece.place(),
        )
    return During(*days)


def _find_period(text: str, read_days: ReadDays) -> tuple[str | None, str | None] | None:
    """Return the first and last day of a date or of two with .. between them."""
    first, dots, last = text.partition("..")
    if dots and (first or last):
        begin = _find_days(first, read_days) if first else (None, None)
        end = _find_days(last, read_days) if last else (None, None)
        if begin and end:
            return begin[0], end[1]
    return _find_days(text, read_days)


def _compare_days(
    sign: str, text: str, read_days: ReadDays
) -> tuple[str | None, str | None] | None:
    """Return the days before, after, from or until a date."""
    days = _find_days(text, read_days)
    if days is None:
        return None
    earliest, latest = days
    if sign == "=":
        return days
    if sign in (">=", "≥"):
        return earliest, None
    if sign in ("<=", "≤"):
        return None, latest
    edge = latest if sign == ">" else earliest
    moved = _move_day(edge, 1 if sign == ">" else -1) if edge else None
    if moved is None:
        return None
    return (moved, None) if sign == ">" else (None, moved)


def _move_day(day: str, by: int) -> str | None:
    """Return the ISO day after or before `day`, None beyond what can be written."""
    try:
        return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        return None


def _find_days(text: str, read_days: ReadDays) -> tuple[str | None, str | None] | None:
    """Return the first and last day of `text`, None where it is no date."""
    try:
        return read_days(text.strip())
    except (UserError, ValueError):
        return None
