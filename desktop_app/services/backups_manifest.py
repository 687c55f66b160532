"""The manifest of a backup folder: one JSON line a backup, `manifest.jsonl`, written whole.

It says what each file was when it was verified. It is no authority: a file is what it holds,
and what the manifest does not know is read again (`backups_listing`).
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from desktop_app.i18n import mark, tr_marked
from desktop_app.services.backups_files import sync_folder
from desktop_app.services.saving import save_bytes

MANIFEST = "manifest.jsonl"
_LOCK = ".manifest.lock"
_LOCK_TRIES, _LOCK_PAUSE, _LOCK_STALE = 80, 0.05, 2.0


class Reason(StrEnum):
    """Why a backup was written."""

    BY_HAND = "by_hand"
    CLOSE = "close"
    INTERVAL = "interval"
    IMPORT = "import"
    BULK = "bulk"
    MIGRATION = "migration"
    RESTORE = "restore"
    REPAIR = "repair"
    FOUND = "found"


_LABELS = {
    Reason.BY_HAND: mark("By hand"),
    Reason.CLOSE: mark("At closing"),
    Reason.INTERVAL: mark("During work"),
    Reason.IMPORT: mark("Before an import"),
    Reason.BULK: mark("Before many changes"),
    Reason.MIGRATION: mark("Before a new version"),
    Reason.RESTORE: mark("Before a restore"),
    Reason.REPAIR: mark("Before a repair"),
    Reason.FOUND: mark("Found in the folder"),
}


def label_reason(reason: Reason) -> str:
    """Return the words of a reason in the interface's language."""
    return tr_marked(_LABELS[reason])


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup as its manifest line says it was.

    `at` and `verified` are UTC, ISO 8601; `verified` is "" until the contents were read back.
    `changed` is the file's time of change in ns when it was hashed. `faults` counts rows and
    contents that were altered already in the catalogue: a faithful copy, and none to trust.
    `counts` are records outside the trash by the words of `check`. `catalogue` is where the
    catalogue lay; `elsewhere`: when a copy went to another medium than the catalogue's. `deleting`:
    the file may be gone, and is not missed.
    """

    file: str
    sha256: str
    size: int
    changed: int
    uuid: str
    name: str
    version: int
    seq: int
    head: str
    counts: dict[str, int]
    at: str
    reason: Reason
    catalogue: str = ""
    verified: str = ""
    faults: int = 0
    pinned: bool = False
    note: str = ""
    elsewhere: str = ""
    deleting: bool = False

    @property
    def when(self) -> datetime:
        """Return the time of the backup, aware and in UTC."""
        return datetime.fromisoformat(self.at).astimezone(UTC)

    @property
    def is_sound(self) -> bool:
        """Tell whether the contents were read back and nothing in them was altered."""
        return bool(self.verified) and not self.faults


def read_manifest(folder: Path) -> list[Backup]:
    """Return what the manifest of `folder` says; a line that cannot be used is left out."""
    try:
        lines = (folder / MANIFEST).read_bytes().splitlines()
    except OSError:
        return []
    found = {backup.file: backup for backup in map(_read_line, lines) if backup is not None}
    return list(found.values())


def _read_line(line: bytes) -> Backup | None:
    try:
        value = json.loads(line)
        backup = Backup(**{**value, "reason": Reason(value["reason"])})
        usable = all(_is_usable(backup, one.name) for one in fields(Backup))
        times = (backup.at, backup.verified or backup.at, backup.elsewhere or backup.at)
        aware = all(datetime.fromisoformat(one).utcoffset() is not None for one in times)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return backup if usable and aware and _is_plain_name(backup.file) else None


_TYPES: dict[str, type] = {
    **dict.fromkeys(("size", "changed", "version", "seq", "faults"), int),
    **dict.fromkeys(("pinned", "deleting"), bool),
    "counts": dict,
}


def _is_usable(backup: Backup, name: str) -> bool:
    value = getattr(backup, name)
    if name == "counts":
        return type(value) is dict and all(type(one) is int for one in value.values())
    if name == "reason":
        return True
    return type(value) is _TYPES.get(name, str)


def _is_plain_name(file: str) -> bool:
    """Tell whether `file` names a file of the folder itself: a manifest may come from elsewhere."""
    return bool(file) and file not in (".", "..") and not set(file) & set("/\\\0")


@contextmanager
def changing_manifest(folder: Path) -> Iterator[dict[str, Backup]]:
    """Give the lines by file name to change; write them whole where they differ at the end.

    Other programs that write into the folder are waited for. Raises UserError where the disk
    refuses; the manifest is then as it was.
    """
    with _locked(folder):
        before = {backup.file: backup for backup in read_manifest(folder)}
        after = dict(before)
        yield after
        if after != before:
            _write(folder, after.values())


def put_backup(folder: Path, backup: Backup) -> None:
    """Write or replace one line."""
    with changing_manifest(folder) as lines:
        lines[backup.file] = backup


def change_backup(folder: Path, file: str, change: Callable[[Backup], Backup]) -> None:
    """Change the line of `file`, where there is one."""
    with changing_manifest(folder) as lines:
        if file in lines:
            lines[file] = change(lines[file])


def pin_backup(folder: Path, backup: Backup, note: str, *, pinned: bool = True) -> Backup:
    """Keep a backup for ever, with a note why, or let it go its way again; return it changed."""
    changed = replace(backup, pinned=pinned, note=note if pinned else "")
    put_backup(folder, changed)
    return changed


def _write(folder: Path, backups: Iterable[Backup]) -> None:
    ordered = sorted(backups, key=lambda backup: (backup.at, backup.file))
    # As ASCII: a note or name may hold what is no text in UTF-8.
    lines = [json.dumps(asdict(backup), separators=(",", ":")) for backup in ordered]
    save_bytes(folder / MANIFEST, "".join(f"{line}\n" for line in lines).encode("ascii"))
    sync_folder(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the small file that keeps two programs from writing the manifest at once.

    One whose holder died is taken over after two seconds: writing takes milliseconds.
    """
    path = folder / _LOCK
    held = False
    for _ in range(_LOCK_TRIES):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            held = True
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _LOCK_STALE:
                    path.unlink()
            time.sleep(_LOCK_PAUSE)
        except OSError:
            break
    try:
        yield
    finally:
        if held:
            with contextlib.suppress(OSError):
                path.unlink()
