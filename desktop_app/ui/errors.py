"""How errors reach the user: the world's as a sentence, ours as a report that can be copied.

Nothing of the work is lost by either: every change was committed, or rolled back whole, before
the error came here, and what is being typed is kept before a report is shown.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox, QWidget

from desktop_app.errors import find_explanation
from desktop_app.i18n import tr
from desktop_app.services.bug_report import hide_values, write_report
from desktop_app.services.jobs import Cancelled
from desktop_app.services.problem_files import MISTAKE, keep_report
from desktop_app.ui.crash_dialogs import BugDialog, accepts, failing_box
from desktop_app.ui.widgets.labels import message_box

_LOG = logging.getLogger("regesta")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
#: The boxes that are open.
_OPENED: set[QDialog] = set()
#: So often the same mistake within so many seconds, and the offer to close is made.
_TOO_OFTEN = 10
_WITHIN = 60.0
#: However fast mistakes come, what is being typed is kept at most this often, in seconds.
_SAVE_EVERY = 1.0
#: What shows errors: an error that passes through here is one of showing errors.
_SHOWING = frozenset(("crash_dialogs.py", "errors.py", "labels.py"))


def show_error(parent: QWidget | None, error: BaseException) -> QDialog | None:
    """Show `error` in a box that blocks nothing but its window; a cancelled job needs none."""
    if isinstance(error, Cancelled):
        return None
    explained = find_explanation(error)
    if explained is None:
        return show_report(parent, error)
    box = message_box(parent, tr("Regesta"), explained.message, icon=QMessageBox.Icon.Warning)
    box.setObjectName("error_box")
    return _open(box)


def show_report(parent: QWidget | None, error: BaseException) -> QDialog:
    """Keep what is being typed, then show the report of a bug of ours, and keep that too."""
    app = QCoreApplication.instance()
    hooks = app.findChild(ErrorHooks) if app is not None else None
    if hooks is not None:
        hooks.save_typed()
    report = write_report(error)
    keep_report(report, MISTAKE)
    _LOG.error("%s", report, extra={"kept": report})
    return _open(BugDialog(report, parent))


def _open(dialog: QDialog) -> QDialog:
    """Open `dialog` and keep it until it ends: without a parent Python would throw it away."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _OPENED.add(dialog)
    dialog.destroyed.connect(lambda: _OPENED.discard(dialog))
    dialog.open()
    return dialog


def _find_parent() -> QWidget | None:
    """Return the window to open a box over: never a dialog, which may take the box with it."""
    active = QApplication.activeWindow()
    while active is not None and not isinstance(active, QMainWindow):
        active = active.parentWidget()
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow)]
    return active or next((one for one in windows if one.isVisible()), None)


class FailurePace:
    """Counts how often the same mistake comes."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """Count by the clock `now`, in seconds."""
        self._now = now
        self._seen: dict[tuple[str, str], deque[float]] = {}

    def is_too_fast(self, error: BaseException) -> bool:
        """Count `error`; tell whether it came ten times within a minute, then begin anew."""
        last = traceback.extract_tb(error.__traceback__)[-1:]
        place = f"{last[0].filename}:{last[0].lineno}" if last else ""
        times = self._seen.setdefault((type(error).__qualname__, place), deque(maxlen=_TOO_OFTEN))
        times.append(self._now())
        is_full = len(times) == _TOO_OFTEN and times[-1] - times[0] <= _WITHIN
        if is_full:
            times.clear()
        return is_full


class ErrorHooks(QObject):
    """Catches what nobody caught, in every thread, and shows it in the window's thread."""

    #: The user wants to close, or nothing can be shown any more.
    closing_wanted = Signal()
    _raised_elsewhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without hooks; `install` sets them."""
        super().__init__(parent)
        #: Called in the window's thread before a mistake is shown: keep what is being typed.
        self.before_report: list[Callable[[], object]] = []
        #: Called with the last words of Qt before it aborts the process.
        self.on_fatal: Callable[[str], object] | None = None
        self._pace = FailurePace()
        self._saved_at = -_SAVE_EVERY
        self._is_shown = False
        self._is_offered = False
        self._raised_elsewhere.connect(self._on_raised_anywhere, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over Python's hooks and Qt's messages."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_raised
        threading.excepthook = self._on_raised_in_thread
        sys.unraisablehook = self._on_unraisable
        self._told_before = qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._told_before)

    def save_typed(self, *, is_last: bool = False) -> None:
        """Keep what is being typed; a failure of that is logged and stops nothing.

        However fast mistakes come, it is done once a second, and always where it `is_last`.
        """
        if not is_last and monotonic() - self._saved_at < _SAVE_EVERY:
            return
        self._saved_at = monotonic()
        for save in self.before_report:
            try:
                save()
            except Exception as error:
                # Whatever is wrong there, the mistake that led here is still to be shown.
                report = write_report(error)
                _LOG.error("%s", report, extra={"kept": report})

    def _on_raised(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.closing_wanted.emit()
            return
        # Queued: a dialog opened while Qt paints or lays out would make matters worse.
        self._raised_elsewhere.emit(error.with_traceback(trace))

    def _on_raised_in_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self._raised_elsewhere.emit(raised.exc_value)

    def _on_unraisable(self, raised: sys.UnraisableHookArgs) -> None:
        # Raised while something was thrown away: nothing that anybody waits for.
        if raised.exc_value is not None:
            report = write_report(raised.exc_value)
            _LOG.warning("%s", report, extra={"kept": report})

    @Slot(object)
    def _on_raised_anywhere(self, error: BaseException) -> None:
        try:
            self._take(error)
        except Exception as second:
            # The error box itself fails: only an orderly end is left.
            self._end(second)

    def _take(self, error: BaseException) -> None:
        self.save_typed()
        is_too_fast = self._pace.is_too_fast(error)
        if is_too_fast or (self._is_shown and _is_of_showing(error)):
            self._offer_closing()
        # One box at a time: an error in a paint event comes again with every paint.
        if self._is_shown or self._is_offered:
            return
        dialog = show_error(_find_parent(), error)
        if dialog is not None:
            self._is_shown = True
            dialog.destroyed.connect(self._on_closed)
            dialog.finished.connect(self._on_closed)

    @Slot()
    def _on_closed(self) -> None:
        self._is_shown = False

    def _offer_closing(self) -> None:
        if self._is_offered:
            return
        self._is_offered = True
        box = failing_box(_find_parent())

        def answer(_result: int) -> None:
            self._is_offered = False
            clicked = box.clickedButton()
            if clicked is not None and accepts(box, clicked):
                self.closing_wanted.emit()

        box.finished.connect(answer)
        _open(box)

    def _end(self, error: BaseException) -> None:
        report = write_report(error)
        keep_report(report, MISTAKE)
        _LOG.critical("%s", report, extra={"kept": report})
        self.closing_wanted.emit()

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg and self.on_fatal is not None:
            self.on_fatal(_keep(message))
        log_qt_message(kind, context, message)


def _is_of_showing(error: BaseException) -> bool:
    """Tell whether `error` came while an error was shown."""
    frames = traceback.extract_tb(error.__traceback__)
    own = Path(__file__).parent
    return any(
        Path(frame.filename).name in _SHOWING and Path(frame.filename).is_relative_to(own)
        for frame in frames
    )


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write a message of Qt to the log instead of the terminal."""
    kept = f"Qt {context.category}: {_keep(message)}"
    level = _LEVELS.get(kind, logging.WARNING)
    _LOG.log(level, "Qt %s: %s", context.category, message, extra={"kept": kept})


def _keep(message: str) -> str:
    return hide_values(message, keeps_ascii=True)
