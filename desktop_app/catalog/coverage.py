"""How much of a text was read for the catalogue: what is marked in it and what rests on that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was marked of one text or of several; `claims` are the ids of those that cite it.

    `marked` and `characters` are code points, a place that two passages share counted once.
    """

    passages: int = 0
    citations: int = 0
    mentions: int = 0
    marked: int = 0
    characters: int = 0
    claims: frozenset[str] = frozenset()

    @property
    def share(self) -> float:
        """Return the share of the text that is marked, 0 for an empty text."""
        return self.marked / self.characters if self.characters else 0.0


def add_coverages(coverages: Iterable[Coverage]) -> Coverage:
    """Return the coverage of several texts together; a claim that cites two counts once."""
    found = list(coverages)
    return Coverage(
        passages=sum(one.passages for one in found),
        citations=sum(one.citations for one in found),
        mentions=sum(one.mentions for one in found),
        marked=sum(one.marked for one in found),
        characters=sum(one.characters for one in found),
        claims=frozenset(claim for one in found for claim in one.claims),
    )


def measure_spans(spans: Iterable[tuple[int, int]], length: int) -> int:
    """Return how many of `length` code points lie in at least one of the spans [start, end)."""
    marked = reached = 0
    for start, end in sorted(spans):
        end = min(end, length)
        marked += max(0, end - max(start, reached))
        reached = max(reached, end)
    return marked
