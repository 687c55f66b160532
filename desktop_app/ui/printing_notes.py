"""The notes at the foot of a page: which stand there, how much room they take, what goes over.

A note begins on the page of its reference, and what finds no room there goes on at the foot of
the next page, before any other (Chicago Manual of Style 14.27 and its like in other houses).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop_app.reports.setting import Sheet
from desktop_app.ui.printing_blocks import Notes, Paragraph, Room, Slice
from desktop_app.ui.printing_marks import Rule

_ABOVE, _BELOW = 9.0, 4.0
_SHORT_RULE = 84.0
_RULE = 0.5
#: Notes of so many lines stand whole on the page of their reference, longer ones may be parted.
_WHOLE_LINES = 4


class Foot:
    """The notes of the page that is being filled, and what went over from the page before."""

    def __init__(self, sheet: Sheet, make_note: Callable[[int], Paragraph | None]) -> None:
        """Begin with no note; `make_note` sets the one of a number, None where there is none."""
        self._sheet = sheet
        self._make_note = make_note
        self._set: dict[int, Paragraph | None] = {}
        self._begun: set[int] = set()
        self._queue: list[Paragraph] = []
        self._height = 0.0
        self._goes_on = False

    @property
    def height(self) -> float:
        """Return the height of all that waits to stand here, which may be more than the page's."""
        return self._height

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands here."""
        return not self._queue

    def cost(self, notes: Notes) -> float:
        """Return what `notes` would add to the height, the last of them only begun."""
        fresh = list(self._list_fresh(notes))
        if not fresh:
            return 0.0
        used = 0.0 if self._queue else _ABOVE + _BELOW
        for number, note in enumerate(fresh):
            first = not self._queue and number == 0
            used += 0.0 if first else note.before
            used += note.whole.height if number + 1 < len(fresh) else _least(note)
        return used

    def add(self, notes: Notes) -> None:
        """Let `notes` stand here, after those that do."""
        for note in self._list_fresh(notes):
            self._begun.add(note.note)
            del self._set[note.note]
            self._append(note)

    def close(self, top: float, *, is_bare: bool) -> Iterator[tuple[float, Paragraph, Slice]]:
        """Yield each note that fits below `top` with its own top, and keep the rest for the next.

        On a page that `is_bare` of text something always fits.
        """
        waiting, self._queue = self._queue, []
        limit = self._sheet.height - self._sheet.bottom
        at = top if is_bare else max(limit - self._height, top)
        at += _ABOVE + _BELOW
        self._height = 0.0
        is_full = False
        for number, note in enumerate(waiting):
            if number:
                at += note.before
            fits = note.first.height <= limit - at + 0.01
            if is_full or not (fits or (is_bare and number == 0)):
                is_full = True
                self._append(note)
                continue
            taken = note.take(self._sheet.side, at, Room(limit - at))
            if number == 0:
                taken.rules.append(self._rule(at - _BELOW))
            yield at, note, taken
            at += taken.height
            if isinstance(taken.rest, Paragraph):
                is_full = True
                self._append(taken.rest)
        self._goes_on = bool(self._queue)

    def _rule(self, top: float) -> Rule:
        width = self._sheet.measure if self._goes_on else _SHORT_RULE
        return Rule(self._sheet.side, top, min(width, self._sheet.measure), _RULE, 0.35)

    def _append(self, note: Paragraph) -> None:
        self._height += note.before if self._queue else _ABOVE + _BELOW
        self._height += note.whole.height
        self._queue.append(note)

    def _list_fresh(self, notes: Notes) -> Iterator[Paragraph]:
        """Yield those of `notes` that stand nowhere yet."""
        for number in dict.fromkeys(notes):
            if number in self._begun:
                continue
            if number not in self._set:
                self._set[number] = self._make_note(number)
            note = self._set[number]
            if note is not None:
                yield note


def _least(note: Paragraph) -> float:
    """Return the height with which a note may begin."""
    whole = len(note.lines) <= _WHOLE_LINES
    return note.whole.height if whole else note.first.height
