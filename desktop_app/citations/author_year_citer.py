"""Styles that cite by name and year in parentheses; letters tell works of one year apart."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property

from desktop_app.catalog.wording import Run, Runs
from desktop_app.citations.chains import add_note_chain
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import add_letter, year_text
from desktop_app.citations.joining import follow, join, merge, text_run
from desktop_app.citations.locators import format_locator, join_locators
from desktop_app.citations.reference_citer import ReferenceCiter, letter_twins


class AuthorYearCiter(ReferenceCiter):
    """Name and year; the note of a report holds what would stand in the text, with its place."""

    by_year = True
    #: Whether a comma parts the name from the year.
    has_comma = False

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return "(Lowe and Gray 1971a, p. 45)." with its chain in the parentheses."""
        cited = self._sources[source_id]
        label = self._compose_link(cited, join_locators(page, locator))
        label = add_note_chain(label, cited, self._terms, self._compose_link)
        return merge((Run("("), *label, Run(").")))

    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        place = text_run(format_locator(locator, self._terms))
        return join((self._dated_label(cited, self._year(cited)), place), ",", self._terms)

    @abstractmethod
    def _compose_label(self, cited: CitedSource) -> Runs:
        """Return what names the source in parentheses, without its year."""

    def _dated_label(self, cited: CitedSource, year: str) -> Runs:
        label = self._compose_label(cited)
        if self.has_comma:
            return join((label, text_run(year)), ",", self._terms)
        return follow(label, " ", text_run(year))

    def _bare_year(self, cited: CitedSource) -> str:
        return year_text(cited, self._terms, self._words.no_date)

    def _year(self, cited: CitedSource) -> str:
        return add_letter(self._bare_year(cited), self._letters.get(cited.source.id, ""))

    @cached_property
    def _letters(self) -> dict[str, str]:
        def compose(cited: CitedSource) -> Runs:
            return self._dated_label(cited, self._bare_year(cited))

        def order(cited: CitedSource) -> tuple[str, ...]:
            return (cited.source.title, cited.source.edtf, cited.source.id)

        return letter_twins(self._everyone, compose, order)
