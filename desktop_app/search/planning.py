"""Turns a query's tree into Whoosh queries, one for each way of matching.

EXACT is what was typed, tones included; TYPED the same without tones; WIDE also what the
names of entities, and words written together or apart, stand for. Each finds all the one
before it finds, so that hits can be ranked by the narrowest way that finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import Any

from whoosh import query as wq

from desktop_app.search.analysis import EXACT_MARK, Word, join_words, read_words
from desktop_app.search.asking import Except, Overlap, PhraseBeginning
from desktop_app.search.fields import write_number, write_ref
from desktop_app.search.names import Expansion, Names
from desktop_app.search.orders import choose_orders
from desktop_app.search.query import (
    About,
    Alike,
    All,
    Compared,
    During,
    Either,
    Everything,
    InLanguage,
    InState,
    Near,
    Node,
    OfKind,
    Shape,
    Without,
    Words,
)
from desktop_app.search.records import Pattern
from desktop_app.search.snapshot import Snapshot

#: Words shorter than this are not looked for written apart: too many mean something else.
SPLIT_LENGTH = 6
PATTERN_LIMIT = 200

_HEADING_BOOST = 1.5
_PHRASE_BOOST = 2.0


class Way(Enum):
    """How closely a text must match what was typed."""

    EXACT = auto()
    TYPED = auto()
    WIDE = auto()


class Planner:
    """Builds the Whoosh queries of one tree against one state of the index."""

    def __init__(self, snapshot: Snapshot, names: Names | None = None) -> None:
        """Look terms up in `snapshot`; expand by `names`, where given."""
        self._snapshot = snapshot
        self._names = names
        self._patterns: dict[Pattern, None] = {}
        self._expanded: dict[str, None] = {}
        self._named: dict[tuple[Words, ...], Expansion] = {}

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Return what to mark in the texts found, as built so far."""
        return tuple(self._patterns)[:PATTERN_LIMIT]

    @property
    def expanded(self) -> tuple[str, ...]:
        """Return the names searched besides those typed, as built so far."""
        return tuple(self._expanded)

    @property
    def named(self) -> dict[tuple[Words, ...], Expansion]:
        """Return the words that are names, with what they stand for, as built so far."""
        return dict(self._named)

    def build(self, node: Node, way: Way) -> Any:
        """Return the Whoosh query that finds what `node` asks for, in this `way`."""
        if isinstance(node, Words):
            return self._build_all([node], way)
        if isinstance(node, Near):
            return self._build_near(node, way)
        if isinstance(node, Shape):
            return self._build_shape(node, way)
        if isinstance(node, Alike):
            return self._build_alike(node, way)
        if isinstance(node, About):
            return self._build_about(node, way)
        if isinstance(node, All):
            return self._build_all(node.parts, way)
        if isinstance(node, Either):
            return _any_of(self.build(part, way) for part in node.parts)
        if isinstance(node, Without):
            return self._build_all([node], way)
        return _build_condition(node)

    def build_boost(self, node: Node) -> Any | None:
        """Return what makes hits of `node` better: words in the heading, words side by side."""
        if isinstance(node, Words):
            return self._boost_run([node])
        if not isinstance(node, All | Either):
            return None
        boosts = [self.build_boost(part) for part in node.parts if not isinstance(part, Words)]
        if isinstance(node, All):
            boosts.extend(self._boost_run(run) for run in _list_runs(node.parts))
        else:
            boosts.extend(self._boost_run([p]) for p in node.parts if isinstance(p, Words))
        kept = [boost for boost in boosts if boost is not None]
        return _any_of(kept) if kept else None

    def _build_all(self, parts: Sequence[Node], way: Way) -> Any:
        """Return the query of parts that must all hold; bare words in a row go together."""
        wanted = []
        unwanted = []
        for bare, group in groupby(parts, key=_is_plain):
            if bare:
                wanted.append(self._build_run([p for p in group if isinstance(p, Words)], way))
                continue
            for part in group:
                if isinstance(part, Without):
                    unwanted.append(self._build_unwanted(part.part, way))
                elif isinstance(part, Words):
                    wanted.append(self._build_words(part, way))
                else:
                    wanted.append(self.build(part, way))
        found = _all_of(wanted) if wanted else wq.Every()
        return Except(found, _any_of(unwanted)) if unwanted else found

    def _build_unwanted(self, node: Node, way: Way) -> Any:
        """Return the query of what must not hold: never wider than what was typed."""
        patterns, self._patterns = self._patterns, {}
        built = self.build(node, Way.EXACT if way is Way.EXACT else Way.TYPED)
        self._patterns = patterns
        return built

    def _build_run(self, run: list[Words], way: Way) -> Any:
        """Return the query of bare words in a row, by the names among them where there are any."""
        if way is Way.EXACT or self._names is None:
            return self._build_plain(run, way)
        parts = []
        rest = 0
        for expansion in self._names.expand([words.text for words in run]):
            if expansion.first > rest:
                parts.append(self._build_plain(run[rest : expansion.first], way))
            named = run[expansion.first : expansion.after]
            parts.append(self._build_named(named, expansion, way))
            rest = expansion.after
        if rest < len(run):
            parts.append(self._build_plain(run[rest:], way))
        return _all_of(parts)

    def _build_near(self, node: Near, way: Way) -> Any:
        """Return the query of words in any order, each near the next."""
        keys = _list_keys(read_words(node.text), way)
        for key in keys:
            self._note([key])
        field = _name_field(node.field)
        return _any_of(
            wq.SpanNear2(
                [wq.Term(field, keys[at]) for at in order], slop=node.distance, ordered=False
            )
            for order in choose_orders(len(keys))
        )

    def _build_shape(self, node: Shape, way: Way) -> Any:
        """Return the query of a word with open places."""
        parts = [
            part if part in "*?" else _list_keys(read_words(part), way)[0]
            for part in re.split(r"([*?])", node.text)
            if part
        ]
        pattern = "".join(part.removeprefix(EXACT_MARK) for part in parts)
        if way is Way.EXACT:
            pattern = EXACT_MARK + pattern
        self._note([pattern], wild=True)
        if pattern.startswith("?"):
            # Not the mark of exact words: [ leaves the pattern to Whoosh.
            pattern = f"[!{EXACT_MARK}]{pattern[1:]}"
        return wq.Wildcard(_name_field(node.field), pattern)

    def _build_alike(self, node: Alike, way: Way) -> Any:
        """Return the query of words that differ from one by a few letters."""
        (key,) = _list_keys(read_words(node.text), way)
        self._note([key], changes=node.changes)
        same = 2 if key.startswith(EXACT_MARK) else 1
        return wq.FuzzyTerm(_name_field(node.field), key, maxdist=node.changes, prefixlength=same)

    def _build_about(self, node: About, way: Way) -> Any:
        """Return the query of what the catalogue holds on a record; WIDE, also its own names."""
        held = wq.Term("refs", write_ref(node.record))
        if way is not Way.WIDE or self._names is None:
            return held
        own = self._names.list_own_names(node.record)
        named = [held]
        for name in own.names:
            closeness = Way.EXACT if name in own.strict else Way.TYPED
            named.append(self._build_words(Words(name, phrase=True), closeness))
        return _any_of(named)

    def _build_named(self, run: list[Words], expansion: Expansion, way: Way) -> Any:
        """Return the query of words that name an entity."""
        if expansion.apart:
            folded = _all_of([self._build_words(words, Way.TYPED) for words in run])
            exact = _all_of([self._build_words(words, Way.EXACT) for words in run])
            others = _any_of(
                self._build_unwanted(Words(name, phrase=True), Way.EXACT)
                for name in expansion.apart
            )
            typed = wq.Or([exact, Except(folded, others)])
        else:
            typed = self._build_plain(run, way)
        if way is not Way.WIDE:
            return typed
        named = [typed]
        self._named[tuple(run)] = expansion
        for name in expansion.names:
            self._expanded[name] = None
            closeness = Way.EXACT if name in expansion.strict else Way.TYPED
            named.append(self._build_words(Words(name, phrase=True), closeness))
        return _any_of(named)

    def _build_plain(self, run: list[Words], way: Way) -> Any:
        """Return the query of bare words; WIDE also finds them written together or apart."""
        if len(run) > 1:
            found = read_words(" ".join(words.text for words in run))
            self._note(_list_keys(found, way))
            self._note(_join_keys(found, way))
        if way is not Way.WIDE:
            return _all_of([self._build_words(words, way) for words in run])
        single = [self._build_split(words) for words in run]
        wide = [_all_of(single)]
        for index in range(len(run) - 1):
            joined = read_words(run[index].text) + read_words(run[index + 1].text)
            key = "".join(word.folded for word in joined)
            if self._holds(key):
                others = single[:index] + single[index + 2 :]
                wide.append(_all_of([self._find_keys("content", [key]), *others]))
        return _any_of(wide)

    def _build_split(self, words: Words) -> Any:
        """Return the query of one bare word, also written as two: Namtha, nam tha."""
        typed = self._build_words(words, Way.TYPED)
        found = read_words(words.text)
        whole = found[0].folded if len(found) == 1 else ""
        if len(whole) < SPLIT_LENGTH or not whole.isalpha():
            return typed
        halves = [(whole[:cut], whole[cut:]) for cut in range(2, len(whole) - 1)]
        return _any_of(
            [typed]
            + [
                self._find_keys("content", list(pair))
                for pair in halves
                if self._holds(pair[0]) and self._holds(pair[1])
            ]
        )

    def _build_words(self, words: Words, way: Way) -> Any:
        """Return the query of one word, phrase or beginning in its field."""
        found = read_words(words.text)
        field = _name_field(words.field)
        way = Way.EXACT if words.exact else way
        keys = _list_keys(found, way)
        queries = [self._find_keys(field, keys, prefix=words.prefix)]
        together = _join_keys(found, way)
        if together != keys:
            queries.append(self._find_keys(field, together, prefix=words.prefix))
        if words.field == "source" and not words.prefix:
            queries.append(wq.Term("source_id", words.text))
        return _any_of(queries)

    def _find_keys(self, field: str, keys: list[str], *, prefix: bool = False) -> Any:
        """Return the query of keys side by side; of the last perhaps only the beginning."""
        self._note(keys, prefix=prefix)
        if len(keys) == 1:
            return wq.Prefix(field, keys[0]) if prefix else wq.Term(field, keys[0])
        return PhraseBeginning(field, keys) if prefix else wq.Phrase(field, keys)

    def _boost_run(self, run: list[Words]) -> Any | None:
        """Return what makes hits of words in a row better, None for words in a field."""
        keys = [
            key
            for words in run
            if not (words.field or words.prefix or words.exact)
            for key in _list_keys(read_words(words.text), Way.TYPED)
        ]
        if not keys:
            return None
        boosts: list[Any] = [wq.Term("heading", key, boost=_HEADING_BOOST) for key in keys]
        if len(keys) > 1:
            boosts.append(wq.Phrase("content", keys, boost=_PHRASE_BOOST))
            boosts.append(wq.Phrase("heading", keys, boost=_PHRASE_BOOST))
        return _any_of(boosts)

    def _holds(self, key: str) -> bool:
        """Return whether any text of the index has `key`."""
        return self._snapshot.holds("content", key)

    def _note(
        self, keys: list[str], *, prefix: bool = False, wild: bool = False, changes: int = 0
    ) -> None:
        """Remember what to mark in the texts found."""
        self._patterns[Pattern(tuple(keys), prefix, wild, changes)] = None


def _is_plain(node: Node) -> bool:
    """Return whether `node` is a bare word."""
    return isinstance(node, Words) and node.plain


def _name_field(field: str) -> str:
    """Return the index's field that a field of the query language searches."""
    return f"in_{field}" if field else "content"


def _list_runs(parts: Iterable[Node]) -> list[list[Words]]:
    """Return the bare words that stand in a row, and every other word by itself."""
    runs: list[list[Words]] = []
    for bare, group in groupby(parts, key=_is_plain):
        found = [part for part in group if isinstance(part, Words)]
        runs.extend([found] if bare else [[words] for words in found])
    return runs


def _list_keys(words: Sequence[Word], way: Way) -> list[str]:
    """Return the keys of `words` one by one."""
    return [word.exact_key if way is Way.EXACT else word.folded for word in words]


def _join_keys(words: Sequence[Word], way: Way) -> list[str]:
    """Return the keys of `words`, those with a hyphen or apostrophe between them as one."""
    keys: list[str] = []
    rest = list(words)
    while rest:
        length = 1
        while length < len(rest) and rest[length].joined:
            length += 1
        run, rest = rest[:length], rest[length:]
        joined = join_words(run)
        if joined is None:
            keys.extend(_list_keys(run, way))
        else:
            keys.append(joined[1] if way is Way.EXACT else joined[0])
    return keys


def _build_condition(node: Node) -> Any:
    """Return the query of a condition that has no words."""
    if isinstance(node, OfKind):
        return _any_of(wq.Term("kind", kind) for kind in node.kinds)
    if isinstance(node, InLanguage):
        return wq.Term("language", node.code.partition("-")[0])
    if isinstance(node, During):
        return Overlap(node.earliest, node.latest)
    if isinstance(node, InState):
        return wq.Term("refs", node.state)
    if isinstance(node, Compared):
        low, high = (None if n is None else write_number(n) for n in (node.low, node.high))
        return wq.TermRange("number", low, high, startexcl=node.above, endexcl=node.below)
    assert isinstance(node, Everything)
    return wq.Every()


def _all_of(queries: list[Any]) -> Any:
    """Return the query that finds what all of `queries` find."""
    return queries[0] if len(queries) == 1 else wq.And(queries)


def _any_of(queries: Iterable[Any]) -> Any:
    """Return the query that finds what any of `queries` finds."""
    kept = list(queries)
    return kept[0] if len(kept) == 1 else wq.Or(kept)
