"""Notes at the foot of their page: none lost, none parted from its reference, no page overfull."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.wording import Run
from desktop_app.reports.model import (
    Block,
    Branch,
    Counts,
    Grid,
    GridRow,
    Heading,
    Note,
    NoteRef,
    Phrase,
    Quote,
    Report,
    Sentence,
    Setup,
)
from desktop_app.reports.setting import Sheet
from desktop_app.ui.printing_marks import LineMark, Pages
from desktop_app.ui.printing_pages import lay_out
from desktop_app.ui.printing_proof import verify_pages

LOW = Sheet(width=420, height=330, side=40)
WORD = "chiến "


def make_report(blocks: list[Block], note_words: list[int], **fields) -> Report:
    """Return a report whose notes quote as many words as `note_words` says."""
    notes = tuple(
        Note(
            number=number,
            origin=f"cit-{number}",
            source="src-1",
            citation=(Run("Lê Văn An, "), Run("Lịch sử", italic=True)),
            quote=Quote(text=WORD * words + f"({number})", language="vi"),
        )
        for number, words in enumerate(note_words, 1)
    )
    whole = Report(
        title="Report",
        subtitle="",
        language="en",
        blocks=tuple(blocks),
        notes=notes,
        bibliography=(),
        counts=Counts(claims=1),
        generated="1 June 2024",
        catalogue="Nặm Thà",
        revision=1,
        seal="0123",
        style="Chicago",
    )
    return replace(whole, **fields)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw headings, lines, trees and grids with any number of notes of any length."""
    numbers = itertools.count(1)
    sizes: list[int] = []

    def phrase() -> Phrase:
        parts: list[Run | NoteRef] = []
        for _ in range(draw(st.integers(1, 3))):
            parts.append(Run(WORD * draw(st.integers(1, 60))))
            for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2, 12)))):
                sizes.append(draw(st.sampled_from((0, 3, 20, 60, 400))))
                parts.append(NoteRef(next(numbers)))
            if sizes and draw(st.booleans()):
                parts.append(NoteRef(draw(st.integers(1, len(sizes))), first=False))
        return tuple(parts)

    def row() -> GridRow:
        if draw(st.integers(0, 3)) == 0:
            return GridRow(cells=((phrase(),),), is_group=True)
        return GridRow(cells=((phrase(),), (phrase(), phrase()), ()))

    blocks: list[Block] = []
    for kind in draw(st.lists(st.sampled_from("HSSBG"), min_size=1, max_size=6)):
        if kind == "H":
            blocks.append(Heading("Trận đánh", draw(st.integers(1, 3))))
        elif kind == "S":
            blocks.append(Sentence(phrase=phrase()))
        elif kind == "B":
            rails = tuple(draw(st.lists(st.booleans(), max_size=4)))
            blocks.append(Branch(phrase=phrase(), rails=rails))
        else:
            rows = tuple(row() for _ in range(draw(st.integers(1, 4))))
            heads = ("Date", "What happened", "x")
            blocks.append(Grid(heads=heads, weights=(1, 2, 1), rows=rows, caption="Table"))
    return make_report(blocks, sizes)


def bottom(mark: LineMark) -> float:
    return mark.top + mark.line.height


def note_lines(pages: Pages) -> dict[int, list[tuple[int, LineMark]]]:
    """Return the lines of each note, with their pages, in the order of the pages."""
    found: dict[int, list[tuple[int, LineMark]]] = {}
    for number, page in enumerate(pages.pages):
        for mark in page.lines:
            if mark.line.owner.note:
                found.setdefault(mark.line.owner.note, []).append((number, mark))
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports())
def test_notes_stand_whole_below_the_text_that_refers_to_them(qapp: object, report: Report) -> None:
    pages = lay_out(report, LOW)
    verify_pages(pages, report)
    for page in pages.pages:
        text = [mark for mark in page.lines if not mark.line.owner.note]
        notes = [mark for mark in page.lines if mark.line.owner.note]
        limit = LOW.height - LOW.bottom + 0.1
        assert all(LOW.top - 0.1 <= mark.top and bottom(mark) <= limit for mark in page.lines)
        if text and notes:
            assert max(map(bottom, text)) < min(mark.top for mark in notes)
    for number, lines in note_lines(pages).items():
        said = "".join(mark.line.owner.text[mark.line.start : mark.line.end] for _, mark in lines)
        assert said == f"{number}.{lines[-1][1].line.owner.text}"
        held = [page for page, _ in lines]
        assert sorted(set(held)) == list(range(held[0], held[-1] + 1))
        # Between two pages of a note no other stands: what goes on comes first.
        for page in set(held[1:]) - {held[0]}:
            first = next(mark for mark in pages.pages[page].lines if mark.line.owner.note)
            assert first.line.owner.note == number
        assert pages.references[number][0] <= held[0]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 300)), max_size=12))
def test_a_note_begins_on_the_page_of_its_reference(
    qapp: object, sizes: list[tuple[int, int]]
) -> None:
    blocks: list[Block] = [
        Sentence(phrase=(Run(WORD * words), NoteRef(number)))
        for number, (words, _) in enumerate(sizes, 1)
    ]
    pages = lay_out(make_report(blocks, [words for _, words in sizes]), LOW)
    for number, (page, _top) in pages.notes.items():
        assert page == pages.references[number][0]


def test_short_notes_are_never_parted_and_begin_with_their_line(qapp: object) -> None:
    blocks: list[Block] = [
        Sentence(phrase=(Run(WORD * (number % 17)), NoteRef(number))) for number in range(1, 80)
    ]
    pages = lay_out(make_report(blocks, [5 + number % 20 for number in range(79)]), LOW)
    assert len(pages.pages) > 8
    for number, lines in note_lines(pages).items():
        assert {page for page, _ in lines} == {pages.references[number][0]}


def test_a_long_note_goes_on_under_a_rule_across_before_the_next(qapp: object) -> None:
    blocks: list[Block] = [
        Sentence(phrase=(Run("one"), NoteRef(1))),
        Sentence(phrase=(Run("two"), NoteRef(2))),
    ]
    pages = lay_out(make_report(blocks, [150, 4]), LOW)
    held = note_lines(pages)
    assert {page for page, _ in held[1]} == {0, 1}
    assert {page for page, _ in held[2]} == {1}
    first, second = (
        [rule.width for rule in page.rules if rule.height == 0.5] for page in pages.pages[:2]
    )
    assert LOW.measure not in [width for width in first if width < 100]
    assert min(first) == 84
    # Head, foot and what goes on: all across.
    assert second == [LOW.measure] * 3
    assert pages.pages[1].lines[0].line.owner.text == "two2"


def test_more_notes_on_a_line_than_a_page_holds_come_to_an_end(qapp: object) -> None:
    crowd = tuple(NoteRef(number) for number in range(1, 61))
    report = make_report([Sentence(phrase=(Run("x"), *crowd)), Heading("End", 1)], [30] * 60)
    pages = lay_out(report, LOW)
    verify_pages(pages, report)
    assert 10 < len(pages.pages) < 40


def test_a_repeated_number_brings_no_second_note(qapp: object) -> None:
    again: list[Block] = [Sentence(phrase=(Run("x"), NoteRef(1, first=False)))] * 90
    report = make_report([Sentence(phrase=(Run("x"), NoteRef(1))), *again], [2])
    pages = lay_out(report, LOW)
    assert len(pages.pages) > 4
    assert {page for page, _ in note_lines(pages)[1]} == {0}


def test_a_lost_note_is_told(qapp: object) -> None:
    report = make_report([Sentence(phrase=(Run("x"), NoteRef(1), NoteRef(2)))], [2, 2])
    pages = lay_out(report, LOW)
    verify_pages(pages, report)
    for lost in (replace(report, notes=report.notes[:1]), make_report([], [2])):
        with pytest.raises(AssertionError):
            verify_pages(lay_out(lost, LOW), lost)


@pytest.mark.parametrize("at_foot", [True, False])
def test_notes_stand_at_the_end_where_that_is_asked_for(qapp: object, at_foot: bool) -> None:
    blocks: list[Block] = [
        Sentence(phrase=(Run(WORD * 20), NoteRef(number))) for number in range(1, 31)
    ]
    report = make_report(blocks, [10] * 30, setup=Setup(notes_at_foot=at_foot))
    pages = lay_out(report, LOW)
    verify_pages(pages, report)
    assert ("Notes" in [entry.title for entry in pages.outline]) is not at_foot
    assert ({page for page, _ in note_lines(pages)[1]} == {0}) is at_foot


def test_the_counts_end_the_report_together_and_never_alone(qapp: object) -> None:
    for lines in range(12, 30):
        blocks: list[Block] = [Sentence(phrase=(Run("one line"),))] * lines
        last = lay_out(make_report(blocks, []), LOW).pages[-1]
        texts = [mark.line.owner.text for mark in last.lines]
        assert texts[0] in ("one line", "Report"), lines
        assert texts[-3:-1] == ["Citations: Chicago.", "1 claim, 0 citations, 0 sources"]
        assert texts[-1].startswith("Typefaces: ")
