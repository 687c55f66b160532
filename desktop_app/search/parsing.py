"""Reads the text of a query into its tree.

Words side by side must all be found. "Phrases", AND, OR, NOT (VÀ, HOẶC, KHÔNG) in capitals,
-word, parentheses, beginnings* of words and field prefixes (person:Giang) are understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desktop_app.errors import UserError
from desktop_app.search.analysis import list_words
from desktop_app.search.query import (
    All,
    During,
    Either,
    InLanguage,
    Node,
    OfKind,
    ReadDays,
    Without,
    Words,
)
from desktop_app.search.records import EXTRA_FIELDS, KIND_ORDER

MAX_CHARACTERS = 500
MAX_TERMS = 32
MAX_NESTING = 20
MIN_PREFIX = 2

_FIELDS = frozenset((*EXTRA_FIELDS, "claim", "kind", "date", "lang", "language"))
_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "VÀ": "AND", "HOẶC": "OR", "KHÔNG": "NOT"}
_ENGLISH = frozenset(("AND", "OR", "NOT"))
_QUOTES = '"“”„«»'
_PIECES = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])"
    rf"|(?P<minus>(?<![^\s(])-+(?=[^\s-]))"
    rf"|(?i:(?P<field>{'|'.join(sorted(_FIELDS))})):"
    rf"|(?P<word>[^\s(){_QUOTES}]+)"
)
_QUOTE_END = re.compile(f"[{_QUOTES}]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the query: what it is, its text, and its place counted from 1."""

    kind: str
    text: str
    at: int


def parse_query(text: str, read_days: ReadDays) -> Node | None:
    """Return the tree of a query's `text`, None where it is blank.

    `read_days` reads the dates. Raises UserError("bad_query") and nothing else.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > MAX_CHARACTERS:
        raise UserError(
            "bad_query",
            "The query is longer than {limit} characters. Shorten it.",
            limit=MAX_CHARACTERS,
        )
    if not composed.strip():
        return None
    return _Parser(_cut(composed), read_days).parse()


def _cut(text: str) -> list[_Piece]:
    """Return the pieces of a query: words, phrases, fields, operators and parentheses."""
    pieces: list[_Piece] = []
    shouted = _is_shouted(text)
    offset = 0
    while offset < len(text):
        match = _PIECES.match(text, offset)
        assert match is not None, "every character belongs to a piece"
        kind, found, at = str(match.lastgroup), match[str(match.lastgroup)], offset + 1
        offset = match.end()
        if kind == "quote":
            kind, found, offset = "phrase", *_cut_phrase(text, offset)
        elif kind == "word" and found in _OPERATORS and (found in _ENGLISH or not shouted):
            kind = _OPERATORS[found]
        if kind != "space":
            pieces.append(_Piece(kind, found, at))
    return pieces


def _cut_phrase(text: str, start: int) -> tuple[str, int]:
    """Return the phrase that begins at `start`, after its quotation mark, and where it ends."""
    end = _QUOTE_END.search(text, start)
    if end is None:
        raise UserError(
            "bad_query",
            "The quotation mark at character {position} is never closed. "
            "Add the second one or delete it.",
            position=start,
        )
    return text[start : end.start()], end.end()


def _is_shouted(text: str) -> bool:
    """Return whether all is in capitals: KHÔNG QUÂN is then the air force, not NOT QUÂN."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word not in _OPERATORS]
    return bool(words) and all(word.isupper() for word in words)


class _Parser:
    """Recursive descent over the pieces of one query."""

    def __init__(self, pieces: list[_Piece], read_days: ReadDays) -> None:
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
            raise UserError(
                "bad_query",
                "The parenthesis at character {position} closes nothing. Delete it.",
                position=piece.at,
            )
        if node is None:
            raise UserError(
                "bad_query", "The query holds no word or number to search for. Type one."
            )
        return node

    def _peek(self) -> _Piece | None:
        """Return the next piece, None at the end."""
        return self._pieces[self._next] if self._next < len(self._pieces) else None

    def _take(self, *kinds: str) -> _Piece | None:
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
            raise UserError(
                "bad_query",
                "{operator} at character {position} has nothing before it to join. "
                "Add a word there, or quotation marks around {operator}.",
                operator=piece.text,
                position=piece.at,
            )
        parts: list[Node | None] = []
        while (piece := self._peek()) is not None and piece.kind not in ("OR", "close"):
            if operator := self._take("AND"):
                self._need_operand(operator)
            parts.append(self._read_part(field))
        return _combine(All, parts)

    def _need_operand(self, operator: _Piece) -> None:
        """Raise unless something that can be searched follows `operator`."""
        piece = self._peek()
        if piece is None or piece.kind in ("AND", "OR", "close"):
            raise UserError(
                "bad_query",
                "Nothing follows {what} at character {position}. "
                "Add what it is to be applied to, or delete it.",
                what=operator.text if operator.kind != "field" else f"{operator.text}:",
                position=operator.at,
            )

    def _read_part(self, field: str) -> Node | None:
        """Read one part: a word, a phrase, a group, or one of these after NOT or a field."""
        piece = self._pieces[self._next]
        self._next += 1
        if piece.kind in ("word", "phrase"):
            return self._make_leaf(piece, field)
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise UserError(
                "bad_query",
                "The query is nested deeper than {limit} levels at character {position}. "
                "Use fewer parentheses.",
                limit=MAX_NESTING,
                position=piece.at,
            )
        node = self._read_nested(piece, field)
        self._depth -= 1
        return node

    def _read_nested(self, piece: _Piece, field: str) -> Node | None:
        """Read what follows an opening parenthesis, a NOT or a field prefix."""
        if piece.kind == "open":
            return self._read_group(piece, field)
        self._need_operand(piece)
        if piece.kind == "field":
            name = piece.text.lower()
            inner = self._read_part("" if name == "claim" else name)
            return _combine(All, [OfKind(("claim",)), inner]) if name == "claim" else inner
        part = self._read_part(field)
        return Without(part) if part is not None else None

    def _read_group(self, opening: _Piece, field: str) -> Node | None:
        """Read up to the closing parenthesis."""
        node = self._read_either(field)
        if not self._take("close"):
            raise UserError(
                "bad_query",
                "The parenthesis at character {position} is never closed. "
                "Add the second one or delete it.",
                position=opening.at,
            )
        return node

    def _make_leaf(self, piece: _Piece, field: str) -> Node | None:
        """Return the node of a word or phrase; None for marks that hold no word."""
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise UserError(
                "bad_query",
                "The query has more than {limit} words and phrases. Leave some out.",
                limit=MAX_TERMS,
            )
        if field == "kind":
            return _read_kind(piece)
        if field in ("lang", "language"):
            return InLanguage(piece.text.casefold().replace("_", "-"))
        if field == "date":
            return self._read_dates(piece)
        if field == "value" and piece.text[:1] in ("<", ">", "≤", "≥"):
            raise UserError(
                "bad_query",
                "“{what}” at character {position} compares values, which a search does not do. "
                "Write the value itself.",
                what=piece.text,
                position=piece.at,
            )
        if piece.kind == "word" and "*" in piece.text:
            return _read_prefix(piece, field)
        if not list_words(piece.text):
            return None
        return Words(piece.text, field, phrase=piece.kind == "phrase")

    def _read_dates(self, piece: _Piece) -> Node:
        """Return the days of one date or of two with .. between them."""
        first, dots, last = piece.text.partition("..")
        days = self._find_days(piece.text)
        if days is None and dots and (first or last):
            begin = self._find_days(first) if first else (None, None)
            end = self._find_days(last) if last else (None, None)
            days = (begin[0], end[1]) if begin and end else None
        if days is None or days == (None, None):
            raise UserError(
                "bad_query",
                "“{what}” at character {position} is not a date. "
                "Write 1962, 1962-04, 1962-04-15 or 1962-04..1962-05.",
                what=piece.text,
                position=piece.at,
            )
        return During(*days)

    def _find_days(self, text: str) -> tuple[str | None, str | None] | None:
        """Return the first and last day of `text`, None where it is no date."""
        try:
            return self._read_days(text)
        except (UserError, ValueError):
            return None


def _combine(kind: type[All] | type[Either], parts: list[Node | None]) -> Node | None:
    """Return the parts that hold something as one node, None where none does."""
    kept = tuple(part for part in parts if part is not None)
    if len(kept) <= 1:
        return kept[0] if kept else None
    return kind(kept)


def _read_kind(piece: _Piece) -> Node:
    """Return the node of a kind's name."""
    kind = piece.text.strip().casefold()
    if kind not in KIND_ORDER:
        raise UserError(
            "bad_query",
            "“{what}” at character {position} is no kind of record. Kinds are {kinds}.",
            what=piece.text,
            position=piece.at,
            kinds=", ".join(KIND_ORDER),
        )
    return OfKind((kind,))


def _read_prefix(piece: _Piece, field: str) -> Node:
    """Return the node of a word's beginning."""
    stem = piece.text[:-1]
    words = list_words(stem)
    if not piece.text.endswith("*") or "*" in stem or not words or len(stem) < MIN_PREFIX:
        raise UserError(
            "bad_query",
            "The star at character {position} is in the wrong place: it stands at the end of "
            "a word, after at least two letters.",
            position=piece.at + piece.text.index("*"),
        )
    return Words(stem, field, prefix=words[-1].end == len(stem))
