"""Files and folders of backups: hashing, syncing, copying whole, names."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from desktop_app.services.saving import whole_file
from desktop_app.store.chain import Head

#: What every backup's name ends with; the file dialogs know `*.db`.
ENDING = ".backup.db"
PARTIAL = ".part"

Step = Callable[[int, int], None]

_PIECE = 1 << 20
_LONGEST_STEM = 80
#: What Windows and the file systems of sticks refuse in a name.
_REFUSED = frozenset('<>:"/\\|?*')


def name_backup(catalogue: Path, stamp: str, head: Head) -> str:
    """Return a backup's file name: catalogue, time (UTC), last change, first digits of its hash."""
    letters = [one if one.isprintable() and one not in _REFUSED else "-" for one in catalogue.stem]
    stem = "".join(letters).encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
    return f"{stem or 'catalogue'}_{stamp}_{head.seq}_{head.hash[:8] or '0' * 8}{ENDING}"


def hash_file(path: Path, on_step: Step | None = None) -> str:
    """Return the SHA-256 of a file in hex; `on_step` counts bytes and may raise to cancel."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        total = os.fstat(file.fileno()).st_size
        while piece := file.read(_PIECE):
            digest.update(piece)
            done += len(piece)
            if on_step is not None:
                on_step(done, total)
    return digest.hexdigest()


def copy_file(source: Path, target: Path, on_step: Step | None = None) -> str:
    """Copy `source` whole to `target` by way of a temporary file; return the copy's SHA-256.

    The SHA-256 is read back from the copy. Raises UserError where the disk refuses.
    """
    done = 0
    with source.open("rb") as file, whole_file(target) as copy:
        total = os.fstat(file.fileno()).st_size
        while piece := file.read(_PIECE):
            copy.write(piece)
            done += len(piece)
            if on_step is not None:
                on_step(done, total)
    sync_folder(target.parent)
    return hash_file(target)


def sync_file(path: Path) -> None:
    """Bring a file's bytes onto the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in `folder` onto the disk, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def make_read_only(path: Path) -> None:
    """Keep a backup from being written by mistake: Regesta opens such a file for reading only."""
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IRUSR)


def delete_file(path: Path) -> None:
    """Delete a backup's file; one that is gone already is no error."""
    with contextlib.suppress(OSError):
        # Windows deletes no file that is read only.
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.unlink(missing_ok=True)


def file_mark(path: Path) -> tuple[int, int]:
    """Return size and time of change: what tells cheaply that a file is still the one read."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns
