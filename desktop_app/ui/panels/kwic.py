"""Words in context: one match a line, the words found under each other, sorted at will.

The list is told the lines and tells which one is wanted; it knows no search.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.concordance import MOST_LINES, Context, sort_contexts
from desktop_app.ui.theme import Role, small_font, theme_of_palette
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import plain_label, plain_tip

_AnyIndex = QModelIndex | QPersistentModelIndex
#: The columns: the order that a click on the head asks for, and the marked title.
COLUMNS = (
    ("left", mark("Before")),
    ("word", mark("Found")),
    ("right", mark("After")),
    ("source", mark("Source")),
    ("date", mark("Date")),
)
_LEFT, _WORD, _RIGHT, _SOURCE, _DATE = range(5)
_PADDING = 4
#: In fewer letters than these there is no room beside the words for date and source.
_SOURCE_FROM, _DATE_FROM = 56, 84


class KwicModel(QAbstractTableModel):
    """The lines in their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._lines: list[Context] = []

    def set_lines(self, lines: Sequence[Context]) -> None:
        """Show `lines`."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def lines(self) -> list[Context]:
        """Return the lines in the order on show."""
        return self._lines

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr_marked(COLUMNS[section][1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(section)
        return None

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        texts = (line.left, line.word, line.right, line.source, line.date)
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.left}{line.word}{line.right}, {line.source}, {line.date}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(filter(None, (line.title, line.source, line.date))))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(index.column())
        return None


def _align(column: int) -> Qt.AlignmentFlag:
    sides = {_LEFT: Qt.AlignmentFlag.AlignRight, _WORD: Qt.AlignmentFlag.AlignHCenter}
    return sides.get(column, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


class KwicDelegate(QStyledItemDelegate):
    """Shortens what stands left at its beginning, and marks the word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        theme = theme_of_palette(option.palette)
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        column = index.column()
        painter.save()
        if is_marked:
            painter.fillRect(option.rect, QColor(theme.selection))
        font = QFont(option.font) if column <= _RIGHT else small_font(option.font)
        font.setBold(column == _WORD)
        ink = QColor(theme.on_selection if is_marked else theme.text)
        if column > _RIGHT and not is_marked:
            ink = QColor(theme.muted)
        if column == _WORD:
            painter.fillRect(option.rect.adjusted(1, 2, -1, -2), theme.wash(Role.FOUND))
            ink = QColor(theme.text)
        painter.setFont(font)
        painter.setPen(ink)
        side = Qt.TextElideMode.ElideLeft if column == _LEFT else Qt.TextElideMode.ElideRight
        room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        words = painter.fontMetrics().elidedText(str(index.data()).strip(), side, room.width())
        painter.drawText(room, int(_align(column)), words)
        painter.restore()


class KwicTable(QTableView):
    """The lines. Enter and double click open one; Esc and Up from the first leave them."""

    opened = Signal()
    left = Signal()

    def __init__(self, model: KwicModel, parent: QWidget | None = None) -> None:
        """Show `model`."""
        super().__init__(parent)
        self.setObjectName("kwic_table")
        self.setAccessibleName(tr("Words in context"))
        self.setModel(model)
        self.setItemDelegate(KwicDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        for column in (_LEFT, _RIGHT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._on_double_clicked)

    def fit_columns(self) -> None:
        """Give word, source and date as much as they need, within a share of the width."""
        width = max(self.viewport().width(), 1)
        letters = width / max(self.fontMetrics().averageCharWidth(), 1)
        self.setColumnHidden(_DATE, letters < _DATE_FROM)
        self.setColumnHidden(_SOURCE, letters < _SOURCE_FROM)
        for column, share in ((_WORD, 0.24), (_SOURCE, 0.22), (_DATE, 0.12)):
            self.setColumnWidth(
                column, min(self.sizeHintForColumn(column) + 2 * _PADDING, int(width * share))
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.opened.emit()


class KwicView(QWidget):
    """The table, a line that says how much of all it is, or why it is empty."""

    opened = Signal()
    left = Signal()
    line_marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty, in the order of the hits' places."""
        super().__init__(parent)
        self.setObjectName("kwic_view")
        self.order, self.descending = "place", False
        self.model = KwicModel(self)
        self.table = KwicTable(self.model)
        self.note: QLabel = plain_label(muted=True)
        self.note.setFont(small_font(self.font()))
        self.note.setContentsMargins(8, 2, 8, 2)
        self.note.hide()
        self.empty = EmptyState("document", tr("No passage of a document is among the results."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self.opened)
        self.table.left.connect(self.left)
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._on_section)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def set_lines(self, lines: Sequence[Context]) -> None:
        """Show `lines` in the order chosen; the line that was marked stays marked."""
        is_whole = len(lines) < MOST_LINES
        self.note.setVisible(not is_whole)
        if not is_whole:
            self.note.setText(tr("The first {count} places are shown.", count=MOST_LINES))
        self._show(sort_contexts(lines, self.order, descending=self.descending))
        self._stack.setCurrentWidget(self.table if lines else self.empty)

    def _show(self, lines: Sequence[Context]) -> None:
        before = self.current_line()
        self.model.set_lines(lines)
        self.table.fit_columns()
        places = [(one.hit.document, one.start) for one in lines]
        wanted = (before.hit.document, before.start) if before else None
        row = places.index(wanted) if wanted in places else 0
        if lines:
            self.table.selectRow(row)

    def sort(self, order: str, *, descending: bool = False) -> None:
        """Show the lines in this order."""
        self.order, self.descending = order, descending
        names = [name for name, _ in COLUMNS]
        ways = Qt.SortOrder
        way = ways.DescendingOrder if descending else ways.AscendingOrder
        column = names.index(order) if order in names else -1
        self.table.horizontalHeader().setSortIndicator(column, way)
        self._show(sort_contexts(self.model.lines(), order, descending=descending))

    def _on_section(self, section: int) -> None:
        order = COLUMNS[section][0]
        self.sort(order, descending=order == self.order and not self.descending)

    def move_row(self, step: int) -> None:
        """Mark the line `step` further, held within the table."""
        count = self.model.rowCount()
        if count:
            row = min(max(self.table.currentIndex().row() + step, 0), count - 1)
            self.table.selectRow(row)

    def current_line(self) -> Context | None:
        """Return the marked line."""
        row = self.table.currentIndex().row()
        lines = self.model.lines()
        return lines[row] if 0 <= row < len(lines) else None

    def _on_current(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self.line_marked.emit()
