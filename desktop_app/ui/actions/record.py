"""Actions of the Record menu: making, editing, attaching, stating."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.catalog.ids import LISTED, Kind, find_kind
from desktop_app.i18n import mark
from desktop_app.ui.actions.file import can_write
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _new(kind: Kind) -> Callable[[MainWindow], None]:
    def run(window: MainWindow) -> None:
        window.dialogs.create_record(kind)

    return run


def _has_record(window: MainWindow) -> bool:
    return find_kind(window.workspace.selection) in LISTED


def _can_edit(window: MainWindow) -> bool:
    return _has_record(window) and can_write(window)


def _edit(window: MainWindow) -> None:
    window.workspace.edit(window.workspace.selection)


def _make_excerpt(window: MainWindow) -> None:
    if window.results.takes_hit():
        window.results.make_excerpt()
        return
    window.show_reader()
    window.reader.make_excerpt()


def _attach(window: MainWindow) -> None:
    if window.results.takes_hit():
        window.results.make_excerpt()
        return
    window.show_reader()
    window.reader.attach()


def _state_claim(window: MainWindow) -> None:
    if window.results.takes_hit():
        window.results.state_claim()
        return
    window.show_reader()
    window.reader.state_claim()


def _can_mark(window: MainWindow) -> bool:
    return find_kind(window.workspace.selection) is Kind.ENTITY and can_write(window)


def _mark_occurrences(window: MainWindow) -> None:
    window.dialogs.open_marking(window.workspace.selection, window.reader.document())


def _open_history(window: MainWindow) -> None:
    window.dialogs.open_history(window.workspace.selection)


def _reveal(window: MainWindow) -> None:
    window.lists.reveal(window.workspace.selection)


SPECS = (
    ActionSpec(
        id="new_source",
        text=mark("New &source…"),
        menu="record",
        group=1,
        keys=("Ctrl+Shift+S",),
        icon="source",
        enabled=can_write,
        run=_new(Kind.SOURCE),
    ),
    ActionSpec(
        id="new_event",
        text=mark("New &event…"),
        menu="record",
        group=1,
        keys=("Ctrl+Shift+E",),
        icon="event",
        enabled=can_write,
        run=_new(Kind.EVENT),
    ),
    ActionSpec(
        id="new_entity",
        text=mark("New e&ntity…"),
        menu="record",
        group=1,
        keys=("Ctrl+Shift+N",),
        icon="person",
        enabled=can_write,
        run=_new(Kind.ENTITY),
    ),
    ActionSpec(
        id="make_excerpt",
        text=mark("Mark selection as e&xcerpt"),
        menu="record",
        group=2,
        keys=("Ctrl+E",),
        icon="excerpt",
        enabled=can_write,
        run=_make_excerpt,
    ),
    ActionSpec(
        id="attach",
        text=mark("&Attach to events and entities"),
        menu="record",
        group=2,
        keys=("Ctrl+T",),
        icon="attach",
        enabled=can_write,
        run=_attach,
    ),
    ActionSpec(
        id="state_claim",
        text=mark("State a &claim"),
        menu="record",
        group=2,
        keys=("Ctrl+K",),
        icon="claim",
        enabled=can_write,
        run=_state_claim,
    ),
    ActionSpec(
        id="mark_occurrences",
        text=mark("Find and mark all &occurrences…"),
        menu="record",
        group=2,
        keys=("Ctrl+Shift+M",),
        icon="find",
        enabled=_can_mark,
        run=_mark_occurrences,
    ),
    ActionSpec(
        id="edit_record",
        text=mark("Ed&it…"),
        menu="record",
        group=3,
        keys=("F2",),
        icon="edit",
        enabled=_can_edit,
        run=_edit,
    ),
    ActionSpec(
        id="record_history",
        text=mark("&History of this record…"),
        menu="record",
        group=3,
        keys=("Ctrl+Shift+H",),
        icon="history",
        enabled=_has_record,
        run=_open_history,
    ),
    ActionSpec(
        id="reveal_record",
        text=mark("Show in the &list"),
        menu="record",
        group=3,
        keys=("Ctrl+Shift+L",),
        enabled=_has_record,
        run=_reveal,
    ),
)
