"""What may be done through the connection to a catalogue: limits, an authorizer, a deadline.

A catalogue from elsewhere is untrusted. Its schema is compared with ours before our tables are
read (`fingerprint`); these guards hold for whatever passes by that.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Greater than any row that a command writes, far below what fills a small computer's memory.
_LONGEST_VALUE = 256_000_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
#: Instructions between two looks at the clock.
_STEPS = 20_000

#: What is only ever read, whatever the argument says.
_READ_PRAGMAS = {
    *("application_id", "user_version", "table_info", "table_xinfo", "table_list", "index_list"),
    *("index_info", "index_xinfo", "foreign_key_list", "foreign_key_check", "integrity_check"),
    *("quick_check", "page_count", "page_size", "freelist_count", "data_version", "encoding"),
    *("compile_options", "database_list", "journal_size_limit", "cache_size"),
}
#: What our own code sets.
_SET_PRAGMAS = {
    *("defer_foreign_keys", "cache_spill", "locking_mode", "journal_mode", "synchronous"),
    *("foreign_keys", "recursive_triggers", "trusted_schema", "cell_size_check", "mmap_size"),
    *("query_only", "temp_store", "optimize", "analysis_limit", "secure_delete"),
}

_READING = {
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_ANALYZE,
    sqlite3.SQLITE_CREATE_TEMP_TABLE,
    sqlite3.SQLITE_CREATE_TEMP_INDEX,
    sqlite3.SQLITE_DROP_TEMP_TABLE,
    sqlite3.SQLITE_DROP_TEMP_INDEX,
}
_WRITING = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
_FORBIDDEN_FUNCTIONS = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}


class Guard:
    """The authorizer of one connection. `is_making` while our own migrations change the schema."""

    def __init__(self) -> None:
        """Begin strict."""
        self.is_making = False

    def __call__(
        self, action: int, first: str | None, second: str | None, database: str | None, _by: Any
    ) -> int:
        """Return whether SQLite may do `action`."""
        return sqlite3.SQLITE_OK if self._allows(action, first, second, database) else _DENY

    def _allows(self, action: int, first: str | None, second: str | None, base: str | None) -> bool:
        if action in _READING:
            return True
        if action == sqlite3.SQLITE_FUNCTION:
            return second not in _FORBIDDEN_FUNCTIONS
        if action == sqlite3.SQLITE_PRAGMA:
            return self._allows_pragma((first or "").lower(), second)
        if action in _WRITING:
            if self.is_making or base == "temp" or not (first or "").startswith("sqlite_"):
                return True
            # Counters and statistics are SQLite's own. It asks for an update when it declares a
            # table-valued function; a real one of its table of tables it refuses by itself.
            return first in _OWN_WRITES or action == sqlite3.SQLITE_UPDATE
        return self.is_making and action not in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)

    def _allows_pragma(self, name: str, argument: str | None) -> bool:
        if self.is_making:
            return True
        if name in ("application_id", "page_size"):
            return argument is None
        return name in _READ_PRAGMAS or name in _SET_PRAGMAS


_DENY = sqlite3.SQLITE_DENY
_OWN_WRITES = {"sqlite_stat1", "sqlite_stat4", "sqlite_sequence"}


def guard_connection(conn: sqlite3.Connection) -> Guard:
    """Put limits, defensive mode (Python from 3.12) and an authorizer on `conn`."""
    for limit, value in _LIMITS.items():
        conn.setlimit(limit, value)
    if sys.version_info >= (3, 12):
        conn.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        conn.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, False)
        conn.setconfig(sqlite3.SQLITE_DBCONFIG_TRUSTED_SCHEMA, False)
    guard = Guard()
    conn.set_authorizer(guard)
    return guard


@contextmanager
def deadline(conn: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Interrupt whatever `conn` runs in the body once `seconds` are over."""
    end = time.monotonic() + seconds
    late: Callable[[], int] = lambda: int(time.monotonic() > end)  # noqa: E731
    conn.set_progress_handler(late, _STEPS)
    try:
        yield
    finally:
        conn.set_progress_handler(None, 0)
