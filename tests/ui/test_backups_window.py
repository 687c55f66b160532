"""Backups in the window: the sign, the list, restoring in place, closing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox

from desktop_app.errors import UserError
from desktop_app.services.backups import Reason, back_up
from desktop_app.services.backups_files import ENDING
from desktop_app.services.backups_listing import State
from desktop_app.services.backups_manifest import MANIFEST, put_backup, read_manifest
from desktop_app.services.backups_places import default_folder
from desktop_app.services.session import open_catalogue
from desktop_app.ui import backups_waiting
from desktop_app.ui.application import Desk, make_application
from desktop_app.ui.backups_waiting import WaitingDialog, back_up_before_closing
from desktop_app.ui.dialogs.backups import BackupsDialog, open_backups


@pytest.fixture
def dialogs(qtbot):
    """Return what waits until a dialog has read everything; all are closed at the end."""
    opened: list[BackupsDialog] = []

    def settle(dialog: BackupsDialog) -> BackupsDialog:
        if dialog not in opened:
            opened.append(dialog)
        qtbot.waitUntil(lambda: dialog._hashing is not None, timeout=10_000)
        qtbot.waitUntil(lambda: not dialog._bridge.runner.list_running(), timeout=10_000)
        QApplication.processEvents()
        return dialog

    yield settle
    for dialog in opened:
        dialog.reject()


def show(window) -> BackupsDialog:
    window.actions_by_id["backups"].trigger()
    found = [one for one in window.findChildren(BackupsDialog) if one.isVisible()]
    return found[-1]


def press(box: QMessageBox) -> None:
    accept = QMessageBox.ButtonRole.AcceptRole
    next(one for one in box.buttons() if box.buttonRole(one) == accept).click()


def test_the_sign_says_how_backups_stand(window, small, qtbot):
    sign = window.status.backups
    assert sign.text() == "No backup yet"
    window.actions_by_id["back_up"].trigger()
    qtbot.waitUntil(lambda: sign.text().startswith("Backed up "), timeout=10_000)
    assert ":" in sign.text()
    (line,) = read_manifest(default_folder())
    assert line.reason is Reason.BY_HAND
    assert f"change {line.seq}" in sign.accessibleDescription()


def test_a_backup_that_fails_is_a_calm_warning(window, small, qtbot):
    default_folder().write_text("a file where the folder should be")
    small.do("create_event", title="Work")
    window.backups._work_since = -1e9
    window.backups.look()
    qtbot.waitUntil(lambda: window.status.backups.text() == "Backup: look here", timeout=10_000)
    assert "could not be made" in window.status.backups.accessibleDescription()
    default_folder().unlink()
    window.backups._work_since = -1e9
    window.backups.look()
    qtbot.waitUntil(lambda: window.status.backups.text().startswith("Backed"), timeout=10_000)
    assert [one.reason for one in read_manifest(default_folder())] == [Reason.INTERVAL]


def test_nothing_is_written_before_half_an_hour_of_work(window, small, qtbot):
    small.do("create_event", title="Work")
    window.backups.look()
    assert not window.backups._is_running
    assert not default_folder().exists()


def test_an_empty_list_says_so(window, dialogs):
    dialog = dialogs(show(window))
    assert dialog.stack.currentIndex() == 1
    assert dialog.details.isHidden() and not dialog.replace.isEnabled()


def test_the_list_shows_states_and_what_differs(window, small, dialogs):
    first = back_up(small.session, Reason.CLOSE)
    small.do("create_event", title="One")
    small.do("create_event", title="Two")
    second = back_up(small.session, Reason.IMPORT)
    second.path.unlink()
    dialog = dialogs(show(window))
    states = [one.state for one in dialog.tree.listed()]
    assert states == [State.MISSING, State.VERIFIED]
    assert dialog.tree.current().path == second.path
    assert not dialog.replace.isEnabled() and dialog.delete.text() == "Forget"
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(1))
    assert dialog.tree.current().path == first.path
    assert dialog.details.difference.text() == "2 changes since: Create event ×2"
    assert "Events: 2 (today 4)" in dialog.details.counts.text()
    assert dialog.replace.isEnabled() and dialog.to_new.isEnabled()
    small.session.undo()
    assert dialog.details.difference.text() == "3 changes since: Create event ×2, Undo ×1"


def test_a_flipped_bit_is_found_in_quiet(window, small, dialogs):
    import os

    written = back_up(small.session, Reason.CLOSE)
    mark = written.path.stat()
    written.path.chmod(0o600)
    data = bytearray(written.path.read_bytes())
    data[len(data) // 2] ^= 1
    written.path.write_bytes(data)
    os.utime(written.path, ns=(mark.st_atime_ns, mark.st_mtime_ns))
    dialog = dialogs(show(window))
    assert dialog.tree.current().state is State.CHANGED
    assert not dialog.replace.isEnabled()


def test_verifying_keeping_and_deleting(window, small, dialogs, qtbot):
    for _ in range(2):
        small.do("create_event", title="Work")
        back_up(small.session, Reason.CLOSE)
    (default_folder() / MANIFEST).unlink()
    dialog = dialogs(show(window))
    assert dialog.tree.current().state is State.UNCHECKED and not dialog.pin.isEnabled()
    dialog.verify.click()
    qtbot.waitUntil(lambda: dialog.tree.current().state is State.VERIFIED, timeout=10_000)
    dialogs(dialog)
    asked = dialog.ask_pin()
    assert isinstance(asked, QInputDialog)
    asked.setTextValue("Before the move")
    asked.accept()
    qtbot.waitUntil(lambda: dialog.tree.current().backup.pinned, timeout=10_000)
    assert dialog.details.note.text() == "Kept: Before the move"
    assert dialog.pin.text() == "Keep no longer"
    dialog.pin.click()
    qtbot.waitUntil(lambda: not dialog.tree.current().backup.pinned, timeout=10_000)
    dialogs(dialog)
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(1))
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)
    box = dialog.findChild(QMessageBox)
    press(box)
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 1, timeout=10_000)
    assert len(list(default_folder().glob(f"*{ENDING}"))) == 1


def test_restoring_to_a_new_file_offers_to_open_it(window, small, dialogs, qtbot, tmp_path):
    back_up(small.session, Reason.CLOSE)
    dialog = dialogs(show(window))
    asked = dialog.ask_new()
    assert isinstance(asked, QFileDialog)
    wanted: list[Path] = []
    window.dialogs.open_wanted.connect(wanted.append)
    asked.fileSelected.emit(str(tmp_path / "new.db"))
    asked.reject()
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is not None, timeout=10_000)
    press(dialog.findChild(QMessageBox))
    assert wanted == [tmp_path / "new.db"]
    session = open_catalogue(tmp_path / "new.db")
    assert session.uuid == small.session.uuid
    session.close()


def test_one_disk_is_told_of_and_can_be_silenced(window, small, dialogs, preferences):
    written = back_up(small.session, Reason.CLOSE)
    old = (datetime.now(UTC) - timedelta(days=15)).isoformat()
    put_backup(default_folder(), replace(written.backup, at=old))
    window.backups.refresh()
    assert window.status.backups.text() == "Backups on one disk"
    dialog = dialogs(show(window))
    assert dialog.reminder.isVisible()
    dialog.later.click()
    assert not dialog.reminder.isVisible()
    assert window.status.backups.text().startswith("Backed up ")
    assert preferences.chosen.backup_silence > datetime.now(UTC).isoformat()


def test_where_backups_go(window, small, dialogs, preferences, tmp_path):
    dialog = dialogs(show(window))
    settings = dialog.open_settings()
    settings.choose_first(str(tmp_path / "first"))
    settings.choose_second(str(tmp_path / "second"))
    assert preferences.chosen.backup_folder == str(tmp_path / "first")
    assert "same disk" in settings.hint.text()
    (tmp_path / "second" / MANIFEST).unlink()
    settings.show_choices()
    assert settings.hint.text().startswith("Not there now")
    settings.minutes.setCurrentIndex(0)
    settings.minutes.activated.emit(0)
    assert preferences.chosen.backup_minutes == 10
    settings.choose_first(str(small.session.path))
    assert window.backups.places().folder == tmp_path / "first"
    for box in settings.findChildren(QMessageBox):
        box.reject()
    settings.choose_first("")
    settings.choose_second("")
    assert window.backups.places().folder == default_folder()
    settings.reject()


@pytest.fixture
def desk(small, qapp, preferences):
    small.session.close()
    made = Desk(make_application(), preferences)
    made.open_path(small.session.path)
    small.session = made.session
    yield made
    made.close()


def test_closing_backs_up_what_was_changed_once(desk, small):
    path = small.session.path
    desk.close()
    (line,) = read_manifest(default_folder())
    assert line.reason is Reason.CLOSE
    desk.open_path(path)
    desk.close()
    assert len(read_manifest(default_folder())) == 1


def test_closing_without_a_backup_when_it_lasts(desk, small, monkeypatch, qtbot):
    """The dialog appears, its button ends the waiting, and nothing half written is left."""
    seen: list[str] = []

    def leave() -> None:
        for one in QApplication.topLevelWidgets():
            if isinstance(one, WaitingDialog) and one.isVisible():
                seen.append(one.said.text())
                one.leave_button.click()

    def wait(session, reason, progress, *, places):
        while True:
            progress.report(1, 10, "Copying")

    monkeypatch.setattr(backups_waiting, "ensure_backup", wait)
    timer = QTimer()
    timer.timeout.connect(leave)
    timer.start(50)
    desk.close(asks=True)
    timer.stop()
    assert seen[0] == "Backing up before closing…"
    assert desk.session is None and not default_folder().exists()


@pytest.mark.parametrize("button", ["leave_button", "again_button"])
def test_a_closing_backup_that_fails_is_asked_about(desk, small, monkeypatch, button):
    answers: list[str] = []
    tries: list[int] = []

    def fail(session, reason, progress, *, places):
        tries.append(1)
        if len(tries) == 1:
            raise UserError("backup_failed", "No room.")

    def answer() -> None:
        for one in QApplication.topLevelWidgets():
            if isinstance(one, WaitingDialog) and one.isVisible() and one.again_button.isVisible():
                answers.append(one.said.text())
                getattr(one, button).click()

    monkeypatch.setattr(backups_waiting, "ensure_backup", fail)
    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(30)
    desk.close(asks=True)
    timer.stop()
    assert answers == ["No room."]
    assert len(tries) == (2 if button == "again_button" else 1)


def test_nobody_is_asked_where_the_system_ends_the_program(desk, small, monkeypatch):
    def fail(session, reason, progress, *, places):
        raise UserError("backup_failed", "No room.")

    monkeypatch.setattr(backups_waiting, "ensure_backup", fail)
    desk.close()
    assert desk.session is None


def test_a_mistake_of_ours_in_the_backup_is_not_hidden(small, monkeypatch, qapp, preferences):
    def fail(session, reason, progress, *, places):
        raise KeyError("ours")

    monkeypatch.setattr(backups_waiting, "ensure_backup", fail)
    with pytest.raises(KeyError):
        back_up_before_closing(small.session, preferences, asks=True)


def test_restoring_in_place_opens_the_backup_and_keeps_the_present(desk, small, qtbot):
    written = back_up(desk.session, Reason.BY_HAND)
    small.do("create_event", title="After the backup")
    path = desk.session.path
    desk.window.dialogs.replace_wanted.emit(written.path)
    box = lambda: desk.window and desk.window.findChild(QMessageBox, "restored_box")  # noqa: E731
    qtbot.waitUntil(lambda: bool(box()), timeout=10_000)
    titles = desk.session.db.column("SELECT title FROM event")
    assert desk.session.path == path and "After the backup" not in titles
    parked = Path(box().informativeText().partition(": ")[2])
    assert parked.is_file() and parked != path
    reasons = {one.reason for one in read_manifest(default_folder())}
    assert Reason.RESTORE in reasons
    box().reject()


def test_a_restore_that_fails_leaves_the_catalogue_open(desk, small, qtbot):
    written = back_up(desk.session, Reason.BY_HAND)
    small.do("create_event", title="After the backup")
    written.path.chmod(0o600)
    written.path.write_bytes(written.path.read_bytes()[:5000])
    desk.window.dialogs.replace_wanted.emit(written.path)
    qtbot.waitUntil(
        lambda: bool(desk.window and desk.window.findChild(QMessageBox, "error_box")),
        timeout=10_000,
    )
    assert "After the backup" in desk.session.db.column("SELECT title FROM event")
    desk.window.findChild(QMessageBox, "error_box").reject()


def test_looking_at_a_backup_changes_nothing(desk, small, qtbot):
    written = back_up(desk.session, Reason.BY_HAND)
    before = written.path.read_bytes()
    desk.window.dialogs.look_wanted.emit(written.path)
    qtbot.waitUntil(lambda: desk.session.path == written.path, timeout=10_000)
    assert desk.session.db.read_only and desk.window.status.access.text() == "read only"
    desk.close()
    assert written.path.read_bytes() == before
    assert written.path not in desk.preferences.list_recent()


def test_backups_of_a_catalogue_that_does_not_open(small, qtbot, dialogs, preferences):
    written = back_up(small.session, Reason.CLOSE)
    path = small.session.path
    small.session.close()
    path.write_bytes(b"damaged")
    assert open_backups(None, path.with_name("never.db"), preferences) is None
    by_uuid = dialogs(open_backups(None, written.backup.uuid, preferences))
    assert by_uuid.replace.isHidden() and by_uuid.tree.topLevelItemCount() == 1
    dialog = dialogs(open_backups(None, path, preferences))
    assert dialog.back_up.isHidden() and dialog.look.isHidden()
    assert "No catalogue is open" in dialog.details.difference.text()
    opened: list[Path] = []
    dialog.open_wanted.connect(opened.append)
    press(dialog.ask_replace())
    qtbot.waitUntil(
        lambda: any(box.isVisible() for box in dialog.findChildren(QMessageBox)), timeout=10_000
    )
    press(next(box for box in dialog.findChildren(QMessageBox) if box.isVisible()))
    assert opened == [path]
    session = open_catalogue(path)
    assert session.uuid == written.backup.uuid
    session.close()
    shutil.rmtree(default_folder())


def test_many_records_are_backed_up_before_they_go(window, small, monkeypatch):
    from desktop_app.ui.dialogs.delete import DeleteBox

    monkeypatch.setattr(backups_waiting, "_MANY", 2)
    records = [small.do("create_entity", kind="place", name=name) for name in ("One", "Two")]
    box = DeleteBox(window.workspace, records, window)
    press(box.box)
    (line,) = read_manifest(default_folder())
    assert line.reason is Reason.BULK and line.counts["entities"] == 4
    assert small.session.db.scalar("SELECT count(*) FROM entity WHERE trashed IS NULL") == 2
