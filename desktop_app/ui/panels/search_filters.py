"""What narrows a search: kinds of record, dates from and to, the exact spelling."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.dates import read_date
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.saved_searches import SavedSearch
from desktop_app.ui.icons import make_icon
from desktop_app.ui.theme import small_font
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import plain_label, set_plain_tip

_ICON = 14
_DATE_LETTERS = 14


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen; no kinds means all. Days are ISO days."""

    kinds: tuple[str, ...] = ()
    from_day: str | None = None
    to_day: str | None = None
    exact: bool = False


class DateLine(QLineEdit):
    """One date in a source's words or EDTF; empty for an open side."""

    def __init__(self, name: str, prompt: str) -> None:
        """Ask for a date in the words of `prompt`."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(prompt)
        self.setPlaceholderText(prompt)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _DATE_LETTERS + 16)
        set_plain_tip(self, tr("A year, a month or a day: 1962, tháng 3 năm 1962, 1962-05-06"))

    def read(self) -> DateValue | None:
        """Return the date, None where the line is empty or not understood."""
        words = self.text().strip()
        try:
            reading = read_date(words) if words else None
        except UserError:
            return None
        return reading.value if reading else None

    def problem(self) -> str:
        """Say what is wrong with the line, "" where it is empty or understood."""
        words = self.text().strip()
        if not words or self.read() is not None:
            return ""
        return tr("“{words}” is not understood as a date. Write 1962 or 1962-05-06.", words=words)


class SearchFilters(QWidget):
    """A row of kinds that can be pressed, two dates and a box to tick."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing narrowed."""
        super().__init__(parent)
        self.setObjectName("search_filters")
        self.kinds = {kind: self._make_kind(kind, words) for kind, words in _kind_words().items()}
        self.from_line = DateLine("search_from", tr("from"))
        self.to_line = DateLine("search_to", tr("until"))
        self.exact = QCheckBox(tr("Exact spelling"))
        self.exact.setObjectName("search_exact")
        set_plain_tip(self.exact, tr("Tones, accents and đ must be as typed"))
        self._lay_out()
        for line in (self.from_line, self.to_line):
            line.textChanged.connect(self.changed)
        self.exact.toggled.connect(self.changed)

    def _make_kind(self, kind: Kind, words: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"search_kind_{kind.value}")
        button.setText(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFont(small_font(self.font()))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("icon_name", _ICONS[kind])
        button.setIcon(make_icon(_ICONS[kind], self.palette()))
        set_plain_tip(button, tr("Only what is pressed is searched; nothing pressed means all"))
        button.toggled.connect(self.changed)
        return button

    def _lay_out(self) -> None:
        row = FlowLayout(gap=0)
        for button in self.kinds.values():
            row.addWidget(button)
        below = FlowLayout(gap=4)
        below.addWidget(self._make_dates())
        below.addWidget(self.exact)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addLayout(below)

    def _make_dates(self) -> QWidget:
        """Return the two lines as one piece, which a narrow panel does not part."""
        dates = QWidget()
        dates.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        inner = QHBoxLayout(dates)
        inner.setContentsMargins(4, 0, 4, 0)
        inner.setSpacing(4)
        inner.addWidget(self.from_line)
        inner.addWidget(plain_label("–", wrap=False))
        inner.addWidget(self.to_line)
        return dates

    def chosen(self) -> Filters:
        """Return what is chosen; dates that are not understood do not narrow."""
        first, last = self.from_line.read(), self.to_line.read()
        return Filters(
            kinds=tuple(kind.value for kind, button in self.kinds.items() if button.isChecked()),
            from_day=first.earliest if first else None,
            to_day=last.latest if last else None,
            exact=self.exact.isChecked(),
        )

    def problem(self) -> str:
        """Say which date is not understood, "" where all is well."""
        problem = self.from_line.problem() or self.to_line.problem()
        days = self.chosen()
        if not problem and days.from_day and days.to_day and days.from_day > days.to_day:
            return tr("The first date is later than the last one: nothing lies between them.")
        return problem

    def clear(self) -> None:
        """Narrow nothing."""
        was_blocked = self.blockSignals(True)
        for button in self.kinds.values():
            button.setChecked(False)
        self.from_line.clear()
        self.to_line.clear()
        self.exact.setChecked(False)
        self.blockSignals(was_blocked)
        self.changed.emit()

    def clear_kinds(self) -> None:
        """Press no kind; nothing is announced."""
        was_blocked = self.blockSignals(True)
        for button in self.kinds.values():
            button.setChecked(False)
        self.blockSignals(was_blocked)

    def set_filters(self, search: SavedSearch) -> None:
        """Narrow as `search` says; nothing is announced."""
        was_blocked = self.blockSignals(True)
        for kind, button in self.kinds.items():
            button.setChecked(kind.value in search.kinds)
        self.from_line.setText(search.first)
        self.to_line.setText(search.last)
        self.exact.setChecked(search.exact)
        self.blockSignals(was_blocked)

    def is_narrowing(self) -> bool:
        """Tell whether anything is narrowed."""
        return self.chosen() != Filters()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "kinds"):
            for button in self.kinds.values():
                button.setIcon(make_icon(button.property("icon_name"), self.palette()))


_ICONS = {
    Kind.ENTITY: "person",
    Kind.EVENT: "event",
    Kind.CLAIM: "claim",
    Kind.EXCERPT: "excerpt",
    Kind.DOCUMENT: "document",
    Kind.SOURCE: "source",
}


def _kind_words() -> dict[Kind, str]:
    return {
        Kind.ENTITY: tr("Entities"),
        Kind.EVENT: tr("Events"),
        Kind.CLAIM: tr("Claims"),
        Kind.EXCERPT: tr("Excerpts"),
        Kind.DOCUMENT: tr("Documents"),
        Kind.SOURCE: tr("Sources"),
    }
