"""Blocks that flow over pages: what they need, and what they give when room is short.

All measures are points. A block is asked to begin at a place with so much room; it gives the
marks that fit and the block that remains. What it gives may bring notes to the foot of the
page, which take of the same room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from desktop_app.ui.printing_lines import SetLine
from desktop_app.ui.printing_marks import LineMark, Rule

#: Fewer lines than these never stand alone at the foot or the head of a page.
LEAST_LINES = 2
_BAR = 1.4
_BAR_LEFT = -7.0
#: What is lost in adding up heights is no reason to turn a page.
_SLACK = 0.01

#: Numbers of the notes that are referred to first here.
Notes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """The height of something and the notes it brings to the foot of its page."""

    height: float
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class Room:
    """The height that a page still has; `cost` says what notes at its foot would take of it."""

    height: float
    cost: Callable[[Notes], float] = lambda _notes: 0.0

    def holds(self, height: float, notes: Notes = ()) -> bool:
        """Say whether so much fits together with its notes, the last of them at least begun."""
        return height + (self.cost(notes) if notes else 0.0) <= self.height + _SLACK


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
    def names(self) -> tuple[str, ...]:
        """Return the ids of the records it names."""

    @property
    def heads(self) -> Block | None:
        """Return what stands above it again at the head of a page."""

    @property
    def whole(self) -> Need:
        """Return what the whole block needs."""

    @property
    def first(self) -> Need:
        """Return the least with which it may begin."""

    @property
    def least(self) -> Need:
        """Return the least with which it may begin where much of a page would stay empty."""

    def take(self, left: float, top: float, room: Room) -> Slice:
        """Return what fits into `room`, and always something."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines under each other; a marker (a note's number) stands left of the first.

    `heading` is a title and its level for the outline, `note` the number of the note that
    begins here, `source` the id of the one whose entry begins here, `entry` the place of a line
    of the contents among them, from 1. A barred paragraph has a rule along its side.
    """

    lines: Sequence[SetLine]
    before: float = 0.0
    keep_with_next: bool = False
    marker: SetLine | None = None
    marker_left: float = 0.0
    heading: tuple[str, int] | None = None
    note: int = 0
    source: str = ""
    entry: int = 0
    is_barred: bool = False
    names: tuple[str, ...] = ()

    @property
    def heads(self) -> None:
        """Return nothing: no paragraph stands under a head."""
        return None

    @property
    def whole(self) -> Need:
        """Return what all lines need."""
        return _need(self.lines)

    @property
    def first(self) -> Need:
        """Return what the fewest lines need that may stand before a page's end."""
        whole = len(self.lines) < 2 * LEAST_LINES
        return _need(self.lines if whole else self.lines[:LEAST_LINES])

    @property
    def least(self) -> Need:
        """Return the same: lines alone are ugly on any page."""
        return self.first

    def take(self, left: float, top: float, room: Room) -> Slice:
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
            taken.rest = replace(rest, heading=None, note=0, source="")
        return taken

    def _count(self, room: Room) -> int:
        """Return how many lines fit, at least one, without an orphan or a widow."""
        used, count = 0.0, 0
        notes: Notes = ()
        for line in self.lines:
            used += line.height
            notes += line.notes
            if not room.holds(used, notes):
                break
            count += 1
        left_over = len(self.lines) - count
        if 0 < left_over < LEAST_LINES:
            count -= LEAST_LINES - left_over
        return max(count, 1)


def _need(lines: Sequence[SetLine]) -> Need:
    height, notes = 0.0, Notes()
    for line in lines:
        height += line.height
        notes += line.notes
    return Need(height, notes)
