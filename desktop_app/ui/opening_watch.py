"""What follows the opening of a catalogue in its window: notes, the whole check, a lost disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Cancelled, Job
from desktop_app.services.opening import Opening, check_while_working, save_elsewhere
from desktop_app.ui.errors import show_error
from desktop_app.ui.opening_bar import OpeningBar
from desktop_app.ui.widgets.labels import message_box, set_plain_title

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

#: Failures after which the work so far should be brought elsewhere.
_DISK_LOST = {"file_gone", "disk_error", "unreadable", "read_only"}


class OpeningWatch(QObject):
    """Shows in the bar of one window what was found at opening and what goes wrong later."""

    newer_copy_wanted = Signal(Path)
    backups_wanted = Signal(Path)
    salvage_wanted = Signal(Path)
    _failed = Signal(object)

    def __init__(self, opening: Opening, window: MainWindow) -> None:
        """Show the notes of `opening`, and begin the whole check where it is wanted."""
        super().__init__(window)
        self._opening = opening
        self._window = window
        self.bar: OpeningBar = window.opening_bar
        self._failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        opening.session.db.on_failure = self._tell_failed
        window.workspace.closing.connect(self._stop)
        self._say_notes()
        if opening.wants_whole_check and opening.snapshot is None:
            self._check()

    def _stop(self) -> None:
        self._opening.session.db.on_failure = None

    def _say_notes(self) -> None:
        opening = self._opening
        quiet = [note.text for note in opening.notes if note.code in ("unknown", "copy")]
        loud = [note.text for note in opening.notes if note.code not in ("unknown", "copy")]
        if quiet:
            self._window.tell(" ".join(quiet))
        if opening.snapshot is not None:
            title = tr(
                "{catalogue} — read-only copy of {time} — Regesta",
                catalogue=opening.session.name,
                time=opening.snapshot.time_text,
            )
            set_plain_title(self._window, title)
            way = ("newer_copy", tr("Take a newer copy"), self._want_newer_copy)
            self.bar.say(loud, way, is_lasting=True)
        elif loud:
            self.bar.say(loud)

    def _want_newer_copy(self) -> None:
        self.newer_copy_wanted.emit(self._opening.place)

    def _check(self) -> None:
        session = self._opening.session
        self._window.workspace.bridge.start_job(
            tr("Checking the whole file"),
            lambda progress: check_while_working(session, progress),
            then=self._on_checked,
            is_quiet=True,
        )

    def _on_checked(self, job: Job) -> None:
        if isinstance(job.error, Cancelled):
            return
        if job.error is not None:
            show_error(self._window, job.error)
        elif job.result:
            said = tr(
                "SQLite's full check found damage in this file: {line}. What you see may be "
                "incomplete. Work on from the newest backup.",
                line=job.result[0][:200],
            )
            self._say_grave(said, "backups", "salvage")
        elif job.result is not None:
            self._window.tell(tr("The whole file was checked: it is sound."))

    def _tell_failed(self, error: UserError) -> None:
        # In the thread that made the change.
        self._failed.emit(error)

    def _on_failed(self, error: UserError) -> None:
        if error.code in _DISK_LOST and not self._opening.session.db.read_only:
            self._say_grave(error.message, "save_elsewhere", "backups")

    def _say_grave(self, said: str, *names: str) -> None:
        place = self._opening.place
        ways = {
            "backups": (tr("Look for backups…"), lambda: self.backups_wanted.emit(place)),
            "salvage": (tr("Save what can be read…"), lambda: self.salvage_wanted.emit(place)),
            "save_elsewhere": (tr("Save a copy elsewhere…"), self.ask_elsewhere),
        }
        self.bar.say([said], *((name, *ways[name]) for name in names), is_grave=True)

    def ask_elsewhere(self) -> QFileDialog:
        """Ask where a copy of all that is saved goes."""
        dialog = QFileDialog(self._window, tr("Save a copy elsewhere"), str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilters([tr("Regesta catalogues (*.db)"), tr("All files (*)")])
        dialog.setDefaultSuffix("db")
        dialog.fileSelected.connect(lambda name: self.save_elsewhere(Path(name)))
        dialog.open()
        return dialog

    def save_elsewhere(self, path: Path) -> Job:
        """Write a verified copy of all that is saved to `path`."""
        session = self._opening.session
        return self._window.workspace.bridge.start_job(
            tr("Saving a copy elsewhere"),
            lambda _: save_elsewhere(session, path),
            then=self._on_saved,
        )

    def _on_saved(self, job: Job) -> None:
        if job.error is not None:
            return
        said = tr(
            "The copy is written and was checked: {path}. Open it and go on there.",
            path=str(job.result),
        )
        box = message_box(
            self._window, tr("Save a copy elsewhere"), said, icon=QMessageBox.Icon.Information
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
