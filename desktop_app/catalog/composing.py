"""Unicode composition (NFC) in linear time, and where a text may be cut without changing it.

The library sorts the marks over one letter by exchanging neighbours: a million of them would take
an hour. A long run is sorted here first, which is what the standard asks for, so that the result
is the same to the character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LONG = 64
# Only a stretch without a Latin, Lao, Thai, Chinese, Japanese or Korean letter, without a space and
# a line feed can be one long run of marks.
_SUSPECT = re.compile(
    "[^\x00-\u02ff\u0e01-\u0e30\u0e81-\u0eb0\u3001-\u3029\u3041-\u3096\u30a1-\u30fa"
    f"\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]{{{_LONG}}}"
)
_FIRST_MARK = 0x300
# Scripts whose vowels are letters and yet join with the letter before them.
_JOINING = (
    (0x1100, 0x11FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF), (0x16D40, 0x16D7F),
)  # fmt: skip


def compose(text: str) -> str:
    """Return `text` in NFC; the quick check spares most texts a copy."""
    if text.isascii():
        return text
    if _SUSPECT.search(text):
        text = _long_runs().sub(lambda run: _sort_marks(run[0]), text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def find_cut(text: str) -> int:
    """Return the last place of `text` where a cut leaves NFC as it is, -1 where none is."""
    for place in range(len(text) - 1, -1, -1):
        if begins_anew(text[place]):
            return place
    return -1


def begins_anew(char: str) -> bool:
    """Tell whether `char` joins with nothing before it, whatever stands there."""
    code = ord(char)
    if code < _FIRST_MARK:
        return True
    if unicodedata.category(char)[0] == "M" or unicodedata.category(char) == "Cn":
        return False
    return not any(first <= code <= last for first, last in _JOINING)


def _sort_marks(run: str) -> str:
    """Return a run of marks taken apart and in canonical order."""
    apart = {char: unicodedata.normalize("NFD", char) for char in set(run)}
    return "".join(sorted("".join(map(apart.__getitem__, run)), key=unicodedata.combining))


@cache
def _long_runs() -> re.Pattern[str]:
    """Return the pattern of many marks in a row; listing all marks takes a fifth of a second."""
    marks = [
        chr(code)
        for code in range(_FIRST_MARK, 0x110000)
        if unicodedata.combining(unicodedata.normalize("NFD", chr(code))[0])
    ]
    return re.compile(f"[{''.join(marks)}]{{{_LONG},}}")
