"""Contents, index, heads, grids and trees on paper, read back where another library sees them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from desktop_app.catalog.wording import Run
from desktop_app.reports.model import (
    Block,
    Branch,
    ClaimLine,
    Grid,
    GridRow,
    Heading,
    IndexEntry,
    Margins,
    NoteRef,
    Paper,
    Report,
    Sentence,
    Setup,
)
from desktop_app.ui.printing import write_pdf
from desktop_app.ui.printing_index import join_pages
from desktop_app.ui.printing_pages import ReportLayout, lay_out
from desktop_app.ui.printing_proof import verify_pages
from tests.ui.printed import read_bodies, read_pages, squash
from tests.ui.test_printing import make_conflict, with_blocks
from tests.ui.test_printing_flow import LOW, WORD, make_report

FOOT = "Nặm Thà, change 1, seal 0123, 1 June 2024"


def make_long_report(*, people: int = 36, at_foot: bool = True) -> Report:
    """Return a report with contents and index whose people stand under headings of two levels."""
    blocks: list[Block] = []
    for number in range(1, people + 1):
        if number % 12 == 1:
            blocks.append(Heading(f"Part{number:03}", 1))
        blocks.append(Heading(f"Person{number:03}", 2, f"ent-{number}"))
        names = (f"ent-{number}", f"ent-{max(number - 7, 1)}")
        for one in range(3):
            ref = NoteRef(3 * number - 2 + one)
            blocks.append(
                ClaimLine(claim="c", label="met", value=WORD * 9, refs=(ref,), names=names)
            )
    index = [
        IndexEntry(text=f"Person{number:03}", record=f"ent-{number}")
        for number in range(1, people + 1)
    ]
    index.append(IndexEntry(text="Sơn", record="ent-2", see="Person002"))
    return make_report(
        blocks,
        [number % 40 for number in range(3 * people)],
        index=tuple(index),
        setup=Setup(contents=True, notes_at_foot=at_foot),
    )


@pytest.fixture
def target(tmp_path: Path, qapp: object) -> Path:
    return tmp_path / "report.pdf"


@pytest.mark.parametrize("at_foot", [True, False])
def test_contents_and_index_name_the_pages_on_which_the_words_are_found(
    target: Path, at_foot: bool
) -> None:
    report = make_long_report(at_foot=at_foot)
    write_pdf(report, target)
    for reader, pages in read_bodies(target, FOOT).items():
        begin = next(
            n for n, page in enumerate(pages) if "Part001met" in page.replace("Person001", "")
        )
        contents, text = "".join(pages[:begin]), pages[begin:]
        last = next(n for n, page in enumerate(pages) if "Indexofnames" in page and n >= begin)
        for number in range(1, 37):
            name = f"Person{number:03}"
            stands = next(n for n, page in enumerate(text, begin) if f"{name}met:" in page)
            found = re.search(rf"{name}(\d+?)(?=Person|Part|Bibl|Notes|Index|Report|$)", contents)
            assert found is not None, (reader, name)
            assert int(found[1]) == stands + 1, (reader, name)
        index = "".join(pages[last:])
        assert "Sơn" in index
        assert "seePerson002" in index


def test_the_index_gives_every_page_that_names_a_record(target: Path) -> None:
    report = make_long_report()
    pages = lay_out(report)
    named: dict[str, set[int]] = {}
    heading = ""
    for number, page in enumerate(pages.pages):
        for mark in page.lines:
            text = mark.line.owner.text
            if re.fullmatch(r"Person\d+", text) and mark.line.owner.style.bold:
                heading = text
                named.setdefault(f"ent-{int(heading[6:])}", set()).add(number)
            elif text.startswith("met: ") and heading:
                own = int(heading[6:])
                for name in (f"ent-{own}", f"ent-{max(own - 7, 1)}"):
                    named.setdefault(name, set()).add(number)
    assert {name: set(places) for name, places in pages.names.items()} == named
    write_pdf(report, target)
    last = squash(read_pages(target)["pdfium"][-1])
    ranges = join_pages(sorted(named["ent-20"]))
    said = ",".join(str(a + 1) if a == b else f"{a + 1}–{b + 1}" for a, b in ranges)
    assert f"Person020,{said}" in last


def test_pages_are_joined_to_ranges() -> None:
    assert join_pages([2, 3, 4, 7, 9, 10]) == [(2, 4), (7, 7), (9, 10)]
    assert join_pages([]) == []


def test_contents_and_index_lead_where_they_say(target: Path) -> None:
    write_pdf(make_long_report(), target)
    reader = pypdf.PdfReader(target)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    with pypdfium2.PdfDocument(target) as document:
        seen = 0
        for number, page in enumerate(reader.pages):
            text = document[number].get_textpage()
            for one in page.get("/Annots", ()):
                link = one.get_object()
                left, low, right, high = (float(side) for side in link["/Rect"])
                words = text.get_text_bounded(left, low, right, high)
                goal = numbers[link["/Dest"][0].idnum]
                shown = re.fullmatch(r"(?:Per\w+|Part\w+)[\s.]*(\d+)\s*", words)
                if shown is not None:
                    assert int(shown[1]) == goal + 1
                    seen += 1
    assert seen == 39


def test_running_heads_name_title_and_section_from_the_second_page(target: Path) -> None:
    report = make_long_report()
    write_pdf(report, target)
    pages = [squash(page) for page in read_pages(target)["pdfium"]]
    assert pages[0].startswith("ReportContents")
    assert "Report" not in pages[0][6:]
    sections = [re.match(r"Report(Contents|Part\d{3}|Indexofnames)", page) for page in pages[1:]]
    assert all(sections)
    assert {found[1] for found in sections if found} >= {"Part001", "Part013", "Part025"}


def test_the_first_page_is_set_at_once_with_contents_and_index(qapp: object) -> None:
    layout = ReportLayout(make_long_report(people=300))
    steps = 0
    while len(layout.pages.pages) < 2:
        layout.step()
        steps += 1
    assert steps < 80


def make_grid(rows: int, tall: int = 0) -> Grid:
    cells = lambda n: (  # noqa: E731
        ((Run(f"day{n}"),),),
        ((Run(WORD * (n % 25)), NoteRef(n)), (Run("again"), NoteRef(n, first=False))),
    )
    listed: list[GridRow] = []
    for number in range(1, rows + 1):
        if number % 10 == 1:
            listed.append(GridRow(cells=(((Run(f"Group{number}"),),),), is_group=True))
        listed.append(GridRow(cells=tuple(tuple(cell) for cell in cells(number))))
    if tall:
        words = tuple((Run(f"word{n} "),) for n in range(tall))
        listed.append(GridRow(cells=(((Run("tall"),),), words)))
    return Grid(heads=("Date", "Events"), weights=(1, 3), rows=tuple(listed), caption="Course")


def test_a_grid_repeats_its_heads_and_keeps_rows_whole(qapp: object) -> None:
    report = make_report([Heading("Events", 1), make_grid(60)], [7] * 60)
    pages = lay_out(report, LOW)
    held = [[mark.line.owner.text for mark in page.lines] for page in pages.pages]
    tables = [texts for texts in held if any(text.startswith("day") for text in texts)]
    assert len(tables) > 5
    for texts in tables:
        assert texts.count("Date") == texts.count("Events") - ("Course" in texts) == 1
        rows = [text for text in texts if text.startswith(("day", "Group"))]
        assert not rows[-1].startswith("Group")
    for number in range(1, 61):
        on = [n for n, texts in enumerate(held) if f"day{number}" in texts]
        assert len(on) == 1
        assert pages.references[number][0] == pages.notes[number][0] == on[0]


def test_a_row_taller_than_a_page_is_parted_under_its_heads(qapp: object) -> None:
    pages = lay_out(make_report([make_grid(1, tall=90)], [3]), LOW)
    said = [mark.line.owner.text.strip() for page in pages.pages for mark in page.lines]
    assert [text for text in said if text.startswith("word")] == [f"word{n}" for n in range(90)]
    assert said.count("Date") == len(pages.pages) - (not any("word" in t for t in said[-4:]))


def test_rails_meet_and_words_stand_right_of_them(qapp: object) -> None:
    long = (Run(WORD * 40),)
    tree: list[Block] = [
        Branch(phrase=(Run("root"),)),
        Branch(phrase=long, rails=(True,)),
        Branch(phrase=(Run("deep"),), rails=(True, False)),
        Branch(phrase=(Run("last"),), rails=(False,)),
    ]
    page = lay_out(make_report(tree, []), LOW).pages[0]
    rails = [rule for rule in page.rules if rule.width == 0.5 and rule.height > 1]
    first = sorted((rule for rule in rails if rule.left < LOW.side + 10), key=lambda r: r.top)
    for above, below in itertools.pairwise(first):
        assert above.top + above.height == pytest.approx(below.top, abs=0.01)
    lefts = {mark.line.owner.text[:4]: mark.left for mark in page.lines}
    assert lefts["root"] < lefts["chiế"] == lefts["last"] < lefts["deep"]
    wrapped = {mark.left for mark in page.lines if mark.line.owner.text.startswith("chiế")}
    assert len(wrapped) == 1
    assert all(rule.left + rule.width <= lefts["chiế"] for rule in first)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("margins", Margins)
def test_paper_and_margins_are_those_of_the_setup(
    target: Path, paper: Paper, margins: Margins
) -> None:
    setup = Setup(paper=paper, margins=margins)
    report = replace(make_report([Sentence(phrase=(Run(WORD * 300),))], []), setup=setup)
    write_pdf(report, target)
    with pypdfium2.PdfDocument(target) as document:
        width = {Paper.A4: 595.28, Paper.LETTER: 612}[paper]
        assert document[0].get_size()[0] == pytest.approx(width, abs=0.1)
    side = {Margins.NARROW: 45, Margins.NORMAL: 68, Margins.WIDE: 92}[margins]
    page = lay_out(report).pages[0]
    assert min(mark.left for mark in page.lines) == side
    assert max(mark.left + mark.line.width for mark in page.lines) <= width - side + 1


def test_what_has_no_typeface_is_said(target: Path) -> None:
    words = "abc \U0010abcd Nặm Thà ນ້ຳ"
    write_pdf(make_report([Sentence(phrase=(Run(words),))], []), target)
    text = read_pages(target)["pdfium"][-1]
    assert "U+10ABCD" in text
    assert "U+0E99" not in text
    assert "Typefaces: " in text


def test_spaces_that_do_not_break_stay_and_are_found_as_spaces(target: Path) -> None:
    pair = "12\u202f000\u00a0người"
    report = make_report([Sentence(phrase=(Run(f"{pair} " * 40),))], [])
    for page in lay_out(report).pages:
        for mark in page.lines:
            line = mark.line.owner.text[mark.line.start : mark.line.end]
            assert line.count("12") == line.count("000") or "12" not in mark.line.owner.text
    write_pdf(report, target)
    for reader, pages in read_pages(target).items():
        assert "12 000 người" in pages[0], reader


def test_conflicts_and_notes_share_a_page(qapp: object) -> None:
    blocks: list[Block] = [Sentence(phrase=(Run("a"), NoteRef(1)))]
    report = with_blocks(make_report(blocks, [60]), make_conflict(2, 6))
    page = lay_out(report, LOW).pages[0]
    notes = [mark.top for mark in page.lines if mark.line.owner.note]
    others = [mark.top + mark.line.height for mark in page.lines if not mark.line.owner.note]
    assert max(others) < min(notes)


def test_a_running_head_names_the_last_section_that_began_before(qapp: object) -> None:
    line = Sentence(phrase=(Run("one line"),))
    blocks: list[Block] = [Heading("First", 1), line, Heading("Second", 1), *[line] * 50]
    pages = lay_out(make_report(blocks, []), LOW)
    assert [page.section for page in pages.pages[:3]] == ["First", "Second", "Second"]


def test_a_row_with_more_notes_than_a_page_holds_stands_below_its_heads(qapp: object) -> None:
    crowd = tuple(NoteRef(number) for number in range(1, 31))
    rows = (
        GridRow(cells=(((Run("Group"),),),), is_group=True),
        GridRow(cells=(((Run("day"),),), ((Run("fought"), *crowd),))),
    )
    grid = Grid(heads=("Date", "Events"), weights=(1, 3), rows=rows)
    report = make_report([Heading("Events", 1), grid], [20] * 30)
    pages = lay_out(report, LOW)
    verify_pages(pages, report)
    on = [
        {text for mark in page.lines if (text := mark.line.owner.text) in ("Date", "Group", "day")}
        for page in pages.pages
    ]
    assert [texts for texts in on if texts] == [{"Date", "Group", "day"}]


def test_a_row_is_parted_before_its_notes_leave_half_a_page_empty(qapp: object) -> None:
    told = tuple((Run(f"line {number}"), NoteRef(number)) for number in range(1, 11))
    rows = (GridRow(cells=(((Run("day"),),), told)),)
    grid = Grid(heads=("Date", "Events"), weights=(1, 3), rows=rows)
    before: list[Block] = [Sentence(phrase=(Run("one line"),))] * 3
    pages = lay_out(make_report([*before, grid], [12] * 10), replace(LOW, height=520))
    first = [mark.line.owner.text for mark in pages.pages[0].lines]
    assert "day" in first
    assert any(text.startswith("line 2") for text in first)


def test_the_index_shares_its_last_page_with_the_counts(qapp: object) -> None:
    sheet = replace(LOW, height=420)
    for names in range(20, 80):
        index = tuple(IndexEntry(text=f"An {n}", record=f"ent-{n}") for n in range(names))
        last = lay_out(make_report([], [], index=index), sheet).pages[-1]
        texts = [mark.line.owner.text for mark in last.lines]
        assert texts[-1].startswith("Typefaces: ")
        assert any(text.startswith("An ") for text in texts), names


def test_figures_end_under_each_other(qapp: object) -> None:
    rows = [GridRow(cells=(((Run("men"),),), ((Run(said),),))) for said in ("7", "1,200")]
    grid = Grid(heads=("What", "Number"), weights=(3, 2), rows=tuple(rows), figures=(1,))
    (page,) = lay_out(make_report([grid], []), LOW).pages
    ends = {
        round(mark.left + mark.line.width, 1)
        for mark in page.lines
        if mark.line.owner.text in ("Number", "7", "1,200")
    }
    assert len(ends) == 1
