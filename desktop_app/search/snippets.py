"""What of a text a hit shows: a stretch around the words found, with these marked.

Computed from the text the caller gives, with the words of `analysis`, so that what is marked
is what the index found. Offsets are code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from desktop_app.search.analysis import EXACT_MARK, Word, join_words, list_words
from desktop_app.search.names import count_changes
from desktop_app.search.records import Pattern

WIDTH = 160
ELLIPSIS = "…"

_LONGEST_CUT_WORD = 20
_LINE_CHARS = str.maketrans(dict.fromkeys("\n\r\t\f\v\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text on one line; `marks` are [start, end) in `text`, in order.

    `first` is [start, end) of the first match in the whole of the text it was made from, of
    several words if there is one; None where nothing matches.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    first: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """Where a pattern stands in a text, and which."""

    start: int
    end: int
    pattern: Pattern


def make_snippet(text: str, patterns: Sequence[Pattern], width: int = WIDTH) -> Snippet:
    """Return about `width` code points of `text` where most of `patterns` stand together.

    The beginning of the text where none does. Line ends become spaces; an ellipsis shows a cut.
    """
    matches = _find_matches(text, patterns)
    start, end = _choose_window(text, matches, width)
    before = ELLIPSIS if start > 0 else ""
    after = ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    marks = [
        (max(m.start, start) + shift, min(m.end, end) + shift)
        for m in matches
        if m.start < end and m.end > start
    ]
    shown = before + text[start:end].translate(_LINE_CHARS) + after
    first = min(matches, key=lambda m: (len(m.pattern.keys) == 1, m.start), default=None)
    return Snippet(shown, tuple(_unite(marks)), (first.start, first.end) if first else None)


def list_matches(text: str, patterns: Sequence[Pattern]) -> list[tuple[int, int]]:
    """Return [start, end) of everything in `text` that `patterns` match, in order, united."""
    return _unite([(match.start, match.end) for match in _find_matches(text, patterns)])


def _find_matches(text: str, patterns: Sequence[Pattern]) -> list[_Match]:
    """Return where `patterns` stand in `text`, in order.

    Where words were found side by side, the same words by themselves are not marked: Nặm Thà
    is, the Nam of Việt Nam is not.
    """
    words = list_words(text)
    joined = _list_joined(words)
    by_key: dict[str, list[Pattern]] = {}
    beginnings = [p for p in patterns if p.prefix and len(p.keys) == 1]
    loose = [p for p in patterns if p.wild or p.changes]
    for pattern in patterns:
        if pattern not in beginnings and pattern not in loose:
            by_key.setdefault(pattern.keys[0], []).append(pattern)
    begun = tuple(pattern.keys[0] for pattern in beginnings)
    matches = []
    for first, word in enumerate(words):
        keys = {*_list_forms(word), *(key for key, _ in joined.get(first, ()))}
        possible = {p: None for key in keys if key in by_key for p in by_key[key]}
        if begun and any(key.startswith(begun) for key in keys):
            possible |= dict.fromkeys(beginnings)
        for pattern in possible:
            after = _match_at(words, joined, first, pattern)
            if after:
                matches.append(_Match(word.start, words[after - 1].end, pattern))
        for pattern in loose:
            if any(_is_like(form, pattern) for form in _list_forms(word)):
                matches.append(_Match(word.start, word.end, pattern))
    together = {key for m in matches if len(m.pattern.keys) > 1 for key in m.pattern.keys}
    kept = [m for m in matches if len(m.pattern.keys) > 1 or m.pattern.keys[0] not in together]
    return sorted(kept, key=lambda m: (m.start, m.end))


def _is_like(form: str, pattern: Pattern) -> bool:
    """Return whether a word's key is one that a pattern with open places or changes means."""
    sought = pattern.keys[0]
    if form.startswith(EXACT_MARK) != sought.startswith(EXACT_MARK):
        return False
    if pattern.wild:
        return fnmatchcase(form, sought.replace("[", "[[]"))
    same = 2 if sought.startswith(EXACT_MARK) else 1
    return form[:same] == sought[:same] and (
        count_changes(form, sought, pattern.changes, swaps=False) <= pattern.changes
    )


def _list_forms(word: Word) -> tuple[str, ...]:
    """Return the index's keys of one word."""
    forms = word.folded, word.exact_key
    return (*forms, word.respelt) if word.respelt else forms


def _list_joined(words: list[Word]) -> dict[int, list[tuple[str, int]]]:
    """Return, by the word they begin with, the keys of words joined, and the word after them."""
    found: dict[int, list[tuple[str, int]]] = {}
    after = 0
    for last in (number for number, word in enumerate(words) if word.joined):
        if last < after:
            continue
        first, after = last - 1, last + 1
        while after < len(words) and words[after].joined:
            after += 1
        found[first] = [(key, after) for key in join_words(words[first:after]) or ()]
    return found


def _match_at(
    words: list[Word], joined: dict[int, list[tuple[str, int]]], first: int, pattern: Pattern
) -> int:
    """Return the number of the word after the pattern that begins at word `first`, 0 for none."""
    at = first
    for number, key in enumerate(pattern.keys):
        if at >= len(words):
            return 0
        word, beginning = words[at], pattern.prefix and number == len(pattern.keys) - 1
        forms = [*((form, at + 1) for form in _list_forms(word)), *joined.get(at, ())]
        at = next(
            (end for form, end in forms if form == key or (beginning and form.startswith(key))),
            0,
        )
        if not at:
            return 0
    return at


def _choose_window(text: str, matches: list[_Match], width: int) -> tuple[int, int]:
    """Return the stretch of `text` to show, cut between words where they are not too long."""
    if len(text) <= width:
        return 0, len(text)
    if not matches:
        return 0, _cut_before(text, width)
    best = _find_densest(matches, width)
    inside = [m.end for m in matches if best.start <= m.start and m.end <= best.start + width]
    room = width - (max(inside, default=best.end) - best.start)
    start = max(0, min(best.start - max(0, room) // 2, len(text) - width))
    if start > 0:
        start = min(_cut_after(text, start), best.start)
    end = min(len(text), start + width)
    return start, end if end == len(text) else max(_cut_before(text, end), start + 1)


def _find_densest(matches: list[_Match], width: int) -> _Match:
    """Return the first match from which on most patterns, of most words, begin within `width`."""
    near: Counter[Pattern] = Counter()
    best, most = matches[0], (0, 0)
    after = 0
    for match in matches:
        while after < len(matches) and matches[after].end <= match.start + width:
            near[matches[after].pattern] += 1
            after += 1
        found = +near
        weight = len(found), sum(len(pattern.keys) for pattern in found)
        if weight > most:
            best, most = match, weight
        near[match.pattern] -= 1
    return best


def _cut_after(text: str, start: int) -> int:
    """Return the beginning of the first word at or after `start`."""
    for offset in range(start, min(len(text), start + _LONGEST_CUT_WORD)):
        if text[offset - 1].isspace():
            return offset
    return start


def _cut_before(text: str, end: int) -> int:
    """Return the end of the last whole word before `end`."""
    for offset in range(end, max(0, end - _LONGEST_CUT_WORD), -1):
        if text[offset].isspace():
            return offset
    return end


def _unite(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `ranges` in order, overlapping ones as one."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
