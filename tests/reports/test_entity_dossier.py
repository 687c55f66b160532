"""The dossier of an entity says all there is on it, each claim in the section it belongs to."""

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
    SubjectValue,
    TextValue,
    ValueType,
)
from desktop_app.catalog.subjects import Entity, EntityKind, EntityLink, LinkKind, Name, NameKind
from desktop_app.reports.data import QuoteForm, ReportConflict, ReportSubject
from desktop_app.reports.entity_dossier import EntityFacts, build_entity_dossier
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import (
    ClaimLine,
    ConflictTable,
    Grid,
    Heading,
    Mention,
    Sentence,
    list_refs,
)
from desktop_app.reports.spans import phrase_spans, plain_spans

KHAM = Entity(
    id="ent-1",
    kind=EntityKind.PERSON,
    names=(
        Name(id="nam-1", entity="ent-1", text="Kham", kind=NameKind.PREFERRED, excerpt="exc-4"),
        Name(id="nam-2", entity="ent-1", text="ຄຳ", language="lo", kind=NameKind.TRANSLITERATED),
    ),
    exists_from="1920",
    identifiers=(("Army list", "17"),),
    note="Known from the diary.",
)
FACTS = EntityFacts(
    entities=(KHAM,),
    links=(EntityLink(id="lnk-1", entity="ent-9", other="ent-1", kind=LinkKind.NOT_THE_SAME),),
    kinds={"ent-1": "person", "ent-5": "unit", "evt-2": "event", "ent-2": "place"},
    labels={"ent-1": "Kham", "ent-9": "Kham the elder"},
)


def _property(key, kind, position, **fields):
    return Property(
        id=f"prp-{key}", key=key, label_en=key.replace("_", " "), label_vi="", value_type=kind,
        position=position, **fields,
    )  # fmt: skip


def _claim(number, subject, key, value, **fields):
    cited = (Citation(id=f"cit-{number}", claim=f"clm-{number}", excerpt="exc-1"),)
    return Claim(
        id=f"clm-{number}", subject=subject, property=f"prp-{key}", value=value, citations=cited,
        **fields,
    )  # fmt: skip


PERSON = SubjectValue("ent-1")
ADDED = (
    _claim(11, "ent-5", "commander", PERSON, valid=DateValue(edtf="1963", earliest="1963-01-01")),
    _claim(12, "ent-5", "commander", SubjectValue("ent-6")),
    _claim(
        13, "ent-1", "rank", TextValue("Captain"), valid=DateValue(edtf="1961", earliest="1961")
    ),
    _claim(14, "ent-3", "author", PERSON),
)


@pytest.fixture
def dossier_data(data):
    added = (
        _property("rank", ValueType.TEXT, 5, cardinality=Cardinality.SINGLE),
        _property("author", ValueType.SUBJECT, 6, inverse_en="author of"),
    )
    return replace(
        data,
        claims=(*(one for one in data.claims if one.id in {"clm-3", "clm-4", "clm-6"}), *ADDED),
        properties={**data.properties, **{one.id: one for one in added}},
        labels={"ent-1": "Kham", "ent-6": "Boun"},
        subjects=(
            *data.subjects,
            ReportSubject(id="ent-5", kind="unit", label="Ford company"),
            ReportSubject(id="ent-3", kind="document", label="Letter of May"),
        ),
        attachments=data.attachments[:1],
        conflicts=(ReportConflict(claims=("clm-11", "clm-12")),),
        uncited=frozenset(),
        names_found=KHAM.names[:1],
    )


@pytest.fixture
def report(dossier_data, make_options):
    return build_entity_dossier(dossier_data, FACTS, make_options())


def write_section(report, title: str) -> list[str]:
    """Return the words of a section, a line a block, the cells of a row parted by bars."""
    lines: list[str] = []
    inside = False
    for block in report.blocks:
        if isinstance(block, Heading):
            inside = block.text == title
        elif inside and isinstance(block, Grid):
            lines += [write_row(row) for row in block.rows]
        elif inside and not isinstance(block, ConflictTable):
            lines.append(plain_spans(make_piece(block, "en").spans))
    return lines


def write_row(row) -> str:
    cells = (" ".join(plain_spans(phrase_spans(one, "en")) for one in cell) for cell in row.cells)
    return " | ".join(cells)


def test_the_head_says_kind_dates_and_identifiers(report):
    lines = [plain_spans(make_piece(one, "en").spans) for one in report.blocks[:4]]
    assert lines == ["Kind: person", "From: 1920", "Army list: 17", "Known from the diary."]


def test_names_stand_with_the_passage_they_were_found_in(report):
    first, second = write_section(report, "Names")
    assert first.startswith("Kham | preferred |  | ")
    assert first.endswith("[1]")
    assert second == "ຄຳ | transliterated | lo | "
    assert report.notes[0].origin == "nam-1"
    assert report.notes[0].quote.text == "đại úy Kham chỉ huy"
    assert report.counts.names == 1


def test_offices_follow_each_other_in_time(report):
    assert write_section(report, "Offices and commands") == [
        "1961 | rank | Captain[2]",
        "1963 | commander of | Ford company[3]",
    ]


def test_an_event_has_its_date_and_the_part_taken_in_it(report):
    (line,) = write_section(report, "Events")
    assert line.startswith("2 May 1962 (as written")
    assert "Fight at the ford" in line
    assert line.endswith("commander of (valid 1962; voice: reported speaker, Hoàng Văn Sơn)[5]")


def test_what_fits_nowhere_else_is_an_other_claim(report):
    own, naming = write_section(report, "Other claims")
    assert own == "date: unknown (deprecated)[6]"
    assert naming == "Author of: Letter of May[7]"


def test_a_rival_of_another_subject_stands_in_the_conflict(report):
    rivals = [one for one in report.blocks if isinstance(one, ClaimLine) and one.subject]
    assert [(one.claim, one.subject, one.value) for one in rivals] == [
        ("clm-12", "Ford company", "Boun")
    ]
    (table,) = (one for one in report.blocks if isinstance(one, ConflictTable))
    assert table.label == "Ford company — commander"
    assert [column.value for column in table.columns] == ["Kham", "Boun"]


def test_whom_it_must_not_be_confused_with(report):
    (sentence,) = (one for one in report.blocks if isinstance(one, Sentence))
    assert sentence.phrase[0].text == "Must not be confused with Kham the elder."
    assert sentence.names == ("ent-1", "ent-9")


def test_every_claim_of_the_data_is_shown(dossier_data, report):
    noted = {note.origin for note in report.notes}
    cited = {one.id for claim in dossier_data.claims for one in claim.citations}
    assert noted == cited | {"nam-1", "att-1"}
    shown = [ref.number for block in report.blocks for ref in list_refs(block) if ref.first]
    assert shown == list(range(1, len(noted) + 1))


def test_mentions_can_be_left_out(dossier_data, make_options):
    report = build_entity_dossier(dossier_data, FACTS, make_options(include_mentions=False))
    assert not [one for one in report.blocks if isinstance(one, Mention)]
    assert "att-1" not in {note.origin for note in report.notes}


def test_each_of_several_entities_has_its_heading(dossier_data, make_options):
    other = Entity(id="ent-5", kind=EntityKind.UNIT)
    facts = replace(FACTS, entities=(KHAM, other), labels={**FACTS.labels, "ent-5": "Company"})
    report = build_entity_dossier(dossier_data, facts, make_options())
    headings = [(one.text, one.key) for one in report.blocks
                if isinstance(one, Heading) and one.level == 1]  # fmt: skip
    assert headings == [("Kham", "ent-1"), ("Company", "ent-5")]


def test_tables_can_be_ordered_by_name(dossier_data, make_options):
    report = build_entity_dossier(dossier_data, FACTS, make_options(order="name"))
    lines = write_section(report, "Offices and commands")
    assert [line.partition(" | ")[2][:9] for line in lines] == ["commander", "rank | Ca"]


ENDS = ("ent-1", "ent-2", "ent-5", "evt-2")
KEYS = {
    "date": DateValue(edtf="1962-05", earliest="1962-05-01", latest="1962-05-31"),
    "rank": TextValue("Captain"),
    "result": TextValue("held"),
    "commander": None,
    "author": None,
}


@st.composite
def list_stated(draw):
    """Draw claims each of which is of Kham, names him, or dates an event that does either."""
    stated = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        subject, named = draw(st.sampled_from(ENDS)), draw(st.sampled_from(ENDS))
        key = draw(st.sampled_from(sorted(KEYS)))
        value = KEYS[key] or SubjectValue(named if subject == "ent-1" else "ent-1")
        if KEYS[key] is not None:
            subject = "ent-1"
        stated.append(_claim(number, subject, key, value, detail=draw(st.sampled_from("ab"))))
    joined = {end for one in stated for end in (one.subject, getattr(one.value, "subject", ""))}
    if "evt-2" in joined and draw(st.booleans()):
        stated.append(_claim(20, "evt-2", "date", KEYS["date"]))
    return tuple(stated)


@given(
    claims=list_stated(),
    language=st.sampled_from(["en", "vi", "fr", "lo"]),
    order=st.sampled_from(["", "date", "name"]),
    quotes=st.sampled_from(QuoteForm),
    flags=st.tuples(st.booleans(), st.booleans()),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_citation_is_lost_whatever_is_claimed_and_chosen(
    dossier_data, make_options, claims, language, order, quotes, flags
):
    data = replace(dossier_data, claims=claims, conflicts=())
    options = make_options(
        language,
        order=order,
        quotes=quotes,
        include_mentions=flags[0],
        include_descriptions=flags[1],
    )
    report = build_entity_dossier(data, FACTS, options)
    expected = {"nam-1", *(one.citations[0].id for one in claims)}
    expected |= {"att-1"} if flags[0] else set()
    assert {note.origin for note in report.notes} == expected
