"""The dialogs that keep drafts, by the names under which drafts know them; loaded when needed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.catalog.claims import Rank
from desktop_app.catalog.ids import Kind
from desktop_app.services.drafts import Draft
from desktop_app.ui.dialogs.add_evidence import AddEvidenceDialog
from desktop_app.ui.dialogs.claim_editor import ClaimEditor
from desktop_app.ui.dialogs.editor import make_editor
from desktop_app.ui.dialogs.editor_frame import RecordEditor
from desktop_app.ui.dialogs.prefer import ReasonDialog
from desktop_app.ui.workspace import Workspace

Form = RecordEditor | ClaimEditor | ReasonDialog | AddEvidenceDialog

_RECORDS = {
    kind.value: kind
    for kind in (
        Kind.SOURCE,
        Kind.REPOSITORY,
        Kind.DOCUMENT,
        Kind.EXCERPT,
        Kind.EVENT,
        Kind.ENTITY,
        Kind.PROPERTY,
    )
}
_RANKS = {Rank.PREFERRED.value: Rank.PREFERRED, Rank.DEPRECATED.value: Rank.DEPRECATED}
_CLAIM, _EVIDENCE = "claim", "evidence"
FORMS = frozenset({*_RECORDS, *_RANKS, _CLAIM, _EVIDENCE})


def make_form(workspace: Workspace, draft: Draft, parent: QWidget) -> Form:
    """Return the dialog of `draft`, one of FORMS, not on show yet; raise UserError as it does."""
    if draft.form in _RECORDS:
        return make_editor(workspace, _RECORDS[draft.form], draft.record, parent)
    if draft.form in _RANKS:
        return ReasonDialog(workspace, draft.record, _RANKS[draft.form], parent)
    if draft.form == _EVIDENCE:
        return AddEvidenceDialog(workspace, draft.record, parent)
    return ClaimEditor(workspace, draft.record, parent)
