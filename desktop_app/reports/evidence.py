"""Claims and mentions as blocks, with a note for every citation: what all reports are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from desktop_app.catalog.claims import RANK_ORDER, Claim, Rank, SubjectValue
from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.subjects import Name, NameKind
from desktop_app.catalog.wording import list_qualifiers, output_language, value_text, word
from desktop_app.reports.data import ReportConflict, ReportData, ReportOptions, ReportSubject
from desktop_app.reports.model import (
    Block,
    ClaimLine,
    ConflictColumn,
    ConflictTable,
    Evidence,
    Heading,
    Mention,
    NoteRef,
    Paragraph,
    ParagraphKind,
)
from desktop_app.reports.notes import NoteList
from desktop_app.reports.words import get_words


class EvidenceBook:
    """The claims, conflicts and mentions of a report by subject, as blocks in reading order.

    A citation gets its note where its claim is first shown; wherever the claim is shown again,
    the same number is repeated.
    """

    def __init__(self, data: ReportData, options: ReportOptions) -> None:
        """Sort what `data` holds; no note is made yet."""
        self.data = data
        self.language = output_language(options.language)
        self.options = options
        self.notes = NoteList(data, options)
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in data.claims:
            self.claims[claim.subject].append(claim)
        self.by_id = {claim.id: claim for claim in data.claims}
        self.attachments: dict[str, list[Attachment]] = defaultdict(list)
        for attachment in data.attachments:
            self.attachments[attachment.subject].append(attachment)
        self._conflicts: dict[tuple[str, str], list[ReportConflict]] = defaultdict(list)
        for conflict in data.conflicts:
            first = self.by_id[conflict.claims[0]]
            self._conflicts[first.subject, first.property].append(conflict)
        self._labels = {subject.id: subject.label for subject in data.subjects}
        self._words = get_words(options.language)

    def list_subject_blocks(self, subject: ReportSubject, level: int) -> Iterator[Block]:
        """Yield a subject under its heading: description, names, claims, conflicts, mentions."""
        yield Heading(subject.label, level, subject.id)
        if subject.description and self.options.include_descriptions:
            yield Paragraph(subject.description)
        names = self.names_text(subject)
        if names:
            yield Paragraph(names, ParagraphKind.NAMES)
        yield from self.list_claim_blocks(self.claims[subject.id])
        yield from self.list_mentions(subject.id)
        if not self.claims[subject.id] and not self.attachments[subject.id]:
            yield Paragraph(self._words.no_claims, ParagraphKind.REMARK)

    def list_claim_blocks(self, claims: list[Claim]) -> Iterator[Block]:
        """Yield claims of one subject by property, each property's conflicts after it."""
        for group in self.group_by_property(claims):
            yield from (self.claim_line(claim) for claim in group)
            for conflict in self.conflicts_of(group[0].subject, group[0].property):
                yield self.conflict_table(conflict)

    def conflicts_of(self, subject: str, prop: str) -> list[ReportConflict]:
        """Return the conflicts among the claims of a subject that state one property."""
        return self._conflicts[subject, prop]

    def list_mentions(self, subject: str) -> Iterator[Mention]:
        """Yield the passages attached to a subject, unless the report leaves mentions out."""
        if self.options.include_mentions:
            yield from (self.mention(attachment) for attachment in self.attachments[subject])

    def group_by_property(self, claims: list[Claim]) -> list[list[Claim]]:
        """Return the claims by property, in the properties' order, the preferred first."""
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            groups[claim.property].append(claim)
        properties = self.data.properties
        ordered = sorted(groups, key=lambda key: (properties[key].position, properties[key].key))
        return [sorted(groups[key], key=lambda claim: RANK_ORDER[claim.rank]) for key in ordered]

    def claim_line(self, claim: Claim, *, with_subject: bool = False) -> ClaimLine:
        """Return a claim on a line with its notes, `with_subject` behind its subject's name."""
        return ClaimLine(
            claim=claim.id,
            label=self.property_label(claim),
            value=self.value(claim),
            qualifiers=list_qualifiers(claim, self.language),
            refs=self.refs(claim),
            rank=claim.rank,
            uncited=claim.id in self.data.uncited,
            subject=self.subject_label(claim.subject) if with_subject else "",
            names=list_names(claim),
        )

    def mention(self, attachment: Attachment) -> Mention:
        """Return a passage attached to a subject, with its note."""
        quote = self.notes.quote(self.data.excerpts[attachment.excerpt])
        return Mention(
            quote=quote,
            ref=self.notes.mention(attachment),
            remark=attachment.note,
            names=(attachment.subject,),
        )

    def conflict_table(self, conflict: ReportConflict) -> ConflictTable:
        """Return contradicting claims side by side; each must have been shown before."""
        claims = [self.by_id[claim] for claim in conflict.claims]
        return ConflictTable(
            label=self.property_label(claims[0]),
            columns=tuple(self._column(claim) for claim in claims),
            settled=conflict.settled,
            reason=conflict.reason,
        )

    def refs(self, claim: Claim) -> tuple[NoteRef, ...]:
        """Return the numbers of a claim's notes, made now where it is shown first."""
        return tuple(self.notes.cite(citation) for citation in claim.citations)

    def value(self, claim: Claim) -> str:
        """Return a claim's value in words."""
        return value_text(claim.value, self.language, self.data.labels)

    def property_label(self, claim: Claim) -> str:
        """Return the name of a claim's property in the report's language."""
        return self.data.properties[claim.property].label(self.language)

    def subject_label(self, subject: str) -> str:
        """Return the name of a subject or of a subject that is a value, its id for none."""
        return self._labels.get(subject) or self.data.labels.get(subject) or subject

    def names_text(self, subject: ReportSubject) -> str:
        """Return the names but the one in the heading, each with its kind and language."""
        others = [name for name in subject.names if name.text != subject.label]
        named = ", ".join(self._name_text(name) for name in others)
        return self._words.names.format(names=named) if named else ""

    def _name_text(self, name: Name) -> str:
        kind = "" if name.kind is NameKind.PREFERRED else word(name.kind, self.language)
        about = ", ".join(part for part in (kind, name.language) if part)
        return f"{name.text} ({about})" if about else name.text

    def _column(self, claim: Claim) -> ConflictColumn:
        evidence = []
        for citation in claim.citations:
            excerpt = self.data.excerpts[citation.excerpt]
            evidence.append(
                Evidence(
                    quote=self.notes.quote(excerpt),
                    source=self.notes.name_source(excerpt, citation.locator),
                    ref=self.notes.refer(citation),
                )
            )
        return ConflictColumn(
            claim=claim.id,
            value=self.value(claim),
            qualifiers=list_qualifiers(replace(claim, rank=Rank.NORMAL), self.language),
            chosen=claim.rank is Rank.PREFERRED,
            reason=claim.rank_reason,
            evidence=tuple(evidence),
        )


def list_names(claim: Claim) -> tuple[str, ...]:
    """Return the ids of the subjects a claim names: its own and the one that is its value."""
    value = claim.value
    return (claim.subject, value.subject) if isinstance(value, SubjectValue) else (claim.subject,)
