"""Exports from the window: everything, a list, the names, and checking an export later."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox

from desktop_app.services.exporting import check_export
from desktop_app.ui.dialogs.export import ExportDialog, propose_name, start_check
from desktop_app.ui.dialogs.export_csv import CsvDialog
from desktop_app.ui.theme import Role


def only_box(window) -> QMessageBox:
    [box] = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    return box


def wait_for(job, qtbot):
    qtbot.waitUntil(job.ended.is_set, timeout=20_000)


def ask(window, action: str, kind: type):
    window.actions_by_id.trigger(action)
    [dialog] = [one for one in window.findChildren(kind) if one.isVisible()]
    return dialog


def press(dialog, name: str) -> None:
    for box in dialog.findChildren(QDialogButtonBox):
        for button in box.buttons():
            if button.objectName() == name:
                button.click()


def test_export_everything_and_check_it(window, small, tmp_path, qtbot):
    dialog = ask(window, "export_everything", ExportDialog)
    dialog.place.setText(str(tmp_path))
    assert dialog.name.text().startswith("Nặm Thà 20")
    dialog.name.setText("bag")
    press(dialog, "export_start")
    qtbot.waitUntil((tmp_path / "bag").is_dir, timeout=20_000)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = only_box(window)
    assert str(tmp_path / "bag") in box.text()
    assert "read back and found whole" in box.informativeText()
    box.close()
    assert check_export(tmp_path / "bag").ok
    assert window.preferences.chosen.last_folder == str(tmp_path)


def test_a_folder_that_is_there_is_refused_where_it_is_typed(window, tmp_path, qtbot):
    dialog = ask(window, "export_everything", ExportDialog)
    dialog.place.setText(str(tmp_path))
    (tmp_path / "old").mkdir()
    for name, said in (("old", "exists already"), ("a/b", "without any"), ("", "without any")):
        dialog.name.setText(name)
        assert dialog.start() is None
        assert said in dialog.hint.words()
        assert dialog.hint.role() is Role.INVALID
    dialog.name.setText("bag")
    for place in (str(tmp_path / "none"), "", "  ", "relative"):
        dialog.place.setText(place)
        assert dialog.start() is None
        assert "no folder" in dialog.hint.words()
    assert dialog.isVisible()
    dialog.reject()


def test_a_cancelled_export_leaves_nothing(window, tmp_path, qtbot):
    dialog = ask(window, "export_everything", ExportDialog)
    dialog.place.setText(str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    dialog.name.setText("bag")
    job = dialog.start()
    job.progress.cancel()
    wait_for(job, qtbot)
    qtbot.wait(50)
    assert list((tmp_path / "out").iterdir()) == []
    assert not [one for one in window.findChildren(QMessageBox) if one.isVisible()]


def test_what_was_altered_is_named(window, tmp_path, qtbot):
    dialog = ask(window, "export_everything", ExportDialog)
    dialog.place.setText(str(tmp_path))
    dialog.name.setText("bag")
    wait_for(dialog.start(), qtbot)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    only_box(window).close()
    (tmp_path / "bag" / "data" / "README.txt").write_text("other")
    (tmp_path / "bag" / "data" / "<b>later.txt").write_text("added")
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
    wait_for(start_check(window.workspace, window, tmp_path / "bag"), qtbot)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = only_box(window)
    assert "not what it was" in box.text()
    assert "altered: data/README.txt" in box.informativeText()
    assert "data/<b>later.txt" in box.informativeText()
    box.close()


def test_check_asks_for_a_folder(window):
    dialog = ask(window, "check_export", QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.reject()


def test_a_proposed_name_is_free_and_safe(tmp_path):
    name = propose_name('a/b:c"<d>. ', tmp_path)
    assert name.startswith("a b c d 20")
    (tmp_path / name).mkdir()
    assert propose_name('a/b:c"<d>. ', tmp_path) == f"{name} (2)"
    assert propose_name("...", tmp_path).startswith("20")


def read(path: Path, separator: str) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=separator, strict=True))


@pytest.mark.parametrize("view", ["source", "document", "excerpt", "event", "entity", "claim"])
def test_a_list_is_written_as_it_stands(window, small, tmp_path, qtbot, view):
    window.show_list(view)
    page = window.lists.shown_page()
    dialog = ask(window, "export_list", CsvDialog)
    dialog.separator.setCurrentIndex(1)
    wait_for(dialog.save(str(tmp_path / "list.csv")), qtbot)
    heading, *rows = read(tmp_path / "list.csv", ";")
    assert [row[0] for row in rows] == list(page.model.ids())
    assert heading[0] == "Identifier" and heading[-1] == "To be looked at"
    for number, column in enumerate(page.model.columns):
        place = heading.index(
            page.model.headerData(number, page.table.horizontalHeader().orientation(), 0)
        )
        shown = [page.model.data(page.model.index(row, number)) for row in range(len(rows))]
        written = [row[place] for row in rows]
        assert written == [one or "0" if column.is_number else one for one in shown]
    qtbot.waitUntil(lambda: not window.findChildren(CsvDialog))


def test_a_filtered_list_is_written_filtered(window, small, tmp_path, qtbot):
    window.show_list("entity")
    window.lists.shown_page().filter.setText("tieu doan")
    dialog = ask(window, "export_list", CsvDialog)
    wait_for(dialog.save(str(tmp_path / "list.csv")), qtbot)
    assert [row[1] for row in read(tmp_path / "list.csv", ",")[1:]] == ["Tiểu đoàn 4"]


def test_days_and_signs_are_columns_of_their_own(window, small, tmp_path, qtbot):
    window.show_list("event")
    dialog = ask(window, "export_list", CsvDialog)
    wait_for(dialog.save(str(tmp_path / "list.csv")), qtbot)
    heading, *rows = read(tmp_path / "list.csv", ",")
    dated = next(row for row in rows if row[0] == small.approval)
    assert dated[heading.index("Earliest day")] == "1962-03-28"
    assert dated[-1] == "Uncited claims: 1"


def test_names_are_written_and_told(window, small, tmp_path, qtbot):
    told: list[str] = []
    window.workspace.told.connect(told.append)
    dialog = ask(window, "export_names", CsvDialog)
    assert not dialog.exact.isVisible()
    dialog.has_mark.setChecked(False)
    wait_for(dialog.save(str(tmp_path / "names.csv")), qtbot)
    assert len(read(tmp_path / "names.csv", ",")) == 3
    qtbot.waitUntil(lambda: bool(told))
    assert told == [f"2 rows saved: {tmp_path / 'names.csv'}"]
    assert not (tmp_path / "names.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_file_dialog_proposes_the_lists_name(window, qtbot):
    window.show_list("entity")
    dialog = ask(window, "export_list", CsvDialog)
    asked = dialog.ask_file()
    assert asked.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert [Path(one).name for one in asked.selectedFiles()] == ["Entities.csv"]
    asked.reject()
    dialog.reject()
