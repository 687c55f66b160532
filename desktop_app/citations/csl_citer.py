"""Any CSL style over the sources of one report.

What CSL has no room for stays Regesta's: "quoted in" and "derived from" follow the style's
words, and two sources that the style cites alike are told apart by their ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from desktop_app.catalog.wording import Run, Runs, plain
from desktop_app.citations.chains import add_note_chain
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.csl_data import describe_locator, describe_source
from desktop_app.citations.csl_engine import CslEngine, read_style_title
from desktop_app.citations.joining import finish
from desktop_app.citations.locators import join_locators
from desktop_app.citations.reference_citer import ReferenceCiter, find_twins
from desktop_app.i18n import tr_in


class CslCiter(ReferenceCiter):
    """The notes and entries that a CSL style gives through citeproc-py."""

    def __init__(self, sources: Mapping[str, CitedSource], language: str, path: Path) -> None:
        """Read the style; raise UserError where it, or citeproc-py, is missing or faulty."""
        super().__init__(sources, language)
        self._title = read_style_title(path)
        records = {key: describe_source(one, self._terms) for key, one in self._everyone.items()}
        self._engine = CslEngine(path, records, self._language)

    @property
    def name(self) -> str:
        """Return the style's title and what is not the style's."""
        return tr_in(
            self._language,
            "{title} (a CSL style, without ibid. and supplied dates; chains are Regesta’s)",
            title=self._title,
        )

    def full_note(
        self, source_id: str, page: str = "", locator: str = "", *, known: Collection[str] = ()
    ) -> Runs:
        """Return the first note of a source; of its chain, the `known` sources in short."""
        return self._note(source_id, join_locators(page, locator), frozenset(known) - {source_id})

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return a later note."""
        return self._note(source_id, join_locators(page, locator), self._everyone.keys())

    def list_bibliography(self, source_ids: Iterable[str]) -> tuple[tuple[str, Runs], ...]:
        """Return (source id, entry) in the style's order; full notes where it has no entries."""
        listed = {one for key in source_ids for one in self.list_chain(key)}
        ordered = sorted(listed, key=self._engine.place_of)
        return tuple((key, self._finish_entry(self._everyone[key])) for key in ordered)

    def _note(self, source_id: str, place: str, shortened: Collection[str]) -> Runs:
        def compose(cited: CitedSource, locator: str) -> Runs:
            return self._compose(cited, locator, again=cited.source.id in shortened)

        cited = self._sources[source_id]
        return finish(
            add_note_chain(compose(cited, place), cited, self._terms, compose), self._terms
        )

    def _compose(self, cited: CitedSource, locator: str, *, again: bool) -> Runs:
        key = cited.source.id
        runs = self._engine.cite(key, describe_locator(locator, self._terms), again=again)
        runs = _without_period(runs)
        return (*runs, Run(f" [{key}]")) if key in self._twins else runs

    def _compose_entry(self, cited: CitedSource) -> Runs:
        key = cited.source.id
        if not self._engine.has_bibliography:
            return self._compose(cited, "", again=False)
        entry = _without_period(self._engine.list_entry(key))
        return (*entry, Run(f" [{key}]")) if key in self._twins else entry

    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        return self._compose(cited, locator, again=True)

    def _name_lead(self, cited: CitedSource) -> str:
        return plain(self._compose_entry(cited))

    @cached_property
    def _twins(self) -> frozenset[str]:
        """Return the sources for which the style has the same later note as for another."""
        return find_twins(
            self._everyone, lambda one: self._engine.cite(one.source.id, None, again=True)
        )


def _without_period(runs: Runs) -> Runs:
    """Return `runs` without the final period, which comes after the chain."""
    if not runs or not runs[-1].text.endswith(".") or runs[-1].text.endswith(".."):
        return runs
    last = runs[-1]
    return (*runs[:-1], Run(last.text[:-1], last.italic, last.small_caps, last.language))
