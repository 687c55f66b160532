"""Says why a catalogue was not opened, what is safe, and offers every way out there is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import elided_label, plain_label

_HELD = {"catalogue_in_use", "held_elsewhere"}
#: Where the file itself may be at fault, an earlier state of it may help.
_BACKUPS_HELP = {
    *("damaged", "not_a_catalogue", "newer_catalogue", "foreign_schema", "foreign_facts"),
    *("no_catalogue", "too_slow", "too_big", "unreadable", "disk_error", "not_migrated"),
}
_SALVAGE_HELPS = {"damaged", "too_slow", "too_big", "disk_error"}
_MAY_PASS = {
    *("catalogue_in_use", "no_catalogue", "unreadable", "disk_full", "disk_error", "no_room"),
    *("too_slow", "no_room_for_copy", "no_quiet_moment", "held_elsewhere"),
}
_SIGN = 40
_WIDTH = 560


class OpenRefusedDialog(QDialog):
    """One refusal. Its buttons only say what is wanted; `OpeningFlow` does it."""

    copy_wanted = Signal(Path)
    take_over_wanted = Signal(Path)
    retry_wanted = Signal(Path)
    another_wanted = Signal()
    backups_wanted = Signal(Path)
    salvage_wanted = Signal(Path)

    def __init__(self, path: Path, error: UserError, parent: QWidget | None = None) -> None:
        """Show why `path` was refused."""
        super().__init__(parent)
        self.setObjectName("open_refused")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("The catalogue was not opened"))
        self.path = path
        self.said = plain_label(selectable=True)
        self.said.setObjectName("open_refused_text")
        self.sure = QCheckBox(
            tr("The other computer was switched off, or the disk was pulled out.")
        )
        self.sure.setObjectName("open_refused_sure")
        self.working = QProgressBar()
        self.working.setRange(0, 0)
        self.working.setAccessibleName(tr("Making a copy…"))
        self._buttons: dict[str, QPushButton] = {}
        self._make_buttons()
        self._lay_out()
        self.show_refusal(error)

    def _make_buttons(self) -> None:
        for name, text, signal in (
            ("copy", tr("Open a read-only copy as it is now"), self.copy_wanted),
            ("take_over", tr("Open all the same"), self.take_over_wanted),
            ("backups", tr("Look for backups…"), self.backups_wanted),
            ("salvage", tr("Save what can be read…"), self.salvage_wanted),
            ("retry", tr("Try again"), self.retry_wanted),
        ):
            self._button(name, text).clicked.connect(lambda _=False, s=signal: s.emit(self.path))
        self._button("another", tr("Choose another file…")).clicked.connect(self.another_wanted)
        self._button("close", tr("Close")).clicked.connect(self.reject)
        self.sure.toggled.connect(self._buttons["take_over"].setEnabled)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"open_refused_{name}")
        button.setAutoDefault(False)
        self._buttons[name] = button
        return button

    def button(self, name: str) -> QPushButton:
        """Return the button `name`."""
        return self._buttons[name]

    def _lay_out(self) -> None:
        self._sign = QLabel()
        self._sign.setFixedSize(QSize(_SIGN, _SIGN))
        words = QVBoxLayout()
        words.addWidget(elided_label(str(self.path)))
        words.addWidget(self.said)
        words.addWidget(self.sure)
        words.addWidget(self.working)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        ways = QGridLayout()
        for place, name in enumerate(("copy", "take_over", "backups", "salvage")):
            ways.addWidget(self._buttons[name], place // 2, place % 2)
        ways.setColumnStretch(0, 1)
        ways.setColumnStretch(1, 1)
        row = QHBoxLayout()
        for name in ("retry", "another"):
            row.addWidget(self._buttons[name])
        row.addStretch(1)
        row.addWidget(self._buttons["close"])
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(14)
        column.addLayout(top)
        column.addLayout(ways)
        column.addLayout(row)
        self.setMinimumWidth(_WIDTH)

    def show_refusal(self, error: UserError) -> None:
        """Say `error` and offer the ways out of it."""
        self.code = error.code
        self.said.setText(error.message)
        self.sure.setChecked(False)
        is_held_elsewhere = error.code == "held_elsewhere"
        self.sure.setVisible(is_held_elsewhere)
        self.working.hide()
        offered = {
            "copy": error.code in _HELD and not self._is_our_own(error),
            "take_over": is_held_elsewhere,
            "backups": error.code in _BACKUPS_HELP,
            "salvage": error.code in _SALVAGE_HELPS,
            "retry": error.code in _MAY_PASS,
            "another": True,
            "close": True,
        }
        for name, is_offered in offered.items():
            self._buttons[name].setVisible(is_offered)
            self._buttons[name].setEnabled(name != "take_over")
        first = next(name for name in ("copy", "backups", "retry", "close") if offered[name])
        self._buttons[first].setDefault(True)
        self._buttons[first].setFocus()
        colour = theme_of(self).line(Role.CONFLICT if self._is_grave() else Role.NEEDS_REVIEW)
        self._sign.setPixmap(make_pixmap("warning", colour, _SIGN, self.devicePixelRatioF()))
        self.adjustSize()

    def _is_our_own(self, error: UserError) -> bool:
        return "user" not in error.values and error.code == "catalogue_in_use"

    def _is_grave(self) -> bool:
        return self.code in _BACKUPS_HELP - {"no_catalogue", "unreadable", "newer_catalogue"}

    def show_working(self) -> None:
        """Say that a copy is being made; every way but out is closed meanwhile."""
        self.said.setText(tr("Making a copy…"))
        self.sure.hide()
        self.working.show()
        for name, button in self._buttons.items():
            button.setEnabled(name == "close")
