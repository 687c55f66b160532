"""How the desk opens catalogues: the flow of questions, and what follows in the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.ui.opening import OpeningFlow
from desktop_app.ui.opening_watch import OpeningWatch
from desktop_app.ui.widgets.labels import message_box

if TYPE_CHECKING:
    from desktop_app.ui.application import Desk
    from desktop_app.ui.main_window import MainWindow

_QUEUED = Qt.ConnectionType.QueuedConnection


def make_flow(desk: Desk) -> OpeningFlow:
    """Return the flow of questions through which `desk` opens catalogues."""
    flow = OpeningFlow(desk)
    flow.backups_wanted.connect(partial(show_backups, desk))
    flow.salvage_wanted.connect(partial(show_salvage, desk))
    return flow


def watch_opening(desk: Desk, window: MainWindow) -> None:
    """Say in `window` how its catalogue was opened, and what becomes of it."""
    if desk.opening is None:
        return
    watch = OpeningWatch(desk.opening, window)
    watch.newer_copy_wanted.connect(desk.flow.copy, _QUEUED)
    watch.backups_wanted.connect(partial(show_backups, desk), _QUEUED)
    watch.salvage_wanted.connect(partial(show_salvage, desk), _QUEUED)


def open_first(desk: Desk, path: Path) -> None:
    """Open `path`, or say in a dialog with ways out why not; without a display raise UserError."""
    try:
        desk.open_path(path)
    except UserError as refused:
        if QGuiApplication.platformName() == "offscreen":
            raise
        desk.flow.refuse(path, refused, None)


def show_backups(desk: Desk, path: Path) -> None:
    """Show the backups of a catalogue that may not be open; one of them may be opened."""
    from desktop_app.ui.dialogs.backups import open_backups

    parent = desk.flow.dialog or desk.window
    dialog = open_backups(parent, path, desk.preferences)
    if dialog is not None:
        dialog.open_wanted.connect(desk.open_or_refuse, _QUEUED)
        return
    said = tr("No backup was made from this place yet.")
    box = message_box(parent, tr("Backups"), said, str(path))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_salvage(desk: Desk, path: Path) -> None:
    """Offer to save what can be read of a catalogue into a new file."""
    from desktop_app.ui.dialogs.salvage import SalvageDialog

    dialog = SalvageDialog(path, desk.flow.dialog or desk.window)
    dialog.open_wanted.connect(desk.open_or_refuse, _QUEUED)
    dialog.open()
