"""Whole, consistent copies of the open catalogue, through the connection that owns its file.

Pages are copied some at a time, and between two steps everybody else may read and write: what
the same connection writes meanwhile goes into the copy too, and starts nothing over.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.store import chain, integrity, journal
from desktop_app.store.database import Database, explain

#: Pages copied in one step: a megabyte.
_PAGES = 256
#: Long enough that who waits for the connection gets it.
_PAUSE = 0.001
_WAIT_WHILE_LOCKED = 0.05


@dataclass(frozen=True, slots=True)
class Contents:
    """What a catalogue's file holds, by which a copy is compared with its original.

    `schema` is the SHA-256 of all its definitions, `tables` the number of rows of each table.
    """

    uuid: str
    name: str
    version: int
    head: chain.Head
    schema: str
    tables: dict[str, int]


def read_contents(db: Database) -> Contents:
    """Return what `db` holds; raise UserError where it is no catalogue."""
    with db.guard:
        defined = db.query("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        tables = [row["name"] for row in defined if row["type"] == "table"]
        if not {"meta", "change"} <= set(tables):
            raise UserError(
                "not_a_catalogue",
                "{path} is not a Regesta catalogue. It was not changed. Choose another file.",
                path=str(db.path),
            )
        schema = "\n".join(f"{row['type']} {row['name']} {row['sql']}" for row in defined)
        facts = {row["key"]: row["value"] for row in db.query("SELECT key, value FROM meta")}
        sealed = "seal" in tables
        return Contents(
            uuid=facts.get("uuid", ""),
            name=facts.get("name", ""),
            version=int(db.scalar("PRAGMA user_version")),
            head=chain.get_head(db) if sealed else chain.Head(journal.head(db), ""),
            schema=hashlib.sha256(schema.encode("utf-8", "surrogatepass")).hexdigest(),
            tables={
                name: int(db.scalar('SELECT count(*) FROM "{}"'.format(name.replace('"', '""'))))
                for name in tables
            },
        )


def size_of(db: Database) -> int:
    """Return the bytes that a copy of `db` takes."""
    return int(db.scalar("PRAGMA page_count")) * int(db.scalar("PRAGMA page_size"))


def copy_pages(db: Database, path: Path, on_step: chain.Step | None = None) -> Contents:
    """Copy the open catalogue into the new file `path`; return what was open at the copy's moment.

    `on_step(done, total)` counts pages; what it raises ends the copying and leaves half a file.
    The file is synced. Raises UserError where the disk refuses.
    """
    with db.turn():
        if db.conn.in_transaction:
            raise RuntimeError("a copy inside a transaction would wait for its end for ever")
    try:
        # Guarded to the end: nobody writes between the last page and the reading of the contents.
        with db.guard:
            copy = sqlite3.connect(path, isolation_level=None)
            try:
                for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                    copy.execute(f"PRAGMA {pragma}")
                _copy_in_steps(db, copy, on_step)
            finally:
                copy.close()
            contents = read_contents(db)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return contents


def _copy_in_steps(db: Database, copy: sqlite3.Connection, on_step: chain.Step | None) -> None:
    def after_step(status: int, remaining: int, total: int) -> None:
        if status == sqlite3.SQLITE_DONE:
            return
        with _let_others_in(db):
            if on_step is not None:
                on_step(total - remaining, total)
            time.sleep(_PAUSE if status == sqlite3.SQLITE_OK else _WAIT_WHILE_LOCKED)

    db.conn.backup(copy, pages=_PAGES, progress=after_step, sleep=_PAUSE)


@contextlib.contextmanager
def _let_others_in(db: Database) -> Iterator[None]:
    db.guard.release()
    try:
        yield
    finally:
        db.guard.acquire()


def copy_database(db: Database, path: Path, on_step: chain.Step | None = None) -> None:
    """Write a whole, consistent, verified copy of the open catalogue to `path`.

    A copy cut short by a full disk opens and passes quick_check with no tables: it is compared
    by what it holds.
    """
    partial = path.with_name(f"{path.name}.part")
    partial.unlink(missing_ok=True)
    try:
        expected = copy_pages(db, partial, on_step)
        with contextlib.closing(Database(partial, read_only=True)) as copy:
            is_whole = not integrity.check_database(copy)
            if not is_whole or read_contents(copy) != expected:
                raise UserError(
                    "copy_failed",
                    "The copy {path} did not come out whole, so it was thrown away. The "
                    "catalogue itself is safe. Check the disk and try again.",
                    path=str(path),
                )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
