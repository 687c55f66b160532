"""The places where an entity is named, by source, each with a tick and its surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.marking import Doubt, Occurrence
from desktop_app.store import documents, lists
from desktop_app.store.database import Database
from desktop_app.ui.theme import Role, theme_of_palette
from desktop_app.ui.widgets.labels import plain_tip

_AnyIndex = QModelIndex | QPersistentModelIndex
_PLACE = Qt.ItemDataRole.UserRole
_TICKABLE = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
)


class ContextDelegate(QStyledItemDelegate):
    """Writes the surroundings with the name marked, which stays in sight."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        place = index.data(_PLACE) if index.column() == 0 else None
        if not isinstance(place, Occurrence):
            super().paint(painter, option, index)
            return
        theme = theme_of_palette(option.palette)
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, option.widget)
        room = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, plain, option.widget
        ).adjusted(4, 0, -4, 0)
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(theme.on_selection if is_marked else theme.text)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.save()
        painter.setFont(bold)
        name = " ".join(place.text.split())
        width = painter.fontMetrics().horizontalAdvance(name)
        middle = Qt.AlignmentFlag.AlignVCenter
        side = max((room.width() - width) // 2, 0)
        metrics = option.fontMetrics
        left = metrics.elidedText(_line(place.left), Qt.TextElideMode.ElideLeft, side)
        at = room.left() + metrics.horizontalAdvance(left)
        painter.fillRect(at, room.top() + 2, width, room.height() - 4, theme.wash(Role.FOUND))
        painter.setPen(QColor(theme.text))
        painter.drawText(at, room.top(), width, room.height(), int(middle), name)
        painter.setFont(option.font)
        painter.setPen(ink)
        painter.drawText(room, int(middle), left)
        rest = room.right() - at - width
        right = metrics.elidedText(_line(place.right), Qt.TextElideMode.ElideRight, max(rest, 0))
        painter.drawText(at + width, room.top(), rest, room.height(), int(middle), right)
        painter.restore()


def _line(text: str) -> str:
    """Return `text` on one line, the blanks at its ends kept."""
    return "".join(" " if char.isspace() else char for char in text)


class OccurrenceTree(QTreeWidget):
    """Sources with their places; Space ticks, a source all of its own; Enter shows a place."""

    ticked = Signal()
    #: Show this place in the reader: document, start, end.
    place_wanted = Signal(str, int, int)

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        """Begin empty; sources are named as in `db`."""
        super().__init__(parent)
        self.setObjectName("mark_tree")
        # Fusion fills a box with the base: on that colour an empty one would not be seen.
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setAccessibleName(tr("Places where the name stands"))
        self._db = db
        self._count = 0
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(ContextDelegate(self))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, self.fontMetrics().averageCharWidth() * 26)
        self.itemChanged.connect(self._on_changed)
        self.itemDoubleClicked.connect(self._on_activated)

    def set_places(self, places: Sequence[Occurrence]) -> None:
        """Show `places` by source; sure ones that are not marked yet are ticked."""
        self.blockSignals(True)
        self.clear()
        self._count = len(places)
        held = {one.document for one in places}
        facts = {one.id: one for one in documents.list_documents(self._db, held)}
        titles = lists.get_listing(self._db, {one.source for one in facts.values()})
        sources: dict[str, QTreeWidgetItem] = {}
        for place in places:
            source = facts[place.document].source if place.document in facts else ""
            if source not in sources:
                title = str(titles[source]["title"]) if source in titles else source
                sources[source] = self._add_source(title)
            sources[source].addChild(_make_item(place))
        for item in sources.values():
            item.setText(1, str(item.childCount()))
            item.setExpanded(True)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self.blockSignals(False)
        self.viewport().update()

    def _add_source(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([" ".join(title.split()), ""])
        item.setFlags(_TICKABLE | Qt.ItemFlag.ItemIsAutoTristate)
        item.setToolTip(0, plain_tip(title))
        font = QFont(self.font())
        font.setBold(True)
        item.setFont(0, font)
        self.addTopLevelItem(item)
        return item

    def count(self) -> int:
        """Return how many places there are."""
        return self._count

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for number in range(self.topLevelItemCount()):
            source = self.topLevelItem(number)
            children = (source.child(row) for row in range(source.childCount())) if source else ()
            yield from (item for item in children if item is not None)

    def ticked_places(self) -> Iterator[Occurrence]:
        """Yield the places that are ticked."""
        for item in self._items():
            if item.checkState(0) is Qt.CheckState.Checked:
                yield item.data(0, _PLACE)

    def tick_all(self) -> None:
        """Tick every place that is not marked already, doubtful ones too."""
        self._tick(Qt.CheckState.Checked)

    def tick_none(self) -> None:
        """Tick no place."""
        self._tick(Qt.CheckState.Unchecked)

    def _tick(self, state: Qt.CheckState) -> None:
        self.blockSignals(True)
        for item in self._items():
            if not item.data(0, _PLACE).is_marked:
                item.setCheckState(0, state)
        self.blockSignals(False)
        self.viewport().update()
        self.ticked.emit()

    def _on_changed(self, item: QTreeWidgetItem, _column: int) -> None:
        # A place that is marked already has no tick of its own.
        place = item.data(0, _PLACE)
        if isinstance(place, Occurrence) and place.is_marked:
            return
        self.ticked.emit()

    def _on_activated(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        place = item.data(0, _PLACE)
        if isinstance(place, Occurrence):
            self.place_wanted.emit(place.document, place.start, place.end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        item = self.currentItem()
        if is_enter and item is not None and not event.modifiers():
            self._on_activated(item)
        elif is_enter:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _make_item(place: Occurrence) -> QTreeWidgetItem:
    """Return the row of one place; one that is marked already cannot be ticked."""
    said = _say(place)
    item = QTreeWidgetItem([_line(place.left + place.text + place.right), said])
    item.setData(0, _PLACE, place)
    item.setToolTip(1, plain_tip(said))
    spoken = f"{_line(place.left)}{place.text}{_line(place.right)}, {said}"
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
    if place.is_marked:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item
    item.setFlags(_TICKABLE)
    is_sure = place.doubt is Doubt.NONE
    item.setCheckState(0, Qt.CheckState.Checked if is_sure else Qt.CheckState.Unchecked)
    return item


def _say(place: Occurrence) -> str:
    """Return what is to be known of a place before it is ticked."""
    if place.is_marked:
        return tr("marked already")
    names = ", ".join(place.others)
    if place.doubt is Doubt.SHARED:
        return tr("also a name of {names}", names=names)
    if place.doubt is Doubt.CONFUSED:
        return tr("may be {names}", names=names)
    if place.doubt is Doubt.SHORT:
        return tr("a short name; may be a word")
    return tr("an excerpt already") if place.excerpt else ""
