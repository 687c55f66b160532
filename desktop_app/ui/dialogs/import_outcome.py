"""What became of each file of an import: a sign, the file, and one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.services.importing import ImportedFile
from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import plain_label, plain_tip

_ICON = 16


class OutcomePage(QWidget):
    """The report of an import, failures first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("import_outcome")
        self.summary = plain_label(bold=True)
        self.summary.setObjectName("import_summary")
        self.tree = QTreeWidget()
        self.tree.setObjectName("import_report")
        self.tree.setAccessibleName(tr("What became of each file"))
        self.tree.setHeaderLabels([tr("File"), tr("What happened")])
        self.tree.setColumnWidth(0, 30 * self.fontMetrics().averageCharWidth())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.tree, 1)

    def set_files(self, files: Sequence[ImportedFile]) -> None:
        """Report on `files`."""
        failed = sum(one.error is not None for one in files)
        already = sum(one.already for one in files)
        said = [tr("Imported: {count}", count=len(files) - failed - already)]
        if already:
            said.append(tr("in the catalogue before: {count}", count=already))
        if failed:
            said.append(tr("not imported: {count}", count=failed))
        self.summary.setText("   ·   ".join(said))
        self.tree.clear()
        for one in sorted(files, key=lambda one: one.error is None):
            self.tree.addTopLevelItem(self._make_item(one))
        self.tree.expandAll()

    def _make_item(self, one: ImportedFile) -> QTreeWidgetItem:
        sentence = one.sentence()
        item = QTreeWidgetItem([Path(one.file).name, sentence])
        for column, text in enumerate((one.file, sentence)):
            item.setToolTip(column, plain_tip(text))
        icon, role = ("valid", Role.VALID) if one.error is None else ("invalid", Role.INVALID)
        if one.already:
            icon, role = "restore", Role.MENTIONS
        ratio = self.devicePixelRatioF()
        item.setIcon(0, make_pixmap(icon, theme_of(self).line(role), _ICON, ratio))
        item.addChildren([QTreeWidgetItem(["", note]) for note in one.notes])
        return item
