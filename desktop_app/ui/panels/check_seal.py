"""Comparing the seal printed under a report with the catalogue's history."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from desktop_app.i18n import tr
from desktop_app.services.checking import find_printed_seal
from desktop_app.services.session import Session
from desktop_app.store import journal
from desktop_app.ui.widgets.labels import plain_label


class SealRow(QWidget):
    """Two fields for what stands in a report's footer, and what the history says of it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Compare with the history of `session`'s catalogue."""
        super().__init__(parent)
        self._session = session
        self.change = QSpinBox()
        self.change.setObjectName("seal_change")
        self.change.setAccessibleName(tr("Change printed under the report"))
        self.change.setRange(1, 999_999_999)
        self.seal = QLineEdit()
        self.seal.setObjectName("seal_digits")
        self.seal.setAccessibleName(tr("Seal printed under the report"))
        self.seal.setPlaceholderText("0123 4567 89ab cdef")
        self.seal.setMaxLength(80)
        letters = len(self.seal.placeholderText()) + 4
        self.seal.setMinimumWidth(letters * self.fontMetrics().averageCharWidth())
        self.seal.returnPressed.connect(self.compare)
        self.button = QPushButton(tr("Compare"))
        self.button.setObjectName("compare_seal")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.compare)
        self.answer = plain_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label(tr("Under a report: change")))
        row.addWidget(self.change)
        row.addWidget(plain_label(tr("seal")))
        row.addWidget(self.seal)
        row.addWidget(self.button)
        row.addWidget(self.answer, 1)
        self.change.setValue(max(1, journal.head(session.db)))

    def compare(self) -> None:
        """Say whether the history holds that seal."""
        if not self.seal.text().strip():
            return
        finding = find_printed_seal(self._session.db, self.change.value(), self.seal.text())
        if finding is None:
            self.answer.setText(tr("It is in this catalogue's history."))
        else:
            self.answer.setText(finding.message)
