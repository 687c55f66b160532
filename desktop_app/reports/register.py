"""The register of sources: a finding aid by ISAD(G), 2nd edition, from repository to item.

It describes sources and reports no claim, citation or mention: how many rest on each source is
counted. The six elements that the standard asks of every description are always there, one
that is not recorded in brackets; the others where the catalogue has something to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.coverage import Coverage, add_coverages
from desktop_app.catalog.ids import number_of
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.chronology_dates import find_place
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import Block, Heading, Paragraph, ParagraphKind, Report
from desktop_app.reports.register_facts import RegisterFacts, SourceFacts
from desktop_app.reports.register_fields import (
    DescriptionWriter,
    name_source,
    plain_field,
    read_date,
)

#: Keys of orders; the first is the usual one, what is neither is by date.
HIERARCHY, TITLE = "hierarchy", "title"
_DEEPEST = 6


def build_register(data: ReportData, facts: RegisterFacts, options: ReportOptions) -> Report:
    """Return the register; `data` holds no claim and no mention."""
    book = EvidenceBook(data, options)
    title = tr_in(book.language, "Register of sources")
    blocks = list(_Register(book, facts).list_blocks())
    return assemble(book, blocks, title=title, described=len(facts.sources))


class _Register:
    """The descriptions in the order chosen."""

    def __init__(self, book: EvidenceBook, facts: RegisterFacts) -> None:
        self.language = book.language
        self.options = book.options
        self.facts = facts
        self.by_id = {one.source.id: one for one in facts.sources}
        self.parts: dict[str, list[SourceFacts]] = defaultdict(list)
        for one in facts.sources:
            if one.source.parent in self.by_id:
                self.parts[str(one.source.parent)].append(one)
        self.shown: set[str] = set()
        self.entries = dict(book.options.citer.list_bibliography(self.by_id))

    def list_blocks(self) -> Iterator[Block]:
        """Yield what the register is, then the descriptions."""
        language = self.language
        if not self.facts.sources:
            yield Paragraph(tr_in(language, "No sources are recorded."), ParagraphKind.REMARK)
            return
        yield Paragraph(
            tr_in(
                language,
                "Described by ISAD(G): General International Standard Archival Description, "
                "second edition. Numbers are those of its elements; what is not recorded stands "
                "in square brackets.",
            ),
            ParagraphKind.REMARK,
        )
        if (self.options.order or HIERARCHY) == HIERARCHY:
            yield from self._list_hierarchy()
            return
        order = _title_order if self.options.order == TITLE else _date_order
        for one in sorted(self.facts.sources, key=order):
            yield from self._list_source(one, 1)

    def _list_hierarchy(self) -> Iterator[Block]:
        roots = [one for one in self.facts.sources if one.source.parent not in self.by_id]
        holders: dict[str, list[SourceFacts]] = defaultdict(list)
        for one in roots:
            holders[one.repository].append(one)
        for key in sorted(holders, key=self._repository_order):
            yield from self._list_repository(key)
            for root in sorted(holders[key], key=_shelf_order):
                yield from self._list_tree(root)
        # Sources that stand above themselves have no root: none is left out.
        for one in self.facts.sources:
            yield from self._list_tree(one)

    def _list_tree(self, root: SourceFacts) -> Iterator[Block]:
        """Yield a source and all below it that was not described before."""
        waiting = [(root, 2)]
        while waiting:
            one, level = waiting.pop()
            if one.source.id not in self.shown:
                self.shown.add(one.source.id)
                yield from self._list_source(one, min(level, _DEEPEST))
                parts = sorted(self.parts[one.source.id], key=_shelf_order, reverse=True)
                waiting += [(part, level + 1) for part in parts]

    def _repository_order(self, key: str) -> tuple[bool, str]:
        """Return what sorts repositories by name, sources without one last."""
        held = self.facts.repositories.get(key)
        return held is None, sort_key(held.name) if held else ""

    def _list_repository(self, key: str) -> Iterator[Block]:
        language, held = self.language, self.facts.repositories.get(key)
        if held is None:
            yield Heading(tr_in(language, "Without a repository"), 1)
            return
        yield Heading(held.name, 1, held.id)
        place = ", ".join(part for part in (held.place, held.country) if part)
        for label, words in (
            (tr_in(language, "Place"), place),
            (tr_in(language, "Identifier"), held.identifier),
            (tr_in(language, "Note"), held.note),
        ):
            if words:
                yield plain_field(label, words)

    def _list_source(self, one: SourceFacts, level: int) -> Iterator[Block]:
        yield Heading(name_source(one.source), level, one.source.id)
        writer = DescriptionWriter(one, self.facts, self.language)
        parts = self.parts[one.source.id]
        yield from writer.list_identity(len(parts))
        if self.options.include_descriptions:
            yield from writer.list_context(self.entries.get(one.source.id, ()))
        yield from writer.list_texts(self._add_up(one) if parts else None)

    def _add_up(self, one: SourceFacts) -> Coverage:
        """Return the coverage of the texts of a source and of all below it."""
        found, waiting, seen = [], [one], set()
        while waiting:
            part = waiting.pop()
            if part.source.id not in seen:
                seen.add(part.source.id)
                found += [text.coverage for text in part.texts]
                waiting += self.parts[part.source.id]
        return add_coverages(found)


def _shelf_order(one: SourceFacts) -> tuple[object, ...]:
    """Return what sorts sources by shelf mark, its numbers by size, then as they were recorded."""
    parts = re.split(r"(\d+)", one.source.shelf_mark)
    mark = [(int(part), "") if part.isdecimal() else (-1, sort_key(part)) for part in parts]
    return not one.source.shelf_mark, mark, number_of(one.source.id)


def _title_order(one: SourceFacts) -> tuple[object, ...]:
    return sort_key(one.source.title), number_of(one.source.id)


def _date_order(one: SourceFacts) -> tuple[object, ...]:
    """Return what sorts sources by date, those without one last."""
    date = read_date(one.source)
    place = find_place(date) if date else None
    return place is None, place or (), number_of(one.source.id)
