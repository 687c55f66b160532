"""Trees, grids, contents and index in HTML, Markdown and plain text, read by lxml and by hand."""

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from desktop_app.reports.html import write_html
from desktop_app.reports.markdown import write_markdown
from desktop_app.reports.model import Branch, Heading, Margins, Mention, Paper
from desktop_app.reports.plain import write_plain
from desktop_app.reports.proofs import read_html, require_whole

WORDS = "“Đồn mất | 134\nngười” [Translation: “134 lost”]"


def parse(report):
    return lxml_html.fromstring(write_html(report).encode())


def test_a_grid_in_html_has_heads_of_columns_and_groups(make_full_report):
    (grid,) = parse(make_full_report()).xpath("//table[@class='grid']")
    assert grid.findtext("caption/strong") == "Days of May"
    assert grid.xpath("thead//th[@scope='col']/text()") == ["Day", "Words", "Place"]
    (group,) = grid.xpath(".//th[@scope='rowgroup']")
    assert (group.text, group.get("colspan")) == ("May 1962", "3")
    cells = [
        [[p.text_content() for p in cell] for cell in row.xpath("td")]
        for row in grid.xpath("tbody/tr[td]")
    ]
    assert cells == [
        [["1 May"], ["two *stars* | a bar4", WORDS], []],
        [["2 May"], ["one"], ["“ພະທາດຫຼວງ”"]],
    ]
    widths = [float(re.search(r"[\d.]+", one)[0]) for one in grid.xpath(".//col/@style")]
    assert widths == pytest.approx([100 / 6, 400 / 6, 100 / 6], abs=0.01)
    assert grid.xpath(".//bdi/@lang") == ["vi", "lo"]


def test_a_tree_in_html_is_lists_in_lists(make_full_report):
    (tree,) = parse(make_full_report()).xpath("//ul[@class='tree']")
    found = [
        (item.text.strip(), sum(one.tag == "ul" for one in item.iterancestors()))
        for item in tree.iter("li")
    ]
    assert found == [
        ("Division 304", 1),
        ("Regiment 9", 2),
        ("Battalion 1", 3),
        ("Regiment 24", 2),
    ]


def test_a_tree_in_html_that_passes_over_a_level_or_ends_deep_is_still_whole(make_full_report):
    depths = (1, 0, 3, 2, 0, 1, 2)
    lines = tuple(Branch(phrase=(), rails=(True,) * depth) for depth in depths)
    report = replace(make_full_report(), blocks=(*make_full_report().blocks, Heading("x", 1)))
    tree = parse(replace(report, blocks=(*report.blocks, *lines))).xpath("//ul[@class='tree']")[-1]
    found = [sum(one.tag == "ul" for one in item.iterancestors()) for item in tree.iter("li")]
    assert found == [1, 1, 2, 3, 1, 2, 3]
    written = write_html(replace(report, blocks=(*report.blocks, *lines)))
    for tag in ("ul", "ol", "li", "table", "tbody", "dl", "div", "section"):
        assert len(re.findall(rf"<{tag}[ >]", written)) == written.count(f"</{tag}>")


def test_labelled_lines_in_html_are_terms(make_full_report):
    terms = parse(make_full_report()).xpath("//dl/div")
    found = [(one.findtext("dt/strong") or one[0].text_content(), one[1].text) for one in terms]
    assert found == [("3.1.1 Reference code:", "HN 12/3"), ("Extent:", "2 boxes")]


def test_contents_and_index_in_html_lead_to_numbered_sections(make_full_report):
    report = make_full_report()
    tree = parse(report)
    ids = {one.get("id"): one for one in tree.xpath("//*[@id]")}
    contents = tree.xpath("//nav[@class='contents']//a")
    words = [one.text_content() for one in contents]
    assert words[-5:] == [
        "5 Trees and tables",
        "5.1 The course",
        "Notes",
        "Bibliography",
        "Index of names",
    ]
    assert [ids[one.get("href")[1:]].text_content() for one in contents] == words
    first, second, third = tree.xpath("//section[@class='index']//li")
    assert first.text_content() == "Kham 1.1.1, 2.1, 5.1"
    assert second.text_content() == '"White: Rock" 3.1, 5.1'
    assert third.text_content() == "ຄຳ see Kham"
    assert third.xpath("a/@href") == [f"#{first.get('id')}"]
    assert third.xpath("span/@lang") == ["lo"]
    for link in first.xpath("a"):
        section = ids[link.get("href")[1:]].text_content()
        assert section == f"{link.text} {link.get('title')}"


def test_html_notes_lead_to_their_entry_of_the_bibliography(make_full_report):
    report = make_full_report()
    tree = parse(report)
    entries = {one.get("id"): one.text_content() for one in tree.xpath("//p[@class='entry']")}
    links = tree.xpath("//section[@class='notes']//a[@class='entry']/@href")
    assert len(links) == len(report.notes)
    assert {one[1:] for one in links} <= set(entries)


def test_html_without_an_index_has_no_numbers_and_every_id_once(make_full_report):
    report = make_full_report()
    twice = replace(report, index=(), blocks=(*report.blocks, Heading("Again", 2, "ent-1")))
    tree = parse(twice)
    assert not tree.xpath("//*[@class='number']")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in tree.xpath("//a/@href")} <= set(ids)


def test_html_is_printed_on_the_paper_that_was_chosen(make_full_report):
    report = make_full_report(paper=Paper.LETTER, margins=Margins.WIDE)
    assert "@page { size: letter; margin: 78pt 92pt 92pt;" in write_html(report)


def test_markdown_has_a_table_a_tree_and_lists_of_headings_and_names(make_full_report):
    text = write_markdown(make_full_report())
    assert "- Trees and tables\n  - The course\n- Bibliography\n- Index of names\n" in text
    assert "**3.1.1 Reference code:** HN 12/3\n" in text
    tree = "Division 304\\\n├\u00a0Regiment 9[^3]\\\n│\u00a0\u00a0└\u00a0Battalion 1\\\n└\u00a0Reg"
    assert tree in text
    table = text[text.index("**Days of May**") :].split("\n\n")[1].splitlines()
    assert table == [
        "| Day | Words | Place |",
        "| --- | ------------ | --- |",
        "| **May 1962** |  |  |",
        "| 1 May | two \\*stars\\* \\| a bar[^4]<br>“Đồn mất \\| 134<br>người” "
        "\\[Translation: “134 lost”\\] |  |",
        "| 2 May | one | “ພະທາດຫຼວງ” |",
    ]
    assert "- Kham: Fight at the ford; Kham; The course\n" in text
    assert "- ຄຳ *see Kham*\n" in text


def test_plain_text_has_a_tree_and_rows_that_say_their_columns(make_full_report):
    text = write_plain(make_full_report())
    assert "Division 304\n├ Regiment 9[3]\n│  └ Battalion 1\n└ Regiment 24\n" in text
    assert text[text.index("Days of May") : text.rindex("\nNotes\n")].splitlines() == [
        "Days of May",
        "",
        "May 1962",
        "- Day: 1 May",
        "  Words: two *stars* | a bar[4]",
        "    “Đồn mất | 134",
        "người” [Translation: “134 lost”]",
        "- Day: 2 May",
        "  Words: one",
        "  Place: “ພະທາດຫຼວງ”",
    ]
    assert "Trees and tables\n  The course\nNotes\nBibliography\nIndex of names\n" in text
    assert "Kham: Fight at the ford; Kham; The course\n" in text


def test_a_lost_quote_is_seen_in_html(make_full_report):
    report = make_full_report()
    found = read_html(write_html(report))
    require_whole(found, report, clean=str)
    with pytest.raises(AssertionError, match="quotes"):
        require_whole(replace(found, quotes=found.quotes[1:]), report, clean=str)


@pytest.mark.parametrize("write", [write_html, write_markdown, write_plain])
def test_a_note_that_nothing_shows_is_not_written(make_full_report, write):
    report = make_full_report()
    notes = (*report.notes, replace(report.notes[0], number=9))
    blocks = tuple(one for one in report.blocks if not isinstance(one, Mention))
    with pytest.raises(AssertionError, match="differ"):
        write(replace(report, notes=notes[1:], blocks=blocks))
