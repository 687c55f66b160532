"""Documents, their revisions, and the contents kept once by SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from desktop_app.catalog.documents import Document, PageMark, Revision
from desktop_app.catalog.ids import Kind
from desktop_app.store import rows
from desktop_app.store.database import Database, Row

_CHUNK_BYTES = 1 << 20


def keep_original(db: Database, data: bytes) -> str:
    """Keep `data` unless it is kept already; return its SHA-256 in hex."""
    digest = hashlib.sha256(data).hexdigest()
    if not db.scalar("SELECT 1 FROM original WHERE sha256 = ?", (digest,)):
        parts = [data[at : at + _CHUNK_BYTES] for at in range(0, len(data), _CHUNK_BYTES)]
        db.execute(
            "INSERT INTO original (sha256, size, chunks) VALUES (?, ?, ?)",
            (digest, len(data), len(parts)),
        )
        db.execute_many(
            "INSERT INTO original_chunk (sha256, number, data) VALUES (?, ?, ?)",
            ((digest, number, part) for number, part in enumerate(parts)),
        )
    return digest


def get_original(db: Database, sha256: str) -> bytes:
    """Return the kept bytes, as imported."""
    return b"".join(
        db.column("SELECT data FROM original_chunk WHERE sha256 = ? ORDER BY number", (sha256,))
    )


def keep_text(db: Database, text: str) -> str:
    """Keep a canonical text unless it is kept already; return the SHA-256 of its UTF-8."""
    digest = hash_text(text)
    db.execute(
        "INSERT INTO content (sha256, characters, text) VALUES (?, ?, ?) "
        "ON CONFLICT (sha256) DO NOTHING",
        (digest, len(text), text),
    )
    return digest


def hash_text(text: str) -> str:
    """Return the SHA-256, in hex, of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def get_text(db: Database, document: str, revision: int | None = None) -> str:
    """Return the canonical text of a document: of the revision in force, or of `revision`."""
    row = rows.get_row(db, Kind.DOCUMENT, document, trashed=True)
    if revision is None or revision == row["revision"]:
        digest = row["text_sha256"]
    else:
        digest = get_revision(db, document, revision).text_sha256
    return str(db.scalar("SELECT text FROM content WHERE sha256 = ?", (digest,)))


def get_document(db: Database, record: str) -> Document:
    """Return one document; raise UserError where there is none."""
    return _document(rows.get_row(db, Kind.DOCUMENT, record))


def list_documents(db: Database, records: Iterable[str] | None = None) -> list[Document]:
    """Return documents: all, or those of `records` outside the trash."""
    if records is None:
        return [_document(row) for row in rows.list_rows(db, Kind.DOCUMENT)]
    return [_document(row) for row in rows.list_rows_in(db, Kind.DOCUMENT, "id", records)]


def list_documents_of(db: Database, source: str) -> list[Document]:
    """Return the documents of a source."""
    return [_document(row) for row in rows.list_rows(db, Kind.DOCUMENT, "source = ?", (source,))]


def find_document_by_hash(db: Database, sha256: str) -> Document | None:
    """Return the document outside the trash made from these very bytes, if there is one."""
    found = rows.list_rows(db, Kind.DOCUMENT, "sha256 = ?", (sha256,))
    return _document(found[0]) if found else None


def _document(row: Row) -> Document:
    del row["trashed"]
    return Document(**row)


def get_revision(db: Database, document: str, number: int) -> Revision:
    """Return one revision of a document's text."""
    row = db.query(
        "SELECT id, document, number, text_sha256, characters, pages, encoding, extractor, "
        "canonicalisation, replaced, note FROM revision WHERE document = ? AND number = ?",
        (document, number),
    )[0]
    row["pages"] = tuple(PageMark(start, label) for start, label in json.loads(row["pages"]))
    return Revision(**row)


def revision_values(revision: Revision) -> dict[str, Any]:
    """Return the columns of a revision's row."""
    values = rows.record_values(revision)
    values["pages"] = json.dumps([[page.start, page.label] for page in revision.pages])
    return values


def document_values(document: Document) -> dict[str, Any]:
    """Return the columns of a document's row."""
    return rows.record_values(document)
