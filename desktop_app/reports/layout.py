"""A report as pieces that can be laid on pages: what each is, and what must stay together.

The words of a piece are spans (`spans`); `list_pieces` gives a whole report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from desktop_app.catalog.wording import colon
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
    Note,
    Paragraph,
    ParagraphKind,
    Report,
    Sentence,
    list_block_names,
)
from desktop_app.reports.spans import (
    Span,
    Spans,
    claim_spans,
    context_spans,
    entry_spans,
    evidence_spans,
    field_spans,
    mention_spans,
    note_spans,
    phrase_spans,
)
from desktop_app.reports.words import get_words, list_count_lines


class PieceStyle(Enum):
    """How a piece is set."""

    TITLE = auto()
    SUBTITLE = auto()
    HEADING = auto()
    TEXT = auto()
    NAMES = auto()
    REMARK = auto()
    CLAIM = auto()
    MENTION = auto()
    FIELD = auto()
    BRANCH = auto()
    NOTE = auto()
    ENTRY = auto()
    COUNT = auto()
    #: A name of the index; `key` is the record whose pages follow it, "" where it says "see".
    INDEX = auto()
    #: Four spans: what stands left, the word, what stands right, the source.
    CONTEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph of the page.

    `level` is a heading's, `number` a note's, `key` the id of the record a heading or an entry
    stands for. `keep_with_next` asks that no page end after it; `rails` are a branch's, `names`
    the records it names; a claim that nothing supports `is_uncited`.
    """

    style: PieceStyle
    spans: Spans
    level: int = 0
    number: int = 0
    key: str = ""
    keep_with_next: bool = False
    rails: tuple[bool, ...] = ()
    names: tuple[str, ...] = ()
    is_uncited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """A row of a grid: paragraphs for each column; a group's one cell spans all columns."""

    cells: tuple[tuple[Spans, ...], ...]
    is_group: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceGrid:
    """A table with heads that every page repeats; `weights` are the columns' shares of it.

    `figures` are the columns (from 0) of numbers, which stand at the right.
    """

    heads: tuple[Spans, ...]
    weights: tuple[int, ...]
    rows: tuple[PieceRow, ...]
    caption: Spans = ()
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A column of a conflict: the value, its evidence, and the decision if it was chosen."""

    value: Spans
    evidence: tuple[Spans, ...]
    decision: Spans = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceTable:
    """Columns side by side under a caption, with a closing line."""

    caption: Spans
    columns: tuple[Cell, ...]
    closing: Spans


AnyPiece = Piece | PieceTable | PieceGrid


def list_pieces(report: Report) -> Iterator[AnyPiece]:
    """Yield the whole report: title, blocks, notes, bibliography, counts."""
    yield from list_body(report)
    yield from list_notes(report)
    yield from list_end(report)


def list_body(report: Report) -> Iterator[AnyPiece]:
    """Yield title, subtitle and blocks."""
    yield Piece(style=PieceStyle.TITLE, spans=_text(report.title), keep_with_next=True)
    if report.subtitle:
        yield Piece(style=PieceStyle.SUBTITLE, spans=_text(report.subtitle), keep_with_next=True)
    for block in report.blocks:
        yield make_piece(block, report.language)


def part_report(report: Report) -> tuple[list[AnyPiece], list[AnyPiece], list[AnyPiece]]:
    """Return titles, body and end; with notes at the end, it begins with their heading."""
    pieces = list(list_body(report))
    front = [one for one in pieces[:2] if name_style(one) in _FRONT]
    heading = islice(list_notes(report), 0 if report.setup.notes_at_foot else 1)
    return front, pieces[len(front) :], [*heading, *list_end(report)]


def list_notes(report: Report) -> Iterator[Piece]:
    """Yield the heading of the notes and the notes, for printing them at the end."""
    if report.notes:
        yield _section(get_words(report.language).notes)
    for note in report.notes:
        yield note_piece(note, report.language)


def list_end(report: Report) -> Iterator[Piece]:
    """Yield the bibliography, the index of names, the citation style and the counts."""
    words = get_words(report.language)
    if report.bibliography:
        yield _section(words.bibliography)
    for entry in report.bibliography:
        yield Piece(style=PieceStyle.ENTRY, spans=entry_spans(entry), key=entry.source)
    yield from list_index(report)
    yield Piece(style=PieceStyle.COUNT, spans=_text(words.style.format(style=report.style)))
    for line in list_count_lines(report.counts, report.language):
        yield Piece(style=PieceStyle.COUNT, spans=_text(line))


def list_index(report: Report) -> Iterator[Piece]:
    """Yield the index of names; where a name stands, each writer adds in its own way."""
    words = get_words(report.language)
    if report.index:
        yield _section(words.index)
    for entry in report.index:
        name = Span(text=entry.text, language=entry.language)
        see = Span(text=f" {words.see.format(name=entry.see)}", italic=True)
        yield Piece(
            style=PieceStyle.INDEX,
            spans=(name, see) if entry.see else (name,),
            key="" if entry.see else entry.record,
        )


def make_piece(block: Block, language: str) -> AnyPiece:
    """Return a block as a piece of the page."""
    names = list_block_names(block)
    match block:
        case Heading(text=text, level=level, key=key):
            return Piece(
                style=PieceStyle.HEADING,
                spans=_text(text),
                level=level,
                key=key,
                keep_with_next=True,
                names=names,
            )
        case Paragraph(text=text, kind=kind):
            return Piece(style=_PARAGRAPHS[kind], spans=_text(text))
        case ClaimLine():
            spans = claim_spans(block, language)
            uncited = block.uncited
            return Piece(style=PieceStyle.CLAIM, spans=spans, names=names, is_uncited=uncited)
        case Mention():
            spans = mention_spans(block, language)
            return Piece(style=PieceStyle.MENTION, spans=spans, names=names)
        case Sentence(phrase=phrase):
            return Piece(style=PieceStyle.TEXT, spans=phrase_spans(phrase, language), names=names)
        case Field():
            return Piece(style=PieceStyle.FIELD, spans=field_spans(block, language), names=names)
        case Branch(phrase=phrase, rails=rails):
            spans = phrase_spans(phrase, language)
            return Piece(style=PieceStyle.BRANCH, spans=spans, rails=rails, names=names)
        case Grid():
            return _grid(block, language)
        case ConflictTable():
            return _table(block, language)
        case ContextLine():
            return Piece(style=PieceStyle.CONTEXT, spans=context_spans(block))


def name_style(piece: AnyPiece) -> PieceStyle | None:
    """Return the style of a piece, None for a table: pieces of some styles are set together."""
    return piece.style if isinstance(piece, Piece) else None


def note_piece(note: Note, language: str) -> Piece:
    """Return a note as a piece, for the foot of a page or the end."""
    return Piece(style=PieceStyle.NOTE, spans=note_spans(note, language), number=note.number)


def draw_rails(rails: tuple[bool, ...]) -> str:
    """Return the rails of a line of a tree in box-drawing signs, "" for a root."""
    if not rails:
        return ""
    above = "".join("│  " if follows else "   " for follows in rails[:-1])
    return f"{above}{'├' if rails[-1] else '└'} "


def footer_text(report: Report) -> str:
    """Return what stands in every footer: catalogue, last change with its seal, and date."""
    return get_words(report.language).footer.format(
        catalogue=report.catalogue,
        revision=report.revision,
        seal=report.seal,
        generated=report.generated,
    )


def _grid(grid: Grid, language: str) -> PieceGrid:
    return PieceGrid(
        heads=tuple(_text(head) for head in grid.heads),
        weights=grid.weights,
        rows=tuple(
            PieceRow(
                cells=tuple(
                    tuple(phrase_spans(phrase, language) for phrase in cell) for cell in row.cells
                ),
                is_group=row.is_group,
                names=row.names,
            )
            for row in grid.rows
        ),
        caption=(Span(text=grid.caption, bold=True),) if grid.caption else (),
        figures=grid.figures,
    )


def _table(table: ConflictTable, language: str) -> PieceTable:
    words = get_words(language)
    closing = words.settled if table.settled else words.open
    if table.reason and all(table.reason != column.reason for column in table.columns):
        closing += f" {table.reason}"
    return PieceTable(
        caption=(Span(text=words.conflict.format(label=table.label), bold=True),),
        columns=tuple(_cell(column, language) for column in table.columns),
        closing=_text(closing),
    )


def _cell(column: ConflictColumn, language: str) -> Cell:
    words = get_words(language)
    evidence = tuple(evidence_spans(one, language) for one in column.evidence)
    decision = colon(language).join(filter(None, (words.chosen, column.reason)))
    return Cell(
        value=(Span(text=column.value, bold=True), *_qualifier_spans(column)),
        evidence=evidence or (_text(words.no_evidence),),
        decision=_text(decision) if column.chosen else (),
        chosen=column.chosen,
    )


def _qualifier_spans(column: ConflictColumn) -> Spans:
    return _text(f" ({'; '.join(column.qualifiers)})") if column.qualifiers else ()


def _section(text: str) -> Piece:
    return Piece(style=PieceStyle.HEADING, spans=_text(text), level=1, keep_with_next=True)


def _text(text: str) -> Spans:
    return (Span(text=text),)


_FRONT = (PieceStyle.TITLE, PieceStyle.SUBTITLE)
_PARAGRAPHS = {
    ParagraphKind.TEXT: PieceStyle.TEXT,
    ParagraphKind.NAMES: PieceStyle.NAMES,
    ParagraphKind.REMARK: PieceStyle.REMARK,
}
