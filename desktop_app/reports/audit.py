"""The evidence audit: which claims stand on what, and what of the texts is still to be read.

It lists uncited claims, claims that rest on a single witness, open and decided contradictions
and claims of weak support. Of each claim it lists it reports all citations, whatever their
stance; a claim that several sections list repeats its numbers. It reports no claim that rests
on several witnesses, unless another section lists it, and no mention. Passages that need review
or that nothing uses are shown by their own words, without notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop_app.catalog.claims import Claim, Rank
from desktop_app.catalog.wording import Run
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.audit_findings import (
    AuditFacts,
    Findings,
    WitnessFinding,
    find_all,
    narrow_data,
)
from desktop_app.reports.audit_tables import (
    list_loose_blocks,
    list_name_blocks,
    list_text_blocks,
    list_unsure_blocks,
    make_summary,
)
from desktop_app.reports.claim_phrases import group_by_subject, value_phrase
from desktop_app.reports.data import ReportConflict, ReportData, ReportOptions
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import (
    Block,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    ParagraphKind,
    Phrase,
    Report,
)

_SOURCES_NAMED = 6
_WEIGHTS = (2, 5)


def build_audit(data: ReportData, facts: AuditFacts, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of a listed claim were missing."""
    findings = find_all(data, facts)
    book = EvidenceBook(narrow_data(data, findings), options)
    blocks = list(_list_blocks(book, facts, findings))
    return assemble(book, blocks, title=tr_in(book.language, "Evidence audit"))


def _list_blocks(book: EvidenceBook, facts: AuditFacts, findings: Findings) -> Iterator[Block]:
    language = book.language
    yield Heading(tr_in(language, "Summary"), 1)
    yield make_summary(findings, facts, language)
    sections = (
        (tr_in(language, "Uncited claims"), _list_claims(book, findings.uncited)),
        (
            tr_in(language, "Claims that rest on a single witness"),
            _list_witnesses(book, facts, findings),
        ),
        (
            tr_in(language, "Open contradictions"),
            _list_conflicts(book, facts, findings.open),
        ),
        (
            tr_in(language, "Decided contradictions"),
            _list_conflicts(book, facts, findings.decided),
        ),
        (tr_in(language, "Claims of weak support"), _list_weak(book, findings)),
        (tr_in(language, "Passages to review"), list_unsure_blocks(book, facts)),
        (
            tr_in(language, "Passages marked and not used"),
            list_loose_blocks(book, facts),
        ),
        (tr_in(language, "How far the texts are read"), list_text_blocks(book, facts)),
        (tr_in(language, "Names not resolved"), list_name_blocks(book, facts)),
    )
    for title, section in sections:
        yield Heading(title, 1)
        blocks = list(section)
        yield from blocks or [Paragraph(tr_in(language, "None."), ParagraphKind.REMARK)]


def _list_claims(book: EvidenceBook, claims: Iterable[Claim], caption: str = "") -> Iterator[Block]:
    """Yield claims as a table under the names of their subjects, in the order of the catalogue."""
    groups = group_by_subject(claims)
    rows: list[GridRow] = []
    for subject in book.data.subjects:
        if subject.id in groups:
            rows.append(GridRow(cells=(((Run(subject.label),),),), is_group=True))
            rows += [_claim_row(book, claim) for claim in groups[subject.id]]
    if rows:
        heads = (tr_in(book.language, "Property"), tr_in(book.language, "What is stated"))
        yield Grid(heads=heads, weights=_WEIGHTS, rows=tuple(rows), caption=caption)


def _claim_row(book: EvidenceBook, claim: Claim) -> GridRow:
    label: Phrase = (Run(book.property_label(claim)),)
    return GridRow(cells=((label,), (value_phrase(book, claim),)), names=list_names(claim))


def _list_witnesses(book: EvidenceBook, facts: AuditFacts, findings: Findings) -> Iterator[Block]:
    if findings.single:
        yield Paragraph(
            tr_in(
                book.language,
                "Sources that derive from one source, or are quoted in it, count as one witness.",
            )
        )
    for finding in findings.single:
        yield Heading(facts.titles[finding.witness], 2, finding.witness)
        yield Paragraph(_describe_witness(book, facts, finding), ParagraphKind.REMARK)
        yield from _list_claims(
            book,
            finding.through_several,
            tr_in(book.language, "Several sources, but one witness"),
        )
        yield from _list_claims(book, finding.through_one, tr_in(book.language, "One source"))


def _describe_witness(book: EvidenceBook, facts: AuditFacts, finding: WitnessFinding) -> str:
    """Return how many claims rest on a witness, and the sources that speak for it."""
    language = book.language
    said = tr_in(language, "Claims: {count}.", count=len(finding.claims))
    others = [facts.titles[one] for one in finding.sources if one != finding.witness]
    if not others:
        return said
    named = others[:_SOURCES_NAMED]
    if len(others) > len(named):
        named.append(tr_in(language, "and {count} more", count=len(others) - len(named)))
    return f"{said} {tr_in(language, 'Counted with it: {sources}.', sources='; '.join(named))}"


def _list_conflicts(
    book: EvidenceBook, facts: AuditFacts, conflicts: Sequence[ReportConflict]
) -> Iterator[Block]:
    """Yield each contradiction: its claims, their evidence side by side, who decided it."""
    for conflict in conflicts:
        claims = [book.by_id[claim] for claim in conflict.claims]
        yield Heading(book.subject_label(claims[0].subject), 2, claims[0].subject)
        yield from (book.claim_line(claim) for claim in claims)
        yield book.conflict_table(conflict)
        decision = _describe_decision(book, facts, claims) if conflict.settled else ""
        if decision:
            yield Paragraph(decision, ParagraphKind.REMARK)


def _describe_decision(book: EvidenceBook, facts: AuditFacts, claims: Sequence[Claim]) -> str:
    language = book.language
    said = [
        tr_in(language, "Decided by {author}, {day}.", author=made.author, day=made.day)
        for claim in claims
        if (made := facts.decisions.get(claim.id))
    ]
    if not any(claim.rank_reason for claim in claims if claim.rank is Rank.PREFERRED):
        said.append(tr_in(language, "No reason is given."))
    return " ".join(said)


def _list_weak(book: EvidenceBook, findings: Findings) -> Iterator[Block]:
    language = book.language
    for title, claims in (
        (tr_in(language, "Passages only mention them"), findings.only_mentioned),
        (tr_in(language, "A passage contradicts them"), findings.contradicted),
        (tr_in(language, "Doubted without a reason"), findings.doubted),
    ):
        if claims:
            yield Heading(title, 2)
            yield from _list_claims(book, claims)
