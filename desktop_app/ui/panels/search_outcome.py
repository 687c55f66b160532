"""What came of a search: a line that sums it up, and below it the hits or why there are none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.panels.search_results import ResultModel, ResultView
from desktop_app.ui.panels.search_worker import Answer, FoundRow
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import elided_label


class SearchOutcome(QWidget):
    """Shows answers. Which hit is marked survives a new answer that has it too."""

    #: The offered query is wanted in place of the one that found nothing.
    suggestion_taken = Signal(str)
    filters_unwanted = Signal()
    expansion_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing asked."""
        super().__init__(parent)
        self._suggestion = ""
        self._is_marking = False
        self.summary = elided_label()
        self.summary.setObjectName("search_summary")
        self.expansion = QPushButton()
        self.expansion.setObjectName("search_expansion")
        self.expansion.setFlat(True)
        self.model = ResultModel(self)
        self.results = ResultView(self.model)
        self.empty = EmptyState("search", tr("Type what you are looking for."))
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.results)
        self._lay_out()
        self.expansion.clicked.connect(self.expansion_asked)
        self.empty.action_asked.connect(self._on_action)
        self.show_nothing_asked()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.addWidget(self.summary, 1)
        row.addWidget(self.expansion)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.body, 1)

    @property
    def is_marking(self) -> bool:
        """Tell whether a hit is being marked by the program and not by the user."""
        return self._is_marking

    def current_row(self) -> FoundRow | None:
        """Return the marked hit."""
        return self.model.row_at(self.results.currentIndex())

    def show_answer(self, answer: Answer, *, expand: bool, is_behind: bool, narrowed: bool) -> None:
        """Show what was found, or more of it.

        `expand`: other names were allowed; `is_behind`: the newest changes are not indexed yet;
        `narrowed`: filters were set.
        """
        if answer.asked.query.offset:
            self.model.add_rows(answer.rows, answer.total)
            return
        before = self.current_row()
        self.model.set_rows(answer.rows, answer.total)
        self._suggestion = "" if is_behind else answer.suggestion
        self._show_summary(answer, expand)
        if answer.rows:
            self.body.setCurrentWidget(self.results)
            self._mark(before)
        else:
            self._show_nothing_found(is_behind=is_behind, narrowed=narrowed)

    def _mark(self, before: FoundRow | None) -> None:
        """Mark the hit that was marked before, else the first; the window stays where it is."""
        ids = [row.found.hit.id for row in self.model.rows()]
        row = ids.index(before.found.hit.id) if before and before.found.hit.id in ids else 0
        self._is_marking = True
        self.results.setCurrentIndex(self.model.index(row, 0))
        self._is_marking = False

    def _show_summary(self, answer: Answer, expand: bool) -> None:
        said = [tr("{count} found", count=answer.total)] if answer.total else []
        if answer.beginning:
            said.append(tr("words that begin with “{beginning}”", beginning=answer.beginning))
        if answer.expanded:
            said.append(tr("also searched: {names}", names=", ".join(answer.expanded)))
        self.summary.set_text(" · ".join(said))
        self.expansion.setVisible(bool(answer.expanded) or not expand)
        self.expansion.setText(tr("Only what I typed") if expand else tr("Search other names too"))

    def _show_nothing_found(self, *, is_behind: bool, narrowed: bool) -> None:
        action = ""
        if is_behind:
            words = tr("Nothing found so far: the newest changes are being indexed.")
        elif self._suggestion:
            words = tr("Nothing found.")
            action = tr("Did you mean “{suggestion}”?", suggestion=self._suggestion)
        elif narrowed:
            words = tr("Nothing found with these filters.")
            action = tr("Search without filters")
        else:
            words = tr("Nothing found. Fewer words, or only the beginning of one, find more.")
        self.empty.set_content("search", words, action)
        self.body.setCurrentWidget(self.empty)

    def show_nothing_asked(self) -> None:
        """Show that nothing is asked."""
        self._suggestion = ""
        self.model.set_rows((), 0)
        self.summary.set_text("")
        self.expansion.hide()
        self.empty.set_content("search", tr("Type what you are looking for."))
        self.body.setCurrentWidget(self.empty)

    def show_searching(self) -> None:
        """Say that an answer takes its time."""
        self._suggestion = ""
        self.summary.set_text(tr("Searching…"))
        self.empty.set_content("search", tr("Searching…"))

    def show_unreadable(self) -> None:
        """Show that the question cannot be read; hits of the one before stay."""
        if self.body.currentWidget() is self.empty:
            self._suggestion = ""
            self.summary.set_text("")
            self.empty.set_content("search", tr("This cannot be searched for as it is written."))

    def _on_action(self) -> None:
        if self._suggestion:
            self.suggestion_taken.emit(self._suggestion)
        else:
            self.filters_unwanted.emit()
