"""The bar above the panels that says how the catalogue was opened, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, wash_background
from desktop_app.ui.widgets.labels import plain_label

_SIGN = 18

#: A button's name, its words, and what it calls.
Way = tuple[str, str, Callable[[], object]]


class OpeningBar(QFrame):
    """A few lines and their ways out; notes can be put away, a grave one cannot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("opening_bar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._role = Role.FEEDS_CLAIM
        self._ways: list[QPushButton] = []
        self._sign = plain_label(wrap=False)
        self._sign.setFixedSize(QSize(_SIGN, _SIGN))
        self.words = plain_label(selectable=True)
        self.words.setObjectName("opening_bar_words")
        self.put_away = QPushButton(tr("Close"))
        self.put_away.setObjectName("opening_bar_close")
        self.put_away.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 5, 8, 5)
        self._row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.put_away, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def put_over(self, below: QWidget) -> QWidget:
        """Return a widget that shows the bar over `below`."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self)
        column.addWidget(below, 1)
        return both

    def say(
        self, lines: Sequence[str], *ways: Way, is_grave: bool = False, is_lasting: bool = False
    ) -> None:
        """Show `lines` with the buttons `ways`; what is grave or lasts cannot be put away."""
        for old in self._ways:
            self._row.removeWidget(old)
            old.deleteLater()
        self._ways = []
        for place, (name, text, called) in enumerate(ways):
            button = QPushButton(text)
            button.setObjectName(f"opening_bar_{name}")
            button.clicked.connect(called)
            self._row.insertWidget(2 + place, button, 0, Qt.AlignmentFlag.AlignTop)
            self._ways.append(button)
        self.words.setText("\n".join(lines))
        self.setAccessibleName(" ".join(lines))
        self._role = Role.CONFLICT if is_grave else Role.FEEDS_CLAIM
        self.put_away.setVisible(not is_grave and not is_lasting)
        self._tint()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_row"):
            self._tint()

    def _tint(self) -> None:
        ink = wash_background(self, self._role)
        name = "warning" if self._role is Role.CONFLICT else "document"
        self._sign.setPixmap(make_pixmap(name, ink, _SIGN, self.devicePixelRatioF()))
