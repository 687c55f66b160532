"""A report as blocks and notes: what it says, and nothing of how it is printed.

Every report is built into this model and every writer (HTML, Markdown, plain, print) reads
it. A new kind of block needs one dataclass here, its spans in `layout`, and its case in each
writer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Protocol

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.wording import Run, Runs


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
    """The exact words of a passage, never changed, and a translation where there is one.

    `ends` are its first and last words where only those are shown, () where all are.
    """

    text: str
    ends: tuple[str, ...] = ()
    language: str = ""
    translation: str = ""
    translation_language: str = ""
    translation_remark: str = ""


#: Words of the report, words of sources and numbers of notes in one line, in reading order.
Phrase = tuple[Run | Quote | NoteRef, ...]


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
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A passage attached to a subject without a claim."""

    quote: Quote
    ref: NoteRef
    remark: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A line of the report that holds numbers of notes or quotes: a course, a finding."""

    phrase: Phrase
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A labelled line of a description; `code` is its number in a standard ("3.1.1")."""

    label: str
    phrase: Phrase
    code: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A line of a tree. `rails` has one entry a level above it, from the root: whether a line of
    that level still follows below; the last entry is its own level's. A root has none.
    """

    phrase: Phrase
    rails: tuple[bool, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row of a grid: for each column a cell of paragraphs. A group's row has one cell, which
    spans all columns and heads the rows after it.
    """

    cells: tuple[tuple[Phrase, ...], ...]
    is_group: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: heads, rows, and the columns' widths as shares of the whole.

    The heads are repeated on every page; a row may be parted where it is taller than a page.
    `figures` are the columns (from 0) of numbers, which stand at the right.
    """

    heads: tuple[str, ...]
    weights: tuple[int, ...]
    rows: tuple[GridRow, ...]
    caption: str = ""
    figures: tuple[int, ...] = ()


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


Block = (
    Heading
    | Paragraph
    | ClaimLine
    | Mention
    | Sentence
    | Field
    | Branch
    | Grid
    | ConflictTable
    | ContextLine
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A numbered note. `origin` is the id of the citation, attachment or name it renders.

    `quote` is None where it stands in the text: for a mention, in a comparison.
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
class IndexEntry:
    """A name of the index of names and the record it names; its pages are those of the blocks
    whose `names` or `key` hold `record`. With `see`, the name under which to look instead.
    """

    text: str
    record: str
    see: str = ""
    language: str = ""


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "a4"
    LETTER = "letter"


class Margins(StrEnum):
    """How wide the margins are."""

    NORMAL = "normal"
    NARROW = "narrow"
    WIDE = "wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How a report is set, for every writer that has pages or notes."""

    paper: Paper = Paper.A4
    margins: Margins = Margins.NORMAL
    notes_at_foot: bool = True
    contents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the report holds; `sources` are those whose passages it cites.

    `places` are the lines of a report of words in context, which holds nothing else; `names`
    the names shown with the passage they were found in; `described` the sources that a register
    describes, which cites nothing.
    """

    claims: int = 0
    citations: int = 0
    mentions: int = 0
    sources: int = 0
    conflicts: int = 0
    uncited: int = 0
    places: int = 0
    names: int = 0
    described: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report. `generated` is its date in words, given by the caller, `day` the same in ISO.

    `catalogue`, `revision` (the number of the last change) and `seal` (the first digits of the hash
    that seals all changes up to it) say what it was made from. `index` is in the order of its
    language, empty where none is asked for.
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
    index: tuple[IndexEntry, ...] = ()
    setup: Setup = Setup()


def list_refs(block: Block) -> tuple[NoteRef, ...]:
    """Return the numbers of notes in `block` in reading order, but for those of conflicts."""
    match block:
        case ClaimLine(refs=refs):
            return refs
        case Mention(ref=ref):
            return (ref,)
        case Sentence(phrase=phrase) | Field(phrase=phrase) | Branch(phrase=phrase):
            return _refs_in(phrase)
        case Grid(rows=rows):
            return tuple(
                ref
                for row in rows
                for cell in row.cells
                for phrase in cell
                for ref in _refs_in(phrase)
            )
        case _:
            return ()


def list_block_names(block: Block) -> tuple[str, ...]:
    """Return the ids of the records that `block` names, for the index of names."""
    match block:
        case Heading(key=key):
            return (key,) if key else ()
        case Grid(rows=rows):
            return tuple(name for row in rows for name in row.names)
        case ClaimLine() | Mention() | Sentence() | Field() | Branch():
            return block.names
        case _:
            return ()


def _refs_in(phrase: Phrase) -> tuple[NoteRef, ...]:
    return tuple(one for one in phrase if isinstance(one, NoteRef))
