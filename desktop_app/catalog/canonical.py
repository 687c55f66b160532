"""Canonical text: the one form in which a document's text is kept, and to which offsets refer.

NFC, line feeds only, no byte order mark in front, no control characters; nothing else is
changed. A rule changed here is a new `CANONICALISATION`, for old texts keep their offsets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.catalog.documents import PageMark

#: The version of these rules, kept with every text made by them.
CANONICALISATION = 1

_BYTE_ORDER_MARK = "\ufeff"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# A control picture says which control stood there; U+FFFD stands where Unicode has no picture.
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "\u2421"}


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """A text in canonical form and how many of its characters had to be replaced."""

    text: str
    replaced: int


def canonicalise(text: str) -> CanonicalText:
    """Return `text` in canonical form; doing it twice changes nothing more.

    Each control character but tab and line feed becomes its control picture (U+2400 block),
    each C1 control and lone surrogate U+FFFD, and is counted. All byte order marks in front go.
    """
    body = text.lstrip(_BYTE_ORDER_MARK)
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    body, replaced = _FORBIDDEN.subn(_show_control, body)
    return CanonicalText(_compose(body), replaced)


def canonicalise_pages(
    pages: Iterable[tuple[str, str]],
) -> tuple[CanonicalText, tuple[PageMark, ...]]:
    """Return the canonical text of (label, text) pages joined by line feeds, and where each begins.

    Each page is made canonical on its own. A line feed composes with nothing, so a mark at
    the head of a page stays on its page and the offsets hold in the joined text.
    """
    texts: list[str] = []
    marks: list[PageMark] = []
    start = replaced = 0
    for label, text in pages:
        page = canonicalise(text)
        marks.append(PageMark(start, label))
        texts.append(page.text)
        start += len(page.text) + 1
        replaced += page.replaced
    return CanonicalText("\n".join(texts), replaced), tuple(marks)


def _show_control(match: re.Match[str]) -> str:
    """Return the visible character that stands for a control or a lone surrogate."""
    return _PICTURES.get(match[0], "\ufffd")


def _compose(text: str) -> str:
    """Return `text` in NFC; the quick check spares most texts a copy."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
