"""What a report is made from: plain records that the services collect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.catalog.claims import Claim, Property
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import Attachment, Excerpt
from desktop_app.catalog.subjects import Name
from desktop_app.reports.model import Citer, Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubject:
    """A subject of the report. `kind` is "event" or the value of an entity's kind."""

    id: str
    kind: str
    label: str
    description: str = ""
    names: tuple[Name, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConflict:
    """The claims that contradict each other, in the order they are shown."""

    claims: tuple[str, ...]
    settled: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """Everything a report may say, in the order it should say it.

    `claims` and `attachments` are all those of `subjects` and of nothing else; `labels` maps
    the ids of subjects that are values; `uncited` are the claims the rules call uncited;
    `entity_names` are the names of every entity that is a subject or a value, the one to show
    first; `names_found` are names whose passages the report shows, each with its note; `scope`
    says in words what the report is about.
    """

    scope: str
    catalogue: str
    revision: int
    seal: str
    generated: str
    subjects: tuple[ReportSubject, ...]
    claims: tuple[Claim, ...]
    properties: Mapping[str, Property]
    labels: Mapping[str, str] = field(default_factory=dict)
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    conflicts: tuple[ReportConflict, ...] = ()
    uncited: frozenset[str] = frozenset()
    entity_names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    names_found: tuple[Name, ...] = ()
    day: str = ""

    def source_of(self, excerpt: str) -> str:
        """Return the id of the source whose text holds an excerpt of the report."""
        return self.documents[self.excerpts[excerpt].document].source


class QuoteForm(StrEnum):
    """How much of a quote is printed."""

    FULL = "full"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How a report is made: its language, its citation style, what it leaves out, how it is set.

    `order` and `grouping` are keys that the kind of report knows, "" for its own.
    """

    language: str
    citer: Citer
    title: str = ""
    include_mentions: bool = True
    include_descriptions: bool = True
    include_translations: bool = True
    include_index: bool = False
    quotes: QuoteForm = QuoteForm.FULL
    order: str = ""
    grouping: str = ""
    setup: Setup = field(default_factory=Setup)
