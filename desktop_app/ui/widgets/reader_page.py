"""The text area of the reader: QPlainTextEdit, read only, with excerpts painted under the letters.

Everything here counts in UTF-16 units of the shown text; `ReaderView` converts at its edge. The
text is never read back: Qt turns some characters into others in `toPlainText`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QToolTip, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.theme import Role, reading_font, theme_of
from desktop_app.ui.widgets.labels import plain_menu, plain_tip
from desktop_app.ui.widgets.reader_excerpts import ExcerptIndex, PlacedExcerpt
from desktop_app.ui.widgets.reader_flash import Flash
from desktop_app.ui.widgets.reader_highlight import (
    ShownBlock,
    list_passage_lines,
    paint_excerpts,
    paint_frame,
    paint_passage,
)
from desktop_app.ui.widgets.reader_keys import ReaderCommand, find_command
from desktop_app.ui.widgets.reader_layout import ReaderLayout
from desktop_app.ui.widgets.reader_margin import MAP_WIDTH, MapMargin, PageMargin
from desktop_app.ui.widgets.reader_text import ReaderText

#: Average widths of a column. Vietnamese runs narrower: this makes about 78 letters, and longer
#: lines are hard to follow back to the left.
COLUMN_WIDTHS = 68
_WHEEL_STEP = 120


class ReaderPage(QPlainTextEdit):
    """Shows one text with its excerpts. Positions in its signals are UTF-16 units."""

    command_given = Signal(ReaderCommand)
    excerpts_clicked = Signal(list)
    zoom_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up the empty, read-only page with its two margins."""
        super().__init__(parent)
        self.setObjectName("reader_page")
        self.setAccessibleName(tr("Text of the document"))
        self._reader_text = ReaderText()
        self._index = ExcerptIndex()
        self._current: str | None = None
        self._found: Sequence[tuple[int, int]] = ()
        self._found_starts: list[int] = []
        self._found_here = -1
        self._pressed_at = QPoint()
        self._wheel = 0
        self._set_up_text()
        self._flash = Flash(self)
        self._flash.faded.connect(self.viewport().update)
        self.page_margin = PageMargin(self)
        self.map_margin = MapMargin(self)
        self.map_margin.position_asked.connect(self.centre_on)
        self.updateRequest.connect(self.page_margin.on_page_updated)
        self.verticalScrollBar().valueChanged.connect(self.map_margin.on_scrolled)

    def _set_up_text(self) -> None:
        """Make the text read only with a caret, without undo, wrapped at words, well spaced."""
        document = QTextDocument(self)
        # PySide does not hand the layout over to the document: it lives as long as this name.
        self._spacing = ReaderLayout(document)
        document.setDocumentLayout(self._spacing)
        self.setDocument(document)
        self.setCursorWidth(2)
        self.setUndoRedoEnabled(False)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes changes the column's width while Qt is laying it out.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Files dropped on the text belong to the window, which imports them.
        self.setAcceptDrops(False)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setFont(reading_font())
        self.document().setDocumentMargin(10)

    # What it shows

    def set_reader_text(self, text: ReaderText, pages: Sequence[tuple[int, str]]) -> None:
        """Show `text`; `pages` are (UTF-16 position, label) in order. Excerpts are cleared."""
        self._reader_text = text
        self._flash.stop()
        self.set_found((), -1)
        self.setPlainText(text.shown)
        self.page_margin.set_pages(pages)
        self.set_index(ExcerptIndex())
        self._lay_margins()
        # Not yet laid out in its window the page is lower than a line, and Qt scrolls it.
        self.verticalScrollBar().setValue(0)

    @property
    def reader_text(self) -> ReaderText:
        """Return the text on show."""
        return self._reader_text

    def set_index(self, index: ExcerptIndex) -> None:
        """Show the excerpts of `index`."""
        self._index = index
        self.map_margin.set_excerpts(index.placed, self._reader_text.units)
        self._repaint_all()

    @property
    def index(self) -> ExcerptIndex:
        """Return the excerpts on show."""
        return self._index

    def set_current(self, excerpt_id: str | None) -> None:
        """Frame one excerpt as the current one."""
        self._current = excerpt_id
        self._repaint_all()

    def set_found(self, found: Sequence[tuple[int, int]], here: int) -> None:
        """Mark the matches `found` (in order), the one numbered `here` more strongly."""
        self._found = found
        self._found_starts = [start for start, _ in found]
        self.set_found_here(here)

    def set_found_here(self, here: int) -> None:
        """Mark the match numbered `here` more strongly."""
        self._found_here = here
        self.viewport().update()

    def set_points(self, points: float) -> None:
        """Set the letters' size, keeping the line at the top in its place."""
        top = self.cursorForPosition(QPoint(0, 0)).position()
        self.setFont(reading_font(points))
        self._lay_margins()
        self._scroll_to(top, above=0)

    def flash(self, start: int, end: int) -> None:
        """Let [start, end) stand out for a moment."""
        self._flash.start(start, end)

    # Where things are

    def list_shown_blocks(self) -> list[ShownBlock]:
        """Return the blocks on the screen, from the top."""
        shown = []
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        top = self.blockBoundingGeometry(block).translated(offset).top()
        height = self.viewport().height()
        while block.isValid() and top < height:
            start = block.position()
            origin = QPointF(offset.x(), top)
            shown.append(ShownBlock(block, origin, start, start + block.length()))
            top += self.blockBoundingRect(block).height()
            block = block.next()
        return shown

    def visible_range(self) -> tuple[int, int]:
        """Return the first and the last position on the screen."""
        area = self.viewport().rect()
        return (
            self.cursorForPosition(area.topLeft()).position(),
            self.cursorForPosition(area.bottomRight()).position(),
        )

    def list_excerpts_under(self, point: QPoint) -> list[PlacedExcerpt]:
        """Return the excerpts painted under `point` of the viewport, the smallest first."""
        position = self.cursorForPosition(point).position()
        spot = QRectF(point.x(), point.y(), 1, 1)
        shown = self.list_shown_blocks()
        found = [
            one
            for one in self._index.list_touching(position - 1, position + 1)
            if any(
                line.area.intersects(spot)
                for line in list_passage_lines(shown, one.start, one.end, spot)
            )
        ]
        return sorted(found, key=lambda one: one.size)

    def move_caret(self, start: int, end: int | None = None) -> None:
        """Put the caret at `start`, or select [start, end), and bring it to the middle."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        if end is not None:
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        if end is not None and end > start:
            self._show_start(start)
        else:
            self.centerCursor()

    def centre_on(self, position: int) -> None:
        """Scroll `position` to the middle without moving caret or selection."""
        self._scroll_to(position, above=self.viewport().height() // 2)

    def _show_start(self, start: int) -> None:
        """Scroll so that `start` is on the screen, in the upper third if it was not."""
        first, last = self.visible_range()
        if not first <= start < last:
            self._scroll_to(start, above=self.viewport().height() // 3)

    def _scroll_to(self, position: int, *, above: int) -> None:
        """Scroll so that `position` lies about `above` pixels under the upper edge."""
        block = self.document().findBlock(position)
        if not block.isValid():
            return
        self.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        lines_above = int(above / max(QFontMetricsF(self.font()).lineSpacing(), 1.0))
        number = block.firstLineNumber() + max(line.lineNumber(), 0)
        self.verticalScrollBar().setValue(max(0, number - lines_above))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        shown = self.list_shown_blocks()
        if shown:
            theme = theme_of(self)
            start, end = shown[0].start, shown[-1].end
            excerpts = self._index.list_touching(start, end)
            paint_excerpts(painter, shown, excerpts, theme, self._current)
            self._paint_found(painter, shown, start, end)
            self._flash.paint(painter, shown, theme)
        painter.end()
        super().paintEvent(event)

    def _paint_found(
        self, painter: QPainter, shown: Sequence[ShownBlock], start: int, end: int
    ) -> None:
        """Mark the matches on the screen; the one in hand is framed too."""
        theme = theme_of(self)
        first = max(bisect_left(self._found_starts, start) - 1, 0)
        for number in range(first, bisect_left(self._found_starts, end)):
            role = Role.FOUND_HERE if number == self._found_here else Role.FOUND
            paint_passage(painter, shown, *self._found[number], theme.wash(role))
            if number == self._found_here:
                paint_frame(painter, shown, *self._found[number], theme.line(role))

    def _repaint_all(self) -> None:
        """Paint text and margins again."""
        self.viewport().update()
        self.page_margin.update()
        self.map_margin.update()

    # The column and its margins

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_margins()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_margins()
        # Qt drops the resize of a viewport whose margins change while it is being shown, and
        # the lines would keep a width that is not theirs (test_column_fits_when_first_shown).
        super().resizeEvent(QResizeEvent(self.viewport().size(), QSize()))

    def _lay_margins(self) -> None:
        """Centre a column of readable width between page labels on the left and the map."""
        area = self.contentsRect()
        width = area.width() - self.verticalScrollBar().sizeHint().width()
        labels = self.page_margin.ideal_width()
        letter = QFontMetricsF(self.font()).averageCharWidth()
        column = int(letter * COLUMN_WIDTHS + 2 * self.document().documentMargin())
        spare = max(0, width - labels - MAP_WIDTH - column)
        left = labels + spare // 2
        right = MAP_WIDTH + spare - spare // 2
        self.setViewportMargins(left, 0, right, 0)
        self.page_margin.setGeometry(left - labels, area.top(), labels, area.height())
        self.map_margin.setGeometry(width - MAP_WIDTH, area.top(), MAP_WIDTH, area.height())

    # Keys, pointer, clipboard

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and find_command(event)
        ):
            # Said here, the key comes as a key press and no shortcut of the window is ambiguous.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = find_command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            self.command_given.emit(command)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        moved = (point - self._pressed_at).manhattanLength()
        is_click = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if is_click and moved < QApplication.startDragDistance():
            under = self.list_excerpts_under(point)
            if under and not self.textCursor().hasSelection():
                self.excerpts_clicked.emit(under)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # A touch pad sends many small turns: only whole steps count.
            self._wheel += event.angleDelta().y()
            steps = int(self._wheel / _WHEEL_STEP)
            self._wheel -= steps * _WHEEL_STEP
            if steps:
                self.zoom_asked.emit(steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            labels = [one.excerpt.label for one in self.list_excerpts_under(event.pos())]
            QToolTip.showText(event.globalPos(), plain_tip("\n".join(filter(None, labels))), self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        selected = self.textCursor().hasSelection()
        menu = plain_menu(
            self,
            (tr("Make an excerpt"), self._on_excerpt_chosen, selected),
            (tr("Copy"), self.copy, selected),
            (tr("Select all"), self.selectAll, True),
            (tr("Find in this document"), self._on_find_chosen, True),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        data = QMimeData()
        data.setText(self._reader_text.cut(cursor.selectionStart(), cursor.selectionEnd()))
        return data

    def _on_excerpt_chosen(self) -> None:
        self.command_given.emit(ReaderCommand.ACTIVATE)

    def _on_find_chosen(self) -> None:
        self.command_given.emit(ReaderCommand.FIND)
