"""The history of the catalogue or of one record, with "undo this change"."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.history import HistoryEntry, list_history
from desktop_app.store.lists import get_listing
from desktop_app.ui.errors import show_error
from desktop_app.ui.widgets.labels import plain_label, plain_tip
from desktop_app.ui.workspace import Workspace

_PAGE = 100
_SEQ = Qt.ItemDataRole.UserRole


class HistoryPanel(QWidget):
    """Changes, newest first; below each what it did."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Show the history of `workspace`'s catalogue."""
        super().__init__(parent)
        self.setObjectName("history_panel")
        self._workspace = workspace
        self._record = ""
        self._is_stale = True
        self._entries: dict[int, HistoryEntry] = {}
        self._heading = plain_label(bold=True)
        self._make_tree()
        self._undo = QPushButton(tr("Undo this change"))
        self._undo.setObjectName("undo_change")
        self._undo.clicked.connect(self.undo_chosen)
        self._more = QPushButton(tr("Show older changes"))
        self._more.setObjectName("older_changes")
        self._more.clicked.connect(self.show_older)
        # Enter in the tree must not press a button.
        for button in (self._undo, self._more):
            button.setAutoDefault(False)
        self.reason = QLineEdit()
        self.reason.setObjectName("undo_reason")
        self.reason.setAccessibleName(tr("Reason for undoing this change"))
        self.reason.setPlaceholderText(tr("Why (optional)"))
        self.reason.returnPressed.connect(self.undo_chosen)
        row = QHBoxLayout()
        row.addWidget(self._undo)
        row.addWidget(self.reason, 1)
        row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.addWidget(self._heading)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        self.setFocusProxy(self.tree)
        workspace.bridge.changed.connect(self._on_changed)

    def _make_tree(self) -> None:
        self.tree = QTreeWidget()
        self.tree.setObjectName("history_tree")
        self.tree.setAccessibleName(tr("History"))
        self.tree.setHeaderLabels([tr("Change"), tr("By"), tr("When")])
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setUniformRowHeights(True)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in enumerate((60, 14, 20)):
            self.tree.setColumnWidth(column, letters * letter)
        self.tree.currentItemChanged.connect(self._on_current)

    def show_history(self, record: str = "") -> None:
        """Show the history of `record`, of the whole catalogue for ""."""
        self._record = record
        self._is_stale = True
        if self.isVisible():
            self.bring_up_to_date()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Read the history again where it is out of date."""
        if not self._is_stale:
            return
        self._is_stale = False
        title = self._title()
        self._heading.setText(
            tr("History of {title}", title=title) if title else tr("History of the catalogue")
        )
        self._entries.clear()
        self.tree.clear()
        self._add(list_history(self._workspace.session, self._record, limit=_PAGE))

    def _title(self) -> str:
        listed = get_listing(self._workspace.session.db, [self._record] if self._record else [])
        return str(listed[self._record]["title"]) if self._record in listed else self._record

    def show_older(self) -> None:
        """Add the changes before the oldest one on show."""
        if self._entries:
            oldest = min(self._entries)
            session = self._workspace.session
            self._add(list_history(session, self._record, limit=_PAGE, before=oldest))

    def _add(self, entries: list[HistoryEntry]) -> None:
        muted = self.palette().brush(QPalette.ColorRole.PlaceholderText)
        for entry in entries:
            self._entries[entry.change.seq] = entry
            # Not the locale's short form: 1/5/26 is January to one reader and May to another.
            when = f"{entry.when.astimezone():%Y-%m-%d %H:%M}"
            label = entry.summary
            label = tr("{label} (undone)", label=label) if entry.is_undone else label
            item = QTreeWidgetItem([f"{entry.change.seq}  {label}", entry.author, when])
            item.setData(0, _SEQ, entry.change.seq)
            item.setToolTip(0, plain_tip(entry.sentence))
            lines = [] if entry.summary in entry.lines else [*entry.lines]
            if entry.reason:
                lines.append(tr("reason: {reason}", reason=entry.reason))
            children = [QTreeWidgetItem([line]) for line in lines]
            for child in children:
                child.setData(0, _SEQ, entry.change.seq)
            item.addChildren(children)
            if entry.is_undone:
                for column in range(3):
                    item.setForeground(column, muted)
            self.tree.addTopLevelItem(item)
            # A span is kept by the tree, so only an item that is in it can have one.
            for child in children:
                child.setFirstColumnSpanned(True)
            item.setExpanded(bool(self._record) or len(entry.lines) <= 3)
        self._more.setVisible(len(entries) == _PAGE)
        first = self.tree.topLevelItem(0)
        if self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)
        self._on_current()

    def chosen(self) -> HistoryEntry | None:
        """Return the entry the cursor is in."""
        item = self.tree.currentItem()
        return self._entries.get(item.data(0, _SEQ)) if item is not None else None

    def _on_current(self) -> None:
        entry = self.chosen()
        can = entry is not None and entry.can_undo
        self._undo.setEnabled(can)
        self.reason.setEnabled(can)

    def undo_chosen(self) -> None:
        """Undo the chosen change; where a later one stands in the way, say which."""
        entry = self.chosen()
        if entry is None or not entry.can_undo:
            return
        session = self._workspace.session
        try:
            with session.because(self.reason.text()):
                session.undo(entry.change.seq)
        except UserError as error:
            show_error(self.window(), error)
        else:
            self.reason.clear()

    def _on_changed(self, _event: ChangeEvent) -> None:
        self._is_stale = True
        if self.isVisible():
            self.bring_up_to_date()
