"""Importing entities and their names from a CSV file, as one change with one undo.

The file is read in a process of its own and staged, packed, in memory. Its keys are kept as the
entities' identifiers (scheme "key"): the same file read again adds only the names that are new.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import Name, NameKind
from desktop_app.exchange.child import ReadingChild
from desktop_app.exchange.conversation import Original
from desktop_app.exchange.names_csv import (
    NameCounts,
    NameProblem,
    NameRow,
    open_batch,
)
from desktop_app.exchange.reading import read_original
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import rows, subjects

#: The scheme under which an entity keeps the key that its file gave it.
KEY_SCHEME = "key"
#: Rows from which the window may read while they are stored, and pages may leave memory.
_BULK = 5_000
#: Rows shown before they are stored.
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedNames:
    """A file of names as read: packed batches, the first rows, the lines that cannot be used."""

    path: Path
    batches: tuple[bytes, ...]
    counts: NameCounts
    first: tuple[NameRow, ...]
    problems: tuple[NameProblem, ...]

    def rows(self) -> Iterator[list[NameRow]]:
        """Yield the rows, batch by batch."""
        for batch in self.batches:
            yield open_batch(zlib.decompress(batch)).rows


class _Keys:
    """The keys of a file and the numbers of their entities, compact enough for a million."""

    def __init__(self) -> None:
        """Begin without keys."""
        self.places: dict[str, int] = {}
        self.entities: list[str] = []
        self.names = array("l")

    def add(self, key: str, entity: str, names: int) -> None:
        """Note the entity of `key` and how many names it has."""
        self.places[key] = len(self.entities)
        self.entities.append(entity)
        self.names.append(names)

    def release(self, *, named: bool) -> dict[str, str]:
        """Return the entities by key where they are wanted; keep nothing."""
        # An iterator of the keys allows values to be replaced.
        found: dict[str, Any] = self.places if named else {}
        for key, place in found.items():
            found[key] = self.entities[place]
        self.places, self.entities, self.names = {}, [], array("l")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedNames:
    """What came of the file: how many entities it names, what is new, what was left out.

    `entities` are these by their keys, where they were asked for.
    """

    file: str
    count: int
    entities: dict[str, str]
    names: int
    repeated: int
    errors: tuple[dict[str, Any], ...]

    def shape(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "file": self.file,
            "entities": self.entities,
            "names": self.names,
            "repeated": self.repeated,
            "errors": list(self.errors),
        }


def stage_names(session: Session, path: Path, progress: Progress | None = None) -> StagedNames:
    """Read the names of `path` without touching the catalogue.

    Raises the UserErrors of `ReadingChild.read_names`; Cancelled when the job is cancelled.
    """
    progress = progress or Progress()
    session.refuse_own_file(path)
    data = read_original(path)
    progress.report(0, 0, path.name)
    batches: list[bytes] = []
    first: list[NameRow] = []
    problems: list[NameProblem] = []

    def take(piece: bytes) -> None:
        batch = open_batch(piece)
        first.extend(batch.rows[: _SHOWN - len(first)])
        problems.extend(batch.problems)
        batches.append(zlib.compress(piece, 1))

    with ReadingChild() as child:
        try:
            counts = child.read_names(
                Original.of(data), path.name, take, cancelled=progress.is_cancelled
            )
        except BaseException:
            progress.check()
            raise
    return StagedNames(
        path=path,
        batches=tuple(batches),
        counts=counts,
        first=tuple(first),
        problems=tuple(problems),
    )


def store_names(
    session: Session,
    staged: StagedNames,
    progress: Progress | None = None,
    *,
    with_entities: bool = False,
) -> ImportedNames:
    """Put staged names into the catalogue as one change; cancelling leaves nothing."""
    progress = progress or Progress()
    keys = _Keys()
    added = done = 0
    bulk = staged.counts.rows > _BULK
    with session.change(Operation.IMPORT_NAMES, bulk=bulk, check=progress.check):
        known = _known_entities(session)
        for batch in staged.rows():
            progress.report(done, staged.counts.rows, staged.path.name)
            _add_entities(session, batch, known, keys)
            added += _add_names(session, batch, known, keys)
            done += len(batch)
        progress.report(0, 0, staged.path.name)
        # The lists and seals of a million rows come now, and need the room.
        count, entities = len(keys.entities), keys.release(named=with_entities)
        del known
    errors = tuple(
        {"line": p.line, "code": p.error.code, "message": p.error.message} for p in staged.problems
    )
    return ImportedNames(
        file=str(staged.path),
        count=count,
        entities=entities,
        names=added,
        repeated=staged.counts.repeated,
        errors=errors,
    )


def import_names(session: Session, path: Path, progress: Progress | None = None) -> ImportedNames:
    """Import the names of `path`; bad rows are reported by line and the others go in."""
    staged = stage_names(session, path, progress)
    return store_names(session, staged, progress, with_entities=True)


def _known_entities(session: Session) -> dict[str, str]:
    """Return, by key, the entities of earlier imports."""
    known: dict[str, str] = {}
    for record, identifiers in subjects.iterate_identifiers(session.db):
        for scheme, key in identifiers:
            if scheme == KEY_SCHEME:
                known[key] = record
    return known


def own_key(uuid: str, record: str) -> str:
    """Return the key that the export of names gives an entity of catalogue `uuid`."""
    return f"{uuid}/{record}"


def _find_own(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Return, by key, the entities that this catalogue's own export named so."""
    prefix = own_key(session.uuid, "")
    ids = [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]
    found = rows.list_rows_in(session.db, Kind.ENTITY, "id", ids)
    return {own_key(session.uuid, row["id"]): row["id"] for row in found}


def _add_entities(
    session: Session, batch: Sequence[NameRow], known: dict[str, str], keys: _Keys
) -> None:
    """Note the keys of `batch`, and create the entities that neither file nor catalogue has."""
    found = {row.key: row.kind for row in batch if row.key not in keys.places}
    known |= _find_own(session, [key for key in found if key not in known])
    new = [key for key in found if key not in known]
    ids = dict(zip(new, rows.take_ids(session.db, Kind.ENTITY, len(new)), strict=True))
    rows.insert_rows(
        session.db,
        Kind.ENTITY,
        [
            {
                "id": record,
                "kind": found[key],
                "exists_from": "",
                "exists_to": "",
                "identifiers": json.dumps([[KEY_SCHEME, key]]),
                "note": "",
            }
            for key, record in ids.items()
        ],
    )
    held = subjects.count_names(session.db, [known[key] for key in found if key in known])
    for key in found:
        record = ids.get(key) or known[key]
        keys.add(key, record, held.get(record, 0))


def _add_names(
    session: Session, batch: Sequence[NameRow], known: dict[str, str], keys: _Keys
) -> int:
    """Write the names of `batch` that their entities do not have; return how many."""
    held = subjects.list_name_texts(session.db, {known[r.key] for r in batch if r.key in known})
    values = []
    for row in batch:
        place = keys.places[row.key]
        entity = keys.entities[place]
        if (entity, row.name, row.language) not in held:
            values.append(_name_values(entity, row, keys.names[place]))
            keys.names[place] += 1
    ids = rows.take_ids(session.db, Kind.NAME, len(values))
    for value, record in zip(values, ids, strict=True):
        value["id"] = record
    rows.insert_rows(session.db, Kind.NAME, values)
    return len(values)


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
