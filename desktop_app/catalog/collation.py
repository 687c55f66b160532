"""Sort keys in the order of Vietnamese dictionaries, as text that SQLite can store and compare.

Syllable by syllable: letters (a ă â b c d đ …), then tone; numbers by their value; marks of
other languages, case and punctuation only where all else is the same. Other scripts follow.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from desktop_app.catalog.folding import fold, normalise_lao

_ALPHABET = {letter: chr(0x40 + n) for n, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
#: Level, huyền, hỏi, ngã, sắc, nặng; below every letter and number, so that they end a syllable.
_LEVEL = "\x10"
_TONES = {"\u0300": "\x11", "\u0309": "\x12", "\u0303": "\x13", "\u0301": "\x14", "\u0323": "\x15"}
_LETTER_MARKS = "\u0302\u0306\u031b"
_NUMBER = "\x20"
#: Longest count of digits told apart, counted up from the character after `_NUMBER`.
_MOST_DIGITS = 60
_PART = "\x01"
_NO_MARK = "\x02"
_RUNS = re.compile(r"\d+|[^\d\s]+")
_LEADING_VOWEL = re.compile(
    "([\u0ec0-\u0ec4\u0e40-\u0e44])([\u0e81-\u0eae\u0edc-\u0edf\u0e01-\u0e2e])"
)
_UNSTORABLE = re.compile("[\x00-\x1f\ud800-\udfff]")


def sort_key(text: str, language: str = "vi") -> str:
    """Return a key whose code points compare as `text` sorts; so does SQLite's BINARY collation.

    In Vietnamese ă, đ, ơ are letters and ba, ba lô, bà, bã follow each other; for another
    `language` every diacritic is secondary. Different texts (in NFC) have different keys.
    """
    composed = _UNSTORABLE.sub(" ", unicodedata.normalize("NFC", text))
    spelt = _LEADING_VOWEL.sub(r"\2\1", normalise_lao(composed))
    keys = [_key_word(word, language[:2] == "vi") for word in spelt.split()]
    letters, marks, case = ("".join(key[n] for key in keys) for n in range(3))
    return _PART.join((letters, marks.rstrip(_NO_MARK), case.rstrip("A"), composed))


def find_letter(text: str, language: str = "vi") -> str:
    """Return the capital under which a dictionary lists `text`: Ă, Đ for Vietnamese, else A, D.

    "0–9" for a number, "" for a text without letters.
    """
    spelt = _LEADING_VOWEL.sub(r"\2\1", normalise_lao(unicodedata.normalize("NFC", text)))
    first = next((place for place, char in enumerate(spelt) if char.isalnum()), None)
    if first is None:
        return ""
    if spelt[first].isdecimal():
        return "0–9"
    letter, following = _split_letters(unicodedata.normalize("NFD", spelt[first]))[0]
    kept = "".join(mark for mark in following if mark in _LETTER_MARKS)
    known = unicodedata.normalize("NFC", letter + kept)
    if language[:2] == "vi" and known in _ALPHABET:
        return known.upper()
    return fold(letter)[:1].upper()


@lru_cache(maxsize=50_000)
def _key_word(word: str, vietnamese: bool) -> tuple[str, str, str]:
    """Return letters with tones, other marks, and case of a word without spaces."""
    primary: list[str] = []
    marks: list[str] = []
    case: list[str] = []
    decomposed = unicodedata.normalize("NFD", word)
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in decomposed)
    for run in _RUNS.findall(kept):
        if run.isdecimal():
            primary.append(_key_number(run))
            continue
        letters, others = _key_letters(run, vietnamese)
        primary.append(letters)
        marks.append(others)
        case.extend("B" if char.isupper() else "A" for char in run if char.isalpha())
    return "".join(primary), "".join(marks), "".join(case)


def _key_number(digits: str) -> str:
    """Return the key of a number: how many digits it has, then the digits."""
    plain = "".join(str(unicodedata.digit(char)) for char in digits).lstrip("0")
    return f"{_NUMBER}{chr(0x21 + min(len(plain), _MOST_DIGITS))}{plain}"


def _key_letters(run: str, vietnamese: bool) -> tuple[str, str]:
    """Return the letters of a syllable closed by its tones, and the marks that are neither."""
    weights: list[str] = []
    tones: list[str] = []
    marks: list[str] = []
    for letter, following in _split_letters(run):
        kept = "".join(mark for mark in following if vietnamese and mark in _LETTER_MARKS)
        tones.extend(_TONES[mark] for mark in following if vietnamese and mark in _TONES)
        known = kept + "".join(_TONES) if vietnamese else ""
        marks.append("".join(mark for mark in following if mark not in known) + _NO_MARK)
        weights.append(_weigh(unicodedata.normalize("NFC", letter + kept), vietnamese))
    return f"{''.join(weights)}{''.join(tones) or _LEVEL}", "".join(marks)


def _split_letters(run: str) -> list[tuple[str, str]]:
    """Return each letter of `run` in lower case with the combining marks after it."""
    split: list[tuple[str, str]] = []
    for char in run.casefold():
        if split and "\u0300" <= char <= "\u036f":
            split[-1] = (split[-1][0], split[-1][1] + char)
        else:
            split.append((char, ""))
    return split


def _weigh(letter: str, vietnamese: bool) -> str:
    """Return the weight of a letter; letters of other scripts weigh their code points."""
    if vietnamese and letter in _ALPHABET:
        return _ALPHABET[letter]
    return "".join(_ALPHABET.get(plain, plain) for plain in fold(letter))
