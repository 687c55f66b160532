"""The commands that write the catalogue's contents into files for other programs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_app.catalog.ids import Kind
from desktop_app.cli.opening import open_session
from desktop_app.cli.output import Answer
from desktop_app.i18n import tr

Arguments = argparse.Namespace


def run_list_csv(given: Arguments) -> Answer:
    """Write all records of a kind as CSV."""
    from desktop_app.exchange.csv_writing import CsvForm, Flavour
    from desktop_app.services.exporting_tables import write_list
    from desktop_app.store.lists import ListQuery

    with open_session(given.catalogue, given) as session:
        query = ListQuery(kind=Kind(given.kind))
        form = CsvForm(flavour=Flavour.EXACT if given.exact_cells else Flavour.SAFE)
        count = write_list(session, query, given.csv, form=form)
    return _written(given.csv, count)


def _written(path: Path, rows: int) -> Answer:
    line = tr("Written to {path}.", path=str(path))
    return Answer({"file": str(path), "rows": rows}, (line,))


def run_export(given: Arguments) -> Answer:
    """Write the plain export; exit 1 where an original or a text no longer fits its hash."""
    from desktop_app.services.exporting import export_catalogue

    with open_session(given.catalogue, given) as session:
        done = export_catalogue(session, given.folder, language=given.language)
    lines = [
        tr("Written to {path}.", path=str(done.folder)),
        tr("{files} files, {rows} records; read back and whole.", files=done.files, rows=done.rows),
        *(tr("Damaged in the catalogue: {file}", file=file) for file in done.damaged),
    ]
    return Answer(done.shape(), tuple(lines), status=int(bool(done.damaged)))


def run_export_names(given: Arguments) -> Answer:
    """Write the names of all entities as CSV."""
    from desktop_app.services.exporting_tables import write_names

    with open_session(given.catalogue, given) as session:
        count = write_names(session, given.file)
    return _written(given.file, count)


def run_verify_export(given: Arguments) -> Answer:
    """Compare an export with its lists; exit 1 where anything is missing or altered."""
    from desktop_app.services.exporting import check_export, say_problem

    found = check_export(given.folder)
    value = {
        "ok": found.ok,
        "files": found.files,
        "bytes": found.size,
        "problems": [{"code": one.code, "file": one.name} for one in found.problems],
    }
    lines = [say_problem(one) for one in found.problems]
    lines += [] if lines else [tr("All {count} files are there and unaltered.", count=found.files)]
    return Answer(value, tuple(lines), status=int(not found.ok))


EXPORT_RUNNERS: dict[str, Callable[[Any], Answer]] = {
    "export": run_export,
    "export-names": run_export_names,
    "verify-export": run_verify_export,
}
