"""The kinds of report as a list: the title of each, and in lesser ink what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.i18n import tr, tr_marked
from desktop_app.services.reporting.kinds import ReportKind
from desktop_app.ui.theme import small_font, theme_of_palette

_PADDING = 7
_BAR = 3
_LETTERS = 30
_NARROWEST = 190
_HIGHEST = 10_000
_AnyIndex = QModelIndex | QPersistentModelIndex
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class KindDelegate(QStyledItemDelegate):
    """Paints a kind: its title, and below it the sentence, wrapped."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else _NARROWEST
        return QSize(width, sum(self._heights(option, index, width)) + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        theme = theme_of_palette(option.palette)
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        area: QRect = option.rect
        painter.save()
        if is_marked:
            painter.fillRect(area, QColor(theme.selection))
        room = _room(area)
        title, _ = self._heights(option, index, area.width())
        painter.setFont(option.font)
        painter.setPen(QColor(theme.on_selection if is_marked else theme.text))
        painter.drawText(room, _WRAPPED, str(index.data()))
        painter.setFont(small_font(option.font))
        painter.setPen(QColor(theme.on_selection if is_marked else theme.muted))
        painter.drawText(room.adjusted(0, title, 0, 0), _WRAPPED, _about(index))
        painter.restore()

    def _heights(
        self, option: QStyleOptionViewItem, index: _AnyIndex, width: int
    ) -> tuple[int, int]:
        """Return how high the title and the sentence are on a row `width` wide."""
        room = _room(QRect(0, 0, width, _HIGHEST))
        small = QFontMetrics(small_font(option.font))
        title = option.fontMetrics.boundingRect(room, _WRAPPED, str(index.data()))
        return title.height(), small.boundingRect(room, _WRAPPED, _about(index)).height()


class KindList(QListWidget):
    """One of the kinds is always chosen."""

    kind_chosen = Signal()

    def __init__(self, kinds: Sequence[ReportKind], parent: QWidget | None = None) -> None:
        """Show `kinds` in their order, the first one chosen."""
        super().__init__(parent)
        self._kinds = tuple(kinds)
        self.setObjectName("report_kinds")
        self.setAccessibleName(tr("Kinds of report"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(KindDelegate(self))
        for kind in self._kinds:
            item = QListWidgetItem(tr_marked(kind.title), self)
            item.setData(Qt.ItemDataRole.UserRole, tr_marked(kind.about))
            said = f"{tr_marked(kind.title)}. {tr_marked(kind.about)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        self.setCurrentRow(0)
        self.currentRowChanged.connect(self._on_row_changed)

    def kind(self) -> ReportKind:
        """Return the chosen kind."""
        return self._kinds[max(self.currentRow(), 0)]

    def choose(self, key: str) -> None:
        """Choose the kind called `key`, where there is one."""
        keys = [kind.key for kind in self._kinds]
        if key in keys:
            self.setCurrentRow(keys.index(key))

    def sizeHint(self) -> QSize:
        width = max(self.fontMetrics().averageCharWidth() * _LETTERS, _NARROWEST)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The sentences wrap anew.
        self.doItemsLayout()
        self.scrollToItem(self.currentItem())

    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            self.kind_chosen.emit()


def _room(area: QRect) -> QRect:
    return area.adjusted(_PADDING + _BAR, _PADDING, -_PADDING, -_PADDING)


def _about(index: _AnyIndex) -> str:
    return str(index.data(Qt.ItemDataRole.UserRole))
