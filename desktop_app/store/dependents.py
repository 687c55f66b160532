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
    Kind.PROPERTY: ("SELECT id FROM claim WHERE property IN (:ids)",),
}

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
    touched = written | named | _shown_by(db, written) | _rivals(db, since, until)
    # A citation that came or went changes what its claim's subject counts as uncited.
    claims = {record for record in written | named if find_kind(record) is Kind.CLAIM}
    touched |= _shown_by(db, claims)
    return {record for record in touched if find_kind(record) in LISTED}


def _rivals(db: Database, since: int, until: int) -> set[str]:
    """Return the claims that may conflict with one that was written, as it was or as it is."""
    found: set[str] = set()
    for image in ("before", "after"):
        found |= set(
            db.column(
                "SELECT s.id FROM change_row AS r JOIN claim AS s "
                f"ON s.subject = json_extract(r.{image}, '$.subject') "
                f"AND s.property = json_extract(r.{image}, '$.property') "
                "WHERE r.change > ? AND r.change <= ? AND r.tbl = 'claim'",
                (since, until),
            )
        )
    return found


def _named_in_images(db: Database, since: int, until: int) -> set[str]:
    found: set[str] = set()
    for table, columns in _NAMED_IN_IMAGES.items():
        for column in columns:
            for image in ("before", "after"):
                value = f"json_extract({image}, '$.{column}')"
                found |= set(
                    db.column(
                        f"SELECT DISTINCT {value} FROM change_row WHERE change > ? "
                        f"AND change <= ? AND tbl = ? AND {value} IS NOT NULL",
                        (since, until, table),
                    )
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
            for part in chunks(sorted(ids)):
                marks = ", ".join("?" * len(part))
                found |= set(db.column(sql.replace("(:ids)", f"({marks})"), part))
    return found
