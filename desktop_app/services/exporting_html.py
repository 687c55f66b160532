"""Pieces of the page that leads through a plain export: no script, nothing loaded, all escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

STYLE = """
:root { color-scheme: light dark; }
body { font-family: "Noto Serif", "Noto Serif Lao", Georgia, serif; line-height: 1.5;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3, summary { font-family: "Noto Sans", "Noto Sans Lao", sans-serif; line-height: 1.25; }
h2 { border-bottom: 1px solid GrayText; margin-top: 2.5em; }
h3 { margin: 1.8em 0 .3em; }
summary { cursor: pointer; font-weight: bold; margin: .6em 0; }
nav ul { padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: .4em 0; }
dt, .id, .small { color: GrayText; }
dd { margin: 0; }
.id, .small { font-size: .85em; }
bdi { white-space: pre-wrap; }
li.excerpt > bdi { display: block; border-left: 3px solid GrayText; padding-left: .7em; }
li { margin: .5em 0; }
.uncited { border-left: 3px solid #b3261e; padding-left: .5em; }
:target { outline: 2px solid Highlight; outline-offset: 4px; }
@media print { details > * { display: revert; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def begin_page(title: str, language: str) -> Iterator[str]:
    """Yield the page up to its first heading."""
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{esc(title)}</title><style>{STYLE}</style></head>"
    yield f"<body><h1>{esc(title)}</h1>"


def end_page() -> str:
    """Return the end of the page."""
    return "</body></html>"


def esc(text: str) -> str:
    """Return `text` as HTML shows it letter for letter."""
    return escape(text, quote=True)


def words(text: str, language: str = "") -> str:
    """Return words of a record, kept apart from what stands around them; "" for none."""
    if not text:
        return ""
    spoken = f' lang="{esc(language)}"' if language else ""
    return f"<bdi{spoken}>{esc(text)}</bdi>"


def to_record(record: str, text: str) -> str:
    """Return a link to a record of the same page."""
    return f'<a href="#{esc(record)}">{words(text)}</a>'


def to_file(path: str, text: str) -> str:
    """Return a link to a file of the export."""
    return f'<a href="{esc(path)}">{esc(text)}</a>'


def mark_id(record: str) -> str:
    """Return a record's identifier as it stands behind its title."""
    return f' <span class="id">{esc(record)}</span>'


def list_fields(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield (label, HTML) pairs as a table of two columns; empty ones are left out."""
    filled = [(label, value) for label, value in fields if value]
    if filled:
        rows = "".join(f"<dt>{esc(label)}</dt><dd>{value}</dd>" for label, value in filled)
        yield f"<dl>{rows}</dl>"
