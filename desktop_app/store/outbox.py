"""The outbox of the search index: the journal itself, read from the last change indexed on.

Nothing is written for the index's sake: it keeps in its stamp which change it saw last, and a
mark of that change. A mark that the journal does not bear is of another state of the file (a
restored backup), and the index is built anew.
"""

from __future__ import annotations

import hashlib

from desktop_app.store import dependents
from desktop_app.store.database import Database


def mark_change(db: Database, change: int) -> str:
    """Return what tells change `change` from another of the same number, "" where there is none."""
    rows = db.query(
        "SELECT operation, manner, target, author, at FROM change WHERE seq = ?", (change,)
    )
    return hashlib.sha256(repr(sorted(rows[0].items())).encode()).hexdigest() if rows else ""


def list_waiting(db: Database, since: int, until: int) -> list[str]:
    """Return the records that the changes after `since` up to `until` make the index read again."""
    return sorted(dependents.list_touched(db, since, until))
