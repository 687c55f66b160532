"""Repositories, sources and contributors in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import (
    Closeness,
    Contributor,
    Incomplete,
    Level,
    Repository,
    Role,
    Source,
    SourceClass,
)
from desktop_app.store import rows
from desktop_app.store.database import Database, Row


def get_repository(db: Database, record: str) -> Repository:
    """Return one repository; raise UserError where there is none."""
    return _repository(rows.get_row(db, Kind.REPOSITORY, record))


def list_repositories(db: Database) -> list[Repository]:
    """Return all repositories by name."""
    return [_repository(row) for row in rows.list_rows(db, Kind.REPOSITORY, order="name, id")]


def _repository(row: Row) -> Repository:
    del row["trashed"]
    return Repository(**row)


def get_source(db: Database, record: str) -> Source:
    """Return one source with its contributors; raise UserError where there is none."""
    return _sources(db, [rows.get_row(db, Kind.SOURCE, record)])[0]


def list_sources(db: Database, records: Iterable[str] | None = None) -> list[Source]:
    """Return sources with their contributors: all, or those of `records` outside the trash."""
    if records is None:
        return _sources(db, rows.list_rows(db, Kind.SOURCE))
    return _sources(db, rows.list_rows_in(db, Kind.SOURCE, "id", records))


def list_children(db: Database, source: str) -> list[Source]:
    """Return the sources that have `source` as parent."""
    return _sources(db, rows.list_rows(db, Kind.SOURCE, "parent = ?", (source,)))


def _sources(db: Database, found: list[Row]) -> list[Source]:
    contributors: dict[str, list[Contributor]] = {}
    ids = [row["id"] for row in found]
    for row in rows.list_rows_in(db, Kind.CONTRIBUTOR, "source", ids, "position, id"):
        del row["trashed"]
        row["role"] = Role(row["role"])
        contributors.setdefault(row["source"], []).append(Contributor(**row))
    return [_source(row, tuple(contributors.get(row["id"], ()))) for row in found]


def _source(row: Row, contributors: tuple[Contributor, ...]) -> Source:
    del row["trashed"]
    row["level"] = Level(row["level"])
    row["source_class"] = SourceClass(row["source_class"]) if row["source_class"] else None
    row["closeness"] = Closeness(row["closeness"]) if row["closeness"] else None
    row["incomplete"] = tuple(Incomplete(word) for word in json.loads(row["incomplete"]))
    return Source(**row, contributors=contributors)


def source_values(source: Source) -> dict[str, Any]:
    """Return the columns of a source's own row."""
    names = [name for name in source.__slots__ if name != "contributors"]
    values = {name: getattr(source, name) for name in names}
    values["incomplete"] = json.dumps(list(source.incomplete))
    return values


def contributor_values(contributor: Contributor) -> dict[str, Any]:
    """Return the columns of a contributor's row."""
    return rows.record_values(contributor)
