"""One list of the window: a filter, a type, a table, and what it says while it is empty.

While hidden it only notes that it is out of date, and reads again when it is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.i18n import current_language, tr, tr_marked
from desktop_app.services.reading import CatalogueReader
from desktop_app.store.lists import ListQuery
from desktop_app.ui.models.list_columns import COLUMNS, ListView, Words, say_type
from desktop_app.ui.models.list_delegate import ListDelegate
from desktop_app.ui.models.list_model import ListModel
from desktop_app.ui.widgets.empty_state import EmptyState

_DEBOUNCE_MS = 120
_NARROWEST = 200
_NARROWEST_MAIN = 12
#: The order a list starts with: what an archivist looks for first.
_FIRST_ORDER = {Kind.EVENT: "earliest", Kind.EXCERPT: "sort_detail"}
#: Keys that choose the row with the focus where none is chosen yet.
_STEPS = (Qt.Key.Key_Down, Qt.Key.Key_Up)


class ListTable(QTableView):
    """The table: Enter and double click open, Delete is left to the window's action."""

    opened = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        """Show `model`."""
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(ListDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        # Rows of one height: measuring each would read a hundred thousand records.
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.doubleClicked.connect(self._on_double_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.opened.emit()
            return
        if event.key() in _STEPS and not self.selectionModel().hasSelection():
            # The row with the focus only looks chosen; it is the first one to be.
            self.selectRow(max(self.currentIndex().row(), 0))
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # With Ctrl, Qt would move there and select nothing.
            kept = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            event = QKeyEvent(event.type(), event.key(), kept)
        super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Rows are what is chosen here: Qt would go to the first or last column.
        ends = (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd)
        rows = self.model().rowCount()
        if action not in ends or not rows:
            return super().moveCursor(action, modifiers)
        row = 0 if action == QAbstractItemView.CursorAction.MoveHome else rows - 1
        return self.model().index(row, max(self.currentIndex().column(), 0))

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.opened.emit()

    def _ask_for_menu(self, at: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))


class ListPage(QWidget):
    """One view of the lists, with its own filter, order, selection and column widths."""

    current_changed = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(QPoint)
    action_asked = Signal()

    def __init__(
        self, reader: CatalogueReader, view: ListView, parent: QWidget | None = None
    ) -> None:
        """Make the list of `view`; it reads nothing before it is shown."""
        super().__init__(parent)
        self.setObjectName(f"list_{view.id}")
        self.view = view
        self._reader = reader
        self._is_stale = True
        self._touched: set[str] | None = None
        self._wanted = ""
        self._announced = ""
        self._fits_itself = True
        self._is_fitting = False
        query = ListQuery(
            kind=view.kind,
            uncited=view.uncited,
            conflicts=view.conflicts,
            order=_FIRST_ORDER.get(view.kind, "sort_title"),
        )
        self.model = ListModel(reader, query, self)
        self._make_widgets()
        self._lay_out()
        self._connect()

    def _make_widgets(self) -> None:
        name = tr_marked(self.view.title)
        self.filter = QLineEdit()
        self.filter.setObjectName("list_filter")
        self.filter.setPlaceholderText(tr("Filter"))
        self.filter.setAccessibleName(tr("Filter {list}", list=name))
        self.filter.setClearButtonEnabled(True)
        self.types = QComboBox()
        self.types.setObjectName("list_type")
        self.types.setAccessibleName(tr("Kind"))
        self.types.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.types.setMinimumContentsLength(10)
        self.table = ListTable(self.model)
        self.table.setObjectName("list_table")
        self.table.setAccessibleName(name)
        self.empty = EmptyState(self.view.icon, tr_marked(self.view.nothing))
        # By itself it would not let the lists become narrow.
        self.empty.setMinimumWidth(_NARROWEST)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_DEBOUNCE_MS)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.filter, 3)
        row.addWidget(self.types, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.body, 1)
        self.setFocusProxy(self.table)
        columns = COLUMNS[self.view.kind]
        sorted_by = next(n for n, one in enumerate(columns) if one.order == self.model.query.order)
        self.table.horizontalHeader().setSortIndicator(sorted_by, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        for number in range(len(columns)):
            self.table.setColumnWidth(number, self._ordinary_width(number))

    def _ordinary_width(self, number: int) -> int:
        column = self.model.columns[number]
        head = self.fontMetrics().horizontalAdvance(tr_marked(column.title)) + 24
        return max(column.letters * self.fontMetrics().averageCharWidth() + 12, head)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._typing.start)
        self.filter.installEventFilter(self)
        self._typing.timeout.connect(self.apply_filter)
        self.types.currentIndexChanged.connect(self.apply_filter)
        self.model.modelReset.connect(self._on_reset)
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.model.rowsInserted.connect(self._show_body)
        self.model.rowsRemoved.connect(self._show_body)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.selectionModel().selectionChanged.connect(self._on_current)
        # A click on a row that is selected already, after another record was shown.
        self.table.clicked.connect(self._on_current)
        self.table.opened.connect(self._open_current)
        self.table.horizontalHeader().sectionResized.connect(self._on_section_resized)
        self.table.menu_wanted.connect(self.menu_wanted)
        self.empty.action_asked.connect(self.action_asked)

    # What is shown

    def apply_filter(self) -> None:
        """Show what the filter field and the type say."""
        self._typing.stop()
        query = replace(
            self.model.query, text=fold(self.filter.text()), type=self.types.currentData() or ""
        )
        if query != self.model.query:
            self.model.set_query(query)

    def note_change(self, event: ChangeEvent) -> None:
        """Read again what `event` touched, now or when the list is next seen."""
        touched = {one for one in event.touched | event.ids if find_kind(one) is self.view.kind}
        renamed = any(find_kind(one) is Kind.PROPERTY for one in event.ids)
        if not touched and not renamed:
            return
        if not self.isVisible():
            self._touched = None if self._touched is None else self._touched | touched
            self._is_stale = True
            return
        self._read(touched)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Read the list where it is out of date."""
        if self._is_stale:
            self._read(self._touched)

    def _read(self, touched: set[str] | None) -> None:
        self._is_stale, self._touched = False, set()
        self._fill_types()
        self.model.refresh(touched)
        self._show_body()
        if self._wanted:
            self.show_record(self._wanted)

    def _fill_types(self) -> None:
        words = Words(current_language(), self._reader.property_labels(current_language()))
        chosen = self.types.currentData() or ""
        found = self._reader.list_types(self.view.kind)
        labels = sorted((say_type(self.view.kind, one, words).casefold(), one) for one in found)
        self.types.blockSignals(True)
        self.types.clear()
        self.types.addItem(tr("All kinds"), "")
        for _, one in labels:
            label = say_type(self.view.kind, one, words)
            self.types.addItem(label[:1].upper() + label[1:], one)
        self.types.setCurrentIndex(max(self.types.findData(chosen), 0))
        self.types.blockSignals(False)
        self.types.setVisible(len(found) > 1)
        self.apply_filter()

    def _show_body(self) -> None:
        is_filtered = bool(self.model.query.text or self.model.query.type)
        if self.model.rowCount():
            self.body.setCurrentWidget(self.table)
            return
        nothing = tr("Nothing matches the filter.") if is_filtered else tr_marked(self.view.nothing)
        can_import = not is_filtered and self.view.kind in (Kind.SOURCE, Kind.DOCUMENT)
        self.empty.set_content(self.view.icon, nothing, tr("Import…") if can_import else "")
        self.body.setCurrentWidget(self.empty)

    # The selection

    def selected(self) -> list[str]:
        """Return the ids of the selected records, from top to bottom."""
        chosen = self.table.selectionModel().selectedRows()
        return [self.model.id_at(row) for row in sorted(index.row() for index in chosen)]

    def current(self) -> str:
        """Return the id of the current record, "" for none."""
        index = self.table.currentIndex()
        return self.model.id_at(index.row()) if index.isValid() else ""

    def show_record(self, record: str) -> None:
        """Make `record` the current one and scroll to it, where the list holds it."""
        # Not announced: the record is shown because somebody else selected it.
        self._wanted = self._announced = record
        if self._is_stale:
            return
        self._wanted = ""
        row = self.model.row_of(record)
        if record in self.selected():
            return
        if row < 0:
            # The window is about something else: a marked row would say otherwise.
            self.table.clearSelection()
            return
        index = self.model.index(row, 0)
        flags = (
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows
        )
        self.table.selectionModel().setCurrentIndex(index, flags)
        if not self.table.viewport().rect().contains(self.table.visualRect(index)):
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _on_current(self) -> None:
        """Announce the current record once it is selected: focus alone makes a row current."""
        index = self.table.currentIndex()
        if not index.isValid() or not self.table.selectionModel().isSelected(index):
            return
        record = self.model.id_at(index.row())
        if record != self._announced:
            self._announced = record
            self.current_changed.emit(record)

    def _open_current(self) -> None:
        if self.current():
            self.opened.emit(self.current())

    def _before_reset(self) -> None:
        # A row that only has the focus is not what the window is about.
        if self.current() in self.selected():
            self._wanted = self._wanted or self.current()

    def _on_reset(self) -> None:
        self._show_body()
        if self._wanted:
            self.show_record(self._wanted)

    # Keys and columns

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.filter and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress and event.key()
            if pressed in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.apply_filter()
                self._go_to_table()
                return True
            if pressed == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _go_to_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            # The focus alone makes a row current without selecting it.
            if not self.table.selectionModel().hasSelection():
                self.table.selectRow(0)

    def column_widths(self) -> list[int]:
        """Return the widths the user gave the columns; the last takes what is left.

        Nothing where the user gave none: the list then fits itself to its place.
        """
        if self._fits_itself:
            return []
        return [self.table.columnWidth(number) for number in range(len(self.model.columns) - 1)]

    def set_column_widths(self, widths: Iterable[int]) -> None:
        """Give the columns their widths."""
        for number, width in enumerate(widths):
            if number < len(self.model.columns) and width > 0:
                self.table.setColumnWidth(number, width)
                self._fits_itself = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make the main column as wide as keeps the columns worth seeing in sight."""
        if not self._fits_itself:
            return
        columns = self.model.columns
        main = next(number for number, one in enumerate(columns) if one.is_main)
        beside = [n for n, one in enumerate(columns) if one.is_essential and n != main]
        left = self.table.viewport().width() - sum(self.table.columnWidth(n) for n in beside)
        least = _NARROWEST_MAIN * self.fontMetrics().averageCharWidth()
        self._is_fitting = True
        self.table.setColumnWidth(main, max(left, least))
        self._is_fitting = False

    def _on_section_resized(self, number: int, before: int, width: int) -> None:
        del before, width
        dragged = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        is_last = number == len(self.model.columns) - 1
        if dragged and self.table.isVisible() and not self._is_fitting and not is_last:
            self._fits_itself = False
