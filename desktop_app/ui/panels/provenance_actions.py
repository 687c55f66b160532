"""Does what a claim's card, or a menu, asks for: each opens a small dialog or runs one command."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.catalog.claims import Rank
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.claims import rank_claim
from desktop_app.services.provenance import view_claims
from desktop_app.ui.dialogs.add_evidence import open_add_evidence
from desktop_app.ui.dialogs.claim_editor import open_claim_editor
from desktop_app.ui.dialogs.delete import DeleteBox
from desktop_app.ui.dialogs.prefer import ask_reason
from desktop_app.ui.errors import show_error
from desktop_app.ui.panels.provenance_keys import CardAction
from desktop_app.ui.workspace import Workspace


def run_card_action(workspace: Workspace, action: CardAction, claim: str, parent: QWidget) -> None:
    """Do `action` with `claim`; what the user can act on is shown over `parent`."""
    try:
        _run(workspace, action, claim, parent)
    except UserError as error:
        show_error(parent, error)


def _run(workspace: Workspace, action: CardAction, claim: str, parent: QWidget) -> None:
    match action:
        case CardAction.ADD_EVIDENCE:
            open_add_evidence(workspace, claim, parent)
        case CardAction.COPY:
            copy_citations(workspace, claim)
        case CardAction.EDIT:
            open_claim_editor(workspace, claim, parent)
        case CardAction.PREFER:
            ask_reason(workspace, claim, Rank.PREFERRED, parent)
        case CardAction.DEPRECATE:
            ask_reason(workspace, claim, Rank.DEPRECATED, parent)
        case CardAction.MAKE_NORMAL:
            rank_claim(workspace.session, claim=claim, rank=Rank.NORMAL.value)
        case CardAction.SHOW_HISTORY:
            workspace.history_wanted.emit(claim)
        case CardAction.DELETE:
            DeleteBox(workspace, [claim], parent)


def copy_citations(workspace: Workspace, claim: str) -> None:
    """Put the formatted citations of `claim` on the clipboard, one a line."""
    view = view_claims(workspace.session.db, claim, current_language())[0]
    lines = list(dict.fromkeys(one.passage.formatted for one in view.evidence))
    if not lines:
        raise UserError("uncited_claim", "This claim has no citation to copy. Add evidence first.")
    QGuiApplication.clipboard().setText("\n".join(lines))
    workspace.told.emit(tr("Citation copied"))
