"""Draws the cells of the lists: a record's icon before its first column, its signs after it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.icons import paint_sign
from desktop_app.ui.models.list_model import ICON_ROLE, SIGNS_ROLE
from desktop_app.ui.theme import Role, theme_of_palette

_INKS = {
    "uncited": Role.UNCITED,
    "conflict": Role.CONFLICT,
    "needs-review": Role.NEEDS_REVIEW,
}
_GAP = 4


class ListDelegate(QStyledItemDelegate):
    """Knows no record: it draws what the model's roles say."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        icon = index.data(ICON_ROLE)
        if not icon:
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = cell.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, option.widget)
        self._draw(painter, cell, text, icon, index.data(SIGNS_ROLE) or ())

    def _draw(
        self,
        painter: QPainter,
        cell: QStyleOptionViewItem,
        text: str,
        icon: str,
        signs: tuple[str, ...],
    ) -> None:
        size = cell.fontMetrics.ascent() + 2
        top = cell.rect.center().y() - size // 2
        is_chosen = bool(cell.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        ink = cell.palette.color(role)
        quiet = ink if is_chosen else cell.palette.color(QPalette.ColorRole.PlaceholderText)
        left = cell.rect.left() + _GAP
        paint_sign(painter, icon, quiet, QRectF(left, top, size, size))
        right = cell.rect.right() - _GAP
        for name in reversed(signs):
            right -= size
            paint_sign(
                painter, name, _sign_ink(cell, name, is_chosen), QRectF(right, top, size, size)
            )
            right -= _GAP
        left += size + _GAP
        area = QRect(left, cell.rect.top(), max(0, right - left), cell.rect.height())
        shown = cell.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(ink)
        painter.setFont(cell.font)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), option.fontMetrics.height() + 8))


def _sign_ink(cell: QStyleOptionViewItem, name: str, is_chosen: bool) -> QColor:
    if is_chosen:
        return cell.palette.color(QPalette.ColorRole.HighlightedText)
    return theme_of_palette(cell.palette).line(_INKS[name])
