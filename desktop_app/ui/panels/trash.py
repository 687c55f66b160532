"""The trash: what was deleted, and how it comes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import ChangeEvent, Operation
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.trash import restore
from desktop_app.store.lists import list_trash
from desktop_app.ui.backups_waiting import back_up_before_many
from desktop_app.ui.dialogs.redact import RedactDialog
from desktop_app.ui.errors import show_error
from desktop_app.ui.icons import make_icon
from desktop_app.ui.models.list_columns import find_icon, say_kind
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.workspace import Workspace

_ID = Qt.ItemDataRole.UserRole


class TrashPanel(QWidget):
    """Deleted records; what fell along with each comes back with it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Show the trash of `workspace`'s catalogue."""
        super().__init__(parent)
        self.setObjectName("trash_panel")
        self._workspace = workspace
        self._is_stale = True
        self.tree = QTreeWidget()
        self.tree.setObjectName("trash_tree")
        self.tree.setAccessibleName(tr("Trash"))
        self.tree.setHeaderLabels([tr("Title"), tr("List"), tr("Detail")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        letter = self.fontMetrics().averageCharWidth()
        for section, letters in enumerate((50, 14, 30)):
            self.tree.setColumnWidth(section, letters * letter)
        self._restore = QPushButton(tr("Restore"))
        self._restore.setObjectName("restore_records")
        self._restore.setIcon(make_icon("restore", self.palette()))
        self._restore.setAutoDefault(False)
        self._remove = QPushButton(tr("Remove for ever…"))
        self._remove.setObjectName("redact_records")
        self._remove.setAutoDefault(False)
        self._remove.clicked.connect(self.ask_to_remove)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(EmptyState("restore", tr("The trash is empty.")))
        row = QHBoxLayout()
        row.addWidget(self._restore)
        row.addStretch(1)
        row.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.addWidget(self._stack, 1)
        column.addLayout(row)
        self.setFocusProxy(self.tree)
        self.tree.itemSelectionChanged.connect(self._on_selection)
        self.tree.itemActivated.connect(self.restore_selected)
        self._restore.clicked.connect(self.restore_selected)
        workspace.bridge.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Read the trash again where it is out of date."""
        if not self._is_stale:
            return
        self._is_stale = False
        self.tree.clear()
        for row in list_trash(self._workspace.session.db):
            item = QTreeWidgetItem([row["title"], say_kind(Kind(row["kind"])), row["detail"]])
            item.setIcon(0, make_icon(find_icon(row), self.palette()))
            item.setData(0, _ID, row["id"])
            self.tree.addTopLevelItem(item)
        self._stack.setCurrentIndex(0 if self.tree.topLevelItemCount() else 1)
        self._on_selection()

    def _on_selection(self) -> None:
        writable = not self._workspace.session.db.read_only
        for button in (self._restore, self._remove):
            button.setEnabled(writable and bool(self.tree.selectedItems()))

    def restore_selected(self) -> None:
        """Bring the selected records back, as one change."""
        chosen = [item.data(0, _ID) for item in self.tree.selectedItems()]
        session = self._workspace.session
        back_up_before_many(session, len(chosen))
        try:
            with session.change(Operation.RESTORE):
                for record in chosen:
                    restore(session, id=record)
        except UserError as error:
            show_error(self.window(), error)

    def ask_to_remove(self) -> RedactDialog | None:
        """Ask whether, and why, the selected records are removed for ever."""
        chosen = [(str(one.data(0, _ID)), one.text(0)) for one in self.tree.selectedItems()]
        if not chosen:
            return None
        dialog = RedactDialog(self._workspace.session, chosen, self.window())
        dialog.open()
        return dialog

    def _on_changed(self, event: ChangeEvent) -> None:
        del event
        self._is_stale = True
        if self.isVisible():
            self.bring_up_to_date()
