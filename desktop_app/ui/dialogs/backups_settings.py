"""Where backups go and how often one is made during work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups_places import (
    are_apart,
    choose_folder,
    choose_second_folder,
    chosen_places,
)
from desktop_app.services.preferences import BACKUP_MINUTES, PreferenceFile
from desktop_app.ui.errors import show_error
from desktop_app.ui.widgets.labels import ElidedLabel, elided_label, plain_label


class BackupsSettings(QDialog):
    """The folder, a second one on another disk, and the minutes; each choice holds at once."""

    changed = Signal()

    def __init__(self, preferences: PreferenceFile, parent: QWidget | None = None) -> None:
        """Show the choices in `preferences`."""
        super().__init__(parent)
        self.setObjectName("backups_settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Where backups go"))
        self.setMinimumWidth(620)
        self._preferences = preferences
        self.first = elided_label()
        self.second = elided_label()
        self.hint = plain_label(muted=True)
        self.minutes = QComboBox()
        self.minutes.setObjectName("backup_minutes")
        self.minutes.setAccessibleName(tr("During work, every"))
        for count in BACKUP_MINUTES:
            self.minutes.addItem(tr("{count} minutes", count=count), count)
        self.minutes.activated.connect(self._choose_minutes)
        form = QFormLayout()
        form.addRow(tr("Backup folder:"), self._row(self.first, "first"))
        form.addRow(tr("Second folder:"), self._row(self.second, "second"))
        form.addRow("", self.hint)
        form.addRow(tr("During work, every:"), self.minutes)
        said = plain_label(
            tr(
                "All backups of the last two days are kept, then one for each of 12 days, 10 weeks "
                "and 9 months, and every one that you keep yourself. Backups made so far stay "
                "where they are."
            ),
            muted=True,
        )
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(said)
        column.addWidget(buttons)
        self.show_choices()

    def _row(self, label: ElidedLabel, name: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label, 1)
        choose, clear = QPushButton(tr("Choose…")), QPushButton()
        choose.setObjectName(f"choose_{name}_folder")
        clear.setObjectName(f"clear_{name}_folder")
        clear.setText(tr("Usual one") if name == "first" else tr("None"))
        choose.clicked.connect(self.ask_first if name == "first" else self.ask_second)
        clear.clicked.connect(self._clear_first if name == "first" else self._clear_second)
        for button in (choose, clear):
            button.setAutoDefault(False)
            line.addWidget(button)
        return row

    def show_choices(self) -> None:
        """Show what is chosen now."""
        chosen = self._preferences.chosen
        places = chosen_places(chosen)
        self.first.set_text(str(places.folder))
        self.second.set_text(str(places.second) if places.second else tr("none"))
        self.minutes.setCurrentIndex(BACKUP_MINUTES.index(chosen.backup_minutes))
        if places.second is None:
            said = tr("On another disk, a stick for example. Each backup is copied there too.")
        elif not places.is_second_there:
            said = tr("Not there now. The newest backup is copied as soon as it is.")
        elif not are_apart(places.folder, places.second):
            said = tr("This is on the same disk. If it breaks, both are lost.")
        else:
            said = tr("On another disk; each backup is copied there too.")
        self.hint.setText(said)

    def ask_first(self) -> QFileDialog:
        """Ask for the folder of backups."""
        return self._ask(tr("Backup folder"), self.choose_first)

    def ask_second(self) -> QFileDialog:
        """Ask for the second folder."""
        return self._ask(tr("Second folder"), self.choose_second)

    def _ask(self, title: str, then: object) -> QFileDialog:
        dialog = QFileDialog(self, title, str(chosen_places(self._preferences.chosen).folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.open()
        return dialog

    def choose_first(self, name: str) -> None:
        """Keep backups in the folder `name`, "" for the usual one."""
        self._choose(choose_folder, name)

    def choose_second(self, name: str) -> None:
        """Copy backups into the folder `name` too, "" for none."""
        self._choose(choose_second_folder, name)

    def _clear_first(self) -> None:
        self.choose_first("")

    def _clear_second(self) -> None:
        self.choose_second("")

    def _choose(self, choose: object, name: str) -> None:
        try:
            choose(self._preferences, Path(name) if name else None)  # type: ignore[operator]
        except UserError as error:
            show_error(self, error)
        self.show_choices()
        self.changed.emit()

    def _choose_minutes(self) -> None:
        self._preferences.put(backup_minutes=self.minutes.currentData())
        self.changed.emit()
