"""Segments hold what the analysis says, however they are gathered, sorted, cut and merged."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.search import flushing, gathering, merging
from desktop_app.search.analysis import BREAK, iter_keys
from desktop_app.search.codec import Storage
from desktop_app.search.fields import build_schema, make_document
from desktop_app.search.gathering import PieceBook
from desktop_app.search.index import SearchIndex
from desktop_app.search.merging import MAX_SEGMENTS, choose_merge, merge_segments
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord
from desktop_app.search.segment import Segment, decode_stored, encode_stored
from desktop_app.search.segment_file import DamagedSegment, fit_unsigned
from desktop_app.search.writing import IndexWriter, create_index

TEXTS = st.text(
    st.one_of(
        st.sampled_from("aăâđẩọ nguỵ-'’.,0158/ \n\t\u00a0\u202f\u0301\u0323\u00adນ້ຳທາไทย南\u2029_"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)


@settings(max_examples=200)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_gathered_keys_are_those_of_the_analysis(texts: list[str]) -> None:
    book, values = PieceBook(), gathering.TextValues()
    for doc, text in enumerate(texts):
        pieces = book.number(gathering.cut_text(text))
        values.pieces.fromlist(pieces)
        values.docs.append(doc)
        values.counts.append(len(pieces))
    arrays = [flushing.as_array(one) for one in (values.pieces, values.docs, values.counts)]
    keys, docs, places = (one.tolist() for one in book.expand(*arrays))
    found = [
        (doc, place, book.texts[key].decode())
        for key, doc, place in zip(keys, docs, places, strict=True)
    ]
    assert sorted(found) == sorted(
        (doc, key.position, key.text) for doc, text in enumerate(texts) for key in iter_keys(text)
    )


def list_postings(segment: Segment, gone: set[int] = frozenset()) -> dict[Any, Any]:  # type: ignore[assignment]
    """Return for each term, by stored id, the places in each document that is not gone."""
    found = {}
    for field, (first, after) in segment.fields.items():
        for number in range(first, after):
            span, places = segment.span(number, number + 1), segment.place_span(number, number + 1)
            rest = segment.places[places].tolist()
            kept = {}
            for doc, freq in zip(
                segment.docs[span].tolist(), segment.freqs[span].tolist(), strict=True
            ):
                taken, rest = rest[:freq], rest[freq:]
                if doc not in gone:
                    kept[segment.stored(doc)["id"]] = (freq, taken)
            assert rest == []
            if kept:
                found[field, segment.term(number)] = kept
    return found


def list_values(segment: Segment, gone: set[int] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
    """Return for each document that is not gone everything that belongs to it."""
    return {
        segment.stored(doc)["id"]: (
            segment.stored(doc),
            [int(segment.column(name)[doc]) for name in ("first_day", "last_day", "order")],
            {name: int(segment.lengths(name)[doc]) for name in ("content", "heading", "in_person")},
        )
        for doc in range(segment.doc_count)
        if doc not in gone
    }


def make_records(count: int, seed: int) -> list[IndexRecord]:
    chance = random.Random(seed)
    words = [f"từ{number}" for number in range(40)] + ["Pa-thét", "5.600", "ນ້ຳທາ"]
    return [
        IndexRecord(
            kind=chance.choice(("event", "excerpt")),
            id=f"exc-{seed}-{number}",
            title=" ".join(chance.choices(words, k=2)) if number % 3 else "",
            text=" ".join(chance.choices(words, k=chance.randrange(60))),
            earliest=chance.choice((None, "1962-04-15")),
            language=chance.choice(("vi", "")),
            extra={"person": chance.choice(words)} if number % 4 == 0 else {},
        )
        for number in range(count)
    ]


def write_segments(folder: Path, *batches: list[IndexRecord]) -> list[Segment]:
    storage, schema = Storage(folder), build_schema()
    create_index(storage, schema)
    writer = IndexWriter(storage, schema)
    for batch in batches:
        for record in batch:
            writer.add(record)
        writer._flush()
    segments = [storage.open_segment(one.segment_id()) for one in writer._segments]
    writer._close()
    return segments


def expect_postings(records: list[IndexRecord]) -> dict[Any, Any]:
    """Return what `list_postings` should find, read from the records."""
    found: dict[Any, Any] = {}
    for record in records:
        for field, value in make_document(record).items():
            if field in ("content", "heading", "in_person"):
                for key in iter_keys(value):
                    held = found.setdefault((field, key.text.encode()), {})
                    held.setdefault(record.id, []).append(key.position)
            elif field in ("owner", "kind", "language", "source_id", "cited"):
                for one in (value,) if isinstance(value, str) else value:
                    found.setdefault((field, one.encode()), {})[record.id] = None
    return {
        term: {
            one: (1, []) if places is None else (len(places), sorted(places))
            for one, places in held.items()
        }
        for term, held in found.items()
    }


@pytest.mark.parametrize("bits", [63, 8])
def test_a_segment_holds_what_the_records_say(tmp_path: Path, monkeypatch: Any, bits: int) -> None:
    # With few bits the keys are sorted another way, as those of very large batches are.
    monkeypatch.setattr(flushing, "_BITS", bits)
    records = make_records(80, 1)
    [segment] = write_segments(tmp_path, records)
    assert list_postings(segment) == expect_postings(records)
    terms = [segment.term(number) for number in range(segment.term_count)]
    for first, after in segment.fields.values():
        assert terms[first:after] == sorted(set(terms[first:after]))
        assert segment.list_terms(first, after) == terms[first:after]


@pytest.mark.parametrize("size", [1_000_000, 37])
def test_a_merge_keeps_everything_but_the_deleted(
    tmp_path: Path, monkeypatch: Any, size: int
) -> None:
    monkeypatch.setattr(merging, "_SLICE", size)
    batches = [make_records(count, seed) for seed, count in enumerate((50, 1, 30, 7))]
    segments = write_segments(tmp_path, *batches)
    gone = [{0, 3, 49}, set(), set(range(0, 30, 2)), set(range(7))]
    count = merge_segments(list(zip(segments, gone, strict=True)), tmp_path / "merged.seg")
    merged = Segment(tmp_path / "merged.seg")
    assert merged.doc_count == count == 47 + 1 + 15
    expected: dict[Any, Any] = {}
    values: dict[str, Any] = {}
    for segment, deleted in zip(segments, gone, strict=True):
        for term, held in list_postings(segment, deleted).items():
            expected.setdefault(term, {}).update(held)
        values |= list_values(segment, deleted)
    assert list_postings(merged) == expected
    assert list_values(merged) == values
    # Nothing is left of terms that only deleted documents had; lengths are those of the rest.
    assert {segment_term for _, segment_term in expected} == set(
        merged.list_terms(0, merged.term_count)
    )
    for field, total in merged.field_lengths.items():
        assert total == sum(
            freq
            for (name, _), held in expected.items()
            if name == field
            for freq, _ in held.values()
        )


def test_a_merge_of_nothing_but_deleted_documents_is_empty(tmp_path: Path) -> None:
    [segment] = write_segments(tmp_path, make_records(5, 1))
    assert merge_segments([(segment, range(5))], tmp_path / "merged.seg") == 0
    merged = Segment(tmp_path / "merged.seg")
    assert (merged.term_count, merged.doc_count) == (0, 0)


def test_a_document_moves_rarely_and_segments_stay_few() -> None:
    chance = random.Random(3)
    sizes, written, added = [(100_000, 0)], 0, 0
    for _ in range(3000):
        batch = chance.choice((1, 1, 1, 2, 40))
        added += batch
        sizes.append((batch, 0))
        while chosen := choose_merge(sizes):
            merged = sum(sizes[number][0] for number in chosen)
            written += merged
            sizes = [one for number, one in enumerate(sizes) if number not in chosen]
            sizes.append((merged, 0))
        assert len(sizes) <= MAX_SEGMENTS
    assert written < 100 * added


def test_a_segment_half_deleted_is_written_anew() -> None:
    assert choose_merge([(100, 29), (50, 0)]) == []
    assert choose_merge([(100, 31), (50, 0)]) == [0]


@given(st.text(max_size=20), st.integers(0, 10**9), st.none() | st.text("a1-", max_size=9))
def test_what_is_stored_comes_back(title: str, start: int, day: str | None) -> None:
    values = {"id": "exc-1", "kind": "event", "title": title, "start": start, "earliest": day}
    expected = {name: value for name, value in values.items() if value}
    assert decode_stored(encode_stored(values)) == expected


def test_a_text_of_any_length_is_indexed_whole(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    text = "đầu " + "giữa " * 200_000 + "Nặm Thà"
    index.rebuild([IndexRecord(kind="excerpt", id="exc-1", text=text)], uuid="u", change=1)
    assert index.search(Query(text='"nam tha"')).total == 1
    assert index.search(Query(text='"giua nam tha"')).total == 1
    assert index.search(Query(text='"dau nam"')).total == 0
    index.close()


def test_many_batches_are_one_segment(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(gathering, "BATCH_RECORDS", 20)
    monkeypatch.setattr(gathering, "_KNOWN_PIECES", 30)
    records = make_records(130, 5)
    index = SearchIndex(tmp_path / "index")
    index.rebuild(records, uuid="u", change=1)
    assert index._snapshot is not None
    [view] = index._snapshot.views
    assert list_postings(view.segment) == expect_postings(records)
    assert len(list(tmp_path.glob("index/generation-*/*.seg"))) == 1
    index.close()


@pytest.mark.parametrize("damage", ["empty", "cut", "head", "table", "garbage"])
def test_a_file_of_another_form_is_no_segment(tmp_path: Path, damage: str) -> None:
    write_segments(tmp_path, make_records(5, 1))
    [path] = tmp_path.glob("*.seg")
    content = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "cut": content[:-7],
            "head": b"x" + content[1:],
            "table": content[:-60] + b"{" * 44 + content[-16:],
            "garbage": bytes(range(256)) * 4,
        }[damage]
    )
    with pytest.raises(DamagedSegment):
        Segment(path)


def test_numbers_take_the_room_they_need() -> None:
    assert [fit_unsigned(n) for n in (0, 255, 256, 65_535, 65_536, 1 << 32)] == [
        "<u1", "<u1", "<u2", "<u2", "<u4", "<i8",
    ]  # fmt: skip


def test_breaks_are_pieces_of_their_own() -> None:
    assert gathering.cut_text(f"a{BREAK}b\nc") == ["a", BREAK, "b", "c"]
