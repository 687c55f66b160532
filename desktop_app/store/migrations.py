"""The catalogue's versions: small named migrations, never edited once released.

A file is copied before it is migrated, and one newer than the program is refused.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from desktop_app.errors import UserError
from desktop_app.store.copying import copy_database
from desktop_app.store.database import Database
from desktop_app.store.schema import create_tables

migrations = Migrations("regesta")


@migrations()
def first_schema(db: sqlite_utils.Database) -> None:
    """Create the tables of version 1."""
    create_tables(db)


def current_version() -> int:
    """Return the version this program writes: the number of its migrations."""
    return len(migrations._migrations)


def apply_migrations(db: Database) -> None:
    """Bring `db` to the current version; raise UserError for a newer file.

    A file that has content is first copied, whole, beside it: `<name>.before-version-<n>`.
    """
    found = db.scalar("PRAGMA user_version")
    if found > current_version():
        raise UserError(
            "newer_catalogue",
            "{path} was written by a newer Regesta (version {found} of the catalogue; this "
            "program knows {known}). It was not changed. Open it with the newer program.",
            path=str(db.path),
            found=found,
            known=current_version(),
        )
    if found == current_version():
        return
    if db.read_only:
        raise UserError(
            "older_catalogue",
            "{path} is of an older version and cannot be brought up to date where it lies, "
            "because it can only be read. Copy it to a place that can be written.",
            path=str(db.path),
        )
    if found:
        copy_before(db, found)
    migrations.apply(db.utils)
    with db.transaction():
        db.execute(f"PRAGMA user_version = {current_version()}")


def copy_before(db: Database, version: int) -> Path:
    """Copy the open catalogue beside itself by SQLite's own backup; return the copy's path."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = db.path.with_name(f"{db.path.name}.before-version-{version + 1}-{stamp}")
    copy_database(db, path)
    return path


def new_uuid() -> str:
    """Return the identity of a new catalogue."""
    return str(uuid.uuid4())
