"""Starts processes that work in a catalogue and kills them (`kill_worker` is what they run)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Killed:
    """What a worker said before it was killed: the changes it made, and where it was."""

    made: set[int] = field(default_factory=set)
    is_indexing: bool = False

    def hear(self, word: str, value: str) -> bool:
        """Take one line of a worker; return whether it was the last."""
        match word:
            case "made":
                self.made.add(int(value))
            case "indexing":
                self.is_indexing = value == "begins"
            case "ended":
                assert int(value) == -signal.SIGKILL, "the worker ended before it was killed"
        return word == "ended"


class Workers:
    """Starts workers, one at a time, and kills each after a while."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._asks, self._says = process.stdin, process.stdout

    def run_until_killed(
        self, path: Path, seed: int, day: str, *, after: int, seconds: float
    ) -> Killed:
        """Kill a worker `seconds` after its change number `after`; return what it had said."""
        print(path, seed, day, sep="\t", file=self._asks, flush=True)
        word, process = self._says.readline().split()
        assert word == "ready"
        killed = Killed()
        while len(killed.made) < after:
            killed.hear(*self._says.readline().split())
        time.sleep(seconds)
        os.kill(int(process), signal.SIGKILL)
        while not killed.hear(*self._says.readline().split()):
            pass
        return killed


@contextmanager
def workers() -> Iterator[Workers]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.kill_worker"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Workers(process)
