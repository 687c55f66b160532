"""The two margins of the reader: page labels and signs on the left, the text's map on the right.

The left margin shows the label of each page where it begins and, beside the line where an
excerpt begins, the sign of its state; the map shows the whole text at once: a wide band feeds
claims, a narrow one is excerpted only, a notched one needs review, bare paper is untouched.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import paint_sign
from desktop_app.ui.theme import Role, small_font, theme_of
from desktop_app.ui.widgets.labels import plain_tip
from desktop_app.ui.widgets.reader_excerpts import PlacedExcerpt
from desktop_app.ui.widgets.reader_highlight import ShownBlock

if TYPE_CHECKING:
    from desktop_app.ui.widgets.reader_page import ReaderPage

MAP_WIDTH = 18
_SIGN = 10
_GAP = 4
_WIDEST_LABEL = 90
#: Later roles hide earlier ones where they share a row of the map.
_MAP_ORDER = (Role.EXCERPTED, Role.FEEDS_CLAIM, Role.NEEDS_REVIEW)
_BAND_INSET = {Role.EXCERPTED: 8, Role.FEEDS_CLAIM: 3, Role.NEEDS_REVIEW: 3}


class PageMargin(QWidget):
    """Page labels and signs of excerpts beside the lines of a ReaderPage."""

    def __init__(self, page: ReaderPage) -> None:
        """Belong to `page`, whose lines it follows."""
        super().__init__(page)
        self._page = page
        self._starts: list[int] = []
        self._labels: list[str] = []
        self._longest = ""
        self.setObjectName("reader_page_margin")
        self.setAccessibleName(tr("Page labels"))

    def set_pages(self, pages: Sequence[tuple[int, str]]) -> None:
        """Show `pages`: (UTF-16 position, label), in the order of the text."""
        self._starts = [start for start, _ in pages]
        self._labels = [label for _, label in pages]
        self._longest = max(self._labels, key=len, default="")
        self.update()

    def ideal_width(self) -> int:
        """Return the width that the labels and the signs need."""
        metrics = QFontMetrics(small_font(self.font()))
        label = metrics.horizontalAdvance(self._longest) if self._longest else 0
        return min(label, _WIDEST_LABEL) + 2 * _SIGN + 3 * _GAP

    def on_page_updated(self, area: QRect, scrolled: int) -> None:
        """Follow the page: scroll as it scrolls, else paint again beside `area`."""
        if scrolled:
            self.update()
        else:
            self.update(0, area.y(), self.width(), area.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self.font()))
        shown = self._page.list_shown_blocks()
        if shown:
            self._paint_labels(painter, shown)
            self._paint_signs(painter, shown)
        painter.end()

    def _paint_labels(self, painter: QPainter, shown: Sequence[ShownBlock]) -> None:
        """Write each page's label where it begins; the page in force at the top, if none does."""
        painter.setPen(QColor(theme_of(self).muted))
        begin, end = shown[0].start, shown[-1].end
        beginning = range(bisect_left(self._starts, begin), bisect_left(self._starts, end))
        placed = [(self._line_top(shown, self._starts[at]), at) for at in beginning]
        height = painter.fontMetrics().height()
        first = self._page.visible_range()[0]
        in_force = bisect_right(self._starts, first) - 1
        if in_force >= 0 and not any(-height < top < height for top, _ in placed):
            self._write_label(painter, 2, self._labels[in_force])
        for top, at in placed:
            self._write_label(painter, top, self._labels[at])

    def _write_label(self, painter: QPainter, top: float, label: str) -> None:
        """Write one label, right-aligned before the signs, shortened where it is too long."""
        metrics = painter.fontMetrics()
        width = self.width() - 2 * _SIGN - 2 * _GAP
        words = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
        line = QFontMetrics(self._page.font()).height()
        area = QRectF(0, top, width, line)
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words
        )

    def _paint_signs(self, painter: QPainter, shown: Sequence[ShownBlock]) -> None:
        """Draw a sign beside the line where an excerpt begins, at most two different ones."""
        theme = theme_of(self)
        line = QFontMetrics(self._page.font()).height()
        beginning = [
            (self._line_top(shown, one.start), one.excerpt.role)
            for one in self._page.index.list_touching(shown[0].start, shown[-1].end)
            if one.start >= shown[0].start
        ]
        for top, group in groupby(sorted(beginning), key=lambda item: item[0]):
            roles = sorted({role for _, role in group}, key=_MAP_ORDER.index, reverse=True)
            for place, role in enumerate(roles[:2]):
                left = self.width() - (place + 1) * (_SIGN + 2)
                area = QRectF(left, top + (line - _SIGN) / 2, _SIGN, _SIGN)
                paint_sign(painter, role.value, theme.line(role), area)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            beside = self._list_beginning_at(event.y())
            labels = "\n".join(one.excerpt.label for one in beside if one.excerpt.label)
            QToolTip.showText(event.globalPos(), plain_tip(labels), self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        beside = self._list_beginning_at(int(event.position().y()))
        if beside and event.button() == Qt.MouseButton.LeftButton:
            self._page.excerpts_clicked.emit(beside)

    def _list_beginning_at(self, y: int) -> list[PlacedExcerpt]:
        """Return the excerpts that begin on the line at `y`, the smallest first."""
        shown = self._page.list_shown_blocks()
        line = QFontMetrics(self._page.font()).height()
        if not shown:
            return []
        found = [
            one
            for one in self._page.index.list_touching(shown[0].start, shown[-1].end)
            if one.start >= shown[0].start and 0 <= y - self._line_top(shown, one.start) < line
        ]
        return sorted(found, key=lambda one: one.size)

    def _line_top(self, shown: Sequence[ShownBlock], position: int) -> float:
        """Return the top of the line that holds `position`, in this widget's pixels."""
        one = next(block for block in shown if position < block.end)
        line = one.block.layout().lineForTextPosition(position - one.start)
        return one.origin.y() + (line.y() if line.isValid() else 0.0)


class MapMargin(QWidget):
    """The whole text as one column: click or drag to go to a place."""

    position_asked = Signal(int)

    def __init__(self, page: ReaderPage) -> None:
        """Belong to `page`, whose visible part it frames."""
        super().__init__(page)
        self._page = page
        self._placed: Sequence[PlacedExcerpt] = ()
        self._units = 0
        self._bands: list[tuple[int, int, Role]] = []
        self._bands_height = -1
        self.setObjectName("reader_map")
        self.setAccessibleName(tr("Map of the document"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_excerpts(self, placed: Sequence[PlacedExcerpt], units: int) -> None:
        """Show `placed` on a text of `units` UTF-16 units."""
        self._placed = placed
        self._units = units
        self._bands_height = -1
        self.update()

    def on_scrolled(self, _value: int) -> None:
        """Move the frame of the visible part."""
        self.update()

    def list_bands(self) -> list[tuple[int, int, Role]]:
        """Return the bands (top, height, role) for the present height, from the top."""
        if self._bands_height != self.height():
            self._bands_height = self.height()
            self._bands = self._compute_bands(self.height())
        return self._bands

    def _compute_bands(self, height: int) -> list[tuple[int, int, Role]]:
        """Return runs of rows of the same role; every excerpt gets at least two rows."""
        rows: list[int] = [-1] * height
        for one in self._placed:
            rank = _MAP_ORDER.index(one.excerpt.role)
            first = one.start * height // max(self._units, 1)
            last = max(one.end * height // max(self._units, 1), first + 2)
            for row in range(first, min(last, height)):
                rows[row] = max(rows[row], rank)
        bands, top = [], 0
        for rank, run in groupby(rows):
            length = len(list(run))
            if rank >= 0:
                bands.append((top, length, _MAP_ORDER[rank]))
            top += length
        return bands

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.alternate))
        painter.setPen(QColor(theme.button))
        painter.drawLine(0, 0, 0, self.height())
        for top, height, role in self.list_bands():
            inset = _BAND_INSET[role]
            painter.fillRect(inset, top, self.width() - inset - 3, height, theme.line(role))
            if role is Role.NEEDS_REVIEW:
                painter.fillRect(inset + 4, top, 3, height, QColor(theme.alternate))
        self._paint_frame(painter, QColor(theme.muted))
        painter.end()

    def _paint_frame(self, painter: QPainter, colour: QColor) -> None:
        """Frame the part of the text that is on the screen."""
        if not self._units:
            return
        first, last = self._page.visible_range()
        top = first * self.height() / self._units
        height = max((last - first) * self.height() / self._units, 8.0)
        top = min(top, self.height() - height)
        painter.setPen(colour)
        colour.setAlpha(36)
        painter.setBrush(colour)
        painter.drawRect(QRectF(0.5, top + 0.5, self.width() - 1, height - 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            legend = tr(
                "The whole document. Wide bands feed claims, narrow bands are excerpted only, "
                "split bands need review, the rest is untouched. Click to go there."
            )
            QToolTip.showText(event.globalPos(), plain_tip(legend), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask_for(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._ask_for(event)

    def _ask_for(self, event: QMouseEvent) -> None:
        """Ask for the position under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._units:
            share = min(max(event.position().y() / max(self.height(), 1), 0.0), 1.0)
            self.position_asked.emit(int(share * self._units))
