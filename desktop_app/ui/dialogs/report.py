"""The citation report: what it is about, in which language, how it looks, and where it goes.

The preview shows the very pages that are printed or saved. Collecting, saving and printing are
jobs; the dialog says how far they are and can stop them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr, tr_marked
from desktop_app.reports.model import Report
from desktop_app.reports.words import list_count_lines
from desktop_app.services.jobs import Cancelled, Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.saving import write_text_report
from desktop_app.ui.dialogs.report_formats import FORMATS, PDF, FileFormat
from desktop_app.ui.dialogs.report_scope import ScopeBox
from desktop_app.ui.errors import show_error
from desktop_app.ui.printing import print_report, write_pdf
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.labels import plain_label
from desktop_app.ui.widgets.output_choices import StyleBox, make_language_box, suggest_name
from desktop_app.ui.widgets.page_view import PageView
from desktop_app.ui.workspace import Workspace

_STEPS = 1000


class ReportDialog(QDialog):
    """Options at the left, pages at the right, and below where the report goes."""

    def __init__(
        self,
        workspace: Workspace,
        records: Sequence[str] = (),
        parent: QWidget | None = None,
        preferences: PreferenceFile | None = None,
    ) -> None:
        """Report on `records`, or on the window's selection, or on everything."""
        super().__init__(parent)
        self.setObjectName("citation_report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Citation report"))
        self._workspace, self._preferences = workspace, preferences
        self._job: Job | None = None
        self._report: Report | None = None
        self._is_wanted = False
        selection = tuple(records) or ((workspace.selection,) if workspace.selection else ())
        self.scope = ScopeBox(workspace.session, selection)
        self.view = PageView()
        self.hint = Hint()
        self._make_options()
        self._make_progress()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.collect()

    # Laying out

    def _make_options(self) -> None:
        self.language = make_language_box("report_language", tr("Language of the report"))
        self.styles = StyleBox(self._preferences)
        self.mentions = QCheckBox(tr("Include &mentions"))
        self.mentions.setObjectName("report_mentions")
        self.mentions.setChecked(True)
        self.counts = plain_label()
        self.counts.setObjectName("report_counts")
        self.place = plain_label(muted=True, wrap=False)
        self.place.setObjectName("report_page")

    def _make_progress(self) -> None:
        self.bar = QProgressBar()
        self.bar.setObjectName("report_bar")
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setTextVisible(False)
        self.stop = QPushButton(tr("Stop"))
        self.stop.setObjectName("report_stop")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.cancel_job)

    def _make_buttons(self) -> None:
        role = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox()
        self.print_button = self._add_button("report_print", tr("&Print…"), self.ask_printer)
        self.file_buttons = {one.suffix: self._add_file_button(one) for one in FORMATS}
        self.pdf_button = self.file_buttons[PDF.suffix]
        self.buttons.addButton(tr("Close"), role.RejectRole)
        self.buttons.rejected.connect(self.reject)
        # Every button would else become the default as the focus passes over it.
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        self.default_button().setDefault(True)

    def default_button(self) -> QPushButton:
        """Return what Enter presses."""
        return self.print_button

    def _add_button(self, name: str, text: str, called: Callable[[], object]) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        button.clicked.connect(called)
        return button

    def _add_file_button(self, one: FileFormat) -> QPushButton:
        return self._add_button(one.name, tr_marked(one.button), lambda: self.ask_file(one))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("&Language:"), self.language)
        form.addRow(tr("&Citation style:"), self.styles)
        options = QVBoxLayout()
        self.about = plain_label(tr("The report is about"), bold=True)
        options.addWidget(self.about)
        options.addWidget(self.scope)
        options.addSpacing(10)
        options.addLayout(form)
        options.addWidget(self.mentions)
        options.addSpacing(10)
        options.addWidget(self.counts)
        options.addWidget(self.hint)
        options.addStretch(1)
        working = QHBoxLayout()
        working.addWidget(self.bar, 1)
        working.addWidget(self.stop)
        options.addLayout(working)
        options.addWidget(self.place)
        left = QWidget()
        left.setLayout(options)
        options.setContentsMargins(0, 0, 8, 0)
        left.setFixedWidth(max(self.fontMetrics().averageCharWidth() * 46, 280))
        row = QHBoxLayout()
        row.addWidget(left)
        row.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(1040, room.width() - 40), min(800, room.height() - 60))

    def _connect(self) -> None:
        self.scope.scope_changed.connect(self.collect)
        self.language.currentIndexChanged.connect(self.collect)
        self.styles.currentIndexChanged.connect(self.collect)
        self.mentions.toggled.connect(self.collect)
        self.view.paged.connect(self._show_place)
        self.view.page_shown.connect(self._show_place)
        self._workspace.bridge.job_progressed.connect(self._on_progressed)

    # Collecting

    def report(self) -> Report | None:
        """Return the report on show, None while there is none."""
        return self._report

    def collect(self) -> None:
        """Collect the report anew, with what is chosen now."""
        self._drop_job()
        self._report = None
        self._is_wanted = False
        self.view.set_report(None)
        self.counts.clear()
        self.place.clear()
        scope = self.scope.scope()
        if scope is None:
            self._settle(tr("Name at least one record"))
            return
        self._style = self.styles.style_key()
        language, mentions = str(self.language.currentData()), self.mentions.isChecked()

        def work(_progress: Progress) -> Report:
            return self.make_report(scope, language, mentions)

        self._start(tr("Collecting the report"), work, self._on_collected)

    def make_report(self, scope: tuple[str, ...], language: str, mentions: bool) -> Report:
        """Return the report with what is chosen, in the thread of its job."""
        session = self._workspace.session
        return make_report(
            session,
            ReportChoices(scope=scope, language=language, style=self._style, mentions=mentions),
        )

    def _on_collected(self, job: Job) -> None:
        if self._ended(job):
            self._report = job.result
            self.view.set_report(job.result)
            self.counts.setText("\n".join(list_count_lines(job.result.counts, current_language())))
            self._settle("")
            if self._is_wanted:
                self.default_button().click()

    # Going out

    def ask_file(self, one: FileFormat) -> QFileDialog | None:
        """Ask where the file of a format goes."""
        if self._report is None:
            return None
        dialog = QFileDialog(self, tr("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(one.suffix.removeprefix("."))
        dialog.setNameFilters([tr_marked(one.kind)])
        dialog.setDirectory(str(self._workspace.session.path.parent))
        dialog.selectFile(suggest_name(self._report, one.suffix))
        dialog.fileSelected.connect(self.save)
        dialog.open()
        return dialog

    def save(self, name: str) -> None:
        """Write the report to the file `name`, in the format of its suffix, as a job."""
        report, path = self._report, Path(name)
        if report is None:
            return

        def work(progress: Progress) -> Path:
            self._workspace.session.refuse_own_file(path)
            if path.suffix.lower() == ".pdf":
                write_pdf(report, path, progress)
            else:
                write_text_report(report, path)
            return path

        self._start(tr("Saving the report"), work, self._on_saved)

    def _on_saved(self, job: Job) -> None:
        if self._ended(job):
            self._settle(tr("Saved: {path}", path=str(job.result)), Role.VALID)

    def ask_printer(self) -> QDialog | None:
        """Ask which printer, which pages, how many copies; where there is none, where a PDF goes.

        Only here is the system asked for printers: its printing service is reached by a socket.
        """
        if self._report is None:
            return None
        if not QPrinterInfo.availablePrinterNames():
            self._settle(tr("No printer was found. The report can be saved as a PDF."))
            return self.ask_file(PDF)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._report.title)
        printer.setCreator("Regesta")
        if not printer.isValid():
            printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.accepted.connect(self._on_printer_chosen)
        # QPrintDialog hides the plain `open` behind one that takes a slot by name.
        QDialog.open(dialog)
        return dialog

    def _on_printer_chosen(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, QPrintDialog):
            self.print_to(dialog.printer())

    def print_to(self, printer: QPrinter) -> None:
        """Print the report, as a job."""
        report = self._report
        if report is None:
            return

        def work(progress: Progress) -> None:
            print_report(report, printer, progress)

        self._start(tr("Printing the report"), work, self._on_printed)

    def _on_printed(self, job: Job) -> None:
        if self._ended(job):
            self._settle(tr("The report was sent to the printer."), Role.VALID)

    # Jobs

    def _start(
        self, label: str, work: Callable[[Progress], Any], then: Callable[[Job], None]
    ) -> None:
        self._drop_job()
        self.hint.say(label + "…")
        self.bar.setRange(0, 0)
        # Quiet: the dialog shows the progress itself, over which no other window may lie.
        self._job = self._workspace.bridge.start_job(label, work, then=then, is_quiet=True)
        self._show_working()

    def cancel_job(self) -> None:
        """Ask the job that runs to stop; its end is announced when it did."""
        if self._job is not None:
            self._job.progress.cancel()
            self.hint.say(tr("Stopping; nothing of it is kept…"))

    def _drop_job(self) -> None:
        """Stop the job that runs and no longer care what becomes of it."""
        if self._job is not None:
            self._job.progress.cancel()
            self._job = None

    def _on_progressed(self, job: Job) -> None:
        if job is self._job and job.progress.total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(job.progress.done * _STEPS // job.progress.total, _STEPS))

    def _ended(self, job: Job) -> bool:
        """Return whether `job` is the one awaited and came to a good end; say else what was."""
        if job is not self._job:
            return False
        self._job = None
        if job.error is None:
            return True
        if isinstance(job.error, Cancelled):
            self._settle(tr("Stopped; nothing was written."))
        elif isinstance(job.error, UserError):
            self._settle(job.error.message, Role.INVALID)
        else:
            self._settle("")
            show_error(self, job.error)
        return False

    def _settle(self, words: str, role: Role | None = None) -> None:
        self.hint.say(words, role)
        self._show_working()

    def _show_working(self) -> None:
        is_busy = self._job is not None
        self.bar.setVisible(is_busy)
        self.stop.setVisible(is_busy)
        for button in (self.print_button, *self.file_buttons.values()):
            button.setEnabled(self._report is not None and not is_busy)

    def _show_place(self, _changed: object = None, _is_whole: object = None) -> None:
        pages = self.view.pages()
        if pages is None:
            self.place.setText(tr("Setting the pages…"))
            return
        count = len(pages.pages)
        self.place.setText(tr("Page {page} of {pages}", page=self.view.shown_page(), pages=count))

    # Closing

    def done(self, result: int) -> None:
        self._drop_job()
        self.view.set_report(None)
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.scope.named.line.hasFocus():
                # There Enter takes a name; a dialog would print at once.
                return
            if self._job is not None and self._report is None:
                # Who presses Ctrl+P and Enter does not wait for the report to be collected.
                self._is_wanted = True
                return
        super().keyPressEvent(event)


def open_report_dialog(
    workspace: Workspace,
    parent: QWidget | None,
    records: Sequence[str] = (),
    preferences: PreferenceFile | None = None,
) -> ReportDialog:
    """Open the report on `records`, by default on the window's selection."""
    dialog = ReportDialog(workspace, records, parent, preferences)
    dialog.open()
    return dialog
