"""The concordance of names: each entity's names, how they are spelt, where they stand.

It reports no claim. Its notes are the passages that show names, each with its quote: those of
`ReportData.names_found` in the row of their name (where the same passage is attached to the
entity, that note tells it), those of `ReportData.attachments` where a name
stands in them, else in the line "under no catalogued name".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.catalog.collation import find_letter, sort_key
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.subjects import EntityKind, Name
from desktop_app.catalog.wording import Run, Runs, colon, word
from desktop_app.errors import UserError
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.data import ReportData, ReportOptions, ReportSubject
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import (
    Block,
    Grid,
    GridRow,
    Heading,
    NoteRef,
    Paragraph,
    ParagraphKind,
    Phrase,
    Quote,
    Report,
)
from desktop_app.reports.words import SECTIONS, get_words

_WEIGHTS = (24, 18, 48, 10)
_FIGURES = (3,)
_SILENT: Phrase = (Run("—"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlace:
    """One place of a name in a document.

    It has the label of its page, else the locator of a citation there, else the number of its
    paragraph, 0 where the text has but one. `shown_by` are the attachments, and the name itself,
    whose passage holds the place.
    """

    document: str
    page: str = ""
    locator: str = ""
    paragraph: int = 0
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """A name and its places by spelling, its own first; in order of the texts.

    With `is_elsewhere`, the passage it was found in holds none of them.
    """

    name: Name
    spellings: tuple[tuple[str, tuple[NamePlace, ...]], ...]
    is_elsewhere: bool = False


class Likeness(Enum):
    """Why two entities might be taken for each other."""

    SAID_OTHER = auto()
    SAID_POSSIBLY_SAME = auto()
    SPELT_ALIKE = auto()
    FOLDED_ALIKE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusable:
    """An entity that must not be taken for this one: why, by which names, the archivist's note."""

    other: str
    likeness: Likeness
    own_name: str = ""
    other_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntity:
    """What is said of one entity. `unnamed` are attachments that show none of its names."""

    uses: tuple[NameUse, ...]
    confusables: tuple[Confusable, ...] = ()
    unnamed: tuple[str, ...] = ()
    exists: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFacts:
    """The concordance's own facts, by entity, and what sources are called.

    `titles` are those of documents whose source has several; `texts` counts the texts searched.
    """

    entities: Mapping[str, NamedEntity]
    sources: Mapping[str, Runs]
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: int = 0


def build_name_concordance(data: ReportData, facts: NameFacts, options: ReportOptions) -> Report:
    """Return the concordance of the names of `data.subjects`, in dictionary order.

    Reports every attachment of `data` (unless mentions are left out), the passage of every name
    in `names_found`, and no claim: `data` must hold none.
    Raises AssertionError if a passage were missing from it.
    """
    book = EvidenceBook(data, options)
    blocks = list(_Concordance(book, facts).list_blocks())
    return assemble(book, blocks, title=tr_in(book.language, "Concordance of names and spellings"))


class _Concordance:
    """Writes the blocks, making each note where its passage is first named."""

    def __init__(self, book: EvidenceBook, facts: NameFacts) -> None:
        self._book = book
        self._facts = facts
        self._language = book.language
        self._attachments = {one.id: one for one in book.data.attachments}
        self._found = {name.id: name for name in book.data.names_found}
        self._subjects = sorted(book.data.subjects, key=lambda one: (self._key(one.label), one.id))

    def list_blocks(self) -> Iterator[Block]:
        grouping = self._book.options.grouping
        if grouping == "kind":
            yield from self._list_kinds()
        elif grouping == "entity":
            yield from self._list_entities()
        else:
            yield from self._list_letters()
        yield Paragraph(self._describe_search(), ParagraphKind.REMARK)

    def _list_letters(self) -> Iterator[Block]:
        """Yield a grid a letter, in which other names lead to the one an entity stands under."""
        entries: list[tuple[str, ReportSubject, Name | None]] = []
        for subject in self._subjects:
            entries.append((subject.label, subject, None))
            letter = self._letter(subject.label)
            others = {name.text: name for name in subject.names if name.text != subject.label}
            entries += [
                (text, subject, name)
                for text, name in others.items()
                if self._letter(text) != letter
            ]
        letters: dict[str, list[tuple[str, ReportSubject, Name | None]]] = defaultdict(list)
        for entry in sorted(entries, key=lambda one: (self._key(one[0]), one[1].id)):
            letters[self._letter(entry[0])].append(entry)
        for letter, found in letters.items():
            yield Heading(letter or "—", 1)
            yield self._grid(
                row
                for _, subject, name in found
                for row in (
                    self._list_rows(subject) if name is None else [self._see_row(subject, name)]
                )
            )

    def _list_kinds(self) -> Iterator[Block]:
        for kind in SECTIONS:
            found = [one for one in self._subjects if one.kind == kind]
            if found:
                yield Heading(get_words(self._language).sections[kind], 1)
                yield self._grid(row for one in found for row in self._list_rows(one))

    def _list_entities(self) -> Iterator[Block]:
        for kind in SECTIONS:
            found = [one for one in self._subjects if one.kind == kind]
            if found:
                yield Heading(get_words(self._language).sections[kind], 1)
            for subject in found:
                yield Heading(subject.label, 2, subject.id)
                yield self._grid(self._list_rows(subject, with_head=False))

    def _grid(self, rows: Iterable[GridRow]) -> Grid:
        heads = (
            tr_in(self._language, "Name"),
            tr_in(self._language, "Kind and language"),
            tr_in(self._language, "Where it stands"),
            tr_in(self._language, "Times"),
        )
        return Grid(heads=heads, weights=_WEIGHTS, rows=tuple(rows), figures=_FIGURES)

    def _list_rows(self, subject: ReportSubject, *, with_head: bool = True) -> Iterator[GridRow]:
        named = self._facts.entities[subject.id]
        if with_head:
            yield GridRow(
                cells=((self._head(subject, named),),), is_group=True, names=(subject.id,)
            )
        for use in named.uses:
            yield from self._list_use_rows(use)
        refs = self._refs(named.unnamed)
        if refs:
            label = (Run(tr_in(self._language, "under no catalogued name"), italic=True),)
            yield GridRow(cells=((label,), (), (refs,), (_number(len(refs)),)))
        for one in named.confusables:
            yield GridRow(
                cells=((self._likeness(one),), (), (self._explain(one),), ()), names=(one.other,)
            )

    def _head(self, subject: ReportSubject, named: NamedEntity) -> Phrase:
        kind = word(EntityKind(subject.kind), self._language)
        said = (kind, self._say_existence(named))
        return (Run(subject.label), Run(f" ({'; '.join(filter(None, said))})"))

    def _say_existence(self, named: NamedEntity) -> str:
        first, last = named.exists
        if not (first or last):
            return ""
        try:
            return format_date(parse_edtf(f"{first or '..'}/{last or '..'}"), self._language)
        except UserError:
            return f"{first}–{last}"

    def _list_use_rows(self, use: NameUse) -> Iterator[GridRow]:
        """Yield a name's row, then one for each other spelling of it."""
        (_, own), *others = use.spellings
        places = self._list_places(own)
        if use.is_elsewhere:
            found = tr_in(self._language, "found in a passage that spells it otherwise")
            places.append((Run(found, italic=True), *self._refs([use.name.id])))
        yield GridRow(
            cells=(
                ((Run(use.name.text, language=use.name.language),),),
                ((Run(self._describe(use.name)),),),
                tuple(places) or (_SILENT,),
                (_number(len(own)),),
            )
        )
        for spelt, stands in others:
            said = Run(f"{tr_in(self._language, 'as spelt')} ", italic=True)
            yield GridRow(
                cells=(
                    ((said, Quote(text=spelt)),),
                    (),
                    tuple(self._list_places(stands)),
                    (_number(len(stands)),),
                )
            )

    def _see_row(self, subject: ReportSubject, name: Name) -> GridRow:
        see = get_words(self._language).see.format(name=subject.label)
        own = (Run(name.text, language=name.language),)
        return GridRow(
            cells=((own,), ((Run(self._describe(name)),),), ((Run(see, italic=True),),), ()),
            names=(subject.id,),
        )

    def _describe(self, name: Name) -> str:
        parts = (word(name.kind, self._language), name.language, name.script)
        return ", ".join(part for part in parts if part)

    def _list_places(self, places: Iterable[NamePlace]) -> list[Phrase]:
        """Return a line for each document: its source, its pages, how often, its notes."""
        by_document: dict[str, list[NamePlace]] = defaultdict(list)
        for place in places:
            by_document[place.document].append(place)
        return [self._line(document, found) for document, found in by_document.items()]

    def _line(self, document: str, places: list[NamePlace]) -> Phrase:
        held = self._book.data.documents[document]
        phrase: list[Run | Quote | NoteRef] = [*self._facts.sources[held.source]]
        if document in self._facts.titles:
            phrase.append(Run(f", {self._facts.titles[document]}"))
        if len(places) > 1:
            phrase.append(Run(f" ({len(places)}×)"))
        by_place: dict[tuple[str, str], list[NamePlace]] = defaultdict(list)
        for place in places:
            by_place[self._say_place(place)].append(place)
        mark, last_kind = colon(self._language), ""
        for (kind, label), found in by_place.items():
            count = f" ({len(found)})" if 1 < len(found) < len(places) else ""
            if label:
                said = f"{kind}\u00a0{label}" if kind and kind != last_kind else label
                phrase.append(Run(f"{mark}{said}{count}"))
                mark, last_kind = ", ", kind
            phrase += self._refs(dict.fromkeys(one for place in found for one in place.shown_by))
        return tuple(phrase)

    def _say_place(self, place: NamePlace) -> tuple[str, str]:
        """Return the word for a kind of place, and its label."""
        if place.page:
            return tr_in(self._language, "p."), place.page
        if place.locator:
            return "", place.locator
        return "¶", str(place.paragraph) if place.paragraph else ""

    def _refs(self, passages: Iterable[str]) -> tuple[NoteRef, ...]:
        """Return the notes of attachments, unless these are left out, and of names."""
        notes = self._book.notes
        refs = []
        for one in passages:
            if one in self._found:
                refs.append(notes.name(self._found[one]))
            elif self._book.options.include_mentions:
                refs.append(notes.mention(self._attachments[one], with_quote=True))
        return tuple(refs)

    def _likeness(self, one: Confusable) -> Phrase:
        words = (
            tr_in(self._language, "possibly the same as")
            if one.likeness is Likeness.SAID_POSSIBLY_SAME
            else tr_in(self._language, "not to be confused with")
        )
        return (Run(words, italic=True),)

    def _explain(self, one: Confusable) -> Phrase:
        other = self._book.subject_label(one.other)
        why = one.note
        if one.likeness is Likeness.SPELT_ALIKE:
            why = tr_in(self._language, "both are called “{name}”", name=one.own_name)
        elif one.likeness is Likeness.FOLDED_ALIKE:
            why = tr_in(
                self._language,
                "“{own}” and “{other}” differ in tones, hyphens or capitals alone",
                own=one.own_name,
                other=one.other_name,
            )
        return (Run(colon(self._language).join(filter(None, (other, why)))),)

    def _describe_search(self) -> str:
        return tr_in(
            self._language,
            "Texts searched: {count}. Found are spellings that differ from a catalogued name in "
            "tones, hyphens, blanks and capitals alone; words belong to the longest name they "
            "are part of. ¶ counts the paragraphs of a text without pages.",
            count=self._facts.texts,
        )

    def _key(self, text: str) -> str:
        return sort_key(text, self._language)

    def _letter(self, text: str) -> str:
        return find_letter(text, self._language)


def _number(count: int) -> Phrase:
    return (Run(str(count)),) if count else _SILENT
