"""The dialogs that the window's actions open, each made when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.catalog.ids import Kind
from desktop_app.i18n import tr
from desktop_app.services.preferences import PreferenceFile
from desktop_app.ui.backups_keeper import BackupKeeper
from desktop_app.ui.workspace import Workspace


class WindowDialogs(QObject):
    """Opens dialogs over one window; those that may stay open are kept and shown again."""

    #: Put this backup in the place of the open catalogue.
    replace_wanted = Signal(Path)
    #: Open this backup for reading only.
    look_wanted = Signal(Path)
    #: Open this catalogue.
    open_wanted = Signal(Path)

    def __init__(self, workspace: Workspace, preferences: PreferenceFile, window: QWidget) -> None:
        """Open dialogs over `window`."""
        super().__init__(window)
        self._workspace = workspace
        self._preferences = preferences
        self._window = window
        self._kept: dict[str, QDialog] = {}

    def create_record(self, kind: Kind) -> None:
        """Open the editor for a new record."""
        from desktop_app.ui.dialogs.editor import open_new_editor

        open_new_editor(self._workspace, kind, self._window)

    def open_editor(self, record: str) -> None:
        """Open the editor of `record`."""
        from desktop_app.ui.dialogs.editor import open_editor

        open_editor(self._workspace, record, self._window)

    def open_import(self, paths: Sequence[Path] = ()) -> QDialog:
        """Open the import dialog with `paths` in it."""
        from desktop_app.ui.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(self._workspace, self._preferences, paths, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def ask_names(self) -> QDialog:
        """Ask for a CSV file of names to import."""
        from desktop_app.ui.dialogs.import_names import ask_names

        return ask_names(self._workspace, self._preferences, self._window)

    def open_report(self, records: Sequence[str] = (), kind: str = "") -> QDialog:
        """Open the report of `kind` on `records`, or on what the window is about."""
        from desktop_app.ui.dialogs.report import open_report_dialog

        return open_report_dialog(self._workspace, self._window, records, self._preferences, kind)

    def open_marking(self, entity: str, document: str) -> QDialog:
        """Open the places where `entity` is named; `document` is the one open in the reader."""
        from desktop_app.ui.dialogs.mark_occurrences import MarkDialog

        dialog = MarkDialog(self._workspace, entity, document, self._window)
        dialog.open()
        return dialog

    def open_history(self, record: str) -> QDialog:
        """Open the history of `record`, of the catalogue for ""."""
        from desktop_app.ui.dialogs.panel_dialog import PanelDialog
        from desktop_app.ui.panels.history import HistoryPanel

        dialog = self._kept.get("history")
        if not isinstance(dialog, PanelDialog):
            dialog = PanelDialog(tr("History"), HistoryPanel(self._workspace), self._window)
            self._kept["history"] = dialog
        panel = dialog.panel
        assert isinstance(panel, HistoryPanel)
        panel.show_history(record)
        dialog.bring_forward()
        return dialog

    def open_trash(self) -> QDialog:
        """Open the trash."""
        from desktop_app.ui.dialogs.panel_dialog import PanelDialog
        from desktop_app.ui.panels.trash import TrashPanel

        dialog = self._kept.get("trash")
        if not isinstance(dialog, PanelDialog):
            dialog = PanelDialog(tr("Trash"), TrashPanel(self._workspace), self._window)
            self._kept["trash"] = dialog
        dialog.bring_forward()
        return dialog

    def open_check(self) -> QDialog:
        """Open the check of the catalogue."""
        from desktop_app.ui.dialogs.panel_dialog import PanelDialog
        from desktop_app.ui.panels.check import CheckPanel

        dialog = self._kept.get("check")
        if not isinstance(dialog, PanelDialog):
            panel = CheckPanel(self._workspace)
            dialog = PanelDialog(tr("Check the catalogue"), panel, self._window)
            self._kept["check"] = dialog
        dialog.bring_forward()
        return dialog

    def open_backups(self, keeper: BackupKeeper) -> QDialog:
        """Open the list of backups."""
        from desktop_app.ui.dialogs.backups import BackupsDialog

        session = self._workspace.session
        dialog = BackupsDialog(
            self._preferences, session.uuid, path=session.path, session=session, parent=self._window
        )
        dialog.replace_wanted.connect(self.replace_wanted)
        dialog.look_wanted.connect(self.look_wanted)
        dialog.open_wanted.connect(self.open_wanted)
        dialog.back_up_wanted.connect(keeper.back_up_now)
        dialog.altered.connect(keeper.refresh)
        keeper.changed.connect(dialog.load)
        self._workspace.bridge.changed.connect(dialog.refresh)
        self._workspace.closing.connect(dialog.reject)
        dialog.show()
        return dialog

    def open_salvage(self, damaged: Path | None = None) -> QDialog:
        """Open the salvage of a damaged catalogue."""
        from desktop_app.ui.dialogs.salvage import SalvageDialog

        dialog = SalvageDialog(damaged, self._window)
        dialog.open_wanted.connect(self.open_wanted)
        dialog.open()
        return dialog

    def open_manual(self) -> QDialog:
        """Open the manual."""
        from desktop_app.ui.dialogs.manual import ManualDialog

        return self._show_kept("manual", ManualDialog)

    def open_shortcuts(self) -> QDialog:
        """Open the list of keys."""
        from desktop_app.ui.dialogs.manual import ShortcutsDialog

        return self._show_kept("shortcuts", ShortcutsDialog)

    def open_problems(self) -> QDialog:
        """Open the reports of mistakes and crashes."""
        from desktop_app.ui.crash_reports import ProblemReportsDialog

        return self._show_kept("problems", ProblemReportsDialog)

    def _show_kept(self, name: str, make: type[QDialog]) -> QDialog:
        if name not in self._kept:
            self._kept[name] = make(self._window)
        self._kept[name].show()
        self._kept[name].raise_()
        return self._kept[name]

    def open_about(self) -> QDialog:
        """Say what this program is."""
        from desktop_app.ui.dialogs.manual import about_box

        box = about_box(self._window)
        box.open()
        return box
