"""Salvage: a new catalogue of what a damaged one still holds, and a list of what it does not.

The damaged file is only copied, never opened in place and never changed.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.catalog.changes import Operation
from desktop_app.i18n import tr
from desktop_app.services.jobs import Progress
from desktop_app.services.saving import save_bytes
from desktop_app.services.session import Session
from desktop_app.store import salvage_writing as writing
from desktop_app.store.database import Database, Row
from desktop_app.store.salvage import Salvaged, open_damaged, salvage
from desktop_app.store.store import create_store, require_free

_PARTIAL = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvageReport:
    """What came out: rows by table, those only the history held, and what is lost.

    `dropped` are rows that were read but named something lost; the list beside the new
    catalogue, `listed`, holds their words.
    """

    path: Path
    listed: Path
    counts: dict[str, int]
    from_history: int
    lost: tuple[str, ...]
    lost_contents: tuple[str, ...]
    dropped: tuple[tuple[str, Row], ...]
    has_history: bool

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is known to be lost."""
        return not (self.lost or self.lost_contents or self.dropped) and self.has_history


def salvage_catalogue(
    damaged: Path, target: Path, progress: Progress | None = None
) -> SalvageReport:
    """Make the new catalogue `target` of what can be read of `damaged`, and a list beside it.

    Raises UserError where `target` is taken or nothing can be read. Cancelled or failed, it
    leaves nothing.
    """
    progress = progress or Progress()
    listed = target.with_name(f"{target.stem}.salvage.txt")
    for path in (target, listed):
        require_free(path)
    partial = target.with_name(f"{target.name}{_PARTIAL}")
    partial.unlink(missing_ok=True)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="regesta-") as folder,
            closing(open_damaged(damaged, Path(folder))) as source,
        ):
            found = salvage(source, lambda done, total: progress.report(done, 2 * total))
            uuid = found.meta.get("uuid", "") if found.journal else ""
            with closing(create_store(partial, name=_name(found, target), uuid=uuid)) as db:
                dropped = writing.drop_groundless(found)
                lost = writing.write_contents(db, source, found, progress.check)
                report = _write(db, found, lost, dropped, target, listed)
        save_bytes(listed, describe_salvage(report).encode("utf-8"))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return report


def _name(found: Salvaged, target: Path) -> str:
    name = found.meta.get("name") or target.stem
    return name if found.journal else tr("{name} (salvaged)", name=name)


def _write(
    db: Database,
    found: Salvaged,
    lost: list[str],
    dropped: list[tuple[str, Row]],
    target: Path,
    listed: Path,
) -> SalvageReport:
    has_history = bool(found.journal) and not dropped and not found.lost
    if has_history:
        writing.write_with_journal(db, found)
    else:
        session = Session(db)
        with session.change(Operation.SALVAGE, bulk=True):
            writing.write_rows(db, found)
    return SalvageReport(
        path=target,
        listed=listed,
        counts={table: len(rows) for table, rows in found.rows.items()},
        from_history=len(found.from_history),
        lost=tuple(found.lost),
        lost_contents=tuple(lost),
        dropped=tuple(dropped),
        has_history=has_history,
    )


def describe_salvage(report: SalvageReport) -> str:
    """Return the list that is kept beside the new catalogue: counts, then all that is lost."""
    lines = [tr("Salvaged into {path}", path=report.path.name), ""]
    lines += [f"{table}: {count}" for table, count in report.counts.items()]
    lines += ["", tr("Records that only the history still held: {count}",
                     count=report.from_history)]  # fmt: skip
    if report.has_history:
        lines.append(tr("The history is whole and came along with its seals."))
    else:
        lines.append(tr("The history was torn: the new catalogue begins a history of its own."))
    if report.is_whole:
        lines.append(tr("Nothing is known to be lost."))
    for title, entries in (
        (tr("Records that could not be read:"), report.lost),
        (tr("Original files or texts that are no longer whole (SHA-256):"), report.lost_contents),
        (
            tr("Records left out, or parted from a record that is lost, as they were:"),
            [f"{record}: {json.dumps(row, ensure_ascii=False)}" for record, row in report.dropped],
        ),
    ):
        if entries:
            lines += ["", title, *entries]
    return "\n".join([*lines, ""])
