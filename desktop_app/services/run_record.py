"""Leaves a trace while the program runs, so that the next start knows how this one ended.

The file of a run is locked as long as its process lives, and removed when it ends in order. A
file that nobody locks any more is a run that broke off: killed, without power, or crashed, in
which case Python's fault handler wrote into it where every thread was.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from desktop_app.services.bug_report import describe_program, shorten_paths
from desktop_app.services.problem_files import (
    CRASH,
    ProblemReport,
    keep_report,
    list_reports,
    problem_folder,
)

_PREFIX = "run-"
_SESSION_ENDS = "session ends"
#: The byte that is locked lies far behind what is written.
_LOCKED_BYTE = 1 << 30
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class BrokenRun:
    """A run that did not end in order: its report, and the catalogues that were open in it."""

    report: ProblemReport | None
    catalogues: tuple[str, ...]


class RunRecord:
    """The trace of this run. Without a folder to write in it does nothing."""

    def __init__(self) -> None:
        """Begin the trace, and let the fault handler write into it."""
        self._path: Path | None = None
        self._file: TextIO | None = None
        self._handled_before = faulthandler.is_enabled()
        folder = problem_folder()
        if folder is None:
            return
        started = datetime.now(UTC)
        path = folder / f"{_PREFIX}{started:%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"
        try:
            file = path.open("x", encoding="utf-8")
        except OSError:
            return
        # Locked before the first byte: an empty file is nobody's yet.
        if not lock_file(file):
            file.close()
            return
        self._path, self._file = path, file
        self._note({"started": started.isoformat(), "program": "\n".join(describe_program())})
        faulthandler.enable(file, all_threads=True)

    def note_catalogue(self, uuid: str) -> None:
        """Write down that a catalogue was opened: its identity, neither name nor place."""
        self._note({"catalogue": uuid})

    def note_session_end(self) -> None:
        """Write down that the system ends the session: what happens now is no crash."""
        self._note({"event": _SESSION_ENDS})

    def note_fatal(self, said: str) -> None:
        """Write down the last words of a library that is about to abort the process."""
        self._note({"fatal": said})

    def _note(self, facts: dict[str, Any]) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError, ValueError):
                self._file.write(f"{json.dumps(facts)}\n")
                self._file.flush()

    def end(self) -> None:
        """Remove the trace: the program ends in order."""
        if self._file is None or self._path is None:
            return
        faulthandler.disable()
        if self._handled_before:
            faulthandler.enable()
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._file = self._path = None


def collect_broken_runs() -> list[BrokenRun]:
    """Turn the traces of runs that broke off into reports; each is told of once."""
    folder = problem_folder()
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*.txt")) if folder is not None else ():
        lines = _take(path)
        if lines is None:
            continue
        facts, rest = _read(lines)
        if any(one.get("event") == _SESSION_ENDS for one in facts) and not rest:
            continue
        catalogues = tuple(str(one["catalogue"]) for one in facts if "catalogue" in one)
        kept = keep_report(_write(facts, rest), CRASH)
        report = next((one for one in list_reports() if one.path == kept), None)
        found.append(BrokenRun(report, catalogues))
    return found


def _take(path: Path) -> list[str] | None:
    """Return the lines of a trace whose process is gone, and remove it; None for all others."""
    try:
        with path.open("r+", encoding="utf-8", errors="replace") as file:
            if path.stat().st_size == 0 or not lock_file(file):
                return None
            lines = file.read(_LONGEST).splitlines()
        path.unlink()
    except OSError:
        return None
    return lines


def _read(lines: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the facts noted in a trace, and what the fault handler wrote after them."""
    facts, rest = [], []
    for line in lines:
        try:
            fact = json.loads(line)
        except ValueError:
            fact = None
        if isinstance(fact, dict):
            facts.append(fact)
        else:
            rest.append(line)
    return facts, rest


def _write(facts: list[dict[str, Any]], rest: list[str]) -> str:
    noted = {name: str(value) for fact in facts for name, value in fact.items()}
    last_words = [str(fact["fatal"]) for fact in facts if "fatal" in fact]
    lines = [
        noted.get("program", ""),
        f"The run that began at {noted.get('started', '?')} did not end in order.",
        "",
        *last_words,
        *(rest or ["It left no traceback: it was killed, or the machine lost power."]),
    ]
    return shorten_paths("\n".join(lines))


def lock_file(file: TextIO) -> bool:
    """Lock `file` for this process until it is closed; False where another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            place = os.lseek(file.fileno(), 0, os.SEEK_CUR)
            os.lseek(file.fileno(), _LOCKED_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(file.fileno(), place, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
