"""What a report or a panel asks of a citation style: notes, short notes, a bibliography.

One `ChicagoCiter` serves one report: it knows all its sources, so that two sources never
share a short note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from desktop_app.catalog.wording import Run, Runs, output_language, plain
from desktop_app.citations.chicago import (
    bibliography_entry,
    bibliography_sort_key,
    full_note,
    ibid_note,
    short_note,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.locators import join_locators
from desktop_app.citations.terms import get_terms


class ChicagoCiter:
    """Chicago notes and bibliography over the sources given, by their ids."""

    def __init__(
        self, sources: Mapping[str, CitedSource], language: str, *, ibid: bool = False
    ) -> None:
        """Keep the sources and the output language; Chicago advises against `ibid`."""
        self._sources = dict(sources)
        self._language = output_language(language)
        self._ibid = ibid

    @property
    def name(self) -> str:
        """Return the style's name in the output language."""
        return get_terms(self._language).chicago

    def full_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return the first note of a source, at the passage's page label and the typed locator."""
        place = join_locators(page, locator)
        return full_note(self._sources[source_id], place, language=self._language)

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return a later note; the full one where two sources would have the same short note."""
        if source_id in self._ambiguous_ids:
            return self.full_note(source_id, page, locator)
        place = join_locators(page, locator)
        return short_note(self._sources[source_id], place, language=self._language)

    def find_ibid(self, page: str = "", locator: str = "") -> Runs | None:
        """Return the note that follows one of the same source, None where ibid. is not used."""
        if not self._ibid:
            return None
        return ibid_note(join_locators(page, locator), language=self._language)

    def list_bibliography(self, source_ids: Iterable[str]) -> tuple[tuple[str, Runs], ...]:
        """Return (source id, entry) for the sources and those their chains lead to, in order."""
        entries: dict[str, CitedSource] = {}
        waiting = [self._sources[key] for key in source_ids]
        while waiting:
            cited = waiting.pop()
            if cited.source.id in entries:
                continue
            entries[cited.source.id] = cited
            waiting += [one for one in (cited.quoted_in, cited.derived_from) if one is not None]
        ordered = sorted(
            entries.values(), key=lambda one: bibliography_sort_key(one, language=self._language)
        )
        return tuple((cited.source.id, self._entry(cited)) for cited in ordered)

    @cached_property
    def _ambiguous_ids(self) -> frozenset[str]:
        """Return the sources whose short notes are not theirs alone."""
        shorts = {
            key: plain(short_note(one, language=self._language))
            for key, one in self._sources.items()
        }
        times = Counter(shorts.values())
        return frozenset(key for key, text in shorts.items() if times[text] > 1)

    def _entry(self, cited: CitedSource) -> tuple[Run, ...]:
        return bibliography_entry(cited, language=self._language, full_chain=False)
