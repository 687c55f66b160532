"""Whatever a catalogue holds and whatever is chosen: the citations that go in come out, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.catalog.claims import (
    Cardinality,
    Citation,
    Claim,
    Confidence,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    ValueType,
)
from desktop_app.catalog.coverage import Coverage
from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import Attachment, Excerpt
from desktop_app.catalog.rules import find_conflicts, is_uncited
from desktop_app.catalog.wording import Run, Runs
from desktop_app.reports.audit import build_audit
from desktop_app.reports.audit_findings import AuditFacts, find_all, narrow_data
from desktop_app.reports.chronology import GROUPINGS, build_chronology, select_claims
from desktop_app.reports.data import (
    QuoteForm,
    ReportConflict,
    ReportData,
    ReportOptions,
    ReportSubject,
)
from desktop_app.reports.model import Report, list_refs

DATES = ["1962", "1962-04", "1962-04-15", "1962-04-08/1962-04-20", "1962-05/..", "196X", "1962-21~"]
SUBJECTS = ("evt-1", "evt-2", "evt-3", "ent-1", "ent-2")
PROPERTIES = {
    f"prp-{key}": Property(
        id=f"prp-{key}",
        key=key,
        label_en=key,
        label_vi="",
        value_type=kind,
        cardinality=cardinality,
    )
    for key, kind, cardinality in (
        ("date", ValueType.DATE, Cardinality.SINGLE),
        ("killed", ValueType.QUANTITY, Cardinality.SINGLE),
        ("result", ValueType.TEXT, Cardinality.MANY),
        ("office", ValueType.TEXT, Cardinality.SINGLE),
        ("participant", ValueType.SUBJECT, Cardinality.MANY),
    )
}
PASSAGES = {
    f"exc-{number}": Excerpt(
        id=f"exc-{number}",
        document=f"doc-{number % 3}",
        revision=1,
        start=0,
        end=5,
        quote=f"words of passage number {number}",
    )
    for number in range(5)
}
DOCUMENTS = {
    f"doc-{number}": Document(
        id=f"doc-{number}",
        source=f"src-{number}",
        title=f"Text {number}",
        file_name="",
        media_type="",
        language="vi",
        sha256="",
        size=0,
        revision=1,
        characters=50,
        text_sha256="",
    )
    for number in range(3)
}
#: src-2 derives from src-1.
FACTS = AuditFacts(
    witnesses={"src-0": "src-0", "src-1": "src-1", "src-2": "src-1"},
    titles={f"src-{number}": f"Source {number}" for number in range(3)},
    texts=tuple((one, Coverage(characters=50)) for one in DOCUMENTS.values()),
    loose=("exc-4",),
    unsure=(("exc-3", 1, 1),),
)


class PlainCiter:
    """Cites a source by its id."""

    name = "plain"

    def full_note(
        self, source: str, page: str = "", locator: str = "", *, known: object = ()
    ) -> Runs:
        return (Run(source),)

    def short_note(self, source: str, page: str = "", locator: str = "") -> Runs:
        return (Run(source),)

    def list_chain(self, source: str) -> tuple[str, ...]:
        return (source,)

    def find_ibid(self, page: str = "", locator: str = "") -> Runs | None:
        return None

    def list_bibliography(self, sources: object) -> tuple[tuple[str, Runs], ...]:
        return ()


values = {
    "prp-date": st.sampled_from(DATES).map(parse_edtf),
    "prp-killed": st.integers(0, 3).map(lambda number: Quantity(number=number)),
    "prp-result": st.sampled_from("ab").map(TextValue),
    "prp-office": st.sampled_from("ab").map(TextValue),
    "prp-participant": st.sampled_from(SUBJECTS).map(SubjectValue),
}
cited = st.lists(st.tuples(st.sampled_from(sorted(PASSAGES)), st.sampled_from(Stance)), max_size=4)


@st.composite
def make_claim(draw: st.DrawFn) -> Claim:
    """Return a claim whose ids are still to be given."""
    prop = draw(st.sampled_from(sorted(values)))
    return Claim(
        id="",
        subject=draw(st.sampled_from(SUBJECTS)),
        property=prop,
        value=draw(values[prop] | st.just(SpecialValue("unknown"))),
        valid=draw(st.none() | st.sampled_from(DATES).map(parse_edtf)),
        rank=draw(st.sampled_from(Rank)),
        confidence=draw(st.none() | st.sampled_from(Confidence)),
        confidence_reason=draw(st.sampled_from(["", "late"])),
        citations=tuple(
            Citation(id="", claim="", excerpt=excerpt, stance=stance)
            for excerpt, stance in draw(cited)
        ),
    )


@st.composite
def make_data(draw: st.DrawFn) -> ReportData:
    """Return the data of a small catalogue, its conflicts found as the program finds them."""
    claims = [
        replace(
            claim,
            id=f"clm-{number}",
            citations=tuple(
                replace(one, id=f"cit-{number}-{place}", claim=f"clm-{number}")
                for place, one in enumerate(claim.citations)
            ),
        )
        for number, claim in enumerate(draw(st.lists(make_claim(), max_size=8)))
    ]
    wholes = st.none() | st.sampled_from(["evt-1", "evt-2"])
    return ReportData(
        scope="",
        catalogue="",
        revision=1,
        seal="",
        generated="",
        subjects=tuple(
            ReportSubject(
                id=one,
                kind="event" if one.startswith("evt") else "person",
                label=f"Subject {one}",
                part_of=draw(wholes) if one.startswith("evt") else None,
            )
            for one in SUBJECTS
        ),
        claims=tuple(claims),
        properties=PROPERTIES,
        excerpts=PASSAGES,
        documents=DOCUMENTS,
        attachments=(Attachment(id="att-1", excerpt="exc-0", subject="evt-1"),),
        conflicts=tuple(
            ReportConflict(claims=one.claims, settled=one.settled)
            for one in find_conflicts(claims, PROPERTIES)
        ),
        uncited=frozenset(one.id for one in claims if is_uncited(one)),
    )


options = st.builds(
    ReportOptions,
    language=st.sampled_from(["en", "vi", "fr", "lo"]),
    citer=st.just(PlainCiter()),
    include_mentions=st.booleans(),
    include_descriptions=st.booleans(),
    include_index=st.booleans(),
    quotes=st.sampled_from(QuoteForm),
    grouping=st.sampled_from(["", *GROUPINGS]),
)


def check_citations(report: Report, claims: Sequence[Claim]) -> None:
    """Assert that the notes are the citations of `claims`, each referred to first in order."""
    expected = sorted(citation.id for claim in claims for citation in claim.citations)
    assert sorted(note.origin for note in report.notes) == expected
    first = [ref.number for block in report.blocks for ref in list_refs(block) if ref.first]
    assert first == list(range(1, len(expected) + 1))
    assert (report.counts.claims, report.counts.citations) == (len(claims), len(expected))


@given(make_data(), options)
@settings(max_examples=40)
def test_a_chronology_holds_every_citation_of_what_is_dated(data, options):
    kept = select_claims(data).claims
    check_citations(build_chronology(data, options), kept)
    left_out = [claim for claim in data.claims if claim not in kept]
    assert all(claim.valid is None for claim in left_out)
    assert all(claim.property in ("prp-office", "prp-participant") or
               claim.subject.startswith("ent") for claim in left_out)  # fmt: skip


@given(make_data(), options)
@settings(max_examples=40)
def test_an_audit_holds_every_citation_of_what_it_lists(data, options):
    findings = find_all(data, FACTS)
    check_citations(build_audit(data, FACTS, options), narrow_data(data, findings).claims)
    sorts = (len(findings.uncited), findings.single_count, findings.several, findings.rejected)
    assert sum(sorts) == findings.total == len(data.claims)
