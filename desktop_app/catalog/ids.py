"""Identifiers: a short prefix that names the kind, a hyphen and a number, never reused.

`exc-12` is the twelfth excerpt the catalogue ever gave a number to; undo, the trash and
merging never free a number.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of record, by the words of the catalogue."""

    REPOSITORY = "repository"
    SOURCE = "source"
    CONTRIBUTOR = "contributor"
    DOCUMENT = "document"
    REVISION = "revision"
    EXCERPT = "excerpt"
    ENTITY = "entity"
    NAME = "name"
    ENTITY_LINK = "entity_link"
    EVENT = "event"
    PROPERTY = "property"
    CLAIM = "claim"
    CITATION = "citation"
    ATTACHMENT = "attachment"


PREFIXES: dict[Kind, str] = {
    Kind.REPOSITORY: "rep",
    Kind.SOURCE: "src",
    Kind.CONTRIBUTOR: "con",
    Kind.DOCUMENT: "doc",
    Kind.REVISION: "rev",
    Kind.EXCERPT: "exc",
    Kind.ENTITY: "ent",
    Kind.NAME: "nam",
    Kind.ENTITY_LINK: "lnk",
    Kind.EVENT: "evt",
    Kind.PROPERTY: "prp",
    Kind.CLAIM: "clm",
    Kind.CITATION: "cit",
    Kind.ATTACHMENT: "att",
}
_KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}

#: The kinds that lists, search and the command line know.
LISTED = (Kind.SOURCE, Kind.DOCUMENT, Kind.EXCERPT, Kind.EVENT, Kind.ENTITY, Kind.CLAIM)
SUBJECTS = (Kind.ENTITY, Kind.EVENT)


def make_id(kind: Kind, number: int) -> str:
    """Return the identifier of the `number`-th record of `kind`."""
    return f"{PREFIXES[kind]}-{number}"


def number_of(record_id: str) -> int:
    """Return the number in `record_id`, by which records sort as they were made."""
    return int(record_id.partition("-")[2])


def find_kind(record_id: str) -> Kind | None:
    """Return the kind `record_id` names, or None where it has the form of none."""
    prefix, hyphen, number = record_id.partition("-")
    return _KINDS.get(prefix) if hyphen and number.isdecimal() and number.isascii() else None
