"""Actions of the File menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def can_write(window: MainWindow) -> bool:
    """Tell whether the catalogue can be changed."""
    return not window.session.db.read_only


def _ask_new(window: MainWindow) -> None:
    window.files.ask_new()


def _ask_open(window: MainWindow) -> None:
    window.files.ask_open()


def _open_sample(window: MainWindow) -> None:
    window.sample_wanted.emit()


def _import(window: MainWindow) -> None:
    window.dialogs.open_import()


def _import_names(window: MainWindow) -> None:
    window.dialogs.ask_names()


def _backup(window: MainWindow) -> None:
    window.backups.back_up_now()


def _backups(window: MainWindow) -> None:
    window.show_backups()


def _salvage(window: MainWindow) -> None:
    window.dialogs.open_salvage()


def _check(window: MainWindow) -> None:
    window.dialogs.open_check()


def _quit(window: MainWindow) -> None:
    window.close()


SPECS = (
    ActionSpec(
        id="new_catalogue",
        text=mark("&New catalogue…"),
        menu="file",
        group=1,
        keys=("Ctrl+N",),
        icon="new",
        run=_ask_new,
    ),
    ActionSpec(
        id="open_catalogue",
        text=mark("&Open catalogue…"),
        menu="file",
        group=1,
        keys=("Ctrl+O",),
        icon="open",
        run=_ask_open,
    ),
    ActionSpec(
        id="open_sample", text=mark("Open the &sample"), menu="file", group=1, run=_open_sample
    ),
    ActionSpec(
        id="import_documents",
        text=mark("&Import documents…"),
        menu="file",
        group=2,
        keys=("Ctrl+I",),
        icon="import",
        enabled=can_write,
        run=_import,
    ),
    ActionSpec(
        id="import_names",
        text=mark("Import na&mes…"),
        menu="file",
        group=2,
        enabled=can_write,
        run=_import_names,
    ),
    ActionSpec(
        id="back_up", text=mark("&Back up now"), menu="file", group=2, icon="backup", run=_backup
    ),
    ActionSpec(id="backups", text=mark("Bac&kups…"), menu="file", group=2, run=_backups),
    ActionSpec(
        id="check_catalogue",
        text=mark("Chec&k the catalogue…"),
        menu="file",
        group=2,
        icon="valid",
        run=_check,
    ),
    ActionSpec(
        id="salvage_catalogue",
        text=mark("Sal&vage a damaged catalogue…"),
        menu="file",
        group=2,
        icon="restore",
        run=_salvage,
    ),
    ActionSpec(
        id="quit",
        text=mark("&Quit"),
        menu="file",
        group=3,
        keys=("Ctrl+Q",),
        icon="close",
        run=_quit,
    ),
)
