"""The parts of the search panel and where they stand; what they do is the panel's business."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.search_fault import FaultLine
from desktop_app.ui.panels.search_field import FieldKeys
from desktop_app.ui.panels.search_filters import SearchFilters
from desktop_app.ui.panels.search_help import SearchHelp
from desktop_app.ui.panels.search_outcome import SearchOutcome
from desktop_app.ui.widgets.labels import set_plain_tip


class SearchFrame(QWidget):
    """A field with what is wrong in it, filters, and what came of the search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay out the parts."""
        super().__init__(parent)
        self.setObjectName("search_panel")
        self._make_widgets()
        self._lay_out()

    def _make_timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    def _make_widgets(self) -> None:
        self._own_field = QLineEdit()
        self._own_field.setObjectName("search_field")
        self._own_field.setAccessibleName(tr("Search everything"))
        self._own_field.setPlaceholderText(tr("Search everything: names, words, dates"))
        self._own_field.setClearButtonEnabled(True)
        self.keys = FieldKeys(self._own_field, self)
        self.setFocusProxy(self._own_field)
        self.help_button = QToolButton()
        self.help_button.setObjectName("search_help_button")
        self.help_button.setAutoRaise(True)
        self.help_button.setIcon(make_icon("help", self.palette()))
        self.help_button.setAccessibleName(tr("How to search"))
        set_plain_tip(self.help_button, tr("How to search"))
        self.filters = SearchFilters()
        self.hint = FaultLine()
        self.outcome = SearchOutcome()
        self.model, self.results = self.outcome.model, self.outcome.results
        self.facets = self.outcome.facets
        self._help = SearchHelp(self)

    def _lay_out(self) -> None:
        filter_row = QHBoxLayout()
        filter_row.setSpacing(4)
        filter_row.addWidget(self.filters, 1)
        filter_row.addWidget(self.help_button, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 4)
        head.setSpacing(4)
        head.addWidget(self._own_field)
        head.addWidget(self.hint)
        head.addLayout(filter_row)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self.outcome, 1)

    @property
    def field(self) -> QLineEdit:
        """Return the field from which is taken what is asked."""
        return self.keys.field

    def use_field(self, field: QLineEdit) -> None:
        """Take what is asked from `field`, which may stand elsewhere in the window."""
        self.keys.use(field)
        self._own_field.setVisible(field is self._own_field)
        self.setFocusProxy(field)

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_help(self) -> None:
        """Show what can be written in the field."""
        self._help.open_below(self.help_button)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "help_button"):
            self.help_button.setIcon(make_icon("help", self.palette()))
