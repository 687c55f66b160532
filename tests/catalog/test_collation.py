import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.collation import find_letter, sort_key

NAMES = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("aăâàảãáạdđeêoôơuưAĐ 0129ກເ-'")
    ),
    max_size=20,
)


@pytest.mark.parametrize(
    "ordered",
    [
        [
            "",
            "a",
            "ă",
            "â",
            "b",
            "c",
            "d",
            "đ",
            "e",
            "ê",
            "g",
            "i",
            "o",
            "ô",
            "ơ",
            "u",
            "ư",
            "v",
            "y",
        ],
        ["ba", "bà", "bả", "bã", "bá", "bạ"],
        ["ba", "ba ba", "ba lô", "bà", "bà con", "bá", "ban", "bàn", "băng", "bân"],
        ["Tiểu đoàn 2", "Tiểu đoàn 4", "tiểu đoàn 12", "Tiểu đoàn 12", "Tiểu đoàn 701"],
        ["1", "02", "10", "a", "A76", "A177"],
        ["an", "An", "an Giang", "Ân"],
        ["Nam", "“Nặm Thà”", "Nặm Thà 2", "Nông"],
        ["dân", "Đảng", "Đoàn 959", "em"],
        ["Z", "Ωmega", "Яков", "ກາ", "ເກາ", "ຂາ"],
        ["Xỉxávạt", "Xuvana"],
    ],
)
def test_order(ordered: list[str]) -> None:
    assert sorted(ordered, key=sort_key) == ordered
    assert sorted(ordered, key=lambda name: sort_key(name).encode("utf-8")) == ordered


def test_diacritics_are_secondary_in_other_languages() -> None:
    ordered = ["cote", "coté", "côte", "cotes", "đa", "dab"]
    assert sorted(ordered, key=lambda name: sort_key(name, "fr")) == ordered


def test_quotes_and_hyphens_do_not_move_a_name() -> None:
    first = [sort_key(name).split("\x01")[0] for name in ("Nặm Thà", "«Nặm-Thà»", "“nặm thà”")]
    assert len(set(first)) == 1


def test_both_tone_placements_stand_together() -> None:
    ordered = ["hoa", "hoà bình", "hòa bình", "hoả"]
    assert sorted(ordered, key=sort_key)[0] == "hoa"
    assert sorted(ordered, key=sort_key)[3] == "hoả"


@given(NAMES)
def test_a_key_can_be_stored_and_is_one_for_all_normal_forms(name: str) -> None:
    key = sort_key(name)
    assert "\x00" not in key
    assert sort_key(unicodedata.normalize("NFD", name)) == key
    assert sort_key(name, "en").encode("utf-8")


@given(st.lists(NAMES, max_size=12))
def test_sqlite_sorts_the_keys_as_python_does(names: list[str]) -> None:
    keys = [sort_key(name) for name in names]
    with sqlite3.connect(":memory:") as catalogue:
        catalogue.execute("CREATE TABLE t (k TEXT)")
        catalogue.executemany("INSERT INTO t VALUES (?)", [(key,) for key in keys])
        stored = [row[0] for row in catalogue.execute("SELECT k FROM t ORDER BY k")]
    catalogue.close()
    assert stored == sorted(keys)


@given(st.integers(0, 10**40), st.integers(0, 10**40))
def test_numbers_sort_by_value(first: int, second: int) -> None:
    keys = [sort_key(f"Đoàn {number}") for number in sorted({first, second})]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("text", "vietnamese", "other"),
    [
        ("Đồn Mai", "Đ", "D"),
        ("ắc", "Ă", "A"),
        ("“Ông”", "Ô", "O"),
        ("élan", "E", "E"),
        ("12th", "0–9", "0–9"),
        ("ເມືອງ", "ມ", "ມ"),
        ("…", "", ""),
    ],
)
def test_a_text_stands_under_the_letter_of_its_dictionary(text, vietnamese, other):
    assert (find_letter(text, "vi"), find_letter(text, "en")) == (vietnamese, other)
