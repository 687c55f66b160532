"""The user's query: what is asked, and the tree its text is read into. No Whoosh here.

A query that cannot be read raises BadQuery and names the place of the fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.catalog.edtf_grammar import find_bounds, parse_expression
from desktop_app.errors import UserError

#: Reads a date as its first and last ISO day; raises UserError or ValueError for what is none.
ReadDays = Callable[[str], tuple[str | None, str | None]]
#: A facet and one of its values.
Choice = tuple[str, str]

#: What begins so is EDTF or a slip in it: 1962-13 is no date in words.
_LIKE_EDTF = re.compile(r"\s*\d{4}-")


class SearchAbandoned(Exception):
    """Nobody waits for the answer any more."""


class BadQuery(UserError):
    """A query that cannot be read. Its code is "bad_query".

    `start` and `length` are code points of the query in NFC: where the fault is. `instead` is
    the query as it could be, "" where there is nothing to propose.
    """

    @property
    def start(self) -> int:
        """Return where the fault begins, 0 where all of the query is at fault."""
        return max(0, int(str(self.values.get("position", 1))) - 1)

    @property
    def length(self) -> int:
        """Return how long the fault is, 0 where all of the query is at fault."""
        return int(str(self.values.get("length", 0)))

    @property
    def instead(self) -> str:
        """Return what could be written instead of the whole query, or ""."""
        return str(self.values.get("instead", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched for and how.

    `from_day` and `to_day` (ISO days) keep the records whose days overlap theirs. `exact`:
    as typed, tones included. `expand`: by the names of entities, by words written together or
    apart, and as Telex or VNI where nearly nothing is found. Without `text`, every record that
    the other conditions leave.

    `chosen` keeps the hits that have one of the values chosen in each facet of `records.FACETS`,
    or lie in a chosen "document". `facets` are counted, each as if nothing was chosen in it.
    `group` is the facet by which hits are grouped, "" for none.
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
    chosen: frozenset[Choice] = frozenset()
    group: str = ""

    @property
    def narrows(self) -> bool:
        """Return whether anything but the text restricts what is found."""
        return bool(self.kinds or self.from_day or self.to_day or self.chosen)

    def with_text(self, text: str) -> Query:
        """Return the same query with another text."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Words:
    """Words as typed: one word, a phrase in quotation marks, or the beginning of a word.

    `exact`: with their tones, whatever the query's other words are.
    """

    text: str
    field: str = ""
    phrase: bool = False
    prefix: bool = False
    exact: bool = False

    @property
    def plain(self) -> bool:
        """Return whether it is a bare word, which may be part of a name."""
        return not (self.field or self.phrase or self.prefix or self.exact)


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order, each at most `distance` words from the next."""

    text: str
    distance: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One word of which parts are left open: * stands for any letters, ? for one."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Words that differ from `text` by at most `changes` letters."""

    text: str
    changes: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Claims whose number lies from `low` to `high`; None is no limit.

    `above` and `below`: the limits themselves are left out.
    """

    low: float | None
    high: float | None
    above: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What the catalogue holds on one record, by its id."""

    record: str


@dataclass(frozen=True, slots=True)
class InState:
    """Claims that are "cited", "uncited" or in "conflict"."""

    state: str


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


Node = (
    Words
    | Near
    | Shape
    | Alike
    | Compared
    | About
    | InState
    | All
    | Either
    | Without
    | OfKind
    | InLanguage
    | During
    | Everything
)


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


def change_words(node: Node, change: Callable[[Words], Node]) -> Node:
    """Return `node` with each of its words changed; words inside near and alike stay."""
    if isinstance(node, Words):
        return change(node)
    if isinstance(node, All):
        return All(tuple(change_words(part, change) for part in node.parts))
    if isinstance(node, Either):
        return Either(tuple(change_words(part, change) for part in node.parts))
    if isinstance(node, Without):
        return Without(change_words(node.part, change))
    return node


def replace_run(node: Node, run: tuple[Words, ...], new: Node) -> Node | None:
    """Return `node` with the first `run` of words in a row replaced, None where it has none."""
    if run == (node,):
        return new
    if isinstance(node, Without):
        inner = replace_run(node.part, run, new)
        return Without(inner) if inner is not None else None
    if not isinstance(node, All | Either):
        return None
    parts = node.parts
    if isinstance(node, All):
        for first in range(len(parts) - len(run) + 1):
            if parts[first : first + len(run)] == run:
                kept = (*parts[:first], new, *parts[first + len(run) :])
                return All(kept) if len(kept) > 1 else new
    for number, part in enumerate(parts):
        inner = replace_run(part, run, new)
        if inner is not None:
            return replace(node, parts=(*parts[:number], inner, *parts[number + 1 :]))
    return None


def read_days_by_edtf(text: str) -> tuple[str | None, str | None]:
    """Return the first and last ISO day of an EDTF date; raise UserError for what is none."""
    return find_bounds(parse_expression(text))


def read_query_days(text: str) -> tuple[str | None, str | None]:
    """Return the first and last ISO day of a date in EDTF or in words.

    In words as in the sources: 15/4/1962, 15.4.1962, "tháng 4 năm 1962", "15 April 1962". Raises
    UserError or ValueError for what is none.
    """
    try:
        return read_days_by_edtf(text)
    except UserError:
        if _LIKE_EDTF.match(text):
            raise
        # Reading words compiles many patterns: only when somebody types them.
        from desktop_app.catalog.dates import parse_date

        found = parse_date(text)
        if found is None or not (found.earliest or found.latest):
            raise
        return found.earliest, found.latest
