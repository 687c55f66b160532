"""Moving one boundary of a passage by a word or by a letter, in code points.

A letter is a grapheme: a Lao or Vietnamese mark never loses the letter below it.
"""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

from desktop_app.catalog.anchors import Utf16Map

#: Code points looked at on each side; longer words end there.
_WINDOW = 400


def step_boundary(text: str, offset: int, *, forward: bool, is_end: bool, fine: bool) -> int:
    """Return where the boundary at `offset` goes: the next end (or start) of a word, or letter.

    Returns `offset` itself where there is none within reach.
    """
    first = max(0, offset - _WINDOW)
    window = text[first : offset + _WINDOW]
    units = Utf16Map(window)
    kind = QTextBoundaryFinder.BoundaryType
    finder = QTextBoundaryFinder(kind.Grapheme if fine else kind.Word, window)
    finder.setPosition(units.to_utf16(offset - first))
    reason = QTextBoundaryFinder.BoundaryReason
    wanted = reason.EndOfItem if is_end else reason.StartOfItem
    while (finder.toNextBoundary() if forward else finder.toPreviousBoundary()) >= 0:
        if fine or wanted & finder.boundaryReasons():
            return first + units.from_utf16(finder.position())
    return offset


def step_passage(
    text: str, start: int, end: int, *, forward: bool, is_end: bool, fine: bool
) -> tuple[int, int] | None:
    """Return [start, end) with one boundary moved, None where it cannot move that way."""
    moved = step_boundary(text, end if is_end else start, forward=forward, is_end=is_end, fine=fine)
    passage = (start, moved) if is_end else (moved, end)
    return None if passage == (start, end) or passage[0] >= passage[1] else passage
