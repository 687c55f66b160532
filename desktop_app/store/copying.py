"""Whole, consistent copies of the open catalogue, through the connection that owns its file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.store.database import Database, explain


def copy_database(db: Database, path: Path) -> None:
    """Write a whole, consistent copy of the open catalogue to `path`, which must not exist.

    Through the connection that owns the file: a second handle would drop its locks.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        with db.guard:
            copy = sqlite3.connect(partial)
            try:
                db.conn.backup(copy)
                counted = copy.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                whole = copy.execute("PRAGMA integrity_check").fetchone()[0]
            finally:
                copy.close()
        # A copy cut short by a full disk opens and passes quick_check with no tables.
        if whole != "ok" or counted != db.scalar("SELECT count(*) FROM sqlite_master"):
            raise UserError(
                "copy_failed",
                "The copy {path} did not come out whole, so it was thrown away. The catalogue "
                "itself is safe. Check the disk and try again.",
                path=str(path),
            )
        partial.replace(path)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        partial.unlink(missing_ok=True)
