"""The excerpts of the text on show, kept so that those of any stretch are found at once.

Positions here are UTF-16 units of the shown text (reader_text.py); the identifiers and states
are the caller's. Knows no widget.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate
from typing import Literal

from desktop_app.ui.theme import Role

#: Underlines that lie one above the other before they start again at the top.
LEVELS = 3


@dataclass(frozen=True, slots=True)
class ReaderExcerpt:
    """One excerpt to show: [start, end) in code points, and what it does for the catalogue.

    `state` "claim" means that it feeds at least one claim, "excerpt" that it feeds none.
    `label` is shown when the pointer rests on it.
    """

    id: str
    start: int
    end: int
    state: Literal["claim", "excerpt"] = "excerpt"
    needs_review: bool = False
    label: str = ""

    @property
    def role(self) -> Role:
        """Return the role whose ink and sign show this excerpt."""
        if self.needs_review:
            return Role.NEEDS_REVIEW
        return Role.FEEDS_CLAIM if self.state == "claim" else Role.EXCERPTED


@dataclass(frozen=True, slots=True)
class PlacedExcerpt:
    """An excerpt at its UTF-16 positions; `level` is the number of its underline, from above."""

    excerpt: ReaderExcerpt
    start: int
    end: int
    level: int

    @property
    def size(self) -> int:
        """Return the length in UTF-16 units."""
        return self.end - self.start


class ExcerptIndex:
    """Finds the excerpts that touch a stretch of text. Empty passages are left out."""

    def __init__(
        self, excerpts: Sequence[ReaderExcerpt] = (), to_utf16: Callable[[int], int] = int
    ) -> None:
        """Place `excerpts`, whose code points `to_utf16` converts."""
        self.placed = _place(excerpts, to_utf16)
        self._starts = [one.start for one in self.placed]
        self._reach = list(accumulate((one.end for one in self.placed), max))
        self._by_id = {one.excerpt.id: one for one in self.placed}

    def find(self, excerpt_id: str) -> PlacedExcerpt | None:
        """Return the excerpt of that id, if it is shown."""
        return self._by_id.get(excerpt_id)

    def list_touching(self, start: int, end: int) -> list[PlacedExcerpt]:
        """Return the excerpts that share a unit with [start, end), in the order of the text."""
        at = bisect_left(self._starts, end) - 1
        found = []
        # No excerpt before `at` reaches further than `_reach[at]`: there the walk may stop.
        while at >= 0 and self._reach[at] > start:
            if self.placed[at].end > start:
                found.append(self.placed[at])
            at -= 1
        return found[::-1]

    def list_at(self, position: int) -> list[PlacedExcerpt]:
        """Return the excerpts around the unit at `position`, the smallest first."""
        return sorted(self.list_touching(position, position + 1), key=lambda one: one.size)

    def find_next(self, position: int) -> PlacedExcerpt | None:
        """Return the first excerpt that starts after `position`, or None."""
        at = bisect_left(self._starts, position + 1)
        return self.placed[at] if at < len(self.placed) else None

    def find_previous(self, position: int) -> PlacedExcerpt | None:
        """Return the last excerpt that starts before `position`, or None."""
        at = bisect_left(self._starts, position) - 1
        return self.placed[at] if at >= 0 else None


def _place(
    excerpts: Sequence[ReaderExcerpt], to_utf16: Callable[[int], int]
) -> tuple[PlacedExcerpt, ...]:
    """Return the excerpts in the order of the text, the longer first, each on a free level."""
    ranges = [(to_utf16(one.start), to_utf16(one.end), one) for one in excerpts]
    ranges = sorted(
        (item for item in ranges if item[0] < item[1]),
        key=lambda item: (item[0], -item[1], item[2].id),
    )
    placed = []
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    levels = 0
    for start, end, excerpt in ranges:
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if free:
            level = heappop(free)
        else:
            level, levels = levels, levels + 1
        heappush(busy, (end, level))
        placed.append(PlacedExcerpt(excerpt, start, end, level % LEVELS))
    return tuple(placed)
