"""The dossier of an event: who took part, what happened, what was lost, and who says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.claims import (
    Cardinality,
    Citation,
    Claim,
    DateValue,
    Property,
    Quantity,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    ValueType,
)
from desktop_app.catalog.subjects import Event
from desktop_app.reports.data import QuoteForm, ReportConflict
from desktop_app.reports.event_dossier import EventFacts, build_event_dossier
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import Branch, ConflictTable, Grid, Heading, list_refs
from desktop_app.reports.spans import phrase_spans, plain_spans

LABELS = {
    "evt-1": "Campaign",
    "evt-2": "Fight at the ford",
    "evt-3": "March",
    "evt-4": "Retreat",
    "ent-1": "Brigade",
    "ent-2": "Battalion",
    "ent-3": "Garrison",
}
EVENTS = {
    "evt-1": Event(id="evt-1", title="Campaign", kind="campaign", note="A small one."),
    "evt-2": Event(id="evt-2", title="Fight at the ford", part_of="evt-1"),
    "evt-3": Event(id="evt-3", title="March", part_of="evt-1"),
    "evt-4": Event(id="evt-4", title="Retreat", part_of="evt-2"),
}
FACTS = EventFacts(roots=("evt-1",), events=EVENTS, labels=LABELS)
KINDS = {
    "date": ValueType.DATE,
    "participant": ValueType.SUBJECT,
    "commander": ValueType.SUBJECT,
    "strength": ValueType.QUANTITY,
    "killed": ValueType.QUANTITY,
    "seized": ValueType.QUANTITY,
    "part_of": ValueType.SUBJECT,
    "result": ValueType.TEXT,
    "weather": ValueType.TEXT,
}
PROPERTIES = {
    f"prp-{key}": Property(
        id=f"prp-{key}",
        key=key,
        label_en=key.replace("_", " "),
        label_vi="",
        value_type=kind,
        cardinality=Cardinality.SINGLE,
        position=position,
    )
    for position, (key, kind) in enumerate(KINDS.items())
}


def state(number, subject, key, value, detail="", stance=Stance.SUPPORTS):
    """Return a claim with one citation; of a subject the id, of a number the figure is enough."""
    made = {
        ValueType.SUBJECT: SubjectValue,
        ValueType.QUANTITY: lambda figure: Quantity(number=figure, unit="men"),
        ValueType.TEXT: TextValue,
        ValueType.DATE: lambda day: DateValue(edtf=day, earliest=day, latest=day),
    }
    cited = Citation(id=f"cit-{number}", claim=f"clm-{number}", excerpt="exc-1", stance=stance)
    return Claim(
        id=f"clm-{number}",
        subject=subject,
        property=f"prp-{key}",
        value=value if isinstance(value, SpecialValue) else made[KINDS[key]](value),
        detail=detail,
        citations=(cited,),
    )


CLAIMS = (
    state(1, "evt-1", "date", "1962-05-01"),
    state(2, "evt-1", "participant", "ent-1", "our side, main force"),
    state(3, "evt-2", "participant", "ent-2", "Our side"),
    state(4, "evt-2", "participant", "ent-3", "enemy"),
    state(5, "ent-2", "part_of", "ent-1"),
    state(6, "ent-1", "strength", 900),
    state(7, "evt-2", "date", "1962-05-04"),
    state(8, "evt-3", "date", "1962-05-02"),
    state(9, "evt-2", "killed", 134, "enemy"),
    state(10, "evt-2", "killed", 120, "enemy, at the ford"),
    state(11, "evt-2", "seized", 3, "lorries"),
    state(12, "evt-1", "result", "The ford was held."),
    state(13, "evt-1", "weather", "Rain."),
    state(14, "evt-4", "result", "Orderly."),
)


@pytest.fixture
def event_data(data):
    return replace(
        data,
        claims=CLAIMS,
        properties=PROPERTIES,
        labels=LABELS,
        subjects=(),
        attachments=tuple(
            replace(one, subject=subject)
            for one, subject in zip(data.attachments, ("evt-1", "evt-3"), strict=True)
        ),
        conflicts=(ReportConflict(claims=("clm-9", "clm-10")),),
        uncited=frozenset(),
    )


@pytest.fixture
def build(event_data, make_options):
    def make(facts=FACTS, claims=CLAIMS, language="en", **options):
        held = replace(event_data, claims=tuple(claims))
        if claims is not CLAIMS:
            held = replace(held, conflicts=())
        return build_event_dossier(held, facts, make_options(language, **options))

    return make


def write_section(report, title: str) -> list[str]:
    """Return the words of a section of the first level, a line a block, cells parted by bars."""
    lines: list[str] = []
    inside = False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text == title
        elif not inside or isinstance(block, ConflictTable):
            continue
        elif isinstance(block, Heading):
            lines.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Grid):
            lines += [write_row(row) for row in block.rows]
        else:
            indent = "  " * len(block.rails) if isinstance(block, Branch) else ""
            lines.append(indent + plain_spans(make_piece(block, report.language).spans))
    return lines


def write_row(row) -> str:
    cells = ("; ".join(plain_spans(phrase_spans(one, "en")) for one in cell) for cell in row.cells)
    return " | ".join(cells)


def test_sections_stand_in_their_order(build):
    headings = [one.text for one in build().blocks if isinstance(one, Heading) and one.level == 1]
    assert headings == [
        "Order of battle",
        "Course",
        "Result",
        "Losses",
        "Other claims",
        "Mentions",
        "Sources",
    ]


def test_who_took_part_stands_by_side_as_a_tree(build):
    assert write_section(build(), "Order of battle") == [
        "## Our side",
        "Brigade — took part (main force)[2]; strength: 900 men[3]",
        "  Battalion[4] — in “Fight at the ford”[5]",
        "## Enemy",
        "Garrison — in “Fight at the ford”[6]",
    ]


def test_the_course_is_told_by_date_and_parts(build):
    lines = write_section(build(), "Course")
    assert [line for line in lines if line.startswith("#")] == [
        "## March",
        "## Fight at the ford",
        "### Retreat",
    ]
    assert "Participant: Battalion (Our side)[5]; Garrison (enemy)[6]" in lines
    flat = write_section(build(grouping="flat", order="name"), "Course")
    assert [line for line in flat if line.startswith("#")] == [
        "## Fight at the ford",
        "## March",
        "## Retreat",
    ]


def test_losses_say_the_side_the_figures_and_the_sources(build):
    enemy, men, things = write_section(build(), "Losses")
    assert enemy == "Enemy"
    figures = "Killed: 134 men[11]; Killed: 120 men (at the ford)[12]"
    assert men.startswith(f"Fight at the ford | {figures} | ")
    assert men.endswith("[11][12]")
    assert "Seized: 3 men (lorries)[13]" in things


def test_contradicting_losses_stand_side_by_side_under_their_table(build):
    blocks = build().blocks
    table = next(place for place, one in enumerate(blocks) if isinstance(one, ConflictTable))
    assert blocks[table].label == "Fight at the ford — killed"
    assert isinstance(blocks[table - 1], Grid)


def test_who_only_contradicts_a_figure_does_not_say_it(build):
    claims = [state(1, "evt-2", "killed", 5, stance=Stance.CONTRADICTS)]
    side, row = write_section(build(claims=claims), "Losses")
    assert side == "Side not stated"
    assert row == "Fight at the ford | Killed: 5 men[1] | "


def test_sources_are_counted(build):
    (row,) = [one for one in write_section(build(), "Sources") if one.startswith("Hoàng")]
    assert row.endswith(" | 14 | 14 |  | 1")


def test_mentions_of_parts_stand_under_their_names(build):
    lines = write_section(build(), "Mentions")
    assert lines[1] == "## March"
    assert not write_section(build(include_mentions=False), "Mentions")


def test_an_unknown_participant_is_said(build):
    claims = [state(1, "evt-1", "participant", SpecialValue("unknown"), "enemy")]
    assert write_section(build(claims=claims), "Order of battle") == [
        "Participant: unknown (enemy)[1]"
    ]


def test_parts_in_a_circle_end(build):
    circle = {
        "evt-2": replace(EVENTS["evt-2"], part_of="evt-3"),
        "evt-3": replace(EVENTS["evt-3"], part_of="evt-2"),
    }
    facts = EventFacts(roots=("evt-2",), events=circle, labels=LABELS)
    claims = [one for one in CLAIMS if one.subject in circle]
    report = build(facts=facts, claims=claims, include_mentions=False)
    assert report.counts.claims == len(claims)


def test_several_events_have_their_headings_and_share_the_sources(build):
    facts = replace(FACTS, roots=("evt-2", "evt-3"))
    claims = [one for one in CLAIMS if one.subject in {"evt-2", "evt-3", "evt-4"}]
    report = build(facts=facts, claims=claims, include_mentions=False)
    assert [(one.text, one.key) for one in report.blocks
            if isinstance(one, Heading) and one.level == 1] == [
        ("Fight at the ford", "evt-2"),
        ("March", "evt-3"),
        ("Sources", ""),
    ]  # fmt: skip


VALUES = {
    ValueType.SUBJECT: st.sampled_from(["ent-1", "ent-2", "ent-3", "evt-2"]),
    ValueType.QUANTITY: st.integers(0, 9),
    ValueType.TEXT: st.just("so"),
    ValueType.DATE: st.sampled_from(["1962-05-01", "1962-05-04"]),
}


@st.composite
def list_stated(draw):
    """Draw claims of the events, and of the units that take part by them."""
    stated = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        key = draw(st.sampled_from([one for one in KINDS if one != "part_of"]))
        value = draw(VALUES[KINDS[key]] | st.just(SpecialValue("unknown")))
        detail = draw(st.sampled_from(["", "enemy", "Enemy, left"]))
        stated.append(state(number, draw(st.sampled_from(sorted(EVENTS))), key, value, detail))
    there = sorted(
        one.value.subject
        for one in stated
        if one.property == "prp-participant"
        and isinstance(one.value, SubjectValue)
        and one.value.subject.startswith("ent")
    )
    for number in range(20, 20 + (draw(st.integers(0, 4)) if there else 0)):
        key = draw(st.sampled_from(["part_of", "strength", "commander"]))
        stated.append(state(number, draw(st.sampled_from(there)), key, draw(VALUES[KINDS[key]])))
    return stated


@given(
    claims=list_stated(),
    language=st.sampled_from(["en", "vi", "fr", "lo"]),
    order=st.sampled_from(["", "date", "name"]),
    grouping=st.sampled_from(["", "parts", "flat"]),
    quotes=st.sampled_from(QuoteForm),
    flags=st.tuples(st.booleans(), st.booleans()),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_citation_is_lost_whatever_is_claimed_and_chosen(
    build, event_data, claims, language, order, grouping, quotes, flags
):
    report = build(
        claims=claims,
        language=language,
        order=order,
        grouping=grouping,
        quotes=quotes,
        include_mentions=flags[0],
        include_descriptions=flags[1],
    )
    expected = {one.citations[0].id for one in claims}
    expected |= {one.id for one in event_data.attachments} if flags[0] else set()
    assert {note.origin for note in report.notes} == expected
    referred = [ref.number for block in report.blocks for ref in list_refs(block) if ref.first]
    assert referred == list(range(1, len(expected) + 1))
