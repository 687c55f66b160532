"""Words of a text, one way for index, query, names and highlighting.

A word is found in the text as it stands, so its offsets are the text's own code points; only
then is it folded. Nothing is dropped: no stop words, one-character words and numbers stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop_app.catalog.folding import fold, fold_tone_placement, fold_with_map

#: Change it when the same text would give other words: every index is then rebuilt.
ANALYSIS_VERSION = 3
#: Marks a word in its exact spelling; it is no part of any word.
EXACT_MARK = "="
#: Puts words too far apart for a phrase: between title, names and text.
BREAK = "\u2029"

_BREAK_DISTANCE = 100
_AFTER = " x"
#: A word beyond this length is compared by its beginning.
_WORD_LIMIT = 64
_JOIN_LIMIT = 5


def _list_marks() -> str:
    """Return the combining marks as a regular expression's character ranges."""
    ranges: list[list[int]] = []
    for code in (*range(0x300, 0x1B00), *range(0x1DC0, 0x2100), *range(0xA66F, 0xFE30)):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _list_marks()
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'`’‘ʼʻ‛′＇"
_JOINERS = frozenset("-‐‑" + _APOSTROPHES)
_WORDS = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[\u00a0\u202f]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)*)"
    rf"|(?P<word>[^\W\d_](?:[^\W_]|[{_MARKS}{_INVISIBLE}])*)"
    rf"|(?P<gap>{BREAK})"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+|\d{1,3}(?:\s\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_BOTH_MARKS = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)|([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)")
_DIGITS = re.compile(r"\d+")

#: Thai, Lao, Myanmar, Khmer, kana and Han are written without spaces between words.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Whole syllables whose only vowel is written y or i: Mỹ and Mĩ, quý and quí; not tay, not thuỷ.
_Y_OR_I = re.compile("(?:[hklmst]|qu)[iy]")
_RESPELT = str.maketrans("iy", "yi")
#: A leading vowel, a letter, its marks, letters below it, and the vowel a that ends it.
_CLUSTER = re.compile(
    rf"\d+|[a-z]+|[\u0e40-\u0e44\u0ec0-\u0ec4]*\w[{_MARKS}]*(?:[\u17d2\u1039]\w[{_MARKS}]*)*"
    r"[\u0e30\u0e32\u0eb0\u0eb2]?"
)


class Word(NamedTuple):
    """A word of a text: its forms, its offsets in code points, its place in the row of words.

    `exact` is "" where the word has no letters that folding could change. `joined`: only a
    hyphen, an apostrophe or nothing stands between this word and the one before.
    """

    folded: str
    exact: str
    start: int
    end: int
    position: int
    joined: bool

    @property
    def exact_key(self) -> str:
        """Return the index's key of the exact spelling."""
        return EXACT_MARK + self.exact if self.exact else self.folded

    @property
    def respelt(self) -> str:
        """Return the folded form with y for i or i for y, "" where that would be another word."""
        return _respell(self.folded)

    @property
    def base(self) -> str:
        """Return the form that both spellings have, by which names are compared."""
        return min(self.folded, self.respelt or self.folded)


class Key(NamedTuple):
    """What the index stores of a word: folded forms, its marked exact one, and its place."""

    text: str
    position: int


def list_words(text: str) -> list[Word]:
    """Return the words of `text` in order."""
    return list(iter_words(text))


@lru_cache(maxsize=1000)
def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a query's `text` in order; what was read last is remembered."""
    return tuple(iter_words(text))


def iter_words(text: str) -> Iterator[Word]:
    """Yield the words of `text` in order; the text may be in any normal form."""
    position = 0
    last_end = -1
    last_digit = False
    for match in _WORDS.finditer(text):
        kind = match.lastgroup
        if kind == "gap":
            position += _BREAK_DISTANCE
            continue
        start = match.start()
        for folded, exact, first, after in _take_apart(match[0], kind == "number"):
            begins, ends = start + first, start + after
            digit = folded[:1].isdecimal()
            joined = _joins(text, last_end, begins) and not (digit and last_digit)
            yield Word(folded, exact, begins, ends, position, joined)
            position += 1
            last_end, last_digit = ends, folded[-1:].isdecimal()


def iter_keys(text: str) -> Iterator[Key]:
    """Yield every key of `text` the index stores: words folded and exact, and joined words.

    Where y and i are one vowel the word has a key for either (Mỹ, Mĩ: my, mi).
    Words joined by hyphens or apostrophes give one more key without these (Pa-thét: pathet),
    at the place of the first and of the last, so that a phrase can go on from either side.
    """
    run: list[Word] = []
    for word in iter_words(text):
        if not word.joined:
            yield from _join_keys(run)
            run = []
        run.append(word)
        for text in _list_forms(word.folded, word.exact):
            yield Key(text, word.position)
    yield from _join_keys(run)


def read_piece(piece: str) -> tuple[list[Key], int]:
    """Return the keys of a piece of text without spaces, and how many places it takes."""
    if piece.isalpha() and (piece.isascii() or not _SPACELESS.search(piece)):
        # Most often: it is one word.
        folded, exact = _spell(piece[:_WORD_LIMIT])
        return ([Key(text, 0) for text in _list_forms(folded, exact)], 1) if folded else ([], 0)
    # The word after it tells how many places it takes.
    keys = list(iter_keys(piece + _AFTER))
    places = keys[-1].position
    return [key for key in keys if key.position < places], places


def join_words(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return the folded and the exact key of `words` written as one, None where they are not."""
    if not 2 <= len(words) <= _JOIN_LIMIT or not all(word.joined for word in words[1:]):
        return None
    if any(_SPACELESS.search(word.folded) for word in words):
        return None
    folded = "".join(word.folded for word in words)
    exact = "".join(word.exact or word.folded for word in words)
    return folded, EXACT_MARK + exact


def squash_words(text: str) -> tuple[str, str]:
    """Return the words of `text`, folded and exact, each written as one: the key of a name."""
    words = list_words(text)
    folded = "".join(word.base for word in words)
    return folded, "".join(word.exact or word.folded for word in words)


def _join_keys(run: list[Word]) -> Iterator[Key]:
    """Yield the keys of a run of joined words."""
    joined = join_words(run) if len(run) > 1 else None
    if joined:
        for position in (run[0].position, run[-1].position):
            yield Key(joined[0], position)
            yield Key(joined[1], position)


def _respell(folded: str) -> str:
    """Return a folded form with y for i or i for y, "" where that would be another word."""
    if folded[-1:] in ("i", "y") and _Y_OR_I.fullmatch(folded):
        return folded.translate(_RESPELT)
    return ""


def _list_forms(folded: str, exact: str) -> list[str]:
    """Return the keys of one word in its place."""
    forms = (folded, _respell(folded), EXACT_MARK + exact if exact else "")
    return [form for form in forms if form]


def _joins(text: str, last_end: int, start: int) -> bool:
    """Return whether a word at `start` hangs on the one that ended at `last_end`."""
    return start == last_end or (start == last_end + 1 > 0 and text[last_end] in _JOINERS)


def _take_apart(piece: str, number: bool) -> Iterator[tuple[str, str, int, int]]:
    """Yield folded form, exact form, start and end of each word in `piece`."""
    if number:
        yield from _take_number(piece)
    elif piece.isascii() or not _SPACELESS.search(piece):
        folded, exact = _spell(piece[:_WORD_LIMIT])
        if folded:
            yield folded, exact, 0, len(piece)
    else:
        yield from _take_clusters(piece)


def _take_number(piece: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield a number as one word without thousands marks, or the numbers of a date or list."""
    if _THOUSANDS.fullmatch(piece):
        yield _plain_digits(re.sub(r"\D", "", piece)), "", 0, len(piece)
    elif _DECIMAL.fullmatch(piece):
        yield _plain_digits(piece.replace(",", ".")), "", 0, len(piece)
    elif both := _BOTH_MARKS.fullmatch(piece):
        whole, part = [group for group in both.groups() if group is not None]
        yield _plain_digits(re.sub(r"\D", "", whole) + "." + part), "", 0, len(piece)
    else:
        for digits in _DIGITS.finditer(piece):
            yield _plain_digits(digits[0]), "", digits.start(), digits.end()


def _plain_digits(number: str) -> str:
    """Return `number` in ASCII digits, cut at the limit of a word."""
    number = number[:_WORD_LIMIT]
    if number.isascii():
        return number
    return "".join(str(unicodedata.decimal(char, char)) for char in number)


@lru_cache(maxsize=100_000)
def _spell(piece: str) -> tuple[str, str]:
    """Return the folded and the exact form of one word; case is gone from both."""
    seen = piece if piece.isascii() else re.sub(f"[{_INVISIBLE}]", "", piece)
    return fold(seen).strip(), fold_tone_placement(seen).casefold()


def _take_clusters(piece: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield the syllables' cores of a text without spaces; only its mark order is made one."""
    folded, offsets = fold_with_map(piece)
    offsets.append(len(piece))
    for match in _CLUSTER.finditer(folded):
        start = offsets[match.start()]
        after = match.end()
        while after < len(folded) and offsets[after] <= start:
            after += 1
        form = match[0]
        yield (_plain_digits(form) if form.isdecimal() else form), "", start, offsets[after]
