"""The dossier of an entity: names, offices over time, units, events, and all the evidence.

It reports, and proves to report: every claim of the entity; every claim that names it as its
value; the dates of the events joined to it by those; and each claim that contradicts one of
these. Its mentions and the passages its names were found in have their notes too. A claim
stands in the first section it fits:

* offices: its claims of rank and office, and claims between a person and a unit or organisation;
* units and hierarchy: "part of" either way, and claims between units and organisations;
* events: claims that name an event, and claims of events that name it;
* other claims: all the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desktop_app.catalog.claims import Claim, find_named
from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.subjects import Entity, EntityKind, EntityLink, LinkKind, Name
from desktop_app.catalog.wording import word
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.battle_tree import BODIES
from desktop_app.reports.claim_phrases import (
    LeftOut,
    begin_large,
    date_key,
    dates_key,
    inverse_label,
    inverse_phrase,
    join_phrases,
    list_conflict_blocks,
    qualify,
    say,
    valid_text,
    value_phrase,
)
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import (
    Block,
    Field,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    ParagraphKind,
    Phrase,
    Report,
    Sentence,
)
from desktop_app.reports.words import get_words

_POSTS = {"office", "rank"}
_WEIGHTS = (3, 4, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFacts:
    """What a dossier says beside claims: the entities it is about, in order, and their links.

    `kinds` maps every subject of the report and every subject that is a value to "event" or an
    entity's kind; `labels` names the entities that links lead to.
    """

    entities: tuple[Entity, ...]
    links: tuple[EntityLink, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


def build_entity_dossier(data: ReportData, facts: EntityFacts, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of `data` were missing from it.

    `options.order` is "date" (the usual) or "name", the order of the rows of its tables.
    """
    book = EvidenceBook(data, options)
    blocks: list[Block] = []
    for entity in facts.entities:
        dossier = _Dossier(book, facts, entity)
        if len(facts.entities) > 1:
            blocks.append(Heading(dossier.label, 1, entity.id))
        blocks += dossier.list_blocks(2 if len(facts.entities) > 1 else 1)
    return assemble(book, blocks, title=tr_in(book.language, "Dossier"))


class _Dossier:
    """The sections of one entity, in the order in which they are shown."""

    def __init__(self, book: EvidenceBook, facts: EntityFacts, entity: Entity) -> None:
        self.book = book
        self.facts = facts
        self.entity = entity
        self.label = facts.labels.get(entity.id) or book.subject_label(entity.id)
        self.shown: list[str] = []
        self.offices: list[Claim] = []
        self.units: list[Claim] = []
        self.events: dict[str, list[Claim]] = defaultdict(list)
        self.others: list[Claim] = []
        for claim in book.data.claims:
            if entity.id in list_names(claim):
                self._sort(claim)

    def list_blocks(self, level: int) -> Iterator[Block]:
        """Yield the whole dossier of the entity, its sections headed at `level`."""
        language = self.book.language
        yield from self._list_head()
        sections = (
            (tr_in(language, "Names"), self._list_names_blocks),
            (tr_in(language, "Other entities"), self._list_links),
            (tr_in(language, "Offices and commands"), self._list_offices),
            (self._units_title(), self._list_units),
            (tr_in(language, "Events"), self._list_events),
            (tr_in(language, "Other claims"), self._list_others),
            (tr_in(language, "Conflicts"), self._list_conflicts),
            (tr_in(language, "Mentions"), self._list_mentions),
        )
        for title, list_section in sections:
            blocks = list(list_section())
            if blocks:
                yield Heading(title, level)
                yield from blocks
        if not self.shown:
            yield Paragraph(get_words(language).no_claims, ParagraphKind.REMARK)

    def _units_title(self) -> str:
        language = self.book.language
        if self.entity.kind.value in BODIES:
            return tr_in(language, "Units and hierarchy")
        return tr_in(language, "Whole and parts")

    def _sort(self, claim: Claim) -> None:
        """Put a claim into the section that shows it."""
        other = self._other(claim)
        kinds = {self.entity.kind.value, self.facts.kinds.get(other, "")}
        key = self.book.data.properties[claim.property].key
        if self.facts.kinds.get(other) == "event":
            self.events[other].append(claim)
        elif (not other and key in _POSTS) or (
            other and EntityKind.PERSON.value in kinds and kinds & BODIES
        ):
            self.offices.append(claim)
        elif other and (key == "part_of" or kinds <= BODIES):
            self.units.append(claim)
        else:
            self.others.append(claim)

    def _other(self, claim: Claim) -> str:
        """Return the subject at the other end of a claim, "" where the value is none."""
        return find_named(claim) if claim.subject == self.entity.id else claim.subject

    def _list_head(self) -> Iterator[Block]:
        language, entity = self.book.language, self.entity
        kind = word(entity.kind, language)
        yield Field(label=tr_in(language, "Kind"), phrase=say(kind), names=(entity.id,))
        for label, edtf in (
            (tr_in(language, "From"), entity.exists_from),
            (tr_in(language, "To"), entity.exists_to),
        ):
            if edtf:
                yield Field(label=label, phrase=say(format_date(parse_edtf(edtf), language)))
        for scheme, value in entity.identifiers:
            yield Field(label=scheme, phrase=say(value))
        if entity.note and self.book.options.include_descriptions:
            yield Paragraph(entity.note)

    def _list_names_blocks(self) -> Iterator[Block]:
        language = self.book.language
        rows = tuple(self._name_row(name) for name in self.entity.names)
        heads = (
            tr_in(language, "Name"),
            tr_in(language, "Kind"),
            tr_in(language, "Language"),
            tr_in(language, "Found in"),
        )
        if rows:
            yield Grid(heads=heads, weights=(5, 3, 2, 6), rows=rows)

    def _name_row(self, name: Name) -> GridRow:
        written = ", ".join(part for part in (name.language, name.script) if part)
        found: Phrase = ()
        if any(name.id == one.id for one in self.book.data.names_found):
            excerpt = self.book.data.excerpts[str(name.excerpt)]
            found = (*self.book.notes.name_source(excerpt, ""), self.book.notes.name(name))
        cells: tuple[Phrase, ...] = (
            say(name.text, language=name.language),
            say(word(name.kind, self.book.language)),
            say(written),
            found,
        )
        return GridRow(cells=tuple((cell,) for cell in cells), names=(self.entity.id,))

    def _list_links(self) -> Iterator[Block]:
        for link in self.facts.links:
            if self.entity.id in (link.entity, link.other):
                other = link.other if link.entity == self.entity.id else link.entity
                name = self.facts.labels.get(other, other)
                said = self._link_text(link.kind, name) + (f" {link.note}" if link.note else "")
                yield Sentence(phrase=say(said), names=(self.entity.id, other))

    def _link_text(self, kind: LinkKind, name: str) -> str:
        language = self.book.language
        if kind is LinkKind.NOT_THE_SAME:
            return tr_in(language, "Must not be confused with {name}.", name=name)
        return tr_in(language, "Possibly the same as {name}.", name=name)

    def _list_offices(self) -> Iterator[Block]:
        if self.offices:
            yield self._relations(self._in_order(self.offices))

    def _list_units(self) -> Iterator[Block]:
        if self.units:
            yield self._relations(self._in_order(self.units))

    def _in_order(self, claims: list[Claim]) -> list[Claim]:
        if self.book.options.order == "name":
            return sorted(claims, key=lambda one: (*self._name_key(one), date_key(one.valid)))
        return sorted(claims, key=lambda one: (date_key(one.valid), *self._name_key(one)))

    def _name_key(self, claim: Claim) -> tuple[int, int, str]:
        """Return the place of a claim by its property, its own before those that name it."""
        position = self.book.data.properties[claim.property].position
        return position, claim.subject != self.entity.id, sort_key(self._end_text(claim))

    def _end_text(self, claim: Claim) -> str:
        """Return what stands at the other end of a claim, in words."""
        if claim.subject == self.entity.id:
            return self.book.value(claim)
        return self.book.subject_label(claim.subject)

    def _relations(self, claims: list[Claim]) -> Grid:
        """Return claims as a table of when, relation, and to whom or what."""
        language = self.book.language
        heads = (
            tr_in(language, "Time"),
            tr_in(language, "Relation"),
            tr_in(language, "To whom or what"),
        )
        rows = tuple(self._relation_row(claim) for claim in claims)
        return Grid(heads=heads, weights=_WEIGHTS, rows=rows)

    def _relation_row(self, claim: Claim) -> GridRow:
        self.shown.append(claim.id)
        when = valid_text(self.book, claim) or tr_in(self.book.language, "not stated")
        end = qualify(self.book, claim, self._end_text(claim), LeftOut(valid=True))
        cells = ((say(when),), (say(self._relation(claim)),), (end,))
        return GridRow(cells=cells, names=list_names(claim))

    def _relation(self, claim: Claim) -> str:
        """Return the name of a claim's property, read from the entity's side."""
        is_own = claim.subject == self.entity.id
        return self.book.property_label(claim) if is_own else inverse_label(self.book, claim)

    def _list_events(self) -> Iterator[Block]:
        language, book = self.book.language, self.book
        if not self.events:
            return
        dates = {event: self._dates(event) for event in self.events}
        by_name = book.options.order == "name"
        ordered = sorted(
            self.events,
            key=lambda event: (
                ("", "") if by_name else dates_key(dates[event]),
                sort_key(book.subject_label(event)),
                event,
            ),
        )
        heads = (tr_in(language, "Date"), tr_in(language, "Event"), tr_in(language, "Part taken"))
        rows = tuple(self._event_row(event, dates[event]) for event in ordered)
        yield Grid(heads=heads, weights=(4, 6, 5), rows=rows)

    def _dates(self, event: str) -> list[Claim]:
        properties = self.book.data.properties
        dated = [one for one in self.book.claims[event] if properties[one.property].key == "date"]
        groups = self.book.group_by_property(dated)
        return [claim for group in groups for claim in group]

    def _event_row(self, event: str, dates: list[Claim]) -> GridRow:
        claims = self.events[event]
        self.shown += [claim.id for claim in (*dates, *claims)]
        when = tuple(value_phrase(self.book, claim) for claim in dates)
        label: Phrase = say(self.book.subject_label(event))
        parts = tuple(self._part_taken(claim) for claim in claims)
        return GridRow(cells=(when, (label,), parts), names=(event, self.entity.id))

    def _part_taken(self, claim: Claim) -> Phrase:
        """Return what an event and the entity have to do with each other, with the notes."""
        return qualify(self.book, claim, self._relation(claim))

    def _list_others(self) -> Iterator[Block]:
        own = [claim for claim in self.others if claim.subject == self.entity.id]
        naming = [claim for claim in self.others if claim.subject != self.entity.id]
        for group in self.book.group_by_property(own):
            yield from (self.book.claim_line(claim) for claim in group)
        for group in self.book.group_by_property(naming):
            ends = [inverse_phrase(self.book, claim) for claim in group]
            names = tuple(name for claim in group for name in list_names(claim))
            label = begin_large(inverse_label(self.book, group[0]))
            yield Field(label=label, phrase=join_phrases(ends), names=names)
        self.shown += [claim.id for claim in self.others]

    def _list_conflicts(self) -> Iterator[Block]:
        return list_conflict_blocks(self.book, self.shown)

    def _list_mentions(self) -> Iterator[Block]:
        return self.book.list_mentions(self.entity.id)
