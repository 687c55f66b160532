"""Pages, counts, near words and patterns are what a plain reading of everything gives."""

from __future__ import annotations

import fnmatch
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.docsets import contains, intersect, spread, subtract, unite
from desktop_app.search.index import SearchIndex
from desktop_app.search.lexicon import find_near, find_pattern, measure_changes
from desktop_app.search.query import Query, SearchAbandoned
from desktop_app.search.ranking import Found, pick_page
from desktop_app.search.records import FACETS, IndexRecord

SIZE = 3000
SETS = st.sets(st.integers(0, SIZE - 1), max_size=60).map(sorted)


def docs(numbers: Iterable[int]) -> Any:
    return np.asarray(sorted(numbers), dtype=np.int32)


@given(SETS, SETS, SETS, st.booleans())
def test_sets_are_sets(a: list[int], b: list[int], c: list[int], large: bool) -> None:
    # Large sets are compared by flags, small ones by looking up.
    extra = set(range(0, SIZE, 2)) if large else set()
    sets = [set(a) | extra, set(b), set(c) | extra]
    arrays = [docs(one) for one in sets]
    assert intersect(arrays, SIZE).tolist() == sorted(set.intersection(*sets))
    assert unite(arrays, SIZE).tolist() == sorted(set.union(*sets))
    assert subtract(arrays[0], arrays[1], SIZE).tolist() == sorted(sets[0] - sets[1])
    assert contains(arrays[0], arrays[1], SIZE).tolist() == [n in sets[1] for n in sorted(sets[0])]
    assert contains(arrays[1], arrays[0], SIZE).tolist() == [n in sets[0] for n in sorted(sets[1])]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 5)), max_size=9))
def test_spread_numbers_things_in_a_row(rows: list[tuple[int, int]]) -> None:
    begins, counts = (np.asarray([row[n] for row in rows], dtype=np.int64) for n in (0, 1))
    expected = [begin + n for begin, count in rows for n in range(count)]
    assert spread(begins, counts).tolist() == expected


class OneSegment:
    """Stands in for a segment: only its column of orders is looked at."""

    def __init__(self, orders: list[int]) -> None:
        self.orders = np.asarray(orders, dtype=np.uint8)

    @property
    def segment(self) -> OneSegment:
        return self

    def column(self, _name: str) -> Any:
        return self.orders


HITS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 1.0000004, 1.000002, 2.5, 900.0]),
        st.booleans(),
        st.booleans(),
        st.integers(0, 16),
    ),
    max_size=30,
)


@given(st.lists(HITS, max_size=3), st.integers(0, 40), st.integers(0, 12), st.booleans())
def test_a_page_is_a_page_of_all_in_order(
    segments: list[list[tuple[float, bool, bool, int]]], first: int, limit: int, dated: bool
) -> None:
    found, rows, base = [], [], 0
    for hits in segments:
        scores, typed, exact, orders = (list(one) for one in zip(*hits, strict=True)) if hits else (
            [], [], [], []
        )  # fmt: skip
        exact = [a and b for a, b in zip(exact, typed, strict=True)]
        view: Any = OneSegment(orders)
        found.append(
            Found(view, docs(range(len(hits))), np.array(scores, float), np.array(typed, bool),
                  np.array(exact, bool))
        )  # fmt: skip
        for at, (score, order) in enumerate(zip(scores, orders, strict=True)):
            tier = 0 if exact[at] else 1 if typed[at] else 2
            wide, kind = divmod(order, 10)
            rows.append((tier, wide if dated else 0, -round(score, 6), kind, base + at))
        base += len(hits)
    begins = np.cumsum([0, *(len(one.docs) for one in found)])
    page = [
        int(begins[next(n for n, one in enumerate(found) if one is owner)]) + at
        for owner, at in pick_page(found, first, limit, dated)
    ]
    assert page == [row[-1] for row in sorted(rows)][first : first + limit]


WORDS = ["nam", "năm", "nặm", "man", "nan", "name", "ame", "am", "tha", "南塔", "南", "ນ້ຳທາ",
         "naming", "x" * 40, "n", "na-m", "n*m", "n[m]", "5.600"]  # fmt: skip


@pytest.fixture
def lexicon(make_index: Callable[..., SearchIndex]) -> Any:
    index = make_index(
        IndexRecord(kind="event", id=f"evt-{n}", sources=(word,)) for n, word in enumerate(WORDS)
    )
    assert index._snapshot is not None
    return index._snapshot.views[0].segment


def count_changes(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for n, x in enumerate(a, 1):
        before, row[0] = row[0], n
        for m, y in enumerate(b, 1):
            before, row[m] = row[m], min(before + (x != y), row[m] + 1, row[m - 1] + 1)
    return row[-1]


@pytest.mark.parametrize("changes", [0, 1, 2])
@pytest.mark.parametrize("same", [0, 1, 2])
@pytest.mark.parametrize("text", [*WORDS, "nma", "", "塔", "naaming", "zzz"])
def test_near_words(lexicon: Any, text: str, changes: int, same: int) -> None:
    found = {
        lexicon.term(int(n)).decode() for n in find_near(lexicon, "source_id", text, changes, same)
    }
    assert found == {
        word
        for word in WORDS
        if count_changes(word, text) <= changes and word.startswith(text[:same])
    }


@given(
    st.lists(st.text("abcă南", max_size=7), min_size=1, max_size=6), st.text("abcă南", max_size=7)
)
def test_changes_are_counted_as_for_one_word(words: list[str], text: str) -> None:
    most = max(abs(len(word) - len(text)) for word in words) + 1
    lengths = np.asarray([len(word) for word in words])
    codes = np.zeros((len(words), max(lengths)), dtype=np.int32)
    for row, word in enumerate(words):
        codes[row, : len(word)] = [ord(letter) for letter in word]
    counted = measure_changes(codes, lengths, text, most).tolist()
    assert counted == [min(count_changes(word, text), most + 1) for word in words]


@pytest.mark.parametrize(
    "pattern", ["n*", "*m", "n?m", "*a*", "???", "?", "*", "n**m", "南?", "*塔", "ນ*", "n*m*g",
                "x*x", "na-m", "5.6*", "z*", "a.e", "n*i?g"]
)  # fmt: skip
def test_patterns(lexicon: Any, pattern: str) -> None:
    found = {lexicon.term(int(n)).decode() for n in find_pattern(lexicon, "source_id", pattern)}
    wanted = re.compile(fnmatch.translate(pattern))
    assert found == {word for word in WORDS if wanted.match(word)}


def make_dated(count: int) -> list[IndexRecord]:
    chance = random.Random(count)
    return [
        IndexRecord(
            kind=chance.choice(("event", "claim", "document")),
            id=f"evt-{number}",
            text=chance.choice(("nam", "nam tha", "lao")),
            language=chance.choice(("vi", "en-GB", "")),
            sources=chance.choice(((), ("src-1",), ("src-2", "src-1"), ("src-2", "src-2"))),
            entities=tuple(chance.sample(("ent-1", "ent-2", "ent-3"), chance.randrange(4))),
            property=chance.choice(("killed", "")),
            is_cited=chance.choice((True, False, None)),
            earliest=chance.choice(("1962-04-15", "1962-05-01", "1951-12-31", "-0044-03-15", None)),
            latest=chance.choice(("1962-06-01", None)),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("many", [1_000_000, 10])
def test_facets_count_all_that_was_found(
    make_index: Callable[..., SearchIndex], monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("desktop_app.search.facets._MANY_PERIODS", many)
    records = make_dated(90)
    index = make_index(records[:60])
    index.update(delete=["evt-3", "evt-4"], add=records[60:], change=2)
    kept = [one for one in records if one.id not in ("evt-3", "evt-4") and "nam" in one.text]
    found = index.search(Query(text="nam", limit=3, facets=FACETS))
    assert (found.total, len(found.hits)) == (len(kept), 3)
    assert found.facets.keys() == set(FACETS)
    for name in FACETS:
        assert Counter(dict(found.facets[name])) == Counter(
            value for one in kept for value in list_values(one, name)
        )
    assert [value for value, _ in found.facets["month"]] == [
        "-0044-03", "1951-12", "1962-04", "1962-05"
    ]  # fmt: skip
    assert [value for value, _ in found.facets["kind"]] == ["event", "claim", "document"]
    assert index.search(Query(text="nam")).facets == {}
    every = [(name, value) for name in FACETS for value, _ in found.facets[name]]
    for chosen in (*combinations(every, 1), *combinations(every, 2), *combinations(every, 3)):
        left = index.search(Query(text="nam", limit=100, chosen=frozenset(chosen)))
        wanted = {name: {value for facet, value in chosen if facet == name} for name, _ in chosen}
        assert {hit.id for hit in left.hits} == {
            one.id
            for one in kept
            if all(values & list_values(one, name) for name, values in wanted.items())
        }
        assert left.found == len(kept)


def list_values(record: IndexRecord, facet: str) -> set[str]:
    """Return the values of a facet that a record has, read from the record."""
    month = record.earliest.rpartition("-")[0] if record.earliest else ""
    said = {
        "month": (month,),
        "decade": (f"{int(month[:-3]) // 10:03d}",) if month else (),
        "kind": (record.kind,),
        "source": record.sources,
        "language": (record.language.partition("-")[0],),
        "entity": record.entities,
        "property": (record.property,),
        "cited": {None: (), True: ("cited",), False: ("not cited",)}[record.is_cited],
    }
    return {value for value in said[facet] if value}


def test_a_search_that_nobody_waits_for_is_given_up(make_index: Callable[..., SearchIndex]) -> None:
    index = make_index(make_dated(30))
    with pytest.raises(SearchAbandoned):
        index.search(Query(text="nam"), is_wanted=lambda: False)
    assert index.search(Query(text="nam"), is_wanted=lambda: True).total


def test_a_search_does_not_wait_for_a_change(make_index: Callable[..., SearchIndex]) -> None:
    index = make_index(make_dated(30))
    before = index.search(Query(text="nam")).total
    asked, go_on = threading.Event(), threading.Event()

    def slow() -> Iterable[IndexRecord]:
        asked.set()
        go_on.wait(10)
        yield IndexRecord(kind="event", id="evt-99", text="nam")

    change = threading.Thread(target=lambda: index.update(delete=[], add=slow(), change=2))
    change.start()
    asked.wait(10)
    assert index.search(Query(text="nam")).total == before
    go_on.set()
    change.join()
    assert index.search(Query(text="nam")).total == before + 1


def test_the_beginning_of_a_phrase_has_no_limit(make_index: Callable[..., SearchIndex]) -> None:
    index = make_index(
        IndexRecord(kind="event", id=f"evt-{n}", text=f"tiểu đoàn{n} x") for n in range(300)
    )
    assert index.search(Query(text='"tieu doan1"')).total == 1
    assert index.search(Query(text="tieu-doan*")).total == 300
    assert index.search(Query(text="x-doan*")).total == 0
