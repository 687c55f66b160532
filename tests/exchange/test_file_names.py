"""Safe names: short lower ASCII, whatever the real name is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.exchange.file_names import make_safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Biên niên Nặm Thà.txt", "p-bien-nien-nam-tha.txt"),
        ("Đường 13 (bản 2).PDF", "p-duong-13-ban-2.pdf"),
        ("e\u0301.txt", "p-e.txt"),
        ("CON", "p-con"),
        ("a.tar.gz", "p-a-tar.gz"),
        (".hidden", "p-hidden"),
        ("..", "p"),
        ("ຊຳເໜືອ.txt", "p.txt"),
        ("name.not an ending", "p-name-not-an-ending"),
        ("", "p"),
    ],
)
def test_names(name, safe):
    assert make_safe_name("p", name) == safe


def test_a_given_ending_wins():
    assert make_safe_name("p", "a.docx", "txt") == "p-a.txt"


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_any_name_becomes_safe(name):
    safe = make_safe_name("0123456789ab", name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9-]*[a-z0-9])?(\.[a-z0-9]{1,8})?", safe), safe
    assert len(safe) <= 90


def test_a_name_of_a_megabyte():
    assert len(make_safe_name("p", "ằ" * 1_000_000)) <= 90
