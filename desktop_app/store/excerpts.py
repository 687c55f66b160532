"""Excerpts and attachments in SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desktop_app.catalog.excerpts import AnchorState, Attachment, Excerpt, TranslationStatus
from desktop_app.catalog.ids import Kind
from desktop_app.store import rows
from desktop_app.store.database import Database, Row


def get_excerpt(db: Database, record: str) -> Excerpt:
    """Return one excerpt; raise UserError where there is none."""
    return _excerpt(rows.get_row(db, Kind.EXCERPT, record))


def list_excerpts(db: Database, records: Iterable[str] | None = None) -> list[Excerpt]:
    """Return excerpts: all, or those of `records` outside the trash."""
    if records is None:
        return [_excerpt(row) for row in rows.list_rows(db, Kind.EXCERPT)]
    return [_excerpt(row) for row in rows.list_rows_in(db, Kind.EXCERPT, "id", records)]


def list_excerpts_of(db: Database, document: str) -> list[Excerpt]:
    """Return the excerpts of a document in the order of its text."""
    found = rows.list_rows(db, Kind.EXCERPT, "document = ?", (document,), 'start, "end", id')
    return [_excerpt(row) for row in found]


def list_excerpts_over(db: Database, document: str, start: int, end: int) -> list[str]:
    """Return the ids of the excerpts of `document` that touch [start, end), in its order."""
    return db.column(
        "SELECT id FROM excerpt WHERE trashed IS NULL AND document = ? AND start < ? "
        'AND "end" > ? ORDER BY start, "end", id',
        (document, end, start),
    )


def find_excerpt_at(db: Database, document: str, start: int, end: int) -> Excerpt | None:
    """Return the excerpt of exactly this passage, if there is one."""
    found = rows.list_rows(
        db, Kind.EXCERPT, 'document = ? AND start = ? AND "end" = ?', (document, start, end)
    )
    return _excerpt(found[0]) if found else None


def _excerpt(row: Row) -> Excerpt:
    del row["trashed"]
    row["state"] = AnchorState(row["state"])
    status = row["translation_status"]
    row["translation_status"] = TranslationStatus(status) if status else None
    return Excerpt(**row)


def excerpt_values(excerpt: Excerpt) -> dict[str, Any]:
    """Return the columns of an excerpt's row."""
    return rows.record_values(excerpt)


def list_attachments_of_excerpts(db: Database, excerpts: Iterable[str]) -> list[Attachment]:
    """Return the attachments of these excerpts."""
    return [_attachment(r) for r in rows.list_rows_in(db, Kind.ATTACHMENT, "excerpt", excerpts)]


def list_attachments_of_subjects(db: Database, subjects: Iterable[str]) -> list[Attachment]:
    """Return the attachments of these subjects."""
    return [_attachment(r) for r in rows.list_rows_in(db, Kind.ATTACHMENT, "subject", subjects)]


def _attachment(row: Row) -> Attachment:
    del row["trashed"]
    return Attachment(**row)


def list_excerpts_used(db: Database, document: str) -> set[str]:
    """Return the ids of the document's excerpts on which a claim rests."""
    return set(
        db.column(
            "SELECT DISTINCT e.id FROM excerpt AS e JOIN citation AS c ON c.excerpt = e.id "
            "WHERE e.document = ? AND e.trashed IS NULL AND c.trashed IS NULL",
            (document,),
        )
    )
