"""Draws one hit: sign, title, kind and date; the passage with the words found; its source.

Text of sources is painted letter for letter, never as markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.catalog.anchors import Utf16Map
from desktop_app.ui.icons import paint_sign
from desktop_app.ui.panels.search_rows import FoundRow
from desktop_app.ui.theme import Role, Theme, small_font, theme_of_palette
from desktop_app.ui.widgets.type_ahead_chip import kind_icon

_AnyIndex = QModelIndex | QPersistentModelIndex
_SIGN = 16
_PADDING = 8
_GAP = 2
_SNIPPET_LINES = 3
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class _Pens:
    """Font and colours of one row, which depend on whether it is marked."""

    font: QFont
    theme: Theme
    ink: QColor
    lesser: QColor

    @property
    def line(self) -> int:
        """Return the height of a line."""
        return QFontMetrics(self.font).height()


class ResultDelegate(QStyledItemDelegate):
    """Knows no catalogue: it draws what a `FoundRow` says."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, FoundRow):
            return QSize(0, option.fontMetrics.height() + _PADDING)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        height = 2 * _PADDING + option.fontMetrics.height()
        if has_passage(row):
            layout = lay_out(row, QFont(option.font), width - _SIGN - 3 * _PADDING)
            height += round(layout.boundingRect().height()) + _GAP
        if row.source:
            height += QFontMetrics(small_font(option.font)).height() + _GAP
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        theme = theme_of_palette(option.palette)
        if not isinstance(row, FoundRow):
            _paint_head(painter, row.label, row.count, option)
            return
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(theme.on_selection if is_marked else theme.text)
        lesser = QColor(theme.on_selection if is_marked else theme.muted)
        pens = _Pens(QFont(option.font), theme, ink, lesser)
        area: QRect = option.rect
        painter.save()
        if is_marked:
            painter.fillRect(area, QColor(theme.selection))
        else:
            painter.setPen(QColor(theme.button))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        top = area.top() + _PADDING + (pens.line - _SIGN) / 2
        sign = QRectF(area.left() + _PADDING, top, _SIGN, _SIGN)
        paint_sign(painter, kind_icon(row.icon), lesser, sign)
        room = area.adjusted(_SIGN + 2 * _PADDING, _PADDING, -_PADDING, -_PADDING)
        _paint_row(painter, row, room, pens)
        painter.restore()


def _paint_head(painter: QPainter, label: str, count: int, option: QStyleOptionViewItem) -> None:
    """Write the heading of a group on a band of its own, its count at the right."""
    theme = theme_of_palette(option.palette)
    area: QRect = option.rect
    painter.save()
    painter.fillRect(area, QColor(theme.button))
    painter.setPen(QColor(theme.text))
    font = QFont(option.font)
    font.setBold(True)
    painter.setFont(font)
    room = area.adjusted(_PADDING, 0, -_PADDING, 0)
    number = str(count)
    width = painter.fontMetrics().horizontalAdvance(number) + _PADDING
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), number)
    room.setRight(room.right() - width)
    words = painter.fontMetrics().elidedText(
        _one_line(label), Qt.TextElideMode.ElideMiddle, room.width()
    )
    painter.drawText(room, int(middle), words)
    painter.restore()


def has_passage(row: FoundRow) -> bool:
    """Tell whether the snippet is of a text, and not the record's own title and detail."""
    return bool(row.found.document)


def _paint_row(painter: QPainter, row: FoundRow, room: QRect, pens: _Pens) -> None:
    head = QRect(room.topLeft(), QSize(room.width(), pens.line))
    said_width = _paint_kind(painter, row, head, pens)
    head.setRight(head.right() - said_width - _PADDING)
    if not has_passage(row):
        _paint_record(painter, row, head, pens)
        return
    _paint_title(painter, row, head, pens)
    top = head.bottom() + 1 + _GAP
    layout = lay_out(row, pens.font, room.width(), pens)
    layout.draw(painter, QPointF(room.left(), top))
    top += round(layout.boundingRect().height()) + _GAP
    painter.setFont(small_font(pens.font))
    painter.setPen(pens.lesser)
    metrics = painter.fontMetrics()
    words = metrics.elidedText(row.source, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(QPoint(room.left(), top + metrics.ascent()), words)


def _paint_kind(painter: QPainter, row: FoundRow, area: QRect, pens: _Pens) -> int:
    """Write at the right what the record is and when; return the width it took."""
    painter.setFont(small_font(pens.font))
    painter.setPen(pens.lesser)
    metrics = painter.fontMetrics()
    said = " · ".join(filter(None, (row.said, row.date)))
    said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, area.width() // 2)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), said)
    return metrics.horizontalAdvance(said)


def _paint_title(painter: QPainter, row: FoundRow, area: QRect, pens: _Pens) -> None:
    font = QFont(pens.font)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(pens.ink)
    title = painter.fontMetrics().elidedText(
        _one_line(row.found.title), Qt.TextElideMode.ElideRight, area.width()
    )
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), title)


def _paint_record(painter: QPainter, row: FoundRow, area: QRect, pens: _Pens) -> None:
    """Write title and detail on one line, the words found marked, an ellipsis where it is cut."""
    metrics = QFontMetrics(pens.font)
    width = area.width() - metrics.horizontalAdvance(_ELLIPSIS)
    layout = lay_out(row, pens.font, width, pens, lines=1)
    layout.draw(painter, QPointF(area.topLeft()))
    shown = layout.lineAt(0)
    if shown.isValid() and shown.textLength() < Utf16Map(layout.text()).to_utf16(
        len(layout.text())
    ):
        painter.setFont(pens.font)
        painter.setPen(pens.ink)
        left = area.left() + round(shown.naturalTextWidth())
        painter.drawText(QPoint(left, area.top() + metrics.ascent()), _ELLIPSIS)


def lay_out(
    row: FoundRow,
    font: QFont,
    width: int,
    pens: _Pens | None = None,
    *,
    lines: int = _SNIPPET_LINES,
) -> QTextLayout:
    """Return the snippet laid out to at most `lines` lines; `pens` give it its colours."""
    layout = QTextLayout(row.found.snippet.text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if pens is not None:
        layout.setFormats(_list_formats(row, pens))
    layout.beginLayout()
    top = 0.0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _list_formats(row: FoundRow, pens: _Pens) -> list[QTextLayout.FormatRange]:
    text = row.found.snippet.text
    units = Utf16Map(text)
    whole = QTextCharFormat()
    whole.setForeground(pens.ink)
    ranges = [_make_range(units, 0, len(text), whole)]
    title = _one_line(row.found.title)
    if not has_passage(row) and text.startswith(title):
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        ranges.append(_make_range(units, 0, len(title), bold))
    found = QTextCharFormat()
    # On a marked row too: the wash brings the letters that can be read on it.
    found.setBackground(pens.theme.wash(Role.FOUND))
    found.setForeground(QColor(pens.theme.text))
    found.setFontUnderline(True)
    ranges += [_make_range(units, start, end, found) for start, end in row.found.snippet.marks]
    return ranges


def _make_range(
    units: Utf16Map, start: int, end: int, style: QTextCharFormat
) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    first, last = units.to_utf16(start), units.to_utf16(end)
    made.start, made.length, made.format = first, last - first, style
    return made


def _one_line(text: str) -> str:
    return " ".join(text.split())
