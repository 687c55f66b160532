"""Backups: whole, verified copies of the open catalogue, and new catalogues made of them."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.paths import data_folder
from desktop_app.services.session import Session
from desktop_app.store import journal
from desktop_app.store.copying import copy_database
from desktop_app.store.database import check_header
from desktop_app.store.store import open_store, require_free, require_no_sidecar


def write_backup(session: Session, folder: Path | None = None) -> Path:
    """Write a verified copy into `folder`, the user's own backup folder by default.

    Its name says the catalogue, the time (UTC) and the number of the last change.
    """
    try:
        home = folder or data_folder() / "backups"
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        path = str(folder or error.filename or "")
        raise UserError("no_folder", "The folder {path} could not be made.", path=path) from error
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    name = f"{session.path.stem}_{stamp}_{journal.head(session.db)}.backup.db"
    copy_database(session.db, home / name)
    return home / name


def restore_backup(backup: Path, path: Path) -> None:
    """Make the catalogue `path` of a backup; raise UserError where a file is there already.

    The copy is opened once before it gets its name, so that no damaged file gets it.
    """
    check_header(backup)
    require_free(path)
    for one in (backup, path):
        require_no_sidecar(one)
    partial = path.with_name(f"{path.name}.part")
    try:
        shutil.copyfile(backup, partial)
        open_store(partial).close()
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise UserError(
            "not_restored",
            "{path} could not be written ({reason}). The backup is safe.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
    finally:
        partial.unlink(missing_ok=True)
