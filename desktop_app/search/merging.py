"""Merges segments into one, a slice of terms at a time, so that its size costs no memory.

Terms are sorted alike in every segment: a slice of the merged terms is a slice of each segment's
own, and the postings of each are moved as they lie. Deleted documents are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np

from desktop_app.search.docsets import spread
from desktop_app.search.flushing import sum_offsets
from desktop_app.search.segment import COLUMNS, TERM_END, Segment
from desktop_app.search.segment_file import Array, SegmentFileWriter, fit_offsets, fit_unsigned

#: More segments than this are not kept: a search looks into each.
MAX_SEGMENTS = 4
#: A segment with this share of its documents deleted is written anew.
DELETED_SHARE = 0.3

#: Postings and documents moved at a time.
_SLICE = 1_000_000


@dataclass(slots=True)
class Part:
    """A segment to be merged: the new number of each of its documents, -1 for deleted ones.

    `terms` is the new number of each of its terms.
    """

    segment: Segment
    docs: Array
    terms: Array

    def kept_counts(self) -> tuple[Array, Array]:
        """Return how many postings and places each of its terms keeps."""
        posts = np.diff(self.segment.offsets("post_at").astype(np.int64))
        places = np.diff(self.segment.offsets("place_at").astype(np.int64))
        if (self.docs >= 0).all():
            return posts, places
        for first, after in _slice_terms(self.segment.offsets("post_at")):
            terms, docs, freqs = _read_posts(self, first, after)
            kept = docs >= 0
            posts[first:after] = np.bincount(terms[kept], minlength=after - first)
            has_places = places[first:after] > 0
            weights = np.bincount(terms[kept], weights=freqs[kept], minlength=after - first)
            places[first:after] = np.where(has_places, weights, 0)
            self.segment.forget_pages()
        return posts, places


def choose_merge(sizes: Sequence[tuple[int, int]]) -> list[int]:
    """Return which segments to merge, given the documents and the deleted ones of each.

    The smallest first and then each that is at most twice as large as those before together:
    so a document is moved again only when its segment has grown by half.
    """
    if len(sizes) <= MAX_SEGMENTS:
        return [
            number
            for number, (docs, deleted) in enumerate(sizes)
            if deleted and deleted >= DELETED_SHARE * docs
        ]
    order = sorted(range(len(sizes)), key=lambda number: sizes[number][0] - sizes[number][1])
    chosen, total = order[:2], sum(sizes[n][0] - sizes[n][1] for n in order[:2])
    for number in order[2:]:
        live = sizes[number][0] - sizes[number][1]
        if live > 2 * total:
            break
        chosen.append(number)
        total += live
    return sorted(chosen)


def merge_segments(segments: Sequence[tuple[Segment, Iterable[int]]], path: Path) -> int:
    """Write `segments`, each with its deleted documents, as one at `path`; return its size."""
    merged, mappings = _merge_terms([segment for segment, _ in segments])
    parts, doc_count = [], 0
    for (segment, deleted), mapping in zip(segments, mappings, strict=True):
        docs, doc_count = _number_docs(segment, deleted, doc_count)
        parts.append(Part(segment, docs, mapping))
    counts = [part.kept_counts() for part in parts]
    fields, terms, posts, places = _drop_unused(merged, parts, counts)
    blob = TERM_END + TERM_END.join((*terms, b"")) if terms else TERM_END
    arrays = {
        "term_at": 1 + sum_offsets(np.fromiter(map(len, terms), np.int64, len(terms)) + 1),
        "post_at": sum_offsets(posts),
        "place_at": sum_offsets(places),
        "stored_at": sum_offsets(_join_lengths(parts)),
    }
    sections = _lay_out(parts, arrays, len(blob), doc_count)
    writer = SegmentFileWriter(path, sections)
    try:
        for name, values in arrays.items():
            writer.put(name, values)
        writer.put("terms", blob)
        _move_postings(writer, parts, counts, arrays, sections)
        _move_values(writer, parts, sections)
        # The length of a field in a document is the number of its keys, each in its place.
        at = arrays["place_at"]
        lengths = {name: int(at[after] - at[first]) for name, (first, after) in fields.items()}
        lengths = {name: total for name, total in lengths.items() if total}
        writer.finish({"docs": doc_count, "fields": fields, "lengths": lengths})
    except BaseException:
        writer.abandon()
        raise
    return doc_count


def _merge_terms(segments: Sequence[Segment]) -> tuple[dict[str, list[bytes]], list[Array]]:
    """Return the terms of each field in any segment, and the new number of each old term."""
    names = sorted({name for segment in segments for name in segment.fields})
    mappings = [np.zeros(segment.term_count, dtype=np.int64) for segment in segments]
    fields: dict[str, list[bytes]] = {}
    count = 0
    for name in names:
        ranges = [segment.fields.get(name, (0, 0)) for segment in segments]
        lists = [s.list_terms(*found) for s, found in zip(segments, ranges, strict=True)]
        merged = sorted(set[bytes]().union(*lists))
        rank = {term: number for number, term in enumerate(merged, count)}
        for mapping, terms, (first, after) in zip(mappings, lists, ranges, strict=True):
            mapping[first:after] = np.fromiter(map(rank.__getitem__, terms), np.int64, len(terms))
        fields[name] = merged
        count += len(merged)
    return fields, mappings


def _drop_unused(
    merged: dict[str, list[bytes]], parts: list[Part], counts: list[tuple[Array, Array]]
) -> tuple[dict[str, tuple[int, int]], list[bytes], Array, Array]:
    """Return fields, terms, and postings and places of each, of what is still used.

    Numbers the terms of `parts` anew; unused ones get the number of one before them.
    """
    total = sum(map(len, merged.values()))
    posts, places = np.zeros(total, dtype=np.int64), np.zeros(total, dtype=np.int64)
    for part, (own_posts, own_places) in zip(parts, counts, strict=True):
        posts[part.terms] += own_posts
        places[part.terms] += own_places
    used = posts > 0
    numbers = np.cumsum(used) - 1
    for part in parts:
        part.terms = numbers[part.terms]
    fields: dict[str, tuple[int, int]] = {}
    terms: list[bytes] = []
    first = 0
    for name, texts in merged.items():
        kept = list(compress(texts, used[first : first + len(texts)].tolist()))
        first += len(texts)
        if kept:
            fields[name] = (len(terms), len(terms) + len(kept))
            terms.extend(kept)
    return fields, terms, posts[used], places[used]


def _number_docs(segment: Segment, deleted: Iterable[int], first: int) -> tuple[Array, int]:
    """Return the new numbers of a segment's documents from `first` on, and the next free one."""
    kept = np.ones(segment.doc_count, dtype=bool)
    kept[list(deleted)] = False
    numbers = np.where(kept, np.cumsum(kept) - 1 + first, -1)
    return numbers, first + int(kept.sum())


def _lay_out(
    parts: list[Part], arrays: dict[str, Array], blob: int, doc_count: int
) -> dict[str, tuple[str, int]]:
    """Return type and length of every section of the merged segment."""
    freqs = max((_find_most(part.segment) for part in parts), default=0)
    places = max((p.segment.places.dtype.itemsize for p in parts), default=1)
    lengths = {
        f"length.{name}"
        for part in parts
        for name in part.segment.field_lengths
        if part.segment.has_lengths(name)
    }
    return {
        **{name: (fit_offsets(int(values[-1])), len(values)) for name, values in arrays.items()},
        "terms": ("<u1", blob),
        "docs": ("<i4", int(arrays["post_at"][-1])),
        "freqs": (fit_unsigned(freqs), int(arrays["post_at"][-1])),
        "places": (f"<u{places}" if places < 8 else "<i8", int(arrays["place_at"][-1])),
        "stored": ("<u1", int(arrays["stored_at"][-1])),
        **{f"column.{name}": (kind, doc_count) for name, (kind, _) in COLUMNS.items()},
        **dict.fromkeys(sorted(lengths), ("<u1", doc_count)),
    }


def _find_most(segment: Segment) -> int:
    """Return how often any term stands in one document at most."""
    most = int(segment.freqs.max(initial=0))
    segment.forget_pages()
    return most


def _move_postings(
    writer: SegmentFileWriter,
    parts: list[Part],
    counts: list[tuple[Array, Array]],
    arrays: dict[str, Array],
    sections: dict[str, tuple[str, int]],
) -> None:
    """Write documents, frequencies and places of all postings, a slice of terms at a time."""
    for first, after in _slice_terms(arrays["post_at"], arrays["place_at"]):
        posts_at, places_at = arrays["post_at"][first:after], arrays["place_at"][first:after]
        begin = int(arrays["post_at"][first]), int(arrays["place_at"][first])
        sizes = int(arrays["post_at"][after]) - begin[0], int(arrays["place_at"][after]) - begin[1]
        docs = np.zeros(sizes[0], dtype=sections["docs"][0])
        freqs = np.zeros(sizes[0], dtype=sections["freqs"][0])
        places = np.zeros(sizes[1], dtype=sections["places"][0])
        next_post, next_place = posts_at - begin[0], places_at - begin[1]
        for part, (own_posts, own_places) in zip(parts, counts, strict=True):
            low, high = np.searchsorted(part.terms, (first, after))
            if low == high:
                continue
            used = own_posts[low:high] > 0
            at = part.terms[low:high][used] - first
            moved_posts, moved_places = own_posts[low:high][used], own_places[low:high][used]
            new_docs, new_freqs, new_places = _read_kept(part, int(low), int(high))
            target = spread(next_post[at], moved_posts)
            docs[target], freqs[target] = new_docs, new_freqs
            places[spread(next_place[at], moved_places)] = new_places
            next_post[at] += moved_posts
            next_place[at] += moved_places
            part.segment.forget_pages()
        writer.put("docs", docs, begin[0])
        writer.put("freqs", freqs, begin[0])
        writer.put("places", places, begin[1])


def _slice_terms(*offsets: Array) -> list[tuple[int, int]]:
    """Return ranges of terms, each of about _SLICE postings, places or terms, or one term."""
    count = len(offsets[0]) - 1
    ranges, first = [], 0
    while first < count:
        ends = [int(np.searchsorted(at, int(at[first]) + _SLICE, side="right")) for at in offsets]
        after = max(first + 1, min(min(ends) - 1, first + _SLICE, count))
        ranges.append((first, after))
        first = after
    return ranges


def _read_posts(part: Part, first: int, after: int) -> tuple[Array, Array, Array]:
    """Return the postings of a range of terms: term from `first` on, new document, frequency."""
    segment = part.segment
    span = segment.span(first, after)
    counts: Array = np.diff(segment.offsets("post_at")[first : after + 1].astype(np.int64))
    return (
        np.repeat(np.arange(after - first), counts),
        part.docs.take(segment.docs[span]),
        segment.freqs[span],
    )


def _read_kept(part: Part, first: int, after: int) -> tuple[Array, Array, Array]:
    """Return documents, frequencies and places of a range of terms, without deleted documents."""
    segment = part.segment
    terms, docs, freqs = _read_posts(part, first, after)
    places = segment.places[segment.place_span(first, after)]
    kept = docs >= 0
    if kept.all():
        return docs, freqs, places
    per_term: Array = np.diff(segment.offsets("place_at")[first : after + 1].astype(np.int64))
    placed = np.where(per_term[terms] > 0, freqs, 0)
    return docs[kept], freqs[kept], places[np.repeat(kept, placed)]


def _join_lengths(parts: list[Part]) -> Array:
    """Return the length of what is stored of each document that is kept."""
    return np.concatenate(
        [np.diff(p.segment.stored_at.astype(np.int64))[p.docs >= 0] for p in parts]
    )


def _move_values(
    writer: SegmentFileWriter, parts: list[Part], sections: dict[str, tuple[str, int]]
) -> None:
    """Write what belongs to documents."""
    stored = document = 0
    for part in parts:
        segment, kept = part.segment, part.docs >= 0
        for name in COLUMNS:
            writer.put(f"column.{name}", segment.column(name)[kept], document)
        for name in sections:
            if name.startswith("length."):
                writer.put(name, segment.lengths(name.removeprefix("length."))[kept], document)
        document += int(kept.sum())
        stored += _move_stored(writer, segment, kept, stored)
        segment.forget_pages()


def _move_stored(writer: SegmentFileWriter, segment: Segment, kept: Array, first: int) -> int:
    """Write what is stored of the kept documents of one segment; return how many bytes."""
    at = segment.stored_at.astype(np.int64)
    done = 0
    for low, high in _slice_terms(segment.stored_at):
        piece = segment.stored_bytes[int(at[low]) : int(at[high])]
        wanted = np.repeat(kept[low:high], np.diff(at[low : high + 1]))
        found = piece[wanted]
        writer.put("stored", found, first + done)
        done += len(found)
    return done
