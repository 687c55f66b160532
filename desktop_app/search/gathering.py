"""Collects the keys of many records in arrays, to be sorted all at once.

A text is cut at its spaces; no word or number reaches across one and nothing is joined across
one, so the keys of each piece are the same wherever it stands, and are looked for only once
(test_gathered_keys_are_those_of_the_analysis).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from desktop_app.search.analysis import BREAK, read_piece
from desktop_app.search.segment import COLUMNS, encode_stored, encode_term
from desktop_app.search.segment_file import Array

#: A batch is written when it has one of these.
BATCH_RECORDS = 50_000
BATCH_PIECES = 1_500_000
#: Pieces remembered from one batch to the next, and from one change of the index to the next:
#: their number and their length in code points.
_KNOWN_PIECES = 400_000
_KNOWN_LENGTH = 8_000_000
_KEPT_PIECES = 40_000
_KEPT_LENGTH = 800_000

_OWN_PIECE = f" {BREAK} "
_ENDINGS = ",.;:!?)]”»…"


class Numbers(dict[str, int]):
    """Numbers by text; that of a new text is made by `make` when it is first asked for."""

    def __init__(self, make: Callable[[str], int]) -> None:
        """Start without texts."""
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> int:
        """Return the number of a new text."""
        number = self[text] = self._make(text)
        return number


class TermBook:
    """Numbers terms by their text, and keeps them as they are stored."""

    def __init__(self) -> None:
        """Start without terms."""
        self.texts: list[bytes] = []
        self.numbers = Numbers(self._add)

    def _add(self, text: str) -> int:
        self.texts.append(encode_term(text))
        return len(self.texts) - 1


class PieceBook:
    """Numbers pieces of text, and keeps the keys of each."""

    def __init__(self) -> None:
        """Start without pieces."""
        self._numbers = Numbers(self._read)
        self._terms = TermBook()
        self._first = array("q")
        self._count = array("i")
        self._advance = array("i")
        self._key = array("i")
        self._place = array("i")
        self._length = 0

    @property
    def texts(self) -> list[bytes]:
        """Return the texts of all keys, each at its number."""
        return self._terms.texts

    def number(self, pieces: list[str]) -> list[int]:
        """Return the numbers of `pieces`; new ones are read first."""
        return list(map(self._numbers.__getitem__, pieces))

    def _read(self, piece: str) -> int:
        """Return the number of a new `piece`, with its keys read."""
        bare = piece.rstrip(_ENDINGS)
        if bare != piece and bare.isalpha():
            # A mark after a word is no part of it: the piece is the word again.
            return self._numbers[bare]
        keys, advance = read_piece(piece)
        number = len(self._first)
        self._first.append(len(self._key))
        self._length += len(piece)
        for text, place in keys:
            self._key.append(self._terms.numbers[text])
            self._place.append(place)
        self._count.append(len(self._key) - self._first[-1])
        self._advance.append(advance)
        return number

    @property
    def is_full(self) -> bool:
        """Return whether it is time to forget the pieces."""
        return len(self._numbers) > _KNOWN_PIECES or self._length > _KNOWN_LENGTH

    @property
    def is_large(self) -> bool:
        """Return whether the pieces take more room than is right between two changes."""
        return len(self._numbers) > _KEPT_PIECES or self._length > _KEPT_LENGTH

    def expand(self, pieces: Array, docs: Array, counts: Array) -> tuple[Array, Array, Array]:
        """Return key, document and place of each key of `pieces`, `counts` of them a document."""
        if not len(pieces):
            return pieces, pieces, pieces
        first = np.frombuffer(self._first, dtype=np.int64)[pieces]
        count = np.frombuffer(self._count, dtype=np.int32)[pieces].astype(np.int64)
        advance = np.frombuffer(self._advance, dtype=np.int32)[pieces].astype(np.int64)
        begins = np.cumsum(advance) - advance
        starts = np.cumsum(counts) - counts
        begins -= np.repeat(begins[starts], counts)
        if not len(self._key):
            return first[:0], first[:0], first[:0]
        at = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())
        keys = np.frombuffer(self._key, dtype=np.int32)[at]
        places = np.frombuffer(self._place, dtype=np.int32)[at] + np.repeat(begins, count)
        return keys, np.repeat(np.repeat(docs, counts), count), places


@dataclass(slots=True)
class TextValues:
    """The pieces of one field of words in a batch: all of a document's, then the next one's."""

    pieces: array[int] = field(default_factory=lambda: array("i"))
    docs: array[int] = field(default_factory=lambda: array("i"))
    counts: array[int] = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class IdValues:
    """The values of one field of ids: each document and, beside it, the number of a term."""

    docs: array[int] = field(default_factory=lambda: array("i"))
    terms: array[int] = field(default_factory=lambda: array("i"))
    book: TermBook = field(default_factory=TermBook)

    def add(self, doc: int, value: str | tuple[str, ...]) -> None:
        """Add the terms of a document, each once."""
        numbers = self.book.numbers
        if isinstance(value, str):
            self.docs.append(doc)
            self.terms.append(numbers[value])
            return
        for term in dict.fromkeys(value):
            self.docs.append(doc)
            self.terms.append(numbers[term])


class Batch:
    """The records of one segment to come."""

    def __init__(self, book: PieceBook, text_fields: list[str], id_fields: list[str]) -> None:
        """Collect values of these fields; `book` may know pieces from earlier batches."""
        self.book = book
        self.doc_count = 0
        self.texts = {name: TextValues() for name in text_fields}
        self.ids = {name: IdValues() for name in id_fields}
        self.columns = {name: array("i") for name in COLUMNS}
        self.stored: list[bytes] = []
        self._pieces = 0

    @property
    def is_full(self) -> bool:
        """Return whether the batch is to be written before more is added."""
        return self.doc_count >= BATCH_RECORDS or self._pieces >= BATCH_PIECES

    def add(self, values: dict[str, Any]) -> None:
        """Add one document, as `fields.make_document` gives it."""
        doc = self.doc_count
        for name in self.texts.keys() & values.keys():
            held = self.texts[name]
            pieces = self.book.number(cut_text(values[name]))
            held.pieces.fromlist(pieces)
            held.docs.append(doc)
            held.counts.append(len(pieces))
            self._pieces += len(pieces)
        for name in self.ids.keys() & values.keys():
            self.ids[name].add(doc, values[name])
        for name, column in self.columns.items():
            column.append(values.get(name, COLUMNS[name][1]))
        self.stored.append(encode_stored(values))
        self.doc_count += 1


def cut_text(text: str) -> list[str]:
    """Return the pieces of `text` between its spaces and line ends."""
    return text.replace("\n", " ").replace(BREAK, _OWN_PIECE).split(" ")
