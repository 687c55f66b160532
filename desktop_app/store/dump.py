"""Every row of every table, one after the other, for an export that must leave nothing out.

Meant for a copy of the catalogue that nobody else uses: the connection is read while the caller
works. New tables come along by themselves; what is derived, internal or in pieces does not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.store.database import Database, Row, explain
from desktop_app.store.schema import TABLES

#: Derived from the records, true only inside a change, or exported as files.
_LEFT_OUT = {"listing", "open_change", "original_chunk", "content_chunk"}
_FIRST = tuple(table.name for table in TABLES)


@dataclass(frozen=True, slots=True)
class DumpTable:
    """One table: its name, its columns with their types, and how many rows it has."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Content:
    """One original or one text that the catalogue keeps; `size` is in bytes or code points."""

    sha256: str
    size: int


def list_tables(db: Database) -> list[DumpTable]:
    """Return the tables of an export: the records first, then the journal and the rest."""
    found = db.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    kept = {name for name in found if not name.startswith(("sqlite_", "_"))} - _LEFT_OUT
    names = [*(name for name in _FIRST if name in kept), *sorted(kept - set(_FIRST))]
    return [
        DumpTable(
            name=name,
            columns=tuple((c["name"], c["type"]) for c in db.query(f'PRAGMA table_info("{name}")')),
            rows=int(db.scalar(f'SELECT count(*) FROM "{name}"')),
        )
        for name in names
    ]


def iterate_rows(db: Database, table: str) -> Iterator[Row]:
    """Yield every row of `table` in the order in which it was written, one at a time."""
    try:
        cursor = db.conn.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))
    except sqlite3.Error as error:
        raise explain(error, db.path) from error


def list_originals(db: Database) -> list[Content]:
    """Return the originals kept, also those that no document names any more."""
    return _list_contents(db, "original", "size")


def list_texts(db: Database) -> list[Content]:
    """Return the texts kept, also those that no revision names any more."""
    return _list_contents(db, "content", "characters")


def _list_contents(db: Database, table: str, size: str) -> list[Content]:
    # What has no hash yet is an import under way.
    found = db.query(
        f"SELECT sha256, {size} AS size FROM {table} WHERE sha256 IS NOT NULL ORDER BY rowid"
    )
    return [Content(row["sha256"], row["size"]) for row in found]


def get_version(db: Database) -> int:
    """Return the version of the catalogue's tables."""
    return int(db.scalar("PRAGMA user_version"))
