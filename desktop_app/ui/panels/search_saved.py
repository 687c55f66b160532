"""Keeps the saved and recent searches of one panel, and counts their hits in the background."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.saved_searches import (
    SavedSearch,
    SavedSearches,
    count_search,
    suggest_name,
)
from desktop_app.services.searching import SearchService
from desktop_app.ui.panels.search_worker import SearchWorker
from desktop_app.ui.widgets.labels import line_dialog

#: A question of the user goes before the next count.
_LATER_MS = 150


class SearchKeeper(QObject):
    """The searches of one catalogue; `recount` after every change of the index."""

    #: The searches, or their counts, are others.
    changed = Signal()
    #: A UserError: they could not be kept.
    refused = Signal(object)
    _counted = Signal(str, int)

    def __init__(
        self, uuid: str, service: SearchService, worker: SearchWorker, parent: QWidget
    ) -> None:
        """Keep the searches of the catalogue `uuid`, counted in the thread of `worker`."""
        super().__init__(parent)
        self.searches = SavedSearches(uuid)
        self.counts: dict[str, int] = {}
        self._service, self._worker = service, worker
        self._owner = parent
        self._waiting: list[SavedSearch] = []
        self._is_counting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count_next)
        self._counted.connect(self._on_counted, Qt.ConnectionType.QueuedConnection)

    # Counting

    def recount(self) -> None:
        """Count the hits of every saved search again, one after the other."""
        self._waiting = self.searches.list_saved()
        if self._waiting and not self._is_counting:
            self._timer.start(_LATER_MS)

    def stop(self) -> None:
        """Count no more."""
        self._waiting.clear()
        self._timer.stop()

    def _count_next(self) -> None:
        if self._worker.is_busy:
            self._timer.start(_LATER_MS)
        elif self._waiting:
            search = self._waiting.pop(0)
            self._is_counting = True
            future = self._worker.submit(partial(count_search, self._service, search))
            future.add_done_callback(partial(self._tell, search.name))

    def _tell(self, name: str, future: Future[int]) -> None:
        # One that cannot be read any more has no hits; the panel says why when it is run.
        is_lost = future.cancelled() or future.exception() is not None
        self._counted.emit(name, 0 if is_lost else future.result())

    @Slot(str, int)
    def _on_counted(self, name: str, count: int) -> None:
        self._is_counting = False
        self.counts[name] = count
        if self._waiting:
            self._timer.start(0)
        self.changed.emit()

    # Keeping

    def ask_name(self, search: SavedSearch) -> QInputDialog:
        """Ask under which name `search` is to be kept."""
        taken = [one.name for one in self.searches.list_saved()]
        dialog = line_dialog(self._owner, tr("Save this search"), tr("Name of the search:"))
        dialog.setObjectName("save_search_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setTextValue(suggest_name(search, taken))
        dialog.textValueSelected.connect(partial(self._save, search))
        dialog.open()
        return dialog

    def ask_rename(self, search: SavedSearch) -> QInputDialog:
        """Ask for another name of a saved search."""
        dialog = line_dialog(self._owner, tr("Rename the search"), tr("Name of the search:"))
        dialog.setObjectName("rename_search_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setTextValue(search.name)
        dialog.textValueSelected.connect(partial(self._rename, search))
        dialog.open()
        return dialog

    def _save(self, search: SavedSearch, name: str) -> None:
        try:
            self.searches.save(replace(search, name=name))
        except UserError as error:
            self.refused.emit(error)
            return
        self.recount()
        self.changed.emit()

    def _rename(self, search: SavedSearch, name: str) -> None:
        try:
            self.searches.rename(search.name, name)
        except UserError as error:
            self.refused.emit(error)
            return
        kept = self.counts.pop(search.name, None)
        if kept is not None:
            self.counts[" ".join(name.split())] = kept
        self.changed.emit()

    def forget(self, search: SavedSearch) -> None:
        """Forget a saved or a recent search."""
        try:
            if search.name:
                self.searches.remove(search.name)
                self.counts.pop(search.name, None)
            else:
                self.searches.forget_recent(search)
        except UserError as error:
            self.refused.emit(error)
            return
        self.changed.emit()

    def note_run(self, search: SavedSearch, count: int) -> None:
        """Note that `search` was run and found `count`: the recent ones, and what is seen."""
        self.searches.note_recent(search)
        for one in self.searches.list_saved():
            if one.asks_as(search):
                self.searches.note_seen(one.name, count)
                self.counts[one.name] = count
        self.changed.emit()
