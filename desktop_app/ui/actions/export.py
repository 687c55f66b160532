"""Actions of the File menu that write the catalogue's contents for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_EXPORT = mark("E&xport")


def _export_everything(window: MainWindow) -> None:
    from desktop_app.ui.dialogs.export import ExportDialog

    ExportDialog(window.workspace, window.preferences, window).open()


def _export_list(window: MainWindow) -> None:
    from desktop_app.ui.dialogs.export_csv import open_list_export

    open_list_export(window.workspace, window.preferences, window.lists.shown_page(), window)


def _export_names(window: MainWindow) -> None:
    from desktop_app.ui.dialogs.export_csv import open_names_export

    open_names_export(window.workspace, window.preferences, window)


def _check_export(window: MainWindow) -> None:
    from desktop_app.ui.dialogs.export import ask_export_to_check

    ask_export_to_check(window.workspace, window)


SPECS = (
    ActionSpec(
        id="export_everything",
        text=mark("Export &everything…"),
        menu="file",
        group=2,
        submenu=_EXPORT,
        icon="export",
        run=_export_everything,
    ),
    ActionSpec(
        id="export_list",
        text=mark("Export this &list…"),
        menu="file",
        group=2,
        submenu=_EXPORT,
        run=_export_list,
    ),
    ActionSpec(
        id="export_names",
        text=mark("Export &names…"),
        menu="file",
        group=2,
        submenu=_EXPORT,
        run=_export_names,
    ),
    ActionSpec(
        id="check_export",
        text=mark("&Check an export…"),
        menu="file",
        group=2,
        submenu=_EXPORT,
        run=_check_export,
    ),
)
