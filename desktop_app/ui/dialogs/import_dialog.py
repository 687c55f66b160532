"""Importing documents: which files, in which language, of which source; then what became of each.

Files are read first, as a job that writes no record. Where the encoding of one is unsure, the
user sees how each reading looks and chooses; then what was read is shown, and stored on Enter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.ids import Kind
from desktop_app.i18n import tr
from desktop_app.services.backups import Reason, try_backup
from desktop_app.services.importing import (
    ImportedFile,
    Staged,
    StagingCancelled,
    drop_files,
    stage_files,
    store_staged,
)
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reading import CatalogueReader
from desktop_app.services.session import Session
from desktop_app.store.lists import ListQuery
from desktop_app.ui.dialogs.import_encodings import EncodingsPage
from desktop_app.ui.dialogs.import_outcome import OutcomePage
from desktop_app.ui.dialogs.import_preview import PreviewPage
from desktop_app.ui.widgets.labels import plain_label
from desktop_app.ui.workspace import Workspace

_PATH = Qt.ItemDataRole.UserRole
_MOST_SOURCES = 2_000
_READABLE = "*.txt *.text *.md *.html *.htm *.xhtml *.docx *.pdf"


class ImportDialog(QDialog):
    """Four steps in one window: the files, the doubtful encodings, what was read, the report."""

    def __init__(
        self,
        workspace: Workspace,
        preferences: PreferenceFile,
        paths: Iterable[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Begin with `paths` in the list."""
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle(tr("Import documents"))
        self.resize(720, 480)
        self.setAcceptDrops(True)
        self._workspace = workspace
        self._preferences = preferences
        self._staged: list[Staged] = []
        self._is_closed = False
        self._job: Job | None = None
        self.files = QListWidget()
        self.encodings = EncodingsPage()
        self.preview = PreviewPage()
        self.preview.chosen_changed.connect(self._on_chosen)
        self.outcome = OutcomePage()
        self.stack = QStackedWidget()
        self._make_buttons()
        self._lay_out()
        self.add_files(paths)
        (self.go if self.paths() else self.add_button).setFocus()

    def _make_buttons(self) -> None:
        role = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox()
        self.go = self.buttons.addButton(tr("Import"), role.ActionRole)
        self.go.setObjectName("import_go")
        self.go.setDefault(True)
        self.go.clicked.connect(self.proceed)
        self.leave = self.buttons.addButton(tr("Cancel"), role.RejectRole)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        self.stack.addWidget(self._make_files_page())
        self.stack.addWidget(self.encodings)
        self.stack.addWidget(self.preview)
        self.stack.addWidget(self.outcome)
        column = QVBoxLayout(self)
        column.addWidget(self.stack, 1)
        column.addWidget(self.buttons)

    def _make_files_page(self) -> QWidget:
        page = QWidget()
        self.files.setObjectName("import_files")
        self.files.setAccessibleName(tr("Files to import"))
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.add_button = QPushButton(tr("Add files…"))
        self.add_button.setObjectName("import_add")
        self.add_button.clicked.connect(self.ask_files)
        self.remove_button = QPushButton(tr("Remove"))
        self.remove_button.setObjectName("import_remove")
        self.remove_button.clicked.connect(self.remove_chosen)
        for button in (self.add_button, self.remove_button):
            button.setAutoDefault(False)
        said = tr("Plain text, HTML, Word (.docx) and PDF with text. Files may be dropped here.")
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        form = QFormLayout()
        form.addRow(tr("Language:"), self._make_languages())
        form.addRow(tr("Source:"), self._make_sources())
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(said, muted=True))
        column.addWidget(self.files, 1)
        column.addLayout(row)
        column.addLayout(form)
        return page

    def _make_languages(self) -> QComboBox:
        self.language = QComboBox()
        self.language.setObjectName("import_language")
        self.language.setAccessibleName(tr("Language:"))
        choices = (
            (tr("As each text seems to be"), ""),
            (tr("Vietnamese"), "vi"),
            (tr("English"), "en"),
            (tr("French"), "fr"),
            (tr("Lao"), "lo"),
        )
        for label, code in choices:
            self.language.addItem(label, code)
        return self.language

    def _make_sources(self) -> QComboBox:
        self.source = QComboBox()
        self.source.setObjectName("import_source")
        self.source.setAccessibleName(tr("Source:"))
        self.source.addItem(tr("A new source for each file"), None)
        reader = CatalogueReader(self._workspace.session)
        ids = reader.list_ids(ListQuery(kind=Kind.SOURCE))[:_MOST_SOURCES]
        rows = reader.get_rows(ids)
        for one in ids:
            if one in rows:
                self.source.addItem(str(rows[one]["title"]), one)
        wide = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.source.setSizeAdjustPolicy(wide)
        self.source.setMinimumContentsLength(30)
        return self.source

    # The files

    def paths(self) -> list[Path]:
        """Return the files in the list."""
        return [Path(self.files.item(row).data(_PATH)) for row in range(self.files.count())]

    def add_files(self, paths: Iterable[Path]) -> None:
        """Add files to the list, each once."""
        known = set(self.paths())
        for path in paths:
            if path not in known:
                known.add(path)
                item = QListWidgetItem(f"{path.name}   —   {path.parent}")
                item.setData(_PATH, str(path))
                self.files.addItem(item)
        self.go.setEnabled(bool(known))

    def remove_chosen(self) -> None:
        """Take the selected files off the list."""
        for item in self.files.selectedItems():
            self.files.takeItem(self.files.row(item))
        self.go.setEnabled(bool(self.files.count()))

    def ask_files(self) -> QFileDialog:
        """Ask for files."""
        folder = self._preferences.chosen.last_folder or str(Path.home())
        dialog = QFileDialog(self, tr("Add files"), folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        filters = [tr("Documents ({endings})", endings=_READABLE), tr("All files (*)")]
        dialog.setNameFilters(filters)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()
        return dialog

    def _on_files(self, names: Sequence[str]) -> None:
        if names:
            self._preferences.put(last_folder=str(Path(names[0]).parent))
        self.add_files(Path(name) for name in names)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.stack.currentIndex() == 0:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files(Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile())

    # The steps

    def proceed(self) -> None:
        """Do the next step."""
        page = self.stack.currentWidget()
        if page is self.encodings:
            self._read_again()
        elif page is self.preview:
            self._store(self.preview.chosen())
        elif page is self.outcome:
            self.accept()
        else:
            self._read(self.paths())

    def _read(self, paths: list[Path]) -> None:
        session = self._workspace.session

        def work(progress: Progress) -> list[Staged]:
            try_backup(session, Reason.IMPORT, progress)
            return stage_files(session, paths, progress)

        self._start(tr("Reading files"), work, self._on_read)

    def _on_read(self, job: Job) -> None:
        if not self._take_read(job):
            return
        unsure = [one for one in self._staged if one.read and not one.read.encoding_sure]
        if unsure:
            self.encodings.set_files(unsure)
            self.stack.setCurrentWidget(self.encodings)
        else:
            self._preview()

    def _take_read(self, job: Job) -> bool:
        """Take what a job has read; where the dialog is gone, it is dropped."""
        if isinstance(job.error, StagingCancelled):
            self._free(job.error.drop)
        if self._is_closed:
            self._drop(job.result or ())
            return False
        self._set_busy(False)
        if job.error is not None:
            return False
        self._staged = job.result
        return True

    def _read_again(self) -> None:
        """Read the files anew whose encoding was chosen, then show all."""
        chosen = self.encodings.chosen()
        session, staged = self._workspace.session, self._staged

        def work(progress: Progress) -> list[Staged]:
            again = stage_files(session, list(chosen), progress, encodings=chosen)
            anew = {one.path: one for one in again}
            drop_files(session, [one for one in staged if one.path in anew])
            return [anew.get(one.path, one) for one in staged]

        self._start(tr("Reading files"), work, self._on_read_again)

    def _on_read_again(self, job: Job) -> None:
        if self._take_read(job):
            self._preview()

    def _preview(self) -> None:
        """Show what was read; where nothing can be stored, say at once why."""
        if not any(one.read for one in self._staged):
            self._store(self._staged)
            return
        self.preview.set_files(self._staged, self.language.currentData())
        self.stack.setCurrentWidget(self.preview)
        self.go.setFocus()

    def _on_chosen(self, count: int) -> None:
        self.go.setEnabled(bool(count))

    def _store(self, chosen: list[Staged]) -> None:
        session, staged = self._workspace.session, self._staged
        language, source = self.language.currentData(), self.source.currentData()

        def work(progress: Progress) -> list[ImportedFile]:
            progress.report(0, 0)
            done = store_staged(session, chosen, language=language, source=source)
            drop_files(session, staged)
            return done

        self._start(tr("Importing documents"), work, self._on_stored)

    def _drop(self, staged: Sequence[Staged]) -> None:
        """Drop what lies staged in the catalogue and is not wanted; small files lie in memory."""
        if any(one.original or one.content for one in staged):
            self._free(lambda session: drop_files(session, staged))

    def _free(self, drop: Callable[[Session], None]) -> None:
        """Free room behind the user's back."""
        session = self._workspace.session

        def work(_progress: Progress) -> None:
            drop(session)

        self._workspace.bridge.start_job(tr("Reading files"), work, is_quiet=True)

    def _on_stored(self, job: Job) -> None:
        if job.error is None:
            self._staged = []
            self._show_first(job.result)
        if self._is_closed:
            self._drop(self._staged)
            return
        self._set_busy(False)
        if job.error is None:
            self.outcome.set_files(job.result)
            self.stack.setCurrentWidget(self.outcome)
            self.go.setText(tr("Done"))
            self.leave.hide()
            self.go.setFocus()

    def _show_first(self, done: list[ImportedFile]) -> None:
        first = next((one.document for one in done if one.document), None)
        if first is not None:
            self._workspace.select(first)
            self._workspace.show_passage(first, 0, 0)

    def _start(
        self, label: str, work: Callable[[Progress], Any], then: Callable[[Job], None]
    ) -> None:
        self._set_busy(True)
        self._job = self._workspace.bridge.start_job(label, work, then=then)

    def _set_busy(self, busy: bool) -> None:
        self.stack.setEnabled(not busy)
        self.go.setEnabled(not busy)

    def done(self, result: int) -> None:
        self._is_closed = True
        if self._job is not None and not self._job.ended.is_set():
            self._job.progress.cancel()
        else:
            self._drop(self._staged)
        super().done(result)
