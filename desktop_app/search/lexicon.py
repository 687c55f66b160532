"""Finds the terms of a segment that a beginning, a pattern or a slip of typing stands for.

Patterns are searched in the sorted terms as they lie in the file, all at once.
"""

from __future__ import annotations

import re

import numpy as np

from desktop_app.search.segment import TERM_END, Segment, encode_term
from desktop_app.search.segment_file import Array

_ANY_CHARACTER = rb"(?:[\x00-\x7f]|[\xc0-\xf7][\x80-\xbf]+)"
_ANY_TEXT = rb"[^\xff]*"
_WILD = re.compile(r"([*?])")
#: Bytes that one character takes at most.
_CHARACTER_BYTES = 4


def find_pattern(segment: Segment, field: str, pattern: str) -> Array:
    """Return the numbers of the terms of `field` that `pattern` matches; * and ? are wild."""
    first, after = segment.find_prefix(field, _WILD.split(pattern, maxsplit=1)[0])
    if first == after:
        return np.zeros(0, dtype=np.int64)
    wild = {"*": _ANY_TEXT, "?": _ANY_CHARACTER}
    # Several stars in a row would try every division of the term among them.
    parts = _WILD.split(re.sub(r"\*+", "*", pattern))
    sought = b"".join(wild.get(part) or re.escape(encode_term(part)) for part in parts)
    whole, begin, end, begins = segment.terms_region(first, after)
    matcher = re.compile(b"(?<=" + TERM_END + b")" + sought + b"(?=" + TERM_END + b")", re.DOTALL)
    found = [match.start() for match in matcher.finditer(whole, begin, end)]
    return first + np.searchsorted(begins, found)


def find_near(segment: Segment, field: str, text: str, changes: int, same: int) -> Array:
    """Return the numbers of the terms that `changes` added, left out or other letters away.

    The first `same` letters must be those of `text`.
    """
    first, after = segment.find_prefix(field, text[:same])
    widths = np.diff(segment.offsets("term_at")[first : after + 1].astype(np.int64)) - 1
    least, most = len(text) - changes, _CHARACTER_BYTES * (len(text) + changes)
    possible = np.flatnonzero((widths >= least) & (widths <= most))
    if not len(possible):
        return possible
    terms = segment.list_terms(first, after)
    words = [terms[number].decode("utf-8", "surrogatepass") for number in possible]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    kept = np.flatnonzero(np.abs(lengths - len(text)) <= changes)
    if not len(kept):
        return kept
    distances = measure_changes([words[number] for number in kept], text)
    return first + possible[kept[distances <= changes]]


def measure_changes(words: list[str], text: str) -> Array:
    """Return for each of `words` how many letters added, left out or changed make it `text`."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    width = int(lengths.max(initial=0))
    codes = np.frombuffer(
        "".join(word.ljust(width, "\0") for word in words).encode("utf-32-le", "surrogatepass"),
        dtype="<u4",
    ).reshape(len(words), width)
    letters = [codes[:, column] for column in range(width)]
    # Row by row as for one word, but for all words at once.
    before = [np.full(len(words), column, dtype=np.int16) for column in range(width + 1)]
    for row, letter in enumerate(map(ord, text), 1):
        now = [np.full(len(words), row, dtype=np.int16)]
        for column in range(width):
            changed = before[column] + (letters[column] != letter)
            shorter = np.minimum(before[column + 1], now[column]) + 1
            now.append(np.minimum(changed, shorter).astype(np.int16))
        before = now
    found: Array = np.stack(before)[lengths, np.arange(len(words))]
    return found
