"""The outbox: the records the search index must read again, written in the change's transaction.

The indexer reads a batch and, once its own commit is safe, takes off what it read up to the
change it saw: a crash in between repeats work and loses none.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.store.database import Database


def add_to_outbox(db: Database, change: int, records: Iterable[str]) -> None:
    """Note, inside the change, that `records` must be indexed again."""
    db.execute_many(
        "INSERT INTO outbox (record, change) VALUES (?, ?) "
        "ON CONFLICT (record) DO UPDATE SET change = excluded.change",
        ((record, change) for record in records),
    )


def read_outbox(db: Database, limit: int = 20_000) -> list[tuple[str, int]]:
    """Return up to `limit` waiting records, each with the last change that touched it."""
    found = db.query("SELECT record, change FROM outbox ORDER BY change, record LIMIT ?", (limit,))
    return [(row["record"], row["change"]) for row in found]


def clear_outbox(db: Database, read: Iterable[tuple[str, int]]) -> None:
    """Take off, inside a transaction, what was read, unless a later change touched it again."""
    db.execute_many("DELETE FROM outbox WHERE record = ? AND change = ?", read)


def count_outbox(db: Database) -> int:
    """Return how many records wait to be indexed."""
    return int(db.scalar("SELECT count(*) FROM outbox"))


def empty_outbox(db: Database) -> None:
    """Forget, inside a transaction, what waits: for a catalogue of which no index is kept."""
    db.execute("DELETE FROM outbox")
