"""Asks which catalogue to make or open; the window's owner then does it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop_app.i18n import tr
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session

SUFFIX = ".db"


class CatalogueFiles(QObject):
    """The file dialogs of one window. All of them are open without blocking."""

    new_wanted = Signal(Path)
    open_wanted = Signal(Path)

    def __init__(self, session: Session, preferences: PreferenceFile, window: QWidget) -> None:
        """Ask over `window`."""
        super().__init__(window)
        self._session = session
        self._preferences = preferences
        self._window = window
        self.recent_menu = QMenu(tr("Open &recent"), window)
        self.recent_menu.setObjectName("menu_recent")
        self.recent_menu.aboutToShow.connect(self.fill_recent)
        self.recent_menu.triggered.connect(self._on_recent)

    def _dialog(self, title: str) -> QFileDialog:
        folder = self._preferences.chosen.last_folder or str(Path.home())
        dialog = QFileDialog(self._window, title, folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([tr("Regesta catalogues (*.db)"), tr("All files (*)")])
        return dialog

    def ask_new(self) -> QFileDialog:
        """Ask where the new catalogue goes."""
        dialog = self._dialog(tr("New catalogue"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        # An existing file is refused by the catalogue itself, in words that say it is safe.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._on_new)
        dialog.open()
        return dialog

    def ask_open(self) -> QFileDialog:
        """Ask which catalogue to open."""
        dialog = self._dialog(tr("Open catalogue"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_open)
        dialog.open()
        return dialog

    def _on_new(self, name: str) -> None:
        self._preferences.put(last_folder=str(Path(name).parent))
        self.new_wanted.emit(Path(name))

    def _on_open(self, name: str) -> None:
        self._preferences.put(last_folder=str(Path(name).parent))
        self.open_wanted.emit(Path(name))

    def fill_recent(self) -> None:
        """List the catalogues opened before in the menu."""
        self.recent_menu.clear()
        others = [p for p in self._preferences.list_recent() if p != self._session.path.absolute()]
        for path in others:
            action = self.recent_menu.addAction(f"{path.stem}  —  {path.parent}".replace("&", "&&"))
            action.setData(str(path))
        if not others:
            self.recent_menu.addAction(tr("None yet")).setEnabled(False)

    def _on_recent(self, action: object) -> None:
        path = action.data()  # type: ignore[attr-defined]
        if path:
            self.open_wanted.emit(Path(path))
