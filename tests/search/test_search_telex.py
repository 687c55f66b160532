"""Words struck without an input method: every Vietnamese syllable comes back from its keys."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.folding import fold_tone_placement
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord
from desktop_app.search.telex import TELEX, VNI, read_as_typed

MARKS = {
    "â": ("aa", "a6"), "ê": ("ee", "e6"), "ô": ("oo", "o6"), "ă": ("aw", "a8"),
    "ơ": ("ow", "o7"), "ư": ("uw", "u7"), "đ": ("dd", "d9"),
}  # fmt: skip
TONES = {
    "\u0301": ("s", "1"), "\u0300": ("f", "2"), "\u0309": ("r", "3"), "\u0303": ("x", "4"),
    "\u0323": ("j", "5"),
}  # fmt: skip


def strike(word: str, method: str, *, tone_last: bool = True) -> str:
    """Return the keys for a word in Vietnamese spelling."""
    which = 0 if method == TELEX else 1
    keys, tone = "", ""
    for letter in word:
        base, struck = unicodedata.normalize("NFD", letter), ""
        for mark, (*names,) in TONES.items():
            if mark in base:
                base, struck = base.replace(mark, ""), names[which]
        plain = unicodedata.normalize("NFC", base)
        keys += MARKS[plain][which] if plain in MARKS else plain
        tone = struck or tone
        if struck and not tone_last:
            keys, tone = keys + struck, ""
    return keys + tone


ONSETS = ["", "b", "c", "ch", "d", "đ", "gh", "h", "kh", "l", "m", "n", "ng", "ngh", "nh", "ph",
          "s", "t", "th", "tr", "v", "x"]  # fmt: skip
RHYMES = ["a", "an", "ang", "anh", "ăm", "ăt", "âu", "ân", "e", "ê", "ên", "i", "iêng", "iêu",
          "inh", "o", "oa", "oai", "oan", "oăn", "ô", "ông", "ơ", "ơi", "u", "ua", "uân", "uôi",
          "uông", "uy", "uyên", "ư", "ưa", "ưu", "ươi", "ương", "ươc"]  # fmt: skip


def spell(onset: str, rhyme: str, tone: str) -> str:
    marked = [at for at, letter in enumerate(rhyme) if letter in "ăâêôơư"]
    vowels = [at for at, letter in enumerate(rhyme) if letter in "aăâeêioôơuưy"]
    if marked:
        at = marked[-1]
    elif len(vowels) == 1 or rhyme in ("ua",):
        at = 0
    else:
        at = vowels[1]
    return unicodedata.normalize("NFC", onset + rhyme[: at + 1] + tone + rhyme[at + 1 :])


@given(
    st.sampled_from(ONSETS),
    st.sampled_from(RHYMES),
    st.sampled_from(["", *TONES]),
    st.sampled_from([TELEX, VNI]),
    st.booleans(),
)
def test_every_syllable_comes_back(onset, rhyme, tone, method, tone_last):
    word = spell(onset, rhyme, tone)
    keys = strike(word, method, tone_last=tone_last)
    read = read_as_typed(keys)
    if keys == word:
        assert read is None
    else:
        assert read is not None, keys
        assert (read[0], fold_tone_placement(read[1])) == (method, fold_tone_placement(word))


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("nawmj", "nặm"), ("namwj", "nặm"), ("thaf", "thà"), ("na8m5", "nặm"), ("tha2", "thà"),
        ("Nawmj", "Nặm"), ("NAWMJ", "NẶM"), ("ddoafn", "đoàn"), ("muongw", "mương"),
        ("muong7", "mương"), ("chuaw", "chưa"), ("nguyeenx", "nguyễn"), ("quoocs", "quốc"),
        ("giangf", "giàng"), ("khooong", "khoông"), ("phajbang", "phạbang"),
        ("xirxavatj", "xỉxavạt"), ("uyr", "uỷ"), ("tieengs", "tiếng"), ("d9o62i", "đồi"),
    ],
)  # fmt: skip
def test_keys_are_read(keys, word):
    assert read_as_typed(keys)[1] == word


@pytest.mark.parametrize(
    "word",
    ["nam", "hello", "A76", "BV13", "C47", "1962", "nặm", "", "x" * 500, "Xaynhabuli", "ນ້ຳ",
     "qwrtp", "aaaaaaaa", "s", "12", "\u0301", "Pathet"],
)  # fmt: skip
def test_what_is_no_row_of_keys_stays(word):
    assert read_as_typed(word) is None


@given(st.text(max_size=60))
def test_any_word_is_read_or_not(word):
    read = read_as_typed(word)
    assert read is None or (read[0] in (TELEX, VNI) and read[1] != word)


def test_it_is_the_last_resort_and_told(make_index):
    index = make_index(
        [
            IndexRecord(kind="excerpt", id="exc-1", text="má của anh"),
            IndexRecord(kind="excerpt", id="exc-2", text="mas o menos"),
            *(
                IndexRecord(kind="excerpt", id=f"exc-{n}", text=f"thaf số {n} và tha thứ")
                for n in range(3, 9)
            ),
            IndexRecord(kind="excerpt", id="exc-9", text="buông thà"),
        ]
    )
    few = index.search(Query(text="mas"))
    assert [hit.id for hit in few.hits] == ["exc-2", "exc-1"]
    assert [hit.exact for hit in few.hits] == [True, False]
    assert (few.struck.method, few.struck.text) == ("Telex", "má")
    many = index.search(Query(text="thaf", limit=50))
    assert many.struck is None
    assert "exc-9" not in {hit.id for hit in many.hits}
    assert index.search(Query(text="mas", expand=False)).total == 1
