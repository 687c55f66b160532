"""Trees on paper: thin rails at right angles, the words beside them and under themselves."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.reports.layout import Piece
from desktop_app.ui.printing_blocks import Need, Paragraph, Room, Slice
from desktop_app.ui.printing_lines import SetText
from desktop_app.ui.printing_marks import Rule
from desktop_app.ui.printing_type import style_of

_STEP = 16.0
_RAIL_LEFT = 4.0
_ARM = 8.0
_RAIL, _GREY = 0.5, 0.45
_ABOVE_ROOT = 4.0
#: A tree of many levels still leaves this share of the measure to its words.
_LEAST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class BranchBlock:
    """A line of a tree with the rails left of it; `is_rest` where it began on another page."""

    words: Paragraph
    rails: tuple[bool, ...]
    step: float
    is_rest: bool = False

    @property
    def before(self) -> float:
        """Return the space above a root; below it the space is in the rails, without a gap."""
        return 0.0 if self.rails or self.is_rest else _ABOVE_ROOT

    @property
    def keep_with_next(self) -> bool:
        """Say whether lines of the tree hang from this one."""
        return self.words.keep_with_next

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the records it names."""
        return self.words.names

    @property
    def heads(self) -> None:
        """Return nothing: no tree has a head."""
        return None

    @property
    def whole(self) -> Need:
        """Return what all lines need."""
        return self._add_space(self.words.whole)

    @property
    def first(self) -> Need:
        """Return what the fewest lines need that may stand before a page's end."""
        return self._add_space(self.words.first)

    @property
    def least(self) -> Need:
        """Return the same: lines alone are ugly on any page."""
        return self.first

    def take(self, left: float, top: float, room: Room) -> Slice:
        """Return the lines that fit with their rails."""
        space = 0.0 if self.is_rest else self.words.before
        across = left + self.step * len(self.rails)
        taken = self.words.take(across, top + space, Room(room.height - space, room.cost))
        taken.height += space
        parted = taken.rest is not None
        taken.rules += self._rules(left, top, taken, parted=parted)
        if isinstance(taken.rest, Paragraph):
            taken.rest = BranchBlock(taken.rest, self.rails, self.step, is_rest=True)
        return taken

    def _add_space(self, need: Need) -> Need:
        return Need(need.height + (0.0 if self.is_rest else self.words.before), need.notes)

    def _rules(self, left: float, top: float, taken: Slice, *, parted: bool) -> list[Rule]:
        rules = []
        for level, goes_on in enumerate(self.rails):
            at = left + level * self.step + _RAIL_LEFT
            is_own = level + 1 == len(self.rails)
            height = taken.height
            if is_own and not self.is_rest:
                mark = taken.lines[0]
                down = mark.baseline - mark.line.owner.style.size * 0.32
                rules.append(Rule(at, down, min(_ARM, self.step - _RAIL_LEFT), _RAIL, _GREY))
                height = taken.height if goes_on else down - top + _RAIL
            elif not goes_on:
                continue
            rules.append(Rule(at, top, _RAIL, height, _GREY))
        return rules


def make_branch_block(piece: Piece, measure: float, *, has_parts: bool) -> BranchBlock:
    """Set a line of a tree; the first of one that `has_parts` is kept with them."""
    style = style_of(piece.style)
    depth = max(len(piece.rails), 1)
    step = min(_STEP, measure * (1 - _LEAST_SHARE) / depth)
    lines = SetText(piece.spans, style, measure - step * len(piece.rails)).lines
    words = Paragraph(
        lines,
        before=style.before,
        keep_with_next=has_parts and not piece.rails,
        names=piece.names,
    )
    return BranchBlock(words, piece.rails, step)
