"""What the search panel knows of the index: whether it can be searched, and how far it is.

The index is kept by quiet jobs (see `IndexKeeper`); where none keeps it, one is started.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Job
from desktop_app.services.searching import SearchService
from desktop_app.ui.bridge import Bridge


class IndexWatch(QObject):
    """Watches the jobs that bring the index up to date."""

    #: How far the making of the index is.
    progressed = Signal(int, int)
    #: The index is as it should be, and may give other answers than before.
    settled = Signal()
    #: A UserError: the index could not be brought up to date.
    failed = Signal(object)

    def __init__(self, service: SearchService, bridge: Bridge, parent: QObject) -> None:
        """Watch the index of `service` through the jobs of `bridge`."""
        super().__init__(parent)
        self._service = service
        self._bridge = bridge
        self._newest = self._being_indexed = self._indexed = 0
        bridge.changed.connect(self._on_changed)
        bridge.job_started.connect(self._on_started)
        bridge.job_progressed.connect(self._on_progressed)
        bridge.job_ended.connect(self._on_ended)

    def is_ready(self) -> bool:
        """Tell whether the index can be searched, be it a few changes behind."""
        return self._service.is_ready

    def is_behind(self) -> bool:
        """Tell whether the newest changes are still to be indexed."""
        return self._newest > self._indexed

    def prepare(self) -> None:
        """Have the index made, unless a job is about it already."""
        if not any(_is_indexing(job) for job in self._bridge.runner.list_running()):
            self._bridge.start_job(tr("Index"), self._service.bring_up_to_date, is_quiet=True)

    def _on_changed(self, event: ChangeEvent) -> None:
        self._newest = event.change

    def _on_started(self, job: Job) -> None:
        # The job reads the newest change after it was started: it indexes at least this one.
        if _is_indexing(job):
            self._being_indexed = self._newest

    def _on_progressed(self, job: Job) -> None:
        if _is_indexing(job) and job.progress.total and not self.is_ready():
            self.progressed.emit(job.progress.done, job.progress.total)

    def _on_ended(self, job: Job) -> None:
        if not _is_indexing(job):
            return
        if job.error is None:
            self._indexed = self._being_indexed
            self.settled.emit()
        elif isinstance(job.error, UserError):
            self.failed.emit(job.error)


def _is_indexing(job: Job) -> bool:
    return job.is_quiet and job.label == tr("Index")
