"""Catalogues made of backups: as a new file, or in the place of the present one.

The present one is never destroyed: it is backed up if it opens, and parked beside under another
name. Whenever the program is killed, the name leads to the whole old catalogue or to the whole
new one (`tests/faults/test_backup_kill.py`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups_files import delete_file, hash_file, sync_file, sync_folder
from desktop_app.services.backups_manifest import Reason, read_manifest
from desktop_app.services.backups_verifying import verify_file
from desktop_app.services.backups_writing import ensure_backup
from desktop_app.services.jobs import Progress
from desktop_app.services.known_heads import remember
from desktop_app.services.session import open_catalogue
from desktop_app.store.database import check_header
from desktop_app.store.migrations import current_version
from desktop_app.store.store import require_free, require_no_sidecar

_SIDECARS = ("-journal", "-wal", "-shm")
_RESTORING = ".restoring.part"
_PIECE = 1 << 20
_LONGEST_STEM = 150
_LEFT_OVER = 24 * 3600


def restore_backup(backup: Path, path: Path, progress: Progress | None = None) -> None:
    """Make the new catalogue `path` of a backup; raise UserError where a file is there already.

    The copy is read back before it gets its name, so that no damaged file gets it.
    """
    require_free(path)
    require_no_sidecar(path)
    with _prepared(backup, path, progress or Progress()) as ready, _explaining(path):
        require_free(path)
        ready.rename(path)
        sync_folder(path.parent)
    _remember(path)


def replace_catalogue(backup: Path, path: Path, progress: Progress | None = None) -> Path | None:
    """Put a backup in the place of the catalogue `path`, which nobody has open.

    Return where the catalogue that was there is now, None where there was none. Raises
    UserError where another program holds it, or the backup is not whole; it is then untouched.
    """
    progress = progress or Progress()
    if os.path.lexists(path) and path.samefile(backup):
        raise UserError(
            "own_file",
            "{path} is the open catalogue itself. Nothing was changed. Choose another file.",
            path=str(path),
        )
    with _prepared(backup, path, progress, is_sound=True) as ready, _explaining(path):
        parked = None
        if os.path.lexists(path):
            _back_up_present(path, progress)
            progress.report(0, 0, tr("Putting the backup in place"))
            parked = _park(path)
        ready.replace(path)
        sync_folder(path.parent)
    _remember(path)
    return parked


def _remember(path: Path) -> None:
    """Let the profile know the restored file: it is older than what this user left, and wanted."""
    with contextlib.suppress(UserError), closing(open_catalogue(path, read_only=True)) as session:
        remember(session)


@contextmanager
def _prepared(
    backup: Path, path: Path, progress: Progress, *, is_sound: bool = False
) -> Iterator[Path]:
    """Give a verified copy of `backup` beside `path`; take it away if it is still there.

    `is_sound` refuses one that was altered, as rows or as a file.
    """
    check_header(backup)
    require_no_sidecar(backup)
    with _explaining(path):
        _sweep(path)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        ready = path.with_name(f".{stamp}{_RESTORING}")
        try:
            _copy(backup, ready, progress)
            verified = verify_file(ready, progress)
            if verified.contents.version > current_version():
                raise UserError(
                    "newer_catalogue",
                    "{path} was written by a newer Regesta (version {found} of the catalogue; this "
                    "program knows {known}). It was not changed. Open it with the newer program.",
                    path=str(backup),
                    found=verified.contents.version,
                    known=current_version(),
                )
            if is_sound and (verified.faults or not _is_as_written(backup, ready)):
                raise UserError(
                    "backup_altered",
                    "Parts of the backup {path} are no longer what was written, so it replaced "
                    "nothing. Use another backup, or restore this one to a new file and check it.",
                    path=str(backup),
                )
            yield ready
        finally:
            delete_file(ready)


def _is_as_written(backup: Path, copy: Path) -> bool:
    """Tell whether a copy has the SHA-256 that the manifest beside the backup says, if it does."""
    said = {one.file: one.sha256 for one in read_manifest(backup.parent)}.get(backup.name)
    return not said or said == hash_file(copy)


def _copy(backup: Path, ready: Path, progress: Progress) -> None:
    told, done = tr("Copying the backup"), 0
    with backup.open("rb") as source, ready.open("wb") as target:
        total = os.fstat(source.fileno()).st_size
        while piece := source.read(_PIECE):
            target.write(piece)
            done += len(piece)
            progress.report(done, total, told)
        target.flush()
        os.fsync(target.fileno())


def _back_up_present(path: Path, progress: Progress) -> None:
    """Back up the catalogue that is to give way, where it opens: SQLite then ends what was cut.

    One that does not open, or cannot be backed up, is parked whole all the same.
    """
    try:
        with closing(open_catalogue(path)) as session:
            ensure_backup(session, Reason.RESTORE, progress)
    except UserError as error:
        if error.code == "catalogue_in_use":
            raise


def _park(path: Path) -> Path:
    """Give the catalogue at `path` another name beside it, its sidecars along; return the name.

    Without sidecars the old name stays too, until the new file takes it in one step. A sidecar
    left here belongs to a file that does not open; it must never meet the new one.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    stem = os.fsdecode(os.fsencode(path.stem)[:_LONGEST_STEM])
    parked = path.with_name(f"{stem}.before-restore-{stamp}{path.suffix}")
    sidecars = [end for end in _SIDECARS if os.path.lexists(path.with_name(path.name + end))]
    if sidecars:
        path.rename(parked)
        for end in sidecars:
            path.with_name(path.name + end).rename(parked.with_name(parked.name + end))
    else:
        _name_twice(path, parked)
    sync_folder(path.parent)
    return parked


def _name_twice(path: Path, parked: Path) -> None:
    try:
        parked.hardlink_to(path)
    except OSError:
        # The file systems of sticks know no second name.
        partial = parked.with_name(f".{parked.name}.part")
        try:
            shutil.copyfile(path, partial)
            sync_file(partial)
            partial.rename(parked)
        finally:
            partial.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Delete what a restore that was killed left half copied, a day later."""
    for left in path.parent.glob(f".*{_RESTORING}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER:
                delete_file(left)


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            "not_restored",
            "{path} could not be written ({reason}). The backup is safe.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
