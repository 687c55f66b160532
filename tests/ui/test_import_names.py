"""Importing names in the window: shown first, bad lines by number, stored on Enter, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from desktop_app.services.importing_names import import_names
from desktop_app.ui.dialogs.import_names import NamesDialog, open_names

HEADING = "key,kind,name,language,name_kind\n"


@pytest.fixture
def show(window, qtbot, tmp_path):
    def make(rows: str) -> NamesDialog:
        path = tmp_path / "names.csv"
        path.write_text(HEADING + rows, "utf-8")
        dialog = open_names(window.workspace, path, window)
        qtbot.waitUntil(lambda: dialog._job.ended.is_set(), timeout=20_000)
        return dialog

    return make


def test_names_are_shown_and_stored_on_enter(show, window, small, qtbot):
    rows = "nt,place,Nặm Thà,vi,\nnt,place,Luang Namtha,en,\nbad,planet,Mars,,\n"
    dialog = show(rows)
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.summary.text() == "Names: 2   ·   Entities: 1   ·   Left out: 1"
    assert dialog.names.topLevelItem(1).text(3) == "Luang Namtha"
    assert dialog.wrong.topLevelItem(0).text(0) == "4"
    assert "planet" in dialog.wrong.topLevelItem(0).text(1)
    before = small.session.db.scalar("SELECT count(*) FROM name")
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.go.text() == "Done", timeout=20_000)
    assert small.session.db.scalar("SELECT count(*) FROM name") == before + 2
    assert "one change" in dialog.summary.text()
    small.session.undo()
    assert small.session.db.scalar("SELECT count(*) FROM name") == before
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)


def test_a_file_without_a_heading_is_refused(show, window, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(
        "desktop_app.ui.dialogs.job.show_error", lambda _w, error: said.append(error)
    )
    dialog = show("")
    assert dialog.go.isEnabled() is False
    dialog.close()
    path = Path(dialog._path)
    path.write_text("nothing,here\n")
    refused = open_names(window.workspace, path, window)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said[0].code == "missing_columns"
    qtbot.waitUntil(lambda: not isValid(refused) or not refused.isVisible())


def test_cancelling_stores_nothing(show, window, small, qtbot):
    before = small.session.db.scalar("SELECT count(*) FROM entity")
    dialog = show("".join(f"k{n},person,N{n},,\n" for n in range(3_000)))
    qtbot.waitUntil(dialog.go.isEnabled)
    assert "first 200" in dialog.note.text()
    dialog.proceed()
    dialog.reject()
    runner = window.workspace.bridge.runner
    qtbot.waitUntil(lambda: not runner.list_running(), timeout=10_000)
    assert small.session.db.scalar("SELECT count(*) FROM entity") == before


def test_the_menu_asks_for_a_file(window):
    window.actions_by_id["import_names"].trigger()
    asked = window.findChild(QFileDialog)
    assert asked is not None
    asked.reject()


def test_the_same_file_again_adds_nothing(small, tmp_path):
    path = tmp_path / "again.csv"
    path.write_text(HEADING + "a,person,Một,,\na,person,Hai,,\n")
    first = import_names(small.session, path)
    path.write_text(HEADING + "a,person,Một,,\na,person,Ba,,\nb,person,Bốn,,\n")
    again = import_names(small.session, path)
    assert (first.names, again.names) == (2, 2)
    assert first.entities["a"] == again.entities["a"]
    names = small.session.db.column(
        "SELECT text || ' ' || position || ' ' || kind FROM name WHERE entity = ? ORDER BY 1 DESC",
        (first.entities["a"],),
    )
    assert names == ["Một 0 preferred", "Hai 1 variant", "Ba 2 variant"]
