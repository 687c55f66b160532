"""Whatever is typed, there is an answer or a sentence, and soon."""

from __future__ import annotations

import random
from time import monotonic

import pytest

from desktop_app.errors import UserError
from desktop_app.search.finding import TIME_LIMIT
from desktop_app.search.names import NameBook, NamedEntity
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord

HOSTILE = [
    "*", "***", "a*", "*a*", "50 *a*", "(a+)+$", "/a.*/", "x~9", "x~", "a?b*", "[a TO z]",
    "[TO]",
    "{a TO b}", "content:a", "owner:doc-1", "id:*", "a^1000000", "a^", "^", "'", '"', '"""', '""""',
    "((((", "))))", "()" * 100, "(" * 250 + ")" * 250, "(" * 400, "NOT " * 100 + "a",
    "NOT NOT a",
    "-" * 400, "- - - -", "-a -b -c", "NOT a", "a AND", "OR", "AND OR NOT", "AND AND AND",
    "a OR OR b",
    "kind:", "kind:*", "kind:()", "date:", "date:*", "date:1962..1961", "date:0000-00-00",
    "date:9999..9999", "date:y99999999999", "lang:", "lang:*",
    "person:" * 60, "person:person:a",
    "claim:claim:claim:a", "\x00", "a\x00b", "\ud800", "a \udfff b", "\u202e abc", "\u200b",
    "\ufeff",
    "\U0001f1fb\U0001f1f3", "ﷺ", "e" + "\u0301" * 400, "x" * 500, "'; DROP TABLE document; --",
    "<img src=x>", "%s %d {0} {x}", "${jndi}", "a\nb\tc\r", "=nặm", "=a =b",
    "0" * 400, "١٩٦٢", "½ ² ①",
    "ກ" * 500, "南" * 500, "a-" * 240, "a'" * 240, "1.1." * 120, "5.600.", "İıſß",
    " ".join(["ti*"] * 32),
    "“a” «b»", "a:b:c:d", "::::", "....", "..",
    "1962..1963", '"a" AND ("b" OR -c)', "KHÔNG", "VÀ VÀ",
    "KHÔNG KHÔNG tha", "(a OR b) AND (c OR d) AND NOT (e OR (f AND g))", "-(-(-(-a)))",
]  # fmt: skip

BOOK = NameBook([NamedEntity("ent-1", ("Nặm Thà", "Namtha", "a", "ກກ"))])


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    from desktop_app.search.index import SearchIndex

    chance = random.Random(7)
    syllables = [a + b for a in "bcdghklmnpqrstvx" for b in ("a", "ang", "iểu", "oàn", "ặm", "úng")]
    records = [
        IndexRecord(
            kind="excerpt",
            id=f"exc-{number}",
            text=" ".join(chance.choices(syllables, k=40)),
            earliest=f"19{number % 90 + 10}-01-01",
            latest=None if number % 7 == 0 else f"19{number % 90 + 10}-02-01",
        )
        for number in range(2000)
    ]
    index = SearchIndex(tmp_path_factory.mktemp("many") / "index")
    index.rebuild(records, uuid="many", change=1)
    yield index
    index.close()


def ask(index, text, **wishes):
    """Search; return whether there was an answer, and assert that it came in time."""
    begun = monotonic()
    try:
        result = index.search(Query(text=text, **wishes), names=BOOK)
    except UserError as error:
        assert error.code == "bad_query", error
        assert error.message
        return False
    finally:
        assert monotonic() - begun < TIME_LIMIT
    assert result.total >= len(result.hits)
    return True


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_get_an_answer_or_a_sentence(many, text):
    ask(many, text)
    ask(many, text, exact=True)


def test_random_queries_get_an_answer_or_a_sentence(many):
    chance = random.Random(42)
    pieces = [
        "AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG", "(", ")", '"', "“", "-", "*", "ba*",
        "tiểu", "đoàn",
        "nặm", "person:", "date:", "1962", "1962-04..", "kind:", "event", "lang:", " ", " ",
        "5.600",
        "\x00", "\ud800", "ນ້ຳ", "'", "~", "/", "\\", "[", "]", "{", "}", "^", "=",
        "\u0301", "claim:",
    ]  # fmt: skip
    answered = 0
    for _ in range(500):
        text = chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randint(1, 12)))
        answered += ask(many, text)
    assert 50 < answered < 500


def test_odd_wishes_are_harmless(many):
    assert ask(many, "tieu", limit=-1, offset=-5)
    assert ask(many, "tieu", limit=10**12, offset=10**12)
    assert ask(many, "tieu", kinds=("nothing", "excerpt"))
    assert ask(many, "tieu", from_day="rubbish", to_day="1962-13-45")


def test_a_query_that_takes_too_long_is_stopped(many, monkeypatch):
    monkeypatch.setattr("desktop_app.search.finding.TIME_LIMIT", -1.0)
    with pytest.raises(UserError) as caught:
        many.search(Query(text="tieu"))
    assert caught.value.code == "slow_query"
