"""Words of a text: what is one word, how it is folded, where it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.analysis import BREAK, iter_keys, list_words, squash_words


def folded(text: str) -> list[str]:
    return [word.folded for word in list_words(text)]


def keys(text: str) -> set[str]:
    return {key.text for key in iter_keys(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tiểu đoàn 4", ["tieu", "doan", "4"]),
        ("968 và 1968", ["968", "va", "1968"]),
        ("5.600 5,600 5600 5\u00a0600", ["5600"] * 4),
        ("1.234.567 người", ["1234567", "nguoi"]),
        ("1.234,5 1,234.5", ["1234.5", "1234.5"]),
        ("12,7mm", ["12.7", "mm"]),
        ("12.7 mm", ["12.7", "mm"]),
        ("Quyết định 40/QU-TW", ["quyet", "dinh", "40", "qu", "tw"]),
        ("A76, C47, BV13", ["a76", "c47", "bv13"]),
        ("15.4.1962", ["15", "4", "1962"]),
        ("1/6 lực lượng", ["1", "6", "luc", "luong"]),
        ("The War and I", ["the", "war", "and", "i"]),
        ("đ Đ ð", ["d", "d", "d"]),
        ("nguỵ ngụy NGUỴ", ["nguy"] * 3),
        ("hoà hòa", ["hoa", "hoa"]),
        ("snake_case", ["snake", "case"]),
        ("Nặm\u00adThà", ["namtha"]),
        ("ທ້າວ ໑໙໖໒", ["ທ້າ", "ວ", "1962"]),
        ("南塔", ["南", "塔"]),
        ("", []),
        ("— … ! ()", []),
    ],
)
def test_words_are_found_whole(text, words):
    assert folded(text) == words
    assert folded(unicodedata.normalize("NFD", text)) == words


def test_tone_placement_is_one_spelling_even_when_exact():
    assert [word.exact for word in list_words("nguỵ ngụy")] == ["nguỵ", "nguỵ"]
    assert [word.exact for word in list_words("hoà hòa")] == ["hoà", "hoà"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mỹ", "Mĩ"), ("kỹ", "kĩ"), ("lý", "lí"), ("sĩ", "sỹ"), ("tỷ", "tỉ"), ("hy", "hi"),
     ("quý", "quí"), ("Quỳ", "Quì")],
)  # fmt: skip
def test_y_and_i_are_one_vowel_and_two_exact_spellings(one, other):
    assert squash_words(one)[0] == squash_words(other)[0]
    assert folded(one)[0] in keys(other) and folded(other)[0] in keys(one)
    assert squash_words(one)[1] != squash_words(other)[1]
    assert {key.position for key in iter_keys(f"{one} {other}")} == {0, 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [("thuý", "thúi"), ("tay", "tai"), ("hay", "hai"), ("mày", "mài"), ("lính", "lýnh"),
     ("Thy", "thi"), ("by", "bi"), ("nghỉ", "nghỷ"), ("xuý", "xúi"), ("guy", "gui")],
)  # fmt: skip
def test_y_and_i_of_other_syllables_stay_apart(one, other):
    assert not keys(one) & keys(other)


def test_exact_forms_keep_tones_and_lose_case():
    assert [word.exact for word in list_words("Nặm THÀ")] == ["nặm", "thà"]
    assert [word.exact for word in list_words("968 12,7")] == ["", ""]


@pytest.mark.parametrize("text", ["Pa-thét", "Pa’thét", "Pa'thét", "Pa‑thét"])
def test_hyphens_and_apostrophes_also_join(text):
    assert "pathet" in keys(text)
    assert {"pa", "thet"} <= keys(text)


def test_numbers_are_not_joined_across_a_hyphen():
    assert keys("1962-1963") == {"1962", "1963"}


def test_a_word_of_any_length_is_one_short_key():
    (word,) = list_words("a" * 1_000_000)
    assert len(word.folded) <= 64
    assert word.end == 1_000_000


def test_a_break_keeps_phrases_apart():
    first, second = list_words(f"Nặm{BREAK}Thà")
    assert second.position - first.position > 50


def test_lao_marks_have_one_order_and_no_spaces_are_needed():
    assert folded("ນ້ຳທາ") == folded("ນໍ້າທາ")
    assert len(folded("ຫລວງນ້ຳທາ")) > 3


def test_names_squash_to_one_key():
    assert squash_words("Pha Bang")[0] == squash_words("Phạbang")[0] == "phabang"
    assert squash_words("Pathết")[0] == squash_words("Pa-thét")[0] == squash_words("Pa thét")[0]


TEXTS = st.text(
    st.one_of(
        st.sampled_from("aăâđẩọ nguỵ-'’.,0158/\u0301\u0323\u00ad\u200bນ້ຳທາไทย南\u2029_"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(TEXTS)
def test_offsets_are_those_of_the_text(text):
    before = 0
    for word in list_words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.start >= before
        before = word.start
        assert word.folded


@given(TEXTS)
def test_positions_rise_and_keys_are_clean(text):
    positions = [word.position for word in list_words(text)]
    assert positions == sorted(set(positions))
    by_key: dict[str, list[int]] = {}
    for key in iter_keys(text):
        by_key.setdefault(key.text, []).append(key.position)
    assert all(places == sorted(places) for places in by_key.values())


@given(TEXTS)
def test_words_of_a_piece_are_the_words_of_the_text(text):
    for word in list_words(text):
        alone = list_words(text[word.start : word.end])
        assert word.folded in {piece.folded for piece in alone}


def list_keys(text: str) -> list[tuple[str, int]]:
    return [(key.text, key.position) for key in iter_keys(text)]


@given(TEXTS)
def test_index_and_query_agree_in_every_normal_form(text):
    composed = unicodedata.normalize("NFC", text)
    assert list_keys(composed) == list_keys(unicodedata.normalize("NFD", text))


@given(st.text(st.sampled_from("aăâđẩọ nguỵhoàqúGIÁ-'’.,0158/ ĐẪƠ"), max_size=40))
def test_case_never_matters(text):
    assert list_keys(text.upper()) == list_keys(text.lower())


@given(TEXTS, TEXTS)
def test_what_stands_around_words_changes_nothing_in_them(before, text):
    alone = [word.folded for word in list_words(text)]
    after = [word.folded for word in list_words(f"{before} {BREAK} {text}")]
    assert after[len(after) - len(alone) :] == alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nguỵ", "ngụy"),
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("quý", "qúy"),
        ("ນ້ຳ", "ນໍ້າ"),
        ("ນ້ຳ", "ນໍ້າ"),
        ("ແ", "ເເ"),
        ("5.600", "5,600"),
        ("5.600", "5600"),
        ("1.234.567", "1,234,567"),
        ("12,7mm", "12.7mm"),
        ("1.234,5", "1,234.5"),
        ("Pa-thét", "Pa‑thét"),
        ("Pa’thét", "Pa'thét"),
        ("Nặm\u00adThà", "NặmThà"),
        ("Ð", "đ"),
        ("１９６２", "1962"),
        ("໑໙໖໒", "1962"),
    ],
)
def test_one_word_in_two_spellings_has_one_key(one, other):
    assert [word.folded for word in list_words(one)] == [word.folded for word in list_words(other)]


@pytest.mark.parametrize(("one", "other"), [("nguỵ", "ngụy"), ("thuỷ", "thủy"), ("quý", "qúy")])
def test_the_place_of_the_tone_is_no_other_spelling_when_exact(one, other):
    assert [w.exact_key for w in list_words(one)] == [w.exact_key for w in list_words(other)]


@pytest.mark.parametrize(("one", "other"), [("968", "1968"), ("12,7", "127"), ("5.60", "560")])
def test_other_numbers_are_other_words(one, other):
    assert [word.folded for word in list_words(one)] != [word.folded for word in list_words(other)]
