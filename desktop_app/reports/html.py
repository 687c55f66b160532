"""A report as one HTML file: no script, nothing loaded, everything escaped, ready to print.

Notes and their places in the text are linked both ways; passages say their language, so that
browsers choose fonts and screen readers voices.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from desktop_app.catalog.wording import output_language
from desktop_app.reports.layout import (
    Cell,
    Piece,
    PieceGrid,
    PieceStyle,
    PieceTable,
    footer_text,
    make_piece,
)
from desktop_app.reports.model import (
    BibliographyEntry,
    Block,
    ClaimLine,
    ContextLine,
    Heading,
    Note,
    Report,
)
from desktop_app.reports.spans import Span, Spans, entry_spans, note_spans
from desktop_app.reports.words import get_words, list_count_lines

_STYLE = """
:root { color-scheme: light dark; }
body { font-family: "Noto Serif", "Noto Serif Lao", Georgia, serif; line-height: 1.5;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { font-family: "Noto Sans", "Noto Sans Lao", sans-serif;
  line-height: 1.25; margin: 1.6em 0 .4em; break-after: avoid; }
h1 { margin-top: 0; }
.subtitle { font-size: 1.15em; margin-top: -.3em; }
.names, .remark, footer, .backlink { color: GrayText; }
ul.claims { padding-left: 1.2rem; margin: .3em 0; }
ul.claims li { margin: .2em 0; break-inside: avoid; }
li.uncited { border-left: 3px solid #b3261e; padding-left: .5em; }
bdi.quote { white-space: pre-wrap; }
.sc { font-variant: small-caps; }
sup { line-height: 0; margin-left: .1em; }
a { color: inherit; }
table { border-collapse: collapse; width: 100%; margin: .8em 0; table-layout: fixed; }
caption { text-align: left; font-weight: bold; padding: .2em 0; }
th, td { border: 1px solid GrayText; padding: .4em .6em; text-align: left; vertical-align: top; }
th { font-weight: normal; }
th.chosen, td.chosen { border-width: 2px; }
section.notes { font-size: .92em; }
section.notes li { margin: .35em 0; }
p.entry { padding-left: 2em; text-indent: -2em; margin: .35em 0; }
footer { margin-top: 2em; border-top: 1px solid GrayText; font-size: .9em; }
@page { margin: 20mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); } }
@media print { body { max-width: none; margin: 0; font-size: 10.5pt; }
  .backlink { display: none; } thead { display: table-header-group; } }
"""
_CONTEXT_STYLE = """
table.context { margin: 0; }
table.context td { border: 0; padding: .1em .3em; font-size: .85em; }
table.context td.left { width: 34%; text-align: right; }
table.context td.word { width: 14%; text-align: center; }
table.context td.source { width: 20%; color: GrayText; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LISTED = (PieceStyle.CLAIM, PieceStyle.MENTION)


def write_html(report: Report) -> str:
    """Return the report as a whole HTML document."""
    language = output_language(report.language)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_escape(_page_title(report))}</title>",
        f"<style>{_style(report)}</style>",
        "</head>",
        "<body>",
        f"<h1>{_escape(report.title)}</h1>",
    ]
    if report.subtitle:
        lines.append(f'<p class="subtitle">{_escape(report.subtitle)}</p>')
    lines += ["<main>", *_body(report), "</main>", *_notes(report), *_bibliography(report)]
    lines += [*_footer(report), "</body>", "</html>", ""]
    return "\n".join(lines)


def _style(report: Report) -> str:
    has_context = any(isinstance(block, ContextLine) for block in report.blocks)
    return _STYLE + _CONTEXT_STYLE if has_context else _STYLE


def _page_title(report: Report) -> str:
    return f"{report.title}: {report.subtitle}" if report.subtitle else report.title


def _body(report: Report) -> Iterator[str]:
    """Yield the blocks; claims and mentions that follow each other are one list."""
    listing = False
    for block in report.blocks:
        piece = make_piece(block, report.language)
        listed = isinstance(piece, Piece) and piece.style in _LISTED
        if listed != listing:
            yield '<ul class="claims">' if listed else "</ul>"
            listing = listed
        if isinstance(piece, PieceTable):
            yield from _table(piece, report)
        elif isinstance(piece, PieceGrid):
            yield from _grid(piece, report.language)
        elif isinstance(block, Heading):
            yield _heading(block)
        else:
            yield _paragraph(piece, block, report.language)
    if listing:
        yield "</ul>"


def _heading(heading: Heading) -> str:
    level = min(heading.level + 1, 6)
    name = f' id="{_escape(heading.key)}"' if heading.key else ""
    return f"<h{level}{name}>{_escape(heading.text)}</h{level}>"


def _paragraph(piece: Piece, block: Block, language: str) -> str:
    if piece.style is PieceStyle.CONTEXT:
        return _context(piece, language)
    tag = "li" if piece.style in _LISTED else "p"
    uncited = " uncited" if isinstance(block, ClaimLine) and block.uncited else ""
    name = piece.style.name.lower() + uncited
    return f'<{tag} class="{name}">{_spans(piece.spans, language)}</{tag}>'


def _context(piece: Piece, language: str) -> str:
    """Return a line of context; its columns are as wide as those of the lines around it."""
    names = ("left", "word", "right", "source")
    cells = (
        f'<td class="{name}">{_spans((span,), language)}</td>'
        for name, span in zip(names, piece.spans, strict=True)
    )
    return f'<table class="context"><tr>{"".join(cells)}</tr></table>'


def _grid(grid: PieceGrid, language: str) -> Iterator[str]:
    caption = f"<caption>{_spans(grid.caption, language)}</caption>" if grid.caption else ""
    heads = "".join(f'<th scope="col">{_spans(head, language)}</th>' for head in grid.heads)
    yield f'<table class="grid">{caption}<thead><tr>{heads}</tr></thead><tbody>'
    for row in grid.rows:
        span = f' colspan="{len(grid.heads)}" class="group"' if row.is_group else ""
        cells = (
            "".join(f"<p>{_spans(phrase, language)}</p>" for phrase in cell) for cell in row.cells
        )
        yield f"<tr>{''.join(f'<td{span}>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def _table(table: PieceTable, report: Report) -> Iterator[str]:
    language = report.language
    yield f'<table class="conflict"><caption>{_spans(table.caption, language)}</caption>'
    yield f"<thead><tr>{''.join(_head(cell, language) for cell in table.columns)}</tr></thead>"
    yield f"<tbody><tr>{''.join(_cell(cell, language) for cell in table.columns)}</tr>"
    closing = _spans(table.closing, language)
    yield f'<tr><td colspan="{len(table.columns)}">{closing}</td></tr></tbody></table>'


def _head(cell: Cell, language: str) -> str:
    decision = f"<br>{_spans(cell.decision, language)}" if cell.decision else ""
    return f'<th scope="col"{_chosen(cell)}>{_spans(cell.value, language)}{decision}</th>'


def _cell(cell: Cell, language: str) -> str:
    evidence = "".join(f"<p>{_spans(one, language)}</p>" for one in cell.evidence)
    return f"<td{_chosen(cell)}>{evidence}</td>"


def _chosen(cell: Cell) -> str:
    return ' class="chosen"' if cell.chosen else ""


def _notes(report: Report) -> Iterator[str]:
    if not report.notes:
        return
    words = get_words(report.language)
    yield f'<section class="notes"><h2>{_escape(words.notes)}</h2><ol>'
    yield from (_note(note, report.language, words.back) for note in report.notes)
    yield "</ol></section>"


def _note(note: Note, language: str, back: str) -> str:
    text = _spans(note_spans(note, language), language)
    link = f'<a class="backlink" href="#r{note.number}" aria-label="{_escape(back)}">↩</a>'
    return f'<li id="n{note.number}" value="{note.number}">{text} {link}</li>'


def _bibliography(report: Report) -> Iterator[str]:
    if not report.bibliography:
        return
    heading = get_words(report.language).bibliography
    yield f'<section class="bibliography"><h2>{_escape(heading)}</h2>'
    yield from (_entry(entry, report.language) for entry in report.bibliography)
    yield "</section>"


def _entry(entry: BibliographyEntry, language: str) -> str:
    return (
        f'<p class="entry" id="{_escape(entry.source)}">{_spans(entry_spans(entry), language)}</p>'
    )


def _footer(report: Report) -> Iterator[str]:
    words = get_words(report.language)
    yield "<footer>"
    yield f"<p>{_escape(words.style.format(style=report.style))}</p>"
    for line in list_count_lines(report.counts, report.language):
        yield f'<p class="count">{_escape(line)}</p>'
    yield f"<p>{_escape(footer_text(report))}</p>"
    yield "</footer>"


def _spans(spans: Spans, language: str) -> str:
    return "".join(_span(span, language) for span in spans)


def _span(span: Span, language: str) -> str:
    text = _escape(span.text)
    if span.ref is not None:
        anchor = f' id="r{span.ref.number}"' if span.ref.first else ""
        return f'<sup><a{anchor} href="#n{span.ref.number}">{text}</a></sup>'
    if span.raised:
        return f"<sup>{text}</sup>"
    foreign = span.language and span.language.lower() != output_language(language)
    spoken = f' lang="{_escape(span.language)}"' if foreign else ""
    if span.quoted:
        return f'<bdi class="quote"{spoken}>{text}</bdi>'
    for marked, tag in ((span.struck, "s"), (span.bold, "strong"), (span.italic, "i")):
        if marked:
            text, spoken = f"<{tag}{spoken}>{text}</{tag}>", ""
    if span.small_caps:
        return f'<span class="sc"{spoken}>{text}</span>'
    return f"<span{spoken}>{text}</span>" if spoken else text


def _escape(text: str) -> str:
    return escape(text, quote=True)
