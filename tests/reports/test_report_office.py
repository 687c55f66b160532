"""Trees, grids, contents, index and places of notes in DOCX and ODT, read by lxml and python-docx.

What both formats promise is asked of both.
"""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree

from desktop_app.reports.docx import write_docx
from desktop_app.reports.html import write_html
from desktop_app.reports.markdown import write_markdown
from desktop_app.reports.model import Grid, Margins, Paper
from desktop_app.reports.odt import write_odt
from desktop_app.reports.proofs import read_docx, read_odt, require_whole
from desktop_app.reports.setting import Sheet, make_sheet

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
HEADINGS = ["Trees and tables", "The course", "Bibliography", "Index of names"]


def open_part(data, name):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def open_odt(report, name="content.xml"):
    return open_part(write_odt(report), name)


def odf(short):
    prefix, _, local = short.partition(":")
    return f"{{{OASIS}{prefix if prefix != 'fo' else 'xsl-fo-compatible'}:1.0}}{local}"


def text_of(element):
    """Return the words of an ODT element without its notes, its line breaks as they are read."""
    copy = etree.fromstring(etree.tostring(element))
    for one in copy.iter(odf("text:line-break")):
        one.text = "\n"
    for one in copy.iter(odf("text:s")):
        one.text = " " * int(one.get(odf("text:c"), "1"))
    etree.strip_elements(copy, odf("text:note"), odf("text:note-ref"), with_tail=False)
    return "".join(copy.itertext())


def list_instructions(data):
    document = open_part(data, "word/document.xml")
    return [one.text.strip() for one in document.iter(qn("w:instrText"))]


def test_a_docx_grid_repeats_its_heads_and_spans_its_groups(make_full_report):
    grid = docx.Document(BytesIO(write_docx(make_full_report()))).tables[-1]
    assert grid.style.name == "Grid Table"
    rows = [[cell.text for cell in row.cells] for row in grid.rows]
    assert rows == [
        ["Day", "Words", "Place"],
        ["May 1962"] * 3,
        [
            "1 May",
            "two *stars* | a bar4\n“Đồn mất | 134\nngười” [Translation: “134 lost”]",
            "",
        ],
        ["2 May", "one", "“ພະທາດຫຼວງ”"],
    ]
    repeated = [len(list(row._tr.iter(qn("w:tblHeader")))) for row in grid.rows]
    assert repeated == [1, 0, 0, 0]
    first, second, third = (column.width for column in grid.columns)
    assert second == pytest.approx(4 * first, rel=0.01)
    assert first == pytest.approx(third, rel=0.01)


def test_figures_stand_at_the_right_in_every_format_with_tables(make_full_report):
    report = make_full_report()
    *_, grid = [block for block in report.blocks if isinstance(block, Grid)]
    blocks = [replace(one, figures=(2,)) if one is grid else one for one in report.blocks]
    report = replace(report, blocks=tuple(blocks))
    cells = docx.Document(BytesIO(write_docx(report))).tables[-1].rows[3].cells
    styles = [cell.paragraphs[0].style for cell in cells]
    assert [one.name for one in styles] == ["Table Text", "Table Text", "Table Figure"]
    assert styles[2].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    found = {one.get(odf("text:style-name")) for one in open_odt(report).iter(odf("text:p"))}
    assert {"Table_20_Figure", "Table_20_Figure_20_Heading"} <= found
    (look,) = (
        one[0].get(odf("fo:text-align"))
        for one in open_odt(report, "styles.xml").iter(odf("style:style"))
        if one.get(odf("style:name")) == "Table_20_Figure"
    )
    assert look == "end"
    assert '<td class="figure">' in write_html(report)
    assert "| --- | ------------ | ---: |" in write_markdown(report)


def test_an_odt_grid_repeats_its_heads_and_spans_its_groups(make_full_report):
    content = open_odt(make_full_report())
    grid = content.findall(f".//{odf('table:table')}")[-1]
    heads = grid.findall(f"{odf('table:table-header-rows')}/{odf('table:table-row')}")
    rows = [*heads, *grid.findall(odf("table:table-row"))]
    assert len(heads) == 1
    read = [
        ["\n".join(text_of(p) for p in cell) for cell in row.iter(odf("table:table-cell"))]
        for row in rows
    ]
    assert read == [
        ["Day", "Words", "Place"],
        ["May 1962"],
        ["1 May", "two *stars* | a bar\n“Đồn mất | 134\nngười” [Translation: “134 lost”]", ""],
        ["2 May", "one", "“ພະທາດຫຼວງ”"],
    ]
    group = rows[1].find(odf("table:table-cell"))
    assert group.get(odf("table:number-columns-spanned")) == "3"
    assert len(rows[1].findall(odf("table:covered-table-cell"))) == 2
    widths = {
        one.get(odf("style:name")): one[0].get(odf("style:column-width"))
        for one in content.iter(odf("style:style"))
        if one.get(odf("style:family")) == "table-column"
    }
    columns = grid.findall(odf("table:table-column"))
    first, second, third = (
        float(widths[one.get(odf("table:style-name"))].removesuffix("pt")) for one in columns
    )
    assert second == pytest.approx(4 * first, rel=0.01)
    assert first + second + third == pytest.approx(Sheet().measure, rel=0.01)


def test_docx_branches_stand_on_the_levels_of_a_list(make_full_report):
    read = docx.Document(BytesIO(write_docx(make_full_report())))
    branches = [one for one in read.paragraphs if one.style.name == "Branch"]
    levels = [one._p.find(f".//{qn('w:ilvl')}") for one in branches]
    found = [-1 if one is None else int(one.get(qn("w:val"))) for one in levels]
    words = [re.sub(r"\d$", "", one.text) for one in branches if one.text != "Division 304"]
    assert found == [-1, 0, 1, 0]
    assert words[1:] == ["Battalion ", "Regiment 2"]
    fields = [one.text for one in read.paragraphs if one.style.name == "Field"]
    assert fields[0] == "3.1.1 Reference code: HN 12/3"


def test_odt_branches_are_items_of_lists_in_lists(make_full_report):
    content = open_odt(make_full_report())
    found = [
        (text_of(one), sum(1 for _ in one.iterancestors(odf("text:list"))))
        for one in content.iter(odf("text:p"))
        if one.get(odf("text:style-name")) == "Branch"
    ]
    assert found == [
        ("Division 304", 0),
        ("Regiment 9", 1),
        ("Battalion 1", 2),
        ("Regiment 24", 1),
    ]


def test_docx_contents_are_a_field_with_its_words_in_place(make_full_report):
    data = write_docx(make_full_report())
    document = open_part(data, "word/document.xml")
    gallery = document.find(f".//{qn('w:sdt')}//{qn('w:docPartGallery')}")
    assert gallery.get(qn("w:val")) == "Table of Contents"
    contents = document.find(f".//{qn('w:sdtContent')}")
    links = [one.get(qn("w:anchor")) for one in contents.iter(qn("w:hyperlink"))]
    words = ["".join(t.text for t in one.iter(qn("w:t"))) for one in contents][1:]
    assert words[-4:] == HEADINGS
    asked = [one.text.split() for one in contents.iter(qn("w:instrText"))]
    assert asked[0] == ["TOC", "\\o", '"1-2"', "\\h"]
    assert [one[1] for one in asked[1:]] == links
    headings = {
        one.get(qn("w:name")): "".join(t.text for t in one.getparent().iter(qn("w:t")))
        for one in document.iter(qn("w:bookmarkStart"))
    }
    assert [headings[link] for link in links] == words
    settings = open_part(data, "word/settings.xml")
    assert settings.find(qn("w:updateFields")) is None
    assert not document.xpath("//@w:dirty", namespaces={"w": qn("w:p")[1:].split("}")[0]})


def test_every_docx_field_that_begins_ends(make_full_report):
    document = open_part(write_docx(make_full_report(notes_at_foot=False)), "word/document.xml")
    depth = 0
    for one in document.iter(qn("w:fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[one.get(qn("w:fldCharType"))]
        assert depth >= 0
    assert depth == 0


def test_odt_contents_stand_in_place_with_pages_that_are_reckoned(make_full_report):
    content = open_odt(make_full_report())
    body = content.find(f".//{odf('text:table-of-content')}/{odf('text:index-body')}")
    lines = body.findall(odf("text:p"))
    assert ["".join(one.find(odf("text:a")).xpath("text()")) for one in lines][-4:] == HEADINGS
    pages = [one.find(f".//{odf('text:bookmark-ref')}") for one in lines]
    assert {one.get(odf("text:reference-format")) for one in pages} == {"page"}
    marks = {one.get(odf("text:name")) for one in content.iter(odf("text:bookmark"))}
    assert {one.get(odf("text:ref-name")) for one in pages} <= marks


def test_docx_names_are_marked_and_stand_in_the_index(make_full_report):
    data = write_docx(make_full_report())
    asked = list_instructions(data)
    marks = [one for one in asked if one.startswith("XE")]
    assert marks.count('XE "Kham"') >= 4
    assert marks.count(r'XE "\"White\: Rock\""') >= 2
    assert marks.count('XE "ຄຳ" \\t "see Kham"') == 1
    assert sum(one.startswith("INDEX") for one in asked) == 1
    read = docx.Document(BytesIO(data))
    names = [one.text for one in read.paragraphs if one.style.name == "index 1"]
    assert names == [
        "Kham: Fight at the ford; Kham; The course",
        '"White: Rock": White Rock; The course',
        "ຄຳ see Kham",
    ]


def test_odt_names_are_marked_and_stand_in_the_index(make_full_report):
    content = open_odt(make_full_report())
    marks = [
        one.get(odf("text:string-value"))
        for one in content.iter(odf("text:alphabetical-index-mark"))
    ]
    assert set(marks) == {"Kham", '"White: Rock"'}
    body = content.find(f".//{odf('text:alphabetical-index')}/{odf('text:index-body')}")
    assert "Kham: Fight at the ford; Kham; The course" in [text_of(one) for one in body]
    places = {one.get(odf("text:name")) for one in content.iter(odf("text:bookmark"))}
    href = "{http://www.w3.org/1999/xlink}href"
    assert {one.get(href)[1:] for one in body.iter(odf("text:a"))} <= places


def test_notes_at_the_end_are_endnotes_in_docx(make_full_report):
    data = write_docx(make_full_report(notes_at_foot=False))
    document = open_part(data, "word/document.xml")
    numbers = [one.get(qn("w:id")) for one in document.iter(qn("w:endnoteReference"))]
    assert numbers == [str(number) for number in range(1, 9)]
    assert not list(document.iter(qn("w:footnoteReference")))
    read = docx.Document(BytesIO(data))
    assert read.paragraphs[-1].text == "Notes"
    for part in ("settings", "document"):
        found = open_part(data, f"word/{part}.xml").find(f".//{qn('w:endnotePr')}")
        assert found.find(qn("w:numFmt")).get(qn("w:val")) == "decimal"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert "word/footnotes.xml" not in archive.namelist()


def test_notes_at_the_end_stand_before_the_bibliography_in_odt(make_full_report):
    content = open_odt(make_full_report(notes_at_foot=False))
    notes = list(content.iter(odf("text:note")))
    assert {one.get(odf("text:note-class")) for one in notes} == {"endnote"}
    section = content.find(f".//{odf('text:section')}")
    assert len(list(section.iter(odf("text:note")))) == len(notes) == 8
    headings = [text_of(one) for one in section.iter(odf("text:h"))]
    assert headings[-1] == "Notes"
    assert "Bibliography" not in headings


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("margins", Margins)
def test_the_page_is_that_of_print(make_full_report, paper, margins):
    report = make_full_report(paper=paper, margins=margins)
    sheet = make_sheet(report.setup)
    page = docx.Document(BytesIO(write_docx(report))).sections[0]
    assert page.page_width.pt == pytest.approx(sheet.width, abs=0.1)
    assert page.page_height.pt == pytest.approx(sheet.height, abs=0.1)
    assert page.left_margin.pt == page.right_margin.pt == sheet.side
    assert (page.top_margin.pt, page.bottom_margin.pt) == (sheet.top, sheet.bottom)
    look = open_odt(report, "styles.xml").find(f".//{odf('style:page-layout-properties')}")
    assert look.get(odf("fo:page-width")) == f"{sheet.width}pt"
    assert look.get(odf("fo:margin-left")) == f"{sheet.side}pt"


@pytest.mark.parametrize("write", [write_docx, write_odt])
def test_the_same_report_gives_the_same_bytes(make_full_report, write):
    assert write(make_full_report()) == write(make_full_report())


@pytest.mark.parametrize(("write", "read"), [(write_docx, read_docx), (write_odt, read_odt)])
def test_a_lost_quote_is_seen(make_full_report, write, read):
    report = make_full_report()
    found = read(write(report))
    require_whole(found, report)
    for quotes in (found.quotes[1:], [*found.quotes, "more"]):
        with pytest.raises(AssertionError, match="quotes"):
            require_whole(replace(found, quotes=quotes), report)
    with pytest.raises(AssertionError, match="notes"):
        require_whole(replace(found, notes=found.notes[::-1]), report)
