"""Opens the editor of any record, and the editor for a new one.

A new kind of record needs its editor here, and nothing else of the window changes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import mark, tr_marked
from desktop_app.ui.dialogs.claim_editor import open_claim_editor
from desktop_app.ui.dialogs.editor_frame import RecordEditor
from desktop_app.ui.dialogs.editor_property import PropertyEditor
from desktop_app.ui.dialogs.editor_source import RepositoryEditor, SourceEditor
from desktop_app.ui.dialogs.editor_subjects import EntityEditor, EventEditor
from desktop_app.ui.dialogs.editor_texts import DocumentEditor, ExcerptEditor
from desktop_app.ui.errors import show_error
from desktop_app.ui.workspace import Workspace

_EDITORS: dict[Kind, tuple[type[RecordEditor], str]] = {
    Kind.SOURCE: (SourceEditor, mark("Edit source")),
    Kind.REPOSITORY: (RepositoryEditor, mark("Edit repository")),
    Kind.DOCUMENT: (DocumentEditor, mark("Edit document")),
    Kind.EXCERPT: (ExcerptEditor, mark("Edit excerpt")),
    Kind.EVENT: (EventEditor, mark("Edit event")),
    Kind.ENTITY: (EntityEditor, mark("Edit entity")),
    Kind.PROPERTY: (PropertyEditor, mark("Edit property")),
}
_NEW: dict[Kind, tuple[type[RecordEditor], str]] = {
    Kind.SOURCE: (SourceEditor, mark("New source")),
    Kind.REPOSITORY: (RepositoryEditor, mark("New repository")),
    Kind.EVENT: (EventEditor, mark("New event")),
    Kind.ENTITY: (EntityEditor, mark("New entity")),
    Kind.PROPERTY: (PropertyEditor, mark("New property")),
}


def open_editor(workspace: Workspace, record: str, parent: QWidget | None) -> QDialog | None:
    """Open the editor of `record`; a record that is gone, or has no editor, is said in a box."""
    kind = find_kind(record)
    try:
        if kind is Kind.CLAIM:
            return open_claim_editor(workspace, record, parent)
        if kind is None or kind not in _EDITORS:
            raise UserError("no_editor", "{id} cannot be edited by itself.", id=record)
        editor = make_editor(workspace, kind, record, parent)
    except UserError as error:
        show_error(parent, error)
        return None
    editor.show_first()
    return editor


def open_new_editor(
    workspace: Workspace,
    kind: Kind,
    parent: QWidget | None,
    then: Callable[[str], object] | None = None,
) -> RecordEditor:
    """Open the editor for a new record; call `then` with its id, else select it."""
    editor = make_editor(workspace, kind, "", parent, then)
    editor.show_first()
    return editor


def make_editor(
    workspace: Workspace,
    kind: Kind,
    record: str,
    parent: QWidget | None,
    then: Callable[[str], object] | None = None,
) -> RecordEditor:
    """Return an editor that is not on show yet; raise UserError where there is no such record.

    A new record ("") is given to `then`, else selected, when it is saved.
    """
    make, title = _EDITORS[kind] if record else _NEW[kind]
    editor = make(workspace, record, tr_marked(title), parent)
    if not record:
        editor.saved.connect(then if then is not None else workspace.select)
    return editor
