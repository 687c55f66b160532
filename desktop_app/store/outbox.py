"""The outbox of the search index: the journal itself, read from the last change indexed on.

Nothing is written for the index's sake: it keeps in its stamp which change it saw last, and a
mark of that change. A mark that the journal does not bear is of another state of the file (a
restored backup), and the index is built anew.
"""

from __future__ import annotations

import hashlib

from desktop_app.catalog.claims import Cardinality
from desktop_app.store import dependents
from desktop_app.store.database import Database
from desktop_app.store.rows import chunks


def mark_change(db: Database, change: int) -> str:
    """Return what tells change `change` from another of the same number, "" where there is none."""
    rows = db.query(
        "SELECT operation, manner, target, author, at FROM change WHERE seq = ?", (change,)
    )
    return hashlib.sha256(repr(sorted(rows[0].items())).encode()).hexdigest() if rows else ""


def list_waiting(db: Database, since: int, until: int) -> list[str]:
    """Return the records that the changes after `since` up to `until` make the index read again."""
    touched = dependents.list_touched(db, since, until)
    rivals, moved = _list_rivals(db, since, until), _list_moved(db, since, until)
    return sorted(touched.union(rivals, moved))


def _list_moved(db: Database, since: int, until: int) -> set[str]:
    """Return the claims that rest on documents which those changes put under another source."""
    # An image whose words were redacted away is empty.
    documents = db.column(
        "SELECT DISTINCT record FROM change_row WHERE change > ? AND change <= ? "
        "AND tbl = 'document' AND before <> '' AND after <> '' "
        "AND json_extract(before, '$.source') <> json_extract(after, '$.source')",
        (since, until),
    )
    moved: set[str] = set()
    for part in chunks(sorted(documents)):
        marks = ", ".join("?" * len(part))
        moved.update(
            db.column(
                "SELECT DISTINCT c.claim FROM citation AS c JOIN excerpt AS e ON e.id = c.excerpt "
                f"WHERE c.trashed IS NULL AND e.document IN ({marks})",
                part,
            )
        )
    return moved


def _list_rivals(db: Database, since: int, until: int) -> set[str]:
    """Return the claims that may have come into a conflict, or out of one, by those changes."""
    subjects: set[str] = set()
    for image in ("before", "after"):
        # An image whose words were redacted away is empty.
        found = db.column(
            f"SELECT DISTINCT json_extract({image}, '$.subject') FROM change_row WHERE change > ? "
            f"AND change <= ? AND tbl = 'claim' AND {image} IS NOT NULL AND {image} <> ''",
            (since, until),
        )
        subjects.update(found)
    rivals: set[str] = set()
    for part in chunks(sorted(subjects)):
        marks = ", ".join("?" * len(part))
        rivals.update(
            db.column(
                "SELECT c.id FROM claim AS c JOIN property AS p ON p.id = c.property "
                f"WHERE c.trashed IS NULL AND p.cardinality = ? AND c.subject IN ({marks})",
                (Cardinality.SINGLE, *part),
            )
        )
    return rivals
