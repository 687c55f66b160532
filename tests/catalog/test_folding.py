import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.folding import (
    fold,
    fold_tone_placement,
    fold_with_map,
    normalise_lao,
    squash,
)

MIXED = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "aAđĐĂơừựỷœßİıﬁ½`’\u0301\u0309\u0345\u1161\u3099\u0ec0\u0eb2\u0eb3\u0ec9\u0ecd\u0eb8ນໜ"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nặm Thà", "nam tha"),
        ("Đại đoàn", "dai doan"),
        ("ĐƯỜNG", "duong"),
        ("Ðà Nẵng", "da nang"),
        ("Musée élève Œuvre", "musee eleve oeuvre"),
        ("Łódź Ærø Straße", "lodz aero strasse"),
        ("Lao’s ‘x’ ʼy", "lao's 'x' 'y"),
        ("Việt Nam – Lào", "viet nam - lao"),
        ("800km²", "800km2"),
        ("ﬁle", "file"),
        ("Pha-bang Phạ bang", "pha-bang pha bang"),
        ("かが", "かが"),
        ("Tiểu đoàn 4", "tieu doan 4"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(MIXED)
@example("ɖ\u0345A")
@settings(max_examples=400, deadline=None)
def test_fold_is_one_for_all_normal_forms_and_changes_nothing_twice(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == folded
    assert squash(squash(text)) == squash(text)


@given(MIXED)
@settings(max_examples=400, deadline=None)
def test_the_map_gives_an_offset_in_range_that_never_falls(text: str) -> None:
    folded, offsets = fold_with_map(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


def test_a_match_in_the_folded_text_leads_back_to_the_source() -> None:
    text = "Chiến dịch Nặ\u0309m… ở Đồi Xanh, Œuvre, Straße Đông"
    folded, offsets = fold_with_map(text)
    at = folded.index("doi xanh")
    assert text[offsets[at] : offsets[at + len("doi xanh")]] == "Đồi Xanh"
    at = folded.index("dong")
    assert text[offsets[at] :] == "Đông"


@pytest.mark.parametrize(
    ("old", "modern"),
    [
        ("ngụy", "nguỵ"),
        ("hòa bình", "hoà bình"),
        ("Thúy", "Thuý"),
        ("HÒA", "HOÀ"),
        ("khỏe", "khoẻ"),
        ("Quân ủy", "Quân uỷ"),
        ("mùa", "mùa"),
        ("của", "của"),
        ("quý", "quý"),
        ("hoàn thuyền", "hoàn thuyền"),
    ],
)
def test_tone_placement(old: str, modern: str) -> None:
    assert fold_tone_placement(old) == modern
    assert fold_tone_placement(unicodedata.normalize("NFD", old)) == modern
    assert fold_tone_placement(modern) == modern


@given(st.text(alphabet="oOaAeEuUyYhqn òóỏõọùúủũụ", max_size=30))
def test_tone_placement_keeps_the_length_and_is_idempotent(text: str) -> None:
    once = fold_tone_placement(text)
    assert len(once) == len(unicodedata.normalize("NFC", text))
    assert fold_tone_placement(once) == once
    assert fold(once) == fold(text)


@pytest.mark.parametrize(
    "variants",
    [
        ("ນ\u0ec9\u0eb3", "ນ\u0ecd\u0ec9າ", "ນ\u0ec9\u0ecdາ"),
        ("ຊ\u0eb5\u0ec9", "ຊ\u0ec9\u0eb5"),
        ("\u0ec0\u0ec0ກ", "ແກ"),
        ("ຫນອງ", "ໜອງ"),
        ("ກ\u0eb8\u0ec8ມ", "ກ\u0ec8\u0eb8ມ"),
    ],
)
def test_lao_spellings_become_one(variants: tuple[str, ...]) -> None:
    assert len({normalise_lao(variant) for variant in variants}) == 1
    assert len({fold(variant) for variant in variants}) == 1


def test_lao_keeps_its_marks() -> None:
    assert normalise_lao("ຫຼວງນ້ຳທາ") == "ຫ\u0ebcວງນ\u0ecd\u0ec9າທາ"
    assert fold("ກາ") != fold("ກ\u0ec9າ")


def test_squash_joins_the_spellings_of_a_name() -> None:
    assert {squash(name) for name in ("Pha Bang", "Phạbang", "Pha-bang", "Pha’Bang")} == {"phabang"}
