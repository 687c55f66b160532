"""Runs searches off the window's thread and brings back the answer to the last one asked.

Answers to older questions are dropped, and searching for them stops. The counts of the facets
follow the answer, so that nobody waits for them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_app.errors import UserError
from desktop_app.search.query import SearchAbandoned
from desktop_app.search.records import SearchResult
from desktop_app.services.searching import SearchService
from desktop_app.store.database import Database
from desktop_app.ui.panels.search_finder import Answer, Asked, Contexts, Counted, Finder


class SearchWorker(QObject):
    """Asks one question after the other in a thread of its own; `close` ends it."""

    answered = Signal(object)  # Answer
    counted = Signal(object)  # Counted
    put_in_context = Signal(object)  # Contexts
    #: A UserError: the query cannot be read, or took too long.
    refused = Signal(object)
    #: A document and its matches, in order.
    placed = Signal(str, object)
    _ended = Signal(int, object, object)
    _placed = Signal(str, object)
    _found_all = Signal(object, object)

    def __init__(self, service: SearchService, db: Database, parent: QObject | None = None) -> None:
        """Search with `service`, whose index must be ready before the first question."""
        super().__init__(parent)
        self.finder = Finder(service, db)
        self._generation = 0
        self.is_closed = False
        self._waiting: Future[Any] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="regesta-search")
        self._placed.connect(self.placed, Qt.ConnectionType.QueuedConnection)
        self._found_all.connect(self._on_found_all, Qt.ConnectionType.QueuedConnection)
        # A search may have ended before it is known here that it began.
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def ask(self, asked: Asked) -> None:
        """Ask; the answers to earlier questions are no longer wanted."""
        self.forget()
        self._waiting = self._submit(partial(self.finder.answer, asked))

    def count(self, asked: Asked) -> None:
        """Count the facets of `asked`, unless something else is asked meanwhile."""
        self._submit(partial(self.finder.count, asked))

    def find_contexts(self, asked: Asked) -> None:
        """Find the words in context, unless something else is asked meanwhile."""
        self._submit(partial(self.finder.find_contexts, asked))

    def find_all(self, asked: Asked, then: Callable[[SearchResult], object]) -> None:
        """Find every hit, and call `then` with them in the window's thread."""
        future = self._pool.submit(self.finder.find_all, asked)
        future.add_done_callback(partial(self._tell_all, then))

    def _tell_all(
        self, then: Callable[[SearchResult], object], future: Future[SearchResult]
    ) -> None:
        if not future.cancelled():
            error = future.exception()
            self._found_all.emit(then, error or future.result())

    @Slot(object, object)
    def _on_found_all(
        self, then: Callable[[SearchResult], object], found: SearchResult | BaseException
    ) -> None:
        if isinstance(found, UserError):
            self.refused.emit(found)
        elif isinstance(found, BaseException):
            raise found
        else:
            then(found)

    def find_places(self, asked: Asked, document: str) -> None:
        """Find every match in the text of `document`."""
        future = self._pool.submit(self.finder.find_places, asked, document)
        future.add_done_callback(partial(self._tell_places, document))

    def _tell_places(self, document: str, future: Future[Any]) -> None:
        # Without them the passage is open all the same.
        if not future.cancelled() and future.exception() is None:
            self._placed.emit(document, future.result())

    def submit(self, work: Callable[[], Any]) -> Future[Any]:
        """Run `work` in the thread of the searches, after those under way."""
        return self._pool.submit(work)

    def _submit(self, work: Callable[[Callable[[], bool]], Any]) -> Future[Any]:
        generation = self._generation
        future = self._pool.submit(work, partial(self._is_current, generation))
        future.add_done_callback(lambda done: self._tell(generation, done))
        return future

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
        self.is_closed = True
        self.forget()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _is_current(self, generation: int) -> bool:
        return generation == self._generation

    def _tell(self, generation: int, future: Future[Any]) -> None:
        if not future.cancelled():
            error = future.exception()
            self._ended.emit(generation, None if error else future.result(), error)

    @Slot(int, object, object)
    def _on_ended(self, generation: int, found: object, error: Exception | None) -> None:
        if generation != self._generation or isinstance(error, SearchAbandoned):
            return
        if isinstance(found, Counted):
            self.counted.emit(found)
            return
        if isinstance(found, Contexts):
            self.put_in_context.emit(found)
            return
        self._waiting = None
        if isinstance(error, UserError):
            self.refused.emit(error)
        elif error is not None:
            raise error
        elif isinstance(found, Answer):
            self.answered.emit(found)
