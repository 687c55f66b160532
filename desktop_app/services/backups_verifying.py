"""Is a file a whole catalogue, told by its contents: a cut backup passes SQLite's quick check.

The file is opened for reading only, and is never the live one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Progress
from desktop_app.store import chain, fixity, integrity
from desktop_app.store.copying import Contents, read_contents, size_of
from desktop_app.store.database import Database
from desktop_app.store.migrations import current_version

#: Journals up to this many images are verified whole; of longer ones the newest changes.
_CHEAP_IMAGES = 50_000
_NEWEST_CHANGES = 1_000
#: Above these the hashes of rows and of contents are left out of a quick verification.
_CHEAP_ROWS = 30_000
_CHEAP_BYTES = 50_000_000
#: Steps of SQLite's machine between two looks whether the job was cancelled.
_INSTRUCTIONS = 100_000


@dataclass(frozen=True, slots=True)
class Verified:
    """What a whole file holds, its records outside the trash, and how much in it was altered."""

    contents: Contents
    counts: dict[str, int]
    faults: int


def read_backup(path: Path) -> tuple[Contents, dict[str, int]]:
    """Return what `path` says of itself and its records; raise UserError for no catalogue."""
    with closing(Database(path, read_only=True)) as db:
        return read_contents(db), integrity.count_rows(db)


def verify_file(
    path: Path,
    progress: Progress | None = None,
    *,
    expected: Contents | None = None,
    is_quick: bool = False,
) -> Verified:
    """Read the whole of `path` back; raise UserError unless it is a whole catalogue.

    `expected` is what the original held at the moment of the copy. `is_quick` leaves the hashes
    of the rows and contents of a large catalogue for later.
    """
    progress = progress or Progress()
    with closing(Database(path, read_only=True)) as db, _stopping_when_cancelled(db, progress):
        contents = read_contents(db)
        if not contents.uuid or not contents.head.seq:
            raise _not_whole(path, tr("it is empty"))
        if expected is not None and contents != expected:
            raise _not_whole(path, tr("it does not hold what the catalogue holds"))
        progress.report(0, 0, tr("Checking the backup"))
        for line in integrity.check_database(db):
            raise _not_whole(path, line)
        for table, record in integrity.check_links(db):
            raise _not_whole(path, f"{table} {record}")
        faults = _count_faults(db, contents, progress, is_quick=is_quick)
        return Verified(contents, integrity.count_rows(db), faults)


@contextmanager
def _stopping_when_cancelled(db: Database, progress: Progress) -> Iterator[None]:
    """Let a long statement of SQLite end, as Cancelled, as soon as the job is cancelled."""
    db.conn.set_progress_handler(progress.is_cancelled, _INSTRUCTIONS)
    try:
        yield
    except Exception:
        progress.check()
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


def _count_faults(db: Database, contents: Contents, progress: Progress, *, is_quick: bool) -> int:
    """Return how many rows, changes and contents are not what was sealed."""
    if contents.version != current_version():
        # The images of another version's rows are written by its own program.
        return sum(1 for _ in fixity.verify_contents(db, progress.report))
    images, found = contents.tables.get("change_row", 0), 0
    if not is_quick or images <= _CHEAP_ROWS:
        since = max(contents.head.seq - _NEWEST_CHANGES, 0) if images > _CHEAP_IMAGES else 0
        found += sum(1 for _ in chain.verify_chain(db, since, progress.report))
        found += sum(1 for _ in chain.verify_rows(db, progress.report))
    if not is_quick or size_of(db) <= _CHEAP_BYTES:
        found += sum(1 for _ in fixity.verify_contents(db, progress.report))
    return found


def _not_whole(path: Path, reason: str) -> UserError:
    return UserError(
        "backup_not_whole",
        "{path} is not a whole backup: {reason}. The catalogue itself was not touched. Use "
        "another backup.",
        path=str(path),
        reason=reason,
    )
