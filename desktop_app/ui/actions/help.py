"""Actions of the Help menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _open_manual(window: MainWindow) -> None:
    window.dialogs.open_manual()


def _open_shortcuts(window: MainWindow) -> None:
    window.dialogs.open_shortcuts()


def _open_problems(window: MainWindow) -> None:
    window.dialogs.open_problems()


def _open_about(window: MainWindow) -> None:
    window.dialogs.open_about()


SPECS = (
    ActionSpec(
        id="manual",
        text=mark("&Manual"),
        menu="help",
        group=1,
        keys=("F1",),
        icon="help",
        run=_open_manual,
    ),
    ActionSpec(
        id="shortcuts",
        text=mark("&Keyboard shortcuts"),
        menu="help",
        group=1,
        keys=("Ctrl+F1",),
        run=_open_shortcuts,
    ),
    ActionSpec(
        id="problem_reports",
        text=mark("&Problem reports…"),
        menu="help",
        group=2,
        run=_open_problems,
    ),
    ActionSpec(id="about", text=mark("&About Regesta"), menu="help", group=2, run=_open_about),
)
