"""A long day at the desk: random work with backups and the index, nothing leaks or is lost."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil

from desktop_app.services.backups import Reason, back_up, restore_backup
from desktop_app.services.backups_listing import list_backups, verify_listed
from desktop_app.services.backups_places import chosen_places
from desktop_app.services.checking import check_catalogue
from desktop_app.services.searching import SearchService
from desktop_app.services.session import open_catalogue
from desktop_app.store import chain
from tests.faults.workload import EDITS, Work, list_breaks, list_index_differences, make_catalogue

#: What memory may grow by once the work is under way, in megabytes.
GROWTH_MB = 60
DAY = {**EDITS, "bring_in": 1, "bulk": 1, "index": 4}


def memory() -> int:
    """Return the resident memory of this process, in megabytes."""
    gc.collect()
    return int(psutil.Process().memory_info().rss) >> 20


def test_a_long_day_leaks_and_loses_nothing(
    tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    path, count = tmp_path / "soak.db", rounds(150, 20_000)
    make_catalogue(path)
    heads, begun, done = [], 0, 0
    with closing(open_catalogue(path)) as session:
        work = Work(session, random.Random(27), tmp_path)
        for number in range(count):
            done += len(work.step(DAY))
            if number == count // 4:
                begun = memory()
            if number % max(count // 20, 50) == 0:
                back_up(session, Reason.INTERVAL)
                heads.append(chain.get_head(session.db))
        grown = memory() - begun
        assert list_breaks(session) == []
        assert check_catalogue(session.db).ok
        assert all(chain.holds(session.db, head) for head in heads)
        with closing(SearchService(session)) as index:
            assert list_index_differences(session, index) == []
        uuid = session.uuid
        if work._index is not None:
            work._index.close()
    kept = [verify_listed(one) for one in list_backups(chosen_places(), uuid)]
    assert kept
    assert all(one.is_good for one in kept)
    for number, one in enumerate(kept):
        restored = tmp_path / f"restored-{number}.db"
        restore_backup(one.path, restored)
        with closing(open_catalogue(restored)) as session:
            assert chain.get_head(session.db) in heads
        restored.unlink()
    say(f"soak: {count} steps, {done} changes, {len(kept)} backups restored, memory +{grown} MB")
    assert grown <= GROWTH_MB
