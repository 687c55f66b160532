"""Changes the index on disk: new segments, deletions, merges, and the table of contents over them.

What is written becomes the index only when `commit` renames the new table of contents into
place. Whoosh's lock keeps a second writer out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whoosh.fields import ID, TEXT, Schema
from whoosh.index import TOC, LockError, clean_files

from desktop_app.search.codec import INDEX_NAME, Storage, StoredSegment
from desktop_app.search.fields import find_owner, is_passage, make_document
from desktop_app.search.flushing import write_batch
from desktop_app.search.gathering import Batch, PieceBook
from desktop_app.search.merging import choose_merge, merge_segments
from desktop_app.search.records import IndexRecord
from desktop_app.search.segment import encode_term

__all__ = ["IndexWriter", "LockError", "create_index"]


def create_index(storage: Storage, schema: Schema) -> None:
    """Write the table of contents of an index without segments."""
    TOC.create(storage, schema, INDEX_NAME)


class IndexWriter:
    """Takes changes and commits them together; `commit` or `cancel` ends it."""

    def __init__(self, storage: Storage, schema: Schema, book: PieceBook | None = None) -> None:
        """Begin; raise LockError where another writer is at work."""
        self._lock: Any = storage.lock(f"{INDEX_NAME}_WRITELOCK")
        if not self._lock.acquire():
            raise LockError
        self.is_closed = False
        try:
            table = TOC.read(storage, INDEX_NAME, schema=schema)
            self._storage = storage
            self._schema = schema
            self._generation = table.generation + 1
            self._segments: list[StoredSegment] = table.segments
            self._written: list[Path] = []
            self._book = book if book is not None else PieceBook()
            self._batch = self._make_batch()
            # The passages of one document come in a row or not; only the first bears its title.
            self._begun: set[str] = set()
        except BaseException:
            self._close()
            raise

    def add(self, record: IndexRecord) -> None:
        """Add a record. The title of a document is searched with its first passage only.

        With each, one word of the title would find them all.
        """
        document = find_owner(record) if is_passage(record) else ""
        self._batch.add(make_document(record, headed=document not in self._begun))
        if document:
            self._begun.add(document)
        if self._batch.is_full:
            self._flush()

    def delete_owners(self, ids: Iterable[str]) -> None:
        """Delete what earlier commits hold of these records of the catalogue."""
        sought = [encode_term(one) for one in ids]
        for stored in self._segments:
            segment = self._storage.open_segment(stored.segment_id())
            numbers = [segment.find_term("owner", one) for one in sought]
            found = [segment.docs[segment.span(n, n + 1)] for n in numbers if n >= 0]
            if found:
                stored.delete_documents(doc for docs in found for doc in docs.tolist())

    def merge(self, chosen: Iterable[int]) -> None:
        """Make one segment of those with these numbers; what is being added is not touched."""
        numbers = set(chosen)
        parts = [self._segments[number] for number in sorted(numbers)]
        kept = [one for number, one in enumerate(self._segments) if number not in numbers]
        merged = StoredSegment(0)
        path = self._begin_file(merged)
        opened = [(self._storage.open_segment(p.segment_id()), p.deleted_docs()) for p in parts]
        merged.set_doc_count(merge_segments(opened, path))
        self._segments = [*kept, merged] if merged.doc_count_all() else kept

    def find_merge(self) -> list[int]:
        """Return which segments should become one, none where all is well."""
        return choose_merge([(s.doc_count_all(), s.deleted_count()) for s in self._segments])

    def commit(self, *, optimize: bool = False) -> None:
        """Make the changes the index, as one segment if `optimize`, and end the writer."""
        self._flush()
        if optimize and len(self._segments) > 1:
            # The merge needs no words that were gathered, but the room they take.
            self._book = PieceBook()
            self._batch = self._make_batch()
            self.merge(range(len(self._segments)))
        self._segments = [one for one in self._segments if one.doc_count()]
        table = TOC(self._schema, self._segments, self._generation)
        table.write(self._storage, INDEX_NAME)
        self._written = []
        clean_files(self._storage, INDEX_NAME, self._generation, self._segments)
        self._close()

    def cancel(self) -> None:
        """Leave the index as it was, and end the writer."""
        try:
            for path in self._written:
                path.unlink(missing_ok=True)
        finally:
            self._close()

    def _make_batch(self) -> Batch:
        kinds = dict(self._schema.items())
        texts = [name for name, kind in kinds.items() if isinstance(kind, TEXT)]
        return Batch(self._book, texts, [n for n, kind in kinds.items() if isinstance(kind, ID)])

    def _flush(self) -> None:
        """Write what was added as a segment."""
        if not self._batch.doc_count:
            return
        described = StoredSegment(self._batch.doc_count)
        write_batch(self._batch, self._begin_file(described))
        self._segments.append(described)
        if self._book.is_full:
            self._book = PieceBook()
        self._batch = self._make_batch()

    def _begin_file(self, segment: StoredSegment) -> Path:
        path = self._storage.segment_path(segment.segment_id())
        self._written.append(path)
        return path

    def _close(self) -> None:
        self.is_closed = True
        self._lock.release()


def write_all(
    writer: IndexWriter,
    records: Iterable[IndexRecord],
    gone: Iterable[str] = (),
    *,
    optimize: bool = False,
) -> None:
    """Delete and add through `writer` and commit; on any exception leave the index as it was."""
    try:
        writer.delete_owners(gone)
        for record in records:
            writer.add(record)
        writer.commit(optimize=optimize)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def report_count(
    records: Iterable[IndexRecord], progress: Callable[[int], None] | None, every: int
) -> Iterable[IndexRecord]:
    """Yield `records`; tell `progress` how many there were after each `every`, and at the end."""
    count = 0
    for count, record in enumerate(records, 1):
        yield record
        if progress and count % every == 0:
            progress(count)
    if progress:
        progress(count)
