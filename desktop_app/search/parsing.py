"""Reads the text of a query into its tree.

Words side by side must all be found. "Phrases", "near words"~5, AND, OR, NOT (VÀ, HOẶC, KHÔNG)
in capitals, -word, =exact words, parentheses, open* and *places, alike~ words, and fields in
English and Vietnamese (person:Giang, người:Giang) are understood.
"""

from __future__ import annotations

import unicodedata

from desktop_app.search.leaves import read_leaf
from desktop_app.search.lexing import Piece, cut_query
from desktop_app.search.query import (
    All,
    BadQuery,
    Either,
    InState,
    Node,
    ReadDays,
    Without,
)

MAX_CHARACTERS = 500
MAX_TERMS = 32
MAX_NESTING = 20


def parse_query(text: str, read_days: ReadDays) -> Node | None:
    """Return the tree of a query's `text`, None where it is blank.

    `read_days` reads the dates. Raises BadQuery and nothing else.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > MAX_CHARACTERS:
        raise BadQuery(
            "bad_query",
            "The query is longer than {limit} characters. Shorten it.",
            limit=MAX_CHARACTERS,
        )
    if not composed.strip():
        return None
    return _Parser(cut_query(composed), read_days).parse()


class _Parser:
    """Recursive descent over the pieces of one query."""

    def __init__(self, pieces: list[Piece], read_days: ReadDays) -> None:
        self._pieces = pieces
        self._read_days = read_days
        self._next = 0
        self._depth = 0
        self._terms = 0

    def parse(self) -> Node:
        """Return the tree of the whole query."""
        node = self._read_either("")
        piece = self._peek()
        if piece is not None:
            raise BadQuery(
                "bad_query",
                "The parenthesis at character {position} closes nothing. Delete it.",
                **piece.place(" "),
            )
        if node is None:
            raise BadQuery(
                "bad_query", "The query holds no word or number to search for. Type one."
            )
        return node

    def _peek(self) -> Piece | None:
        """Return the next piece, None at the end."""
        return self._pieces[self._next] if self._next < len(self._pieces) else None

    def _take(self, *kinds: str) -> Piece | None:
        """Return the next piece and go past it if it is one of `kinds`, else None."""
        piece = self._peek()
        if piece is None or piece.kind not in kinds:
            return None
        self._next += 1
        return piece

    def _read_either(self, field: str) -> Node | None:
        """Read parts joined by OR; None where they hold nothing that can be searched."""
        parts = [self._read_all(field)]
        while operator := self._take("OR"):
            self._need_operand(operator)
            parts.append(self._read_all(field))
        return _combine(Either, parts)

    def _read_all(self, field: str) -> Node | None:
        """Read parts side by side or joined by AND."""
        piece = self._peek()
        if piece is not None and piece.kind in ("AND", "OR"):
            raise BadQuery(
                "bad_query",
                "{operator} at character {position} has nothing before it to join. "
                "Add a word there, or quotation marks around {operator}.",
                operator=piece.text,
                **piece.place(f'"{piece.text}"'),
            )
        parts: list[Node | None] = []
        while (piece := self._peek()) is not None and piece.kind not in ("OR", "close"):
            if operator := self._take("AND"):
                self._need_operand(operator)
            parts.append(self._read_part(field))
        return _combine(All, parts)

    def _need_operand(self, operator: Piece) -> None:
        """Raise unless something that can be searched follows `operator`."""
        piece = self._peek()
        if piece is None or piece.kind in ("AND", "OR", "close"):
            raise BadQuery(
                "bad_query",
                "Nothing follows {what} at character {position}. "
                "Add what it is to be applied to, or delete it.",
                what=operator.text if operator.kind != "field" else f"{operator.text}:",
                **operator.place(" "),
            )

    def _read_part(self, field: str) -> Node | None:
        """Read one part: a word, a phrase, a group, or one of these after NOT or a field."""
        piece = self._pieces[self._next]
        self._next += 1
        if piece.kind in ("word", "phrase"):
            self._count(piece)
            return read_leaf(piece, field, self._read_days)
        if piece.kind == "state":
            self._count(piece)
            return InState(piece.text)
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise BadQuery(
                "bad_query",
                "The query is nested deeper than {limit} levels at character {position}. "
                "Use fewer parentheses.",
                limit=MAX_NESTING,
                **piece.place(),
            )
        node = self._read_nested(piece, field)
        self._depth -= 1
        return node

    def _read_nested(self, piece: Piece, field: str) -> Node | None:
        """Read what follows an opening parenthesis, a NOT or a field prefix."""
        if piece.kind == "open":
            return self._read_group(piece, field)
        self._need_operand(piece)
        if piece.kind == "field":
            return self._read_part(piece.text)
        part = self._read_part(field)
        return Without(part) if part is not None else None

    def _read_group(self, opening: Piece, field: str) -> Node | None:
        """Read up to the closing parenthesis."""
        node = self._read_either(field)
        if not self._take("close"):
            raise BadQuery(
                "bad_query",
                "The parenthesis at character {position} is never closed. "
                "Add the second one or delete it.",
                **(opening.place() | {"instead": f"{opening.written.rstrip()})"}),
            )
        return node

    def _count(self, piece: Piece) -> None:
        """Count one more word or phrase."""
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise BadQuery(
                "bad_query",
                "The query has more than {limit} words and phrases. Leave some out.",
                limit=MAX_TERMS,
                **piece.place(),
            )


def _combine(kind: type[All] | type[Either], parts: list[Node | None]) -> Node | None:
    """Return the parts that hold something as one node, None where none does."""
    kept = tuple(part for part in parts if part is not None)
    if len(kept) <= 1:
        return kept[0] if kept else None
    return kind(kept)
