"""Snippets show the words found, marked, on one line."""

from __future__ import annotations

from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord, Pattern
from desktop_app.search.snippets import list_matches, make_snippet

LONG = "đầu câu " * 60 + "quân ta tới Nặm Thà trong đêm " + "cuối câu " * 60


def marked(snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def patterns(make_index, text: str, query: str):
    index = make_index([IndexRecord(kind="excerpt", id="exc-1", text=text)])
    result = index.search(Query(text=query))
    assert result.total == 1
    return result.patterns


@pytest.mark.parametrize(
    ("text", "query", "marks"),
    [
        ("Việt Nam và Nặm Thà", "nam tha", ["Nặm Thà"]),
        ("Việt Nam và Thà", "nam tha", ["Nam", "Thà"]),
        ("quân Pa-thét Lào", "pathet", ["Pa-thét"]),
        ("quân Pathết Lào", "pa-thet lao", ["Pathết Lào"]),
        ("quân Pathết Lào", "pa thet", ["Pathết"]),
        ("đánh ở Namtha", "nam tha", ["Namtha"]),
        ("diệt 5.600 tên", "5600", ["5.600"]),
        ("pháo 12,7mm", "12.7mm", ["12,7mm"]),
        ("ở ຫຼວງນ້ຳທາ đêm", "ນໍ້າທາ", ["ນ້ຳທາ"]),
        ("NGỤY nguỵ", "nguy", ["NGỤY", "nguỵ"]),
        ("Xaynhabuli xa", "xay*", ["Xaynhabuli"]),
        ("đêm Thà", "thà -nam", ["Thà"]),
        ("a\U0001f600 Nặm", "nam", ["Nặm"]),
    ],
)
def test_what_was_found_is_marked(make_index, text, query, marks):
    snippet = make_snippet(text, patterns(make_index, text, query))
    assert marked(snippet) == marks
    assert snippet.text == text


def test_a_long_text_is_cut_around_the_match(make_index):
    found = patterns(make_index, LONG, "nam tha")
    snippet = make_snippet(LONG, found)
    assert marked(snippet) == ["Nặm Thà"]
    assert snippet.text.startswith("…") and snippet.text.endswith("…")
    assert len(snippet.text) <= 162
    assert snippet.text.strip("…").split()[0] in LONG.split()
    start, end = make_snippet(LONG, found).first
    assert LONG[start:end] == "Nặm Thà"


def test_without_a_match_the_beginning_is_shown():
    snippet = make_snippet(LONG, [Pattern(("khong",))])
    assert snippet.text.startswith("đầu câu")
    assert snippet.marks == ()
    assert make_snippet(LONG, [Pattern(("khong",))]).first is None
    assert make_snippet("", []).text == ""


def test_lines_become_one():
    assert make_snippet("một\nhai\u2029ba", []).text == "một hai ba"


def test_the_densest_stretch_is_chosen():
    text = "Nặm ở đây " + "x " * 300 + "Thà rồi Nặm " + "x " * 300 + "Thà"
    snippet = make_snippet(text, [Pattern(("nam",)), Pattern(("tha",))])
    assert marked(snippet) == ["Thà", "Nặm"]


def test_a_long_text_with_many_matches_takes_time_in_proportion():
    many = [Pattern(("nam", "tha")), Pattern(("nam",)), *(Pattern((f"x{n}",)) for n in range(150))]
    begun = monotonic()
    assert make_snippet("nặm thà " * 20_000, many).marks
    assert monotonic() - begun < 5


PIECES = st.lists(
    st.sampled_from(["Nặm", "Thà", " ", "\n", "-", "x" * 50, "a\u0301", "ນ້ຳທາ", "\U0001f600", "4"]),
    max_size=60,
).map("".join)
PATTERNS = st.lists(
    st.sampled_from(
        [Pattern(("nam",)), Pattern(("nam", "tha")), Pattern(("x",), prefix=True), Pattern(("4",))]
    ),
    max_size=4,
)


@given(PIECES, PATTERNS, st.integers(20, 200))
def test_marks_lie_in_the_snippet_in_order(text, wanted, width):
    snippet = make_snippet(text, wanted, width)
    assert len(snippet.text) <= width + 2
    last = 0
    for start, end in snippet.marks:
        assert last <= start < end <= len(snippet.text)
        last = end
    if list_matches(text, wanted):
        assert snippet.marks
        assert make_snippet(text, wanted).first is not None
