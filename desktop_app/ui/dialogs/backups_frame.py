"""The frame of the backups' dialog: reminder, list, details and buttons, laid out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.backups_listing import Listed, State
from desktop_app.ui.dialogs.backups_list import BackupDetails, BackupsTree
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import plain_label

_READABLE = (State.VERIFIED, State.ALTERED, State.UNCHECKED)


class BackupsFrame(QDialog):
    """Lays out the dialog; what its buttons do is the business of `BackupsDialog`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay out everything, with nothing listed."""
        super().__init__(parent)
        self.setObjectName("backups_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Backups"))
        self.setModal(False)
        self.resize(940, 560)
        self.tree = BackupsTree()
        self.details = BackupDetails()
        self._make_reminder()
        self._make_buttons()
        self._lay_out()
        self.tree.setFocus()

    def _make_reminder(self) -> None:
        self.reminder = QFrame()
        self.reminder.setObjectName("backup_reminder")
        self.reminder.setFrameShape(QFrame.Shape.StyledPanel)
        said = tr(
            "All copies of this catalogue lie on one disk. If it breaks, all are lost. Name a "
            "second folder on another disk, a stick for example."
        )
        self.choose_second = self._button(tr("Choose a second folder…"), "remind_choose")
        self.later = self._button(tr("Remind me in two weeks"), "remind_later")
        row = QHBoxLayout(self.reminder)
        row.addWidget(plain_label(said), 1)
        row.addWidget(self.choose_second)
        row.addWidget(self.later)
        self.reminder.hide()

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        # Enter in the list must not press a button.
        button.setAutoDefault(False)
        return button

    def _make_buttons(self) -> None:
        self.look = self._button(tr("Open for reading"), "look_at_backup")
        self.replace = self._button(tr("Restore…"), "restore_backup")
        self.to_new = self._button(tr("Restore to a new file…"), "restore_to_new")
        self.verify = self._button(tr("Verify"), "verify_backup")
        self.pin = self._button(tr("Keep for ever…"), "pin_backup")
        self.delete = self._button(tr("Delete…"), "delete_backup")
        self.back_up = self._button(tr("Back up now"), "back_up_now")
        self.settings = self._button(tr("Where backups go…"), "backup_folders")

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.empty = EmptyState("backup", tr("There is no backup of this catalogue yet."))
        self.stack.addWidget(self.empty)
        above, below = QHBoxLayout(), QHBoxLayout()
        for button in (self.look, self.replace, self.to_new, self.verify, self.pin, self.delete):
            above.addWidget(button)
        above.addStretch(1)
        below.addWidget(self.back_up)
        below.addWidget(self.settings)
        below.addStretch(1)
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        below.addWidget(buttons)
        column = QVBoxLayout(self)
        column.addWidget(self.reminder)
        column.addWidget(self.stack, 1)
        column.addWidget(self.details)
        column.addLayout(above)
        column.addLayout(below)

    def connect_buttons(self, *pairs: tuple[QPushButton, Callable[[], object]]) -> None:
        """Let each button do what stands beside it."""
        for button, run in pairs:
            button.clicked.connect(run)

    def allow_for(self, one: Listed | None) -> None:
        """Let the buttons be pressed that make sense for the chosen backup."""
        readable = one is not None and one.state in _READABLE
        for button in (self.look, self.to_new):
            button.setEnabled(readable)
        self.replace.setEnabled(one is not None and one.state in (State.VERIFIED, State.UNCHECKED))
        self.verify.setEnabled(one is not None and one.state is not State.MISSING)
        self.pin.setEnabled(one is not None and bool(one.backup.sha256))
        self.delete.setEnabled(one is not None)
        is_pinned = one is not None and one.backup.pinned
        self.pin.setText(tr("Keep no longer") if is_pinned else tr("Keep for ever…"))
        is_missing = one is not None and one.state is State.MISSING
        self.delete.setText(tr("Forget") if is_missing else tr("Delete…"))
