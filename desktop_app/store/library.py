"""Which SQLite keeps the catalogues: reports of mistakes name it."""

from __future__ import annotations

import sqlite3


def sqlite_version() -> str:
    """Return the version of the SQLite that this program runs on."""
    return sqlite3.sqlite_version
