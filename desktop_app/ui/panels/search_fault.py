"""What is wrong with a query, under the field: the sentence, and the query with the place marked.

Enter or a click on the marked query leads to the place in the field.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.labels import set_plain_tip

_LEFT = 21
_BEFORE = 40
_AFTER = 60


class MarkedQuery(QWidget):
    """One line of the query with a stretch of it underlined."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("search_fault_place")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        set_plain_tip(self, tr("Go to this place in the query"))
        self._parts = ("", "", "")

    def set_query(self, text: str, start: int, end: int) -> None:
        """Show the surroundings of [start, end) of `text`, in code points."""
        first, last = max(0, start - _BEFORE), min(len(text), end + _AFTER)
        before = ("…" if first else "") + text[first:start]
        after = text[end:last] + ("…" if last < len(text) else "")
        # At the very end nothing is left to underline: a blank stands for it.
        self._parts = (before, text[start:end] or " ", after)
        self.setAccessibleName("".join(self._parts))
        self.update()

    def parts(self) -> tuple[str, str, str]:
        """Return what stands before the place, in it and after it."""
        return self._parts

    def sizeHint(self) -> QSize:
        return QSize(_LEFT, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        metrics = self.fontMetrics()
        before, marked, after = self._parts
        room = self.width() - _LEFT - metrics.horizontalAdvance(marked)
        before = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, max(room * 2 // 3, 0))
        left, baseline = _LEFT, metrics.ascent() + 1
        painter.setPen(QColor(theme.muted))
        painter.drawText(left, baseline, before)
        left += metrics.horizontalAdvance(before)
        width = max(metrics.horizontalAdvance(marked), metrics.averageCharWidth())
        ink = theme.line(Role.INVALID)
        painter.fillRect(left, 0, width, metrics.height() + 2, theme.wash(Role.INVALID))
        painter.setPen(ink)
        painter.drawText(left, baseline, marked)
        painter.setPen(QPen(ink, 2))
        painter.drawLine(left, metrics.height() + 3, left + width, metrics.height() + 3)
        left += width
        painter.setPen(QColor(theme.muted))
        after = metrics.elidedText(after, Qt.TextElideMode.ElideRight, max(self.width() - left, 0))
        painter.drawText(left, baseline, after)
        painter.end()


class FaultLine(QWidget):
    """The sentence and, where the fault has a place, the marked query."""

    #: Offset of the fault in the query, in code points.
    place_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.hint = Hint()
        self.hint.setObjectName("search_hint")
        self.place = MarkedQuery()
        self.place.hide()
        self._offset = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.hint)
        column.addWidget(self.place)
        self.place.clicked.connect(self._on_clicked)
        self.hide()

    def words(self) -> str:
        """Return the sentence on show."""
        return self.hint.words()

    def say(self, words: str) -> None:
        """Show a sentence alone, "" for nothing."""
        self.hint.say(words, Role.INVALID)
        self.place.hide()
        self.setVisible(bool(words))

    def show_fault(self, error: UserError, query: str) -> None:
        """Show what is wrong with `query`, and where it says so."""
        self.say(error.message)
        at = error.values.get("position")
        if not isinstance(at, int) or not query:
            return
        self._offset = min(max(at - 1, 0), len(query))
        self.place.set_query(query, self._offset, _find_end(query, self._offset, error))
        self.place.show()

    def _on_clicked(self) -> None:
        self.place_wanted.emit(self._offset)


def _find_end(query: str, start: int, error: UserError) -> int:
    """Return where the fault ends: after what the error names there, else after one character."""
    for name in ("what", "operator"):
        named = error.values.get(name)
        if isinstance(named, str) and named and query.startswith(named, start):
            return start + len(named)
    return min(start + 1, len(query))
