"""Keeps backups in step with the work, in quiet jobs, and says in the status bar how it stands."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups import (
    Backup,
    Reason,
    Written,
    back_up,
    catch_up_second,
    ensure_backup,
    find_failure,
    find_newest,
    is_backup_due,
    is_second_behind,
)
from desktop_app.services.backups_adopting import adopt_copies, list_copies_to_adopt
from desktop_app.services.backups_places import Places, chosen_places, is_on_one_medium
from desktop_app.services.jobs import Cancelled, Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session
from desktop_app.ui.bridge import Bridge

_LOOK_MS = 60_000


@dataclass(frozen=True, slots=True)
class Sign:
    """What the status bar says of backups: a few words, the whole sentence, whether it warns."""

    words: str
    sentence: str
    is_warning: bool = False


class BackupKeeper(QObject):
    """Backs up after each half hour of work, and remembers what went wrong."""

    #: A `Sign` for the status bar.
    said = Signal(object)
    #: A backup was written, or failed: lists of backups are out of date.
    changed = Signal()

    def __init__(
        self, session: Session, bridge: Bridge, preferences: PreferenceFile, parent: QObject
    ) -> None:
        """Keep backups of `session`, beginning with `start`."""
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._preferences = preferences
        self._is_running = False
        self._failure: UserError | None = None
        self._newest: Backup | None = None
        self._work_since: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look at the clock."""
        self._bridge.changed.connect(self._on_changed)
        self._timer.start()
        self.refresh()
        if self.is_due():
            self._work_since = time.monotonic()
        if self._has_copies():
            self._start(self._adopt)

    def stop(self) -> None:
        """Start no more jobs."""
        self._timer.stop()
        self._is_running = True

    def places(self) -> Places:
        """Return where backups go."""
        return chosen_places(self._preferences.chosen)

    def is_due(self) -> bool:
        """Tell whether there is work that no backup holds."""
        try:
            return is_backup_due(self._session, Reason.INTERVAL, self.places())
        except UserError as error:
            self._failure = error
            return False

    def _on_changed(self, event: ChangeEvent) -> None:
        del event
        if self._work_since is None:
            self._work_since = time.monotonic()

    def _has_copies(self) -> bool:
        if self._session.db.read_only or self._failure is not None:
            return False
        return bool(list_copies_to_adopt(self._session, self.places()))

    def look(self) -> None:
        """Start what is due: a backup after enough work, a copy for a second disk that came."""
        if self._is_running:
            return
        worked = time.monotonic() - self._work_since if self._work_since is not None else 0.0
        if worked >= self._preferences.chosen.backup_minutes * 60:
            self._start(self._ensure)
        elif self._is_second_behind():
            self._start(self._catch_up)
        else:
            self.refresh()

    def _is_second_behind(self) -> bool:
        try:
            return is_second_behind(self._session, self.places())
        except UserError as error:
            self._failure = error
            return False

    def _ensure(self, progress: Progress) -> Written | None:
        return ensure_backup(self._session, Reason.INTERVAL, progress, places=self.places())

    def _adopt(self, progress: Progress) -> None:
        adopt_copies(self._session, progress, places=self.places())

    def _catch_up(self, progress: Progress) -> None:
        catch_up_second(self._session, progress, places=self.places())

    def back_up_now(self) -> Job:
        """Write a backup by hand, as a job with its dialog."""
        session, places = self._session, self.places()

        def work(progress: Progress) -> Written:
            return back_up(session, Reason.BY_HAND, progress, places=places)

        return self._bridge.start_job(tr("Writing a backup"), work, then=self._on_ended)

    def _start(self, work: object) -> None:
        self._is_running = True
        self._bridge.start_job(tr("Backup"), work, then=self._on_ended, is_quiet=True)  # type: ignore[arg-type]

    def _on_ended(self, job: Job) -> None:
        self._is_running = False
        if isinstance(job.error, Cancelled):
            return
        self._work_since = None
        self._failure = None
        if isinstance(job.error, UserError):
            self._failure = job.error
            # To be tried again after another while of work, not every minute.
            self._work_since = time.monotonic()
        elif isinstance(job.result, Written) and job.result.warnings:
            self._failure = job.result.warnings[0]
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Say again how the backups stand."""
        self.said.emit(self.sign())

    def sign(self) -> Sign:
        """Return what the status bar says."""
        try:
            self._newest = find_newest(self._session, self.places())
        except UserError as error:
            self._failure = error
        failure = self._failure or find_failure(self._session)
        if failure is not None:
            return Sign(tr("Backup: look here"), failure.message, is_warning=True)
        if self._newest is None:
            return Sign(tr("No backup yet"), tr("A backup is made at closing, and during work."))
        if self.is_lonely():
            said = tr(
                "All copies of this catalogue lie on one disk. If it breaks, all are lost. Name "
                "a second folder on another disk."
            )
            return Sign(tr("Backups on one disk"), said, is_warning=True)
        when = _say_moment(self._newest.when.astimezone())
        said = tr("The last backup, of change {number}, was verified.", number=self._newest.seq)
        return Sign(tr("Backed up {when}", when=when), said)

    def is_lonely(self) -> bool:
        """Tell whether to remind of a second disk: all copies on one, and no silence asked for."""
        silence = self._preferences.chosen.backup_silence
        now = datetime.now(UTC)
        if silence and datetime.fromisoformat(silence) > now:
            return False
        return is_on_one_medium(self._session.path, self.places(), self._session.uuid, now)


def _say_moment(moment: datetime) -> str:
    """Return the time of a moment of today, the date of an earlier one."""
    is_today = moment.date() == datetime.now().astimezone().date()
    return f"{moment:%H:%M}" if is_today else f"{moment:%Y-%m-%d}"
