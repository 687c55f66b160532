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
    if first == after:
        return np.zeros(0, dtype=np.int64)
    whole, begin, end, begins = segment.terms_region(first, after)
    begins -= begin
    letters = np.frombuffer(whole, np.uint8, end - begin, begin)
    # Terms in letters: without their ends, and of each letter its first byte only.
    starts = ((letters & 0xC0) != 0x80) & (letters != TERM_END[0])
    lengths = np.add.reduceat(starts, begins, dtype=np.int64)
    kept = np.flatnonzero(np.abs(lengths - len(text)) <= changes)
    if not len(kept):
        return kept
    lengths, begins = lengths[kept], begins[kept]
    codes = _read_letters(letters, begins, lengths)
    widths = np.diff(segment.offsets("term_at")[first : after + 1].astype(np.int64))[kept] - 1
    for row in np.flatnonzero(widths != lengths).tolist():
        word = segment.term(first + int(kept[row])).decode("utf-8", "surrogatepass")
        codes[row, : len(word)] = list(map(ord, word))
    return first + kept[measure_changes(codes, lengths, text, changes) <= changes]


def _read_letters(letters: Array, begins: Array, lengths: Array) -> Array:
    """Return a row for each term with its letters, as far as they are ASCII, and zeros."""
    columns = np.arange(int(lengths.max(initial=0)))
    at = np.minimum(begins[:, None] + columns, len(letters) - 1)
    return np.where(columns < lengths[:, None], letters[at], 0).astype(np.int32)


def measure_changes(codes: Array, lengths: Array, text: str, most: int) -> Array:
    """Return for each row of `codes` how many letters added, left out or changed make it `text`.

    What is more than `most` is only told to be more. The lengths differ by `most` at most.
    """
    count, width = codes.shape
    letters = np.ascontiguousarray(codes.T)
    far = np.full(count, most + 1, dtype=np.int8)
    # Row by row as for one word, but for all at once; a cell far from the middle is too much.
    before = [np.full(count, min(n, most + 1), dtype=np.int8) for n in range(width + 1)]
    for row, letter in enumerate(map(ord, text), 1):
        now = [np.full(count, min(row, most + 1), dtype=np.int8), *[far] * width]
        for column in range(max(1, row - most), min(width, row + most) + 1):
            changed = before[column - 1] + (letters[column - 1] != letter)
            shorter = np.minimum(before[column], now[column - 1]) + np.int8(1)
            now[column] = np.minimum(np.minimum(changed, shorter), far)
        before = now
    found: Array = np.stack(before)[lengths, np.arange(count)]
    return found
