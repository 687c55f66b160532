"""Canonical text: what is changed, what is counted, and that nothing else moves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.canonical import canonicalise

# All planes, surrogates too, with the characters that matter made frequent.
ODD = "\r\n\t\f\x00\x0b\x1b\x7f\x85\x9f\ufeff\u2028\u2029\u00a0\u00ad\u200e\u202e\u0300\u0323\ud800"
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from(ODD + "aeăơ\udfff"))
)


@given(TEXTS)
def test_twice_is_once(text: str) -> None:
    once = canonicalise(text).text
    again = canonicalise(once)
    assert (again.text, again.replaced) == (once, 0)


@given(TEXTS)
def test_result_holds_every_promise(text: str) -> None:
    made = canonicalise(text).text
    assert unicodedata.is_normalized("NFC", made)
    assert not made.startswith("\ufeff")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n" for c in made)
    made.encode("utf-8")


@given(TEXTS)
def test_every_control_is_counted(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = [c for c in lines if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert canonicalise(text).replaced == len(controls)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_text_without_controls_is_only_composed(text: str) -> None:
    assert canonicalise(text).text == unicodedata.normalize("NFC", text.lstrip("\ufeff"))


@pytest.mark.parametrize(
    "kept", ["\u2028", "\u00a0", "\u00ad", "\u202e", "\u200b", "\t", "\n", "🙂"]
)
def test_everything_else_stays(kept: str) -> None:
    assert canonicalise(f"a{kept}b").text == f"a{kept}b"


@pytest.mark.parametrize(
    ("given_text", "expected", "replaced"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n", 0),
        ("\r\r\n\n", "\n\n\n", 0),
        ("\ufeffa\ufeffb", "a\ufeffb", 0),
        ("\ufeff\ufeffa", "a", 0),
        ("a\x00b\x0cc\x7f", "a\u2400b\u240cc\u2421", 3),
        ("\x85\x9f\ud800", "\ufffd\ufffd\ufffd", 3),
        ("\ufffd", "\ufffd", 0),
        ("Na\u0306\u0323m Tha\u0300", "Nặm Thà", 0),
        ("e\x00\u0301", "e\u2400\u0301", 1),
        ("", "", 0),
    ],
)
def test_examples(given_text: str, expected: str, replaced: int) -> None:
    made = canonicalise(given_text)
    assert (made.text, made.replaced) == (expected, replaced)
