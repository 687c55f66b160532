"""Runs searches off the window's thread and brings back the answer to the last one asked.

Answers to older questions are dropped. What is shown of each hit (its source, its date in
words) is read here too, so that the window only paints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.catalog.claims import Property
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.documents import find_page
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import EntityKind
from desktop_app.catalog.wording import plain, word
from desktop_app.errors import UserError
from desktop_app.i18n import tr_in
from desktop_app.search.query import Query
from desktop_app.search.records import SearchResult
from desktop_app.services.citing import SourceBook
from desktop_app.services.searching import Found, SearchService
from desktop_app.store import claims, documents, lists
from desktop_app.store.database import Database

#: The last word, while it is being typed: letters only, for a number has no beginning.
_LAST_WORD = re.compile(r"(?<![\w:*\"“”„«»-])[^\W\d_]{2,}$")

_QUOTE = re.compile('["“”„«»]')


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the query, the language of the answer, and whether it is still being typed."""

    query: Query
    language: str
    is_typing: bool = False


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One hit as it is shown: its kind or property in words, its date and its source."""

    found: Found
    icon: str
    said: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `beginning` is the unfinished word that was taken as a word's beginning."""

    asked: Asked
    total: int
    rows: tuple[FoundRow, ...]
    expanded: tuple[str, ...] = ()
    suggestion: str = ""
    beginning: str = ""


class SearchWorker(QObject):
    """Asks one question after the other in a thread of its own; `close` ends it."""

    answered = Signal(object)  # Answer
    #: A UserError: the query cannot be read, or took too long.
    refused = Signal(object)
    _ended = Signal(int, object, object)

    def __init__(self, service: SearchService, db: Database, parent: QObject | None = None) -> None:
        """Search with `service`, whose index must be ready before the first question."""
        super().__init__(parent)
        self._service = service
        self._db = db
        self._generation = 0
        self._waiting: Future[Answer] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="regesta-search")
        self._ended.connect(self._on_ended)

    def ask(self, asked: Asked) -> None:
        """Ask; the answers to earlier questions are no longer wanted."""
        self.forget()
        generation = self._generation
        is_wanted = partial(self._is_current, generation)
        self._waiting = self._pool.submit(find_answer, self._service, self._db, asked, is_wanted)
        self._waiting.add_done_callback(lambda future: self._tell(generation, future))

    def forget(self) -> None:
        """Want no answer to what was asked so far."""
        self._generation += 1
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    @property
    def is_busy(self) -> bool:
        """Tell whether an answer is awaited."""
        return self._waiting is not None

    def close(self) -> None:
        """Wait for the search under way; none is answered any more."""
        self.forget()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _is_current(self, generation: int) -> bool:
        return generation == self._generation

    def _tell(self, generation: int, future: Future[Answer]) -> None:
        if not future.cancelled():
            error = future.exception()
            self._ended.emit(generation, None if error else future.result(), error)

    @Slot(int, object, object)
    def _on_ended(self, generation: int, answer: Answer | None, error: Exception | None) -> None:
        if generation != self._generation:
            return
        self._waiting = None
        if isinstance(error, UserError):
            self.refused.emit(error)
        elif error is not None:
            raise error
        else:
            self.answered.emit(answer)


def find_answer(
    service: SearchService,
    db: Database,
    asked: Asked,
    is_wanted: Callable[[], bool] | None = None,
) -> Answer:
    """Return what is found; raise UserError where the query cannot be read or is too slow.

    Raises SearchAbandoned as soon as `is_wanted` says no.

    While one types, an unfinished last word that finds nothing is taken as the beginning of one,
    and a quotation mark that is not closed yet as closed at the end.
    """
    query, beginning = asked.query, ""
    if asked.is_typing and len(_QUOTE.findall(query.text)) % 2:
        query = replace(query, text=f'{query.text}"')
    result = service.search(query, is_wanted)
    unfinished = _LAST_WORD.search(query.text) if asked.is_typing else None
    if unfinished and not result.total and not query.exact:
        completed = service.search(replace(query, text=f"{query.text}*"), is_wanted)
        if completed.total:
            result, beginning = completed, unfinished[0]
    return Answer(
        asked=asked,
        total=result.total,
        rows=tuple(_show(service, db, result, asked.language)),
        expanded=result.expanded,
        suggestion=result.suggestion or "",
        beginning=beginning,
    )


def _show(
    service: SearchService, db: Database, result: SearchResult, language: str
) -> Iterable[FoundRow]:
    found = service.show(result)
    listed = lists.get_listing(db, [one.record for one in found])
    properties = {prop.key: prop for prop in claims.list_properties(db)}
    sources = _cite(db, found, language)
    for one in found:
        row = listed.get(one.record)
        if row is not None:
            icon, said = _describe(Kind(one.hit.kind), str(row["type"]), properties, language)
            date = _say_date(one.date, language)
            yield FoundRow(one, icon, said, date, sources.get(one.hit.id, ""))


def _say_date(date: str, language: str) -> str:
    """Return a date in words; a source's may be in words already, as its title page has it."""
    try:
        return format_date(parse_edtf(date), language) if date else ""
    except UserError:
        return date


def _describe(
    kind: Kind, kind_type: str, properties: dict[str, Property], language: str
) -> tuple[str, str]:
    """Return the icon of a record and what it is in a word or two."""
    if kind is Kind.ENTITY:
        return kind_type, word(EntityKind(kind_type), language)
    if kind is Kind.CLAIM and kind_type in properties:
        return kind.value, properties[kind_type].label(language)
    words = {
        Kind.EVENT: tr_in(language, "event"),
        Kind.EXCERPT: tr_in(language, "excerpt"),
        Kind.DOCUMENT: tr_in(language, "document"),
        Kind.SOURCE: tr_in(language, "source"),
    }
    return kind.value, words.get(kind, "")


def _cite(db: Database, found: Iterable[Found], language: str) -> dict[str, str]:
    """Return the short citation of each hit that lies in a text, at its page."""
    placed = [one for one in found if one.document]
    book = SourceBook(db, {one.document for one in placed}, language=language)
    pages = {
        record: documents.get_revision(db, record, document.revision).pages
        for record, document in book.documents.items()
    }
    cited = {}
    for one in placed:
        document = book.documents.get(one.document)
        if document is not None and document.source in book.cited:
            page = find_page(pages[one.document], one.start, one.end)
            cited[one.hit.id] = plain(book.citer.short_note(document.source, page))
    return cited
