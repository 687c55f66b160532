"""Gives the entries of one menu access keys of their own, in any language.

The letter after `&` is a wish: the first entry that wishes for a letter gets it, another one
gets a letter of its words that is free. Only letters that any keyboard can type are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_letters


def share_out_access_keys(texts: Sequence[str]) -> list[str]:
    """Return `texts` with `&` before letters that differ, none where no letter is left."""
    wishes = [find_access_key(text) for text in texts]
    taken: set[str] = set()
    given = list(texts)
    for number, wish in enumerate(wishes):
        if wish and wish not in taken:
            taken.add(wish)
        else:
            given[number] = ""
    for number, text in enumerate(texts):
        if not given[number]:
            given[number] = _mark_free_letter(_without_mark(text), taken)
    return given


def find_access_key(text: str) -> str:
    """Return the letter that `&` marks in `text`, in lower case, "" for none."""
    at = text.replace("&&", "\0\0").find("&")
    return text[at + 1 : at + 2].lower() if at >= 0 else ""


def _without_mark(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&&")


def _mark_free_letter(text: str, taken: set[str]) -> str:
    for at in _places(text):
        letter = text[at].lower()
        if letter not in taken:
            taken.add(letter)
            return f"{text[:at]}&{text[at:]}"
    return text


def _places(text: str) -> Iterator[int]:
    """Yield where an access key may stand: beginnings of words first."""
    letters = [at for at, char in enumerate(text) if char in ascii_letters]
    starts = [at for at in letters if at == 0 or text[at - 1] == " "]
    yield from starts
    yield from (at for at in letters if at not in starts)
