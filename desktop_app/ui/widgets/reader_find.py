"""Finding words in one text, with or without tones and case. Offsets are code points.

The text is never folded as a whole, which takes seconds at five megabytes: the characters it uses
are folded once, and the query becomes a pattern of their classes. Lao letters fold together
with their neighbours, so a Lao query does fold the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from desktop_app.catalog.folding import fold, fold_with_map

_LAO = re.compile("[\u0e80-\u0eff]")


class TextFinder:
    """Finds a query in `text`, white space in it matching any white space."""

    def __init__(self, text: str) -> None:
        """Keep the canonical `text`; nothing is computed before the first search."""
        self._text = text

    def find(self, query: str, *, tones: bool) -> list[tuple[int, int]]:
        """Return the ranges where `query` occurs; with `tones` its marks and đ must agree.

        Case never matters. The ranges do not overlap and come in the order of the text.
        """
        words = query.split()
        if not words:
            return []
        if tones:
            pattern = r"\s+".join(re.escape(word) for word in words)
            return [match.span() for match in re.finditer(pattern, self._text, re.IGNORECASE)]
        if _LAO.search(query):
            return self._find_folded(words)
        pattern = r"\s+".join(filter(None, (self._loosen(word) for word in words)))
        return [match.span() for match in re.finditer(pattern, self._text)] if pattern else []

    @cached_property
    def _classes(self) -> dict[str, str]:
        """Return the characters of the text that fold to each folded character, "" for none."""
        found: dict[str, list[str]] = defaultdict(list)
        for char in sorted(set(self._text)):
            found[fold(char)].append(char)
        return {folded: "".join(chars) for folded, chars in found.items()}

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """Return the folded text and the offsets its characters come from."""
        return fold_with_map(self._text)

    def _loosen(self, word: str) -> str:
        """Return the pattern of what folds to the same as `word`, with loose marks between."""
        marks = self._classes.get("")
        gap = f"[{re.escape(marks)}]*" if marks else ""
        letters = [self._classes.get(letter, letter) for letter in fold(word)]
        return "".join(f"[{re.escape(letter)}]{gap}" for letter in letters)

    def _find_folded(self, words: list[str]) -> list[tuple[int, int]]:
        """Return the ranges of `words` in the folded text, as offsets of the text."""
        folded, offsets = self._folded
        ends = [*offsets, len(self._text)]
        pattern = r"\s+".join(re.escape(fold(word)) for word in words)
        found: list[tuple[int, int]] = []
        for match in re.finditer(pattern, folded):
            start, end = offsets[match.start()], offsets[match.end() - 1]
            after = match.end()
            while after < len(offsets) and offsets[after] == end:
                after += 1
            found.append((start, ends[after]))
        return found
