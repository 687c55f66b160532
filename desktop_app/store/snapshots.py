"""A copy of a catalogue that another program holds, made without its help.

Reading bytes from another process drops none of the holder's locks. Its journal is empty but
while it commits, and the file's time and size then change: a copy between two equal looks at
them is whole. That is believed only after the copy was verified by its contents.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.paths import cache_folder
from desktop_app.store import lock
from desktop_app.store.database import require_not_open_here
from desktop_app.store.opening import is_sound
from desktop_app.store.opening_header import check_header, explain_os
from desktop_app.store.sidecars import sidecars_of

#: How long to try while the holder writes, and between two tries.
PATIENCE, _PAUSE = 20.0, 0.05
#: A file changed later than this may change again without its time telling: clocks of files
#: tick every few milliseconds, those of FAT disks every two seconds.
_REST, _COARSE_REST = 0.05, 2.1
_SPARE_BYTES = 50_000_000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A verified copy, where it was taken from, when, and from whom."""

    path: Path
    origin: Path
    taken: datetime
    holder: lock.Holder | None

    @property
    def time_text(self) -> str:
        """Return when it was taken, in this computer's time."""
        return f"{self.taken.astimezone():%H:%M}"

    def discard(self) -> None:
        """Delete the copy."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def take_snapshot(path: Path, *, patience: float = PATIENCE) -> Snapshot:
    """Return a verified copy of the catalogue at `path`, which another program may hold.

    Raises UserError where it is no catalogue, or "no_quiet_moment" where it was being written
    to for `patience` seconds.
    """
    require_not_open_here(path)
    check_header(path)
    file, end = path.resolve(), time.monotonic() + patience
    folder = _make_folder(file)
    try:
        while True:
            copy = _copy_at_rest(file, folder)
            if copy is not None and is_sound(copy, True):
                return Snapshot(copy, path, datetime.now(UTC), lock.find_holder(file)[1])
            if time.monotonic() > end:
                copy = _copy_left_alone(file, folder)
                if copy is not None and is_sound(copy, True):
                    return Snapshot(copy, path, datetime.now(UTC), lock.find_holder(file)[1])
                raise UserError(
                    "no_quiet_moment",
                    "{path} is being written to, or is damaged: no whole copy could be made of "
                    "it just now. Nothing was changed. Try again in a minute.",
                    path=str(path),
                )
            time.sleep(_PAUSE)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _make_folder(path: Path) -> Path:
    """Return a new private folder with room for a copy; raise UserError without it."""
    home = cache_folder() / "snapshots"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in home.iterdir():
            if time.time() - old.stat().st_mtime > _DAY:
                shutil.rmtree(old, ignore_errors=True)
        size = path.stat().st_size
        if shutil.disk_usage(home).free < size + _SPARE_BYTES:
            raise UserError(
                "no_room_for_copy",
                "A copy of {path} needs {megabytes} MB on the disk of {folder}, which has not so "
                "much left. Nothing was changed. Free some space there.",
                path=str(path),
                megabytes=(size + _SPARE_BYTES) // 1_000_000,
                folder=str(home),
            )
        return Path(tempfile.mkdtemp(dir=home))
    except OSError as error:
        raise explain_os(error, home) from error


def _copy_at_rest(path: Path, folder: Path) -> Path | None:
    """Copy the file if nobody wrote to it before, meanwhile and after; else return None."""
    copy = folder / path.name
    try:
        before = look_at(path)
        if before is None or not _is_at_rest(before):
            return None
        shutil.copyfile(path, copy)
        return copy if look_at(path) == before else None
    except OSError as error:
        raise explain_os(error, path) from error


def _copy_left_alone(path: Path, folder: Path) -> Path | None:
    """Copy the file with the journal of a change that nobody goes on with; else return None."""
    copy, journal = folder / path.name, sidecars_of(path)[0]
    try:
        before = [(one.stat().st_size, one.stat().st_mtime_ns) for one in (path, journal)]
        if not journal.is_file() or time.time() - before[1][1] / 1e9 < PATIENCE:
            return None
        shutil.copyfile(path, copy)
        shutil.copyfile(journal, sidecars_of(copy)[0])
        after = [(one.stat().st_size, one.stat().st_mtime_ns) for one in (path, journal)]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain_os(error, path) from error
    return copy if after == before else None


def look_at(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with every commit, None while one is under way."""
    journal, wal, _ = sidecars_of(path)
    for one in (journal, wal):
        try:
            if os.lstat(one).st_size:
                return None
        except FileNotFoundError:
            pass
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _is_at_rest(seen: tuple[int, int, int]) -> bool:
    is_coarse = seen[2] % 10_000_000 == 0
    return time.time() - seen[2] / 1e9 > (_COARSE_REST if is_coarse else _REST)
