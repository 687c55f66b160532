"""What a report or a panel asks of a citation style: notes, short notes, a bibliography.

One `ChicagoCiter` serves one report: it knows all its sources, so that two sources never
share a short note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from desktop_app.catalog.wording import Runs, output_language, plain
from desktop_app.citations.chains import list_chain
from desktop_app.citations.chicago import (
    bibliography_entry,
    bibliography_sort_key,
    full_note,
    ibid_note,
    short_note,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.locators import join_locators
from desktop_app.citations.style_words import get_style_words


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
        return get_style_words(self._language).titles["chicago"]

    def full_note(
        self, source_id: str, page: str = "", locator: str = "", *, known: Collection[str] = ()
    ) -> Runs:
        """Return the first note of a source, at the passage's page label and the typed locator.

        Sources of its chain that are `known`, cited in full before, are cited in short.
        """
        place = join_locators(page, locator)
        shortened = frozenset(known) - self._twins if known else frozenset()
        cited = self._sources[source_id]
        return full_note(cited, place, language=self._language, known=shortened)

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return a later note; the full one where two sources would have the same short note."""
        cited = self._sources[source_id]
        if source_id in self._twins:
            chain = [one.source.id for one in list_chain(cited)]
            return self.full_note(source_id, page, locator, known=chain)
        place = join_locators(page, locator)
        return short_note(cited, place, language=self._language, twins=self._twins)

    def list_chain(self, source_id: str) -> tuple[str, ...]:
        """Return the ids of the source and of all that its note names."""
        return tuple(one.source.id for one in list_chain(self._sources[source_id]))

    def find_ibid(self, page: str = "", locator: str = "") -> Runs | None:
        """Return the note that follows one of the same source, None where ibid. is not used."""
        if not self._ibid:
            return None
        return ibid_note(join_locators(page, locator), language=self._language)

    def list_bibliography(self, source_ids: Iterable[str]) -> tuple[tuple[str, Runs], ...]:
        """Return (source id, entry) for the sources and those their chains lead to, in order."""
        entries = {
            one.source.id: self._sources.get(one.source.id, one)
            for key in source_ids
            for one in list_chain(self._sources[key])
        }
        ordered = sorted(
            entries.values(), key=lambda one: bibliography_sort_key(one, language=self._language)
        )
        known = entries.keys() - self._twins
        return tuple(
            (one.source.id, bibliography_entry(one, language=self._language, known=known))
            for one in ordered
        )

    @cached_property
    def _twins(self) -> frozenset[str]:
        """Return the sources, those of the chains included, that share a short note."""
        everyone = {
            one.source.id: one for cited in self._sources.values() for one in list_chain(cited)
        }
        shorts = {
            key: plain(short_note(one, language=self._language)) for key, one in everyone.items()
        }
        times = Counter(shorts.values())
        return frozenset(key for key, text in shorts.items() if times[text] > 1)
