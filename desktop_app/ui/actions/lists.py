"""Actions that show one of the lists, in the View menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_LIST = mark("&List")


def _show(view: str) -> Callable[[MainWindow], None]:
    def run(window: MainWindow) -> None:
        window.show_list(view)

    return run


SPECS = (
    ActionSpec(
        id="show_sources",
        text=mark("&Sources"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+1",),
        icon="source",
        run=_show("source"),
    ),
    ActionSpec(
        id="show_documents",
        text=mark("&Documents"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+2",),
        icon="document",
        run=_show("document"),
    ),
    ActionSpec(
        id="show_excerpts",
        text=mark("E&xcerpts"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+3",),
        icon="excerpt",
        run=_show("excerpt"),
    ),
    ActionSpec(
        id="show_events",
        text=mark("&Events"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+4",),
        icon="event",
        run=_show("event"),
    ),
    ActionSpec(
        id="show_entities",
        text=mark("E&ntities"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+5",),
        icon="person",
        run=_show("entity"),
    ),
    ActionSpec(
        id="show_claims",
        text=mark("&Claims"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+6",),
        icon="claim",
        run=_show("claim"),
    ),
    ActionSpec(
        id="show_uncited",
        text=mark("&Uncited claims"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+7",),
        icon="uncited",
        run=_show("uncited"),
    ),
    ActionSpec(
        id="show_conflicts",
        text=mark("C&onflicts"),
        menu="view",
        group=1,
        submenu=_LIST,
        keys=("Ctrl+8",),
        icon="conflict",
        run=_show("conflict"),
    ),
)
