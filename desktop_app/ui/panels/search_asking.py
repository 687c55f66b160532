"""Asking as one types: the question, its answer, and how far the index is.

Searching runs in a thread of its own; the index is kept by jobs. The panel belongs to no field:
the window may give it the one in its tool bar.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.search.query import Choice, Query
from desktop_app.services.searching import SearchService
from desktop_app.ui.panels.search_finder import Answer, Asked, Contexts, Counted
from desktop_app.ui.panels.search_frame import SearchFrame
from desktop_app.ui.panels.search_index import IndexWatch
from desktop_app.ui.panels.search_saved import SearchKeeper
from desktop_app.ui.panels.search_worker import SearchWorker
from desktop_app.ui.workspace import Workspace

#: Keys that come together are one question.
DEBOUNCE_MS = 15
#: An answer that takes longer than this is announced.
PATIENCE_MS = 400
#: So long nothing is typed before the facets are counted.
_IDLE_MS = 250
#: As many rows as a tall window shows; the rest is asked for when the list comes to its end.
PAGE = 25


class SearchAsker(SearchFrame):
    """Asks what stands in the field and shows the answer; knows nothing of what is done with it."""

    #: Something was asked: the panel wants to be seen.
    asked = Signal()

    def __init__(
        self,
        workspace: Workspace,
        service: SearchService | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Search `workspace`'s catalogue with `service`, the workspace's own by default."""
        super().__init__(parent)
        self._workspace = workspace
        service = service or workspace.search
        session = workspace.session
        self._worker = SearchWorker(service, session.db, self)
        self._index = IndexWatch(service, workspace.bridge, self)
        self.keeper = SearchKeeper(session.uuid, service, self._worker, self)
        self._expand = True
        self._chosen: frozenset[Choice] = frozenset()
        self._last: Asked | None = None
        self._answer: Answer | None = None
        self._is_stale = False
        self._waits_for_index = False
        #: Enter was pressed before the answer came: its first hit is to be opened.
        self._opens_first = False
        self._typing = self._make_timer(DEBOUNCE_MS)
        self._patience = self._make_timer(PATIENCE_MS)
        self._idle = self._make_timer(_IDLE_MS)
        self._connect_asking()

    def _connect_asking(self) -> None:
        self._typing.timeout.connect(self._ask_while_typing)
        self._patience.timeout.connect(self._show_searching)
        self._idle.timeout.connect(self._count)
        self.filters.changed.connect(self._typing.start)
        self.keys.edited.connect(self._on_edited)
        self.model.more_wanted.connect(self._ask_for_more)
        self._worker.answered.connect(self._on_answered)
        self._worker.counted.connect(self._on_counted)
        self._worker.put_in_context.connect(self._on_put_in_context)
        self._worker.refused.connect(self._on_refused)
        self._index.progressed.connect(self._on_indexing)
        self._index.settled.connect(self._on_index_settled)
        self._index.failed.connect(self._on_index_failed)
        self.keeper.refused.connect(self._on_not_kept)
        self._workspace.closing.connect(self._close)

    @abstractmethod
    def open_current(self) -> None:
        """Open the marked hit."""

    # Asking

    def search(self, text: str) -> None:
        """Search for `text` now."""
        if text != self.field.text():
            self.field.setText(text)
        self._ask(is_typing=False)

    def _query(self) -> Query:
        chosen = self.filters.chosen()
        return Query(
            text=self.field.text(),
            kinds=chosen.kinds,
            from_day=chosen.from_day,
            to_day=chosen.to_day,
            exact=chosen.exact,
            expand=self._expand,
            limit=PAGE,
        )

    def _on_edited(self) -> None:
        self._opens_first = False
        if not self.field.text().strip():
            self._choose(frozenset())
        self._idle.stop()
        self._typing.start()
        self.asked.emit()

    def _ask_while_typing(self) -> None:
        was_typed = self._last is None or self._last.query.text != self.field.text()
        self._ask(is_typing=was_typed or bool(self._last and self._last.is_typing))

    def _ask(self, *, is_typing: bool) -> None:
        self._typing.stop()
        self.hint.say(self.filters.problem())
        query = self._query()
        if not query.text.strip() and not query.narrows:
            self._worker.forget()
            self._last = self._answer = None
            self.outcome.show_nothing_asked()
            return
        self._last = Asked(
            query,
            current_language(),
            is_typing,
            chosen=self._chosen,
            group=self._group(),
        )
        self._is_stale = False
        if self._is_index_ready():
            self._worker.ask(self._last)
            self._patience.start()

    def _group(self) -> str:
        name = self.outcome.layout_name()
        return name if name in ("kind", "source") else ""

    def _show_searching(self) -> None:
        if self._worker.is_busy:
            self.outcome.show_searching()

    def _is_index_ready(self) -> bool:
        """Tell whether the index can be searched; where not, have it made and wait for it."""
        if self._index.is_ready():
            return True
        if not self._waits_for_index:
            self._waits_for_index = True
            self.outcome.summary.set_text(tr("Preparing the search…"))
            self._index.prepare()
        return False

    def _ask_for_more(self) -> None:
        if self._last is None or self._worker.is_busy:
            return
        query = replace(self._last.query, offset=len(self.model.rows()))
        self._worker.ask(replace(self._last, query=query))

    def _ask_again(self) -> None:
        """Ask the last question of the index as it is now, for as many rows as are shown."""
        if self._last is None or not self._index.is_ready():
            return
        shown = max(len(self.model.rows()), PAGE)
        query = replace(self._last.query, offset=0, limit=shown)
        self._is_stale = False
        self._worker.ask(replace(self._last, query=query))

    # The answer

    def _on_answered(self, answer: Answer) -> None:
        self.hint.say(self.filters.problem())
        self.outcome.show_answer(
            answer,
            expand=self._expand,
            is_behind=self._index.is_behind(),
            narrowed=self.filters.is_narrowing() or bool(self._chosen),
        )
        if not answer.asked.query.offset:
            self._answer = answer
            self._idle.start()
        # What was just imported is found once it is indexed: Enter waits for it.
        if self._opens_first and (answer.rows or not self._index.is_behind()):
            self._opens_first = False
            self.open_current()

    def _count(self) -> None:
        """Count the facets, and put words in context, now that nothing is typed."""
        answer = self._answer
        if answer is None or self._worker.is_busy or answer.asked.query.offset:
            return
        if self.outcome.layout_name() == "context":
            self._worker.find_contexts(answer.asked)
        if self.outcome.narrow_button.isChecked():
            self._worker.count(answer.asked)

    def _on_counted(self, counted: Counted) -> None:
        self.outcome.set_facets(counted)

    def _on_put_in_context(self, contexts: Contexts) -> None:
        self.outcome.kwic.set_lines(contexts.lines)

    def _on_refused(self, error: UserError) -> None:
        self._opens_first = False
        self.hint.show_fault(error, self.field.text())
        self.outcome.show_unreadable()

    def _on_not_kept(self, error: UserError) -> None:
        self.hint.say(error.message)

    def _choose(self, chosen: frozenset[Choice]) -> None:
        self._chosen = chosen
        self.outcome.set_facet_count(len(chosen))

    # The index

    def _on_indexing(self, done: int, total: int) -> None:
        self.outcome.summary.set_text(tr("Indexing {done} of {total}", done=done, total=total))

    def _on_index_settled(self) -> None:
        # Queued: the window may have begun to close since.
        if self._worker.is_closed:
            return
        was_awaited, self._waits_for_index = self._waits_for_index, False
        self._is_stale = self._last is not None
        self.keeper.recount()
        if was_awaited or self.isVisible():
            self._ask_again()

    def _on_index_failed(self, error: UserError) -> None:
        self._waits_for_index = self._opens_first = False
        self.hint.say(error.message)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask_again()

    def _close(self) -> None:
        for timer in (self._typing, self._patience, self._idle):
            timer.stop()
        self.keeper.stop()
        self._worker.close()
