"""The three ways of citing in ISO 690: running notes, numbers, and name and date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from desktop_app.catalog.wording import Run, Runs
from desktop_app.citations.author_year_citer import AuthorYearCiter
from desktop_app.citations.chains import add_note_chain
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.iso690 import (
    Asked,
    compose_label,
    compose_reference,
    compose_short,
    name_creators,
)
from desktop_app.citations.joining import finish, join, text_run
from desktop_app.citations.locators import format_locator, join_locators
from desktop_app.citations.reference_citer import ReferenceCiter, RunningCiter, find_twins


class Iso690NotesCiter(RunningCiter):
    """Running notes: the whole reference first, then names and short title, or ibid."""

    key = "iso690-notes"

    def _note(self, source_id: str, place: str, shortened: Collection[str]) -> Runs:
        def compose(cited: CitedSource, locator: str) -> Runs:
            asked = Asked(cited, self._terms, self._words, locator)
            short = cited.source.id in shortened
            return compose_short(asked) if short else compose_reference(asked)

        cited = self._sources[source_id]
        note = add_note_chain(compose(cited, place), cited, self._terms, compose)
        return finish(note, self._terms)

    def _compose_entry(self, cited: CitedSource) -> Runs:
        return compose_reference(Asked(cited, self._terms, self._words))

    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        asked = Asked(cited, self._terms, self._words, locator)
        twin = cited.source.id in self._twins
        return compose_reference(asked) if twin else compose_short(asked)

    def _name_lead(self, cited: CitedSource) -> str:
        return name_creators(cited.source, self._terms)

    @cached_property
    def _twins(self) -> frozenset[str]:
        def compose(cited: CitedSource) -> Runs:
            return compose_short(Asked(cited, self._terms, self._words))

        return find_twins(self._everyone, compose)


class Iso690NumericCiter(ReferenceCiter):
    """Numbers in brackets, given to the sources in the order in which they are first cited."""

    key = "iso690-numeric"

    def __init__(self, sources: Mapping[str, CitedSource], language: str) -> None:
        """Begin with no number given."""
        super().__init__(sources, language)
        self._numbers: dict[str, int] = {}

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return "[3], p. 45." and the numbers of the chain."""
        cited = self._sources[source_id]
        note = self._compose_link(cited, join_locators(page, locator))
        note = add_note_chain(note, cited, self._terms, self._compose_link)
        return finish(note, self._terms)

    def _compose_entry(self, cited: CitedSource) -> Runs:
        reference = compose_reference(Asked(cited, self._terms, self._words))
        return (Run(f"[{self._number(cited)}] "), *reference)

    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        number = text_run(f"[{self._number(cited)}]")
        return join((number, text_run(format_locator(locator, self._terms))), ",", self._terms)

    def _name_lead(self, cited: CitedSource) -> str:
        return name_creators(cited.source, self._terms)

    def _order(self, cited: CitedSource) -> tuple[str, ...]:
        return (f"{self._number(cited):09}",)

    def _number(self, cited: CitedSource) -> int:
        return self._numbers.setdefault(cited.source.id, len(self._numbers) + 1)


class Iso690DateCiter(AuthorYearCiter):
    """Names and year in parentheses, the year after the names in the bibliography."""

    key = "iso690-date"

    def _compose_label(self, cited: CitedSource) -> Runs:
        return compose_label(cited, self._terms)

    def _compose_entry(self, cited: CitedSource) -> Runs:
        return compose_reference(Asked(cited, self._terms, self._words, year=self._year(cited)))

    def _name_lead(self, cited: CitedSource) -> str:
        return name_creators(cited.source, self._terms)
