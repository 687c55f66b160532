"""Documents, their revisions, and the contents kept once by SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from desktop_app.catalog.documents import Document, PageMark, Revision
from desktop_app.catalog.ids import Kind
from desktop_app.store import rows
from desktop_app.store.database import Database, Row

#: Bytes in one piece of an original.
CHUNK_BYTES = 1 << 20
#: Code points in one piece of a text: a passage is read without the whole text.
CHUNK_CHARACTERS = 1 << 16


def keep_original(db: Database, data: bytes) -> str:
    """Keep `data` unless it is kept already; return its SHA-256 in hex."""
    digest = hashlib.sha256(data).hexdigest()
    if not db.scalar("SELECT 1 FROM original WHERE sha256 = ?", (digest,)):
        db.execute("INSERT INTO original (sha256, size) VALUES (?, ?)", (digest, len(data)))
        number = db.scalar("SELECT last_insert_rowid()")
        parts = (data[at : at + CHUNK_BYTES] for at in range(0, len(data), CHUNK_BYTES))
        db.execute_many(
            "INSERT INTO original_chunk (original, number, data) VALUES (?, ?, ?)",
            ((number, place, part) for place, part in enumerate(parts)),
        )
    return digest


def iterate_original(db: Database, sha256: str) -> Iterator[bytes]:
    """Yield the kept bytes, as imported, in pieces of at most 1 MB."""
    sql = (
        "SELECT c.data FROM original_chunk AS c JOIN original AS o ON o.id = c.original "
        "WHERE o.sha256 = ? AND c.number = ?"
    )
    number = 0
    while pieces := db.column(sql, (sha256, number)):
        yield pieces[0]
        number += 1


def get_original(db: Database, sha256: str) -> bytes:
    """Return the kept bytes, as imported."""
    return b"".join(iterate_original(db, sha256))


def keep_text(db: Database, text: str) -> str:
    """Keep a canonical text unless it is kept already; return the SHA-256 of its UTF-8."""
    digest = hash_text(text)
    if not db.scalar("SELECT 1 FROM content WHERE sha256 = ?", (digest,)):
        db.execute("INSERT INTO content (sha256, characters) VALUES (?, ?)", (digest, len(text)))
        number = db.scalar("SELECT last_insert_rowid()")
        starts = range(0, len(text), CHUNK_CHARACTERS)
        db.execute_many(
            "INSERT INTO content_chunk (content, number, text) VALUES (?, ?, ?)",
            ((number, place, text[at : at + CHUNK_CHARACTERS]) for place, at in enumerate(starts)),
        )
    return digest


def iterate_text(db: Database, sha256: str) -> Iterator[str]:
    """Yield a kept text in pieces of at most 65,536 code points."""
    sql = (
        "SELECT c.text FROM content_chunk AS c JOIN content AS t ON t.id = c.content "
        "WHERE t.sha256 = ? AND c.number = ?"
    )
    number = 0
    while pieces := db.column(sql, (sha256, number)):
        yield pieces[0]
        number += 1


def purge_staged(db: Database) -> None:
    """Drop what an import that was cut short left staged."""
    if db.scalar("SELECT 1 FROM original WHERE sha256 IS NULL") or db.scalar(
        "SELECT 1 FROM content WHERE sha256 IS NULL"
    ):
        with db.transaction():
            for table, chunk in (("original", "original_chunk"), ("content", "content_chunk")):
                db.execute(
                    f"DELETE FROM {chunk} WHERE {table} IN "
                    f"(SELECT id FROM {table} WHERE sha256 IS NULL)"
                )
                db.execute(f"DELETE FROM {table} WHERE sha256 IS NULL")


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
    return "".join(iterate_text(db, digest))


def get_passage(db: Database, text_sha256: str, start: int, end: int) -> str:
    """Return the characters [start, end) of a kept text, without reading the rest of it."""
    first, last = start // CHUNK_CHARACTERS, max(start, end - 1) // CHUNK_CHARACTERS
    pieces = db.column(
        "SELECT c.text FROM content_chunk AS c JOIN content AS t ON t.id = c.content "
        "WHERE t.sha256 = ? AND c.number BETWEEN ? AND ? ORDER BY c.number",
        (text_sha256, first, last),
    )
    offset = first * CHUNK_CHARACTERS
    return "".join(pieces)[start - offset : end - offset]


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
