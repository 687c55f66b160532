"""Documents: texts of sources. The original bytes and every revision of the text are immutable."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a page of the document begins: offset in code points, and the label printed on it."""

    start: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text of a source held in the catalogue.

    `revision` is the number (from 1) of the text in force; `characters` its length in code
    points; `text_sha256` the SHA-256 of its UTF-8 bytes; `sha256` that of the original bytes.
    """

    id: str
    source: str
    title: str
    file_name: str
    media_type: str
    language: str
    sha256: str
    size: int
    revision: int
    characters: int
    text_sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of a document, with its page map and how it was made."""

    id: str
    document: str
    number: int
    text_sha256: str
    characters: int
    pages: tuple[PageMark, ...] = ()
    encoding: str = ""
    extractor: str = ""
    canonicalisation: int = 1
    replaced: int = 0
    note: str = ""


def find_page(pages: tuple[PageMark, ...], start: int, end: int) -> str:
    """Return the label of the page or pages that [start, end) touches, "" where there are none.

    Two labels are joined with an en dash, as a citation writes them.
    """
    last = max(start, end - 1)
    labels = []
    for page, following in pairwise((*pages, None)):
        if page is None or page.start > last:
            break
        if following is None or following.start > start:
            labels.append(page.label)
    if not labels:
        return ""
    return labels[0] if labels[0] == labels[-1] else f"{labels[0]}–{labels[-1]}"
