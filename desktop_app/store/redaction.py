"""Redaction: taking a deleted record's words away for ever, lawfully and in plain sight.

The rows go, their images in the journal are emptied, contents that nothing else names go. What
stays is that there was a record, who removed it, when and why; every seal stays valid, for the
chain covers the hashes of the images, not their words (`chain`).
"""

from __future__ import annotations

from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.store.database import Database
from desktop_app.store.rows import chunks
from desktop_app.store.schema import TABLES

_CONTENTS = (
    ("original", "original_chunk", (("document", "sha256"),)),
    ("content", "content_chunk", (("document", "text_sha256"), ("revision", "text_sha256"))),
)


def remove_rows(db: Database, root: str) -> list[str]:
    """Delete, inside an open redaction, `root` and what went to the trash with it.

    Returns the ids. Raises UserError where `root` was not deleted by itself, or where another
    record in the trash still names one of them.
    """
    gone = [(kind, one) for kind in Kind
            for one in db.column(f"SELECT id FROM {kind} WHERE trashed = ?", (root,))]  # fmt: skip
    if root not in {one for _, one in gone}:
        raise UserError("not_in_trash", "{id} is not in the trash.", id=root)
    contents = _list_contents(db, [one for _, one in gone])
    db.execute("PRAGMA defer_foreign_keys = ON")
    for kind, one in gone:
        db.execute(f"DELETE FROM {kind} WHERE id = ?", (one,))
    _require_unnamed(db, root, {one for _, one in gone})
    _remove_contents(db, contents)
    return [one for _, one in gone]


def _require_unnamed(db: Database, root: str, gone: set[str]) -> None:
    links = [(table.name, column) for table in TABLES for column, _ in table.links]
    links += [("claim", "subject"), ("claim", "value_subject"), ("attachment", "subject")]
    for table, column in links:
        for part in chunks(sorted(gone)):
            marks = ", ".join("?" * len(part))
            held = db.column(f'SELECT id FROM {table} WHERE "{column}" IN ({marks})', part)
            if held:
                raise UserError(
                    "still_needed",
                    "{id} cannot be removed for ever: {holders}, in the trash, still refer to "
                    "it. Nothing was changed. Remove or restore them first.",
                    id=root,
                    holders=", ".join(held[:5]),
                )


def _list_contents(db: Database, records: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, _, named in _CONTENTS:
        for owner, column in named:
            for part in chunks(records):
                marks = ", ".join("?" * len(part))
                sql = f"SELECT {column} FROM {owner} WHERE id IN ({marks})"
                found.setdefault(table, set()).update(db.column(sql, part))
    return found


def _remove_contents(db: Database, contents: dict[str, set[str]]) -> None:
    for table, chunk, named in _CONTENTS:
        for digest in contents[table]:
            if any(
                db.scalar(f"SELECT 1 FROM {owner} WHERE {column} = ?", (digest,))
                for owner, column in named
            ):
                continue
            number = db.scalar(f"SELECT id FROM {table} WHERE sha256 = ?", (digest,))
            db.execute(f"DELETE FROM {chunk} WHERE {table} = ?", (number,))
            db.execute(f"DELETE FROM {table} WHERE id = ?", (number,))


def mark_images(db: Database, change: int) -> None:
    """Note every image of the records that redaction `change` wrote: its seal covers the list."""
    db.execute(
        "INSERT INTO redacted (id, change) SELECT id, ? FROM change_row WHERE record IN "
        "(SELECT record FROM change_row WHERE change = ?) "
        "AND id NOT IN (SELECT id FROM redacted)",
        (change, change),
    )


def empty_images(db: Database, change: int) -> None:
    """Empty the images noted by redaction `change`, which is sealed."""
    for side in ("before", "after"):
        db.execute(
            f"UPDATE change_row SET {side} = '' WHERE {side} IS NOT NULL "
            "AND id IN (SELECT id FROM redacted WHERE change = ?)",
            (change,),
        )
