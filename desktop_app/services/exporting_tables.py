"""Lists and names as CSV files: whole or not at all, row by row, never all in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import Entity, Name
from desktop_app.exchange.csv_writing import Cell, CsvForm, Flavour, write_table
from desktop_app.exchange.names_csv import COLUMNS as NAME_COLUMNS
from desktop_app.services.importing_names import KEY_SCHEME, own_key
from desktop_app.services.jobs import Progress
from desktop_app.services.saving import whole_file
from desktop_app.services.session import Session
from desktop_app.store import lists, subjects
from desktop_app.store.lists import ListQuery

Row = Mapping[str, Any]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """One column of a list: its heading, and its cell from a row of the listing."""

    title: str
    cell: Callable[[Row], Cell]


def _plain(name: str) -> CsvColumn:
    return CsvColumn(name, lambda row: "" if row[name] is None else row[name])


#: What scripts get: the fields of the listing under their own names, in no language.
PLAIN_COLUMNS = tuple(
    _plain(name)
    for name in (
        *("id", "kind", "type", "title", "detail", "date", "earliest", "latest", "number"),
        *("uncited", "conflicts", "state"),
    )
)


def write_list(
    session: Session,
    query: ListQuery,
    path: Path,
    columns: Sequence[CsvColumn] = PLAIN_COLUMNS,
    form: CsvForm = CsvForm(),  # noqa: B008  (frozen)
    progress: Progress | None = None,
) -> int:
    """Write every row that `query` asks for, in its order, as CSV; return how many there are."""
    session.refuse_own_file(path)
    ids = lists.list_ids(session.db, query)
    rows = ([column.cell(row) for column in columns] for row in _listed(session, ids, progress))
    return _write(path, [column.title for column in columns], rows, form)


def _listed(session: Session, ids: Sequence[str], progress: Progress | None) -> Iterator[Row]:
    """Yield the listing's rows of `ids`; those deleted meanwhile are left out."""
    for start in range(0, len(ids), _BATCH):
        if progress is not None:
            progress.report(start, len(ids))
        part = ids[start : start + _BATCH]
        found = lists.get_listing(session.db, part)
        yield from (found[one] for one in part if one in found)


def write_names(
    session: Session,
    path: Path,
    form: CsvForm = CsvForm(),  # noqa: B008  (frozen)
    progress: Progress | None = None,
) -> int:
    """Write all names of all entities as the CSV that `import_names` reads; return the rows.

    Always in the safe flavour, which the import takes back. An entity without a key of its own
    gets one that holds in no other catalogue, so that the file read again, here or elsewhere,
    never takes one entity for another.
    """
    session.refuse_own_file(path)
    form = replace(form, flavour=Flavour.SAFE)
    ids = lists.list_ids(session.db, ListQuery(kind=Kind.ENTITY))
    return _write(path, NAME_COLUMNS, _name_rows(session, ids, progress), form)


def _name_rows(
    session: Session, ids: Sequence[str], progress: Progress | None
) -> Iterator[Sequence[Cell]]:
    uuid = session.uuid
    for start in range(0, len(ids), _BATCH):
        if progress is not None:
            progress.report(start, len(ids))
        part = ids[start : start + _BATCH]
        found = {entity.id: entity for entity in subjects.list_entities(session.db, part)}
        for entity in (found[one] for one in part if one in found):
            for name in _label_first(entity):
                # The reader takes one line for one name.
                text = " ".join(name.text.split())
                key = make_key(entity, uuid)
                yield (key, entity.kind.value, text, name.language, name.kind.value)


def make_key(entity: Entity, uuid: str) -> str:
    """Return the key of an entity: its imported one, else one made of catalogue and id."""
    own = next((key for scheme, key in entity.identifiers if scheme == KEY_SCHEME), "")
    return own or own_key(uuid, entity.id)


def _label_first(entity: Entity) -> list[Name]:
    """Return the names, the one the entity goes by first: the reader prefers a first name."""
    return sorted(entity.names, key=lambda name: name.text != entity.label)


def _write(
    path: Path, heading: Sequence[str], rows: Iterable[Sequence[Cell]], form: CsvForm
) -> int:
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, form.encoding, newline="")
        try:
            return write_table(text, heading, rows, form)
        finally:
            # Else the wrapper would close the file that is synced next.
            text.detach()
