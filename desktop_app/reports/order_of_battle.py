"""The order of battle as a tree: units in their places on a day, who leads them, how strong.

It reports, and proves to report, of every unit it holds: each claim that is not deprecated, may
hold on the day, and says the unit's place among others, a post held by a person, or a quantity
that is no loss; and, where it is about events, the claims that the units took part in them or
in their parts. A unit stands once: under one superior (`battle_tree.place_units` says which),
as the top of a tree, or among those whose place is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desktop_app.catalog.claims import Claim, DateValue, find_named
from desktop_app.catalog.collation import sort_key
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.battle_tree import Places, place_units
from desktop_app.reports.claim_phrases import (
    date_key,
    date_text,
    list_conflict_blocks,
    say,
)
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import Block, Field, Heading, Paragraph, ParagraphKind, Report
from desktop_app.reports.unit_lines import UnitLines


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """The units of an order of battle, with their labels, and its day, None for all times.

    `event` is the id of the one event it is about, "" where it is about several or none.
    """

    units: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    on: DateValue | None = None
    event: str = ""


def build_order_of_battle(data: ReportData, facts: OrderFacts, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of `data` were missing from it.

    `options.order` is "name" (the usual) or "date", in the order in which units took their places.
    """
    book = EvidenceBook(data, options)
    places = place_units(facts.units, data.claims, data.properties, facts.on)
    lines = UnitLines(book, places, on=facts.on, labels=facts.labels, event=facts.event)
    blocks = list(_list_blocks(book, facts, places, lines))
    return assemble(book, blocks, title=tr_in(book.language, "Order of battle"))


def _list_blocks(
    book: EvidenceBook, facts: OrderFacts, places: Places, lines: UnitLines
) -> Iterator[Block]:
    language = book.language
    day = date_text(book, facts.on) if facts.on else tr_in(language, "all times")
    yield Field(label=tr_in(language, "As of"), phrase=say(day))
    units = set(facts.units)
    yield from lines.list_legend([one for one in book.data.claims if one.subject in units])
    taking_part: dict[str, list[Claim]] = defaultdict(list)
    for claim in book.data.claims:
        if claim.subject not in units:
            taking_part[find_named(claim)].append(claim)
    ordered = _order(facts.units, book, places, lines)
    tied = {*places.superiors, *places.superiors.values()}
    for title, members in (
        (tr_in(language, "Hierarchy"), [unit for unit in ordered if unit in tied]),
        (tr_in(language, "Place not known"), [unit for unit in ordered if unit not in tied]),
    ):
        if members:
            yield Heading(title, 1)
            yield from lines.list_branches(members, taking_part)
    conflicts = list(list_conflict_blocks(book, [claim.id for claim in book.data.claims]))
    if conflicts:
        yield Heading(tr_in(language, "Conflicts"), 1)
        yield from conflicts
    if not facts.units:
        yield Paragraph(tr_in(language, "No unit is recorded."), ParagraphKind.REMARK)


def _order(
    units: tuple[str, ...], book: EvidenceBook, places: Places, lines: UnitLines
) -> list[str]:
    def by_name(unit: str) -> tuple[str, str]:
        return sort_key(lines.label(unit)), unit

    def by_date(unit: str) -> tuple[tuple[str, str], tuple[str, str]]:
        placing = places.claims.get(unit)
        return date_key(book.by_id[placing].valid if placing else None), by_name(unit)

    return sorted(units, key=by_date if book.options.order == "date" else by_name)
