"""Who holds a catalogue. SQLite's own lock keeps others out; a small file beside it says who.

The file only gives the words of the message: a process that dies lets go of SQLite's lock, so
a holder file left behind shuts nobody out.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import UserError


def _holder_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.held")


def write_holder(path: Path) -> None:
    """Write user, host and time beside the catalogue; a folder that refuses is no error."""
    holder = {
        "user": user_name(),
        "host": platform.node(),
        "pid": os.getpid(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with contextlib.suppress(OSError):
        _holder_path(path).write_text(json.dumps(holder), "utf-8")


def remove_holder(path: Path) -> None:
    """Remove the file that `write_holder` made."""
    with contextlib.suppress(OSError):
        _holder_path(path).unlink()


def is_held(path: Path) -> bool:
    """Tell whether somebody says to hold the catalogue; one that died may still say so."""
    return _holder_path(path).exists()


def explain_held(path: Path) -> UserError:
    """Return the sentence that says who holds the catalogue, as far as is known."""
    try:
        holder = json.loads(_holder_path(path).read_text("utf-8"))
        user, host = str(holder["user"]), str(holder["host"])
        since = datetime.fromisoformat(holder["since"]).astimezone()
    except (OSError, ValueError, KeyError, TypeError):
        return UserError(
            "catalogue_in_use",
            "{path} is open in another program. Nothing was changed. Close it there first.",
            path=str(path),
        )
    return UserError(
        "catalogue_in_use",
        "{path} is open in another Regesta: {user} on {host}, since {since}. "
        "Nothing was changed. Close it there first.",
        path=str(path),
        user=user,
        host=host,
        since=f"{since:%Y-%m-%d %H:%M}",
    )


def user_name() -> str:
    """Return the signed-in user's name, "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
