"""Cuts the text of a query into its pieces: words, phrases, fields, operators, parentheses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from desktop_app.search.field_names import STATES, find_field
from desktop_app.search.query import BadQuery

NEAR_DISTANCE = 5
MOST_DISTANCE = 100

OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "VÀ": "AND", "HOẶC": "OR", "KHÔNG": "NOT"}
_ENGLISH = frozenset(("AND", "OR", "NOT"))
_QUOTES = '"“”„«»'
_PIECES = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])"
    rf"|(?P<minus>(?<![^\s(])-+(?=[^\s-]))"
    rf"|(?P<equals>(?<![^\s(:-])=(?=[^\s=()]))"
    rf"|(?P<field>[^\W\d_][\w-]*):"
    rf"|(?P<word>[^\s(){_QUOTES}]+)"
)
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_QUOTE_END = re.compile(f"[{_QUOTES}]")
_EMPTY_GROUP = re.compile(r"\(\s*\)")
_DISTANCE = re.compile(r"~(\d*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the query: what it is, its text, and its place [start, end) in the query.

    `written` is all of the query, from which a better one can be made. `exact`: marked by =.
    `distance`: how far the words of a phrase may be apart, 0 for side by side.
    """

    kind: str
    text: str
    start: int
    end: int
    written: str
    exact: bool = False
    distance: int = 0

    def place(self, new: str | None = None) -> dict[str, Any]:
        """Return the place of a fault as a BadQuery keeps it; `new` is better in its place."""
        return place_fault(self.written, self.start, self.end, new)


def place_fault(written: str, start: int, end: int, new: str | None) -> dict[str, Any]:
    """Return the place of a fault in a query, and the query with `new` there instead."""
    better = "" if new is None else _EMPTY_GROUP.sub(" ", f"{written[:start]}{new}{written[end:]}")
    instead = " ".join(better.split())
    return {"position": start + 1, "length": max(1, end - start), "instead": instead}


def cut_query(text: str) -> list[Piece]:
    """Return the pieces of a query in order; raise BadQuery where a quotation mark stays open."""
    pieces: list[Piece] = []
    shouted = _is_shouted(text)
    offset, exact = 0, False
    while offset < len(text):
        kind, found, start, offset = _cut_one(text, offset, shouted)
        if kind == "equals":
            exact = True
        elif kind == "phrase":
            distance, offset = _cut_distance(text, start, offset)
            pieces.append(Piece(kind, found, start, offset, text, exact, distance))
        elif kind != "space":
            pieces.append(Piece(kind, found, start, offset, text, exact))
        exact = exact and kind == "equals"
    return pieces


def _cut_one(text: str, offset: int, shouted: bool) -> tuple[str, str, int, int]:
    """Return kind, text, start and end of the piece at `offset`."""
    match = _PIECES.match(text, offset)
    assert match is not None, "every character belongs to a piece"
    kind, found = str(match.lastgroup), match[str(match.lastgroup)]
    if kind == "quote":
        return "phrase", *_cut_phrase(text, match.end())
    if kind == "field":
        name = find_field(found)
        if name is not None:
            return ("state" if name in STATES else kind), name, offset, match.end()
        match = _WORD.match(text, offset)
        assert match is not None, "a name is made of letters"
        kind, found = "word", match[0]
    if kind == "word" and found in OPERATORS:
        if found in _ENGLISH or not shouted:
            return OPERATORS[found], found, offset, match.end()
        # Read as a word, and written as one: in capitals it would be an operator elsewhere.
        found = found.lower()
    return kind, found, offset, match.end()


def _cut_phrase(text: str, begin: int) -> tuple[str, int, int]:
    """Return the phrase after the quotation mark before `begin`, its start and its end."""
    end = _QUOTE_END.search(text, begin)
    if end is None:
        raise BadQuery(
            "bad_query",
            "The quotation mark at character {position} is never closed. "
            "Add the second one or delete it.",
            **place_fault(text, begin - 1, len(text), f'"{text[begin:].strip()}"'),
        )
    return text[begin : end.start()], begin - 1, end.end()


def _cut_distance(text: str, start: int, end: int) -> tuple[int, int]:
    """Return how far apart the words of the phrase that ended at `end` may be, and its end."""
    match = _DISTANCE.match(text, end)
    if match is None:
        return 0, end
    distance = int(match[1][:6] or NEAR_DISTANCE)
    if not 1 <= distance <= MOST_DISTANCE:
        raise BadQuery(
            "bad_query",
            "“{what}” at character {position} is no distance between words. "
            'Write a number from 1 to {most}, as in "a b"~5.',
            what=match[0],
            most=MOST_DISTANCE,
            **place_fault(text, end, match.end(), f"~{min(max(distance, 1), MOST_DISTANCE)}"),
        )
    return distance, match.end()


def _is_shouted(text: str) -> bool:
    """Return whether all is in capitals: KHÔNG QUÂN is then the air force, not NOT QUÂN."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word not in OPERATORS]
    return bool(words) and all(word.isupper() for word in words)
