"""Repairs of what a check found, one step each and only when asked.

What concerns records is a change in the journal and can be undone; what is derived (lists,
indexes) is made anew from the records.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.catalog.anchors import make_anchor
from desktop_app.catalog.changes import Operation
from desktop_app.catalog.excerpts import AnchorState
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.reanchoring import Grade, find_again
from desktop_app.services.backups import Reason, try_backup
from desktop_app.services.findings import Finding, Repair
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session
from desktop_app.store import documents, excerpts, integrity, journal, lists, rows


def repair_findings(
    session: Session, findings: Iterable[Finding], repair: Repair, search: SearchService
) -> int:
    """Carry out `repair` for those of `findings` that it mends; return how many it mended."""
    chosen = [finding for finding in findings if finding.repair is repair]
    if not chosen:
        return 0
    if repair is not Repair.REBUILD_INDEX:
        try_backup(session, Reason.REPAIR)
    match repair:
        case Repair.REINDEX_FILE:
            with session.db.transaction():
                integrity.rebuild_file_indexes(session.db)
        case Repair.REBUILD_LISTS:
            with session.db.transaction():
                lists.rebuild_listing(session.db)
        case Repair.REBUILD_INDEX:
            search.rebuild()
        case _:
            return _mend_records(session, [finding.id for finding in chosen], repair)
    return len(chosen)


def _mend_records(session: Session, records: list[str], repair: Repair) -> int:
    count = 0
    with session.change(Operation.REPAIR):
        for record in dict.fromkeys(records):
            match repair:
                case Repair.PUT_BACK:
                    count += journal.put_back(session.db, record)
                case Repair.MOVE_EXCERPT:
                    count += _move_excerpt(session, record)
                case _:
                    values = {"state": AnchorState.NEEDS_REVIEW}
                    count += rows.update_row(session.db, Kind.EXCERPT, record, values)
    return count


def _move_excerpt(session: Session, record: str) -> bool:
    """Move an excerpt to the one place where its words surely stand; its quote stays."""
    excerpt = excerpts.get_excerpt(session.db, record)
    text = documents.get_text(session.db, excerpt.document, excerpt.revision)
    found = find_again(text, excerpt.quote, excerpt.prefix, excerpt.suffix, excerpt.start)
    if found.grade not in (Grade.EXACT, Grade.MOVED):
        return False
    _, prefix, suffix = make_anchor(text, found.start, found.end)
    values = {"start": found.start, "end": found.end, "prefix": prefix, "suffix": suffix}
    return rows.update_row(session.db, Kind.EXCERPT, record, values)
