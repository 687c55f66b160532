"""The evidence audit: each finding in its section, each citation of a listed claim noted once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.claims import (
    Cardinality,
    Citation,
    Claim,
    Confidence,
    Property,
    Rank,
    Stance,
    TextValue,
    ValueType,
)
from desktop_app.catalog.coverage import Coverage, add_coverages, measure_spans
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import AnchorState, Attachment, Excerpt
from desktop_app.catalog.wording import Run
from desktop_app.reports.audit import build_audit
from desktop_app.reports.audit_findings import (
    AuditFacts,
    Decision,
    NameFinding,
    OpenName,
    find_all,
)
from desktop_app.reports.audit_tables import say_share
from desktop_app.reports.data import ReportConflict, ReportData, ReportSubject
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import (
    ClaimLine,
    ConflictTable,
    Grid,
    Heading,
    Paragraph,
    Sentence,
    list_refs,
)
from desktop_app.reports.spans import plain_spans

RESULT = Property(
    id="prp-1",
    key="result",
    label_en="result",
    label_vi="kết quả",
    value_type=ValueType.TEXT,
    cardinality=Cardinality.SINGLE,
)
#: src-3 derives from src-1 (conftest): they are one witness.
WITNESSES = {"src-1": "src-1", "src-2": "src-2", "src-3": "src-1"}
TITLES = {"src-1": "Diary", "src-2": "Article", "src-3": "Entry of the diary"}


def make_document(number, characters=100):
    return Document(
        id=f"doc-{number}",
        source=f"src-{number}",
        title=f"Text {number}",
        file_name=f"{number}.txt",
        media_type="text/plain",
        language="en",
        sha256="",
        size=0,
        revision=1,
        characters=characters,
        text_sha256="",
    )


def make_excerpt(number, document, **fields):
    return Excerpt(
        id=f"exc-{number}",
        document=f"doc-{document}",
        revision=1,
        start=0,
        end=9,
        quote=f"passage {number}",
        **fields,
    )


DOCUMENTS = {one.id: one for one in map(make_document, (1, 2, 3))}
#: Passage 1 stands in the diary, 2 in the article, 3 in what derives from the diary.
EXCERPTS = {
    one.id: one
    for one in (
        *(make_excerpt(number, number) for number in (1, 2, 3)),
        make_excerpt(4, 2),
        make_excerpt(5, 1, state=AnchorState.NEEDS_REVIEW),
    )
}


def state(number, *cited, subject="evt-1", **fields):
    """Return a claim and its citations: excerpts by number, against it where negative."""
    claim = f"clm-{number}"
    citations = tuple(
        Citation(
            id=f"cit-{number}{place}",
            claim=claim,
            excerpt=f"exc-{abs(one)}",
            stance=Stance.SUPPORTS if one > 0 else Stance.CONTRADICTS,
        )
        for place, one in enumerate(cited)
    )
    fields = {"value": TextValue(f"value {number}"), "citations": citations, **fields}
    return Claim(id=claim, subject=subject, property="prp-1", **fields)


def mention(claim):
    """Return the claim with citations that only mention it."""
    cited = tuple(replace(one, stance=Stance.MENTIONS) for one in claim.citations)
    return replace(claim, citations=cited)


def make_data(*claims, **fields):
    return ReportData(
        scope="",
        catalogue="Ford",
        revision=1,
        seal="",
        generated="1 June 2024",
        subjects=(ReportSubject(id="evt-1", kind="event", label="Fight"),),
        claims=claims,
        properties={"prp-1": RESULT},
        excerpts=EXCERPTS,
        documents=DOCUMENTS,
        uncited=frozenset(
            one.id
            for one in claims
            if not any(cited.stance is Stance.SUPPORTS for cited in one.citations)
        ),
        **fields,
    )


def make_facts(**fields):
    return AuditFacts(witnesses=WITNESSES, titles=TITLES, **fields)


class AnyCiter:
    """Cites any source by its id."""

    name = "ids"

    def full_note(self, source, page="", locator="", *, known=()):
        return (Run(source),)

    def short_note(self, source, page="", locator=""):
        return (Run(source),)

    def list_chain(self, source):
        return (source,)

    def find_ibid(self, page="", locator=""):
        return None

    def list_bibliography(self, sources):
        return tuple((source, (Run(source),)) for source in sources)


def list_sections(report):
    """Return the lines under each heading of the first level; deeper headings begin with #."""
    sections, lines = {}, []
    for block in report.blocks:
        match block:
            case Heading(level=1):
                lines = sections[block.text] = []
            case Heading():
                lines.append(f"# {block.text}")
            case Grid(caption=caption):
                lines += [caption] if caption else []
                for row in make_piece(block, report.language).rows:
                    lines.append(" | ".join("; ".join(map(plain_spans, one)) for one in row.cells))
            case ClaimLine() | Sentence() | Paragraph():
                lines.append(plain_spans(make_piece(block, report.language).spans))
            case ConflictTable():
                lines.append(f"[{' / '.join(column.value for column in block.columns)}]")
    return sections


@pytest.mark.parametrize(
    ("claim", "single", "several", "uncited"),
    [
        (state(1, 1), 1, 0, 0),
        (state(1, 1, 2), 0, 1, 0),
        (state(1, 1, 3), 1, 0, 0),
        (state(1, 3, 1, 2), 0, 1, 0),
        (state(1, 1, -2), 1, 0, 0),
        (state(1, -1, -2), 0, 0, 1),
        (state(1), 0, 0, 1),
        (mention(state(1, 1, 2)), 0, 0, 1),
        (state(1, 1, rank=Rank.DEPRECATED), 0, 0, 0),
    ],
)
def test_every_claim_is_of_one_sort(claim, single, several, uncited):
    found = find_all(make_data(claim), make_facts())
    assert (found.single_count, found.several, len(found.uncited)) == (single, several, uncited)
    assert found.rejected == 1 - single - several - uncited


def test_sources_that_derive_from_one_are_told_from_a_single_source():
    found = find_all(make_data(state(1, 1, 3), state(2, 3), state(3, 2)), make_facts())
    assert [
        (one.witness, one.sources, [c.id for c in one.through_several], len(one.through_one))
        for one in found.single
    ] == [("src-1", ("src-1", "src-3"), ["clm-1"], 1), ("src-2", ("src-2",), [], 1)]


def test_weak_support_is_found_beside_the_sort_of_a_claim():
    found = find_all(
        make_data(
            mention(state(1, 1)),
            state(2, 1, -2),
            state(3, 1, confidence=Confidence.DOUBTFUL),
            state(4, 1, confidence=Confidence.DOUBTFUL, confidence_reason="late"),
            state(5, 1, confidence=Confidence.PROBABLE),
            state(6, -1, rank=Rank.DEPRECATED),
        ),
        make_facts(),
    )
    assert [one.id for one in found.only_mentioned] == ["clm-1"]
    assert [one.id for one in found.contradicted] == ["clm-2"]
    assert [one.id for one in found.doubted] == ["clm-3"]


@pytest.fixture
def audited():
    """Claims of every sort, one of them on several witnesses that nothing is wrong with."""
    data = make_data(
        state(1, 1, 2),
        state(2, 1, 3),
        state(3),
        state(4, 1, 2, -4, rank=Rank.PREFERRED, rank_reason="seen"),
        state(5, 2),
        state(6, 5),
        conflicts=(
            ReportConflict(claims=("clm-4", "clm-5"), settled=True, reason="seen"),
            ReportConflict(claims=("clm-2", "clm-6")),
        ),
        attachments=(Attachment(id="att-1", excerpt="exc-1", subject="evt-1"),),
    )
    facts = make_facts(
        texts=(
            (DOCUMENTS["doc-1"], Coverage(passages=2, marked=18, characters=100)),
            (DOCUMENTS["doc-2"], Coverage(passages=2, marked=9, characters=100)),
            (DOCUMENTS["doc-3"], Coverage(characters=100)),
        ),
        loose=("exc-4",),
        unsure=(("exc-5", 1, 0),),
        decisions={"clm-4": Decision(author="Lan", day="1 May 2024")},
        names=(NameFinding(text="An", why=OpenName.SHARED, records=("ent-1", "ent-2")),),
        labels={"ent-1": "An the elder", "ent-2": "An the younger"},
    )
    return data, facts


def test_each_finding_stands_in_its_section(audited, make_options):
    sections = list_sections(build_audit(*audited, make_options()))
    assert sections["Uncited claims"] == ["Fight", "result | value 3 [uncited]"]
    assert sections["Claims that rest on a single witness"][1:] == [
        "# Diary",
        "Claims: 2. Counted with it: Entry of the diary.",
        "Several sources, but one witness",
        "Fight",
        "result | value 2[1][2]",
        "One source",
        "Fight",
        "result | value 6[3]",
        "# Article",
        "Claims: 1.",
        "One source",
        "Fight",
        "result | value 5[4]",
    ]
    assert sections["Open contradictions"] == [
        "# Fight",
        "result: value 2[1][2]",
        "result: value 6[3]",
        "[value 2 / value 6]",
    ]
    assert sections["Decided contradictions"] == [
        "# Fight",
        "result: value 4 (preferred: seen)[5][6][7]",
        "result: value 5[4]",
        "[value 4 / value 5]",
        "Decided by Lan, 1 May 2024.",
    ]
    assert sections["Claims of weak support"] == [
        "# A passage contradicts them",
        "Fight",
        "result | value 4 (preferred: seen)[5][6][7]",
    ]
    assert [line.split(" | ")[0] for line in sections["Passages to review"]] == ["“passage 5”"]
    assert sections["Passages to review"][0].endswith("review | claims: 1; mentions: 0")
    assert [line.split(" | ")[0] for line in sections["Passages marked and not used"]] == [
        "“passage 4”"
    ]
    assert sections["How far the texts are read"] == [
        "No passage marked yet",
        "Text 3; Entry of the diary | 100 | 0 | 0%",
        "Passages marked",
        "Text 2; Article | 100 | 2 | 9%",
        "Text 1; Diary | 100 | 2 | 18%",
    ]
    assert sections["Names not resolved"] == [
        "An | several entities have this name | An the elder; An the younger"
    ]


def test_the_summary_counts_what_the_sections_show(audited, make_options):
    summary = list_sections(build_audit(*audited, make_options()))["Summary"]
    assert {
        "examined | 6 |  | ",
        "resting on several witnesses | 2 | 6 | 33.3%",
        "resting on a single witness | 3 | 6 | 50%",
        "of these, through several sources | 1 | 3 | 33.3%",
        "uncited | 1 | 6 | 16.7%",
        "contradicted by a passage | 1 | 6 | 16.7%",
        "open | 1 | 2 | 50%",
        "decided | 1 | 2 | 50%",
        "passages not used | 1 | 4 | 25%",
        "texts without a passage | 1 | 3 | 33.3%",
        "characters marked | 27 | 300 | 9%",
        "not resolved | 1 |  | ",
    } <= set(summary)


def test_the_citations_of_every_listed_claim_are_noted_once_and_no_others(audited, make_options):
    report = build_audit(*audited, make_options())
    listed = [claim for claim in audited[0].claims if claim.id != "clm-1"]
    expected = [citation.id for claim in listed for citation in claim.citations]
    assert sorted(note.origin for note in report.notes) == sorted(expected)
    assert (report.counts.claims, report.counts.citations) == (5, len(expected))
    first = [ref.number for block in report.blocks for ref in list_refs(block) if ref.first]
    assert first == list(range(1, len(expected) + 1))


def test_what_is_in_order_is_said_to_be(make_options):
    report = build_audit(make_data(state(1, 1, 2)), make_facts(), make_options())
    sections = list_sections(report)
    assert {title: lines for title, lines in sections.items() if lines != ["None."]}.keys() == {
        "Summary"
    }
    assert report.notes == ()


def test_a_decision_without_a_reason_is_named(make_options):
    data = make_data(
        state(1, 1, rank=Rank.PREFERRED),
        state(2, 2),
        conflicts=(ReportConflict(claims=("clm-1", "clm-2"), settled=True),),
    )
    sections = list_sections(build_audit(data, make_facts(), make_options()))
    assert sections["Decided contradictions"][-1] == "No reason is given."


def test_of_many_sources_of_one_witness_only_some_are_named(make_options):
    numbers = range(10, 20)
    data = replace(
        make_data(*(state(number, number) for number in numbers)),
        documents={f"doc-{number}": make_document(number) for number in numbers},
        excerpts={f"exc-{number}": make_excerpt(number, number) for number in numbers},
    )
    facts = AuditFacts(
        witnesses={f"src-{number}": "src-10" for number in numbers},
        titles={f"src-{number}": f"S{number}" for number in numbers},
    )
    report = build_audit(data, facts, replace(make_options(), citer=AnyCiter()))
    lines = list_sections(report)["Claims that rest on a single witness"]
    assert lines[2] == "Claims: 10. Counted with it: S11; S12; S13; S14; S15; S16; and 3 more."


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, ""), (0, 7, "0%"), (7, 7, "100%"), (1, 3, "33.3%"), (1, 9999, "0.1%"),
     (9998, 9999, "99.9%")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_nothing_or_all(part, whole, said):
    assert say_share(part, whole, "en") == said


def test_shares_are_written_as_the_language_writes_them():
    assert [say_share(1, 3, language) for language in ("vi", "fr")] == ["33,3%", "33,3 %"]


def test_a_place_that_two_passages_share_is_measured_once():
    assert measure_spans([(0, 10), (5, 15), (20, 30), (22, 25)], 100) == 25
    assert measure_spans([(90, 120)], 100) == 10
    assert measure_spans([], 0) == 0
    together = add_coverages(
        [Coverage(claims=frozenset("ab"), marked=1, characters=4), Coverage(claims=frozenset("b"))]
    )
    assert (len(together.claims), together.share) == (2, 0.25)
    assert Coverage().share == 0
