"""ODT reports, read back with zipfile and lxml alone, by the rules of OpenDocument for spaces."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from desktop_app.reports.citation_report import build_citation_report
from desktop_app.reports.layout import (
    Piece,
    PieceTable,
    footer_text,
    list_body,
    list_end,
)
from desktop_app.reports.model import ClaimLine, ConflictTable, ContextLine, Mention
from desktop_app.reports.odt import write_odt
from desktop_app.reports.office_package import readable
from desktop_app.reports.spans import note_spans

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {
    "office": f"{OASIS}office:1.0",
    "text": f"{OASIS}text:1.0",
    "table": f"{OASIS}table:1.0",
    "style": f"{OASIS}style:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "meta": f"{OASIS}meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\x01\x0b\x0c\r\n\t   \u00a0\u0085\u2028\u202e\u2066\ufffe\uffff<&>\"']"
        ),
        st.sampled_from("ກຂຄງ່້ໍັ\u0301ặđ😀\U0001d11e\U00020000עברית"),
    ),
    min_size=1,
    max_size=60,
)


@pytest.fixture
def make_report(data, make_options):
    return lambda language="en": build_citation_report(data, make_options(language))


def name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def open_part(data: bytes, part: str):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return etree.fromstring(archive.read(part))


def read(paragraph) -> str:
    """Return the words of a paragraph as a word processor reads them, without note numbers."""
    raw = "".join(walk(paragraph))
    return re.sub(" +", " ", raw).strip(" ").replace("\ue000", " ")


def walk(element):
    """Yield the words; a space that is said stands as a private character."""
    yield element.text or ""
    for child in element:
        if child.tag == name("text:s"):
            yield "\ue000" * int(child.get(name("text:c"), 1))
        elif child.tag == name("text:line-break"):
            yield "\n"
        elif child.tag == name("text:tab"):
            yield "\t"
        elif child.tag not in (name("text:note"), name("text:note-ref")):
            yield from walk(child)
        yield child.tail or ""


def list_notes(data: bytes) -> list[str]:
    notes = list(open_part(data, "content.xml").iter(name("text:note")))
    numbers = [one.findtext(name("text:note-citation")) for one in notes]
    assert numbers == [str(number) for number in range(1, len(notes) + 1)]
    assert [one.get(name("text:id")) for one in notes] == [f"note{one}" for one in numbers]
    return [read(one.find(f"{name('text:note-body')}/{name('text:p')}")) for one in notes]


def list_paragraphs(data: bytes) -> list[str]:
    """Return the words of every paragraph and heading of the text, without those of notes."""
    text = open_part(data, "content.xml").find(".//office:text", NAMES)
    found = text.iter(name("text:p"), name("text:h"))
    outside = (one for one in found if one.getparent().tag != name("text:note-body"))
    return [read(one) for one in outside]


def list_texts(report) -> list[str]:
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
    assert list_paragraphs(write_odt(report)) == list_texts(report)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_footnotes_hold_every_citation_and_quote_without_a_gap(make_report, language):
    report = make_report(language)
    notes = list_notes(write_odt(report))
    assert len(notes) == len(report.notes) == 8
    for text, note in zip(notes, report.notes, strict=True):
        assert text == join(note_spans(note, language))
        assert note.quote is None or note.quote.text in text


def test_the_package_begins_with_its_type_and_names_every_part(make_report):
    data = write_odt(make_report())
    assert data[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        parts = {one for one in archive.namelist() if one.endswith(".xml")}
    listed = open_part(data, "META-INF/manifest.xml")
    paths = {next(v for k, v in one.items() if k.endswith("full-path")) for one in listed}
    assert paths == {"/", *parts} - {"META-INF/manifest.xml"}
    for part in ("content.xml", "styles.xml", "meta.xml"):
        assert open_part(data, part).get(name("office:version")) == "1.3"


def test_claims_and_mentions_are_lists_and_headings_have_levels(make_report):
    report = make_report()
    content = open_part(write_odt(report), "content.xml")
    listed = [block for block in report.blocks if isinstance(block, ClaimLine | Mention)]
    assert len(content.findall(".//text:list-item", NAMES)) == len(listed)
    levels = [one.get(name("text:outline-level")) for one in content.iter(name("text:h"))]
    assert levels == ["1", "2", "3", "1", "2", "1", "2", "1", "1"]


def test_a_conflict_is_a_table_with_a_head(make_report):
    report = make_report()
    tables = open_part(write_odt(report), "content.xml").findall(".//table:table", NAMES)
    assert len(tables) == sum(isinstance(one, ConflictTable) for one in report.blocks) == 1
    assert len(tables[0].findall("table:table-header-rows/table:table-row", NAMES)) == 1
    assert len(tables[0].findall("table:table-row/table:table-cell", NAMES)) == 2


def test_a_wide_conflict_goes_on_in_further_tables(make_report):
    report = make_report()
    wide = tuple(
        replace(one, columns=one.columns * 6) if isinstance(one, ConflictTable) else one
        for one in report.blocks
    )
    content = open_part(write_odt(replace(report, blocks=wide)), "content.xml")
    heads = content.findall(".//table:table-header-rows/table:table-row", NAMES)
    assert [len(one) for one in heads] == [5, 5, 2]


def test_properties_say_title_language_and_day(data, make_options):
    report = build_citation_report(replace(data, day="2024-06-01"), make_options("vi"))
    meta = open_part(write_odt(report), "meta.xml")
    assert meta.findtext(".//dc:title", namespaces=NAMES) == "Báo cáo dẫn chứng"
    assert meta.findtext(".//dc:language", namespaces=NAMES) == "vi"
    assert meta.findtext(".//meta:creation-date", namespaces=NAMES) == "2024-06-01T00:00:00"


def test_passages_say_their_language(data, make_options):
    documents = {**data.documents, "doc-1": replace(data.documents["doc-1"], language="lo")}
    report = build_citation_report(replace(data, documents=documents), make_options())
    looks = open_part(write_odt(report), "content.xml").iter(name("style:text-properties"))
    said = {
        (one.get(name("fo:language")), one.get(name("style:language-complex"))) for one in looks
    }
    assert {("en", None), ("vi", None), ("lo", "lo")} <= said


def test_the_footer_says_what_it_was_made_from_and_counts_pages(make_report):
    report = make_report()
    footer = open_part(write_odt(report), "styles.xml").find(".//style:footer", NAMES)
    assert read(footer[0]).startswith(footer_text(report))
    assert read(footer[0]).endswith("page 1 of 1")
    assert footer.find(".//text:page-number", NAMES) is not None
    assert footer.find(".//text:page-count", NAMES) is not None


def test_pages_but_the_first_have_a_running_head(make_report):
    styles = open_part(write_odt(make_report()), "styles.xml")
    head = styles.find(".//style:header", NAMES)
    assert read(head[0]) == "Citation report: Everything\t"
    assert head.find(".//text:chapter", NAMES) is not None
    assert not read(styles.find(".//style:header-first", NAMES)[0])


def test_links_and_repeated_numbers_lead_somewhere(make_report):
    report = make_report()
    content = open_part(write_odt(report), "content.xml")
    marks = {one.get(name("text:name")) for one in content.iter(name("text:bookmark"))}
    links = [one.get(name("xlink:href")) for one in content.iter(name("text:a"))]
    assert len(links) == len(report.notes)
    assert {one.removeprefix("#") for one in links} <= marks
    repeated = [one.get(name("text:ref-name")) for one in content.iter(name("text:note-ref"))]
    assert repeated == ["note4", "note5", "note6"]


def test_every_style_that_is_used_is_defined(make_report):
    data = write_odt(make_report())
    content, styles = open_part(data, "content.xml"), open_part(data, "styles.xml")
    every = [*content.iter(), *styles.iter()]
    defined = {one.get(name("style:name")) for one in every}
    for kind in ("text:style-name", "table:style-name", "style:parent-style-name"):
        assert {one.get(name(kind)) for one in every} - {None} <= defined


def test_the_same_report_gives_the_same_bytes(make_report):
    assert write_odt(make_report()) == write_odt(make_report())


def test_what_xml_cannot_hold_is_replaced_and_reported(data, make_options):
    excerpts = {**data.excerpts, "exc-4": replace(data.excerpts["exc-4"], quote="a\x01b")}
    for language, words in (("en", "One character that"), ("vi", "Một ký tự mà")):
        report = build_citation_report(replace(data, excerpts=excerpts), make_options(language))
        written = write_odt(report)
        assert any("a\ufffdb" in one for one in list_notes(written))
        assert list_paragraphs(written)[-1].startswith(words)


def test_words_in_context_stand_on_their_lines(make_report):
    line = ContextLine(left="a  ", word="Nặm", right=" b", source="Diary, 12", language="vi")
    report = replace(make_report(), blocks=(line, line), notes=())
    (table,) = open_part(write_odt(report), "content.xml").iter(name("table:table"))
    rows = [[read(one[0]) for one in row] for row in table.iter(name("table:table-row"))]
    assert rows == [["a  ", "Nặm", " b", " — Diary, 12"]] * 2


def test_a_lost_note_is_not_written(make_report):
    report = make_report()
    blocks = tuple(one for one in report.blocks if not isinstance(one, Mention))
    with pytest.raises(AssertionError, match="differ"):
        write_odt(replace(report, blocks=blocks))


@given(quote=ODD.filter(lambda text: "\ue000" not in text), label=ODD, value=ODD)
@example(quote=" a  b ", label="  ", value="]]> ")
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_comes_back(data, make_options, quote, label, value):
    label, value = (text.replace("\ue000", "") or "x" for text in (label, value))
    excerpts = {**data.excerpts, "exc-1": replace(data.excerpts["exc-1"], quote=quote)}
    subjects = (replace(data.subjects[0], label=label, description=value), *data.subjects[1:])
    changed = replace(data, excerpts=excerpts, subjects=subjects, catalogue=value)
    report = build_citation_report(changed, make_options())
    written = write_odt(report)
    assert list_notes(written) == [join(note_spans(one, "en")) for one in report.notes]
    expected = list_texts(report)
    assert list_paragraphs(written)[: len(expected)] == expected
