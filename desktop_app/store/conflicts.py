"""The conflicts that the listing shows: how many a subject has, which claims stand in one.

They are counted from the few columns that decide, so that one more claim about a subject of
thousands is no more than a moment's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_app.catalog.claims import Cardinality, Rank
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.rules import ALWAYS, Conflict, Rival, find_conflicts_in, value_key
from desktop_app.store.claims import read_value
from desktop_app.store.database import Database
from desktop_app.store.rows import chunks


def refresh_conflicts(db: Database, subjects: Iterable[str]) -> set[str]:
    """Write anew what the listing says of conflicts about `subjects`.

    Returns the claims of which it now says something else.
    """
    changed: set[str] = set()
    for part in chunks(sorted(set(subjects))):
        changed |= _refresh(db, part)
    return changed


def _refresh(db: Database, subjects: Sequence[str]) -> set[str]:
    marks = ", ".join("?" * len(subjects))
    open_ones = [one for one in _list_conflicts(db, subjects) if not one.settled]
    counts = dict.fromkeys(subjects, 0)
    for conflict in open_ones:
        counts[conflict.subject] += 1
    db.execute_many(
        "UPDATE listing SET conflicts = ? WHERE id = ? AND conflicts <> ?",
        [(count, subject, count) for subject, count in counts.items()],
    )
    fighting = {claim for conflict in open_ones for claim in conflict.claims}
    said = set(
        db.column(
            "SELECT c.id FROM claim AS c JOIN listing AS l ON l.id = c.id "
            f"WHERE l.conflicts > 0 AND c.subject IN ({marks})",
            subjects,
        )
    )
    db.execute_many(
        "UPDATE listing SET conflicts = ? WHERE id = ?",
        [(1, claim) for claim in fighting - said] + [(0, claim) for claim in said - fighting],
    )
    return fighting ^ said


def _list_conflicts(db: Database, subjects: Sequence[str]) -> list[Conflict]:
    marks = ", ".join("?" * len(subjects))
    found = db.query(
        "SELECT c.id, c.subject, c.property, c.detail, c.rank, c.valid_earliest, "
        "c.valid_latest, c.value_kind, c.text, c.number, c.unit, c.bound, c.as_written, c.edtf, "
        "c.wording, c.earliest, c.latest, c.value_subject FROM claim AS c "
        f"JOIN {Kind.PROPERTY} AS p ON p.id = c.property WHERE c.subject IN ({marks}) "
        "AND c.trashed IS NULL AND p.trashed IS NULL AND p.cardinality = ? AND c.rank <> ?",
        (*subjects, Cardinality.SINGLE, Rank.DEPRECATED),
    )
    groups: dict[tuple[str, str, str], list[Rival]] = {}
    for row in found:
        rival = Rival(
            row["id"],
            value_key(read_value(row)),
            row["rank"] == Rank.PREFERRED,
            row["valid_earliest"] or ALWAYS[0],
            row["valid_latest"] or ALWAYS[1],
        )
        key = (row["subject"], row["property"], row["detail"].casefold())
        groups.setdefault(key, []).append(rival)
    return find_conflicts_in(groups)
