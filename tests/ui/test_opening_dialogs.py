"""The window around opening: refusals with ways out, the question, the copy, the lost disk."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from desktop_app.errors import UserError
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.opening import open_for_work
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.ui.application import Desk
from desktop_app.ui.dialogs.open_alarm import OpenAlarmDialog
from desktop_app.ui.dialogs.open_refused import OpenRefusedDialog

ROOT = Path(__file__).resolve().parents[2]

HOLD = (
    "import sys; from pathlib import Path; from desktop_app.services.session import *\n"
    "s = open_catalogue(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.read(); s.close()"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(create_catalogue(tmp_path / "a.db", name="Nặm Thà", author="Tester")) as session:
        create_event(session, title="One")
    return tmp_path / "a.db"


@pytest.fixture
def desk(qtbot, qapp, tmp_path):
    made = Desk(qapp, PreferenceFile(tmp_path / "preferences.json"))
    yield made
    made.flow.close()
    made.close()
    made.deleteLater()


def press(dialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisibleTo(dialog)
    assert button.isEnabled()
    button.click()


def shown(dialog: OpenRefusedDialog) -> set[str]:
    return {name for name, one in dialog._buttons.items() if one.isVisibleTo(dialog)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("damaged", {"backups", "salvage"}),
        ("foreign_schema", {"backups"}),
        ("newer_catalogue", {"backups"}),
        ("disk_full", {"retry"}),
        ("no_catalogue", {"backups", "retry"}),
        ("older_catalogue", set()),
    ],
)
def test_each_refusal_offers_its_ways(desk, path, code, expected) -> None:
    dialog = desk.flow.refuse(path, UserError(code, "Said."), None)
    assert shown(dialog) == expected | {"another", "close"}
    assert dialog.said.text() == "Said."


def test_a_catalogue_that_another_holds_opens_as_a_copy(desk, qtbot, path) -> None:
    command = [sys.executable, "-c", HOLD, str(path)]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout.readline() == b"ready\n"
        desk.open_or_refuse(path)
        dialog = desk.flow.dialog
        assert isinstance(dialog, OpenRefusedDialog)
        assert dialog.code == "catalogue_in_use"
        press(dialog, "open_refused_copy")
        qtbot.waitUntil(lambda: desk.window is not None, timeout=20_000)
        first = desk.session.path
        assert "read-only copy of" in desk.window.windowTitle()
        assert "has the catalogue open since" in desk.window.opening_bar.words.text()
        assert desk.preferences.chosen.recent_catalogues == []
        press(desk.window.opening_bar, "opening_bar_newer_copy")
        qtbot.waitUntil(lambda: desk.session.path != first, timeout=20_000)
        assert not first.exists()
        last = desk.session.path
    finally:
        other.communicate()
    desk.close()
    assert not last.exists()


def test_another_computers_catalogue_asks_for_a_word(desk, path) -> None:
    with closing(open_catalogue(path)):
        holder = path.with_name(f".{path.name}.held")
        said = json.loads(holder.read_text("utf-8"))
    holder.write_text(json.dumps({**said, "host": "reading-room"}), "utf-8")
    desk.open_or_refuse(path)
    dialog = desk.flow.dialog
    assert "reading-room" in dialog.said.text()
    assert not dialog.button("take_over").isEnabled()
    dialog.sure.setChecked(True)
    press(dialog, "open_refused_take_over")
    assert desk.window is not None
    assert "Taken over" in desk.window.opening_bar.words.text()


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_file_put_back_is_asked_about(desk, path, is_accepted) -> None:
    open_for_work(path).close()
    shutil.copyfile(path, path.with_name("old.db"))
    with closing(open_for_work(path)) as opening:
        create_event(opening.session, title="Two")
    shutil.copyfile(path.with_name("old.db"), path)
    desk.open_path(path)
    dialog = desk.flow.dialog
    assert isinstance(dialog, OpenAlarmDialog)
    assert desk.window is None
    press(dialog, "open_alarm_accept" if is_accepted else "open_alarm_cancel")
    assert (desk.window is not None) is is_accepted
    desk.close()
    desk.open_path(path)
    assert (desk.flow.dialog is None) is is_accepted


def test_a_refused_file_leaves_the_open_one(desk, path, tmp_path) -> None:
    desk.open_path(path)
    tmp_path.joinpath("other.db").write_bytes(b"no catalogue")
    desk.open_or_refuse(tmp_path / "other.db")
    assert desk.session.path == path
    press(desk.flow.dialog, "open_refused_close")
    assert desk.session.path == path
    create_event(desk.session, title="Goes on")


def test_a_link_to_the_open_file_is_not_opened_beside_it(desk, path, tmp_path) -> None:
    desk.open_path(path)
    tmp_path.joinpath("link.db").symlink_to(path)
    desk.open_or_refuse(tmp_path / "link.db")
    assert desk.flow.dialog.code == "catalogue_in_use"
    assert "copy" not in shown(desk.flow.dialog)


def test_a_lost_file_offers_a_copy_elsewhere(desk, qtbot, path, tmp_path) -> None:
    desk.open_path(path)
    away = tmp_path / "away"
    away.mkdir()
    path.rename(away / "a.db")
    path.write_bytes(b"somebody else's")
    with pytest.raises(UserError, match="file_gone"):
        create_event(desk.session, title="Lost")
    bar = desk.window.opening_bar
    qtbot.waitUntil(bar.isVisible)
    assert "This change was not saved" in bar.words.text()
    assert bar.findChild(QPushButton, "opening_bar_save_elsewhere").isVisibleTo(bar)
    watch = next(one for one in desk.window.children() if type(one).__name__ == "OpeningWatch")
    job = watch.save_elsewhere(tmp_path / "saved.db")
    qtbot.waitUntil(job.ended.is_set)
    qtbot.waitUntil(lambda: not desk.window.workspace.bridge.runner.list_running())
    desk.close()
    assert path.read_bytes() == b"somebody else's"
    with closing(open_catalogue(tmp_path / "saved.db")) as session:
        assert session.db.column("SELECT title FROM event") == ["One"]
