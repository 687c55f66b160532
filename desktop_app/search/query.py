"""The user's query: what is asked, and the tree its text is read into. No Whoosh here.

A query that cannot be read raises UserError("bad_query") and names the place of the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.catalog.edtf_grammar import find_bounds, parse_expression

#: Reads a date as its first and last ISO day; raises UserError or ValueError for what is none.
ReadDays = Callable[[str], tuple[str | None, str | None]]


class SearchAbandoned(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched for and how.

    `from_day` and `to_day` (ISO days) keep the records whose days overlap theirs. `exact`:
    as typed, tones included. `expand`: by the names of entities and by words written
    together or apart. Without `text`, every record that the other conditions leave.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    from_day: str | None = None
    to_day: str | None = None
    exact: bool = False
    expand: bool = True
    limit: int = 20
    offset: int = 0
    facets: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Return whether anything but the text restricts what is found."""
        return bool(self.kinds or self.from_day or self.to_day)

    def with_text(self, text: str) -> Query:
        """Return the same query with another text."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Words:
    """Words as typed: one word, a phrase in quotation marks, or the beginning of a word."""

    text: str
    field: str = ""
    phrase: bool = False
    prefix: bool = False

    @property
    def plain(self) -> bool:
        """Return whether it is a bare word, which may be part of a name."""
        return not (self.field or self.phrase or self.prefix)


@dataclass(frozen=True, slots=True)
class All:
    """What every part finds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What any part finds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What the part does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class OfKind:
    """Records of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Records in this language (a code, as "vi")."""

    code: str


@dataclass(frozen=True, slots=True)
class During:
    """Records whose days overlap [earliest, latest], ISO days, None on an open side."""

    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record."""


Node = Words | All | Either | Without | OfKind | InLanguage | During | Everything


def list_words_sought(node: Node) -> list[Words]:
    """Return the words of `node` that a hit contains, in order: those under a NOT left out."""
    if isinstance(node, Words):
        return [node]
    if isinstance(node, All | Either):
        return [words for part in node.parts for words in list_words_sought(part)]
    return []


def has_dates(node: Node) -> bool:
    """Return whether `node` asks for a date."""
    if isinstance(node, All | Either):
        return any(has_dates(part) for part in node.parts)
    return isinstance(node, During)


def read_days_by_edtf(text: str) -> tuple[str | None, str | None]:
    """Return the first and last ISO day of an EDTF date; raise UserError for what is none."""
    return find_bounds(parse_expression(text))
