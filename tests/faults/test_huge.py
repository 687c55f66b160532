"""Huge files: within 600 MB in either process, and cancelled within a second leaving nothing.

At full count a text of 199 MB and a table of a million names; else 12 MB and 6,000.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop_app.services.importing import StagingCancelled, import_files, stage_files
from desktop_app.services.importing_names import import_names
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.session import Session, create_catalogue
from desktop_app.store import documents

MEMORY = 600_000_000
#: Of a machine with other work to do, a second is allowed to be two.
CANCELLED_WITHIN = 1.0
SLACK = 1.0
LINE = "Ngày 6 tháng 5 năm 1962, Nặm Thà được giải phóng. 😀\n"
COUNTED = ("document", "source", "entity", "name", "change", "original", "content", "listing")
#: What is staged lies here and counts as nothing until it is dropped.
STAGED = ("original", "content")


class Watch:
    """The largest memory of this process, beyond what it had before, and of its children."""

    def __init__(self) -> None:
        self.own = self.child = 0
        self._process = psutil.Process()
        self._before = self._process.memory_info().rss
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="memory watch")

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            # A test run has loaded what the program never does: what was there is not counted,
            # but for what the program itself takes.
            grown = self._process.memory_info().rss - self._before
            self.own = max(self.own, grown + 120_000_000)
            for child in self._process.children():
                try:
                    self.child = max(self.child, child.memory_info().rss)
                except psutil.Error:
                    continue

    def require_small(self) -> None:
        assert self.own < MEMORY and self.child < MEMORY, (self.own, self.child)

    def __str__(self) -> str:
        return f"{self.own / 1e6:.0f} MB here, {self.child / 1e6:.0f} MB in the reader"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with closing(create_catalogue(tmp_path / "huge.db")) as made:
        yield made


@pytest.fixture
def text(tmp_path: Path, rounds) -> Path:
    path, line = tmp_path / "huge.txt", LINE.encode()
    size = rounds(12_000_000, 199_000_000)
    with path.open("wb") as file:
        for _ in range(size // (len(line) * 1000)):
            file.write(line * 1000)
    return path


@pytest.fixture
def table(tmp_path: Path, rounds) -> Path:
    path = tmp_path / "huge.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("key,kind,name,language,name_kind\n")
        for number in range(rounds(6_000, 1_000_000)):
            file.write(f"k{number},person,Nguyễn Văn {number},vi,\n")
    return path


def count_all(session: Session) -> dict[str, int]:
    return {name: session.db.scalar(f"SELECT count(*) FROM {name}") for name in COUNTED}


def test_a_huge_text_goes_in_whole(session: Session, text: Path, say) -> None:
    began = time.monotonic()
    with Watch() as watch:
        [done] = import_files(session, [text])
    took = time.monotonic() - began
    watch.require_small()
    lines = text.stat().st_size // len(LINE.encode())
    assert done.characters == lines * len(LINE)
    held = documents.get_document(session.db, done.document)
    at = 65_536 * 3 - 40
    whole = LINE * (at // len(LINE) + 10)
    passage = documents.get_passage(session.db, held.text_sha256, at, at + 300)
    assert passage == whole[at : at + 300]
    assert session.db.scalar("SELECT count(*) FROM content WHERE sha256 IS NULL") == 0
    [again] = import_files(session, [text])
    assert again.already
    say(f"{text.stat().st_size / 1e6:.0f} MB of text went in within {took:.0f} s; {watch}")


def test_huge_names_go_in_whole(session: Session, table: Path, rounds, say) -> None:
    began = time.monotonic()
    with Watch() as watch:
        done = import_names(session, table)
    took = time.monotonic() - began
    watch.require_small()
    count = rounds(6_000, 1_000_000)
    assert done.names == count
    assert session.db.scalar("SELECT count(*) FROM listing") == count
    assert done.entities["k7"] == session.db.scalar(
        "SELECT entity FROM name WHERE text = 'Nguyễn Văn 7'"
    )
    say(f"{count} names went in within {took:.0f} s; {watch}")


class CancelledAt(Progress):
    """A progress that is cancelled, as by a click, some time after the work began."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.asked = 0.0
        self._timer = threading.Timer(seconds, self._ask)
        self._timer.start()

    def _ask(self) -> None:
        self.asked = time.monotonic()
        self.cancel()

    def close(self) -> None:
        self._timer.cancel()
        self._timer.join()


def cancel_at(
    share: float, whole: float, session: Session, work: Callable[[Progress], Any]
) -> float:
    """Cancel `work` after a share of the seconds that the whole takes; return how long it took."""
    before = count_all(session)
    progress = CancelledAt(share * whole)
    try:
        with pytest.raises(Cancelled) as caught:
            work(progress)
        took = time.monotonic() - progress.asked
    finally:
        progress.close()
    assert {one: n for one, n in count_all(session).items() if one not in STAGED} == {
        one: n for one, n in before.items() if one not in STAGED
    }
    if isinstance(caught.value, StagingCancelled):
        caught.value.drop(session)
    assert count_all(session) == before
    for table in ("original_chunk", "content_chunk"):
        assert session.db.scalar(f"SELECT count(*) FROM {table}") == 0
    assert not psutil.Process().children()
    return took


@pytest.mark.parametrize("kind", ["text", "names"])
def test_a_cancelled_import_leaves_nothing(
    kind: str, session: Session, request: pytest.FixtureRequest, tmp_path: Path, rounds, say
) -> None:
    path: Path = request.getfixturevalue("text" if kind == "text" else "table")
    # Seconds that are less than the work takes on a fast machine.
    whole = rounds(1, 40) / 2 if kind == "text" else rounds(1, 150)

    def work(progress: Progress) -> object:
        if kind == "text":
            return stage_files(session, [path], progress)
        return import_names(session, path, progress)

    files = set(tmp_path.iterdir())
    shares = (0.05, 0.3, 0.6) if sys.platform != "win32" else (0.3,)
    took = [cancel_at(share, whole, session, work) for share in shares]
    assert max(took) < CANCELLED_WITHIN + SLACK
    left = {one.name for one in set(tmp_path.iterdir()) - files}
    assert left <= {"huge.db-journal"}
    say(f"cancelling huge {kind}: {', '.join(f'{one:.2f}' for one in took)} s")
