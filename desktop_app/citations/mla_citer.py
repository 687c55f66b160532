"""MLA, 9th edition, over the sources of one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from desktop_app.catalog.wording import Run, Runs
from desktop_app.citations.chains import add_note_chain
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import merge
from desktop_app.citations.locators import join_locators
from desktop_app.citations.mla import Work, compose_entry, compose_label, name_lead
from desktop_app.citations.reference_citer import ReferenceCiter, find_twins


class MlaCiter(ReferenceCiter):
    """Names and page in parentheses, with a short title where the names have several works.

    Two works that even so would be cited alike are told apart by their dates and shelf marks.
    """

    key = "mla"

    def __init__(self, sources: Mapping[str, CitedSource], language: str) -> None:
        """Keep the sources, by their ids, and the output language."""
        super().__init__(sources, language)
        bare_times = replace(self._terms.locators, time=("", ""))
        about = self._words.about_mla or self._terms.about
        self._terms = replace(self._terms, locators=bare_times, about=about)
        self._quoting = replace(self._terms, quoted_in=self._words.quoted_in_mla)

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return "(Lowe and Gray 45)." with its chain in the parentheses."""
        cited = self._sources[source_id]
        label = self._compose_link(cited, join_locators(page, locator))
        label = add_note_chain(label, cited, self._quoting, self._compose_link)
        return merge((Run("("), *label, Run(").")))

    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        key = cited.source.id
        if key in self._alike:
            return compose_label(self._work(cited), locator, with_title=True, with_facts=True)
        return compose_label(self._work(cited), locator, with_title=key in self._namesakes)

    def _compose_entry(self, cited: CitedSource) -> Runs:
        return compose_entry(self._work(cited))

    def _name_lead(self, cited: CitedSource) -> str:
        return name_lead(cited.source, self._terms, self._words)

    def _work(self, cited: CitedSource) -> Work:
        return Work(cited, self._terms, self._words)

    @cached_property
    def _namesakes(self) -> frozenset[str]:
        """Return the works whose names alone would mean several."""
        return find_twins(self._everyone, lambda one: compose_label(self._work(one), ""))

    @cached_property
    def _alike(self) -> frozenset[str]:
        """Return the works that names and title do not tell apart."""

        def compose(cited: CitedSource) -> Runs:
            return compose_label(self._work(cited), "", with_title=True)

        return find_twins(self._everyone, compose)
