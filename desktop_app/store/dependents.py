"""What shows something of what: from the rows a change wrote to the listed records it touches.

The listing, the search index and the window's panels are refreshed for exactly these records.
"""

from __future__ import annotations

from collections.abc import Iterable

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
    written = list_written(db, since, until)
    named = _named_in_images(db, since, until)
    everything = written.union(*named.values())
    # A name is an entity's label, and a citation that came or went changes what its claim's
    # subject counts as uncited.
    shown = written | named.get("name", set()) | _of_kind(Kind.CLAIM, everything)
    dated = _of_kind(Kind.EVENT, named.get("claim", set()))
    touched = everything | _shown_by(db, shown) | _select(db, _DATED_BY, dated)
    return {record for record in touched if find_kind(record) in LISTED}


def _of_kind(kind: Kind, records: Iterable[str]) -> set[str]:
    return {record for record in records if find_kind(record) is kind}


def _named_in_images(db: Database, since: int, until: int) -> dict[str, set[str]]:
    """Return the records that the images of rows name, by the rows' table."""
    span = (since, until)
    tables = db.column("SELECT DISTINCT tbl FROM change_row WHERE change > ? AND change <= ?", span)
    found: dict[str, set[str]] = {}
    for table in tables:
        for image in ("before", "after") if table in _NAMED_IN_IMAGES else ():
            values = [f"json_extract({image}, '$.{name}')" for name in _NAMED_IN_IMAGES[table]]
            rows = db.query(
                f"SELECT DISTINCT {', '.join(values)} FROM change_row WHERE change > ? "
                f"AND change <= ? AND tbl = ? AND {image} IS NOT NULL",
                (*span, table),
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
