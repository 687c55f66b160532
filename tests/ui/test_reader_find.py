"""Finding in one document: with and without tones, across white space, in Lao."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.folding import fold
from desktop_app.ui.widgets.reader_find import TextFinder

TEXT = "Nặm Thà, NAM THA và nậm thá;\nMương\nXỉnh. Đoàn 959 (đoàn). 🙂 hoà, hòa. ນ້ຳທາ ນໍ້າທາ"


def found(query: str, *, tones: bool = False) -> list[str]:
    return [TEXT[start:end] for start, end in TextFinder(TEXT).find(query, tones=tones)]


@pytest.mark.parametrize(
    ("query", "tones", "expected"),
    [
        ("nam tha", False, ["Nặm Thà", "NAM THA", "nậm thá"]),
        ("nặm thà", True, ["Nặm Thà"]),
        ("nặm thà", False, ["Nặm Thà", "NAM THA", "nậm thá"]),
        ("muong xinh", False, ["Mương\nXỉnh"]),
        ("doan", False, ["Đoàn", "đoàn"]),
        ("doan", True, []),
        ("đoàn", True, ["Đoàn", "đoàn"]),
        ("hoa", False, ["hoà", "hòa"]),
        ("959 (", False, ["959 ("]),
        ("🙂", False, ["🙂"]),
        (".", False, [".", ".", "."]),
        ("ນໍ້າ", False, ["ນ້ຳ", "ນໍ້າ"]),
        ("   ", False, []),
        ("", True, []),
        ("\u0301", False, []),
        ("[^]\\-", False, []),
    ],
)
def test_found(query: str, tones: bool, expected: list[str]) -> None:
    assert found(query, tones=tones) == expected


@given(st.text("aáăđ d'’🙂\u0301\n", max_size=30), st.text("aáăđd'🙂", min_size=1, max_size=3))
def test_everything_found_folds_to_the_query(text: str, query: str) -> None:
    for start, end in TextFinder(text).find(query, tones=False):
        assert fold(text[start:end]) == fold(query)
    assert bool(TextFinder(text).find(query, tones=False)) == (fold(query) in fold(text))
