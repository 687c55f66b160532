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
from desktop_app.services.session import open_catalogue
from desktop_app.store import database, integrity
from tests.faults.disk import Disk, apply_calls
from tests.faults.sqlite_calls import Call, find_library, watching
from tests.faults.workload import EDITS, Work, list_breaks, make_catalogue, read_state

pytestmark = pytest.mark.skipif(
    find_library() is None, reason="Python holds SQLite in itself here: its calls cannot be kept"
)
Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
WEIGHTS = {**EDITS, "bring_in": 4}


@dataclass
class Recording:
    """The calls of a session, and after how many of them which state was acknowledged."""

    disk: Disk
    end: bytes
    calls: list[Call] = field(default_factory=list)
    states: list[tuple[int, int]] = field(default_factory=list)


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

                def keep(_event: object, session=session) -> None:
                    kept.states.append((len(kept.calls), hash_state(session)))

                keep(None)
                session.hub.subscribe(keep)
                work = Work(session, chance, folder)
                while len(kept.states) <= part:
                    work.step(WEIGHTS)
    kept.end = path.read_bytes()
    return kept


def hash_state(session: object) -> int:
    return hash(repr(read_state(session)))


def choose_points(calls: list[Call], count: int, chance: random.Random) -> list[int]:
    """Return moments in the log, half of them near a call that makes something sure."""
    turns = [n for n, call in enumerate(calls) if call.kind != "write"]
    near = [chance.choice(turns) + chance.randint(-2, 3) for _ in range(count // 2)]
    anywhere = [chance.randrange(len(calls)) for _ in range(count - len(near))]
    return sorted(min(max(point, 0), len(calls)) for point in near + anywhere)


def cut_power(kept: Recording, count: int, folder: Path) -> Counter[str]:
    """Cut the power at `count` moments; count what the program finds afterwards."""
    chance = random.Random(4)
    found: Counter[str] = Counter()
    done = 0
    for number, point in enumerate(choose_points(kept.calls, count, chance)):
        for call in kept.calls[done:point]:
            kept.disk.make(call)
        done = point
        place = folder / f"cut-{number}"
        place.mkdir()
        for name, data in kept.disk.cut_power(chance).items():
            (place / Path(name).name).write_bytes(data)
        acknowledged = sum(position <= point for position, _ in kept.states) - 1
        found[judge(place / "work.db", [state for _, state in kept.states], acknowledged)] += 1
        for one in place.iterdir():
            one.unlink()
    return found


def judge(path: Path, states: list[int], acknowledged: int) -> str:
    """Open what is left and say whether it is whole and holds what was acknowledged."""
    try:
        with closing(open_catalogue(path)) as session:
            if list(integrity.check_database(session.db)):
                return "damaged"
            state = hash_state(session)
            if state not in states or list_breaks(session):
                return "damaged"
    except (UserError, sqlite3.Error):
        return "damaged"
    allowed = states[acknowledged : acknowledged + 2]
    return "kept" if state in allowed else "lost"


def test_power_loss_loses_nothing_that_was_acknowledged(
    tmp_path: Path, rounds: Rounds, say: Say
) -> None:
    kept = record(tmp_path, changes=rounds(40, 300))
    found = cut_power(kept, rounds(60, 2000), tmp_path)
    say(f"power cut at {found.total()} of {len(kept.calls)} calls: {dict(found)}")
    assert found == {"kept": found.total()}


@pytest.mark.parametrize("pragma", [{"synchronous": 0}, {"journal_mode": "memory"}])
def test_unsafe_settings_are_seen_to_fail(
    tmp_path: Path, rounds: Rounds, say: Say, pragma: dict[str, str | int]
) -> None:
    kept = record(tmp_path, changes=rounds(40, 300), **pragma)
    found = cut_power(kept, rounds(40, 2000), tmp_path)
    say(f"power cut with {pragma}: {dict(found)}")
    assert found["damaged"] + found["lost"] > found.total() / 5


def test_the_log_of_calls_is_complete(tmp_path: Path) -> None:
    kept = record(tmp_path, changes=12)
    for call in kept.calls:
        kept.disk.make(call)
    (file,) = kept.disk.names.values()
    assert apply_calls(file.sure, file.waiting) == kept.end
