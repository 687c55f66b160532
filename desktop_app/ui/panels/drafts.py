"""The list of unsaved texts: what an earlier run left behind, to go on with, read or discard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.drafts import Draft
from desktop_app.ui.draft_words import say_subject, say_time
from desktop_app.ui.drafts import DraftDesk
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import plain_label

_LETTERS = (18, 52, 30)


class DraftsDialog(QDialog):
    """The drafts of the open catalogue. Closing it keeps all of them."""

    #: The draft to go on with, to read, or to discard.
    continue_asked = Signal(object)
    read_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, desk: DraftDesk, parent: QWidget | None = None) -> None:
        """List what `desk` offers."""
        super().__init__(parent)
        self.setObjectName("drafts_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Unsaved texts"))
        self.resize(self.fontMetrics().averageCharWidth() * 110, 400)
        self._desk = desk
        self._drafts: list[Draft] = []
        self._make_tree()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.stack.addWidget(EmptyState("edit", tr("There is no unsaved text.")))
        self.remark = plain_label(muted=True, selectable=True)
        self.remark.setObjectName("drafts_remark")
        column = QVBoxLayout(self)
        column.addWidget(self.stack, 1)
        column.addWidget(self.remark)
        column.addLayout(self._make_buttons())
        desk.offered_changed.connect(self.fill)
        self.fill()

    def _make_tree(self) -> None:
        self.tree = QTreeWidget()
        self.tree.setObjectName("drafts_tree")
        self.tree.setAccessibleName(tr("Unsaved texts"))
        self.tree.setHeaderLabels([tr("Typed at"), tr("What"), tr("Fields")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for section, letters in enumerate(_LETTERS):
            self.tree.setColumnWidth(section, letters * self.fontMetrics().averageCharWidth())
        self.tree.itemActivated.connect(self._on_continue)
        self.tree.itemSelectionChanged.connect(self._on_selection)
        self.setFocusProxy(self.tree)

    def _make_buttons(self) -> QHBoxLayout:
        self.go_on = self._make_button("continue_draft", tr("Continue editing"), self._on_continue)
        self.go_on.setDefault(True)
        self.read = self._make_button("read_draft", tr("Read…"), self._on_read)
        self.discard = self._make_button("discard_draft", tr("Discard…"), self._on_discard)
        close = self._make_button("close_drafts", tr("Close"), self.reject)
        row = QHBoxLayout()
        for button in (self.go_on, self.read, self.discard):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _make_button(self, name: str, words: str, called: object) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.clicked.connect(called)
        return button

    def fill(self) -> None:
        """Show what is offered now."""
        before = self.tree.currentIndex().row()
        self._drafts = self._desk.list_offered()
        self.tree.clear()
        for draft in self._drafts:
            labels = ", ".join(one.label for one in draft.fields)
            row = [say_time(draft), say_subject(draft), labels]
            self.tree.addTopLevelItem(QTreeWidgetItem(row))
        self.stack.setCurrentIndex(0 if self._drafts else 1)
        if self._drafts:
            at = min(max(before, 0), len(self._drafts) - 1)
            self.tree.setCurrentIndex(self.tree.model().index(at, 0))
        self.remark.setText(say_others(self._desk))
        self.remark.setVisible(bool(self.remark.text()))
        self._on_selection()

    def current(self) -> Draft | None:
        """Return the draft that is marked, None for none."""
        at = self.tree.currentIndex().row()
        return self._drafts[at] if 0 <= at < len(self._drafts) else None

    def _on_selection(self) -> None:
        for button in (self.go_on, self.read, self.discard):
            button.setEnabled(self.current() is not None)

    def _on_continue(self, *_item: object) -> None:
        draft = self.current()
        if draft is not None:
            self.accept()
            self.continue_asked.emit(draft)

    def _on_read(self) -> None:
        draft = self.current()
        if draft is not None:
            self.read_asked.emit(draft)

    def _on_discard(self) -> None:
        draft = self.current()
        if draft is not None:
            self.discard_asked.emit(draft)


def say_others(desk: DraftDesk) -> str:
    """Say what else lies in the folder: damaged files, and those of a newer Regesta."""
    said = []
    if desk.damaged:
        files = "\n".join(str(path) for path in desk.damaged)
        said.append(tr("Damaged and set aside, with whatever can still be read in them:"))
        said.append(files)
    if desk.newer:
        said.append(tr("Kept by a newer Regesta, to be opened there: {count}", count=desk.newer))
    return "\n".join(said)
