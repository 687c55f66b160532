"""Removing deleted records for ever: says what that means and asks for the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.catalog.changes import Operation
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.trash import redact
from desktop_app.services.session import Session
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.labels import plain_label


class RedactDialog(QDialog):
    """One reason for the records chosen in the trash, and the one step that cannot be undone."""

    def __init__(
        self, session: Session, records: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """Ask about `records`, each an id and its title."""
        super().__init__(parent)
        self.setObjectName("redact_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Remove for ever"))
        self._session = session
        self._records = [record for record, _ in records]
        shown = "\n".join(title for _, title in records[:8])
        said = tr(
            "Its words, and those of all that went to the trash with it, are removed from the "
            "catalogue and from its history. This is the one step that cannot be undone. That "
            "a record was removed, by whom, when and why stays in the history, and all seals "
            "stay valid. Backups, exports and printed reports made before still hold the words: "
            "see to them yourself."
        )
        self.reason = QLineEdit()
        self.reason.setObjectName("redact_reason")
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("Reason, which stays in the history"))
        self.reason.textChanged.connect(self._on_edited)
        self.hint = Hint()
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.remove_button = buttons.addButton(tr("Remove for ever"), role.DestructiveRole)
        self.remove_button.setObjectName("remove_for_ever")
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self.remove)
        keep = buttons.addButton(tr("Keep in the trash"), role.RejectRole)
        keep.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(shown, bold=True))
        column.addWidget(plain_label(said))
        column.addWidget(self.reason)
        column.addWidget(self.hint)
        column.addWidget(buttons)
        self._on_edited()
        self.resize(self.fontMetrics().averageCharWidth() * 80, self.sizeHint().height())

    def _on_edited(self) -> None:
        self.remove_button.setEnabled(bool(self.reason.text().strip()))

    def remove(self) -> None:
        """Remove the records as one change, or say here why that cannot be."""
        try:
            with (
                self._session.because(self.reason.text()),
                self._session.change(Operation.REDACT, initiator=self),
            ):
                for record in self._records:
                    redact(self._session, id=record, reason=self.reason.text())
        except UserError as error:
            self.hint.say(error.message, Role.INVALID)
            return
        self.accept()
