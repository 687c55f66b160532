"""An error of the disk, or no space, at every single call that writes, once and for good.

The real session works on watched files. Whatever call fails: a sentence says that the change was
not saved, nothing of it is there, everything before is, and work goes on when the disk does.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.session import Session, open_catalogue
from tests.faults.sqlite_calls import (
    FULL,
    IOERR_DELETE,
    IOERR_READ,
    IOERR_SYNC,
    IOERR_TRUNCATE,
    IOERR_WRITE,
    Call,
    Fail,
    find_library,
    watching,
)
from tests.faults.workload import (
    EDITS,
    Work,
    list_breaks,
    list_halves,
    make_catalogue,
    read_state,
)

pytestmark = pytest.mark.skipif(
    find_library() is None, reason="Python holds SQLite in itself here: its calls cannot fail"
)
Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
STEPS = 6
#: What the disk answers to each kind of call when it is broken.
BROKEN = {
    "create": 14,
    "read": IOERR_READ,
    "write": IOERR_WRITE,
    "truncate": IOERR_TRUNCATE,
    "sync": IOERR_SYNC,
    "delete": IOERR_DELETE,
}
SENTENCES = {"disk_full", "disk_error", "unreadable", "unconfirmed", "unsure"}


@dataclass
class Trouble:
    """Lets call number `at` fail, and where it is `lasting` all calls after it."""

    at: int
    lasting: bool
    full: bool
    count: int = 0
    over: bool = False

    def __call__(self, call: Call) -> Fail | None:
        if self.over or (self.full and not needs_space(call)):
            return None
        self.count += 1
        if self.count != self.at and not (self.lasting and self.count > self.at):
            return None
        if self.full:
            return Fail(FULL, part=len(call.data) // 2)
        return Fail(BROKEN[call.kind])


def needs_space(call: Call) -> bool:
    """Tell whether a call takes space of the disk: a full one still writes over what it has."""
    if call.kind == "write":
        return call.place + len(call.data) > Path(call.path).stat().st_size
    return call.kind == "create"


@dataclass
class Outcome:
    """What a session met: the state after what it acknowledged last, and the errors it said."""

    state: str = ""
    said: list[str] = field(default_factory=list)
    unreadable: int = 0


def work_through(path: Path, trouble: Trouble) -> Outcome:
    """Open the catalogue, work, end the trouble, work once more, close."""
    met = Outcome()
    with watching(trouble):
        try:
            session = open_catalogue(path, author="Tester")
        except UserError as error:
            met.said.append(error.code)
            return met
        with closing(session):
            met.state = describe(session)
            session.hub.subscribe(lambda _: setattr(met, "state", describe(session)))
            work = Work(session, random.Random(7), path.parent)
            for _ in range(STEPS):
                try:
                    work.step(EDITS)
                except UserError as error:
                    met.said.append(error.code)
                    require_unchanged(session, trouble, met)
            trouble.over = True
            # Only where it was said that nobody knows may a change be there all the same.
            assert describe(session) == met.state or "unsure" in met.said
            run_operation(session, "create_event", {"title": "After"})
    return met


def require_unchanged(session: Session, trouble: Trouble, met: Outcome) -> None:
    """Assert that nothing of the failed change is seen.

    While a disk refuses every write, what was begun cannot be taken back, and then nothing is
    shown rather than something half done.
    """
    try:
        assert describe(session) == met.state
    except UserError:
        assert trouble.lasting and not trouble.full
        met.unreadable += 1


def describe(session: Session) -> str:
    return repr(read_state(session))


def count_calls(start: Path, folder: Path, *, full: bool) -> int:
    trouble = Trouble(at=0, lasting=False, full=full)
    path = folder / "whole.db"
    shutil.copyfile(start, path)
    assert work_through(path, trouble).said == []
    return trouble.count


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "start.db"
    make_catalogue(path)
    return path


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for-good"])
@pytest.mark.parametrize("full", [False, True], ids=["broken", "full"])
def test_every_call_may_fail(
    tmp_path: Path, start: Path, rounds: Rounds, say: Say, full: bool, lasting: bool
) -> None:
    last = count_calls(start, tmp_path, full=full)
    chance = random.Random(3)
    places = sorted(chance.sample(range(1, last + 1), min(rounds(6, last), last)))
    said: Counter[str] = Counter()
    for at in places:
        path = tmp_path / f"{at}.db"
        shutil.copyfile(start, path)
        met = work_through(path, Trouble(at=at, lasting=lasting, full=full))
        said.update(met.said)
        require_whole(path, met)
        path.unlink()
    say(f"{len(places)} of {last} calls failed ({full=}, {lasting=}), said: {dict(said)}")
    assert set(said) <= SENTENCES


def require_whole(path: Path, met: Outcome) -> None:
    """Assert that the catalogue opens whole and holds exactly what was acknowledged."""
    with closing(open_catalogue(path)) as session:
        report = check_catalogue(session.db)
        assert report.ok, report.findings
        assert list_halves(session) == []
        assert list_breaks(session) == []
        if met.state:
            assert describe(session) == met.state
