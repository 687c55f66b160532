"""Killed at any step, a backup is whole or not listed, and a restore is wholly old or new."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.backups import Reason, back_up, replace_catalogue
from desktop_app.services.backups_listing import State, list_backups, verify_listed
from desktop_app.services.backups_places import chosen_places
from desktop_app.services.backups_verifying import verify_file
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.session import open_catalogue
from tests.faults.workload import make_catalogue, read_state

Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the worker forks")
ROOT = Path(__file__).resolve().parents[2]
#: More steps than either procedure has.
NEVER = 10_000


class Worker:
    """The process that works and is killed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.backup_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def run(self, what: str, path: Path, backup: Path, step: int) -> dict[str, int]:
        """Work until killed; return what was said: `made`, `steps`, `ended`."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(what, path, backup, step, sep="\t", file=self.process.stdin, flush=True)
        said: dict[str, int] = {}
        while "ended" not in said:
            word, number = self.process.stdout.readline().split()
            said[word] = int(number)
        assert said["ended"] in (0, -9)
        return said

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Worker]:
    # The manifest and the copies are touched below the folder that is watched.
    monkeypatch.setenv("REGESTA_HOME", str(tmp_path / "home"))
    made = Worker()
    yield made
    made.close()


def test_a_backup_killed_at_any_step(
    worker: Worker, tmp_path: Path, rounds: Rounds, say: Say
) -> None:
    path, chance = tmp_path / "work.db", random.Random(3)
    make_catalogue(path)
    steps = worker.run("backup", path, path, NEVER)["steps"]
    count = rounds(4, 60)
    wanted = [1 + number * steps // count for number in range(count)]
    if count > 8:
        wanted[::4] = [-chance.randrange(1, 60) for _ in wanted[::4]]
    whole = known = 0
    for step in wanted:
        made = worker.run("backup", path, path, step).get("made", 0)
        with closing(open_catalogue(path)) as session:
            assert session.db.scalar("SELECT max(seq) FROM change") >= made
            found = list_backups(chosen_places(), session.uuid, is_hashed=True)
            for one in found:
                assert one.state in (State.VERIFIED, State.UNCHECKED)
                assert verify_file(one.path).faults == 0
                known += one.state is State.VERIFIED
            whole += len(found)
            unknown = [one for one in found if one.state is State.UNCHECKED]
            assert all(verify_listed(one).is_good for one in unknown)
    with closing(open_catalogue(path)) as session:
        assert back_up(session, Reason.BY_HAND).warnings == ()
        assert check_catalogue(session.db).ok
    say(f"backup: killed {count} times in {steps} steps, {whole} looks at whole ones, 0 false")


def make_states(folder: Path) -> tuple[Path, Path, dict[str, object], dict[str, object]]:
    """Make a catalogue `old.db` and a backup of an earlier state; return also their states."""
    path = folder / "old.db"
    make_catalogue(path)
    with closing(open_catalogue(path)) as session:
        run_operation(session, "create_event", {"title": "In both"})
        backup = back_up(session, Reason.BY_HAND).path
        new = read_state(session)
        for number in range(60):
            run_operation(session, "create_event", {"title": f"Only in the old one {number}"})
        back_up(session, Reason.BY_HAND)
        old = read_state(session)
    return path, backup, old, new


def leave_hot_journal(path: Path, folder: Path) -> None:
    """Leave `path` as a crash in the middle of a large transaction leaves it."""
    copy = folder / "copy.db"
    shutil.copyfile(path, copy)
    conn = sqlite3.connect(copy, isolation_level=None)
    conn.execute("PRAGMA journal_mode = TRUNCATE")
    conn.execute("PRAGMA cache_size = 2")
    conn.execute("BEGIN IMMEDIATE")
    for _ in range(6):
        conn.execute("UPDATE listing SET title = title || ' half done', detail = hex(id)")
    shutil.copyfile(copy, path)
    shutil.copyfile(f"{copy}-journal", f"{path}-journal")
    conn.execute("ROLLBACK")
    conn.close()
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0


@pytest.mark.parametrize("state", ["clean", "hot journal"])
def test_a_restore_killed_at_any_step(
    worker: Worker, tmp_path: Path, rounds: Rounds, say: Say, state: str
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    path, backup, old, new = make_states(made)
    folder = tmp_path / "work"

    def lay() -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copyfile(path, folder / "old.db")
        if state == "hot journal":
            leave_hot_journal(folder / "old.db", tmp_path)
        return folder / "old.db"

    steps = worker.run("restore", lay(), backup, NEVER)["steps"]
    count = rounds(3, steps + 1)
    outcomes = {"old": 0, "new": 0}
    for number in range(count):
        step = 1 + number * steps // max(count - 1, 1)
        target = lay()
        ended = worker.run("restore", target, backup, step)["ended"]
        outcome = "new" if number_of_events(target) == number_of(new) else "old"
        with closing(open_catalogue(target)) as session:
            assert read_state(session) == (new if outcome == "new" else old)
            assert check_catalogue(session.db).ok
        outcomes[outcome] += 1
        require_parked(folder, old, at_least=int(outcome == "new"))
        if outcome == "old":
            assert ended == -9
            assert replace_catalogue(backup, target) is not None
            with closing(open_catalogue(target)) as session:
                assert read_state(session) == new
    assert outcomes["old"] and outcomes["new"]
    say(f"restore, {state}: killed {count} times in {steps} steps, {outcomes}, 0 mixed")


def number_of(state: dict[str, object]) -> int:
    events = state["event"]
    assert isinstance(events, list)
    return len(events)


def number_of_events(path: Path) -> int:
    with closing(open_catalogue(path)) as session:
        return int(session.db.scalar("SELECT count(*) FROM event"))


def require_parked(folder: Path, old: dict[str, object], *, at_least: int) -> None:
    """Assert that each parked catalogue is the old one, whole."""
    parked = list(folder.glob("old.before-restore-*.db"))
    assert len(parked) >= at_least
    for one in parked:
        with closing(open_catalogue(one)) as session:
            assert read_state(session) == old
