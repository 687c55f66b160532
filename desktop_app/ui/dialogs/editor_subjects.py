"""Editors of events and of entities with their names, identifiers and links."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import EntityKind, LinkKind, Name, NameKind
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.subjects import (
    add_name,
    create_entity,
    create_event,
    link_entities,
    update_entity,
    update_event,
    update_name,
)
from desktop_app.services.commands.trash import delete
from desktop_app.store import subjects
from desktop_app.ui.dialogs.editor_frame import RecordEditor
from desktop_app.ui.widgets.form_entries import IdentifierRow, LinkRow, NameRow
from desktop_app.ui.widgets.form_fields import (
    ChoiceField,
    EdtfField,
    LineField,
    TextField,
    list_words,
)
from desktop_app.ui.widgets.form_records import RecordField, find_listed, offer_listed
from desktop_app.ui.widgets.form_rows import Row, RowsEdit, RowsField
from desktop_app.ui.widgets.labels import plain_label


class EventEditor(RecordEditor):
    """Title, kind and place in the arrangement; date and place of an event are claims."""

    kind = Kind.EVENT
    updates = Operation.UPDATE_EVENT
    creates = Operation.CREATE_EVENT

    def make_fields(self) -> None:
        db = self.session.db
        self.add_field(LineField("title", tr("Title"), required=True))
        self.add_field(LineField("title_translated", tr("Title in translation")))
        prompt = tr("such as battle, conference, decision")
        self.add_field(LineField("kind", tr("Kind"), prompt=prompt))
        self.add_field(
            RecordField(
                "part_of",
                tr("Part of"),
                offer=offer_listed(db, Kind.EVENT, without=self.record),
                find=find_listed(db, Kind.EVENT),
                prompt=tr("Type a few letters of the larger event, then Enter"),
            )
        )
        self.add_field(TextField("note", tr("Note")))
        said = tr("The date and the place of an event are claims, each with its evidence.")
        self.add_wide(plain_label(said, muted=True))

    def values(self) -> dict[str, Any]:
        if not self.record:
            return {}
        held = subjects.get_event(self.session.db, self.record)
        return {field.name: getattr(held, field.name) for field in fields(held)}

    def write(self, edited: dict[str, Any]) -> str:
        if self.record:
            update_event(self.session, event=self.record, details=edited)
            return self.record
        return create_event(self.session, **edited).ids[0]


class EntityEditor(RecordEditor):
    """Kind, names, dates of existence, identifiers and links of an entity."""

    kind = Kind.ENTITY
    updates = Operation.UPDATE_ENTITY
    creates = Operation.CREATE_ENTITY

    def make_fields(self) -> None:
        self.names = RowsEdit(self._make_name, tr("Add a name"))
        identifiers = RowsEdit(IdentifierRow, tr("Add an identifier"), ordered=False)
        self.links = RowsEdit(self._make_link, tr("Add a link"), ordered=False)
        self.add_field(ChoiceField("kind", tr("What it is"), list_words(EntityKind, word)))
        self.add_field(RowsField("names", tr("Names"), self.names))
        self.add_field(EdtfField("exists_from", tr("Exists from")))
        self.add_field(EdtfField("exists_to", tr("Exists to")))
        self.add_field(RowsField("identifiers", tr("Identifiers"), identifiers))
        self.add_field(RowsField("links", tr("Other entities"), self.links))
        self.add_field(TextField("note", tr("Note")))

    def _make_name(self) -> Row:
        return NameRow(self.session.db)

    def _make_link(self) -> Row:
        return LinkRow(self.session.db, self.record)

    def values(self) -> dict[str, Any]:
        if not self.record:
            first = Name(
                id="", entity="", text="", language=current_language(), kind=NameKind.PREFERRED
            )
            return {"kind": EntityKind.PERSON.value, "names": [first]}
        db = self.session.db
        held = subjects.get_entity(db, self.record)
        values = {field.name: getattr(held, field.name) for field in fields(held)}
        values["links"] = [
            (link.id, link.kind, link.other if link.entity == held.id else link.entity, link.note)
            for link in subjects.list_links(db, held.id)
        ]
        return values

    def find_conflict(self) -> str:
        names = self.names.read()
        if not names:
            return tr("An entity needs a name")
        known = [(one["text"], one["language"]) for one in names]
        for text, language in known:
            if known.count((text, language)) > 1:
                return tr("The name “{name}” stands there twice", name=text)
        others = [(one["other"], one["kind"]) for one in self.links.read()]
        if len(set(others)) < len(others):
            return tr("The same link stands there twice")
        return ""

    def write(self, edited: dict[str, Any]) -> str:
        names, links = edited.pop("names", None), edited.pop("links", None)
        if "identifiers" in edited:
            pairs = [[one["scheme"], one["value"]] for one in edited["identifiers"]]
            edited["identifiers"] = pairs
        record = self.record
        if not record:
            record, names = self._create(edited, names)
        elif edited:
            update_entity(self.session, entity=record, details=edited)
        if names is not None:
            self._write_names(record, names)
        if links is not None:
            self._write_links(record, links)
        return record

    def _create(
        self, edited: dict[str, Any], names: list[dict[str, Any]] | None
    ) -> tuple[str, list[dict[str, Any]]]:
        """Create the entity with its first name; return its id and the names to be written."""
        first, *rest = names or self.names.read()
        edited.setdefault("kind", self.fields["kind"].read())
        made = create_entity(
            self.session,
            name=first["text"],
            language=first["language"],
            script=first["script"],
            excerpt=first["excerpt"],
            **edited,
        )
        held = subjects.get_entity(self.session.db, made.ids[0]).names[0]
        return made.ids[0], [{**first, "record": held.id}, *rest]

    def _write_names(self, entity: str, names: list[dict[str, Any]]) -> None:
        """Write the names as they stand in the form: edited, added, removed, put in order.

        Names are edited first, so that one may take the text another had, and removed last,
        so that the entity is never without a name.
        """
        held = {one.id: one for one in subjects.get_entity(self.session.db, entity).names}
        _adopt_equal(names, held)
        for name in names:
            if name["record"]:
                self._update_name(name)
        for name in names:
            if not name["record"]:
                name["record"] = self._add_name(entity, name)
        kept = {name["record"] for name in names}
        for record in held:
            if record not in kept:
                delete(self.session, id=record)
        for position, name in enumerate(names):
            self._update_name({"record": name["record"], "position": position})

    def _update_name(self, name: dict[str, Any]) -> None:
        now = subjects.get_name(self.session.db, name["record"])
        given = {field: said for field, said in name.items() if field != "record"}
        changed = {field: said for field, said in given.items() if said != getattr(now, field)}
        if changed:
            update_name(self.session, name=now.id, details=changed)

    def _add_name(self, entity: str, name: dict[str, Any]) -> str:
        made = add_name(
            self.session,
            entity=entity,
            name=name["text"],
            language=name["language"],
            kind=name["kind"],
            script=name["script"],
            excerpt=name["excerpt"],
        )
        return made.ids[0]

    def _write_links(self, entity: str, links: list[dict[str, Any]]) -> None:
        """Remove the links that are gone or differ, then make those that are new."""
        wanted = {(one["kind"], one["other"], one["note"]) for one in links}
        for held in subjects.list_links(self.session.db, entity):
            other = held.other if held.entity == entity else held.entity
            said = (held.kind.value, other, held.note)
            if said in wanted:
                wanted.remove(said)
            else:
                delete(self.session, id=held.id)
        for kind, other, note in sorted(wanted):
            link_entities(
                self.session, entity=entity, other=other, kind=LinkKind(kind).value, note=note
            )


def _adopt_equal(names: list[dict[str, Any]], held: dict[str, Name]) -> None:
    """Give a new row the record of a removed name that says the same, so that it stays."""
    kept = {name["record"] for name in names}
    removed = {(one.text, one.language): one.id for one in held.values() if one.id not in kept}
    for name in names:
        if not name["record"]:
            name["record"] = removed.pop((name["text"], name["language"]), "")
