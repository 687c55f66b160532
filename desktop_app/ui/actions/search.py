"""Actions of the search: from hit to hit while reading, and the index made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _has_hits(window: MainWindow) -> bool:
    return window.results.has_hits()


def _next_hit(window: MainWindow) -> None:
    window.results.step(1)


def _previous_hit(window: MainWindow) -> None:
    window.results.step(-1)


SPECS = (
    ActionSpec(
        id="next_hit",
        text=mark("&Next search result"),
        menu="edit",
        group=3,
        keys=("F4",),
        enabled=_has_hits,
        run=_next_hit,
    ),
    ActionSpec(
        id="previous_hit",
        text=mark("&Previous search result"),
        menu="edit",
        group=3,
        keys=("Shift+F4",),
        enabled=_has_hits,
        run=_previous_hit,
    ),
)
