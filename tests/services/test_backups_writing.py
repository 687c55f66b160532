"""A backup is what its contents say; it is written while work goes on; old ones go their way."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.errors import UserError
from desktop_app.services import backups_writing
from desktop_app.services.backups import (
    Reason,
    back_up,
    ensure_backup,
    find_failure,
    find_newest,
    is_backup_due,
    try_backup,
    write_backup,
    write_copy,
)
from desktop_app.services.backups_files import ENDING, hash_file
from desktop_app.services.backups_manifest import (
    MANIFEST,
    changing_manifest,
    put_backup,
    read_manifest,
)
from desktop_app.services.backups_places import (
    choose_folder,
    choose_second_folder,
    chosen_places,
    default_folder,
    is_on_one_medium,
)
from desktop_app.services.backups_verifying import verify_file
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import open_catalogue
from desktop_app.store import chain


def test_a_backup_is_the_catalogue_and_its_line_says_what_it_is(bench, document):
    bench.excerpt(document, "134 người chết")
    path = write_backup(bench.session)
    assert path.parent == default_folder()
    head = chain.get_head(bench.session.db)
    assert path.name.startswith("test_")
    assert path.name.endswith(f"_{head.seq}_{head.hash[:8]}{ENDING}")
    (line,) = (path.parent / MANIFEST).read_text("ascii").splitlines()
    said = json.loads(line)
    assert said["sha256"] == hash_file(path) and said["size"] == path.stat().st_size
    assert (said["seq"], said["head"]) == (head.seq, head.hash)
    assert said["uuid"] == bench.session.uuid and said["reason"] == "by_hand"
    assert said["verified"] and said["faults"] == 0
    assert said["counts"]["excerpts"] == 1
    with closing(open_catalogue(path, read_only=True)) as copy:
        assert chain.get_head(copy.db) == head


def test_nothing_else_is_left_in_the_folder(bench, document):
    path = write_backup(bench.session)
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([MANIFEST, path.name])


def test_work_goes_on_while_a_backup_is_written(bench, monkeypatch):
    """Each step of a page lets another thread make a change, and the copy holds them all."""
    bench.import_text("Sông Nặm Thà. " * 3000, "long.txt")
    monkeypatch.setattr("desktop_app.store.copying._PAGES", 4)
    asked, made, steps = threading.Event(), threading.Event(), []

    def work() -> None:
        asked.wait(10)
        bench.do("create_event", title="In between")
        made.set()

    def on_step(done: int, total: int, text: str = "") -> None:
        steps.append((done, total))
        if len(steps) == 3:
            asked.set()
            assert made.wait(10)

    worker = threading.Thread(target=work)
    worker.start()
    progress = Progress()
    monkeypatch.setattr(progress, "report", on_step)
    written = back_up(bench.session, Reason.BY_HAND, progress)
    worker.join()
    assert len(steps) > 10
    assert written.backup.head == chain.get_head(bench.session.db).hash
    assert written.backup.counts["events"] == 1
    # Going on, not beginning again: the pages done never grew fewer while copying.
    pages = [done for done, total in steps if total > 40]
    assert pages == sorted(pages)


def test_a_cancelled_backup_leaves_nothing(bench, document, monkeypatch):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        back_up(bench.session, Reason.BY_HAND, progress)
    assert list(default_folder().iterdir()) == []
    assert bench.do("create_event", title="The connection still works")


def test_a_copy_that_is_not_what_the_catalogue_holds_is_thrown_away(bench, document, monkeypatch):
    copied = backups_writing.copy_pages

    def copy_less(db, path, on_step=None):
        contents = copied(db, path, on_step)
        return replace(contents, tables={**contents.tables, "claim": 7})

    monkeypatch.setattr(backups_writing, "copy_pages", copy_less)
    with pytest.raises(UserError) as caught:
        write_backup(bench.session)
    assert caught.value.code == "backup_not_whole"
    assert list(default_folder().iterdir()) == []


def test_a_disk_without_room_is_said_before_it_is_filled(bench, document, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 5000))
    with pytest.raises(UserError) as caught:
        write_backup(bench.session)
    assert caught.value.code == "backup_failed"
    assert "disk is full" in caught.value.message
    assert list(default_folder().iterdir()) == []


def test_a_backup_is_due_only_after_work(bench):
    assert not is_backup_due(bench.session, Reason.CLOSE)
    assert ensure_backup(bench.session, Reason.CLOSE) is None
    bench.do("create_event", title="Work")
    assert ensure_backup(bench.session, Reason.CLOSE) is not None
    assert ensure_backup(bench.session, Reason.RESTORE) is None
    bench.do("create_event", title="More work")
    # An import has one undo of its own: a backup of the last minutes will do.
    assert not is_backup_due(bench.session, Reason.IMPORT)
    assert is_backup_due(bench.session, Reason.RESTORE)
    newest = find_newest(bench.session)
    assert newest is not None
    put_backup(default_folder(), replace(newest, at=_ago(minutes=11)))
    assert is_backup_due(bench.session, Reason.IMPORT)


def test_a_backup_that_is_gone_does_not_count(bench):
    bench.do("create_event", title="Work")
    written = back_up(bench.session, Reason.CLOSE)
    written.path.unlink()
    assert is_backup_due(bench.session, Reason.CLOSE)


def test_damage_in_the_catalogue_is_said_and_stops_the_rotation(bench, document):
    bench.do("create_event", title="Altered outside")
    good = back_up(bench.session, Reason.BY_HAND)
    for number in range(3):
        old = replace(good.backup, file=f"{number}{ENDING}", at=_ago(days=400 + number))
        shutil.copy(good.path, good.path.with_name(old.file))
        put_backup(good.path.parent, old)
    bench.session.close()
    data = bench.session.path.read_bytes()
    bench.session.path.write_bytes(data.replace(b"Altered outside", b"Altered outsidE"))
    files = {one.file for one in read_manifest(good.path.parent)}
    with closing(open_catalogue(bench.session.path)) as session:
        for number in range(5):
            bench.session = session
            bench.do("create_event", title=f"Going on {number}")
            written = back_up(session, Reason.BY_HAND)
            assert written.backup.faults and not written.backup.is_sound
            assert [one.code for one in written.warnings] == ["catalogue_altered"]
    after = read_manifest(good.path.parent)
    assert files <= {one.file for one in after}
    assert sum(1 for one in after if one.faults) == 3


def test_a_changed_backup_stops_the_rotation(bench):
    bench.do("create_event", title="Work")
    first = back_up(bench.session, Reason.BY_HAND)
    put_backup(first.path.parent, replace(first.backup, file="gone" + ENDING, at=_ago(days=700)))
    shutil.copy(first.path, first.path.with_name("gone" + ENDING))
    first.path.chmod(0o600)
    data = bytearray(first.path.read_bytes())
    data[-100] ^= 1
    first.path.write_bytes(data)
    bench.do("create_event", title="More")
    second = back_up(bench.session, Reason.BY_HAND)
    assert [one.code for one in second.warnings] == ["backup_changed"]
    assert first.path.is_file() and first.path.with_name("gone" + ENDING).is_file()


def test_a_second_medium_gets_a_copy_only_while_it_is_there(bench, tmp_path):
    preferences = PreferenceFile()
    second = tmp_path / "stick" / "regesta"
    choose_second_folder(preferences, second)
    bench.do("create_event", title="Work")
    written = back_up(bench.session, Reason.BY_HAND)
    assert hash_file(second / written.path.name) == written.backup.sha256
    assert [one.file for one in read_manifest(second)] == [written.path.name]
    shutil.rmtree(second)
    second.mkdir()
    bench.do("create_event", title="The stick is out: its folder is empty")
    assert back_up(bench.session, Reason.BY_HAND).warnings == ()
    assert list(second.iterdir()) == []
    (second / MANIFEST).write_bytes(b"")
    assert backups_writing.catch_up_second(bench.session)
    assert not backups_writing.catch_up_second(bench.session)
    newest = find_newest(bench.session)
    assert newest is not None and (second / newest.file).is_file()
    choose_second_folder(preferences, None)
    assert chosen_places().second is None


def test_a_second_folder_that_fails_is_a_warning(bench, tmp_path, monkeypatch):
    choose_second_folder(PreferenceFile(), tmp_path / "stick")
    monkeypatch.setattr(backups_writing, "copy_file", lambda *given: "0" * 64)
    bench.do("create_event", title="Work")
    written = back_up(bench.session, Reason.BY_HAND)
    assert [one.code for one in written.warnings] == ["copy_differs"]
    assert written.path.is_file()


def test_the_second_folder_is_another_one(tmp_path):
    preferences = PreferenceFile()
    choose_folder(preferences, tmp_path / "here")
    assert chosen_places().folder == tmp_path / "here"
    with pytest.raises(UserError) as caught:
        choose_second_folder(preferences, tmp_path / "here")
    assert caught.value.code == "same_folder"
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError) as caught:
        choose_folder(preferences, tmp_path / "file" / "below")
    assert caught.value.code == "no_folder"


def test_copies_on_one_medium_are_told_of_after_two_weeks(bench):
    bench.do("create_event", title="Work")
    written = back_up(bench.session, Reason.BY_HAND)
    places, uuid = chosen_places(), bench.session.uuid
    now = datetime.now(UTC)

    def lonely(after: timedelta) -> bool:
        return is_on_one_medium(bench.session.path, places, uuid, now + after)

    assert not lonely(timedelta(days=13))
    assert lonely(timedelta(days=15))
    copied = replace(written.backup, elsewhere=(now + timedelta(days=10)).isoformat())
    put_backup(places.folder, copied)
    assert not lonely(timedelta(days=20))
    assert lonely(timedelta(days=25))


def test_a_catalogue_whose_name_no_stick_takes_is_backed_up(bench, tmp_path):
    bench.do("create_event", title="Work")
    bench.session.close()
    for name in ("a" * 200 + ".db", "Nặm: Thà? *.db", "\udce9t\udce9.db", " ..db"):
        path = tmp_path / name
        shutil.copyfile(bench.session.path, path)
        with closing(open_catalogue(path)) as session:
            copy = write_copy(session.db, tmp_path / "copies", Reason.BY_HAND).path
        verify_file(copy)
        copy.name.encode()
        assert not set(copy.name) & set('<>:"/\\|?*') and len(copy.name.encode()) < 160


def test_lines_that_cannot_be_used_are_left_out(bench, tmp_path):
    bench.do("create_event", title="Work")
    path = write_backup(bench.session)
    good = (path.parent / MANIFEST).read_text()
    value = json.loads(good)
    bad = [
        *("{", "[]", "null", "7", '"x"', "{}", "[" * 5000),
        *(json.dumps({**value, "file": name}) for name in ("", "..", "../x.db", "a/b", "a\\b")),
        *(json.dumps({**value, name: None}) for name in value),
        *(json.dumps({**value, "at": at}) for at in ("", "yesterday", "2026-01-01T00:00:00")),
        json.dumps({**value, "more": 1}),
        json.dumps({**value, "seq": True}),
        json.dumps({**value, "counts": {"x": "y"}}),
        json.dumps({**value, "reason": "whim"}),
    ]
    (path.parent / MANIFEST).write_text("\n".join([*bad, good.strip(), *bad]))
    assert [one.file for one in read_manifest(path.parent)] == [path.name]
    (path.parent / MANIFEST).write_bytes(b"\xff\xfe\x00" * 99)
    assert read_manifest(path.parent) == []


def test_a_lock_left_behind_shuts_nobody_out(bench, tmp_path):
    left = tmp_path / ".manifest.lock"
    left.touch()
    os.utime(left, (1, 1))
    with changing_manifest(tmp_path) as lines:
        assert lines == {}
    assert not (tmp_path / ".manifest.lock").exists()


def _ago(**how_long: int) -> str:
    return (datetime.now(UTC) - timedelta(**how_long)).isoformat()


def test_what_failed_before_an_import_is_told_and_stops_nothing(bench):
    bench.do("create_event", title="Work")
    default_folder().write_text("in the way")
    (failure,) = try_backup(bench.session, Reason.IMPORT)
    assert failure.code == "no_folder" and find_failure(bench.session) is failure
    default_folder().unlink()
    assert try_backup(bench.session, Reason.IMPORT) == ()
    assert find_failure(bench.session) is None
    assert [one.reason for one in read_manifest(default_folder())] == [Reason.IMPORT]
