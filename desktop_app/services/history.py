"""The journal in sentences: what each change did, in words the archivist knows.

It reads the images of the rows that the database wrote; nothing here can change the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_app.catalog.changes import Change, Manner, Operation, RowChange, label_operation
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.i18n import current_language, tr
from desktop_app.services.history_words import HistoryWriter
from desktop_app.services.session import Session
from desktop_app.store import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change: its label, who, when in local time, why, what it did line by line.

    `can_undo` says that it was done and not undone; a later change may still stand in the way.
    """

    change: Change
    label: str
    author: str
    when: datetime
    reason: str
    lines: tuple[str, ...]
    is_undone: bool
    can_undo: bool

    @property
    def summary(self) -> str:
        """Return what was done in one line: the line itself where it is the only one."""
        if len(self.lines) != 1 or self.change.manner is not Manner.DO:
            return self.label
        return self.lines[0]

    @property
    def sentence(self) -> str:
        """Return the whole change in one sentence: what, by whom, when, why."""
        day = format_date(parse_edtf(f"{self.when:%Y-%m-%d}"), current_language())
        said = tr(
            "{what}, by {author}, {day}, {time}",
            what=self.summary,
            author=self.author,
            day=day,
            time=f"{self.when:%H:%M}",
        )
        return (
            tr("{said}; reason: {reason}", said=said, reason=self.reason) if self.reason else said
        )


def list_history(
    session: Session, record: str = "", *, limit: int = 200, before: int | None = None
) -> list[HistoryEntry]:
    """Return the changes of the catalogue, or of `record` and what it owns, newest first."""
    db = session.db
    if not record:
        changes = journal.list_changes(db, limit=limit, before=before)
        rows = {change.seq: journal.list_row_changes(db, change.seq) for change in changes}
    else:
        rows = {}
        for row in journal.list_history(db, record):
            if before is None or row.change < before:
                rows.setdefault(row.change, []).append(row)
        newest = sorted(rows, reverse=True)[:limit]
        changes = [journal.get_change(db, seq) for seq in newest]
    writer = HistoryWriter(session.db, (row for seq in rows for row in rows[seq]), about=record)
    return [_entry(session, writer, change, rows[change.seq]) for change in changes]


def _entry(
    session: Session, writer: HistoryWriter, change: Change, rows: list[RowChange]
) -> HistoryEntry:
    label = label_operation(change.operation)
    if change.manner is Manner.UNDO:
        label = tr("Undo: {operation}", operation=label)
    elif change.manner is Manner.REDO:
        label = tr("Redo: {operation}", operation=label)
    is_undone = change.manner is Manner.DO and journal.is_undone(session.db, change.seq)
    return HistoryEntry(
        change=change,
        label=label,
        author=change.author,
        when=datetime.fromisoformat(change.at).astimezone(),
        reason=change.reason,
        lines=tuple(writer.lines(rows)),
        is_undone=is_undone,
        can_undo=change.manner is Manner.DO
        and not is_undone
        and change.operation not in (Operation.CREATE_CATALOGUE, Operation.REDACT)
        and not session.db.read_only,
    )
