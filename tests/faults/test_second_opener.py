"""A second program at an open catalogue: told who has it, kept out, given whole copies only."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.store import chain, lock
from desktop_app.store.database import Database
from desktop_app.store.opening import is_sound
from desktop_app.store.snapshots import take_snapshot

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import random, sys, time
from pathlib import Path
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.session import open_catalogue
session = open_catalogue(Path(sys.argv[1]))
pause, chance = float(sys.argv[2]), random.Random(1)
print("ready", flush=True)
while True:
    create_event(session, title="x" * chance.randrange(1, 20_000))
    time.sleep(pause * chance.random() * 2)
"""
HOLDER = """
import sys
from pathlib import Path
from desktop_app.services.session import open_catalogue
session = open_catalogue(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(create_catalogue(tmp_path / "a.db", author="Tester")) as session:
        for number in range(20):
            create_event(session, title=f"First {number}")
    return tmp_path / "a.db"


@contextmanager
def running(code: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `code` in another process until the body ends."""
    command = [sys.executable, "-c", code, *words]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def holder_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.held")


@pytest.mark.parametrize("pause", [0.0, 0.4])
def test_no_torn_copy_is_accepted(
    path: Path,
    pause: float,
    rounds: Callable[[int, int], int],
    say: Callable[[str], None],
) -> None:
    """A writer writes without a pause, or now and then; each accepted copy is whole."""
    counts, wanted, last = Counter[str](), rounds(5, 75), 0
    with running(WRITER, str(path), str(pause)):
        for _ in range(wanted):
            try:
                snapshot = take_snapshot(path, patience=0.2 if pause == 0 else 10.0)
            except UserError as error:
                assert error.code == "no_quiet_moment"
                counts["refused"] += 1
                continue
            with closing(Database(snapshot.path, read_only=True)) as db:
                assert db.column("PRAGMA integrity_check") == ["ok"]
                assert not any(chain.verify_chain(db))
                assert not any(chain.verify_rows(db))
                head = chain.get_head(db)
                assert head.seq >= last
                last = head.seq
            counts["accepted"] += 1
            snapshot.discard()
    say(f"copies beside a writer (pause {pause} s): {dict(counts)}, 0 torn")
    assert pause == 0 or counts["accepted"] == wanted
    with closing(open_catalogue(path)) as session:
        assert session.db.scalar("SELECT max(seq) FROM change") >= last


def test_naive_copies_are_torn_and_found_out(
    path: Path, tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    """The control: copies made without looking; those that are not whole are recognised."""
    counts = Counter[str]()
    copy = tmp_path / "naive.db"
    with running(WRITER, str(path), "0"):
        for _ in range(rounds(5, 100)):
            copy.write_bytes(path.read_bytes())
            time.sleep(random.random() * 0.01)
            counts["whole" if is_sound(copy, True) else "torn"] += 1
    say(f"naive copies: {dict(counts)}")


def test_a_second_program_is_told_who_has_it(path: Path) -> None:
    with running(HOLDER, str(path)) as other:
        with pytest.raises(UserError, match="catalogue_in_use") as caught:
            open_catalogue(path)
        said = json.loads(holder_of(path).read_text("utf-8"))
        assert said["pid"] == other.pid
        assert said["host"] in caught.value.message
        assert lock.user_name() in caught.value.message
        with closing(sqlite3.connect(path, timeout=0.1)) as conn:
            for statement in ("SELECT * FROM meta", "DELETE FROM meta", "BEGIN IMMEDIATE"):
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    conn.execute(statement)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_dead_holder_of_this_computer_is_passed_over(path: Path) -> None:
    with running(HOLDER, str(path)):
        pass
    assert holder_of(path).exists()
    with closing(open_catalogue(path)) as session:
        assert session.db.circumstances.was_unclean
        create_event(session, title="Goes on")
    assert not holder_of(path).exists()


def test_a_number_given_to_another_process_is_no_holder(path: Path) -> None:
    """The holder died, and its process number is that of a living process now."""
    with running(HOLDER, str(path)):
        said = json.loads(holder_of(path).read_text("utf-8"))
    said["pid"] = os.getpid()
    holder_of(path).write_text(json.dumps(said), "utf-8")
    assert lock.find_holder(path)[0] is lock.State.DEAD
    open_catalogue(path).close()


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "reading-room"},
        {"machine": "0123456789abcdef"},
        {"host": "reading-room", "machine": "", "pid": 1},
    ],
)
def test_a_holder_of_another_computer_is_never_passed_over(
    path: Path, changes: dict[str, str]
) -> None:
    lock.write_holder(path)
    said = json.loads(holder_of(path).read_text("utf-8"))
    holder_of(path).write_text(json.dumps({**said, "pid": 4_194_300, **changes}), "utf-8")
    for read_only in (False, True):
        with pytest.raises(UserError, match="held_elsewhere"):
            open_catalogue(path, read_only=read_only)
    from desktop_app.services.opening import open_for_work

    with closing(open_for_work(path, take_over=True)) as opening:
        assert "taken_over" in [note.code for note in opening.notes]
        assert opening.wants_whole_check
    assert not holder_of(path).exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff" * 5000,
        b'{"user": 1, "host": [], "since": "x"}',
        b"[" * 4000,
    ],
)
def test_a_holder_file_of_nonsense_shuts_nobody_out(path: Path, content: bytes) -> None:
    holder_of(path).write_bytes(content)
    with closing(open_catalogue(path)) as session:
        assert session.db.circumstances.was_unclean
    assert not holder_of(path).exists()


def test_words_of_a_holder_file_are_shown_plainly(path: Path) -> None:
    said = {"user": "a\u202eb\x1b[0m" + "x" * 500, "host": "h\n", "since": "2026-01-01T00:00:00"}
    holder_of(path).write_text(json.dumps(said), "utf-8")
    _, holder = lock.find_holder(path)
    assert holder is not None
    assert holder.user.startswith("ab[0m")
    assert len(holder.user) <= 80
    assert holder.host == "h"
