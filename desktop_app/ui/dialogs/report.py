"""A report: of which kind, what it is about, in which words and on which paper; where it goes.

The preview shows the very pages that are printed or saved. What the words depend on is collected
anew, as a job; other paper only sets the same report anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.wording import output_language
from desktop_app.i18n import current_language, tr, tr_marked
from desktop_app.reports.model import Report
from desktop_app.reports.words import list_count_lines
from desktop_app.services.jobs import Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import REPORT_KINDS, ReportKind, check_scope
from desktop_app.services.reporting.remembering import ReportMemory
from desktop_app.ui.actions.registry import share_out_keys
from desktop_app.ui.dialogs.job_strip import JobStrip
from desktop_app.ui.dialogs.report_formats import FORMATS, FileFormat
from desktop_app.ui.dialogs.report_outlet import ReportOutlet
from desktop_app.ui.dialogs.report_scope import ScopeBox
from desktop_app.ui.icons import make_icon
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flat_button import flat_button
from desktop_app.ui.widgets.labels import plain_label, set_plain_title
from desktop_app.ui.widgets.page_view import PageView
from desktop_app.ui.widgets.report_kinds import KindList
from desktop_app.ui.widgets.report_options import ReportOptionsBox, without_setup
from desktop_app.ui.workspace import Workspace

_OPTION_LETTERS, _NARROWEST_OPTIONS = 46, 280
_NARROWEST_PAGES = 160


class ReportDialog(QDialog):
    """Kinds at the left, their options, the pages, and below where the report goes."""

    def __init__(
        self,
        workspace: Workspace,
        records: Sequence[str] = (),
        parent: QWidget | None = None,
        preferences: PreferenceFile | None = None,
        *,
        kind: str = "",
        kinds: Sequence[ReportKind] = tuple(REPORT_KINDS.values()),
        has_notes: bool = True,
    ) -> None:
        """Report on `records`, or on the window's selection, or on everything.

        `kind` is the key of the one of `kinds` to begin with. Of a report without notes and
        headings their options are not shown.
        """
        super().__init__(parent)
        self.setObjectName("report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._preferences = workspace, preferences
        self._memory = ReportMemory(workspace.session.uuid)
        self._report: Report | None = None
        self._asked: ReportChoices | None = None
        self._is_wanted = False
        selection = tuple(records) or ((workspace.selection,) if workspace.selection else ())
        self.kinds = KindList(kinds)
        self.kinds.choose(kind)
        self.scope = ScopeBox(workspace.session, selection, self.kinds.kind())
        self.options = ReportOptionsBox(preferences, has_notes=has_notes)
        self.view = PageView()
        self.missing = EmptyState("report", tr("Name at least one record"))
        # Else its sentence would keep the dialog wide.
        self.missing.setMinimumWidth(_NARROWEST_PAGES)
        self.pane = QStackedWidget()
        for widget in (self.view, self.missing):
            self.pane.addWidget(widget)
        self.strip = JobStrip(workspace.bridge)
        self.outlet = ReportOutlet(workspace.session, self.strip, self)
        self._make_buttons()
        self._lay_out(has_choice=len(kinds) > 1)
        # Every button would else become the default as the focus passes over it.
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.default_button().setDefault(True)
        self._show_kind()
        self._connect()
        self.collect()

    # Laying out

    def _make_buttons(self) -> None:
        role = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox()
        self.print_button = self._add_button("report_print", tr("&Print…"))
        self.print_button.clicked.connect(self.outlet.ask_printer)
        self.save_button = self._add_button("report_save", tr("Sa&ve as…"))
        self.save_button.setMenu(self._make_format_menu())
        self.buttons.addButton(tr("Close"), role.RejectRole)
        self.buttons.rejected.connect(self.reject)
        self.standard = QPushButton(tr("Reset to s&tandard"))
        self.standard.setObjectName("report_standard")
        self.standard.clicked.connect(self.reset)

    def default_button(self) -> QPushButton:
        """Return what Enter presses."""
        return self.print_button

    def _add_button(self, name: str, text: str) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        return button

    def _make_format_menu(self) -> QMenu:
        menu = QMenu(self)
        for one in FORMATS:
            action = menu.addAction(tr_marked(one.kind))
            action.setObjectName(one.name)
            action.triggered.connect(self._asker(one))
        share_out_keys([menu])
        return menu

    def _asker(self, one: FileFormat) -> Callable[[], object]:
        return lambda: self.outlet.ask_file(one)

    def _lay_out(self, *, has_choice: bool) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        heading = plain_label(tr("Kind of r&eport"), bold=True)
        heading.setBuddy(self.kinds)
        column.addWidget(heading)
        column.addWidget(self.kinds, 1)
        left.setFixedWidth(self.kinds.sizeHint().width())
        left.setVisible(has_choice)
        row = QHBoxLayout()
        row.addWidget(left)
        row.addWidget(self._make_middle())
        row.addWidget(self.pane, 1)
        whole = QVBoxLayout(self)
        whole.addLayout(row, 1)
        whole.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(1240, room.width() - 40), min(800, room.height() - 60))

    def _make_middle(self) -> QWidget:
        """Return the scope and the options, scrolled where they are high, over what is told."""
        self.about = plain_label(tr("The report is about"), bold=True)
        self.counts = plain_label()
        self.counts.setObjectName("report_counts")
        self.place = plain_label(muted=True, wrap=False)
        self.place.setObjectName("report_page")
        larger = flat_button(
            "report_larger", tr("Show the pages larger"), "zoom-in", self.palette()
        )
        smaller = flat_button(
            "report_smaller", tr("Show the pages smaller"), "zoom-out", self.palette()
        )
        larger.clicked.connect(lambda: self.view.step_zoom(1))
        smaller.clicked.connect(lambda: self.view.step_zoom(-1))
        self.zooms = (smaller, larger)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        for widget in (self.about, self.scope):
            column.addWidget(widget)
        column.addSpacing(10)
        column.addWidget(self.options)
        column.addWidget(self.standard, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(10)
        column.addWidget(self.counts)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("report_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        # The fields scroll it as Tab reaches them; itself it would be an idle stop.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        middle = QWidget()
        below = QVBoxLayout(middle)
        below.setContentsMargins(4, 0, 4, 0)
        below.addWidget(area, 1)
        below.addWidget(self.strip)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        for button in self.zooms:
            row.addWidget(button)
        below.addLayout(row)
        letters = self.fontMetrics().averageCharWidth() * _OPTION_LETTERS
        middle.setFixedWidth(max(letters, _NARROWEST_OPTIONS))
        return middle

    def _connect(self) -> None:
        self.kinds.kind_chosen.connect(self._on_kind_chosen)
        self.scope.scope_changed.connect(self._on_scope_changed)
        self.options.content_changed.connect(self._on_content_changed)
        self.options.page_changed.connect(self._on_page_changed)
        self.view.paged.connect(self._show_place)
        self.view.page_shown.connect(self._show_place)
        self.strip.worked.connect(self._show_working)

    # Choosing

    def _find_standard(self, kind: ReportKind) -> ReportChoices:
        """Return what holds for a kind until something else is chosen."""
        plain = ReportChoices(
            kind=kind.key,
            language=output_language(current_language()),
            order=kind.orders[0][0] if kind.orders else "",
            grouping=kind.groupings[0][0] if kind.groupings else "",
        )
        if self._preferences is None:
            return plain
        return replace(plain, style=self._preferences.chosen.report_style)

    def _show_kind(self) -> None:
        kind = self.kinds.kind()
        set_plain_title(self, tr_marked(kind.title))
        self.scope.setVisible(bool(kind.scopes))
        self.about.setVisible(bool(kind.scopes))
        self.scope.set_kind(kind)
        self._standard = self._find_standard(kind)
        self.options.show_choices(kind, self._memory.recall(kind, self._standard))

    def reset(self) -> None:
        """Forget what was chosen for this kind."""
        self._memory.forget(self.kinds.kind())
        self._show_kind()
        self.collect()

    def _on_kind_chosen(self) -> None:
        self._show_kind()
        self.collect()

    def _on_content_changed(self) -> None:
        if self.options.is_day_understood():
            self._keep()
        self._on_scope_changed()

    def _on_page_changed(self) -> None:
        self._keep()
        if self._report is not None:
            self._show_report(self._report)

    def _on_scope_changed(self) -> None:
        chosen = self._choices()
        if chosen is None or chosen != self._asked:
            self.collect()

    def _keep(self) -> None:
        kind = self.kinds.kind()
        self._memory.keep(self.options.read_choices(kind, ()), self._standard)

    def _choices(self) -> ReportChoices | None:
        """Return what the words of the report depend on, None where something is missing."""
        scope = self.scope.scope() if self.kinds.kind().scopes else ()
        if scope is None or not self.options.is_day_understood():
            return None
        return without_setup(self.options.read_choices(self.kinds.kind(), scope))

    # Collecting

    def report(self) -> Report | None:
        """Return the report on show, None while there is none."""
        return self._report

    def collect(self) -> None:
        """Collect the report anew, with what is chosen now."""
        self.strip.drop()
        self._show_report(None)
        self._is_wanted = False
        self.counts.clear()
        self.place.clear()
        choices = self._asked = self._choices()
        self.pane.setCurrentWidget(self.view if choices else self.missing)
        if choices is None:
            self._say_missing()
            return
        kind, session = self.kinds.kind(), self._workspace.session

        def work(_progress: Progress) -> Report:
            check_scope(kind, choices.scope)
            return kind.make(session, choices)

        self.strip.run(tr("Collecting the report"), work, self._on_collected)

    def _say_missing(self) -> None:
        is_day = self.options.is_day_understood()
        words = tr("Name at least one record") if is_day else tr("This is no date")
        self.missing.set_content("report", words)
        self.strip.settle(words, None if is_day else Role.INVALID)

    def _on_collected(self, report: Report) -> None:
        self._show_report(report)
        self.counts.setText("\n".join(list_count_lines(report.counts, current_language())))
        self.strip.settle("")
        if self._is_wanted:
            self.default_button().click()

    def _show_report(self, report: Report | None) -> None:
        """Show `report` with the pages set as is chosen now."""
        self._report = report and replace(report, setup=self.options.setup())
        self.outlet.set_report(self._report)
        self.view.set_report(self._report)

    def _show_working(self) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(self._report is not None and not self.strip.is_busy())

    def _show_place(self, _changed: object = None, _is_whole: object = None) -> None:
        pages = self.view.pages()
        if pages is None:
            self.place.setText(tr("Setting the pages…"))
            return
        count = len(pages.pages)
        self.place.setText(tr("Page {page} of {pages}", page=self.view.shown_page(), pages=count))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "zooms"):
            for button in self.zooms:
                button.setIcon(make_icon(button.property("icon_name"), self.palette()))

    # Closing

    def done(self, result: int) -> None:
        self.strip.drop()
        self.view.set_report(None)
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.scope.named.line.hasFocus():
                # There Enter takes a name; a dialog would print at once.
                return
            if self.strip.is_busy() and self._report is None:
                # Who presses Ctrl+P and Enter does not wait for the report to be collected.
                self._is_wanted = True
                return
        if not self.view.take_zoom_key(event):
            super().keyPressEvent(event)


def open_report_dialog(
    workspace: Workspace,
    parent: QWidget | None,
    records: Sequence[str] = (),
    preferences: PreferenceFile | None = None,
    kind: str = "",
) -> ReportDialog:
    """Open the report of `kind` on `records`, by default on the window's selection."""
    dialog = ReportDialog(workspace, records, parent, preferences, kind=kind)
    dialog.open()
    return dialog
