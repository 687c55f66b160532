"""What the search panel shows while nothing is asked: saved searches with counts, recent ones.

Enter runs one, Delete forgets it, F2 gives a saved one another name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.saved_searches import SavedSearch
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import plain_menu, plain_tip

_SEARCH = Qt.ItemDataRole.UserRole
_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_F2)


class SearchTree(QTreeWidget):
    """The searches under two headings."""

    run_wanted = Signal(object)  # SavedSearch
    forget_wanted = Signal(object)
    rename_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("saved_searches")
        self.setAccessibleName(tr("Saved and recent searches"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(self._on_clicked)
        self.customContextMenuRequested.connect(self._show_menu)

    def current_search(self) -> SavedSearch | None:
        """Return the search of the marked row."""
        item = self.currentItem()
        return item.data(0, _SEARCH) if item else None

    def _on_clicked(self, item: QTreeWidgetItem, _column: int) -> None:
        if item.data(0, _SEARCH) is not None:
            self.run_wanted.emit(item.data(0, _SEARCH))

    def _show_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        search = item.data(0, _SEARCH) if item else None
        if item is None or search is None:
            return
        self.setCurrentItem(item)
        menu = plain_menu(
            self,
            (tr("Search"), lambda: self.run_wanted.emit(search), True),
            (tr("Rename…"), lambda: self.rename_wanted.emit(search), bool(search.name)),
            (tr("Forget this search"), lambda: self.forget_wanted.emit(search), True),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _KEYS
            and self.current_search() is not None
        ):
            # The window's own Delete and F2 are about records.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        search = self.current_search()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif search is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_wanted.emit(search)
        elif event.key() == Qt.Key.Key_Delete:
            self.forget_wanted.emit(search)
        elif event.key() == Qt.Key.Key_F2 and search.name:
            self.rename_wanted.emit(search)
        else:
            super().keyPressEvent(event)


class StartPage(QWidget):
    """The searches, or a sentence where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without searches."""
        super().__init__(parent)
        self.setObjectName("search_start")
        self.tree = SearchTree()
        self.empty = EmptyState("search", tr("Type what you are looking for."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.tree)
        self._shown: tuple[object, ...] = ()

    def set_searches(
        self,
        saved: Sequence[SavedSearch],
        recent: Sequence[SavedSearch],
        counts: Mapping[str, int],
    ) -> None:
        """Show the saved searches with their `counts` by name, and the recent ones."""
        shown = (*saved, *recent, tuple(sorted(counts.items())))
        if shown == self._shown:
            return
        self._shown = shown
        current = self.tree.current_search()
        self.tree.clear()
        if saved:
            self._add_heading(tr("Saved searches"))
        for search in saved:
            self._add(search, search.name, _say_count(search, counts.get(search.name)), current)
        if recent:
            self._add_heading(tr("Recent searches"))
        for search in recent:
            self._add(search, search.text, "", current)
        self._stack.setCurrentWidget(self.tree if saved or recent else self.empty)

    def _add_heading(self, words: str) -> None:
        item = QTreeWidgetItem([words, ""])
        font = QFont(self.tree.font())
        font.setBold(True)
        item.setFont(0, font)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(0, self.palette().brush(self.foregroundRole()))
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 14))
        self.tree.addTopLevelItem(item)

    def _add(
        self, search: SavedSearch, words: str, count: str, current: SavedSearch | None
    ) -> None:
        item = QTreeWidgetItem([" ".join(words.split()), count])
        item.setData(0, _SEARCH, search)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, plain_tip(describe_search(search)))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{words} {count}".strip())
        self.tree.addTopLevelItem(item)
        if current is not None and current.name == search.name and current.asks_as(search):
            self.tree.setCurrentItem(item)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tree"):
            for number in range(self.tree.topLevelItemCount()):
                item = self.tree.topLevelItem(number)
                if item is not None and item.data(0, _SEARCH) is None:
                    item.setForeground(0, self.palette().brush(self.foregroundRole()))


def _say_count(search: SavedSearch, count: int | None) -> str:
    if count is None:
        return "…"
    if 0 <= search.seen < count:
        return tr("{count}, {new} new", count=count, new=count - search.seen)
    return str(count)


def describe_search(search: SavedSearch) -> str:
    """Return the words of a search and what narrows it."""
    said = [search.text]
    if search.first or search.last:
        said.append(f"{search.first} – {search.last}")
    said += [
        tr("narrowed by {count} choices", count=len(search.chosen) + len(search.kinds))
    ] * bool(search.chosen or search.kinds)
    if search.exact:
        said.append(tr("Exact spelling"))
    return "\n".join(filter(str.strip, said))
