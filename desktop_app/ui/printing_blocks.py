"""Blocks that flow over pages: what they need, and what they give when room is short.

All measures are points. A block is asked to begin at a place with so much room; it gives the
marks that fit and the block that remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from desktop_app.ui.printing_lines import SetLine

#: Fewer lines than these never stand alone at the foot or the head of a page.
LEAST_LINES = 2
_BAR = 1.4
_BAR_LEFT = -7.0


@dataclass(frozen=True, slots=True)
class LineMark:
    """A line with the left end of its origin and its top."""

    line: SetLine
    left: float
    top: float

    @property
    def baseline(self) -> float:
        """Return how far below the top of the sheet the letters stand."""
        return self.top + self.line.baseline


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle; `grey` is 0 for black."""

    left: float
    top: float
    width: float
    height: float
    grey: float = 0.0


@dataclass(slots=True)
class Slice:
    """What of a block stands on a page, how high it is, and what remains for the next."""

    height: float
    lines: list[LineMark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rest: Block | None = None


class Block(Protocol):
    """Something that is set on pages."""

    @property
    def before(self) -> float:
        """Return the space above it, which falls away at the head of a page."""

    @property
    def keep_with_next(self) -> bool:
        """Say whether no page may end after it."""

    @property
    def height(self) -> float:
        """Return the height of the whole block."""

    @property
    def first_height(self) -> float:
        """Return the least height with which it may begin."""

    def take(self, left: float, top: float, room: float) -> Slice:
        """Return what fits into `room`, and always something."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines under each other; a marker (a note's number) stands left of the first.

    `heading` is a title and its level for the outline, `note` the number of the note that
    begins here; a barred paragraph has a rule along its side.
    """

    lines: Sequence[SetLine]
    before: float = 0.0
    keep_with_next: bool = False
    marker: SetLine | None = None
    marker_left: float = 0.0
    heading: tuple[str, int] | None = None
    note: int = 0
    is_barred: bool = False

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return sum(line.height for line in self.lines)

    @property
    def first_height(self) -> float:
        """Return the height of the fewest lines that may stand before a page's end."""
        whole = len(self.lines) < 2 * LEAST_LINES
        return sum(line.height for line in (self.lines if whole else self.lines[:LEAST_LINES]))

    def take(self, left: float, top: float, room: float) -> Slice:
        """Return the lines that fit, leaving and taking at least two."""
        count = self._count(room)
        taken = Slice(0.0)
        for line in self.lines[:count]:
            taken.lines.append(LineMark(line, left + line.indent, top + taken.height))
            taken.height += line.height
        if self.marker is not None and self.lines:
            # Both stand on one baseline, whatever script makes the first line tall.
            down = self.lines[0].baseline - self.marker.baseline
            taken.lines.insert(0, LineMark(self.marker, left + self.marker_left, top + down))
        if self.is_barred:
            taken.rules.append(Rule(left + _BAR_LEFT, top + 1, _BAR, taken.height - 2))
        if count < len(self.lines):
            rest = replace(self, lines=self.lines[count:], before=0.0, marker=None)
            taken.rest = replace(rest, heading=None, note=0)
        return taken

    def _count(self, room: float) -> int:
        """Return how many lines fit, at least one, without an orphan or a widow."""
        used, count = 0.0, 0
        for line in self.lines:
            used += line.height
            if used > room + 0.01:
                break
            count += 1
        left_over = len(self.lines) - count
        if 0 < left_over < LEAST_LINES:
            count -= LEAST_LINES - left_over
        return max(count, 1)
