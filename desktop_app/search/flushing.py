"""Turns a batch of records into a segment: one number for each key of each text, one sort.

The number holds term, document and place, so that sorting it sorts by all three.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.util.numeric import byte_to_length

from desktop_app.search.gathering import Batch, IdValues, PieceBook, TextValues
from desktop_app.search.segment import COLUMNS, TERM_END
from desktop_app.search.segment_file import Array, SegmentFileWriter, fit_offsets, fit_unsigned

#: The length that each of Whoosh's bytes stands for.
BYTE_LENGTHS = np.array([byte_to_length(code) for code in range(256)], dtype=np.int64)

_BITS = 63


@dataclass(slots=True)
class Postings:
    """The postings of one field: its terms in order and, in the order of terms, all the rest."""

    terms: list[bytes]
    counts: Array
    docs: Array
    freqs: Array
    places: Array
    #: How many keys each document has; none for fields of ids, which have no length.
    lengths: Array


def write_batch(batch: Batch, path: Path) -> None:
    """Write `batch` as a segment into the new file at `path`."""
    found: dict[str, Postings] = {}
    for name in sorted((*batch.texts, *batch.ids)):
        if name in batch.texts:
            postings = sort_texts(batch.book, batch.texts[name], batch.doc_count)
        else:
            postings = sort_ids(batch.ids[name])
        if postings.terms:
            found[name] = postings
    columns = {name: np.asarray(values) for name, values in batch.columns.items()}
    _write(path, found, columns, batch.stored, batch.doc_count)


def sort_texts(book: PieceBook, values: TextValues, doc_count: int) -> Postings:
    """Return the postings of a field of words."""
    keys, docs, places = book.expand(
        as_array(values.pieces), as_array(values.docs), as_array(values.counts)
    )
    lengths = np.bincount(docs, minlength=doc_count)
    terms, ranks = _rank_terms(book.texts, keys)
    counts, docs, freqs, places = _sort_keys(ranks, docs, places, len(terms))
    return Postings(terms, counts, docs, freqs, places, lengths)


def _sort_keys(
    terms: Array, docs: Array, places: Array, term_count: int
) -> tuple[Array, Array, Array, Array]:
    """Return counts, documents, frequencies and places of the postings of these keys."""
    place_bits = int(places.max(initial=0)).bit_length()
    doc_bits = int(docs.max(initial=0)).bit_length()
    posts = (terms << doc_bits) | docs
    if term_count.bit_length() + doc_bits + place_bits > _BITS:
        # Documents and, for each term, places ascend already: a stable sort keeps them so.
        order = np.argsort(terms, kind="stable")
        posts, places = posts.take(order), places.take(order)
    else:
        posts <<= place_bits
        posts |= places
        posts.sort()
        places = posts & ((1 << place_bits) - 1)
        posts >>= place_bits
    begins = np.ones(len(posts), dtype=bool)
    np.not_equal(posts[1:], posts[:-1], out=begins[1:])
    first = np.flatnonzero(begins)
    freqs = np.diff(first, append=len(posts))
    posts = posts.take(first)
    counts = np.bincount(posts >> doc_bits, minlength=term_count)
    return counts, posts & ((1 << doc_bits) - 1), freqs, places


def sort_ids(values: IdValues) -> Postings:
    """Return the postings of a field of ids."""
    terms, ranks = _rank_terms(values.book.texts, as_array(values.terms))
    docs = as_array(values.docs)[np.argsort(ranks, kind="stable")]
    counts = np.bincount(ranks, minlength=len(terms))
    empty = np.zeros(0, dtype=np.int64)
    return Postings(terms, counts, docs, np.ones(len(docs), dtype=np.uint8), empty, empty)


def _rank_terms(texts: list[bytes], numbers: Array) -> tuple[list[bytes], Array]:
    """Return those of `texts` that have one of `numbers`, in order, and the place of each."""
    used = np.zeros(len(texts), dtype=bool)
    used[numbers] = True
    order = sorted(np.flatnonzero(used).tolist(), key=texts.__getitem__)
    rank = np.zeros(len(texts), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return [texts[number] for number in order], rank.take(numbers)


def encode_lengths(lengths: Array) -> Array:
    """Return each length as the byte that Whoosh would store: logarithmic, 255 at the most."""
    return np.minimum(np.searchsorted(BYTE_LENGTHS, lengths), 255).astype(np.uint8)


def _write(
    path: Path,
    found: Mapping[str, Postings],
    columns: Mapping[str, Array],
    stored: list[bytes],
    doc_count: int,
) -> None:
    """Write everything of a segment."""
    fields, terms = {}, list[bytes]()
    for name, postings in found.items():
        fields[name] = (len(terms), len(terms) + len(postings.terms))
        terms.extend(postings.terms)
    blob = TERM_END + TERM_END.join((*terms, b"")) if terms else TERM_END
    widths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms)) + 1
    parts = list(found.values())
    # How many places each term has: none where the field keeps no places.
    places = [
        np.add.reduceat(p.freqs, np.cumsum(p.counts) - p.counts)
        if len(p.places)
        else np.zeros(len(p.terms), dtype=np.int64)
        for p in parts
    ]
    arrays: dict[str, Array] = {
        "term_at": 1 + sum_offsets(widths),
        "post_at": sum_offsets(_join([p.counts for p in parts])),
        "place_at": sum_offsets(_join(places)),
        "docs": _join([p.docs for p in parts]),
        "freqs": _join([p.freqs for p in parts]),
        "places": _join([p.places for p in parts]),
        "stored_at": sum_offsets(np.fromiter(map(len, stored), np.int64, count=len(stored))),
        **{f"column.{name}": values for name, values in columns.items()},
        **{f"length.{n}": encode_lengths(p.lengths) for n, p in found.items() if len(p.lengths)},
    }
    sections = {name: (_choose_type(name, values), len(values)) for name, values in arrays.items()}
    record = b"".join(stored)
    sections |= {"terms": ("<u1", len(blob)), "stored": ("<u1", len(record))}
    writer = SegmentFileWriter(path, sections)
    try:
        for name, values in arrays.items():
            writer.put(name, values)
        writer.put("terms", blob)
        writer.put("stored", record)
        lengths = {n: int(p.lengths.sum()) for n, p in found.items() if len(p.lengths)}
        writer.finish({"docs": doc_count, "fields": fields, "lengths": lengths})
    except BaseException:
        writer.abandon()
        raise


def sum_offsets(counts: Array) -> Array:
    """Return where each of `counts` things in a row begins, and where the last one ends."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _choose_type(name: str, values: Array) -> str:
    """Return the type in which the array `name` is stored."""
    if name == "docs":
        return "<i4"
    if name.startswith("column."):
        return COLUMNS[name.removeprefix("column.")][0]
    if name.endswith("_at"):
        return fit_offsets(int(values[-1]))
    return fit_unsigned(int(values.max(initial=0)))


def _join(parts: list[Array]) -> Array:
    """Return `parts` in one array, empty where there are none."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def as_array(values: array[int]) -> Array:
    """Return the numbers of `values`, which must not grow meanwhile."""
    return np.frombuffer(values, dtype=np.dtype(values.typecode)) if values else np.zeros(0, int)
