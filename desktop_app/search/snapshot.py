"""One state of the index, open for searching; it stays as it is while the index goes on.

Segments that the state before it had open already are taken over from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.index import TOC, FileIndex
from whoosh.searching import Searcher

from desktop_app.search.codec import INDEX_NAME, Storage, StoredSegment
from desktop_app.search.segment import Segment
from desktop_app.search.segment_file import Array


@dataclass(frozen=True, slots=True)
class View:
    """A segment as a snapshot sees it.

    `base` is the snapshot's number of its first document; `live` says of each document
    whether it is not deleted, None where all are there.
    """

    segment: Segment
    base: int
    live: Array | None

    def keep_live(self, docs: Array) -> Array:
        """Return `docs` without the deleted ones."""
        return docs if self.live is None else docs.compress(self.live.take(docs))


class Snapshot:
    """The segments of one commit and what is known of all of them together."""

    def __init__(self, storage: Storage, schema: Any) -> None:
        """Open the last commit; raise OSError or DamagedSegment where it cannot be read."""
        table = TOC.read(storage, INDEX_NAME, schema=schema)
        self.storage = storage
        self._schema = schema
        self._generation = table.generation
        self._described: list[StoredSegment] = table.segments
        views = []
        base = 0
        for described in self._described:
            segment = storage.open_segment(described.segment_id())
            views.append(View(segment, base, _mark_live(described)))
            base += segment.doc_count
        self.views = tuple(views)
        self.doc_count_all = base
        self.doc_count = sum(described.doc_count() for described in self._described)

    def forget_pages(self) -> None:
        """Let go of what searches read of the files; it stays in the system's cache of files."""
        for view in self.views:
            view.segment.forget_pages()

    def holds(self, field: str, text: str) -> bool:
        """Return whether any document ever indexed has the term."""
        return any(view.segment.find_term(field, text) >= 0 for view in self.views)

    def doc_frequency(self, field: str, text: str) -> int:
        """Return how many documents have the term, deleted ones counted too, as Whoosh does."""
        found = ((view.segment, view.segment.find_term(field, text)) for view in self.views)
        return sum(segment.doc_frequency(number) for segment, number in found if number >= 0)

    def average_length(self, field: str) -> float:
        """Return the average length of a field, 1 where it is empty, as Whoosh does."""
        total = sum(view.segment.field_lengths.get(field, 0) for view in self.views)
        return total / (self.doc_count_all or 1) or 1

    def stored(self, doc: int) -> dict[str, Any]:
        """Return what is stored of one of the snapshot's documents."""
        for view in self.views:
            if doc < view.base + view.segment.doc_count:
                return view.segment.stored(doc - view.base)
        raise IndexError(doc)

    def iterate_records(self) -> Iterator[str]:
        """Yield the id of the catalogue's record of each document; passages name their document."""
        for view in self.views:
            for doc in self.all_live(view):
                yield str(view.segment.stored(int(doc))["id"]).partition("@")[0]

    def list_terms(self, field: str, prefix: str = "") -> list[str]:
        """Return the terms of a field that begin with `prefix`, in order."""
        found: set[bytes] = set()
        for view in self.views:
            found.update(view.segment.list_terms(*view.segment.find_prefix(field, prefix)))
        return [text.decode("utf-8", "surrogatepass") for text in sorted(found)]

    @cached_property
    def searcher(self) -> Searcher:
        """Return Whoosh's own searcher of this state, for what the executor does not serve."""
        reader = FileIndex._reader(
            self.storage, self._schema, list(self._described), self._generation
        )
        return Searcher(reader)

    def all_live(self, view: View) -> Array:
        """Return all documents of `view` that are not deleted."""
        docs = np.arange(view.segment.doc_count, dtype=np.int32)
        return view.keep_live(docs)


def _mark_live(described: StoredSegment) -> Array | None:
    """Return which documents of a segment are not deleted, None where all are there."""
    if not described.deleted:
        return None
    live = np.ones(described.doc_count_all(), dtype=bool)
    live[np.fromiter(described.deleted, dtype=np.int64)] = False
    return live
