"""Salvaging a damaged catalogue into a new file; needs no open catalogue.

The work runs in a job of its own, so that this dialog can also be opened where nothing else
could be.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.hub import Hub
from desktop_app.services.jobs import Cancelled, Job, Progress
from desktop_app.services.salvaging import SalvageReport, describe_salvage, salvage_catalogue
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.errors import show_error
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.labels import plain_label


class SalvageDialog(QDialog):
    """Asks for the damaged file and the new one, then says what came out and what did not."""

    #: Open the new catalogue.
    open_wanted = Signal(Path)

    def __init__(self, damaged: Path | None = None, parent: QWidget | None = None) -> None:
        """Propose a new name beside `damaged`."""
        super().__init__(parent)
        self.setObjectName("salvage_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Salvage a damaged catalogue"))
        self._bridge = Bridge(Hub(), self)
        self._bridge.job_progressed.connect(self._on_progress)
        self.job: Job | None = None
        self.report: SalvageReport | None = None
        self.damaged = self._line("salvage_damaged", tr("Damaged catalogue"))
        self.target = self._line("salvage_target", tr("New catalogue"))
        self.hint = Hint()
        self.bar = QProgressBar()
        self.bar.setObjectName("salvage_bar")
        self.bar.setAccessibleName(tr("Salvaging"))
        self.bar.setTextVisible(False)
        self.told = QPlainTextEdit()
        self.told.setObjectName("salvage_result")
        self.told.setAccessibleName(tr("What was salvaged"))
        self.told.setReadOnly(True)
        self._lay_out()
        for hidden in (self.bar, self.told, self.open_button):
            hidden.hide()
        if damaged is not None:
            self.take_damaged(str(damaged))

    def _line(self, name: str, spoken: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(spoken)
        line.textEdited.connect(self._on_edited)
        return line

    def _lay_out(self) -> None:
        said = tr(
            "The damaged file is only copied and read, never changed. Every record, text and "
            "original that can still be read goes into a new catalogue; a list beside it names "
            "what could not be. Where there is a good backup, restore that first."
        )
        form = QFormLayout()
        for title, line, name, ask in (
            (tr("Damaged catalogue:"), self.damaged, "salvage_browse", self.ask_damaged),
            (tr("New catalogue:"), self.target, "salvage_browse_new", self.ask_target),
        ):
            button = QPushButton(tr("Choose…"))
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(ask)
            row = QHBoxLayout()
            row.addWidget(line, 1)
            row.addWidget(button)
            form.addRow(title, row)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.open_button = buttons.addButton(tr("Open the new catalogue"), role.ActionRole)
        self.open_button.setObjectName("open_salvaged")
        self.open_button.clicked.connect(self._open)
        self.start_button = buttons.addButton(tr("Salvage"), role.ActionRole)
        self.start_button.setObjectName("start_salvage")
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        self.close_button = buttons.addButton(tr("Close"), role.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(said))
        column.addLayout(form)
        column.addWidget(self.hint)
        column.addWidget(self.bar)
        column.addWidget(self.told, 1)
        column.addWidget(buttons)
        self.resize(640, self.sizeHint().height())

    def _on_edited(self) -> None:
        self.hint.say("")

    def ask_damaged(self) -> QFileDialog:
        """Ask which catalogue is damaged."""
        dialog = self._ask(tr("Damaged catalogue"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_damaged)
        dialog.open()
        return dialog

    def ask_target(self) -> QFileDialog:
        """Ask where the new catalogue goes."""
        dialog = self._ask(tr("New catalogue"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("db")
        dialog.fileSelected.connect(self.target.setText)
        dialog.open()
        return dialog

    def _ask(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title, str(Path(self.damaged.text() or Path.home()).parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([tr("Regesta catalogues (*.db)"), tr("All files (*)")])
        return dialog

    def take_damaged(self, name: str) -> None:
        """Take the damaged file's name and propose one for the new catalogue."""
        self.damaged.setText(name)
        if not self.target.text():
            path = Path(name)
            self.target.setText(str(path.with_name(f"{path.stem}-salvaged.db")))

    def start(self) -> None:
        """Salvage, as a job."""
        damaged, target = self.damaged.text().strip(), self.target.text().strip()
        if not damaged or not target or self.job is not None:
            self.hint.say(tr("Name the damaged catalogue and the new one."), Role.INVALID)
            return

        def work(progress: Progress) -> SalvageReport:
            return salvage_catalogue(Path(damaged), Path(target), progress)

        self.job = self._bridge.start_job(tr("Salvaging"), work, then=self._on_done)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.start_button.setEnabled(False)
        self.close_button.setText(tr("Cancel"))

    def _on_progress(self, job: Job) -> None:
        self.bar.setRange(0, job.progress.total)
        self.bar.setValue(job.progress.done)

    def _on_done(self, job: Job) -> None:
        self.job = None
        self.bar.hide()
        self.start_button.setEnabled(True)
        self.close_button.setText(tr("Close"))
        if isinstance(job.result, SalvageReport):
            self.report = job.result
            self.told.setPlainText(describe_salvage(job.result))
            self.hint.say(tr("The list is also in {path}.", path=str(job.result.listed)))
            self.told.show()
            self.open_button.show()
            self.start_button.hide()
            self.open_button.setFocus()
            self.resize(self.width(), max(self.height(), 480))
        elif isinstance(job.error, UserError):
            self.hint.say(job.error.message, Role.INVALID)
        elif isinstance(job.error, Cancelled):
            self.hint.say(tr("Cancelled. Nothing was written."))
        elif job.error is not None:
            show_error(self, job.error)

    def _open(self) -> None:
        if self.report is not None:
            self.open_wanted.emit(self.report.path)
            self.accept()

    def reject(self) -> None:
        if self.job is not None:
            self.job.progress.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._bridge.close()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self._bridge.close()
        super().done(result)
