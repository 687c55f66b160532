"""A report as blocks and notes: what it says, and nothing of how it is printed.

Every report is built into this model and every writer (HTML, Markdown, plain, print) reads
it. A new kind of block needs one dataclass here, its spans in `layout`, and its case in each
writer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.wording import Runs


class Citer(Protocol):
    """What a report asks of a citation style; the services pass one that knows the sources."""

    @property
    def name(self) -> str:
        """Return the style's name, for the end of the report."""

    def full_note(
        self, source_id: str, page: str = "", locator: str = "", *, known: Collection[str] = ()
    ) -> Runs:
        """Return the first note of a source; of its chain, the `known` sources in short."""

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return a later note of the same source."""

    def list_chain(self, source_id: str) -> tuple[str, ...]:
        """Return the ids of the source and of all that its full note names."""

    def find_ibid(self, page: str = "", locator: str = "") -> Runs | None:
        """Return the note that follows one of the same source, None where ibid. is not used."""

    def list_bibliography(self, source_ids: Iterable[str]) -> tuple[tuple[str, Runs], ...]:
        """Return (source id, entry) of all that is cited and what it was taken from, in order."""


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note's number where it is referred to. `first` is False where the note is repeated."""

    number: int
    stance: Stance = Stance.SUPPORTS
    first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact words of a passage, never changed, and a translation where there is one."""

    text: str
    language: str = ""
    translation: str = ""
    translation_language: str = ""
    translation_remark: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `key` is the id of the record it stands for, "" for a section."""

    text: str
    level: int
    key: str = ""


class ParagraphKind(Enum):
    """What a paragraph is there for."""

    TEXT = auto()
    NAMES = auto()
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that are not a claim: a description, names, a remark of the report."""

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim on a line. `subject` is its label where the heading above does not say it."""

    claim: str
    label: str
    value: str
    qualifiers: tuple[str, ...] = ()
    refs: tuple[NoteRef, ...] = ()
    rank: Rank = Rank.NORMAL
    uncited: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A passage attached to a subject without a claim."""

    quote: Quote
    ref: NoteRef
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One citation as a conflict shows it: the quote, its source in short, its note."""

    quote: Quote
    source: Runs
    ref: NoteRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictColumn:
    """One of the values that contradict each other, with all that speaks for and against it."""

    claim: str
    value: str
    qualifiers: tuple[str, ...] = ()
    chosen: bool = False
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictTable:
    """Contradicting values side by side. `reason` is the archivist's, once it is settled."""

    label: str
    columns: tuple[ConflictColumn, ...]
    settled: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextLine:
    """A word with what stands left and right of it, the words of lines under each other."""

    left: str
    word: str
    right: str
    source: str
    language: str = ""


Block = Heading | Paragraph | ClaimLine | Mention | ConflictTable | ContextLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A numbered note. `origin` is the id of the citation or attachment it renders.

    `quote` is None for a mention, whose quote stands in the text.
    """

    number: int
    origin: str
    source: str
    citation: Runs
    stance: Stance = Stance.SUPPORTS
    quote: Quote | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BibliographyEntry:
    """One entry of the bibliography."""

    source: str
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the report holds; `sources` are those whose passages it cites.

    `places` are the lines of a report of words in context, which holds nothing else.
    """

    claims: int = 0
    citations: int = 0
    mentions: int = 0
    sources: int = 0
    conflicts: int = 0
    uncited: int = 0
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report. `generated` is its date in words, given by the caller, `day` the same in ISO.

    `catalogue`, `revision` (the number of the last change) and `seal` (the first digits of the hash
    that seals all changes up to it) say what it was made from.
    """

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    bibliography: tuple[BibliographyEntry, ...]
    counts: Counts
    generated: str
    catalogue: str
    revision: int
    seal: str
    style: str
    day: str = ""
