"""Entities with names and links, and events, in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

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
from desktop_app.store import rows
from desktop_app.store.database import Database, Row


def get_entity(db: Database, record: str) -> Entity:
    """Return one entity with its names; raise UserError where there is none."""
    return _entities(db, [rows.get_row(db, Kind.ENTITY, record)])[0]


def list_entities(db: Database, records: Iterable[str] | None = None) -> list[Entity]:
    """Return entities with their names: all, or those of `records` outside the trash."""
    if records is None:
        return _entities(db, rows.list_rows(db, Kind.ENTITY))
    return _entities(db, rows.list_rows_in(db, Kind.ENTITY, "id", records))


def _entities(db: Database, found: list[Row]) -> list[Entity]:
    names: dict[str, list[Name]] = {}
    ids = [row["id"] for row in found]
    for row in rows.list_rows_in(db, Kind.NAME, "entity", ids, "position, id"):
        names.setdefault(row["entity"], []).append(_name(row))
    return [_entity(row, tuple(names.get(row["id"], ()))) for row in found]


def _entity(row: Row, names: tuple[Name, ...]) -> Entity:
    del row["trashed"]
    row["kind"] = EntityKind(row["kind"])
    row["identifiers"] = tuple((scheme, value) for scheme, value in json.loads(row["identifiers"]))
    return Entity(**row, names=names)


def iterate_identifiers(db: Database) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each entity outside the trash that has identifiers, with these, a few at a time."""
    after = ""
    while found := db.query(
        "SELECT id, identifiers FROM entity WHERE id > ? AND trashed IS NULL "
        "AND identifiers <> '[]' ORDER BY id LIMIT ?",
        (after, rows.CHUNK),
    ):
        for row in found:
            yield row["id"], [(scheme, value) for scheme, value in json.loads(row["identifiers"])]
        after = found[-1]["id"]


def count_names(db: Database, records: Sequence[str]) -> dict[str, int]:
    """Return how many names outside the trash each of `records` has; none where it has none."""
    found: dict[str, int] = {}
    for part in rows.chunks(records):
        marks = ", ".join("?" * len(part))
        for row in db.query(
            "SELECT entity, count(*) AS names FROM name WHERE trashed IS NULL "
            f"AND entity IN ({marks}) GROUP BY entity",
            part,
        ):
            found[row["entity"]] = row["names"]
    return found


def list_name_texts(db: Database, records: Iterable[str]) -> set[tuple[str, str, str]]:
    """Return the names of `records` outside the trash as (entity, text, language)."""
    found: set[tuple[str, str, str]] = set()
    for part in rows.chunks(sorted(records)):
        marks = ", ".join("?" * len(part))
        for row in db.query(
            "SELECT entity, text, language FROM name WHERE trashed IS NULL "
            f"AND entity IN ({marks})",
            part,
        ):
            found.add((row["entity"], row["text"], row["language"]))
    return found


def find_abbreviated(db: Database, texts: Iterable[str]) -> list[Entity]:
    """Return the entities that one of `texts` abbreviates."""
    found = rows.list_rows_in(db, Kind.NAME, "text", texts)
    kind = NameKind.ABBREVIATED.value
    return list_entities(db, {row["entity"] for row in found if row["kind"] == kind})


def get_name(db: Database, record: str) -> Name:
    """Return one name; raise UserError where there is none."""
    return _name(rows.get_row(db, Kind.NAME, record))


def _name(row: Row) -> Name:
    del row["trashed"]
    row["kind"] = NameKind(row["kind"])
    return Name(**row)


def name_values(name: Name) -> dict[str, Any]:
    """Return the columns of a name's row."""
    return rows.record_values(name)


def list_links(db: Database, entity: str) -> list[EntityLink]:
    """Return what the cataloguer says of `entity` and others, from either side."""
    found = rows.list_rows(db, Kind.ENTITY_LINK, "entity = ? OR other = ?", (entity, entity))
    return [_link(row) for row in found]


def list_all_links(db: Database) -> list[EntityLink]:
    """Return every link between entities."""
    return [_link(row) for row in rows.list_rows(db, Kind.ENTITY_LINK)]


def _link(row: Row) -> EntityLink:
    del row["trashed"]
    row["kind"] = LinkKind(row["kind"])
    return EntityLink(**row)


def get_event(db: Database, record: str) -> Event:
    """Return one event; raise UserError where there is none."""
    return _event(rows.get_row(db, Kind.EVENT, record))


def list_events(db: Database, records: Iterable[str] | None = None) -> list[Event]:
    """Return events: all, or those of `records` outside the trash."""
    if records is None:
        return [_event(row) for row in rows.list_rows(db, Kind.EVENT)]
    return [_event(row) for row in rows.list_rows_in(db, Kind.EVENT, "id", records)]


def list_parts(db: Database, event: str) -> list[Event]:
    """Return the events that are part of `event`."""
    return [_event(row) for row in rows.list_rows(db, Kind.EVENT, "part_of = ?", (event,))]


def _event(row: Row) -> Event:
    del row["trashed"]
    return Event(**row)


def label_subjects(db: Database, records: Iterable[str]) -> dict[str, str]:
    """Return the label of each entity and event of `records`, as the lists show it."""
    labels: dict[str, str] = {}
    for part in rows.chunks(sorted(set(records))):
        marks = ", ".join("?" * len(part))
        for row in db.query(f"SELECT id, title FROM listing WHERE id IN ({marks})", part):
            labels[row["id"]] = row["title"]
    return labels
