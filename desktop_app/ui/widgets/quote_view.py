"""A passage in its context: prefix, quote and suffix, the quote marked, all of it plain text.

Painted by hand: text from sources must never be taken for markup, and a label cannot mark a part
of plain text. Click or Enter opens the passage, Ctrl+C copies the quote.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.catalog.anchors import CONTEXT, to_utf16
from desktop_app.i18n import tr
from desktop_app.ui.theme import Role, reading_font, theme_of
from desktop_app.ui.widgets.labels import plain_menu, set_plain_tip
from desktop_app.ui.widgets.reader_text import make_shown

_PADDING = 8
_BAR = 3
_NARROW = 160
#: A quote longer than this is shown by its beginning and its end.
LONGEST_QUOTE = 1_200
_ELLIPSIS = "…"


class QuoteView(QWidget):
    """Shows one passage, marked between what stands before and after it."""

    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up an empty view."""
        super().__init__(parent)
        self.setObjectName("quote_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        set_plain_tip(self, tr("Open this passage in the reader"))
        self._quote = ""
        self._text = ""
        self._marked = (0, 0)
        self._layout = QTextLayout()
        self._laid_width = -1
        self._pressed = False

    def set_passage(self, prefix: str, quote: str, suffix: str) -> None:
        """Show `quote` between `prefix` and `suffix`, cut at words with an ellipsis."""
        self._quote = quote
        before, after = _cut_before(prefix), _cut_after(suffix)
        shown = _shorten(quote)
        # One paragraph: the layout of a label-sized text takes line separators, not line feeds.
        self._text = make_shown(before + shown + after).replace("\n", "\u2028")
        start = to_utf16(self._text, len(before))
        self._marked = (start, to_utf16(self._text, len(before) + len(shown)) - start)
        self.setAccessibleName(tr("Quoted passage"))
        self.setAccessibleDescription(quote)
        self._laid_width = -1
        self.updateGeometry()
        self.update()

    def quote(self) -> str:
        """Return the exact quote."""
        return self._quote

    def shown_text(self) -> str:
        """Return the text as shown, line breaks as line feeds."""
        return self._text.replace("\u2028", "\n")

    def copy(self) -> None:
        """Put the exact quote on the clipboard."""
        QGuiApplication.clipboard().setText(self._quote)

    def sizeHint(self) -> QSize:
        width = max(self.width(), 320)
        return QSize(320, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, self.heightForWidth(max(self.width(), _NARROW)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._lay_out(width) + 2 * _PADDING + 0.999)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._laid_width = -1
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.base))
        painter.fillRect(0, 0, _BAR, self.height(), theme.line(Role.QUOTE))
        self._lay_out(self.width())
        painter.setPen(QColor(theme.muted))
        self._layout.draw(painter, QPointF(_PADDING + _BAR, _PADDING), self._mark_formats())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _mark_formats(self) -> list[QTextLayout.FormatRange]:
        """Return the format of the quote: a wash, full ink and an underline."""
        theme = theme_of(self)
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = self._marked
        look = QTextCharFormat()
        look.setBackground(theme.wash(Role.QUOTE))
        look.setForeground(QColor(theme.text))
        look.setFontUnderline(True)
        look.setUnderlineColor(theme.line(Role.QUOTE))
        marked.format = look
        return [marked]

    def _lay_out(self, width: int) -> float:
        """Break the text into lines for `width`, once; return their height."""
        if width != self._laid_width:
            self._laid_width = width
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            self._layout = QTextLayout(self._text, self._reading_font())
            self._layout.setTextOption(option)
            self._layout.beginLayout()
            y = 0.0
            while (line := self._layout.createLine()).isValid():
                line.setLineWidth(max(width - 2 * _PADDING - _BAR, 20))
                line.setPosition(QPointF(0, y))
                y += line.height()
            self._layout.endLayout()
        return self._layout.boundingRect().height()

    def _reading_font(self) -> QFont:
        """Return the font of source texts at the size of the interface."""
        return reading_font(max(self.font().pointSizeF(), 8.0))

    def event(self, event: QEvent) -> bool:
        is_copy = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)
        if event.type() == QEvent.Type.ShortcutOverride and is_copy:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, False
        is_left = event.button() == Qt.MouseButton.LeftButton
        if pressed and is_left and self.rect().contains(event.position().toPoint()):
            self.activated.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = plain_menu(
            self,
            (tr("Open this passage in the reader"), self.activated.emit, True),
            (tr("Copy the quote"), self.copy, bool(self._quote)),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


def _cut_before(prefix: str) -> str:
    """Return `prefix` from its first whole word on, with an ellipsis where words went.

    A prefix shorter than the catalogue keeps is the beginning of the text: nothing went.
    """
    if len(prefix) < CONTEXT or not prefix.strip():
        return prefix
    kept = prefix.partition(" ")[2].lstrip()
    return f"{_ELLIPSIS} {kept}" if kept else f"{_ELLIPSIS}{prefix}"


def _cut_after(suffix: str) -> str:
    """Return `suffix` up to its last whole word, with an ellipsis where words went."""
    if len(suffix) < CONTEXT or not suffix.strip():
        return suffix
    kept = suffix.rpartition(" ")[0].rstrip()
    return f"{kept} {_ELLIPSIS}" if kept else f"{suffix}{_ELLIPSIS}"


def _shorten(quote: str) -> str:
    """Return `quote`, a very long one by its two ends."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    half = LONGEST_QUOTE // 2
    return f"{quote[:half].rstrip()} {_ELLIPSIS} {quote[-half:].lstrip()}"
