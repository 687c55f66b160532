"""The frame of a form: its fields in a scrolled area, what is wrong, Save and Cancel.

Ctrl+Enter saves; Esc asks before edits are given up. What is typed is kept as a draft.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.draft_parts import Part
from desktop_app.ui.widgets.draft_sign import DraftSign
from desktop_app.ui.widgets.labels import question_box, set_plain_title
from desktop_app.ui.workspace import Workspace


class FormDialog(QDialog):
    """A form that is saved as one change, or given up after a question."""

    def __init__(self, workspace: Workspace, title: str, parent: QWidget | None = None) -> None:
        """Begin without fields; `lay_out` takes them."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_plain_title(self, title)
        self.workspace = workspace
        self.session = workspace.session
        self.problem_hint = Hint()
        self.keeper = DraftKeeper(
            workspace.drafts, self, parts=self.draft_parts, title=self.draft_title
        )
        self.finished.connect(self.keeper.finish)

    # What each form brings

    @abstractmethod
    def draft_parts(self) -> Sequence[Part]:
        """Return the fields, in the order in which a draft puts them back."""

    @abstractmethod
    def draft_title(self) -> str:
        """Return what the form is about."""

    @abstractmethod
    def is_edited(self) -> bool:
        """Return whether anything differs from the record."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Return whether the form can be saved; where not, say why."""

    @abstractmethod
    def save(self) -> None:
        """Save as one change; raise UserError where it cannot be."""

    # Laying out

    def lay_out(self, inside: QWidget) -> QScrollArea:
        """Show `inside`, scrolled where it is high, over the buttons."""
        area = QScrollArea()
        area.setObjectName("editor_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        # The fields scroll it as Tab reaches them; itself it would be an idle stop.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.save_button = buttons.addButton(tr("Save"), role.AcceptRole)
        self.save_button.setObjectName("editor_save")
        self.save_button.setToolTip(tr("Ctrl+Enter"))
        self.cancel_button = buttons.addButton(tr("Cancel"), role.RejectRole)
        self.cancel_button.setObjectName("editor_cancel")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addWidget(DraftSign(self.workspace.drafts, self.keeper))
        column.addWidget(self.problem_hint)
        column.addWidget(buttons)
        return area

    def fit(self, letters: int, height: int) -> None:
        """Be `letters` wide and `height` high, as far as the screen allows."""
        room = QGuiApplication.primaryScreen().availableGeometry()
        width = min(self.fontMetrics().averageCharWidth() * letters, room.width() - 40)
        self.resize(width, min(height, room.height() - 80))

    # Saving and closing

    def accept(self) -> None:
        """Save as one change and close, or say what is wrong."""
        if not self.is_ready():
            return
        try:
            if self.is_edited():
                self.save()
        except UserError as error:
            self.problem_hint.say(error.message, Role.INVALID)
            return
        super().accept()

    def reject(self) -> None:
        """Close; edits are given up only after a question, unless the program is to end."""
        if not self.is_edited() or self.workspace.drafts.is_ending:
            super().reject()
            return
        self._box = question_box(
            self,
            self.windowTitle(),
            tr("Give up what you have written here?"),
            tr("Give it up"),
            tr("Nothing of it has been saved yet."),
        )
        self._box.setObjectName("discard_box")
        self._box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._box.buttonClicked.connect(self._on_discard)
        self._box.open()

    def _on_discard(self, button: QAbstractButton) -> None:
        if self._box.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter belongs to the fields; a dialog would press Save at every one.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept()
            return
        super().keyPressEvent(event)
