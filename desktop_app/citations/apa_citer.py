"""APA, 7th edition, over the sources of one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_app.catalog.wording import Runs
from desktop_app.citations.apa import Entry, compose_label, compose_reference, ends_open, name_lead
from desktop_app.citations.author_year_citer import AuthorYearCiter
from desktop_app.citations.chains import add_entry_chain
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import year_text
from desktop_app.citations.joining import finish, merge


class ApaCiter(AuthorYearCiter):
    """Names, year and place in parentheses: (Lowe & Gray, 1971, p. 45).

    The manual lists only the work that was read; a report lists the document quoted in it
    too, for it says what every citation rests on.
    """

    key = "apa"
    has_comma = True

    def __init__(self, sources: Mapping[str, CitedSource], language: str) -> None:
        """Keep the sources, by their ids, and the output language."""
        super().__init__(sources, language)
        bare_times = replace(self._terms.locators, time=("", ""))
        self._terms = replace(self._terms, quoted_in=self._words.as_cited_in, locators=bare_times)

    def _compose_label(self, cited: CitedSource) -> Runs:
        return compose_label(cited, self._terms)

    def _bare_year(self, cited: CitedSource) -> str:
        return year_text(cited, self._terms, self._words.no_date_apa)

    def _compose_entry(self, cited: CitedSource) -> Runs:
        return compose_reference(Entry(cited, self._terms, self._words, self._year(cited)))

    def _finish_entry(self, cited: CitedSource) -> Runs:
        entry = add_entry_chain(self._compose_entry(cited), cited, self._terms, self._compose_link)
        is_open = ends_open(entry, cited.source)
        return merge(entry) if is_open else finish(entry, self._terms)

    def _name_lead(self, cited: CitedSource) -> str:
        return name_lead(cited.source, self._terms, self._words)
