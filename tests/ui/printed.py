"""Reads printed reports back with two independent libraries, and finds words over page ends."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pypdfium2


def squash(text: str) -> str:
    """Return text without blanks; pdfium writes a hyphen at a line's end as U+FFFE."""
    return re.sub(r"\s+", "", text.replace("\ufffe", "-"))


def read_pages(path: Path) -> dict[str, list[str]]:
    """Return the text of each page as pypdf and pdfium read it."""
    data = path.read_bytes()
    with pypdfium2.PdfDocument(data) as document:
        seen = [page.get_textpage().get_text_range() for page in document]
    return {
        "pypdf": [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages],
        "pdfium": seen,
    }


def read_bodies(path: Path, footer: str, heads: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return the squashed text of each page without its footer and any of `heads`."""
    return {
        reader: [_strip(squash(page), squash(footer), heads) for page in pages]
        for reader, pages in read_pages(path).items()
    }


def find_over_pages(words: str, pages: Sequence[str]) -> int | None:
    """Return the page (from 0) on which `words` begin; they may go on where the next one ends.

    That is how a note goes on, at the foot of the next page. None where they stand nowhere.
    """
    for number, page in enumerate(pages):
        if words in page:
            return number
        fitting = (size for size in range(len(words) - 1, 0, -1) if page.endswith(words[:size]))
        for size in fitting:
            rest = pages[number + 1 :]
            if rest and (words[size:] in rest[0] or find_over_pages(words[size:], rest) == 0):
                return number
    return None


def _strip(page: str, footer: str, heads: Sequence[str]) -> str:
    assert footer in page, page
    body = page[: page.rindex(footer)]
    for head in heads:
        body = body.removeprefix(squash(head))
    return body
