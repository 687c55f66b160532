"""The trash: a deleted record and all that cannot stand without it, marked by the record's id."""

from __future__ import annotations

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.store.database import Database

#: Where a record of the first kind goes, rows of the table go whose column names it.
FALLS_WITH: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    Kind.SOURCE: (
        (Kind.SOURCE, "parent"),
        (Kind.CONTRIBUTOR, "source"),
        (Kind.DOCUMENT, "source"),
    ),
    Kind.DOCUMENT: ((Kind.REVISION, "document"), (Kind.EXCERPT, "document")),
    Kind.EXCERPT: ((Kind.CITATION, "excerpt"), (Kind.ATTACHMENT, "excerpt")),
    Kind.ENTITY: (
        (Kind.NAME, "entity"),
        (Kind.ENTITY_LINK, "entity"),
        (Kind.ENTITY_LINK, "other"),
        (Kind.CLAIM, "subject"),
        (Kind.CLAIM, "value_subject"),
        (Kind.ATTACHMENT, "subject"),
    ),
    Kind.EVENT: (
        (Kind.CLAIM, "subject"),
        (Kind.CLAIM, "value_subject"),
        (Kind.ATTACHMENT, "subject"),
    ),
    Kind.CLAIM: ((Kind.CITATION, "claim"),),
    Kind.PROPERTY: ((Kind.CLAIM, "property"),),
}
#: Records that stay, but would name a deleted one: the deletion is refused while they do.
HELD_BY: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    Kind.REPOSITORY: ((Kind.SOURCE, "repository"),),
    Kind.SOURCE: ((Kind.SOURCE, "derived_from"), (Kind.SOURCE, "quoted_in")),
    Kind.EVENT: ((Kind.EVENT, "part_of"),),
}


def list_falling(db: Database, record: str) -> list[tuple[Kind, str]]:
    """Return `record` and all that goes to the trash with it, each once, `record` first."""
    kind = find_kind(record)
    if kind is None:
        return []
    waiting, seen = [(kind, record)], {record: kind}
    while waiting:
        kind, one = waiting.pop()
        for child, column in FALLS_WITH.get(kind, ()):
            sql = f"SELECT id FROM {child} WHERE trashed IS NULL AND {column} = ?"
            for found in db.column(sql, (one,)):
                if found not in seen:
                    seen[found] = child
                    waiting.append((child, found))
    return [(kind, one) for one, kind in seen.items()]


def trash(db: Database, record: str) -> None:
    """Mark `record` and all that falls with it; raise UserError where others still name it."""
    falling = list_falling(db, record)
    going = {one for _, one in falling}
    for kind, one in falling:
        for holder, column in HELD_BY.get(kind, ()):
            sql = f"SELECT id FROM {holder} WHERE trashed IS NULL AND {column} = ?"
            held = [found for found in db.column(sql, (one,)) if found not in going]
            if held:
                raise UserError(
                    "still_needed",
                    "{id} cannot be deleted: {holders} still refer to it. Nothing was changed. "
                    "Change or delete them first.",
                    id=one,
                    holders=", ".join(held[:5]),
                )
    for kind, one in falling:
        db.execute(f"UPDATE {kind} SET trashed = ? WHERE id = ?", (record, one))


def restore(db: Database, record: str) -> None:
    """Bring back `record` and what went with it; raise UserError where it is not in the trash.

    Whether it still has what it stands on is asked at the end of the change (`soundness`).
    """
    kind = find_kind(record)
    root = kind and db.scalar(f"SELECT trashed FROM {kind} WHERE id = ?", (record,))
    if root is None:
        raise UserError("not_in_trash", "{id} is not in the trash.", id=record)
    if root != record:
        raise UserError(
            "trashed_with_another",
            "{id} went to the trash together with {root}. Restore {root}.",
            id=record,
            root=root,
        )
    for table in Kind:
        db.execute(f"UPDATE {table} SET trashed = NULL WHERE trashed = ?", (record,))
