"""Shows what was read of each file before anything is stored, and lets files be left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.importing import Staged
from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, reading_font, theme_of
from desktop_app.ui.widgets.labels import plain_label, plain_tip

_ICON = 16
_PLACE = Qt.ItemDataRole.UserRole
_LANGUAGES = {
    "vi": mark("Vietnamese"),
    "en": mark("English"),
    "fr": mark("French"),
    "lo": mark("Lao"),
}


class PreviewPage(QWidget):
    """The files as they were read; those that cannot go in stand first, with their reasons."""

    #: The number of files that are chosen.
    chosen_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without files."""
        super().__init__(parent)
        self.setObjectName("import_preview")
        self._files: list[Staged] = []
        self._language = ""
        self.summary = plain_label(bold=True)
        self.summary.setObjectName("import_preview_summary")
        self.warnings = plain_label()
        self.warnings.setObjectName("import_preview_warnings")
        self._make_tree()
        self._make_text()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.warnings)
        column.addWidget(self.text, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.tree)
        parts.addWidget(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(parts, 1)

    def _make_tree(self) -> None:
        self.tree = QTreeWidget()
        self.tree.setObjectName("import_preview_files")
        self.tree.setAccessibleName(tr("Files that were read"))
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setHeaderLabels(
            [tr("File"), tr("Title"), tr("Language"), tr("Encoding"), tr("Characters")]
        )
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in enumerate((26, 30, 13, 16, 12)):
            self.tree.setColumnWidth(column, letters * letter)
        self.tree.currentItemChanged.connect(self._show_current)
        self.tree.itemChanged.connect(self._on_changed)

    def _make_text(self) -> None:
        self.text = QPlainTextEdit()
        self.text.setObjectName("import_preview_text")
        self.text.setAccessibleName(tr("How the text begins"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(reading_font())

    def set_files(self, files: Sequence[Staged], language: str = "") -> None:
        """Show `files`; `language` is what was chosen for all of them, "" for none."""
        self._files = list(files)
        self._language = language
        self.tree.blockSignals(True)
        self.tree.clear()
        order = sorted(range(len(self._files)), key=lambda at: self._files[at].error is None)
        for place in order:
            self.tree.addTopLevelItem(self._make_item(place))
        self.tree.blockSignals(False)
        first = next((n for n, at in enumerate(order) if self._files[at].read is not None), 0)
        self.tree.setCurrentItem(self._items()[first])
        self._show_current()
        self._say()

    def chosen(self) -> list[Staged]:
        """Return the files to be imported, with those that cannot be: each gets its report."""
        left_out = {
            item.data(0, _PLACE)
            for item in self._items()
            if self._files[item.data(0, _PLACE)].read is not None
            and item.checkState(0) is not Qt.CheckState.Checked
        }
        return [one for at, one in enumerate(self._files) if at not in left_out]

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _make_item(self, place: int) -> QTreeWidgetItem:
        one = self._files[place]
        item = QTreeWidgetItem([one.path.name])
        item.setData(0, _PLACE, place)
        item.setToolTip(0, plain_tip(str(one.path)))
        if one.read is None:
            said = one.error.message if one.error else _say_held(one)
            item.setText(1, said)
            item.setToolTip(1, plain_tip(said))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self._set_icon(item, one)
            return item
        read = one.read
        spoken = self._language or read.language
        item.setText(1, read.title or Path(one.path.name).stem)
        item.setText(2, tr_marked(_LANGUAGES[spoken]) if spoken in _LANGUAGES else spoken)
        item.setText(3, read.encoding)
        item.setText(4, self.locale().toString(read.characters))
        item.setTextAlignment(4, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Checked)
        if read.notes or read.replaced:
            self._set_icon(item, one)
        return item

    def _set_icon(self, item: QTreeWidgetItem, one: Staged) -> None:
        icon, role = "warning", Role.MENTIONS
        if one.error is not None:
            icon, role = "invalid", Role.INVALID
        elif one.already:
            icon = "restore"
        ratio = self.devicePixelRatioF()
        item.setIcon(0, make_pixmap(icon, theme_of(self).line(role), _ICON, ratio))

    def _on_changed(self, _item: QTreeWidgetItem) -> None:
        self._say()

    def _say(self) -> None:
        """Say how many go in, and of the others why not."""
        count = sum(one.read is not None for one in self.chosen())
        known = sum(bool(one.already) for one in self._files)
        failed = sum(one.error is not None for one in self._files)
        said = [tr("To import: {count}", count=count)]
        if known:
            said.append(tr("in the catalogue before: {count}", count=known))
        if failed:
            said.append(tr("cannot be imported: {count}", count=failed))
        self.summary.setText("   ·   ".join(said))
        self.chosen_changed.emit(count)

    def _show_current(self) -> None:
        """Show how the chosen file begins and what there is to know of it."""
        item = self.tree.currentItem()
        one = self._files[item.data(0, _PLACE)] if item is not None else None
        self.text.setVisible(one is not None and one.read is not None)
        if one is None or one.read is None:
            self.text.clear()
            self.warnings.setText(item.text(1) if item is not None else "")
            return
        said = list(one.read.notes)
        if one.read.replaced:
            said.append(
                tr(
                    "{count} characters that no text can hold are shown as signs",
                    count=one.read.replaced,
                )
            )
        self.warnings.setText("\n".join(said))
        self.warnings.setVisible(bool(said))
        cut = "…" if one.read.characters > len(one.read.head) else ""
        self.text.setPlainText(f"{one.read.head}{cut}")


def _say_held(one: Staged) -> str:
    return tr("in the catalogue already, as {id}", id=one.already)
