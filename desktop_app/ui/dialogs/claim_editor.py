"""The editor of one claim: all its fields and its citations, saved as one change.

What is wrong is said as one types; Save works once nothing is. Ctrl+Enter saves, Esc asks
before it gives up edits.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.claims import Property, Rank
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.claims import rank_claim, update_claim
from desktop_app.store import claims
from desktop_app.store.subjects import label_subjects
from desktop_app.ui.dialogs.claim_citations import CitationsEdit
from desktop_app.ui.dialogs.form_dialog import FormDialog
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_choices import offer_properties, property_choice
from desktop_app.ui.widgets.claim_details import ClaimDetails
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.claim_value import ClaimValueEdit, settle_value
from desktop_app.ui.widgets.draft_parts import InputPart, PickPart
from desktop_app.ui.widgets.labels import ElidedLabel, plain_label
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace

_LETTERS_WIDE = 100
_AROUND = 110
_RANKS = tuple(Rank)


class ClaimEditor(FormDialog):
    """Edits one claim."""

    def __init__(self, workspace: Workspace, claim: str, parent: QWidget | None = None) -> None:
        """Show `claim`; raise UserError where there is none."""
        super().__init__(workspace, tr("Edit claim"), parent)
        self.setObjectName("claim_editor")
        self._session = workspace.session
        self._claim = claims.get_claim(self._session.db, claim)
        self._properties: dict[str, Property] = {}
        self._make_fields()
        inside = self._make_form()
        area = self.lay_out(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save_button.setDefault(True)
        self._fill()
        self.keeper.begin("claim", claim)
        self._connect()
        self._validate()
        self.fit(_LETTERS_WIDE, inside.sizeHint().height() + _AROUND)

    def _make_fields(self) -> None:
        self.property_box = PickBox(tr("Property"))
        self.property_box.setObjectName("editor_property")
        self.property_box.set_source(self._offer_properties)
        self.value_edit = ClaimValueEdit(self._session)
        self.hint = Hint()
        self.details = ClaimDetails()
        self.rank = QComboBox()
        self.rank.setObjectName("editor_rank")
        self.rank.setAccessibleName(tr("Rank"))
        for one in _RANKS:
            self.rank.addItem(word(one, current_language()), one.value)
        self.rank.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rank_reason = QLineEdit()
        self.rank_reason.setObjectName("editor_rank_reason")
        self.rank_reason.setAccessibleName(tr("Reason for the rank"))
        self.rank_reason.setPlaceholderText(tr("Needed for a preferred or deprecated value"))
        self.citations = CitationsEdit(
            self._session,
            self._claim.id,
            self._claim.citations,
            self.workspace.current_excerpt,
        )

    def _make_form(self) -> QWidget:
        db, subject = self._session.db, self._claim.subject
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._subject = label_subjects(db, [subject]).get(subject, subject)
        form.addRow(tr("About"), ElidedLabel(self._subject))
        form.addRow(tr("Property"), self.property_box)
        form.addRow(tr("Value"), self.value_edit)
        form.addRow("", self.hint)
        self.hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        form.addRow(tr("Rank"), self.rank)
        form.addRow(tr("Reason for the rank"), self.rank_reason)
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.addLayout(form)
        within.addWidget(self.details)
        within.addWidget(plain_label(tr("Evidence"), bold=True))
        within.addWidget(self.citations)
        within.addStretch(1)
        return inside

    def _fill(self) -> None:
        held = self._claim
        prop = claims.get_property(self._session.db, held.property)
        self._properties[prop.id] = prop
        self.property_box.set_pick(property_choice(prop))
        self.value_edit.set_property(prop)
        self.value_edit.set_value(held.value)
        self.details.set_claim(held)
        self.rank.setCurrentIndex(_RANKS.index(held.rank))
        self.rank_reason.setText(held.rank_reason)
        #: What the fields say before any edit: a line of text may say a note differently.
        self._start = self.details.given()

    def _connect(self) -> None:
        self.property_box.pick_changed.connect(self._on_property)
        self.property_box.line.textChanged.connect(self._on_edited)
        self.value_edit.changed.connect(self._on_edited)
        self.details.changed.connect(self._on_edited)
        self.rank.currentIndexChanged.connect(self._on_edited)
        self.rank_reason.textChanged.connect(self._on_edited)
        self.citations.changed.connect(self._on_edited)

    # What is edited

    def is_edited(self) -> bool:
        """Return whether anything differs from the claim as it was."""
        return bool(self._changed_details()) or self._is_rank_edited() or self.citations.is_edited()

    def draft_parts(self) -> list[InputPart]:
        return [
            PickPart("property", tr("Property"), self.property_box, self._find_property),
            InputPart("value", tr("Value"), self.value_edit),
            InputPart("rank", tr("Rank"), self.rank),
            InputPart("rank_reason", tr("Reason for the rank"), self.rank_reason),
            *self.details.draft_parts(),
            InputPart("citations", tr("Evidence"), self.citations),
        ]

    def draft_title(self) -> str:
        pick = self.property_box.current_pick()
        return f"{self._subject}, {pick.title}" if pick is not None else self._subject

    def _find_property(self, record: str) -> Choice | None:
        prop = claims.get_property(self._session.db, record)
        self._properties[prop.id] = prop
        return property_choice(prop)

    def find_problem(self) -> str:
        """Return what keeps the claim from being saved, "" for nothing."""
        if self._property() is None or self.property_box.typed():
            return tr("Choose the property: type a few letters, then Enter")
        if self.value_edit.given() is None:
            missing = tr("Give the value, or say that it is unknown or none")
            return self.value_edit.problem() or missing
        rank = _RANKS[self.rank.currentIndex()]
        if rank is not Rank.NORMAL and not self.rank_reason.text().strip():
            return tr("Write the reason for the rank: a reader will want to know it")
        return self.details.problem()

    def _property(self) -> Property | None:
        pick = self.property_box.current_pick()
        return self._properties.get(pick.id) if pick else None

    def _is_rank_edited(self) -> bool:
        rank, reason = _RANKS[self.rank.currentIndex()], self.rank_reason.text().strip()
        if rank is Rank.NORMAL:
            return self._claim.rank is not Rank.NORMAL
        return rank is not self._claim.rank or reason != self._claim.rank_reason

    def _changed_details(self) -> dict[str, Any]:
        given = self.details.given()
        changed = {name: said for name, said in given.items() if said != self._start[name]}
        prop = self._property()
        if prop is not None and prop.id != self._claim.property:
            changed["property"] = prop.id
        if self.value_edit.is_edited() or "property" in changed:
            changed["value"] = self.value_edit.given()
        return changed

    def is_ready(self) -> bool:
        self._validate()
        return not self.find_problem()

    def save(self) -> None:
        claim = self._claim.id
        with self._session.change(Operation.UPDATE_CLAIM):
            details = self._changed_details()
            if "value" in details:
                details["value"] = settle_value(self._session, details["value"])
            if details:
                update_claim(self._session, claim=claim, details=details)
            self.citations.save()
            if self._is_rank_edited():
                rank = _RANKS[self.rank.currentIndex()].value
                reason = self.rank_reason.text() if rank != Rank.NORMAL else ""
                rank_claim(self._session, claim=claim, rank=rank, reason=reason)

    def show_first(self) -> None:
        """Open over the parent with the focus in the value."""
        self.open()
        self.value_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_properties(self, query: str) -> list[Choice]:
        known = claims.list_properties(self._session.db)
        self._properties = {prop.id: prop for prop in known}
        return [one for one in offer_properties(known, query) if not one.create]

    def _on_property(self) -> None:
        self.value_edit.set_property(self._property())
        self._on_edited()

    def _on_edited(self, _value: object = None) -> None:
        self.keeper.touch()
        self._validate()

    def _validate(self) -> None:
        reading = self.value_edit.reading()
        self.hint.say(reading, Role.VALID if reading else None)
        self.hint.setVisible(bool(reading))
        problem = self.find_problem()
        self.problem_hint.say(problem, Role.INVALID)
        self.save_button.setEnabled(not problem)


def open_claim_editor(workspace: Workspace, claim_id: str, parent: QWidget | None) -> ClaimEditor:
    """Open the editor of a claim over `parent`; raise UserError where there is none."""
    editor = ClaimEditor(workspace, claim_id, parent)
    editor.show_first()
    return editor
