"""Brings announcements of other threads into the window's thread, as queued signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.services.hub import Hub
from desktop_app.services.jobs import Job, JobRunner, Progress


class Bridge(QObject):
    """Signals in the window's thread for changes of the catalogue and the life of jobs."""

    changed = Signal(object)  # ChangeEvent
    job_started = Signal(object)  # Job
    job_progressed = Signal(object)  # Job
    job_ended = Signal(object)  # Job
    _changed_elsewhere = Signal(object)
    _progressed_elsewhere = Signal(object)
    _ended_elsewhere = Signal(object, object)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        """Listen to `hub` until `close`."""
        super().__init__(parent)
        self._changed_elsewhere.connect(self.changed, Qt.ConnectionType.AutoConnection)
        self._progressed_elsewhere.connect(self.job_progressed, Qt.ConnectionType.AutoConnection)
        self._ended_elsewhere.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = hub.subscribe(self._announce)
        self.runner = JobRunner()

    def _announce(self, event: ChangeEvent) -> None:
        # Emitted from the thread that made the change; the connection queues it where needed.
        self._changed_elsewhere.emit(event)

    def start_job(
        self,
        label: str,
        work: Callable[[Progress], Any],
        *,
        then: Callable[[Job], None] | None = None,
        is_quiet: bool = False,
    ) -> Job:
        """Run `work` as a job; call `then` with the ended job in the window's thread."""
        job = self.runner.start(
            label,
            work,
            on_progress=self._progressed_elsewhere.emit,
            on_end=lambda ended: self._ended_elsewhere.emit(ended, then),
            is_quiet=is_quiet,
        )
        self.job_started.emit(job)
        return job

    @Slot(object, object)
    def _on_ended(self, job: Job, then: Callable[[Job], None] | None) -> None:
        self.job_ended.emit(job)
        if then is not None:
            then(job)

    def close(self) -> None:
        """Stop listening, cancel jobs and wait for their thread."""
        self._unsubscribe()
        self.runner.close()
