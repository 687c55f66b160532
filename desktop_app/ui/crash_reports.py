"""The reports of mistakes and crashes that are kept, and the log, to read and copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.problem_files import (
    CRASH,
    ProblemReport,
    delete_reports,
    list_reports,
    read_log,
)
from desktop_app.ui.crash_dialogs import report_view
from desktop_app.ui.widgets.labels import plain_label


class ProblemReportsDialog(QDialog):
    """Reports at the left, the newest first and the log last; the chosen one at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """List what is kept."""
        super().__init__(parent)
        self.setObjectName("problems_dialog")
        self.setWindowTitle(tr("Problem reports"))
        self.setModal(False)
        self.resize(880, 560)
        self.list = QListWidget()
        self.list.setObjectName("problems_list")
        self.list.setAccessibleName(tr("Problem reports"))
        self.list.currentItemChanged.connect(self._on_chosen)
        self.view = report_view()
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self.list)
        body.addWidget(self.view)
        body.setStretchFactor(1, 1)
        body.setChildrenCollapsible(False)
        body.setSizes([260, 620])
        self.said = plain_label(muted=True)
        column = QVBoxLayout(self)
        column.addWidget(self.said)
        column.addWidget(body, 1)
        column.addWidget(self._make_buttons())
        self.refresh()

    def _make_buttons(self) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton(tr("Copy report"), role.ActionRole)
        self.copy_button.setObjectName("copy_report")
        self.copy_button.clicked.connect(self.copy)
        self.delete_button = buttons.addButton(tr("Delete all"), role.DestructiveRole)
        self.delete_button.setObjectName("delete_reports")
        self.delete_button.clicked.connect(self.delete_all)
        buttons.addButton(tr("Close"), role.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def refresh(self) -> None:
        """Read anew what is kept."""
        self.list.clear()
        for report in list_reports():
            item = QListWidgetItem(_name(report))
            item.setData(Qt.ItemDataRole.UserRole, report)
            self.list.addItem(item)
        if read_log():
            self.list.addItem(tr("Log of warnings"))
        is_any = self.list.count() > 0
        self.said.setText(
            tr("They name places in the program and nothing of what your catalogues say.")
            if is_any
            else tr("There are no reports: nothing went wrong.")
        )
        self.copy_button.setEnabled(is_any)
        self.delete_button.setEnabled(is_any)
        self.view.clear()
        self.list.setCurrentRow(0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        report = item.data(Qt.ItemDataRole.UserRole)
        try:
            text = report.read() if isinstance(report, ProblemReport) else read_log()
        except OSError as error:
            text = tr("It cannot be read: {reason}", reason=error.strerror or str(error))
        self.view.setPlainText(text)

    def copy(self) -> None:
        """Put the chosen report on the clipboard."""
        QGuiApplication.clipboard().setText(self.view.toPlainText())

    def delete_all(self) -> None:
        """Delete the reports and the log."""
        delete_reports()
        self.refresh()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()


def _name(report: ProblemReport) -> str:
    when = f"{report.when.astimezone():%Y-%m-%d %H:%M}"
    if report.kind == CRASH:
        return tr("{time}  did not close in order", time=when)
    return tr("{time}  mistake", time=when)
