"""What lies beside a catalogue: a journal of an honest crash, a stale one, a foreign one.

SQLite plays whatever journal has the right name into the file. Beside a restored or exchanged
file lies the journal of another state of it, and playing that destroys the file. So both ways
are tried on copies first, judged by their contents, and what is not played is set aside under
another name, never deleted.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from desktop_app.errors import UserError
from desktop_app.paths import cache_folder
from desktop_app.store import lock
from desktop_app.store.opening_header import HEADER_BYTES, Header, explain_os

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_JOURNAL_HEADER = 28
#: Room left on the disk after the copies.
_SPARE_BYTES = 50_000_000
_DAY = 86_400

#: Tells whether the catalogue copied to a path is sound; a wary look reads everything.
Judge = Callable[[Path, bool], bool]


class Affinity(StrEnum):
    """Does a journal belong to the file that it lies beside?"""

    NONE = "none"
    OURS = "ours"
    UNSURE = "unsure"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Beside:
    """What was done about what lay beside a catalogue."""

    is_played: bool = False
    set_aside: tuple[Path, ...] = ()
    #: Where the file cannot be written: a copy brought in order, in a folder of its own.
    copy: Path | None = None


def sidecars_of(path: Path) -> tuple[Path, Path, Path]:
    """Return the names of the journal, the WAL and the WAL's index of the catalogue `path`."""
    journal, wal, shm = (
        path.with_name(f"{path.name}{end}") for end in ("-journal", "-wal", "-shm")
    )
    return journal, wal, shm


def list_sidecars(path: Path) -> list[Path]:
    """Return what lies beside `path` that SQLite would use: not empty, or no ordinary file."""
    return [one for one in sidecars_of(path)[:2] if _counts(one)]


def _counts(path: Path) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return not stat.S_ISREG(found.st_mode) or found.st_size > 0


def settle_sidecars(path: Path, header: Header, is_sound: Judge) -> Beside:
    """See to what lies beside the closed catalogue `path`, so that SQLite may open it.

    Raises UserError where another program holds the file, or where it is sound neither with
    what lies beside it nor without.
    """
    if not list_sidecars(path):
        return Beside()
    with lock.hold_bytes(path) as is_free:
        if not is_free:
            raise lock.explain_held(path)
        aside = [_set_aside(one) for one in sidecars_of(path)[:2] if _is_odd(one)]
        found = list_sidecars(path)
        if not found:
            return Beside(set_aside=tuple(aside))
        affinity = find_affinity(path, header)
        try:
            folder = make_room(path)
        except UserError:
            if affinity is Affinity.OURS:
                return Beside(is_played=True, set_aside=tuple(aside))
            raise
        try:
            copy = _find_sound_copy(path, folder, found, affinity, is_sound)
            is_played = copy.parent.name == "with"
            if not is_writable(path):
                return Beside(is_played=is_played, copy=copy)
            if not is_played:
                aside += [_set_aside(one) for one in sidecars_of(path) if os.path.lexists(one)]
            _discard(folder)
            return Beside(is_played=is_played, set_aside=tuple(aside))
        except BaseException:
            _discard(folder)
            raise


def _discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _is_odd(path: Path) -> bool:
    """Tell whether `path` is a link, a folder or a pipe: SQLite would write where it leads."""
    return os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode)


def is_writable(path: Path) -> bool:
    """Tell whether the system lets a catalogue be written: the file, and a journal beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _find_sound_copy(
    path: Path, folder: Path, found: list[Path], affinity: Affinity, is_sound: Judge
) -> Path:
    """Return a sound copy in the folder "with" or "without"; the likelier is tried first."""
    is_wary = affinity is not Affinity.OURS
    for name in ("without", "with") if affinity is Affinity.FOREIGN else ("with", "without"):
        try:
            copy = _copy(path, folder / name, found if name == "with" else [])
        except OSError as error:
            raise explain_os(error, path) from error
        if is_sound(copy, is_wary):
            return copy
    raise UserError(
        "damaged",
        "{path} was left in the middle of a change, and is whole neither with the journal beside "
        "it nor without. Nothing was changed: keep both files, and open the newest backup.",
        path=str(path),
    )


def _copy(path: Path, folder: Path, sidecars: list[Path]) -> Path:
    folder.mkdir()
    copy = folder / "copy.db"
    shutil.copyfile(path, copy)
    for one in sidecars:
        shutil.copyfile(one, folder / f"copy.db{one.name.removeprefix(path.name)}")
    return copy


def make_room(path: Path) -> Path:
    """Return a new private folder with room for a copy of `path`; raise UserError without it."""
    home = cache_folder() / "recovery"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(home)
        needed = sum(one.stat().st_size for one in (path, *sidecars_of(path)) if one.is_file())
        if shutil.disk_usage(home).free < 2 * needed + _SPARE_BYTES:
            raise UserError(
                "no_room",
                "{path} was left in the middle of a change. To bring it in order, {megabytes} MB "
                "of free space are needed on the disk of {folder}. Nothing was changed.",
                path=str(path),
                megabytes=(2 * needed + _SPARE_BYTES) // 1_000_000,
                folder=str(home),
            )
        return Path(tempfile.mkdtemp(dir=home))
    except OSError as error:
        raise explain_os(error, home) from error


def _sweep(home: Path) -> None:
    """Delete copies that a killed program left long ago."""
    for old in home.iterdir():
        if time.time() - old.stat().st_mtime > _DAY:
            _discard(old)


def _set_aside(path: Path) -> Path:
    """Give a sidecar a name that SQLite does not know; return it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.set-aside-{stamp}")
    try:
        path.rename(aside)
    except OSError as error:
        raise UserError(
            "unfinished",
            "{sidecar} does not belong to the catalogue beside it, which it would damage, and "
            "could not be moved away ({reason}). Nothing was changed. Move it away by hand.",
            sidecar=str(path),
            reason=error.strerror or str(error),
        ) from error
    return aside


def find_affinity(path: Path, header: Header) -> Affinity:
    """Return whether what lies beside `path` belongs to it, as far as the headers tell.

    Page 1 in an honest journal bears the file's change counter, or the one before it.
    """
    journal, wal, _ = sidecars_of(path)
    if _counts(wal):
        return Affinity.UNSURE if header.is_wal else Affinity.FOREIGN
    if not _counts(journal):
        return Affinity.NONE
    try:
        return _read_affinity(journal, header)
    except OSError:
        return Affinity.UNSURE


def _read_affinity(journal: Path, header: Header) -> Affinity:
    with journal.open("rb") as file:
        start = file.read(_JOURNAL_HEADER)
        if start[:8] != _JOURNAL_MAGIC or len(start) < _JOURNAL_HEADER:
            return Affinity.FOREIGN if start.strip(b"\0") else Affinity.UNSURE
        count, pages, sector, page_size = (
            int.from_bytes(start[at : at + 4], "big") for at in (8, 16, 20, 24)
        )
        if page_size != header.page_size or not 512 <= sector <= 65536:
            return Affinity.FOREIGN
        file.seek(-8, os.SEEK_END)
        if file.read(8) == _JOURNAL_MAGIC:
            # Part of a change to several files: ours never are, and SQLite would delete another.
            return Affinity.FOREIGN
        size = file.tell()
        if count == 0 and pages not in (0, header.pages):
            # Nothing was synced, so nothing was written: playing it would only cut the file.
            return Affinity.UNSURE
        counter = _find_counter(file, size, sector, page_size)
    if counter is None:
        return Affinity.OURS if count == 0 else Affinity.UNSURE
    is_ours = counter in (header.counter, (header.counter - 1) & 0xFFFFFFFF)
    return Affinity.OURS if is_ours else Affinity.FOREIGN


def _find_counter(file: BinaryIO, size: int, sector: int, page_size: int) -> int | None:
    """Return the change counter in the journal's page 1, None where it has none."""
    at, record = 0, page_size + 8
    while at + _JOURNAL_HEADER <= size:
        file.seek(at)
        start = file.read(_JOURNAL_HEADER)
        if start[:8] != _JOURNAL_MAGIC:
            return None
        at += sector
        count = int.from_bytes(start[8:12], "big")
        count = min(count, (size - at) // record)
        for _ in range(count):
            file.seek(at)
            if int.from_bytes(file.read(4), "big") == 1:
                return int.from_bytes(file.read(HEADER_BYTES)[24:28], "big")
            at += record
        at = -(-at // sector) * sector
    return None
