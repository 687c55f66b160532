"""ISO 690: whole references, short notes, names and years, numbers, in two languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.sources import Level, Role, Source
from tests.citations.conftest import said

_BOOK = (
    "NGUYỄN VĂN BÌNH. Biên niên chiến dịch: tập tư liệu [Annals of the campaign]. Vol. 1. "
    "Edited by Trần Thị Hoa. Hà Nội: Quân đội nhân dân, 1998"
)
_PATH = "Trung tâm Lưu trữ quốc gia III, Hà Nội, Phông Phủ Thủ tướng, Điện đến 1962, hồ sơ 45"

FULL_NOTES = [
    ("book", "12-13", f"{_BOOK}, pp. 12–13 [pages unknown]."),
    (
        "telegram",
        "",
        f"LÊ VĂN TÁM. Telegram to Quân khu Bắc. 8 March 1962. Held at: {_PATH}, tờ 3.",
    ),
    (
        "quoted",
        "",
        "LÊ VĂN TÁM. Telegram to Quân khu Bắc. 8 March 1962, "
        f"quoted in {_BOOK}, s.v. “8-3-1962” [pages unknown].",
    ),
    ("bare", "", "[Untitled telegram]. [n.d.]."),
    (
        "regest",
        "",
        f"Calendar entry “Ngày 8 tháng 3 năm 1962”; derived from {_BOOK} [pages unknown].",
    ),
    (
        "article",
        "45",
        "LOWE, Edith and GRAY, Tom. Who Crossed the River? Journal of Border Studies. "
        "May 1971, vol. 12, no. 3, p. 45.",
    ),
    (
        "chapter",
        "12",
        "LOWE, Edith. The Road North. In: STONE, Ann, ed. Wars of the Hills. 2nd ed. "
        "London: Harrow Press, 1980, p. 12.",
    ),
    ("entry", "", "Nặm Thà. In: Gazetteer of the North. [s.l.]: [s.n.], [1950]."),
    (
        "page",
        "",
        "Names of the province [online]. Upland Archive. [viewed 3 May 2020]. "
        "Available from: https://example.org/n.",
    ),
    (
        "thesis",
        "ll. 3-5",
        "LOWE, Edith. Supply Routes. PhD diss. University of Leeds, 2003, lines 3–5.",
    ),
    ("news", "col. 2", "Planes over the valley. Valley News. 7 May 1962, col. 2."),
    ("report", "f. 2", f"Situation report 4. May 1962. Held at: {_PATH}, fol. 2."),
    ("map", "", "[Sketch map of the ford]. [n.d.]."),
]


@pytest.mark.parametrize(("key", "locator", "expected"), FULL_NOTES)
def test_first_note_is_the_whole_reference(citer, key, locator, expected):
    assert said(citer("iso690-notes").full_note(key, "", locator)) == expected


@pytest.mark.parametrize(
    ("key", "locator", "expected"),
    [
        (
            "article",
            "45",
            "LOWE, Edith và GRAY, Tom. Who Crossed the River? Journal of Border "
            "Studies. Tháng 5 năm 1971, tập 12, số 3, tr. 45.",
        ),
        (
            "edited",
            "đoạn 3",
            "STONE, Ann (chủ biên). Wars of the Hills. In lần thứ 2. "
            "London: Harrow Press, 1980, đoạn 3.",
        ),
        (
            "telegram",
            "",
            "LÊ VĂN TÁM. Điện gửi Quân khu Bắc. Ngày 8 tháng 3 năm 1962. "
            f"Nơi lưu giữ: {_PATH}, tờ 3.",
        ),
        (
            "gazetteer",
            "",
            "Gazetteer of the North. [không ghi nơi xuất bản]: [không ghi nhà xuất bản], [1950].",
        ),
        (
            "page",
            "",
            "Names of the province [trực tuyến]. Upland Archive. "
            "[xem ngày 3 tháng 5 năm 2020]. Địa chỉ: https://example.org/n.",
        ),
    ],
)
def test_first_note_in_vietnamese(citer, key, locator, expected):
    assert said(citer("iso690-notes", "vi").full_note(key, "", locator)) == expected


@pytest.mark.parametrize(
    ("key", "page", "expected"),
    [
        ("book", "12", "NGUYỄN VĂN BÌNH, Biên niên chiến dịch, p. 12."),
        ("article", "45", "LOWE and GRAY, Who Crossed the River?, p. 45."),
        ("chapter", "12", "LOWE, Road North, p. 12."),
        ("news", "", "Planes over the valley."),
        ("bare", "", "[Untitled telegram]."),
    ],
)
def test_later_note_is_short(citer, key, page, expected):
    assert said(citer("iso690-notes").short_note(key, page)) == expected


def test_two_telegrams_of_one_day_are_never_cited_alike(citer):
    notes = citer("iso690-notes")
    assert "Held at:" in said(notes.short_note("telegram"))
    assert said(notes.short_note("quoted")).endswith(
        "8 March 1962, quoted in NGUYỄN VĂN BÌNH, Biên niên chiến dịch, s.v. “8-3-1962.”"
    )


def test_ibid(citer):
    assert said(citer("iso690-notes").find_ibid("45")) == "Ibid., p. 45."
    assert said(citer("iso690-notes", "vi").find_ibid("45")) == "Như trên, tr. 45."
    assert said(citer("iso690-notes").find_ibid()) == "Ibid."
    assert citer("iso690-date").find_ibid("45") is None


@pytest.mark.parametrize(
    ("key", "locator", "expected"),
    [
        ("book", "12-13", "(Nguyễn Văn Bình 1998, pp. 12–13)."),
        ("article", "45", "(Lowe and Gray 1971, p. 45)."),
        ("chapter", "12", "(Lowe 1980, p. 12)."),
        ("quoted", "", "(Lê Văn Tám 1962a, quoted in Nguyễn Văn Bình 1998, s.v. “8-3-1962”)."),
        ("telegram", "fol. 3r", "(Lê Văn Tám 1962b, fol. 3r)."),
        ("gazetteer", "", "(Gazetteer of the North [1950])."),
        ("map", "", "([Sketch map of the ford] [n.d.])."),
        ("fonds", "", "(Phông Phủ Thủ tướng)."),
        ("regest", "", "(Ngày 8 tháng 3 năm 1962; derived from Nguyễn Văn Bình 1998)."),
    ],
)
def test_name_and_year(citer, key, locator, expected):
    assert said(citer("iso690-date").full_note(key, "", locator)) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "book",
            "NGUYỄN VĂN BÌNH, 1998. Biên niên chiến dịch: tập tư liệu [Annals of the "
            "campaign]. Vol. 1. Edited by Trần Thị Hoa. Hà Nội: Quân đội nhân dân [pages unknown].",
        ),
        (
            "chapter",
            "LOWE, Edith, 1980. The Road North. In: STONE, Ann, ed. Wars of the Hills. "
            "2nd ed. London: Harrow Press, pp. 10–20.",
        ),
        (
            "article",
            "LOWE, Edith and GRAY, Tom, 1971. Who Crossed the River? Journal of Border "
            "Studies. May 1971, vol. 12, no. 3, pp. 41–67.",
        ),
        (
            "quoted",
            "LÊ VĂN TÁM, 1962a. Telegram to Quân khu Bắc. 8 March 1962. "
            "Quoted in Nguyễn Văn Bình 1998, s.v. “8-3-1962.”",
        ),
        ("edited", "STONE, Ann, ed., 1980. Wars of the Hills. 2nd ed. London: Harrow Press."),
        ("gazetteer", "Gazetteer of the North, [1950]. [s.l.]: [s.n.]."),
    ],
)
def test_entry_with_the_year_after_the_names(citer, sources, key, expected):
    assert said(dict(citer("iso690-date").list_bibliography(sources))[key]) == expected


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1962~", "ca. 1962"),
        ("1962?", "[1962?]"),
        ("196X", "1960s"),
        ("1962-05-06/1962-05-12", "1962"),
        ("1961-12/1962-03", "1961–1962"),
        ("1962-05/..", "since 1962"),
        ("1962-05~", "ca. 1962"),
        ("", "[n.d.]"),
    ],
)
def test_years_of_partial_dates_and_intervals(citer, make_person, edtf, expected):
    lowe = make_person(family="Lowe", given="Edith")
    source = Source(id="s", title="T", level=Level.ITEM, edtf=edtf, contributors=(lowe,))
    assert said(citer("iso690-date", s=source).full_note("s")) == f"(Lowe {expected})."


def test_lao_and_vietnamese_names_keep_their_order_and_western_ones_are_turned(citer, make_person):
    people = (
        make_person(family="Xayavong", given="Kham", language="lo"),
        make_person(family="Võ", given="Văn An", language="vi", position=1),
        make_person(family="Lowe", given="Edith", position=2),
    )
    source = Source(id="s", title="T", level=Level.BOOK, edtf="1990", contributors=people)
    note = said(citer("iso690-notes", s=source).full_note("s"))
    assert note.startswith("KHAM XAYAVONG, VÕ VĂN AN and LOWE, Edith. T.")
    more = (*people, make_person("Gray", position=3))
    many = replace(source, contributors=more)
    assert said(citer("iso690-date", s=many).full_note("s")) == "(Kham Xayavong et al. 1990)."


def test_timestamps_stay_as_typed(citer):
    assert said(citer("iso690-date").full_note("book", "", "00:12:30")) == (
        "(Nguyễn Văn Bình 1998, at 00:12:30)."
    )


def test_numbers_follow_the_order_of_first_citation(citer):
    numbered = citer("iso690-numeric")
    assert said(numbered.full_note("article", "45")) == "[1], p. 45."
    assert said(numbered.full_note("quoted")) == "[2], quoted in [3], s.v. “8-3-1962.”"
    assert said(numbered.short_note("article")) == "[1]."
    entries = numbered.list_bibliography(["article", "quoted"])
    assert [key for key, _ in entries] == ["article", "quoted", "book"]
    assert said(entries[2][1]) == f"[3] {_BOOK} [pages unknown]."
    assert said(entries[1][1]).endswith("8 March 1962. Quoted in [3], s.v. “8-3-1962.”")


def test_recipients_and_a_document_printed_in_a_book(citer, make_person):
    letter = Source(
        id="s",
        title="On the ford",
        level=Level.LETTER,
        parent="edited",
        edtf="1962-05",
        contributors=(make_person("Lê Văn Tám", role=Role.SENDER),),
    )
    assert said(citer("iso690-notes", s=letter).full_note("s")) == (
        "LÊ VĂN TÁM. On the ford. Letter. May 1962. In: STONE, Ann, ed. Wars of the Hills. "
        "2nd ed. London: Harrow Press, 1980."
    )
