"""What was found, going out: as a table, and as the records of a citation report."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop_app.catalog.ids import LISTED, Kind, find_kind
from desktop_app.exchange.csv_writing import Cell, CsvForm, write_table
from desktop_app.search.records import SearchResult
from desktop_app.services.jobs import Progress
from desktop_app.services.saving import whole_file
from desktop_app.services.session import Session
from desktop_app.store import excerpts
from desktop_app.store.database import Database

_BATCH = 200

#: Makes the cells of a few hits, in their order.
MakeRows = Callable[[SearchResult], Iterator[Sequence[Cell]]]


def write_results(
    session: Session,
    result: SearchResult,
    path: Path,
    heading: Sequence[str],
    make_rows: MakeRows,
    form: CsvForm = CsvForm(),  # noqa: B008  (frozen)
    progress: Progress | None = None,
) -> int:
    """Write every hit of `result` as CSV, best first; return how many rows there are.

    `make_rows` is given a few hits at a time, so that never all of them are in memory.
    """
    session.refuse_own_file(path)
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, form.encoding, newline="")
        try:
            return write_table(text, heading, _rows(result, make_rows, progress), form)
        finally:
            # Else the wrapper would close the file that is synced next.
            text.detach()


def _rows(
    result: SearchResult, make_rows: MakeRows, progress: Progress | None
) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(result.hits), _BATCH):
        if progress is not None:
            progress.report(start, len(result.hits))
        yield from make_rows(_part(result, start))


def _part(result: SearchResult, start: int) -> SearchResult:
    hits = result.hits[start : start + _BATCH]
    return SearchResult(total=len(hits), hits=hits, patterns=result.patterns)


def list_report_records(db: Database, result: SearchResult) -> tuple[str, ...]:
    """Return the records that a citation report on the hits is about, each once, best first.

    For a passage of a text these are the excerpts that touch it, not the whole document.
    """
    records: dict[str, None] = {}
    for hit in result.hits:
        record = hit.id.partition("@")[0]
        if hit.kind == Kind.DOCUMENT:
            found = excerpts.list_excerpts_over(db, record, hit.start, hit.end)
            records.update(dict.fromkeys(found))
        elif find_kind(record) in LISTED:
            records[record] = None
    return tuple(records)
