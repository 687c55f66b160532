"""Works in a catalogue until it is killed, and says after each change that it was made.

Started once and told a catalogue, a seed and a kind of day on each line; it forks a process for
each, so that hundreds of rounds do not load the program anew. Each word is one write to the
pipe, which a kill cannot cut.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.services.session import open_catalogue
from tests.faults.workload import DAYS, Work


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work_for_ever(path: Path, seed: int, day: str) -> None:
    session = open_catalogue(path, author="Tester")

    def acknowledge(event: ChangeEvent) -> None:
        say("made", event.change)

    session.hub.subscribe(acknowledge)
    work = Work(session, random.Random(seed), path.parent, say)
    say("ready", os.getpid())
    while True:
        work.step(DAYS[day])


def main() -> None:
    for line in sys.stdin:
        path, seed, day = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            work_for_ever(Path(path), int(seed), day)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
