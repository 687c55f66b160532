"""Actions on a claim: the one selected, or the one whose card has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.file import can_write
from desktop_app.ui.actions.registry import ActionSpec
from desktop_app.ui.panels.provenance_keys import CardAction

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _has_claim(window: MainWindow) -> bool:
    return bool(window.provenance.current_claim())


def _can_change(window: MainWindow) -> bool:
    return _has_claim(window) and can_write(window)


def _do(action: CardAction) -> Callable[[MainWindow], None]:
    def run(window: MainWindow) -> None:
        window.provenance.run_action(action)

    return run


SPECS = (
    ActionSpec(
        id="add_evidence",
        text=mark("Add e&vidence to the claim…"),
        menu="record",
        group=4,
        keys=("Ctrl+Shift+V",),
        icon="citation",
        enabled=_can_change,
        run=_do(CardAction.ADD_EVIDENCE),
    ),
    ActionSpec(
        id="prefer_claim",
        text=mark("&Prefer the claim…"),
        menu="record",
        group=4,
        icon="preferred",
        enabled=_can_change,
        run=_do(CardAction.PREFER),
    ),
    ActionSpec(
        id="deprecate_claim",
        text=mark("&Deprecate the claim…"),
        menu="record",
        group=4,
        icon="deprecated",
        enabled=_can_change,
        run=_do(CardAction.DEPRECATE),
    ),
    ActionSpec(
        id="copy_citation",
        text=mark("Copy the cita&tion of the claim"),
        menu="record",
        group=4,
        keys=("Ctrl+Shift+C",),
        icon="copy",
        enabled=_has_claim,
        run=_do(CardAction.COPY),
    ),
)
