"""Watches over one run of the window: hooks, log, and the trace by which the next run knows.

It joins what is needed that a mistake, a crash, a kill or the end of the session loses nothing
and is told of.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.errors import find_explanation
from desktop_app.i18n import tr
from desktop_app.services.bug_report import write_report
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.problem_files import ProblemLog
from desktop_app.services.run_record import BrokenRun, RunRecord, collect_broken_runs
from desktop_app.ui.crash_dialogs import BugDialog
from desktop_app.ui.errors import ErrorHooks
from desktop_app.ui.widgets.labels import message_box

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


class CrashWatch(QObject):
    """The safety net of one run; `close` says that it ended in order."""

    def __init__(self, app: QApplication) -> None:
        """Begin to watch, and collect what runs before this one left behind."""
        super().__init__(app)
        self._broken: list[BrokenRun] = collect_broken_runs()
        self._record = RunRecord()
        self._log = ProblemLog()
        logging.getLogger().addHandler(self._log)
        self.hooks = ErrorHooks(self)
        self.hooks.on_fatal = self._record.note_fatal
        self.hooks.install()
        # Direct: the system takes the session away as soon as this returns.
        app.commitDataRequest.connect(self._on_session_end, Qt.ConnectionType.DirectConnection)

    def follow(self, window: MainWindow) -> None:
        """Keep what is typed in `window` before a report; say there how the last run ended."""
        self._record.note_catalogue(window.session.uuid)
        if self._broken:
            from desktop_app.ui.crash_notice import CrashNotice

            CrashNotice(window, self._broken)
            self._broken = []

    def keep_before_report(self, save: Callable[[], object]) -> None:
        """Call `save` before each report, and when the session ends."""
        self.hooks.before_report.append(save)

    def _on_session_end(self) -> None:
        self.hooks.save_typed(is_last=True)
        self._record.note_session_end()

    def close(self) -> None:
        """End in order."""
        self.hooks.uninstall()
        logging.getLogger().removeHandler(self._log)
        self._record.end()


def open_preferences() -> PreferenceFile:
    """Return the user's settings; where their folder cannot be used, the ordinary ones."""
    try:
        return PreferenceFile()
    except OSError:
        return PreferenceFile(Path("preferences.json"), is_kept=False)


def say_before_window(error: BaseException) -> None:
    """Say in a box why no window came: whoever starts from an icon sees no terminal."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return
    explained = find_explanation(error)
    if explained is not None:
        message_box(None, tr("Regesta"), explained.message).exec()
    else:
        BugDialog(write_report(error)).exec()
