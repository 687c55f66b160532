"""Actions of the Edit menu. A text field with the focus keeps its own undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.catalog.changes import label_operation
from desktop_app.i18n import mark, tr
from desktop_app.services.jobs import Job, Progress
from desktop_app.ui.actions.file import can_write
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _can_undo(window: MainWindow) -> bool:
    return can_write(window) and window.session.find_undoable() is not None


def _can_redo(window: MainWindow) -> bool:
    return can_write(window) and window.session.find_redoable() is not None


def _label_undo(window: MainWindow) -> str:
    change = window.session.find_undoable()
    if change is None:
        return tr("&Undo")
    return tr("&Undo: {operation}", operation=label_operation(change.operation))


def _label_redo(window: MainWindow) -> str:
    change = window.session.find_redoable()
    if change is None:
        return tr("&Redo")
    return tr("&Redo: {operation}", operation=label_operation(change.operation))


def _undo(window: MainWindow) -> None:
    change, session = window.session.find_undoable(), window.session
    if change is None:
        return
    said = tr("Undone: {operation}", operation=label_operation(change.operation))
    if session.is_large(change):
        label = tr("Undo: {operation}", operation=label_operation(change.operation))
        _run_as_job(window, label, lambda p: session.undo(check=p.check), said)
    else:
        session.undo()
        window.tell(said)


def _redo(window: MainWindow) -> None:
    change, session = window.session.find_redoable(), window.session
    if change is None:
        return
    said = tr("Done again: {operation}", operation=label_operation(change.operation))
    if session.is_large(change):
        label = tr("Redo: {operation}", operation=label_operation(change.operation))
        _run_as_job(window, label, lambda p: session.redo(check=p.check), said)
    else:
        session.redo()
        window.tell(said)


def _run_as_job(
    window: MainWindow, label: str, work: Callable[[Progress], object], said: str
) -> None:
    """Take a long step as a job that can be cancelled: the window goes on meanwhile."""

    def tell(job: Job) -> None:
        if job.error is None:
            window.tell(said)

    window.workspace.bridge.start_job(label, work, then=tell)


def _has_target(window: MainWindow) -> bool:
    return can_write(window) and bool(window.targets())


def _delete(window: MainWindow) -> None:
    window.ask_delete()


def _open_trash(window: MainWindow) -> None:
    window.dialogs.open_trash()


def _label_drafts(window: MainWindow) -> str:
    count = len(window.workspace.drafts.list_offered())
    return tr("Unsaved te&xts ({count})…", count=count) if count else tr("Unsaved te&xts…")


def _show_drafts(window: MainWindow) -> None:
    window.drafts.show_all()


def _search(window: MainWindow) -> None:
    window.go_to_search()


def _filter(window: MainWindow) -> None:
    window.go_to_filter()


SPECS = (
    ActionSpec(
        id="undo",
        text=mark("&Undo"),
        menu="edit",
        group=1,
        keys=("Ctrl+Z",),
        icon="undo",
        enabled=_can_undo,
        label=_label_undo,
        run=_undo,
    ),
    ActionSpec(
        id="redo",
        text=mark("&Redo"),
        menu="edit",
        group=1,
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        enabled=_can_redo,
        label=_label_redo,
        run=_redo,
    ),
    ActionSpec(
        id="delete",
        text=mark("&Delete…"),
        menu="edit",
        group=2,
        keys=("Del",),
        icon="delete",
        enabled=_has_target,
        run=_delete,
    ),
    ActionSpec(
        id="open_trash",
        text=mark("&Trash…"),
        menu="edit",
        group=2,
        icon="restore",
        run=_open_trash,
    ),
    ActionSpec(
        id="show_drafts",
        text=mark("Unsaved te&xts…"),
        menu="edit",
        group=2,
        icon="edit",
        label=_label_drafts,
        run=_show_drafts,
    ),
    ActionSpec(
        id="search",
        text=mark("&Search everything"),
        menu="edit",
        group=3,
        keys=("Ctrl+F", "Ctrl+Shift+F"),
        icon="search",
        run=_search,
    ),
    ActionSpec(
        id="filter_list",
        text=mark("&Filter the list"),
        menu="edit",
        group=3,
        keys=("Ctrl+L",),
        icon="filter",
        run=_filter,
    ),
)
