"""What the reference styles share: chains, the bibliography, and telling works of a year apart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.wording import Runs, output_language, plain
from desktop_app.citations.chains import add_entry_chain, list_chain
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import find_dated
from desktop_app.citations.joining import finish, join, text_run
from desktop_app.citations.locators import format_locator, join_locators
from desktop_app.citations.names import sort_given
from desktop_app.citations.parts import without_article
from desktop_app.citations.style_words import get_style_words
from desktop_app.citations.terms import get_terms

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class ReferenceCiter(ABC):
    """A style over the sources given, by their ids; each style says its notes and entries."""

    key = ""
    #: Whether works of one author stand by year, else by title.
    by_year = False

    def __init__(self, sources: Mapping[str, CitedSource], language: str) -> None:
        """Keep the sources, by their ids, and the output language."""
        self._sources = dict(sources)
        self._language = output_language(language)
        self._terms = get_terms(language)
        self._words = get_style_words(language)

    @property
    def name(self) -> str:
        """Return the style's name in the output language."""
        return self._words.titles[self.key]

    def full_note(
        self, source_id: str, page: str = "", locator: str = "", *, known: Collection[str] = ()
    ) -> Runs:
        """Return the note of a source where it is cited first; here as every later one."""
        del known
        return self.short_note(source_id, page, locator)

    @abstractmethod
    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return a note of a source cited before."""

    def find_ibid(self, page: str = "", locator: str = "") -> Runs | None:
        """Return None: ibid. is not used."""
        del page, locator
        return None

    def list_chain(self, source_id: str) -> tuple[str, ...]:
        """Return the ids of the source and of all that its note names."""
        return tuple(one.source.id for one in list_chain(self._sources[source_id]))

    def list_bibliography(self, source_ids: Iterable[str]) -> tuple[tuple[str, Runs], ...]:
        """Return (source id, entry) for the sources and those their chains lead to, in order."""
        listed = {
            one.source.id: self._everyone[one.source.id]
            for key in source_ids
            for one in list_chain(self._sources[key])
        }
        ordered = sorted(listed.values(), key=self._order)
        return tuple((one.source.id, self._finish_entry(one)) for one in ordered)

    def _finish_entry(self, cited: CitedSource) -> Runs:
        entry = add_entry_chain(self._compose_entry(cited), cited, self._terms, self._compose_link)
        return finish(entry, self._terms)

    @abstractmethod
    def _compose_entry(self, cited: CitedSource) -> Runs:
        """Return the entry without its chain and final period."""

    @abstractmethod
    def _compose_link(self, cited: CitedSource, locator: str) -> Runs:
        """Return how a chain names a source that has its own entry."""

    def _order(self, cited: CitedSource) -> tuple[str, ...]:
        """Return what orders the bibliography: the entry's words, without a leading article."""
        source = cited.source
        title = without_article(source.title.strip(), source.language or self._language)
        lead = self._name_lead(cited) or title or plain(self._compose_entry(cited))
        dated = find_dated(cited)
        year = dated.edtf or dated.date
        second = (year, sort_key(title)) if self.by_year else (sort_key(title), year)
        lead = f"{sort_given(source, self._terms)} {lead}".lstrip()
        return sort_key(lead), *second, source.id

    @abstractmethod
    def _name_lead(self, cited: CitedSource) -> str:
        """Return the names that head the entry, "" for an anonymous source."""

    @cached_property
    def _everyone(self) -> dict[str, CitedSource]:
        """Return the sources and those of their chains, by id."""
        found = {
            one.source.id: one for cited in self._sources.values() for one in list_chain(cited)
        }
        return found | self._sources


class RunningCiter(ReferenceCiter):
    """Running notes: in full first, then in short, or ibid."""

    @property
    @abstractmethod
    def _twins(self) -> frozenset[str]:
        """Return the sources that would share a short note."""

    @abstractmethod
    def _note(self, source_id: str, place: str, shortened: Collection[str]) -> Runs:
        """Return the note of a source and its chain, those of `shortened` in short."""

    def full_note(
        self, source_id: str, page: str = "", locator: str = "", *, known: Collection[str] = ()
    ) -> Runs:
        """Return the first note of a source; of its chain, the `known` sources in short."""
        shortened = frozenset(known) - self._twins - {source_id}
        return self._note(source_id, join_locators(page, locator), shortened)

    def short_note(self, source_id: str, page: str = "", locator: str = "") -> Runs:
        """Return a later note; the full one where two sources would have the same short note."""
        shortened = self._everyone.keys() - self._twins
        return self._note(source_id, join_locators(page, locator), shortened)

    def find_ibid(self, page: str = "", locator: str = "") -> Runs | None:
        """Return "Ibid., p. 45." for the note after one of the same source."""
        place = text_run(format_locator(join_locators(page, locator), self._terms))
        return finish(join((text_run(self._terms.ibid), place), ",", self._terms), self._terms)


def find_twins(
    everyone: Mapping[str, CitedSource], compose: Callable[[CitedSource], Runs]
) -> frozenset[str]:
    """Return the ids of the sources for which `compose` gives the same words as for another."""
    said = {key: plain(compose(one)) for key, one in everyone.items()}
    times = Counter(said.values())
    return frozenset(key for key, words in said.items() if times[words] > 1)


def letter_twins(
    everyone: Mapping[str, CitedSource],
    compose: Callable[[CitedSource], Runs],
    order: Callable[[CitedSource], tuple[str, ...]],
) -> dict[str, str]:
    """Return a letter for each source whose name and year another shares: a, b, … z, za, zb."""
    groups: dict[str, list[CitedSource]] = defaultdict(list)
    for one in everyone.values():
        groups[plain(compose(one))].append(one)
    letters = {}
    for group in groups.values():
        for number, one in enumerate(sorted(group, key=order) if len(group) > 1 else ()):
            rounds, place = divmod(number, len(_LETTERS))
            letters[one.source.id] = "z" * rounds + _LETTERS[place]
    return letters
