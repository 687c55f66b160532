"""What the database itself can say of its health, and how many records there are."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from desktop_app.catalog.claims import (
    Bound,
    Cardinality,
    Confidence,
    Rank,
    Stance,
    ValueType,
    Voice,
)
from desktop_app.catalog.excerpts import AnchorState, TranslationStatus
from desktop_app.catalog.sources import Closeness, Level, Role, SourceClass
from desktop_app.catalog.subjects import EntityKind, LinkKind, NameKind
from desktop_app.store.database import Database

#: Columns that hold one word of a list, which Regesta never writes otherwise.
_WORDS: tuple[tuple[str, str, type[StrEnum]], ...] = (
    ("source", "level", Level),
    ("source", "source_class", SourceClass),
    ("source", "closeness", Closeness),
    ("contributor", "role", Role),
    ("excerpt", "state", AnchorState),
    ("excerpt", "translation_status", TranslationStatus),
    ("entity", "kind", EntityKind),
    ("name", "kind", NameKind),
    ("entity_link", "kind", LinkKind),
    ("property", "value_type", ValueType),
    ("property", "cardinality", Cardinality),
    ("claim", "bound", Bound),
    ("claim", "voice", Voice),
    ("claim", "confidence", Confidence),
    ("claim", "rank", Rank),
    ("citation", "stance", Stance),
)

_COUNTED = {
    "sources": "source",
    "documents": "document",
    "excerpts": "excerpt",
    "events": "event",
    "entities": "entity",
    "claims": "claim",
    "citations": "citation",
    "attachments": "attachment",
}


def check_database(db: Database) -> list[str]:
    """Return what SQLite's full integrity check complains of, nothing for a sound file."""
    return [line for line in db.column("PRAGMA integrity_check") if line != "ok"]


def rebuild_file_indexes(db: Database) -> None:
    """Make every index inside the file anew from its table, inside a transaction."""
    db.execute("REINDEX")


def check_links(db: Database) -> list[tuple[str, str]]:
    """Return (table, id) of rows whose foreign keys lead nowhere."""
    found = []
    for row in db.query("PRAGMA foreign_key_check"):
        sql = f'SELECT * FROM "{row["table"]}" WHERE rowid = ?'
        found.append((row["table"], str(db.scalar(sql, (row["rowid"],)))))
    return found


def count_rows(db: Database) -> dict[str, int]:
    """Return how many records outside the trash there are, by the words of `check`."""
    counts = {
        word: int(db.scalar(f"SELECT count(*) FROM {table} WHERE trashed IS NULL"))
        for word, table in _COUNTED.items()
    }
    counts["excerpts_needing_review"] = int(
        db.scalar(
            "SELECT count(*) FROM excerpt WHERE trashed IS NULL AND state = ?",
            (AnchorState.NEEDS_REVIEW,),
        )
    )
    return counts


def list_claims_without_subject(db: Database) -> list[str]:
    """Return claims whose subject, or value, is no entity and no event."""
    exists = "SELECT 1 FROM entity WHERE id = {0} UNION ALL SELECT 1 FROM event WHERE id = {0}"
    return db.column(
        f"SELECT id FROM claim WHERE NOT EXISTS ({exists.format('claim.subject')}) OR "
        f"(value_subject IS NOT NULL AND NOT EXISTS ({exists.format('claim.value_subject')}))"
    )


def list_bad_values(db: Database) -> Iterator[tuple[str, str, str]]:
    """Yield (id, column, value) where a column holds a word that is none of its list."""
    for table, column, words in _WORDS:
        marks = ", ".join("?" * len(words))
        for row in db.query(
            f"SELECT id, {column} AS value FROM {table} WHERE {column} IS NOT NULL "
            f"AND {column} <> '' AND {column} NOT IN ({marks})",
            [*words],
        ):
            yield row["id"], column, str(row["value"])


def list_texts(db: Database, document: str) -> list[str]:
    """Return the SHA-256 of every text a document ever had."""
    return db.column("SELECT DISTINCT text_sha256 FROM revision WHERE document = ?", (document,))
