"""The query language: what each form is read as, and what is said of a wrong one."""

from __future__ import annotations

import pytest

from desktop_app.errors import UserError
from desktop_app.search.parsing import MAX_NESTING, parse_query
from desktop_app.search.query import (
    All,
    During,
    Either,
    InLanguage,
    OfKind,
    Without,
    Words,
    read_days_by_edtf,
)


def parse(text: str):
    return parse_query(text, read_days_by_edtf)


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
        ("nam*", Words("nam", prefix=True)),
        ("person:Giang", Words("Giang", "person")),
        ("PERSON: Giang", Words("Giang", "person")),
        ('unit:"Lữ đoàn 335"', Words("Lữ đoàn 335", "unit", phrase=True)),
        ("place:(a OR b)", Either((Words("a", "place"), Words("b", "place")))),
        ("place:(a unit:b)", All((Words("a", "place"), Words("b", "unit")))),
        ("claim:a", All((OfKind(("claim",)), A))),
        ("kind:event", OfKind(("event",))),
        ("kind:(event OR Entity)", Either((OfKind(("event",)), OfKind(("entity",))))),
        ("lang:VI", InLanguage("vi")),
        ("date:1962", During("1962-01-01", "1962-12-31")),
        ("date:1962-04", During("1962-04-01", "1962-04-30")),
        ("date:1962-04..1962-05", During("1962-04-01", "1962-05-31")),
        ("date:1962-04/1962-05", During("1962-04-01", "1962-05-31")),
        ("date:1962-04/..", During("1962-04-01", None)),
        ("date:..1962-05", During(None, "1962-05-31")),
        ("date:1962..", During("1962-01-01", None)),
        ("Nặm Thà - Mương", All((Words("Nặm"), Words("Thà"), Words("Mương")))),
        ("a-b", Words("a-b")),
        ("12:30", Words("12:30")),
        ("Note: a", All((Words("Note:"), A))),
        ("a AND b OR c", Either((All((A, B)), C))),
        ("a, b!", All((Words("a,"), Words("b!")))),
        ("and or not", All((Words("and"), Words("or"), Words("not")))),
        ("CỤC KHÔNG QUÂN", All((Words("CỤC"), Words("KHÔNG"), Words("QUÂN")))),
        ("968 KHÔNG 1968", All((Words("968"), Without(Words("1968"))))),
        ("", None),
        ("  \t", None),
    ],
)
def test_a_query_is_read(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('nam "tha', 5),
        ("(nam tha", 1),
        ("nam tha)", 8),
        ("nam AND", 5),
        ("nam OR", 5),
        ("OR nam", 1),
        ("nam OR OR tha", 5),
        ("nam AND AND tha", 5),
        ("nam NOT", 5),
        ("NOT", 1),
        ("nam person:", 5),
        ("(person:) nam", 2),
        ("n*", 2),
        ("*nam", 1),
        ("nam t*a", 6),
        ("***", 1),
        ("date:gestern", 6),
        ("date:1962-13", 6),
        ("date:1962-02-30", 6),
        ("date:..", 6),
        ("kind:thing", 6),
        ("value:>100", 7),
        ("(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1), MAX_NESTING + 1),
    ],
)
def test_a_wrong_query_is_explained_at_its_place(text, position):
    with pytest.raises(UserError) as caught:
        parse(text)
    assert caught.value.code == "bad_query"
    assert caught.value.values["position"] == position
    assert str(position) in caught.value.message


@pytest.mark.parametrize("text", ["x" * 501, "a " * 33, "!!!", "()", "-", '""', "(!) OR (?)"])
def test_what_cannot_be_searched_is_refused(text):
    with pytest.raises(UserError) as caught:
        parse(text)
    assert caught.value.code == "bad_query"
    assert caught.value.message


def test_limits_hold_to_the_last():
    assert parse("x" * 500) is not None
    assert parse(" ".join(["a"] * 32)) is not None
    assert parse("(" * MAX_NESTING + "a" + ")" * MAX_NESTING) == A


def test_a_long_phrase_is_one_term():
    assert isinstance(parse('"' + "từ " * 100 + '"'), Words)
