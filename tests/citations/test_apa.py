"""APA: what stands in parentheses, and references, in two languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.sources import Level, Role, Source
from tests.citations.conftest import said

_HELD = (
    "Phông Phủ Thủ tướng (Điện đến 1962, hồ sơ 45, tờ 3), Trung tâm Lưu trữ quốc gia III, Hà Nội."
)


@pytest.mark.parametrize(
    ("key", "locator", "expected"),
    [
        ("book", "12-13", "(Nguyễn Văn Bình, 1998, pp. 12–13)."),
        ("article", "45", "(Lowe & Gray, 1971, p. 45)."),
        ("chapter", "para. 4", "(Lowe, 1980, para. 4)."),
        ("quoted", "", "(Lê Văn Tám, 1962a, as cited in Nguyễn Văn Bình, 1998, s.v. “8-3-1962”)."),
        ("telegram", "f. 3", "(Lê Văn Tám, 1962b, fol. 3)."),
        ("gazetteer", "", "(Gazetteer of the North, [1950])."),
        ("news", "", "(“Planes over the valley,” 1962)."),
        ("page", "", "(Names of the province, n.d.)."),
        ("bare", "", "([Untitled telegram], n.d.)."),
        ("regest", "", "(“Ngày 8 tháng 3 năm 1962”; derived from Nguyễn Văn Bình, 1998)."),
        ("fonds", "", "(Phông Phủ Thủ tướng)."),
        ("thesis", "00:12:30", "(Lowe, 2003, 00:12:30)."),
    ],
)
def test_parentheses(citer, key, locator, expected):
    assert said(citer("apa").full_note(key, "", locator)) == expected
    assert said(citer("apa").short_note(key, "", locator)) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "book",
            "Nguyễn Văn Bình. (1998). Biên niên chiến dịch: tập tư liệu [Annals of the campaign] "
            "(Trần Thị Hoa, Ed.; Vol. 1) [pages unknown]. Quân đội nhân dân.",
        ),
        (
            "article",
            "Lowe, E., & Gray, T. (1971). Who Crossed the River? Journal of Border Studies, "
            "12(3), 41–67.",
        ),
        (
            "chapter",
            "Lowe, E. (1980). The Road North. In A. Stone (Ed.), Wars of the Hills "
            "(2nd ed., pp. 10–20). Harrow Press.",
        ),
        ("edited", "Stone, A. (Ed.). (1980). Wars of the Hills (2nd ed.). Harrow Press."),
        ("entry", "Nặm Thà. ([1950]). In Gazetteer of the North."),
        ("news", "Planes over the valley. (1962, May 7). Valley News."),
        ("thesis", "Lowe, E. (2003). Supply Routes [PhD diss., University of Leeds]."),
        (
            "page",
            "Names of the province. (n.d.). Upland Archive. "
            "Retrieved May 3, 2020, from https://example.org/n",
        ),
        ("telegram", f"Lê Văn Tám. (1962b, March 8). [Telegram to Quân khu Bắc]. {_HELD}"),
        (
            "quoted",
            "Lê Văn Tám. (1962a, March 8). [Telegram to Quân khu Bắc]. "
            "As cited in Nguyễn Văn Bình, 1998, s.v. “8-3-1962.”",
        ),
        ("map", "[Sketch map of the ford]. (n.d.)."),
    ],
)
def test_reference(citer, sources, key, expected):
    assert said(dict(citer("apa").list_bibliography(sources))[key]) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("telegram", f"Lê Văn Tám. (1962b, ngày 8 tháng 3). [Điện gửi Quân khu Bắc]. {_HELD}"),
        ("edited", "Stone, A. (chủ biên). (1980). Wars of the Hills (in lần thứ 2). Harrow Press."),
        ("gazetteer", "Gazetteer of the North. ([1950])."),
        ("map", "[Sketch map of the ford]. (không ghi năm)."),
    ],
)
def test_reference_in_vietnamese(citer, sources, key, expected):
    assert said(dict(citer("apa", "vi").list_bibliography(sources))[key]) == expected


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1962-05-06/1962-05-12", "(1962, May 6–12)"),
        ("1962-05-30/1962-06-02", "(1962, May 30 – June 2)"),
        ("1962-05~", "(ca. 1962, May)"),
        ("1961-12-30/1962-01-02", "(1961–1962)"),
        ("1962?", "([1962?])"),
        ("196X", "(1960s)"),
    ],
)
def test_dates_of_documents(citer, edtf, expected):
    source = Source(id="s", title="Order", level=Level.ITEM, edtf=edtf)
    reference = said(dict(citer("apa", s=source).list_bibliography(["s"]))["s"])
    assert reference == f"Order. {expected}."


def test_two_works_without_a_year_are_told_apart(citer, make_person):
    lowe = make_person(family="Lowe", given="Edith")
    first = Source(id="a", title="A", level=Level.BOOK, contributors=(lowe,))
    second = replace(first, id="b", title="B")
    apa = citer("apa", a=first, b=second)
    assert said(apa.full_note("a")) == "(Lowe, n.d.-a)."
    assert said(apa.full_note("b")) == "(Lowe, n.d.-b)."


def test_names(citer, make_person):
    people = (
        make_person(family="Dupont", given="Jean-Paul Marie"),
        make_person(family="Xayavong", given="Kham", language="lo", position=1),
        make_person("Quân khu Bắc", position=2),
    )
    source = Source(id="s", title="T", level=Level.BOOK, edtf="1990", contributors=people)
    apa = citer("apa", s=source)
    assert said(apa.full_note("s")) == "(Dupont et al., 1990)."
    assert said(dict(apa.list_bibliography(["s"]))["s"]) == (
        "Dupont, J.-P. M., Kham Xayavong, & Quân khu Bắc. (1990). T."
    )
    crowd = tuple(make_person(f"N{one}", position=one) for one in range(1, 23))
    many = citer("apa", s=replace(source, contributors=crowd))
    assert ", N19, … N22. (1990)." in said(dict(many.list_bibliography(["s"]))["s"])


def test_a_translator_follows_the_title(citer, make_person):
    people = (
        make_person(family="Lowe", given="Edith"),
        make_person(family="Gray", given="Tom", role=Role.TRANSLATOR),
    )
    source = Source(id="s", title="T", level=Level.BOOK, edtf="1990", contributors=people)
    assert said(dict(citer("apa", s=source).list_bibliography(["s"]))["s"]) == (
        "Lowe, E. (1990). T (T. Gray, Trans.)."
    )
