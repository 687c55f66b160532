"""Importing entities and their names from a CSV file, as one change with one undo.

The file's key is kept as the entity's identifier (scheme "key"): the same file read again adds
only the names that are new.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import EntityKind, Name, NameKind
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
    with session.change(Operation.IMPORT_NAMES):
        known = _known_entities(session)
        _create_entities(session, table.rows, known)
        used = {row.key: known[row.key][0] for row in table.rows}
        added = _new_names(table.rows, known, progress, path.name)
        ids = rows.take_ids(session.db, Kind.NAME, len(added))
        values = [{**name, "id": record} for name, record in zip(added, ids, strict=True)]
        rows.insert_rows(session.db, Kind.NAME, values)
    errors = tuple(
        {"line": p.line, "code": p.error.code, "message": p.error.message} for p in table.problems
    )
    return ImportedNames(file=str(path), entities=used, names=len(added), errors=errors)


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


def _create_entities(session: Session, found: Sequence[NameRow], known: _Known) -> None:
    """Create an entity for each new key and add it to `known`."""
    kinds: dict[str, EntityKind] = {}
    for row in found:
        if row.key not in known:
            kinds.setdefault(row.key, row.kind)
    ids = rows.take_ids(session.db, Kind.ENTITY, len(kinds))
    values = [
        {
            "id": record,
            "kind": kind,
            "exists_from": "",
            "exists_to": "",
            "identifiers": json.dumps([[_SCHEME, key]]),
            "note": "",
        }
        for record, (key, kind) in zip(ids, kinds.items(), strict=True)
    ]
    rows.insert_rows(session.db, Kind.ENTITY, values)
    for record, key in zip(ids, kinds, strict=True):
        known[key] = (record, set())


def _new_names(
    found: Sequence[NameRow], known: _Known, progress: Progress, label: str
) -> list[dict[str, Any]]:
    """Return the columns of the names that their entities do not have yet."""
    added = []
    for number, row in enumerate(found):
        if number % _STEP == 0:
            progress.report(number, len(found), label)
        entity, names = known[row.key]
        if (row.name, row.language) not in names:
            added.append(_name_values(entity, row, len(names)))
            names.add((row.name, row.language))
    return added


def _name_values(entity: str, row: NameRow, position: int) -> dict[str, Any]:
    # An entity needs a name to be called by: the first one, unless a row says which.
    kind = NameKind.PREFERRED if position == 0 and row.name_kind is NameKind.VARIANT else None
    name = Name(
        id="",
        entity=entity,
        text=row.name,
        language=row.language,
        kind=kind or row.name_kind,
        position=position,
    )
    return subjects.name_values(name)
