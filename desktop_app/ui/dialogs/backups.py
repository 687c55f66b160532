"""The backups of a catalogue: what each holds, and how work goes on from one of them.

Works without an open catalogue too, from a path or an identity (`open_backups`): the damaged
one is the catalogue whose backups are wanted most.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.backups import replace_catalogue, restore_backup
from desktop_app.services.backups_listing import (
    Listed,
    State,
    compare_with_present,
    list_backups,
    remove_listed,
    verify_listed,
)
from desktop_app.services.backups_manifest import pin_backup
from desktop_app.services.backups_places import (
    REMIND_AFTER,
    Places,
    chosen_places,
    find_uuid,
    is_on_one_medium,
)
from desktop_app.services.hub import Hub
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session
from desktop_app.ui.backups_words import say_when
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.dialogs.backups_frame import BackupsFrame
from desktop_app.ui.dialogs.backups_settings import BackupsSettings
from desktop_app.ui.dialogs.job import JobWatcher
from desktop_app.ui.errors import show_error
from desktop_app.ui.widgets.labels import line_dialog, question_box


class BackupsDialog(BackupsFrame):
    """Lists, verifies, keeps, deletes and restores the backups of one catalogue."""

    #: Put this backup in the place of the open catalogue; whoever has it open does so.
    replace_wanted = Signal(Path)
    #: Open this backup for reading only.
    look_wanted = Signal(Path)
    #: Open this catalogue.
    open_wanted = Signal(Path)
    back_up_wanted = Signal()
    #: Folders, minutes or silence are others now, or a backup was kept or deleted.
    altered = Signal()

    def __init__(
        self,
        preferences: PreferenceFile,
        uuid: str,
        *,
        path: Path | None = None,
        session: Session | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show the backups of catalogue `uuid`, which lies at `path` and is open in `session`."""
        super().__init__(parent)
        self._preferences = preferences
        self._uuid = uuid
        self._path = path
        self._session = session
        self._hashing: Job | None = None
        self._bridge = Bridge(Hub(), self)
        self._watcher = JobWatcher(self._bridge, self)
        self.back_up.setVisible(session is not None)
        self.back_up.setEnabled(session is not None and not session.db.read_only)
        self.look.setVisible(session is not None)
        self.replace.setVisible(path is not None)
        self.connect_buttons(
            (self.look, self.ask_look),
            (self.replace, self.ask_replace),
            (self.to_new, self.ask_new),
            (self.verify, self.verify_chosen),
            (self.pin, self.ask_pin),
            (self.delete, self.ask_delete),
            (self.back_up, self._want_backup),
            (self.settings, self.open_settings),
            (self.choose_second, self.open_settings),
            (self.later, self.remind_later),
        )
        if session is not None and not session.db.read_only:
            said = tr("There is no backup of this catalogue yet.")
            self.empty.set_content("backup", said, tr("Back up now"))
            self.empty.action_asked.connect(self._want_backup)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.delete_wanted.connect(self.ask_delete)
        self.load()

    # Reading

    def places(self) -> Places:
        """Return where backups lie."""
        return chosen_places(self._preferences.chosen)

    def load(self) -> None:
        """List the backups as far as a glance tells, then read each one in quiet."""
        places = self.places()
        self._stop_hashing()

        def glance(progress: Progress) -> list[Listed]:
            return list_backups(places, self._uuid, progress)

        self._bridge.start_job(tr("Backups"), glance, then=self._on_listed, is_quiet=True)

    def _on_listed(self, job: Job) -> None:
        if isinstance(job.result, list):
            self._show(job.result)
            places = self.places()

            def read(progress: Progress) -> list[Listed]:
                return list_backups(places, self._uuid, progress, is_hashed=True)

            self._hashing = self._bridge.start_job(
                tr("Backups"), read, then=self._on_hashed, is_quiet=True
            )

    def _on_hashed(self, job: Job) -> None:
        if isinstance(job.result, list) and job is self._hashing:
            self._show(job.result)

    def _show(self, listed: list[Listed]) -> None:
        self.tree.show_backups(listed, self.places())
        self.stack.setCurrentIndex(0 if listed else 1)
        self.reminder.setVisible(self._is_lonely())

    def _stop_hashing(self) -> None:
        if self._hashing is not None:
            self._hashing.progress.cancel()
            self._hashing = None

    def _is_lonely(self) -> bool:
        silence = self._preferences.chosen.backup_silence
        now = datetime.now(UTC)
        if self._path is None or (silence and datetime.fromisoformat(silence) > now):
            return False
        return is_on_one_medium(self._path, self.places(), self._uuid, now)

    def refresh(self) -> None:
        """Compare the chosen backup with the catalogue again."""
        self._on_chosen(self.tree.current())

    def _on_chosen(self, one: Listed | None) -> None:
        difference = None
        if one is not None and self._session is not None and one.backup.head:
            difference = compare_with_present(self._session, one.backup)
        self.details.show_backup(one, difference)
        self.allow_for(one)

    # Doing

    def _run(self, label: str, work: Callable[[Progress], Any], then: Callable[[Job], None]) -> Job:
        self._stop_hashing()
        return self._bridge.start_job(label, work, then=then)

    def verify_chosen(self) -> Job | None:
        """Read the chosen backup whole."""
        one = self.tree.current()
        if one is None:
            return None
        return self._run(
            tr("Checking the backup"), lambda progress: verify_listed(one, progress), self._reload
        )

    def _reload(self, job: Job) -> None:
        del job
        self.load()

    def ask_pin(self) -> QInputDialog | None:
        """Ask why the chosen backup is kept for ever; let one go that is."""
        one = self.tree.current()
        if one is None:
            return None
        if one.backup.pinned:
            self._pin(one, "", pinned=False)
            return None
        dialog = line_dialog(self, tr("Keep this backup for ever"), tr("Why (optional)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName("pin_dialog")
        dialog.textValueSelected.connect(lambda note: self._pin(one, note.strip(), pinned=True))
        dialog.open()
        return dialog

    def _pin(self, one: Listed, note: str, *, pinned: bool) -> None:
        try:
            pin_backup(one.folder, one.backup, note, pinned=pinned)
        except UserError as error:
            show_error(self, error)
        self.load()
        self.altered.emit()

    def ask_delete(self) -> QMessageBox | None:
        """Ask whether to delete the chosen backup; a missing one is forgotten at once."""
        one = self.tree.current()
        if one is None:
            return None
        if one.state is State.MISSING:
            self._delete(one)
            return None
        said = tr(
            "Delete the backup of {when}? It cannot be brought back.", when=say_when(one.backup)
        )
        return self._ask(tr("Delete backup"), said, tr("Delete"), lambda: self._delete(one))

    def _delete(self, one: Listed) -> None:
        try:
            remove_listed(one, self.tree.listed())
        except UserError as error:
            show_error(self, error)
        self.load()
        self.altered.emit()

    def ask_look(self) -> None:
        """Open the chosen backup for reading only."""
        one = self.tree.current()
        if one is not None:
            self.look_wanted.emit(one.path)

    def ask_replace(self) -> QMessageBox | None:
        """Ask whether the chosen backup takes the place of the catalogue."""
        one = self.tree.current()
        if one is None or self._path is None:
            return None
        said = tr(
            "Put the backup of {when} in the place of the present catalogue?",
            when=say_when(one.backup),
        )
        detail = tr(
            "The present catalogue is backed up first and kept beside it under another name: "
            "nothing is lost."
        )
        return self._ask(
            tr("Restore a backup"), said, tr("Restore it"), lambda: self._replace(one), detail
        )

    def _replace(self, one: Listed) -> None:
        path = self._path
        if self._session is not None:
            self.replace_wanted.emit(one.path)
        elif path is not None:
            self._run(
                tr("Restoring"),
                lambda progress: replace_catalogue(one.path, path, progress),
                lambda job: self._on_restored(job, path),
            )

    def ask_new(self) -> QFileDialog | None:
        """Ask for the new file that the chosen backup is restored to."""
        one = self.tree.current()
        if one is None:
            return None
        folder = self._path.parent if self._path is not None else Path.home()
        dialog = QFileDialog(self, tr("Restore to a new file"), str(folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Regesta catalogues (*.db)")])
        dialog.setDefaultSuffix("db")
        # An existing file is refused in words that say it is safe.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(lambda name: self.restore_to(one, Path(name)))
        dialog.open()
        return dialog

    def restore_to(self, one: Listed, path: Path) -> Job:
        """Make the new catalogue `path` of a backup, as a job."""
        return self._run(
            tr("Restoring"),
            lambda progress: restore_backup(one.path, path, progress),
            lambda job: self._on_restored(job, path),
        )

    def _on_restored(self, job: Job, path: Path) -> None:
        self.load()
        if job.error is None:
            said = tr("The backup was restored to {path}.", path=str(path))
            self._ask(
                tr("Restore a backup"), said, tr("Open it"), lambda: self.open_wanted.emit(path)
            )

    def open_settings(self) -> BackupsSettings:
        """Ask where backups go."""
        dialog = BackupsSettings(self._preferences, self)
        dialog.changed.connect(self._on_settings)
        dialog.open()
        return dialog

    def _on_settings(self) -> None:
        self.load()
        self.altered.emit()

    def remind_later(self) -> None:
        """Say nothing of one disk for two weeks."""
        until = datetime.now(UTC) + REMIND_AFTER
        self._preferences.put(backup_silence=until.isoformat(timespec="seconds"))
        self.reminder.hide()
        self.altered.emit()

    def _want_backup(self) -> None:
        self._stop_hashing()
        self.back_up_wanted.emit()

    def _ask(
        self, title: str, said: str, accept: str, then: Callable[[], object], detail: str = ""
    ) -> QMessageBox:
        box = question_box(self, title, said, accept, detail)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        accepted = QMessageBox.ButtonRole.AcceptRole
        box.buttonClicked.connect(lambda b: then() if box.buttonRole(b) == accepted else None)
        box.open()
        return box

    def done(self, result: int) -> None:
        self._bridge.close()
        super().done(result)


def open_backups(
    parent: QWidget | None, path_or_uuid: Path | str, preferences: PreferenceFile | None = None
) -> BackupsDialog | None:
    """Show the backups of a catalogue that is not open, by its path or identity.

    Return None where no backup was ever made from that path. `open_wanted` says which catalogue
    the user wants to open in the end.
    """
    kept = preferences or PreferenceFile()
    if isinstance(path_or_uuid, str):
        dialog = BackupsDialog(kept, path_or_uuid, parent=parent)
    else:
        uuid = find_uuid(chosen_places(kept.chosen), path_or_uuid)
        if not uuid:
            return None
        dialog = BackupsDialog(kept, uuid, path=path_or_uuid, parent=parent)
    dialog.open()
    return dialog
