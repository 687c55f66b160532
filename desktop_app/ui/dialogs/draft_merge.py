"""The three-way view: a field as it was, as it is now, and as it was typed; one is chosen.

What is chosen goes into the form, and nothing is saved before the form is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.ui.draft_keeper import Clash
from desktop_app.ui.widgets.labels import plain_label

_LETTERS_WIDE = 120
_SHORT_LINES, _LONG_LINES = 2, 6
_SHORT = 80
_AROUND = 150
_TYPED, _NOW, _WAS, _BOTH = range(4)


class _ClashRow(QFrame):
    """One field: the versions side by side, a button over each."""

    def __init__(self, clash: Clash) -> None:
        """Offer the versions of `clash`; what was typed is chosen at first."""
        super().__init__()
        self.setObjectName(f"clash_{clash.kept.name}")
        self._clash = clash
        self.choices = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 8)
        self._grid.addWidget(plain_label(clash.kept.label, bold=True), 0, 0, 1, 3)
        versions = (clash.kept.was_words, clash.now_words, clash.kept.typed_words)
        lines = _LONG_LINES if max(map(len, versions)) > _SHORT else _SHORT_LINES
        self._height = self.fontMetrics().lineSpacing() * lines + 16
        self._add(_WAS, 0, tr("When you began"), clash.kept.was_words)
        self._add(_NOW, 1, tr("As it is now"), clash.now_words)
        self._add(_TYPED, 2, tr("What you typed"), clash.kept.typed_words)
        if clash.is_long and clash.now and clash.kept.typed:
            both = self._make_choice(_BOTH, tr("Both: as it is now, then what you typed"))
            self._grid.addWidget(both, 3, 0, 1, 3)
        self.choices.button(_TYPED).setChecked(True)
        self.setFocusProxy(self.choices.button(_TYPED))

    def _add(self, number: int, column: int, label: str, words: str) -> None:
        shown = QPlainTextEdit(words)
        shown.setObjectName(f"version_{number}")
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(f"{self._clash.kept.label}: {label}")
        shown.setPlaceholderText(tr("empty"))
        shown.setFixedHeight(self._height)
        self._grid.addWidget(self._make_choice(number, label), 1, column)
        self._grid.addWidget(shown, 2, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(column, 1)

    def _make_choice(self, number: int, label: str) -> QRadioButton:
        choice = QRadioButton(label)
        choice.setObjectName(f"choose_{number}")
        choice.setAccessibleName(f"{self._clash.kept.label}: {label}")
        choice.installEventFilter(self)
        self.choices.addButton(choice, number)
        return choice

    def chosen(self) -> Any:
        """Return the state that is to stand in the form."""
        clash = self._clash
        if self.choices.checkedId() == _BOTH:
            return f"{clash.now}\n\n{clash.kept.typed}"
        return {_TYPED: clash.kept.typed, _NOW: clash.now, _WAS: clash.kept.was}[
            self.choices.checkedId()
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows go from one version to the next in the order in which they stand."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = steps.get(Qt.Key(event.key()), 0)
            if step and isinstance(watched, QRadioButton):
                order = [n for n in (_WAS, _NOW, _TYPED, _BOTH) if self.choices.button(n)]
                at = order.index(self.choices.id(watched)) + step
                target = self.choices.button(order[at % len(order)])
                target.setChecked(True)
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)


class MergeDialog(QDialog):
    """Asks, field by field, what is to stand in the form."""

    def __init__(self, said: str, clashes: Sequence[Clash], parent: QWidget | None = None) -> None:
        """Show `said`, what happened to the record, over the fields of `clashes`."""
        super().__init__(parent)
        self.setObjectName("merge_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("The record has changed meanwhile"))
        self._clashes = tuple(clashes)
        self.rows = [_ClashRow(clash) for clash in clashes]
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 4, 0)
        for row in self.rows:
            within.addWidget(row)
        within.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(said))
        column.addWidget(area, 1)
        column.addWidget(self._make_buttons())
        self._fit(inside.sizeHint().height() + _AROUND)

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.accept_button = buttons.addButton(tr("Put into the form"), role.AcceptRole)
        self.accept_button.setObjectName("accept_merge")
        self.accept_button.setDefault(True)
        cancel = buttons.addButton(tr("Cancel"), role.RejectRole)
        cancel.setObjectName("cancel_merge")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fit(self, height: int) -> None:
        room = QGuiApplication.primaryScreen().availableGeometry()
        width = min(self.fontMetrics().averageCharWidth() * _LETTERS_WIDE, room.width() - 40)
        self.resize(width, min(height, room.height() - 80))

    def chosen(self) -> dict[str, Any]:
        """Return what is to stand in each field, by its name."""
        pairs = zip(self._clashes, self.rows, strict=True)
        return {clash.kept.name: row.chosen() for clash, row in pairs}

    def show_first(self) -> None:
        """Open over the parent with the focus in the first field."""
        self.open()
        self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
