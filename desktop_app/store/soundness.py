"""After an undo, a redo or a restore: does everything still have what it stands on?

Rows put back by replay pass by the checks of the commands. What they refer to may be gone or
in the trash by now, what they take away may be needed, and two moves may close a circle.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.catalog.ids import SUBJECTS, Kind
from desktop_app.errors import UserError
from desktop_app.store.database import Database
from desktop_app.store.trash import FALLS_WITH, HELD_BY

#: Columns that lead upwards from a record to another of its kind.
_UPWARDS = (
    (Kind.EVENT, "part_of"),
    (Kind.SOURCE, "parent"),
    (Kind.SOURCE, "derived_from"),
    (Kind.SOURCE, "quoted_in"),
)


def require_sound(db: Database, change: int) -> None:
    """Raise UserError where change `change`, still open, leaves something without its ground."""
    for above, below, column in _links():
        found = _find_groundless(db, change, above, below, column)
        if found is not None:
            raise UserError(
                "needs_another",
                "{id} cannot be without {missing}, which is gone or in the trash. Nothing was "
                "changed. Bring {missing} back first, or delete {id}.",
                id=found[0],
                missing=found[1],
            )
    for kind, column in _UPWARDS:
        _refuse_circles(db, change, kind, column)
    _refuse_twin_properties(db, change)


def _links() -> Iterator[tuple[tuple[Kind, ...], Kind, str]]:
    """Yield (kinds of the ground, table, column) of every column that needs its ground."""
    for links in (FALLS_WITH, HELD_BY):
        for above, children in links.items():
            for below, column in children:
                if not _names_a_subject(below, column):
                    yield (above,), below, column
    for below, column in (
        (Kind.CLAIM, "subject"),
        (Kind.CLAIM, "value_subject"),
        (Kind.ATTACHMENT, "subject"),
    ):
        yield SUBJECTS, below, column
    yield (Kind.EXCERPT,), Kind.NAME, "excerpt"


def _names_a_subject(table: Kind, column: str) -> bool:
    return column in ("subject", "value_subject") and table in (Kind.CLAIM, Kind.ATTACHMENT)


def list_groundless(db: Database) -> Iterator[tuple[str, str]]:
    """Yield (record, missing) for every row of the catalogue whose ground is not there."""
    for above, below, column in _links():
        for row in db.query(
            f"SELECT c.id AS below, c.{column} AS above FROM {below} AS c "
            f"WHERE c.trashed IS NULL AND c.{column} IS NOT NULL "
            f"AND NOT ({_is_there(above, below, column)})"
        ):
            yield row["below"], row["above"]


def list_circles(db: Database) -> Iterator[str]:
    """Yield every record that stands above itself."""
    for kind, column in _UPWARDS:
        yield from db.column(
            f"WITH RECURSIVE up (start, id) AS (SELECT id, {column} FROM {kind} "
            f"WHERE {column} IS NOT NULL UNION SELECT up.start, k.{column} FROM up "
            f"JOIN {kind} AS k ON k.id = up.id WHERE k.{column} IS NOT NULL) "
            "SELECT start FROM up WHERE start = id"
        )


def _find_groundless(
    db: Database, change: int, above: tuple[Kind, ...], below: Kind, column: str
) -> tuple[str, str] | None:
    """Return a row written, or one that names a row written, whose ground is not there."""
    there = _is_there(above, below, column)
    tables = ", ".join(f"'{kind}'" for kind in above)
    for written in (
        f"r.tbl = '{below}' AND c.id = r.record",
        f"r.tbl IN ({tables}) AND c.{column} = r.record",
    ):
        found = db.query(
            f"SELECT c.id AS below, c.{column} AS above FROM change_row AS r "
            # CROSS: from the few rows of the change, never from the whole table.
            f"CROSS JOIN {below} AS c ON {written} WHERE r.change = ? AND c.trashed IS NULL "
            f"AND c.{column} IS NOT NULL AND NOT ({there}) LIMIT 1",
            (change,),
        )
        if found:
            return found[0]["below"], found[0]["above"]
    return None


def _is_there(above: tuple[Kind, ...], below: Kind, column: str) -> str:
    """Return the condition that what `c` names in `column` exists and is not in the trash."""
    # A name stays when the excerpt it was found in goes to the trash.
    outside = "1" if below is Kind.NAME and column == "excerpt" else "p.trashed IS NULL"
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {kind} AS p WHERE p.id = c.{column} AND {outside})"
        for kind in above
    )


def _refuse_circles(db: Database, change: int, kind: Kind, column: str) -> None:
    written = db.column(
        f"SELECT DISTINCT c.id FROM change_row AS r CROSS JOIN {kind} AS c ON c.id = r.record "
        f"WHERE r.change = ? AND r.tbl = ? AND c.{column} IS NOT NULL",
        (change, kind),
    )
    for record in written:
        if db.scalar(
            f"WITH RECURSIVE up (id) AS (SELECT {column} FROM {kind} WHERE id = ? UNION "
            f"SELECT k.{column} FROM up JOIN {kind} AS k ON k.id = up.id "
            f"WHERE k.{column} IS NOT NULL) SELECT 1 FROM up WHERE id = ?",
            (record, record),
        ):
            raise UserError(
                "would_be_circle",
                "This would put {id} above itself. Nothing was changed. Change what stands "
                "above it first.",
                id=record,
            )


def _refuse_twin_properties(db: Database, change: int) -> None:
    twin = db.query(
        "SELECT p.id, p.label_en, o.id AS other FROM change_row AS r "
        "JOIN property AS p ON p.id = r.record "
        "JOIN property AS o ON o.key = p.key AND o.id <> p.id AND o.trashed IS NULL "
        "WHERE r.change = ? AND r.tbl = 'property' AND p.trashed IS NULL LIMIT 1",
        (change,),
    )
    if twin:
        name = twin[0]["label_en"]
        raise UserError("property_there", "There is a property “{name}” already.", name=name)
