"""Reads a whole query as struck without an input method: nawmj thaf for nặm thà."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_app.catalog.folding import fold
from desktop_app.search.printing import print_query
from desktop_app.search.query import Node, Words, change_words
from desktop_app.search.snapshot import Snapshot
from desktop_app.search.telex import read_as_typed

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class StruckQuery:
    """A query read as struck by a method, and how to read another part of it alike."""

    method: str
    node: Node
    words: tuple[tuple[str, str], ...]
    change: Callable[[Words], Node]

    def read(self, node: Node) -> str:
        """Return `node` in the query language, read alike."""
        return print_query(change_words(node, self.change))


def list_struck(node: Node, snapshot: Snapshot) -> Iterator[StruckQuery]:
    """Yield readings of `node`: of the words that no text has only, then of all words."""
    before = node
    for spare_known in (True, False):
        used: dict[str, tuple[str, str]] = {}

        def change(
            words: Words, spare: bool = spare_known, found: dict[str, tuple[str, str]] = used
        ) -> Words:
            return _change_words(words, snapshot if spare else None, found)

        struck = change_words(node, change)
        if struck != before and used:
            before = struck
            method = next(iter(used.values()))[0]
            read = tuple((typed, word) for typed, (_, word) in used.items())
            yield StruckQuery(method, struck, read, change)


def _change_words(words: Words, spared: Snapshot | None, used: dict[str, tuple[str, str]]) -> Words:
    """Return `words` read as struck; by each word, the method and what it is go to `used`."""

    def change(match: re.Match[str]) -> str:
        if spared is not None and spared.holds("content", fold(match[0])):
            return match[0]
        read = read_as_typed(match[0])
        if read is None:
            return match[0]
        used[match[0]] = read
        return read[1]

    text = _WORD.sub(change, words.text)
    return Words(text, words.field, words.phrase, words.prefix, words.exact)
