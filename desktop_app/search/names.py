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
_NEAR_LENGTH = 5
_LONG_NAME = 9


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
    only. Texts that hold only names of `apart` are no hits of the words typed. `bearers` are
    the entities that may be meant, by their ids.
    """

    first: int
    after: int
    names: tuple[str, ...]
    strict: frozenset[str] = frozenset()
    apart: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names that one entity shares with no other; those in `strict` only as spelt."""

    names: tuple[str, ...] = ()
    strict: frozenset[str] = frozenset()


class Names(Protocol):
    """Who knows the names of entities."""

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """Return the expansions of runs of `words`, in order, none overlapping another."""

    def list_own_names(self, entity_id: str) -> OwnNames:
        """Return the names by which only this entity can be meant."""

    def find_near_name(self, words: Sequence[str]) -> str | None:
        """Return the name nearest to `words`, which are none, or None."""


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
        # By first letter and length, which letters a name has: few are near a name typed wrong.
        self._letters: dict[tuple[str, int], dict[str, int]] = {}
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
            folded = spelling.folded
            self._bearers.setdefault(folded, {})[entity.id] = None
            shelf = self._letters.setdefault((folded[0], len(folded)), {})
            shelf[folded] = _mark_letters(folded)
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
                shelf = self._letters.get((spelling.folded[0], len(spelling.folded)), {})
                shelf.pop(spelling.folded, None)
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

    def list_own_names(self, entity_id: str) -> OwnNames:
        """Return the names by which only this entity can be meant.

        A name that another bears in other tones is to be found as spelt only; one that another
        bears as it is spelt is left out.
        """
        names, strict = [], set()
        for spelling in self._spellings.get(entity_id, ()):
            others = [one for one in self._bearers[spelling.folded] if one != entity_id]
            spelt = {s.exact for one in others for s in self._spellings[one]}
            if spelling.exact in spelt:
                continue
            names.append(spelling.text)
            if others:
                strict.add(spelling.text)
        return OwnNames(tuple(names[:NAME_LIMIT]), frozenset(strict))

    def find_near_name(self, words: Sequence[str]) -> str | None:
        """Return the name nearest to `words`, which are none, or None.

        It differs in one letter, or in two where it is long, and begins alike.
        """
        typed = "".join(squash_words(word)[0] for word in words)
        if len(typed) < _NEAR_LENGTH or typed in self._bearers:
            return None
        most = 1 if len(typed) < _LONG_NAME else 2
        letters, digits = _mark_letters(typed), _keep_digits(typed)
        near = [
            (changes, known)
            for length in range(len(typed) - most, len(typed) + most + 1)
            for known, its in self._letters.get((typed[0], length), {}).items()
            # A number that no name has is not meant as another.
            if (its ^ letters).bit_count() <= 2 * most and _keep_digits(known) == digits
            if (changes := count_changes(typed, known, most)) <= most
        ]
        if not near:
            return None
        known = min(near)[1]
        bearer = next(iter(self._bearers[known]))
        return next(s.text for s in self._spellings[bearer] if s.folded == known)

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
            bearers=tuple(bearers),
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


def _mark_letters(text: str) -> int:
    """Return a number with a bit for each of the letters in `text`."""
    marks = 0
    for letter in text:
        marks |= 1 << (ord(letter) & 63)
    return marks


def _keep_digits(text: str) -> str:
    """Return the digits of `text`."""
    return "" if text.isalpha() else "".join(filter(str.isdecimal, text))


def count_changes(a: str, b: str, most: int, *, swaps: bool = True) -> int:
    """Return how many letters added, left out, changed or swapped make `a` into `b`.

    What is more than `most` is only told to be more. Without `swaps`, a swap is two changes.
    """
    before2: list[int] = []
    before = list(range(len(b) + 1))
    for row, letter in enumerate(a, 1):
        now = [row]
        for column, other in enumerate(b, 1):
            cost = min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other))
            if swaps and row > 1 and column > 1 and letter == b[column - 2] and a[row - 2] == other:
                cost = min(cost, before2[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before2, before = before, now
    return before[-1]
