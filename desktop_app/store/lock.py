"""Who holds a catalogue. SQLite's own lock keeps others out; a small file beside it says who.

A holder of this computer whose process is gone has let go, and is passed over in silence. That
of another computer is never passed over unless the user says so: over a network, or on a stick
that went from hand to hand, SQLite's lock proves nothing.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import platform
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_app.errors import UserError

#: Where SQLite's locks lie in a file, and how many bytes they take, on every system.
_LOCK_START, _LOCK_BYTES = 0x40000000, 512
_LONGEST_HOLDER = 4096
_LONGEST_WORD = 80
_NO_LINK, _NO_WAIT = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
#: Seconds by which two readings of the start of one process may differ.
_SAME_START = 2.0


class State(StrEnum):
    """What the holder file beside a catalogue says, held against this computer."""

    NOBODY = "nobody"
    LIVE = "live"
    DEAD = "dead"
    ELSEWHERE = "elsewhere"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who says to hold a catalogue. `started` tells a process from a later one of its number."""

    user: str
    host: str
    machine: str
    pid: int
    started: str
    since: datetime

    @property
    def since_text(self) -> str:
        """Return since when, in this computer's time, to the minute."""
        return f"{self.since.astimezone():%Y-%m-%d %H:%M}"


def _holder_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.held")


def write_holder(path: Path) -> None:
    """Write who holds the catalogue beside it; a folder that refuses is no error.

    Under a new name first: what lies there may be a link to another file.
    """
    pid = os.getpid()
    said = {
        "user": user_name(),
        "host": platform.node(),
        "machine": machine_id(),
        "pid": pid,
        "started": _find_start(pid),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    holder = _holder_path(path)
    partial = holder.with_name(f"{holder.name}.{pid}")
    try:
        partial.unlink(missing_ok=True)
        with partial.open("x", encoding="utf-8") as file:
            json.dump(said, file)
        partial.replace(holder)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()


def remove_holder(path: Path) -> None:
    """Remove the file that `write_holder` made; another holder's stays."""
    with contextlib.suppress(OSError):
        holder = _read(path)
        if holder is not None and holder.pid == os.getpid() and _is_here(holder):
            _holder_path(path).unlink()


def is_held(path: Path) -> bool:
    """Tell whether somebody says to hold the catalogue; one that died may still say so."""
    return os.path.lexists(_holder_path(path))


def find_holder(path: Path) -> tuple[State, Holder | None]:
    """Return what the holder file says and who it is, None where that cannot be read."""
    if not is_held(path):
        return State.NOBODY, None
    try:
        holder = _read(path)
    except OSError:
        holder = None
    if holder is None:
        return State.UNREADABLE, None
    if not _is_here(holder):
        return State.ELSEWHERE, holder
    return (State.LIVE if _lives(holder) else State.DEAD), holder


def _read(path: Path) -> Holder | None:
    """Return the holder written beside `path`, None where it is none; raise OSError."""
    # Neither a link to elsewhere nor a pipe that never answers.
    handle = os.open(_holder_path(path), os.O_RDONLY | _NO_LINK | _NO_WAIT)
    try:
        data = os.read(handle, _LONGEST_HOLDER)
    finally:
        os.close(handle)
    try:
        said = json.loads(data)
        return Holder(
            user=_word(said["user"]),
            host=_word(said["host"]),
            machine=_word(said.get("machine", "")),
            pid=int(said.get("pid", 0)),
            started=_word(said.get("started", "")),
            since=datetime.fromisoformat(said["since"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _word(value: Any) -> str:
    """Return a word of the holder file fit to be shown."""
    return "".join(letter for letter in str(value)[:_LONGEST_WORD] if letter.isprintable())


def _is_here(holder: Holder) -> bool:
    same_machine = not holder.machine or holder.machine == machine_id()
    return holder.host == _word(platform.node()) and same_machine


def _lives(holder: Holder) -> bool:
    found = _find_start(holder.pid)
    if not found or not holder.started:
        return bool(found)
    try:
        return abs(float(found) - float(holder.started)) <= _SAME_START
    except ValueError:
        return found == holder.started


def _find_start(pid: int) -> str:
    """Return what tells process `pid` from an earlier one of that number, "" where there is none.

    On Linux by its boot and clock ticks, which no change of the clock moves.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, IndexError):
            boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
            after_name = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2]
            return f"{boot} {after_name.split()[19]}"
        return ""
    import psutil

    try:
        return f"{psutil.Process(pid).create_time():.2f}"
    except (psutil.Error, ValueError, OverflowError):
        return ""


def machine_id() -> str:
    """Return what tells this computer from another of its name; not the number itself."""
    found = ""
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            found = found or Path(name).read_text("ascii", "replace").strip()
    found = found or f"{uuid.getnode():x}"
    return hashlib.sha256(b"regesta " + found.encode()).hexdigest()[:16]


def explain_held(path: Path) -> UserError:
    """Return the sentence that says who holds the catalogue, as far as is known."""
    state, holder = find_holder(path)
    if holder is None or state is State.DEAD:
        return UserError(
            "catalogue_in_use",
            "{path} is open in another program. Nothing was changed. Close it there first.",
            path=str(path),
        )
    if state is State.ELSEWHERE:
        return UserError(
            "held_elsewhere",
            "{path} is open on another computer, or was when that computer was switched off or "
            "the disk was pulled out: {user} on {host}, since {since}. Nothing was changed. "
            "Close it there first, or look at a read-only copy.",
            path=str(path),
            user=holder.user,
            host=holder.host,
            since=holder.since_text,
        )
    return UserError(
        "catalogue_in_use",
        "{path} is open in another Regesta: {user} on {host}, since {since}. "
        "Nothing was changed. Close it there first, or look at a read-only copy.",
        path=str(path),
        user=holder.user,
        host=holder.host,
        since=holder.since_text,
    )


@contextmanager
def hold_bytes(path: Path) -> Iterator[bool]:
    """Hold the bytes of `path` that SQLite locks; yield False where another program has them.

    Only for a file that is not open in this process: closing it drops the process's locks.
    """
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        # A file that nobody can write is held by nobody.
        yield True
        return
    try:
        yield _lock_bytes(handle)
    finally:
        os.close(handle)


def _lock_bytes(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _LOCK_START, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _LOCK_BYTES)
        else:
            import fcntl

            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCK_BYTES, _LOCK_START)
    except OSError:
        return False
    return True


def user_name() -> str:
    """Return the signed-in user's name, "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
