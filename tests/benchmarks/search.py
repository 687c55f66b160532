"""Times the search index beside SQLite FTS5, Whoosh as it comes, and tantivy.

    python tests/benchmarks/search.py [COUNT ...] [--rounds N] [--folder FOLDER]
                                      [--without ENGINE ...] [--processor]

makes a seeded corpus of each COUNT records (10,000 and 100,000 unless said), builds an index
with each engine, puts the same queries to all of them in turn, and prints milliseconds, ratios,
memory and disk beside the targets. Whoosh as it comes is left out beyond 100,000 records, where
its build takes most of an hour; tantivy where it is not installed (pip install .[benchmark]).
Builds are always timed by the processor; with --processor queries are too, where others use the
machine meanwhile and the wall's clock says nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from search_corpus import Corpus, list_queries
from search_engines import Engine, Fts5, Regesta, StockWhoosh, Tantivy
from search_targets import Figures, compare

ENGINES: dict[str, type[Engine]] = {e.name: e for e in (Fts5, Regesta, Tantivy, StockWhoosh)}
STOCK_LIMIT = 100_000
EDITS = 40
#: A child process that builds one index and says how much memory it took.
_BUILD = "--build"
#: What is timed: the wall's clock, or the processor where others use the machine meanwhile.
TIMER = time.perf_counter


def choose_engines(count: int, without: list[str]) -> list[str]:
    """Return the engines that can be compared at `count` records."""
    left_out = set(without)
    if not importlib.util.find_spec("tantivy"):
        left_out.add("tantivy")
    if count > STOCK_LIMIT:
        left_out.add("whoosh")
    return [name for name in ENGINES if name not in left_out]


class Metered:
    """The records of a corpus, with the processor time that making them took."""

    def __init__(self, corpus: Corpus) -> None:
        """Give the records of `corpus`."""
        self._corpus = corpus
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Any]:
        for number in range(self._corpus.count):
            begun = time.process_time()
            record = self._corpus.make(number)
            self.seconds += time.process_time() - begun
            yield record


def build_here(name: str, folder: Path, count: int) -> None:
    """Build one index in this process and print seconds and peak memory in megabytes.

    Seconds of the processor: others who use the machine meanwhile do not count.
    """
    import resource

    records = Metered(Corpus(count))
    begun = time.process_time()
    ENGINES[name](folder).build(records)
    used = time.process_time() - begun - records.seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{used:.3f} {peak:.0f}")


def build_apart(name: str, folder: Path, count: int) -> tuple[float, float]:
    """Build one index in a process of its own; return seconds and peak megabytes."""
    command = [sys.executable, __file__, _BUILD, name, str(folder), str(count)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, peak = said.split()
    return float(seconds), float(peak)


def clock(work: Callable[[], Any]) -> float:
    """Return the milliseconds that `work` takes."""
    begun = TIMER()
    work()
    return (TIMER() - begun) * 1000


def time_openings(engines: list[Engine], word: str, rounds: int) -> dict[str, list[float]]:
    """Time opening with a first query, with everything imported and in the system's cache."""
    found: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for _ in range(rounds):
        for engine in engines:
            if found[engine.name]:
                engine.close()

            def open_and_ask(engine: Engine = engine) -> None:
                engine.open()
                engine.kinds["common term"](word)

            found[engine.name].append(clock(open_and_ask))
    return found


def time_queries(
    engines: list[Engine], queries: dict[str, list[tuple[str, ...]]], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Time every query with every engine, in an order drawn anew each time."""
    chance = random.Random(7)
    found: dict[str, dict[str, list[float]]] = {}
    for kind, asked in queries.items():
        able = [engine for engine in engines if kind in engine.kinds]
        found[kind] = {engine.name: [] for engine in able}
        for turn in range(rounds + 1):
            for words in asked:
                for engine in chance.sample(able, len(able)):
                    used = clock(lambda e=engine, k=kind, w=words: e.kinds[k](*w))
                    if turn:
                        found[kind][engine.name].append(used)
    return found


def time_edits(engines: list[Engine], corpus: Corpus) -> dict[str, list[float]]:
    """Time changing a record until a query finds the change."""
    found: dict[str, list[float]] = {}
    chance = random.Random(9)
    for engine in engines:
        times = found[engine.name] = []
        for turn in range(EDITS if engine.name != "whoosh" else 8):
            number = chance.randrange(corpus.count)
            record, word = corpus.make(number), f"edited{turn}"
            changed = type(record)(id=record.id, kind=record.kind, text=f"{record.text} {word}")

            def edit_and_find(e: Engine = engine, r: Any = changed, n: int = number) -> int:
                e.edit(r, n)
                return e.kinds["rare term"](r.text.rpartition(" ")[2])

            times.append(clock(edit_and_find))
            assert edit_found(engine, word), (engine.name, word)
    return found


def edit_found(engine: Engine, word: str) -> bool:
    """Return whether exactly one record has the word."""
    return engine.kinds["rare term"](word) == 1


def read_memory() -> tuple[float, float]:
    """Return this process's own and mapped memory in megabytes, 0 where it cannot be told."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0, 0.0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    anonymous, mapped = (int(lines[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))
    return anonymous, mapped


def run(count: int, folder: Path, rounds: int, without: list[str]) -> None:
    """Build, ask and print everything for one size of corpus."""
    print(f"\n== {count:,} records", flush=True)
    names = choose_engines(count, without)
    figures = Figures(count)
    for name in names:
        seconds, peak = build_apart(name, folder, count)
        figures.builds[name] = count / seconds
        size = ENGINES[name](folder).size() / 2**20
        print(
            f"build {name:8} {seconds:8.1f} s {count / seconds:10,.0f} records/s "
            f"peak {peak:6,.0f} MB   disk {size:6,.0f} MB",
            flush=True,
        )
    corpus = Corpus(count)
    queries = list_queries(corpus)
    before = read_memory()
    engines = [ENGINES[name](folder) for name in names]
    figures.opens = time_openings(engines, queries["common term"][0][0], max(5, rounds))
    figures.queries = time_queries(engines, queries, rounds)
    after = read_memory()
    print(f"memory of all engines while asked: {after[0] - before[0]:,.0f} MB own, ", end="")
    print(f"{after[1] - before[1]:,.0f} MB of files mapped")
    figures.edits = time_edits(engines, corpus)
    figures.show()
    compare(figures)
    for engine in engines:
        engine.close()


def measure_window(folder: Path, count: int) -> None:
    """Print what one process with our index alone keeps in memory after the queries."""
    code = (
        "import sys; sys.argv=['x']; import search as s; from pathlib import Path;"
        f"corpus=s.Corpus({count}); queries=s.list_queries(corpus);"
        f"e=s.Regesta(Path({str(folder)!r})); before=s.read_memory(); e.open();"
        "s.time_queries([e], queries, 1); after=s.read_memory();"
        "print(f'memory of a process with our index after all queries: "
        "{after[0]:,.0f} MB own ({after[0]-before[0]:,.0f} for the index), "
        "{after[1]:,.0f} MB of files mapped')"
    )
    here = Path(__file__).resolve().parent
    environment = {**os.environ, "PYTHONPATH": str(here)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def main() -> int:
    """Run the benchmark for the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, metavar="COUNT")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--without", nargs="*", default=[], choices=("tantivy", "whoosh"))
    parser.add_argument("--processor", action="store_true", help="time the processor, not the wall")
    given = parser.parse_args()
    global TIMER
    TIMER = time.process_time if given.processor else time.perf_counter
    with tempfile.TemporaryDirectory() as made:
        for count in given.counts or (10_000, 100_000):
            home = (given.folder or Path(made)) / str(count)
            home.mkdir(parents=True, exist_ok=True)
            run(count, home, given.rounds, given.without)
            measure_window(home, count)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == [_BUILD]:
        build_here(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main())
