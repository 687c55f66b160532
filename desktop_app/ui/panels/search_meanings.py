"""The records that a name in the query may mean, offered in a menu: the town, the province."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.search_rows import Meant
from desktop_app.ui.widgets.labels import escape_keys
from desktop_app.ui.widgets.link_button import LinkButton


class MeaningLink(LinkButton):
    """Asks which record is meant where a name may mean several."""

    #: The query with the record chosen.
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer nothing."""
        super().__init__("search_meanings", parent)
        self._meant: tuple[Meant, ...] = ()
        self.clicked.connect(self._open)
        self.hide()

    def set_meant(self, meant: Sequence[Meant]) -> None:
        """Offer these; a single one is no question."""
        self._meant = tuple(meant)
        self.setVisible(len(self._meant) > 1)
        names = list(dict.fromkeys(one.words for one in self._meant))
        self.set_words(tr("which {names}?", names=", ".join(f"“{name}”" for name in names)))

    def make_menu(self) -> QMenu:
        """Return the menu of what may be meant, under its name where there are several."""
        menu = QMenu(self)
        menu.setObjectName("search_meanings_menu")
        several = len({one.words for one in self._meant}) > 1
        before = ""
        for one in self._meant:
            if several and one.words != before:
                menu.addSection(escape_keys(one.words))
            before = one.words
            icon = make_icon(one.icon, self.palette())
            action = menu.addAction(icon, escape_keys(f"{one.title} · {one.said}"))
            action.triggered.connect(lambda _=False, query=one.query: self.chosen.emit(query))
        return menu

    def _open(self) -> None:
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
