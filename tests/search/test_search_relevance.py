"""What must and must not come, read from the sources."""

from __future__ import annotations

import pytest

from desktop_app.search.names import NameBook, NamedEntity
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord

BOOK = NameBook(
    [
        NamedEntity("ent-1", ("Nặm Thà", "Luang Namtha", "Namtha", "ນ້ຳທາ")),
        NamedEntity("ent-2", ("Quân tình nguyện Việt Nam", "Vietnamese Volunteer Soldiers")),
        NamedEntity("ent-3", ("Xiêng Khoảng", "Xieng Khouang"), not_same=("ent-4",)),
        NamedEntity("ent-4", ("Xiêng Khoang", "Xiêng Khoông")),
    ]
)


def ask(index, text, names=None, **wishes):
    return index.search(Query(text=text, limit=500, **wishes), names=names)


@pytest.fixture
def found(corpus_index, chronicle, article):
    """Return a function that gives the passages a query finds."""
    sources = {"doc-1": chronicle, "doc-2": article}

    def find(text, names=None, **wishes):
        result = ask(corpus_index, text, names, **wishes)
        return [sources[hit.document][hit.start : hit.end] for hit in result.hits]

    return find


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ('"nam tha"', "Nặm Thà"),
        ('"NAM THA"', "Nặm Thà"),
        ('"nặm thà"', "Nặm Thà"),
        ('"muong xinh"', "Mương Xỉnh"),
        ('"doi xanh"', "Đồi Xanh"),
        ("5600", "5.600"),
        ("5,600", "5.600"),
        ("7800", "7.800"),
        ('"40/QU-TW"', "40/QU-TW"),
        ("40/qu-tw", "40/QU-TW"),
        ("12,7mm", "12,7mm"),
        ("12.7mm", "12,7mm"),
        ("A76", "A76"),
        ("BV13", "BV13"),
        ("IL-14", "IL-14"),
        ("105mm", "105mm"),
        ('"105 mm"', "105mm"),
        ('"ha canh"', "hạ cánh"),
        ("phabang", "Phạbang"),
    ],
)
def test_every_hit_holds_the_words_and_every_passage_with_them_is_a_hit(
    found, corpus_records, query, word
):
    hits = found(query)
    assert hits
    assert set(hits) == {r.text for r in corpus_records if word in r.text}


@pytest.mark.parametrize("query", ["nguỵ", "ngụy", "NGUY", "nguy\u0323"])
def test_tone_placement_does_not_matter(found, query):
    hits = found(query)
    assert any("nguỵ" in hit for hit in hits)


def test_battalion_four_is_not_battalion_fourteen(make_index):
    index = make_index(
        [
            IndexRecord(kind="entity", id="ent-1", title="Tiểu đoàn 4"),
            IndexRecord(kind="entity", id="ent-2", title="Tiểu đoàn 14"),
            IndexRecord(kind="entity", id="ent-3", title="Tiểu đoàn 40"),
        ]
    )
    assert [hit.id for hit in ask(index, "Tiểu đoàn 4").hits] == ["ent-1"]
    assert [hit.id for hit in ask(index, "tieu doan 14").hits] == ["ent-2"]


def test_numbers_are_whole(make_index):
    index = make_index(
        [
            IndexRecord(kind="claim", id="clm-1", text="968 tên"),
            IndexRecord(kind="claim", id="clm-2", text="năm 1968"),
            IndexRecord(kind="claim", id="clm-3", text="9.680 người"),
        ]
    )
    assert [hit.id for hit in ask(index, "968").hits] == ["clm-1"]
    assert [hit.id for hit in ask(index, "1968").hits] == ["clm-2"]
    assert [hit.id for hit in ask(index, "9680").hits] == ["clm-3"]


def test_one_letter_words_and_stop_words_count(make_index):
    index = make_index(
        [
            IndexRecord(kind="entity", id="ent-1", title="Nghệ An"),
            IndexRecord(kind="entity", id="ent-2", title="Nghệ Tĩnh"),
            IndexRecord(kind="entity", id="ent-3", title="Company A"),
            IndexRecord(kind="entity", id="ent-4", title="Company B"),
        ]
    )
    assert [hit.id for hit in ask(index, "nghe an").hits] == ["ent-1"]
    assert [hit.id for hit in ask(index, "company a").hits] == ["ent-3"]


def test_what_was_typed_exactly_comes_first(make_index):
    index = make_index(
        [
            IndexRecord(kind="excerpt", id="exc-1", text="nam thà nam thà nam thà"),
            IndexRecord(kind="excerpt", id="exc-2", text="tới Nặm Thà trong đêm mưa dài lắm"),
            IndexRecord(kind="excerpt", id="exc-3", text="nam tha typed without any tones at all"),
        ]
    )
    toned = ask(index, "nặm thà").hits
    assert (toned[0].id, toned[0].exact) == ("exc-2", True)
    assert not any(hit.exact for hit in toned[1:])
    plain = ask(index, "NAM THA").hits
    assert (plain[0].id, plain[0].exact) == ("exc-3", True)
    assert len(plain) == len(toned) == 3


def test_exact_searches_only_what_was_typed(make_index):
    index = make_index(
        [
            IndexRecord(kind="excerpt", id="exc-1", text="đoi Nam"),
            IndexRecord(kind="excerpt", id="exc-2", text="Đồi Nặm"),
        ]
    )
    assert [hit.id for hit in ask(index, "đồi", exact=True).hits] == ["exc-2"]
    assert [hit.id for hit in ask(index, "nam", exact=True).hits] == ["exc-1"]
    assert ask(index, "doi", exact=True).total == 0
    assert ask(index, "doi").total == 2


def test_a_name_finds_the_other_names(corpus_index, chronicle):
    result = ask(corpus_index, "Namtha", BOOK)
    assert any("Nặm Thà" in chronicle[h.start : h.end] for h in result.hits)
    assert "Nặm Thà" in result.expanded
    assert ask(corpus_index, "Namtha", BOOK, expand=False).total == 1 < result.total
    assert ask(corpus_index, "Namtha", BOOK, expand=False).expanded == ()
    assert ask(corpus_index, "Luang Namtha", BOOK).total >= result.total
    assert ask(corpus_index, "ນໍ້າທາ", BOOK).total >= result.total


def test_names_work_in_both_languages(found):
    hits = found("quân tình nguyện Việt Nam", BOOK)
    assert any("Vietnamese Volunteer Soldiers" in hit for hit in hits)
    assert any("quân tình nguyện Việt Nam" in hit for hit in hits)


def test_hits_by_other_names_come_after_hits_on_what_was_typed(make_index):
    index = make_index(
        [
            IndexRecord(kind="excerpt", id="exc-1", text="Nặm Thà Nặm Thà Nặm Thà"),
            IndexRecord(kind="excerpt", id="exc-2", text="the long road north to Namtha"),
        ]
    )
    assert [hit.id for hit in ask(index, "Namtha", BOOK).hits] == ["exc-2", "exc-1"]


def test_names_not_to_be_confused_stay_apart_when_tones_are_typed(make_index):
    index = make_index(
        [
            IndexRecord(kind="excerpt", id="exc-1", text="ở Xiêng Khoảng"),
            IndexRecord(kind="excerpt", id="exc-2", text="ở Xiêng Khoang"),
            IndexRecord(kind="excerpt", id="exc-3", text="ở Xiêng Khoông"),
            IndexRecord(kind="excerpt", id="exc-4", text="at Xieng Khouang"),
            IndexRecord(kind="excerpt", id="exc-5", text="XIENG KHOANG"),
        ]
    )

    def ids(text):
        return {hit.id for hit in ask(index, text, BOOK).hits}

    assert ids("Xiêng Khoảng") == {"exc-1", "exc-4", "exc-5"}
    assert ids("Xiêng Khoang") == {"exc-2", "exc-3", "exc-5"}
    assert ids("Xiêng Khoông") >= {"exc-2", "exc-3"}
    assert "exc-1" not in ids("Xiêng Khoông")
    assert ids("xieng khoang") == {"exc-1", "exc-2", "exc-3", "exc-4", "exc-5"}


@pytest.mark.parametrize("typed", ["Pathét", "Pa-thét", "Pa thét", "pathet", "pa’thet", "PA THET"])
def test_written_together_or_apart(make_index, typed):
    index = make_index(
        [
            IndexRecord(kind="excerpt", id=f"exc-{number}", text=text)
            for number, text in enumerate(
                ["quân Pathết Lào", "quân Pa-thét Lào", "quân Pa thét Lào", "quân Lào"]
            )
        ]
    )
    assert {hit.id for hit in ask(index, typed).hits} == {"exc-0", "exc-1", "exc-2"}


def test_phrases_not_and_or(found, corpus_records):
    both = set(found('"Nặm Thà" "Mương Xỉnh"'))
    assert both == {
        r.text for r in corpus_records if "Nặm Thà" in r.text and "Mương Xỉnh" in r.text
    }
    without = set(found('"Nặm Thà" NOT "Mương Xỉnh"'))
    assert without == {
        r.text for r in corpus_records if "Nặm Thà" in r.text and "Mương Xỉnh" not in r.text
    }
    assert set(found('"Nặm Thà" -"Mương Xỉnh"')) == without
    assert set(found('("Nặm Thà" KHÔNG "Mương Xỉnh") HOẶC ("Nặm Thà" VÀ "Mương Xỉnh")')) == set(
        found('"Nặm Thà"')
    )


def test_a_phrase_is_in_order(make_index):
    index = make_index(
        [
            IndexRecord(kind="event", id="evt-1", title="Lào Việt"),
            IndexRecord(kind="event", id="evt-2", title="Việt Lào"),
            IndexRecord(kind="event", id="evt-3", title="Việt Lào Việt Lào Việt"),
        ]
    )
    assert {hit.id for hit in ask(index, '"việt lào"').hits} == {"evt-2", "evt-3"}
    assert {hit.id for hit in ask(index, '"lào việt lào"').hits} == {"evt-3"}


def test_title_and_names_do_not_run_into_the_text(make_index):
    index = make_index(
        [IndexRecord(kind="entity", id="ent-1", title="Nặm", names=("Nặm", "Thà"), text="Lào")]
    )
    assert ask(index, "nam tha lao").total == 1
    assert ask(index, '"nam tha"').total == 0


def test_the_title_weighs_more(make_index):
    index = make_index(
        [
            IndexRecord(kind="document", id="doc-1@0", document="doc-1", text="Nặm Thà " * 5),
            IndexRecord(kind="entity", id="ent-1", title="Nặm Thà", names=("Nặm Thà", "Namtha")),
        ]
    )
    assert ask(index, "nam tha").hits[0].id == "ent-1"


def test_lao_is_found_inside_a_run_and_in_any_mark_order(make_index):
    index = make_index(
        [
            IndexRecord(kind="entity", id="ent-1", title="ຫຼວງນ້ຳທາ"),
            IndexRecord(kind="entity", id="ent-2", title="ຫຼວງພະບາງ"),
        ]
    )
    assert [hit.id for hit in ask(index, "ນ້ຳທາ").hits] == ["ent-1"]
    assert [hit.id for hit in ask(index, "ນໍ້າທາ").hits] == ["ent-1"]
    assert {hit.id for hit in ask(index, "ຫຼວງ").hits} == {"ent-1", "ent-2"}
    assert ask(index, "ທານ້ຳ").total == 0


def test_beginnings(make_index):
    index = make_index(
        [
            IndexRecord(kind="entity", id="ent-1", title="Xaynhabuli"),
            IndexRecord(kind="entity", id="ent-2", title="Xay"),
            IndexRecord(kind="entity", id="ent-3", title="Pa-thét Lào"),
        ]
    )
    assert {hit.id for hit in ask(index, "xay*").hits} == {"ent-1", "ent-2"}
    assert [hit.id for hit in ask(index, "xayn*").hits] == ["ent-1"]
    assert [hit.id for hit in ask(index, "pa-th*").hits] == ["ent-3"]
    assert [hit.id for hit in ask(index, "path*").hits] == ["ent-3"]


def test_a_slip_gets_a_suggestion_that_finds_something(corpus_index):
    assert ask(corpus_index, "muogn xinh").suggestion == "muong xinh"
    assert ask(corpus_index, "nma tha").suggestion == "nam tha"
    assert ask(corpus_index, "1999").suggestion is None
    assert ask(corpus_index, "zzzzqqq").suggestion is None
    assert ask(corpus_index, "muong").suggestion is None


def test_pages_of_hits(corpus_index):
    everything = ask(corpus_index, "nam").hits
    assert len(everything) > 10
    pages = [
        corpus_index.search(Query(text="nam", limit=4, offset=start))
        for start in range(0, len(everything) + 4, 4)
    ]
    assert tuple(hit for page in pages for hit in page.hits) == everything
    assert {page.total for page in pages} == {len(everything)}
    assert corpus_index.search(Query(text="nam", limit=0)).hits == ()


def test_a_word_of_the_title_does_not_find_every_passage(make_index):
    index = make_index(
        IndexRecord(
            kind="document",
            id=f"doc-1@{n + 2}",
            document="doc-1",
            title="Hồi ký",
            text="x",
            start=n + 2,
        )
        for n in range(5)
    )
    assert [hit.id for hit in ask(index, "hoi ky").hits] == ["doc-1@2"]
