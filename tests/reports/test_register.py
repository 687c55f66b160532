"""The register of sources: the elements of ISAD(G), the order of descriptions, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.coverage import Coverage
from desktop_app.catalog.documents import Document
from desktop_app.catalog.sources import (
    Closeness,
    Contributor,
    Incomplete,
    Level,
    Repository,
    Role,
    Source,
    SourceClass,
)
from desktop_app.catalog.wording import Run
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.model import Field, Heading, Paragraph
from desktop_app.reports.register import build_register
from desktop_app.reports.register_facts import Described, HeldText, RegisterFacts, SourceFacts
from desktop_app.reports.words import list_count_lines

#: Reference code, title, dates, level, extent, creators (ISAD(G), I.14).
MANDATORY = ["3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5", "3.2.1"]
DATA = ReportData(
    scope="",
    catalogue="Ford",
    revision=1,
    seal="",
    generated="1 June 2024",
    subjects=(),
    claims=(),
    properties={},
)
HOLDER = Repository(id="rep-1", name="Archive III", place="Hà Nội", country="VN", identifier="TT3")


class EntryCiter:
    """Cites a source by its id."""

    name = "ids"

    def list_bibliography(self, sources):
        return tuple((source, (Run(f"Entry of {source}."),)) for source in sources)


def make_options(language="en", **fields):
    return ReportOptions(language=language, citer=EntryCiter(), **fields)


def make_source(number, title="Letters", **fields):
    return Source(id=f"src-{number}", title=title, **fields)


def build(*facts, **fields):
    options = {key: fields.pop(key) for key in ("order", "include_descriptions") if key in fields}
    language = fields.pop("language", "en")
    facts = tuple(SourceFacts(source=one) if isinstance(one, Source) else one for one in facts)
    repositories = {HOLDER.id: HOLDER}
    titles = {one.source.id: one.source.title for one in facts} | {"src-90": "Printed edition"}
    register = RegisterFacts(sources=facts, repositories=repositories, titles=titles, **fields)
    return build_register(DATA, register, make_options(language, **options))


def list_headings(report):
    return [(one.level, one.text) for one in report.blocks if isinstance(one, Heading)]


def read_fields(report):
    """Return the fields by code, or by label where they have none."""
    fields = [one for one in report.blocks if isinstance(one, Field)]
    return {one.code or one.label: "".join(run.text for run in one.phrase) for one in fields}


def test_a_bare_source_has_the_six_elements_with_what_is_missing_in_brackets():
    fields = read_fields(build(make_source(7)))
    assert list(fields) == [*MANDATORY, "Cited as"]
    assert [fields[code] for code in MANDATORY] == [
        "[not recorded; src-7 of this catalogue]",
        "Letters",
        "[not recorded]",
        "item",
        "[not recorded]",
        "[not recorded]",
    ]


def test_a_full_source_is_described_by_its_elements():
    source = make_source(
        1,
        "Thư",
        title_translated="Letters",
        level=Level.LETTER,
        contributors=(
            Contributor(id="con-1", source="src-1", family="Lowe", given="Edith", role=Role.SENDER),
            Contributor(id="con-2", source="src-1", literal="Kham", role=Role.RECIPIENT),
            Contributor(id="con-3", source="src-1", family="Trần", given="Độ", language="vi"),
        ),
        date="đầu 1962",
        edtf="1962-01",
        volume="2",
        pages="3–4",
        shelf_mark="QK 12/3",
        url="https://example.org/1",
        accessed="2 May 2024",
        language="vi",
        rights="Closed until 2030",
        source_class=SourceClass.DERIVATIVE,
        closeness=Closeness.PRIMARY,
        derived_from="src-90",
        quoted_in="src-90",
        quoted_in_locator="p. 7",
        incomplete=(Incomplete.BEGINNING_LOST,),
        note="Water stains.",
    )
    facts = SourceFacts(
        source=source,
        repository="rep-1",
        drawn=("src-90",),
        about=(("evt-1", 12), *((f"ent-{number}", 1) for number in range(7))),
        described=Described(by="Lan", day="1 May 2024", last_by="Sơn", last_day="2 May 2024"),
    )
    report = build(facts, labels={"evt-1": "Fight"})
    fields = read_fields(report)
    assert fields == {
        "Place": "Hà Nội, VN",
        "Identifier": "TT3",
        "3.1.1": "VN, TT3, QK 12/3",
        "3.1.2": "Thư [Letters]",
        "3.1.3": "đầu 1962 (January 1962)",
        "3.1.4": "letter",
        "3.1.5": "volume 2; pages 3–4; beginning lost",
        "3.2.1": "Edith Lowe (sender); Trần Độ",
        "Sent to": "Kham",
        "Kind of evidence": "made from another record; primary source",
        "3.3.1": "Fight (12); ent-0 (1); ent-1 (1); ent-2 (1); ent-3 (1); ent-4 (1); and 2 more",
        "3.4.1–2": "Closed until 2030",
        "3.4.3": "Vietnamese",
        "3.5.1": "derived from Printed edition",
        "3.5.2": "quoted in Printed edition, p. 7; https://example.org/1 (seen 2 May 2024)",
        "3.5.3": "drawn from it: Printed edition",
        "Cited as": "Entry of src-1.",
        "3.6.1": "Water stains.",
        "3.7.1": "Lan; Sơn",
        "3.7.3": "described 1 May 2024; revised 2 May 2024",
    }
    assert list_headings(report) == [(1, "Archive III"), (2, "Thư [Letters]")]


def test_what_was_published_has_a_publication_note():
    fields = read_fields(build(make_source(1, level=Level.BOOK)))
    assert fields["3.5.4"] == "Entry of src-1."
    assert "Cited as" not in fields


def test_a_supplied_title_keeps_one_pair_of_brackets():
    source = make_source(1, "[Letters]", title_translated="[Thư]")
    assert read_fields(build(source))["3.1.2"] == "[Letters] [Thư]"


@pytest.mark.parametrize(
    ("printed", "edtf", "said"),
    [
        ("8 tháng 3 năm 1962", "1962-03-08", "ngày 8 tháng 3 năm 1962"),
        ("March 1962", "1962-03", "March 1962 (tháng 3 năm 1962)"),
        ("một ngày mưa", "", "một ngày mưa"),
        ("", "1962", "năm 1962"),
    ],
)
def test_a_date_stands_as_printed_and_once_where_that_says_the_same(printed, edtf, said):
    fields = read_fields(build(make_source(1, date=printed, edtf=edtf), language="vi"))
    assert fields["3.1.3"] == said


@pytest.fixture
def held():
    """A file with two texts: 3 claims rest on both together."""

    def make(number, *claims, **fields):
        document = Document(
            id=f"doc-{number}",
            source="src-2",
            title=f"Copy {number}",
            file_name=f"{number}.txt",
            media_type="text/plain",
            language="lo" if number == 2 else "en",
            sha256="0123456789abcdef" * 4,
            size=9,
            revision=1,
            characters=1234,
            text_sha256="",
        )
        coverage = Coverage(
            passages=2,
            citations=4,
            mentions=1,
            marked=617,
            characters=1234,
            claims=frozenset(claims),
        )
        return HeldText(document=document, revisions=2, words=0 if number == 2 else 200,
                        coverage=coverage)  # fmt: skip

    return (make(1, "clm-1", "clm-2"), make(2, "clm-2", "clm-3"))


def test_texts_have_their_size_and_hash_and_a_claim_on_two_of_them_counts_once(held):
    report = build(SourceFacts(source=make_source(2), texts=held), include_descriptions=False)
    said = [
        "".join(run.text for run in one.phrase)
        for one in report.blocks
        if isinstance(one, Field) and not one.code
    ]
    assert said == [
        "Copy 1 (1.txt); English; words: 200; characters: 1,234; revisions: 2; "
        "SHA-256 0123 4567 89ab cdef",
        "Copy 2 (2.txt); Lao; characters: 1,234; revisions: 2; SHA-256 0123 4567 89ab cdef",
        "passages: 4; claims: 3; citations: 8; mentions: 2; 50% of the text marked",
    ]


def test_a_whole_counts_what_rests_on_its_parts(held):
    fonds = make_source(1, "Fonds", level=Level.FONDS)
    file = SourceFacts(source=make_source(2, "File", parent="src-1"), texts=held)
    fields = read_fields(build(fonds, file))
    assert "claims: 3;" in fields["What rests on it and its parts"]


def test_descriptions_can_be_left_out_but_not_the_mandatory_ones():
    source = make_source(1, note="Water stains.", language="vi", rights="Closed")
    assert list(read_fields(build(source, include_descriptions=False))) == MANDATORY


FONDS = make_source(1, "Fonds", level=Level.FONDS, repository="rep-1", edtf="1960/1969")
FILES = (
    make_source(2, "B file", level=Level.FILE, parent="src-1", shelf_mark="F 10", edtf="1962"),
    make_source(3, "C file", level=Level.FILE, parent="src-1", shelf_mark="F 9", edtf="1962-05"),
    make_source(4, "A letter", parent="src-3"),
    make_source(5, "Stray"),
)


def test_the_hierarchy_goes_from_repository_to_item_by_shelf_mark():
    inherited = [
        replace(SourceFacts(source=one), repository="" if one.title == "Stray" else "rep-1")
        for one in (FONDS, *FILES)
    ]
    assert list_headings(build(*inherited)) == [
        (1, "Archive III"),
        (2, "Fonds"),
        (3, "C file"),
        (4, "A letter"),
        (3, "B file"),
        (1, "Without a repository"),
        (2, "Stray"),
    ]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("title", ["A letter", "B file", "C file", "Fonds", "Stray"]),
        ("date", ["Fonds", "C file", "B file", "A letter", "Stray"]),
    ],
)
def test_in_other_orders_descriptions_stand_side_by_side(order, titles):
    assert list_headings(build(FONDS, *FILES, order=order)) == [(1, title) for title in titles]


def test_a_circle_of_parents_loses_no_source():
    circle = (make_source(1, parent="src-2"), make_source(2, parent="src-1"), make_source(3))
    keys = [one.key for one in build(*circle).blocks if isinstance(one, Heading) and one.key]
    assert sorted(keys) == ["src-1", "src-2", "src-3"]


def test_the_last_page_counts_what_is_described():
    report = build(FONDS, *FILES)
    assert list_count_lines(report.counts, "en") == ("5 sources described",)
    assert report.notes == ()


def test_an_empty_register_says_so():
    assert [one.text for one in build().blocks if isinstance(one, Paragraph)] == [
        "No sources are recorded."
    ]


def test_the_names_of_what_it_is_about_can_be_indexed():
    facts = SourceFacts(source=make_source(1), about=(("ent-1", 2),))
    (field,) = [
        one for one in build(facts).blocks if isinstance(one, Field) and one.code == "3.3.1"
    ]
    assert field.names == ("ent-1",)


def test_in_vietnamese_elements_have_vietnamese_names():
    labels = [one.label for one in build(FONDS, language="vi").blocks if isinstance(one, Field)]
    assert "Người hình thành tài liệu" in labels
