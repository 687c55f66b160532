"""Crash safety: a process killed in the middle of its work loses nothing that it acknowledged.

Thirty rounds on one catalogue. Each starts a process that runs commands in a loop and says
after each which change it made; it is killed with SIGKILL at an arbitrary moment.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.checking import check_catalogue
from desktop_app.services.importing import import_files
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.store import journal, lists

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 30
LONGEST = 0.25
TEXT = "Ngày 6 tháng 5 năm 1962, Tiểu đoàn 4 diệt 134 tên ở Nặm Thà.\n" * 40

WORKER = """
import random, sys
from pathlib import Path
from desktop_app.services import commands
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.searching import SearchService
from desktop_app.services.session import open_catalogue

session = open_catalogue(Path(sys.argv[1]))
chance = random.Random(int(sys.argv[2]))
index = SearchService(session)
print("ready", flush=True)
while True:
    number = chance.randrange(10**6)
    start = chance.randrange(2000)
    event = run_operation(session, "create_event", {"title": f"Event {number}"})
    made = [event]
    place = {"document": "doc-1", "start": start, "end": start + 40}
    excerpt = run_operation(session, "create_excerpt", place).ids[0]
    given = {"subject": event.ids[0], "property": "killed", "value": number, "excerpt": excerpt}
    made.append(run_operation(session, "state_claim", given))
    if chance.random() < 0.3:
        made.append(run_operation(session, "delete", {"id": made[-1].ids[0]}))
    if chance.random() < 0.3:
        made.append(session.undo())
    if chance.random() < 0.2:
        index.bring_up_to_date()
    for done in made:
        print(done.change, event.ids[0], flush=True)
"""


def run_until_killed(path: Path, chance: random.Random) -> list[int]:
    """Run the worker for a while, kill it, and return the changes that it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path), str(chance.randrange(10**6))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == "ready\n"
        time.sleep(chance.uniform(0, LONGEST))
        process.kill()
        lines = said.read().splitlines(keepends=True)
    process.wait()
    return [int(line.split()[0]) for line in lines if line.endswith("\n")]


def require_whole(session: Session, acknowledged: set[int]) -> None:
    """Assert that every acknowledged change is there and everything derived is current."""
    found = set(session.db.column("SELECT seq FROM change"))
    assert acknowledged <= found
    assert session.db.scalar("SELECT count(*) FROM open_change") == 0
    report = check_catalogue(session.db)
    assert report.ok, report.findings


def require_replay(session: Session) -> None:
    """Undo everything, then redo it: the journal tells the whole truth."""
    sql = "SELECT id, title, state, trashed FROM listing ORDER BY id"
    before = session.db.query(sql)
    count = 0
    while session.find_undoable() is not None:
        session.undo()
        count += 1
    assert session.db.scalar("SELECT count(*) FROM listing") == 0
    for _ in range(count):
        session.redo()
    assert session.db.query(sql) == before


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX; Windows has TerminateProcess")
def test_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    (tmp_path / "t.txt").write_text(TEXT, "utf-8")
    with closing(create_catalogue(path)) as session:
        import_files(session, [tmp_path / "t.txt"])
    chance, acknowledged, heads = random.Random(1962), set[int](), [0]
    for _ in range(ROUNDS):
        acknowledged |= set(run_until_killed(path, chance)) - {0}
        with closing(open_catalogue(path)) as session:
            require_whole(session, acknowledged)
            heads.append(journal.head(session.db))
    assert len(acknowledged) > ROUNDS
    assert heads == sorted(heads)
    with closing(open_catalogue(path)) as session, closing(SearchService(session)) as service:
        kept = service.search_shape("kind:event event", limit=100_000)
        events = session.db.column("SELECT id FROM event WHERE trashed IS NULL")
        assert sorted(hit["id"] for hit in kept["hits"]) == sorted(events)
        rows = session.db.query("SELECT * FROM listing ORDER BY id")
        with session.db.transaction():
            lists.rebuild_listing(session.db)
        assert session.db.query("SELECT * FROM listing ORDER BY id") == rows
        service.rebuild()
        again = service.search_shape("kind:event event", limit=100_000)
        assert {hit["id"] for hit in again["hits"]} == {hit["id"] for hit in kept["hits"]}


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX; Windows has TerminateProcess")
def test_everything_is_undone_and_redone_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    (tmp_path / "t.txt").write_text(TEXT, "utf-8")
    with closing(create_catalogue(path)) as session:
        import_files(session, [tmp_path / "t.txt"])
    run_until_killed(path, random.Random(8))
    with closing(open_catalogue(path)) as session:
        require_replay(session)
        assert check_catalogue(session.db).ok
