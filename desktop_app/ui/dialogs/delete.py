"""Asks before records go to the trash, and says what goes along with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.commands.trash import delete
from desktop_app.services.session import Session
from desktop_app.store.lists import get_listing
from desktop_app.store.trash import list_falling
from desktop_app.ui.backups_waiting import back_up_before_many
from desktop_app.ui.errors import show_error
from desktop_app.ui.widgets.labels import question_box
from desktop_app.ui.workspace import Workspace

_NAMED = 8
KIND_NAMES = {
    Kind.REPOSITORY: mark("Repositories"),
    Kind.SOURCE: mark("Sources"),
    Kind.CONTRIBUTOR: mark("Contributors"),
    Kind.DOCUMENT: mark("Documents"),
    Kind.REVISION: mark("Versions of text"),
    Kind.EXCERPT: mark("Excerpts"),
    Kind.ENTITY: mark("Entities"),
    Kind.NAME: mark("Names"),
    Kind.ENTITY_LINK: mark("Links between entities"),
    Kind.EVENT: mark("Events"),
    Kind.PROPERTY: mark("Properties"),
    Kind.CLAIM: mark("Claims"),
    Kind.CITATION: mark("Citations"),
    Kind.ATTACHMENT: mark("Attachments"),
}


class DeleteBox(QObject):
    """One question about some records; `box` is the dialog on show."""

    def __init__(self, workspace: Workspace, records: Sequence[str], parent: QWidget) -> None:
        """Ask about `records`, of which there is at least one."""
        super().__init__(parent)
        self._workspace = workspace
        self._records = tuple(records)
        session = workspace.session
        self.box: QMessageBox = question_box(
            parent,
            tr("Move to trash"),
            _question(session, self._records),
            tr("Move to trash"),
            _companions(session, self._records),
        )
        self.box.setObjectName("delete_box")
        self.box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.box.buttonClicked.connect(self._on_clicked)
        self.box.finished.connect(self.deleteLater)
        self.box.open()

    def _on_clicked(self, button: QAbstractButton) -> None:
        role = self.box.buttonRole(button)
        if role is not QMessageBox.ButtonRole.AcceptRole:
            return
        back_up_before_many(self._workspace.session, len(self._records))
        try:
            delete_records(self._workspace.session, self._records)
        except UserError as error:
            show_error(self.box.parentWidget(), error)
            return
        if self._workspace.selection in self._records:
            self._workspace.select("")


def delete_records(session: Session, records: Sequence[str]) -> None:
    """Move `records` to the trash as one change; those that fall with another go with it."""
    with session.change(Operation.DELETE):
        gone: set[str] = set()
        for record in records:
            if record not in gone:
                falling = {one for _, one in list_falling(session.db, record)}
                delete(session, id=record)
                gone |= falling


def _question(session: Session, records: tuple[str, ...]) -> str:
    listed = get_listing(session.db, records)
    titles = [listed[one]["title"] if one in listed else one for one in records]
    if len(titles) == 1:
        return tr("Move “{title}” to the trash?", title=titles[0])
    named = "\n".join(f"• {title}" for title in titles[:_NAMED])
    if len(titles) > _NAMED:
        named += "\n" + tr("and {count} more", count=len(titles) - _NAMED)
    return tr("Move these {count} records to the trash?", count=len(titles)) + "\n" + named


def _companions(session: Session, records: tuple[str, ...]) -> str:
    """Say what goes along; what a reader never sees by itself (versions of text) is left out."""
    falling: dict[str, Kind] = {}
    for record in records:
        falling.update({one: kind for kind, one in list_falling(session.db, record)})
    counts: dict[Kind, int] = {}
    for one, kind in falling.items():
        if one not in records and kind is not Kind.REVISION:
            counts[kind] = counts.get(kind, 0) + 1
    restore = tr("Everything can be brought back from the trash.")
    if not counts:
        return restore
    along = "\n".join(f"{tr_marked(KIND_NAMES[kind])}: {n}" for kind, n in counts.items())
    return tr("With it go:") + "\n" + along + "\n\n" + restore
