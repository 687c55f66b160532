"""Keeps the search index in step with the catalogue, in quiet jobs off the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.i18n import tr
from desktop_app.services.jobs import Cancelled, Job
from desktop_app.services.searching import SearchService
from desktop_app.ui.bridge import Bridge

#: Changes of one moment are indexed together; an edit is searchable within a tenth of a second.
_WAIT_MS = 60


class IndexKeeper(QObject):
    """Starts a job when something changed, one at a time, and says how the index is."""

    #: A sentence for the status bar, "" where all is well.
    said = Signal(str)
    #: The index is up to date.
    settled = Signal()

    def __init__(self, search: SearchService, bridge: Bridge, parent: QObject) -> None:
        """Keep `search` up to date with the changes that `bridge` announces."""
        super().__init__(parent)
        self._search = search
        self._bridge = bridge
        self._is_running = False
        self._is_wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.start)
        bridge.changed.connect(self._timer.start)

    def start(self) -> None:
        """Bring the index up to date, now or when the running job has ended."""
        if self._is_running:
            self._is_wanted = True
            return
        self._is_running, self._is_wanted = True, False
        if not self._search.is_ready:
            self.said.emit(tr("Preparing the search…"))
        self._bridge.start_job(
            tr("Index"), self._search.bring_up_to_date, then=self._on_ended, is_quiet=True
        )

    @property
    def is_busy(self) -> bool:
        """Tell whether a job runs or is about to."""
        return self._is_running or self._is_wanted or self._timer.isActive()

    def stop(self) -> None:
        """Start no more jobs."""
        self._timer.stop()
        self._is_running = True

    def _on_ended(self, job: Job) -> None:
        self._is_running = False
        if job.error is None:
            self.said.emit("")
            self.settled.emit()
        elif not isinstance(job.error, Cancelled):
            self.said.emit(tr("The search is out of date: {reason}", reason=str(job.error)))
        if self._is_wanted and not isinstance(job.error, Cancelled):
            self.start()
