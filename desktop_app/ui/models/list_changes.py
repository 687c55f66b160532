"""From one list of ids to another by as few steps as a view can follow.

Rows go, rows change places, rows come; a view keeps selection and scroll position throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Beyond this many separate runs a reset is quicker than the view's own bookkeeping.
MOST_RUNS = 40


@dataclass(frozen=True, slots=True)
class ListSteps:
    """How to get there: runs to remove (last first), the order of what stays, runs to insert.

    Runs are (first, last) rows, both included; those to insert are rows of the new list.
    """

    removed: tuple[tuple[int, int], ...]
    kept: tuple[str, ...]
    is_reordered: bool
    inserted: tuple[tuple[int, int], ...]


def find_steps(old: Sequence[str], new: Sequence[str]) -> ListSteps | None:
    """Return the steps from `old` to `new`, or None where there would be too many."""
    had, wanted = set(old), set(new)
    gone = _runs([row for row, one in enumerate(old) if one not in wanted])
    come = _runs([row for row, one in enumerate(new) if one not in had])
    if len(gone) + len(come) > MOST_RUNS:
        return None
    stays = [one for one in old if one in wanted]
    kept = tuple(one for one in new if one in had)
    return ListSteps(tuple(reversed(gone)), kept, list(kept) != stays, tuple(come))


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
