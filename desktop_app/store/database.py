"""The one connection to a catalogue file: pragmas, lock, transactions, errors made plain.

Nothing else in the process may open the file: closing a second handle would drop SQLite's
POSIX locks (README, decision 3). One re-entrant lock lets the window's thread and the jobs
share the connection; a transaction holds it from BEGIN to COMMIT.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils
import sqlite_utils.utils

from desktop_app.errors import UserError
from desktop_app.store import lock

Row = dict[str, Any]
Check = Callable[[], None]

#: "Rgst": what `file` and Regesta know a catalogue by.
APPLICATION_ID = 0x52677374
_HEADER = b"SQLite format 3\x00"
_TURN_SECONDS = 0.05

#: reliability.md, design 1: measured to lose and damage nothing at a kill or power cut, and
#: to leave a file that can be copied alone. Checked after every open.
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "truncate",
    "synchronous": 3,  # EXTRA
    "cache_spill": 0,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
}


class GuardedConnection(sqlite3.Connection):
    """A connection on which any failed statement poisons its transaction.

    After SQLITE_FULL the transaction is already gone and later statements would commit alone
    (test_a_failed_statement_poisons_its_change).
    """

    poisoned = False

    def execute(self, *args: Any) -> sqlite3.Cursor:
        """Run one statement; mark the transaction as poisoned if it fails."""
        try:
            return super().execute(*args)
        except sqlite3.Error:
            self.poisoned = True
            raise

    def executemany(self, *args: Any) -> sqlite3.Cursor:
        """Run one statement for many rows; mark the transaction as poisoned if it fails."""
        try:
            return super().executemany(*args)
        except sqlite3.Error:
            self.poisoned = True
            raise


class Database:
    """A catalogue file held open by this process alone, or read only."""

    def __init__(self, path: Path, *, read_only: bool = False, create: bool = False) -> None:
        """Open `path`; raise UserError where it is missing, foreign, damaged or held elsewhere."""
        self.path = path
        self.read_only = read_only
        self.guard = threading.RLock()
        self._turn = threading.RLock()
        self._bulk: int | None = None
        self._check: Check | None = None
        if not create:
            check_header(path)
        try:
            self.conn = self._connect(create=create)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        try:
            self._prepare(create=create)
        except sqlite3.Error as error:
            self.conn.close()
            raise explain(error, path) from error
        except BaseException:
            self.conn.close()
            raise
        self.utils = sqlite_utils.Database(self.conn)

    def _connect(self, *, create: bool) -> GuardedConnection:
        mode = "ro" if self.read_only else "rwc" if create else "rw"
        # as_uri() quotes `?` and `#`: unquoted, SQLite would open another file.
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=0.5,
            isolation_level=None,
            check_same_thread=False,
            factory=GuardedConnection,
        )

    def _prepare(self, *, create: bool) -> None:
        if create:
            self.conn.execute("PRAGMA page_size = 4096")
            self.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if not self.read_only:
            self.conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        for name, value in PRAGMAS.items():
            if not (self.read_only and name == "journal_mode"):
                self.conn.execute(f"PRAGMA {name} = {value}")
        if self.read_only:
            self.conn.execute("SELECT count(*) FROM sqlite_master")
            return
        self.conn.execute("BEGIN EXCLUSIVE")
        self.conn.execute("COMMIT")
        lock.write_holder(self.path)
        for name, value in PRAGMAS.items():
            found = self.conn.execute(f"PRAGMA {name}").fetchone()[0]
            if found != value:
                raise RuntimeError(f"PRAGMA {name} is {found!r}, not {value!r}")

    def close(self) -> None:
        """Close the file and let others in."""
        with self.guard:
            if not self.read_only:
                # TRUNCATE leaves an empty journal beside the file; this takes it away. A disk
                # that is gone must not keep the program from closing.
                with contextlib.suppress(sqlite3.Error):
                    self.conn.execute("PRAGMA journal_mode = DELETE")
                lock.remove_holder(self.path)
            self.conn.close()

    def query(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of one SELECT as dicts, read whole under the lock."""
        self._check_in()
        with self.guard:
            try:
                cursor = self.conn.execute(sql, args)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]
            except sqlite3.Error as error:
                raise explain(error, self.path) from error

    def column(self, sql: str, args: Sequence[Any] = ()) -> list[Any]:
        """Return the first column of one SELECT as a list."""
        self._check_in()
        with self.guard:
            try:
                return [row[0] for row in self.conn.execute(sql, args)]
            except sqlite3.Error as error:
                raise explain(error, self.path) from error

    def scalar(self, sql: str, args: Sequence[Any] = ()) -> Any:
        """Return the first value of one SELECT, None where there is no row."""
        values = self.column(sql, args)
        return values[0] if values else None

    def execute(self, sql: str, args: Sequence[Any] = ()) -> int:
        """Run one writing statement inside a transaction; return the number of rows it touched."""
        self._check_in()
        with self.guard:
            self._require_transaction()
            return self.conn.execute(sql, args).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one writing statement for many rows inside a transaction."""
        self._check_in()
        with self.guard:
            self._require_transaction()
            self.conn.executemany(sql, rows)

    def _check_in(self) -> None:
        """Let a bulk transaction be cancelled before each of its statements."""
        if self._check is not None and self._bulk == threading.get_ident():
            self._check()

    def _require_transaction(self) -> None:
        if not self.conn.in_transaction:
            raise RuntimeError("a write outside a transaction")

    @contextmanager
    def turn(self, *, bulk: bool = False) -> Iterator[None]:
        """Take the turn to write; raise UserError while another thread's bulk work has it.

        An ordinary turn keeps readers of other threads out; a bulk one lets them read between
        two statements, so that the window goes on during an import of a million rows.
        """
        while not self._turn.acquire(timeout=_TURN_SECONDS):
            if self._bulk is not None:
                raise UserError(
                    "busy",
                    "A large import is being stored. Nothing was changed. Wait until it is done "
                    "or cancel it, then do this again.",
                )
        try:
            if bulk and self._bulk is None:
                self._bulk = threading.get_ident()
                try:
                    yield
                finally:
                    self._bulk = None
            elif self._bulk is not None:
                yield
            else:
                with self.guard:
                    yield
        finally:
            self._turn.release()

    @contextmanager
    def transaction(self, *, bulk: bool = False, check: Check | None = None) -> Iterator[None]:
        """Hold one transaction; commit it whole, or roll it back on any exception.

        BEGIN IMMEDIATE, because a deferred one that turns to writing fails at once. A `bulk`
        transaction may spill its pages into the file before it commits (README, decision 18);
        what `check` raises before one of its statements cancels it.
        """
        if self.read_only:
            raise UserError(
                "read_only",
                "This catalogue is open for reading only, so nothing was changed. "
                "Open it where it can be written, or work on a copy.",
            )
        with self.turn(bulk=bulk):
            self.conn.poisoned = False
            try:
                if bulk:
                    self.conn.execute("PRAGMA cache_spill = 1")
                    self._check = check
                self.conn.execute("BEGIN IMMEDIATE")
                yield
                if self.conn.poisoned:
                    raise RuntimeError("a statement of this change failed and was not reported")
                self.conn.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise explain(error, self.path) from error
            except BaseException:
                self._roll_back()
                raise
            finally:
                if bulk:
                    self._check = None
                    self.conn.execute("PRAGMA cache_spill = 0")

    def _roll_back(self) -> None:
        if self.conn.in_transaction:
            self.conn.execute("ROLLBACK")


def check_header(path: Path) -> None:
    """Raise UserError unless `path` is a file that begins like an SQLite database.

    The file is not open in this process yet, so reading it drops no lock.
    """
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except FileNotFoundError as error:
        raise UserError(
            "no_catalogue", "There is no catalogue at {path}. Check the name.", path=str(path)
        ) from error
    except OSError as error:
        raise explain_os(error, path) from error
    is_ours = int.from_bytes(start[68:72], "big") == APPLICATION_ID
    if start[:16] != _HEADER or len(start) < 100 or not is_ours:
        raise UserError(
            "not_a_catalogue",
            "{path} is not a Regesta catalogue. It was not changed. Choose another file.",
            path=str(path),
        )


def explain_os(error: OSError, path: Path) -> UserError:
    """Return the sentence for a file the system will not give."""
    return UserError(
        "unreadable",
        "{path} could not be read ({reason}). Nothing was changed.",
        path=str(path),
        reason=error.strerror or str(error),
    )


def explain(error: sqlite3.Error, path: Path) -> UserError | sqlite3.Error:
    """Return the sentence for one of the world's errors; a bug of ours comes back as it is."""
    name = (getattr(error, "sqlite_errorname", "") or "").removeprefix("SQLITE_")
    primary = name.split("_")[0]
    if primary in {"BUSY", "LOCKED"}:
        return lock.explain_held(path)
    where = str(path)
    match primary:
        case "FULL":
            return UserError(
                "disk_full",
                "The disk is full: the last change was not saved, everything before it is safe "
                "in {path}. Free some space and do it again.",
                path=where,
            )
        case "READONLY":
            return UserError(
                "read_only",
                "{path} cannot be written: the last change was not saved, everything before it "
                "is safe. Check the disk and its permissions, or work on a copy.",
                path=where,
            )
        case "CANTOPEN":
            return UserError(
                "unreadable",
                "{path} could not be opened. Nothing was changed. Check the name and the "
                "permissions.",
                path=where,
            )
        case "IOERR":
            return UserError(
                "disk_error",
                "The disk did not answer: the last change to {path} was not saved. Check the "
                "disk, then open the catalogue again.",
                path=where,
            )
        case "CORRUPT":
            return UserError(
                "damaged",
                "{path} is damaged. Nothing was changed. Copy the file to a safe place and open "
                "the newest backup.",
                path=where,
            )
        case "NOTADB":
            return UserError(
                "not_a_catalogue",
                "{path} is not a Regesta catalogue. It was not changed. Choose another file.",
                path=where,
            )
    return error
