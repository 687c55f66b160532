"""Reading what can still be read of a damaged catalogue, row by row, into a new file.

Works on a copy. Where the journal is whole the records are what it says; elsewhere each row
is looked up by its id, then by its place, then in the journal: a scan stops at the first bad
page, a look-up passes it by.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.catalog.ids import Kind, make_id
from desktop_app.errors import UserError
from desktop_app.store import chain
from desktop_app.store.database import Row, explain_os
from desktop_app.store.salvage_schema import mend_schema
from desktop_app.store.schema import BY_NAME, TABLES, columns_of

OnStep = Callable[[int, int], None]
_EVERY = 500
#: A number of more digits is noise.
_DIGITS = 10
#: What reading a damaged row may end in.
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError, OverflowError)
_JOURNAL = {
    "change": "seq, operation, manner, target, author, at, version, reason",
    "change_row": "id, change, tbl, record, owner, before, after",
    "row_seal": "id, before, after",
    "redacted": "id, change",
    "seal": "change, rows, digest, previous, hash",
}


@dataclass(slots=True)
class Salvaged:
    """What was read: rows by table, contents by SHA-256, the journal where it is whole.

    `lost` names what could not be read: ids, or "table" where not even that is known.
    `from_history` are the rows that only the journal still held.
    """

    meta: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    journal: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    from_history: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many rows were read."""
        return sum(len(found) for found in self.rows.values())


class DamagedFile:
    """A copy of a damaged catalogue, opened for reading by look-ups that may fail one by one."""

    def __init__(self, copy: Path) -> None:
        """Open `copy`; raise sqlite3.Error where not even its table of contents can be read."""
        self._conn = sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            self._conn.execute("PRAGMA trusted_schema = OFF")
            self._conn.execute("PRAGMA cell_size_check = ON")
            found = self._conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            self.tables = {row[0] for row in found.fetchall()}
        except BaseException:
            self._conn.close()
            raise
        if not {"change_row", "meta"} <= self.tables or not self.read("SELECT key FROM meta"):
            self._conn.close()
            raise sqlite3.DatabaseError("no tables of a catalogue")

    def close(self) -> None:
        """Let go of the copy."""
        self._conn.close()

    def read(self, sql: str, args: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT up to the first that cannot be read."""
        found: list[tuple[Any, ...]] = []
        with contextlib.suppress(*_UNREADABLE):
            found.extend(self._conn.execute(sql, tuple(args)))
        return found

    def read_whole(self, sql: str) -> list[tuple[Any, ...]] | None:
        """Return all rows of one SELECT, None where any of them cannot be read."""
        try:
            return self._conn.execute(sql).fetchall()
        except _UNREADABLE:
            return None

    def last_of(self, table: str) -> int:
        """Return the greatest rowid of `table` that can be seen."""
        found = self.read(f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT 1")
        given = self.read("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return max([0, *(row[0] for row in (*found, *given) if isinstance(row[0], int))])


def open_damaged(path: Path, folder: Path) -> DamagedFile:
    """Copy the catalogue at `path`, and the journal beside it, into `folder` and open the copy.

    An unfinished change is rolled back in the copy. Raises UserError where nothing can be read.
    """
    copy = folder / "copy.db"
    try:
        shutil.copyfile(path, copy)
        sidecar = path.with_name(f"{path.name}-journal")
        if sidecar.is_file():
            shutil.copyfile(sidecar, folder / "copy.db-journal")
    except OSError as error:
        raise explain_os(error, path) from error
    with contextlib.suppress(*_UNREADABLE), closing(sqlite3.connect(copy)) as conn:
        conn.execute("SELECT count(*) FROM sqlite_master")
    with contextlib.suppress(*_UNREADABLE):
        return DamagedFile(copy)
    try:
        mend_schema(copy)
        return DamagedFile(copy)
    except _UNREADABLE as error:
        raise UserError(
            "nothing_to_salvage",
            "Nothing can be read of {path}. It was not changed. Open the newest backup.",
            path=str(path),
        ) from error


def salvage(damaged: DamagedFile, on_step: OnStep) -> Salvaged:
    """Read what can be read of `damaged`; call `on_step(done, total)` by the way."""
    found = Salvaged()
    found.meta = {str(k): str(v) for k, v in damaged.read("SELECT key, value FROM meta")}
    found.journal = _read_journal(damaged) or {}
    images = _last_images(damaged)
    counters = dict(damaged.read("SELECT kind, last FROM counter"))
    for number, table in enumerate(TABLES):
        on_step(number, len(TABLES))
        found.rows[table.name] = _read_table(damaged, table.name, counters, images, found)
    return found


def _read_journal(damaged: DamagedFile) -> dict[str, list[tuple[Any, ...]]] | None:
    """Return the journal's tables, None unless every row of all of them can be read."""
    found = {}
    for table, columns in _JOURNAL.items():
        rows = damaged.read_whole(f"SELECT {columns} FROM {table} ORDER BY 1")
        if rows is None:
            return None
        found[table] = rows
    return found


def _last_images(damaged: DamagedFile) -> dict[str, tuple[str, str | None]]:
    """Return table and last image of each record, of the images that bear their seal's hash."""
    last = damaged.last_of("change_row")
    found: dict[str, tuple[str, str | None]] = {}
    sql = (
        "SELECT r.tbl, r.record, r.after, s.after FROM change_row AS r "
        "JOIN row_seal AS s ON s.id = r.id WHERE r.id "
    )
    for start in range(1, last + 1, _EVERY):
        end = min(start + _EVERY, last + 1)
        rows = damaged.read(f"{sql} >= ? AND r.id < ? ORDER BY r.id", (start, end))
        if len(rows) < end - start:
            rows = [row for one in range(start, end) for row in damaged.read(f"{sql} = ?", (one,))]
        for table, record, image, seal in rows:
            if table in BY_NAME and chain.sum_image(image) == seal:
                found[record] = (table, image)
    return found


def _read_table(
    damaged: DamagedFile,
    table: str,
    counters: dict[str, int],
    images: dict[str, tuple[str, str | None]],
    found: Salvaged,
) -> dict[str, Row]:
    columns = columns_of(BY_NAME[table])
    quoted = ", ".join(f'"{name}"' for name in columns)
    select = f"SELECT {quoted} FROM {table}"
    rows = {row[0]: dict(zip(columns, row, strict=True)) for row in damaged.read(select)}
    known = {record for record, (home, _) in images.items() if home == table}
    given = [counters.get(table), *(number_of(record) for record in (*rows, *known))]
    last = max((n for n in given if isinstance(n, int)), default=0)
    named = {make_id(Kind(table), n) for n in range(1, last + 1)}
    for record in sorted(known | named - rows.keys()):
        for row in damaged.read(f"{select} WHERE id = ?", (record,)) if record not in rows else ():
            rows[record] = dict(zip(columns, row, strict=True))
    if len(rows) < len(named | known):
        for place in range(1, damaged.last_of(table) + 1):
            for row in damaged.read(f"{select} WHERE rowid = ?", (place,)):
                rows.setdefault(row[0], dict(zip(columns, row, strict=True)))
    _compare_with_images(table, rows, images, known, found)
    found.lost += sorted(named - known - rows.keys())
    return rows


def number_of(record: object) -> int:
    """Return the number in an id, 0 for what is none."""
    digits = str(record).partition("-")[2]
    return int(digits) if digits.isdecimal() and len(digits) < _DIGITS else 0


def _compare_with_images(
    table: str,
    rows: dict[str, Row],
    images: dict[str, tuple[str, str | None]],
    known: set[str],
    found: Salvaged,
) -> None:
    """Take from the journal what is gone or bent; drop what cannot have been written.

    A whole journal is right against the row; of a torn one the newest images may be missing.
    """
    for record in [one for one, row in rows.items() if not _is_row(table, row)]:
        del rows[record]
    for record in sorted(known):
        image = images[record][1]
        if image is None:
            if found.journal:
                rows.pop(record, None)
        elif image and (found.journal or record not in rows):
            written = json.loads(image)
            if rows.get(record) != written:
                rows[record] = written
                found.from_history.append(record)
        elif record not in rows:
            found.lost.append(record)


def _is_row(table: str, row: Row) -> bool:
    """Tell whether each value has the type of its column: a torn page gives others."""
    known = BY_NAME[table]
    for name, value in row.items():
        if name in known.numbers:
            if not isinstance(value, int | float | None):
                return False
        elif not (isinstance(value, str) or (value is None and name not in known.text.split())):
            return False
    return True


def iterate_contents(damaged: DamagedFile, table: str) -> Iterator[tuple[str, int, Iterator[Any]]]:
    """Yield (SHA-256, size, pieces) of each original or text whose row can be read."""
    chunk = "data" if table == "original" else "text"
    size = "size" if table == "original" else "characters"
    for number in range(1, damaged.last_of(table) + 1):
        sql = f"SELECT sha256, {size} FROM {table} WHERE id = ?"
        for digest, length in damaged.read(sql, (number,)):
            if isinstance(digest, str) and isinstance(length, int):
                pieces = f"SELECT {chunk} FROM {table}_chunk WHERE {table} = ? AND number = ?"
                yield digest, length, _pieces(damaged, pieces, number)


def _pieces(damaged: DamagedFile, sql: str, number: int) -> Iterator[Any]:
    place = 0
    while rows := damaged.read(sql, (number, place)):
        yield rows[0][0]
        place += 1
