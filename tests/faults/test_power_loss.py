"""Power loss at any moment: what was acknowledged is there, and the catalogue is whole.

A real session works while every file call of SQLite is kept; from the calls, disks are made as
a power cut may leave them, and each is opened by the program. Two settings that are known to be
unsafe must fail, or the test would see nothing.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store import database, integrity
from tests.faults.disk import Disk, apply_calls
from tests.faults.sqlite_calls import Call, find_library, watching
from tests.faults.workload import EDITS, Work, list_breaks, make_catalogue, read_state

pytestmark = pytest.mark.skipif(
    find_library() is None, reason="Python holds SQLite in itself here: its calls cannot be kept"
)
Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
State = tuple[int, int]
Take = Callable[[Disk, random.Random], dict[str, bytes]]
WEIGHTS = {**EDITS, "bring_in": 6, "bulk": 6}


@dataclass
class Recording:
    """The calls of a session, and after how many of them which state was acknowledged."""

    disk: Disk
    end: bytes
    calls: list[Call] = field(default_factory=list)
    states: list[tuple[int, State]] = field(default_factory=list)


def record(folder: Path, changes: int, **pragmas: str | int) -> Recording:
    """Let a session make `changes` changes, in two sittings, and keep its calls."""
    path = folder / "work.db"
    make_catalogue(path)
    kept = Recording(Disk([path]), b"")
    chance = random.Random(1962)
    with pytest.MonkeyPatch.context() as patch, watching(kept.calls.append):
        patch.setattr(database, "PRAGMAS", {**database.PRAGMAS, **pragmas})
        for part in (changes // 2, changes):
            with closing(open_catalogue(path)) as session:

                def keep(_event: object, session: Session = session) -> None:
                    kept.states.append((len(kept.calls), hash_state(session)))

                keep(None)
                session.hub.subscribe(keep)
                work = Work(session, chance, folder)
                while len(kept.states) <= part:
                    work.step(WEIGHTS)
    kept.end = path.read_bytes()
    with closing(open_catalogue(path)) as session:
        assert list_breaks(session) == []
    return kept


def hash_state(session: Session) -> State:
    """Return the hash of everything, and of everything but the numbers that were given."""
    state = read_state(session)
    return hash(repr(state)), hash(repr({**state, "counter": None}))


def choose_points(calls: list[Call], count: int, chance: random.Random) -> list[int]:
    """Return moments in the log, half of them near a call that makes something sure."""
    turns = [n for n, call in enumerate(calls) if call.kind != "write"]
    near = [chance.choice(turns) + chance.randint(-2, 3) for _ in range(count // 2)]
    anywhere = [chance.randrange(len(calls)) for _ in range(count - len(near))]
    return sorted(min(max(point, 0), len(calls)) for point in near + anywhere)


def stop_at_points(
    kept: Recording, count: int, folder: Path, take: Take = Disk.cut_power
) -> Counter[str]:
    """Take what is left at `count` moments; count what the program finds in it."""
    chance = random.Random(4)
    found: Counter[str] = Counter()
    done = 0
    for number, point in enumerate(choose_points(kept.calls, count, chance)):
        for call in kept.calls[done:point]:
            kept.disk.make(call)
        done = point
        place = folder / f"cut-{number}"
        place.mkdir()
        for name, data in take(kept.disk, chance).items():
            (place / Path(name).name).write_bytes(data)
        acknowledged = sum(position <= point for position, _ in kept.states) - 1
        found[judge(place / "work.db", [state for _, state in kept.states], acknowledged)] += 1
        for one in place.iterdir():
            one.unlink()
    return found


def judge(path: Path, states: list[State], acknowledged: int) -> str:
    """Open what is left and say whether it is whole and holds what was acknowledged."""
    try:
        with closing(open_catalogue(path)) as session:
            if list(integrity.check_database(session.db)):
                return "damaged"
            state = hash_state(session)
            if state in states[acknowledged : acknowledged + 2]:
                return "kept"
            if state[1] in [one[1] for one in states[acknowledged : acknowledged + 2]]:
                return "numbers skipped"
            # Every state was whole when it was kept: only another one is looked at closely.
            return "damaged" if state not in states and list_breaks(session) else "lost"
    except (UserError, sqlite3.Error):
        return "damaged"


# With room for ten pages, a large change writes into the catalogue before it commits.
@pytest.mark.parametrize("pragma", [{}, {"cache_size": 10}], ids=["as-it-is", "spilling"])
def test_power_loss_loses_nothing_that_was_acknowledged(
    tmp_path: Path, rounds: Rounds, say: Say, pragma: dict[str, str | int]
) -> None:
    kept = record(tmp_path, changes=rounds(25, 200), **pragma)
    found = stop_at_points(kept, rounds(40, 2000), tmp_path)
    say(f"power cut at {found.total()} of {len(kept.calls)} calls, {pragma}: {dict(found)}")
    assert found == {"kept": found.total()}


def test_a_file_copied_without_its_journal_is_never_silently_wrong(
    tmp_path: Path, rounds: Rounds, say: Say
) -> None:
    """In the middle of a COMMIT such a copy is torn: it must be said, never be believed."""
    kept = record(tmp_path, changes=rounds(25, 200))
    found = stop_at_points(kept, rounds(30, 1000), tmp_path, Disk.copy_without_journals)
    say(f"copied alone at {found.total()} of {len(kept.calls)} calls: {dict(found)}")
    assert found["lost"] == 0
    assert found["kept"] > found["damaged"]


@pytest.mark.parametrize("pragma", [{"synchronous": 0}, {"journal_mode": "memory"}])
def test_unsafe_settings_are_seen_to_fail(
    tmp_path: Path, rounds: Rounds, say: Say, pragma: dict[str, str | int]
) -> None:
    kept = record(tmp_path, changes=rounds(25, 200), **pragma)
    found = stop_at_points(kept, rounds(30, 500), tmp_path)
    say(f"power cut with {pragma}: {dict(found)}")
    assert found["damaged"] + found["lost"] > found.total() / 5


def test_the_log_of_calls_is_complete(tmp_path: Path) -> None:
    kept = record(tmp_path, changes=12)
    for call in kept.calls:
        kept.disk.make(call)
    (file,) = kept.disk.names.values()
    assert apply_calls(file.sure, file.waiting) == kept.end
