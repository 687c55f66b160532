"""Subjects: entities with their names (ISAAR(CPF), RiC-CM) and events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    UNIT = "unit"
    ORGANISATION = "organisation"
    PLACE = "place"
    THING = "thing"
    DOCUMENT = "document"


class NameKind(StrEnum):
    """How a name stands to its entity."""

    PREFERRED = "preferred"
    VARIANT = "variant"
    TRANSLATED = "translated"
    TRANSLITERATED = "transliterated"
    ABBREVIATED = "abbreviated"
    FORMER = "former"
    PARTISAN = "partisan"
    MISSPELT = "misspelt"


class LinkKind(StrEnum):
    """What the cataloguer says of two entities."""

    NOT_THE_SAME = "must not be confused with"
    POSSIBLY_SAME = "possibly the same as"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an entity. `excerpt` is where it was found, if known."""

    id: str
    entity: str
    text: str
    language: str = ""
    script: str = ""
    kind: NameKind = NameKind.VARIANT
    excerpt: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """A statement of the cataloguer about two entities."""

    id: str
    entity: str
    other: str
    kind: LinkKind
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, unit, organisation, place, thing or document-as-subject.

    `exists_from` and `exists_to` are EDTF or empty. `identifiers` are (scheme, value) pairs.
    """

    id: str
    kind: EntityKind
    names: tuple[Name, ...] = ()
    exists_from: str = ""
    exists_to: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        """Return the first preferred name, or the first name of any kind."""
        return label_entity(self.names, "")


def label_entity(names: tuple[Name, ...], language: str) -> str:
    """Return the preferred name in `language`, else the first preferred, else the first name."""
    preferred = [n for n in names if n.kind is NameKind.PREFERRED]
    ranked = [n for n in preferred if n.language == language] or preferred or list(names)
    return ranked[0].text if ranked else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Its date and place are claims; `part_of` is the arrangement."""

    id: str
    title: str
    title_translated: str = ""
    kind: str = ""
    part_of: str | None = None
    note: str = ""
