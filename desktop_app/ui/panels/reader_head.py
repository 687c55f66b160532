"""The head of the reader: back and forward, the document's title, find, zoom, the citation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.store.database import Database
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.reader_chooser import DocumentChooser
from desktop_app.ui.widgets.flat_button import flat_button
from desktop_app.ui.widgets.labels import ElidedLabel, set_plain_tip
from desktop_app.ui.widgets.reader import ZOOM_LEVELS


class ReaderHead(QWidget):
    """Two rows above the text. It tells what is asked and is told what to show."""

    back_asked = Signal()
    forward_asked = Signal()
    find_asked = Signal()
    zoom_asked = Signal(int)

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        """Choose among the documents of `db`."""
        super().__init__(parent)
        self._zoom = 100
        self.back = self._make_button("reader_back", tr("Back (Alt+Left)"), "back")
        self.forward = self._make_button("reader_forward", tr("Forward (Alt+Right)"), "forward")
        self.find_button = self._make_button("reader_find", tr("Find in this document"), "find")
        self.smaller = self._make_button("reader_smaller", tr("Smaller text"), "zoom-out")
        self.larger = self._make_button("reader_larger", tr("Larger text"), "zoom-in")
        self.chooser = DocumentChooser(db)
        self.citation = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.citation.setObjectName("reader_citation")
        self.citation.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out()
        self._connect()

    def _make_button(self, name: str, tip: str, icon: str) -> QToolButton:
        return flat_button(name, tip, icon, self.palette())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(self.chooser, 1)
        for button in (self.find_button, self.smaller, self.larger):
            row.addWidget(button)
        below = QHBoxLayout()
        below.setContentsMargins(6, 0, 6, 0)
        below.addWidget(self.citation, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(1)
        column.addLayout(row)
        column.addLayout(below)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.forward.clicked.connect(self.forward_asked)
        self.find_button.clicked.connect(self.find_asked)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)

    def set_document(self, title: str, citation: str) -> None:
        """Name the open document, "" for none."""
        self.chooser.set_title(title)
        self.citation.set_text(citation)
        for button in (self.find_button, self.smaller, self.larger):
            button.setEnabled(bool(title))

    def set_ways(self, *, back: bool, forward: bool) -> None:
        """Say whether there is a place to go back or forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def set_zoom(self, percent: int) -> None:
        """Show the size of the letters in the tips of its buttons."""
        self._zoom = percent
        set_plain_tip(self.smaller, tr("Smaller text (now {percent} %)", percent=percent))
        set_plain_tip(self.larger, tr("Larger text (now {percent} %)", percent=percent))

    def _on_smaller(self) -> None:
        at = bisect_left(ZOOM_LEVELS, self._zoom) - 1
        self.zoom_asked.emit(ZOOM_LEVELS[max(at, 0)])

    def _on_larger(self) -> None:
        at = bisect_right(ZOOM_LEVELS, self._zoom)
        self.zoom_asked.emit(ZOOM_LEVELS[min(at, len(ZOOM_LEVELS) - 1)])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for button in self.findChildren(QToolButton):
                name = button.property("icon_name")
                if name:
                    button.setIcon(make_icon(name, self.palette()))
