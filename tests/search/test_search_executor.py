"""The executor finds and scores what Whoosh does: by its own matchers, over its own index too.

Generated queries of every kind that is served are put to three: the executor, Whoosh's matchers
reading our segments, and Whoosh with the index that it wrote itself. Over one segment and over
many, with deletions, and after merging. REGESTA_FAULTS=full asks thousands.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from whoosh import index as whoosh_index
from whoosh import query as wq

from desktop_app.errors import UserError
from desktop_app.search.asking import Except, Overlap, PhraseBeginning
from desktop_app.search.codec import Storage
from desktop_app.search.executor import Matching, Watch
from desktop_app.search.fields import build_schema, make_document
from desktop_app.search.query import SearchAbandoned
from desktop_app.search.records import IndexRecord
from desktop_app.search.scoring import Scoring, Weights
from desktop_app.search.snapshot import Snapshot
from desktop_app.search.writing import IndexWriter, create_index

QUERIES = 1000 if os.environ.get("REGESTA_FAULTS") == "full" else 60
RECORDS = 240
WORDS = [
    "Nặm", "nam", "năm", "Thà", "tha", "thá", "Mương", "muong", "Xỉnh", "Pa-thét", "Pathết",
    "Lào", "lao", "tiểu", "tieu", "đoàn", "4", "14", "5.600", "5600", "12,7mm", "A76", "a76",
    "ນ້ຳທາ", "ທາ", "南塔", "Nậm", "xieng", "xiêng", "khoang", "Khoảng",
]  # fmt: skip
KEYS = [
    "nam", "=nặm", "=năm", "tha", "=thà", "muong", "xinh", "pathet", "=pathét", "pa", "thet",
    "lao", "tieu", "doan", "4", "14", "5600", "12.7", "mm", "a76", "ທາ", "南", "塔", "xieng",
    "khoang", "=khoảng", "absent",
]  # fmt: skip
BEGINNINGS = ["n", "na", "=", "=n", "th", "pat", "x", "1", "ທ", "absent", "=kho"]
PATTERNS = [
    "n*",
    "*a",
    "?am",
    "*o*n*",
    "th?",
    "=?h?",
    "*",
    "**",
    "a??",
    "x*g",
    "1?.?",
    "nam",
    "南?",
]
FIELDS = ["content", "content", "content", "heading", "in_person", "in_place"]


@dataclass
class Both:
    """One collection of records in our index and in Whoosh's own."""

    snapshot: Snapshot
    stock: Any


def make_record(chance: random.Random, number: int) -> IndexRecord:
    words = chance.choices(WORDS, k=chance.choice((0, 1, 3, 8, 20, 60, 300)))
    year = chance.randrange(1955, 1970)
    dated = chance.random() < 0.7
    return IndexRecord(
        kind=chance.choice(("event", "claim", "excerpt", "entity")),
        id=f"exc-{number}",
        title=" ".join(chance.choices(WORDS, k=chance.randrange(4))),
        names=tuple(chance.choices(WORDS, k=chance.randrange(3))),
        text=" ".join(words),
        earliest=f"{year}-04-{chance.randrange(1, 29):02d}" if dated else None,
        latest=f"{year + 1}-01-01" if dated and chance.random() < 0.8 else None,
        sources=chance.choice(((), ("src-1",), ("src-2", "src-1"))),
        language=chance.choice(("vi", "lo", "en-GB", "")),
        extra={"person": "\n".join(chance.choices(WORDS, k=chance.randrange(4)))},
    )


def write_both(folder: Path, seed: int, *, commits: int, merged: bool) -> Both:
    chance = random.Random(seed)
    records = [make_record(chance, number) for number in range(RECORDS)]
    (folder / "ours").mkdir()
    (folder / "stock").mkdir()
    storage, schema = Storage(folder / "ours"), build_schema()
    create_index(storage, schema)
    stock = whoosh_index.create_in(str(folder / "stock"), build_schema())
    held: dict[str, IndexRecord] = {}
    for commit in range(commits):
        # One of two commits deletes what an earlier one wrote.
        gone = [f"exc-{chance.randrange(RECORDS)}" for _ in range(12)] if commit % 2 else []
        added = records[commit::commits]
        held = {key: one for key, one in held.items() if key not in gone}
        held |= {one.id: one for one in added}
        writer = IndexWriter(storage, schema)
        writer.delete_owners(gone)
        for record in added:
            writer.add(record)
        writer.commit(optimize=merged and commit == commits - 1)
        if not merged:
            write_stock(stock, added, gone)
    if merged:
        # Whoosh's own merge sums up lengths as its bytes tell them; ours are those of the texts.
        write_stock(stock, list(held.values()), [])
    return Both(Snapshot(storage, schema), stock.searcher())


def write_stock(stock: Any, added: list[IndexRecord], gone: list[str]) -> None:
    writer = stock.writer()
    for one in gone:
        writer.delete_by_term("owner", one)
    for record in added:
        writer.add_document(**make_document(record))
    writer.commit(merge=False)


@pytest.fixture(scope="module", params=["one", "many", "merged"])
def both(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp(request.param)
    commits = 1 if request.param == "one" else 7
    made = write_both(folder, 1962, commits=commits, merged=request.param == "merged")
    assert len(made.snapshot.views) == (7 if request.param == "many" else 1)
    yield made
    made.stock.close()


def make_term(chance: random.Random) -> Any:
    if chance.random() < 0.1:
        field, text = chance.choice(
            [("kind", "event"), ("language", "vi"), ("source_id", "src-1"), ("owner", "exc-7")]
        )
        return wq.Term(field, text)
    return wq.Term(chance.choice(FIELDS), chance.choice(KEYS), boost=chance.choice((1.0, 1.0, 2.5)))


def make_phrase(chance: random.Random) -> Any:
    words = chance.choices(KEYS[:20], k=chance.choice((1, 2, 2, 3, 4)))
    slop = chance.choice((1, 1, 2, 5))
    return wq.Phrase(chance.choice(FIELDS), words, slop=slop, boost=chance.choice((1.0, 2.0)))


def make_near(chance: random.Random) -> Any:
    field = chance.choice(FIELDS)
    words = chance.choices(KEYS[:20], k=chance.choice((1, 2, 2, 3, 4)))
    terms = [wq.Term(field, word, boost=chance.choice((1.0, 2.0))) for word in words]
    return wq.SpanNear2(terms, slop=chance.choice((1, 2, 6)), ordered=chance.random() < 0.2)


def make_overlap(chance: random.Random) -> Any:
    first = f"{chance.randrange(1954, 1971)}-03-01"
    last = f"{chance.randrange(1954, 1971)}-09-01"
    return Overlap(chance.choice((first, None)), chance.choice((last, None)))


def make_tree(chance: random.Random, depth: int) -> Any:
    """Return a query whose scores are Whoosh's too."""
    if depth == 0 or chance.random() < 0.3:
        makers = (
            make_term, make_term, make_phrase, make_near, make_overlap, lambda _: wq.Every()
        )  # fmt: skip
        return chance.choice(makers)(chance)
    parts = [make_tree(chance, depth - 1) for _ in range(chance.choice((1, 2, 2, 3, 5)))]
    boost = chance.choice((1.0, 1.0, 0.5))
    kind = chance.choice(("and", "and", "or", "or", "except", "nothing"))
    if kind == "except":
        return Except(parts[0], parts[-1])
    if kind == "nothing":
        return wq.Or([*parts, wq.NullQuery], boost=boost)
    return (wq.And if kind == "and" else wq.Or)(parts, boost=boost)


def make_several(chance: random.Random) -> Any:
    """Return a query for several terms, perhaps in a tree; its score is our own."""
    field = chance.choice(FIELDS)
    one = chance.choice(
        [
            wq.Prefix(field, chance.choice(BEGINNINGS)),
            wq.Wildcard(field, chance.choice(PATTERNS)),
            wq.FuzzyTerm(
                field,
                chance.choice(("nam", "thah", "muong", "xing", "=nặm", "5600", "ທາ", "khoangg")),
                maxdist=chance.choice((1, 2)),
                prefixlength=chance.choice((0, 1, 2)),
            ),
            PhraseBeginning(
                field,
                [*chance.choices(KEYS[:12], k=chance.choice((1, 2))), chance.choice(BEGINNINGS)],
            ),
        ]
    )
    if chance.random() < 0.5:
        return one
    other = make_tree(chance, 1)
    return chance.choice([wq.And([one, other]), wq.Or([one, other]), Except(other, one)])


def ask_executor(snapshot: Snapshot, query: Any) -> dict[str, float]:
    watch = Watch.start(60)
    matchings = [Matching(snapshot, view, watch) for view in snapshot.views]
    weights = Weights(snapshot, matchings)
    found = {}
    for matching in matchings:
        docs = matching.view.keep_live(matching.match(query))
        assert (docs[1:] > docs[:-1]).all()
        sure = Scoring(matching, weights).score([query], docs, sure=True)
        unsure = Scoring(matching, weights).score([query], snapshot.all_live(matching.view))
        assert sum(unsure) == pytest.approx(sum(sure))
        for doc, score in zip(docs.tolist(), sure.tolist(), strict=True):
            found[matching.segment.stored(doc)["id"]] = score
    return found


def ask_whoosh(searcher: Any, query: Any) -> dict[str, float]:
    found = {}
    context = searcher.context(needs_current=True)
    for leaf, _ in searcher.leaf_searchers():
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            found[leaf.stored_fields(matcher.id())["id"]] = matcher.score()
            matcher.next()
    return found


@pytest.mark.parametrize("seed", range(2))
def test_what_is_found_and_its_score_are_whooshs(both: Both, seed: int) -> None:
    chance = random.Random(seed)
    hits = 0
    for _ in range(QUERIES):
        query = make_tree(chance, 3)
        found = ask_executor(both.snapshot, query)
        assert found == pytest.approx(ask_whoosh(both.stock, query), rel=1e-9), query
        hits += bool(found)
    assert hits > QUERIES // 2


@pytest.mark.parametrize("seed", range(1))
def test_our_segments_read_by_whooshs_matchers_say_the_same(both: Both, seed: int) -> None:
    chance = random.Random(100 + seed)
    for _ in range(QUERIES):
        query = make_tree(chance, 2)
        found = ask_executor(both.snapshot, query)
        assert found == pytest.approx(ask_whoosh(both.snapshot.searcher, query)), query


@pytest.mark.parametrize("seed", range(1))
def test_queries_for_several_terms_find_what_whoosh_finds(both: Both, seed: int) -> None:
    chance = random.Random(200 + seed)
    hits = 0
    for _ in range(QUERIES):
        query = make_several(chance)
        found = set(ask_executor(both.snapshot, query))
        assert found == set(ask_whoosh(both.stock, query)), query
        assert found == set(ask_whoosh(both.snapshot.searcher, query)), query
        hits += bool(found)
    assert hits > QUERIES // 3


def test_kinds_that_are_not_served_are_whooshs(both: Both) -> None:
    for query in (
        wq.Regex("content", "n.m"),
        wq.Wildcard("content", "[nt]*"),
        wq.AndMaybe(wq.Term("content", "nam"), wq.Term("content", "tha")),
        wq.SpanNear2(
            [wq.Term("content", "nam"), wq.Prefix("content", "th")], slop=3, ordered=False
        ),
        wq.TermRange("content", "m", "o"),
        wq.Every("heading"),
    ):
        whole = wq.And([query, wq.Term("content", "lao")])
        assert set(ask_executor(both.snapshot, whole)) == set(ask_whoosh(both.stock, whole)), query
        assert set(ask_executor(both.snapshot, whole))


def test_statistics_are_whooshs(both: Both) -> None:
    reader, stock = both.snapshot.searcher.reader(), both.stock.reader()
    assert sorted(reader.all_terms()) == sorted(stock.all_terms())
    assert (reader.doc_count(), reader.doc_count_all()) == (
        stock.doc_count(),
        stock.doc_count_all(),
    )
    for field in ("content", "heading", "in_person", "in_place"):
        assert reader.field_length(field) == stock.field_length(field)
        assert both.snapshot.average_length(field) == (both.stock.avg_field_length(field) or 1)
    for field, text in list(stock.all_terms())[::7]:
        assert reader.doc_frequency(field, text) == stock.doc_frequency(field, text)
        assert reader.frequency(field, text) == stock.frequency(field, text)
        ours, theirs = reader.term_info(field, text), stock.term_info(field, text)
        for name in ("max_weight", "min_length", "max_length"):
            assert getattr(ours, name)() == getattr(theirs, name)(), (field, text, name)


def slow_queries() -> list[Callable[[], Any]]:
    return [
        lambda: wq.Regex("content", "(n|.a)*"),
        lambda: wq.SpanNear2([wq.Term("content", "nam"), wq.Term("content", "tha")], slop=9),
        lambda: wq.Every("content"),
        lambda: wq.Term("content", "nam"),
    ]


@pytest.mark.parametrize("make", slow_queries())
def test_every_kind_of_query_is_stopped_in_time(both: Both, make: Callable[[], Any]) -> None:
    with pytest.raises(UserError) as caught:
        Matching(both.snapshot, both.snapshot.views[0], Watch.start(-1)).match(make())
    assert caught.value.code == "slow_query"


def test_whooshs_matchers_are_stopped_in_the_middle(both: Both) -> None:
    asked = 0

    def is_wanted() -> bool:
        nonlocal asked
        asked += 1
        return asked < 50

    matching = Matching(both.snapshot, both.snapshot.views[0], Watch.start(60, is_wanted))
    with pytest.raises(SearchAbandoned):
        matching.match(wq.Regex("content", ".*"))
    assert asked == 50
    # The next search is not stopped by what stopped this one.
    assert len(
        Matching(both.snapshot, both.snapshot.views[0], Watch.start(60)).match(
            wq.Regex("content", ".*")
        )
    )
