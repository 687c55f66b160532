"""The line below the text: the page at the caret, and what the marks mean with their counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import paint_sign
from desktop_app.ui.theme import Role, small_font, theme_of
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import elided_label, set_plain_tip

_PADDING = 5
#: The lines under the passages themselves, so that nobody has to tell colours apart.
_PENS = {
    Role.FEEDS_CLAIM: Qt.PenStyle.SolidLine,
    Role.EXCERPTED: Qt.PenStyle.DotLine,
    Role.NEEDS_REVIEW: Qt.PenStyle.DashLine,
}


class LegendMark(QWidget):
    """One way of marking: sign, word and count, on the wash and line of the text."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        """Stand for the passages of `role`."""
        super().__init__(parent)
        self._role = role
        self._count = 0
        self.setObjectName(f"legend_{role.value}")
        self.setFont(small_font(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_plain_tip(self, self._tip())
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show that `count` passages are marked so."""
        self._count = count
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words shown."""
        count = self._count
        words = {
            Role.FEEDS_CLAIM: tr("Feeding claims: {count}", count=count),
            Role.EXCERPTED: tr("Excerpted only: {count}", count=count),
            Role.NEEDS_REVIEW: tr("To review: {count}", count=count),
        }
        return words[self._role]

    def _tip(self) -> str:
        return {
            Role.FEEDS_CLAIM: tr("Passages on which at least one claim rests"),
            Role.EXCERPTED: tr("Passages marked as excerpts, on which no claim rests yet"),
            Role.NEEDS_REVIEW: tr("The text has changed: check that these are still the passages"),
        }[self._role]

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = 3 * _PADDING + metrics.ascent() + metrics.horizontalAdvance(self.text())
        return QSize(width, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        ink = theme.line(self._role)
        metrics = QFontMetrics(self.font())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect().adjusted(0, 0, 0, -2), theme.wash(self._role))
        painter.setPen(QPen(ink, 1.6, _PENS[self._role]))
        bottom = self.height() - 1.5
        painter.drawLine(0, int(bottom), self.width(), int(bottom))
        side = metrics.ascent()
        sign = QRectF(_PADDING, (self.height() - 2 - side) / 2, side, side)
        paint_sign(painter, self._role.value, QColor(ink), sign)
        painter.setPen(QColor(theme.text))
        area = self.rect().adjusted(side + 2 * _PADDING, 0, 0, -2)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()


class ReaderFoot(QWidget):
    """The page and language at the left, the legend at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self.place = elided_label()
        self.place.setObjectName("reader_place")
        self.marks = {role: LegendMark(role) for role in _PENS}
        # In a narrow window the legend takes a second row instead of widening the panel.
        legend = FlowLayout(gap=6)
        for mark in self.marks.values():
            legend.addWidget(mark)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(10)
        row.addWidget(self.place, 2)
        row.addLayout(legend, 5)

    def set_place(self, text: str) -> None:
        """Say where the caret is."""
        if text != self.place.text():
            self.place.set_text(text)

    def set_counts(self, counts: dict[Role, int]) -> None:
        """Show how many passages are marked in each way; nothing to review is not said."""
        for role, mark in self.marks.items():
            mark.set_count(counts.get(role, 0))
        self.marks[Role.NEEDS_REVIEW].setVisible(counts.get(Role.NEEDS_REVIEW, 0) > 0)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "marks"):
            for mark in self.marks.values():
                mark.setFont(small_font(self.font()))
