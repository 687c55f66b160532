"""What the database itself can say of its health, and how many records there are."""

from __future__ import annotations

from desktop_app.catalog.excerpts import AnchorState
from desktop_app.store.database import Database

_COUNTED = {
    "sources": "source",
    "documents": "document",
    "excerpts": "excerpt",
    "events": "event",
    "entities": "entity",
    "claims": "claim",
    "citations": "citation",
    "attachments": "attachment",
}


def check_database(db: Database) -> list[str]:
    """Return what SQLite's full integrity check complains of, nothing for a sound file."""
    return [line for line in db.column("PRAGMA integrity_check") if line != "ok"]


def check_links(db: Database) -> list[tuple[str, str]]:
    """Return (table, id) of rows whose foreign keys lead nowhere."""
    found = []
    for row in db.query("PRAGMA foreign_key_check"):
        sql = f'SELECT * FROM "{row["table"]}" WHERE rowid = ?'
        found.append((row["table"], str(db.scalar(sql, (row["rowid"],)))))
    return found


def count_rows(db: Database) -> dict[str, int]:
    """Return how many records outside the trash there are, by the words of `check`."""
    counts = {
        word: int(db.scalar(f"SELECT count(*) FROM {table} WHERE trashed IS NULL"))
        for word, table in _COUNTED.items()
    }
    counts["excerpts_needing_review"] = int(
        db.scalar(
            "SELECT count(*) FROM excerpt WHERE trashed IS NULL AND state = ?",
            (AnchorState.NEEDS_REVIEW,),
        )
    )
    return counts


def list_claims_without_subject(db: Database) -> list[str]:
    """Return claims whose subject, or value, is no entity and no event."""
    exists = "SELECT 1 FROM entity WHERE id = {0} UNION ALL SELECT 1 FROM event WHERE id = {0}"
    return db.column(
        f"SELECT id FROM claim WHERE NOT EXISTS ({exists.format('claim.subject')}) OR "
        f"(value_subject IS NOT NULL AND NOT EXISTS ({exists.format('claim.value_subject')}))"
    )
