"""Copies that were made beside a catalogue before it was brought to a new version.

They are made where no settings are known yet; here they become backups like the others, which
are kept for ever.
"""

from __future__ import annotations

import glob
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.services.backups_files import ENDING, copy_file, file_mark, make_read_only
from desktop_app.services.backups_manifest import Backup, Reason, put_backup, read_manifest
from desktop_app.services.backups_places import Places, make_folder
from desktop_app.services.backups_verifying import verify_file
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session


def list_copies_to_adopt(session: Session, places: Places) -> list[Path]:
    """Return the copies beside the catalogue that are no backups yet."""
    path = session.path.resolve()
    known = {one.file for one in read_manifest(places.folder)}
    found = path.parent.glob(f"{glob.escape(path.name)}.before-version-*")
    return sorted(one for one in found if one.suffix != ".part" and one.name + ENDING not in known)


def adopt_copies(session: Session, progress: Progress | None = None, *, places: Places) -> int:
    """Make backups of the copies that are whole; return how many. Those beside stay there."""
    adopted = 0
    for path in list_copies_to_adopt(session, places):
        try:
            adopted += _adopt(session, path, places.folder, progress or Progress())
        except (UserError, OSError):
            # Not whole, or no room: it stays where it is, and is tried again next time.
            continue
    return adopted


def _adopt(session: Session, path: Path, folder: Path, progress: Progress) -> bool:
    verified = verify_file(path, progress)
    contents = verified.contents
    if contents.uuid != session.uuid:
        return False
    make_folder(folder)
    target = folder / f"{path.name}{ENDING}"
    sha256 = copy_file(path, target, progress.report)
    make_read_only(target)
    size, changed = file_mark(target)
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    put_backup(
        folder,
        Backup(
            file=target.name,
            sha256=sha256,
            size=size,
            changed=changed,
            uuid=contents.uuid,
            name=contents.name,
            version=contents.version,
            seq=contents.head.seq,
            head=contents.head.hash,
            counts=verified.counts,
            at=made.isoformat(timespec="milliseconds"),
            reason=Reason.MIGRATION,
            catalogue=str(session.path.absolute()),
            verified=datetime.now(UTC).isoformat(timespec="seconds"),
            faults=verified.faults,
        ),
    )
    return True
