"""The search panel: what is asked, what narrows it, and what was found, as one types.

Searching runs in a thread of its own; the index is kept by jobs. The panel belongs to no field:
the window may give it the one in its tool bar.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.catalog.ids import Kind
from desktop_app.search.records import SearchResult
from desktop_app.services.concordance import Context
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.saved_searches import SavedSearch
from desktop_app.services.searching import SearchService
from desktop_app.ui.panels.search_asking import SearchAsker
from desktop_app.ui.panels.search_bench import SearchBench
from desktop_app.ui.workspace import Workspace


class SearchPanel(SearchAsker):
    """A field, filters and results over everything in the catalogue."""

    #: A passage was opened in the reader.
    passage_opened = Signal()
    #: Every match in the text of a document that was opened: its id, [start, end) in order.
    places_found = Signal(str, object)
    #: Esc: back to where the user came from.
    left = Signal()

    def __init__(
        self,
        workspace: Workspace,
        service: SearchService | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Search `workspace`'s catalogue with `service`, the workspace's own by default."""
        super().__init__(workspace, service, parent)
        self._preferences: PreferenceFile | None = None
        self.bench = SearchBench(workspace)
        self._column.addWidget(self.bench)
        self._connect()
        self._show_searches()

    def _connect(self) -> None:
        self.help_button.clicked.connect(self.show_help)
        self.hint.place_wanted.connect(self.keys.go_to)
        self.keys.stepped.connect(self._on_stepped)
        self.keys.paged.connect(self._on_paged)
        self.keys.entered.connect(self._on_return)
        self.keys.escaped.connect(self.left)
        self.keeper.changed.connect(self._show_searches)
        self.bench.left.connect(self._focus_hits)
        self._worker.placed.connect(self.places_found)
        self._connect_outcome()

    def _connect_outcome(self) -> None:
        self.results.opened.connect(self.open_current)
        self.results.left.connect(self._focus_field)
        self.outcome.kwic.opened.connect(self.open_current)
        self.outcome.kwic.left.connect(self._focus_field)
        self.results.clicked.connect(self._on_clicked)
        self.results.selectionModel().currentChanged.connect(self._on_current)
        self.outcome.expansion_asked.connect(self._on_expansion)
        self.outcome.suggestion_taken.connect(self._on_suggestion)
        self.outcome.filters_unwanted.connect(self._on_filters_unwanted)
        self.outcome.layout_chosen.connect(self._on_layout)
        self.outcome.facets_toggled.connect(self._on_facets_toggled)
        self.facets.toggled.connect(self.toggle_choice)
        self.facets.cleared.connect(self.clear_choices)
        self.facets.left.connect(self._focus_field)
        tree = self.outcome.start.tree
        tree.run_wanted.connect(self.run_search)
        tree.forget_wanted.connect(self.keeper.forget)
        tree.rename_wanted.connect(self.keeper.ask_rename)
        tree.left.connect(self._focus_field)

    # What narrows, and how it is shown

    def toggle_choice(self, facet: str, value: str) -> None:
        """Narrow the results to a value of a facet, or take that back."""
        button = self.filters.kinds.get(Kind(value)) if facet == "kind" else None
        if button is not None:
            button.toggle()
        else:
            self._choose(self._chosen ^ {(facet, value)})
        self._ask_as_before()

    def clear_choices(self) -> None:
        """Take back every choice, the kinds pressed above too."""
        self._choose(frozenset())
        self.filters.clear_kinds()
        self._ask_as_before()

    def _ask_as_before(self) -> None:
        """Ask the same words, taken as typed or as still being typed as they were."""
        self._ask(is_typing=bool(self._last and self._last.is_typing))

    def _on_layout(self, _name: str) -> None:
        if self._last is not None:
            self._ask_as_before()
        if self._preferences is not None:
            self._preferences.put(search_layout=self.outcome.layout_name())

    def _on_facets_toggled(self, is_open: bool) -> None:
        if self._preferences is not None:
            self._preferences.put(search_facets=is_open)
        if is_open:
            self._count()

    def keep_look(self, preferences: PreferenceFile) -> None:
        """Show the results as they were shown last, and remember how they are."""
        self.outcome.set_layout_name(preferences.chosen.search_layout)
        self.outcome.narrow_button.setChecked(preferences.chosen.search_facets)
        self._preferences = preferences

    def _on_suggestion(self, suggestion: str) -> None:
        self.search(suggestion)
        self._focus_field()

    def _on_filters_unwanted(self) -> None:
        self._choose(frozenset())
        self.filters.clear()
        self._ask(is_typing=False)
        self._focus_field()

    def _on_expansion(self) -> None:
        self._expand = not self._expand
        self._ask(is_typing=False)

    # Searches of before

    def this_search(self) -> SavedSearch:
        """Return what is asked now, as it can be kept."""
        lines = self.filters
        return SavedSearch(
            text=self.field.text(),
            kinds=lines.chosen().kinds,
            first=lines.from_line.text(),
            last=lines.to_line.text(),
            exact=lines.exact.isChecked(),
            expand=self._expand,
            chosen=tuple(sorted(self._chosen)),
        )

    def run_search(self, search: SavedSearch) -> None:
        """Ask what was asked before."""
        self.asked.emit()
        self.filters.set_filters(search)
        self._expand = search.expand
        self._choose(frozenset(search.chosen))
        self.search(search.text)
        self._focus_field()

    def can_save(self) -> bool:
        """Tell whether something is asked that can be kept."""
        return self._last is not None

    def save_search(self) -> None:
        """Ask under which name the search is to be kept."""
        if self._last is not None:
            self.keeper.ask_name(self.this_search())

    def _show_searches(self) -> None:
        kept = self.keeper.searches
        self.outcome.start.set_searches(kept.list_saved(), kept.list_recent(), self.keeper.counts)

    def _note_run(self) -> None:
        if self._answer is not None and self._answer.found:
            self.keeper.note_run(self.this_search(), self._answer.total)

    # Opening

    def open_current(self) -> None:
        """Open the passage of the marked hit, or make its record what the window is about."""
        found = self.outcome.current_found()
        if found is None:
            return
        self._note_run()
        if found.hit.kind == Kind.EXCERPT:
            self._workspace.current_excerpt = found.record
        self._workspace.select(found.record)
        if found.document:
            self._workspace.show_passage(found.document, found.start, found.end)
            if self._answer is not None:
                self._worker.find_places(self._answer.asked, found.document)
            self.passage_opened.emit()

    # From a hit

    def takes_hit(self) -> bool:
        """Tell whether the hits are in sight and one is marked, to be excerpted or claimed from."""
        return self.isVisible() and self.outcome.current_found() is not None

    def make_excerpt(self) -> None:
        """Make the sentence of the marked hit an excerpt and go to the field that attaches it."""
        found = self.outcome.current_found()
        if found is not None:
            self.bench.make_excerpt(found)

    def state_claim(self) -> None:
        """Open the claim line for the marked hit."""
        found = self.outcome.current_found()
        if found is not None:
            self.bench.state_claim(found)

    def _focus_hits(self) -> None:
        self.outcome.hits().setFocus(Qt.FocusReason.OtherFocusReason)

    # Going out

    def find_all(self, then: Callable[[SearchResult], object]) -> None:
        """Call `then` with every hit that is asked for, best first, once they are found."""
        if self._answer is not None and self.has_hits():
            self._worker.find_all(self._answer.asked, then)

    def query_text(self) -> str:
        """Return what was asked, as typed."""
        return self._answer.asked.query.text if self._answer is not None else ""

    def contexts(self) -> list[Context]:
        """Return the words in context on show, in their order."""
        shows = self.outcome.body.currentWidget() is self.outcome.kwic
        return self.outcome.kwic.model.lines() if shows else []

    def has_hits(self) -> bool:
        """Tell whether something was found."""
        return self.model.rowCount() > 0

    def step(self, steps: int) -> None:
        """Open the hit `steps` further down the list, without coming back to it."""
        if self.has_hits():
            self._on_stepped(steps)
            self.open_current()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None and not self.outcome.is_marking:
            self.outcome.is_chosen = True
            self._workspace.select(row.found.record)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._on_current(index, index)

    def _on_stepped(self, steps: int) -> None:
        self.asked.emit()
        if self.outcome.hits() is self.outcome.kwic:
            self.outcome.kwic.move_row(steps)
        else:
            self.results.move_row(steps)

    def _on_paged(self, pages: int) -> None:
        self._on_stepped(pages * self.results.rows_on_screen())

    def _on_return(self) -> None:
        """Open the marked hit; where the answer is still awaited, its first one as it comes."""
        self.asked.emit()
        is_answered = self._last is not None and self._last.query == self._query()
        if self._typing.isActive() or not is_answered:
            self._opens_first = True
            self._ask(is_typing=False)
        elif self._worker.is_busy or self._waits_for_index:
            self._opens_first = True
        else:
            self.open_current()
