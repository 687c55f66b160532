"""A full or broken disk as the archivist meets it: she is told, her words stay, she saves again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.catalog.ids import Kind
from desktop_app.store import subjects
from desktop_app.ui.dialogs.editor import open_new_editor
from desktop_app.ui.main_window import MainWindow
from tests.faults.sqlite_calls import FULL, IOERR_WRITE, Call, Fail, find_library, watching
from tests.flows.conftest import Desk

pytestmark = pytest.mark.skipif(
    find_library() is None, reason="Python holds SQLite in itself here: its calls cannot fail"
)
WORDS = {FULL: "The disk is full", IOERR_WRITE: "The disk did not answer"}


@dataclass
class Disk:
    """Answers every write with `code` once it is set."""

    code: int = 0

    def __call__(self, call: Call) -> Fail | None:
        return Fail(self.code) if self.code and call.kind == "write" else None


@contextmanager
def opened(qtbot: QtBot, folder: Path) -> Iterator[tuple[MainWindow, Disk]]:
    """Show the window on a new catalogue on a disk that can fail."""
    disk, desk = Disk(), Desk(qtbot, folder)
    with watching(disk):
        window = desk.open(folder / "work.db")
        try:
            yield window, disk
        finally:
            disk.code = 0
            desk.close()


@pytest.mark.parametrize("code", [FULL, IOERR_WRITE])
def test_the_form_stays_open_and_says_what_was_not_saved(
    qtbot: QtBot, qapp: object, tmp_path: Path, code: int
) -> None:
    with opened(qtbot, tmp_path) as (window, disk):
        db = window.session.db
        editor = open_new_editor(window.workspace, Kind.EVENT, window)
        QApplication.processEvents()
        editor.fields["title"].line.setText("Trận Nặm Thà")
        editor.fields["note"].edit.setPlainText("Hàng trang ghi chú.\n" * 50)
        disk.code = code
        editor.accept()
        assert editor.isVisible()
        assert WORDS[code] in editor.problem_hint.words()
        assert "not saved" in editor.problem_hint.words()
        assert editor.fields["title"].line.text() == "Trận Nặm Thà"
        disk.code = 0
        assert subjects.list_events(db) == []
        editor.accept()
        (event,) = subjects.list_events(db)
        assert event.title == "Trận Nặm Thà"
        assert event.note.count("Hàng trang") == 50


def test_an_undo_that_could_not_be_saved_is_said(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    with opened(qtbot, tmp_path) as (window, disk):
        editor = open_new_editor(window.workspace, Kind.EVENT, window)
        QApplication.processEvents()
        editor.fields["title"].line.setText("Trận Nặm Thà")
        editor.accept()
        disk.code = FULL
        window.actions_by_id["undo"].trigger()
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert WORDS[FULL] in box.text()
        box.close()
        disk.code = 0
        assert [one.title for one in subjects.list_events(window.session.db)] == ["Trận Nặm Thà"]
        window.actions_by_id["undo"].trigger()
        assert subjects.list_events(window.session.db) == []
