"""A small dialog that makes a property: its label, what its values are, one value or many."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.claims import Cardinality, ValueType
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.claims import create_property
from desktop_app.services.session import Session
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_choices import value_type_word
from desktop_app.ui.widgets.claim_hint import Hint

_TYPES = (ValueType.TEXT, ValueType.QUANTITY, ValueType.DATE, ValueType.SUBJECT)
_CARDINALITIES = (Cardinality.MANY, Cardinality.SINGLE)


class NewPropertyDialog(QDialog):
    """Makes one property, or says why it cannot."""

    #: The id of the property made.
    created = Signal(str)

    def __init__(self, session: Session, label: str, parent: QWidget | None = None) -> None:
        """Propose `label`, in the interface's language."""
        super().__init__(parent)
        self.setObjectName("new_property_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("New property"))
        self._session = session
        self._make_fields()
        buttons = self._make_buttons()
        is_vietnamese = current_language() == "vi"
        self.label.setText(label)
        self.label_vi.setText(label if is_vietnamese else "")
        form = QFormLayout()
        form.addRow(tr("Label in English"), self.label)
        form.addRow(tr("Label in Vietnamese"), self.label_vi)
        form.addRow(tr("Its values are"), self.value_type)
        form.addRow(tr("A subject has"), self.cardinality)
        form.addRow(tr("Usual unit"), self.unit)
        form.addRow(tr("Read backwards"), self.inverse)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.hint)
        column.addWidget(buttons)
        self._on_edited()

    def _make_fields(self) -> None:
        self.label = self._make_line("property_label", tr("Label in English"))
        self.label_vi = self._make_line("property_label_vi", tr("Label in Vietnamese"))
        self.unit = self._make_line("property_unit", tr("Usual unit"))
        self.inverse = self._make_line("property_inverse", tr("Read backwards"))
        self.inverse.setPlaceholderText(tr("commander, read backwards: commanded"))
        self.value_type = QComboBox()
        self.value_type.setObjectName("property_type")
        self.value_type.setAccessibleName(tr("Its values are"))
        self.value_type.addItems([value_type_word(one) for one in _TYPES])
        self.value_type.currentIndexChanged.connect(self._on_edited)
        self.cardinality = QComboBox()
        self.cardinality.setObjectName("property_cardinality")
        self.cardinality.setAccessibleName(tr("A subject has"))
        self.cardinality.addItems(
            [tr("any number of values"), tr("one value: different ones are a conflict")]
        )
        self.hint = Hint()

    def _make_line(self, name: str, label: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(label)
        line.textChanged.connect(self._on_edited)
        return line

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.create_button = buttons.addButton(
            tr("Create property"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.create_button.setObjectName("create_property")
        self.create_button.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def accept(self) -> None:
        """Make the property and close, or say why not."""
        try:
            done = create_property(
                self._session,
                label=self.label.text(),
                label_vi=self.label_vi.text(),
                value_type=_TYPES[self.value_type.currentIndex()].value,
                cardinality=_CARDINALITIES[self.cardinality.currentIndex()].value,
                unit=self.unit.text(),
                inverse=self.inverse.text(),
                inverse_vi=self.inverse.text() if current_language() == "vi" else "",
            )
        except UserError as error:
            self.hint.say(error.message, Role.INVALID)
            return
        super().accept()
        self.created.emit(done.ids[0])

    def _on_edited(self, _typed: object = None) -> None:
        chosen = _TYPES[self.value_type.currentIndex()]
        self.unit.setEnabled(chosen is ValueType.QUANTITY)
        self.inverse.setEnabled(chosen is ValueType.SUBJECT)
        missing = not self.label.text().strip()
        self.create_button.setEnabled(not missing)
        words = tr("A property needs a label") if missing else ""
        self.hint.say(words, Role.INVALID if missing else None)
