"""Export everything: where the new folder goes and in which language; then a job writes it.

The dialog closes before the work begins, so that the window can be used meanwhile.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import LANGUAGES, tr
from desktop_app.services.exporting import check_export, export_catalogue, say_problem
from desktop_app.services.jobs import Job
from desktop_app.services.preferences import PreferenceFile
from desktop_app.store.store import require_free
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.labels import message_box, plain_label
from desktop_app.ui.widgets.output_choices import (
    has_bad_signs,
    make_language_box,
    shorten_to_name,
)
from desktop_app.ui.workspace import Workspace

_PROBLEMS_SHOWN = 12


class ExportDialog(QDialog):
    """Asks for the new folder and the language of its pages."""

    def __init__(
        self, workspace: Workspace, preferences: PreferenceFile, parent: QWidget | None = None
    ) -> None:
        """Propose a folder that is not there yet."""
        super().__init__(parent)
        self.setObjectName("export_everything_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export everything"))
        self._workspace = workspace
        self._preferences = preferences
        self._owner = parent
        home = preferences.chosen.last_folder or str(Path.home())
        self.place = _line("export_place", tr("In the folder"), home)
        name = propose_name(workspace.session.name, Path(home))
        self.name = _line("export_name", tr("Name of the new folder"), name)
        self.choose = QPushButton(tr("&Choose…"))
        self.choose.setObjectName("export_choose")
        self.choose.setAutoDefault(False)
        self.language = make_language_box(
            "export_language", tr("Language of the pages"), languages=LANGUAGES
        )
        self.hint = Hint()
        self.buttons = QDialogButtonBox()
        self._lay_out()
        self.choose.clicked.connect(self.ask_place)
        for line in (self.place, self.name):
            line.textEdited.connect(self._on_edited)

    def _lay_out(self) -> None:
        said = tr(
            "The whole catalogue is written into a new folder that can be read without Regesta, "
            "even in fifty years: a page for any browser, every record, every text, the original "
            "files, and a list of checksums to prove that nothing was altered."
        )
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        form = QFormLayout()
        where = plain_label(tr("&In the folder:"), wrap=False)
        where.setBuddy(self.place)
        form.addRow(where, row)
        form.addRow(tr("&Name of the new folder:"), self.name)
        form.addRow(tr("&Language of the pages:"), self.language)
        export = self.buttons.addButton(tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        export.setObjectName("export_start")
        export.setDefault(True)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.start)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(said))
        column.addSpacing(8)
        column.addLayout(form)
        column.addWidget(self.hint)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.resize(max(self.fontMetrics().averageCharWidth() * 90, 520), self.sizeHint().height())

    def _on_edited(self) -> None:
        self.hint.say("")

    def ask_place(self) -> QFileDialog:
        """Ask in which folder the new one is made."""
        dialog = QFileDialog(self, tr("In the folder"), self.place.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.place.setText)
        dialog.open()
        return dialog

    def start(self) -> Job | None:
        """Begin to write, or say here why that cannot be."""
        place, name = Path(self.place.text().strip()).expanduser(), self.name.text().strip()
        try:
            if not place.is_absolute():
                # Relative to what, nobody at a window could say.
                raise UserError(
                    "no_folder_there", "There is no folder {path}.", path=self.place.text()
                )
            if not name or has_bad_signs(name):
                raise UserError(
                    "bad_folder_name",
                    "Give the new folder a name without any of these signs: {signs}",
                    signs='\\ / : * ? " < > |',
                )
            require_free(place / name)
        except UserError as error:
            self.hint.say(error.message, Role.INVALID)
            return None
        self._preferences.put(last_folder=str(place))
        session, language = self._workspace.session, str(self.language.currentData())
        owner = self._owner

        def tell(job: Job) -> None:
            if job.error is None and owner is not None:
                _show_exported(owner, job)

        job = self._workspace.bridge.start_job(
            tr("Exporting everything"),
            lambda progress: export_catalogue(
                session, place / name, language=language, progress=progress
            ),
            then=tell,
        )
        self.accept()
        return job


def _line(name: str, words: str, text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setObjectName(name)
    line.setAccessibleName(words)
    return line


def propose_name(catalogue: str, place: Path) -> str:
    """Return a name for the new folder that says the catalogue and the day, and is free."""
    name = f"{shorten_to_name(catalogue)} {date.today().isoformat()}".strip()
    number, proposed = 1, name
    while (place / proposed).exists():
        number += 1
        proposed = f"{name} ({number})"
    return proposed


def _show_exported(owner: QWidget, job: Job) -> None:
    done = job.result
    text = tr("Everything is exported: {path}", path=str(done.folder))
    detail = tr(
        "{files} files with {rows} records were written, read back and found whole. Begin with "
        "index.html in the folder “data”.",
        files=done.files,
        rows=done.rows,
    )
    icon = QMessageBox.Icon.Information
    if done.damaged:
        icon = QMessageBox.Icon.Warning
        damaged = "\n".join(done.damaged[:_PROBLEMS_SHOWN])
        detail += "\n\n" + tr(
            "Some contents of the catalogue no longer match their checksums and were exported "
            "as they are. Check the catalogue, and look for a backup:"
        )
        detail += f"\n{damaged}"
    _open_box(message_box(owner, tr("Export everything"), text, detail, icon))


def ask_export_to_check(workspace: Workspace, owner: QWidget) -> QFileDialog:
    """Ask for the folder of an export; then compare it with its lists, as a job."""
    dialog = QFileDialog(owner, tr("Check an export: choose its folder"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: start_check(workspace, owner, Path(name)))
    dialog.open()
    return dialog


def start_check(workspace: Workspace, owner: QWidget, folder: Path) -> Job:
    """Compare every file of the export in `folder`, as a job; show what was found."""

    def tell(job: Job) -> None:
        if job.error is None:
            _show_checked(owner, folder, job)

    return workspace.bridge.start_job(
        tr("Checking an export"), lambda progress: check_export(folder, progress), then=tell
    )


def _show_checked(owner: QWidget, folder: Path, job: Job) -> None:
    found = job.result
    if found.ok:
        text = tr("All {count} files are there and unaltered.", count=found.files)
        icon, detail = QMessageBox.Icon.Information, str(folder)
    else:
        text = tr("This export is not what it was: {path}", path=str(folder))
        icon = QMessageBox.Icon.Warning
        lines = [say_problem(one) for one in found.problems[:_PROBLEMS_SHOWN]]
        more = len(found.problems) - len(lines)
        detail = "\n".join([*lines, *([tr("and {count} more", count=more)] if more else [])])
    _open_box(message_box(owner, tr("Check an export"), text, detail, icon))


def _open_box(box: QMessageBox) -> None:
    box.setObjectName("export_box")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
