"""Canonical text: the one form in which a document's text is kept, and to which offsets refer.

NFC, line feeds only, no byte order mark in front, no control characters; nothing else is
changed. A rule changed here is a new `CANONICALISATION`, for old texts keep their offsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.catalog.composing import compose, find_cut

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
    body, replaced = _clean(text.lstrip(_BYTE_ORDER_MARK))
    return CanonicalText(compose(body), replaced)


class CanonicalWriter:
    """Takes a text in pieces of any length and gives it on in canonical form, in pieces.

    Together they are exactly what `canonicalise` makes of the whole. Memory: a piece, or as far
    as no place is found where the text may be cut (`composing.find_cut`).
    """

    def __init__(self, take: Callable[[str], None]) -> None:
        """Give each piece to `take`."""
        self.characters = 0
        self.replaced = 0
        self._take = take
        self._held: list[str] = []
        self._has_begun = False
        self._return = ""

    def add(self, text: str) -> None:
        """Take the next piece."""
        if not self._has_begun:
            text = text.lstrip(_BYTE_ORDER_MARK)
            self._has_begun = bool(text)
        text = self._return + text
        # What follows decides whether a carriage return is a line end by itself.
        self._return = "\r" if text.endswith("\r") else ""
        body, replaced = _clean(text.removesuffix("\r"))
        self.replaced += replaced
        cut = find_cut(body)
        if cut < 0:
            self._held.append(body)
            return
        self._give([*self._held, body[:cut]])
        self._held = [body[cut:]]

    def flush(self) -> int:
        """Give on all that was taken, and return its length in canonical form.

        Only for a place where nothing composes over: after a line feed or a control.
        """
        if self._return:
            self._held.append("\n")
            self._return = ""
        self._give(self._held)
        self._held = []
        return self.characters

    def _give(self, pieces: list[str]) -> None:
        made = compose("".join(pieces))
        if made:
            self.characters += len(made)
            self._take(made)


def _clean(text: str) -> tuple[str, int]:
    """Return `text` with line feeds only and controls made visible, and how many those were."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.subn(_show_control, text)


def _show_control(match: re.Match[str]) -> str:
    """Return the visible character that stands for a control or a lone surrogate."""
    return _PICTURES.get(match[0], "\ufffd")
