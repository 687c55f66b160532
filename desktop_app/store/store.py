"""An open catalogue: the database with what every layer above asks of it first."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError
from desktop_app.store import documents
from desktop_app.store.database import Database, explain, explain_os
from desktop_app.store.migrations import apply_migrations, new_uuid


def create_store(path: Path, *, name: str = "", uuid: str = "") -> Database:
    """Create a new catalogue file at `path`; raise UserError where something lies there."""
    require_free(path)
    try:
        db = Database(path, create=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    try:
        apply_migrations(db)
        with db.transaction():
            set_meta(db, "uuid", uuid or new_uuid())
            # A file's name may hold bytes that are no text; SQLite takes only text.
            set_meta(db, "name", canonicalise(name or path.stem).text)
    except BaseException as error:
        db.close()
        path.unlink(missing_ok=True)
        # What makes the tables speaks to SQLite by itself.
        if isinstance(error, sqlite3.Error):
            raise explain(error, path) from error
        raise
    return db


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


def open_store(path: Path, *, read_only: bool = False) -> Database:
    """Open a catalogue; raise UserError where it is missing, foreign, newer, damaged or held.

    A file that the system lets nobody write is opened for reading only.
    """
    try:
        db = Database(path, read_only=read_only)
    except UserError as error:
        if error.code != "read_only" or read_only:
            raise
        db = Database(path, read_only=True)
    try:
        apply_migrations(db)
        if not db.read_only:
            documents.purge_staged(db)
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
