"""The column of facets beside the results: what narrows them, with counts; a click takes it back.

It knows no search: it is told the values and tells which one was clicked.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr, tr_marked
from desktop_app.ui.panels.facets_words import TITLES, Facet, FacetValue
from desktop_app.ui.theme import small_font
from desktop_app.ui.widgets.labels import plain_tip

#: As many values are shown before "more".
_FEW = 7
_FACET = Qt.ItemDataRole.UserRole
_VALUE = Qt.ItemDataRole.UserRole + 1
_NARROWEST_LETTERS = 25


class FacetTree(QTreeWidget):
    """The values; Enter, Space or a click on one chooses it or takes the choice back."""

    #: The facet and the value.
    toggled = Signal(str, str)
    #: All values of this facet are wanted.
    more_wanted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("facet_tree")
        self.setAccessibleName(tr("Narrow the results"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setItemsExpandable(False)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        # Fusion fills a box with the base: on that colour an empty one would not be seen.
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setFont(small_font(self.font()))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(self._on_clicked)

    def _on_clicked(self, item: QTreeWidgetItem, _column: int) -> None:
        self.take(item)

    def take(self, item: QTreeWidgetItem | None) -> None:
        """Choose the value of `item`, or take its choice back."""
        facet = item.data(0, _FACET) if item else None
        if item is None or not facet:
            return
        value = item.data(0, _VALUE)
        if value is None:
            self.more_wanted.emit(facet)
        else:
            self.toggled.emit(facet, value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.take(self.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FacetColumn(QWidget):
    """The tree, and above it what takes every choice back."""

    toggled = Signal(str, str)
    cleared = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to choose."""
        super().__init__(parent)
        self.setObjectName("facet_column")
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NARROWEST_LETTERS)
        self._facets: tuple[Facet, ...] = ()
        self._open: set[str] = set()
        self.clear_button = QPushButton(tr("Clear all choices"))
        self.clear_button.setObjectName("facet_clear")
        self.clear_button.setFont(small_font(self.font()))
        self.clear_button.setAutoDefault(False)
        self.clear_button.hide()
        self.tree = FacetTree()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.clear_button)
        column.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)
        self.tree.toggled.connect(self.toggled)
        self.tree.left.connect(self.left)
        self.tree.more_wanted.connect(self._on_more_wanted)
        self.clear_button.clicked.connect(self.cleared)

    def facets(self) -> tuple[Facet, ...]:
        """Return what is shown."""
        return self._facets

    def set_facets(self, facets: Sequence[Facet]) -> None:
        """Show `facets`."""
        if tuple(facets) == self._facets:
            return
        self._facets = tuple(facets)
        self._fill()

    def _fill(self) -> None:
        """Show the values anew; the row with the focus and the place stay where they can."""
        bar = self.tree.verticalScrollBar()
        place, current = bar.value(), self.tree.currentItem()
        wanted = (current.data(0, _FACET), current.data(0, _VALUE)) if current else None
        had_focus = self.tree.hasFocus()
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        for facet in self._facets:
            self._add_facet(facet, wanted)
        first = self.tree.topLevelItem(1)
        if had_focus and self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)
        bar.setValue(place)
        self.tree.setUpdatesEnabled(True)
        is_chosen = any(one.is_chosen for facet in self._facets for one in facet.values)
        self.clear_button.setVisible(is_chosen)

    def _add_facet(self, facet: Facet, wanted: tuple[str, str | None] | None) -> None:
        name, values, title = facet.name, facet.values, tr_marked(TITLES[facet.name])
        head = QTreeWidgetItem([title, ""])
        font = QFont(self.tree.font())
        font.setBold(True)
        head.setFont(0, font)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        height = self.tree.fontMetrics().height()
        head.setSizeHint(0, QSize(0, height + 8))
        self.tree.addTopLevelItem(head)
        head.setFirstColumnSpanned(True)
        chosen = [one for one in values if one.is_chosen]
        others = [one for one in values if not one.is_chosen]
        shown = values if name in self._open else (*chosen, *others[: max(_FEW - len(chosen), 0)])
        for one in values:
            if one in shown:
                item = _make_item(name, title, one)
                self.tree.addTopLevelItem(item)
                if wanted == (name, one.value):
                    self.tree.setCurrentItem(item)
        if len(shown) < len(values):
            count = len(values) - len(shown) + facet.left_out
            more = QTreeWidgetItem([tr("{count} more…", count=count), ""])
            more.setData(0, _FACET, name)
            self.tree.addTopLevelItem(more)
        elif facet.left_out:
            rest = QTreeWidgetItem([tr("and {count} rarer ones", count=facet.left_out), ""])
            rest.setFlags(Qt.ItemFlag.NoItemFlags)
            self.tree.addTopLevelItem(rest)

    def _on_more_wanted(self, facet: str) -> None:
        self._open.add(facet)
        self._fill()

    def item_of(self, facet: str, value: str) -> QTreeWidgetItem | None:
        """Return the row of a value, None where it is not shown."""
        for number in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(number)
            if item is not None and (item.data(0, _FACET), item.data(0, _VALUE)) == (facet, value):
                return item
        return None

    def click(self, facet: str, value: str) -> None:
        """Do what a click on a value does."""
        item = self.item_of(facet, value)
        if item is not None:
            self.tree.scrollToItem(item)
            self.tree.itemClicked.emit(item, 0)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 34, 200)


def _make_item(facet: str, title: str, value: FacetValue) -> QTreeWidgetItem:
    """Return the row of one value: a tick where it is chosen, its label, its count."""
    label = " ".join(value.label.split())
    item = QTreeWidgetItem([label, str(value.count)])
    item.setData(0, _FACET, facet)
    item.setData(0, _VALUE, value.value)
    item.setCheckState(0, Qt.CheckState.Checked if value.is_chosen else Qt.CheckState.Unchecked)
    # The tick says what is chosen; a click anywhere in the row changes it.
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setToolTip(0, plain_tip(value.label))
    said = tr("{facet}: {value}, {count}", facet=title, value=label, count=value.count)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
    return item
