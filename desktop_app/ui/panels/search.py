"""The search panel: what is asked, what narrows it, and what was found, as one types.

Searching runs in a thread of its own; the index is kept by jobs. The panel belongs to no field:
the window may give it the one in its tool bar.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.search.parsing import MAX_CHARACTERS
from desktop_app.search.query import Query
from desktop_app.services.searching import SearchService
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.search_filters import SearchFilters
from desktop_app.ui.panels.search_help import SearchHelp
from desktop_app.ui.panels.search_index import IndexWatch
from desktop_app.ui.panels.search_outcome import SearchOutcome
from desktop_app.ui.panels.search_worker import Answer, Asked, SearchWorker
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.labels import set_plain_tip
from desktop_app.ui.workspace import Workspace

DEBOUNCE_MS = 150
#: An answer that takes longer than this is announced.
PATIENCE_MS = 400
PAGE = 50


class SearchPanel(QWidget):
    """A field, filters and results over everything in the catalogue."""

    #: Something was asked: the panel wants to be seen.
    asked = Signal()
    #: A passage was opened in the reader.
    passage_opened = Signal()
    #: Esc: back to where the user came from.
    left = Signal()

    def __init__(
        self,
        workspace: Workspace,
        service: SearchService | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Search `workspace`'s catalogue with `service`, the workspace's own by default."""
        super().__init__(parent)
        self.setObjectName("search_panel")
        self._workspace = workspace
        service = service or workspace.search
        self._worker = SearchWorker(service, workspace.session.db, self)
        self._index = IndexWatch(service, workspace.bridge, self)
        self._expand = True
        self._last: Asked | None = None
        self._is_stale = False
        self._waits_for_index = False
        #: Enter was pressed before the answer came: its first hit is to be opened.
        self._opens_first = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(DEBOUNCE_MS)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.use_field(self._own_field)

    def _make_widgets(self) -> None:
        self._own_field = QLineEdit()
        self._own_field.setObjectName("search_field")
        self._own_field.setAccessibleName(tr("Search everything"))
        self._own_field.setPlaceholderText(tr("Search everything: names, words, dates"))
        self._own_field.setClearButtonEnabled(True)
        self.field = self._own_field
        self.help_button = QToolButton()
        self.help_button.setObjectName("search_help_button")
        self.help_button.setAutoRaise(True)
        self.help_button.setIcon(make_icon("help", self.palette()))
        self.help_button.setAccessibleName(tr("How to search"))
        set_plain_tip(self.help_button, tr("How to search"))
        self.filters = SearchFilters()
        self.hint = Hint()
        self.hint.setObjectName("search_hint")
        self.hint.hide()
        self.outcome = SearchOutcome()
        self.model, self.results = self.outcome.model, self.outcome.results
        self._help = SearchHelp(self)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._own_field, 1)
        filter_row = QHBoxLayout()
        filter_row.setSpacing(4)
        filter_row.addWidget(self.filters, 1)
        filter_row.addWidget(self.help_button, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 4)
        head.setSpacing(4)
        head.addLayout(row)
        head.addLayout(filter_row)
        head.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.outcome, 1)

    def _connect(self) -> None:
        self._typing.timeout.connect(self._ask_while_typing)
        self._patience.timeout.connect(self._show_searching)
        self.filters.changed.connect(self._typing.start)
        self.outcome.expansion_asked.connect(self._on_expansion)
        self.help_button.clicked.connect(self.show_help)
        self.results.opened.connect(self.open_current)
        self.results.left.connect(self._focus_field)
        self.results.clicked.connect(self._on_clicked)
        self.results.selectionModel().currentChanged.connect(self._on_current)
        self.model.more_wanted.connect(self._ask_for_more)
        self.outcome.suggestion_taken.connect(self._on_suggestion)
        self.outcome.filters_unwanted.connect(self._on_filters_unwanted)
        self._worker.answered.connect(self._on_answered)
        self._worker.refused.connect(self._on_refused)
        self._index.progressed.connect(self._on_indexing)
        self._index.settled.connect(self._on_index_settled)
        self._index.failed.connect(self._on_index_failed)
        self._workspace.closing.connect(self._worker.close)

    def use_field(self, field: QLineEdit) -> None:
        """Take what is asked from `field`, which may stand elsewhere in the window."""
        if self.field is not field:
            self.field.removeEventFilter(self)
            self.field.textEdited.disconnect(self._on_edited)
        self.field = field
        # Longer is refused anyway, and lines of many combining marks take long to draw.
        field.setMaxLength(2 * MAX_CHARACTERS)
        self._own_field.setVisible(field is self._own_field)
        field.installEventFilter(self)
        field.textEdited.connect(self._on_edited)
        self.setFocusProxy(field)

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

    def _on_edited(self, _text: str) -> None:
        self._opens_first = False
        self._typing.start()
        self.asked.emit()

    def _ask_while_typing(self) -> None:
        self._ask(is_typing=True)

    def _ask(self, *, is_typing: bool) -> None:
        self._typing.stop()
        problem = self.filters.problem()
        self._say(problem)
        query = self._query()
        if not query.text.strip() and not query.narrows:
            self._worker.forget()
            self._last = None
            self.outcome.show_nothing_asked()
            return
        self._last = Asked(query, current_language(), is_typing)
        self._is_stale = False
        if self._is_index_ready():
            self._worker.ask(self._last)
            self._patience.start()

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
        query = replace(self._last.query, offset=self.model.rowCount())
        self._worker.ask(replace(self._last, query=query))

    def _ask_again(self) -> None:
        """Ask the last question of the index as it is now, for as many rows as are shown."""
        if self._last is None or not self._index.is_ready():
            return
        shown = max(self.model.rowCount(), PAGE)
        query = replace(self._last.query, offset=0, limit=shown)
        self._is_stale = False
        self._worker.ask(replace(self._last, query=query))

    # The answer

    def _on_answered(self, answer: Answer) -> None:
        self._say(self.filters.problem())
        self.outcome.show_answer(
            answer,
            expand=self._expand,
            is_behind=self._index.is_behind(),
            narrowed=self.filters.is_narrowing(),
        )
        # What was just imported is found once it is indexed: Enter waits for it.
        if self._opens_first and (answer.rows or not self._index.is_behind()):
            self._opens_first = False
            self.open_current()

    def _on_suggestion(self, suggestion: str) -> None:
        self.search(suggestion)
        self._focus_field()

    def _on_filters_unwanted(self) -> None:
        self.filters.clear()
        self._ask(is_typing=False)
        self._focus_field()

    def _on_refused(self, error: UserError) -> None:
        self._opens_first = False
        self._say(error.message)
        self.outcome.show_unreadable()

    def _say(self, words: str) -> None:
        self.hint.say(words, Role.INVALID)
        self.hint.setVisible(bool(words))

    def _on_expansion(self) -> None:
        self._expand = not self._expand
        self._ask(is_typing=False)

    def show_help(self) -> None:
        """Show what can be written in the field."""
        self._help.open_below(self.help_button)

    # Opening

    def open_current(self) -> None:
        """Open the passage of the marked hit, or make its record what the window is about."""
        row = self.outcome.current_row()
        if row is None:
            return
        found = row.found
        if found.hit.kind == Kind.EXCERPT:
            self._workspace.current_excerpt = found.record
        self._workspace.select(found.record)
        if found.document:
            self._workspace.show_passage(found.document, found.start, found.end)
            self.passage_opened.emit()

    def has_hits(self) -> bool:
        """Tell whether something was found."""
        return self.model.rowCount() > 0

    def step(self, steps: int) -> None:
        """Open the hit `steps` further down the list, without coming back to it."""
        if self.model.rowCount():
            self.results.move_row(steps)
            self.open_current()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None and not self.outcome.is_marking:
            self._workspace.select(row.found.record)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._on_current(index, index)

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() == QEvent.Type.KeyPress
        if watched is self.field and is_press and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Do what the key in the field asks; return False for one that belongs to the line."""
        page = self.results.rows_on_screen()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if event.key() in steps:
            self.asked.emit()
            self.results.move_row(steps[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_return()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

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

    # The index

    def _on_indexing(self, done: int, total: int) -> None:
        self.outcome.summary.set_text(tr("Indexing {done} of {total}", done=done, total=total))

    def _on_index_settled(self) -> None:
        was_awaited, self._waits_for_index = self._waits_for_index, False
        self._is_stale = self._last is not None
        if was_awaited or self.isVisible():
            self._ask_again()

    def _on_index_failed(self, error: UserError) -> None:
        self._waits_for_index = self._opens_first = False
        self._say(error.message)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "help_button"):
            self.help_button.setIcon(make_icon("help", self.palette()))
