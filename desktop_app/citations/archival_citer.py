"""The archival style over the sources of one report."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.wording import Runs, plain
from desktop_app.citations.archival import (
    compose_entry,
    compose_note,
    compose_short,
    describe_record,
    list_path,
)
from desktop_app.citations.chains import add_note_chain
from desktop_app.citations.chicago_entries import entry_lead
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import name_repository
from desktop_app.citations.joining import finish
from desktop_app.citations.parts import is_archival
from desktop_app.citations.reference_citer import RunningCiter, find_twins


class ArchivalCiter(RunningCiter):
    """The whole path first, then mark, folio and item, or ibid.; records before printed works."""

    key = "archival"

    def _note(self, source_id: str, place: str, shortened: Collection[str]) -> Runs:
        def compose(cited: CitedSource, locator: str) -> Runs:
            if cited.source.id in shortened:
                return compose_short(cited, locator, self._terms)
            return compose_note(cited, locator, self._terms, self._words)

        cited = self._sources[source_id]
        note = add_note_chain(compose(cited, place), cited, self._terms, compose)
        return finish(note, self._terms)

    def _compose_entry(self, cited: CitedSource) -> Runs:
        return compose_entry(cited, self._terms, self._words)

    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        if cited.source.id in self._twins:
            return compose_note(cited, locator, self._terms, self._words)
        return compose_short(cited, locator, self._terms)

    def _order(self, cited: CitedSource) -> tuple[str, ...]:
        """Return records by place and date, those of unknown place, then works by their names."""
        path = ", ".join(list_path(cited, self._words)) if is_archival(cited) else ""
        if not path:
            return ("2", *super()._order(cited))
        described = plain(describe_record(cited, self._terms))
        part = "0" if name_repository(cited) else "1"
        return part, sort_key(path), cited.source.edtf, sort_key(described), cited.source.id

    def _name_lead(self, cited: CitedSource) -> str:
        return plain(entry_lead(cited.source, self._terms))

    @cached_property
    def _twins(self) -> frozenset[str]:
        def compose(cited: CitedSource) -> Runs:
            return compose_short(cited, "", self._terms)

        return find_twins(self._everyone, compose)
