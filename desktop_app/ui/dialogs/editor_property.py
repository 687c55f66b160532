"""The editor of properties: what a claim can state. The type of its values is chosen once."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.claims import Cardinality, Property, ValueType
from desktop_app.catalog.ids import Kind
from desktop_app.i18n import tr
from desktop_app.services.commands.claims import create_property, update_property
from desktop_app.store import claims
from desktop_app.ui.dialogs.editor_frame import RecordEditor
from desktop_app.ui.widgets.claim_choices import value_type_word
from desktop_app.ui.widgets.form_fields import ChoiceField, LineField


class PropertyEditor(RecordEditor):
    """Labels in both languages, how many values, the unit, and the words read backwards."""

    kind = Kind.PROPERTY
    updates = Operation.UPDATE_PROPERTY
    creates = Operation.CREATE_PROPERTY

    def make_fields(self) -> None:
        self.add_field(LineField("label_en", tr("Label in English"), required=True))
        self.add_field(LineField("label_vi", tr("Label in Vietnamese")))
        if self.record:
            held = claims.get_property(self.session.db, self.record)
            self.add_fact(tr("Its values are"), value_type_word(held.value_type))
        else:
            types = [(one.value, value_type_word(one)) for one in ValueType]
            self.add_field(ChoiceField("value_type", tr("Its values are"), types))
        cardinalities = [
            (Cardinality.MANY.value, tr("any number of values")),
            (Cardinality.SINGLE.value, tr("one value: different ones are a conflict")),
        ]
        self.add_field(ChoiceField("cardinality", tr("A subject has"), cardinalities))
        self.add_field(LineField("unit", tr("Usual unit")))
        self.add_field(LineField("inverse_en", tr("Read backwards, in English")))
        self.add_field(LineField("inverse_vi", tr("Read backwards, in Vietnamese")))

    def values(self) -> dict[str, Any]:
        if not self.record:
            return {"value_type": ValueType.TEXT.value, "cardinality": Cardinality.MANY.value}
        held: Property = claims.get_property(self.session.db, self.record)
        return {field.name: getattr(held, field.name) for field in fields(held)}

    def write(self, edited: dict[str, Any]) -> str:
        if self.record:
            update_property(self.session, property=self.record, details=edited)
            return self.record
        edited["label"] = edited.pop("label_en")
        edited["inverse"] = edited.pop("inverse_en", "")
        edited.setdefault("value_type", self.fields["value_type"].read())
        return create_property(self.session, **edited).ids[0]
