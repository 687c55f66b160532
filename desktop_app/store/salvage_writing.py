"""Writing what was salvaged into a new catalogue: whole rows, whole contents, a true history.

A whole journal goes along, so that the new file has the old history and seals. Where it was
torn, the rows go in as one change of a new history, and the new file is a catalogue of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.store import lists
from desktop_app.store.database import Database, Row
from desktop_app.store.documents import CHUNK_BYTES, CHUNK_CHARACTERS
from desktop_app.store.salvage import DamagedFile, Salvaged, iterate_contents, number_of
from desktop_app.store.schema import BY_NAME, TABLES, Table, columns_of, install_triggers

_BATCH = 500
#: Of each table of contents: the column of its pieces, what counts its length, one piece.
_CHUNKS: dict[str, tuple[str, str, int, type]] = {
    "original": ("data", "size", CHUNK_BYTES, bytes),
    "content": ("text", "characters", CHUNK_CHARACTERS, str),
}


def write_contents(
    db: Database, damaged: DamagedFile, salvaged: Salvaged, check: Callable[[], None]
) -> list[str]:
    """Copy every original and text that a row names; return the SHA-256 of those not whole.

    What is torn is kept as far as it goes, filled up to its length (texts with U+FFFD, so that
    every excerpt keeps its place); `check` of the new catalogue says so ever after. `check`
    is called between two of them and may raise to stop.
    """
    lost = []
    for table in _CHUNKS:
        waiting = _list_named(salvaged, table)
        for digest, _, pieces in iterate_contents(damaged, table):
            check()
            if digest in waiting and not _write_content(db, table, digest, waiting, pieces):
                lost.append(digest)
            waiting.pop(digest, None)
        for digest in list(waiting):
            check()
            _write_content(db, table, digest, waiting, ())
            lost.append(digest)
    return lost


def _list_named(salvaged: Salvaged, table: str) -> dict[str, int]:
    """Return SHA-256 and length of the originals, or texts, that rows name."""
    if table == "original":
        return {row["sha256"]: row["size"] for row in salvaged.rows["document"].values()}
    return {
        row["text_sha256"]: row["characters"]
        for name in ("document", "revision")
        for row in salvaged.rows[name].values()
    }


def _write_content(
    db: Database, table: str, digest: str, sizes: dict[str, int], pieces: Iterable[Any]
) -> bool:
    """Write one content in its pieces; return whether it is whole."""
    column, length, step, kind = _CHUNKS[table]
    size, found = sizes[digest], hashlib.sha256()
    with db.transaction():
        db.execute(f"INSERT INTO {table} ({length}) VALUES (?)", (size,))
        number = db.scalar("SELECT last_insert_rowid()")
        for place, piece in enumerate(_fill(pieces, size, step, kind)):
            found.update(piece if isinstance(piece, bytes) else piece.encode())
            db.execute(
                f"INSERT INTO {table}_chunk ({table}, number, {column}) VALUES (?, ?, ?)",
                (number, place, piece),
            )
        db.execute(f"UPDATE {table} SET sha256 = ? WHERE id = ?", (digest, number))
    return found.hexdigest() == digest


def _fill(pieces: Iterable[Any], size: int, step: int, kind: type) -> Iterator[bytes | str]:
    """Yield the pieces of a content of `size`, those that are gone or bent as filling."""
    given = iter(pieces)
    for start in range(0, size, step):
        expected = min(step, size - start)
        piece = next(given, None)
        is_whole = isinstance(piece, kind) and len(piece) == expected  # type: ignore[arg-type]
        filling = bytes(expected) if kind is bytes else "\ufffd" * expected
        yield piece if is_whole else filling  # type: ignore[misc]


def drop_groundless(salvaged: Salvaged) -> list[tuple[str, Row]]:
    """Take out rows that name a lost row, empty links that may be empty; return what they were."""
    dropped: list[tuple[str, Row]] = []
    while True:
        before = len(dropped)
        for table in TABLES:
            found = salvaged.rows[table.name]
            for record, row in [*found.items()]:
                column = _find_groundless(salvaged, table, row)
                if column is None:
                    continue
                dropped.append((record, dict(row)))
                if column in table.optional.split() and column != "value_subject":
                    row[column] = None
                else:
                    del found[record]
        if len(dropped) == before:
            return dropped


def _find_groundless(salvaged: Salvaged, table: Table, row: Row) -> str | None:
    """Return a column of `row` that names a row which is lost."""
    for column, target in table.links:
        there = salvaged.rows.get(target)
        if there is not None and row[column] is not None and row[column] not in there:
            return column
    for column in ("subject", "value_subject") if table.name in ("claim", "attachment") else ():
        named = row.get(column)
        if named and not any(named in salvaged.rows[kind] for kind in SUBJECTS):
            return column
    return None


def write_with_journal(db: Database, salvaged: Salvaged) -> None:
    """Put the journal in as it was, and the rows that it ends with, in one transaction."""
    with db.changing_schema(), db.transaction():
        db.execute("PRAGMA defer_foreign_keys = ON")
        for table in TABLES:
            for verb in ("insert", "update", "delete"):
                db.execute(f"DROP TRIGGER journal_{table.name}_{verb}")
        for name, found in salvaged.journal.items():
            marks = ", ".join("?" * len(found[0])) if found else ""
            for start in range(0, len(found), _BATCH):
                db.execute_many(
                    f"INSERT INTO {name} VALUES ({marks})", found[start : start + _BATCH]
                )
        write_rows(db, salvaged)
        install_triggers(db.utils)
        lists.rebuild_listing(db)


def write_rows(db: Database, salvaged: Salvaged) -> None:
    """Put the rows in, inside a transaction, and set the counters past every id."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table in TABLES:
        names = columns_of(BY_NAME[table.name])
        named = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        found = [*salvaged.rows[table.name].values()]
        for start in range(0, len(found), _BATCH):
            db.execute_many(
                f"INSERT INTO {table.name} ({named}) VALUES ({marks})",
                ([row.get(name) for name in names] for row in found[start : start + _BATCH]),
            )
    everything = [record for found in salvaged.rows.values() for record in found]
    everything += salvaged.lost
    numbers = sorted((one.partition("-")[0], one) for one in everything if "-" in one)
    for _, group in groupby(numbers, key=lambda pair: pair[0]):
        records = [record for _, record in group]
        kind = find_kind(records[0])
        if kind is not None:
            _raise_counter(db, kind, max(number_of(record) for record in records))


def _raise_counter(db: Database, kind: Kind, last: int) -> None:
    db.execute(
        "INSERT INTO counter (kind, last) VALUES (?, ?) "
        "ON CONFLICT (kind) DO UPDATE SET last = max(last, excluded.last)",
        (kind, last),
    )
