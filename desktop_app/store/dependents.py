"""What shows something of what: from the rows a change wrote to the listed records it touches.

The listing, the search index and the window's panels are refreshed for exactly these records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from desktop_app.catalog.ids import LISTED, Kind, find_kind
from desktop_app.store.database import Database
from desktop_app.store.rows import chunks

#: For a record of this kind, the records that show something of it.
_SHOWN_BY: dict[Kind, tuple[str, ...]] = {
    Kind.REPOSITORY: ("SELECT id FROM source WHERE repository IN (:ids)",),
    Kind.SOURCE: ("SELECT id FROM document WHERE source IN (:ids)",),
    Kind.DOCUMENT: (
        "SELECT source FROM document WHERE id IN (:ids)",
        "SELECT id FROM excerpt WHERE document IN (:ids)",
    ),
    Kind.EXCERPT: (
        "SELECT document FROM excerpt WHERE id IN (:ids)",
        "SELECT claim FROM citation WHERE excerpt IN (:ids)",
        "SELECT subject FROM attachment WHERE excerpt IN (:ids)",
    ),
    Kind.ENTITY: (
        "SELECT id FROM claim WHERE subject IN (:ids)",
        "SELECT id FROM claim WHERE value_subject IN (:ids)",
        "SELECT subject FROM claim WHERE value_subject IN (:ids)",
        "SELECT excerpt FROM attachment WHERE subject IN (:ids)",
    ),
    Kind.EVENT: (
        "SELECT id FROM claim WHERE subject IN (:ids)",
        "SELECT id FROM claim WHERE value_subject IN (:ids)",
        "SELECT subject FROM claim WHERE value_subject IN (:ids)",
    ),
    Kind.CLAIM: (
        "SELECT subject FROM claim WHERE id IN (:ids)",
        "SELECT value_subject FROM claim WHERE id IN (:ids) AND value_subject IS NOT NULL",
        "SELECT excerpt FROM citation WHERE claim IN (:ids)",
    ),
    Kind.CITATION: (
        "SELECT claim FROM citation WHERE id IN (:ids)",
        "SELECT excerpt FROM citation WHERE id IN (:ids)",
        "SELECT c.subject FROM claim AS c JOIN citation AS t ON t.claim = c.id "
        "WHERE t.id IN (:ids)",
    ),
    Kind.ATTACHMENT: (
        "SELECT excerpt FROM attachment WHERE id IN (:ids)",
        "SELECT subject FROM attachment WHERE id IN (:ids)",
    ),
    Kind.PROPERTY: (
        "SELECT id FROM claim WHERE property IN (:ids)",
        "SELECT subject FROM claim WHERE property IN (:ids)",
    ),
}
#: Excerpts are searched by the dates of the events that they are attached to.
_DATED_BY = "SELECT excerpt FROM attachment WHERE subject IN (:ids)"

#: In the journal, the columns of a row's images that name other records: they matter where
#: the row itself is gone (undo of a creation) or no longer names them.
_NAMED_IN_IMAGES = {
    "contributor": ("source",),
    "document": ("source",),
    "revision": ("document",),
    "excerpt": ("document",),
    "name": ("entity",),
    "entity_link": ("entity", "other"),
    "claim": ("subject", "value_subject"),
    "citation": ("claim", "excerpt"),
    "attachment": ("excerpt", "subject"),
}


#: Rows of the journal that are read at once.
_PAGE = 5_000


def has_written(db: Database, change: int) -> bool:
    """Tell whether `change` wrote any row."""
    return db.scalar("SELECT 1 FROM change_row WHERE change = ? LIMIT 1", (change,)) is not None


def count_rows(db: Database, change: int) -> int:
    """Return how many rows `change` wrote."""
    return int(db.scalar("SELECT count(*) FROM change_row WHERE change = ?", (change,)))


def list_written(db: Database, since: int, until: int) -> set[str]:
    """Return the ids of the rows that the changes after `since` up to `until` wrote."""
    return set(
        db.column(
            "SELECT DISTINCT record FROM change_row WHERE change > ? AND change <= ?",
            (since, until),
        )
    )


def list_touched(db: Database, since: int, until: int) -> set[str]:
    """Return every listed record that those changes wrote or that shows something of it.

    Records that are only named by what was written are touched themselves, not all that shows
    them: one more claim about a place does not touch every claim about it.
    """
    return _touched_by(db, list_written(db, since, until), _Rows("change", since, until))


def iterate_touched(db: Database, change: int) -> Iterator[tuple[set[str], set[str]]]:
    """Yield what one change wrote and what `list_touched` says of it, a few thousand rows a time.

    A record may come more than once.
    """
    last = db.scalar("SELECT max(id) FROM change_row WHERE change = ?", (change,)) or 0
    since = (db.scalar("SELECT min(id) FROM change_row WHERE change = ?", (change,)) or 1) - 1
    # A change is written alone, so the numbers of its rows follow each other.
    while since < last:
        until = min(since + _PAGE, last)
        sql = "SELECT DISTINCT record FROM change_row WHERE id > ? AND id <= ?"
        written = set(db.column(sql, (since, until)))
        yield written, _touched_by(db, written, _Rows("id", since, until))
        since = until


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of the journal: those whose `column` lies after `since` and not after `until`."""

    column: Literal["change", "id"]
    since: int
    until: int

    @property
    def where(self) -> str:
        return f"{self.column} > ? AND {self.column} <= ?"


def _touched_by(db: Database, written: set[str], span: _Rows) -> set[str]:
    named = _named_in_images(db, span)
    everything = written.union(*named.values())
    # A name is an entity's label, and a citation that came or went changes what its claim's
    # subject counts as uncited.
    shown = written | named.get("name", set()) | _of_kind(Kind.CLAIM, everything)
    dated = _of_kind(Kind.EVENT, named.get("claim", set()))
    touched = everything | _shown_by(db, shown) | _select(db, _DATED_BY, dated)
    return {record for record in touched if find_kind(record) in LISTED}


def _of_kind(kind: Kind, records: Iterable[str]) -> set[str]:
    return {record for record in records if find_kind(record) is kind}


def _named_in_images(db: Database, span: _Rows) -> dict[str, set[str]]:
    """Return the records that the images of rows name, by the rows' table."""
    limits = (span.since, span.until)
    tables = db.column(f"SELECT DISTINCT tbl FROM change_row WHERE {span.where}", limits)
    found: dict[str, set[str]] = {}
    for table in tables:
        for image in ("before", "after") if table in _NAMED_IN_IMAGES else ():
            values = [f"json_extract({image}, '$.{name}')" for name in _NAMED_IN_IMAGES[table]]
            # An image whose words were redacted away is empty.
            rows = db.query(
                f"SELECT DISTINCT {', '.join(values)} FROM change_row WHERE {span.where} "
                f"AND tbl = ? AND {image} IS NOT NULL AND {image} <> ''",
                (*limits, table),
            )
            found.setdefault(table, set()).update(
                record for row in rows for record in row.values() if record
            )
    return found


def _shown_by(db: Database, records: Iterable[str]) -> set[str]:
    by_kind: dict[Kind, list[str]] = {}
    for record in records:
        kind = find_kind(record)
        if kind in _SHOWN_BY:
            by_kind.setdefault(kind, []).append(record)
    found: set[str] = set()
    for kind, ids in by_kind.items():
        for sql in _SHOWN_BY[kind]:
            found |= _select(db, sql, ids)
    return found


def _select(db: Database, sql: str, records: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for part in chunks(sorted(records)):
        found |= set(db.column(sql.replace("(:ids)", f"({', '.join('?' * len(part))})"), part))
    return found - {None}
