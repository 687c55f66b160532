"""A seeded corpus of passages in two invented languages, and the queries to put to it.

Words are drawn by rank, as in any language: the commonest one stands in every third passage or
so. Vietnamese-like syllables bear tones, English-like words have up to four syllables.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise

from desktop_app.catalog.folding import fold
from desktop_app.search.records import IndexRecord

SEED = 1962
KINDS = ("document", "excerpt", "event", "claim", "entity")
KIND_WEIGHTS = (60, 20, 8, 8, 4)
QUERIES_OF_A_KIND = 12

_FIRST = [
    "b",
    "c",
    "d",
    "đ",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "q",
    "r",
    "s",
    "t",
    "v",
    "x",
    "ch",
    "gh",
    "kh",
    "ng",
    "nh",
    "ph",
    "th",
    "tr",
]
_VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "iê", "ươ", "uô", "oa"]
_TONES = ("", "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LAST = ("", "", "n", "m", "ng", "t", "c", "nh", "p")
_ENGLISH = [
    "ba",
    "co",
    "di",
    "en",
    "for",
    "ga",
    "hin",
    "is",
    "jo",
    "ka",
    "lo",
    "men",
    "na",
    "or",
    "per",
    "qui",
    "ro",
    "ste",
    "ta",
    "um",
    "ver",
    "win",
]


class Corpus:
    """Makes records by number; the same number is always the same record."""

    def __init__(self, count: int) -> None:
        """Prepare the words for `count` records."""
        self.count = count
        chance = random.Random(SEED)
        self.vietnamese = _make_words(chance, 5000, _make_syllable)
        self.english = _make_words(chance, 20_000 + min(count, 500_000) // 5, _make_english)
        self._weights = {
            len(words): list(accumulate(1 / (rank + 8) for rank in range(len(words))))
            for words in (self.vietnamese, self.english)
        }

    def __iter__(self) -> Iterator[IndexRecord]:
        return map(self.make, range(self.count))

    def make(self, number: int) -> IndexRecord:
        """Return the record `number`."""
        chance = random.Random(SEED * 1_000_003 + number)
        is_vietnamese = chance.random() < 0.7
        words = self.vietnamese if is_vietnamese else self.english
        weights = self._weights[len(words)]
        text = chance.choices(words, cum_weights=weights, k=chance.randrange(15, 90))
        for at in range(8, len(text), 13):
            text[at] += ","
        year, month = chance.randrange(1950, 1975), chance.randrange(1, 13)
        dated = chance.random() < 0.6
        return IndexRecord(
            kind=chance.choices(KINDS, KIND_WEIGHTS)[0],
            id=f"exc-{number}",
            title=" ".join(chance.choices(words, cum_weights=weights, k=4)),
            text=" ".join(text),
            earliest=f"{year}-{month:02d}-03" if dated else None,
            latest=f"{year}-{month:02d}-19" if dated else None,
            sources=(f"src-{number % 97}",),
            entities=tuple(f"ent-{e}" for e in chance.sample(range(400), chance.randrange(3))),
            property=f"property-{number % 23}",
            is_cited=number % 5 > 0,
            language="vi" if is_vietnamese else "en",
        )


def _make_words(
    chance: random.Random, count: int, make: Callable[[random.Random], str]
) -> list[str]:
    """Return `count` different words, made by `make`."""
    words: dict[str, None] = {}
    while len(words) < count:
        words[make(chance)] = None
    return list(words)


def _make_syllable(chance: random.Random) -> str:
    vowel = chance.choice(_VOWELS)
    toned = vowel + chance.choice(_TONES)
    return unicodedata.normalize("NFC", chance.choice(_FIRST) + toned + chance.choice(_LAST))


def _make_english(chance: random.Random) -> str:
    return "".join(chance.choices(_ENGLISH, k=chance.randrange(2, 6)))


def list_queries(corpus: Corpus) -> dict[str, list[tuple[str, ...]]]:
    """Return for each kind of query the words of several, folded except for exact ones."""
    chance = random.Random(SEED + 1)
    common = [fold(word) for word in corpus.vietnamese[:40]]
    rare = [fold(word) for word in corpus.english[2000:4000]]
    drawn = [corpus.make(chance.randrange(corpus.count)) for _ in range(400)]
    pairs = []
    for record in drawn:
        words = [fold(word).strip(",") for word in record.text.split()]
        pairs += [p for p in pairwise(words) if set(p) <= set(common)]

    def several(source: list[str], size: int) -> list[tuple[str, ...]]:
        return [tuple(chance.sample(source, size)) for _ in range(QUERIES_OF_A_KIND)]

    return {
        "common term": several(common, 1),
        "rare term": several(rare, 1),
        "and": several(common, 2),
        "or": several(common, 3),
        "not": several(common, 2),
        "phrase": [chance.choice(pairs) for _ in range(QUERIES_OF_A_KIND)],
        "term + dates": several(common, 1),
        "term + kind": several(common, 1),
        "prefix 3": [(word[:3],) for (word,) in several(rare, 1)],
        "prefix 2": [(word[:2],) for (word,) in several(rare, 1)],
        "exact": [(word,) for word in chance.sample(corpus.vietnamese[:60], QUERIES_OF_A_KIND)],
        "fuzzy": [(word[:2] + word[3:],) for (word,) in several(rare, 1)],
        "facets": several(common, 1),
        "snippets": several(common, 2),
    }
