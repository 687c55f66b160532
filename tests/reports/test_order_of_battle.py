"""Units stand once in the tree, in their place on the day, and nothing of them is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.claims import (
    Cardinality,
    Citation,
    Claim,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    SubjectValue,
    ValueType,
)
from desktop_app.catalog.dates import parse_edtf
from desktop_app.reports.battle_tree import find_doubt, is_of_order, list_tree, place_units
from desktop_app.reports.data import ReportConflict, ReportSubject
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import Branch, ConflictTable, Heading
from desktop_app.reports.order_of_battle import OrderFacts, build_order_of_battle
from desktop_app.reports.spans import plain_spans

UNITS = ("ent-1", "ent-2", "ent-3", "ent-4")
LABELS = {"ent-1": "Front", "ent-2": "Brigade", "ent-3": "Battalion", "ent-4": "Scouts"}
PROPERTIES = {
    f"prp-{key}": Property(
        id=f"prp-{key}", key=key, label_en=key.replace("_", " "), label_vi="", value_type=kind,
        cardinality=Cardinality.SINGLE if key == "commander" else Cardinality.MANY,
        position=position,
    )
    for position, (key, kind) in enumerate(
        (
            ("participant", ValueType.SUBJECT),
            ("commander", ValueType.SUBJECT),
            ("strength", ValueType.QUANTITY),
            ("part_of", ValueType.SUBJECT),
            ("subordinate_to", ValueType.SUBJECT),
            ("killed", ValueType.QUANTITY),
        )
    )
}  # fmt: skip


def state(number, subject, key, value, valid="", **fields):
    """Return a claim with one citation; a text as value is the id of a subject."""
    return Claim(
        id=f"clm-{number}",
        subject=subject,
        property=f"prp-{key}",
        value=SubjectValue(value) if isinstance(value, str) else value,
        valid=parse_edtf(valid) if valid else None,
        citations=(Citation(id=f"cit-{number}", claim=f"clm-{number}", excerpt="exc-1"),),
        **fields,
    )


@pytest.fixture
def build(data, make_options):
    """Return a function that builds the report of some claims."""

    def make(claims, on="", conflicts=(), event="", **options):
        held = replace(
            data,
            claims=tuple(claims),
            properties=PROPERTIES,
            labels={**LABELS, "ent-9": "Kham", "ent-8": "Boun"},
            subjects=(ReportSubject(id="evt-2", kind="event", label="Fight at the ford"),),
            attachments=(),
            conflicts=conflicts,
            uncited=frozenset(),
        )
        facts = OrderFacts(
            units=UNITS, labels=LABELS, on=parse_edtf(on) if on else None, event=event
        )
        return build_order_of_battle(held, facts, make_options(**options))

    return make


def draw(report) -> list[str]:
    """Return the sections and lines of a tree, indented by their depth."""
    lines = []
    for block in report.blocks:
        if isinstance(block, Heading):
            lines.append(f"# {block.text}")
        elif isinstance(block, Branch):
            lines.append(
                "  " * len(block.rails) + plain_spans(make_piece(block, report.language).spans)
            )
    return lines


def test_units_stand_under_each_other_and_the_rest_apart(build):
    report = build(
        [
            state(1, "ent-3", "part_of", "ent-2"),
            state(2, "ent-2", "subordinate_to", "ent-1"),
            state(3, "ent-2", "commander", "ent-9"),
            state(4, "ent-2", "strength", Quantity(number=900, unit="men")),
        ]
    )
    assert draw(report) == [
        "# Hierarchy",
        "Front",
        "  Brigade [subordinate to][1] — commander: Kham[2]; strength: 900 men[3]",
        "    Battalion[4]",
        "# Place not known",
        "Scouts",
    ]


def test_doubtful_times_are_marked_and_the_marks_explained(build):
    report = build(
        [
            state(1, "ent-2", "part_of", "ent-1", valid="1962-04-15/.."),
            state(2, "ent-3", "part_of", "ent-1"),
            state(3, "ent-4", "part_of", "ent-1", valid="1962"),
        ],
        on="1962-05-05",
    )
    assert draw(report)[2:] == [
        "  Battalion°\u202f[1]",
        "  Brigade (valid since 15 April 1962)[2]",
        "  Scouts≈ (valid 1962)[3]",
    ]
    said = [plain_spans(make_piece(block, "en").spans) for block in report.blocks[:3]]
    assert said[0] == "As of: 5 May 1962"
    assert [one[0] for one in said[1:]] == ["°", "≈"]


@pytest.mark.parametrize(
    ("valid", "on", "mark"),
    [
        ("1962", "1962", ""),
        ("1961/1963", "1962", ""),
        ("1962/1963", "1962", "≈"),
        ("1962-04/", "1962-05-05", "≈"),
        ("../1962-06", "1962-05-05", ""),
        ("1962-04~/1962-06", "1962-05-05", "≈"),
        ("1962-05-05", "1962-05", "≈"),
    ],
)
def test_a_claim_is_sure_only_where_its_time_holds_the_whole_day(valid, on, mark):
    claim = state(1, "ent-2", "part_of", "ent-1", valid=valid)
    assert find_doubt(claim, parse_edtf(on)) == mark


def test_a_contradicted_place_is_said_and_the_unit_stands_once(build):
    claims = [state(1, "ent-3", "part_of", "ent-1"), state(2, "ent-3", "part_of", "ent-2")]
    assert draw(build(claims)) == [
        "# Hierarchy",
        "Front",
        "  Battalion[1] — conflict, also part of: Brigade[2]",
        "# Place not known",
        "Brigade",
        "Scouts",
    ]
    preferred = [claims[0], replace(claims[1], rank=Rank.PREFERRED)]
    assert "  Battalion (preferred)[1] — also part of: Front[2]" in draw(build(preferred))


def test_the_nearest_superior_holds_a_unit_and_the_higher_is_no_conflict(build):
    lines = draw(
        build(
            [
                state(1, "ent-3", "part_of", "ent-1"),
                state(2, "ent-3", "part_of", "ent-2"),
                state(3, "ent-2", "part_of", "ent-1"),
            ]
        )
    )
    assert lines[1:4] == [
        "Front",
        "  Brigade[1]",
        "    Battalion[2] — also part of: Front[3]",
    ]


def test_a_circle_is_opened_and_said(build):
    report = build(
        [
            state(1, "ent-1", "part_of", "ent-2"),
            state(2, "ent-2", "part_of", "ent-3"),
            state(3, "ent-3", "part_of", "ent-1"),
            state(4, "ent-4", "part_of", "ent-4"),
        ]
    )
    assert draw(report) == [
        "# Hierarchy",
        "Battalion — part of: Front[1]; the sources say a circle",
        "  Brigade[2]",
        "    Front[3]",
        "# Place not known",
        "Scouts — part of: Scouts[4]; the sources say a circle",
    ]


def test_what_a_unit_took_part_in(build):
    claims = [
        state(1, "evt-2", "participant", "ent-3", detail="enemy"),
        state(2, "ent-3", "part_of", "ent-1"),
    ]
    assert "  Battalion[1] — in “Fight at the ford” (enemy)[2]" in draw(build(claims))
    assert "  Battalion[1] — took part (enemy)[2]" in draw(build(claims, event="evt-2"))


def test_conflicting_commanders_stand_side_by_side(build):
    report = build(
        [state(1, "ent-2", "commander", "ent-9"), state(2, "ent-2", "commander", "ent-8")],
        conflicts=(ReportConflict(claims=("clm-1", "clm-2")),),
    )
    (table,) = (block for block in report.blocks if isinstance(block, ConflictTable))
    assert table.label == "Brigade — commander"
    assert "Brigade — commander: Kham[1], Boun[2]" in draw(report)


def test_units_can_follow_each_other_by_the_time_of_their_place(build):
    claims = [
        state(1, "ent-2", "part_of", "ent-1", valid="1963"),
        state(2, "ent-3", "part_of", "ent-1"),
        state(3, "ent-4", "part_of", "ent-1", valid="1961"),
    ]
    lines = draw(build(claims, order="date"))
    assert [line.split()[0].partition("[")[0] for line in lines[1:]] == [
        "Front",
        "Scouts",
        "Brigade",
        "Battalion",
    ]


def test_what_belongs_to_an_order_of_battle():
    kinds = {"ent-1": "unit", "ent-9": "person", "ent-7": "place"}
    said = {
        ("part_of", "ent-1"): True,
        ("part_of", "ent-7"): False,
        ("commander", "ent-9"): True,
        ("participant", "ent-1"): False,
        ("commander", SpecialValue("unknown")): True,
        ("strength", Quantity(number=5)): True,
        ("killed", Quantity(number=5)): False,
    }
    found = {
        (key, value): is_of_order(state(1, "ent-2", key, value), PROPERTIES[f"prp-{key}"], kinds)
        for key, value in said
    }
    assert found == said


@given(
    ties=st.lists(
        st.tuples(
            st.sampled_from(UNITS),
            st.sampled_from(UNITS),
            st.sampled_from(("part_of", "subordinate_to")),
            st.sampled_from(("", "1962", "1961/..")),
            st.sampled_from(Rank),
        ),
        max_size=12,
    ),
    on=st.sampled_from(("", "1962", "1962-05-05")),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_unit_stands_once_and_every_claim_is_shown(build, ties, on):
    claims = [
        state(number, one, key, other, valid=valid, rank=rank)
        for number, (one, other, key, valid, rank) in enumerate(ties, 1)
    ]
    day = parse_edtf(on) if on else None
    places = place_units(UNITS, claims, PROPERTIES, day)
    assert sorted(unit for unit, _ in list_tree(UNITS, places.superiors)) == list(UNITS)
    report = build(claims, on)
    assert {note.origin for note in report.notes} == {f"cit-{n}" for n in range(1, len(ties) + 1)}
    assert sum(isinstance(block, Branch) for block in report.blocks) == len(UNITS)
