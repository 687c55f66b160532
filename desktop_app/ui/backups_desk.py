"""How the program goes on from a backup: in the place of the catalogue, or only to look at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups import replace_catalogue
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.session import open_catalogue
from desktop_app.ui.backups_waiting import WaitingDialog, run_waiting, staying_open
from desktop_app.ui.errors import show_error
from desktop_app.ui.widgets.labels import message_box

if TYPE_CHECKING:
    from desktop_app.ui.application import Desk


def restore_in_place(desk: Desk, backup: Path) -> None:
    """Put `backup` in the place of the open catalogue and open what lies there then.

    Where anything fails, or the user cancels, that is the catalogue as it was.
    """
    assert desk.session is not None
    path = desk.session.path
    with staying_open():
        desk.put_away()
        job = _replace(backup, path)
        try:
            desk.show_session(open_catalogue(path))
        except UserError as error:
            show_error(None, error)
    if job.error is not None:
        show_error(desk.window, job.error)
        return
    said = tr("The backup is in the place of the catalogue.")
    kept = tr("The catalogue as it was is kept: {path}", path=str(job.result))
    box = message_box(desk.window, tr("Restore a backup"), said, kept, QMessageBox.Icon.Information)
    box.setObjectName("restored_box")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _replace(backup: Path, path: Path) -> Job:
    def work(progress: Progress) -> Path | None:
        return replace_catalogue(backup, path, progress)

    dialog = WaitingDialog(tr("Restoring…"), tr("Cancel"))
    try:
        return run_waiting(dialog, tr("Restoring"), work)
    finally:
        dialog.hide()
        dialog.deleteLater()


def look_at(desk: Desk, backup: Path) -> None:
    """Open `backup` for reading only; the catalogue that was open is closed."""
    session = open_catalogue(backup, read_only=True)
    with staying_open():
        desk.close(asks=True)
        desk.show_session(session)
    if desk.window is not None:
        desk.window.tell(tr("This is a backup, open for reading only."))
