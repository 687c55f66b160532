"""A type-ahead box that holds one choice: picking another replaces it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.widgets.type_ahead import Choice, TypeAheadBox

_LETTERS = 12
_LETTERS_BESIDE_PICK = 2
_UNLIMITED = 16_777_215  # QWIDGETSIZE_MAX, which PySide6 does not give


class PickBox(TypeAheadBox):
    """One line for one record. Enter on the empty line means: go on."""

    #: The pick changed, to none too.
    pick_changed = Signal()
    #: The user took a choice, and the next field may have the focus.
    taken = Signal()
    #: Enter on the line while nothing is being typed.
    entered = Signal()

    def __init__(self, prompt: str, parent: QWidget | None = None) -> None:
        """Ask for a record in the words of `prompt`."""
        super().__init__(parent)
        self._pick_prompt = prompt
        self.set_prompt(prompt)
        self.chosen.connect(self._on_chosen)
        self.removed.connect(self._on_removed)
        self.line.returnPressed.connect(self._on_return)
        self.line.textChanged.connect(self._on_typed)
        self._fit_line()

    def current_pick(self) -> Choice | None:
        """Return what is picked, None for nothing."""
        picked = self.chosen_choices()
        return picked[0] if picked else None

    def set_pick(self, choice: Choice | None) -> None:
        """Show `choice` as picked; the line is emptied."""
        if choice == self.current_pick() and not self.line.text():
            return
        self.clear()
        self.set_chosen([choice] if choice else [])
        # The prompt would stand beside the chip like a second value.
        self.line.setPlaceholderText("" if choice else self._pick_prompt)
        self.line.setAccessibleDescription(choice.title if choice else "")
        self._fit_line()
        self.pick_changed.emit()

    def typed(self) -> str:
        """Return what is typed but not taken."""
        return self.line.text().strip()

    def _fit_line(self) -> None:
        """Keep the line short beside the pick, so that both stay on one row until one types."""
        is_beside = self.current_pick() is not None and not self.typed()
        letter = self.fontMetrics().averageCharWidth()
        self.line.setMinimumWidth(letter * (_LETTERS_BESIDE_PICK if is_beside else _LETTERS))
        self.line.setMaximumWidth(letter * _LETTERS_BESIDE_PICK if is_beside else _UNLIMITED)

    def _on_typed(self, _text: str) -> None:
        self._fit_line()

    def _on_chosen(self, choice: Choice) -> None:
        self.set_pick(choice)
        self.taken.emit()

    def _on_removed(self, _choice: Choice) -> None:
        self.set_pick(None)

    def _on_return(self) -> None:
        if not self.typed():
            self.entered.emit()
