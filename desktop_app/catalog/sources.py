"""Repositories, sources and their contributors (ISDIAH, ISAD(G), CSL-JSON field names)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a source is: the levels of ISAD(G), then the published forms."""

    FONDS = "fonds"
    SERIES = "series"
    FILE = "file"
    ITEM = "item"
    COLLECTION = "collection"
    BOOK = "book"
    CHAPTER = "chapter"
    ENTRY = "entry"
    JOURNAL = "journal"
    ARTICLE = "article"
    NEWSPAPER_ARTICLE = "newspaper article"
    WEB_PAGE = "web page"
    TELEGRAM = "telegram"
    LETTER = "letter"
    REPORT = "report"
    THESIS = "thesis"
    REGESTA = "regesta"


class SourceClass(StrEnum):
    """Whether the source is the record itself or was made from another."""

    ORIGINAL = "original"
    DERIVATIVE = "derivative"


class Closeness(StrEnum):
    """Whether the source witnessed what it tells."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Incomplete(StrEnum):
    """Ways in which a source is known to lack something."""

    BEGINNING_LOST = "beginning lost"
    TO_BE_CONTINUED = "to be continued"
    PAGES_UNKNOWN = "pages unknown"


class Role(StrEnum):
    """What a contributor did (CSL-JSON names)."""

    AUTHOR = "author"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    COMPILER = "compiler"
    SENDER = "sender"
    RECIPIENT = "recipient"
    INTERVIEWER = "interviewer"
    PHOTOGRAPHER = "photographer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """An institution that holds sources."""

    id: str
    name: str
    place: str = ""
    country: str = ""
    identifier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """A person or body behind a source.

    A personal name has `family` and `given`, or is `literal` where it is not taken apart
    (Vietnamese and Lao names, bodies). `language` decides the order in which it is written:
    in "vi" the family name comes first and nothing is inverted.
    """

    id: str
    source: str
    role: Role = Role.AUTHOR
    family: str = ""
    given: str = ""
    literal: str = ""
    language: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a citation names.

    `date` is as printed, `edtf` its machine form; both may be empty. `derived_from` and
    `quoted_in` are ids of sources; `quoted_in_locator` says where in it.
    """

    id: str
    title: str
    title_translated: str = ""
    level: Level = Level.ITEM
    parent: str | None = None
    repository: str | None = None
    contributors: tuple[Contributor, ...] = ()
    container: str = ""
    date: str = ""
    edtf: str = ""
    publisher: str = ""
    place: str = ""
    edition: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    shelf_mark: str = ""
    url: str = ""
    accessed: str = ""
    language: str = ""
    rights: str = ""
    source_class: SourceClass | None = None
    closeness: Closeness | None = None
    derived_from: str | None = None
    quoted_in: str | None = None
    quoted_in_locator: str = ""
    incomplete: tuple[Incomplete, ...] = ()
    note: str = ""
