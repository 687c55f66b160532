"""What goes into the index and what comes out: plain records, no Whoosh and no database.

One record is one indexed thing. A document is indexed as several passages, so that words
searched together stand near each other and a hit opens where they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.catalog.documents import PageMark

PASSAGE_LENGTH = 600
#: Kinds as equal hits follow each other: subjects first, then what is said, then the texts.
KIND_ORDER = ("entity", "event", "claim", "excerpt", "document", "source")
#: The keys of `IndexRecord.extra`; each is a field prefix of the query language.
EXTRA_FIELDS = ("person", "unit", "place", "source", "property", "value", "voice")

#: What narrows and is counted, in the order in which it is shown.
FACETS = ("kind", "source", "language", "decade", "month", "entity", "property", "cited")
#: The values of the facet "cited", of claims and excerpts.
CITED, NOT_CITED = "cited", "not cited"

#: Values, of a facet or of what hits are grouped by, and how many hits have each.
Counts = tuple[tuple[str, int], ...]

_LINE_END = re.compile(r"[^\S\n]*\n\s*|\s*[\f\u2029]\s*")
_SENTENCE_END = re.compile(r"[.!?…;]+[\"”»’)\]]*\s+")
_GAP = re.compile(r"\s+")
_CLOSED = frozenset('.!?…:;"”»)]')


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRecord:
    """One indexed thing; a passage's id is "<document id>@<start>" and its kind "document".

    `start` and `end` are code points of the document's text. `earliest` and `latest` are ISO
    days, None on an open side, both None without a date.
    `extra` holds, by the names of `EXTRA_FIELDS`, texts that field prefixes search, one to a
    line: no phrase reaches across lines. `refs` are the ids of the records it concerns, and
    "cited", "uncited" or "conflict" for a claim; `number` is the value of a claim that has one.

    By the rest hits are narrowed, counted and grouped: ids of the sources it lies in or rests
    on and of the entities it is about, the key of its property, and whether it is cited.
    """

    kind: str
    id: str
    title: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    document: str | None = None
    start: int = 0
    end: int = 0
    earliest: str | None = None
    latest: str | None = None
    language: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    refs: tuple[str, ...] = ()
    number: float | None = None
    sources: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    property: str = ""
    is_cited: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One found record. `exact`: found as typed, tones included; case never counts."""

    kind: str
    id: str
    title: str
    document: str | None
    start: int
    end: int
    earliest: str | None
    latest: str | None
    score: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """Tokens that stand side by side in a matching text; the last may be a beginning only.

    With `wild`, * and ? in the one token are open; with `changes`, so many letters may differ.
    """

    keys: tuple[str, ...]
    prefix: bool = False
    wild: bool = False
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """An entity or event that words of the query may mean: its id, kind and title.

    `named`: the words are one of its names, not only part of one. `query` is the query with
    this record in place of the words.
    """

    words: str
    id: str
    kind: str
    title: str
    named: bool
    query: str


@dataclass(frozen=True, slots=True)
class Struck:
    """What the query was read as, struck without an input method: "Telex" or "VNI", the text.

    `words` are the words as struck, each with what it was read as.
    """

    method: str
    text: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """A page of hits, how many there are in all, and what was searched besides what was typed.

    `found` is how many there are before they are narrowed by what was chosen in facets.
    `patterns` are for `snippets`; `suggestion` is another query, given when nothing was found;
    `facets` are the counts that the query asked for, over all hits. `groups` are those that it
    asked for, in their order, "" for what has no such value; `group_of` is the group of each hit.
    `meanings` are the entities and events that its words may name; `struck` says that nearly
    nothing was found as typed, and what the query was read as instead.
    """

    total: int
    hits: tuple[Hit, ...]
    expanded: tuple[str, ...] = ()
    suggestion: str | None = None
    patterns: tuple[Pattern, ...] = ()
    found: int = 0
    facets: Mapping[str, Counts] = field(default_factory=dict)
    groups: Counts = ()
    group_of: tuple[str, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    struck: Struck | None = None


def split_passages(text: str, pages: Sequence[PageMark] = ()) -> list[tuple[int, int]]:
    """Return the passages of `text` as [start, end) in code points, in order, without overlap.

    A passage is a paragraph; a long one is cut at sentences into at most PASSAGE_LENGTH code
    points. A line or page that breaks a running sentence does not end the paragraph. What
    lies between passages is white space only.
    """
    passages = []
    for start, end in _list_paragraphs(text, pages):
        while end - start > PASSAGE_LENGTH:
            cut = _find_cut(text, start)
            passages.append(_trim(text, start, cut))
            start = _trim(text, cut, end)[0]
        passages.append((start, end))
    return [(start, end) for start, end in passages if start < end]


def _list_paragraphs(text: str, pages: Sequence[PageMark]) -> list[tuple[int, int]]:
    """Return the trimmed paragraphs of `text`."""
    breaks = {match.start(): match.end() for match in _LINE_END.finditer(text)}
    inside = [(mark.start, mark.start) for mark in pages if 0 < mark.start < len(text)]
    paragraphs = []
    start = 0
    for end, following in sorted([*breaks.items(), *inside]):
        if end >= start and not _runs_on(text, end, following):
            paragraphs.append(_trim(text, start, end))
            start = following
    paragraphs.append(_trim(text, start, len(text)))
    return [(start, end) for start, end in paragraphs if start < end]


def _runs_on(text: str, end: int, following: int) -> bool:
    """Return whether the sentence before the break goes on after it, as in wrapped lines."""
    if text.count("\n", end, following) > 1:
        return False
    before = text[max(0, end - 20) : end].rstrip()
    after = text[following : following + 20].lstrip()
    return bool(before and after) and before[-1] not in _CLOSED and after[0].islower()


def _find_cut(text: str, start: int) -> int:
    """Return where to cut the paragraph at `start`: after a sentence, else a word, else hard."""
    limit = start + PASSAGE_LENGTH
    for boundary in (_SENTENCE_END, _GAP):
        cuts = [m.end() for m in boundary.finditer(text, start, limit) if m.start() > start]
        if cuts:
            return cuts[-1]
    return limit


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) without the white space at both sides."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, end - (len(piece) - len(piece.rstrip())))
