"""Lets Whoosh read our segments: its readers, query objects and matchers work on them unchanged.

Segments are written by `writing` and `merging` only. Everything that can take long passes
`Storage.check`, so that Whoosh's own matchers too are stopped when a query has had its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermInfo
from whoosh.util.numeric import byte_to_length

from desktop_app.search.posting_matcher import PostingMatcher
from desktop_app.search.segment import COLUMNS, Segment

INDEX_NAME = "MAIN"
_EXTENSION = ".seg"


class Storage(FileStorage):
    """The folder of an index; a segment that is in use is opened once only."""

    def __init__(self, folder: Path) -> None:
        """Keep the index in `folder`."""
        super().__init__(str(folder))
        self._open: WeakValueDictionary[str, Segment] = WeakValueDictionary()
        self._check: Callable[[], None] | None = None
        self._guard = Lock()

    def open_segment(self, name: str) -> Segment:
        """Return the segment `name`; raise OSError or DamagedSegment where it cannot be read."""
        found = self._open.get(name)
        if found is None:
            found = self._open[name] = Segment(self.segment_path(name))
        return found

    @contextmanager
    def watched(self, check: Callable[[], None]) -> Iterator[None]:
        """Call `check` often meanwhile; one search at a time may ask for that."""
        with self._guard:
            self._check = check
            try:
                yield
            finally:
                self._check = None

    def check(self) -> None:
        """Let the search that Whoosh reads for be stopped; called often, it may raise."""
        if self._check is not None:
            self._check()

    def segment_path(self, name: str) -> Path:
        """Return the file of the segment `name`."""
        return Path(self.folder) / f"{name}{_EXTENSION}"


class StoredSegment(base.Segment):
    """What the table of contents says of a segment: its name, size and deleted documents."""

    def __init__(self, doc_count: int, deleted: Iterable[int] = ()) -> None:
        """Describe a new segment of `doc_count` documents."""
        super().__init__(INDEX_NAME)
        self._doc_count = doc_count
        self.deleted = frozenset(deleted)

    def codec(self) -> Codec:
        """Return what reads the segment."""
        return Codec()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones too."""
        return self._doc_count

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of documents."""
        self._doc_count = doccount

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self.deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self.deleted

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return docnum in self.deleted

    def delete_documents(self, docs: Iterable[int]) -> None:
        """Mark documents as deleted."""
        self.deleted = self.deleted.union(docs)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or not."""
        self.deleted = self.deleted | {docnum} if delete else self.deleted - {docnum}

    def should_assemble(self) -> bool:
        """Return whether Whoosh is to pack the segment's files into one: it is one already."""
        return False


class Codec(base.Codec):
    """Reads our segments for Whoosh."""

    def terms_reader(self, storage: Storage, segment: StoredSegment) -> TermsReader:
        """Return what reads the terms of a segment."""
        return TermsReader(storage, storage.open_segment(segment.segment_id()))

    def per_document_reader(self, storage: Storage, segment: StoredSegment) -> DocumentReader:
        """Return what reads the values of a segment's documents."""
        return DocumentReader(storage.open_segment(segment.segment_id()), segment)


class TermsReader(base.TermsReader):
    """The terms of one segment, as Whoosh asks for them."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._storage = storage
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.find_term(*term) >= 0

    def cursor(self, fieldname: str, fieldobj: Any) -> FieldCursor:
        """Return a cursor over the terms of a field."""
        return FieldCursor(self._storage, self._segment, fieldname, fieldobj)

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms."""
        return list(self._segment.fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield field and text of all terms."""
        for name, (first, after) in self._segment.fields.items():
            yield from ((name, text) for text in self._iter_texts(first, after))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from `prefix` in `fieldname` on, and those of the fields after it."""
        for name, (first, after) in self._segment.fields.items():
            if name < fieldname:
                continue
            start = self._segment.seek_term(name, prefix) if name == fieldname else first
            yield from ((name, text) for text in self._iter_texts(start, after))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield all terms with what is known of each."""
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[Any]:
        """Yield the terms of `terms_from` with what is known of each."""
        for term in self.terms_from(fieldname, prefix):
            yield term, self.term_info(*term)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term; raise KeyError where there is none."""
        segment, number = self._segment, self._find(fieldname, text)
        span = segment.span(number, number + 1)
        docs, freqs = segment.docs[span], segment.freqs[span]
        lengths = segment.lengths(fieldname)[docs]
        return TermInfo(
            weight=float(freqs.sum()),
            df=len(docs),
            minlength=byte_to_length(int(lengths.min(initial=255))),
            maxlength=byte_to_length(int(lengths.max(initial=0))),
            maxweight=float(freqs.max(initial=0)),
            minid=int(docs[0]) if len(docs) else 0,
            maxid=int(docs[-1]) if len(docs) else 0,
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term stands in the documents of the segment."""
        number = self._find(fieldname, text)
        return float(self._segment.freqs[self._segment.span(number, number + 1)].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents hold a term."""
        return self._segment.doc_frequency(self._find(fieldname, text))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """Return the matcher of a term."""
        number = self._find(fieldname, text)
        check = self._storage.check
        return PostingMatcher(self._segment, number, fieldname, format_, scorer, check)

    def _find(self, fieldname: str, text: bytes) -> int:
        number = self._segment.find_term(fieldname, text)
        if number < 0:
            raise KeyError(f"No term {fieldname}:{text!r}")
        return number

    def _iter_texts(self, first: int, after: int) -> Iterator[bytes]:
        for number in range(first, after):
            self._storage.check()
            yield self._segment.term(number)


class FieldCursor(base.FieldCursor):
    """Walks through the terms of one field of one segment."""

    def __init__(self, storage: Storage, segment: Segment, fieldname: str, fieldobj: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._field = fieldname
        self._fieldobj = fieldobj
        self._first, self._after = segment.fields.get(fieldname, (0, 0))
        self._number = self._first

    def first(self) -> str | None:
        """Go to the first term and return its text."""
        self._number = self._first
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not before `term` and return its text."""
        sought = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._number = self._segment.seek_term(self._field, sought)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term and return its text, None after the last one."""
        self._number = min(self._number + 1, self._after)
        return self.text()

    def text(self) -> str | None:
        """Return the text of the term, None after the last one."""
        self._storage.check()
        if not self.is_valid():
            return None
        return str(self._fieldobj.from_bytes(self._segment.term(self._number)))

    def term(self) -> str | None:
        """Return the text of the term, None after the last one."""
        return self.text()

    def is_valid(self) -> bool:
        """Return whether the cursor stands on a term."""
        return self._number < self._after


class DocumentReader(base.PerDocumentReader):
    """The values of the documents of one segment, as Whoosh asks for them."""

    def __init__(self, segment: Segment, described: StoredSegment) -> None:
        self._segment = segment
        self._described = described

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self.doc_count_all() - self._described.deleted_count()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones too."""
        return self._described.doc_count_all()

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return bool(self._described.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return docnum in self._described.deleted

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._described.deleted

    def supports_columns(self) -> bool:
        """Return whether values can be read by document."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Return whether there is a column of this name."""
        return fieldname in COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> list[int]:
        """Return the values of a column, one a document."""
        values: list[int] = self._segment.column(fieldname).tolist()
        return values

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a field in a document, as far as a byte tells it."""
        if not self._segment.has_lengths(fieldname):
            return default
        return int(byte_to_length(int(self._segment.lengths(fieldname)[docnum])))

    def field_length(self, fieldname: str) -> int:
        """Return the length of a field in all documents."""
        return self._segment.field_lengths.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """Return the least length of a field."""
        return int(byte_to_length(int(self._segment.lengths(fieldname).min(initial=255))))

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field."""
        return int(byte_to_length(int(self._segment.lengths(fieldname).max(initial=0))))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document."""
        return self._segment.stored(docnum)
