"""The boxes for mistakes of Regesta itself: one that shows a report, one that offers to close."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.ui.widgets.labels import plain_label, question_box


def report_view(text: str = "") -> QPlainTextEdit:
    """Return a field that shows a report, to be read and copied."""
    view = QPlainTextEdit(text)
    view.setObjectName("report_text")
    view.setAccessibleName(tr("Report"))
    view.setReadOnly(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return view


class BugDialog(QDialog):
    """Says that Regesta itself went wrong, what is safe, and shows the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        """Show `report`."""
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setWindowTitle(tr("Regesta made a mistake"))
        self.resize(680, 460)
        self._text = report_view(report)
        said = tr(
            "Something went wrong inside Regesta. Your work is safe: every change is saved as "
            "soon as it is made, the one that failed was taken back, and what you are typing is "
            "still there. You can go on. Please send this report to whoever looks after your "
            "copy: it holds nothing of what your catalogue says."
        )
        buttons = QDialogButtonBox()
        copy = buttons.addButton(tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("copy_report")
        copy.clicked.connect(self.copy)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(said))
        column.addWidget(self._text, 1)
        column.addWidget(buttons)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def failing_box(parent: QWidget | None) -> QMessageBox:
    """Return the box that offers to close where mistakes do not end; yes is its default."""
    box = question_box(
        parent,
        tr("Regesta keeps failing"),
        tr("Regesta keeps failing. It is best to save and close now, and to start again."),
        tr("Save and close"),
        tr(
            "Every change is saved, and what you were typing is kept and offered at the next "
            "start. The reports are under Help ▸ Problem reports."
        ),
        refuse=tr("Go on"),
    )
    box.setObjectName("failing_box")
    box.setIcon(QMessageBox.Icon.Warning)
    for button in box.findChildren(QPushButton):
        if accepts(box, button):
            box.setDefaultButton(button)
    return box


def accepts(box: QMessageBox, button: QAbstractButton) -> bool:
    """Tell whether `button` is the one of `box` that says yes."""
    return box.buttonRole(button) == QMessageBox.ButtonRole.AcceptRole
