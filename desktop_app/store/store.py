"""An open catalogue: the database with what every layer above asks of it first."""

from __future__ import annotations

from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.store.database import Database
from desktop_app.store.migrations import apply_migrations, new_uuid


def create_store(path: Path, *, name: str = "", uuid: str = "") -> Database:
    """Create a new catalogue file at `path`; raise UserError where something lies there."""
    if path.exists():
        raise UserError(
            "already_there",
            "{path} exists already, and was not changed. Choose another name.",
            path=str(path),
        )
    if not path.parent.is_dir():
        raise UserError(
            "no_folder", "There is no folder {path}. Create it first.", path=str(path.parent)
        )
    db = Database(path, create=True)
    apply_migrations(db)
    with db.transaction():
        set_meta(db, "uuid", uuid or new_uuid())
        set_meta(db, "name", name or path.stem)
    return db


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
