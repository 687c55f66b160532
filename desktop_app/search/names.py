"""The names of entities, by which a query is expanded: typed Namtha, also searched Nặm Thà.

Names come from the authority file as plain data. Names that must not be confused stay apart
as soon as the user types tones, because only tones may tell them from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_app.search.analysis import squash_words

#: No name of an entity is longer than this, in words.
NAME_WORDS = 10
#: More names than this are not added for one run of words.
NAME_LIMIT = 24


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity, its names by preference, and the entities it must not be confused with."""

    id: str
    names: tuple[str, ...]
    not_same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What the words [first, after) of a query stand for besides themselves.

    `names` are the other names; those in `strict` are to be found in their exact spelling
    only. Texts that hold only names of `apart` are no hits of the words typed.
    """

    first: int
    after: int
    names: tuple[str, ...]
    strict: frozenset[str] = frozenset()
    apart: tuple[str, ...] = ()


class Names(Protocol):
    """Who knows the names of entities."""

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """Return the expansions of runs of `words`, in order, none overlapping another."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One name as compared: folded and exact, without spaces, hyphens and apostrophes."""

    text: str
    folded: str
    exact: str


class NameBook:
    """Finds the entities a run of words names, and their other names."""

    def __init__(self, entities: Iterable[NamedEntity] = ()) -> None:
        """Start with `entities`."""
        self._spellings: dict[str, tuple[_Spelling, ...]] = {}
        self._bearers: dict[str, dict[str, None]] = {}
        # What an entity says of others, and what others say of it, which outlives its change.
        self._not_same: dict[str, set[str]] = {}
        self._not_same_by: dict[str, set[str]] = {}
        for entity in entities:
            self.put(entity)

    def put(self, entity: NamedEntity) -> None:
        """Add `entity`, in place of what was known of it; `not_same` holds in both directions."""
        self.drop(entity.id)
        spellings = tuple(_Spelling(name, *squash_words(name)) for name in entity.names)
        self._spellings[entity.id] = tuple(s for s in spellings if s.folded)
        for spelling in self._spellings[entity.id]:
            self._bearers.setdefault(spelling.folded, {})[entity.id] = None
        self._not_same[entity.id] = set(entity.not_same)
        for other in entity.not_same:
            self._not_same_by.setdefault(other, set()).add(entity.id)

    def drop(self, entity_id: str) -> None:
        """Forget an entity; one that is not known is no error."""
        for spelling in self._spellings.pop(entity_id, ()):
            bearers = self._bearers.get(spelling.folded, {})
            bearers.pop(entity_id, None)
            if not bearers:
                self._bearers.pop(spelling.folded, None)
        for other in self._not_same.pop(entity_id, set()):
            self._not_same_by.get(other, set()).discard(entity_id)

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """Return the expansions of the longest runs of `words` that are names, from the left."""
        keys = [squash_words(word) for word in words]
        found = []
        first = 0
        while first < len(keys):
            expansion = self._expand_at(keys, first)
            if expansion:
                found.append(expansion)
            first = expansion.after if expansion else first + 1
        return found

    def _expand_at(self, keys: list[tuple[str, str]], first: int) -> Expansion | None:
        """Return the expansion of the longest name that begins at word `first`."""
        for after in range(min(len(keys), first + NAME_WORDS), first, -1):
            folded = "".join(key[0] for key in keys[first:after])
            if folded in self._bearers:
                exact = "".join(key[1] for key in keys[first:after])
                return self._describe(first, after, folded, exact)
        return None

    def _describe(self, first: int, after: int, folded: str, exact: str) -> Expansion:
        """Return what the name with the keys `folded` and `exact` stands for."""
        bearers = self._choose_bearers(folded, exact)
        opposed = self._list_opposed(bearers) if exact != folded else []
        confusable = {spelling.folded for spelling in opposed}
        own = {s.exact for bearer in bearers for s in self._spellings[bearer]}
        names: dict[str, _Spelling] = {}
        for bearer in bearers:
            for spelling in self._spellings[bearer]:
                if spelling.exact != exact:
                    names.setdefault(spelling.exact, spelling)
        kept = list(names.values())[:NAME_LIMIT]
        return Expansion(
            first=first,
            after=after,
            names=tuple(spelling.text for spelling in kept),
            strict=frozenset(s.text for s in kept if s.folded in confusable),
            apart=tuple(s.text for s in opposed if s.folded == folded and s.exact not in own),
        )

    def _choose_bearers(self, folded: str, exact: str) -> list[str]:
        """Return the entities meant: those so spelt where tones were typed and tell, else all."""
        bearers = list(self._bearers[folded])
        if exact == folded:
            return bearers
        spelt = [b for b in bearers if any(s.exact == exact for s in self._spellings[b])]
        return spelt or bearers

    def _list_opposed(self, bearers: list[str]) -> list[_Spelling]:
        """Return the names of the entities that must not be taken for one of `bearers`."""
        links = (self._not_same, self._not_same_by)
        others = {other for b in bearers for said in links for other in said.get(b, ())}
        chosen = sorted(others.difference(bearers) & self._spellings.keys())
        return [spelling for other in chosen for spelling in self._spellings[other]]
