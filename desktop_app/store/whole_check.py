"""SQLite's full integrity check of an open catalogue, in a process of its own.

Through the connection that holds the file, a check of a gigabyte would keep the window waiting
for seconds. Another process may read the bytes without a lock, which it takes from nobody; what
it finds counts only if nobody wrote meanwhile.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.paths import ROOT
from desktop_app.store.database import make_uri
from desktop_app.store.opening_guard import guard_connection
from desktop_app.store.snapshots import look_at

#: Tries, while the user goes on working, and the pause between two.
_TRIES, _PAUSE = 20, 2.0
_GLANCE = 0.1
_MOST_LINES = 20


def check_whole(path: Path, check: Callable[[], None]) -> list[str] | None:
    """Return what SQLite's full check complains of; None where no quiet moment was found.

    `check` is called ten times a second and may raise to cancel.
    """
    for _ in range(_TRIES):
        found = _run_child(path, check)
        if found is not None:
            return found
        end = time.monotonic() + _PAUSE
        while time.monotonic() < end:
            check()
            time.sleep(_GLANCE)
    return None


def _run_child(path: Path, check: Callable[[], None]) -> list[str] | None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-B", "-m", "desktop_app.store.whole_check"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(str(path)))
        process.stdin.close()
        while process.poll() is None:
            check()
            time.sleep(_GLANCE)
        said = json.loads(process.stdout.read() or "null")
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    return None if said is None else [str(line) for line in said]


def read_whole(path: Path) -> list[str] | None:
    """Return what the check says of the file as it lies there, None where somebody wrote."""
    try:
        before = look_at(path)
        if before is None:
            return None
        conn = sqlite3.connect(f"{make_uri(path)}?mode=ro&immutable=1", uri=True)
        try:
            guard_connection(conn)
            conn.execute("PRAGMA trusted_schema = 0")
            conn.execute("PRAGMA cell_size_check = 1")
            rows = conn.execute(f"PRAGMA integrity_check({_MOST_LINES})").fetchall()
        except sqlite3.Error as error:
            rows = [(str(error),)]
        finally:
            conn.close()
        lines = [str(row[0]) for row in rows if row[0] != "ok"]
        return lines if look_at(path) == before else None
    except (OSError, UserError):
        return None


if __name__ == "__main__":
    print(json.dumps(read_whole(Path(json.load(sys.stdin)))))  # noqa: T201
