"""Salvage in the window: a damaged file in, a new catalogue and an honest list out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.services.session import open_catalogue
from desktop_app.ui.dialogs.salvage import SalvageDialog

SAMPLE = Path(__file__).resolve().parents[2] / "catalog.db"


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "broken.db"
    raw = bytearray(SAMPLE.read_bytes())
    raw[:4096] = bytes(4096)
    path.write_bytes(raw)
    return path


@pytest.fixture
def dialog(qtbot, qapp, damaged):
    made = SalvageDialog(damaged)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def wait_until_done(qtbot, dialog) -> None:
    qtbot.waitUntil(lambda: dialog.job is None, timeout=20_000)


def test_what_can_be_read_comes_out(qtbot, dialog, tmp_path):
    dialog.start_button.click()
    wait_until_done(qtbot, dialog)
    assert "claim: 289" in dialog.told.toPlainText()
    with closing(open_catalogue(tmp_path / "broken-salvaged.db")) as session:
        assert session.db.scalar("SELECT count(*) FROM claim WHERE trashed IS NULL") == 289
    with qtbot.waitSignal(dialog.open_wanted) as wanted:
        dialog.open_button.click()
    assert wanted.args == [tmp_path / "broken-salvaged.db"]


def test_a_taken_name_is_said_in_the_dialog(qtbot, dialog, tmp_path):
    (tmp_path / "mine.db").write_bytes(b"mine")
    dialog.target.setText(str(tmp_path / "mine.db"))
    dialog.start_button.click()
    wait_until_done(qtbot, dialog)
    assert "exists already" in dialog.hint.words()
    assert (tmp_path / "mine.db").read_bytes() == b"mine"


def test_a_cancelled_salvage_leaves_nothing(qtbot, dialog, tmp_path):
    dialog.start()
    dialog.reject()
    wait_until_done(qtbot, dialog)
    assert {path.name for path in tmp_path.iterdir()} <= {"broken.db"} | (
        {"broken-salvaged.db", "broken-salvaged.salvage.txt"} if dialog.report else set()
    )


def test_it_opens_from_the_menu(window):
    opened = window.dialogs.open_salvage()
    assert isinstance(opened, SalvageDialog)
    opened.start()
    assert opened.hint.words() == "Name the damaged catalogue and the new one."
    opened.reject()
