"""What an input holds, as JSON's types, and back: how a draft keeps and restores a form.

An input of ours that knows it better has `keep`, `revive` and `say` of its own. States say
nothing in the interface's language, so that they still compare after it was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.catalog.claims import DateValue
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.type_ahead import Choice

#: What Qt sets between paragraphs.
_PARAGRAPH = "\u2029"


class Part(Protocol):
    """One field of a form for its draft."""

    @property
    def name(self) -> str:
        """Return its name in the draft."""

    @property
    def label(self) -> str:
        """Return what stands beside it."""

    @property
    def is_long(self) -> bool:
        """Tell whether it is several lines of plain text."""

    def keep(self) -> Any:
        """Return what the input holds, in JSON's types."""

    def revive(self, state: Any) -> None:
        """Show a state; raise ValueError or UserError for one that cannot be shown."""

    def say(self, state: Any) -> str:
        """Return a state in words, for reading and copying."""


@runtime_checkable
class KeepsItself(Protocol):
    """An input that keeps its own state."""

    def keep(self) -> Any:
        """Return what it holds."""

    def revive(self, state: Any) -> None:
        """Show a state."""

    def say(self, state: Any) -> str:
        """Return a state in words."""


#: Gives the choice for a record's id, None where it is gone.
Find = Callable[[str], Choice | None]


@dataclass(frozen=True, slots=True)
class InputPart:
    """A part that is one input."""

    name: str
    label: str
    input: QWidget

    @property
    def is_long(self) -> bool:
        """Tell whether it is several lines of plain text."""
        return isinstance(self.input, QPlainTextEdit)

    def keep(self) -> Any:
        """Return what the input holds."""
        return keep_input(self.input)

    def revive(self, state: Any) -> None:
        """Show a state."""
        revive_input(self.input, state)

    def say(self, state: Any) -> str:
        """Return a state in words."""
        return say_input(self.input, state)


@dataclass(frozen=True, slots=True)
class PickPart(InputPart):
    """A part that is a box for one record, found again by its id."""

    input: PickBox
    find: Find

    def revive(self, state: Any) -> None:
        """Show a state."""
        revive_pick(self.input, state, self.find)


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two states say the same: names of records and ids of rows say nothing."""
    return bool(_bare(one) == _bare(other))


def _bare(state: Any) -> Any:
    if isinstance(state, list):
        return [_bare(one) for one in state]
    if not isinstance(state, dict):
        return state
    passed_over = {"record", "title", "kind"} if state.get("id") else {"record"}
    return {name: _bare(one) for name, one in state.items() if name not in passed_over}


def keep_input(widget: QWidget) -> Any:
    """Return what `widget` holds."""
    match widget:
        case KeepsItself():
            return widget.keep()
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit():
            return _read_text(widget)
        case QComboBox():
            return _keep_combo(widget)
        case DateEdit():
            stored = widget.stored()
            if stored is None:
                return {"text": widget.line.text()}
            return {"edtf": stored.edtf, "wording": stored.wording}
        case PickBox():
            return _keep_pick(widget)
    raise TypeError(f"no draft can keep {type(widget).__name__}")


def revive_input(widget: QWidget, state: Any) -> None:
    """Show `state`; raise ValueError where `widget` cannot."""
    match widget:
        case KeepsItself():
            widget.revive(state)
        case QLineEdit():
            widget.setText(_text(state))
        case QPlainTextEdit():
            widget.setPlainText(_text(state))
            widget.moveCursor(QTextCursor.MoveOperation.End)
        case QComboBox():
            _revive_combo(widget, state)
        case DateEdit():
            _revive_date(widget, _mapping(state))
        case PickBox():
            revive_pick(widget, state)
        case _:
            raise ValueError(state)


def say_input(widget: QWidget, state: Any) -> str:
    """Return `state` in words; of a state that `widget` never held, "" or what can be read."""
    if isinstance(widget, KeepsItself):
        return widget.say(state)
    if isinstance(widget, QComboBox) and not widget.isEditable():
        return widget.itemText(max(widget.findData(state), 0))
    return say_state(state)


def say_state(state: Any) -> str:
    """Return in words the state of an input that needs none of its own."""
    if isinstance(state, dict):
        return say_pick(state) if "pick" in state else say_date(state)
    return state if isinstance(state, str) else ""


def _read_text(edit: QPlainTextEdit) -> str:
    """Return the text letter for letter: `toPlainText` would make no-break spaces ordinary."""
    return edit.document().toRawText().replace(_PARAGRAPH, "\n")


def _keep_combo(combo: QComboBox) -> Any:
    if not combo.isEditable():
        return combo.currentData()
    row = combo.findText(combo.currentText())
    return combo.itemData(row) if row >= 0 else combo.currentText()


def _revive_combo(combo: QComboBox, state: Any) -> None:
    row = combo.findData(state)
    if row >= 0:
        combo.setCurrentIndex(row)
        if combo.isEditable():
            combo.setEditText(combo.itemText(row))
    elif combo.isEditable():
        combo.setEditText(_text(state))
    else:
        raise ValueError(state)


def _revive_date(edit: DateEdit, state: dict[str, Any]) -> None:
    if "edtf" in state:
        wording = _text(state.get("wording", ""))
        edit.set_value(DateValue(edtf=_text(state["edtf"]), wording=wording))
    else:
        edit.set_value(None)
        edit.line.setText(_text(state.get("text")))


def say_date(state: dict[str, Any]) -> str:
    """Return the state of a date in words."""
    return str(state.get("wording") or state.get("edtf") or state.get("text") or "")


def _keep_pick(box: PickBox) -> dict[str, Any]:
    return {"pick": keep_choice(box.current_pick()), "typed": box.line.text()}


def revive_pick(box: PickBox, state: Any, find: Find | None = None) -> None:
    """Show the state of a box for one record; `find` gives the choice as it is called now."""
    kept = _mapping(state)
    choice = read_choice(kept.get("pick"))
    if choice is not None and choice.id and find is not None:
        choice = find(choice.id) or choice
    box.set_pick(choice)
    box.set_words(_text(kept.get("typed", "")))


def say_pick(state: dict[str, Any]) -> str:
    """Return the state of a box for one record in words."""
    pick = state.get("pick")
    title = pick.get("title", "") if isinstance(pick, dict) else ""
    return " ".join(filter(None, (str(title), str(state.get("typed") or ""))))


def keep_choice(choice: Choice | None) -> dict[str, Any] | None:
    """Return a choice in JSON's types: its record and title, or what is to be made."""
    if choice is None:
        return None
    return {
        "id": choice.id,
        "title": choice.title,
        "kind": choice.kind,
        "create": choice.create,
    }


def read_choice(state: Any) -> Choice | None:
    """Return the choice that `keep_choice` kept; raise ValueError for anything else."""
    if state is None:
        return None
    kept = _mapping(state)
    record, title, kind = (_text(kept.get(name)) for name in ("id", "title", "kind"))
    return Choice(record, title, kind=kind, create=kept.get("create") is True)


def _text(state: Any) -> str:
    if not isinstance(state, str):
        raise ValueError(state)
    return state


def _mapping(state: Any) -> dict[str, Any]:
    if not isinstance(state, dict):
        raise ValueError(state)
    return state
