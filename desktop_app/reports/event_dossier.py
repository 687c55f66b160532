"""The dossier of an event: order of battle, course, losses by side, and all the evidence.

It reports, and proves to report: every claim and mention of the event and of its parts, and of
the units and organisations that took part those claims, not deprecated, that say their place
among others, the posts persons held, and their strength, and may hold at the time of the event.
A claim stands in the first section it fits:

* the head: date, place, decision and aims of the event itself;
* order of battle: who took part, by side; posts and strengths of the event itself;
* course: all claims of the parts but those of losses; then the results of the event itself;
* losses: killed, wounded, captured, put out of action, seized, destroyed, of all parts;
* other claims: what else is said of the event itself.

A side is what the detail of a claim says up to its first comma. Contradicting losses stand side
by side under their table, all other contradictions in a section of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from desktop_app.catalog.claims import Claim, ValueType, find_named
from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.ids import number_of
from desktop_app.catalog.subjects import Event
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.battle_tree import LOSSES, POSTS, place_units
from desktop_app.reports.claim_phrases import (
    dates_key,
    list_claim_fields,
    list_conflict_blocks,
    say,
)
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.event_tables import group_by_side, list_loss_tables, source_table
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import Block, Field, Heading, Paragraph, ParagraphKind, Report
from desktop_app.reports.unit_lines import UnitLines
from desktop_app.reports.words import get_words

#: How the course is told: parts under what they are part of, or all parts in one row.
#: The key of the grouping in which no part stands under another.
FLAT = "flat"
_HEAD = ("date", "place", "decided_by", "objective")
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """The events of a dossier: those it is about, and by their ids these with all their parts.

    `labels` names events, what they are part of, and the units that took part.
    """

    roots: tuple[str, ...]
    events: Mapping[str, Event]
    labels: Mapping[str, str] = field(default_factory=dict)


def build_event_dossier(data: ReportData, facts: EventFacts, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of `data` were missing from it.

    `options.order` is "date" (the usual) or "name", `options.grouping` "parts" (the usual) or
    "flat": the order and the arrangement of the parts in the course.
    """
    book = EvidenceBook(data, options)
    blocks: list[Block] = []
    is_one = len(facts.roots) == 1
    for root in facts.roots:
        if not is_one:
            blocks.append(Heading(facts.labels[root], 1, root))
        blocks += _Dossier(book, facts, root).list_blocks(1 if is_one else 2)
    blocks += source_table(book, 1)
    return assemble(book, blocks, title=tr_in(book.language, "Dossier of an event"))


class _Dossier:
    """The sections of one event, in the order in which they are shown."""

    def __init__(self, book: EvidenceBook, facts: EventFacts, root: str) -> None:
        self.book = book
        self.facts = facts
        self.root = root
        self.below: dict[str, list[str]] = defaultdict(list)
        for event in facts.events.values():
            if event.part_of in facts.events and event.id not in facts.roots:
                self.below[str(event.part_of)].append(event.id)
        self.tree = list(self._walk(root))
        self.claims = [claim for event, _ in self.tree for claim in book.claims[event]]
        self.units: list[str] = []

    def list_blocks(self, level: int) -> Iterator[Block]:
        """Yield the whole dossier of the event, its sections headed at `level`."""
        language = self.book.language
        yield from self._list_head()
        sections = (
            (tr_in(language, "Order of battle"), self._list_order),
            (tr_in(language, "Course"), self._list_course),
            (tr_in(language, "Result"), self._list_results),
            (tr_in(language, "Losses"), self._list_losses),
            (tr_in(language, "Other claims"), self._list_others),
            (tr_in(language, "Conflicts"), self._list_conflicts),
            (tr_in(language, "Mentions"), self._list_mentions),
        )
        for title, list_section in sections:
            blocks = list(list_section(level + 1))
            if blocks:
                yield Heading(title, level)
                yield from blocks
        if not self.claims:
            yield Paragraph(get_words(language).no_claims, ParagraphKind.REMARK)

    def _walk(self, event: str) -> Iterator[tuple[str, int]]:
        """Yield an event and its parts with their depth, in the order asked for."""
        seen = set()
        waiting = [(event, 0)]
        while waiting:
            one, depth = waiting.pop()
            if one not in seen:
                seen.add(one)
                yield one, depth
                waiting += [(part, depth + 1) for part in reversed(self._in_order(self.below[one]))]

    def _in_order(self, events: list[str]) -> list[str]:
        def by_name(event: str) -> tuple[str, int]:
            return sort_key(self.facts.labels[event]), number_of(event)

        if self.book.options.order == "name":
            return sorted(events, key=by_name)
        return sorted(events, key=lambda one: (self._date_key(one), number_of(one)))

    def _date_key(self, event: str) -> tuple[str, str]:
        """Return the place of an event in time: its own date, else the first of its parts."""
        own = self._select([event], {"date"})
        seen, waiting = {event}, list(self.below[event])
        while waiting and not own:
            part = waiting.pop()
            if part not in seen:
                seen.add(part)
                waiting += self.below[part]
        return dates_key(own or self._select(seen, {"date"}))

    def _select(self, events: Iterable[str], keys: set[str]) -> list[Claim]:
        """Return the claims of `events` with properties of `keys`."""
        claims = [claim for event in events for claim in self.book.claims[event]]
        return [claim for claim in claims if self._key(claim) in keys]

    def _key(self, claim: Claim) -> str:
        return self.book.data.properties[claim.property].key

    def _list_head(self) -> Iterator[Block]:
        language, event = self.book.language, self.facts.events[self.root]
        if event.kind:
            phrase = say(event.kind)
            yield Field(label=tr_in(language, "Kind"), phrase=phrase, names=(event.id,))
        if event.part_of:
            phrase = say(self.facts.labels.get(event.part_of, event.part_of))
            yield Field(
                label=tr_in(language, "Part of"), phrase=phrase, names=(event.id, event.part_of)
            )
        yield from list_claim_fields(self.book, self._select([self.root], set(_HEAD)))
        if event.note and self.book.options.include_descriptions:
            yield Paragraph(event.note)

    def _is_force(self, claim: Claim) -> bool:
        """Tell whether a claim of the event says a post or a strength, not a loss."""
        prop = self.book.data.properties[claim.property]
        is_figure = prop.value_type is ValueType.QUANTITY and prop.key not in LOSSES
        return prop.key in POSTS or is_figure

    def _list_order(self, level: int) -> Iterator[Block]:
        own = [one for one in self.book.claims[self.root] if self._is_force(one)]
        parts = [event for event, _ in self.tree]
        said = self._select(parts, {"participant"})
        unnamed = [one for one in said if not find_named(one) and one.subject == self.root]
        yield from list_claim_fields(self.book, own + unnamed)
        sides = group_by_side(self.book, [claim for claim in said if find_named(claim)])
        for title, claims in sides:
            yield Heading(title, level)
            yield from self._list_side(claims)

    def _list_side(self, claims: list[Claim]) -> Iterator[Block]:
        """Yield those who took part on one side, as a tree."""
        taking_part: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            taking_part[find_named(claim)].append(claim)
        units = list(taking_part)
        held = [claim for unit in units for claim in self.book.claims[unit]]
        places = place_units(units, held, self.book.data.properties)
        lines = UnitLines(self.book, places, labels=self.facts.labels, event=self.root)
        yield from lines.list_branches(units, taking_part)
        self.units += units

    def _list_course(self, level: int) -> Iterator[Block]:
        parts = [(event, depth) for event, depth in self.tree if event != self.root]
        if self.book.options.grouping == FLAT:
            parts = [(event, 1) for event in self._in_order([event for event, _ in parts])]
        for event, depth in parts:
            yield Heading(self.facts.labels[event], min(level + depth - 1, _DEEPEST), event)
            note = self.facts.events[event].note
            if note and self.book.options.include_descriptions:
                yield Paragraph(note)
            told = [one for one in self.book.claims[event] if self._key(one) not in LOSSES]
            yield from list_claim_fields(self.book, told)

    def _list_results(self, level: int) -> Iterator[Block]:
        return list_claim_fields(self.book, self._select([self.root], {"result"}))

    def _list_losses(self, level: int) -> Iterator[Block]:
        lost = [claim for claim in self.claims if self._key(claim) in LOSSES]
        yield from list_loss_tables(self.book, lost, self.facts.labels)
        yield from list_conflict_blocks(self.book, [claim.id for claim in lost])

    def _list_others(self, level: int) -> Iterator[Block]:
        told = {*_HEAD, "participant", "result", *LOSSES}
        others = [
            claim
            for claim in self.book.claims[self.root]
            if self._key(claim) not in told and not self._is_force(claim)
        ]
        for group in self.book.group_by_property(others):
            yield from (self.book.claim_line(claim) for claim in group)

    def _list_conflicts(self, level: int) -> Iterator[Block]:
        held = [claim for unit in self.units for claim in self.book.claims[unit]]
        told = [one.id for one in (*self.claims, *held) if self._key(one) not in LOSSES]
        return list_conflict_blocks(self.book, told)

    def _list_mentions(self, level: int) -> Iterator[Block]:
        for event, _ in self.tree:
            mentions = list(self.book.list_mentions(event))
            if mentions and event != self.root:
                yield Heading(self.facts.labels[event], level, event)
            yield from mentions
