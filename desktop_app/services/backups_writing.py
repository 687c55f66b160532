"""Backups: whole, verified copies of the open catalogue, written while work goes on.

A copy gets its name only after it was read back; then its manifest line is written, old ones
are rotated away, and a second medium gets a copy of its own.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from weakref import WeakKeyDictionary

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups_files import (
    ENDING,
    PARTIAL,
    copy_file,
    delete_file,
    file_mark,
    hash_file,
    make_read_only,
    name_backup,
    sync_folder,
)
from desktop_app.services.backups_manifest import (
    Backup,
    Reason,
    change_backup,
    put_backup,
    read_manifest,
)
from desktop_app.services.backups_places import (
    Places,
    are_apart,
    chosen_places,
    make_folder,
)
from desktop_app.services.backups_rotation import rotate
from desktop_app.services.backups_verifying import verify_file
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import chain
from desktop_app.store.copying import copy_pages, size_of
from desktop_app.store.database import Database

#: Before an import a backup this young will do: an import is one change with one undo.
YOUNG = timedelta(minutes=10)
#: What stays free on the disk at least.
_SPARE = 1 << 20
_LEFT_OVER = 24 * 3600
_FAILED: WeakKeyDictionary[Session, tuple[UserError, ...]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that was written, and what went wrong after it was safe."""

    path: Path
    backup: Backup
    warnings: tuple[UserError, ...] = ()


def write_backup(
    session: Session, folder: Path | None = None, progress: Progress | None = None
) -> Path:
    """Write a verified copy into `folder`, or into the chosen places; return its path.

    Raises UserError where it could not be written whole, and then leaves nothing.
    """
    if folder is None:
        return back_up(session, Reason.BY_HAND, progress).path
    return write_copy(session.db, folder, Reason.BY_HAND, progress).path


def back_up(
    session: Session,
    reason: Reason,
    progress: Progress | None = None,
    *,
    places: Places | None = None,
) -> Written:
    """Write a verified copy into the chosen places and rotate old ones away.

    At closing, what is dear in a large catalogue is left for the next backup. Raises UserError
    where no copy could be written; what fails after that is a warning.
    """
    places = places or chosen_places()
    is_quick = reason is Reason.CLOSE
    written = write_copy(session.db, places.folder, reason, progress, is_quick=is_quick)
    _FAILED.pop(session, None)
    warnings = []
    if written.backup.faults:
        warnings.append(_altered(written.path))
    try:
        rotate(places.folder, written.backup.uuid, fresh=written.backup.file, is_quick=is_quick)
    except UserError as error:
        warnings.append(error)
    try:
        copy_to_second(places, session.path, written.backup, progress)
    except UserError as error:
        warnings.append(error)
    return replace(written, warnings=tuple(warnings))


def ensure_backup(
    session: Session,
    reason: Reason,
    progress: Progress | None = None,
    *,
    places: Places | None = None,
) -> Written | None:
    """Back up unless a sound backup of this very state is there; return what was written.

    Before an import one of the last ten minutes will do. Raises UserError as `back_up` does.
    """
    if not is_backup_due(session, reason, places):
        return None
    return back_up(session, reason, progress, places=places)


def try_backup(
    session: Session, reason: Reason, progress: Progress | None = None
) -> tuple[UserError, ...]:
    """Do as `ensure_backup` before work that can be undone; return what went wrong, raise nothing.

    A full backup disk must not keep an archivist from working; `find_failure` tells the window.
    """
    try:
        written = ensure_backup(session, reason, progress)
        failures = written.warnings if written is not None else ()
    except UserError as error:
        failures = (error,)
    _FAILED[session] = failures
    return failures


def find_failure(session: Session) -> UserError | None:
    """Return what went wrong with the last backup before an import, None where nothing did."""
    failures = _FAILED.get(session, ())
    return failures[0] if failures else None


def is_backup_due(session: Session, reason: Reason, places: Places | None = None) -> bool:
    """Tell whether there is work that no sound backup holds; the catalogue's making is none."""
    head = chain.get_head(session.db)
    if session.db.read_only or head.seq <= 1:
        return False
    newest = find_newest(session, places)
    if newest is None:
        return True
    if newest.head == head.hash:
        return False
    young = datetime.now(UTC) - newest.when < YOUNG
    return not (young and reason in (Reason.IMPORT, Reason.BULK))


def find_newest(session: Session, places: Places | None = None) -> Backup | None:
    """Return the newest sound backup of the catalogue whose file is there."""
    places = places or chosen_places()
    uuid = session.uuid
    found = [
        one
        for one in read_manifest(places.folder)
        if one.uuid == uuid and one.is_sound and (places.folder / one.file).is_file()
    ]
    return max(found, key=lambda one: (one.when, one.seq), default=None)


def write_copy(
    db: Database,
    folder: Path,
    reason: Reason,
    progress: Progress | None = None,
    *,
    is_quick: bool = False,
) -> Written:
    """Write a verified copy of `db` into `folder` with its manifest line; nothing else there.

    Raises UserError where it could not be written whole, Cancelled when the job is cancelled;
    either leaves nothing under a backup's name.
    """
    progress = progress or Progress()
    now = datetime.now(UTC)
    make_folder(folder)
    stamp = now.strftime("%Y%m%dT%H%M%S%fZ")
    partial = folder / f".{stamp}{ENDING}{PARTIAL}"
    with _explaining(folder):
        _sweep(folder)
        _require_room(db, folder)
        try:
            copied = tr("Copying the catalogue")
            contents = copy_pages(
                db, partial, lambda done, total: progress.report(done, total, copied)
            )
            verified = verify_file(partial, progress, expected=contents, is_quick=is_quick)
            sha256 = hash_file(partial)
            make_read_only(partial)
            path = folder / name_backup(db.path, stamp, contents.head)
            partial.rename(path)
        finally:
            delete_file(partial)
        sync_folder(folder)
        size, changed = file_mark(path)
        backup = Backup(
            file=path.name,
            sha256=sha256,
            size=size,
            changed=changed,
            uuid=contents.uuid,
            name=contents.name,
            version=contents.version,
            seq=contents.head.seq,
            head=contents.head.hash,
            counts=verified.counts,
            at=now.isoformat(timespec="milliseconds"),
            reason=reason,
            catalogue=str(db.path.absolute()),
            verified=datetime.now(UTC).isoformat(timespec="seconds"),
            faults=verified.faults,
        )
        put_backup(folder, backup)
    return Written(path, backup)


def copy_to_second(
    places: Places, catalogue: Path, backup: Backup, progress: Progress | None = None
) -> bool:
    """Copy a backup to the second folder if it is mounted; tell whether it lies there now.

    Raises UserError where the copy did not come out the same; it is then deleted.
    """
    second = places.second
    if second is None or not places.is_second_there:
        return False
    told = progress.report if progress is not None else None
    with _explaining(second):
        if backup.file not in {one.file for one in read_manifest(second)}:
            target = second / backup.file
            if copy_file(places.folder / backup.file, target, told) != backup.sha256:
                delete_file(target)
                raise UserError(
                    "copy_differs",
                    "The copy in {folder} did not come out the same, so it was thrown away. The "
                    "backup itself is safe. Check that disk.",
                    folder=str(second),
                )
            make_read_only(target)
            size, changed = file_mark(target)
            put_backup(second, replace(backup, size=size, changed=changed))
            rotate(second, backup.uuid)
    if are_apart(catalogue, second) and not backup.elsewhere:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        change_backup(places.folder, backup.file, lambda one: replace(one, elsewhere=now))
    return True


def catch_up_second(
    session: Session, progress: Progress | None = None, *, places: Places | None = None
) -> bool:
    """Copy the newest backup to a second folder that was away; tell whether it did."""
    places = places or chosen_places()
    if not is_second_behind(session, places):
        return False
    newest = find_newest(session, places)
    return newest is not None and copy_to_second(places, session.path, newest, progress)


def is_second_behind(session: Session, places: Places) -> bool:
    """Tell whether the second folder is mounted and has not got the newest backup yet."""
    if places.second is None or not places.is_second_there:
        return False
    newest = find_newest(session, places)
    there = {one.file for one in read_manifest(places.second)}
    return newest is not None and newest.file not in there


def _require_room(db: Database, folder: Path) -> None:
    """Raise UserError before the disk is filled: the catalogue itself may lie on it."""
    needed = size_of(db) + _SPARE
    if shutil.disk_usage(folder).free < needed:
        raise _not_written(folder, tr("the disk is full"))


def _sweep(folder: Path) -> None:
    """Delete what backups that were killed left half written, a day later."""
    for left in folder.glob(f".*{ENDING}{PARTIAL}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER:
                delete_file(left)


@contextmanager
def _explaining(folder: Path) -> Iterator[None]:
    """Say of the disk's refusals what they mean for a backup."""
    try:
        yield
    except OSError as error:
        raise _not_written(folder, error.strerror or str(error)) from error
    except UserError as error:
        reasons = {"disk_full": tr("the disk is full"), "disk_error": tr("the disk did not answer")}
        if error.code in reasons:
            raise _not_written(folder, reasons[error.code]) from error
        raise


def _not_written(folder: Path, reason: str) -> UserError:
    return UserError(
        "backup_failed",
        "No backup could be written to {folder}: {reason}. The catalogue itself is safe, and so "
        "are the earlier backups. Free some space or choose another folder for backups.",
        folder=str(folder),
        reason=reason,
    )


def _altered(path: Path) -> UserError:
    return UserError(
        "catalogue_altered",
        "The catalogue was backed up, but parts of it are no longer what was written, so no "
        "older backup is deleted. Check the catalogue. {path}",
        path=str(path),
    )
