"""The query language: what each form is read as, and what is said of a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.errors import UserError
from desktop_app.search.explaining import find_fault
from desktop_app.search.field_names import FIELD_NAMES, KIND_NAMES, STATES
from desktop_app.search.parsing import MAX_CHARACTERS, MAX_NESTING, parse_query
from desktop_app.search.printing import print_query
from desktop_app.search.query import (
    About,
    Alike,
    All,
    BadQuery,
    Compared,
    During,
    Either,
    InLanguage,
    InState,
    Near,
    OfKind,
    Shape,
    Without,
    Words,
    read_query_days,
)


def parse(text: str):
    return parse_query(text, read_query_days)


A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a VÀ b", All((A, B))),
        ("a OR b", Either((A, B))),
        ("a HOẶC b c", Either((A, All((B, C))))),
        ("a NOT b", All((A, Without(B)))),
        ("a AND NOT b", All((A, Without(B)))),
        ("a KHÔNG b", All((A, Without(B)))),
        ("a -b", All((A, Without(B)))),
        ("-(a b) c", All((Without(All((A, B))), C))),
        ("(a OR b) c", All((Either((A, B)), C))),
        ('"a b"', Words("a b", phrase=True)),
        ("“a b”", Words("a b", phrase=True)),
        ("«a b» c", All((Words("a b", phrase=True), C))),
        ('"a b"~7', Near("a b", 7)),
        ('"a b"~', Near("a b", 5)),
        ('unit:"a b"~2', Near("a b", 2, "unit")),
        ('"a"~5', Words("a", phrase=True)),
        ("nam*", Words("nam", prefix=True)),
        ("*khang", Shape("*khang")),
        ("kh*ng", Shape("kh*ng")),
        ("xi?ng", Shape("xi?ng")),
        ("x*khoang", Shape("x*khoang")),
        ("Nam Thà?", All((Words("Nam"), Words("Thà")))),
        ("place:*khang", Shape("*khang", "place")),
        ("khoang~", Alike("khoang", 1)),
        ("khoang~2", Alike("khoang", 2)),
        ("place:Khoảng~1", Alike("Khoảng", 1, "place")),
        ("=nặm", Words("nặm", exact=True)),
        ('="nặm thà"', Words("nặm thà", phrase=True, exact=True)),
        ("-=nam a", All((Without(Words("nam", exact=True)), A))),
        ("a=b", Words("a=b")),
        ("person:Giang", Words("Giang", "person")),
        ("PERSON: Giang", Words("Giang", "person")),
        ("người:Giang", Words("Giang", "person")),
        ("nguoi:Giang", Words("Giang", "person")),
        ('unit:"Lữ đoàn 335"', Words("Lữ đoàn 335", "unit", phrase=True)),
        ("đơn-vị:a", Words("a", "unit")),
        ("don_vi:a", Words("a", "unit")),
        ("place:(a OR b)", Either((Words("a", "place"), Words("b", "place")))),
        ("place:(a unit:b)", All((Words("a", "place"), Words("b", "unit")))),
        ("claim:a", All((OfKind(("claim",)), A))),
        ("sự-kiện:a", All((OfKind(("event",)), A))),
        ("entity:ent-12", About("ent-12")),
        ("thực-thể:ENT-12 a", All((About("ent-12"), A))),
        ("event:evt-3", About("evt-3")),
        ("document:doc-3 a", All((About("doc-3"), A))),
        ("source:src-3", Words("src-3", "source")),
        ("uncited:", InState("uncited")),
        ("chưa-dẫn: a", All((InState("uncited"), A))),
        ("-mâu-thuẫn: a", All((Without(InState("conflict")), A))),
        ("kind:event", OfKind(("event",))),
        ("loại:sự-kiện", OfKind(("event",))),
        ("kind:(events OR Entity)", Either((OfKind(("event",)), OfKind(("entity",))))),
        ("lang:VI", InLanguage("vi")),
        ("tiếng:Việt", InLanguage("vi")),
        ("language:vi-VN", InLanguage("vi-vn")),
        ("value:100", Words("100", "value")),
        ("value:>100", Compared(100, None, above=True)),
        ("value:>=5.600", Compared(5600, None)),
        ("giá-trị:<12,7", Compared(None, 12.7, below=True)),
        ("value:≤1.234,5", Compared(None, 1234.5)),
        ("value:100..200", Compared(100, 200)),
        ("value:..200", Compared(None, 200)),
        ("value:=134", Compared(134, 134)),
        ("value:=-5", Compared(-5, -5)),
        ('value:"100 .. 200"', Compared(100, 200)),
        ("date:1962", During("1962-01-01", "1962-12-31")),
        ("ngày:1962", During("1962-01-01", "1962-12-31")),
        ("date:1962-04", During("1962-04-01", "1962-04-30")),
        ("date:1962-04..1962-05", During("1962-04-01", "1962-05-31")),
        ("date:1962-04/1962-05", During("1962-04-01", "1962-05-31")),
        ("date:1962-04/..", During("1962-04-01", None)),
        ("date:..1962-05", During(None, "1962-05-31")),
        ("date:1962..", During("1962-01-01", None)),
        ("date:>1962", During("1963-01-01", None)),
        ("date:>=1962", During("1962-01-01", None)),
        ("date:<1962-04-15", During(None, "1962-04-14")),
        ("date:<=1962-04-15", During(None, "1962-04-15")),
        ("date:15/4/1962", During("1962-04-15", "1962-04-15")),
        ("date:8/4/1962..20/4/1962", During("1962-04-08", "1962-04-20")),
        ('date:"tháng 4 năm 1962"', During("1962-04-01", "1962-04-30")),
        ('ngày:"15 April 1962"', During("1962-04-15", "1962-04-15")),
        ("Nặm Thà - Mương", All((Words("Nặm"), Words("Thà"), Words("Mương")))),
        ("(a)-b", All((A, Words("b", phrase=True)))),
        ("a-b", Words("a-b")),
        ("12:30", Words("12:30")),
        ("Note: a", All((Words("Note:"), A))),
        ("a AND b OR c", Either((All((A, B)), C))),
        ("a, b!", All((Words("a,"), Words("b!")))),
        ("and or not", All((Words("and"), Words("or"), Words("not")))),
        ("CỤC KHÔNG QUÂN", All((Words("CỤC"), Words("không"), Words("QUÂN")))),
        ("968 KHÔNG 1968", All((Words("968"), Without(Words("1968"))))),
        ("", None),
        ("  \t", None),
    ],
)
def test_a_query_is_read(text, tree):
    found = parse(text)
    assert found == tree
    assert tree is None or parse(print_query(found)) == found


@pytest.mark.parametrize(
    ("text", "fault", "instead"),
    [
        ('nam "tha', '"tha', 'nam "tha"'),
        ("(nam tha", "(", "(nam tha)"),
        ("nam tha)", ")", "nam tha"),
        ("nam AND", "AND", "nam"),
        ("nam OR", "OR", "nam"),
        ("OR nam", "OR", '"OR" nam'),
        ("nam OR OR tha", "OR", "nam OR tha"),
        ("nam AND AND tha", "AND", "nam AND tha"),
        ("nam NOT", "NOT", "nam"),
        ("nam person:", "person:", "nam"),
        ("(person:) nam", "person:", "nam"),
        ("a n*", "n*", "a n"),
        ("*am", "*am", "am"),
        ("nam t*a", "t*a", "nam ta"),
        ("***", "***", ""),
        ("t??m", "t??m", "tm"),
        ("khoang~3", "khoang~3", "khoang~2"),
        ("khoang~0", "khoang~0", "khoang"),
        ("xa~", "xa~", "xa"),
        ("1962~", "1962~", "1962"),
        ('"a b"~0', "~0", '"a b"~1'),
        ('"a b"~999', "~999", '"a b"~100'),
        ('"a b c d e"~3', '"a b c d e"~3', '"a b c d e"'),
        ("date:gestern", "gestern", ""),
        ("date:1962-13", "1962-13", ""),
        ("date:1962-02-30", "1962-02-30", ""),
        ("date:31/2/1962", "31/2/1962", ""),
        ("date:..", "..", ""),
        ("date:>1962-13", ">1962-13", ""),
        ("kind:thing", "thing", ""),
        ("kind:evnts", "evnts", "kind:event"),
        ("loại:sự-kiệm", "sự-kiệm", "loại:event"),
        ("value:>nhiều", ">nhiều", ""),
        ("value:..", "..", ""),
        ("(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1), "(", ""),
    ],
)
def test_a_wrong_query_is_explained_at_its_place(text, fault, instead):
    found = find_fault(text)
    assert text[found.start : found.start + found.length] == fault
    assert found.sentence
    assert found.instead == instead
    with pytest.raises(BadQuery) as caught:
        parse(text)
    assert caught.value.code == "bad_query"
    assert caught.value.message == found.sentence
    assert str(found.start + 1) in found.sentence


@pytest.mark.parametrize("text", ["x" * 501, "a " * 33, "!!!", "()", "-", '""', "(!) OR (?)"])
def test_what_cannot_be_searched_is_refused(text):
    with pytest.raises(BadQuery) as caught:
        parse(text)
    assert caught.value.code == "bad_query"
    assert caught.value.message
    assert find_fault(text).sentence == caught.value.message


def test_what_is_right_or_empty_has_no_fault():
    assert find_fault("nam tha") is None
    assert find_fault("  ") is None


def test_limits_hold_to_the_last():
    assert parse("x" * 500) is not None
    assert parse(" ".join(["a"] * 32)) is not None
    assert parse("(" * MAX_NESTING + "a" + ")" * MAX_NESTING) == A


def test_a_long_phrase_is_one_term():
    assert isinstance(parse('"' + "từ " * 100 + '"'), Words)


@pytest.mark.parametrize("name", [name for names in FIELD_NAMES.values() for name in names])
def test_every_field_is_read_by_every_name(name):
    field = next(own for own, names in FIELD_NAMES.items() if name in names)
    if field in STATES:
        assert parse(f"{name}:") == InState(field)
    else:
        value = {"date": "1962", "kind": "event"}.get(field, "x")
        assert parse(f"{name}:{value}") == parse(f"{field}:{value}") != parse(value)


@pytest.mark.parametrize("name", [name for names in KIND_NAMES.values() for name in names])
def test_every_kind_is_read_by_every_name(name):
    kind = next(own for own, names in KIND_NAMES.items() if name in names)
    assert parse(f"kind:{name}") == OfKind((kind,))


PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "VÀ", "KHÔNG", "HOẶC", "(", ")", '"', "“", "-", "--", "=", "*", "?", "~",
     "~2", "~9", "tha*", "*khang", "kh?ng", "nặm", "Thà", "CỤC", "khoang~", "person:", "người:",
     "date:", "date:1962-04..", "date:>1962", "value:", "value:>1.234", "value:1,2345..",
     "kind:event", "loại:", "uncited:", "entity:ent-5", "claim:", "x", "12,7mm", "Pa-thét", "..",
     ">", "foo:bar", '"a b"~5', '"a b"~', "=nặm", " ", "  ", ":", "language:", "tiếng:x_y",
     "\u0301", "ນ້ຳ", "1962", "\ud800", "\x00"]
)  # fmt: skip
QUERIES = st.one_of(
    st.text(max_size=40),
    st.builds(lambda pieces, joint: joint.join(pieces), st.lists(PIECES, max_size=12),
              st.sampled_from(["", " "])),
)  # fmt: skip


@settings(max_examples=400)
@given(QUERIES)
@example("AND?")
@example('"a"-person:b')
@example("date:>1962")
@example("-(-a) b")
@example("value:>1,2340")
def test_any_text_is_read_or_explained_and_read_again_as_it_is_printed(text):
    try:
        tree = parse(text)
    except UserError as error:
        assert isinstance(error, BadQuery)
        fault = find_fault(text)
        assert fault.sentence == error.message
        assert fault.start >= 0
        assert fault.length >= 0
        if fault.instead:
            assert parse(fault.instead) is not None
        return
    if tree is None:
        return
    printed = print_query(tree)
    if len(printed) <= MAX_CHARACTERS:
        assert parse(printed) == tree
