"""The record files of a plain export: every row of the catalogue as one JSON object on a line."""

from __future__ import annotations

import json
from typing import Any

from desktop_app.exchange.bagit import BagWriter, Report
from desktop_app.paths import RESOURCES
from desktop_app.store import dump
from desktop_app.store.database import Database

#: The texts that go into every export, and the meaning of every column.
EXPORT_RESOURCES = RESOURCES / "export"
_STEP = 500

Json = dict[str, Any]


def write_records(bag: BagWriter, db: Database, facts: Json, report: Report) -> int:
    """Write a file for each table, and `catalogue.json` that explains them; return the rows."""
    tables = dump.list_tables(db)
    total = sum(table.rows for table in tables)
    done = 0
    for table in tables:
        with bag.open(f"records/{table.name}.jsonl") as file:
            for row in dump.iterate_rows(db, table.name):
                file.write_text(to_line(row))
                done += 1
                if done % _STEP == 0:
                    report(done, total, table.name)
    about = {**facts, "files": [*map(_describe, tables), _describe_files()]}
    bag.write_file("catalogue.json", json.dumps(about, ensure_ascii=False, indent=1) + "\n")
    context = (EXPORT_RESOURCES / "context.jsonld").read_text("utf-8")
    bag.write_file("records/context.jsonld", context.replace("{uuid}", facts["uuid"]))
    return done


def to_line(row: Json) -> str:
    """Return a row as one line of JSON; bytes are written in hexadecimal."""
    values = {name: v.hex() if isinstance(v, bytes) else v for name, v in row.items()}
    return json.dumps(values, ensure_ascii=False) + "\n"


def explain_columns() -> dict[str, Json]:
    """Return what is known of each record file: `about`, and the meaning of its `columns`."""
    found: dict[str, Json] = json.loads((EXPORT_RESOURCES / "columns.json").read_text("utf-8"))
    return found


def _describe(table: dump.DumpTable) -> Json:
    known = explain_columns()
    own = known.get(table.name, {"about": "", "columns": {}})
    meanings = known[""]["columns"] | own["columns"]
    return {
        "file": f"records/{table.name}.jsonl",
        "about": own["about"],
        "rows": table.rows,
        "columns": [
            {"name": name, "type": kind.lower(), "meaning": meanings.get(name, "")}
            for name, kind in table.columns
        ],
    }


def _describe_files() -> Json:
    own = explain_columns()["file"]
    columns = [{"name": name, "meaning": said} for name, said in own["columns"].items()]
    return {"file": "records/file.jsonl", "about": own["about"], "columns": columns}
