from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.sources import Incomplete, Level, Role, Source
from desktop_app.catalog.wording import Run
from desktop_app.citations.chicago import (
    bibliography_entry,
    full_note,
    ibid_note,
    short_note,
)
from desktop_app.citations.cited import CitedSource, gather_source
from desktop_app.citations.citer import ChicagoCiter
from tests.citations.conftest import said


def said_note(cited: CitedSource, locator: str = "", *, language: str = "en") -> str:
    return said(full_note(cited, locator, language=language))


_BOOK_EN = (
    "Nguyễn Văn Bình, Biên niên chiến dịch: tập tư liệu [Annals of the campaign], "
    "ed. Trần Thị Hoa, vol. 1 (Hà Nội: Quân đội nhân dân, 1998)"
)
_BOOK_VI = (
    "Nguyễn Văn Bình, Biên niên chiến dịch: tập tư liệu, Trần Thị Hoa chủ biên, tập 1 "
    "(Hà Nội: Nxb. Quân đội nhân dân, 1998)"
)
_ARCHIVE = "Điện đến 1962, Phông Phủ Thủ tướng, Trung tâm Lưu trữ quốc gia III, Hà Nội"

ENGLISH_NOTES = [
    ("book", "12-13", f"{_BOOK_EN}, 12–13 [pages unknown]."),
    ("fonds", "", "Phông Phủ Thủ tướng, Trung tâm Lưu trữ quốc gia III, Hà Nội."),
    (
        "telegram",
        "",
        f"Lê Văn Tám to Quân khu Bắc, telegram, 8 March 1962, hồ sơ 45, tờ 3, {_ARCHIVE}.",
    ),
    (
        "quoted",
        "",
        "Lê Văn Tám to Quân khu Bắc, telegram, 8 March 1962, "
        f"quoted in {_BOOK_EN}, s.v. “8-3-1962” [pages unknown].",
    ),
    ("bare", "", "[Untitled telegram], n.d."),
    (
        "regest",
        "",
        f"Calendar entry “Ngày 8 tháng 3 năm 1962”; derived from {_BOOK_EN} [pages unknown].",
    ),
    (
        "article",
        "p. 45",
        "Edith Lowe and Tom Gray, “Who Crossed the River?,” "
        "Journal of Border Studies 12, no. 3 (May 1971): 45.",
    ),
    (
        "chapter",
        "12",
        "Edith Lowe, “The Road North,” in Wars of the Hills, ed. Ann Stone, 2nd ed. "
        "(London: Harrow Press, 1980), 12.",
    ),
    (
        "edited",
        "¶ 3",
        "Ann Stone, ed., Wars of the Hills, 2nd ed. (London: Harrow Press, 1980), para. 3.",
    ),
    ("entry", "", "Gazetteer of the North (n.p., [1950]), s.v. “Nặm Thà.”"),
    (
        "page",
        "",
        "“Names of the province,” Upland Archive, accessed 3 May 2020, https://example.org/n.",
    ),
    ("thesis", "7", "Edith Lowe, “Supply Routes” (PhD diss., University of Leeds, 2003), 7."),
    ("news", "3", "“Planes over the valley,” Valley News, 7 May 1962, p. 3."),
    (
        "report",
        "fol. 2v",
        "“Situation report 4,” May 1962, fol. 2v, Điện đến 1962, hồ sơ 45, Phông Phủ Thủ tướng, "
        "Trung tâm Lưu trữ quốc gia III, Hà Nội.",
    ),
    ("map", "", "[Sketch map of the ford], n.d."),
]

VIETNAMESE_NOTES = [
    ("book", "12-13", f"{_BOOK_VI}, tr. 12–13 [không rõ số trang]."),
    (
        "quoted",
        "",
        "Lê Văn Tám gửi Quân khu Bắc, điện, ngày 8 tháng 3 năm 1962, "
        f"dẫn theo {_BOOK_VI}, mục “8-3-1962” [không rõ số trang].",
    ),
    ("bare", "", "[Điện không có nhan đề], không ghi năm."),
    (
        "regest",
        "",
        f"Trích yếu “Ngày 8 tháng 3 năm 1962”; lược thuật từ {_BOOK_VI} [không rõ số trang].",
    ),
    (
        "article",
        "p. 45",
        "Edith Lowe và Tom Gray, “Who Crossed the River?”, Journal of Border Studies, "
        "tập 12, số 3 (tháng 5 năm 1971), tr. 45.",
    ),
    (
        "chapter",
        "12",
        "Edith Lowe, “The Road North”, trong Wars of the Hills, Ann Stone chủ biên, "
        "in lần thứ 2 (London: Harrow Press, 1980), tr. 12.",
    ),
    ("entry", "", "Gazetteer of the North (không ghi nơi xuất bản, [1950]), mục “Nặm Thà”."),
]


@pytest.mark.parametrize(("key", "locator", "expected"), ENGLISH_NOTES)
def test_full_note_in_english(cite, key, locator, expected):
    assert said_note(cite(key), locator) == expected


@pytest.mark.parametrize(("key", "locator", "expected"), VIETNAMESE_NOTES)
def test_full_note_in_vietnamese(cite, key, locator, expected):
    assert said_note(cite(key), locator, language="vi") == expected


@pytest.mark.parametrize(
    ("key", "locator", "language", "expected"),
    [
        ("book", "12", "en", "Nguyễn Văn Bình, Biên niên chiến dịch, 12."),
        ("book", "12", "vi", "Nguyễn Văn Bình, Biên niên chiến dịch, tr. 12."),
        ("telegram", "", "en", "Lê Văn Tám to Quân khu Bắc, 8 March 1962."),
        (
            "quoted",
            "",
            "en",
            "Lê Văn Tám to Quân khu Bắc, 8 March 1962, quoted in Nguyễn Văn Bình, "
            "Biên niên chiến dịch, s.v. “8-3-1962.”",
        ),
        (
            "regest",
            "",
            "vi",
            "Trích yếu “Ngày 8 tháng 3 năm 1962”; lược thuật từ Nguyễn Văn Bình, "
            "Biên niên chiến dịch.",
        ),
        ("article", "45", "en", "Lowe and Gray, “Who Crossed the River?,” 45."),
        ("chapter", "12", "en", "Lowe, “Road North,” 12."),
        ("entry", "", "en", "Gazetteer of the North, s.v. “Nặm Thà.”"),
        ("report", "2", "en", "“Situation report 4,” p. 2."),
        ("bare", "", "vi", "[Điện không có nhan đề]."),
    ],
)
def test_short_note(cite, key, locator, language, expected):
    assert said(short_note(cite(key), locator, language=language)) == expected


@pytest.mark.parametrize(
    ("key", "language", "expected"),
    [
        (
            "book",
            "en",
            "Nguyễn Văn Bình. Biên niên chiến dịch: tập tư liệu [Annals of the campaign]. "
            "Edited by Trần Thị Hoa. Vol. 1. Hà Nội: Quân đội nhân dân, 1998 [pages unknown].",
        ),
        (
            "book",
            "vi",
            "Nguyễn Văn Bình. Biên niên chiến dịch: tập tư liệu. Trần Thị Hoa chủ biên. Tập 1. "
            "Hà Nội: Nxb. Quân đội nhân dân, 1998 [không rõ số trang].",
        ),
        (
            "telegram",
            "en",
            f"Lê Văn Tám. Telegram to Quân khu Bắc, 8 March 1962. hồ sơ 45, tờ 3, {_ARCHIVE}.",
        ),
        (
            "article",
            "en",
            "Lowe, Edith, and Tom Gray. “Who Crossed the River?” "
            "Journal of Border Studies 12, no. 3 (May 1971): 41–67.",
        ),
        (
            "chapter",
            "en",
            "Lowe, Edith. “The Road North.” In Wars of the Hills, edited by Ann Stone, 2nd ed., "
            "10–20. London: Harrow Press, 1980.",
        ),
        ("edited", "en", "Stone, Ann, ed. Wars of the Hills. 2nd ed. London: Harrow Press, 1980."),
        (
            "edited",
            "vi",
            "Stone, Ann (chủ biên). Wars of the Hills. In lần thứ 2. London: Harrow Press, 1980.",
        ),
        ("entry", "en", "Gazetteer of the North. N.p., [1950], s.v. “Nặm Thà.”"),
        (
            "page",
            "en",
            "“Names of the province.” Upland Archive. Accessed 3 May 2020. https://example.org/n.",
        ),
        ("thesis", "en", "Lowe, Edith. “Supply Routes.” PhD diss., University of Leeds, 2003."),
        ("map", "vi", "[Sketch map of the ford]. Không ghi năm."),
    ],
)
def test_bibliography_entry(cite, key, language, expected):
    assert said(bibliography_entry(cite(key), language=language)) == expected


def test_chain_in_a_bibliography_is_short_where_its_sources_have_their_own_entries(cite):
    entry = said(bibliography_entry(cite("regest"), known={"book"}))
    assert entry == (
        "Calendar entry “Ngày 8 tháng 3 năm 1962.” "
        "Derived from Nguyễn Văn Bình, Biên niên chiến dịch."
    )


def test_titles_of_books_are_italic_and_know_their_language(cite):
    italic = [run for run in full_note(cite("book")) if run.italic]
    assert italic == [Run("Biên niên chiến dịch: tập tư liệu", italic=True, language="vi")]


def test_supplied_titles_are_neither_quoted_nor_italic(cite, sources, repositories):
    sources["book"] = replace(sources["book"], title="[Annals]", title_translated="")
    note = full_note(gather_source("book", sources, repositories))
    assert "[Annals]" in said(note)
    assert not any(run.italic for run in note)


def test_quotation_marks_inside_a_title_become_inner_ones():
    source = Source(id="s", title='The “Secret” and "Open" War', level=Level.ITEM)
    assert said_note(CitedSource(source=source)).startswith("“The ‘Secret’ and ‘Open’ War,” n.d.")


def test_all_ways_of_being_incomplete_are_said():
    source = Source(id="s", title="Annals", level=Level.BOOK, incomplete=tuple(Incomplete))
    assert "[beginning lost; to be continued; pages unknown]." in said_note(
        CitedSource(source=source)
    )


def test_date_that_cannot_be_read_is_given_as_printed():
    source = Source(id="s", title="T", level=Level.ITEM, date="mùa lúa chín", edtf="not a date")
    assert said_note(CitedSource(source=source)) == "“T,” mùa lúa chín."


def test_publisher_that_says_it_is_one_gets_no_second_prefix():
    for name in ("Nxb Trẻ", "NXB Trẻ", "Nhà xuất bản Trẻ"):
        source = Source(id="s", title="T", level=Level.BOOK, language="vi", publisher=name)
        assert f": {name}," in said_note(CitedSource(source=source), language="vi")


def test_a_document_printed_in_a_book_names_the_book_with_its_facts(sources, repositories):
    sources["printed"] = Source(id="printed", title="Order 4", parent="edited", edtf="1962-05")
    cited = gather_source("printed", sources, repositories)
    book = "Ann Stone, ed., Wars of the Hills, 2nd ed. (London: Harrow Press, 1980)"
    assert said_note(cited) == f"“Order 4,” May 1962, in {book}."
    assert said(bibliography_entry(cited)) == f"“Order 4.” May 1962. In {book}."


def test_a_title_is_set_on_one_line_without_its_own_period():
    source = Source(id="s", title="Annals of\nthe campaign.", level=Level.BOOK, edtf="1990")
    assert said_note(CitedSource(source=source)) == ("Annals of the campaign (n.p., 1990).")
    source = Source(id="s", title="Roads in the U.S.", level=Level.ITEM, edtf="1990")
    assert said_note(CitedSource(source=source)) == "“Roads in the U.S.,” 1990."


def test_long_titles_are_cut_where_a_reader_would():
    def short(title):
        return said(short_note(CitedSource(source=Source(id="s", title=title, level=Level.BOOK))))

    assert short("Chín năm kháng chiến ở các tỉnh miền núi phía bắc của nước ta") == (
        "Chín năm kháng chiến ở các tỉnh miền…"
    )
    assert short("Quan hệ hai nước láng giềng Bắc – Nam, Nam – Bắc (1930–2007). Biên niên") == (
        "Quan hệ hai nước láng giềng Bắc – Nam."
    )
    assert short("Roads: A History") == "Roads."
    assert short("[Notes: supplied]") == "[Notes: supplied]."


def test_a_telegram_to_many_lists_them_in_full_once(make_person):
    people = [make_person(f"Đoàn {number}", role=Role.RECIPIENT) for number in range(1, 6)]
    source = Source(
        id="s",
        title="",
        level=Level.TELEGRAM,
        contributors=(make_person("Lê Văn Tám", role=Role.SENDER), *people),
        edtf="1962-03-08",
    )
    cited = CitedSource(source=source)
    listed = "Đoàn 1, Đoàn 2, Đoàn 3, Đoàn 4 và Đoàn 5"
    assert listed in said_note(cited, language="vi")
    assert f"Điện gửi {listed}," in said(bibliography_entry(cited, language="vi"))
    assert said(short_note(cited, language="vi")) == (
        "Lê Văn Tám gửi Đoàn 1 và các nơi nhận khác, ngày 8 tháng 3 năm 1962."
    )


def test_an_article_without_its_periodical_keeps_its_date_bare():
    source = Source(id="s", title="[Volunteers]", level=Level.ARTICLE, edtf="2024-09/..")
    assert said_note(CitedSource(source=source)) == "[Volunteers], since September 2024."


def test_a_volume_with_its_years_is_called_a_volume():
    source = Source(id="s", title="Annals", level=Level.BOOK, volume="1 (1930–1975)", edtf="2011")
    assert ", vol. 1 (1930–1975) (" in said_note(CitedSource(source=source))


def test_circles_of_sources_end(sources, repositories):
    sources["a"] = Source(id="a", title="A", derived_from="b", parent="b")
    sources["b"] = Source(id="b", title="B", derived_from="a", quoted_in="b", parent="a")
    cited = gather_source("a", sources, repositories)
    assert cited.derived_from is not None
    assert cited.derived_from.derived_from is None
    assert said_note(cited).count("derived from") == 1


def test_ibid(cite):
    assert said(ibid_note("p. 45")) == "Ibid., 45."
    assert said(ibid_note("p. 45", language="vi")) == "Như trên, tr. 45."
    assert said(ibid_note()) == "Ibid."


def test_citer_uses_ibid_only_where_asked(cite):
    assert ChicagoCiter({"book": cite("book")}, "en").find_ibid("3") is None
    asked = ChicagoCiter({"book": cite("book")}, "en", ibid=True).find_ibid("3")
    assert asked is not None
    assert said(asked) == "Ibid., 3."


def test_citer_never_gives_two_sources_the_same_short_note(cite, sources, repositories):
    sources["twin"] = replace(sources["book"], id="twin", volume="2")
    twins = {key: gather_source(key, sources, repositories) for key in ("book", "twin")}
    citer = ChicagoCiter(twins, "en")
    assert "vol. 1" in said(citer.short_note("book"))
    assert "vol. 2" in said(citer.short_note("twin"))


def test_a_chain_cited_before_is_cited_in_short(cite):
    citer = ChicagoCiter({"regest": cite("regest")}, "en")
    assert citer.list_chain("regest") == ("regest", "book")
    assert said(citer.full_note("regest", known={"book"})) == (
        "Calendar entry “Ngày 8 tháng 3 năm 1962”; "
        "derived from Nguyễn Văn Bình, Biên niên chiến dịch."
    )


def test_a_twin_in_a_chain_is_always_cited_in_full(sources, repositories):
    sources["twin"] = replace(sources["book"], id="twin", volume="2")
    keys = ("regest", "twin")
    citer = ChicagoCiter({key: gather_source(key, sources, repositories) for key in keys}, "en")
    assert "vol. 1" in said(citer.short_note("regest"))
    assert "vol. 1" in said(citer.full_note("regest", known={"book"}))
    assert "vol. 1" in said(dict(citer.list_bibliography(["regest", "twin"]))["regest"])


def test_citer_lists_what_the_chain_leads_to(cite):
    citer = ChicagoCiter({"regest": cite("regest"), "quoted": cite("quoted")}, "en")
    assert [source for source, _ in citer.list_bibliography(["regest", "quoted"])] == [
        "quoted",
        "regest",
        "book",
    ]


_TEXTS = st.text(max_size=12)


@given(
    level=st.sampled_from(list(Level)),
    fields=st.fixed_dictionaries(
        dict.fromkeys(
            ("title", "date", "edtf", "publisher", "place", "volume", "issue", "edition", "url"),
            _TEXTS,
        )
    ),
    locator=_TEXTS,
    language=st.sampled_from(["en", "vi", "fr", ""]),
)
def test_every_source_can_be_cited_and_ends_with_one_period(level, fields, locator, language):
    cited = CitedSource(source=Source(id="s", level=level, **fields))
    for runs in (
        full_note(cited, locator, language=language),
        short_note(cited, locator, language=language),
        bibliography_entry(cited, language=language),
    ):
        text = said(runs)
        assert text.rstrip("”’\"'")[-1] in ".?!…"
        assert not text.endswith("..") or ".." in "".join(fields.values()) + locator
