"""One line below a field: how it is understood, or what is wrong with it, with a sign."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import plain_label

_SIGN = 14


class Hint(QWidget):
    """A sign and a sentence; without a role only the sentence, in lesser ink."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("hint")
        self._role: Role | None = None
        self._sign = plain_label(wrap=False)
        self._sign.setFixedSize(QSize(_SIGN, _SIGN))
        self._words = plain_label()
        self._words.setObjectName("hint_words")
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(5)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        self.say("")

    def say(self, words: str, role: Role | None = None) -> None:
        """Show `words` with the sign of `role`."""
        self._role = role if words else None
        self._words.setText(words)
        self.setAccessibleName(words)
        self._tint()

    def words(self) -> str:
        """Return what is shown."""
        return self._words.text()

    def role(self) -> Role | None:
        """Return the role of the sign, None without one."""
        return self._role

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        theme = theme_of(self)
        self._sign.setVisible(self._role is not None)
        palette = QPalette(self.palette())
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        ink = theme.line(self._role) if self._role else muted
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        self._words.setPalette(palette)
        if self._role is not None:
            ratio = self.devicePixelRatioF()
            self._sign.setPixmap(make_pixmap(self._role.value, ink, _SIGN, ratio))
