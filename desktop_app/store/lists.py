"""The `listing` table: one row a record, ready to be sorted and filtered by the window.

It is derived from the records, refreshed in the transaction of the change that touched them,
and can be rebuilt. Big lists take only ids from here and read the visible rows by id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.catalog.ids import LISTED, SUBJECTS, Kind, find_kind
from desktop_app.store import listing_rows
from desktop_app.store.conflicts import refresh_conflicts
from desktop_app.store.database import Database, Row
from desktop_app.store.rows import chunks

COLUMNS = (
    *("id", "kind", "type", "title", "sort_title", "detail", "sort_detail", "date"),
    *("earliest", "latest", "number", "uncited", "conflicts", "state", "folded", "trashed"),
)
#: A row shows the labels of rows of the kinds before it.
_ORDER = (Kind.SOURCE, Kind.DOCUMENT, Kind.EXCERPT, Kind.ENTITY, Kind.EVENT, Kind.CLAIM)
SORTABLE = ("sort_title", "sort_detail", "type", "earliest", "number", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What a list shows: a kind, a folded filter, flags, an order. Empty fields do not filter."""

    kind: Kind
    text: str = ""
    type: str = ""
    state: str = ""
    uncited: bool = False
    conflicts: bool = False
    trashed: bool = False
    order: str = "sort_title"
    descending: bool = False


def refresh_listing(db: Database, records: Iterable[str]) -> set[str]:
    """Write anew the rows of `records`; those that are gone leave the listing.

    Returns the claims that, besides, came into a conflict or out of one.
    """
    by_kind: dict[Kind, list[str]] = {}
    for record in records:
        kind = find_kind(record)
        if kind in LISTED:
            by_kind.setdefault(kind, []).append(record)
    for kind in (kind for kind in _ORDER if kind in by_kind):
        for part in chunks(sorted(by_kind[kind])):
            _replace(db, part, listing_rows.make_rows(db, kind, part))
    subjects = {one for kind in SUBJECTS for one in by_kind.get(kind, ())}
    for part in chunks(by_kind.get(Kind.CLAIM, [])):
        marks = ", ".join("?" * len(part))
        subjects |= set(db.column(f"SELECT subject FROM claim WHERE id IN ({marks})", part))
    return refresh_conflicts(db, subjects)


def _replace(db: Database, records: Sequence[str], found: list[Row]) -> None:
    marks = ", ".join("?" * len(records))
    db.execute(f"DELETE FROM listing WHERE id IN ({marks})", records)
    values = ", ".join("?" * len(COLUMNS))
    db.execute_many(
        f"INSERT INTO listing ({', '.join(COLUMNS)}) VALUES ({values})",
        [[row[name] for name in COLUMNS] for row in found],
    )


def rebuild_listing(db: Database) -> None:
    """Make the listing anew from the records, inside a transaction."""
    db.execute("DELETE FROM listing")
    for kind in _ORDER:
        refresh_listing(db, db.column(f"SELECT id FROM {kind}"))


def list_stale(db: Database, on_step: Callable[[], None]) -> Iterator[str]:
    """Yield the records whose line in the listing is not what they are made into now.

    `on_step` is called every few hundred records.
    """
    compared = [name for name in COLUMNS if name != "conflicts"]
    for kind in _ORDER:
        listed = db.column("SELECT id FROM listing WHERE kind = ?", (kind,))
        ids = sorted({*listed, *db.column(f"SELECT id FROM {kind}")})
        for part in chunks(ids):
            on_step()
            found = get_listing(db, part)
            made = {row["id"]: row for row in listing_rows.make_rows(db, kind, part)}
            for record in part:
                line, now = found.get(record, {}), made.get(record, {})
                if any(line.get(name) != now.get(name) for name in compared):
                    yield record


def list_ids(db: Database, query: ListQuery, *, limit: int = -1, offset: int = 0) -> list[str]:
    """Return the ids of the records that `query` asks for, in its order; `limit` -1 for all."""
    where, args = _where(query)
    if query.order not in SORTABLE:
        raise ValueError(f"no such order: {query.order}")
    way = "DESC" if query.descending else "ASC"
    # What has no date stands last, whichever way the list is sorted.
    undated = "earliest IS NULL, " if query.order == "earliest" else ""
    return db.column(
        f"SELECT id FROM listing WHERE {where} "
        f"ORDER BY {undated}{query.order} {way}, id {way} LIMIT ? OFFSET ?",
        [*args, limit, offset],
    )


def count_ids(db: Database, query: ListQuery) -> int:
    """Return how many records `query` asks for."""
    where, args = _where(query)
    return int(db.scalar(f"SELECT count(*) FROM listing WHERE {where}", args))


def _where(query: ListQuery) -> tuple[str, list[object]]:
    terms = ["kind = ?"]
    args: list[object] = [query.kind]
    terms.append("trashed = id" if query.trashed else "trashed IS NULL")
    for word in query.text.split():
        terms.append("instr(folded, ?) > 0")
        args.append(word)
    if query.type:
        terms.append("type = ?")
        args.append(query.type)
    if query.state:
        terms.append("state = ?")
        args.append(query.state)
    if query.uncited:
        terms.append("uncited > 0")
    if query.conflicts:
        terms.append("conflicts > 0")
    return " AND ".join(terms), args


def get_listing(db: Database, records: Iterable[str]) -> dict[str, Row]:
    """Return the listing rows of `records` by id; those that are gone are left out."""
    found: dict[str, Row] = {}
    for part in chunks(list(records)):
        marks = ", ".join("?" * len(part))
        for row in db.query(
            f"SELECT {', '.join(COLUMNS)} FROM listing WHERE id IN ({marks})", part
        ):
            found[row["id"]] = row
    return found


def list_types(db: Database, kind: Kind) -> list[str]:
    """Return the types that records of `kind` have, for the filter."""
    return db.column(
        "SELECT DISTINCT type FROM listing WHERE kind = ? AND trashed IS NULL AND type <> '' "
        "ORDER BY type",
        (kind,),
    )


def find_subjects(
    db: Database, folded: str, *, limit: int = 20, kinds: Collection[Kind] = SUBJECTS
) -> list[Row]:
    """Return entities and events whose names hold every word of `folded`, best first.

    Names that begin with the text come first, then shorter titles. Only `kinds` are found.
    """
    listed = ", ".join("?" for _ in kinds)
    terms, args = [f"kind IN ({listed})", "trashed IS NULL"], list[object](kinds)
    for word in folded.split():
        terms.append("instr(folded, ?) > 0")
        args.append(word)
    return db.query(
        f"SELECT {', '.join(COLUMNS)} FROM listing WHERE {' AND '.join(terms)} "
        "ORDER BY instr(char(10) || folded, char(10) || ?) = 0, length(title), sort_title, id "
        "LIMIT ?",
        [*args, folded, limit],
    )


def list_trash(db: Database) -> list[Row]:
    """Return what was deleted, by kind and title; what went along with it is not listed."""
    return db.query(
        f"SELECT {', '.join(COLUMNS)} FROM listing WHERE trashed = id ORDER BY kind, sort_title"
    )
