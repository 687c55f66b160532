"""Checking the catalogue: what was found, what it means, and repairs that run only when asked."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.ids import LISTED, find_kind
from desktop_app.i18n import tr
from desktop_app.services.checking import check_catalogue
from desktop_app.services.findings import (
    ERROR,
    NOTE,
    WARNING,
    CheckReport,
    Finding,
    Repair,
    label_repair,
)
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.repairing import repair_findings
from desktop_app.services.searching import SearchService
from desktop_app.store.lists import get_listing
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.check_seal import SealRow
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import plain_label, plain_tip
from desktop_app.ui.workspace import Workspace

_FINDING = Qt.ItemDataRole.UserRole
_ICONS = {ERROR: "invalid", WARNING: "warning", NOTE: "mentions"}


class CheckPanel(QWidget):
    """The findings of the last check by gravity; below, what the chosen one means."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Check `workspace`'s catalogue when first shown."""
        super().__init__(parent)
        self.setObjectName("check_panel")
        self._workspace = workspace
        self.report: CheckReport | None = None
        self.job: Job | None = None
        self.heading = plain_label(bold=True)
        self._counts = plain_label()
        self._make_tree()
        self._meaning, self._advice = plain_label(), plain_label()
        self._waiting = EmptyState("valid", tr("The catalogue is being checked…"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self.tree)
        self._seal = SealRow(workspace.session)
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        column.addWidget(self._counts)
        column.addWidget(self._stack, 1)
        column.addWidget(self._meaning)
        column.addWidget(self._advice)
        column.addLayout(self._make_buttons())
        column.addWidget(self._seal)
        self.setFocusProxy(self.tree)

    def _make_tree(self) -> None:
        self.tree = QTreeWidget()
        self.tree.setObjectName("check_tree")
        self.tree.setAccessibleName(tr("Findings"))
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setColumnWidth(0, 62 * self.fontMetrics().averageCharWidth())
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.currentItemChanged.connect(self._on_current)
        self.tree.itemActivated.connect(self.show_record)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.repair_button = QPushButton()
        self.show_button = QPushButton(tr("Show the record"))
        self.copy_button = QPushButton(tr("Copy the report"))
        self.again_button = QPushButton(tr("Check again"))
        named = (
            (self.repair_button, "repair_findings", self.repair),
            (self.show_button, "show_found_record", self.show_record),
            (self.copy_button, "copy_findings", self.copy),
            (self.again_button, "check_again", self.check),
        )
        for button, name, slot in named:
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
            if button is self.show_button:
                row.addStretch(1)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.report is None and self.job is None:
            self.check()

    def check(self) -> None:
        """Check the whole catalogue, as a job."""
        if self.job is not None:
            return
        db, search = self._workspace.session.db, self._workspace.search
        self.heading.setText(tr("Checking…"))
        self._stack.setCurrentWidget(self._waiting)
        self._on_current()

        def work(progress: Progress) -> CheckReport:
            return check_catalogue(db, progress, search)

        label = tr("Checking the catalogue")
        self.job = self._workspace.bridge.start_job(label, work, then=self._on_checked)

    def _on_checked(self, job: Job) -> None:
        self.job = None
        if isinstance(job.result, CheckReport):
            self.report = job.result
        self._show_report()

    def _show_report(self) -> None:
        report = self.report
        self.tree.clear()
        if report is None:
            self.heading.setText(tr("The check was cancelled."))
            return
        self._stack.setCurrentWidget(self.tree)
        worst = [one for one in report.findings if one.severity != NOTE]
        if not worst:
            self.heading.setText(tr("The catalogue is whole."))
        else:
            self.heading.setText(tr("{count} findings need your attention.", count=len(worst)))
        self._counts.setText(
            tr(
                "{sources} sources, {documents} documents, {excerpts} excerpts, {events} events, "
                "{entities} entities, {claims} claims, {citations} citations were read.",
                **{name: report.counts.get(name, 0) for name in _COUNTED},
            )
        )
        for severity, title in (
            (ERROR, tr("Damage")),
            (WARNING, tr("To look at")),
            (NOTE, tr("Your own business: uncited claims and open conflicts")),
        ):
            self._add_group(severity, title, report.findings)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem((first.child(0) if first.isExpanded() else None) or first)
        self._on_current()

    def _add_group(self, severity: str, title: str, findings: Iterable[Finding]) -> None:
        chosen = [one for one in findings if one.severity == severity]
        if not chosen:
            return
        group = QTreeWidgetItem([tr("{title} ({count})", title=title, count=len(chosen))])
        icon: QIcon = make_icon(_ICONS[severity], self.palette())
        group.setIcon(0, icon)
        db = self._workspace.session.db
        listed = get_listing(db, {one.id for one in chosen if one.id})
        for finding in chosen:
            title = str(listed[finding.id]["title"]) if finding.id in listed else ""
            item = QTreeWidgetItem([finding.message, title])
            item.setToolTip(0, plain_tip(finding.message))
            item.setData(0, _FINDING, finding)
            group.addChild(item)
        self.tree.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        group.setExpanded(severity != NOTE)

    def chosen(self) -> Finding | None:
        """Return the finding the cursor is on."""
        item = self.tree.currentItem()
        finding = item.data(0, _FINDING) if item is not None and self.job is None else None
        return finding if isinstance(finding, Finding) else None

    def _on_current(self) -> None:
        finding = self.chosen()
        self._meaning.setText(finding.meaning if finding else "")
        self._advice.setText(finding.advice if finding else "")
        repair = self._chosen_repair()
        self.repair_button.setVisible(repair is not None)
        if repair is not None:
            alike = len(self._list_alike(repair))
            words = label_repair(repair)
            said = tr("{repair} ({count})", repair=words, count=alike) if alike > 1 else words
            self.repair_button.setText(said)
        self.show_button.setEnabled(finding is not None and find_kind(finding.id) in LISTED)
        self.copy_button.setEnabled(self.report is not None)
        self.again_button.setEnabled(self.job is None)

    def _chosen_repair(self) -> Repair | None:
        finding = self.chosen()
        is_writable = not self._workspace.session.db.read_only
        return finding.repair if finding is not None and is_writable else None

    def _list_alike(self, repair: Repair) -> list[Finding]:
        return [one for one in self.report.findings if one.repair is repair] if self.report else []

    def show_record(self) -> None:
        """Show the record of the chosen finding in the window."""
        finding = self.chosen()
        if finding is not None and find_kind(finding.id) in LISTED:
            self._workspace.select(finding.id)

    def repair(self) -> None:
        """Carry out the repair of the chosen finding for all findings like it, then check again."""
        repair = self._chosen_repair()
        if repair is None:
            return
        session, findings = self._workspace.session, self._list_alike(repair)

        def work(_progress: Progress) -> int:
            with closing(SearchService(session)) as search:
                return repair_findings(session, findings, repair, search)

        self.job = self._workspace.bridge.start_job(
            label_repair(repair), work, then=self._on_repaired
        )
        self._on_current()

    def _on_repaired(self, job: Job) -> None:
        self.job = None
        if job.error is None:
            self._workspace.told.emit(tr("{count} findings were repaired.", count=job.result))
        self.check()

    def copy(self) -> None:
        """Put the whole report on the clipboard as plain text."""
        if self.report is not None:
            counts = [f"{name}: {count}" for name, count in self.report.counts.items()]
            found = [f"{one.severity}: {one.code}: {one.message}" for one in self.report.findings]
            QGuiApplication.clipboard().setText("\n".join([*counts, "", *found]))


_COUNTED = ("sources", "documents", "excerpts", "events", "entities", "claims", "citations")
