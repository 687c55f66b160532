"""Forms of a text that compare alike: without case and tones, one tone placement, one Lao order.

Stored text is never folded; these forms serve searching and comparing only. Nothing here
decides what a word is: spaces and hyphens stay, except in `squash`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

_MARK_BLOCKS = ((0x300, 0x370), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100))
#: Letters that no Unicode decomposition takes apart; Ð is a frequent slip for Đ.
_LETTERS = {
    "đ": "d", "ð": "d", "ɖ": "d", "ɗ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ƀ": "b",
    "ɓ": "b", "ŋ": "n", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ĸ": "k",
}  # fmt: skip
_APOSTROPHES = "`’‘ʼʻ‛′`ʹˈ＇"
_QUOTES = "“”„‟«»″"
_DASHES = "‐‑‒–—―−"
#: Soft hyphen, joiners and the byte order mark: seen by nobody, typed by nobody.
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"

_TABLE: dict[int, str | None] = {
    **{code: None for first, end in _MARK_BLOCKS for code in range(first, end)},
    **dict.fromkeys(map(ord, _INVISIBLE)),
    **{ord(letter): plain for letter, plain in _LETTERS.items()},
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}
_JOINTS = re.compile(r"[\s\-'\u200b]+")

_LAO_TEXT = re.compile("[\u0e80-\u0eff]")
_LAO_MARKS = re.compile("[\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece]+\u0eb2?")
#: Subjoined letter, vowel below, vowel above, nikhahit, tone, cancellation.
_LAO_ORDER = (
    "\u0ebc\u0eb8\u0eb9\u0eba\u0eb1\u0eb4\u0eb5\u0eb6\u0eb7\u0ebb"
    "\u0ecd\u0ec8\u0ec9\u0eca\u0ecb\u0ecc\u0ece"
)
_LAO_RANK = {mark: rank for rank, mark in enumerate(_LAO_ORDER)}
_LAO_SPELLINGS = {"\u0ec0\u0ec0": "\u0ec1", "ໜ": "ຫນ", "ໝ": "ຫມ"}
_LAO_VARIANTS = re.compile("|".join(_LAO_SPELLINGS))

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def fold(text: str) -> str:
    """Return `text` without case, tones and Latin diacritics, with one apostrophe, quote and dash.

    đ becomes d, compatibility forms their plain letters, Lao marks one order; NFC and NFD
    fold alike, folding twice changes nothing. Marks of scripts that need them stay.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", normalise_lao(plain.translate(_TABLE)))


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """Return `fold(text)` and, for each of its code points, the offset in `text` it comes from.

    The offsets never fall. A letter that folds to two gives both the same offset.
    """
    folded: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in _cluster_ends(text):
        piece = _fold_cluster(text[start:end])
        folded.append(piece)
        offsets.extend([start] * len(piece))
        start = end
    return "".join(folded), offsets


def squash(text: str) -> str:
    """Return `text` folded and without spaces, hyphens and apostrophes: Pha Bang = Phạbang."""
    return _JOINTS.sub("", fold(text))


def fold_tone_placement(text: str) -> str:
    """Return `text` in NFC with the tone of oa, oe, uy on the second vowel: hòa → hoà, ngụy → nguỵ.

    Case and tones stay; the length is that of the NFC text, so offsets hold.
    """
    composed = unicodedata.normalize("NFC", text)
    return _MISPLACED.sub(_move_tone, composed)


def normalise_lao(text: str) -> str:
    """Return `text` with the marks of each Lao letter in one order and one spelling: ນ້ຳ = ນໍ້າ.

    The vowel ຳ is written ໍ…າ, ເເ is written ແ, and ໜ ໝ as their two letters.
    """
    if not _LAO_TEXT.search(text):
        return text
    spelt = _LAO_VARIANTS.sub(_respell_lao, text)
    return _LAO_MARKS.sub(_order_lao_marks, spelt)


def continues_letter(char: str) -> bool:
    """Return whether `char` belongs to the letter before it: a mark, a joiner, a Hangul vowel."""
    if char < "\u0300":
        return False
    return (
        unicodedata.category(char)[0] == "M"
        or char in "\u0e33\u0eb3\u200d"
        or "\u1160" <= char <= "\u11ff"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _cluster_ends(text: str) -> list[int]:
    """Return the ends of the pieces of `text` that can be folded each on its own."""
    ends = []
    for offset in range(1, len(text)):
        char = text[offset]
        if char < "\u0300" or not (continues_letter(char) or _joins_lao(text[offset - 1], char)):
            ends.append(offset)
    if text:
        ends.append(len(text))
    return ends


def _joins_lao(before: str, char: str) -> bool:
    """Return whether two code points may be respelt together: ເເ, and ໍ or a tone before າ."""
    return (char == "\u0ec0" and before == "\u0ec0") or (
        char == "\u0eb2" and "\u0eb1" <= before <= "\u0ece"
    )


@lru_cache(maxsize=20_000)
def _fold_cluster(cluster: str) -> str:
    """Return `fold` of one letter with its marks."""
    return fold(cluster)


def _respell_lao(match: re.Match[str]) -> str:
    """Return the spelling chosen for a Lao variant."""
    return _LAO_SPELLINGS[match[0]]


def _order_lao_marks(match: re.Match[str]) -> str:
    """Return the marks of one Lao letter in order, ຳ taken apart into ໍ and າ."""
    marks = match[0]
    tail = "\u0eb2" if marks.endswith("\u0eb2") else ""
    above = marks.removesuffix("\u0eb2")
    if "\u0eb3" in above:
        tail = "\u0eb2" * above.count("\u0eb3") + tail
        above = above.replace("\u0eb3", "\u0ecd")
    return "".join(sorted(above, key=_LAO_RANK.__getitem__)) + tail


def _tone_moves() -> dict[str, str]:
    """Return each pair of letters with its tone on the first, and the same on the second."""
    moves = {}
    for pair, tone in product(("oa", "oe", "uy"), _TONES):
        for a, b in product((pair[0], pair[0].upper()), (pair[1], pair[1].upper())):
            old = unicodedata.normalize("NFC", a + tone + b)
            moves[old] = unicodedata.normalize("NFC", a + b + tone)
    return moves


_TONE_MOVES = _tone_moves()
_MISPLACED = re.compile("|".join(_TONE_MOVES))


def _move_tone(match: re.Match[str]) -> str:
    """Return the pair of letters with its tone moved."""
    return _TONE_MOVES[match[0]]
