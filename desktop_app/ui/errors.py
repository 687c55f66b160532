"""How errors reach the user: the world's as a sentence, ours as a report that can be copied.

Nothing of the work is lost by either: every change was committed, or rolled back whole, before
the error came here.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app import __version__
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Cancelled
from desktop_app.ui.widgets.labels import message_box, plain_label

_LOG = logging.getLogger("regesta")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def show_error(parent: QWidget | None, error: BaseException) -> QDialog | None:
    """Show `error` in a box that blocks nothing but its window; a cancelled job needs none."""
    if isinstance(error, Cancelled):
        return None
    if not isinstance(error, UserError):
        return show_report(parent, error)
    box = message_box(parent, tr("Regesta"), error.message, icon=QMessageBox.Icon.Warning)
    box.setObjectName("error_box")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def write_report(error: BaseException) -> str:
    """Return what a developer needs to know of a bug: versions and where it happened."""
    lines = [
        f"Regesta {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()}",
        "",
        *traceback.format_exception(error),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)


def show_report(parent: QWidget | None, error: BaseException) -> QDialog:
    """Show the report of a bug of ours."""
    _LOG.error("%s", write_report(error))
    dialog = BugDialog(write_report(error), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class BugDialog(QDialog):
    """Says that Regesta itself went wrong, what is safe, and shows the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        """Show `report`."""
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setWindowTitle(tr("Regesta made a mistake"))
        self.resize(640, 420)
        self._text = QPlainTextEdit(report)
        self._text.setObjectName("report_text")
        self._text.setAccessibleName(tr("Report"))
        self._text.setReadOnly(True)
        said = tr(
            "Something went wrong inside Regesta. Your work is safe: every change is saved as "
            "soon as it is made, and the one that failed was taken back. You can go on. Please "
            "send this report to whoever looks after your copy."
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


class ErrorHooks(QObject):
    """Catches what nobody caught, in every thread, and shows it in the window's thread."""

    _raised_elsewhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without hooks; `install` sets them."""
        super().__init__(parent)
        self._raised_elsewhere.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._is_shown = False

    def install(self) -> None:
        """Take over Python's hooks and Qt's messages."""
        sys.excepthook = self._on_raised
        threading.excepthook = self._on_raised_in_thread
        qInstallMessageHandler(log_qt_message)

    def _on_raised(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        # Queued: a dialog opened while Qt paints or lays out would make matters worse.
        self._raised_elsewhere.emit(error.with_traceback(trace))

    def _on_raised_in_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self._raised_elsewhere.emit(raised.exc_value)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        # One box at a time: an error in a paint event comes again with every paint.
        if self._is_shown:
            return
        dialog = show_error(QApplication.activeWindow(), error)
        if dialog is not None:
            self._is_shown = True
            dialog.finished.connect(self._on_closed)

    @Slot(int)
    def _on_closed(self, _result: int) -> None:
        self._is_shown = False


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write a message of Qt to the log instead of the terminal."""
    _LOG.log(_LEVELS.get(kind, logging.WARNING), "Qt %s: %s", context.category, message)
