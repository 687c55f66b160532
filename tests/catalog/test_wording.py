from dataclasses import replace
from enum import StrEnum

import pytest

from desktop_app.catalog import claims as claim_words
from desktop_app.catalog.claims import (
    Bound,
    Claim,
    Confidence,
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    ValueType,
    Voice,
)
from desktop_app.catalog.excerpts import AnchorState, TranslationStatus
from desktop_app.catalog.member_words import MEMBER_WORDS
from desktop_app.catalog.sources import Incomplete, Level
from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.catalog.wording import (
    Run,
    claim_text,
    colon,
    in_quotes,
    list_qualifiers,
    output_language,
    plain,
    value_text,
    word,
)

KILLED = Property(
    id="prp-1", key="killed", label_en="killed", label_vi="bị diệt", value_type=ValueType.QUANTITY
)
MEN = Quantity(number=134, unit="men", as_written="134")


def _claim(value=MEN, **fields):
    return Claim(id="clm-1", subject="evt-1", property="prp-1", value=value, **fields)


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        (TextValue("as it is"), "as it is", "as it is"),
        (Quantity(number=5600, unit="men"), "5,600 men", "5.600 men"),
        (Quantity(number=1800, bound=Bound.NEARLY), "nearly 1,800", "gần 1.800"),
        (DateValue(edtf="1962-05-06"), "6 May 1962", "ngày 6 tháng 5 năm 1962"),
        (DateValue(edtf="", wording="the rains"), "the rains", "the rains"),
        (SubjectValue("ent-1"), "Kham", "Kham"),
        (SubjectValue("ent-9"), "ent-9", "ent-9"),
        (SpecialValue("unknown"), "unknown", "không rõ"),
        (SpecialValue("none"), "none", "không có"),
    ],
)
def test_values_in_words(value, english, vietnamese):
    labels = {"ent-1": "Kham"}
    assert value_text(value, "en", labels) == english
    assert value_text(value, "vi", labels) == vietnamese


def test_a_claim_on_one_line():
    claim = _claim(detail="enemy losses")
    assert claim_text(claim, KILLED, "en", {}) == "killed: 134 men (enemy losses)"
    assert claim_text(claim, KILLED, "vi", {}) == "bị diệt: 134 men (enemy losses)"
    assert claim_text(_claim(TextValue("x")), KILLED, "en", {}) == "killed: x"


def test_everything_unusual_is_said_in_order():
    claim = _claim(
        Quantity(number=8, unit="battalions", as_written="tám tiểu đoàn"),
        detail="in the north",
        valid=DateValue(edtf="1962"),
        voice=Voice.QUOTED_DOCUMENT,
        speaker="the telegram",
        confidence=Confidence.DOUBTFUL,
        confidence_reason="no list",
        rank=Rank.DEPRECATED,
        note="Compare the map.",
    )
    assert list_qualifiers(claim, "en") == (
        "in the north",
        "as written “tám tiểu đoàn”",
        "valid 1962",
        "voice: quoted document, the telegram",
        "doubtful: no list",
        "deprecated",
        "Compare the map",
    )
    assert list_qualifiers(_claim(TextValue("x")), "en") == ()


@pytest.mark.parametrize("written", ["134", "134 men", "134 MEN", ""])
def test_own_wording_is_said_only_where_it_differs(written):
    claim = _claim(Quantity(number=134, unit="men", as_written=written))
    assert list_qualifiers(claim, "en") == ()


@pytest.mark.parametrize(
    "value",
    [
        Quantity(number=7800, unit="men", bound=Bound.ABOUT, as_written="7.800"),
        Quantity(number=1800, unit="men", bound=Bound.NEARLY, as_written="gần 1.800"),
        DateValue(edtf="1962-05-06", wording="ngày 6 tháng 5 năm 1962"),
        DateValue(edtf="1962-05-06", wording="6 May 1962"),
    ],
)
def test_wording_of_another_language_that_says_the_same_is_not_repeated(value):
    for language in ("en", "vi"):
        assert not [one for one in list_qualifiers(_claim(value), language) if "“" in one]


def test_every_word_of_the_catalogue_is_translated():
    kinds = [
        one
        for one in vars(claim_words).values()
        if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
    ]
    kinds += [AnchorState, TranslationStatus, Incomplete, Level, EntityKind, NameKind]
    said = {claim_words.ValueType, claim_words.Cardinality}
    for kind in kinds:
        for member in kind:
            assert word(member, "en")
            assert kind in said or word(member, "vi") != member.value
            assert kind in said or word(member, "lo") != member.value
            assert kind in said or member in MEMBER_WORDS["fr"][kind]


@pytest.mark.parametrize(
    ("value", "french", "lao"),
    [
        (Quantity(number=5600, unit="hommes"), "5\u202f600 hommes", "5.600 hommes"),
        (Quantity(number=12.5, unit="%"), "12,5\u202f%", "12,5%"),
        (Quantity(number=1800, bound=Bound.NEARLY), "près de 1\u202f800", "ເກືອບ 1.800"),
        (Quantity(number=40, bound=Bound.UP_TO), "jusqu’à 40", "ເຖິງ 40"),
        (DateValue(edtf="1962-05-01"), "1er mai 1962", "ວັນທີ 1 ພຶດສະພາ 1962"),
        (SpecialValue("unknown"), "inconnu", "ບໍ່ຮູ້"),
        (SpecialValue("none"), "aucun", "ບໍ່ມີ"),
    ],
)
def test_values_in_french_and_lao(value, french, lao):
    assert (value_text(value, "fr", {}), value_text(value, "lo", {})) == (french, lao)


def test_only_properties_of_every_catalogue_have_french_and_lao_labels():
    ours = replace(KILLED, built_in=True)
    assert (ours.label("fr"), ours.label("lo"), ours.label("vi")) == ("tués", "ຕາຍ", "bị diệt")
    assert KILLED.label("fr") == "killed"
    assert claim_text(_claim(), ours, "fr", {}) == "tués\u00a0: 134 men"


def test_french_keeps_a_blank_before_a_colon():
    assert [colon(one) for one in ("en", "vi", "fr", "lo", "fr-CA")] == [
        ": ", ": ", "\u00a0: ", ": ", "\u00a0: ",
    ]  # fmt: skip
    doubted = replace(_claim(), confidence=Confidence.DOUBTFUL, confidence_reason="hearsay")
    assert list_qualifiers(doubted, "fr") == ("douteux\u00a0: hearsay",)


def test_a_language_without_words_falls_back_to_english():
    assert output_language("vi-VN") == "vi"
    assert output_language("de") == "en"
    assert word(Stance.SUPPORTS, "de") == "supports"


def test_quotation_marks_leave_the_words_alone():
    assert in_quotes(" a\n“b” ", "vi") == "“ a\n“b” ”"
    assert in_quotes("a", "fr") == "«\u202fa\u202f»"
    assert plain((Run("a"), Run("b", italic=True))) == "ab"
