"""One job of a dialog at a time: what it does, how far it is, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Cancelled, Job, Progress
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.errors import show_error
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint

_STEPS = 1000


class JobStrip(QWidget):
    """A sentence, and below it the progress of the job that runs."""

    #: A job began or ended.
    worked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Run jobs through `bridge`; nothing runs yet."""
        super().__init__(parent)
        self._bridge = bridge
        self._job: Job | None = None
        self.hint = Hint()
        self.bar = QProgressBar()
        self.bar.setObjectName("report_bar")
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setTextVisible(False)
        self.stop = QPushButton(tr("Stop"))
        self.stop.setObjectName("report_stop")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.cancel)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hint)
        column.addLayout(row)
        bridge.job_progressed.connect(self._on_progressed)
        self._show()

    def is_busy(self) -> bool:
        """Tell whether a job runs that is still wanted."""
        return self._job is not None

    def run(self, label: str, work: Callable[[Progress], Any], then: Callable[[Any], None]) -> None:
        """Run `work` in the place of any other; `then` gets what it returned, if it came to that.

        What else became of it is said here.
        """
        self.drop()
        self.hint.say(label + "…")
        self.bar.setRange(0, 0)

        def end(job: Job) -> None:
            if self._ended(job):
                then(job.result)

        # Quiet: the dialog shows the progress itself, over which no other window may lie.
        self._job = self._bridge.start_job(label, work, then=end, is_quiet=True)
        self._show()

    def cancel(self) -> None:
        """Ask the job that runs to stop; its end is announced when it did."""
        if self._job is not None:
            self._job.progress.cancel()
            self.hint.say(tr("Stopping; nothing of it is kept…"))

    def drop(self) -> None:
        """Stop the job that runs and no longer care what becomes of it."""
        if self._job is not None:
            self._job.progress.cancel()
            self._job = None

    def settle(self, words: str, role: Role | None = None) -> None:
        """Say `words` where no job runs any more."""
        self.hint.say(words, role)
        self._show()

    def _ended(self, job: Job) -> bool:
        """Return whether `job` is the one awaited and came to a good end; say else what was."""
        if job is not self._job:
            return False
        self._job = None
        if job.error is None:
            return True
        if isinstance(job.error, Cancelled):
            self.settle(tr("Stopped; nothing was written."))
        elif isinstance(job.error, UserError):
            self.settle(job.error.message, Role.INVALID)
        else:
            self.settle("")
            show_error(self, job.error)
        return False

    def _on_progressed(self, job: Job) -> None:
        if job is self._job and job.progress.total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(job.progress.done * _STEPS // job.progress.total, _STEPS))

    def _show(self) -> None:
        self.bar.setVisible(self.is_busy())
        self.stop.setVisible(self.is_busy())
        self.worked.emit()
