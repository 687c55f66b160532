"""What came of a search: a line that sums it up, what else was searched, and the hits.

Where there are none it says why; before anything is asked it offers the searches of before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.searching import Found
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.facets import FacetColumn
from desktop_app.ui.panels.kwic import KwicView
from desktop_app.ui.panels.search_finder import Answer, Counted
from desktop_app.ui.panels.search_meanings import MeaningLink
from desktop_app.ui.panels.search_results import ResultModel, ResultView
from desktop_app.ui.panels.search_rows import FoundRow
from desktop_app.ui.panels.search_start import StartPage
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flat_button import flat_button
from desktop_app.ui.widgets.labels import elided_label, escape_keys, set_plain_tip
from desktop_app.ui.widgets.link_button import LinkButton

#: How the hits are shown, marked, by the name the settings keep.
LAYOUTS = {
    "": mark("Best first"),
    "kind": mark("By kind"),
    "source": mark("By source"),
    "context": mark("Words in context"),
}
#: Narrower than this the facets stand above the hits and not beside them.
_NARROW_LETTERS = 62


class SearchOutcome(QWidget):
    """Shows answers. Which hit is marked survives a new answer that has it too."""

    #: The offered query is wanted in place of the one that found nothing.
    suggestion_taken = Signal(str)
    filters_unwanted = Signal()
    expansion_asked = Signal()
    layout_chosen = Signal(str)
    facets_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing asked."""
        super().__init__(parent)
        self._suggestion = ""
        self._is_marking = False
        #: The user marked a hit; else the first one is always the marked one.
        self.is_chosen = False
        self.model = ResultModel(self)
        self._make_widgets()
        self._lay_out()
        self.expansion.clicked.connect(self.expansion_asked)
        self.suggestion.clicked.connect(self._on_suggestion)
        self.meanings.chosen.connect(self.suggestion_taken)
        self.empty.action_asked.connect(self.filters_unwanted)
        self.layout_box.currentIndexChanged.connect(self._on_layout)
        self.narrow_button.toggled.connect(self._on_narrow_toggled)
        self.show_nothing_asked()

    def _make_widgets(self) -> None:
        self.summary = elided_label()
        self.summary.setObjectName("search_summary")
        self.also = elided_label()
        self.also.setObjectName("search_also")
        self.meanings = MeaningLink()
        self.expansion = LinkButton("search_expansion")
        self.suggestion = LinkButton("search_suggestion")
        self.layout_box = QComboBox()
        self.layout_box.setObjectName("search_layout")
        self.layout_box.setAccessibleName(tr("How the results are shown"))
        set_plain_tip(self.layout_box, tr("How the results are shown"))
        for name, words in LAYOUTS.items():
            self.layout_box.addItem(tr_marked(words), name)
        self.narrow_button = flat_button(
            "search_narrow", tr("Narrow the results"), "filter", self.palette()
        )
        self.narrow_button.setCheckable(True)
        self.more_button = flat_button(
            "search_more", tr("Save, export or report what was found"), "export", self.palette()
        )
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.results = ResultView(self.model)
        self.kwic = KwicView()
        self.empty = EmptyState("search", tr("Type what you are looking for."))
        self.start = StartPage()
        self.facets = FacetColumn()
        self.facets.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 2)
        row.setSpacing(4)
        row.addWidget(self.summary, 1)
        row.addWidget(self.layout_box)
        row.addWidget(self.narrow_button)
        row.addWidget(self.more_button)
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 8, 2)
        below.setSpacing(6)
        below.addWidget(self.also, 1)
        below.addWidget(self.meanings)
        below.addWidget(self.expansion)
        self.also_line = QWidget()
        self.also_line.setLayout(below)
        below.setContentsMargins(8, 0, 8, 2)
        inner = self.empty.layout()
        if isinstance(inner, QVBoxLayout):
            # Above the last stretch: right under what is said.
            inner.insertWidget(inner.count() - 1, self.suggestion, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body = QStackedWidget()
        for page in (self.start, self.empty, self.results, self.kwic):
            self.body.addWidget(page)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("search_splitter")
        self.splitter.addWidget(self.facets)
        self.splitter.addWidget(self.body)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.also_line)
        column.addWidget(self.splitter, 1)

    def fill_more_menu(self, actions: Sequence[QAction], refresh: Callable[[], object]) -> None:
        """Offer `actions` in the menu of the last button; `refresh` brings them up to date."""
        menu = QMenu(self)
        menu.aboutToShow.connect(refresh)
        menu.addActions(list(actions))
        self.more_button.setMenu(menu)

    def show_page(self, page: QWidget) -> None:
        """Show the hits in `page`."""
        self.body.setCurrentWidget(page)

    @property
    def is_marking(self) -> bool:
        """Tell whether a hit is being marked by the program and not by the user."""
        return self._is_marking

    def current_found(self) -> Found | None:
        """Return the marked hit, of words in context the marked match."""
        if self.body.currentWidget() is self.kwic:
            line = self.kwic.current_line()
            return line.found if line else None
        row = self.current_row()
        return row.found if row else None

    def hits(self) -> QWidget:
        """Return the widget that shows the hits."""
        return self.kwic if self.body.currentWidget() is self.kwic else self.results

    def current_row(self) -> FoundRow | None:
        """Return the marked hit."""
        return self.model.row_at(self.results.currentIndex())

    # How it is shown

    def layout_name(self) -> str:
        """Return the name of how the hits are shown."""
        return str(self.layout_box.currentData())

    def set_layout_name(self, name: str) -> None:
        """Show the hits as `name` says."""
        self.layout_box.setCurrentIndex(max(self.layout_box.findData(name), 0))

    def _on_layout(self, _index: int) -> None:
        self.layout_chosen.emit(self.layout_name())

    def _on_narrow_toggled(self, is_open: bool) -> None:
        self._place_facets()
        self.facets_toggled.emit(is_open)

    def set_facets(self, counted: Counted | None) -> None:
        """Show what narrows the hits; without any the hits have all the room."""
        if counted is None:
            self.facets.set_facets(())
        else:
            self.facets.set_facets(counted.facets)
        self._place_facets()

    def _place_facets(self) -> None:
        is_wanted = self.narrow_button.isChecked() and bool(self.facets.facets())
        if is_wanted != self.facets.isVisibleTo(self):
            self.facets.setVisible(is_wanted)
            self._turn(is_new=True)

    def _turn(self, *, is_new: bool = False) -> None:
        """Put the facets beside the hits, or above them where there is no room beside."""
        letters = self.width() / max(self.fontMetrics().averageCharWidth(), 1)
        way = Qt.Orientation.Vertical if letters < _NARROW_LETTERS else Qt.Orientation.Horizontal
        is_new = is_new or self.splitter.orientation() != way
        self.splitter.setOrientation(way)
        if is_new and self.facets.isVisibleTo(self):
            is_above = way == Qt.Orientation.Vertical
            whole = self.height() if is_above else self.width()
            share = whole // 4 if is_above else whole * 2 // 5
            self.splitter.setSizes([share, whole - share])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "more_button"):
            for button in (self.narrow_button, self.more_button):
                button.setIcon(make_icon(button.property("icon_name"), self.palette()))

    # What was found

    def show_answer(self, answer: Answer, *, expand: bool, is_behind: bool, narrowed: bool) -> None:
        """Show what was found, or more of it.

        `expand`: other names were allowed; `is_behind`: the newest changes are not indexed yet;
        `narrowed`: filters were set.
        """
        if answer.asked.query.offset:
            self.model.add_rows(answer.rows, answer.total)
            return
        before = self.current_row()
        self._is_marking = True
        self.model.set_rows(answer.rows, answer.total, dict(answer.groups))
        self._is_marking = False
        self._suggestion = "" if is_behind else answer.suggestion
        self._show_summary(answer, expand)
        if answer.rows:
            self.show_page(self.kwic if self.layout_name() == "context" else self.results)
            self._mark(before)
        else:
            self._show_nothing_found(is_behind=is_behind, narrowed=narrowed)

    def _mark(self, before: FoundRow | None) -> None:
        """Mark the hit that the user marked before, else the first."""
        at = self.model.find_hit(before.found.hit.id) if before and self.is_chosen else None
        self._is_marking = True
        if at is not None and at.isValid():
            self.results.setCurrentIndex(at)
        else:
            self.is_chosen = False
            first = self.model.index(self.model.step(-1, 1), 0)
            self.results.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.results.scrollToTop()
        self._is_marking = False

    def _show_summary(self, answer: Answer, expand: bool) -> None:
        said = [tr("{count} found", count=answer.found)] if answer.found else []
        if answer.asked.chosen or (answer.asked.query.kinds and answer.total < answer.found):
            said = [tr("{count} of {found}", count=answer.total, found=answer.found)]
        if answer.beginning:
            said.append(tr("words that begin with “{beginning}”", beginning=answer.beginning))
        self.summary.set_text(" · ".join(said))
        method, read = answer.struck
        also = [tr("read as typed in {method}: {text}", method=method, text=read)] if method else []
        if answer.expanded:
            also.append(tr("also: {names}", names=", ".join(answer.expanded)))
        self.also.set_text(" · ".join(also))
        self.meanings.set_meant(answer.meant)
        self.also_line.setVisible(bool(also or len(answer.meant) > 1) or not expand)
        self.expansion.set_words(
            tr("search only what I typed") if expand else tr("search other names too")
        )

    def _show_nothing_found(self, *, is_behind: bool, narrowed: bool) -> None:
        action = ""
        if is_behind:
            words = tr("Nothing found so far: the newest changes are being indexed.")
        elif self._suggestion:
            words = tr("Nothing found.")
        elif narrowed:
            words = tr("Nothing found with these filters.")
            action = tr("Search without filters")
        else:
            words = tr("Nothing found. Fewer words, or only the beginning of one, find more.")
        self.empty.set_content("search", words, action)
        offered = tr("Did you mean “{suggestion}”?", suggestion=self._suggestion)
        self.suggestion.set_words(offered if self._suggestion else "")
        self.suggestion.setVisible(bool(self._suggestion))
        if not narrowed:
            self.set_facets(None)
        self.show_page(self.empty)

    def show_nothing_asked(self) -> None:
        """Show that nothing is asked."""
        self._suggestion = ""
        self.is_chosen = False
        self._is_marking = True
        self.model.set_rows((), 0)
        self._is_marking = False
        self.summary.set_text("")
        self.also_line.hide()
        self.set_facets(None)
        self.show_page(self.start)

    def show_searching(self) -> None:
        """Say that an answer takes its time."""
        self._suggestion = ""
        self.summary.set_text(tr("Searching…"))
        self.empty.set_content("search", tr("Searching…"))
        self.suggestion.hide()

    def show_unreadable(self) -> None:
        """Show that the question cannot be read; hits of the one before stay."""
        if not self.model.rows():
            self._suggestion = ""
            self.summary.set_text("")
            self.suggestion.hide()
            self.empty.set_content("search", tr("This cannot be searched for as it is written."))
            self.set_facets(None)
            self.show_page(self.empty)

    def _on_suggestion(self) -> None:
        if self._suggestion:
            self.suggestion_taken.emit(self._suggestion)

    def set_facet_count(self, count: int) -> None:
        """Say on the button how many choices narrow the results."""
        self.narrow_button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if count
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        self.narrow_button.setText(escape_keys(str(count)) if count else "")
