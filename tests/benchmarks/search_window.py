"""Times the search in the window, from a key press to the rows, on a catalogue of any size.

    python tests/benchmarks/search_window.py [COUNT ...] [--folder FOLDER]

makes a catalogue of COUNT records (100,000 unless said), builds its index, opens the window and
types words letter by letter. Prints milliseconds from each key to its painted rows, cold (the
first after opening) and warm, the longest time that the window was blocked, and the memory of
the window's process; and compares with the targets. With --folder the catalogue is kept there
and used again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from search_catalogue import CatalogueMaker
from search_corpus import Corpus
from search_targets import percentile, say

from desktop_app.catalog.folding import fold
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.searching import SearchService
from desktop_app.services.session import create_catalogue, open_catalogue

_MAKE, _INDEX, _TYPE = "--make", "--index", "--type"
#: A step of the clock that watches the window, in milliseconds.
_BEAT = 2
QUERIES = 12


def make(path: Path, count: int) -> None:
    """Make the catalogue, in this process."""
    begun = time.perf_counter()
    with closing(create_catalogue(path)) as session:
        CatalogueMaker(session, count, path.parent).fill()
    size = path.stat().st_size >> 20
    print(f"made in {time.perf_counter() - begun:.0f} s, {size:,} MB", flush=True)


def index(path: Path) -> None:
    """Build its index, in this process."""
    begun = time.perf_counter()
    with closing(open_catalogue(path)) as session, closing(SearchService(session)) as service:
        count = service.rebuild()
    used = time.perf_counter() - begun
    print(f"index of {count:,} records in {used:.0f} s, peak {read_memory('VmHWM'):,.0f} MB own")


def read_memory(name: str) -> float:
    """Return a figure of this process's memory in megabytes, 0 where it cannot be told."""
    status = Path("/proc/self/status")
    found = re.search(rf"{name}:\s+(\d+)", status.read_text()) if status.is_file() else None
    return int(found[1]) / 1024 if found else 0.0


class Typist:
    """Types into the search field of a window and watches how long everything takes."""

    def __init__(self, window: object) -> None:
        """Type into `window`, whose index is ready."""
        from PySide6.QtCore import QTimer

        self.panel = window.results  # type: ignore[attr-defined]
        self.longest = 0.0
        self.stalls: list[float] = []
        self._last = time.perf_counter()
        self._clock = QTimer()
        self._clock.setInterval(_BEAT)
        self._clock.timeout.connect(self._beat)
        self._clock.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.stalls.append((now - self._last) * 1000 - _BEAT)
        self._last = now

    def press(self, letter: str) -> float:
        """Press a key; return the milliseconds until the answer to it is painted."""
        from PySide6.QtCore import QEventLoop
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        loop = QEventLoop()
        self.panel._worker.answered.connect(loop.quit)
        begun = time.perf_counter()
        QTest.keyClicks(self.panel.field, letter)
        loop.exec()
        QApplication.processEvents()
        return (time.perf_counter() - begun) * 1000

    def type(self, text: str) -> list[float]:
        """Type `text` from an empty field; return the time of each key but the first's."""
        self.panel.field.clear()
        self.rest(60)
        return [self.press(letter) for letter in text][1:]

    def rest(self, milliseconds: int) -> None:
        """Let the window do what it does meanwhile, as the counts of facets."""
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)


def list_texts(corpus: Corpus) -> list[str]:
    """Return what is typed: one, two and three words of the corpus, common and rarer ones."""
    words = [fold(word) for word in corpus.vietnamese[:60]]
    rarer = [fold(word) for word in corpus.vietnamese[300:400]]
    texts = []
    for number in range(QUERIES):
        kept = [words[number], rarer[number * 7], words[40 + number]]
        texts.append(" ".join(kept[: 1 + number % 3]))
    return texts


def type_all(path: Path, count: int) -> None:
    """Open the window on the catalogue and type, in this process; print what was measured."""
    from desktop_app.services.preferences import PreferenceFile
    from desktop_app.ui.application import discard_window, make_application, wait_for_jobs
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.theme import apply_theme

    app = make_application()
    apply_theme(app, "light")
    with closing(open_catalogue(path)) as session:
        before = read_memory("RssAnon")
        window = MainWindow(session, PreferenceFile(is_kept=False))
        window.resize(1300, 800)
        window.show()
        wait_for_jobs(window)
        typist = Typist(window)
        texts = list_texts(Corpus(count))
        cold = [used for text in texts for used in typist.type(text)]
        typist.rest(1500)
        typist.stalls.clear()
        warm = [used for text in texts for used in typist.type(text)]
        for text in texts[:3]:
            typist.panel.search(text)
            typist.rest(1500)
        show(count, cold, warm, typist.stalls)
        own, mapped = read_memory("RssAnon"), read_memory("RssFile")
        print(f"memory: {own:,.0f} MB own ({own - before:,.0f} since the catalogue was opened), ")
        print(f"{mapped:,.0f} MB of files mapped, peak of both {read_memory('VmHWM'):,.0f} MB")
        say("memory of the window, MB own", own, 400, 250)
        discard_window(window)


def show(count: int, cold: list[float], warm: list[float], stalls: list[float]) -> None:
    """Print what was measured beside the targets."""
    limit = 150 if count > 100_000 else 100
    print(
        f"\nmilliseconds from key to rows, {len(warm)} keys".ljust(45) + "p50       p95       most"
    )
    for name, times in (("cold", cold), ("warm", warm)):
        figures = percentile(times, 0.5), percentile(times, 0.95), max(times)
        print(f"{name:40}" + "".join(f"{one:10.1f}" for one in figures))
    print("\ntarget".ljust(44) + "reached".rjust(10) + "must".rjust(9) + "reach for".rjust(11))
    say("first results, p95 of keys, cold, ms", percentile(cold, 0.95), limit, limit / 2)
    say("first results, p95 of keys, warm, ms", percentile(warm, 0.95), limit, limit / 2)
    say("window blocked at most, ms", max(stalls), 50, 16)


def run(count: int, folder: Path) -> None:
    """Make what is missing and measure, each part in a process of its own."""
    print(f"\n== {count:,} records", flush=True)
    path = folder / f"search-{count}.db"
    environment = {**os.environ, "REGESTA_HOME": str(folder / f"home-{count}")}
    steps = [_TYPE] if path.exists() else [_MAKE, _INDEX, _TYPE]
    for step in steps:
        command = [sys.executable, __file__, step, str(path), str(count)]
        subprocess.run(command, check=True, env=environment)


def main() -> int:
    """Run the benchmark for the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, metavar="COUNT")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for count in given.counts or (100_000,):
            run(count, given.folder or Path(made))
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == [_MAKE]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == [_INDEX]:
        index(Path(sys.argv[2]))
    elif sys.argv[1:2] == [_TYPE]:
        type_all(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main())
