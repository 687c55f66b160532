"""An open catalogue: the database with what every layer above asks of it first."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError
from desktop_app.store import documents
from desktop_app.store.database import Database, explain, explain_os
from desktop_app.store.migrations import (
    MIN_READER,
    MIN_WRITER,
    current_version,
    make_schema,
    migrate,
    new_uuid,
)
from desktop_app.store.opening import Circumstances, open_checked
from desktop_app.store.opening_header import APPLICATION_ID


def create_store(path: Path, *, name: str = "", uuid: str = "") -> Database:
    """Create a new catalogue file at `path`; raise UserError where something lies there.

    One transaction: a power cut leaves an empty file, never half a catalogue.
    """
    require_free(path)
    require_no_sidecar(path)
    try:
        db = Database(path, create=True)
    except BaseException:
        _discard(path)
        raise
    try:
        with db.changing_schema(), db.transaction():
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            make_schema(db.utils, current_version())
            set_meta(db, "uuid", uuid or new_uuid())
            # A file's name may hold bytes that are no text; SQLite takes only text.
            set_meta(db, "name", canonicalise(name or path.stem).text)
            set_meta(db, "min_reader", str(MIN_READER))
            set_meta(db, "min_writer", str(MIN_WRITER))
        db.circumstances = Circumstances()
    except BaseException:
        db.close()
        _discard(path)
        raise
    return db


def _discard(path: Path) -> None:
    """Remove a file that became no catalogue, with its journal, which would shut its name."""
    for left in (path, path.with_name(f"{path.name}-journal")):
        left.unlink(missing_ok=True)


def require_free(path: Path) -> None:
    """Raise UserError unless a new file may get the name `path`."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise explain_os(error, path) from error
    else:
        raise UserError(
            "already_there",
            "{path} exists already, and was not changed. Choose another name.",
            path=str(path),
        )
    if not path.parent.is_dir():
        raise UserError(
            "no_folder", "There is no folder {path}. Create it first.", path=str(path.parent)
        )


def require_no_sidecar(path: Path) -> None:
    """Raise UserError where a journal lies beside `path`.

    SQLite would play it back into the file that gets this name, and damage it.
    """
    for ending in ("-journal", "-wal"):
        sidecar = path.with_name(f"{path.name}{ending}")
        if os.path.lexists(sidecar):
            raise UserError(
                "unfinished",
                "{sidecar} holds an unfinished change of another catalogue. Nothing was "
                "changed. Open that catalogue once, or move the file away.",
                sidecar=str(sidecar),
            )


def open_store(
    path: Path, *, read_only: bool = False, take_over: bool = False, is_known: bool = False
) -> Database:
    """Open a catalogue; raise UserError where it is missing, foreign, damaged or held.

    A file that the system lets nobody write, or that a newer program wrote, is opened for
    reading only. `take_over` passes over a holder on another computer, on the user's word.
    `is_known` says that this user's program closed this very file last: what costs time is then
    put off (`opening`). What was found is in `circumstances`.
    """
    db = open_checked(path, read_only=read_only, take_over=take_over, is_known=is_known)
    try:
        db = migrate(db)
        if not db.read_only:
            documents.purge_staged(db)
    except sqlite3.Error as error:
        db.close()
        raise explain(error, path) from error
    except BaseException:
        db.close()
        raise
    return db


def get_meta(db: Database, key: str) -> str:
    """Return one of the catalogue's own facts, "" where it is not set."""
    return str(db.scalar("SELECT value FROM meta WHERE key = ?", (key,)) or "")


def set_meta(db: Database, key: str, value: str) -> None:
    """Write one of the catalogue's own facts, inside a transaction."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
