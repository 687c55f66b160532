"""Jobs: work that may take long, off the window's thread, with progress and cancel.

A job is a plain callable `work(progress) -> result`. One job runs at a time, so that one
writer writes at a time; cancelling raises `Cancelled` inside it, and its change rolls back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

Listener = Callable[["Job"], None]


class Cancelled(Exception):
    """The user cancelled the job."""


class Progress:
    """What a job reports, and where it learns that it was cancelled. Safe between threads."""

    def __init__(self, listener: Callable[[], None] | None = None) -> None:
        """Call `listener` in the job's thread after each report."""
        self.done = 0
        self.total = 0
        self.text = ""
        self._listener = listener
        self._cancelled = threading.Event()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say that `done` of `total` steps are done (total 0: unknown); raise Cancelled if so."""
        self.done, self.total, self.text = done, total, text
        if self._listener is not None:
            self._listener()
        self.check()

    def check(self) -> None:
        """Raise Cancelled if the job was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def is_cancelled(self) -> bool:
        """Tell whether the job was cancelled."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._cancelled.set()


@dataclass(slots=True)
class Job:
    """One job: its label, progress, and once ended its result or error.

    `is_quiet` marks the program's own upkeep (indexing), which shows no dialog.
    """

    label: str
    progress: Progress
    is_quiet: bool = False
    result: Any = None
    error: BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)


class JobRunner:
    """Runs jobs one after the other in a thread of its own."""

    def __init__(self) -> None:
        """Begin idle; the thread starts with the first job."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="regesta-job")
        self._waiting: list[Job] = []
        self._lock = threading.Lock()

    def start(
        self,
        label: str,
        work: Callable[[Progress], Any],
        *,
        on_progress: Listener | None = None,
        on_end: Listener | None = None,
        is_quiet: bool = False,
    ) -> Job:
        """Queue `work`; the listeners are called in the job's thread."""
        job = Job(label, Progress(), is_quiet)
        if on_progress is not None:
            job.progress._listener = lambda: on_progress(job)
        with self._lock:
            self._waiting.append(job)
        future: Future[None] = self._executor.submit(self._run, job, work, on_end)
        del future
        return job

    def _run(self, job: Job, work: Callable[[Progress], Any], on_end: Listener | None) -> None:
        try:
            job.progress.check()
            job.result = work(job.progress)
        except Exception as error:
            # The runner is where every failure of a job ends: the listener shows it.
            job.error = error
        with self._lock:
            self._waiting.remove(job)
        job.ended.set()
        if on_end is not None:
            on_end(job)

    def list_running(self) -> list[Job]:
        """Return the jobs that have not ended."""
        with self._lock:
            return list(self._waiting)

    def close(self) -> None:
        """Cancel what runs and wait for the thread to end."""
        for job in self.list_running():
            job.progress.cancel()
        self._executor.shutdown(wait=True)
