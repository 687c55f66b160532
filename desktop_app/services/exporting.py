"""The plain export: a folder that can be read without Regesta, as a bag (RFC 8493).

Everything is read from a copy of the catalogue, so that the window can go on and the export is
of one moment. It is written beside its place, read back, and only then given its name.
"""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app import __version__
from desktop_app.errors import UserError
from desktop_app.exchange.bagit import BagWriter, Report, sync_folder
from desktop_app.exchange.bagit_reading import BagCheck, BagProblem, check_bag
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.exporting_files import write_files
from desktop_app.services.exporting_index import write_index
from desktop_app.services.exporting_records import EXPORT_RESOURCES, write_records
from desktop_app.services.jobs import Progress
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.saving import TEXT_WRITERS
from desktop_app.services.session import Session
from desktop_app.store import chain, dump
from desktop_app.store.copying import copy_pages, read_contents
from desktop_app.store.database import Database
from desktop_app.store.store import open_store, require_free

_FORMAT, _FORMAT_VERSION = "regesta-export", 1
_ENDING = ".part"
_COPY, _BAG = "copy.db", "bag"
_STEPS = 1000
#: Faults of the disk that is written to, by the codes of the store.
_DISK_FAULTS = {
    "disk_full": mark("the disk is full"),
    "disk_error": mark("the disk did not answer"),
    "read_only": mark("it cannot be written there"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the folder, its files and bytes, the rows, and what fits no hash."""

    folder: Path
    files: int
    size: int
    rows: int
    damaged: tuple[str, ...]

    def shape(self) -> dict[str, Any]:
        """Return the outcome as the command line prints it."""
        return {
            "folder": str(self.folder),
            "files": self.files,
            "bytes": self.size,
            "rows": self.rows,
            "damaged": list(self.damaged),
        }


class _Pace:
    """Turns the progress of each part of the work into that of the whole."""

    def __init__(self, progress: Progress) -> None:
        """Report to `progress`, in thousandths."""
        self._progress = progress
        self._begin = 0

    def part(self, weight: int, label: str) -> Report:
        """Return what reports the next part, `weight` thousandths of the whole."""
        begin, self._begin = self._begin, self._begin + weight
        self._progress.report(begin, _STEPS, label)

        def report(done: int, total: int, text: str) -> None:
            del text
            self._progress.report(begin + weight * done // max(total, 1), _STEPS, label)

        return report


def export_catalogue(
    session: Session, folder: Path, *, language: str = "en", progress: Progress | None = None
) -> Exported:
    """Write the whole catalogue into the new folder `folder`; raise UserError where that fails.

    `language` is that of the pages and the report. Until all is written and read back there
    is nothing under that name; cancelled or failed, nothing of it stays.
    """
    require_free(folder)
    _sweep(folder.parent)
    work = folder.parent / f"{_unfinished()}{os.getpid()}-{secrets.token_hex(4)}{_ENDING}"
    try:
        (work / _BAG).mkdir(parents=True)
        pace = _Pace(progress or Progress())
        _copy(session.db, work / _COPY, pace.part(100, tr("Copying the catalogue")))
        done = _write(work, folder, language, pace)
        _name(work / _BAG, folder)
    except OSError as error:
        raise _refusal(folder, error.strerror or str(error)) from error
    except UserError as error:
        if error.code in _DISK_FAULTS:
            raise _refusal(folder, tr_marked(_DISK_FAULTS[error.code])) from error
        if error.values.get("path") == str(work / _COPY):
            # What ails the copy ails the catalogue.
            error.values["path"] = str(session.path)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return done


def _refusal(folder: Path, reason: str) -> UserError:
    return UserError(
        "not_exported",
        "{path} could not be written ({reason}). Nothing of it was kept; the catalogue is "
        "safe. Choose another place, or free some space.",
        path=str(folder),
        reason=reason,
    )


def _copy(db: Database, path: Path, report: Report) -> None:
    """Copy the catalogue as it is at one moment.

    Not by `copy_database`: its full check of the file cannot be cancelled, and refuses a
    catalogue that is damaged in one place, whose other parts are worth an export.
    """
    expected = copy_pages(db, path, lambda done, total: report(done, total, ""))
    with closing(Database(path, read_only=True)) as copy:
        if read_contents(copy) != expected:
            raise OSError(None, tr("the copy did not come out whole"))


def _name(bag: Path, folder: Path) -> None:
    """Give the finished bag its name, for good."""
    require_free(folder)
    bag.rename(folder)
    try:
        sync_folder(folder.parent)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(work: Path, folder: Path, language: str, pace: _Pace) -> Exported:
    """Fill the bag from the copy and read it back."""
    bag = BagWriter(work / _BAG)
    # A bare session: the copy is nobody's catalogue, and leaves no trace with the user.
    with closing(open_store(work / _COPY, read_only=True)) as db:
        facts = _facts(db)
        _write_readme(bag, facts)
        count = write_records(bag, db, facts, pace.part(200, tr("Writing the records")))
        files = write_files(bag, db, pace.part(250, tr("Writing originals and texts")))
        pages = pace.part(200, tr("Writing the pages"))
        write_index(bag, db, facts, files, language, pages)
        pace.part(50, tr("Writing the report"))
        report = make_report(Session(db), ReportChoices(language=language))
        bag.write_file("reports/citations.html", TEXT_WRITERS[".html"](report))
    bag.finish(_bag_info(facts), pace.part(100, tr("Bringing everything to the disk")))
    found = check_bag(work / _BAG, pace.part(100, tr("Reading it back")))
    if not found.ok:
        raise OSError(None, say_problem(found.problems[0]))
    return Exported(folder, bag.count, bag.size, count, tuple(files.damaged))


def _facts(db: Database) -> dict[str, Any]:
    session = Session(db)
    head = chain.get_head(db)
    return {
        "format": _FORMAT,
        "format_version": _FORMAT_VERSION,
        "name": " ".join(session.name.split()),
        "uuid": session.uuid,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": "Regesta",
        "version": __version__,
        "tables_version": dump.get_version(db),
        "change": head.seq,
        "seal": head.hash,
    }


def _write_readme(bag: BagWriter, facts: dict[str, Any]) -> None:
    text = (EXPORT_RESOURCES / "README.txt").read_text("utf-8")
    day = facts["made"][:10]
    bag.write_file("README.txt", text.format(name=facts["name"], day=day, version=facts["version"]))


def _bag_info(facts: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (
        ("Bag-Software-Agent", f"Regesta {facts['version']}"),
        ("External-Identifier", f"urn:uuid:{facts['uuid']}"),
        ("External-Description", facts["name"]),
        ("Internal-Sender-Identifier", f"change {facts['change']}, seal {facts['seal']}"),
        ("Internal-Sender-Description", "Begin with data/README.txt or data/index.html."),
    )


def _unfinished() -> str:
    """Return how the names of unfinished exports of this machine begin; the process follows.

    In the name, because a process may die before it has written anything.
    """
    machine = hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:8]
    return f".regesta-export-{machine}-"


def _sweep(folder: Path) -> None:
    """Take away what exports left in `folder` whose process on this machine is gone."""
    import psutil

    for left in folder.glob(f"{_unfinished()}*{_ENDING}"):
        process = left.name.removeprefix(_unfinished()).partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def check_export(folder: Path, progress: Progress | None = None) -> BagCheck:
    """Compare every file of an export, or of any bag, with the lists in it; change nothing."""
    if not folder.is_dir():
        raise UserError("no_folder_there", "There is no folder {path}.", path=str(folder))
    try:
        return check_bag(folder, (progress or Progress()).report)
    except OSError as error:
        raise UserError(
            "unreadable",
            "{path} could not be read ({reason}). Nothing was changed.",
            path=str(folder),
            reason=error.strerror or str(error),
        ) from error


def say_problem(problem: BagProblem) -> str:
    """Return what is wrong with a bag, in words."""
    sayings: dict[str, Callable[[], str]] = {
        "missing": lambda: tr("missing: {file}", file=problem.name),
        "altered": lambda: tr("altered: {file}", file=problem.name),
        "unlisted": lambda: tr("not in the list, so added later: {file}", file=problem.name),
        "unreadable": lambda: tr("cannot be read: {file}", file=problem.name),
        "bad_line": lambda: tr("a line of a list makes no sense: {file}", file=problem.name),
        "unknown_list": lambda: tr("a list of an unknown kind: {file}", file=problem.name),
        "no_bag": lambda: tr("this is no export: {file} is missing", file=problem.name),
        "no_list": lambda: tr("the list of files is missing: {file}", file=problem.name),
        "incomplete": lambda: tr(
            "parts are to be fetched from elsewhere: {file}", file=problem.name
        ),
    }
    return sayings[problem.code]()
