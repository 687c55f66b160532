"""Where a report goes: into a file of any format, or to a printer. Each way is a job."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_app.i18n import tr, tr_marked
from desktop_app.reports.model import Paper, Report
from desktop_app.services.jobs import Progress
from desktop_app.services.saving import write_text_report
from desktop_app.services.session import Session
from desktop_app.ui.dialogs.job_strip import JobStrip
from desktop_app.ui.dialogs.report_formats import PDF, FileFormat
from desktop_app.ui.printing import print_report, write_pdf
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.output_choices import suggest_name

_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}


class ReportOutlet(QObject):
    """Asks where the report on show goes, and brings it there."""

    def __init__(self, session: Session, strip: JobStrip, window: QWidget) -> None:
        """Ask over `window` and work in `strip`; there is no report yet."""
        super().__init__(window)
        self._session, self._strip, self._window = session, strip, window
        self._report: Report | None = None

    def set_report(self, report: Report | None) -> None:
        """Bring out `report` from now on."""
        self._report = report

    def ask_file(self, one: FileFormat) -> QFileDialog | None:
        """Ask where the file of a format goes."""
        if self._report is None:
            return None
        dialog = QFileDialog(self._window, tr("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(one.suffix.removeprefix("."))
        dialog.setNameFilters([tr_marked(one.kind)])
        dialog.setDirectory(str(self._session.path.parent))
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
            self._session.refuse_own_file(path)
            if path.suffix.lower() == PDF.suffix:
                write_pdf(report, path, progress)
            else:
                write_text_report(report, path, progress)
            return path

        self._strip.run(tr("Saving the report"), work, self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self._strip.settle(tr("Saved: {path}", path=str(path)), Role.VALID)

    def ask_printer(self) -> QDialog | None:
        """Ask which printer, which pages, how many copies; where there is none, where a PDF goes.

        Only here is the system asked for printers: its printing service is reached by a socket.
        """
        if self._report is None:
            return None
        if not QPrinterInfo.availablePrinterNames():
            self._strip.settle(tr("No printer was found. The report can be saved as a PDF."))
            return self.ask_file(PDF)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._report.title)
        printer.setCreator("Regesta")
        printer.setPageSize(QPageSize(_SIZES[self._report.setup.paper]))
        dialog = QPrintDialog(printer, self._window)
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

        self._strip.run(tr("Printing the report"), work, self._on_printed)

    def _on_printed(self, _nothing: None) -> None:
        self._strip.settle(tr("The report was sent to the printer."), Role.VALID)
