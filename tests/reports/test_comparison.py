"""The comparison of sources on the small catalogue of a made-up skirmish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.claims import Stance
from desktop_app.catalog.wording import Run
from desktop_app.reports.comparison import build_comparison
from desktop_app.reports.comparison_cells import ComparisonFacts
from desktop_app.reports.model import (
    ClaimLine,
    Grid,
    Heading,
    NoteRef,
    Paragraph,
    Quote,
    list_refs,
)

FACTS = ComparisonFacts(
    order=("src-1", "src-3", "src-2"),
    names={"src-1": (Run("Diary"),), "src-2": (Run("Lowe"),), "src-3": (Run("Entry"),)},
    witnesses={"src-1": "src-1", "src-3": "src-1", "src-2": "src-2"},
)


@pytest.fixture
def events(data):
    """Return the data of the two events alone, as the services collect them."""
    subjects = tuple(one for one in data.subjects if one.kind == "event")
    own = {one.id for one in subjects}
    return replace(
        data,
        subjects=subjects,
        claims=tuple(claim for claim in data.claims if claim.subject in own),
        attachments=tuple(one for one in data.attachments if one.subject in own),
    )


def _grids(report):
    return [one for one in report.blocks if isinstance(one, Grid)]


def _say(phrase):
    said = {
        Run: lambda one: one.text,
        Quote: lambda one: f"<{one.text}>",
        NoteRef: lambda one: f"[{one.number}]" if one.first else "",
    }
    return "".join(said[type(one)](one) for one in phrase)


def _cells(row):
    return [[_say(phrase) for phrase in cell] for cell in row.cells]


def _find_row(report, label):
    return next(
        row for grid in _grids(report) for row in grid.rows if _cells(row)[0][:1] == [label]
    )


def test_each_source_answers_in_its_column_in_its_own_words(events, make_options):
    report = build_comparison(events, FACTS, make_options(grouping="sources"))
    ford = _grids(report)[1]
    assert ford.heads == ("Question", "Diary", "Entry", "Lowe")
    killed = _cells(_find_row(report, "killed (enemy losses)"))
    assert killed[0] == ["killed (enemy losses)", "≠ Settled."]
    assert killed[1][0].startswith("134 men (preferred: counted on the spot)[")
    assert killed[1][1] == f"<{events.excerpts['exc-1'].quote}>"
    assert killed[2] == ["—"]
    assert killed[3][0].startswith("134 men")
    assert killed[3][1].startswith("Contradicts the claim: <Some *120* men")
    assert killed[3][2].startswith("about 120 men (as written “some 120”; doubtful: hearsay)[")
    assert killed[3][3].startswith("<Some *120* men")


def test_translations_stand_under_the_quote_or_beside_it(events, make_options):
    side_by_side = build_comparison(events, FACTS, make_options(grouping="sources"))
    cell = _cells(_find_row(side_by_side, "date"))[2]
    assert cell[1:] == ["<đêm mùng 2 tháng 5>", "<the night of 2 May> (L. M.; draft)"]
    columns = build_comparison(events, FACTS, make_options(grouping="columns"))
    assert _grids(columns)[1].heads == (
        "Source and value", "In the source’s words", "Translation",
    )  # fmt: skip
    row = _cells(_find_row(columns, "Entry"))
    assert row[1:] == [["<đêm mùng 2 tháng 5>"], ["<the night of 2 May> (L. M.; draft)"]]
    assert [["—"], ["Diary; Lowe"], []] in [_cells(one) for one in _grids(columns)[1].rows]
    bare = build_comparison(
        events, FACTS, make_options(grouping="columns", include_translations=False)
    )
    assert len(_grids(bare)[1].heads) == 2


def test_one_passage_for_several_values_is_quoted_once(events, make_options):
    first, *others = events.claims
    twin = replace(
        first,
        id="clm-9",
        value=replace(first.value, number=135),
        citations=(replace(first.citations[0], id="cit-9", claim="clm-9"),),
    )
    several = replace(events, claims=(first, *others, twin))
    report = build_comparison(several, FACTS, make_options())
    cell = _cells(_find_row(report, "killed (enemy losses)"))[1]
    assert [part.partition(" ")[0] for part in cell[:2]] == ["134", "135"]
    assert cell[2:] == [f"<{events.excerpts['exc-1'].quote}>"]


def test_all_sources_of_a_witness_answer_in_one_column(events, make_options):
    report = build_comparison(events, FACTS, make_options())
    ford = _grids(report)[1]
    assert ford.heads == ("Question", "Diary", "Lowe")
    cited = {note.number: note.source for note in report.notes}
    (said,) = {cited[ref.number] for ref in list_refs(_table_of(ford, 1))} - {"src-1"}
    assert said == "src-3"
    assert {cited[ref.number] for ref in list_refs(_table_of(ford, 2))} == {"src-2"}
    lines = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "Sources: 3. Independent witnesses: 2." in lines
    assert not any(line.startswith("One witness, ") for line in lines)


def _table_of(grid, column):
    rows = tuple(replace(row, cells=(row.cells[column],)) for row in grid.rows)
    return replace(grid, rows=rows)


def test_passages_of_one_witness_stand_under_the_value_they_share(events, make_options):
    first, *others = events.claims
    copy = replace(first.citations[0], id="cit-9", excerpt="exc-9")
    copied = replace(
        events,
        claims=(replace(first, citations=(*first.citations, copy)), *others),
        documents=events.documents | {"doc-9": replace(events.documents["doc-1"], source="src-3")},
        excerpts=events.excerpts
        | {"exc-9": replace(events.excerpts["exc-1"], id="exc-9", document="doc-9", quote="134")},
    )
    report = build_comparison(copied, FACTS, make_options())
    cell = _cells(_find_row(report, "killed (enemy losses)"))[1]
    assert [line.partition(" (")[0] for line in cell[:1]] == ["134 men"]
    assert cell[1:] == [f"<{events.excerpts['exc-1'].quote}>", "<134>"]
    value, *_ = _find_row(report, "killed (enemy losses)").cells[1]
    assert sum(isinstance(one, NoteRef) for one in value) == 2


def test_one_witness_alone_has_its_translations_beside_its_words(events, make_options):
    alone = replace(FACTS, witnesses=dict.fromkeys(FACTS.order, "src-1"))
    report = build_comparison(events, alone, make_options())
    lines = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "One witness only: Diary." in lines
    ford = _grids(report)[1]
    assert ford.heads == ("Question", "Diary", "Translation")
    cells = _cells(_find_row(report, "date"))
    assert cells[1][1:] == ["<đêm mùng 2 tháng 5>"]
    assert cells[2] == ["<the night of 2 May> (L. M.; draft)"]
    bare = build_comparison(events, alone, make_options(include_translations=False))
    assert [len(grid.heads) for grid in _grids(bare)] == [2, 2]


def test_what_says_more_stands_in_a_wider_column(events, make_options):
    for grid in _grids(build_comparison(events, FACTS, make_options(grouping="sources"))):
        said = [
            sum(len(_say(line)) for row in grid.rows for line in row.cells[column])
            for column in range(1, len(grid.heads))
        ]
        assert grid.weights[1:][said.index(max(said))] == max(grid.weights[1:])


@pytest.mark.parametrize("grouping", ["witnesses", "sources", "columns"])
@pytest.mark.parametrize("language", ["en", "vi", "fr", "lo"])
def test_every_citation_and_passage_has_its_note_in_order(events, make_options, grouping, language):
    report = build_comparison(events, FACTS, make_options(language, grouping=grouping))
    expected = {one.id for claim in events.claims for one in claim.citations} | {"att-2"}
    assert {note.origin for note in report.notes} == expected
    refs = [ref for block in report.blocks for ref in list_refs(block)]
    assert [ref.number for ref in refs if ref.first] == list(range(1, len(expected) + 1))
    assert all(note.quote is None for note in report.notes)
    by_origin = {note.origin: note for note in report.notes}
    assert by_origin["cit-2"].stance is Stance.CONTRADICTS


def test_the_number_of_a_value_is_repeated_after_the_words_it_rests_on(events, make_options):
    report = build_comparison(events, FACTS, make_options(grouping="sources"))
    value, quote, *_ = _find_row(report, "date").cells[2]
    assert (value[-1].number, value[-1].first) == (quote[-1].number, True)
    assert not quote[-1].first


def test_what_goes_back_to_one_source_is_one_witness(events, make_options):
    report = build_comparison(events, FACTS, make_options(grouping="sources"))
    said = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "Sources: 3. Independent witnesses: 2." in said
    assert "One witness, Diary; taken from it: Entry." in said
    assert "Silent on this event: Diary." in said


@pytest.mark.parametrize(
    ("grouping", "called"), [("sources", "Sources"), ("witnesses", "Witnesses")]
)
def test_more_than_four_stand_in_tables_under_each_other(events, make_options, grouping, called):
    claim = next(one for one in events.claims if one.id == "clm-3")
    order = tuple(f"src-{number}" for number in range(1, 8))
    documents = {
        f"doc-{number}": replace(events.documents["doc-1"], id=f"doc-{number}", source=source)
        for number, source in enumerate(order, 1)
    }
    excerpts = {
        f"exc-{number}": replace(
            events.excerpts["exc-1"], id=f"exc-{number}", document=f"doc-{number}"
        )
        for number in range(1, 8)
    }
    cited = tuple(
        replace(claim.citations[0], id=f"cit-{number}", excerpt=f"exc-{number}")
        for number in range(1, 8)
    )
    many = replace(
        events,
        claims=(replace(claim, citations=cited),),
        documents=documents,
        excerpts=excerpts,
        attachments=(),
        conflicts=(),
        uncited=frozenset(),
    )
    facts = ComparisonFacts(
        order=order,
        names={source: (Run(source),) for source in order},
        witnesses={source: source for source in order},
    )
    options = make_options(grouping=grouping)
    known = dict.fromkeys(order, options.citer._sources["src-1"])
    options = replace(options, citer=type(options.citer)(known, "en"))
    report = build_comparison(many, facts, options)
    assert [(grid.caption, len(grid.heads)) for grid in _grids(report)] == [
        (f"{called} 1 to 3 of 7", 4),
        (f"{called} 4 to 7 of 7", 5),
    ]
    refs = [ref for grid in _grids(report) for ref in list_refs(grid)]
    assert [ref.number for ref in refs if ref.first] == list(range(1, 8))


def test_parts_come_after_their_wholes_and_uncited_claims_after_the_table(events, make_options):
    report = build_comparison(events, FACTS, make_options())
    headings = [(one.text, one.level) for one in report.blocks if isinstance(one, Heading)]
    assert headings == [("White Rock campaign", 1), ("Fight at the ford", 2)]
    (line,) = [one for one in report.blocks if isinstance(one, ClaimLine)]
    assert (line.claim, line.uncited) == ("clm-5", True)


def test_passages_can_be_left_out(events, make_options):
    report = build_comparison(events, FACTS, make_options(include_mentions=False))
    assert "att-2" not in {note.origin for note in report.notes}
    assert report.counts.mentions == 0
