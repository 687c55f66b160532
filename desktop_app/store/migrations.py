"""The catalogue's versions: small named migrations, never edited once released.

A migration of a journalled table writes the rows it alters in a change of its own, so that
journal and rows still agree (`chain.verify_rows`).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from desktop_app.errors import UserError
from desktop_app.store import chain
from desktop_app.store.copying import copy_database
from desktop_app.store.database import Database
from desktop_app.store.schema import TABLES, create_tables

#: Which versions of the program can read, and can write, the catalogues that this one writes.
MIN_READER, MIN_WRITER = 1, 1
_BESIDE = ("-journal", "-wal", "-shm")

migrations = Migrations("regesta")


@migrations()
def first_schema(db: sqlite_utils.Database) -> None:
    """Create the tables of version 1."""
    create_tables(db)


def current_version() -> int:
    """Return the version this program writes: the number of its migrations."""
    return len(migrations._migrations)


def make_schema(db: sqlite_utils.Database, version: int) -> None:
    """Give `db` the schema of `version`, from whichever earlier one it has."""
    later = [one.name for one in migrations._migrations[version:]]
    migrations.apply(db, stop_before=later)
    db.execute(f"PRAGMA user_version = {version}")


def migrate(db: Database) -> Database:
    """Bring an open catalogue to the current version; return the database that is open then.

    Its file is copied whole beside it first (`<name>.before-version-<n>-<time>`). A second copy
    is migrated, verified, and takes the file's name: a kill leaves the old file or the new one.
    """
    found = db.version
    if found == current_version() or db.is_newer:
        return db
    if db.read_only:
        raise UserError(
            "older_catalogue",
            "{path} is of an older version and cannot be brought up to date where it lies, "
            "because it can only be read. Copy it to a place that can be written.",
            path=str(db.path),
        )
    copy_before(db, found)
    working = db.file.with_name(f".{db.file.name}.migrating")
    for one in (working, *(working.with_name(f"{working.name}{end}") for end in _BESIDE)):
        one.unlink(missing_ok=True)
    counts = _count_rows(db)
    try:
        copy_database(db, working)
        wrong = _migrate_copy(working, counts)
        if wrong:
            raise _refuse(db.path, wrong)
    except sqlite3.Error as error:
        working.unlink(missing_ok=True)
        raise _refuse(db.path, str(error)) from error
    except BaseException:
        working.unlink(missing_ok=True)
        raise
    path, kept, circumstances = db.path, db.file, db.circumstances
    db.close()
    working.replace(kept)
    sync_folder(kept.parent)
    opened = Database(path)
    opened.circumstances = circumstances
    return opened


def _migrate_copy(path: Path, counts: dict[str, int]) -> str:
    """Migrate the copy at `path` in one transaction; return what is wrong with it then, or ""."""
    db = Database(path)
    try:
        with db.changing_schema(), db.transaction():
            make_schema(db.utils, current_version())
            for key, value in (("min_reader", MIN_READER), ("min_writer", MIN_WRITER)):
                db.execute(
                    "INSERT INTO meta (key, value) VALUES (?, ?) "
                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (key, str(value)),
                )
        wrong = [
            *(line for line in db.column("PRAGMA integrity_check(1)") if line != "ok"),
            *db.query("PRAGMA foreign_key_check"),
            *(name for name, count in _count_rows(db, counts).items() if count < counts[name]),
            *chain.verify_chain(db),
            *chain.verify_rows(db),
        ]
    finally:
        db.close()
    return str(wrong[0]) if wrong else ""


def _refuse(path: Path, reason: str) -> UserError:
    return UserError(
        "not_migrated",
        "{path} could not be brought up to date: the new form did not verify ({reason}). The "
        "catalogue is as it was. Please send this message to whoever looks after your copy.",
        path=str(path),
        reason=reason[:200],
    )


def _count_rows(db: Database, names: Iterable[str] | None = None) -> dict[str, int]:
    """Return how many rows each journalled table of `db` has, or each of `names`."""
    there = set(db.column("SELECT name FROM sqlite_master WHERE type = 'table'"))
    wanted = [one for one in (names or [table.name for table in TABLES]) if one in there]
    return {name: int(db.scalar(f"SELECT count(*) FROM {name}")) for name in wanted}


def sync_folder(path: Path) -> None:
    """Make the system write the names in a folder to the disk, where it can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def copy_before(db: Database, version: int) -> Path:
    """Copy the open catalogue beside itself by SQLite's own backup; return the copy's path."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = db.file.with_name(f"{db.file.name}.before-version-{version + 1}-{stamp}")
    copy_database(db, path)
    return path


def new_uuid() -> str:
    """Return the identity of a new catalogue."""
    return str(uuid.uuid4())
