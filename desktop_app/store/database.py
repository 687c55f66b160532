"""The one connection to a catalogue file: pragmas, lock, transactions, errors made plain.

Nothing else in the process may open the file: closing a second handle would drop SQLite's
POSIX locks (README, decision 3). One re-entrant lock lets the window's thread and the jobs
share the connection; a transaction holds it from BEGIN to COMMIT.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import sqlite_utils
import sqlite_utils.utils

from desktop_app.errors import UserError
from desktop_app.store import lock
from desktop_app.store.explaining import explain as explain
from desktop_app.store.explaining import (
    explain_opening,
    explain_unreadable,
    refuse_gone,
    refuse_newer,
)
from desktop_app.store.fingerprint import require_own_schema, require_readable_schema
from desktop_app.store.opening_guard import deadline, guard_connection
from desktop_app.store.opening_header import check_header as check_header
from desktop_app.store.opening_header import explain_os as explain_os

Row = dict[str, Any]
Check = Callable[[], None]

_TURN_SECONDS = 0.05
#: No statement of opening may run longer.
OPENING_SECONDS = 60.0

if sqlite_utils.utils.sqlite3 is not sqlite3:
    # sqlite-utils prefers pysqlite3 where it is installed: two SQLite libraries in one process
    # drop each other's locks.
    raise RuntimeError("sqlite-utils uses another SQLite than Python's: remove pysqlite3")

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
    # What a redaction takes away must not stay in free pages.
    "secure_delete": 1,
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
        except UnicodeDecodeError as error:
            self.poisoned = True
            raise explain_unreadable(error) from error
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
        """Open `path`; raise UserError where it is missing, foreign, damaged or held elsewhere.

        What may lie beside the file is the business of `opening.open_checked`.
        """
        self.path = path
        self.read_only = read_only
        self.guard = threading.RLock()
        self._turn = threading.RLock()
        self._bulk: int | None = None
        self._check: Check | None = None
        #: The version of the file's tables, and of those that this program makes.
        self.version = self.known_version = 0
        if not create:
            require_not_open_here(path)
            check_header(path)
        #: The file itself where `path` is a link to it: SQLite keeps its journal beside that.
        self.file = path.resolve()
        try:
            self.conn = self._connect(create=create)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        try:
            self._guard = guard_connection(self.conn)
            with deadline(self.conn, OPENING_SECONDS):
                self._prepare(create=create)
        except sqlite3.Error as error:
            self.conn.close()
            raise explain_opening(error, path) from error
        except BaseException:
            self.conn.close()
            raise
        #: What was found while it was opened (`opening.open_checked`).
        self.circumstances: Any = None
        #: Told of each change that the disk or the system refused.
        self.on_failure: Callable[[UserError], object] | None = None
        #: Where the catalogue lies of which this is a copy for reading.
        self.origin: Path | None = None
        self._identity = _identify(self.file)
        _OPEN_HERE[self._identity] = self
        self.utils = sqlite_utils.Database(self.conn)

    def _connect(self, *, create: bool) -> GuardedConnection:
        mode = "ro" if self.read_only else "rwc" if create else "rw"
        return sqlite3.connect(
            f"{make_uri(self.file)}?mode={mode}",
            uri=True,
            timeout=0.5,
            isolation_level=None,
            check_same_thread=False,
            factory=GuardedConnection,
        )

    def _prepare(self, *, create: bool) -> None:
        if create:
            with self.changing_schema():
                self.conn.execute("PRAGMA page_size = 4096")
        if not self.read_only:
            self.conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        for name, value in PRAGMAS.items():
            if not (self.read_only and name == "journal_mode"):
                self.conn.execute(f"PRAGMA {name} = {value}")
        if not self.read_only:
            self.conn.execute("BEGIN EXCLUSIVE")
            self.conn.execute("COMMIT")
        if not create:
            self._require_schema()
        if self.read_only:
            return
        lock.write_holder(self.file)
        for name, value in PRAGMAS.items():
            found = self.conn.execute(f"PRAGMA {name}").fetchone()[0]
            if found != value:
                raise RuntimeError(f"PRAGMA {name} is {found!r}, not {value!r}")

    def _require_schema(self) -> None:
        """Raise UserError unless the tables are ours: before anything of them is read."""
        from desktop_app.store.migrations import current_version

        self.version = self.conn.execute("PRAGMA user_version").fetchone()[0]
        self.known_version = current_version()
        if not self.is_newer:
            require_own_schema(self.conn, self.path, self.version)
        elif self.read_only:
            require_readable_schema(self.conn, self.path)
        else:
            raise refuse_newer(self.path, self.version, self.known_version)

    @property
    def is_newer(self) -> bool:
        """Tell whether a newer program than this wrote the file."""
        return self.version > self.known_version

    @contextmanager
    def changing_schema(self) -> Iterator[None]:
        """Let our own migrations make and drop tables in the body; nothing else may."""
        with self.guard:
            self._guard.is_making = True
            try:
                yield
            finally:
                self._guard.is_making = False

    def is_in_place(self) -> bool:
        """Tell whether the file still lies where it was opened, and is no other of that name."""
        try:
            return _identify(self.file) == self._identity
        except OSError:
            return False

    def close(self) -> None:
        """Close the file and let others in."""
        with self.guard:
            if not self.read_only and self.is_in_place():
                # TRUNCATE leaves an empty journal beside the file; this takes it away. A disk
                # that is gone must not keep the program from closing.
                with contextlib.suppress(sqlite3.Error):
                    self.conn.execute("PRAGMA journal_mode = DELETE")
                lock.remove_holder(self.file)
            self.conn.close()
            _OPEN_HERE.pop(self._identity, None)

    def query(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of one SELECT as dicts, read whole under the lock."""
        self._check_in()
        with self.guard:
            try:
                cursor = self.conn.execute(sql, args)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]
            except UnicodeDecodeError as error:
                raise explain(explain_unreadable(error), self.path) from error
            except sqlite3.Error as error:
                raise explain(error, self.path) from error

    def column(self, sql: str, args: Sequence[Any] = ()) -> list[Any]:
        """Return the first column of one SELECT as a list."""
        self._check_in()
        with self.guard:
            try:
                return [row[0] for row in self.conn.execute(sql, args)]
            except UnicodeDecodeError as error:
                raise explain(explain_unreadable(error), self.path) from error
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
            self._require_in_place()
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
                raise self._tell(explain(error, self.path)) from error
            except BaseException:
                self._roll_back()
                raise
            finally:
                if bulk:
                    self._check = None
                    self.conn.execute("PRAGMA cache_spill = 0")

    def _require_in_place(self) -> None:
        """Raise UserError where a change would go into a file that nobody will find again."""
        if not self.is_in_place():
            raise self._tell(refuse_gone(self.path))

    def _tell(self, error: UserError | sqlite3.Error) -> UserError | sqlite3.Error:
        """Tell whoever listens of a change that was refused; return the error."""
        if self.on_failure is not None and isinstance(error, UserError):
            self.on_failure(error)
        return error

    def _roll_back(self) -> None:
        if self.conn.in_transaction:
            self.conn.execute("ROLLBACK")


#: The files that this process holds open, by device and number. Weak: one that nobody holds any
#: more is closed with its connection, and a new file may get its number.
_OPEN_HERE: weakref.WeakValueDictionary[tuple[int, int], Database] = weakref.WeakValueDictionary()


def _identify(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def require_not_open_here(path: Path) -> None:
    """Raise UserError where this process holds `path` open: reading it would drop its locks."""
    with contextlib.suppress(OSError, ValueError):
        if _identify(path) in _OPEN_HERE:
            raise UserError(
                "catalogue_in_use",
                "{path} is open in this program already. Nothing was changed.",
                path=str(path),
            )


def make_uri(path: Path) -> str:
    """Return `path` as SQLite's URI: an unquoted `?`, `#` or `%` would open another file."""
    name = path.absolute().as_posix()
    # A drive needs a slash before it, a share of Windows an empty host before its two.
    lead = "" if name.startswith("/") and not name.startswith("//") else "//"
    lead = "///" if not name.startswith("/") else lead
    return f"file:{lead}{quote_from_bytes(os.fsencode(name), safe='/:')}"
