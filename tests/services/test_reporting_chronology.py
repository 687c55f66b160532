"""The chronology of real catalogues: what is in it, whatever it is about."""

from __future__ import annotations

import shutil

import pytest

from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import Grid
from desktop_app.reports.spans import plain_spans
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.session import open_catalogue

OF_EVENT = (
    "(c.subject LIKE 'evt-%' AND (p.key IN ('date', 'place', 'result') "
    "OR p.value_type = 'quantity'))"
)
OF_EVENT_OR_DATED = (
    "claim AS c ON c.id = t.claim JOIN property AS p ON p.id = c.property "
    f"WHERE (c.value_kind = 'date' OR c.valid_edtf <> '' OR {OF_EVENT})"
)


def make(session, *scope, **choices):
    return make_report(session, ReportChoices(kind="chronology", scope=scope, **choices))


def list_rows(report):
    """Return date, subject and statements of each row that is no group's head."""
    grids = [block for block in report.blocks if isinstance(block, Grid)]
    rows = [row for grid in grids for row in make_piece(grid, report.language).rows]
    return [
        tuple(" ".join(plain_spans(one) for one in cell) for cell in row.cells)
        for row in rows
        if not row.is_group
    ]


@pytest.fixture
def campaign(bench, document):
    """A campaign with a battle in it, a commander from a day, and an event of which nothing
    is said.
    """
    passage = bench.excerpt(document, "Ngày 4 tháng 5")
    whole = bench.do("create_event", title="Campaign")
    battle = bench.do("create_event", title="Battle", part_of=whole)
    bench.do("create_event", title="Silence")
    man = bench.do("create_entity", kind="person", name="An")
    unit = bench.do("create_entity", kind="unit", name="Battalion 4")
    state = {"excerpt": passage}
    bench.do("state_claim", subject=whole, property="date", value={"edtf": "1962"}, **state)
    bench.do("state_claim", subject=battle, property="date", value={"edtf": "1962-05-04"}, **state)
    bench.do("state_claim", subject=battle, property="participant", value={"subject": unit})
    valid = {"valid": {"edtf": "1962-04-15/.."}}
    bench.do("state_claim", subject=unit, property="commander", value={"subject": man}, **valid)
    bench.do("state_claim", subject=man, property="rank", value="major")
    bench.do("attach_excerpt", excerpt=passage, subject=battle)
    return {"whole": whole, "battle": battle, "man": man, "unit": unit}


def test_everything_is_told_by_date_and_what_is_not_dated_comes_last(bench, campaign):
    assert list_rows(make(bench.session)) == [
        ("since 15 April 1962", "Battalion 4", "commander: An [uncited]"),
        ("4 May 1962[1]", "Battle", ""),
        ("1962[2]", "Campaign", ""),
        ("no date", "Silence", ""),
    ]


def test_a_campaign_comes_with_its_parts(bench, campaign):
    told = [row[1] for row in list_rows(make(bench.session, campaign["whole"]))]
    assert told == ["Battle", "Campaign"]


def test_an_entity_comes_with_what_involves_it(bench, campaign):
    assert [row[1] for row in list_rows(make(bench.session, campaign["unit"]))] == [
        "Battalion 4",
        "Battle",
    ]
    of_the_man = make(bench.session, campaign["man"])
    assert [row[1] for row in list_rows(of_the_man)] == ["Battalion 4"]
    assert of_the_man.subtitle == "An"


def test_a_part_is_told_under_its_whole_even_where_that_is_not_chosen(bench, campaign):
    report = make(bench.session, campaign["battle"], grouping="campaign")
    heading, grid = report.blocks
    assert (heading.text, heading.level) == ("With a date", 1)
    assert grid.rows[0].cells[0][0][0].text == "Campaign"


def test_a_chronology_is_about_events_and_entities_that_are_there(bench, campaign, document):
    for wrong in (document, "evt-99", "ent-99"):
        with pytest.raises(UserError):
            make(bench.session, wrong)


def test_nothing_dated_of_the_sample_is_left_out(tmp_path):
    shutil.copyfile(SAMPLE, tmp_path / "sample.db")
    session = open_catalogue(tmp_path / "sample.db")
    try:
        report = make(session)
        told = session.db.column(f"SELECT t.id FROM citation AS t JOIN {OF_EVENT_OR_DATED}")
        events = session.db.scalar("SELECT count(*) FROM event")
        dated = session.db.scalar(
            "SELECT count(DISTINCT c.id) FROM citation AS t "
            f"JOIN {OF_EVENT_OR_DATED} AND NOT {OF_EVENT}"
        )
    finally:
        session.close()
    assert sorted(note.origin for note in report.notes) == sorted(told)
    assert len(list_rows(report)) == events + dated
    assert report.counts.citations == len(told)
