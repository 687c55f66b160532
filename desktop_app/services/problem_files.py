"""Where reports of mistakes are kept: one folder of the user's data, with the log beside them.

None of it holds text of a catalogue. A folder that cannot be written costs the reports, never
the work.
"""

from __future__ import annotations

import contextlib
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.paths import data_folder
from desktop_app.services.bug_report import HIDDEN, hide_values, shorten_paths

#: The program went on after a mistake; it ended by one.
MISTAKE, CRASH = "mistake", "crash"
LOG = "log.txt"
_OLDER_LOG = "log-older.txt"
_LARGEST_LOG = 256 * 1024
_KEPT = 20
_NAME = re.compile(r"(\d{8}-\d{6})-\d{6}-(mistake|crash)\.txt")
_WHEN = "%Y%m%d-%H%M%S"
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """One report that is kept: its file, when it was written, and which kind it is of."""

    path: Path
    when: datetime
    kind: str

    def read(self) -> str:
        """Return the report; raise OSError where it is gone."""
        return self.path.read_text("utf-8", "replace")


def problem_folder() -> Path | None:
    """Return the folder of reports and log, None where it cannot be made."""
    try:
        folder = data_folder() / "problems"
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return folder


def keep_report(text: str, kind: str, when: datetime | None = None) -> Path | None:
    """Write a report of `kind`; keep the newest twenty. None where it could not be written."""
    folder = problem_folder()
    if folder is None:
        return None
    stamp = (when or datetime.now(UTC)).strftime(f"{_WHEN}-%f")
    path = folder / f"{stamp}-{kind}.txt"
    try:
        path.write_text(text, "utf-8", "replace")
    except OSError:
        return None
    for old in list_reports()[_KEPT:]:
        _remove(old.path)
    return path


def list_reports() -> list[ProblemReport]:
    """Return the reports that are kept, the newest first."""
    folder = problem_folder()
    if folder is None:
        return []
    found = []
    for path in folder.glob("*.txt"):
        parts = _NAME.fullmatch(path.name)
        if parts:
            when = datetime.strptime(parts[1], _WHEN).replace(tzinfo=UTC)
            found.append(ProblemReport(path, when, parts[2]))
    return sorted(found, key=lambda report: report.path.name, reverse=True)


def delete_reports() -> None:
    """Delete every report and the log."""
    folder = problem_folder()
    if folder is not None:
        for path in (*(one.path for one in list_reports()), folder / LOG, folder / _OLDER_LOG):
            _remove(path)


def read_log() -> str:
    """Return the log of warnings and errors, the oldest first; "" where there is none."""
    folder = problem_folder()
    parts = []
    for path in (folder / _OLDER_LOG, folder / LOG) if folder is not None else ():
        with contextlib.suppress(OSError):
            parts.append(path.read_text("utf-8", "replace"))
    return "".join(parts)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


class ProblemLog(logging.Handler):
    """Appends warnings and errors to the log; opens it for each, so that nothing is held open.

    What was filled into a message, or stands in quotation marks in it, is left out.
    """

    def __init__(self) -> None:
        """Take records from WARNING upwards."""
        super().__init__(logging.WARNING)
        self.setFormatter(_SafeFormatter(_LINE))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; what cannot be written is lost."""
        folder = problem_folder()
        if folder is None:
            return
        path = folder / LOG
        with contextlib.suppress(OSError):
            if path.exists() and path.stat().st_size > _LARGEST_LOG:
                path.replace(folder / _OLDER_LOG)
            with path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{self.format(record)}\n")


class _SafeFormatter(logging.Formatter):
    """Formats a record without the values in it."""

    def format(self, record: logging.LogRecord) -> str:
        copy = logging.makeLogRecord(record.__dict__)
        copy.msg, copy.args = _tell(record), None
        copy.exc_info = copy.exc_text = copy.stack_info = None
        return shorten_paths(super().format(copy))


def _tell(record: logging.LogRecord) -> str:
    """Return a record's message with its values left out; `kept` holds it where one chose it."""
    said = getattr(record, "kept", None)
    if said is None:
        args = record.args if isinstance(record.args, tuple) else ()
        shown = tuple(one if isinstance(one, int | float) else HIDDEN for one in args)
        template = str(record.msg)
        said = template % shown if args else hide_values(template, keeps_ascii=True)
    if record.exc_info and record.exc_info[0] is not None:
        said += f" ({record.exc_info[0].__name__})"
    return str(said)
