"""Reads words as keys struck without an input method: nawmj thaf in Telex, na8m5 tha2 in VNI.

Only whole Vietnamese syllables come of it; what is none stays as it was typed.
"""

from __future__ import annotations

import re
import unicodedata

TELEX, VNI = "Telex", "VNI"

_TONES = {
    TELEX: {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323", "z": ""},
    VNI: {
        "1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323", "0": "",
    },
}  # fmt: skip
_VNI_MARKS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}
_DOUBLED = {"a": "â", "e": "ê", "o": "ô"}
_HORNED = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = "aăâeêioôơuưy"
_STRUCK = {TELEX: re.compile(r"[a-zđăâêôơư]+"), VNI: re.compile(r"[a-zđăâêôơư][a-zđăâêôơư0-9]*")}
_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|gh|gi(?=[aăâeêoôơuư])|qu|ph|th|tr|ch|kh|[bcdđghklmnprstvx])?"
    r"(?P<nucleus>[aăâeêioôơuưy]{1,3})(?P<coda>ng|nh|ch|[cmnpt])?"
)
#: The nuclei of Vietnamese without tones, with that of Khoông.
_VOWEL_GROUPS = (
    "a ai ao au ay ă â âu ây e eo ê êu i ia iê iêu iu o oa oai oao oay oă oe oeo oi oo oô ô ôi "
    "ơ ơi u ua uâ uây uê ui uo uô uôi uơ uy uya uyê uyu ư ưa ưi ươ ươi ươu ưu y yê yêu"
)
_NUCLEI = frozenset(_VOWEL_GROUPS.split())
_MOST_SYLLABLES = 4
_LONGEST = 36
_MARKED = frozenset("âêôơưă")


def read_as_typed(word: str) -> tuple[str, str] | None:
    """Return the method by which `word` was struck and the Vietnamese word, None for neither.

    Capitals are kept at the beginning or for the whole word.
    """
    if len(word) > _LONGEST:
        return None
    struck = unicodedata.normalize("NFC", word).casefold()
    for method, pattern in _STRUCK.items():
        if pattern.fullmatch(struck):
            read, marks = _read_row(struck, method, _MOST_SYLLABLES)
            if marks and read != struck:
                return method, _capitalise(read, word)
    return None


def _read_row(struck: str, method: str, most: int) -> tuple[str, int]:
    """Return the syllables, `most` of them, that `struck` gives, and how many marks it has.

    Names from Lao are written as one word: phajbang is Phạbang. "" where it gives none.
    """
    read, marks = _read(struck, method)
    if read or most == 1:
        return read, marks
    for cut in range(2, len(struck) - 1):
        head, before = _read(struck[:cut], method)
        tail, after = _read_row(struck[cut:], method, most - 1) if head else ("", 0)
        if tail and tail[0] not in _VOWELS:
            return head + tail, before + after
    return "", 0


def _read(struck: str, method: str) -> tuple[str, int]:
    """Return the syllable that `struck` gives by `method`, "" for none, and its marks."""
    letters: list[str] = []
    tone = ""
    if method == TELEX and "ooo" in struck:
        struck = struck.replace("ooo", "oô")
        marks = 1
    else:
        marks = 0
    for key in struck:
        if key in _TONES[method] and any(letter in _VOWELS for letter in letters):
            tone, marks = _TONES[method][key], marks + 1
        elif _mark(letters, key, method):
            marks += 1
        elif key.isdecimal():
            return "", 0
        else:
            letters.append(key)
    syllable = _SYLLABLE.fullmatch("".join(letters))
    if syllable is None or syllable["nucleus"] not in _NUCLEI:
        return "", 0
    return _place_tone(syllable, tone), marks


def _mark(letters: list[str], key: str, method: str) -> bool:
    """Change the letter of `letters` that `key` marks; return whether there is one."""
    if key == ("d" if method == TELEX else "9"):
        if letters[:1] == ["d"]:
            letters[0] = "đ"
            return True
        return False
    if method == VNI:
        return _put(letters, _VNI_MARKS.get(key, {}), pair=key == "7")
    if key == "w":
        if _put(letters, _HORNED, pair=True):
            return True
        letters.append("ư")
        return True
    if key in _DOUBLED:
        vowels = [letter for letter in letters if letter in _VOWELS]
        return key in vowels and _put(letters, {key: _DOUBLED[key]}, pair=False)
    return False


def _put(letters: list[str], marked: dict[str, str], *, pair: bool) -> bool:
    """Mark the last letter that `marked` knows; of u and o side by side, with `pair`, both."""
    for at in range(len(letters) - 1, -1, -1):
        letter = letters[at]
        if letter not in marked:
            continue
        before = letters[at - 1] if at else ""
        if pair and letter == "o" and before == "u" and letters[at - 2 : at - 1] != ["q"]:
            letters[at - 1] = "ư"
        elif (
            letter == "a" and before == "u" and "u" in marked and letters[at - 2 : at - 1] != ["q"]
        ):
            # ua and a horn is ưa: chuaw, for uă is no vowel of Vietnamese.
            letters[at - 1] = "ư"
            return True
        letters[at] = marked[letter]
        return True
    return False


def _place_tone(syllable: re.Match[str], tone: str) -> str:
    """Return the syllable with its tone on the letter that bears it."""
    onset, nucleus, coda = (syllable[part] or "" for part in ("onset", "nucleus", "coda"))
    marked = [at for at, letter in enumerate(nucleus) if letter in _MARKED]
    if marked:
        at = marked[-1]
    elif len(nucleus) == 1 or (
        len(nucleus) == 2 and not coda and nucleus not in ("oa", "oe", "uy")
    ):
        at = 0
    else:
        at = 1
    toned = nucleus[: at + 1] + tone + nucleus[at + 1 :]
    return unicodedata.normalize("NFC", onset + toned + coda)


def _capitalise(read: str, word: str) -> str:
    """Return `read` with capitals as in `word`."""
    letters = [char for char in word if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return read.upper()
    return read[0].upper() + read[1:] if word[:1].isupper() else read
