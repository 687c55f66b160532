import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.anchors import (
    Utf16Map,
    check_anchor,
    from_utf16,
    make_anchor,
    to_utf16,
    trim,
)
from desktop_app.catalog.excerpts import Excerpt
from desktop_app.errors import UserError

TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("a𐍈𝄞😀\n ")),
    max_size=60,
)


@given(TEXTS)
def test_utf16_positions_agree_with_the_encoding(text: str) -> None:
    positions = Utf16Map(text)
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le")) // 2
        assert positions.to_utf16(offset) == units == to_utf16(text, offset)
        assert positions.from_utf16(units) == offset == from_utf16(text, units)


def test_a_position_inside_a_pair_is_its_character() -> None:
    positions = Utf16Map("a😀b")
    assert [positions.from_utf16(units) for units in range(5)] == [0, 1, 1, 2, 3]
    assert (positions.from_utf16(99), positions.to_utf16(99)) == (3, 4)
    assert (positions.from_utf16(-1), positions.to_utf16(-1)) == (0, 0)


def test_an_anchor_keeps_quote_and_context() -> None:
    text = "x" * 50 + "quote" + "y" * 10
    assert make_anchor(text, 50, 55) == ("quote", "x" * 32, "y" * 10)
    assert make_anchor("quote", 0, 5) == ("quote", "", "")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-1, 2, "bad_range"),
        (2, 1, "bad_range"),
        (0, 99, "bad_range"),
        (1, 1, "empty_excerpt"),
        (1, 3, "empty_excerpt"),
    ],
)
def test_an_anchor_refuses(start: int, end: int, code: str) -> None:
    with pytest.raises(UserError) as raised:
        make_anchor("a \nb", start, end)
    assert raised.value.code == code
    assert "Nothing was changed" in raised.value.message


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("a  Nặm Thà \n b", 1, 13, "Nặm Thà"),
        ("Na\u0306\u0323m", 0, 2, "Na\u0306\u0323"),
        ("Na\u0306\u0323m", 2, 5, "a\u0306\u0323m"),
        ("ນ້ຳທາ", 0, 2, "ນ້ຳ"),
        ("👩\u200d🌾 field", 0, 1, "👩\u200d🌾"),
        ("   ", 0, 3, ""),
    ],
)
def test_trim(text: str, start: int, end: int, words: str) -> None:
    start, end = trim(text, start, end)
    assert text[start:end] == words


@given(TEXTS, st.data())
def test_trim_is_idempotent_and_within_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = trim(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert trim(text, first, last) == (first, last)
    assert text[start:end].strip() in text[first:last]


def test_check_anchor() -> None:
    excerpt = Excerpt(id="exc-1", document="doc-1", revision=1, start=2, end=4, quote="cd")
    assert check_anchor("abcdef", excerpt)
    assert not check_anchor("abcxef", excerpt)
    assert not check_anchor("abc", excerpt)
