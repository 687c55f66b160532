"""A line for dates that says, as one types, how they are understood.

It takes a source's wording or EDTF; what is not understood stays as typed and is said to be so.
The reading itself is done by `catalog.dates`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.dates import format_date, read_date
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.ui.icons import make_icon
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import plain_label


class DateEdit(QWidget):
    """A date as written in a source or as EDTF, with its reading below the line."""

    value_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up an empty line."""
        super().__init__(parent)
        self.setObjectName("date_edit")
        self._language = ""
        self._context: str | None = None
        self._value: DateValue | None = None
        self._stored: DateValue | None = None
        self.line = QLineEdit()
        self.line.setObjectName("date_line")
        self.line.setAccessibleName(tr("Date"))
        self.line.setPlaceholderText(tr("6 May 1962, cuối tháng 3 năm 1962, 1962-05-06, 1962-05~"))
        self.reading = plain_label(muted=True)
        self.reading.setObjectName("date_reading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.reading)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text_changed)
        self._show_reading((), "")

    def set_language(self, language: str) -> None:
        """Read wordings in `language` first."""
        self._language = language
        self._read()

    def set_context(self, context: str | None) -> None:
        """Let `context`, a date, supply the year that a wording lacks."""
        self._context = context
        self._read()

    def set_value(self, value: DateValue | None) -> None:
        """Show `value`: its wording, or its EDTF where it has none. It stays until one types."""
        self._stored = value
        words = _written(value)
        if words == self.line.text():
            self._read()
        else:
            self.line.setText(words)

    def value(self) -> DateValue | None:
        """Return the date, None where the line is empty or not understood."""
        return self._value

    def stored(self) -> DateValue | None:
        """Return the date that was set, None once something else was typed."""
        return self._stored

    def text(self) -> str:
        """Return what is written on the line."""
        return self.line.text().strip()

    def is_acceptable(self) -> bool:
        """Return whether the line is empty or understood."""
        return not self.text() or self._value is not None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_sign(Role.VALID if self.is_acceptable() else Role.INVALID)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 14, super().minimumSizeHint().height())

    def _on_text_changed(self, text: str) -> None:
        # The stored EDTF may say more than its wording does: only other words are read anew.
        if self._stored is not None and text != _written(self._stored):
            self._stored = None
        self._read()

    def _read(self) -> None:
        """Read the line and say how it is understood."""
        self._value = self._stored
        inferred: tuple[str, ...] = ()
        problem = ""
        if self.text() and self._stored is None:
            try:
                reading = read_date(self.text(), language=self._language, context=self._context)
            except UserError as error:
                reading, problem = None, error.message
            if reading is not None:
                self._value, inferred = reading.value, reading.inferred
        self._show_reading(inferred, problem)
        self.value_changed.emit()

    def _show_reading(self, inferred: tuple[str, ...], problem: str) -> None:
        """Say the reading in words and EDTF below the line, with a sign at its end."""
        role = Role.VALID
        if not self.text():
            words = tr("In words as in the source, or in EDTF")
        elif self._value is None:
            role = Role.INVALID
            words = problem or tr("Not understood as a date")
        else:
            words = _describe(self._value, inferred)
        self.reading.setText(words)
        self.line.setAccessibleDescription(words)
        self._show_sign(role)

    def _show_sign(self, role: Role) -> None:
        """Put a tick or a warning at the end of the line; an empty line has neither."""
        for action in self.line.actions():
            self.line.removeAction(action)
        palette = QPalette(self.palette())
        if self.text():
            palette.setColor(QPalette.ColorRole.ButtonText, theme_of(self).line(role))
            icon = make_icon(role.value, palette)
            self.line.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)


def _written(value: DateValue | None) -> str:
    """Return what the line shows for a stored date."""
    return (value.wording or value.edtf) if value else ""


def _describe(value: DateValue, inferred: tuple[str, ...]) -> str:
    """Return the reading of a date in words, with its EDTF and what was supplied."""
    words = format_date(value, current_language())
    if not inferred:
        return tr("{words} · EDTF {edtf}", words=words, edtf=value.edtf)
    names = {"century": tr("century"), "month": tr("month"), "year": tr("year")}
    supplied = ", ".join(names.get(part, part) for part in inferred)
    return tr(
        "{words} · EDTF {edtf} · supplied from the context: {supplied}",
        words=words,
        edtf=value.edtf,
        supplied=supplied,
    )
