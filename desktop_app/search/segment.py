"""What one segment of the index holds: its sorted terms, their postings, and values per document.

Terms of all fields lie in one row, sorted by field and bytes; the postings of neighbouring terms
are neighbours too, so that all words with one beginning are one slice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desktop_app.search.fields import FIRST_DAY, LAST_DAY, STORED_FIELDS
from desktop_app.search.segment_file import Array, SegmentFile, fit_unsigned

#: Stands after every term and before the first; no UTF-8 text contains it.
TERM_END = b"\xff"
#: Values per document, and what a document without one has.
COLUMNS = {
    "first_day": ("<i4", LAST_DAY + 1),
    "last_day": ("<i4", FIRST_DAY - 1),
    "order": ("<u1", 0),
}


_STORED = (*(name for name in STORED_FIELDS if name != "title"), "title")
_STORED_NUMBERS = frozenset(("start", "end"))
_STORED_GAP = "\x1f"
_STORED_GAPS = len(_STORED) - 1
#: Terms looked up are remembered, up to this many.
_KNOWN_TERMS = 20_000


def encode_term(text: str | bytes) -> bytes:
    """Return a term as it is stored and sorted; lone surrogates keep their place."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def encode_stored(values: Mapping[str, Any]) -> bytes:
    """Return the values of the stored fields as one row of bytes."""
    # Only the title, which comes last, may hold anything.
    row = [str(values.get(name) or "") for name in _STORED]
    return encode_term(_STORED_GAP.join(row))


def decode_stored(row: bytes) -> dict[str, Any]:
    """Return the values that `encode_stored` wrote; those that are empty or 0 are missing."""
    texts = row.decode("utf-8", "surrogatepass").split(_STORED_GAP, _STORED_GAPS)
    return {
        name: int(text) if name in _STORED_NUMBERS else text
        for name, text in zip(_STORED, texts, strict=True)
        if text
    }


@dataclass(frozen=True, slots=True)
class Traits:
    """The terms of one field of ids by document, each as its number in the field from 1 on.

    `first` holds each document's first term, 0 where it has none; `docs` and `numbers` are the
    terms that a document has beyond it.
    """

    first: Array
    docs: Array
    numbers: Array


class Segment:
    """The contents of a segment file. Document numbers are those of this segment alone."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; raise OSError or DamagedSegment where that cannot be."""
        self._file = SegmentFile(path)
        about = self._file.about
        self.doc_count = int(about["docs"])
        #: The first term of each field and the one after its last.
        self.fields: dict[str, tuple[int, int]] = {
            name: (int(first), int(after)) for name, (first, after) in about["fields"].items()
        }
        #: The sum of the lengths of each field, in keys.
        self.field_lengths: dict[str, int] = about["lengths"]
        self._map = self._file.map
        self._terms_at = self._file.offset("terms")
        self._term_at = self._file.view("term_at")
        self._post_at = self._file.view("post_at")
        self._place_at = self._file.view("place_at")
        self._rows_at = self._file.offset("stored")
        self._row_at = self._file.view("stored_at")
        self._traits: dict[str, Traits] = {}
        self._found: dict[tuple[str, str | bytes], int] = {}

    def forget_pages(self) -> None:
        """Let go of the memory that what was read takes; it is read again where needed."""
        self._file.forget_pages()

    @property
    def term_count(self) -> int:
        """Return the number of terms of all fields."""
        return len(self._term_at) - 1

    @property
    def docs(self) -> Array:
        """Return the documents of all postings, by term, ascending inside a term (int32)."""
        return self._file.array("docs")

    @property
    def freqs(self) -> Array:
        """Return, beside `docs`, how often the term stands in the document."""
        return self._file.array("freqs")

    @property
    def places(self) -> Array:
        """Return the places of all postings, as many for each as `freqs` says."""
        return self._file.array("places")

    def offsets(self, name: str) -> Array:
        """Return the offsets of all terms: "term_at", "post_at" or "place_at"."""
        return self._file.array(name)

    def term(self, number: int) -> bytes:
        """Return the term `number`."""
        at = self._terms_at
        return self._map[at + self._term_at[number] : at + self._term_at[number + 1] - 1]

    def find_term(self, field: str, text: str | bytes) -> int:
        """Return the number of a term, -1 where the segment does not have it."""
        known = self._found.get((field, text))
        if known is not None:
            return known
        sought = encode_term(text)
        number = self.seek_term(field, sought)
        after = self.fields.get(field, (0, 0))[1]
        if number >= after or self.term(number) != sought:
            number = -1
        if len(self._found) > _KNOWN_TERMS:
            self._found.clear()
        self._found[field, text] = number
        return number

    def seek_term(self, field: str, sought: bytes) -> int:
        """Return the number of the first term of `field` that is not before `sought`."""
        low, high = self.fields.get(field, (0, 0))
        term_at, whole, at = self._term_at, self._map, self._terms_at
        while low < high:
            middle = (low + high) // 2
            if whole[at + term_at[middle] : at + term_at[middle + 1] - 1] < sought:
                low = middle + 1
            else:
                high = middle
        return low

    def find_prefix(self, field: str, prefix: str | bytes) -> tuple[int, int]:
        """Return the range of the terms of `field` that begin with `prefix`."""
        sought = encode_term(prefix)
        first = self.seek_term(field, sought)
        return first, self.seek_term(field, sought + TERM_END)

    def list_terms(self, first: int, after: int) -> list[bytes]:
        """Return the terms of a range."""
        if first >= after:
            return []
        at = self._terms_at
        whole = self._map[at + self._term_at[first] : at + self._term_at[after] - 1]
        return whole.split(TERM_END)

    def terms_region(self, first: int, after: int) -> tuple[Any, int, int, Array]:
        """Return the mapped file, where the terms of a range lie in it, and where each begins."""
        begins = self.offsets("term_at")[first:after].astype(np.int64) + self._terms_at
        return (
            self._map,
            self._terms_at + self._term_at[first],
            (self._terms_at + self._term_at[after]),
            begins,
        )

    def span(self, first: int, after: int) -> slice:
        """Return where the postings of a range of terms lie."""
        return slice(self._post_at[first], self._post_at[after])

    def doc_frequency(self, number: int) -> int:
        """Return how many documents hold the term `number`, deleted ones too."""
        return int(self._post_at[number + 1] - self._post_at[number])

    def place_span(self, first: int, after: int) -> slice:
        """Return where the places of a range of terms lie."""
        return slice(self._place_at[first], self._place_at[after])

    def has_lengths(self, field: str) -> bool:
        """Return whether any document has a length in `field`."""
        return f"length.{field}" in self._file

    def lengths(self, field: str) -> Array:
        """Return the length of `field` in each document, as Whoosh's byte."""
        name = f"length.{field}"
        if name in self._file:
            return self._file.array(name)
        return np.zeros(self.doc_count, dtype="<u1")

    def column(self, name: str) -> Array:
        """Return one of COLUMNS for each document."""
        return self._file.array(f"column.{name}")

    def traits(self, field: str) -> Traits:
        """Return the terms of a field of ids by document, read from the postings once."""
        found = self._traits.get(field)
        if found is None:
            first, after = self.fields.get(field, (0, 0))
            docs = self.docs[self.span(first, after)]
            counts: Array = np.diff(self.offsets("post_at")[first : after + 1].astype(np.int64))
            kind = fit_unsigned(after - first)
            numbers = np.repeat(np.arange(1, after - first + 1, dtype=kind), counts)
            firsts = np.zeros(self.doc_count, dtype=kind)
            # Of a document that comes twice the value written last stays: its first term.
            firsts[docs[::-1]] = numbers[::-1]
            more = numbers != firsts[docs]
            found = self._traits[field] = Traits(firsts, docs[more], numbers[more])
        return found

    def stored(self, doc: int) -> dict[str, Any]:
        """Return what is stored of a document; values it does not have are missing."""
        at, base = self._row_at, self._rows_at
        return decode_stored(self._map[base + at[doc] : base + at[doc + 1]])

    @property
    def stored_at(self) -> Array:
        """Return where what is stored of each document begins, and the end of the last."""
        return self._file.array("stored_at")

    @property
    def stored_bytes(self) -> Array:
        """Return what is stored of all documents."""
        return self._file.array("stored")
