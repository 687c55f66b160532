import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.citations.locators import (
    format_locator,
    join_locators,
    pad_times,
    parse_locators,
)
from desktop_app.citations.terms import ENGLISH, FRENCH, LAO, VIETNAMESE


@pytest.mark.parametrize(
    ("typed", "english", "vietnamese"),
    [
        ("p. 12", "p. 12", "tr. 12"),
        ("12–13", "pp. 12–13", "tr. 12–13"),
        ("tr. 12-13", "pp. 12–13", "tr. 12–13"),
        ("trang 5", "p. 5", "tr. 5"),
        ("xii", "p. xii", "tr. xii"),
        ("pp. 12, 15; 18", "pp. 12, 15, 18", "tr. 12, 15, 18"),
        ("s.v. Nặm Thà", "s.v. “Nặm Thà”", "mục “Nặm Thà”"),
        ("mục từ Nặm Thà", "s.v. “Nặm Thà”", "mục “Nặm Thà”"),
        ("s.v. “Nặm Thà, tỉnh”, p. 4", "s.v. “Nặm Thà, tỉnh”, p. 4", "mục “Nặm Thà, tỉnh”, tr. 4"),
        ("mục 3", "sec. 3", "mục 3"),
        ("mục 3-4, tr. 7", "secs. 3–4, p. 7", "mục 3–4, tr. 7"),
        ("mục 8 tháng 3", "s.v. “8 tháng 3”", "mục “8 tháng 3”"),
        ("fol. 3r", "fol. 3r", "tờ 3r"),
        ("tờ 3r-4v", "fols. 3r–4v", "tờ 3r–4v"),
        ("¶ 4", "para. 4", "đoạn 4"),
        ("đoạn 3", "para. 3", "đoạn 3"),
        ("col. 2", "col. 2", "cột 2"),
        ("lines 5-7", "lines 5–7", "dòng 5–7"),
        ("p. 12, ¶ 3", "p. 12, para. 3", "tr. 12, đoạn 3"),
        ("trang đầu", "trang đầu", "trang đầu"),
        ("A-12", "A-12", "A-12"),
        ("00:12:33", "at 00:12:33", "phút 00:12:33"),
        ("at 12:34", "at 12:34", "phút 12:34"),
        ("phút 1:02:33-1:03:10", "at 1:02:33–1:03:10", "phút 1:02:33–1:03:10"),
        ("vv. 5-8", "vv. 5–8", "câu 5–8"),
        ("khổ 2, câu 3", "st. 2, v. 3", "khổ 2, câu 3"),
        ("ໜ້າ 12", "p. 12", "tr. 12"),
        ("ໃບທີ 3r, ແຖວ 4", "fol. 3r, line 4", "tờ 3r, dòng 4"),
        ("feuillet 3", "fol. 3", "tờ 3"),
        ("12, n. 3", "p. 12, n. 3", "tr. 12, chú thích 3"),
        ("n.d.", "n.d.", "n.d."),
        ("", "", ""),
    ],
)
def test_locator_as_typed_becomes_that_of_the_language(typed, english, vietnamese):
    assert format_locator(typed, ENGLISH) == english
    assert format_locator(typed, VIETNAMESE) == vietnamese


def test_bare_pages_lose_only_the_word():
    assert format_locator("p. 12-13", ENGLISH, bare_pages=True) == "12–13"
    assert format_locator("fol. 3r", ENGLISH, bare_pages=True) == "fol. 3r"
    assert format_locator("p. 72, n. 14", ENGLISH, bare_pages=True) == "72n14"
    assert format_locator("72, nn. 14-15", ENGLISH, bare_pages=True) == "72nn14–15"


@pytest.mark.parametrize(
    ("typed", "french", "lao"),
    [
        ("pp. 12-13", "p. 12–13", "ໜ້າ 12–13"),
        ("tờ 3r", "fol. 3r", "ໃບທີ 3r"),
        ("col. 2", "col. 2", "ຖັນ 2"),
        ("§ 4", "§ 4", "ໝວດ 4"),
        ("¶ 4", "par. 4", "ວັກ 4"),
        ("lines 5-7", "l. 5–7", "ແຖວ 5–7"),
        ("n. 3", "n. 3", "ໝາຍເຫດ 3"),
        ("s.v. Nặm Thà", "s.v. «\u202fNặm Thà\u202f»", "ຄຳວ່າ “Nặm Thà”"),
        ("12:34", "à 12:34", "ນາທີ 12:34"),
        ("strophe 2, vers 3", "str. 2, v. 3", "ບົດ 2, ຂໍ້ 3"),
    ],
)
def test_locators_in_french_and_lao(typed, french, lao):
    assert format_locator(typed, FRENCH) == french
    assert format_locator(typed, LAO) == lao
    assert format_locator(french, LAO) == lao


def test_times_are_filled_up_for_the_style_that_wants_it():
    assert pad_times("12:34") == "00:12:34"
    assert pad_times("p. 3, 1:02:33-1:03:10") == "p. 3, 01:02:33-01:03:10"
    assert pad_times("75:10") == "01:15:10"


@pytest.mark.parametrize(
    ("page", "typed", "joined"),
    [
        ("12", "", "p. 12"),
        ("", "s.v. Nặm Thà", "s.v. Nặm Thà"),
        ("12", "p. 13", "p. 12"),
        ("12–13", "¶ 3", "pp. 12–13, para. 3"),
        ("A-12", "¶ 3", "A-12, para. 3"),
        ("", "", ""),
    ],
)
def test_page_label_wins_over_typed_pages_and_keeps_the_rest(page, typed, joined):
    assert join_locators(page, typed) == joined


@given(st.text(max_size=40))
def test_no_locator_is_refused_and_a_formatted_one_is_stable(typed):
    once = format_locator(typed, ENGLISH)
    assert format_locator(once, ENGLISH) == once or '"' in typed or "“" in typed or "”" in typed
    assert all(locator.value for locator in parse_locators(typed))
