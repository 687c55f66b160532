"""Restoring: to a new file, or in the place of a catalogue that is never destroyed."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.backups import (
    Reason,
    back_up,
    replace_catalogue,
    restore_backup,
    write_copy,
)
from desktop_app.services.backups_manifest import read_manifest
from desktop_app.services.backups_places import default_folder
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.known_heads import recognise, remember
from desktop_app.services.session import open_catalogue
from desktop_app.store import chain


def titles(path: Path) -> list[str]:
    with closing(open_catalogue(path)) as session:
        return session.db.column("SELECT title FROM event ORDER BY title")


@pytest.fixture
def made(bench, document):
    """Return a backup of the state "Old"; the catalogue has "Old" and "New" and is closed."""
    bench.do("create_event", title="Old")
    written = back_up(bench.session, Reason.BY_HAND)
    bench.do("create_event", title="New")
    bench.session.close()
    return written.path


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".txt"}


def test_a_new_file_is_the_backup(bench, made, tmp_path):
    restore_backup(made, tmp_path / "new.db")
    assert titles(tmp_path / "new.db") == ["Old"]
    assert files(tmp_path) == {"new.db", "test.db"}
    with closing(open_catalogue(tmp_path / "new.db")) as session:
        session.undo()


def test_no_file_is_written_over(bench, made, tmp_path):
    (tmp_path / "taken.db").write_text("mine")
    with pytest.raises(UserError) as caught:
        restore_backup(made, tmp_path / "taken.db")
    assert caught.value.code == "already_there"
    assert (tmp_path / "taken.db").read_text() == "mine"


def test_the_present_one_is_backed_up_and_parked(bench, made):
    path = bench.session.path
    parked = replace_catalogue(made, path)
    assert parked is not None and parked.name.startswith("test.before-restore-")
    assert titles(path) == ["Old"] and titles(parked) == ["New", "Old"]
    assert files(path.parent) == {"test.db", parked.name}
    reasons = [one.reason for one in read_manifest(default_folder())]
    assert reasons == [Reason.BY_HAND, Reason.RESTORE]


def test_a_path_that_is_free_needs_no_parking(bench, made, tmp_path):
    assert replace_catalogue(made, tmp_path / "new.db") is None
    assert titles(tmp_path / "new.db") == ["Old"]


def test_a_catalogue_in_use_is_not_replaced(bench, made):
    path = bench.session.path
    before = path.read_bytes()
    with closing(open_catalogue(path)), pytest.raises(UserError) as caught:
        replace_catalogue(made, path)
    assert caught.value.code in ("catalogue_in_use", "already_open")
    assert path.read_bytes() == before and files(path.parent) == {"test.db"}


def test_a_damaged_catalogue_and_its_journal_are_parked_as_they_are(bench, made):
    path = bench.session.path
    path.write_bytes(b"not a database at all" * 300)
    journal = path.with_name("test.db-journal")
    journal.write_bytes(b"half a journal")
    parked = replace_catalogue(made, path)
    assert parked is not None
    assert parked.read_bytes() == b"not a database at all" * 300
    assert parked.with_name(parked.name + "-journal").read_bytes() == b"half a journal"
    assert not journal.exists()
    assert titles(path) == ["Old"]


def test_where_no_second_name_can_be_given_the_old_one_is_copied(bench, made, monkeypatch):
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    parked = replace_catalogue(made, bench.session.path)
    assert parked is not None and titles(parked) == ["New", "Old"]
    assert titles(bench.session.path) == ["Old"]


@pytest.mark.parametrize("fault", ["cut", "rubbish", "flipped"])
def test_a_backup_that_is_not_whole_replaces_nothing(bench, made, fault):
    path = bench.session.path
    data = bytearray(made.read_bytes())
    if fault == "cut":
        data = data[: len(data) // 2]
    elif fault == "rubbish":
        data[4096:] = b"\7" * (len(data) - 4096)
    else:
        data = data.replace(b"Old", b"Olf")
    made.chmod(0o600)
    made.write_bytes(data)
    before = path.read_bytes()
    with pytest.raises(UserError) as caught:
        replace_catalogue(made, path)
    if fault == "flipped":
        # Whole for SQLite, altered for the row hashes: to be looked at in a file of its own.
        assert caught.value.code == "backup_altered"
        restore_backup(made, path.with_name("new.db"))
        path.with_name("new.db").unlink()
    assert path.read_bytes() == before and files(path.parent) == {"test.db"}


def test_a_backup_is_not_put_in_its_own_place(bench, made):
    with pytest.raises(UserError) as caught:
        replace_catalogue(made, made)
    assert caught.value.code == "own_file"


def test_cancelling_leaves_everything(bench, made):
    path, progress = bench.session.path, Progress()
    progress.cancel()
    before = path.read_bytes()
    with pytest.raises(Cancelled):
        replace_catalogue(made, path, progress)
    assert path.read_bytes() == before and files(path.parent) == {"test.db"}


def test_a_folder_that_is_gone_is_said(bench, made, tmp_path):
    with pytest.raises(UserError) as caught:
        replace_catalogue(made, tmp_path / "gone" / "x.db")
    assert caught.value.code in ("not_restored", "no_folder")


def test_a_restored_catalogue_holds_the_backups_head(bench, made, tmp_path):
    replace_catalogue(made, bench.session.path)
    with closing(open_catalogue(bench.session.path)) as session:
        (line, *_) = read_manifest(default_folder())
        assert chain.holds(session.db, chain.Head(line.seq, line.head))
        assert list(chain.verify_chain(session.db)) == []
        copy = write_copy(session.db, tmp_path / "again", Reason.BY_HAND)
    assert copy.backup.head == line.head
    shutil.rmtree(tmp_path / "again")


def test_the_profile_knows_a_restored_catalogue(bench, made):
    """An older state at a known place would be an alarm; the user has just asked for it."""
    with closing(open_catalogue(bench.session.path)) as session:
        remember(session)
    replace_catalogue(made, bench.session.path)
    with closing(open_catalogue(bench.session.path)) as session:
        assert not recognise(session).acquaintance.is_alarm
