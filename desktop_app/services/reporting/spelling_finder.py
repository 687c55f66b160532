"""Finds the spellings of catalogued names in a text: also in other tones, hyphens and capitals.

Knows names and a text, no record of the catalogue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.catalog.folding import fold
from desktop_app.search.analysis import Word, list_words

#: A name goes on over blanks, hyphens and apostrophes, not over the end of a sentence.
_JOINT = re.compile(r"[\s\-'`‐‑–’‘ʼʻ‛′＇\u00ad\u200b-\u200d\u2060]*")
_PARAGRAPH = re.compile(r"\n\s*\n")
_WIDEST_GAP = 4
_BEGINNING = 6
#: Below this length a single word is another word in other tones: Lai and Lại, Nam and Năm.
_TELLING = 7


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a name is spelt, from its first word to its last, each white space one blank.

    What has the same `key` differs in tones, hyphens, blanks and capitals alone.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundSpelling:
    """A spelling at [start, end) of a text, in code points."""

    spelling: Spelling
    start: int
    end: int


def read_spelling(text: str) -> Spelling:
    """Return the spelling of a name; its key is "" where it has neither letter nor figure."""
    return _read(text, list_words(text)).spelling


class SpellingFinder:
    """Finds in texts what may be one of its names.

    Words belong to the longest name that begins with the first of them. What is spelt
    otherwise than a name must not lack its capital, nor may a short word bear other tones or
    stand for an abbreviation: it may be another word.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Look for `names`; those without letters or figures are passed over."""
        self._texts: dict[str, set[str]] = defaultdict(set)
        for name in names:
            spelling = read_spelling(name)
            if spelling.key:
                self._texts[spelling.key].add(spelling.text)
        self._beginnings = {key[:n] for key in self._texts for n in range(1, _BEGINNING + 1)}
        self._longest = max(map(len, self._texts), default=0)

    def find(self, text: str) -> Iterator[FoundSpelling]:
        """Yield the places of names in `text`, in order, none overlapping another."""
        words = list_words(text)
        first = 0
        while first < len(words):
            found, after = self._find_at(text, words, first)
            if found is not None:
                yield found
            first = after

    def _find_at(
        self, text: str, words: Sequence[Word], first: int
    ) -> tuple[FoundSpelling | None, int]:
        """Return the longest name that begins at word `first`, and the word to go on with."""
        best, following = None, first + 1
        key, is_joined = "", True
        for after in range(first + 1, len(words) + 1):
            word = words[after - 1]
            gap = text[words[after - 2].end : word.start] if key else ""
            key += word.folded
            if key[:_BEGINNING] not in self._beginnings or len(key) > self._longest:
                break
            if len(gap) > _WIDEST_GAP or _PARAGRAPH.search(gap):
                break
            is_joined = is_joined and _JOINT.fullmatch(gap) is not None
            if key in self._texts:
                found = _read(text, words[first:after])
                if self._is_name(found.spelling, is_joined=is_joined):
                    best, following = found, after
        return best, following

    def _is_name(self, spelling: Spelling, *, is_joined: bool) -> bool:
        known = self._texts[spelling.key]
        return spelling.text in known or any(
            _may_be(spelling.text, name, is_joined=is_joined) for name in known
        )


def _read(text: str, words: Sequence[Word]) -> FoundSpelling:
    start, end = (words[0].start, words[-1].end) if words else (0, 0)
    key = "".join(word.folded for word in words)
    return FoundSpelling(Spelling(key, " ".join(text[start:end].split())), start, end)


def _may_be(spelt: str, name: str, *, is_joined: bool) -> bool:
    """Tell whether `spelt`, which folds as `name` does, may be the same name."""
    is_word = " " not in spelt and " " not in name
    if not is_word and spelt.casefold() == name.casefold():
        return True
    if not is_joined or (is_word and name.isupper()):
        return False
    if name != name.lower() and spelt == spelt.lower():
        # Lower case tells nothing of a script without capitals.
        return spelt == spelt.upper()
    return not is_word or len(spelt) >= _TELLING or fold(spelt) == spelt.casefold()
