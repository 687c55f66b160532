"""The lists of the window: a switch with counts, and below it the list chosen.

Uncited claims and conflicts are counted in the switch at all times; one click lists them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.i18n import tr_marked
from desktop_app.services.reading import CatalogueReader
from desktop_app.store.excerpts import get_excerpt
from desktop_app.store.lists import ListQuery
from desktop_app.ui.icons import make_icon, make_pixmap
from desktop_app.ui.models.list_columns import VIEW_BY_ID, VIEWS, ListView
from desktop_app.ui.panels.list_page import ListPage
from desktop_app.ui.theme import Role, small_font, theme_of
from desktop_app.ui.widgets.labels import set_plain_tip
from desktop_app.ui.workspace import Workspace

_ICON = 22
_ALARMS = {"uncited": Role.UNCITED, "conflict": Role.CONFLICT}


class ListsPanel(QWidget):
    """The switch and the lists of one workspace."""

    #: A menu is wanted at this place of the screen, for the selected records.
    menu_wanted = Signal(QPoint)
    import_wanted = Signal()
    #: View id to number of records.
    counted = Signal(dict)
    shown = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Show the lists of `workspace`'s catalogue."""
        super().__init__(parent)
        self.setObjectName("lists_panel")
        self._workspace = workspace
        self._reader = CatalogueReader(workspace.session)
        self.counts: dict[str, int] = {}
        self.buttons: dict[str, QToolButton] = {}
        self.pages: dict[str, ListPage] = {}
        self._column_widths: dict[str, list[int]] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self.count)
        self._lay_out()
        workspace.bridge.changed.connect(self._on_changed)
        workspace.selected.connect(self._on_selected_elsewhere)
        self._group.idClicked.connect(self._on_button)
        self.show_view("event")

    def _lay_out(self) -> None:
        rail = QVBoxLayout()
        rail.setSpacing(2)
        for number, view in enumerate(VIEWS):
            if view.id == "uncited":
                rail.addSpacing(12)
            rail.addWidget(self._make_button(view, number))
        rail.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 2, 6)
        row.setSpacing(6)
        row.addLayout(rail)
        row.addWidget(self._stack, 1)

    def _make_button(self, view: ListView, number: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"show_{view.id}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFont(small_font(self.font()))
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        self.buttons[view.id] = button
        self._group.addButton(button, number)
        self._name_button(view)
        return button

    def _name_button(self, view: ListView) -> None:
        count = self.counts.get(view.id)
        name = tr_marked(view.title)
        button = self.buttons[view.id]
        button.setText(f"{name}\n{'' if count is None else _grouped(count)}")
        button.setAccessibleName(f"{name}: {count}" if count is not None else name)
        set_plain_tip(button, f"{name}: {count}" if count is not None else name)
        if view.id in _ALARMS and count:
            ink = theme_of(self).line(_ALARMS[view.id])
            pixmap = make_pixmap(view.icon, ink, _ICON, self.devicePixelRatioF())
            button.setIcon(pixmap)
        else:
            button.setIcon(make_icon(view.icon, self.palette()))

    # The lists

    def page(self, view_id: str) -> ListPage:
        """Return the list called `view_id`, made when first asked for."""
        if view_id not in self.pages:
            page = ListPage(self._reader, VIEW_BY_ID[view_id])
            page.set_column_widths(self._column_widths.get(view_id, ()))
            page.current_changed.connect(self._on_current)
            page.opened.connect(self.open_record)
            page.menu_wanted.connect(self.menu_wanted)
            page.action_asked.connect(self.import_wanted)
            self._stack.addWidget(page)
            self.pages[view_id] = page
        return self.pages[view_id]

    def shown_page(self) -> ListPage:
        """Return the list on show."""
        page = self._stack.currentWidget()
        assert isinstance(page, ListPage)
        return page

    def show_view(self, view_id: str) -> None:
        """Show the list called `view_id`, and mark it in the switch."""
        page = self.page(view_id)
        self._stack.setCurrentWidget(page)
        self.buttons[view_id].setChecked(True)
        page.show_record(self._workspace.selection)
        self.shown.emit(view_id)

    def _on_button(self, number: int) -> None:
        self.show_view(VIEWS[number].id)

    def reveal(self, record: str) -> None:
        """Show `record` in the list of its kind."""
        kind = find_kind(record)
        if kind is not None and kind.value in VIEW_BY_ID:
            self.show_view(kind.value)
            self.shown_page().show_record(record)

    def selected(self) -> list[str]:
        """Return the ids of the selected records of the list on show."""
        return self.shown_page().selected()

    def column_widths(self) -> dict[str, list[int]]:
        """Return the widths of the columns by list."""
        return self._column_widths | {
            name: page.column_widths() for name, page in self.pages.items()
        }

    def set_column_widths(self, widths: dict[str, list[int]]) -> None:
        """Give the columns of every list their widths, those made later too."""
        self._column_widths = dict(widths)
        for name, page in self.pages.items():
            page.set_column_widths(widths.get(name, ()))

    # What happens

    def _on_current(self, record: str) -> None:
        self._workspace.select(record)
        if find_kind(record) is Kind.DOCUMENT:
            self._workspace.show_passage(record, 0, 0)

    def open_record(self, record: str) -> None:
        """Do what Enter does: show a passage or a document, edit anything else."""
        match find_kind(record):
            case Kind.EXCERPT:
                excerpt = get_excerpt(self._workspace.session.db, record)
                self._workspace.current_excerpt = record
                self._workspace.select(record)
                self._workspace.show_passage(excerpt.document, excerpt.start, excerpt.end)
            case Kind.DOCUMENT:
                self._workspace.select(record)
                self._workspace.show_passage(record, 0, 0)
            case _:
                self._workspace.edit(record)

    def _on_selected_elsewhere(self, record: str) -> None:
        self.shown_page().show_record(record)

    def _on_changed(self, event: ChangeEvent) -> None:
        for page in self.pages.values():
            page.note_change(event)
        self._counting.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._counting.start()

    def count(self) -> None:
        """Count the records of every list."""
        self._counting.stop()
        for view in VIEWS:
            query = ListQuery(kind=view.kind, uncited=view.uncited, conflicts=view.conflicts)
            self.counts[view.id] = self._reader.count(query)
            self._name_button(view)
        self.counted.emit(self.counts)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.buttons:
            for view in VIEWS:
                self._name_button(view)


def _grouped(number: int) -> str:
    """Return `number` with its thousands set apart by a thin space."""
    return f"{number:,}".replace(",", "\u202f") if number >= 10_000 else str(number)
