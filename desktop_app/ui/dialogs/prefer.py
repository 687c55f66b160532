"""Asks for the written reason by which a value is preferred or deprecated, and writes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.catalog.claims import Rank
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.claims import rank_claim
from desktop_app.services.provenance import view_claims
from desktop_app.services.provenance_records import ClaimView
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.draft_parts import InputPart
from desktop_app.ui.widgets.draft_sign import DraftSign
from desktop_app.ui.widgets.labels import plain_label, set_plain_title
from desktop_app.ui.workspace import Workspace

_LINES = 3


class ReasonDialog(QDialog):
    """One question, one reason, one button. Ctrl+Enter does what the button does."""

    def __init__(
        self, workspace: Workspace, claim: str, rank: Rank, parent: QWidget | None = None
    ) -> None:
        """Ask why `claim` gets `rank`, which is preferred or deprecated."""
        super().__init__(parent)
        self.setObjectName("reason_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._claim = claim
        self._rank = rank
        is_preferred = rank is Rank.PREFERRED
        title = tr("Prefer this value") if is_preferred else tr("Deprecate this value")
        set_plain_title(self, title)
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("reason")
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 14)
        self.reason.textChanged.connect(self._on_edited)
        self.hint = Hint()
        self.keeper = DraftKeeper(
            workspace.drafts, self, parts=self.draft_parts, title=self.draft_title
        )
        self.finished.connect(self.keeper.finish)
        self._lay_out(title)
        self.keeper.begin(rank.value, claim)
        self._on_edited()
        self.resize(self.fontMetrics().averageCharWidth() * 64, self.sizeHint().height())

    def _lay_out(self, title: str) -> None:
        views = view_claims(self._workspace.session.db, self._claim, current_language())
        self._claim_words = describe_claim(views[0])
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(plain_label(self._claim_words, bold=True))
        for other in views[1:]:
            column.addWidget(plain_label(tr("against {value}", value=other.value), muted=True))
        column.addWidget(plain_label(self._ask()))
        column.addWidget(self.reason)
        column.addWidget(DraftSign(self._workspace.drafts, self.keeper))
        column.addWidget(self.hint)
        column.addWidget(self._make_buttons(title))

    def _ask(self) -> str:
        if self._rank is Rank.PREFERRED:
            return tr("Why is this value to be preferred? The others stay on record.")
        return tr("Why is this value no longer held to be right? It stays on record.")

    def _make_buttons(self, title: str) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.accept_button = buttons.addButton(title, role.AcceptRole)
        self.accept_button.setObjectName("accept_reason")
        self.accept_button.setDefault(True)
        buttons.addButton(tr("Cancel"), role.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def show_first(self) -> None:
        """Open over the parent with the focus in the reason."""
        self.open()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Write rank and reason and close, or say why not."""
        if not self.accept_button.isEnabled():
            return
        try:
            rank_claim(
                self._workspace.session,
                claim=self._claim,
                rank=self._rank.value,
                reason=self.reason.toPlainText(),
            )
        except UserError as error:
            self.hint.say(error.message, Role.INVALID)
            return
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        else:
            super().keyPressEvent(event)

    def draft_parts(self) -> list[InputPart]:
        """Return the field for the draft."""
        return [InputPart("reason", tr("Reason"), self.reason)]

    def draft_title(self) -> str:
        """Return the claim on one line."""
        return self._claim_words

    def _on_edited(self) -> None:
        self.keeper.touch()
        has_reason = bool(self.reason.toPlainText().strip())
        self.accept_button.setEnabled(has_reason)
        self.hint.say("" if has_reason else tr("Write a reason: a reader will want to know it."))


def describe_claim(view: ClaimView) -> str:
    """Return a claim on one line: subject, property and value."""
    return tr(
        "{subject}, {property}: {value}",
        subject=view.subject,
        property=view.label,
        value=view.value,
    )


def ask_reason(workspace: Workspace, claim: str, rank: Rank, parent: QWidget) -> ReasonDialog:
    """Open the dialog that gives `claim` the rank preferred or deprecated."""
    dialog = ReasonDialog(workspace, claim, rank, parent)
    dialog.show_first()
    return dialog
