"""Blocks as spans: the words and typefaces of each block, in order, for every writer alike.

A span is text in one style; writers escape it and mark it up, and add nothing of their own.
`list_pieces` gives a whole report as pieces that can be laid on pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.wording import Runs, quotation_marks
from desktop_app.reports.model import (
    BibliographyEntry,
    Block,
    ClaimLine,
    ConflictColumn,
    ConflictTable,
    ContextLine,
    Evidence,
    Heading,
    Mention,
    Note,
    NoteRef,
    Paragraph,
    ParagraphKind,
    Quote,
    Report,
)
from desktop_app.reports.words import get_words, list_count_lines

#: A quote that changes the direction of text must not turn the words after it around.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Text in one style.

    `quoted` marks words of a source; `ref` makes it a note's number, `raised` the comma
    between two of them.
    """

    text: str
    italic: bool = False
    small_caps: bool = False
    bold: bool = False
    struck: bool = False
    quoted: bool = False
    raised: bool = False
    language: str = ""
    ref: NoteRef | None = None


Spans = tuple[Span, ...]


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
    NOTE = auto()
    ENTRY = auto()
    COUNT = auto()
    #: Four spans: what stands left, the word, what stands right, the source.
    CONTEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph of the page.

    `level` is a heading's, `number` a note's, `key` the id of the record a heading or an entry
    stands for. `keep_with_next` asks that no page end after it.
    """

    style: PieceStyle
    spans: Spans
    level: int = 0
    number: int = 0
    key: str = ""
    keep_with_next: bool = False


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


def list_pieces(report: Report) -> Iterator[Piece | PieceTable]:
    """Yield the whole report: title, blocks, notes, bibliography, counts."""
    yield from list_body(report)
    yield from list_notes(report)
    yield from list_end(report)


def list_body(report: Report) -> Iterator[Piece | PieceTable]:
    """Yield title, subtitle and blocks."""
    yield Piece(style=PieceStyle.TITLE, spans=_text(report.title), keep_with_next=True)
    if report.subtitle:
        yield Piece(style=PieceStyle.SUBTITLE, spans=_text(report.subtitle), keep_with_next=True)
    for block in report.blocks:
        yield make_piece(block, report.language)


def list_notes(report: Report) -> Iterator[Piece]:
    """Yield the heading of the notes and the notes, for printing them at the end."""
    if report.notes:
        yield _section(get_words(report.language).notes)
    for note in report.notes:
        yield note_piece(note, report.language)


def list_end(report: Report) -> Iterator[Piece]:
    """Yield the bibliography, the citation style and the counts."""
    words = get_words(report.language)
    if report.bibliography:
        yield _section(words.bibliography)
    for entry in report.bibliography:
        yield Piece(style=PieceStyle.ENTRY, spans=entry_spans(entry), key=entry.source)
    yield Piece(style=PieceStyle.COUNT, spans=_text(words.style.format(style=report.style)))
    for line in list_count_lines(report.counts, report.language):
        yield Piece(style=PieceStyle.COUNT, spans=_text(line))


def make_piece(block: Block, language: str) -> Piece | PieceTable:
    """Return a block as a piece of the page."""
    match block:
        case Heading(text=text, level=level, key=key):
            return Piece(
                style=PieceStyle.HEADING,
                spans=_text(text),
                level=level,
                key=key,
                keep_with_next=True,
            )
        case Paragraph(text=text, kind=kind):
            return Piece(style=_PARAGRAPHS[kind], spans=_text(text))
        case ClaimLine():
            return Piece(style=PieceStyle.CLAIM, spans=claim_spans(block, language))
        case Mention():
            return Piece(style=PieceStyle.MENTION, spans=mention_spans(block, language))
        case ConflictTable():
            return _table(block, language)
        case ContextLine():
            return Piece(style=PieceStyle.CONTEXT, spans=context_spans(block))


def note_piece(note: Note, language: str) -> Piece:
    """Return a note as a piece, for the foot of a page or the end."""
    return Piece(style=PieceStyle.NOTE, spans=note_spans(note, language), number=note.number)


def footer_text(report: Report) -> str:
    """Return what stands in every footer: catalogue, last change with its seal, and date."""
    return get_words(report.language).footer.format(
        catalogue=report.catalogue,
        revision=report.revision,
        seal=report.seal,
        generated=report.generated,
    )


def claim_spans(line: ClaimLine, language: str) -> Spans:
    """Return `Subject — label: value (qualifiers) [uncited]` and the numbers of its notes."""
    spans = [Span(text=f"{line.subject} — ")] if line.subject else []
    spans.append(Span(text=f"{line.label}: ", bold=True))
    spans.append(Span(text=line.value, struck=line.rank is Rank.DEPRECATED))
    if line.qualifiers:
        spans.append(Span(text=f" ({'; '.join(line.qualifiers)})"))
    if line.uncited:
        spans += [Span(text=" "), Span(text=f"[{get_words(language).uncited}]", bold=True)]
    return (*spans, *_ref_spans(line.refs))


def mention_spans(mention: Mention, language: str) -> Spans:
    """Return the quote of a mention, the cataloguer's remark and the note's number."""
    spans = [Span(text=f"{get_words(language).mention} ", italic=True)]
    spans += _quote_spans(mention.quote, language)
    if mention.remark:
        spans.append(Span(text=f" ({mention.remark})"))
    return (*spans, *_ref_spans((mention.ref,)))


def note_spans(note: Note, language: str) -> Spans:
    """Return the stance where it is not support, the citation, the quote and the remarks."""
    spans = [*_stance_spans(note.stance, language), *run_spans(note.citation)]
    if note.quote is not None:
        spans += [Span(text=" "), *_quote_spans(note.quote, language)]
    for remark in note.remarks:
        spans.append(Span(text=f" {remark}"))
    return tuple(spans)


def context_spans(line: ContextLine) -> Spans:
    """Return the four parts of a line of context, which writers set under each other."""
    return (
        Span(text=line.left, quoted=True, language=line.language),
        Span(text=line.word, quoted=True, bold=True, language=line.language),
        Span(text=line.right, quoted=True, language=line.language),
        Span(text=f" — {line.source}", italic=True),
    )


def evidence_spans(evidence: Evidence, language: str) -> Spans:
    """Return a quote, its source in short and its note, as a conflict shows them."""
    return (
        *_stance_spans(evidence.ref.stance, language),
        *_quote_spans(evidence.quote, language),
        Span(text=" — "),
        *run_spans(evidence.source),
        *_ref_spans((evidence.ref,)),
    )


def entry_spans(entry: BibliographyEntry) -> Spans:
    """Return a bibliography entry."""
    return run_spans(entry.runs)


def run_spans(runs: Runs) -> Spans:
    """Return the runs of a citation as spans."""
    return tuple(
        Span(text=run.text, italic=run.italic, small_caps=run.small_caps, language=run.language)
        for run in runs
    )


def plain_spans(spans: Spans) -> str:
    """Return the text of `spans` without styles; a note's number stands in square brackets."""
    shown = (span for span in spans if not span.raised)
    return "".join(f"[{span.text}]" if span.ref else span.text for span in shown)


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
    decision = f"{words.chosen}: {column.reason}" if column.reason else words.chosen
    return Cell(
        value=(Span(text=column.value, bold=True), *_qualifier_spans(column)),
        evidence=evidence or (_text(words.no_evidence),),
        decision=_text(decision) if column.chosen else (),
        chosen=column.chosen,
    )


def _qualifier_spans(column: ConflictColumn) -> Spans:
    return _text(f" ({'; '.join(column.qualifiers)})") if column.qualifiers else ()


def _quote_spans(quote: Quote, language: str) -> Spans:
    """Return the exact quote in the marks of the output's language, and its translation."""
    spans = _marked(quote.text, quote.language, language)
    if not quote.translation:
        return spans
    before, after = get_words(language).translation.split("{quote}")
    spans = (*spans, Span(text=f" [{before}"))
    spans += _marked(quote.translation, quote.translation_language, language)
    remark = f" ({quote.translation_remark})" if quote.translation_remark else ""
    return (*spans, Span(text=f"{after}{remark}]"))


def _marked(text: str, text_language: str, language: str) -> Spans:
    opening, closing = quotation_marks(language)
    if _BIDI_CONTROLS.search(text):
        opening, closing = opening + _ISOLATE, _END_ISOLATE + closing
    words = Span(text=text, quoted=True, language=text_language)
    return Span(text=opening), words, Span(text=closing)


def _stance_spans(stance: Stance, language: str) -> Spans:
    words = get_words(language)
    said = {Stance.CONTRADICTS: words.contradicts, Stance.MENTIONS: words.mentions}.get(stance)
    return (Span(text=said, bold=True), Span(text=" ")) if said else ()


def _ref_spans(refs: tuple[NoteRef, ...]) -> Spans:
    spans: list[Span] = []
    for ref in refs:
        comma = [Span(text=",", raised=True)] if spans else []
        spans += [*comma, Span(text=str(ref.number), ref=ref)]
    return tuple(spans)


def _section(text: str) -> Piece:
    return Piece(style=PieceStyle.HEADING, spans=_text(text), level=1, keep_with_next=True)


def _text(text: str) -> Spans:
    return (Span(text=text),)


_PARAGRAPHS = {
    ParagraphKind.TEXT: PieceStyle.TEXT,
    ParagraphKind.NAMES: PieceStyle.NAMES,
    ParagraphKind.REMARK: PieceStyle.REMARK,
}
