"""What is known of many records at once that narrows a search: sources, entities, properties.

Each function reads its records a few hundred at a time, so that the window never waits long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop_app.store.database import Database, Row
from desktop_app.store.rows import chunks


def list_claim_facts(db: Database, claims: Iterable[str]) -> Iterator[Row]:
    """Yield id, subject, value_subject, property (its key) and uncited of each claim."""
    yield from _each(
        db,
        "SELECT c.id, c.subject, c.value_subject, p.key AS property, l.uncited FROM claim AS c "
        "JOIN property AS p ON p.id = c.property JOIN listing AS l ON l.id = c.id "
        "WHERE c.id IN ({marks})",
        claims,
    )


def list_claim_sources(db: Database, claims: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (claim, source) of every source that a claim is cited to."""
    for row in _each(
        db,
        "SELECT DISTINCT c.claim, d.source FROM citation AS c JOIN excerpt AS e ON e.id = c.excerpt"
        " JOIN document AS d ON d.id = e.document WHERE c.trashed IS NULL AND c.claim IN ({marks})",
        claims,
    ):
        yield row["claim"], row["source"]


def list_event_entities(db: Database, events: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (event, entity) of what the claims about an event name as their value."""
    for row in _each(
        db,
        "SELECT DISTINCT subject, value_subject FROM claim WHERE trashed IS NULL "
        "AND value_subject IS NOT NULL AND subject IN ({marks})",
        events,
    ):
        yield row["subject"], row["value_subject"]


def list_attached(db: Database, excerpts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (excerpt, subject) of every attachment of these excerpts."""
    for row in _each(
        db,
        "SELECT DISTINCT excerpt, subject FROM attachment WHERE trashed IS NULL "
        "AND excerpt IN ({marks})",
        excerpts,
    ):
        yield row["excerpt"], row["subject"]


def list_cited_excerpts(db: Database, excerpts: Iterable[str]) -> Iterator[str]:
    """Yield those of `excerpts` on which a claim rests."""
    for row in _each(
        db,
        "SELECT DISTINCT excerpt FROM citation WHERE trashed IS NULL AND excerpt IN ({marks})",
        excerpts,
    ):
        yield row["excerpt"]


def list_document_facts(db: Database, documents: Iterable[str]) -> Iterator[Row]:
    """Yield id, source and language of each document."""
    yield from _each(
        db, "SELECT id, source, language FROM document WHERE id IN ({marks})", documents
    )


def list_source_languages(db: Database, sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (source, language) of each source."""
    for row in _each(db, "SELECT id, language FROM source WHERE id IN ({marks})", sources):
        yield row["id"], row["language"]


def list_excerpts_over(db: Database, document: str, start: int, end: int) -> list[str]:
    """Return the ids of the excerpts of `document` that touch [start, end), in its order."""
    return db.column(
        "SELECT id FROM excerpt WHERE trashed IS NULL AND document = ? AND start < ? "
        'AND "end" > ? ORDER BY start, "end", id',
        (document, end, start),
    )


def _each(db: Database, query: str, records: Iterable[str]) -> Iterator[Row]:
    wanted: Sequence[str] = sorted(set(records))
    for part in chunks(wanted):
        yield from db.query(query.format(marks=", ".join("?" * len(part))), part)
