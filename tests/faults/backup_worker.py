"""Backs up or restores until it is killed, at the n-th touch of a file or step of progress.

Told (what, catalogue, backup, step) on each line, it forks a process for each. A step below 0
is a time: the process is killed that many milliseconds after it began.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.backups import Reason, back_up, replace_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.jobs import Progress
from desktop_app.services.session import open_catalogue

TOUCHES = {
    *("open", "sqlite3.connect", "os.rename", "os.remove", "os.link", "os.chmod", "os.mkdir"),
}


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Killer:
    """Counts steps and kills this process at the wanted one."""

    def __init__(self, folder: Path, step: int) -> None:
        self.root = str(folder)
        self.step = step
        self.count = 0

    def start(self) -> None:
        if self.step < 0:
            threading.Thread(target=self._kill_later, daemon=True).start()
        else:
            sys.addaudithook(self._on_event)

    def _kill_later(self) -> None:
        time.sleep(-self.step / 1000)
        os.kill(os.getpid(), signal.SIGKILL)

    def _on_event(self, event: str, args: tuple[object, ...]) -> None:
        if event in TOUCHES and any(self.root in str(one) for one in args[:2]):
            self.count_step()

    def count_step(self) -> None:
        self.count += 1
        if self.count == self.step:
            os.kill(os.getpid(), signal.SIGKILL)


class CountedProgress(Progress):
    """Progress whose every report is a step."""

    def __init__(self, killer: Killer) -> None:
        super().__init__()
        self.killer = killer

    def report(self, done: int, total: int, text: str = "") -> None:
        self.killer.count_step()
        super().report(done, total, text)


def work(what: str, path: Path, backup: Path, step: int) -> None:
    killer = Killer(path.parent, step)
    progress = CountedProgress(killer)
    if what == "restore":
        killer.start()
        replace_catalogue(backup, path, progress)
    else:
        session = open_catalogue(path, author="Tester")
        made = run_operation(session, "create_event", {"title": f"Event {step}"})
        say("made", made.change)
        killer.start()
        back_up(session, Reason.BY_HAND, progress)
        session.close()
    say("steps", killer.count)


def main() -> None:
    for line in sys.stdin:
        what, path, backup, step = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            work(what, Path(path), Path(backup), int(step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
