"""Opening to work: what is remembered, what is said, what is asked, what a copy is."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.paths import cache_folder, config_folder
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.jobs import Progress
from desktop_app.services.known_heads import Acquaintance
from desktop_app.services.opening import (
    Opening,
    check_while_working,
    open_for_work,
    open_snapshot,
)
from desktop_app.services.searching import SearchService
from desktop_app.services.session import create_catalogue
from desktop_app.store import lock
from desktop_app.store.store import create_store
from tests.faults.hostile import past_triggers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_catalogue(tmp_path / "a.db", author="Tester").close()
    return tmp_path / "a.db"


def work(path: Path, *titles: str) -> Opening:
    """Open, make an event a title, close; return what was found at opening."""
    with closing(open_for_work(path, author="Tester")) as opening:
        for title in titles:
            create_event(opening.session, title=title)
    return opening


def codes(opening: Opening) -> list[str]:
    return [one.code for one in (*opening.alarms, *opening.notes)]


def test_an_unknown_catalogue_is_told_of_once(path: Path) -> None:
    first = work(path, "One")
    assert codes(first) == ["unknown"]
    assert "0 claims, 1 changes, head" in first.notes[0].text
    second = work(path)
    assert second.recognition.acquaintance is Acquaintance.KNOWN
    assert codes(second) == []


def test_an_older_copy_is_not_the_file_last_used(path: Path, tmp_path: Path) -> None:
    work(path, "One")
    shutil.copyfile(path, tmp_path / "old.db")
    work(path, "Two", "Three")
    shutil.copyfile(tmp_path / "old.db", path)
    opening = work(path)
    assert codes(opening) == ["behind"]
    assert "was 4 of" in opening.alarms[0].text
    assert "only to change 2" in opening.alarms[0].text
    # Nobody accepted it: it is said again, and what was remembered stays.
    assert codes(work(path, "Elsewhere", "And", "On")) == ["behind"]
    assert codes(work(path)) == ["other_history"]


def test_an_accepted_file_is_remembered(path: Path, tmp_path: Path) -> None:
    work(path, "One")
    shutil.copyfile(path, tmp_path / "old.db")
    work(path, "Two")
    shutil.copyfile(tmp_path / "old.db", path)
    with closing(open_for_work(path)) as opening:
        assert opening.alarms
        opening.accept()
    assert codes(work(path)) == []


def test_another_history_and_another_catalogue_are_told_apart(path: Path, tmp_path: Path) -> None:
    work(path)
    shutil.copyfile(path, tmp_path / "b.db")
    work(path, "Mine")
    shutil.copyfile(path, tmp_path / "mine.db")
    with closing(open_for_work(tmp_path / "b.db")) as opening:
        assert codes(opening) == ["copy"]
        create_event(opening.session, title="Theirs")
        create_event(opening.session, title="Theirs too")
    shutil.copyfile(tmp_path / "b.db", path)
    assert codes(work(path)) == ["other_history"]
    path.unlink()
    create_catalogue(path, name="Another").close()
    opening = work(path)
    assert codes(opening) == ["exchanged"]
    assert "Another" in opening.alarms[0].text


def test_a_rewritten_history_is_seen(path: Path) -> None:
    work(path, "One", "Two")
    past_triggers("UPDATE change SET author = 'Nobody' WHERE seq = 2")(path)
    opening = work(path)
    assert codes(opening) == ["altered"]
    assert "change 2 on" in opening.alarms[0].text


def test_a_damaged_memory_is_as_good_as_none(path: Path) -> None:
    work(path)
    [kept] = (config_folder() / "heads").iterdir()
    kept.write_bytes(b"\xff{")
    assert codes(work(path)) == ["unknown"]
    assert json.loads(kept.read_text("utf-8"))["seq"] == 1
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_the_head_is_kept_while_work_goes_on(path: Path) -> None:
    with closing(open_for_work(path)) as opening:
        for number in range(20):
            create_event(opening.session, title=str(number))
        [kept] = (config_folder() / "heads").iterdir()
        assert json.loads(kept.read_text("utf-8"))["seq"] == 21


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="mounts a disk")
def test_a_profile_that_cannot_be_written_stops_nobody(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.joinpath("config", "heads").mkdir(parents=True)
    home.joinpath("cache").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "none", str(home / "config")]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount")
    monkeypatch.setenv("REGESTA_HOME", str(home))
    try:
        assert codes(work(path, "One")) == ["unknown"]
    finally:
        subprocess.run(["umount", str(home / "config")], check=True)


def test_a_snapshot_reads_what_another_has_open(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_app.services.session import *\n"
        "from desktop_app.services.commands.subjects import create_event\n"
        "s = open_catalogue(Path(sys.argv[1])); create_event(s, title='Told'); print('ready')\n"
        "sys.stdout.flush(); sys.stdin.read(); create_event(s, title='Later'); s.close()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    try:
        with pytest.raises(UserError, match="catalogue_in_use"):
            open_for_work(path)
        with closing(open_snapshot(path)) as opening:
            session = opening.session
            assert session.db.read_only
            assert session.db.column("SELECT title FROM event") == ["Told"]
            assert "has the catalogue open since" in opening.notes[0].text
            assert opening.place == path
            with pytest.raises(UserError, match="read_only"):
                create_event(session, title="x")
            with closing(SearchService(session)) as search:
                assert search.search_shape("told")["total"] == 1
        assert list((cache_folder() / "snapshots").iterdir()) == []
    finally:
        other.communicate()
    assert other.returncode == 0
    assert work(path).session.db.path == path


def test_a_snapshot_of_the_own_file_is_refused(path: Path) -> None:
    with closing(open_for_work(path)), pytest.raises(UserError, match="catalogue_in_use"):
        open_snapshot(path)


def test_the_whole_check_runs_beside_the_work(path: Path) -> None:
    lock.write_holder(path)
    holder = path.with_name(f".{path.name}.held")
    said = json.loads(holder.read_text("utf-8"))
    holder.write_text(json.dumps({**said, "pid": 4_194_300}), "utf-8")
    with closing(open_for_work(path)) as opening:
        assert opening.wants_whole_check
        assert check_while_working(opening.session, Progress()) == []
        create_event(opening.session, title="Nobody's lock was dropped")
    with closing(open_for_work(path)) as opening:
        assert not opening.wants_whole_check


def test_the_whole_check_names_damage(path: Path) -> None:
    work(path, *(str(number) for number in range(30)))
    with closing(sqlite3.connect(path)) as conn:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'change_row_owner'"
        [page] = conn.execute(sql).fetchone()
    with closing(open_for_work(path)) as opening:
        # From outside, as a failing disk does.
        code = (
            "import sys; f = open(sys.argv[1], 'r+b'); f.seek(int(sys.argv[2])); f.write(b'x'*99)"
        )
        subprocess.run([sys.executable, "-c", code, str(path), str(page * 4096 - 600)], check=True)
        assert check_while_working(opening.session, Progress())


def test_a_catalogue_whose_making_was_cut_short_is_completed(tmp_path: Path) -> None:
    create_store(tmp_path / "half.db").close()
    with closing(open_for_work(tmp_path / "half.db")) as opening:
        assert opening.session.db.scalar("SELECT count(*) FROM property") > 20
        assert opening.session.find_undoable() is None
