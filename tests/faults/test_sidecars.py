"""What lies beside a catalogue: honest journals are played back, stale ones never."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.opening import open_for_work
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.store import chain
from desktop_app.store.opening_header import check_header
from desktop_app.store.sidecars import Affinity, find_affinity

ROOT = Path(__file__).resolve().parents[2]

#: Dies in the middle of a commit: when the file was written and the journal is still there.
CRASH = """
import os, sys
from pathlib import Path
from desktop_app.catalog.changes import Operation
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.session import open_catalogue
session = open_catalogue(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    create_event(session, title=f"Before {number}")
with session.change(Operation.IMPORT_DOCUMENTS, bulk=True):
    session.db.execute("PRAGMA cache_size = 10")
    for number in range(int(sys.argv[3])):
        create_event(session, title="Never " + "x" * 500)
    os._exit(9)
"""


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("honest") / "a.db"
    with closing(create_catalogue(path, author="Tester")) as session:
        for number in range(40):
            create_event(session, title=f"First {number}")
    return path


def crash(path: Path, before: int = 1, during: int = 60) -> None:
    """Let a program die in the middle of a large change to `path`."""
    command = [sys.executable, "-c", CRASH, str(path), str(before), str(during)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert done.returncode == 9, done.stderr.decode()


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def titles(path: Path) -> list[str]:
    """Open, verify everything, return the titles of events."""
    with closing(open_catalogue(path)) as session:
        assert not any(chain.verify_chain(session.db))
        assert not any(chain.verify_rows(session.db))
        assert session.db.column("PRAGMA integrity_check") == ["ok"]
        return session.db.column("SELECT title FROM event")


@pytest.fixture
def crashed(honest: Path, tmp_path: Path) -> Path:
    path = tmp_path / "crashed.db"
    shutil.copyfile(honest, path)
    crash(path)
    assert journal_of(path).stat().st_size > 0
    return path


def test_an_honest_journal_is_played_back(crashed: Path) -> None:
    with closing(open_for_work(crashed)) as opening:
        assert [note.code for note in opening.notes if note.code == "recovered"]
        assert opening.wants_whole_check
    assert len(titles(crashed)) == 41
    assert {one.name for one in crashed.parent.iterdir()} == {"crashed.db"}


def test_a_stale_journal_is_never_played_into_another_state(
    honest: Path,
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    say: Callable[[str], None],
) -> None:
    """A program dies; the file is replaced by an earlier or a later copy, the journal stays."""
    chance, counts = random.Random(7), Counter[str]()
    for number in range(rounds(6, 100)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path, backup = folder / "a.db", folder / "backup.db"
        shutil.copyfile(honest, path)
        with closing(open_catalogue(path)) as session:
            for extra in range(chance.randrange(30)):
                create_event(session, title=f"Extra {extra}")
        shutil.copyfile(path, backup)
        for _ in range(chance.randrange(1, 4)):
            with closing(open_catalogue(path)) as session:
                create_event(session, title="More")
        crash(path, chance.randrange(3), chance.choice((20, 60, 120)))
        expected = titles(backup)
        before = journal_of(path).read_bytes()
        shutil.copyfile(backup, path)
        with closing(open_catalogue(path)) as session:
            assert session.db.column("SELECT title FROM event") == expected
            aside = session.db.circumstances.set_aside
        assert titles(path) == expected
        counts["kept" if aside else "nothing to play"] += 1
        for one in aside:
            assert one.read_bytes() == before
        shutil.rmtree(folder)
    say(f"stale journals: {dict(counts)}, 0 played")


def test_only_the_file_copied_after_a_crash_in_a_large_change_is_told(crashed: Path) -> None:
    """Half a transaction without its journal: refused, or whole."""
    alone = crashed.with_name("alone.db")
    shutil.copyfile(crashed, alone)
    try:
        found = titles(alone)
    except UserError as error:
        assert error.code in ("damaged", "foreign_facts")
    else:
        assert len(found) == 41


def test_a_journal_of_another_program_is_set_aside(honest: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    shutil.copyfile(honest, path)
    journal_of(path).write_text("my notes on the journal", "utf-8")
    with closing(open_for_work(path)) as opening:
        [note] = [note for note in opening.notes if note.code == "set_aside"]
    [aside] = tmp_path.glob("*set-aside*")
    assert aside.read_text("utf-8") == "my notes on the journal"
    assert aside.name in note.text


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_link_to_another_file_is_not_written_through(
    honest: Path, tmp_path: Path, ending: str
) -> None:
    path, other = tmp_path / "a.db", tmp_path / "diary.txt"
    shutil.copyfile(honest, path)
    other.write_text("private", "utf-8")
    path.with_name(f"a.db{ending}").symlink_to(other)
    with closing(open_catalogue(path)) as session:
        create_event(session, title="More")
    assert other.read_text("utf-8") == "private"
    assert len(titles(path)) == 41


def test_a_holder_file_that_is_a_link_is_not_written_through(honest: Path, tmp_path: Path) -> None:
    path, other = tmp_path / "a.db", tmp_path / "diary.txt"
    shutil.copyfile(honest, path)
    other.write_text("private", "utf-8")
    path.with_name(".a.db.held").symlink_to(other)
    assert len(titles(path)) == 40
    assert other.read_text("utf-8") == "private"


def test_a_journal_that_names_a_super_journal_deletes_nothing(
    crashed: Path, tmp_path: Path
) -> None:
    """SQLite deletes the file that a journal calls the journal of several files."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"")
    name = os.fsencode(victim)
    with journal_of(crashed).open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.write(b"\xff\xff\xff\xff" + name + len(name).to_bytes(4, "big"))
        file.write((sum(name) & 0xFFFFFFFF).to_bytes(4, "big"))
        file.write(bytes.fromhex("d9d505f920a163d7"))
    try:
        titles(crashed)
    except UserError as error:
        assert error.code == "damaged"
    assert victim.exists()


def test_a_wal_beside_a_file_that_has_none_is_set_aside(honest: Path, tmp_path: Path) -> None:
    path, other = tmp_path / "a.db", tmp_path / "b.db"
    shutil.copyfile(honest, path)
    shutil.copyfile(honest, other)
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("UPDATE meta SET value = 'Forged' WHERE key = 'name'")
        conn.commit()
        shutil.copyfile(tmp_path / "b.db-wal", tmp_path / "a.db-wal")
    with closing(open_catalogue(path)) as session:
        assert session.name == "a"
        assert len(session.db.circumstances.set_aside) == 1


def test_a_file_turned_to_wal_by_another_program_is_turned_back(
    honest: Path, tmp_path: Path
) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "copy.db"
    shutil.copyfile(honest, path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("UPDATE meta SET value = 'Renamed' WHERE key = 'name'")
        conn.commit()
        for end in ("", "-wal"):
            shutil.copyfile(f"{path}{end}", f"{copy}{end}")
    with closing(open_catalogue(copy)) as session:
        assert session.name == "Renamed"
        assert session.db.scalar("PRAGMA journal_mode") == "truncate"
    assert not check_header(copy).is_wal


def test_the_journal_of_a_living_program_is_left_alone(honest: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    shutil.copyfile(honest, path)
    code = CRASH.replace("os._exit(9)", "print('ready', flush=True); sys.stdin.read()")
    command = [sys.executable, "-c", code, str(path), "1", "60"]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == b"ready\n"
        path.with_name(".a.db.held").unlink()
        before = journal_of(path).read_bytes()
        for _ in range(3):
            with pytest.raises(UserError, match="catalogue_in_use"):
                open_catalogue(path)
        assert journal_of(path).read_bytes() == before
    finally:
        other.communicate()
    assert len(titles(path)) == 101


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="mounts a disk")
@pytest.mark.parametrize("has_journal", [False, True])
def test_a_read_only_disk(honest: Path, crashed: Path, tmp_path: Path, has_journal: bool) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount")
    try:
        path = disk / "a.db"
        shutil.copyfile(crashed if has_journal else honest, path)
        if has_journal:
            shutil.copyfile(journal_of(crashed), journal_of(path))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        before = {one.name: one.read_bytes() for one in disk.iterdir()}
        with closing(open_for_work(path)) as opening:
            db = opening.session.db
            assert db.read_only
            assert db.scalar("SELECT count(*) FROM event") == (41 if has_journal else 40)
            assert ("copied" in [note.code for note in opening.notes]) is has_journal
            copy = db.path
        assert copy == path or not copy.exists()
        assert {one.name: one.read_bytes() for one in disk.iterdir()} == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("ahead", "expected"), [(0, Affinity.OURS), (1, Affinity.OURS), (2, Affinity.FOREIGN)]
)
def test_affinity_is_read_from_page_one(
    honest: Path, tmp_path: Path, ahead: int, expected: Affinity
) -> None:
    """The journal holds page 1 as it was; the commit under way may have counted one on."""
    path = tmp_path / "a.db"
    shutil.copyfile(honest, path)
    header = check_header(path)
    first = bytearray(path.read_bytes()[:4096])
    first[24:28] = (header.counter - ahead).to_bytes(4, "big")
    facts = b"".join(number.to_bytes(4, "big") for number in (1, 0, header.pages, 512, 4096))
    start = (bytes.fromhex("d9d505f920a163d7") + facts).ljust(512, b"\0")
    journal_of(path).write_bytes(start + b"\0\0\0\1" + first + bytes(4))
    assert find_affinity(path, header) is expected


def test_affinity_is_unsure_without_page_one(crashed: Path) -> None:
    header = check_header(crashed)
    assert find_affinity(crashed, header) is Affinity.UNSURE
    journal_of(crashed).write_bytes(bytes(512))
    assert find_affinity(crashed, header) is Affinity.UNSURE
    journal_of(crashed).unlink()
    assert find_affinity(crashed, header) is Affinity.NONE
