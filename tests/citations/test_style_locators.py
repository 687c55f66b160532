"""Places in a source as each style writes them, and calendar entries with their way."""

from __future__ import annotations

import pytest

from desktop_app.catalog.sources import Level, Source
from tests.citations.conftest import said

_PLACES = [
    ("p. 45", "p. 45", "tr. 45"),
    ("45-7", "pp. 45–7", "tr. 45–7"),
    ("tr. 12, 14", "pp. 12, 14", "tr. 12, 14"),
    ("f. 3r", "fol. 3r", "tờ 3r"),
    ("ff. 3r-4v", "fols. 3r–4v", "tờ 3r–4v"),
    ("col. 2", "col. 2", "cột 2"),
    ("¶ 4", "para. 4", "đoạn 4"),
    ("§ 7", "sec. 7", "mục 7"),
    ("lines 3-5", "lines 3–5", "dòng 3–5"),
    ("n. 9", "n. 9", "chú thích 9"),
    ("s.v. Nặm Thà", "s.v. “Nặm Thà”", "mục “Nặm Thà”"),
]


@pytest.mark.parametrize(("typed", "english", "vietnamese"), _PLACES)
def test_places(citer, typed, english, vietnamese):
    for language, place in (("en", english), ("vi", vietnamese)):
        for style, form in (
            ("iso690-date", "(Lowe 2003, {})."),
            ("apa", "(Lowe, 2003, {})."),
        ):
            note = said(citer(style, language).full_note("thesis", "", typed))
            assert note == form.format(place)
        numbered = said(citer("iso690-numeric", language).full_note("thesis", "", typed))
        inside = language == "en" and place.endswith("”")
        assert numbered == (f"[1], {place[:-1]}.”" if inside else f"[1], {place}.")


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        ("chicago", "en", "Lowe, “Supply Routes,” at 12:30."),
        ("iso690-date", "en", "(Lowe 2003, at 12:30)."),
        ("iso690-numeric", "fr", "[1], à 12:30."),
        ("apa", "en", "(Lowe, 2003, 12:30)."),
        ("apa", "vi", "(Lowe, 2003, 12:30)."),
        ("mla", "en", "(Lowe, Supply Routes 00:12:30)."),
        ("archival", "lo", "Lowe, “Supply Routes”, ນາທີ 12:30."),
    ],
)
def test_times(citer, style, language, expected):
    assert said(citer(style, language).short_note("thesis", "", "12:30")) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("iso690-notes", "Calendar entry “3 May.” Held at: {down}."),
        (
            "apa",
            "Calendar entry “3 May.” {down}.",
        ),
        ("mla", "Calendar entry “3 May.” {up}."),
    ],
)
def test_a_calendar_entry_says_where_it_lies(citer, style, expected):
    entry = Source(id="s", title="3 May", level=Level.REGESTA, parent="file")
    down = "Trung tâm Lưu trữ quốc gia III, Hà Nội, Phông Phủ Thủ tướng, Điện đến 1962, hồ sơ 45"
    up = "Điện đến 1962, hồ sơ 45, Phông Phủ Thủ tướng, Trung tâm Lưu trữ quốc gia III, Hà Nội"
    listed = said(dict(citer(style, s=entry).list_bibliography(["s"]))["s"])
    assert listed == expected.format(down=down, up=up)
