from desktop_app.catalog.sources import Level, Role, Source
from desktop_app.citations.chicago import bibliography_sort_key
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.names import (
    entry_names,
    find_lead,
    full_name,
    inverted_name,
    note_names,
    short_name,
)
from desktop_app.citations.terms import ENGLISH, VIETNAMESE


def test_western_names_are_inverted_only_in_the_bibliography(make_person):
    lowe = make_person(family="Lowe", given="Edith")
    assert full_name(lowe) == "Edith Lowe"
    assert inverted_name(lowe) == "Lowe, Edith"
    assert short_name(lowe) == "Lowe"


def test_vietnamese_and_lao_names_keep_their_order(make_person):
    giap = make_person(family="Võ", given="Văn An", language="vi")
    lao = make_person(family="Xayavong", given="Kham", language="lo")
    assert full_name(giap) == inverted_name(giap) == short_name(giap) == "Võ Văn An"
    assert full_name(lao) == inverted_name(lao) == short_name(lao) == "Kham Xayavong"


def test_one_part_of_a_name_is_enough(make_person):
    assert inverted_name(make_person(family="Lowe")) == "Lowe"
    assert full_name(make_person(given="Edith")) == "Edith"


def test_lists_of_names(make_person):
    people = [make_person(family=name, given="A.") for name in ("One", "Two", "Three", "Four")]
    assert note_names(people[:2], ENGLISH) == "A. One and A. Two"
    assert note_names(people[:3], ENGLISH) == "A. One, A. Two, and A. Three"
    assert note_names(people[:3], VIETNAMESE) == "A. One, A. Two và A. Three"
    assert note_names(people, ENGLISH) == "A. One et al."
    assert note_names(people, VIETNAMESE) == "A. One và cộng sự"
    assert entry_names(people[:2], ENGLISH) == "One, A., and A. Two"
    assert entry_names(people, ENGLISH) == "One, A., A. Two, A. Three, and A. Four"


def test_more_than_ten_names_are_cut_after_seven(make_person):
    people = [make_person(f"N{number}") for number in range(11)]
    assert entry_names(people, ENGLISH) == "N0, N1, N2, N3, N4, N5, N6, et al."


def test_an_editor_leads_where_there_is_no_author(make_person):
    editor = make_person("Ann", role=Role.EDITOR)
    author = make_person("Bob")
    source = Source(id="s", title="T", contributors=(editor, author))
    assert find_lead(source) == (Role.AUTHOR, (author,))
    assert find_lead(Source(id="s", title="T", contributors=(editor,))) == (Role.EDITOR, (editor,))
    assert find_lead(Source(id="s", title="T", contributors=(make_person(),))) is None


def test_bibliography_sorts_vietnamese_names_as_written_and_titles_without_article(make_person):
    def source(title, *people, language="en"):
        made = Source(
            id=title, title=title, level=Level.BOOK, contributors=people, language=language
        )
        return CitedSource(source=made)

    ordered = [
        source("The Annals"),
        source("X", make_person(family="Brown", given="Zoe")),
        source("Y", make_person("Đặng Văn An", language="vi")),
        source("Z", make_person(family="Lowe", given="Edith")),
    ]
    shuffled = [ordered[2], ordered[0], ordered[3], ordered[1]]
    assert sorted(shuffled, key=bibliography_sort_key) == ordered


def test_a_vietnamese_list_orders_vietnamese_persons_by_the_given_name(citer, make_person):
    def source(key, *people):
        return Source(id=key, title=key, level=Level.BOOK, contributors=people, edtf="1962")

    made = {
        "an": source("an", make_person("Trần Văn An", language="vi")),
        "bo": source("bo", make_person("Bộ Quốc phòng", language="vi")),
        "binh": source("binh", make_person(family="Nguyễn Văn", given="Bình", language="vi")),
        "kham": source("kham", make_person("ຄຳ ວົງ", language="lo")),
        "lowe": source("lowe", make_person(family="Lowe", given="Zoe")),
    }
    written = ["binh", "an"]
    for style in ("chicago", "iso690-notes", "iso690-date", "apa", "mla", "archival"):
        order = {
            language: [key for key, _ in citer(style, language, **made).list_bibliography(made)]
            for language in ("en", "vi", "fr")
        }
        assert order["vi"] == ["an", "binh", "bo", "lowe", "kham"], style
        assert order["en"] == order["fr"]
        assert [key for key in order["en"] if key in written] == written
