"""DOCX reports, read back by python-docx, by lxml and by Regesta's own reader of DOCX files."""

import re
import zipfile
from collections import Counter
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from desktop_app.exchange.docx import read_docx
from desktop_app.reports.citation_report import build_citation_report
from desktop_app.reports.docx import write_docx
from desktop_app.reports.layout import (
    Piece,
    PieceTable,
    footer_text,
    list_body,
    list_end,
)
from desktop_app.reports.model import ClaimLine, ConflictTable, ContextLine, Mention
from desktop_app.reports.office_package import readable
from desktop_app.reports.proofs import Found, require_whole
from desktop_app.reports.spans import note_spans

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x01\x0b\x0c\r\n\t \u00a0\u0085\u2028\u202e\u2066\ufffe\uffff<&>\"']"),
        st.sampled_from("ກຂຄງ່້ໍັ\u0301ặđ😀\U0001d11e\U00020000עברית"),
    ),
    min_size=1,
    max_size=60,
)

FIELD = qn("w:instrText")


@pytest.fixture
def make_report(data, make_options):
    return lambda language="en": build_citation_report(data, make_options(language))


def open_part(data: bytes, name: str):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return etree.fromstring(archive.read(name))


def read(paragraph) -> str:
    """Return the words of a paragraph without the numbers of notes."""
    shown = []
    for run in paragraph.iter(qn("w:r")):
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is None or style.get(qn("w:val")) != "FootnoteReference":
            words = {qn("w:br"): "\n", qn("w:tab"): "\t"}
            shown += [words.get(one.tag, one.text or "") for one in run if one.tag != FIELD]
    return "".join(shown)


def list_notes(data: bytes) -> list[str]:
    """Return the words of the footnotes in the order in which the text refers to them."""
    notes = open_part(data, "word/footnotes.xml").findall(qn("w:footnote"))
    words = {
        note.get(qn("w:id")): "\n".join(read(p) for p in note.findall(qn("w:p"))) for note in notes
    }
    references = open_part(data, "word/document.xml").iter(qn("w:footnoteReference"))
    order = [one.get(qn("w:id")) for one in references]
    assert order == [str(number) for number in range(1, len(order) + 1)]
    assert set(words) == {"-1", "0", *order}
    return [words[number].removeprefix(" ") for number in order]


def list_texts(report) -> list[str]:
    """Return the words of every paragraph of a report in order, as they should be read."""
    texts = []
    for piece in (*list_body(report), *list_end(report)):
        if isinstance(piece, Piece):
            texts.append(piece.spans)
        else:
            texts += list_table(piece)
    return [join(spans) for spans in texts]


def list_table(table: PieceTable):
    yield table.caption
    for cell in table.columns:
        yield from (one for one in (cell.value, cell.decision) if one)
    for cell in table.columns:
        yield from cell.evidence
    yield table.closing


def join(spans) -> str:
    return readable("".join(span.text for span in spans if not span.ref))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_word_of_the_report_is_in_the_file_in_order(make_report, language):
    report = make_report(language)
    body = open_part(write_docx(report), "word/document.xml").find(qn("w:body"))
    read_back = [read(one) for one in body.iter(qn("w:p"))]
    assert [one for one in read_back if one] == list_texts(report)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_footnotes_hold_every_citation_and_quote_without_a_gap(make_report, language):
    report = make_report(language)
    notes = list_notes(write_docx(report))
    assert len(notes) == len(report.notes) == 8
    for text, note in zip(notes, report.notes, strict=True):
        assert text == join(note_spans(note, language))
        assert note.quote is None or note.quote.text in text


def test_python_docx_reads_styles_tables_and_properties(data, make_options):
    report = build_citation_report(replace(data, day="2024-06-01"), make_options())
    read_back = docx.Document(BytesIO(write_docx(report)))
    styles = Counter(one.style.name for one in read_back.paragraphs)
    claims = [one for one in report.blocks if isinstance(one, ClaimLine)]
    assert styles["Claim"] == len(claims)
    assert styles["Mention"] == sum(isinstance(one, Mention) for one in report.blocks)
    assert (styles["Title"], styles["Heading 2"], styles["Heading 3"]) == (1, 3, 1)
    assert len(read_back.tables) == sum(isinstance(one, ConflictTable) for one in report.blocks)
    header, evidence = read_back.tables[0].rows
    assert header._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert "134 men" in header.cells[0].text
    assert "Đồn mất 134 người,\n\n- ta giữ được bến." in evidence.cells[0].text
    about = read_back.core_properties
    assert (about.title, about.language) == ("Citation report", "en")
    assert about.created.isoformat() == "2024-06-01T00:00:00+00:00"


def test_headings_and_captions_stay_with_what_follows(make_report):
    read_back = docx.Document(BytesIO(write_docx(make_report())))
    for name in ("Title", "Heading 1", "Heading 6", "Caption"):
        assert read_back.styles[name].paragraph_format.keep_with_next


def test_passages_say_their_language(make_report):
    data = write_docx(make_report("vi"))
    defaults = open_part(data, "word/styles.xml").find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "vi-VN"
    assert defaults.get(qn("w:bidi")) == "lo-LA"
    notes = open_part(data, "word/footnotes.xml")
    said = {one.get(qn("w:val")) for one in notes.iter(qn("w:lang"))}
    assert {"vi-VN", "en-GB"} <= said


def test_a_lao_passage_is_lao_for_complex_scripts(data, make_options):
    documents = {**data.documents, "doc-1": replace(data.documents["doc-1"], language="lo")}
    report = build_citation_report(replace(data, documents=documents), make_options())
    found = open_part(write_docx(report), "word/footnotes.xml").iter(qn("w:lang"))
    assert {"lo-LA"} == {one.get(qn("w:bidi")) for one in found if one.get(qn("w:bidi"))}


def test_the_footer_says_what_it_was_made_from_and_counts_pages(make_report):
    report = make_report()
    footer = open_part(write_docx(report), "word/footer1.xml")
    assert read(footer).startswith(footer_text(report))
    asked = [one.text.strip() for one in footer.iter(qn("w:instrText"))]
    assert asked == ["PAGE", "NUMPAGES"]


def test_pages_but_the_first_have_a_running_head(make_report):
    data = write_docx(make_report())
    head = open_part(data, "word/header1.xml")
    assert read(head) == "Citation report: Everything\t"
    assert [one.text.strip() for one in head.iter(qn("w:instrText"))] == ["STYLEREF 1"]
    page = docx.Document(BytesIO(data)).sections[0]
    assert page.different_first_page_header_footer
    assert page.footer.paragraphs[0].text == page.first_page_footer.paragraphs[0].text
    assert page.header.paragraphs[0].text.startswith("Citation report")


def test_notes_link_to_the_bibliography_and_repeated_numbers_to_their_note(make_report):
    report = make_report()
    data = write_docx(report)
    document = open_part(data, "word/document.xml")
    marks = [one.get(qn("w:name")) for one in document.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    links = open_part(data, "word/footnotes.xml").iter(qn("w:hyperlink"))
    anchors = [one.get(qn("w:anchor")) for one in links]
    assert len(anchors) == len(report.notes)
    asked = [one.text.split()[1] for one in document.iter(qn("w:instrText"))]
    assert asked == ["note4", "note5", "note6"]
    assert {*anchors, *asked} <= set(marks)
    ids = [one.get(qn("w:id")) for one in document.iter(qn("w:bookmarkStart"))]
    assert ids == [one.get(qn("w:id")) for one in document.iter(qn("w:bookmarkEnd"))]


def test_every_style_that_is_used_is_defined(make_report):
    data = write_docx(make_report())
    defined = {one.get(qn("w:styleId")) for one in open_part(data, "word/styles.xml")}
    for name in ("document", "footnotes", "header1", "footer1", "footer2"):
        part = open_part(data, f"word/{name}.xml")
        for kind in ("w:pStyle", "w:rStyle", "w:tblStyle"):
            assert {one.get(qn("w:val")) for one in part.iter(qn(kind))} <= defined


def test_the_same_report_gives_the_same_bytes(make_report):
    assert write_docx(make_report()) == write_docx(make_report())


def test_what_xml_cannot_hold_is_replaced_and_reported(data, make_options):
    quote = "a\x01b\ud800c\ufffed"
    excerpts = {**data.excerpts, "exc-4": replace(data.excerpts["exc-4"], quote=quote)}
    for language, words in (("en", "3 characters that this format"), ("vi", "3 ký tự mà")):
        report = build_citation_report(replace(data, excerpts=excerpts), make_options(language))
        written = write_docx(report)
        assert any("a\ufffdb\ufffdc\ufffdd" in one for one in list_notes(written))
        assert docx.Document(BytesIO(written)).paragraphs[-1].text.startswith(words)


def test_a_wide_conflict_goes_on_in_further_tables(make_report):
    report = make_report()
    wide = [
        replace(one, columns=one.columns * 6) if isinstance(one, ConflictTable) else one
        for one in report.blocks
    ]
    tables = docx.Document(BytesIO(write_docx(replace(report, blocks=tuple(wide))))).tables
    assert [len(one.columns) for one in tables] == [5, 5, 2]


def test_words_in_context_stand_on_their_lines(make_report):
    line = ContextLine(left="a  ", word="Nặm", right=" b", source="Diary, 12", language="vi")
    report = replace(make_report(), blocks=(line, line), notes=())
    (table,) = docx.Document(BytesIO(write_docx(report))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["a  ", "Nặm", " b", " — Diary, 12"]] * 2


def test_a_lost_note_is_not_written(make_report):
    report = make_report()
    mentions = tuple(one for one in report.blocks if not isinstance(one, Mention))
    with pytest.raises(AssertionError, match="differ"):
        write_docx(replace(report, blocks=mentions))
    with pytest.raises(AssertionError, match="differ"):
        require_whole(Found(), report)


def test_regesta_reads_its_own_report(make_report):
    report, taken = make_report(), []
    read_docx(write_docx(report), "report.docx", taken.append)
    text = "".join(taken)
    for note in report.notes:
        assert note.quote is None or note.quote.text.split("\n")[0] in text


@given(quote=ODD, label=ODD, value=ODD)
@example(quote=" a  b ", label="\t\n", value="]]>")
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_comes_back(data, make_options, quote, label, value):
    excerpts = {**data.excerpts, "exc-1": replace(data.excerpts["exc-1"], quote=quote)}
    subjects = (replace(data.subjects[0], label=label, description=value), *data.subjects[1:])
    changed = replace(data, excerpts=excerpts, subjects=subjects, catalogue=value)
    report = build_citation_report(changed, make_options())
    written = write_docx(report)
    assert list_notes(written) == [join(note_spans(one, "en")) for one in report.notes]
    body = open_part(written, "word/document.xml").find(qn("w:body"))
    read_back = [read(one) for one in body.iter(qn("w:p"))]
    expected = [one for one in list_texts(report) if one]
    assert [one for one in read_back if one][: len(expected)] == expected
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", "".join(read_back))
