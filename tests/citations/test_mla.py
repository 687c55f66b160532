"""MLA: what stands in parentheses, and works cited, in two languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.sources import Level, Source
from tests.citations.conftest import said

_HELD = (
    "Phông Phủ Thủ tướng, Trung tâm Lưu trữ quốc gia III, Hà Nội, Điện đến 1962, hồ sơ 45, tờ 3."
)


@pytest.mark.parametrize(
    ("key", "locator", "expected"),
    [
        ("book", "12-13", "(Nguyễn Văn Bình 12–13)."),
        ("article", "45", "(Lowe and Gray 45)."),
        ("chapter", "12", "(Lowe, “Road North” 12)."),
        ("thesis", "ll. 3-5", "(Lowe, Supply Routes, lines 3–5)."),
        ("edited", "para. 3", "(Stone, para. 3)."),
        ("gazetteer", "col. 2", "(Gazetteer of the North, col. 2)."),
        ("entry", "", "(“Nặm Thà”)."),
        ("map", "", "([Sketch map of the ford])."),
        ("report", "f. 2", "(“Situation report 4,” fol. 2)."),
        ("regest", "", "(“Ngày 8 tháng 3 năm 1962”; derived from Nguyễn Văn Bình)."),
        (
            "quoted",
            "",
            "(Lê Văn Tám, Telegram to Quân khu Bắc, 8 Mar. 1962, "
            "qtd. in Nguyễn Văn Bình, s.v. “8-3-1962”).",
        ),
        (
            "telegram",
            "",
            "(Lê Văn Tám, Telegram to Quân khu Bắc, 8 Mar. 1962, hồ sơ 45, tờ 3).",
        ),
    ],
)
def test_parentheses(citer, key, locator, expected):
    assert said(citer("mla").full_note(key, "", locator)) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "book",
            "Nguyễn Văn Bình. Biên niên chiến dịch: tập tư liệu [Annals of the campaign]. "
            "Edited by Trần Thị Hoa, vol. 1, Quân đội nhân dân, 1998 [pages unknown].",
        ),
        (
            "article",
            "Lowe, Edith, and Tom Gray. “Who Crossed the River?” Journal of Border Studies, "
            "vol. 12, no. 3, May 1971, pp. 41–67.",
        ),
        (
            "chapter",
            "Lowe, Edith. “The Road North.” Wars of the Hills, edited by Ann Stone, 2nd ed., "
            "Harrow Press, 1980, pp. 10–20.",
        ),
        ("edited", "Stone, Ann, editor. Wars of the Hills. 2nd ed., Harrow Press, 1980."),
        ("gazetteer", "Gazetteer of the North. [1950]."),
        ("thesis", "Lowe, Edith. Supply Routes. 2003. University of Leeds, PhD diss."),
        ("news", "“Planes over the valley.” Valley News, 7 May 1962."),
        (
            "page",
            "“Names of the province.” Upland Archive, https://example.org/n. Accessed 3 May 2020.",
        ),
        (
            "telegram",
            f"Lê Văn Tám. Telegram to Quân khu Bắc. 8 Mar. 1962. {_HELD}",
        ),
        (
            "quoted",
            "Lê Văn Tám. Telegram to Quân khu Bắc. 8 Mar. 1962. "
            "Quoted in Nguyễn Văn Bình, s.v. “8-3-1962.”",
        ),
        ("map", "[Sketch map of the ford]."),
    ],
)
def test_works_cited(citer, sources, key, expected):
    assert said(dict(citer("mla").list_bibliography(sources))[key]) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("edited", "Stone, Ann, chủ biên. Wars of the Hills. In lần thứ 2, Harrow Press, 1980."),
        ("news", "“Planes over the valley”. Valley News, ngày 7 tháng 5 năm 1962."),
        ("bare", "[Điện không có nhan đề]."),
    ],
)
def test_works_cited_in_vietnamese(citer, sources, key, expected):
    assert said(dict(citer("mla", "vi").list_bibliography(sources))[key]) == expected


def test_names(citer, make_person):
    people = (
        make_person(family="Lowe", given="Edith"),
        make_person("Trần Thị Hoa", language="vi", position=1),
        make_person(family="Xayavong", given="Kham", language="lo", position=2),
    )
    source = Source(id="s", title="T", level=Level.BOOK, edtf="1990-05", contributors=people)
    assert said(citer("mla", s=source).full_note("s", "7")) == "(Lowe et al. 7)."
    assert said(dict(citer("mla", s=source).list_bibliography(["s"]))["s"]) == (
        "Lowe, Edith, et al. T. 1990."
    )
    two = replace(source, contributors=people[1:])
    assert said(dict(citer("mla", s=two).list_bibliography(["s"]))["s"]) == (
        "Trần Thị Hoa and Kham Xayavong. T. 1990."
    )


def test_volumes_of_one_title_are_told_apart(citer, sources):
    twin = replace(sources["book"], id="twin", volume="2")
    mla = citer("mla", twin=twin)
    assert said(mla.full_note("twin", "7")) == (
        "(Nguyễn Văn Bình, Biên niên chiến dịch, vol. 2, 1998, p. 7)."
    )


def test_months_are_shortened(citer):
    dates = {"a": "1962-09-02", "b": "1962-12", "c": "1962-06"}
    made = {
        key: Source(id=key, title="T", level=Level.ITEM, edtf=edtf) for key, edtf in dates.items()
    }
    entries = dict(citer("mla", **made).list_bibliography(made))
    assert [said(entries[key]) for key in dates] == [
        "“T.” 2 Sept. 1962.",
        "“T.” Dec. 1962.",
        "“T.” June 1962.",
    ]
