"""The comparison of sources on events: what each says to every question, in its own words.

Reports all claims and attachments of the events in `ReportData`: each citation has its note in the
cell of its source, each attachment in the rows of passages, and claims without any citation stand
after the table. A claim that rests on two sources is told in both columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from desktop_app.catalog.claims import Citation, Claim, Stance
from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.wording import Run, Runs, list_qualifiers, plain
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.citation_report import arrange_parts
from desktop_app.reports.data import ReportData, ReportOptions, ReportSubject
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import (
    Block,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    ParagraphKind,
    Phrase,
    Quote,
    Report,
)
from desktop_app.reports.words import get_words

#: More sources than these stand in several tables under each other.
_MOST_COLUMNS = 4
_DEEPEST = 6
_SILENT: tuple[Phrase, ...] = ((Run("—"),),)


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
class _Question:
    """The claims of one property and detail: what they answer is asked of every source."""

    label: str
    claims: tuple[Claim, ...]
    mark: str


def build_comparison(data: ReportData, facts: ComparisonFacts, options: ReportOptions) -> Report:
    """Return the comparison of the sources on the events of `data`, parts after their wholes.

    Raises AssertionError if a citation or a mention of `data` were missing from it.
    """
    book = EvidenceBook(data, options)
    blocks = list(_Comparison(book, facts).list_blocks())
    return assemble(book, blocks, title=tr_in(book.language, "Comparison of sources"))


#: A claim and a citation it rests on.
_Told = tuple[Claim, Citation]


class _Comparison:
    """Writes the tables, making each note where its citation is told."""

    def __init__(self, book: EvidenceBook, facts: ComparisonFacts) -> None:
        self._book = book
        self._facts = facts
        self._language = book.language
        self._words = get_words(book.language)
        self._with_translations = book.options.include_translations

    def list_blocks(self) -> Iterator[Block]:
        for event, depth in arrange_parts(list(self._book.data.subjects)):
            yield Heading(event.label, min(1 + depth, _DEEPEST), event.id)
            if event.description and self._book.options.include_descriptions:
                yield Paragraph(event.description)
            yield from self._list_event(event)
        yield Paragraph(
            tr_in(
                self._language,
                "— stands where a source is silent, ≠ where values contradict each other. "
                "A question that no source of a table answers is left out of it.",
            ),
            ParagraphKind.REMARK,
        )

    def _list_event(self, event: ReportSubject) -> Iterator[Block]:
        questions = list(self._list_questions(event))
        sources = self._list_sources(event)
        if sources:
            yield from self._describe_witnesses(sources)
        if self._book.options.grouping == "columns":
            yield from self._list_rows_of_quotes(event, questions, sources)
        else:
            yield from self._list_bands(event, questions, sources)
        uncited = [claim for one in questions for claim in one.claims if not claim.citations]
        if uncited:
            yield Paragraph(tr_in(self._language, "Stated without a source:"), ParagraphKind.REMARK)
            yield from (self._book.claim_line(claim) for claim in uncited)
        if not questions and not sources:
            yield Paragraph(self._words.no_claims, ParagraphKind.REMARK)

    def _list_questions(self, event: ReportSubject) -> Iterator[_Question]:
        """Yield the event's claims by property and detail, in the order of the properties."""
        for group in self._book.group_by_property(self._book.claims[event.id]):
            details: dict[str, list[Claim]] = {}
            for claim in group:
                details.setdefault(claim.detail.casefold(), []).append(claim)
            for claims in details.values():
                label = self._book.property_label(claims[0])
                detail = f" ({claims[0].detail})" if claims[0].detail else ""
                yield _Question(label + detail, tuple(claims), self._mark(claims))

    def _mark(self, claims: Sequence[Claim]) -> str:
        """Return what is said of a contradiction among `claims`, "" where there is none."""
        ids = {claim.id for claim in claims}
        found = [one for one in self._book.data.conflicts if ids & set(one.claims)]
        if not found:
            return ""
        is_settled = all(one.settled for one in found)
        return f"≠ {self._words.settled if is_settled else self._words.open}"

    def _list_sources(self, event: ReportSubject) -> list[str]:
        cited = {
            self._source_of(citation.excerpt)
            for claim in self._book.claims[event.id]
            for citation in claim.citations
        }
        cited |= {self._source_of(one.excerpt) for one in self._list_passages(event)}
        return [source for source in self._facts.order if source in cited]

    def _source_of(self, excerpt: str) -> str:
        data = self._book.data
        return data.documents[data.excerpts[excerpt].document].source

    def _list_passages(self, event: ReportSubject) -> list[Attachment]:
        """Return what is attached to the event, in the order of the texts."""
        excerpts = self._book.data.excerpts
        found = self._book.attachments[event.id] if self._book.options.include_mentions else []
        return sorted(
            found,
            key=lambda one: (
                self._facts.order.index(self._source_of(one.excerpt)),
                excerpts[one.excerpt].document,
                excerpts[one.excerpt].start,
            ),
        )

    def _describe_witnesses(self, sources: Sequence[str]) -> Iterator[Block]:
        """Yield how many witnesses there are, and which sources go back to one."""
        behind: dict[str, list[str]] = {}
        for source in sources:
            behind.setdefault(self._facts.witnesses[source], []).append(source)
        yield Paragraph(
            tr_in(
                self._language,
                "Sources: {sources}. Independent witnesses: {witnesses}.",
                sources=len(sources),
                witnesses=len(behind),
            )
        )
        for root, found in behind.items():
            if len(found) > 1:
                names = "; ".join(self._name(one) for one in found if one != root)
                yield Paragraph(
                    tr_in(
                        self._language,
                        "One witness, {root}; taken from it: {sources}.",
                        sources=names,
                        root=self._name(root),
                    ),
                    ParagraphKind.REMARK,
                )
        everyone = {self._facts.witnesses[source] for source in self._facts.order}
        if silent := [root for root in self._facts.names if root in everyone - behind.keys()]:
            yield Paragraph(
                tr_in(
                    self._language,
                    "Silent on this event: {sources}.",
                    sources="; ".join(self._name(one) for one in silent),
                ),
                ParagraphKind.REMARK,
            )

    def _name(self, source: str) -> str:
        return plain(self._facts.names[source])

    def _list_bands(
        self, event: ReportSubject, questions: Sequence[_Question], sources: Sequence[str]
    ) -> Iterator[Grid]:
        """Yield tables with a column for each source, of about as many columns each."""
        bands = -(-len(sources) // _MOST_COLUMNS)
        for band in range(bands):
            first, after = (len(sources) * one // bands for one in (band, band + 1))
            rows = self._list_band_rows(event, questions, sources[first:after])
            caption = tr_in(
                self._language,
                "Sources {first} to {last} of {count}",
                first=first + 1,
                last=after,
                count=len(sources),
            )
            yield Grid(
                heads=(
                    tr_in(self._language, "Question"),
                    *(self._name(one) for one in sources[first:after]),
                ),
                weights=(18, *[82 // (after - first)] * (after - first)),
                rows=tuple(rows),
                caption=caption if bands > 1 else "",
            )

    def _list_band_rows(
        self, event: ReportSubject, questions: Sequence[_Question], sources: Sequence[str]
    ) -> Iterator[GridRow]:
        for question in questions:
            answers = [tuple(self._answer(question, one)) for one in sources]
            if any(answers):
                cells = [answer or _SILENT for answer in answers]
                yield GridRow(cells=(self._ask(question), *cells), names=_names_in(question))
        columns = [
            [one for one in self._list_passages(event) if self._source_of(one.excerpt) == source]
            for source in sources
        ]
        label: tuple[Phrase, ...] = ((Run(tr_in(self._language, "Passages attached")),),)
        for passages in zip_longest(*columns):
            told = [
                tuple(part for part in self._tell_passage(one) if part) if one else ()
                for one in passages
            ]
            yield GridRow(cells=(label, *told), names=(event.id,))
            label = ()

    def _ask(self, question: _Question) -> tuple[Phrase, ...]:
        asked: list[Phrase] = [(Run(question.label),)]
        if question.mark:
            asked.append((Run(question.mark, italic=True),))
        return tuple(asked)

    def _answer(self, question: _Question, source: str) -> Iterator[Phrase]:
        """Yield what rests on each passage of `source`: the values, the quote, its translation."""
        for told in self._list_told(question, source):
            yield from self._list_values(told)
            original, translation = self._quote(told)
            yield original
            if translation:
                yield translation

    def _list_told(self, question: _Question, source: str) -> list[list[_Told]]:
        """Return the claims with their citations from `source`, by passage and stance."""
        found: dict[tuple[str, Stance], list[_Told]] = {}
        for claim in question.claims:
            for citation in claim.citations:
                if self._source_of(citation.excerpt) == source:
                    key = (citation.excerpt, citation.stance)
                    found.setdefault(key, []).append((claim, citation))
        return list(found.values())

    def _list_values(self, told: Sequence[_Told]) -> Iterator[Phrase]:
        """Yield each value with the number of its note."""
        for claim, citation in told:
            yield Run(self._say_value(claim)), self._book.notes.cite(citation, with_quote=False)

    def _say_value(self, claim: Claim) -> str:
        """Return a claim's value and what limits it but its detail, which the question says."""
        qualifiers = "; ".join(list_qualifiers(replace(claim, detail=""), self._language))
        value = self._book.value(claim)
        uncited = f" [{self._words.uncited}]" if claim.id in self._book.data.uncited else ""
        return (f"{value} ({qualifiers})" if qualifiers else value) + uncited

    def _quote(self, told: Sequence[_Told]) -> tuple[Phrase, Phrase]:
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

    def _part_quote(self, excerpt: str) -> tuple[Phrase, Phrase]:
        """Return a quote in its own language, and its translation by itself, () without one."""
        quote = self._book.notes.quote(self._book.data.excerpts[excerpt])
        original = Quote(text=quote.text, ends=quote.ends, language=quote.language)
        if not quote.translation:
            return (original,), ()
        translation = Quote(text=quote.translation, language=quote.translation_language)
        return (original,), (translation, *_in_brackets(quote.translation_remark))

    def _tell_passage(self, attachment: Attachment) -> tuple[Phrase, Phrase]:
        """Return the words of a passage with the archivist's remark and its note, translated."""
        original, translation = self._part_quote(attachment.excerpt)
        ref = self._book.notes.mention(attachment)
        return (*original, *_in_brackets(attachment.note), ref), translation

    def _list_rows_of_quotes(
        self, event: ReportSubject, questions: Sequence[_Question], sources: Sequence[str]
    ) -> Iterator[Grid]:
        """Yield a table with a row for each quote: source and value, original, translation."""
        rows = [row for one in questions for row in self._list_question_rows(one, sources)]
        passages = self._list_passages(event)
        if passages:
            rows.append(self._group_row(((Run(tr_in(self._language, "Passages attached")),),)))
        for one in passages:
            source = self._facts.names[self._source_of(one.excerpt)]
            rows.append(self._quote_row((source,), self._tell_passage(one), (event.id,)))
        if rows:
            heads = [
                tr_in(self._language, "Source and value"),
                tr_in(self._language, "In the source’s words"),
            ]
            translation = [tr_in(self._language, "Translation")] if self._with_translations else []
            yield Grid(
                heads=(*heads, *translation),
                weights=(28, 36, 36)[: 3 if translation else 2],
                rows=tuple(rows),
            )

    def _list_question_rows(self, question: _Question, sources: Sequence[str]) -> Iterator[GridRow]:
        if not any(claim.citations for claim in question.claims):
            return
        yield self._group_row(self._ask(question))
        silent = []
        for source in sources:
            passages = self._list_told(question, source)
            if not passages:
                silent.append(source)
            for told in passages:
                first = (self._facts.names[source], *self._list_values(told))
                names = [name for claim, _ in told for name in list_names(claim)]
                yield self._quote_row(first, self._quote(told), tuple(dict.fromkeys(names)))
        if silent:
            others: Phrase = (Run("; ".join(self._name(one) for one in silent)),)
            cells = (_SILENT, (others,), ())
            yield GridRow(cells=cells[: 3 if self._with_translations else 2])

    def _group_row(self, cell: tuple[Phrase, ...]) -> GridRow:
        return GridRow(cells=(cell,), is_group=True)

    def _quote_row(
        self, first: tuple[Phrase, ...], parts: tuple[Phrase, Phrase], names: tuple[str, ...]
    ) -> GridRow:
        original, translation = parts
        cells: tuple[tuple[Phrase, ...], ...] = (first, (original,))
        if self._with_translations:
            cells = (*cells, (translation,) if translation else _SILENT)
        return GridRow(cells=cells, names=names)


def _names_in(question: _Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in question.claims for name in list_names(one)))


def _in_brackets(text: str) -> Iterable[Run]:
    return (Run(f" ({text})"),) if text else ()
