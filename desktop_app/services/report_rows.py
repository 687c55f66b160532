"""A report as rows for a spreadsheet: one for each note of each line, one for a line without.

The rows are in the report's order and language, safe for spreadsheets (decision 24). What was
written is read back, and every note and every quote must be in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

from desktop_app.catalog.wording import colon, plain, word
from desktop_app.exchange.csv_writing import CsvForm, restore, write_table
from desktop_app.i18n import tr_in
from desktop_app.reports.model import (
    Block,
    Branch,
    ClaimLine,
    ConflictColumn,
    ConflictTable,
    ContextLine,
    Field,
    Grid,
    Heading,
    Mention,
    NoteRef,
    Paragraph,
    Phrase,
    Quote,
    Report,
    Sentence,
)
from desktop_app.reports.spans import phrase_spans, plain_spans
from desktop_app.reports.words import get_words

#: A byte order mark tells spreadsheets that the file is UTF-8.
_FORM = CsvForm(has_mark=True)
_BETWEEN = " › "
#: A quote may be a whole book; Python's own limit for a cell is 131,072 characters.
_LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A row; the fields are the columns in their order. `note` is a note's number."""

    section: str = ""
    subject: str = ""
    label: str = ""
    value: str = ""
    qualifiers: str = ""
    note: str = ""
    stance: str = ""
    citation: str = ""
    quote: str = ""
    quote_language: str = ""
    translation: str = ""
    translation_language: str = ""
    remarks: str = ""
    claim_id: str = ""
    citation_id: str = ""


def write_rows(report: Report) -> bytes:
    """Return the report as a CSV file; raise AssertionError if a note or a quote were missing."""
    rows = list(list_rows(report))
    file = io.StringIO(newline="")
    write_table(file, name_columns(report.language), map(astuple, rows), _FORM)
    data = file.getvalue().encode(_FORM.encoding)
    _require_whole(data, rows, report)
    return data


def name_columns(language: str) -> tuple[str, ...]:
    """Return the heads of the columns."""
    return (
        tr_in(language, "Section of the report"),
        tr_in(language, "Subject of the line"),
        tr_in(language, "What is said"),
        tr_in(language, "Value said"),
        tr_in(language, "Qualifiers of the value"),
        tr_in(language, "Number of the note"),
        tr_in(language, "Stance of the passage"),
        tr_in(language, "Source cited"),
        tr_in(language, "Words quoted"),
        tr_in(language, "Language of the words"),
        tr_in(language, "Translation of the words"),
        tr_in(language, "Language of the translation"),
        tr_in(language, "Remarks on the note"),
        tr_in(language, "Id of the claim"),
        tr_in(language, "Id of the citation"),
    )


def list_rows(report: Report) -> Iterator[ReportRow]:
    """Yield the rows of a report in its order."""
    maker = _RowMaker(report)
    for block in report.blocks:
        yield from maker.list_rows(block)


def find_quotes(report: Report) -> dict[int, Quote]:
    """Return the quote of each note by its number; some stand in the text before the number."""
    mentions = {one.ref.number: one.quote for one in report.blocks if isinstance(one, Mention)}
    cells = [
        cell
        for one in report.blocks
        if isinstance(one, Grid)
        for row in one.rows
        for cell in row.cells
    ]
    shown = {
        ref.number: quote
        for cell in cells
        for phrase in cell
        for quote in phrase
        if isinstance(quote, Quote)
        for ref in phrase
        if isinstance(ref, NoteRef)
    }
    return mentions | shown | {note.number: note.quote for note in report.notes if note.quote}


class _RowMaker:
    """Walks the report once and keeps where it is: the sections, the subject, the branches."""

    def __init__(self, report: Report) -> None:
        self._language = report.language
        self._words = get_words(report.language)
        self._notes = {note.number: note for note in report.notes}
        self._quotes = find_quotes(report)
        self._headings: list[tuple[int, str]] = []
        self._branches: list[str] = []
        self._subject = ""

    def list_rows(self, block: Block) -> Iterator[ReportRow]:
        """Yield the rows of a block; a heading gives none."""
        if not isinstance(block, Branch):
            self._branches = []
        match block:
            case Heading():
                self._enter(block)
            case Paragraph(text=text):
                yield self._row(value=text)
            case ClaimLine():
                yield from self._claim(block)
            case Mention():
                yield from self._mention(block)
            case Sentence(phrase=phrase):
                yield from self._phrase(self._row(), phrase)
            case Field(phrase=phrase):
                label = f"{block.code} {block.label}".strip()
                yield from self._phrase(self._row(label=label), phrase)
            case Branch():
                yield from self._branch(block)
            case Grid():
                yield from self._grid(block)
            case ConflictTable():
                yield from self._conflict(block)
            case ContextLine():
                yield self._row(
                    value=block.word,
                    citation=block.source,
                    quote=block.left + block.word + block.right,
                    quote_language=block.language,
                )

    def _enter(self, heading: Heading) -> None:
        above = [one for one in self._headings if one[0] < heading.level]
        self._headings = [*above, (heading.level, heading.text)]
        self._subject = heading.text if heading.key else ""

    def _row(self, **cells: str) -> ReportRow:
        section = _BETWEEN.join(text for _, text in self._headings)
        return ReportRow(**{"section": section, "subject": self._subject} | cells)

    def _claim(self, line: ClaimLine) -> Iterator[ReportRow]:
        uncited = (self._words.uncited,) if line.uncited else ()
        row = self._row(
            label=line.label,
            value=line.value,
            qualifiers="; ".join((*line.qualifiers, *uncited)),
            claim_id=line.claim,
        )
        yield from self._noted(replace(row, subject=line.subject or row.subject), line.refs)

    def _mention(self, mention: Mention) -> Iterator[ReportRow]:
        row = self._row(label=self._words.mention.rstrip(": \u00a0"))
        for noted in self._noted(row, (mention.ref,)):
            remarks = " ".join(filter(None, (mention.remark, noted.remarks)))
            yield replace(noted, remarks=remarks)

    def _phrase(self, row: ReportRow, phrase: Phrase) -> Iterator[ReportRow]:
        """Yield a line of the report's own words, whose quotes stand in its value."""
        refs = tuple(one for one in phrase if isinstance(one, NoteRef))
        yield from self._noted(replace(row, value=self._plain(phrase)), refs)

    def _branch(self, branch: Branch) -> Iterator[ReportRow]:
        """Yield a line of a tree, with what stands above it behind the section."""
        self._branches = self._branches[: len(branch.rails)]
        row = self._row()
        section = _BETWEEN.join((row.section, *self._branches))
        yield from self._phrase(replace(row, section=section), branch.phrase)
        self._branches.append(self._plain(branch.phrase))

    def _grid(self, grid: Grid) -> Iterator[ReportRow]:
        """Yield each cell under the head of its column; the first one names the row."""
        group = ""
        for line in grid.rows:
            texts = [" ".join(self._plain(phrase) for phrase in cell) for cell in line.cells]
            if line.is_group:
                group = texts[0]
            row = self._row(subject=texts[0])
            parts = (row.section, grid.caption, group)
            row = replace(row, section=_BETWEEN.join(filter(None, parts)))
            heads = ("",) if line.is_group else grid.heads
            for head, cell in zip(heads, line.cells, strict=True):
                for phrase in cell:
                    yield from self._phrase(replace(row, label=head), phrase)

    def _plain(self, phrase: Phrase) -> str:
        said = tuple(one for one in phrase if not isinstance(one, NoteRef))
        return plain_spans(phrase_spans(said, self._language))

    def _conflict(self, table: ConflictTable) -> Iterator[ReportRow]:
        label = self._words.conflict.format(label=table.label)
        for column in table.columns:
            row = self._row(
                label=label,
                value=column.value,
                qualifiers="; ".join((*column.qualifiers, *self._decision(column))),
                claim_id=column.claim,
            )
            if not column.evidence:
                yield row
            for one in column.evidence:
                yield from self._noted(row, (one.ref,))
        settled = self._words.settled if table.settled else self._words.open
        yield self._row(label=label, value=" ".join(filter(None, (settled, table.reason))))

    def _decision(self, column: ConflictColumn) -> tuple[str, ...]:
        if not column.chosen:
            return ()
        said = (self._words.chosen, column.reason)
        return (colon(self._language).join(filter(None, said)),)

    def _noted(self, row: ReportRow, refs: tuple[NoteRef, ...]) -> Iterator[ReportRow]:
        """Yield the row once for each of its notes, and as it is where it has none."""
        if not refs:
            yield row
        for ref in refs:
            note = self._notes[ref.number]
            noted = replace(
                row,
                note=str(note.number),
                stance=word(ref.stance, self._language),
                citation=plain(note.citation),
                remarks=" ".join(filter(None, note.remarks)),
                citation_id=note.origin,
            )
            quote = self._quotes.get(note.number)
            yield _quoted(noted, quote) if quote else noted


def _shown(quote: Quote) -> str:
    return " […] ".join(quote.ends) or quote.text


def _quoted(row: ReportRow, quote: Quote) -> ReportRow:
    about = (row.remarks, quote.translation_remark)
    return replace(
        row,
        quote=_shown(quote),
        quote_language=quote.language,
        translation=quote.translation,
        translation_language=quote.translation_language if quote.translation else "",
        remarks="; ".join(filter(None, about)),
    )


def _require_whole(data: bytes, rows: list[ReportRow], report: Report) -> None:
    """Raise AssertionError unless `data` is `rows` and these hold each note and quote in order."""
    usual = csv.field_size_limit(_LONGEST_CELL)
    try:
        _, *cells = csv.reader(io.StringIO(data.decode(_FORM.encoding), newline=""))
    finally:
        csv.field_size_limit(usual)
    read = [[restore(cell) for cell in line] for line in cells]
    if read != [list(astuple(row)) for row in rows]:
        raise AssertionError("rows and file differ")
    found: dict[str, ReportRow] = {}
    for row in rows:
        if row.note:
            found.setdefault(row.note, row)
    if list(found) != [str(note.number) for note in report.notes]:
        raise AssertionError("notes and rows differ")
    quotes = find_quotes(report)
    for note, row in zip(report.notes, found.values(), strict=True):
        quote = quotes.get(note.number)
        if row.citation != plain(note.citation) or (quote and row.quote != _shown(quote)):
            raise AssertionError(f"note {note.number} and its row differ")
