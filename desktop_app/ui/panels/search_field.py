"""The keys of the search field: what moves in the results, opens one, or leads back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop_app.search.parsing import MAX_CHARACTERS

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class FieldKeys(QObject):
    """Watches one field at a time, which may stand anywhere in the window."""

    edited = Signal()
    #: So many rows down, up where negative.
    stepped = Signal(int)
    paged = Signal(int)
    entered = Signal()
    escaped = Signal()

    def __init__(self, field: QLineEdit, parent: QObject) -> None:
        """Watch `field`."""
        super().__init__(parent)
        self.field = field
        self._watch(field)

    def use(self, field: QLineEdit) -> None:
        """Watch `field` in the place of the one before."""
        if field is not self.field:
            self.field.removeEventFilter(self)
            self.field.textEdited.disconnect(self._on_edited)
            self._watch(field)

    def _watch(self, field: QLineEdit) -> None:
        self.field = field
        # Longer is refused anyway, and lines of many combining marks take long to draw.
        field.setMaxLength(2 * MAX_CHARACTERS)
        field.installEventFilter(self)
        field.textEdited.connect(self._on_edited)

    def _on_edited(self, _text: str) -> None:
        self.edited.emit()

    def go_to(self, offset: int) -> None:
        """Put the cursor before the code point `offset`, and go to the field."""
        units = len(self.field.text()[:offset].encode("utf-16-le", "surrogatepass")) // 2
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.deselect()
        self.field.setCursorPosition(units)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() == QEvent.Type.KeyPress
        if watched is self.field and is_press and isinstance(event, QKeyEvent):
            return self._take(event)
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        """Say what the key asks; return False for one that belongs to the line."""
        key = event.key()
        if key in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key in _PAGES:
            self.paged.emit(_PAGES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            return False
        return True
