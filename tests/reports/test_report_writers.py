"""The writers, by golden files and by reading back what they wrote with other parsers.

`REGESTA_WRITE_GOLDEN=1 pytest tests/reports` writes the golden files anew; read the difference.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.reports.citation_report import build_citation_report
from desktop_app.reports.html import write_html
from desktop_app.reports.markdown import escape_markdown, write_markdown
from desktop_app.reports.model import ClaimLine
from desktop_app.reports.plain import write_plain
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.saving import write_text_report

GOLDEN = Path(__file__).parent / "golden"
WRITERS = {"html": write_html, "md": write_markdown, "txt": write_plain}


@pytest.fixture
def make_report(data, make_options):
    return lambda language="en": build_citation_report(data, make_options(language))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("language", OUTPUT_LANGUAGES)
def test_golden(make_report, language, suffix):
    written = WRITERS[suffix](make_report(language))
    path = GOLDEN / f"citations-{language}.{suffix}"
    if os.environ.get("REGESTA_WRITE_GOLDEN"):
        path.write_text(written, "utf-8", newline="\n")
    assert written == path.read_text("utf-8")


def test_html_holds_every_quote_in_order_and_no_markup_of_a_source(data, make_report):
    report = make_report()
    tree = lxml_html.fromstring(write_html(report).encode())
    notes = tree.xpath("//section[@class='notes']//li")
    quotes = [note.quote.text for note in report.notes if note.quote]
    read = [note.xpath(".//bdi[1]")[0].text_content() for note in notes if note.xpath(".//bdi")]
    assert read == quotes
    assert not tree.xpath("//b | //guns | //fell | //script | //img | //link")
    assert [note.get("value") for note in notes] == [str(one.number) for one in report.notes]


def test_html_links_notes_both_ways(make_report):
    tree = lxml_html.fromstring(write_html(make_report()).encode())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [link[1:] for link in tree.xpath("//a/@href")]
    assert set(links) <= set(ids)
    for number in range(1, 9):
        assert f"n{number}" in links
        assert f"r{number}" in links


def test_html_says_the_language_of_what_is_not_in_its_own(make_report):
    tree = lxml_html.fromstring(write_html(make_report()).encode())
    assert tree.get("lang") == "en"
    assert "vi" in tree.xpath("//bdi/@lang")
    assert "en" not in tree.xpath("//bdi/@lang")


def test_html_loads_nothing(make_report):
    text = write_html(make_report())
    assert "default-src 'none'" in text
    assert not re.search(r"\bsrc=|url\(|@import|href=\"(?!#)", text)


def test_markdown_defines_each_note_once_and_refers_to_it(make_report):
    text = write_markdown(make_report())
    assert re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE) == [str(n) for n in range(1, 9)]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == {str(n) for n in range(1, 9)}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_markdown_and_text_hold_every_quote_and_claim(make_report, language):
    report = make_report(language)
    markdown = re.sub(r"\\\n +", "\n", write_markdown(report))
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)
    for text in (unescaped, write_plain(report)):
        for note in report.notes:
            assert note.quote is None or note.quote.text in text
        for block in report.blocks:
            if isinstance(block, ClaimLine):
                assert block.value in text


def test_markdown_of_a_heading_stays_on_one_line(data, make_options):
    subject = replace(data.subjects[1], label="Two\nlines # and *stars*")
    subjects = (data.subjects[0], subject, *data.subjects[2:])
    report = build_citation_report(replace(data, subjects=subjects), make_options())
    assert "### Two lines \\# and \\*stars\\*\n" in write_markdown(report)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*a* _b_ [c](d)", r"\*a\* \_b\_ \[c\](d)"),
        ("a\n- b", "a\n\\- b"),
        ("a\n1. b", "a\n1\\. b"),
        ("a -- b ...", r"a \-- b \..."),
        ("it's", r"it\'s"),
        ("5.600 tên", "5.600 tên"),
    ],
)
def test_markdown_escapes(text, escaped):
    assert escape_markdown(text) == escaped


def test_rtl_override_of_a_source_stays_inside_its_quote(make_report):
    assert "“\u2068abc \u202e fed\u2069”" in write_plain(make_report())
    assert '“\u2068<bdi class="quote">abc \u202e fed</bdi>\u2069”' in write_html(make_report())


@given(quote=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_html_gives_any_quote_back_unchanged(data, make_options, quote):
    excerpts = {**data.excerpts, "exc-1": replace(data.excerpts["exc-1"], quote=quote)}
    report = build_citation_report(replace(data, excerpts=excerpts), make_options())
    tree = lxml_html.document_fromstring(
        write_html(report), parser=lxml_html.HTMLParser(encoding="utf-8")
    )
    read = [bdi.text_content() for bdi in tree.xpath("//section[@class='notes']//bdi")]
    assert quote in read


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".html", ".md", ".txt", ".csv"])
def test_a_cancelled_job_leaves_the_old_file(make_report, tmp_path, suffix):
    path, progress = tmp_path / f"report{suffix}", Progress()
    path.write_text("old")
    progress.cancel()
    with pytest.raises(Cancelled):
        write_text_report(make_report(), path, progress)
    assert path.read_text() == "old"
    write_text_report(make_report(), path, Progress())
    assert path.read_bytes() != b"old"
