"""Shows a report's pages as they will be printed, one under the other, as wide as the view.

A page is drawn when it comes in sight; the pages are set a few pieces at a time, so that a
report of any length opens at once.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_app.i18n import tr
from desktop_app.reports.model import Report
from desktop_app.ui.printing import paint_page
from desktop_app.ui.printing_marks import Pages
from desktop_app.ui.printing_pages import ReportLayout

_MARGIN = 14
_SLICE_SECONDS = 0.02
_KEPT_PIXMAPS = 6
_WIDEST = 1.6
_LARGEST = 2.5
#: How much larger than the view's width would have them the pages may be shown.
_ZOOMS = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6)
_FITTED = _ZOOMS.index(1.0)
_ZOOM_KEYS = {
    QKeySequence.StandardKey.ZoomIn: 1,
    QKeySequence.StandardKey.ZoomOut: -1,
}


class PageView(QAbstractScrollArea):
    """The preview. `paged` tells how many pages there are, and whether that is all."""

    paged = Signal(int, bool)
    #: The page at the top of the view, from 1.
    page_shown = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to show."""
        super().__init__(parent)
        self.setObjectName("page_view")
        self.setAccessibleName(tr("Preview of the report"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(40)
            bar.valueChanged.connect(self._on_scrolled)
        self._zoom = _FITTED
        self._layout: ReportLayout | None = None
        self._pixmaps: dict[int, QPixmap] = {}
        self._page = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._set_more)

    def set_report(self, report: Report | None) -> None:
        """Show `report` from its first page, nothing for None."""
        self._timer.stop()
        self._layout = ReportLayout(report) if report is not None else None
        self._pixmaps.clear()
        self._page = 0
        self.verticalScrollBar().setValue(0)
        if self._layout is not None:
            self._timer.start()
        self._measure()
        self.viewport().update()

    def pages(self) -> Pages | None:
        """Return the pages, None until all are set."""
        is_whole = self._layout is not None and not self._timer.isActive()
        return self._layout.pages if self._layout is not None and is_whole else None

    def shown_page(self) -> int:
        """Return the number of the page at the top of the view, 0 for none."""
        return self._page

    def step_zoom(self, steps: int) -> None:
        """Show the pages larger or smaller; 0 makes them as wide as the view again."""
        self._zoom = min(max(self._zoom + steps, 0), len(_ZOOMS) - 1) if steps else _FITTED
        self._show_anew()

    def sizeHint(self) -> QSize:
        return QSize(520, 640)

    # Setting the pages

    def _set_more(self) -> None:
        assert self._layout is not None
        until = time.monotonic() + _SLICE_SECONDS
        is_more = True
        while is_more and time.monotonic() < until:
            is_more = self._layout.step()
        if not is_more:
            self._timer.stop()
            # The footers are on the pages now.
            self._pixmaps.clear()
        self._measure()
        self.paged.emit(self._count(), not is_more)
        self.viewport().update()

    def _count(self) -> int:
        return len(self._layout.pages.pages) if self._layout is not None else 0

    # Where pages lie

    def _scale(self) -> float:
        if self._layout is None:
            return 1.0
        room = self.viewport().width() - 2 * _MARGIN
        fitted = min(max(room / self._layout.pages.sheet.width, 0.2), _WIDEST)
        return min(fitted * _ZOOMS[self._zoom], _LARGEST)

    def _page_size(self) -> tuple[float, float]:
        if self._layout is None:
            return 0.0, 0.0
        sheet, scale = self._layout.pages.sheet, self._scale()
        return sheet.width * scale, sheet.height * scale

    def _measure(self) -> None:
        width, page = self._page_size()
        height = _MARGIN + self._count() * (page + _MARGIN)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(round(height) - self.viewport().height(), 0))
        across = self.horizontalScrollBar()
        across.setPageStep(self.viewport().width())
        across.setRange(0, max(round(width) + 2 * _MARGIN - self.viewport().width(), 0))
        self._on_scrolled()

    def _on_scrolled(self, _value: int = 0) -> None:
        self.viewport().update()
        if not self._count():
            return
        step = self._page_size()[1] + _MARGIN
        # Where pages are small, several are in view, and the first of them counts.
        seen = min(self.viewport().height(), step)
        page = min(int((self.verticalScrollBar().value() + seen / 3) // step) + 1, self._count())
        if page != self._page:
            self._page = page
            self.page_shown.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_anew()

    def _show_anew(self) -> None:
        """Show the same place in another size."""
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        shares = [bar.value() / bar.maximum() if bar.maximum() else 0.0 for bar in bars]
        self._pixmaps.clear()
        self._measure()
        for bar, share in zip(bars, shares, strict=True):
            bar.setValue(round(share * bar.maximum()))

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        desk = self.palette().color(QPalette.ColorRole.Mid)
        painter.fillRect(self.viewport().rect(), desk)
        width, height = self._page_size()
        left = max((self.viewport().width() - width) / 2, _MARGIN)
        left -= self.horizontalScrollBar().value()
        scrolled = self.verticalScrollBar().value()
        step = height + _MARGIN
        first = max(int((scrolled - _MARGIN) // step), 0) if self._count() else 0
        for number in range(first, self._count()):
            top = _MARGIN + number * step - scrolled
            if top >= self.viewport().height():
                break
            if top + height > 0:
                painter.drawPixmap(QPointF(round(left), round(top)), self._draw(number))
                painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
                painter.drawRect(QRectF(round(left), round(top), round(width), round(height)))
        painter.end()

    def _draw(self, number: int) -> QPixmap:
        """Return the picture of a page; the last few are kept, but not one that still grows."""
        if number in self._pixmaps:
            return self._pixmaps[number]
        assert self._layout is not None
        pages, ratio = self._layout.pages, self.devicePixelRatioF()
        width, height = self._page_size()
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.white)
        painter = QPainter(pixmap)
        paint_page(painter, pages.pages[number], pages.sheet, self._scale())
        painter.end()
        if self.pages() is not None or number + 1 < self._count():
            self._pixmaps[number] = pixmap
            while len(self._pixmaps) > _KEPT_PIXMAPS:
                del self._pixmaps[next(iter(self._pixmaps))]
        return pixmap

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.step_zoom(1 if turned > 0 else -1)
            return
        super().wheelEvent(event)

    def take_zoom_key(self, event: QKeyEvent) -> bool:
        """Show the pages in another size where the keys ask for it; tell whether they did."""
        is_plain = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        steps = [step for keys, step in _ZOOM_KEYS.items() if event.matches(keys)]
        if steps or (is_plain and event.key() == Qt.Key.Key_0):
            self.step_zoom(steps[0] if steps else 0)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        step = round(self._page_size()[1]) + _MARGIN
        moves = {
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_PageDown: step,
            Qt.Key.Key_PageUp: -step,
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
        }
        across = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if across is not None:
            sideways = self.horizontalScrollBar()
            sideways.setValue(sideways.value() + across * sideways.singleStep())
            return
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        bar.setValue(bar.value() + move)
