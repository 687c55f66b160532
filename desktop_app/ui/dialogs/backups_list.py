"""The list of backups, and below it what the chosen one holds and what differs from today."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.backups import label_reason
from desktop_app.services.backups_listing import Difference, Listed, State, label_state
from desktop_app.services.backups_places import Places
from desktop_app.ui.backups_words import (
    find_sign,
    say_counts,
    say_difference,
    say_place,
    say_seal,
    say_size,
    say_when,
)
from desktop_app.ui.icons import make_icon, make_pixmap
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import elided_label, plain_label, plain_tip

_FILE = Qt.ItemDataRole.UserRole
_WHEN, _WHY, _STATE, _PLACE, _CHANGE, _SIZE = range(6)
_LETTERS = (20, 24, 30, 18, 11, 11)
_ICON = 16
_ROLES = {
    State.VERIFIED: Role.VALID,
    State.ALTERED: Role.NEEDS_REVIEW,
    State.CHANGED: Role.INVALID,
    State.UNREADABLE: Role.INVALID,
    State.MISSING: Role.INVALID,
}


class BackupsTree(QTreeWidget):
    """Backups, newest first; the chosen one is kept by its file when the list is read again."""

    #: The current backup is another one: a `Listed`, or None.
    chosen = Signal(object)
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("backups_tree")
        self.setAccessibleName(tr("Backups"))
        heads = [tr("When"), tr("Why"), tr("State"), tr("Folder"), tr("Change"), tr("Size")]
        self.setHeaderLabels(heads)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setStretchLastSection(False)
        letter = self.fontMetrics().averageCharWidth()
        for section, letters in enumerate(_LETTERS):
            self.setColumnWidth(section, letters * letter)
        for section in (_CHANGE, _SIZE):
            self.headerItem().setTextAlignment(section, Qt.AlignmentFlag.AlignRight)
        self._listed: dict[str, Listed] = {}
        self.currentItemChanged.connect(self._on_current)

    def show_backups(self, listed: Sequence[Listed], places: Places) -> None:
        """List `listed`; the chosen one stays chosen, else the newest is."""
        before = self.current()
        self.blockSignals(True)
        self.clear()
        self._listed = {str(one.path): one for one in listed}
        for one in listed:
            self.addTopLevelItem(self._make_item(one, places))
        self.blockSignals(False)
        wanted = str(before.path) if before is not None else ""
        files = [str(one.path) for one in listed]
        chosen = self.topLevelItem(files.index(wanted) if wanted in files else 0)
        if chosen is not None:
            self.setCurrentItem(chosen)
        self.chosen.emit(self.current())

    def _make_item(self, one: Listed, places: Places) -> QTreeWidgetItem:
        backup = one.backup
        item = QTreeWidgetItem()
        texts = {
            _WHEN: say_when(backup),
            _WHY: label_reason(backup.reason),
            _STATE: label_state(one.state),
            _CHANGE: str(backup.seq) if backup.seq else "",
            _SIZE: say_size(backup.size),
            _PLACE: say_place(one, places),
        }
        for section, text in texts.items():
            item.setText(section, text)
        if backup.pinned:
            why = f"{texts[_WHY]} · {tr('kept')}"
            item.setText(_WHY, why)
            item.setIcon(_WHY, make_icon("attach", self.palette()))
            item.setToolTip(_WHY, plain_tip(backup.note))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for section in (_CHANGE, _SIZE):
            item.setTextAlignment(section, right)
        item.setIcon(_STATE, self._sign(one.state))
        item.setData(0, _FILE, str(one.path))
        said = ", ".join(texts[section] for section in (_WHEN, _WHY, _STATE))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
        return item

    def _sign(self, state: State) -> QIcon:
        name = find_sign(state)
        if state not in _ROLES:
            return make_icon(name, self.palette())
        ratio = self.devicePixelRatioF()
        icon = QIcon(make_pixmap(name, theme_of(self).line(_ROLES[state]), _ICON, ratio))
        # On the colour of the selection the ink would not be seen.
        selected = self.palette().color(QPalette.ColorRole.HighlightedText)
        icon.addPixmap(make_pixmap(name, selected, _ICON, ratio), QIcon.Mode.Selected)
        return icon

    def current(self) -> Listed | None:
        """Return the chosen backup."""
        item = self.currentItem()
        return self._listed.get(item.data(0, _FILE)) if item is not None else None

    def listed(self) -> list[Listed]:
        """Return all backups on show."""
        return list(self._listed.values())

    def _on_current(self) -> None:
        self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_listed"):
            for row in range(self.topLevelItemCount()):
                item = self.topLevelItem(row)
                one = self._listed.get(item.data(0, _FILE)) if item is not None else None
                if item is not None and one is not None:
                    item.setIcon(_STATE, self._sign(one.state))


class BackupDetails(QWidget):
    """What the chosen backup holds, what differs from today, and which file it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("backup_details")
        self.difference = plain_label(selectable=True, bold=True)
        self.counts = plain_label(selectable=True)
        self.note = plain_label(selectable=True)
        self.seal = plain_label(selectable=True, muted=True)
        self.file = elided_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.difference, self.counts, self.note, self.seal, self.file):
            column.addWidget(widget)
        for label, name in (
            (self.difference, "backup_difference"),
            (self.counts, "backup_counts"),
            (self.seal, "backup_seal"),
        ):
            label.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_backup(self, one: Listed | None, difference: Difference | None) -> None:
        """Show `one` and what differs from the open catalogue."""
        self.setVisible(one is not None)
        if one is None:
            return
        backup = one.backup
        self.difference.setText(say_difference(difference) if backup.head else "")
        self.counts.setText(say_counts(backup, difference))
        self.note.setText(tr("Kept: {note}", note=backup.note) if backup.note else "")
        self.note.setVisible(bool(backup.note))
        self.seal.setText(say_seal(backup))
        self.file.set_text(str(one.path))
