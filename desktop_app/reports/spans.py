"""Blocks as spans: the words and typefaces of each line, in order, for every writer alike.

A span is text in one style; writers escape it and mark it up, and add nothing of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.wording import Run, Runs, colon, quotation_marks
from desktop_app.reports.model import (
    BibliographyEntry,
    ClaimLine,
    ContextLine,
    Evidence,
    Field,
    Mention,
    Note,
    NoteRef,
    Phrase,
    Quote,
)
from desktop_app.reports.words import get_words

#: A quote that changes the direction of text must not turn the words after it around.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Text in one style.

    `quoted` marks words of a source; `ref` makes it a note's number, `raised` the comma
    between two of them; `source` is the id of the source that a note cites with these words.
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
    source: str = ""


Spans = tuple[Span, ...]


def claim_spans(line: ClaimLine, language: str) -> Spans:
    """Return `Subject — label: value (qualifiers) [uncited]` and the numbers of its notes."""
    spans = [Span(text=f"{line.subject} — ")] if line.subject else []
    spans.append(Span(text=f"{line.label}{colon(language)}", bold=True))
    spans.append(Span(text=line.value, struck=line.rank is Rank.DEPRECATED))
    if line.qualifiers:
        spans.append(Span(text=f" ({'; '.join(line.qualifiers)})"))
    if line.uncited:
        spans += [Span(text=" "), Span(text=f"[{get_words(language).uncited}]", bold=True)]
    return (*spans, *ref_spans(line.refs))


def mention_spans(mention: Mention, language: str) -> Spans:
    """Return the quote of a mention, the cataloguer's remark and the note's number."""
    spans = [Span(text=f"{get_words(language).mention} ", italic=True)]
    spans += _quote_spans(mention.quote, language)
    if mention.remark:
        spans.append(Span(text=f" ({mention.remark})"))
    return (*spans, *ref_spans((mention.ref,)))


def note_spans(note: Note, language: str) -> Spans:
    """Return the stance where it is not support, the citation, the quote and the remarks."""
    spans = [*_stance_spans(note.stance, language), *run_spans(note.citation, note.source)]
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
        *ref_spans((evidence.ref,)),
    )


def entry_spans(entry: BibliographyEntry) -> Spans:
    """Return a bibliography entry."""
    return run_spans(entry.runs)


def run_spans(runs: Runs, source: str = "") -> Spans:
    """Return the runs of a citation as spans; `source` is the one that a note cites with them."""
    return tuple(
        Span(
            text=run.text,
            italic=run.italic,
            small_caps=run.small_caps,
            language=run.language,
            source=source,
        )
        for run in runs
    )


def plain_spans(spans: Spans) -> str:
    """Return the text of `spans` without styles; a note's number stands in square brackets."""
    shown = (span for span in spans if not span.raised)
    return "".join(f"[{span.text}]" if span.ref else span.text for span in shown)


def _quote_spans(quote: Quote, language: str) -> Spans:
    """Return the exact quote in the marks of the output's language, and its translation."""
    spans = _quoted(quote, language)
    if not quote.translation:
        return spans
    before, after = get_words(language).translation.split("{quote}")
    spans = (*spans, Span(text=f" [{before}"))
    spans += _marked(quote.translation, quote.translation_language, language)
    remark = f" ({quote.translation_remark})" if quote.translation_remark else ""
    return (*spans, Span(text=f"{after}{remark}]"))


def _quoted(quote: Quote, language: str) -> Spans:
    """Return all of a quote in marks, or its first and last words with an ellipsis outside them."""
    if not quote.ends:
        return _marked(quote.text, quote.language, language)
    first, last = quote.ends
    ellipsis = Span(text=" […] ")
    opening, closing = (
        _marked(first, quote.language, language),
        _marked(last, quote.language, language),
    )
    return (*opening[:2], ellipsis, *closing[1:])


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


def ref_spans(refs: tuple[NoteRef, ...]) -> Spans:
    """Return the numbers of notes, raised commas between them."""
    spans: list[Span] = []
    for ref in refs:
        comma = [Span(text=",", raised=True)] if spans else []
        spans += [*comma, Span(text=str(ref.number), ref=ref)]
    return tuple(spans)


def phrase_spans(phrase: Phrase, language: str) -> Spans:
    """Return a phrase: words of the report, quotes in marks, and raised numbers of notes."""
    spans: list[Span] = []
    for number, one in enumerate(phrase):
        match one:
            case Run():
                spans += run_spans((one,))
            case Quote():
                spans += _quote_spans(one, language)
            case NoteRef():
                if number and isinstance(phrase[number - 1], NoteRef):
                    spans.append(Span(text=",", raised=True))
                spans += ref_spans((one,))
    return tuple(spans)


def field_spans(line: Field, language: str) -> Spans:
    """Return `3.1.1 Reference code: words`."""
    code = f"{line.code} " if line.code else ""
    label = Span(text=f"{code}{line.label}{colon(language)}", bold=True)
    return (label, *phrase_spans(line.phrase, language))
