"""Shows a draft for reading and copying where its form cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.services.drafts import Draft
from desktop_app.ui.draft_words import say_subject, say_time
from desktop_app.ui.widgets.labels import plain_label


class ReadDraftDialog(QDialog):
    """The typed text of one draft, field by field."""

    #: The draft.
    discard_asked = Signal(object)

    def __init__(self, draft: Draft, reason: str, parent: QWidget | None = None) -> None:
        """Show `draft` under `reason`, why it is only to be read, "" for none."""
        super().__init__(parent)
        self.setObjectName("read_draft_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Unsaved text from {time}", time=say_time(draft)))
        self.resize(self.fontMetrics().averageCharWidth() * 80, 420)
        self.text = QPlainTextEdit(write_out(draft))
        self.text.setObjectName("draft_text")
        self.text.setAccessibleName(tr("Unsaved text"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        copy = buttons.addButton(tr("Copy all"), role.ActionRole)
        copy.setObjectName("copy_draft")
        copy.clicked.connect(self.copy)
        discard = buttons.addButton(tr("Discard…"), role.ActionRole)
        discard.setObjectName("discard_read_draft")
        discard.clicked.connect(self._on_discard)
        self._draft = draft
        close = buttons.addButton(tr("Close"), role.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(say_subject(draft), bold=True))
        if reason:
            column.addWidget(plain_label(reason))
        column.addWidget(self.text, 1)
        column.addWidget(buttons)

    def _on_discard(self) -> None:
        self.discard_asked.emit(self._draft)

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def write_out(draft: Draft) -> str:
    """Return what was typed as plain text: each field under its label."""
    return "\n\n".join(f"{one.label}:\n{one.typed_words}" for one in draft.fields)
