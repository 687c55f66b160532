"""A list of small forms of one kind (names, contributors, …): add, remove, and put in order."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import make_icon
from desktop_app.ui.widgets.draft_parts import keep_input, revive_input, say_state
from desktop_app.ui.widgets.form_fields import Field, list_tab_stops
from desktop_app.ui.widgets.labels import set_plain_tip


class Row(QWidget):
    """The inputs of one entry. `record` is the id of the one it shows, "" for a new one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin blank."""
        super().__init__(parent)
        self.record = ""

    @abstractmethod
    def read(self) -> dict[str, Any]:
        """Return the values by name."""

    @abstractmethod
    def write(self, value: Any) -> None:
        """Show an entry."""

    @abstractmethod
    def is_blank(self) -> bool:
        """Return whether nothing is written; blank entries are not saved."""

    @abstractmethod
    def inputs(self) -> dict[str, QWidget]:
        """Return the inputs by the names under which a draft keeps them."""

    def problem(self) -> str:
        """Return what keeps the entry from being saved, "" for nothing."""
        return ""


class RowsEdit(QWidget):
    """Rows under each other, each with buttons to move and remove it, and one to add another."""

    changed = Signal()

    def __init__(
        self,
        make_row: Callable[[], Row],
        add_words: str,
        *,
        ordered: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make rows by `make_row`; those that are not `ordered` cannot be moved."""
        super().__init__(parent)
        self.rows: list[Row] = []
        self._holders: dict[Row, QWidget] = {}
        self._choices: dict[str, dict[str, str]] = {}
        self._make_row = make_row
        self._ordered = ordered
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.add_button = QPushButton(make_icon("add", self.palette()), add_words)
        self.add_button.setObjectName("add_row")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._on_add)
        below = QHBoxLayout()
        below.addWidget(self.add_button)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._column)
        column.addLayout(below)

    def set_entries(self, entries: Sequence[Any]) -> None:
        """Show `entries`, one row each."""
        for row in list(self.rows):
            self._drop(row)
        for entry in entries:
            self.add_row().write(entry)

    def add_row(self) -> Row:
        """Add a blank row at the end and return it."""
        row = self._make_row()
        if not self._choices:
            self._learn_choices(row)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(row, 1)
        if self._ordered:
            line.addWidget(self._tool("up", tr("Move up"), self._on_up))
            line.addWidget(self._tool("down", tr("Move down"), self._on_down))
        line.addWidget(self._tool("close", tr("Remove"), self._on_remove))
        self.rows.append(row)
        self._holders[row] = holder
        self._column.addWidget(holder)
        # A layout shows what it takes only later, and the focus goes to nothing hidden.
        holder.show()
        row.changed.connect(self.changed)
        return row

    def read(self) -> list[dict[str, Any]]:
        """Return the entries that are not blank, each with the id of its record."""
        return [{**row.read(), "record": row.record} for row in self.rows if not row.is_blank()]

    def keep(self) -> list[dict[str, Any]]:
        """Return what the rows hold, for a draft."""
        return [
            {
                "record": row.record,
                "inputs": {name: keep_input(one) for name, one in row.inputs().items()},
            }
            for row in self.rows
            if not row.is_blank()
        ]

    def revive(self, state: Any) -> None:
        """Show what `keep` gave; a record that is gone since becomes a new one.

        Raises ValueError, and changes nothing, where a row cannot be shown.
        """
        before, known = self.keep(), {row.record for row in self.rows}
        try:
            self._put_rows(state, known)
        except (ValueError, TypeError, KeyError):
            self._put_rows(before, known)
            raise

    def _put_rows(self, kept: list[dict[str, Any]], known: set[str]) -> None:
        for row in list(self.rows):
            self._drop(row)
        for entry in kept:
            row = self.add_row()
            row.record = entry["record"] if entry["record"] in known else ""
            for name, one in row.inputs().items():
                revive_input(one, entry["inputs"][name])
        self.changed.emit()

    def say(self, state: Any) -> str:
        """Return what `keep` gave in words, one row a line."""
        lines = [
            " · ".join(filter(None, (self._say_input(*one) for one in entry["inputs"].items())))
            for entry in state
        ]
        return "\n".join(lines)

    def _say_input(self, name: str, state: Any) -> str:
        choices = self._choices.get(name, {})
        return choices.get(state, state) if isinstance(state, str) else say_state(state)

    def _learn_choices(self, row: Row) -> None:
        """Remember the words of the choices, which are the same in every row."""
        for name, one in row.inputs().items():
            if isinstance(one, QComboBox) and not one.isEditable():
                rows = range(one.count())
                self._choices[name] = {one.itemData(at): one.itemText(at) for at in rows}

    def problem(self) -> str:
        """Return the first problem of a row, "" for none."""
        problems = (row.problem() for row in self.rows if not row.is_blank())
        return next((one for one in problems if one), "")

    def _tool(self, icon: str, words: str, called: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"row_{icon}")
        button.setIcon(make_icon(icon, self.palette()))
        button.setAutoRaise(True)
        set_plain_tip(button, words)
        button.setAccessibleName(words)
        button.clicked.connect(called)
        return button

    def _sender_row(self) -> Row | None:
        sender = self.sender()
        holder = sender.parent() if sender is not None else None
        return next((row for row in self.rows if self._holders[row] is holder), None)

    def _on_add(self) -> None:
        row = self.add_row()
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _on_remove(self) -> None:
        row = self._sender_row()
        if row is not None:
            at = self.rows.index(row)
            self._drop(row)
            next_row = self.rows[min(at, len(self.rows) - 1)] if self.rows else self.add_button
            next_row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _on_up(self) -> None:
        self._move(-1)

    def _on_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        row = self._sender_row()
        at = self.rows.index(row) if row is not None else -1
        if row is None or not 0 <= at + step < len(self.rows):
            return
        self.rows.insert(at + step, self.rows.pop(at))
        holder = self._holders[row]
        self._column.removeWidget(holder)
        self._column.insertWidget(at + step, holder)
        self.changed.emit()

    def _drop(self, row: Row) -> None:
        self.rows.remove(row)
        holder = self._holders.pop(row)
        self._column.removeWidget(holder)
        holder.hide()
        holder.deleteLater()

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab stops at: the rows as they stand, then the button that adds one."""
        stops = [stop for row in self.rows for stop in list_tab_stops(self._holders[row])]
        return [*stops, self.add_button]


class RowsField(Field):
    """A list of rows as a field of a form."""

    def __init__(self, name: str, label: str, rows: RowsEdit) -> None:
        """Edit the list `name` by `rows`."""
        self.rows = rows
        super().__init__(name, label, rows)
        rows.changed.connect(self.changed)

    def read(self) -> list[dict[str, Any]]:
        return self.rows.read()

    def write(self, value: Any) -> None:
        self.rows.set_entries(value or ())

    def problem(self) -> str:
        return self.rows.problem()

    def tab_stops(self) -> list[QWidget]:
        return self.rows.tab_stops()
