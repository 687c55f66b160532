"""Which units an order of battle holds, and which of their claims, in real catalogues."""

from __future__ import annotations

import pytest

from desktop_app.errors import UserError
from desktop_app.reports.model import Branch, Heading
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.store import subjects


def draw(session, *scope: str, **choices: str) -> list[tuple[int, str]]:
    """Return the depth and the name of each unit of an order of battle."""
    report = make_report(session, ReportChoices(kind="order-of-battle", scope=scope, **choices))
    return [
        (len(block.rails), block.phrase[0].text)
        for block in report.blocks
        if isinstance(block, Branch)
    ]


def test_the_whole_sample_holds_every_unit_once(sample):
    drawn = draw(sample)
    units = [one.id for one in subjects.list_entities(sample.db) if one.kind.value == "unit"]
    report = make_report(sample, ReportChoices(kind="order-of-battle"))
    branches = [block.names[0] for block in report.blocks if isinstance(block, Branch)]
    assert len(set(branches)) == len(branches) == len(drawn)
    assert set(units) <= set(branches)


def test_the_day_decides_where_a_brigade_of_the_sample_stands(sample):
    merged, before = draw(sample, on="1962-05-05"), draw(sample, on="1962-03-01")
    group, brigade = "Brigades 316 and 335 under one command", "Brigade 335"
    assert merged.index((1, brigade)) > merged.index((0, group))
    assert group not in [name for _, name in before]
    army = before.index((0, "Vietnamese volunteer troops in Laos"))
    assert before.index((1, brigade)) > army


def test_an_event_has_those_that_took_part_and_all_around_them(sample):
    names = [name for _, name in draw(sample, "evt-12")]
    assert {"Battalion 1, Brigade 335", "Brigade 335", "55th Parachute Battalion"} <= set(names)
    assert "Vientiane army" in names
    assert "Local company of Na Mô" not in names


def test_a_unit_has_all_below_it_and_nothing_else(sample):
    assert draw(sample, "ent-129", language="vi") == [
        (0, "Lữ đoàn 335"),
        (1, "Tiểu đoàn 1 (Lữ đoàn 335)"),
        (1, "Tiểu đoàn 3 (Lữ đoàn 335)"),
    ]


def test_a_unit_that_did_not_exist_and_a_claim_rejected_are_left_out(bench):
    front = bench.do("create_entity", kind="unit", name="Front")
    old = bench.do("create_entity", kind="unit", name="Old", exists_to="1950")
    wrong = bench.do("create_entity", kind="unit", name="Wrong")
    for unit in (old, wrong):
        claim = bench.do("state_claim", subject=unit, property="part_of", value={"subject": front})
    bench.do("rank_claim", claim=claim, rank="deprecated", reason="a slip")
    assert draw(bench.session, on="1962") == [(0, "Front"), (0, "Wrong")]
    assert draw(bench.session) == [(0, "Front"), (1, "Old"), (0, "Wrong")]


def test_a_circle_of_units_ends(bench):
    one, two = (bench.do("create_entity", kind="unit", name=name) for name in "AB")
    for unit, other in ((one, two), (two, one), (one, one)):
        bench.do("state_claim", subject=unit, property="part_of", value={"subject": other})
    assert sorted(name for _, name in draw(bench.session, one)) == ["A", "B"]


def test_an_empty_catalogue_says_so(bench):
    report = make_report(bench.session, ReportChoices(kind="order-of-battle"))
    assert report.blocks[-1].text == "No unit is recorded."
    assert not [block for block in report.blocks if isinstance(block, Heading)]


def test_a_person_or_a_wrong_day_is_refused(bench):
    person = bench.do("create_entity", kind="person", name="An")
    for scope, on, code in (((person,), "", "no_unit"), ((), "1962-13", "bad_date")):
        with pytest.raises(UserError) as caught:
            draw(bench.session, *scope, on=on)
        assert caught.value.code == code
