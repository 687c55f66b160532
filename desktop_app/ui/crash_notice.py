"""Says once, in a strip below the tools, that Regesta did not close in order last time.

Meanwhile the catalogue is checked; the strip then says what that found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolBar, QWidget

from desktop_app.i18n import tr
from desktop_app.services.checking import check_catalogue
from desktop_app.services.findings import CheckReport
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.run_record import BrokenRun
from desktop_app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


class CrashNotice(QToolBar):
    """The strip; it goes when it is closed, and with the window."""

    def __init__(self, window: MainWindow, broken: Sequence[BrokenRun]) -> None:
        """Put the strip into `window` and check the catalogue if it was open in that run."""
        super().__init__(tr("Last time"), window)
        self.setObjectName("crash_notice")
        self.setMovable(False)
        self.toggleViewAction().setEnabled(False)
        self._window = window
        self.label = plain_label(tr("Regesta did not close in order last time."))
        self.label.setObjectName("crash_notice_text")
        self.check_button = QPushButton(tr("Look at the check…"))
        self.check_button.setObjectName("crash_notice_check")
        self.check_button.clicked.connect(self._on_check)
        self.check_button.hide()
        self.addWidget(self._make_row())
        window.addToolBarBreak(Qt.ToolBarArea.TopToolBarArea)
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self)
        if any(window.session.uuid in one.catalogues for one in broken):
            self._check()
        else:
            self._say(tr("Every change that was made before is saved."))

    def _make_row(self) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(8, 2, 8, 2)
        report = QPushButton(tr("Report…"))
        report.setObjectName("crash_notice_report")
        report.clicked.connect(self._on_report)
        close = QPushButton(tr("Close"))
        close.setObjectName("crash_notice_close")
        close.setAccessibleName(tr("Close this notice"))
        close.clicked.connect(self.take_away)
        across.addWidget(self.label, 1)
        across.addWidget(self.check_button)
        across.addWidget(report)
        across.addWidget(close)
        return row

    def _say(self, more: str) -> None:
        self.label.setText(f"{tr('Regesta did not close in order last time.')} {more}")

    def _check(self) -> None:
        self._say(tr("Your catalogue is being checked…"))
        database = self._window.session.db

        def check(progress: Progress) -> CheckReport:
            return check_catalogue(database, progress)

        start = self._window.workspace.bridge.start_job
        start(tr("Checking the catalogue"), check, then=self._on_checked, is_quiet=True)

    def _on_checked(self, job: Job) -> None:
        if isinstance(job.result, CheckReport) and job.result.ok:
            self._say(tr("Your catalogue was checked: nothing is missing."))
        elif isinstance(job.result, CheckReport):
            count = sum(one.severity == "error" for one in job.result.findings)
            self._say(
                tr(
                    "Your catalogue was checked: {count} things are wrong in it. Nothing was "
                    "changed. Make a copy of the file before you go on.",
                    count=count,
                )
            )
            self.check_button.show()
        else:
            self._say(tr("The check of your catalogue did not come to its end."))

    def _on_check(self) -> None:
        self._window.dialogs.open_check()

    def _on_report(self) -> None:
        self._window.dialogs.open_problems()

    def take_away(self) -> None:
        """Take the strip out of the window."""
        self._window.removeToolBar(self)
        self.deleteLater()
