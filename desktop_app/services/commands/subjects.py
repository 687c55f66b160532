"""Operations on entities with their names and links, and on events."""

from __future__ import annotations

import json
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import (
    Entity,
    EntityKind,
    EntityLink,
    Event,
    LinkKind,
    Name,
    NameKind,
)
from desktop_app.errors import UserError
from desktop_app.services.commands.fields import (
    clean_fields,
    clean_line,
    clean_text,
    read_choice,
    require_line,
)
from desktop_app.services.commands.registry import operation
from desktop_app.services.session import Changed, Session
from desktop_app.store import excerpts, rows
from desktop_app.store import subjects as store


@operation
def create_entity(
    session: Session,
    *,
    kind: str,
    name: str,
    language: str = "",
    script: str = "",
    excerpt: str | None = None,
    exists_from: str = "",
    exists_to: str = "",
    identifiers: list[list[str]] | None = None,
    note: str = "",
) -> Changed:
    """Create a person, unit, organisation, place, thing or document with its preferred name."""
    text = require_line(name, "name")
    values = {
        "kind": read_choice(EntityKind, kind, "kind"),
        "exists_from": _edtf(exists_from),
        "exists_to": _edtf(exists_to),
        "identifiers": _identifiers(identifiers or []),
        "note": clean_text(note),
    }
    with session.change(Operation.CREATE_ENTITY) as change:
        record = rows.take_id(session.db, Kind.ENTITY)
        rows.insert_row(session.db, Kind.ENTITY, {**values, "id": record})
        _insert_name(
            session,
            Name(
                id="",
                entity=record,
                text=text,
                language=clean_line(language),
                script=clean_line(script),
                kind=NameKind.PREFERRED,
                excerpt=_excerpt(session, excerpt),
            ),
        )
    return Changed(change.seq, (record,))


def _edtf(text: str) -> str:
    return parse_edtf(clean_line(text)).edtf if clean_line(text) else ""


def _identifiers(pairs: list[list[str]]) -> str:
    if not all(
        isinstance(pair, list | tuple)
        and len(pair) == 2
        and all(isinstance(word, str) for word in pair)
        for pair in pairs
    ):
        raise UserError("bad_identifier", "An identifier is a pair: scheme and value.")
    return json.dumps([[clean_line(scheme), clean_line(value)] for scheme, value in pairs])


def _excerpt(session: Session, excerpt: str | None) -> str | None:
    return excerpts.get_excerpt(session.db, excerpt).id if excerpt else None


def _insert_name(session: Session, name: Name) -> str:
    record = rows.take_id(session.db, Kind.NAME)
    rows.insert_row(session.db, Kind.NAME, {**store.name_values(name), "id": record})
    return record


@operation
def update_entity(session: Session, *, entity: str, details: dict[str, Any]) -> Changed:
    """Edit an entity: kind, exists_from, exists_to, identifiers, note."""
    fields = clean_fields(Entity, details, fixed=("names",))
    if "kind" in fields:
        fields["kind"] = read_choice(EntityKind, fields["kind"], "kind")
    for side in ("exists_from", "exists_to"):
        if side in fields:
            fields[side] = _edtf(str(fields[side] or ""))
    if "identifiers" in fields:
        fields["identifiers"] = _identifiers(fields["identifiers"] or [])
    with session.change(Operation.UPDATE_ENTITY) as change:
        rows.update_row(session.db, Kind.ENTITY, entity, fields)
    return Changed(change.seq, (entity,))


@operation
def add_name(
    session: Session,
    *,
    entity: str,
    name: str,
    language: str = "",
    kind: str = "variant",
    script: str = "",
    excerpt: str | None = None,
) -> Changed:
    """Add a name to an entity; the very same name in the same language is refused."""
    text, language = require_line(name, "name"), clean_line(language)
    names = store.get_entity(session.db, entity).names
    if any(had.text == text and had.language == language for had in names):
        raise UserError(
            "name_there", "{entity} has the name “{name}” already.", entity=entity, name=text
        )
    made = Name(
        id="",
        entity=entity,
        text=text,
        language=language,
        script=clean_line(script),
        kind=read_choice(NameKind, kind, "kind"),
        excerpt=_excerpt(session, excerpt),
        position=max((had.position for had in names), default=-1) + 1,
    )
    with session.change(Operation.ADD_NAME) as change:
        record = _insert_name(session, made)
    return Changed(change.seq, (record,))


@operation
def update_name(session: Session, *, name: str, details: dict[str, Any]) -> Changed:
    """Edit a name: text, language, script, kind, position, the excerpt it was found in."""
    store.get_name(session.db, name)
    fields = clean_fields(Name, details, fixed=("entity",))
    if "text" in fields:
        fields["text"] = require_line(fields["text"], "name")
    if "kind" in fields:
        fields["kind"] = read_choice(NameKind, fields["kind"], "kind")
    if "excerpt" in fields:
        fields["excerpt"] = _excerpt(session, fields["excerpt"])
    with session.change(Operation.UPDATE_NAME) as change:
        rows.update_row(session.db, Kind.NAME, name, fields)
    return Changed(change.seq, (name,))


@operation
def link_entities(
    session: Session, *, entity: str, other: str, kind: str, note: str = ""
) -> Changed:
    """Say that two entities must not be confused, or are possibly the same."""
    link = read_choice(LinkKind, kind, "kind")
    if entity == other:
        raise UserError("same_entity", "An entity cannot be linked with itself.")
    for one in (entity, other):
        store.get_entity(session.db, one)
    for had in store.list_links(session.db, entity):
        if {had.entity, had.other} == {entity, other} and had.kind is link:
            return Changed(0, (had.id,))
    with session.change(Operation.LINK_ENTITIES) as change:
        record = rows.take_id(session.db, Kind.ENTITY_LINK)
        made = EntityLink(id=record, entity=entity, other=other, kind=link, note=clean_text(note))
        values = rows.record_values(made)
        rows.insert_row(session.db, Kind.ENTITY_LINK, values)
    return Changed(change.seq, (record,))


@operation
def create_event(
    session: Session,
    *,
    title: str,
    part_of: str | None = None,
    title_translated: str = "",
    kind: str = "",
    note: str = "",
) -> Changed:
    """Create an event; its date and place are claims, `part_of` is another event."""
    if part_of:
        store.get_event(session.db, part_of)
    with session.change(Operation.CREATE_EVENT) as change:
        record = rows.take_id(session.db, Kind.EVENT)
        made = Event(
            id=record,
            title=require_line(title, "title"),
            title_translated=clean_line(title_translated),
            kind=clean_line(kind),
            part_of=part_of or None,
            note=clean_text(note),
        )
        values = rows.record_values(made)
        rows.insert_row(session.db, Kind.EVENT, values)
    return Changed(change.seq, (record,))


@operation
def update_event(session: Session, *, event: str, details: dict[str, Any]) -> Changed:
    """Edit an event: title, title_translated, kind, part_of, note."""
    fields = clean_fields(Event, details)
    if "title" in fields:
        fields["title"] = require_line(fields["title"], "title")
    if "part_of" in fields:
        fields["part_of"] = fields["part_of"] or None
        _refuse_circle(session, event, fields["part_of"])
    with session.change(Operation.UPDATE_EVENT) as change:
        rows.update_row(session.db, Kind.EVENT, event, fields)
    return Changed(change.seq, (event,))


def _refuse_circle(session: Session, event: str, above: str | None) -> None:
    seen: set[str] = set()
    while above and above not in seen:
        seen.add(above)
        if above == event:
            raise UserError("event_circle", "An event cannot be part of itself or of its parts.")
        above = store.get_event(session.db, above).part_of
