"""What stands in the cells of a comparison: the values that a column's passages hold, and the
words they rest on.

A column is a source, or a witness with all sources that go back to it. Each citation's note is
made where its value is told first, and repeated after the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_app.catalog.claims import Citation, Claim, Stance
from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.wording import Run, Runs, list_qualifiers, plain
from desktop_app.reports.data import ReportSubject
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import Phrase, Quote
from desktop_app.reports.words import get_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFacts:
    """The sources cited, in the order of their columns, what they are called, whom they go back to.

    `names` also has the names of those in `witnesses`, which maps each source to the one at the
    root of its derivation.
    """

    order: tuple[str, ...]
    names: Mapping[str, Runs]
    witnesses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """The claims of one property and detail: what they answer is asked of every source."""

    label: str
    claims: tuple[Claim, ...]
    mark: str

    @property
    def is_cited(self) -> bool:
        """Tell whether any passage answers it."""
        return any(claim.citations for claim in self.claims)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the records that its claims name."""
        return tuple(dict.fromkeys(name for one in self.claims for name in list_names(one)))

    def ask(self) -> tuple[Phrase, ...]:
        """Return the question as a cell, with what is said of a contradiction."""
        asked: tuple[Phrase, ...] = ((Run(self.label),),)
        return (*asked, (Run(self.mark, italic=True),)) if self.mark else asked


#: The claims that one passage speaks to in one way, each with its citation.
Told = list[tuple[Claim, Citation]]
#: Words of a source with the numbers of their notes, and their translation, () without one.
Parted = tuple[Phrase, Phrase]


@dataclass(frozen=True, slots=True)
class Answer:
    """Values, and the passages that speak to them."""

    values: tuple[Phrase, ...]
    quotes: tuple[Parted, ...]

    def list_lines(self) -> Iterator[Phrase]:
        """Yield all of it as the paragraphs of one cell."""
        yield from self.values
        for original, translation in self.quotes:
            yield original
            if translation:
                yield translation


class ComparisonCells:
    """Tells what `book` holds of events, in a column for each source or witness."""

    def __init__(self, book: EvidenceBook, facts: ComparisonFacts, *, by_witness: bool) -> None:
        """Tell nothing yet: notes are made as cells are asked for."""
        self._book = book
        self._facts = facts
        self._by_witness = by_witness
        self._language = book.language
        self._words = get_words(book.language)

    def column_of(self, source: str) -> str:
        """Return the column in which a source speaks."""
        return self._facts.witnesses[source] if self._by_witness else source

    def column_of_passage(self, excerpt: str) -> str:
        """Return the column in which a passage stands."""
        return self.column_of(self._book.data.source_of(excerpt))

    def name(self, source: str) -> str:
        """Return what a source or a witness is called."""
        return plain(self._facts.names[source])

    def list_questions(self, event: ReportSubject) -> Iterator[Question]:
        """Yield the event's claims by property and detail, in the order of the properties."""
        for group in self._book.group_by_property(self._book.claims[event.id]):
            details: dict[str, list[Claim]] = {}
            for claim in group:
                details.setdefault(claim.detail.casefold(), []).append(claim)
            for claims in details.values():
                label = self._book.property_label(claims[0])
                detail = f" ({claims[0].detail})" if claims[0].detail else ""
                yield Question(label + detail, tuple(claims), self._mark(claims))

    def _mark(self, claims: Sequence[Claim]) -> str:
        """Return what is said of a contradiction among `claims`, "" where there is none."""
        ids = {claim.id for claim in claims}
        rivals = self._book.conflicts_of(claims[0].subject, claims[0].property)
        found = [one for one in rivals if not ids.isdisjoint(one.claims)]
        if not found:
            return ""
        is_settled = all(one.settled for one in found)
        return f"≠ {self._words.settled if is_settled else self._words.open}"

    def list_sources(self, event: ReportSubject) -> list[str]:
        """Return the sources that speak of the event, in the order of their columns."""
        cited = {
            self._book.data.source_of(citation.excerpt)
            for claim in self._book.claims[event.id]
            for citation in claim.citations
        }
        cited |= {self._book.data.source_of(one.excerpt) for one in self.list_passages(event)}
        return [source for source in self._facts.order if source in cited]

    def list_passages(self, event: ReportSubject) -> list[Attachment]:
        """Return what is attached to the event, in the order of the texts."""
        excerpts = self._book.data.excerpts
        found = self._book.attachments[event.id] if self._book.options.include_mentions else []
        return sorted(
            found,
            key=lambda one: (
                self._facts.order.index(self._book.data.source_of(one.excerpt)),
                excerpts[one.excerpt].document,
                excerpts[one.excerpt].start,
            ),
        )

    def list_told(self, question: Question, column: str) -> list[Told]:
        """Return the claims with their citations in `column`, by passage and stance."""
        found: dict[tuple[str, Stance], Told] = {}
        for claim in question.claims:
            for citation in claim.citations:
                if self.column_of_passage(citation.excerpt) == column:
                    key = (citation.excerpt, citation.stance)
                    found.setdefault(key, []).append((claim, citation))
        return list(found.values())

    def list_answers(self, question: Question, column: str) -> list[Answer]:
        """Return what `column` answers: passages on the same values stand under them."""
        found: dict[tuple[str, ...], list[Told]] = {}
        for told in self.list_told(question, column):
            key = tuple(claim.id for claim, _ in told)
            found.setdefault(key, []).append(told)
        return [self._answer(passages) for passages in found.values()]

    def _answer(self, passages: Sequence[Told]) -> Answer:
        together = [told for parts in zip(*passages, strict=True) for told in parts]
        values = tuple(self.list_values(together))
        return Answer(values, tuple(self.quote(told) for told in passages))

    def list_values(self, told: Told) -> Iterator[Phrase]:
        """Yield each value with the numbers of its notes."""
        for claim in {claim.id: claim for claim, _ in told}.values():
            refs = [
                self._book.notes.cite(citation, with_quote=False)
                for one, citation in told
                if one.id == claim.id
            ]
            yield Run(self._say_value(claim)), *refs

    def _say_value(self, claim: Claim) -> str:
        """Return a claim's value and what limits it but its detail, which the question says."""
        qualifiers = "; ".join(list_qualifiers(replace(claim, detail=""), self._language))
        value = self._book.value(claim)
        uncited = f" [{self._words.uncited}]" if claim.id in self._book.data.uncited else ""
        return (f"{value} ({qualifiers})" if qualifiers else value) + uncited

    def quote(self, told: Told) -> Parted:
        """Return the words that claims rest on, which are of one passage, and their translation.

        The numbers of the claims' notes are repeated after them.
        """
        citation = told[0][1]
        said = {
            Stance.CONTRADICTS: self._words.contradicts,
            Stance.MENTIONS: self._words.mentions,
        }.get(citation.stance)
        lead = (Run(f"{said} ", italic=True),) if said else ()
        original, translation = self._part_quote(citation.excerpt)
        refs = tuple(self._book.notes.refer(one) for _, one in told)
        return (*lead, *original, *refs), translation

    def _part_quote(self, excerpt: str) -> Parted:
        """Return a quote in its own language, and its translation by itself, () without one."""
        quote = self._book.notes.quote(self._book.data.excerpts[excerpt])
        original = Quote(text=quote.text, ends=quote.ends, language=quote.language)
        if not quote.translation:
            return (original,), ()
        translation = Quote(text=quote.translation, language=quote.translation_language)
        return (original,), (translation, *_in_brackets(quote.translation_remark))

    def tell_passage(self, attachment: Attachment) -> Parted:
        """Return the words of a passage with the archivist's remark and its note, translated."""
        original, translation = self._part_quote(attachment.excerpt)
        ref = self._book.notes.mention(attachment)
        return (*original, *_in_brackets(attachment.note), ref), translation


def _in_brackets(text: str) -> Iterable[Run]:
    return (Run(f" ({text})"),) if text else ()
