"""The comparison of sources on events: what each says to every question, in its own words.

Reports all claims and attachments of the events in `ReportData`: each citation has its note in the
cell of its source or of the independent witness behind it, each attachment in the rows of passages,
and claims without any citation stand after the table. A claim that rests on two is told in both
columns. An event of one witness has its translations in a column of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.wording import Run
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.citation_report import arrange_parts
from desktop_app.reports.comparison_cells import (
    ComparisonCells,
    ComparisonFacts,
    Parted,
    Question,
)
from desktop_app.reports.data import ReportData, ReportOptions, ReportSubject
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import (
    Block,
    Grid,
    GridRow,
    Heading,
    NoteRef,
    Paragraph,
    ParagraphKind,
    Phrase,
    Report,
)
from desktop_app.reports.words import get_words

#: More sources or witnesses than these stand in several tables under each other.
_MOST_COLUMNS = 4
_DEEPEST = 6
#: Of a table's 100 parts of width, those of all columns but the question's.
_FOR_ANSWERS = 82
_SILENT: tuple[Phrase, ...] = ((Run("—"),),)


def build_comparison(data: ReportData, facts: ComparisonFacts, options: ReportOptions) -> Report:
    """Return the comparison of the sources on the events of `data`, parts after their wholes.

    Raises AssertionError if a citation or a mention of `data` were missing from it.
    """
    book = EvidenceBook(data, options)
    blocks = list(_Comparison(book, facts).list_blocks())
    return assemble(book, blocks, title=tr_in(book.language, "Comparison of sources"))


class _Comparison:
    """Writes the tables; the cells make each note where its citation is told."""

    def __init__(self, book: EvidenceBook, facts: ComparisonFacts) -> None:
        grouping = book.options.grouping
        self._book = book
        self._facts = facts
        self._language = book.language
        self._words = get_words(book.language)
        self._with_translations = book.options.include_translations
        self._by_quotes = grouping == "columns"
        self._by_witness = grouping not in ("sources", "columns")
        self._cells = ComparisonCells(book, facts, by_witness=self._by_witness)

    def list_blocks(self) -> Iterator[Block]:
        for event, depth in arrange_parts(list(self._book.data.subjects)):
            yield Heading(event.label, min(1 + depth, _DEEPEST), event.id)
            if event.description and self._book.options.include_descriptions:
                yield Paragraph(event.description)
            yield from self._list_event(event)
        yield _remark(self._explain_signs())

    def _explain_signs(self) -> str:
        if self._by_witness:
            return tr_in(
                self._language,
                "A column is an independent witness with all sources that go back to it; the "
                "notes name the source of each passage. — stands where a witness is silent, ≠ "
                "where values contradict each other.",
            )
        return tr_in(
            self._language,
            "— stands where a source is silent, ≠ where values contradict each other. "
            "A question that no source of a table answers is left out of it.",
        )

    def _list_event(self, event: ReportSubject) -> Iterator[Block]:
        questions = list(self._cells.list_questions(event))
        sources = self._cells.list_sources(event)
        columns = list(dict.fromkeys(self._cells.column_of(source) for source in sources))
        if sources:
            yield from self._describe(sources)
        if self._by_quotes:
            yield from self._list_rows_of_quotes(event, questions, columns)
        elif self._by_witness and len(columns) == 1:
            yield self._table_of_one(event, questions, columns[0])
        else:
            yield from self._list_bands(event, questions, columns)
        uncited = [claim for one in questions for claim in one.claims if not claim.citations]
        if uncited:
            yield _remark(tr_in(self._language, "Stated without a source:"))
            yield from (self._book.claim_line(claim) for claim in uncited)
        if not questions and not sources:
            yield _remark(self._words.no_claims)

    def _describe(self, sources: Sequence[str]) -> Iterator[Block]:
        """Yield how many witnesses there are, which sources go back to one, and who is silent."""
        behind: dict[str, list[str]] = {}
        for source in sources:
            behind.setdefault(self._facts.witnesses[source], []).append(source)
        if self._by_witness:
            yield Paragraph(" ".join((self._count(sources, behind), *self._find_silent(behind))))
            return
        yield Paragraph(self._count(sources, behind))
        for root, found in behind.items():
            if len(found) > 1:
                yield _remark(
                    tr_in(
                        self._language,
                        "One witness, {root}; taken from it: {sources}.",
                        sources=self._list_sources(one for one in found if one != root),
                        root=self._cells.name(root),
                    )
                )
        yield from (_remark(said) for said in self._find_silent(behind))

    def _count(self, sources: Collection[str], witnesses: Collection[str]) -> str:
        if self._by_witness and len(witnesses) == 1:
            (root,) = witnesses
            return tr_in(
                self._language, "One witness only: {witness}.", witness=self._cells.name(root)
            )
        return tr_in(
            self._language,
            "Sources: {sources}. Independent witnesses: {witnesses}.",
            sources=len(sources),
            witnesses=len(witnesses),
        )

    def _find_silent(self, speaking: Collection[str]) -> Iterator[str]:
        """Yield which witnesses of the report say nothing of an event, if there are any."""
        everyone = {self._facts.witnesses[source] for source in self._facts.order}
        silent = [one for one in self._facts.names if one in everyone.difference(speaking)]
        if silent:
            yield tr_in(
                self._language,
                "Silent on this event: {sources}.",
                sources=self._list_sources(silent),
            )

    def _list_sources(self, sources: Iterable[str]) -> str:
        return "; ".join(self._cells.name(one) for one in sources)

    def _list_bands(
        self, event: ReportSubject, questions: Sequence[Question], columns: Sequence[str]
    ) -> Iterator[Grid]:
        """Yield tables with a column for each source or witness, of about as many columns each."""
        bands = -(-len(columns) // _MOST_COLUMNS)
        for band in range(bands):
            first, after = (len(columns) * one // bands for one in (band, band + 1))
            rows = tuple(self._list_band_rows(event, questions, columns[first:after]))
            yield Grid(
                heads=(self._question_head, *map(self._cells.name, columns[first:after])),
                weights=_share_width(rows),
                rows=rows,
                caption=self._caption(first + 1, after, len(columns)) if bands > 1 else "",
            )

    @property
    def _question_head(self) -> str:
        return tr_in(self._language, "Question")

    def _caption(self, first: int, last: int, count: int) -> str:
        if self._by_witness:
            return tr_in(
                self._language,
                "Witnesses {first} to {last} of {count}",
                first=first,
                last=last,
                count=count,
            )
        return tr_in(
            self._language,
            "Sources {first} to {last} of {count}",
            first=first,
            last=last,
            count=count,
        )

    def _list_band_rows(
        self, event: ReportSubject, questions: Sequence[Question], columns: Sequence[str]
    ) -> Iterator[GridRow]:
        for question in questions:
            answers = [self._answer(question, column) for column in columns]
            if any(answers):
                cells = [answer or _SILENT for answer in answers]
                yield GridRow(cells=(question.ask(), *cells), names=question.names)
        label = self._passages_label
        for passages in zip_longest(*(self._list_passages(event, one) for one in columns)):
            told = [
                tuple(part for part in self._cells.tell_passage(one) if part) if one else ()
                for one in passages
            ]
            yield GridRow(cells=(label, *told), names=(event.id,))
            label = ()

    @property
    def _passages_label(self) -> tuple[Phrase, ...]:
        return ((Run(tr_in(self._language, "Passages attached")),),)

    def _list_passages(self, event: ReportSubject, column: str) -> list[Attachment]:
        return [
            one
            for one in self._cells.list_passages(event)
            if self._cells.column_of_passage(one.excerpt) == column
        ]

    def _answer(self, question: Question, column: str) -> tuple[Phrase, ...]:
        answers = self._cells.list_answers(question, column)
        return tuple(line for answer in answers for line in answer.list_lines())

    def _table_of_one(
        self, event: ReportSubject, questions: Sequence[Question], witness: str
    ) -> Grid:
        """Return the table of the only witness, translations beside its words if there are any."""
        rows = list(self._list_rows_of_one(event, questions, witness))
        has_translation = any(row.cells[2] for row in rows)
        translation = [tr_in(self._language, "Translation")] if has_translation else []
        if not has_translation:
            rows = [replace(row, cells=row.cells[:2]) for row in rows]
        return Grid(
            heads=(self._question_head, self._cells.name(witness), *translation),
            weights=_share_width(rows),
            rows=tuple(rows),
        )

    def _list_rows_of_one(
        self, event: ReportSubject, questions: Sequence[Question], witness: str
    ) -> Iterator[GridRow]:
        """Yield a row for each passage, its question and values where they are said first."""
        for question in questions:
            asked = question.ask()
            for answer in self._cells.list_answers(question, witness):
                values = answer.values
                for original, translation in answer.quotes:
                    cells = (asked, (*values, original), (translation,) if translation else ())
                    yield GridRow(cells=cells, names=question.names)
                    asked, values = (), ()
        label = self._passages_label
        for one in self._list_passages(event, witness):
            original, translation = self._cells.tell_passage(one)
            cells = (label, (original,), (translation,) if translation else ())
            yield GridRow(cells=cells, names=(event.id,))
            label = ()

    def _list_rows_of_quotes(
        self, event: ReportSubject, questions: Sequence[Question], sources: Sequence[str]
    ) -> Iterator[Grid]:
        """Yield a table with a row for each quote: source and value, original, translation."""
        rows = [row for one in questions for row in self._list_question_rows(one, sources)]
        passages = self._cells.list_passages(event)
        if passages:
            rows.append(self._group_row(self._passages_label))
        for one in passages:
            source = self._facts.names[self._cells.column_of_passage(one.excerpt)]
            rows.append(self._quote_row((source,), self._cells.tell_passage(one), (event.id,)))
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

    def _list_question_rows(self, question: Question, sources: Sequence[str]) -> Iterator[GridRow]:
        if not question.is_cited:
            return
        yield self._group_row(question.ask())
        silent = []
        for source in sources:
            passages = self._cells.list_told(question, source)
            if not passages:
                silent.append(source)
            for told in passages:
                first = (self._facts.names[source], *self._cells.list_values(told))
                names = [name for claim, _ in told for name in list_names(claim)]
                yield self._quote_row(first, self._cells.quote(told), tuple(dict.fromkeys(names)))
        if silent:
            others: Phrase = (Run(self._list_sources(silent)),)
            cells = (_SILENT, (others,), ())
            yield GridRow(cells=cells[: 3 if self._with_translations else 2])

    def _group_row(self, cell: tuple[Phrase, ...]) -> GridRow:
        return GridRow(cells=(cell,), is_group=True)

    def _quote_row(
        self, first: tuple[Phrase, ...], parts: Parted, names: tuple[str, ...]
    ) -> GridRow:
        original, translation = parts
        cells: tuple[tuple[Phrase, ...], ...] = (first, (original,))
        if self._with_translations:
            cells = (*cells, (translation,) if translation else _SILENT)
        return GridRow(cells=cells, names=names)


def _share_width(rows: Sequence[GridRow]) -> tuple[int, ...]:
    """Return the weights of columns after the first: half alike, half by how much they say."""
    said = [
        sum(_count_signs(phrase) for cell in cells for phrase in cell)
        for cells in zip(*(row.cells[1:] for row in rows), strict=True)
    ]
    alike = _FOR_ANSWERS / len(said)
    whole = max(1, sum(said))
    shares = (round(alike / 2 + _FOR_ANSWERS / 2 * one / whole) for one in said)
    return 100 - _FOR_ANSWERS, *shares


def _count_signs(phrase: Phrase) -> int:
    return sum(len(one.text) for one in phrase if not isinstance(one, NoteRef))


def _remark(text: str) -> Paragraph:
    return Paragraph(text, ParagraphKind.REMARK)
