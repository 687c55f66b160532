"""Field prefixes, kinds, languages and dates."""

from __future__ import annotations

import pytest

from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord


def ask(index, text, **wishes):
    return index.search(Query(text=text, limit=500, **wishes))


FIELDED = [
    IndexRecord(
        kind="claim",
        id="clm-1",
        title="killed: 134",
        text="Trận đánh",
        language="vi",
        sources=("src-9",),
        extra={
            "person": "Bằng Giang\nTrần Độ",
            "unit": "Lữ đoàn 335",
            "place": "Nặm Thà",
            "source": "Biên niên sự kiện",
            "property": "killed\nbị diệt",
            "value": "134",
            "voice": "narrator",
        },
    ),
    IndexRecord(kind="event", id="evt-1", title="Bằng Giang 335 killed 134", language="en-GB"),
]


@pytest.mark.parametrize(
    "text",
    [
        "person:giang",
        'person:"Trần Độ"',
        "unit:335",
        "place:(nam tha)",
        'source:"bien nien"',
        "source:src-9",
        "property:killed",
        "value:134",
        "voice:narrator",
        "claim:killed",
        "claim:134",
        "kind:claim",
        "lang:vi",
        "person:gia*",
        "tran person:giang property:diet",
    ],
)
def test_fields(make_index, text):
    assert [hit.id for hit in ask(make_index(FIELDED), text).hits] == ["clm-1"]


@pytest.mark.parametrize("text", ["person:335", 'person:"Giang Trần"', "place:giang", "lang:lo"])
def test_fields_that_do_not_hold_it(make_index, text):
    assert ask(make_index(FIELDED), text).total == 0


def test_kinds_and_languages_narrow(make_index):
    index = make_index(FIELDED)
    assert ask(index, "giang", kinds=("event",)).hits[0].id == "evt-1"
    assert ask(index, "", kinds=("event", "claim")).total == 2
    assert ask(index, "lang:en").hits[0].id == "evt-1"


DATED = [
    IndexRecord(kind="event", id=f"evt-{number}", title="trận", earliest=first, latest=last)
    for number, (first, last) in enumerate(
        [
            ("1962-04-08", "1962-04-20"),
            ("1962-04-15", "1962-04-15"),
            ("1962-01-01", "1962-12-31"),
            (None, "1962-05-31"),
            ("1962-05-01", None),
            (None, None),
            ("1961-12-31", "1961-12-31"),
            ("-0044-03-15", "-0044-03-15"),
        ]
    )
]


@pytest.mark.parametrize(
    ("date", "numbers"),
    [
        ("1962-04-15", {0, 1, 2, 3}),
        ("1962-04", {0, 1, 2, 3}),
        ("1962-05", {2, 3, 4}),
        ("1962", {0, 1, 2, 3, 4}),
        ("1962-04..1962-05", {0, 1, 2, 3, 4}),
        ("1961", {3, 6}),
        ("1965..", {4}),
        ("..1900", {3, 7}),
    ],
)
def test_dates_match_by_overlap(make_index, date, numbers):
    hits = ask(make_index(DATED), f"date:{date}").hits
    assert {int(hit.id.removeprefix("evt-")) for hit in hits} == numbers


def test_precise_dates_come_before_open_and_year_wide_ones(make_index):
    index = make_index(reversed(DATED))
    ids = [hit.id for hit in ask(index, "trận date:1962-04-15").hits]
    assert set(ids[:2]) == {"evt-0", "evt-1"}
    assert set(ids[2:]) == {"evt-2", "evt-3"}


def test_from_and_to_days_narrow(make_index):
    index = make_index(DATED)
    result = ask(index, "trận", from_day="1962-04-21", to_day="1962-04-30")
    assert {hit.id for hit in result.hits} == {"evt-2", "evt-3"}
    assert ask(index, "", from_day="1970-01-01").hits[0].id == "evt-4"
    assert not {h.id for h in ask(index, "trận -date:1962").hits} & {"evt-0", "evt-1", "evt-2"}


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("1962-04", "date:1962-04"),
        ("1962-04-15", "date:1962-04-15"),
        ("15/4/1962", "date:1962-04-15"),
        ("4/1962", "date:1962-04"),
        ("15.04.1962", "date:1962-04-15"),
        ("31/2/1962", None),
        ("2/13/1962", None),
    ],
)
def test_a_date_that_no_text_has_is_offered_as_a_search_by_date(make_index, typed, suggestion):
    found = ask(make_index(DATED), typed)
    assert (found.total, found.suggestion) == (0, suggestion)
