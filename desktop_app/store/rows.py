"""Rows of the journalled tables: identifiers, writing, reading, the trash.

The noun modules (`sources`, `documents`, …) turn rows into records with these few functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop_app.catalog.ids import Kind, find_kind, make_id
from desktop_app.errors import UserError
from desktop_app.store.database import Database, Row
from desktop_app.store.schema import BY_NAME, columns_of

#: SQLite's oldest limit on bound values is 999.
CHUNK = 500


def take_id(db: Database, kind: Kind) -> str:
    """Return the next identifier of `kind`; numbers are never given twice."""
    db.execute(
        "INSERT INTO counter (kind, last) VALUES (?, 1) "
        "ON CONFLICT (kind) DO UPDATE SET last = last + 1",
        (kind,),
    )
    return make_id(kind, db.scalar("SELECT last FROM counter WHERE kind = ?", (kind,)))


def take_ids(db: Database, kind: Kind, count: int) -> list[str]:
    """Return the next `count` identifiers of `kind`, in order."""
    db.execute(
        "INSERT INTO counter (kind, last) VALUES (?, ?) "
        "ON CONFLICT (kind) DO UPDATE SET last = last + excluded.last",
        (kind, count),
    )
    last = int(db.scalar("SELECT last FROM counter WHERE kind = ?", (kind,)))
    return [make_id(kind, number) for number in range(last - count + 1, last + 1)]


def insert_rows(db: Database, kind: Kind, found: Sequence[Mapping[str, Any]]) -> None:
    """Write many new rows, which all have the same columns: for imports of thousands.

    Half the time that one call of sqlite-utils a row takes.
    """
    if not found:
        return
    columns = list(found[0])
    named = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    db.execute_many(
        f"INSERT INTO {kind} ({named}) VALUES ({marks})",
        ([row[column] for column in columns] for row in found),
    )


def record_values(record: Any) -> dict[str, Any]:
    """Return the fields of a record (a dataclass with slots) as the columns of its row."""
    return {name: getattr(record, name) for name in record.__slots__}


def insert_row(db: Database, kind: Kind, values: Mapping[str, Any]) -> None:
    """Write a new row through sqlite-utils; never `replace`, which would delete child rows."""
    db.utils.table(kind.value).insert({**values, "trashed": None})


def update_row(db: Database, kind: Kind, record: str, values: Mapping[str, Any]) -> bool:
    """Write the values that differ from the row's; return whether any did."""
    row = get_row(db, kind, record)
    changed = {name: value for name, value in values.items() if row[name] != value}
    if changed:
        db.utils.table(kind.value).update(record, changed)
    return bool(changed)


def find_row(db: Database, kind: Kind, record: str, *, trashed: bool = False) -> Row | None:
    """Return the row of `record`, None where there is none or, unless asked for, it is trashed."""
    rows = db.query(f"SELECT {_named(kind)} FROM {kind} WHERE id = ?", (record,))
    return rows[0] if rows and (trashed or rows[0]["trashed"] is None) else None


def get_row(db: Database, kind: Kind, record: str, *, trashed: bool = False) -> Row:
    """Return the row of `record`; raise UserError where there is none or it is trashed."""
    row = find_row(db, kind, record, trashed=trashed) if find_kind(record) is kind else None
    if row is None:
        raise UserError(
            "no_record",
            "There is no {kind} {id} in this catalogue, or it is in the trash.",
            kind=kind.value,
            id=record,
        )
    return row


def list_rows(
    db: Database, kind: Kind, where: str = "1", args: Sequence[Any] = (), order: str = "id"
) -> list[Row]:
    """Return the rows outside the trash for which `where` holds."""
    return db.query(
        f"SELECT {_named(kind)} FROM {kind} WHERE trashed IS NULL AND ({where}) ORDER BY {order}",
        args,
    )


def list_rows_in(
    db: Database, kind: Kind, column: str, values: Iterable[str], order: str = "id"
) -> list[Row]:
    """Return the rows outside the trash whose `column` is one of `values`, however many."""
    found: list[Row] = []
    for part in chunks(sorted(set(values))):
        marks = ", ".join("?" * len(part))
        found += list_rows(db, kind, f'"{column}" IN ({marks})', part, order)
    return found


def chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    """Cut `values` into pieces that SQLite can bind."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _named(kind: Kind) -> str:
    return ", ".join(f'"{name}"' for name in columns_of(BY_NAME[kind.value]))
