"""A backup that is not whole is never listed as good, whatever was done to it or its manifest."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services import backups_writing
from desktop_app.services.backups import Reason, back_up, replace_catalogue
from desktop_app.services.backups_files import file_mark, hash_file
from desktop_app.services.backups_listing import State, list_backups, verify_listed
from desktop_app.services.backups_manifest import MANIFEST, put_backup, read_manifest
from desktop_app.services.backups_places import chosen_places
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from tests.faults.test_full_disk import LEVELS, SmallDisk, disk
from tests.faults.workload import make_catalogue, read_state

__all__ = ["disk"]
Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
OURS = 0x52677374


def cut(path: Path, chance: random.Random) -> None:
    with path.open("rb+") as file:
        file.truncate(chance.randrange(1, path.stat().st_size))


def cut_at_a_page(path: Path, chance: random.Random) -> None:
    with path.open("rb+") as file:
        file.truncate(4096 * chance.randrange(1, path.stat().st_size // 4096))


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def zero_a_page(path: Path, chance: random.Random) -> None:
    page = chance.randrange(1, path.stat().st_size // 4096)
    with path.open("rb+") as file:
        file.seek(4096 * page)
        file.write(b"\0" * 4096)


def empty(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def no_tables(path: Path, chance: random.Random) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA application_id = {OURS}")
        conn.execute("PRAGMA user_version = 1")


def other_uuid(path: Path, chance: random.Random) -> None:
    other = path.with_name("other.db")
    session = create_catalogue(other)
    run_operation(session, "create_event", {"title": "Of another catalogue"})
    session.close()
    other.replace(path)


def foreign(path: Path, chance: random.Random) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "not a catalogue")


def views_for_tables(path: Path, chance: random.Random) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("ALTER TABLE claim RENAME TO claim_hidden")
        conn.execute("CREATE VIEW claim AS SELECT * FROM claim_hidden WHERE 0")


def fewer_rows(path: Path, chance: random.Random) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        sql = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in sql:
            conn.execute(f'DROP TRIGGER "{name}"')
        conn.execute("DELETE FROM event WHERE id = (SELECT max(id) FROM event)")
        for _, text in sql:
            conn.execute(text)


DAMAGES = [
    *(cut, cut_at_a_page, flip, zero_a_page, empty, no_tables, other_uuid, foreign),
    *(views_for_tables, fewer_rows),
]
MANIFESTS = ["kept", "missing", "rubbish", "made to fit"]


def treat_manifest(folder: Path, name: str, how: str) -> None:
    if how == "missing":
        (folder / MANIFEST).unlink()
    elif how == "rubbish":
        (folder / MANIFEST).write_bytes(os.urandom(300))
    elif how == "made to fit":
        (line,) = [one for one in read_manifest(folder) if one.file == name]
        size, changed = file_mark(folder / name)
        sha256 = hash_file(folder / name)
        put_backup(folder, replace(line, size=size, changed=changed, sha256=sha256))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    path = tmp_path / "work.db"
    make_catalogue(path)
    opened = open_catalogue(path)
    for number in range(3):
        run_operation(opened, "create_event", {"title": f"Event {number}"})
    yield opened
    opened.close()


def test_what_is_not_whole_is_never_good(session: Session, rounds: Rounds, say: Say) -> None:
    chance = random.Random(11)
    kept = back_up(session, Reason.BY_HAND)
    folder, pristine = kept.path.parent, kept.path.read_bytes()
    uuid, whole = session.uuid, read_state(session)
    lines = (folder / MANIFEST).read_bytes()
    states: dict[str, int] = {}
    cases = [(damage, how) for damage in DAMAGES for how in MANIFESTS]
    chance.shuffle(cases)
    cases = cases[: rounds(10, len(cases))]
    for damage, how in cases:
        kept.path.unlink(missing_ok=True)
        kept.path.write_bytes(pristine)
        (folder / MANIFEST).write_bytes(lines)
        mark = kept.path.stat()
        damage(kept.path, chance)
        os.utime(kept.path, ns=(mark.st_atime_ns, mark.st_mtime_ns))
        treat_manifest(folder, kept.path.name, how)
        for one in list_backups(chosen_places(), uuid, is_hashed=True):
            # A manifest made to fit is believed until the file is read whole.
            assert how == "made to fit" or one.state is not State.VERIFIED, (damage, how)
            verified = verify_listed(one)
            word = verified.state.value
            states[word] = states.get(word, 0) + 1
            if verified.is_good:
                # A bit that no value rests on: the contents are all there.
                with closing(open_catalogue(one.path, read_only=True)) as copy:
                    assert read_state(copy) == whole, (damage, how)
                assert damage is flip
        for leftover in folder.glob("*.db-journal"):
            leftover.unlink()
    say(f"damaged backups: {len(cases)} cases, {states}; the verified ones lack nothing")


def test_the_list_is_built_again_from_the_files(session: Session, say: Say) -> None:
    written = []
    for number in range(4):
        run_operation(session, "create_event", {"title": f"More {number}"})
        written.append(back_up(session, Reason.BY_HAND))
    folder = written[0].path.parent
    (folder / MANIFEST).write_bytes(b"\0" * 100)
    found = list_backups(chosen_places(), session.uuid)
    assert {one.path for one in found} == {one.path for one in written}
    assert {one.state for one in found} == {State.UNCHECKED}
    assert all(verify_listed(one).is_good for one in found)
    after = {one.file: one for one in read_manifest(folder)}
    for one in written:
        line = after[one.path.name]
        assert (line.sha256, line.head, line.seq, line.counts) == (
            one.backup.sha256,
            one.backup.head,
            one.backup.seq,
            one.backup.counts,
        )
    say(f"manifest destroyed: {len(found)} of {len(written)} backups known again by content")


@pytest.mark.parametrize("is_looked", [True, False])
def test_a_full_disk_takes_no_backup_away(
    disk: SmallDisk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    say: Say,
    is_looked: bool,
) -> None:
    """With the look at the free space before, and where the space goes while copying."""
    monkeypatch.setenv("REGESTA_HOME", str(disk.folder / "home"))
    if not is_looked:
        monkeypatch.setattr(backups_writing, "_require_room", lambda db, folder: None)
    path = tmp_path / "work.db"
    make_catalogue(path)
    refused = 0
    with closing(open_catalogue(path)) as session:
        first = back_up(session, Reason.BY_HAND)
        folder = first.path.parent
        names = {one.name for one in folder.iterdir()}
        for level in LEVELS:
            run_operation(session, "create_event", {"title": f"At {level}"})
            disk.fill(level)
            with pytest.raises(UserError) as caught:
                back_up(session, Reason.INTERVAL)
            assert caught.value.code == "backup_failed"
            refused += 1
            assert {one.name for one in folder.iterdir()} == names
            (one,) = list_backups(chosen_places(), session.uuid, is_hashed=True)
            assert one.is_good
        disk.free()
        assert back_up(session, Reason.INTERVAL).warnings == ()
    say(f"backup disk full {refused} times: no partial file, the earlier one as good as before")


def test_a_full_disk_does_not_stop_a_restore_half_way(disk: SmallDisk, tmp_path: Path) -> None:
    path = disk.folder / "work.db"
    make_catalogue(path)
    with closing(open_catalogue(path)) as session:
        backup = back_up(session, Reason.BY_HAND).path
        run_operation(session, "create_event", {"title": "Only in the present one"})
        present = read_state(session)
    shutil.rmtree(disk.folder / "home", ignore_errors=True)
    for level in LEVELS:
        disk.fill(level)
        with pytest.raises(UserError) as caught:
            replace_catalogue(backup, path)
        assert caught.value.code == "not_restored"
        assert disk.list_names() == {"work.db", "first.txt"}
    disk.free()
    with closing(open_catalogue(path)) as session:
        assert read_state(session) == present
    assert replace_catalogue(backup, path) is not None
