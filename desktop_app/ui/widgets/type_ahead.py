"""One line that takes any number of subjects: type, Enter, type, Enter.

The owner gives a source of choices, shows what is chosen as chips, and does what `chosen` and
`removed` ask for. Matching without tones is the source's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.type_ahead_chip import Chip
from desktop_app.ui.widgets.type_ahead_popup import ChoicePopup

DEBOUNCE_MS = 100
_LINE_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: a record by `id`, or with `create` the offer to make one of `kind` called `title`.

    `title` of an offer is the name to be given; the row itself is worded by the popup.
    """

    id: str
    title: str
    subtitle: str = ""
    kind: str = ""
    create: bool = False


ChoiceSource = Callable[[str], Sequence[Choice]]


class TypeAheadBox(QFrame):
    """A line with chips before it and a list of choices below it."""

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up an empty box without a source."""
        super().__init__(parent)
        self.setObjectName("type_ahead")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._source: ChoiceSource = _offer_nothing
        self._chips: list[Chip] = []
        self._picked = -1
        self.line = QLineEdit()
        self.line.setObjectName("type_ahead_line")
        self.line.setFrame(False)
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LINE_LETTERS)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.popup = ChoicePopup(self)
        self.popup.row_taken.connect(self._take)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(DEBOUNCE_MS)
        self._waiting.timeout.connect(self._ask_source)
        self.line.textChanged.connect(self._on_text_changed)
        self._lay_out()
        self.set_prompt(tr("Type a name, then Enter"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 3, 4, 3)
        self._row = FlowLayout()
        column.addLayout(self._row)
        self._row.addWidget(self.line)

    # Setters

    def set_prompt(self, prompt: str) -> None:
        """Show `prompt` on the empty line; it is its accessible name too."""
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)

    def set_source(self, source: ChoiceSource) -> None:
        """Ask `source` for the choices of each query; it is called in the window's thread."""
        self._source = source

    def set_chosen(self, choices: Sequence[Choice]) -> None:
        """Show `choices` as chips before the line."""
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(choice, self) for choice in choices]
        for at, chip in enumerate(self._chips):
            chip.remove_asked.connect(self.removed)
            self._row.insert_widget(at, chip)
            chip.show()
        self._pick(-1)
        self.updateGeometry()

    def chosen_choices(self) -> list[Choice]:
        """Return the choices shown as chips."""
        return [chip.choice for chip in self._chips]

    def set_words(self, words: str) -> None:
        """Put `words` on the line as if typed, without offering choices for them."""
        self.line.setText(words)
        self._close_popup()

    def clear(self) -> None:
        """Empty the line and close the list; the chips stay."""
        self.line.clear()
        self._close_popup()

    # What keys do

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            if isinstance(event, QKeyEvent):
                if event.type() == QEvent.Type.ShortcutOverride:
                    return self._claim_key(event)
                if event.type() == QEvent.Type.KeyPress:
                    return self._take_key(event)
            elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                self._on_focus_lost()
        return super().eventFilter(watched, event)

    def _claim_key(self, event: QKeyEvent) -> bool:
        """Keep Esc from the window's shortcuts while the list is open."""
        if event.key() == Qt.Key.Key_Escape and (self.popup.isVisible() or self.line.text()):
            event.accept()
            return True
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks; return False for one that belongs to the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._take_current()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_row(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        return not self.line.text() and self._take_chip_key(Qt.Key(event.key()))

    def _take_chip_key(self, key: Qt.Key) -> bool:
        """On the empty line: arrows pick a chip; Backspace picks the last, then removes it."""
        if not self._chips:
            return False
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if self._picked >= 0:
                self._remove_picked()
                return True
            if key == Qt.Key.Key_Backspace:
                self._pick(len(self._chips) - 1)
                return True
            return False
        if key == Qt.Key.Key_Left:
            self._pick(max((self._picked if self._picked >= 0 else len(self._chips)) - 1, 0))
            return True
        if key == Qt.Key.Key_Right and self._picked >= 0:
            self._pick(self._picked + 1 if self._picked + 1 < len(self._chips) else -1)
            return True
        self._pick(-1)
        return False

    def _remove_picked(self) -> None:
        """Ask for the removal of the picked chip."""
        choice = self._chips[self._picked].choice
        self._pick(-1)
        self.removed.emit(choice)

    def _escape(self) -> bool:
        """Close the list, else empty the line, else leave Esc to the window."""
        if self.popup.isVisible():
            self._close_popup()
            return True
        if self.line.text():
            self.line.clear()
            return True
        return False

    def _pick(self, number: int) -> None:
        """Mark chip `number`, -1 for none."""
        self._picked = number
        for at, chip in enumerate(self._chips):
            chip.set_picked(at == number)

    def _move_row(self, step: int) -> None:
        """Move in the list; a closed list opens."""
        if self.popup.isVisible():
            self.popup.move_row(step)
        else:
            self._ask_source()

    def _take_current(self) -> bool:
        """Take the marked row, of the words on the line now and not of those before."""
        if self._waiting.isActive():
            self._ask_source()
        choice = self.popup.current_choice() if self.popup.isVisible() else None
        if choice is None:
            if self.line.text().strip():
                self._ask_source()
                return True
            return False
        self._take(choice)
        return True

    def _take(self, choice: Choice) -> None:
        """Empty the line for the next name and tell what was chosen."""
        self.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(choice)

    # The list of choices

    def _on_text_changed(self, text: str) -> None:
        self._pick(-1)
        if text.strip():
            self._waiting.start()
        else:
            self._close_popup()

    def _ask_source(self) -> None:
        """Show what the source offers for the line; an empty line may be offered choices too."""
        self._waiting.stop()
        self.popup.show_choices(self._source(self.line.text().strip()))

    def _close_popup(self) -> None:
        self._waiting.stop()
        self.popup.hide()

    def _on_focus_lost(self) -> None:
        self._close_popup()
        self._pick(-1)


def _offer_nothing(_query: str) -> Sequence[Choice]:
    """Return no choices, until the owner gives a source."""
    return ()
