"""What a register of sources is made from, beside the sources' own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.catalog.coverage import Coverage
from desktop_app.catalog.documents import Document
from desktop_app.catalog.sources import Repository, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldText:
    """A text of a source: how many revisions and words it has, and what was marked in it.

    `words` are parted by blanks; 0 for a script that writes none between words.
    """

    document: Document
    revisions: int
    words: int
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Who described a source first and who changed the description last, days in words."""

    by: str
    day: str
    last_by: str
    last_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """A source with what the catalogue knows beside its own fields.

    `repository` is its own or that of its nearest parent, "" for none; `drawn` are the ids of
    the sources derived from it or quoted in it; `about` the subjects that passages of its texts
    speak of, with how many claims and mentions, the most first.
    """

    source: Source
    repository: str = ""
    texts: tuple[HeldText, ...] = ()
    drawn: tuple[str, ...] = ()
    about: tuple[tuple[str, int], ...] = ()
    described: Described | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """The sources to describe and the records they name.

    `titles` names every source that another one leads to, `labels` every subject of `about`.
    """

    sources: tuple[SourceFacts, ...]
    repositories: Mapping[str, Repository] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
