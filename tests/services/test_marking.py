"""Every place where an entity is named, and excerpts of them in one change."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.subjects import Entity, EntityKind, Name
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.marking import Doubt, NameFinder, find_occurrences
from desktop_app.services.marking_change import Reach, mark_occurrences
from desktop_app.services.marking_places import find_sentence
from desktop_app.services.searching import SearchService
from desktop_app.store import documents, excerpts, journal

TEXT = (
    "Quân ta tiến về Xiêng Khoảng. Cách đó không xa là Xiêng Khoông.\n\n"
    "Tỉnh Luổng Nặm Thà ở phía bắc; thị xã Nặm Thà nhỏ hơn. Nam Tha is a town.\n\n"
    "Pa-thét Lào có mặt ở Nặm\nThà, rồi Xieng Khoang. Ông Lê đến; le général aussi.\n"
)


def make(number: int, *names: str, kind: EntityKind = EntityKind.PLACE) -> Entity:
    made = tuple(
        Name(id=f"nam-{number}{n}", entity=f"ent-{number}", text=text)
        for n, text in enumerate(names)
    )
    return Entity(id=f"ent-{number}", kind=kind, names=made)


def find(entity: Entity, others=(), apart=(), text: str = TEXT):
    finder = NameFinder(entity, [entity, *others], apart)
    return [(text[start:end], doubt) for start, end, doubt, _ in finder.find(text)]


def test_names_that_must_not_be_confused_stay_apart():
    khoang, khoong = make(1, "Xiêng Khoảng"), make(2, "Xiêng Khoông")
    found = find(khoang, [khoong], ["ent-2"])
    assert found == [("Xiêng Khoảng", Doubt.NONE), ("Xieng Khoang", Doubt.NONE)]
    assert find(khoong, [khoang], ["ent-1"]) == [("Xiêng Khoông", Doubt.NONE)]


def test_names_that_fold_alike_are_told_by_their_tones_or_doubted():
    mua, mua_other = make(1, "Mường Mùa"), make(2, "Mường Múa")
    text = "Mường Mùa, Mường Múa, Muong Mua, Mường Mưa."
    assert find(mua, [mua_other], ["ent-2"], text) == [
        ("Mường Mùa", Doubt.NONE),
        ("Muong Mua", Doubt.CONFUSED),
    ]


def test_the_longest_name_wins():
    town, province = make(1, "Nặm Thà"), make(2, "Luổng Nặm Thà")
    assert [text for text, _ in find(town, [province])] == ["Nặm Thà", "Nam Tha", "Nặm\nThà"]
    assert [text for text, _ in find(province, [town])] == ["Luổng Nặm Thà"]


def test_a_name_of_two_is_doubtful_and_says_whose():
    town, province = make(1, "Nặm Thà"), make(2, "Tỉnh Nặm Thà", "Nặm Thà")
    finder = NameFinder(town, [town, province])
    found = list(finder.find("Đến Nặm Thà."))
    assert [(one[2], one[3]) for one in found] == [(Doubt.SHARED, ("Tỉnh Nặm Thà",))]


def test_words_of_other_sentences_and_small_letters_are_no_names():
    assert find(make(1, "Lê"), text="Ông Lê đến; le général. lê là quả.") == [("Lê", Doubt.NONE)]
    assert find(make(1, "Nặm Thà"), text="Ở Nặm. Thà rằng không.") == []
    assert find(make(1, "Lê"), text="Le soir.") == [("Le", Doubt.SHORT)]


def test_hyphens_do_not_hide_a_name():
    assert find(make(1, "Pathét Lào"))[0][0] == "Pa-thét Lào"


@given(st.text(st.sampled_from("Nặm Thà.-\nxຫຼວງນ້ຳທາ"), max_size=60))
def test_any_text_gives_places_in_order_within_it(text):
    finder = NameFinder(make(1, "Nặm Thà", "ຫຼວງນ້ຳທາ"), ())
    found = [(start, end) for start, end, _, _ in finder.find(text)]
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("Một câu. Hai câu! Ba?", "Hai", "Hai câu!"),
        ("Ông N. V. Hai đến. Rồi đi.", "Hai", "Ông N. V. Hai đến."),
        ("Đầu mục:\nMột câu ở đây", "câu", "Một câu ở đây"),
        ("Xem tr. 5 của sách. Hết.", "của", "Xem tr. 5 của sách."),
        ("“Một.” Hai.", "Hai", "Hai."),
        ("không có dấu", "có", "không có dấu"),
        ("Đoạn một\n\nĐoạn hai", "hai", "Đoạn hai"),
    ],
)
def test_the_sentence_around_a_word(text, word, sentence):
    at = text.index(word)
    start, end = find_sentence(text, at, at + len(word))
    assert text[start:end] == sentence


@given(st.text(max_size=80), st.data())
def test_a_sentence_holds_its_place(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = find_sentence(text, start, end)
    assert 0 <= first <= last <= len(text)
    if text[start:end].strip():
        inner = text[start:end].strip()
        assert inner in text[first:last]


@pytest.fixture
def marked(bench):
    """A catalogue with the text, two places, and the search over it."""
    document = bench.import_text(TEXT)
    town = bench.do("create_entity", kind="place", name="Nặm Thà", language="vi")
    bench.do("create_entity", kind="place", name="Luổng Nặm Thà", language="vi")
    search = SearchService(bench.session)
    yield bench, search, town, document
    search.close()


def test_all_places_become_excerpts_in_one_change_and_go_with_one_undo(marked):
    bench, search, town, document = marked
    places = find_occurrences(bench.session, search, town)
    text = documents.get_text(bench.session.db, document)
    assert [text[one.start : one.end] for one in places] == ["Nặm Thà", "Nam Tha", "Nặm\nThà"]
    before = journal.head(bench.session.db)
    done = mark_occurrences(bench.session, town, places, reach=Reach.NAME)
    assert done.change == before + 1
    assert journal.get_change(bench.session.db, done.change).operation is Operation.MARK_OCCURRENCES
    held = excerpts.list_excerpts_of(bench.session.db, document)
    assert [one.quote for one in held] == ["Nặm Thà", "Nam Tha", "Nặm\nThà"]
    again = find_occurrences(bench.session, search, town)
    assert all(one.is_marked and one.excerpt for one in again)
    bench.session.undo()
    assert excerpts.list_excerpts_of(bench.session.db, document) == []
    assert not any(one.is_marked for one in find_occurrences(bench.session, search, town))
    bench.session.redo()
    assert len(excerpts.list_excerpts_of(bench.session.db, document)) == len(places)


def test_what_is_there_is_used_and_one_sentence_is_one_excerpt(marked):
    bench, search, town, document = marked
    text = documents.get_text(bench.session.db, document)
    sentence = find_sentence(text, text.index("Nam Tha"), text.index("Nam Tha") + 7)
    had = bench.do("create_excerpt", document=document, start=sentence[0], end=sentence[1])
    places = find_occurrences(bench.session, search, town)
    mark_occurrences(bench.session, town, [*places, places[0]])
    attached = excerpts.list_attachments_of_subjects(bench.session.db, [town])
    assert len(attached) == 3 and had in {one.excerpt for one in attached}
    # A second time there is nothing left to do, and no change is written.
    assert mark_occurrences(bench.session, town, places).ids == ()


def test_one_document_alone(marked):
    bench, search, town, _document = marked
    other = bench.import_text("Ở Nặm Thà.\n", "other.txt")
    assert len(find_occurrences(bench.session, search, town)) == 4
    found = find_occurrences(bench.session, search, town, document=other)
    assert [one.document for one in found] == [other]


def test_a_cancelled_job_leaves_nothing(marked):
    bench, search, town, document = marked
    places = find_occurrences(bench.session, search, town)
    progress = Progress()
    progress.cancel()
    before = journal.head(bench.session.db)
    with pytest.raises(Cancelled):
        mark_occurrences(bench.session, town, places, progress=progress)
    with pytest.raises(Cancelled):
        find_occurrences(bench.session, search, town, progress=progress)
    assert journal.head(bench.session.db) == before
    assert excerpts.list_excerpts_of(bench.session.db, document) == []
