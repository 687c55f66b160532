"""What each command of the command line does: one function each, by the command's name."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from typing import Any

from desktop_app.catalog.changes import RowChange, label_operation
from desktop_app.catalog.ids import Kind
from desktop_app.cli.backup_commands import BACKUP_RUNNERS, back_up_first
from desktop_app.cli.export_commands import EXPORT_RUNNERS, run_list_csv
from desktop_app.cli.opening import open_catalogue
from desktop_app.cli.opening import open_session as _session
from desktop_app.cli.output import Answer
from desktop_app.cli.report_commands import REPORT_RUNNERS
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.known_heads import remember
from desktop_app.services.session import create_catalogue

Arguments = argparse.Namespace


def run_new(given: Arguments) -> Answer:
    """Create a catalogue."""
    with closing(create_catalogue(given.catalogue, name=given.name)) as session:
        value = {"catalogue": str(given.catalogue), "uuid": session.uuid, "name": session.name}
        remember(session)
    return Answer(value, (tr("Created {path}.", path=str(given.catalogue)),))


def run_import(given: Arguments) -> Answer:
    """Import documents; exit 1 only where no file went in."""
    from desktop_app.services.importing import import_files

    encodings = dict.fromkeys(given.files, given.encoding) if given.encoding else {}
    with _session(given.catalogue, given) as session:
        back_up_first(session)
        done = import_files(
            session,
            given.files,
            title=given.title,
            language=given.language,
            source=given.source,
            encodings=encodings,
        )
    failed = all(one.error is not None for one in done)
    return Answer(
        {"files": [one.shape() for one in done]},
        tuple(f"{one.file}: {one.sentence()}" for one in done),
        status=int(failed),
    )


def run_import_names(given: Arguments) -> Answer:
    """Import entities and names from a CSV file."""
    from desktop_app.services.importing_names import import_names

    with _session(given.catalogue, given) as session:
        back_up_first(session)
        done = import_names(session, given.file)
    lines = [
        tr(
            "{entities} entities and {names} names imported.",
            entities=len(done.entities),
            names=done.names,
        ),
        *(error["message"] for error in done.errors),
    ]
    return Answer(done.shape(), tuple(lines), status=int(not done.entities))


def run_search(given: Arguments) -> Answer:
    """Search everything."""
    from desktop_app.services.searching import SearchService

    with _session(given.catalogue, given) as session, closing(SearchService(session)) as service:
        service.bring_up_to_date()
        found = service.search_shape(
            given.query,
            kinds=tuple(given.kind),
            from_date=given.from_date,
            to_date=given.to_date,
            exact=given.exact,
            expand=not given.no_expand,
            limit=given.limit,
            offset=given.offset,
        )
    lines = [tr("{total} found", total=found["total"])]
    if found["expanded"]:
        lines.append(tr("also searched: {names}", names=", ".join(found["expanded"])))
    if found["struck"]:
        lines.append(tr("read as typed in {method}: {text}", **found["struck"]))
    if found["suggestion"]:
        lines.append(tr("Did you mean “{suggestion}”?", suggestion=found["suggestion"]))
    if len(found["meanings"]) > 1:
        lines.append(tr("It may mean:"))
        lines += [f"  {one['title']}: {one['query']}" for one in found["meanings"]]
    lines += [f"{hit['id']}  {hit['title']}: {hit['snippet']}" for hit in found["hits"]]
    return Answer(found, tuple(lines))


def run_show(given: Arguments) -> Answer:
    """Show one record."""
    from desktop_app.services.shapes import Shapes

    with _session(given.catalogue, given) as session:
        shape = Shapes(session.db).show(given.id)
    return Answer(shape, tuple(json.dumps(shape, ensure_ascii=False, indent=2).splitlines()))


def run_list(given: Arguments) -> Answer:
    """List the records of a kind by title."""
    from desktop_app.services.shapes import Shapes
    from desktop_app.store.lists import ListQuery, count_ids, get_listing, list_ids

    if given.csv is not None:
        return run_list_csv(given)
    with _session(given.catalogue, given) as session:
        query = ListQuery(kind=Kind(given.kind))
        ids = list_ids(session.db, query, limit=given.limit, offset=given.offset)
        rows = get_listing(session.db, ids)
        value = {
            "total": count_ids(session.db, query),
            "items": Shapes(session.db).list_records(Kind(given.kind), ids),
        }
    return Answer(value, tuple(f"{i}  {rows[i]['title']}  {rows[i]['detail']}" for i in ids))


def run_do(given: Arguments) -> Answer:
    """Run one operation of the window."""
    from desktop_app.services import commands  # noqa: F401  (registers the operations)
    from desktop_app.services.commands.registry import run_operation

    arguments = _read_object(_read_input() if given.arguments == "-" else given.arguments)
    with _session(given.catalogue, given) as session:
        done = run_operation(session, given.operation, arguments)
    return _changed(done.change, done.ids)


def _read_input() -> str:
    if sys.stdin is None:
        return ""
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")


def _read_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`; raise UserError for anything else, NaN included."""
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        reason = tr("nested too deeply") if isinstance(error, RecursionError) else str(error)
        raise UserError(
            "bad_json", "The arguments are not JSON ({reason}).", reason=reason
        ) from error
    if not isinstance(found, dict):
        raise UserError("bad_json", "The arguments must be one JSON object.")
    return found


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _changed(change: int, ids: tuple[str, ...]) -> Answer:
    line = tr("Change {number}: {ids}", number=change, ids=", ".join(ids))
    return Answer({"change": change, "ids": list(ids)}, (line,))


def run_operations(given: Arguments) -> Answer:
    """List the operations and their arguments."""
    from desktop_app.services import commands  # noqa: F401  (registers the operations)
    from desktop_app.services.commands.registry import REGISTRY

    del given
    value = {
        name: {
            "summary": found.summary,
            "arguments": {
                argument.name: {"types": list(argument.types), "required": argument.required}
                for argument in found.arguments
            },
        }
        for name, found in sorted(REGISTRY.items())
    }
    lines = []
    for name, found in sorted(REGISTRY.items()):
        words = [a.name if a.required else f"{a.name}?" for a in found.arguments]
        lines.append(f"{name} {{{', '.join(words)}}}  {found.summary}")
    return Answer({"operations": value}, tuple(lines))


def run_undo(given: Arguments) -> Answer:
    """Undo the newest change, or the one named."""
    with _session(given.catalogue, given) as session:
        done = session.undo(given.change)
    return _changed(done.change, done.ids)


def run_redo(given: Arguments) -> Answer:
    """Redo the change undone last."""
    with _session(given.catalogue, given) as session:
        done = session.redo()
    return _changed(done.change, done.ids)


def run_history(given: Arguments) -> Answer:
    """Show the history of a record, or of the catalogue."""
    from desktop_app.services.history import list_history
    from desktop_app.store import journal

    with _session(given.catalogue, given) as session:
        told = list_history(session, given.id or "", limit=1 << 40)
        if given.id and not told:
            raise UserError("no_record", "There is no record {id} in this catalogue.", id=given.id)
        rows = _group_history(journal.list_history(session.db, given.id)) if given.id else {}
        value = [
            {
                **asdict(entry.change),
                "label": label_operation(entry.change.operation),
                "sentence": entry.sentence,
                "undone": entry.is_undone,
                "rows": rows.get(entry.change.seq, []),
            }
            for entry in told
        ]
    lines = [f"{c['seq']}  {c['sentence']}" for c in value]
    return Answer({"changes": value}, tuple(lines))


def _group_history(found: list[RowChange]) -> dict[int, list[dict[str, Any]]]:
    """Return what happened to each row, as JSON objects by the number of the change."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        shape = {
            "table": row.table,
            "id": row.record,
            "before": json.loads(row.before) if row.before else None,
            "after": json.loads(row.after) if row.after else None,
        }
        rows.setdefault(row.change, []).append(shape)
    return rows


def run_check(given: Arguments) -> Answer:
    """Check the catalogue; exit 1 where something is damaged."""
    from desktop_app.services.checking import check_catalogue, find_printed_seal
    from desktop_app.services.findings import Repair
    from desktop_app.services.repairing import repair_findings
    from desktop_app.services.searching import SearchService

    with (
        open_catalogue(given.catalogue, given) as opening,
        closing(SearchService(opening.session)) as search,
    ):
        session = opening.session
        if given.accept:
            opening.accept()
        report = check_catalogue(session.db, search=search)
        mended = 0
        if given.repair:
            mended = repair_findings(session, report.findings, Repair(given.repair), search)
            report = check_catalogue(session.db, search=search)
        if given.seal:
            wrong = find_printed_seal(session.db, *given.seal)
            report = replace(report, findings=(*report.findings, *filter(None, [wrong])))
    lines = [f"{word}: {count}" for word, count in report.counts.items()]
    lines += [f"{f.severity}: {f.code}: {f.message}" for f in report.findings]
    if given.repair:
        lines.append(tr("{count} findings were repaired.", count=mended))
    value = report.shape() | ({"repaired": mended} if given.repair else {})
    return Answer(value, tuple(lines), status=int(not report.ok))


def run_salvage(given: Arguments) -> Answer:
    """Make a new catalogue of what a damaged one still holds."""
    from desktop_app.services.salvaging import describe_salvage, salvage_catalogue

    report = salvage_catalogue(given.damaged, given.catalogue)
    value = {
        "catalogue": str(report.path),
        "list": str(report.listed),
        "whole": report.is_whole,
        "counts": report.counts,
        "lost": [*report.lost, *report.lost_contents, *(record for record, _ in report.dropped)],
    }
    return Answer(value, tuple(describe_salvage(report).splitlines()))


def run_reindex(given: Arguments) -> Answer:
    """Build anew what is derived: the lists' rows and the search index."""
    from desktop_app.services.searching import SearchService
    from desktop_app.store.lists import rebuild_listing

    with _session(given.catalogue, given) as session, closing(SearchService(session)) as service:
        if not session.db.read_only:
            with session.db.transaction():
                rebuild_listing(session.db)
        count = service.rebuild()
    return Answer({"indexed": count}, (tr("{count} records indexed.", count=count),))


RUNNERS: dict[str, Callable[[Any], Answer]] = {
    "new": run_new,
    "import": run_import,
    "import-names": run_import_names,
    "search": run_search,
    "show": run_show,
    "list": run_list,
    "do": run_do,
    "operations": run_operations,
    "undo": run_undo,
    "redo": run_redo,
    "history": run_history,
    "check": run_check,
    "reindex": run_reindex,
    "salvage": run_salvage,
    **BACKUP_RUNNERS,
    **EXPORT_RUNNERS,
    **REPORT_RUNNERS,
}
