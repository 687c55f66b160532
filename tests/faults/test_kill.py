"""Crash safety: a process killed in the middle of its work loses nothing that it acknowledged.

Each round lets a process edit, import, undo, index, back up or restore, and kills it with
SIGKILL at an arbitrary moment; then the program opens what it left.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.checking import check_catalogue
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store import lists
from tests.faults.killing import workers
from tests.faults.workload import (
    list_breaks,
    list_halves,
    list_index_differences,
    make_catalogue,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork are POSIX")
#: The most changes of a round, by what is done most in it.
MOST = {"editing": 120, "importing": 20, "indexing": 20, "backing up": 20, "everything": 40}
#: Rounds on one catalogue before a new one is taken.
ROUNDS_A_FILE = 25
Rounds = Callable[[int, int], int]
Say = Callable[[str], None]


def require_whole(session: Session, before: set[int], acknowledged: set[int]) -> int:
    """Assert that what was acknowledged is there, whole; return how many changes are beyond."""
    found = set(session.db.column("SELECT seq FROM change"))
    assert before | acknowledged <= found, sorted((before | acknowledged) - found)
    assert session.db.scalar("SELECT count(*) FROM open_change") == 0
    assert list_halves(session) == []
    assert list_breaks(session) == []
    report = check_catalogue(session.db)
    assert report.ok, report.findings
    beyond = found - before - acknowledged
    assert len(beyond) <= 1, beyond
    return len(beyond)


def require_index(session: Session) -> None:
    with closing(SearchService(session)) as index:
        assert list_index_differences(session, index) == []


def require_copies(folder: Path, seen: set[Path]) -> int:
    """Assert that every copy that got its name since is a whole catalogue; count them."""
    new = {*(folder / "backups").glob("*.db"), *folder.glob("restored-*.db")} - seen
    for copy in new:
        with closing(open_catalogue(copy)) as session:
            assert check_catalogue(session.db).ok, copy
            assert list_breaks(session) == []
    seen |= new
    return len(new)


def test_kill_loses_nothing_that_was_acknowledged(tmp_path: Path, rounds: Rounds, say: Say) -> None:
    count, share = rounds(30, 500), rounds(5, 1)
    chance, totals = random.Random(1962), Counter[str]()
    with workers() as crew:
        for number in range(count):
            day = list(MOST)[number % len(MOST)]
            if number % ROUNDS_A_FILE == 0:
                path = tmp_path / str(number) / "killed.db"
                path.parent.mkdir()
                make_catalogue(path)
                known, copies = {1, 2}, set[Path]()
            killed = crew.run_until_killed(
                path,
                chance.randrange(10**6),
                day,
                after=chance.randint(0, MOST[day] // share),
                seconds=chance.uniform(0, 0.1),
            )
            with closing(open_catalogue(path)) as session:
                totals["unacknowledged"] += require_whole(session, known, killed.made)
                known = set(session.db.column("SELECT seq FROM change"))
                if number % 5 == 4 or day == "indexing":
                    require_index(session)
                    totals["indexes"] += 1
            totals["acknowledged"] += len(killed.made)
            totals["copies"] += require_copies(path.parent, copies)
            totals[day] += 1
    say(f"{count} kills: {dict(totals)}, 0 lost, 0 half done")
    assert totals["acknowledged"] >= rounds(60, 10_000)


def test_everything_is_undone_and_redone_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    make_catalogue(path)
    with workers() as crew:
        crew.run_until_killed(path, 8, "editing", after=30, seconds=0.01)
    with closing(open_catalogue(path)) as session:
        require_replay(session)
        assert check_catalogue(session.db).ok
        rows = session.db.query("SELECT * FROM listing ORDER BY id")
        with session.db.transaction():
            lists.rebuild_listing(session.db)
        assert session.db.query("SELECT * FROM listing ORDER BY id") == rows


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
