"""The claims of one conflict side by side, in a frame that cannot be missed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout

from desktop_app.i18n import tr
from desktop_app.services.provenance_records import ClaimView
from desktop_app.ui.panels.provenance_cards import CardRules, ClaimCard
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.badges import Badge, BadgeKind
from desktop_app.ui.widgets.labels import plain_label

_NARROWEST_COLUMN = 250
_MOST_COLUMNS = 3


class ConflictBox(QFrame):
    """The claims of one conflict side by side, in a frame that cannot be missed."""

    def __init__(self, views: tuple[ClaimView, ...], rules: CardRules, *, seen: str = "") -> None:
        """Show `views`, which contradict each other; `seen` as in `ClaimCard`."""
        super().__init__()
        self.setObjectName("conflict_box")
        self._is_settled = all(view.settled for view in views)
        self.cards = [ClaimCard(view, rules, in_conflict=True, seen=seen) for view in views]
        self._heading = plain_label(bold=True)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(6)
        for card in self.cards:
            self._row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        if not self._is_settled:
            head.addWidget(Badge(BadgeKind.CONFLICT))
        head.addWidget(self._heading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(head)
        column.addLayout(self._row)
        self._say(len({view.value for view in views}))

    def _say(self, values: int) -> None:
        if self._is_settled:
            words = tr("The sources disagree; one value is preferred, the others stay on record")
        else:
            words = tr("The sources disagree: {count} values. Which is to be preferred?",
                       count=values)  # fmt: skip
        self._heading.setText(words)
        self.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = len(self.cards)
        fits = event.size().width() >= count * _NARROWEST_COLUMN and count <= _MOST_COLUMNS
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if fits else ways.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        role = Role.PREFERRED if self._is_settled else Role.CONFLICT
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.wash(role))
        painter.setPen(QPen(theme.line(role), 1 if self._is_settled else 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()
