"""The window: lists at the left, reader and search results in the middle, provenance at the right.

It lays the panels out and leads from one to another; what a panel shows is its own business.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QMenu,
    QSplitter,
    QTabWidget,
    QToolBar,
    QWidget,
)

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session
from desktop_app.ui.actions.registry import ActionSet, list_specs, share_out_keys
from desktop_app.ui.actions.reports import list_reports_about
from desktop_app.ui.actions.search import RESULT_ACTIONS
from desktop_app.ui.backups_keeper import BackupKeeper
from desktop_app.ui.catalogue_files import CatalogueFiles
from desktop_app.ui.dialogs.delete import DeleteBox
from desktop_app.ui.dialogs.job import JobWatcher
from desktop_app.ui.draft_opener import DraftOpener
from desktop_app.ui.errors import show_error
from desktop_app.ui.icons import application_icon, make_icon
from desktop_app.ui.index_keeper import IndexKeeper
from desktop_app.ui.models.list_columns import VIEW_BY_ID
from desktop_app.ui.opening_bar import OpeningBar
from desktop_app.ui.panels.lists import ListsPanel
from desktop_app.ui.panels.provenance import ProvenancePanel
from desktop_app.ui.panels.reader import ReaderPanel
from desktop_app.ui.panels.search import SearchPanel
from desktop_app.ui.status import StatusBar
from desktop_app.ui.widgets.labels import set_plain_title
from desktop_app.ui.widgets.reader import ZOOM_LEVELS
from desktop_app.ui.window_dialogs import WindowDialogs
from desktop_app.ui.workspace import Workspace

_TOOLS = ("undo", "redo", "", "import_documents", "print_report")
_ORDINARY_WIDTHS = (34, 38, 28)
_NARROWEST_CENTRE = 360
_NARROWEST_PROVENANCE = 300
#: More widgets than any panel has.
_FOCUS_CHAIN = 500


class MainWindow(QMainWindow):
    """One open catalogue. The session belongs to whoever made the window."""

    sample_wanted = Signal()
    theme_wanted = Signal(str)
    language_wanted = Signal(str)
    closed = Signal()

    def __init__(self, session: Session, preferences: PreferenceFile) -> None:
        """Lay out the panels for `session`."""
        super().__init__()
        self.setObjectName("main_window")
        self.session = session
        self.preferences = preferences
        self.workspace = Workspace(session, self)
        self.keeper = IndexKeeper(self.workspace.search, self.workspace.bridge, self)
        self.files = CatalogueFiles(session, preferences, self)
        self.backups = BackupKeeper(session, self.workspace.bridge, preferences, self)
        self.jobs = JobWatcher(self.workspace.bridge, self)
        self.dialogs = WindowDialogs(self.workspace, preferences, self)
        self.drafts = DraftOpener(self)
        self.opening_bar = OpeningBar()
        self._make_panels()
        self._lay_out()
        self.actions_by_id = ActionSet(self, list_specs())
        self._make_menus()
        self._connect()
        self._restore()
        self.setAcceptDrops(True)
        set_plain_title(self, tr("{catalogue} — Regesta", catalogue=session.name))
        self.setWindowIcon(application_icon())
        self.actions_by_id.refresh()

    # Laying out

    def _make_panels(self) -> None:
        self.lists = ListsPanel(self.workspace)
        self.reader = ReaderPanel(self.workspace)
        self.results = SearchPanel(self.workspace)
        self.provenance = ProvenancePanel(self.workspace)

    def _lay_out(self) -> None:
        self.centre = QTabWidget()
        self.centre.setObjectName("centre")
        self.centre.setDocumentMode(True)
        self.centre.addTab(self.reader, make_icon("document", self.palette()), tr("Reader"))
        self.centre.addTab(self.results, make_icon("search", self.palette()), tr("Search results"))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("splitter")
        for panel, stretch in ((self.lists, 0), (self.centre, 1), (self.provenance, 0)):
            self.splitter.addWidget(panel)
            self.splitter.setStretchFactor(self.splitter.indexOf(panel), stretch)
            self.splitter.setCollapsible(self.splitter.indexOf(panel), False)
        # By their contents they would want more than a small laptop has.
        self.centre.setMinimumWidth(_NARROWEST_CENTRE)
        self.provenance.setMinimumWidth(_NARROWEST_PROVENANCE)
        below = self.drafts.bar.put_over(self.splitter)
        self.setCentralWidget(self.opening_bar.put_over(below))
        self.status = StatusBar(self.session, self)
        self.setStatusBar(self.status)
        self.search_line = QLineEdit()
        self.search_line.setObjectName("search_line")
        self.search_line.setAccessibleName(tr("Search everything"))
        self.search_line.setPlaceholderText(tr("Search everything: names, words, dates"))
        self.search_line.setClearButtonEnabled(True)
        self._draw_search_icon()

    def _draw_search_icon(self) -> None:
        leading = QLineEdit.ActionPosition.LeadingPosition
        for action in self.search_line.actions():
            if action.objectName() == "search_icon":
                self.search_line.removeAction(action)
        icon = make_icon("search", self.palette())
        self.search_line.addAction(icon, leading).setObjectName("search_icon")

    def _make_menus(self) -> None:
        menus = self.actions_by_id.fill_menus(self.menuBar())
        listed = menus["file"].actions()
        after_sample = listed.index(self.actions_by_id["open_sample"]) + 1
        menus["file"].insertMenu(listed[after_sample], self.files.recent_menu)
        share_out_keys(menus.values())
        bar = QToolBar(tr("Tools"), self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        bar.toggleViewAction().setEnabled(False)
        for name in _TOOLS:
            if name:
                bar.addAction(self.actions_by_id[name])
            else:
                bar.addSeparator()
        bar.addWidget(self.search_line)
        self.addToolBar(bar)
        self.results.outcome.fill_more_menu(
            [self.actions_by_id[name] for name in RESULT_ACTIONS], self.actions_by_id.refresh
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.bridge.changed.connect(self._on_changed)
        workspace.selected.connect(self._refresh_actions)
        workspace.passage_wanted.connect(self.show_reader)
        workspace.editor_wanted.connect(self.dialogs.open_editor)
        workspace.history_wanted.connect(self.dialogs.open_history)
        workspace.told.connect(self.tell)
        self.actions_by_id.refused.connect(self._on_refused)
        self.lists.menu_wanted.connect(self._show_record_menu)
        self.lists.import_wanted.connect(self.dialogs.open_import)
        self.reader.import_wanted.connect(self.dialogs.open_import)
        self.reader.moved.connect(self._refresh_actions)
        self.lists.counted.connect(self.status.show_counts)
        self.status.uncited_wanted.connect(self._show_uncited)
        self.status.conflicts_wanted.connect(self._show_conflicts)
        self.keeper.said.connect(self.status.show_index_state)
        self.backups.said.connect(self.status.show_backups)
        self.status.backups_wanted.connect(self.show_backups)
        self.results.use_field(self.search_line)
        self.results.keep_look(self.preferences)
        self.results.asked.connect(self._bring_results)
        self.results.left.connect(self._leave_search)
        self.results.places_found.connect(self.reader.show_hits)
        self.results.passage_opened.connect(self._leave_search)
        self.provenance.claim_focused.connect(self._refresh_actions)
        workspace.drafts.offered_changed.connect(self._refresh_actions)
        self.reader.view.set_zoom(self.preferences.chosen.reader_zoom)
        self.reader.view.zoom_changed.connect(self._on_zoomed)
        # After the first paint: the window does not wait for the index.
        QTimer.singleShot(0, self.keeper.start)
        self.backups.start()

    def _restore(self) -> None:
        chosen = self.preferences.chosen
        self.resize(1400, 900)
        if chosen.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(chosen.window_geometry.encode("ascii")))
        self.splitter.setSizes(chosen.panel_widths or [14 * part for part in _ORDINARY_WIDTHS])
        self.lists.set_column_widths(chosen.list_columns)
        shown = chosen.list_shown if chosen.list_shown in VIEW_BY_ID else "event"
        self.lists.show_view(shown)

    def _keep(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        sizes = self.splitter.sizes()
        self.preferences.put(
            window_geometry=geometry,
            panel_widths=sizes if min(sizes) > 0 else self.preferences.chosen.panel_widths,
            list_columns=self.lists.column_widths(),
            list_shown=self.lists.shown_page().view.id,
        )

    # Going about

    def show_reader(self) -> None:
        """Bring the reader to the front."""
        self.centre.setCurrentWidget(self.reader)

    def show_results(self) -> None:
        """Bring the search results to the front."""
        self.centre.setCurrentWidget(self.results)
        self.results.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_list(self, view: str) -> None:
        """Show a list and go to it."""
        self.lists.show()
        self.lists.show_view(view)
        self.lists.shown_page().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_uncited(self) -> None:
        self.show_list("uncited")

    def _show_conflicts(self) -> None:
        self.show_list("conflict")

    def show_record(self, record: str) -> None:
        """Make the window about `record`: its list, its passage, its provenance."""
        self.lists.reveal(record)
        self.workspace.select(record)
        if find_kind(record) in (Kind.DOCUMENT, Kind.EXCERPT):
            self.lists.open_record(record)

    def show_backups(self) -> None:
        """Open the backups of this catalogue."""
        self.dialogs.open_backups(self.backups)

    def go_to_search(self) -> None:
        """Go to the search field."""
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    def go_to_filter(self) -> None:
        """Go to the filter of the list on show."""
        self.lists.show()
        line = self.lists.shown_page().filter
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def _bring_results(self) -> None:
        self.centre.setCurrentWidget(self.results)

    def _leave_search(self) -> None:
        self.show_reader()
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_next_panel(self, step: int) -> None:
        """Move the focus to the next panel, or for -1 to the previous one."""
        panels: list[QWidget] = [self.search_line, self.lists, self.centre, self.provenance]
        panels.append(self.drafts.bar)
        panels = [panel for panel in panels if panel.isVisibleTo(self)]
        focused = QApplication.focusWidget()
        here = next(
            (
                n
                for n, one in enumerate(panels)
                if focused and (one is focused or one.isAncestorOf(focused))
            ),
            -1 if step > 0 else 0,
        )
        panel = panels[(here + step) % len(panels)]
        inner = {
            id(self.lists): self.lists.shown_page(),
            id(self.centre): self.centre.currentWidget(),
        }
        target = inner.get(id(panel)) or panel
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        inside = QApplication.focusWidget()
        if inside is None or not (panel is inside or panel.isAncestorOf(inside)):
            _focus_first(panel)

    def step_zoom(self, steps: int) -> None:
        """Make the reader's text larger or smaller; 0 is its ordinary size."""
        view = self.reader.view
        nearest = min(range(len(ZOOM_LEVELS)), key=lambda n: abs(ZOOM_LEVELS[n] - view.zoom()))
        at = min(max(nearest + steps, 0), len(ZOOM_LEVELS) - 1)
        view.set_zoom(ZOOM_LEVELS[at] if steps else 100)

    def _on_zoomed(self, percent: int) -> None:
        self.preferences.put(reader_zoom=percent)

    # Records

    def targets(self) -> list[str]:
        """Return the records an action is about: the list's selection, else the window's."""
        chosen = self.lists.selected()
        selection = self.workspace.selection
        if selection in chosen or not selection:
            return chosen
        return [selection]

    def ask_delete(self) -> DeleteBox | None:
        """Ask whether to move the records to the trash."""
        targets = self.targets()
        return DeleteBox(self.workspace, targets, self) if targets else None

    def _show_record_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.actions_by_id.refresh()
        for name in ("edit_record", "record_history", "delete"):
            menu.addAction(self.actions_by_id[name])
        reports = list_reports_about(self.targets())
        if reports:
            below = menu.addMenu(tr("Re&ports"))
            below.addActions([self.actions_by_id[name] for name in reports])
        menu.popup(at)

    # What happens

    def tell(self, text: str) -> None:
        """Show a short message in the status bar."""
        self.status.tell(text)

    def _on_changed(self, _event: ChangeEvent) -> None:
        self.status.show_revision()
        self._refresh_actions()

    def _refresh_actions(self) -> None:
        self.actions_by_id.refresh()

    def _on_refused(self, error: UserError) -> None:
        show_error(self, error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_files(event) and not self.session.db.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dialogs.open_import(_dropped_files(event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_by_id"):
            self.actions_by_id.redraw_icons()
            self._draw_search_icon()
            self.centre.setTabIcon(0, make_icon("document", self.palette()))
            self.centre.setTabIcon(1, make_icon("search", self.palette()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep()
        self.keeper.stop()
        self.backups.stop()
        self.workspace.close()
        event.accept()
        self.closed.emit()


def _dropped_files(event: QDropEvent) -> list[Path]:
    """Return the files of a drop; those of a folder are the files directly in it."""
    found: list[Path] = []
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile()) if url.isLocalFile() else None
        if path is not None and path.is_dir():
            found += sorted(one for one in path.iterdir() if one.is_file())
        elif path is not None:
            found.append(path)
    return found


def _focus_first(panel: QWidget) -> None:
    """Focus the first widget inside `panel` that the Tab key reaches."""
    widget: QWidget | None = panel
    for _ in range(_FOCUS_CHAIN):
        widget = widget.nextInFocusChain() if widget else None
        if widget is None or widget is panel or not panel.isAncestorOf(widget):
            return
        if (
            widget.isVisibleTo(panel)
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
