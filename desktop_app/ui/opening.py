"""The way from a file's name to an open catalogue: refusals with ways out, alarms, copies."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Job, JobRunner
from desktop_app.services.opening import Opening, open_for_work, open_snapshot
from desktop_app.ui.dialogs.open_alarm import OpenAlarmDialog
from desktop_app.ui.dialogs.open_refused import OpenRefusedDialog
from desktop_app.ui.errors import show_error


class OpeningFlow(QObject):
    """Opens one catalogue after another; asks without blocking, over whatever window is there."""

    #: An Opening that the user wants to work in.
    opened = Signal(object)
    #: Nothing was opened, and the user wants nothing more.
    given_up = Signal()
    backups_wanted = Signal(Path)
    salvage_wanted = Signal(Path)
    _copied = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Begin with nothing asked."""
        super().__init__(parent)
        self._window: QWidget | None = None
        self._asked: Opening | None = None
        self.dialog: OpenRefusedDialog | OpenAlarmDialog | None = None
        self._runner: JobRunner | None = None
        self._copied.connect(self._on_copied, Qt.ConnectionType.QueuedConnection)

    def open(self, path: Path, window: QWidget | None, *, take_over: bool = False) -> None:
        """Open `path` and say `opened`, maybe after a question; raise UserError where refused."""
        self._window = window
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            opening = open_for_work(path, take_over=take_over)
        finally:
            QApplication.restoreOverrideCursor()
        if opening.alarms:
            self._ask(opening)
        else:
            self._take(opening)

    def refuse(self, path: Path, error: UserError, window: QWidget | None) -> OpenRefusedDialog:
        """Show why `path` was refused, and the ways out."""
        self._window = window
        dialog = self.dialog
        if isinstance(dialog, OpenRefusedDialog) and dialog.path == path:
            dialog.show_refusal(error)
            return dialog
        self._close_dialog()
        dialog = OpenRefusedDialog(path, error, window)
        dialog.retry_wanted.connect(self._on_retry)
        dialog.take_over_wanted.connect(partial(self._try, take_over=True))
        dialog.copy_wanted.connect(self.copy)
        dialog.another_wanted.connect(self.choose_another)
        dialog.backups_wanted.connect(self.backups_wanted)
        dialog.salvage_wanted.connect(self.salvage_wanted)
        dialog.rejected.connect(self._on_rejected)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _on_retry(self, path: Path) -> None:
        self._try(path)

    def _try(self, path: Path, *, take_over: bool = False) -> None:
        try:
            self.open(path, self._window, take_over=take_over)
        except UserError as error:
            self.refuse(path, error, self._window)

    def _ask(self, opening: Opening) -> None:
        self._close_dialog()
        self._asked = opening
        dialog = OpenAlarmDialog(opening, self._window)
        dialog.accepted.connect(self._on_accepted)
        dialog.rejected.connect(self._on_rejected)
        dialog.backups_wanted.connect(self.backups_wanted)
        self.dialog = dialog
        dialog.open()

    def _on_accepted(self) -> None:
        opening, self._asked, self.dialog = self._asked, None, None
        if opening is not None:
            opening.accept()
            self.opened.emit(opening)

    def _on_rejected(self) -> None:
        self.dialog = None
        self._let_go()
        self.given_up.emit()

    def _take(self, opening: Opening) -> None:
        self._close_dialog()
        self.opened.emit(opening)

    def choose_another(self) -> QFileDialog:
        """Ask for another file."""
        dialog = QFileDialog(self.dialog or self._window, tr("Open catalogue"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([tr("Regesta catalogues (*.db)"), tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._try(Path(name)))
        dialog.open()
        return dialog

    def copy(self, path: Path) -> None:
        """Open a read-only copy of a catalogue that another program holds; made off this thread."""
        if isinstance(self.dialog, OpenRefusedDialog):
            self.dialog.show_working()
        if self._runner is None:
            self._runner = JobRunner()
        label = tr("Making a copy…")
        self._runner.start(label, lambda _: open_snapshot(path), on_end=self._tell_copied)

    def _tell_copied(self, job: Job) -> None:
        self._copied.emit(job)

    @Slot(object)
    def _on_copied(self, job: Job) -> None:
        if job.error is None:
            if self._runner is None:
                job.result.close()
            else:
                self._take(job.result)
        elif isinstance(job.error, UserError) and isinstance(self.dialog, OpenRefusedDialog):
            self.dialog.show_refusal(job.error)
        else:
            show_error(self._window, job.error)

    def _close_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.done(0)
        self._let_go()

    def _let_go(self) -> None:
        opening, self._asked = self._asked, None
        if opening is not None:
            opening.close()

    def close(self) -> None:
        """End what is asked and what runs."""
        self._close_dialog()
        runner, self._runner = self._runner, None
        if runner is not None:
            runner.close()
