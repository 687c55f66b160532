"""Exports that are killed, that find the disk full, and that are very large.

The folder under the final name is whole or not there; the catalogue is never touched.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.paths import ROOT, SAMPLE
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.exporting import check_export, export_catalogue
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.store import documents, rows

Count = Callable[[int, int], int]
Say = Callable[[str], None]


#: Exports each folder that it is told in a process of its own, which is there to be killed.
_FORKING = """
import os, sys
from pathlib import Path
import psutil
from desktop_app.services.exporting import export_catalogue
from desktop_app.services.session import open_catalogue
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        session = open_catalogue(Path(sys.argv[1]))
        print(os.getpid(), flush=True)
        export_catalogue(session, Path(line.strip()))
        session.close()
        os._exit(0)
    # Until it is asked for, even one that ended keeps its number, which none other gets.
    sys.stdin.readline()
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


class Exporter:
    """Exports in processes that can be killed."""

    def __init__(self, catalogue: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _FORKING, str(catalogue)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def export(self, folder: Path, kill_after: float | None = None) -> float:
        """Export into `folder`; kill it after so many seconds. Return the seconds it lived."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        begun = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "gone\n"
        return time.monotonic() - begun

    def close(self) -> None:
        self.process.communicate()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork and no SIGKILL")
def test_a_killed_export_is_not_there(rounds: Count, say: Say, tmp_path: Path) -> None:
    catalogue, home = tmp_path / "c.db", tmp_path / "out"
    shutil.copyfile(SAMPLE, catalogue)
    home.mkdir()
    before = catalogue.read_bytes()
    chance = random.Random(15)
    unfinished = finished = 0
    count = rounds(4, 120)
    with closing(Exporter(catalogue)) as exporter:
        exporter.export(home / "cold")
        whole_time = exporter.export(home / "warm")
        for number in range(count):
            folder = home / f"bag-{number}"
            exporter.export(folder, whole_time * chance.uniform(0, 1.1))
            if folder.exists():
                finished += 1
                assert check_export(folder).ok
                shutil.rmtree(folder)
            else:
                unfinished += bool(list(home.glob(".regesta-export-*")))
            assert catalogue.read_bytes() == before
    with closing(open_catalogue(catalogue)) as session:
        export_catalogue(session, home / "last")
    assert check_export(home / "last").ok
    assert not list(home.glob(".regesta-export-*"))
    say(f"export: {count} kills, {unfinished} in the middle, {finished} too late; all swept")


@pytest.fixture
def small_disk() -> Iterator[Path]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount the small disk that is filled")
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=12m,mode=0777", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("this system lets no disk in memory be mounted")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_leaves_nothing(
    small_disk: Path, rounds: Count, say: Say, tmp_path: Path
) -> None:
    catalogue = tmp_path / "c.db"
    shutil.copyfile(SAMPLE, catalogue)
    levels = rounds(10, 60)
    refused = 0
    with closing(open_catalogue(catalogue)) as session:
        for number in range(levels):
            free = 6_500_000 * number // levels
            filler = small_disk / "filler"
            filler.write_bytes(b"\0" * (shutil.disk_usage(small_disk).free - free))
            try:
                export_catalogue(session, small_disk / "bag")
            except UserError as error:
                refused += 1
                assert error.code == "not_exported", error
                assert [path.name for path in small_disk.iterdir()] == ["filler"]
            else:
                assert check_export(small_disk / "bag").ok
                shutil.rmtree(small_disk / "bag")
            filler.unlink()
        export_catalogue(session, small_disk / "bag")
    assert check_export(small_disk / "bag").ok
    say(f"export: the disk full at {levels} levels, refused {refused} times, nothing left")
    assert refused > levels // 2


def fill(path: Path, megabytes: int, excerpts: int) -> None:
    """Make a catalogue of so many megabytes of originals and a text with so many excerpts."""
    session = create_catalogue(path)
    line = "Ngày 6 tháng 5 năm 1962, Tiểu đoàn 4 diệt 134 tên ở Nặm Thà.\n"
    with session.change(Operation.IMPORT_DOCUMENTS):
        for number in range(megabytes):
            data = random.Random(number).randbytes(1 << 20)
            documents.keep_original(session.db, data)
        documents.keep_text(session.db, line * (megabytes * 2_000))
        source = rows.take_id(session.db, Kind.SOURCE)
        rows.insert_row(session.db, Kind.SOURCE, {"id": source, **_empty("source", "Nguồn")})
    event = run_operation(session, "create_event", {"title": "Trận đánh", "note": "x" * 1_000_000})
    for number in range(excerpts):
        given = {"subject": event.ids[0], "property": "killed", "value": {"number": number}}
        run_operation(session, "state_claim", given)
    session.close()


def _empty(table: str, title: str) -> dict[str, object]:
    from desktop_app.store.schema import BY_NAME

    found = BY_NAME[table]
    values: dict[str, object] = dict.fromkeys(found.text.split(), "")
    return {**values, "title": title, "level": "book", "incomplete": "[]"}


_MEASURED = """
import sys
from pathlib import Path
import psutil
from desktop_app.services.exporting import export_catalogue
from desktop_app.services.jobs import Progress
from desktop_app.services.session import open_catalogue

class Watched(Progress):
    most = 0
    def report(self, done, total, text=""):
        self.most = max(self.most, psutil.Process().memory_info().rss)
        super().report(done, total, text)

watched = Watched()
session = open_catalogue(Path(sys.argv[1]))
export_catalogue(session, Path(sys.argv[2]), progress=watched)
session.close()
print(watched.most >> 20)
"""


def test_a_large_catalogue_is_never_in_memory(rounds: Count, say: Say, tmp_path: Path) -> None:
    megabytes = rounds(20, 1000)
    fill(tmp_path / "big.db", megabytes, rounds(20, 500))
    words = [sys.executable, "-c", _MEASURED, str(tmp_path / "big.db"), str(tmp_path / "bag")]
    begun = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    took = time.monotonic() - begun
    assert check_export(tmp_path / "bag").ok
    say(f"export of {megabytes} MB of originals: {done.stdout.strip()} MB of memory, {took:.0f} s")
    assert int(done.stdout) < 250


def test_a_large_export_stops_within_a_second(rounds: Count, say: Say, tmp_path: Path) -> None:
    fill(tmp_path / "big.db", rounds(20, 1000), 5)

    class Stopped(Progress):
        """Cancels after some reports, and takes the time until the work is over."""

        def __init__(self, after: int) -> None:
            super().__init__()
            self.left, self.at = after, 0.0

        def report(self, done: int, total: int, text: str = "") -> None:
            self.left -= 1
            if self.left == 0:
                self.at = time.monotonic()
                self.cancel()
            super().report(done, total, text)

    longest = 0.0
    with closing(open_catalogue(tmp_path / "big.db")) as session:
        for after in (3, 30, 60):
            stopped = Stopped(after)
            with pytest.raises(Cancelled):
                export_catalogue(session, tmp_path / "bag", progress=stopped)
            longest = max(longest, time.monotonic() - stopped.at)
            assert not list(tmp_path.glob("*bag*"))
            assert not list(tmp_path.glob(".regesta*"))
    say(f"export cancelled: gone after at most {longest:.2f} s")
    assert longest < 1
