"""Importing names from a CSV file: what was read, which lines cannot be used, then the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.backups import Reason, try_backup
from desktop_app.services.importing_names import (
    ImportedNames,
    StagedNames,
    stage_names,
    store_names,
)
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.ui.widgets.labels import plain_label, plain_tip
from desktop_app.ui.workspace import Workspace

_MOST_PROBLEMS = 1_000


def ask_names(workspace: Workspace, preferences: PreferenceFile, parent: QWidget) -> QFileDialog:
    """Ask for a CSV file of names and open its dialog."""
    folder = preferences.chosen.last_folder or str(Path.home())
    dialog = QFileDialog(parent, tr("Import names"), folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")])

    def read(name: str) -> None:
        preferences.put(last_folder=str(Path(name).parent))
        open_names(workspace, Path(name), parent)

    dialog.fileSelected.connect(read)
    dialog.open()
    return dialog


def open_names(workspace: Workspace, path: Path, parent: QWidget) -> NamesDialog:
    """Open the dialog that reads `path`, shows what it holds and stores it."""
    dialog = NamesDialog(workspace, path, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.read()
    return dialog


class NamesDialog(QDialog):
    """The first names of a file and its bad lines; Enter stores them as one change."""

    def __init__(self, workspace: Workspace, path: Path, parent: QWidget | None = None) -> None:
        """Begin without having read."""
        super().__init__(parent)
        self.setObjectName("names_dialog")
        self.setWindowTitle(tr("Import names"))
        self.resize(760, 520)
        self._workspace = workspace
        self._path = path
        self._staged: StagedNames | None = None
        self._is_closed = False
        self._is_stored = False
        self._job: Job | None = None
        self.summary = plain_label(bold=True)
        self.summary.setObjectName("names_summary")
        self.note = plain_label(muted=True)
        self.note.setObjectName("names_note")
        self.names = self._make_tree("names_rows", tr("The first names of the file"))
        self.names.setHeaderLabels(
            [tr("Line"), tr("Key"), tr("Kind"), tr("Name"), tr("Language"), tr("Kind of name")]
        )
        self.wrong_title = plain_label(tr("Lines that are left out"), bold=True)
        self.wrong = self._make_tree("names_wrong", tr("Lines that are left out"))
        self.wrong.setHeaderLabels([tr("Line"), tr("Why")])
        self._lay_out()

    def _make_tree(self, name: str, said: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName(name)
        tree.setAccessibleName(said)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        return tree

    def _lay_out(self) -> None:
        role = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox()
        self.go = self.buttons.addButton(tr("Import"), role.ActionRole)
        self.go.setObjectName("names_go")
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.go.clicked.connect(self.proceed)
        self.leave = self.buttons.addButton(tr("Cancel"), role.RejectRole)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.summary)
        column.addWidget(self.note)
        column.addWidget(self.names, 2)
        column.addWidget(self.wrong_title)
        column.addWidget(self.wrong, 1)
        column.addWidget(self.buttons)
        self.summary.setText(tr("Reading {file}…", file=self._path.name))
        self.wrong_title.hide()
        self.wrong.hide()

    def read(self) -> None:
        """Read the file as a job."""
        session, path = self._workspace.session, self._path

        def work(progress: Progress) -> StagedNames:
            return stage_names(session, path, progress)

        self._start(tr("Reading files"), work, self._on_read)

    def proceed(self) -> None:
        """Store what was read, or leave where that is done."""
        staged, session = self._staged, self._workspace.session
        if self._is_stored or staged is None:
            self.accept()
            return

        def work(progress: Progress) -> ImportedNames:
            try_backup(session, Reason.IMPORT, progress)
            return store_names(session, staged, progress)

        self._start(tr("Importing names"), work, self._on_stored)

    def _on_read(self, job: Job) -> None:
        if self._is_closed:
            return
        if job.error is not None:
            self.reject()
            return
        self._staged = staged = job.result
        counts = staged.counts
        said = [
            tr("Names: {count}", count=self._number(counts.rows)),
            tr("Entities: {count}", count=self._number(counts.entities)),
        ]
        if counts.repeated:
            said.append(tr("Repeated: {count}", count=self._number(counts.repeated)))
        if counts.problems:
            said.append(tr("Left out: {count}", count=self._number(counts.problems)))
        self.summary.setText("   ·   ".join(said))
        if counts.rows > len(staged.first):
            self.note.setText(tr("The first {count} are shown.", count=len(staged.first)))
        else:
            self.note.hide()
        self._fill(self.names, self._list_names(staged))
        self._show_wrong(staged)
        self.go.setEnabled(bool(counts.rows))
        self.go.setFocus()

    def _show_wrong(self, staged: StagedNames) -> None:
        problems = staged.problems[:_MOST_PROBLEMS]
        self._fill(self.wrong, ([str(one.line), one.error.message] for one in problems))
        more = len(staged.problems) - len(problems)
        if more:
            rest = tr("and {count} more lines", count=self._number(more))
            self.wrong.addTopLevelItem(QTreeWidgetItem(["…", rest]))
        self.wrong_title.setVisible(bool(problems))
        self.wrong.setVisible(bool(problems))

    def _list_names(self, staged: StagedNames) -> Iterator[list[str]]:
        language = current_language()
        for row in staged.first:
            kind, name_kind = word(row.kind, language), word(row.name_kind, language)
            yield [str(row.line), row.key, kind, row.name, row.language, name_kind]

    def _fill(self, tree: QTreeWidget, rows: Iterable[list[str]]) -> None:
        tree.clear()
        for cells in rows:
            item = QTreeWidgetItem(cells)
            item.setToolTip(len(cells) - 1, plain_tip(cells[-1]))
            tree.addTopLevelItem(item)
        for column in range(tree.columnCount() - 1):
            tree.resizeColumnToContents(column)

    def _number(self, count: int) -> str:
        return str(self.locale().toString(count))

    def _on_stored(self, job: Job) -> None:
        if self._is_closed:
            return
        self.go.setEnabled(True)
        if job.error is not None:
            return
        done: ImportedNames = job.result
        self._is_stored = True
        self.summary.setText(
            tr(
                "{names} new names for {entities} entities went in, as one change",
                names=self._number(done.names),
                entities=self._number(done.count),
            )
        )
        self.note.setText(tr("Undo takes all of them back."))
        self.note.show()
        self.go.setText(tr("Done"))
        self.leave.hide()
        self.go.setFocus()

    def _start(
        self, label: str, work: Callable[[Progress], Any], then: Callable[[Job], None]
    ) -> None:
        self.go.setEnabled(False)
        self._job = self._workspace.bridge.start_job(label, work, then=then)

    def done(self, result: int) -> None:
        self._is_closed = True
        if self._job is not None and not self._job.ended.is_set():
            self._job.progress.cancel()
        super().done(result)
