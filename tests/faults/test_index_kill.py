"""The search index after a kill: one pass later it says what the catalogue says, once each."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.searching import SearchService
from desktop_app.services.session import open_catalogue
from tests.faults.killing import workers
from tests.faults.workload import ask_index, list_index_differences, make_catalogue

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork are POSIX")
Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
#: Rounds on one catalogue before a new one is taken.
ROUNDS_A_FILE = 20
QUERIES = (
    "event",
    "changed",
    "kind:document tiểu đoàn",
    "kind:claim killed",
    "second",
    '"Nặm Thà"',
)


def test_the_index_converges_after_every_kill(tmp_path: Path, rounds: Rounds, say: Say) -> None:
    count = rounds(6, 200)
    chance, totals = random.Random(5), Counter[str]()
    with workers() as crew:
        for number in range(count):
            if number % ROUNDS_A_FILE == 0:
                path = tmp_path / str(number) / "killed.db"
                path.parent.mkdir()
                make_catalogue(path)
            killed = crew.run_until_killed(
                path,
                chance.randrange(10**6),
                "only indexing",
                after=chance.randint(0, 9),
                seconds=chance.uniform(0, 0.1),
            )
            totals["while indexing"] += killed.is_indexing
            with closing(open_catalogue(path)) as session, closing(SearchService(session)) as index:
                assert list_index_differences(session, index) == []
                if number % ROUNDS_A_FILE == min(ROUNDS_A_FILE, count) - 1:
                    found = {query: ask_index(index, query) for query in QUERIES}
                    index.rebuild()
                    assert {query: ask_index(index, query) for query in QUERIES} == found
                    totals["equal to a rebuilt one"] += 1
    say(f"{count} kills of the index: {dict(totals)}, 0 missing, 0 twice")
    assert totals["while indexing"] > count / 10
