"""Times the command line's work on a catalogue at the size of an archive.

    python tests/benchmarks/scale.py [FOLDER]

makes, in FOLDER or a temporary one, 100,000 names, a text of 5 MB with 2,000 excerpts and
2,000 claims, and a subject with 5,000 claims; then prints how long each command takes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop_app.catalog.ids import Kind
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.importing_names import import_names
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session, create_catalogue
from desktop_app.services.shapes import Shapes
from desktop_app.store.lists import ListQuery, list_ids

NAMES, EXCERPTS, CLAIMS_OF_ONE, CHARACTERS = 100_000, 2_000, 5_000, 5_000_000
LINE = "Ngày {day} tháng 5 năm 1962, đơn vị {number} đánh ở Nặm Thà, diệt {killed} tên.\n"


def write_names(path: Path, count: int = NAMES) -> None:
    """Write a table of names, two to an entity."""
    rows = ["key,kind,name,language,name_kind"]
    for number in range(count // 2):
        rows.append(f"k{number},unit,Tiểu đoàn {number},vi,preferred")
        rows.append(f"k{number},unit,Battalion {number},en,translated")
    path.write_text("\n".join(rows), "utf-8")


def write_text(path: Path, characters: int = CHARACTERS) -> list[tuple[int, int]]:
    """Write a long text; return where the figures of its lines stand."""
    lines, places, at = [], list[tuple[int, int]](), 0
    while at < characters:
        number = len(lines)
        line = LINE.format(day=number % 31 + 1, number=number, killed=number % 977)
        start = at + line.index("diệt")
        places.append((start, at + len(line) - 2))
        lines.append(line)
        at += len(line)
    path.write_text("".join(lines), "utf-8")
    return places


def state_claims(session: Session, places: list[tuple[int, int]], count: int) -> None:
    """Make `count` excerpts over the whole text, each with a claim about one of 40 events."""
    step = len(places) // count
    for number in range(40):
        run_operation(session, "create_event", {"title": f"Trận {number}"})
    for number in range(count):
        start, end = places[number * step]
        place = {"document": "doc-1", "start": start, "end": end}
        excerpt = run_operation(session, "create_excerpt", place).ids[0]
        event = f"evt-{number % 40 + 1}"
        given = {"subject": event, "property": "killed", "value": number, "excerpt": excerpt}
        run_operation(session, "state_claim", given)


def state_many(session: Session, name: str, count: int) -> float:
    """State `count` claims of one property on a new subject; return the last one's milliseconds."""
    subject = run_operation(session, "create_event", {"title": f"Many {name}"}).ids[0]
    used = 0.0
    for number in range(count):
        before = time.perf_counter()
        value: Any = number if name == "killed" else f"objective {number}"
        given = {"subject": subject, "property": name, "value": value}
        run_operation(session, "state_claim", given)
        used = time.perf_counter() - before
    return used * 1000


def clock(label: str, work: Callable[[], Any]) -> Any:
    """Do `work`, print how long it took, return its result."""
    before = time.perf_counter()
    result = work()
    print(f"{label:44} {time.perf_counter() - before:8.2f} s", flush=True)
    return result


def main(folder: Path) -> None:
    """Make the catalogue and time what scripts do with it."""
    os.environ.setdefault("REGESTA_HOME", str(folder / "home"))
    write_names(folder / "names.csv")
    places = write_text(folder / "long.txt")
    with closing(create_catalogue(folder / "scale.db")) as session:
        clock("import-names, 100,000", lambda: import_names(session, folder / "names.csv"))
        clock("undo of it", session.undo)
        clock("redo of it", session.redo)
        clock("import of 5 MB", lambda: import_files(session, [folder / "long.txt"]))
        clock("2,000 excerpts and claims", lambda: state_claims(session, places, EXCERPTS))
        for name in ("objective", "killed"):
            used = clock(
                f"5,000 claims “{name}” on one subject",
                lambda name=name: state_many(session, name, CLAIMS_OF_ONE),
            )
            print(f"  the last of them {used:.0f} ms")
        for kind in (Kind.ENTITY, Kind.EXCERPT, Kind.CLAIM, Kind.EVENT, Kind.DOCUMENT):
            ids = list_ids(session.db, ListQuery(kind=kind))
            clock(
                f"list {kind}, {len(ids)}",
                lambda kind=kind, ids=ids: Shapes(session.db).list_records(kind, ids),
            )
        clock("show of a subject with 5,000", lambda: Shapes(session.db).show("evt-42"))
        clock("check", lambda: check_catalogue(session.db))
        clock("citation report of everything", lambda: make_report(session, ReportChoices()))
        with closing(SearchService(session)) as service:
            clock("index, and search", lambda: service.search_shape("nam tha"))
            clock("search again", lambda: service.search_shape("tieu doan 4 nam tha"))
            given = {"subject": "evt-1", "property": "killed", "value": 1}
            run_operation(session, "state_claim", given)
            clock("one more claim: to searchable", service.bring_up_to_date)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
