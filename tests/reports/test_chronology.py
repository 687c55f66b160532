"""The chronology: dates in order, everything dated told once, notes in the order of the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.claims import (
    Cardinality,
    Citation,
    Claim,
    Confidence,
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    TextValue,
    ValueType,
)
from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import Attachment, Excerpt
from desktop_app.reports.chronology import build_chronology
from desktop_app.reports.chronology_dates import find_period, find_place, name_period
from desktop_app.reports.data import ReportConflict, ReportData, ReportSubject
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import Grid, Heading, list_refs
from desktop_app.reports.spans import plain_spans


def make_property(key, kind, cardinality=Cardinality.MANY):
    return Property(
        id=f"prp-{key}",
        key=key,
        label_en=key,
        label_vi=f"{key} (vi)",
        value_type=kind,
        cardinality=cardinality,
    )


PROPERTIES = {
    one.id: one
    for one in (
        make_property("date", ValueType.DATE, Cardinality.SINGLE),
        make_property("approved", ValueType.DATE, Cardinality.SINGLE),
        make_property("result", ValueType.TEXT),
        make_property("office", ValueType.TEXT),
        make_property("objective", ValueType.TEXT),
        make_property("killed", ValueType.QUANTITY, Cardinality.SINGLE),
    )
}


def state(number, subject, prop, value, **fields):
    """Return a claim that one passage of its own supports."""
    claim = f"clm-{number}"
    cited = Citation(id=f"cit-{number}", claim=claim, excerpt="exc-1")
    fields = {"citations": (cited,), **fields}
    return Claim(id=claim, subject=subject, property=f"prp-{prop}", value=value, **fields)


def date(edtf, wording=""):
    return replace(parse_edtf(edtf), wording=wording)


def event(number, label, **fields):
    return ReportSubject(id=f"evt-{number}", kind="event", label=label, **fields)


def make_data(subjects, claims, **fields):
    return ReportData(
        scope="",
        catalogue="Ford",
        revision=1,
        seal="",
        generated="1 June 2024",
        subjects=tuple(subjects),
        claims=tuple(claims),
        properties=PROPERTIES,
        excerpts={
            "exc-1": Excerpt(
                id="exc-1", document="doc-1", revision=1, start=0, end=4, quote="đêm ấy"
            )
        },
        documents={
            "doc-1": Document(
                id="doc-1",
                source="src-1",
                title="Diary",
                file_name="a.txt",
                media_type="text/plain",
                language="vi",
                sha256="",
                size=0,
                revision=1,
                characters=9,
                text_sha256="",
            )
        },
        uncited=frozenset(one.id for one in claims if not one.citations),
        **fields,
    )


def list_lines(report):
    """Return each row as its cells, "== head" for the head of a group, "# text" for a heading."""
    lines = []
    for block in report.blocks:
        if isinstance(block, Heading):
            lines.append(f"# {block.text}")
        elif isinstance(block, Grid):
            for row in make_piece(block, report.language).rows:
                cells = ["; ".join(plain_spans(one) for one in cell) for cell in row.cells]
                lines.append(f"== {cells[0]}" if row.is_group else " | ".join(cells))
    return lines


@pytest.mark.parametrize(
    "ordered",
    [
        ("1962-04-14", "1962-04-15", "1962-04", "1962-05-01", "1962", "1963-01-01"),
        ("1962-04-08/1962-04-20", "1962-04-15", "1962-04-15/1962-04-16", "1962-04-15/.."),
        ("../1962-04", "1962-05-01", "1962-21", "1962-06"),
        ("1961", "[1962-03-28,1962-04-28]", "1962-04", "1969-12-31", "196X"),
        ("1962-04-15", "1962-04-15~/1962-05"),
    ],
)
def test_a_precise_date_stands_before_a_wide_one(ordered):
    places = [find_place(date(edtf)) for edtf in ordered]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("edtf", "year", "month"),
    [
        ("1962-04-15", "1962", "April 1962"),
        ("1962-04-15/1963-01", "1962", "April 1962"),
        ("1962", "1962", "1962"),
        ("1962-21", "1962", "1962"),
        ("196X", "1960s", "1960s"),
        ("../1962-04", "1962", "April 1962"),
    ],
)
def test_a_date_is_told_under_its_year_or_month(edtf, year, month):
    place = find_place(date(edtf))
    assert name_period(find_period(place, by_month=False), "en") == year
    assert name_period(find_period(place, by_month=True), "en") == month


def test_a_date_that_says_no_day_has_no_place():
    assert find_place(DateValue(edtf="", wording="once upon a time")) is None
    assert find_place(DateValue(edtf="/..")) is None


@pytest.fixture
def told():
    """Events of every sort of date, an office from a day, and what a chronology does not tell."""
    return make_data(
        [
            event(1, "Campaign", description="Of spring."),
            event(2, "Ford", part_of="evt-1"),
            event(3, "Council"),
            event(4, "Parley"),
            ReportSubject(id="ent-1", kind="person", label="Kham"),
        ],
        [
            state(1, "evt-1", "date", date("1962")),
            state(2, "evt-2", "date", date("1962-04-15"), rank=Rank.PREFERRED),
            state(3, "evt-2", "date", date("1962-04-16")),
            state(4, "evt-2", "killed", Quantity(number=134, unit="men")),
            state(5, "evt-2", "result", TextValue("held"), citations=()),
            state(6, "evt-2", "objective", TextValue("the ford")),
            state(7, "evt-4", "date", SpecialValue("unknown")),
            state(8, "ent-1", "office", TextValue("head"), valid=date("1962-04/..")),
            state(9, "ent-1", "office", TextValue("clerk")),
            state(10, "evt-1", "approved", date("1962-03-28")),
            state(11, "evt-1", "approved", date("1962-04-28")),
        ],
        conflicts=(
            ReportConflict(claims=("clm-2", "clm-3"), settled=True, reason="seen"),
            ReportConflict(claims=("clm-10", "clm-11")),
        ),
        attachments=(Attachment(id="att-1", excerpt="exc-1", subject="evt-3"),),
    )


def test_what_happened_is_told_by_date_and_the_undated_last(told, make_options):
    report = build_chronology(told, make_options(grouping="month"))
    assert list_lines(report) == [
        "# With a date",
        "== March 1962",
        "28 March 1962 | Campaign | approved[1]; Conflict: 28 April 1962. Not settled.",
        "== April 1962",
        "15 April 1962 (preferred)[2]; 16 April 1962[3]; Conflict: date. Settled. | Ford | "
        "killed: 134 men[4]; result: held [uncited]",
        "28 April 1962 | Campaign | approved[5]; Conflict: 28 March 1962. Not settled.",
        "since April 1962 | Kham | office: head[6]",
        "== 1962",
        "1962[7] | Campaign; Of spring. | ",
        "# Without a date",
        "no date | Council | ",
        "unknown[8] | Parley | ",
    ]


def test_only_what_is_dated_is_reported_and_all_its_citations_are(told, make_options):
    report = build_chronology(told, make_options())
    assert sorted(note.origin for note in report.notes) == sorted(
        f"cit-{number}" for number in (1, 2, 3, 4, 7, 8, 10, 11)
    )
    assert (report.counts.claims, report.counts.citations) == (9, 8)
    assert (report.counts.uncited, report.counts.mentions, report.counts.conflicts) == (1, 0, 2)
    refs = [ref.number for block in report.blocks for ref in list_refs(block)]
    assert refs == list(range(1, 9))


def test_by_campaign_an_event_stands_with_its_parts(told, make_options):
    lines = list_lines(build_chronology(told, make_options(grouping="campaign")))
    heads = [line for line in lines if line.startswith("==")]
    assert heads == ["== Campaign", "== Part of no other event"]
    between = lines[1 : lines.index(heads[1])]
    assert [line.split(" | ")[1].split(";")[0] for line in between[1:]] == [
        "Campaign", "Ford", "Campaign", "Campaign"
    ]  # fmt: skip


def test_ungrouped_there_are_no_heads_and_descriptions_can_be_left_out(told, make_options):
    options = make_options(grouping="none", include_descriptions=False)
    lines = list_lines(build_chronology(told, options))
    assert not [line for line in lines if line.startswith("==") or "Of spring." in line]


def test_a_rejected_date_places_no_event(make_options):
    claims = [
        state(1, "evt-1", "date", date("1900"), rank=Rank.DEPRECATED, rank_reason="a slip"),
        state(2, "evt-1", "date", date("1962")),
        state(3, "evt-2", "date", date("1901"), rank=Rank.DEPRECATED),
    ]
    report = build_chronology(make_data([event(1, "A"), event(2, "B")], claims), make_options())
    assert list_lines(report) == [
        "# With a date",
        "== 1962",
        "1962[1]; 1900 (deprecated)[2] | A | 1900: deprecated: a slip",
        "# Without a date",
        "1901 (deprecated)[3] | B | ",
    ]


def test_what_a_source_writes_of_a_date_stands_in_the_wide_column(make_options):
    written = replace(date("1949-06~"), wording="about the middle of 1949")
    doubt = {"confidence": Confidence.DOUBTFUL, "confidence_reason": "told late"}
    claims = [state(1, "evt-1", "date", written, **doubt)]
    report = build_chronology(make_data([event(1, "A")], claims), make_options())
    assert list_lines(report)[2:] == [
        "c. June 1949 (doubtful)[1] | A | "
        "date: as written “about the middle of 1949”; doubtful: told late"
    ]


def test_rows_name_all_records_for_the_index(told, make_options):
    report = build_chronology(told, make_options())
    (grid, *_) = [block for block in report.blocks if isinstance(block, Grid)]
    assert {name for row in grid.rows for name in row.names} == {"evt-1", "evt-2", "ent-1"}


def test_an_empty_catalogue_says_so(make_options):
    report = build_chronology(make_data([], []), make_options())
    assert [block.text for block in report.blocks] == ["No claims are recorded."]


def test_in_vietnamese_the_groups_are_named_in_vietnamese(told, make_options):
    report = build_chronology(told, make_options("vi", grouping="month"))
    lines = list_lines(report)
    assert report.title == "Biên niên sự kiện"
    assert "== Tháng 4 năm 1962" in lines
    assert "# Không có ngày tháng" in lines
