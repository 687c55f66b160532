"""Shows what a job is doing: its label, a bar and Cancel, after 400 ms, without blocking.

Quiet jobs (the index) show nothing here. Errors of jobs are shown when nobody else takes them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.services.jobs import Job
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.errors import show_error
from desktop_app.ui.widgets.labels import elided_label, plain_label, set_plain_title

SHOW_AFTER_MS = 400
#: A bar's range: totals may pass what a bar can count (bytes of a large file).
_STEPS = 1000


class JobDialog(QDialog):
    """One job's label, progress and Cancel."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        """Show the progress of `job`."""
        super().__init__(parent)
        self.setObjectName("job_dialog")
        set_plain_title(self, job.label)
        self.setModal(False)
        self.setMinimumWidth(380)
        self._job = job
        self._label = plain_label(job.label, bold=True)
        self.doing = elided_label()
        self.bar = QProgressBar()
        self.bar.setObjectName("job_bar")
        self.bar.setAccessibleName(job.label)
        self.bar.setTextVisible(False)
        buttons = QDialogButtonBox()
        self.cancel_button = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel_button.setObjectName("cancel_job")
        buttons.rejected.connect(self.cancel)
        column = QVBoxLayout(self)
        for widget in (self._label, self.doing, self.bar, buttons):
            column.addWidget(widget)
        self.show_progress()

    def show_progress(self) -> None:
        """Draw how far the job is."""
        progress = self._job.progress
        if progress.is_cancelled():
            return
        if progress.total > 0:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(progress.done * _STEPS // progress.total, _STEPS))
        else:
            self.bar.setRange(0, 0)
        self.doing.set_text(progress.text)

    def cancel(self) -> None:
        """Ask the job to stop; the dialog stays until it did."""
        self._job.progress.cancel()
        self.cancel_button.setEnabled(False)
        self.doing.set_text(tr("Stopping; nothing of it is kept…"))

    def reject(self) -> None:
        self.cancel()


class JobWatcher(QObject):
    """Follows the jobs of one window."""

    def __init__(self, bridge: Bridge, window: QWidget) -> None:
        """Show the jobs of `bridge` over `window`."""
        super().__init__(window)
        self._window = window
        self._dialogs: dict[int, JobDialog] = {}
        self._timers: dict[int, QTimer] = {}
        bridge.job_started.connect(self._on_started)
        bridge.job_progressed.connect(self._on_progressed)
        bridge.job_ended.connect(self._on_ended)

    def dialog_of(self, job: Job) -> JobDialog | None:
        """Return the dialog that shows `job`, None while there is none."""
        return self._dialogs.get(id(job))

    def _on_started(self, job: Job) -> None:
        if job.is_quiet:
            return
        dialog = JobDialog(job, self._window)
        self._dialogs[id(job)] = dialog
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(dialog.show)
        timer.start(SHOW_AFTER_MS)
        self._timers[id(job)] = timer

    def _on_progressed(self, job: Job) -> None:
        dialog = self._dialogs.get(id(job))
        if dialog is not None and dialog.isVisible():
            dialog.show_progress()

    def _on_ended(self, job: Job) -> None:
        timer, dialog = self._timers.pop(id(job), None), self._dialogs.pop(id(job), None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        if dialog is not None:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.done(0)
            dialog.deleteLater()
        if job.error is not None and not job.is_quiet:
            show_error(self._window, job.error)
