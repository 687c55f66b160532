"""The archival style: the path down to the record, short marks, records before printed works."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.sources import Level, Source
from tests.citations.conftest import said

_REPOSITORY = "Trung tâm Lưu trữ quốc gia III, Hà Nội"
_FILE = f"{_REPOSITORY}, Phông Phủ Thủ tướng, Điện đến 1962, hồ sơ 45"


@pytest.mark.parametrize(
    ("key", "locator", "expected"),
    [
        (
            "telegram",
            "",
            f"{_FILE}, tờ 3: Lê Văn Tám to Quân khu Bắc, telegram, 8 March 1962.",
        ),
        (
            "telegram",
            "fol. 3",
            f"{_FILE}, tờ 3: Lê Văn Tám to Quân khu Bắc, telegram, 8 March 1962.",
        ),
        ("report", "ff. 2-4", f"{_FILE}, fols. 2–4: “Situation report 4,” May 1962."),
        ("fonds", "", f"{_REPOSITORY}: Phông Phủ Thủ tướng."),
        ("file", "", f"{_REPOSITORY}, Phông Phủ Thủ tướng, hồ sơ 45: Điện đến 1962."),
        ("map", "", "[repository not known]: [Sketch map of the ford], n.d."),
        ("bare", "fol. 2", "[repository not known], fol. 2: [Untitled telegram], n.d."),
        (
            "chapter",
            "12",
            "Edith Lowe, “The Road North,” in Wars of the Hills, ed. Ann Stone, 2nd ed. "
            "(London: Harrow Press, 1980), 12.",
        ),
    ],
)
def test_first_note(citer, key, locator, expected):
    assert said(citer("archival").full_note(key, "", locator)) == expected


@pytest.mark.parametrize(
    ("key", "locator", "language", "expected"),
    [
        (
            "telegram",
            "",
            "en",
            "hồ sơ 45, tờ 3: Lê Văn Tám to Quân khu Bắc, 8 March 1962.",
        ),
        (
            "telegram",
            "",
            "vi",
            "hồ sơ 45, tờ 3: Lê Văn Tám gửi Quân khu Bắc, ngày 8 tháng 3 năm 1962.",
        ),
        ("report", "f. 2", "en", "hồ sơ 45, fol. 2: “Situation report 4,” May 1962."),
        ("map", "f. 2", "en", "[Sketch map of the ford], n.d., fol. 2."),
        ("map", "f. 2", "vi", "[Sketch map of the ford], không ghi năm, tờ 2."),
        (
            "quoted",
            "",
            "en",
            "Lê Văn Tám to Quân khu Bắc, 8 March 1962, quoted in Nguyễn Văn Bình, "
            "Biên niên chiến dịch, s.v. “8-3-1962.”",
        ),
        ("chapter", "12", "vi", "Lowe, “Road North”, tr. 12."),
    ],
)
def test_later_note(citer, key, locator, language, expected):
    assert said(citer("archival", language).short_note(key, "", locator)) == expected


def test_records_come_first_by_their_place_then_printed_works(citer):
    keys = ("book", "telegram", "edited", "map", "file", "quoted")
    entries = citer("archival").list_bibliography(keys)
    assert [key for key, _ in entries] == ["telegram", "file", "map", "quoted", "book", "edited"]
    assert said(entries[0][1]) == (
        f"{_REPOSITORY}. Phông Phủ Thủ tướng, Điện đến 1962, hồ sơ 45, tờ 3. "
        "Lê Văn Tám to Quân khu Bắc, telegram, 8 March 1962."
    )
    assert said(entries[2][1]) == "[repository not known]. [Sketch map of the ford], n.d."


def test_a_record_without_a_mark_says_so(citer):
    record = Source(id="s", title="Order", level=Level.ITEM, parent="fonds", edtf="1962~")
    note = said(citer("archival", s=record).full_note("s", "", "f. 7v"))
    assert note == (
        f"{_REPOSITORY}, Phông Phủ Thủ tướng, [no shelf mark], fol. 7v: “Order,” ca. 1962."
    )


def test_ibid_and_a_title_with_its_translation(citer, sources):
    record = replace(
        sources["report"],
        id="s",
        title="Báo cáo tháng 5",
        title_translated="Report for May",
        language="vi",
        url="https://example.org/s",
    )
    archival = citer("archival", s=record)
    assert said(archival.find_ibid("", "f. 4")) == "Ibid., fol. 4."
    assert said(archival.full_note("s")) == (
        f"{_FILE}: “Báo cáo tháng 5” [Report for May], May 1962, https://example.org/s."
    )
