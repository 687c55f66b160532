"""Which backups are kept: all of two days, then by day, week and month; and a bound by size.

`choose_kept` is a pure function. `rotate` deletes what is not kept, and nothing at all once a
check has failed: what is left may then be the only good copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.services.backups_files import delete_file, file_mark, hash_file
from desktop_app.services.backups_manifest import (
    Backup,
    Reason,
    change_backup,
    changing_manifest,
    read_manifest,
)

WHOLE_DAYS = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9
LEAST = 3
#: The part of the disk that the backups of one catalogue may take.
SHARE = 0.1
#: Backups of a catalogue that shows damage: faithful, not to be trusted.
_ALTERED_KEPT = 3

Key = Callable[[Backup], object]


def _day(backup: Backup) -> object:
    return backup.when.date()


def _week(backup: Backup) -> object:
    return backup.when.isocalendar()[:2]


def _month(backup: Backup) -> object:
    return backup.when.year, backup.when.month


def choose_kept(
    backups: Iterable[Backup], now: datetime, limit: int | None = None
) -> frozenset[str]:
    """Return the files to keep of sound backups of one catalogue; `limit` is in bytes.

    Pinned ones, those before a new version and the newest three are kept whatever they take.
    The others give way to `limit` in this order: of the last two days, daily, weekly, monthly,
    each from the oldest on.
    """
    newest_first = sorted(backups, key=lambda one: (one.when, one.seq, one.file), reverse=True)
    for_ever = [one for one in newest_first if one.pinned or one.reason is Reason.MIGRATION]
    kept = {one.file for one in (*for_ever, *newest_first[:LEAST])}
    sizes = {one.file: one.size for one in newest_first}
    room = None if limit is None else limit - sum(sizes[file] for file in kept)
    recent = [one for one in newest_first if one.when >= now - WHOLE_DAYS]
    for group in (
        _newest_of_each(newest_first, _month, MONTHLY),
        _newest_of_each(newest_first, _week, WEEKLY),
        _newest_of_each(newest_first, _day, DAILY),
        recent,
    ):
        for one in group:
            if one.file in kept or (room is not None and one.size > room):
                continue
            kept.add(one.file)
            room = None if room is None else room - one.size
    return frozenset(kept)


def _newest_of_each(newest_first: Sequence[Backup], key: Key, count: int) -> list[Backup]:
    """Return the newest backup of each of the last `count` periods in which there is one."""
    found: dict[object, Backup] = {}
    for one in newest_first:
        found.setdefault(key(one), one)
    return list(found.values())[:count]


def rotate(
    folder: Path,
    uuid: str,
    now: datetime | None = None,
    *,
    fresh: str = "",
    is_quick: bool = False,
) -> list[str]:
    """Delete the sound backups of a catalogue that are not kept; return their files.

    Deletes none while the newest backup is not sound. Raises UserError, having deleted none,
    where the newest sound one or the one before it is no longer what was verified. `fresh` was
    read back just now; `is_quick` looks at size and time instead of reading the other one.
    """
    of_this = [one for one in read_manifest(folder) if one.uuid == uuid]
    for one in of_this:
        if one.deleting:
            delete_backup(folder, one.file)
    of_this = [one for one in of_this if not one.deleting and (folder / one.file).is_file()]
    _prune_altered(folder, of_this)
    newest_of_all = max(of_this, key=lambda one: one.when, default=None)
    if newest_of_all is None or not newest_of_all.is_sound:
        return []
    sound = [one for one in of_this if one.is_sound]
    newest_first = sorted(sound, key=lambda one: (one.when, one.seq), reverse=True)
    for one in newest_first[:2]:
        if one.file != fresh:
            require_unchanged(folder, one, is_quick=is_quick)
    limit = int(shutil.disk_usage(folder).total * SHARE)
    kept = choose_kept(sound, now or datetime.now(UTC), limit)
    leaving = [one.file for one in sound if one.file not in kept]
    for file in leaving:
        delete_backup(folder, file)
    return leaving


def _prune_altered(folder: Path, backups: Iterable[Backup]) -> None:
    altered = [one for one in backups if one.verified and one.faults and not one.pinned]
    altered.sort(key=lambda one: one.when, reverse=True)
    for one in altered[_ALTERED_KEPT:]:
        delete_backup(folder, one.file)


def require_unchanged(folder: Path, backup: Backup, *, is_quick: bool = False) -> None:
    """Raise UserError unless the file still has the size and SHA-256 that were written down."""
    path = folder / backup.file
    try:
        mark = file_mark(path)
        is_same = mark[0] == backup.size
        if is_same and not (is_quick and mark[1] == backup.changed):
            is_same = hash_file(path) == backup.sha256
    except OSError:
        is_same = False
    if not is_same:
        raise UserError(
            "backup_changed",
            "The backup {path} is no longer what was written, so no older backup is deleted. "
            "Check its disk, and verify the backups.",
            path=str(path),
        )


def delete_backup(folder: Path, file: str) -> None:
    """Delete one backup; killed in between, its line says that the file is not missed."""
    change_backup(folder, file, lambda one: replace(one, deleting=True))
    delete_file(folder / file)
    with changing_manifest(folder) as lines:
        lines.pop(file, None)
