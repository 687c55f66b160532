"""Citations of excerpts, from the records of the catalogue through the citation style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import Excerpt
from desktop_app.catalog.sources import Repository, Source
from desktop_app.catalog.subjects import NameKind
from desktop_app.catalog.wording import Run, Runs, plain
from desktop_app.citations.abbreviations import expand_source, list_abbreviations
from desktop_app.citations.chicago import source_name
from desktop_app.citations.cited import CitedSource, gather_source
from desktop_app.citations.styles import make_citer
from desktop_app.store import documents, sources, subjects
from desktop_app.store.database import Database


class SourceBook:
    """The sources behind some documents, read once, with the citations they give.

    It shows the catalogue as it was when made: whoever keeps one makes it anew after a change.
    """

    def __init__(
        self,
        db: Database,
        document_ids: Iterable[str],
        source_ids: Iterable[str] = (),
        *,
        language: str = "en",
        style: str = "chicago",
    ) -> None:
        """Read the documents, their sources, those of `source_ids` and all that these lead to."""
        found = documents.list_documents(db, document_ids)
        self.documents: dict[str, Document] = {one.id: one for one in found}
        self.repositories: dict[str, Repository] = {
            one.id: one for one in sources.list_repositories(db)
        }
        named = {one.source for one in found} | set(source_ids)
        read = read_chains(db, named)
        meanings = _find_meanings(db, read.values())
        self.sources = {key: expand_source(one, meanings) for key, one in read.items()}
        self.cited: dict[str, CitedSource] = {
            source: gather_source(source, self.sources, self.repositories)
            for source in named
            if source in self.sources
        }
        self._language = language
        self.citer = make_citer(style, self.cited, language)

    def find_source(self, source: str) -> Source | None:
        """Return a source that was read."""
        return self.sources.get(source)

    def name_sources(self) -> dict[str, Runs]:
        """Return what each source read is called in a table: in short, without its chain.

        Two sources of one name are told apart by their ids.
        """
        names = {
            one: source_name(
                gather_source(one, self.sources, self.repositories), language=self._language
            )
            for one in self.sources
        }
        times = Counter(plain(runs) for runs in names.values())
        return {
            one: runs if times[plain(runs)] == 1 else (*runs, Run(f" [{one}]"))
            for one, runs in names.items()
        }

    def source_of(self, excerpt: Excerpt) -> str:
        """Return the id of the source that an excerpt's document is a text of, "" if unknown."""
        document = self.documents.get(excerpt.document)
        return document.source if document else ""

    def full_note(self, excerpt: Excerpt, locator: str = "") -> Runs:
        """Return the full citation of an excerpt at its page and the typed locator."""
        source = self.source_of(excerpt)
        return self.citer.full_note(source, excerpt.page, locator) if source in self.cited else ()

    def format(self, excerpt: Excerpt, locator: str = "") -> str:
        """Return the full citation of an excerpt as plain text."""
        return plain(self.full_note(excerpt, locator))


def _find_meanings(db: Database, found: Iterable[Source]) -> dict[str, str]:
    """Return what the abbreviations in the sources stand for; nothing for one of two meanings."""
    short = list_abbreviations(found)
    meanings: dict[str, set[str]] = {text: set() for text in short}
    for entity in subjects.find_abbreviated(db, short) if short else ():
        said = {name.text for name in entity.names if name.kind is NameKind.ABBREVIATED}
        for text in said & short:
            meanings[text] |= {entity.label} - {text}
    return {text: full.pop() for text, full in meanings.items() if len(full) == 1}


def read_chains(db: Database, start: set[str]) -> dict[str, Source]:
    """Return the sources of `start` and all that parents and derivations lead to."""
    found: dict[str, Source] = {}
    waiting = set(start)
    while waiting:
        for source in sources.list_sources(db, waiting):
            found[source.id] = source
        links = {
            link
            for source in found.values()
            for link in (source.parent, source.derived_from, source.quoted_in)
            if link
        }
        known = waiting | set(found)
        waiting = links - known
    return found
