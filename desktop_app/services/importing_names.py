"""Importing entities and their names from a CSV file, as one change with one undo.

The file's key is kept as the entity's identifier (scheme "key"): the same file read again adds
only the names that are new.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import Entity, Name, NameKind
from desktop_app.exchange.names_csv import NameRow, read_names
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import rows, subjects

_SCHEME = "key"
_STEP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedNames:
    """What came of the file: the entities it names, how many names are new, what was left out."""

    file: str
    entities: dict[str, str]
    names: int
    errors: tuple[dict[str, Any], ...]

    def shape(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "file": self.file,
            "entities": self.entities,
            "names": self.names,
            "errors": list(self.errors),
        }


def import_names(session: Session, path: Path, progress: Progress | None = None) -> ImportedNames:
    """Import the names of `path`; bad rows are reported by line and the others go in."""
    progress = progress or Progress()
    session.refuse_own_file(path)
    table = read_names(path)
    added = 0
    with session.change(Operation.IMPORT_NAMES):
        known = _known_entities(session)
        used: dict[str, str] = {}
        for number, row in enumerate(table.rows):
            if number % _STEP == 0:
                progress.report(number, len(table.rows), path.name)
            if row.key not in known:
                known[row.key] = _create(session, row)
            entity, names = known[row.key]
            used[row.key] = entity
            if (row.name, row.language) not in names:
                _add_name(session, entity, row, len(names))
                names.add((row.name, row.language))
                added += 1
    errors = tuple(
        {"line": p.line, "code": p.error.code, "message": p.error.message} for p in table.problems
    )
    return ImportedNames(file=str(path), entities=used, names=added, errors=errors)


_Known = dict[str, tuple[str, set[tuple[str, str]]]]


def _known_entities(session: Session) -> _Known:
    """Return, by key, the entities of earlier imports with the names they have."""
    known: _Known = {}
    for entity in subjects.list_entities(session.db):
        names = {(name.text, name.language) for name in entity.names}
        for scheme, key in entity.identifiers:
            if scheme == _SCHEME:
                known[key] = (entity.id, names)
    return known


def _create(session: Session, row: NameRow) -> tuple[str, set[tuple[str, str]]]:
    record = rows.take_id(session.db, Kind.ENTITY)
    made = Entity(id=record, kind=row.kind)
    values = {
        "id": made.id,
        "kind": made.kind,
        "exists_from": made.exists_from,
        "exists_to": made.exists_to,
        "identifiers": json.dumps([[_SCHEME, row.key]]),
        "note": made.note,
    }
    rows.insert_row(session.db, Kind.ENTITY, values)
    return record, set()


def _add_name(session: Session, entity: str, row: NameRow, position: int) -> None:
    # An entity needs a name to be called by: the first one, unless a row says which.
    kind = NameKind.PREFERRED if position == 0 and row.name_kind is NameKind.VARIANT else None
    name = Name(
        id=rows.take_id(session.db, Kind.NAME),
        entity=entity,
        text=row.name,
        language=row.language,
        kind=kind or row.name_kind,
        position=position,
    )
    rows.insert_row(session.db, Kind.NAME, subjects.name_values(name))
