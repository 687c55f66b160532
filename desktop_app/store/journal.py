"""The journal: what each change did to each row, written by the database's own triggers.

Undo and redo replay stored rows through the same triggers, so they are journalled like any
other change; they refuse where a row is no longer what the change left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from desktop_app.catalog.changes import Change, Manner, Operation, RowChange
from desktop_app.errors import UserError
from desktop_app.store import chain
from desktop_app.store.database import Database, Row
from desktop_app.store.rows import chunks
from desktop_app.store.schema import BY_NAME, columns_of, row_json

_CHANGE = "seq, operation, manner, target, author, at, version, reason"
_ROW = "id, change, tbl, record, owner, before, after"
#: Rows of one change that are read at once.
_PAGE = 2_000


def begin_change(
    db: Database,
    operation: Operation,
    *,
    author: str,
    at: str,
    version: str,
    reason: str = "",
    manner: Manner = Manner.DO,
    target: int | None = None,
) -> int:
    """Write the change's own row and let the triggers journal under it; return its number."""
    db.execute(
        "INSERT INTO change (operation, manner, target, author, at, version, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (operation, manner, target, author, at, version, reason),
    )
    seq: int = db.scalar("SELECT last_insert_rowid()")
    db.execute("INSERT INTO open_change (only, seq) VALUES (1, ?)", (seq,))
    return seq


def end_change(db: Database) -> None:
    """Close the open change, so that a write outside a change is refused again."""
    db.execute("DELETE FROM open_change")


def _change(row: Row) -> Change:
    operation, manner = Operation(row["operation"]), Manner(row["manner"])
    return Change(**{**row, "operation": operation, "manner": manner})


def _row_change(row: Row) -> RowChange:
    return RowChange(table=row.pop("tbl"), **row)


def head(db: Database) -> int:
    """Return the number of the newest change, 0 in an empty journal."""
    return int(db.scalar("SELECT max(seq) FROM change") or 0)


def get_change(db: Database, seq: int) -> Change:
    """Return change `seq`; raise UserError where there is none."""
    rows = db.query(f"SELECT {_CHANGE} FROM change WHERE seq = ?", (seq,))
    if not rows:
        raise UserError("no_change", "There is no change number {seq}.", seq=seq)
    return _change(rows[0])


def list_changes(db: Database, *, limit: int = 200, before: int | None = None) -> list[Change]:
    """Return changes, newest first, those numbered below `before` where it is given."""
    rows = db.query(
        f"SELECT {_CHANGE} FROM change WHERE seq < ? ORDER BY seq DESC LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    )
    return [_change(row) for row in rows]


def count_operations(db: Database, since: int) -> dict[str, int]:
    """Return how often each operation, "undo" and "redo" came after change `since`, most first."""
    rows = db.query(
        "SELECT CASE manner WHEN 'do' THEN operation ELSE manner END AS done, count(*) AS times "
        "FROM change WHERE seq > ? GROUP BY done ORDER BY times DESC, done",
        (since,),
    )
    return {row["done"]: row["times"] for row in rows}


def list_row_changes(db: Database, seq: int) -> list[RowChange]:
    """Return what change `seq` did, in order."""
    rows = db.query(f"SELECT {_ROW} FROM change_row WHERE change = ? ORDER BY id", (seq,))
    return [_row_change(row) for row in rows]


def _iterate_row_changes(db: Database, seq: int, *, backwards: bool = False) -> Iterator[RowChange]:
    """Yield what change `seq` did, a few thousand rows at a time: it may have done a million."""
    order, beyond = ("DESC", "<") if backwards else ("ASC", ">")
    last = 1 << 62 if backwards else 0
    while found := db.query(
        f"SELECT {_ROW} FROM change_row WHERE change = ? AND id {beyond} ? "
        f"ORDER BY id {order} LIMIT ?",
        (seq, last, _PAGE),
    ):
        last = found[-1]["id"]
        yield from map(_row_change, found)


def list_history(db: Database, record: str) -> list[RowChange]:
    """Return what ever happened to `record` and to the rows it owns, oldest first."""
    rows = db.query(
        f"SELECT {_ROW} FROM change_row WHERE owner = ? OR record = ? ORDER BY id",
        (record, record),
    )
    return [_row_change(row) for row in rows]


def list_first_and_last(db: Database, records: Sequence[str]) -> dict[str, tuple[Change, Change]]:
    """Return the first and the last change of each record or of the rows it owns."""
    spans: dict[str, tuple[int, int]] = {}
    for part in chunks(records):
        marks = ", ".join("?" * len(part))
        for row in db.query(
            "SELECT owner, min(change) AS first, max(change) AS last FROM change_row "
            f"WHERE owner IN ({marks}) GROUP BY owner",
            part,
        ):
            spans[row["owner"]] = row["first"], row["last"]
    changes = {seq: get_change(db, seq) for span in spans.values() for seq in span}
    return {one: (changes[first], changes[last]) for one, (first, last) in spans.items()}


def find_last_change(db: Database, record: str) -> int:
    """Return the number of the last change of `record` or of a row it owns, 0 for none."""
    return int(
        db.scalar(
            "SELECT max(coalesce((SELECT max(change) FROM change_row WHERE record = ?), 0), "
            "coalesce((SELECT max(change) FROM change_row WHERE owner = ?), 0))",
            (record, record),
        )
    )


def is_undone(db: Database, seq: int) -> bool:
    """Tell whether the last undo or redo of change `seq` was an undo."""
    last = db.scalar("SELECT manner FROM change WHERE target = ? ORDER BY seq DESC LIMIT 1", (seq,))
    return bool(last == Manner.UNDO)


def find_undoable(db: Database) -> Change | None:
    """Return the newest change that was made and is not undone.

    The catalogue's making is none, nor is a redaction, nor what a redaction took words from.
    """
    rows = db.query(
        f"SELECT {_CHANGE} FROM change AS c WHERE manner = 'do' AND operation NOT IN (?, ?) "
        "AND coalesce("
        "(SELECT manner FROM change AS u WHERE u.target = c.seq ORDER BY u.seq DESC LIMIT 1), "
        "'redo') = 'redo' AND NOT EXISTS (SELECT 1 FROM redacted AS d JOIN change_row AS r "
        "ON r.id = d.id WHERE r.change = c.seq) ORDER BY seq DESC LIMIT 1",
        (Operation.CREATE_CATALOGUE, Operation.REDACT),
    )
    return _change(rows[0]) if rows else None


def find_redoable(db: Database) -> Change | None:
    """Return the change undone last, unless a new change was made since."""
    rows = db.query(
        "SELECT target FROM change AS u WHERE manner = 'undo' AND seq > "
        "(SELECT coalesce(max(seq), 0) FROM change WHERE manner = 'do') "
        "AND NOT EXISTS (SELECT 1 FROM change AS r WHERE r.target = u.target AND r.seq > u.seq) "
        "AND NOT EXISTS (SELECT 1 FROM redacted AS d JOIN change_row AS r ON r.id = d.id "
        "WHERE r.change = u.target) "
        "ORDER BY seq DESC LIMIT 1"
    )
    return get_change(db, rows[0]["target"]) if rows else None


def revert_change(db: Database, seq: int) -> None:
    """Put back, inside an open change, every row as it was before change `seq`."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for row in _iterate_row_changes(db, seq, backwards=True):
        _replace_row(db, row, expected=row.after, wanted=row.before)


def repeat_change(db: Database, seq: int) -> None:
    """Make again, inside an open change, every row as change `seq` left it."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for row in _iterate_row_changes(db, seq):
        _replace_row(db, row, expected=row.before, wanted=row.after)


def put_back(db: Database, record: str) -> bool:
    """Make `record`'s row, inside an open change, what the journal last made of it.

    Returns False, and writes nothing, where the journal's image is itself altered or redacted.
    """
    found = db.query(
        f"SELECT {_ROW} FROM change_row WHERE id = (SELECT max(id) FROM change_row "
        "WHERE record = ? AND change < (SELECT seq FROM open_change))",
        (record,),
    )
    sealed = db.scalar("SELECT after FROM row_seal WHERE id = ?", (found[0]["id"],)) if found else 0
    if not found or chain.sum_image(found[0]["after"]) != sealed:
        return False
    row = _row_change(found[0])
    db.execute("PRAGMA defer_foreign_keys = ON")
    _replace_row(db, row, expected=_live_image(db, row), wanted=row.after)
    return True


def _live_image(db: Database, row: RowChange) -> str | None:
    table = BY_NAME[row.table]
    sql = f"SELECT {row_json(table, '')} FROM {table.name} WHERE id = ?"
    found: str | None = db.scalar(sql, (row.record,))
    return found


def _replace_row(db: Database, row: RowChange, *, expected: str | None, wanted: str | None) -> None:
    if "" in (row.before, row.after):
        raise UserError(
            "redacted",
            "Change {seq} cannot be undone or redone: words of it were removed for ever. "
            "Nothing was changed.",
            seq=row.change,
        )
    table = BY_NAME[row.table]
    if _live_image(db, row) != expected:
        _refuse(db, row)
    if wanted is None:
        db.execute(f"DELETE FROM {table.name} WHERE id = ?", (row.record,))
        return
    values = json.loads(wanted)
    columns = columns_of(table)
    if expected is None:
        named = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        db.execute(
            f"INSERT INTO {table.name} ({named}) VALUES ({marks})",
            [values.get(name) for name in columns],
        )
        return
    assigned = ", ".join(f'"{name}" = ?' for name in columns[1:])
    db.execute(
        f"UPDATE {table.name} SET {assigned} WHERE id = ?",
        [*(values.get(name) for name in columns[1:]), row.record],
    )


def _refuse(db: Database, row: RowChange) -> None:
    later = db.query(
        f"SELECT {_CHANGE} FROM change WHERE seq = (SELECT max(change) FROM change_row "
        "WHERE record = ? AND change < (SELECT seq FROM open_change))",
        (row.record,),
    )
    number = later[0]["seq"] if later else row.change
    raise UserError(
        "change_in_the_way",
        "Change {seq} cannot be undone or redone by itself: {record} was changed again by "
        "change {later}. Nothing was changed. Undo change {later} first.",
        seq=row.change,
        record=row.record,
        later=number,
    )
