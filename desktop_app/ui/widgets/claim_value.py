"""The field for a claim's value: words, a number, a date or a subject, as its property asks.

What is typed is read at once, and `reading` says how it is understood. A subject to be created
stays an offer until the claim is stated (`settle_value`).
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from desktop_app.catalog.claims import (
    DateValue,
    Property,
    Quantity,
    SpecialValue,
    SubjectValue,
    TextValue,
    Value,
    ValueType,
)
from desktop_app.catalog.quantities import format_quantity, parse_quantity
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.values import read_value
from desktop_app.services.session import Session
from desktop_app.services.shapes import value_shape
from desktop_app.ui.widgets.claim_choices import (
    create_subject,
    find_subject,
    likely_kind,
    offer_subjects,
)
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.draft_parts import (
    keep_input,
    revive_input,
    say_date,
    say_input,
)
from desktop_app.ui.widgets.labels import set_plain_tip
from desktop_app.ui.widgets.type_ahead import Choice

_KNOWN, _UNKNOWN, _NONE = range(3)
_SPECIALS = {_UNKNOWN: "unknown", _NONE: "none"}
_WORDS, _NUMBER, _DATE, _SUBJECT = range(4)
_PAGES = {
    ValueType.TEXT: _WORDS,
    ValueType.QUANTITY: _NUMBER,
    ValueType.DATE: _DATE,
    ValueType.SUBJECT: _SUBJECT,
}
#: A selected passage longer than this is no value.
_LONGEST_SUGGESTION = 120


class ClaimValueEdit(QWidget):
    """Takes one value for one property."""

    changed = Signal()
    #: Enter in the field: the value is complete.
    entered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Offer the subjects of `session`'s catalogue; nothing can be typed without a property."""
        super().__init__(parent)
        self.setObjectName("claim_value")
        self._session = session
        self._property: Property | None = None
        self._held: Value | None = None
        #: What the subject was called that was set last.
        self._held_title = ""
        self._make_fields()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._stack, 1)
        row.addWidget(self.special)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_property(None)

    def _make_fields(self) -> None:
        self.words = self._make_line("claim_words", tr("Value in words"))
        self.number = self._make_line("claim_number", tr("Number, as in “nearly 1,800 men”"))
        self.date = DateEdit()
        self.date.reading.hide()
        self.date.value_changed.connect(self._on_edited)
        self.date.line.returnPressed.connect(self.entered)
        self.subject = PickBox(tr("Value: an entity or event"))
        self.subject.set_source(self._offer_values)
        self.subject.pick_changed.connect(self._on_edited)
        self.subject.entered.connect(self.entered)
        self.subject.line.textChanged.connect(self._on_edited)
        self._stack = QStackedWidget()
        for field in (self.words, self.number, self.date, self.subject):
            self._stack.addWidget(field)
        self.special = QComboBox()
        self.special.setObjectName("claim_special")
        self.special.setAccessibleName(tr("Whether the value is known"))
        self.special.addItem(tr("known"), "")
        self.special.addItem(tr("unknown"), _SPECIALS[_UNKNOWN])
        self.special.addItem(tr("none"), _SPECIALS[_NONE])
        set_plain_tip(
            self.special,
            tr("Unknown: there is a value, but nobody knows it. None: there is no value."),
        )
        self.special.currentIndexChanged.connect(self._on_special)
        self.special.installEventFilter(self)

    def _make_line(self, name: str, prompt: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setPlaceholderText(prompt)
        line.setAccessibleName(prompt)
        line.textChanged.connect(self._on_edited)
        line.returnPressed.connect(self.entered)
        return line

    # Setters

    def set_property(self, prop: Property | None) -> None:
        """Take values of `prop` from now on; what was typed goes where the type differs."""
        had, self._property = self._property, prop
        if prop is None or had is None or had.value_type is not prop.value_type:
            self.clear()
        if prop is not None:
            self._stack.setCurrentIndex(_PAGES[prop.value_type])
        self._stack.setEnabled(prop is not None and not self._is_special())
        self.special.setEnabled(prop is not None)
        self.setFocusProxy(self.field())
        self.changed.emit()

    def set_context(self, context: str | None) -> None:
        """Let `context`, a date, supply the year that a date's wording lacks."""
        self.date.set_context(context)

    def set_value(self, value: Value) -> None:
        """Show `value`, which `given` then gives back unchanged until it is edited."""
        known = {"unknown": _UNKNOWN, "none": _NONE}
        said = value.special if isinstance(value, SpecialValue) else ""
        self.special.setCurrentIndex(known.get(said, _KNOWN))
        match value:
            case TextValue():
                self.words.setText(value.text)
            case Quantity():
                self.number.setText(value.as_written or format_quantity(value, current_language()))
            case DateValue():
                self.date.set_value(value)
            case SubjectValue():
                found = find_subject(self._session.db, value.subject)
                self._held_title = found.title if found is not None else value.subject
                self.subject.set_pick(found or Choice(value.subject, value.subject))
        self._held = value
        self.changed.emit()

    def suggest(self, quote: str) -> None:
        """Offer a selected passage as the value where it is one; marked, so typing replaces it."""
        line, quote = self.field(), " ".join(quote.split())
        if not isinstance(line, QLineEdit) or line.text() or len(quote) > _LONGEST_SUGGESTION:
            return
        if line is self.number and parse_quantity(quote) is None:
            return
        line.setText(quote)
        if line is self.date.line and not self.date.is_acceptable():
            line.clear()
        line.selectAll()

    def clear(self) -> None:
        """Empty the field."""
        self.special.setCurrentIndex(_KNOWN)
        for line in (self.words, self.number, self.date.line):
            line.clear()
        self.subject.set_pick(None)
        self.subject.clear()
        self._held = None

    # What is given

    def field(self) -> QWidget:
        """Return the field that takes the typing now."""
        fields = (self.words, self.number, self.date.line, self.subject)
        return self.special if self._is_special() else fields[self._stack.currentIndex()]

    def given(self) -> Any:
        """Return the value in the shape that `settle_value` takes, None where there is none."""
        if self._property is None:
            return None
        if self._is_special():
            return {"special": _SPECIALS[self.special.currentIndex()]}
        if self._held is not None:
            return value_shape(self._held)
        match self._stack.currentIndex():
            case 0:
                return self.words.text().strip() or None
            case 1:
                return self._given_number()
            case 2:
                return self._given_date()
            case _:
                return self._given_subject()

    def is_edited(self) -> bool:
        """Return whether the value differs from the one that was set."""
        return self._held is None

    def reading(self) -> str:
        """Return how the value is understood, "" where its words say it themselves."""
        if self.given() is None or self._is_special():
            return ""
        index = self._stack.currentIndex()
        if index == _NUMBER:
            found = self._read_number()
            words = format_quantity(found, current_language()) if found else ""
            typed = self.number.text().strip()
            return tr("{typed} → {words}", typed=typed, words=words) if words else ""
        if index == _DATE:
            return self.date.reading.text()
        pick = self.subject.current_pick()
        if index == _SUBJECT and pick and pick.create:
            return tr("“{name}” will be created with the claim", name=pick.title)
        return ""

    def problem(self) -> str:
        """Return what is wrong with what is typed, "" for nothing; an empty field is not wrong."""
        if self._property is None or self._is_special() or self.given() is not None:
            return ""
        match self._stack.currentIndex():
            case 1 if self.number.text().strip():
                return tr("Not understood as one number; write it as in “134” or “gần 1.800 tên”")
            case 2 if self.date.text():
                return self.date.reading.text()
            case 3 if self.subject.typed():
                return tr("Choose the value from the list: ↓ and Enter")
        return ""

    # For a draft

    def keep(self) -> dict[str, Any]:
        """Return the value as it was set, or what is typed in every field."""
        if self._held is not None:
            return {"held": value_shape(self._held)}
        return {name: keep_input(one) for name, one in self._inputs().items()}

    def revive(self, state: Any) -> None:
        """Show what `keep` gave, of the property set now; raise ValueError or UserError."""
        if "held" in state:
            if self._property is None:
                raise ValueError(state)
            self.set_value(read_value(self._session, self._property, state["held"]))
            return
        for name, one in self._inputs().items():
            revive_input(one, state[name])
        self._on_edited()

    def say(self, state: Any) -> str:
        """Return what `keep` gave in words."""
        if "held" in state:
            return self._say_held(state["held"])
        said = [say_input(one, state.get(name)) for name, one in self._inputs().items()]
        if state.get("special"):
            return said[0]
        return " ".join(filter(None, said[1:]))

    def _say_held(self, held: Any) -> str:
        if not isinstance(held, dict):
            return str(held)
        if "special" in held:
            return say_input(self.special, held["special"])
        if "subject" in held:
            return self._held_title
        if "number" in held:
            number = f"{held['number']:g} {held.get('unit') or ''}".strip()
            return str(held.get("as_written") or number)
        return say_date(held)

    def _inputs(self) -> dict[str, QWidget]:
        return {
            "special": self.special,
            "words": self.words,
            "number": self.number,
            "date": self.date,
            "subject": self.subject,
        }

    def _is_special(self) -> bool:
        return self.special.currentIndex() != _KNOWN

    def _read_number(self) -> Quantity | None:
        if isinstance(self._held, Quantity):
            return self._held
        return parse_quantity(self.number.text())

    def _given_number(self) -> Any:
        found = self._read_number()
        if found is None:
            return None
        unit = found.unit or (self._property.unit if self._property else "")
        return {
            "number": found.number,
            "unit": unit,
            "bound": found.bound.value,
            "as_written": found.as_written,
        }

    def _given_date(self) -> Any:
        found = self.date.value()
        return {"edtf": found.edtf, "wording": found.wording} if found else None

    def _given_subject(self) -> Any:
        pick = self.subject.current_pick()
        if pick is None or self.subject.typed():
            return None
        return {"create": pick} if pick.create else {"subject": pick.id}

    def _offer_values(self, query: str) -> list[Choice]:
        likely = likely_kind(self._property) if self._property else ""
        return offer_subjects(self._session.db, query, likely=likely)

    def _on_edited(self, _typed: object = None) -> None:
        self._held = None
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.special
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def _on_special(self, _index: int) -> None:
        self._stack.setEnabled(self._property is not None and not self._is_special())
        self.setFocusProxy(self.field())
        self._on_edited()


def settle_value(session: Session, given: Any, *, excerpt: str = "") -> Any:
    """Return `given` as the commands take it, creating the subject it offers to create."""
    if isinstance(given, dict) and isinstance(given.get("create"), Choice):
        return {"subject": create_subject(session, given["create"], excerpt=excerpt)}
    return given
