"""Fields of an editor: a label, an input, its value, and what is wrong with it.

A field knows the value it was filled with, so that only what the user changed is written.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.catalog.claims import DateValue
from desktop_app.i18n import current_language, tr
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.draft_parts import keep_input, revive_input, say_input

_LANGUAGE_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEXT_LINES = 4
_SHORT_COMBO, _LONG_COMBO = 12, 44


class CalmCombo(QComboBox):
    """A combo box that the wheel changes only while it has the focus: the form scrolls under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Take the focus by click and key, not by the wheel."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Long choices would else widen the form past the window.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORT_COMBO)

    def add_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer `choices` as (value, words), and make room for the longest of usual length."""
        for value, words in choices:
            self.addItem(words, value)
        longest = max((len(words) for _, words in choices), default=0)
        self.setMinimumContentsLength(min(max(longest + 2, _SHORT_COMBO), _LONG_COMBO))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Field(QObject):
    """One or more values of a record behind one input. Subclasses give `widget` and `read`."""

    changed = Signal()

    def __init__(self, name: str, label: str, widget: QWidget) -> None:
        """Edit the value called `name`; `label` stands beside `widget`."""
        super().__init__(widget)
        self.name = name
        self.label = label
        self.widget = widget
        self._start: Any = None
        if not widget.objectName() or widget.objectName() in ("date_edit", "type_ahead"):
            widget.setObjectName(f"field_{name}")
        widget.setAccessibleName(label)

    @abstractmethod
    def read(self) -> Any:
        """Return the value as it stands, in the form that commands take."""

    @abstractmethod
    def write(self, value: Any) -> None:
        """Show `value`."""

    def fill(self, value: Any) -> None:
        """Show the value of the record; from here on the field knows whether it was edited."""
        self.write(value)
        self._start = self.read()

    def is_edited(self) -> bool:
        """Return whether the value differs from the record's."""
        return bool(self.read() != self._start)

    def given(self) -> dict[str, Any]:
        """Return the values behind this field by name."""
        return {self.name: self.read()}

    def problem(self) -> str:
        """Return what keeps the record from being saved, "" for nothing."""
        return ""

    @property
    def is_long(self) -> bool:
        """Tell whether it is several lines of plain text."""
        return isinstance(self.widget, QPlainTextEdit)

    def keep(self) -> Any:
        """Return what the input holds, for a draft."""
        return keep_input(self.widget)

    def revive(self, state: Any) -> None:
        """Show what `keep` gave; raise ValueError where it cannot be shown."""
        revive_input(self.widget, state)

    def say(self, state: Any) -> str:
        """Return what `keep` gave in words."""
        return say_input(self.widget, state)

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab stops at, in order."""
        return list_tab_stops(self.widget)


def list_tab_stops(widget: QWidget) -> list[QWidget]:
    """Return the widgets in `widget`, itself included, that Tab stops at; not those of popups."""
    return [
        one
        for one in (widget, *widget.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and one.window() is widget.window()
    ]


class LineField(Field):
    """A line of text."""

    def __init__(self, name: str, label: str, *, required: bool = False, prompt: str = "") -> None:
        """Edit a line; a required one must not be empty."""
        self.line = QLineEdit()
        super().__init__(name, label, self.line)
        self._required = required
        self.line.setPlaceholderText(prompt)
        self.line.textChanged.connect(self.changed)

    def read(self) -> str:
        return self.line.text().strip()

    def write(self, value: Any) -> None:
        self.line.setText(str(value or ""))
        self.line.setCursorPosition(0)

    def problem(self) -> str:
        if self._required and not self.read():
            return tr("{field} must not be empty", field=self.label)
        return ""


class TextField(Field):
    """Some lines of text; Tab goes on to the next field."""

    def __init__(self, name: str, label: str, *, lines: int = _TEXT_LINES) -> None:
        """Show `lines` lines at once."""
        self.edit = QPlainTextEdit()
        super().__init__(name, label, self.edit)
        self.edit.setTabChangesFocus(True)
        margins = 2 * self.edit.frameWidth() + 10
        self.edit.setFixedHeight(QFontMetrics(self.edit.font()).lineSpacing() * lines + margins)
        self.edit.textChanged.connect(self.changed)

    def read(self) -> str:
        return self.edit.toPlainText().strip()

    def write(self, value: Any) -> None:
        self.edit.setPlainText(str(value or ""))


class ChoiceField(Field):
    """One of a few words; with `empty` also none of them."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        empty: str = "",
    ) -> None:
        """Offer `choices` as (value, words); `empty` is the words for no choice."""
        self.combo = CalmCombo()
        super().__init__(name, label, self.combo)
        self.combo.add_choices([*([("", empty)] if empty else []), *choices])
        self.combo.currentIndexChanged.connect(self.changed)

    def read(self) -> str:
        return str(self.combo.currentData() or "")

    def write(self, value: Any) -> None:
        self.combo.setCurrentIndex(max(self.combo.findData(str(value or "")), 0))


class FlagsField(Field):
    """Any of a few words, one box each."""

    def __init__(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer `choices` as (value, words)."""
        holder = QWidget()
        super().__init__(name, label, holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.boxes: dict[str, QCheckBox] = {}
        for value, words in choices:
            box = QCheckBox(words)
            box.setObjectName(f"field_{name}_{value.replace(' ', '_')}")
            box.toggled.connect(self.changed)
            self.boxes[value] = box
            column.addWidget(box)
        holder.setFocusProxy(next(iter(self.boxes.values())))

    def read(self) -> list[str]:
        return [value for value, box in self.boxes.items() if box.isChecked()]

    def write(self, value: Any) -> None:
        for word, box in self.boxes.items():
            box.setChecked(word in [str(one) for one in value or ()])

    def keep(self) -> list[str]:
        return self.read()

    def revive(self, state: Any) -> None:
        self.write(state if isinstance(state, list) else ())

    def say(self, state: Any) -> str:
        ticked = state if isinstance(state, list) else ()
        return ", ".join(box.text() for value, box in self.boxes.items() if value in ticked)


class LanguageField(Field):
    """A language by its tag (BCP 47); the usual ones are offered by name."""

    def __init__(self, name: str, label: str) -> None:
        """Offer the usual languages; any tag may be typed."""
        self.combo = LanguageCombo()
        super().__init__(name, label, self.combo)
        self.combo.currentTextChanged.connect(self.changed)

    def read(self) -> str:
        return self.combo.tag()

    def write(self, value: Any) -> None:
        self.combo.set_tag(str(value or ""))

    def problem(self) -> str:
        return self.combo.problem()


class LanguageCombo(CalmCombo):
    """A combo of languages in which any tag may be typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer none, then the usual ones."""
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItem("", "")
        for tag, words in list_languages():
            self.addItem(f"{tag} — {words}", tag)
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(tr("language"))
        line.setObjectName("language_line")

    def tag(self) -> str:
        """Return the tag chosen or typed."""
        return self.currentText().partition(" ")[0].strip()

    def set_tag(self, tag: str) -> None:
        """Show `tag`."""
        at = self.findData(tag)
        self.setCurrentIndex(at if at >= 0 else 0)
        if at < 0:
            self.setEditText(tag)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def problem(self) -> str:
        """Say where what is typed is no tag."""
        if self.tag() and not _LANGUAGE_TAG.fullmatch(self.tag()):
            return tr("A language is a tag such as vi, en or lo, not “{tag}”", tag=self.tag())
        return ""


def list_languages() -> list[tuple[str, str]]:
    """Return the languages that are offered, with their names."""
    return [
        ("vi", tr("Vietnamese")),
        ("en", tr("English")),
        ("lo", tr("Lao")),
        ("fr", tr("French")),
        ("th", tr("Thai")),
        ("zh", tr("Chinese")),
        ("ru", tr("Russian")),
    ]


class EdtfField(Field):
    """A date that must be understood; its value is EDTF."""

    def __init__(self, name: str, label: str) -> None:
        """Edit a date."""
        self.edit = DateEdit()
        super().__init__(name, label, self.edit)
        self.edit.line.setAccessibleName(label)
        self.edit.value_changed.connect(self.changed)

    def read(self) -> str:
        value = self.edit.value()
        return value.edtf if value is not None else ""

    def write(self, value: Any) -> None:
        self.edit.set_value(DateValue(edtf=str(value)) if value else None)

    def is_edited(self) -> bool:
        return not self.edit.is_acceptable() or super().is_edited()

    def problem(self) -> str:
        if self.edit.is_acceptable():
            return ""
        return tr("{field}: not understood as a date", field=self.label)


class PrintedDateField(Field):
    """A source's date as printed, with the EDTF it is read as where it can be read.

    A date that no calendar understands may be kept as it is printed.
    """

    def __init__(self, name: str, label: str, edtf_name: str) -> None:
        """Edit the printed date `name` and its machine form `edtf_name`."""
        self.edit = DateEdit()
        super().__init__(name, label, self.edit)
        self._edtf_name = edtf_name
        self._held = ("", "")
        self._shown = ""
        self.edit.line.setAccessibleName(label)
        self.edit.value_changed.connect(self.changed)

    def read(self) -> tuple[str, str]:
        if self.edit.text() == self._shown:
            return self._held
        value = self.edit.value()
        return self.edit.text(), value.edtf if value is not None else ""

    def write(self, value: Any) -> None:
        printed, edtf = value or ("", "")
        self._held = (printed, edtf)
        self.edit.set_value(DateValue(edtf=edtf, wording=printed) if edtf else None)
        if not edtf:
            self.edit.line.setText(printed)
        self._shown = self.edit.text()

    def given(self) -> dict[str, Any]:
        printed, edtf = self.read()
        return {self.name: printed, self._edtf_name: edtf}


def list_words(kind: type[StrEnum], words: Callable[[StrEnum, str], str]) -> list[tuple[str, str]]:
    """Return the members of an enumeration with their words in the interface's language."""
    return [(member.value, words(member, current_language())) for member in kind]
