"""The list of backups says how each is, by what the files hold, whatever the manifest says."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

import pytest

from desktop_app.errors import UserError
from desktop_app.services.backups import Reason, back_up
from desktop_app.services.backups_files import ENDING
from desktop_app.services.backups_listing import (
    State,
    compare_with_present,
    label_state,
    list_backups,
    remove_listed,
    verify_listed,
)
from desktop_app.services.backups_manifest import (
    MANIFEST,
    pin_backup,
    put_backup,
    read_manifest,
)
from desktop_app.services.backups_places import (
    choose_second_folder,
    chosen_places,
    find_uuid,
)
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import create_catalogue


@pytest.fixture
def written(bench, document):
    return back_up(bench.session, Reason.BY_HAND)


def states(bench, **how: bool) -> list[State]:
    return [one.state for one in list_backups(chosen_places(), bench.session.uuid, **how)]


def test_a_backup_that_was_written_is_verified(bench, written):
    (one,) = list_backups(chosen_places(), bench.session.uuid, is_hashed=True)
    assert one.is_good and one.path == written.path
    assert one.shape()["state"] == "verified" and "deleting" not in one.shape()
    assert label_state(one.state) == "Verified"


def test_without_a_manifest_files_are_read_and_not_yet_trusted(bench, written):
    (written.path.parent / MANIFEST).unlink()
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert one.state is State.UNCHECKED and not one.is_good
    assert one.backup.counts == written.backup.counts
    assert (one.backup.seq, one.backup.head) == (written.backup.seq, written.backup.head)
    verified = verify_listed(one)
    assert verified.is_good
    assert states(bench) == [State.VERIFIED]
    (line,) = read_manifest(written.path.parent)
    assert line.sha256 == written.backup.sha256 and line.reason is Reason.FOUND


def test_a_flipped_bit_is_seen(bench, written):
    mark = written.path.stat()
    written.path.chmod(0o600)
    data = bytearray(written.path.read_bytes())
    data[len(data) // 2] ^= 4
    written.path.write_bytes(data)
    assert states(bench) == [State.CHANGED]
    # With the old time put back only reading tells.
    os.utime(written.path, ns=(mark.st_atime_ns, mark.st_mtime_ns))
    assert states(bench, is_hashed=True) == [State.CHANGED]
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert verify_listed(one).state is State.CHANGED


def test_a_copied_folder_with_other_times_is_still_verified(bench, written):
    os.utime(written.path, (1, 1))
    assert states(bench) == [State.VERIFIED]


def test_a_missing_file_is_said_and_can_be_forgotten(bench, written):
    written.path.unlink()
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert one.state is State.MISSING
    assert verify_listed(one).state is State.MISSING
    remove_listed(one, [one])
    assert list_backups(chosen_places(), bench.session.uuid) == []


def test_files_of_others_are_not_listed_and_rubbish_is_named(bench, written, tmp_path):
    other = create_catalogue(tmp_path / "other.db")
    other.close()
    folder = written.path.parent
    shutil.copy(tmp_path / "other.db", folder / f"other{ENDING}")
    (folder / f"rubbish{ENDING}").write_bytes(b"rubbish")
    (folder / f"empty{ENDING}").touch()
    (folder / f"folder{ENDING}").mkdir()
    (folder / "notes.txt").write_text("mine")
    found = {
        one.backup.file: one.state for one in list_backups(chosen_places(), bench.session.uuid)
    }
    assert found == {
        written.path.name: State.VERIFIED,
        f"rubbish{ENDING}": State.UNREADABLE,
        f"empty{ENDING}": State.UNREADABLE,
    }


def test_another_catalogue_under_a_backups_name_is_not_it(bench, written, tmp_path):
    """Even where the manifest was made to fit: the contents belong to another catalogue."""
    from desktop_app.services.backups_files import file_mark, hash_file

    other = create_catalogue(tmp_path / "other.db")
    other.close()
    written.path.unlink()
    shutil.copy(tmp_path / "other.db", written.path)
    size, changed = file_mark(written.path)
    line = replace(written.backup, sha256=hash_file(written.path), size=size, changed=changed)
    put_backup(written.path.parent, line)
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert verify_listed(one).state is State.CHANGED


def test_the_last_good_one_is_not_deleted(bench, written):
    bench.do("create_event", title="More")
    second = back_up(bench.session, Reason.BY_HAND)
    found = list_backups(chosen_places(), bench.session.uuid)
    assert [one.path for one in found] == [second.path, written.path]
    remove_listed(found[1], found)
    assert not written.path.exists()
    found = list_backups(chosen_places(), bench.session.uuid)
    with pytest.raises(UserError) as caught:
        remove_listed(found[0], found)
    assert caught.value.code == "last_backup" and second.path.is_file()


def test_a_pin_keeps_its_note(bench, written):
    folder = written.path.parent
    pinned = pin_backup(folder, written.backup, "Before the move to Huế")
    assert read_manifest(folder) == [pinned] and pinned.note == "Before the move to Huế"
    freed = pin_backup(folder, pinned, "", pinned=False)
    assert not freed.pinned and freed.note == ""


def test_what_differs_from_today(bench, written):
    event = bench.do("create_event", title="One")
    bench.do("create_event", title="Two")
    bench.do("delete", id=event)
    bench.session.undo()
    differs = compare_with_present(bench.session, written.backup)
    assert differs.is_ancestor and differs.changes == 4
    assert differs.operations == {"create_event": 2, "delete": 1, "undo": 1}
    assert differs.counts == {"events": 2}
    stranger = replace(written.backup, head="00" * 32)
    assert not compare_with_present(bench.session, stranger).is_ancestor


def test_the_second_folder_is_listed_along(bench, document, tmp_path):
    choose_second_folder(PreferenceFile(), tmp_path / "stick")
    written = back_up(bench.session, Reason.BY_HAND)
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert one.is_doubled and one.path == written.path
    written.path.unlink()
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert one.folder == tmp_path / "stick" and one.is_good


def test_a_catalogue_that_does_not_open_is_known_by_its_backups(bench, written):
    assert find_uuid(chosen_places(), bench.session.path) == bench.session.uuid
    assert find_uuid(chosen_places(), bench.session.path.with_name("other.db")) == ""
