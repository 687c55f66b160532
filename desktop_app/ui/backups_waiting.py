"""Work that must end before the program goes on: a small dialog while no window is open.

Events are handled by hand: once the program has been asked to quit, no event loop runs again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups import (
    Reason,
    ensure_backup,
    is_backup_due,
    try_backup,
)
from desktop_app.services.backups_places import chosen_places
from desktop_app.services.hub import Hub
from desktop_app.services.jobs import Cancelled, Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.widgets.labels import elided_label, plain_label

#: Work that is done sooner shows nothing.
_SHOW_AFTER = 0.3
_TURN = 0.02
_STEPS = 1000
#: From so many records on, deleting and bringing back is preceded by a backup.
_MANY = 500


class WaitingDialog(QDialog):
    """What is done, how far it is, and a button to go on without it; a question where it failed."""

    def __init__(self, title: str, leave: str, parent: QWidget | None = None) -> None:
        """Show `title`; `leave` is the button that ends the waiting, "" for none."""
        super().__init__(parent)
        self.setObjectName("waiting_dialog")
        self.setWindowTitle(tr("Regesta"))
        self.setMinimumWidth(420)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.is_left = False
        self.is_again = False
        self._title = title
        self.said = plain_label(title)
        self.said.setObjectName("waiting_said")
        self.doing = elided_label()
        self.bar = QProgressBar()
        self.bar.setObjectName("waiting_bar")
        self.bar.setAccessibleName(title)
        self.bar.setTextVisible(False)
        buttons = QDialogButtonBox()
        self.again_button = QPushButton(tr("Try again"))
        self.again_button.setObjectName("try_again")
        buttons.addButton(self.again_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.leave_button = QPushButton(leave)
        self.leave_button.setObjectName("leave_waiting")
        buttons.addButton(self.leave_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.leave_button.setVisible(bool(leave))
        self.again_button.clicked.connect(self._try_again)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.said, self.doing, self.bar, buttons):
            column.addWidget(widget)
        self.show_work(None)

    def show_work(self, progress: Progress | None) -> None:
        """Draw how far the work is."""
        self.again_button.hide()
        self.said.setText(self._title)
        self.bar.show()
        if progress is not None and progress.total > 0:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(progress.done * _STEPS // progress.total, _STEPS))
        else:
            self.bar.setRange(0, 0)
        if progress is not None:
            self.doing.set_text(progress.text)

    def ask(self, error: UserError) -> bool:
        """Say why the work failed; return whether to try again."""
        self.said.setText(error.message)
        self.bar.hide()
        self.doing.set_text("")
        self.again_button.show()
        self.is_left = self.is_again = False
        self.adjustSize()
        self.show()
        self.leave_button.setFocus()
        while not self.is_left and not self.is_again:
            _handle_events()
        self.is_left = False
        return self.is_again

    def _try_again(self) -> None:
        self.is_again = True

    def reject(self) -> None:
        self.is_left = True

    def closeEvent(self, event: QCloseEvent) -> None:
        self.is_left = True
        event.ignore()


def run_waiting(dialog: WaitingDialog, label: str, work: Callable[[Progress], Any]) -> Job:
    """Run `work` off the window's thread and return the ended job; `dialog` shows it meanwhile."""
    bridge = Bridge(Hub())
    try:
        job = bridge.start_job(label, work, is_quiet=True)
        waited = 0.0
        while not job.ended.wait(_TURN):
            waited += _TURN
            if waited >= _SHOW_AFTER and not dialog.isVisible():
                dialog.show()
            if dialog.is_left:
                job.progress.cancel()
            dialog.show_work(job.progress)
            _handle_events()
    finally:
        bridge.close()
        bridge.deleteLater()
    return job


def _handle_events() -> None:
    QCoreApplication.processEvents()


@contextmanager
def staying_open() -> Iterator[None]:
    """Keep the program running while one window gives way to another and a dialog waits between."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.quitOnLastWindowClosed()
    app.setQuitOnLastWindowClosed(False)
    try:
        yield
    finally:
        app.setQuitOnLastWindowClosed(before)


def back_up_before_closing(session: Session, preferences: PreferenceFile, *, asks: bool) -> None:
    """Back up what is not in a backup yet; the user may close without it.

    Where it fails and `asks`, say why and offer to try again; nobody may be there to answer when
    the system ends the program.
    """
    try:
        places = chosen_places(preferences.chosen)
        if not is_backup_due(session, Reason.CLOSE, places):
            return
    except UserError:
        # The catalogue's disk is gone, or the user has no folder: said elsewhere already.
        return

    def work(progress: Progress) -> object:
        return ensure_backup(session, Reason.CLOSE, progress, places=places)

    dialog = WaitingDialog(tr("Backing up before closing…"), tr("Close without it"))
    try:
        while True:
            job = run_waiting(dialog, tr("Backup"), work)
            if isinstance(job.error, UserError):
                if not asks or not dialog.ask(job.error):
                    return
            elif job.error is None or isinstance(job.error, Cancelled):
                return
            else:
                raise job.error
    finally:
        dialog.hide()
        dialog.deleteLater()


def back_up_before_many(session: Session, count: int) -> None:
    """Back up before `count` records are changed at once; the user may go on without it."""
    if count < _MANY:
        return

    def work(progress: Progress) -> object:
        return try_backup(session, Reason.BULK, progress)

    dialog = WaitingDialog(tr("Backing up first…"), tr("Go on without it"))
    try:
        job = run_waiting(dialog, tr("Backup"), work)
    finally:
        dialog.hide()
        dialog.deleteLater()
    if job.error is not None and not isinstance(job.error, Cancelled):
        raise job.error
