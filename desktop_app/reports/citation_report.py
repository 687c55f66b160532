"""The citation report: each subject with its claims, each claim with its sources and quotes.

Rule 6: it holds every citation of what it reports. The citations are counted before and
after, and a report that lost one is never returned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop_app.catalog.claims import Claim, Rank
from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.subjects import Name, NameKind
from desktop_app.catalog.wording import list_qualifiers, output_language, value_text, word
from desktop_app.reports.data import ReportConflict, ReportData, ReportOptions, ReportSubject
from desktop_app.reports.model import (
    BibliographyEntry,
    Block,
    ClaimLine,
    ConflictColumn,
    ConflictTable,
    Counts,
    Evidence,
    Heading,
    Mention,
    NoteRef,
    Paragraph,
    ParagraphKind,
    Report,
)
from desktop_app.reports.notes import NoteList
from desktop_app.reports.words import SECTIONS, get_words

_DEEPEST = 6
_RANKS = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}


def build_citation_report(data: ReportData, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of `data` were missing from it."""
    builder = _Builder(data, options)
    blocks = tuple(builder.list_blocks())
    notes = builder.notes
    report = Report(
        title=options.title or get_words(options.language).citation_report,
        subtitle=data.scope,
        language=output_language(options.language),
        blocks=blocks,
        notes=notes.notes,
        bibliography=tuple(
            BibliographyEntry(source, runs)
            for source, runs in options.citer.list_bibliography(notes.sources)
        ),
        counts=_count(data, options, notes),
        generated=data.generated,
        catalogue=data.catalogue,
        revision=data.revision,
        seal=data.seal,
        style=options.citer.name,
        day=data.day,
    )
    verify_report(report, _list_expected(data, options))
    return report


def verify_report(report: Report, expected: Iterable[str]) -> None:
    """Raise AssertionError unless each id of `expected` has one note and the text refers to it."""
    origins = [note.origin for note in report.notes]
    if sorted(origins) != sorted(expected):
        lost = sorted(set(expected) ^ set(origins))
        raise AssertionError(f"citations and notes differ: {lost or 'one is given twice'}")
    referred = [ref.number for block in report.blocks for ref in _list_refs(block) if ref.first]
    if referred != [note.number for note in report.notes]:
        raise AssertionError("a note is not referred to exactly once, in order")


class _Builder:
    """Walks the subjects in order and collects blocks and notes."""

    def __init__(self, data: ReportData, options: ReportOptions) -> None:
        self._data = data
        self._language = output_language(options.language)
        self._words = get_words(options.language)
        self._with_mentions = options.include_mentions
        self.notes = NoteList(data, options)
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in data.claims:
            self._claims[claim.subject].append(claim)
        self._by_id = {claim.id: claim for claim in data.claims}
        self._attachments: dict[str, list[Attachment]] = defaultdict(list)
        for attachment in data.attachments:
            self._attachments[attachment.subject].append(attachment)
        self._conflicts: dict[tuple[str, str], list[ReportConflict]] = defaultdict(list)
        for conflict in data.conflicts:
            first = self._by_id[conflict.claims[0]]
            self._conflicts[first.subject, first.property].append(conflict)

    def list_blocks(self) -> Iterator[Block]:
        """Yield the blocks in reading order."""
        for kind in SECTIONS:
            subjects = [one for one in self._data.subjects if one.kind == kind]
            if subjects:
                yield Heading(self._words.sections[kind], 1)
                for subject, depth in _arrange(subjects):
                    yield from self._subject_blocks(subject, min(2 + depth, _DEEPEST))
        yield from self._uncited_blocks()

    def _subject_blocks(self, subject: ReportSubject, level: int) -> Iterator[Block]:
        yield Heading(subject.label, level, subject.id)
        if subject.description:
            yield Paragraph(subject.description)
        names = self._names_text(subject)
        if names:
            yield Paragraph(names, ParagraphKind.NAMES)
        claims = self._claims[subject.id]
        attached = self._attachments[subject.id]
        for group in self._group(claims):
            yield from (self._claim_line(claim) for claim in group)
            for conflict in self._conflicts[subject.id, group[0].property]:
                yield self._conflict_table(conflict)
        if self._with_mentions:
            yield from (self._mention(attachment) for attachment in attached)
        if not claims and not attached:
            yield Paragraph(self._words.no_claims, ParagraphKind.REMARK)

    def _group(self, claims: list[Claim]) -> list[list[Claim]]:
        """Return the claims by property, in the properties' order, the preferred first."""
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            groups[claim.property].append(claim)
        properties = self._data.properties
        ordered = sorted(groups, key=lambda key: (properties[key].position, properties[key].key))
        return [sorted(groups[key], key=lambda claim: _RANKS[claim.rank]) for key in ordered]

    def _claim_line(self, claim: Claim) -> ClaimLine:
        return ClaimLine(
            claim=claim.id,
            label=self._data.properties[claim.property].label(self._language),
            value=value_text(claim.value, self._language, self._data.labels),
            qualifiers=list_qualifiers(claim, self._language),
            refs=tuple(self.notes.cite(citation) for citation in claim.citations),
            rank=claim.rank,
            uncited=claim.id in self._data.uncited,
        )

    def _mention(self, attachment: Attachment) -> Mention:
        quote = self.notes.quote(self._data.excerpts[attachment.excerpt])
        return Mention(quote=quote, ref=self.notes.mention(attachment), remark=attachment.note)

    def _conflict_table(self, conflict: ReportConflict) -> ConflictTable:
        claims = [self._by_id[claim] for claim in conflict.claims]
        stated = self._data.properties[claims[0].property]
        return ConflictTable(
            label=stated.label(self._language),
            columns=tuple(self._column(claim) for claim in claims),
            settled=conflict.settled,
            reason=conflict.reason,
        )

    def _column(self, claim: Claim) -> ConflictColumn:
        evidence = []
        for citation in claim.citations:
            excerpt = self._data.excerpts[citation.excerpt]
            evidence.append(
                Evidence(
                    quote=self.notes.quote(excerpt),
                    source=self.notes.name_source(excerpt, citation.locator),
                    ref=self.notes.refer(citation),
                )
            )
        return ConflictColumn(
            claim=claim.id,
            value=value_text(claim.value, self._language, self._data.labels),
            qualifiers=list_qualifiers(replace(claim, rank=Rank.NORMAL), self._language),
            chosen=claim.rank is Rank.PREFERRED,
            reason=claim.rank_reason,
            evidence=tuple(evidence),
        )

    def _uncited_blocks(self) -> Iterator[Block]:
        uncited = [claim for claim in self._data.claims if claim.id in self._data.uncited]
        if not uncited:
            return
        labels = {subject.id: subject.label for subject in self._data.subjects}
        yield Heading(self._words.uncited_claims, 1)
        for claim in uncited:
            yield ClaimLine(
                claim=claim.id,
                label=self._data.properties[claim.property].label(self._language),
                value=value_text(claim.value, self._language, self._data.labels),
                qualifiers=list_qualifiers(claim, self._language),
                rank=claim.rank,
                uncited=True,
                subject=labels[claim.subject],
            )

    def _names_text(self, subject: ReportSubject) -> str:
        """Return the names but the one in the heading, each with its kind and language."""
        others = [name for name in subject.names if name.text != subject.label]
        named = ", ".join(self._name_text(name) for name in others)
        return self._words.names.format(names=named) if named else ""

    def _name_text(self, name: Name) -> str:
        kind = "" if name.kind is NameKind.PREFERRED else word(name.kind, self._language)
        about = ", ".join(part for part in (kind, name.language) if part)
        return f"{name.text} ({about})" if about else name.text


def _arrange(subjects: list[ReportSubject]) -> Iterator[tuple[ReportSubject, int]]:
    """Yield each subject and its depth, parts after what they are part of, in the given order.

    A subject whose whole is not in the report stands by itself, and so does the first of a
    circle of parts: none is left out.
    """
    present = {subject.id for subject in subjects}
    parts: dict[str, list[ReportSubject]] = defaultdict(list)
    for subject in subjects:
        if subject.part_of in present:
            parts[str(subject.part_of)].append(subject)
    seen: set[str] = set()
    roots = [subject for subject in subjects if subject.part_of not in present]
    for root in (*roots, *subjects):
        waiting = [(root, 0)]
        while waiting:
            subject, depth = waiting.pop()
            if subject.id in seen:
                continue
            seen.add(subject.id)
            yield subject, depth
            waiting += [(part, depth + 1) for part in reversed(parts[subject.id])]


def _list_refs(block: Block) -> tuple[NoteRef, ...]:
    match block:
        case ClaimLine(refs=refs):
            return refs
        case Mention(ref=ref):
            return (ref,)
        case _:
            return ()


def _list_expected(data: ReportData, options: ReportOptions) -> list[str]:
    """Return the ids of every citation and mention the report must hold."""
    cited = [citation.id for claim in data.claims for citation in claim.citations]
    mentioned = [one.id for one in data.attachments] if options.include_mentions else []
    return cited + mentioned


def _count(data: ReportData, options: ReportOptions, notes: NoteList) -> Counts:
    mentions = len(data.attachments) if options.include_mentions else 0
    return Counts(
        claims=len(data.claims),
        citations=len(notes.notes) - mentions,
        mentions=mentions,
        sources=len(notes.sources),
        conflicts=len(data.conflicts),
        uncited=len(data.uncited),
    )
