"""The find bar of the reader: what is sought, how many matches there are, and which is in hand.

It knows no text: it tells what is asked and is told the counts.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import make_icon
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.flat_button import flat_button
from desktop_app.ui.widgets.labels import plain_label

_DEBOUNCE_MS = 120


class FindBar(QWidget):
    """One line, a count, next and previous, and whether tones matter."""

    query_changed = Signal(str, bool)
    next_asked = Signal()
    previous_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the bar out; it starts hidden with its owner's leave."""
        super().__init__(parent)
        self.setObjectName("find_bar")
        self._counted = (0, 0)
        self.line = QLineEdit()
        self.line.setObjectName("find_line")
        self.line.setAccessibleName(tr("Find in this document"))
        self.line.setPlaceholderText(tr("Find in this document"))
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.count = plain_label(wrap=False)
        self.count.setObjectName("find_count")
        self.tones = QCheckBox(tr("Match tones and đ"))
        self.tones.setObjectName("find_tones")
        self.previous = self._make_button("find_previous", tr("Previous match (Shift+F3)"), "up")
        self.next = self._make_button("find_next", tr("Next match (F3)"), "down")
        self.close_button = self._make_button("find_close", tr("Close the find bar (Esc)"), "close")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_DEBOUNCE_MS)
        self._lay_out()
        self._connect()

    def _make_button(self, name: str, tip: str, icon: str) -> QToolButton:
        """Return a flat button with an icon."""
        return flat_button(name, tip, icon, self.palette())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.line, 1)
        for widget in (self.count, self.previous, self.next, self.tones, self.close_button):
            row.addWidget(widget)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._on_text_changed)
        self.tones.toggled.connect(self._on_tones_toggled)
        self._waiting.timeout.connect(self._announce)
        self.next.clicked.connect(self.go_next)
        self.previous.clicked.connect(self.go_previous)
        self.close_button.clicked.connect(self.closed)

    def open_with(self, text: str) -> None:
        """Show the bar, its line holding `text` (or what it held), all of it selected."""
        if text:
            self.line.setText(text)
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._announce()

    def set_count(self, here: int, total: int) -> None:
        """Say that match `here` (from 1, 0 for none) of `total` is in hand."""
        self._counted = (here, total)
        if not self.line.text().strip():
            words = ""
        elif total == 0:
            words = tr("No matches")
        else:
            words = tr("{here} of {total}", here=here, total=total)
        self.count.setText(words)
        palette = QPalette()
        if words and not total:
            palette.setColor(QPalette.ColorRole.WindowText, theme_of(self).line(Role.INVALID))
        self.count.setPalette(palette)
        self.next.setEnabled(total > 0)
        self.previous.setEnabled(total > 0)

    def go_next(self) -> None:
        """Ask for the next match."""
        self.next_asked.emit()

    def go_previous(self) -> None:
        """Ask for the previous match."""
        self.previous_asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                return self._claim_key(event)
            if event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_count(*self._counted)
            for button in self.findChildren(QToolButton):
                name = button.property("icon_name")
                if name:
                    button.setIcon(make_icon(name, self.palette()))

    def _claim_key(self, event: QKeyEvent) -> bool:
        """Keep F3 and Esc from the window's shortcuts while the line has the focus."""
        if event.key() in (Qt.Key.Key_F3, Qt.Key.Key_Escape):
            event.accept()
            return True
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Enter and F3 go on, with Shift back; Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        if event.key() in (Qt.Key.Key_F3, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backwards = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.go_previous if backwards else self.go_next)()
            return True
        return False

    def _on_text_changed(self, _text: str) -> None:
        self._waiting.start()

    def _on_tones_toggled(self, _checked: bool) -> None:
        self._announce()

    def settle(self) -> bool:
        """Announce at once what still waits to be announced; return whether anything did."""
        waited = self._waiting.isActive()
        if waited:
            self._announce()
        return waited

    def _announce(self) -> None:
        self._waiting.stop()
        self.query_changed.emit(self.line.text(), self.tones.isChecked())
