"""Is the schema of a file ours, letter for letter? Asked before any of its tables is read.

A view, a trigger, a default or a virtual table of somebody else's runs when our own queries
touch it: it could erase the journal or never end. So a file has exactly the tables that this
program's migrations make, or it is refused.
"""

from __future__ import annotations

import functools
import hashlib
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.store.explaining import refuse_newer

#: (type, name, table, SQL) of each object.
Schema = frozenset[tuple[str, str, str, str]]

#: What SQLite itself makes: counters of AUTOINCREMENT, statistics.
_OF_SQLITE = {
    ("table", "sqlite_sequence", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
    ("table", "sqlite_stat1", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    (
        *("table", "sqlite_stat4", "sqlite_stat4"),
        "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    ),
}
#: sqlite-utils keeps its list of migrations in a table that its versions write differently.
_MIGRATIONS = "_sqlite_migrations"
_PLAIN_SQL = re.compile(r'[\w\s"\[\](),]{1,1000}')
_PLAIN_WORDS = {
    *("CREATE", "TABLE", "UNIQUE", "INDEX", "ON", "TEXT", "INTEGER", "PRIMARY", "KEY", "NOT"),
    *("NULL", "id", "migration_set", "name", "applied_at", "_sqlite_migrations"),
    "idx__sqlite_migrations_migration_set_name",
}
#: More objects than any version has; a file with more is refused unread.
_MOST_OBJECTS = 2000
_LONGEST_SQL = 100_000


def require_own_schema(conn: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise UserError unless the file has the schema that this program gives `version`."""
    found, ours = read_schema(conn), own_schema(version)
    if hash_schema(found) == hash_schema(ours):
        return
    foreign, missing = sorted(found - ours), sorted(ours - found)
    name = (foreign or missing)[0][1]
    shown = "".join(letter for letter in name[:60] if letter.isprintable())
    raise UserError(
        "foreign_schema",
        "{path} calls itself a Regesta catalogue, but is not built like one: {count} parts differ, "
        "“{name}” first. It was neither read nor changed. Do not trust it; open a "
        "backup of your own, or ask whoever sent it.",
        path=str(path),
        count=len(foreign) + len(missing),
        name=shown,
    )


def require_readable_schema(conn: sqlite3.Connection, path: Path) -> None:
    """Raise UserError unless our own newest version can be read in the file of a later one.

    For reading only: no trigger runs, so that only views, virtual tables and computed columns
    could run anything.
    """
    ours = {row for row in own_schema(_current_version()) if row[0] == "table"}
    found = read_schema(conn)
    is_plain = not any(
        row[0] == "view" or row[3].upper().startswith("CREATE VIRTUAL") for row in found
    )
    names = {row[1] for row in found if row[0] == "table"}
    if is_plain and all(row[1] in names and _has_columns(conn, row) for row in ours):
        return
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    raise refuse_newer(path, version, _current_version())


def _has_columns(conn: sqlite3.Connection, table: tuple[str, str, str, str]) -> bool:
    found = conn.execute(f'PRAGMA table_xinfo("{table[1]}")').fetchall()
    if any(column[6] for column in found):
        return False
    names = {column[1] for column in found}
    return names >= set(_columns(table[1]))


@functools.cache
def _columns(table: str) -> tuple[str, ...]:
    memory = _make_schema(_current_version())
    try:
        return tuple(row[1] for row in memory.execute(f'PRAGMA table_info("{table}")'))
    finally:
        memory.close()


def read_schema(conn: sqlite3.Connection) -> Schema:
    """Return the objects of a file, without what SQLite and sqlite-utils keep for themselves."""
    rows: Iterable[tuple[object, ...]] = conn.execute(
        "SELECT type, name, tbl_name, substr(sql, 1, ?) FROM sqlite_master LIMIT ?",
        (_LONGEST_SQL, _MOST_OBJECTS),
    )
    found = {tuple("" if part is None else str(part) for part in row) for row in rows}
    return frozenset(row for row in found if not _is_kept_by_others(row))  # type: ignore[misc]


def _is_kept_by_others(row: tuple[str, ...]) -> bool:
    kind, name, table, sql = row
    if row in _OF_SQLITE or (kind == "index" and not sql and name.startswith("sqlite_autoindex_")):
        return True
    is_plain = bool(_PLAIN_SQL.fullmatch(sql)) and _PLAIN_WORDS.issuperset(re.findall(r"\w+", sql))
    return kind in ("table", "index") and table == _MIGRATIONS and is_plain


def hash_schema(schema: Schema) -> str:
    """Return the fingerprint of a schema."""
    return hashlib.sha256(repr(sorted(schema)).encode()).hexdigest()


def own_schema(version: int) -> Schema:
    """Return the schema that this program's migrations give `version`; made once a process."""
    from desktop_app.store import migrations

    return _own_schema(version, migrations.migrations)


@functools.cache
def _own_schema(version: int, _made_by: object) -> Schema:
    memory = _make_schema(version)
    try:
        return read_schema(memory)
    finally:
        memory.close()


def _make_schema(version: int) -> sqlite3.Connection:
    import sqlite_utils

    from desktop_app.store import migrations

    memory = sqlite3.connect(":memory:", isolation_level=None)
    migrations.make_schema(sqlite_utils.Database(memory), version)
    return memory


def _current_version() -> int:
    from desktop_app.store import migrations

    return migrations.current_version()
