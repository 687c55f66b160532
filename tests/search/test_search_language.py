"""What each form of the query language finds, and that states follow the catalogue."""

from __future__ import annotations

import random
from itertools import permutations, product
from pathlib import Path

import pytest
from whoosh import query as wq

from desktop_app import i18n
from desktop_app.search.examples import list_query_examples
from desktop_app.search.executor import Matching, Watch
from desktop_app.search.explaining import find_fault
from desktop_app.search.fields import write_number
from desktop_app.search.query import BadQuery, Query
from desktop_app.search.records import IndexRecord
from desktop_app.search.scoring import Scoring, Weights
from desktop_app.search.snippets import list_matches
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.searching import SearchService
from desktop_app.services.session import create_catalogue


def ids(index, text, **wishes) -> set[str]:
    return {hit.id for hit in index.search(Query(text=text, limit=100, **wishes)).hits}


@pytest.fixture
def numbers(make_index):
    values = {"1": 134, "2": 1800, "3": 0.5, "4": -3, "5": 0, "6": 1e15, "7": None, "8": 12.7}
    return make_index(
        IndexRecord(kind="claim", id=f"clm-{name}", text="x", number=value)
        for name, value in values.items()
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("value:>134", "26"),
        ("value:>=134", "126"),
        ("value:<0,5", "45"),
        ("value:<=0.5", "345"),
        ("value:0..134", "1358"),
        ("value:..-3", "4"),
        ("value:1.800..", "26"),
        ("value:=12,7", "8"),
        ("value:=0", "5"),
        ("value:200..100", ""),
        ("x -value:>0", "457"),
        ("value:<0 OR value:>1000", "246"),
        ("value:>999.999", "6"),
    ],
)
def test_numbers_are_compared(numbers, query, found):
    assert ids(numbers, query) == {f"clm-{name}" for name in found}


def test_a_range_is_what_whoosh_makes_of_it(numbers):
    snapshot = numbers._snapshot
    matching = Matching(snapshot, snapshot.views[0], Watch.start(5.0))
    limits = [None, *map(write_number, (-3, 0, 0.5, 100, 134, 1e15))]
    for low, high, above, below in product(limits, limits, (True, False), (True, False)):
        query = wq.TermRange("number", low, high, startexcl=above, endexcl=below)
        asked = matching.ask_whoosh(query)
        assert matching.match(query).tolist() == asked.docs.tolist(), query
        scores = Scoring(matching, Weights(snapshot, [matching])).score([query], asked.docs)
        assert scores.tolist() == asked.scores.tolist()


@pytest.fixture
def words(make_index):
    texts = {
        "1": "tướng Giang đến Nặm Thà",
        "2": "Giang là một vị tướng",
        "3": "tướng x x x x x x Giang",
        "4": "nam tha không dấu",
        "5": "Xiêng Khoảng",
        "6": "Xiêng Khoông",
        "7": "Pa-thét Lào",
    }
    return make_index(
        IndexRecord(kind="excerpt", id=f"exc-{name}", text=text) for name, text in texts.items()
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"tướng Giang"', "1"),
        ('"tướng Giang"~1', "1"),
        ('"tướng Giang"~4', "12"),
        ('"Giang tướng"~7', "123"),
        ('"tướng Giang"~4 -"Nặm Thà"', "2"),
        ("=nam", "4"),
        ("=Nặm", "1"),
        ('="nặm thà"', "1"),
        ("nặm", "14"),
        ("khoang~", "456"),
        ("khoang", "5"),
        ("khaong~2", "456"),
        ("*oong", "6"),
        ("xi*g", "56"),
        ("?iêng", "56"),
        ("kho?ng", "56"),
        ("*thet", "7"),
        ("pa-th*", "7"),
    ],
)
def test_words_near_open_alike_and_exact(words, query, found):
    assert ids(words, query, expand=False) == {f"exc-{name}" for name in found}


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("khoang~", "ở Xiêng Khoông xa", ["Khoông"]),
        ("*oong", "ở Xiêng Khoông xa", ["Khoông"]),
        ("xi?ng", "ở Xiêng Khoông xa", ["Xiêng"]),
        ('"khoang xieng"~3', "ở Xiêng và Khoảng", ["Xiêng", "Khoảng"]),
        ("=thà", "tha Thà", ["Thà"]),
    ],
)
def test_what_was_found_is_marked(words, query, text, marked):
    patterns = words.search(Query(text=query, exact=False, expand=False)).patterns
    places = list_matches(text, patterns)
    assert [text[start:end] for start, end in places if text[start:end] in marked] == marked


class Bench:
    """A catalogue with one text, its search, and claims made through the commands."""

    def __init__(self, folder: Path) -> None:
        (folder / "t.txt").write_text("Diệt 134 tên ở Nặm Thà, có nơi ghi 143 tên.", "utf-8")
        self.session = create_catalogue(folder / "c.db", author="Tester")
        import_files(self.session, [folder / "t.txt"])
        self.service = SearchService(self.session)
        self.do("create_event", title="Trận Nặm Thà")
        self.do("create_excerpt", document="doc-1", start=0, end=12)

    def do(self, operation: str, **given):
        return run_operation(self.session, operation, given).ids[0]

    def find(self, text: str) -> set[str]:
        self.service.bring_up_to_date()
        return ids(self.service, text)


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path)
    yield made
    made.service.close()
    made.session.close()


def test_states_follow_every_change(bench):
    first = bench.do("state_claim", subject="evt-1", property="date", value={"edtf": "1962-05"})
    assert bench.find("uncited:") == {first}
    assert bench.find("conflict:") == set()
    second = bench.do(
        "state_claim", subject="evt-1", property="date", value={"edtf": "1962-04"}, excerpt="exc-1"
    )
    assert bench.find("uncited:") == {first}
    assert bench.find("cited:") == {second}
    assert bench.find("conflict:") == {first, second}
    bench.do("cite_claim", claim=first, excerpt="exc-1")
    assert bench.find("chưa-dẫn:") == set()
    assert bench.find(f"excerpt:{'exc-1'} kind:claim") == {first, second}
    run_operation(bench.session, "prefer_claim", {"claim": first, "reason": "Better"})
    assert bench.find("conflict:") == set()
    bench.session.undo()
    assert bench.find("mâu-thuẫn:") == {first, second}
    run_operation(bench.session, "delete", {"id": second})
    assert bench.find("conflict:") == set()
    run_operation(bench.session, "restore", {"id": second})
    assert bench.find("conflict:") == {first, second}


def test_about_follows_attachments_and_claims(bench):
    place = bench.do("create_entity", kind="place", name="Thà Nặm")
    assert bench.find(f"entity:{place}") == {place}
    bench.do("attach_excerpt", excerpt="exc-1", subject=place)
    assert bench.find(f"entity:{place}") == {place, "exc-1"}
    claim = bench.do(
        "state_claim", subject="evt-1", property="place", value={"subject": place}, excerpt="exc-1"
    )
    assert bench.find(f"thực-thể:{place}") == {place, "exc-1", "evt-1", claim}
    assert bench.find(f"entity:{place} kind:event") == {"evt-1"}
    assert bench.find("event:evt-1") == {"evt-1", "exc-1", claim}
    assert bench.find("document:doc-1 diệt") == {"doc-1@0", "exc-1"}
    bench.session.undo()
    assert bench.find(f"entity:{place}") == {place, "exc-1"}
    assert bench.find("event:evt-1") == {"evt-1"}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_example_of_the_help_finds_something(library, language):
    i18n.set_language(language)
    examples = list_query_examples()
    assert len(examples) > 20
    for example in examples:
        assert find_fault(example.text) is None, example.text
        assert library.search(Query(text=example.text)).total, example.text
        assert example.group
        assert example.meaning


PIECES = [
    "AND", "OR", "KHÔNG", "(", ")", '"', "-", "=", "*", "?", "~", "~2", "tha*", "*oang", "kh?ng",
    "nặm", "Thà", "khoang~", "người:", "place:", "date:1962-04..", "date:>1962", "value:>1.234",
    "value:..9", "kind:event", "uncited:", "conflict:", "entity:ent-5", "entity:ent-50", "claim:",
    "12,7mm", "Pa-thét", '"lào việt"~5', '="nặm thà"', "nawmj", "tha2", "ນ້ຳ", "*້ຳ", "ນ້*", "南",
    "Tiểu đoàn 3", "[a-z]*", "xi[e]ng", "x]*y[", "\ud800", "\x00",
]  # fmt: skip


def test_any_query_is_answered_and_shown_or_explained(library):
    chance = random.Random(1962)
    answered = 0
    for _ in range(300):
        text = chance.choice(["", " "]).join(chance.choices(PIECES, k=chance.randint(1, 7)))
        try:
            result = library.search(Query(text=text, limit=5, exact=chance.random() < 0.2))
        except BadQuery as error:
            assert find_fault(text).sentence == error.message
            continue
        answered += 1
        for found in library.show(result):
            for start, end in found.snippet.marks:
                assert 0 <= start < end <= len(found.snippet.text)
        for meaning in result.meanings:
            assert find_fault(meaning.query) is None
    assert answered > 100


@pytest.mark.parametrize("count", [2, 3, 4])
def test_words_near_each_other_are_found_in_any_order(make_index, count):
    letters = "abcd"[:count]
    orders = list(permutations(letters))
    index = make_index(
        IndexRecord(kind="excerpt", id=f"exc-{n}", text=" x ".join(order))
        for n, order in enumerate(orders)
    )
    for asked in orders:
        assert len(ids(index, f'"{" ".join(asked)}"~2')) == len(orders)
        assert ids(index, f'"{" ".join(asked)}"~1') == set()
