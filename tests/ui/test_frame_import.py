"""The import dialog: files in, doubtful encodings asked before storing, a report for each file."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.services.importing import stage_files
from desktop_app.store.documents import get_document, get_text
from desktop_app.ui.dialogs import import_dialog
from desktop_app.ui.dialogs.import_dialog import ImportDialog


@pytest.fixture
def open_dialog(window, preferences, qtbot):
    def make(paths: list[Path]) -> ImportDialog:
        dialog = ImportDialog(window.workspace, preferences, paths, window)
        dialog.open()
        return dialog

    return make


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def reports(dialog: ImportDialog) -> dict[str, str]:
    tree = dialog.outcome.tree
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {item.text(0): item.text(1) for item in items}


def test_good_bad_and_known_files_each_get_their_line(open_dialog, window, small, qtbot, tmp_path):
    good = write(tmp_path, "good.txt", "Ngày 6 tháng 5: giải phóng.\n".encode())
    empty = write(tmp_path, "empty.txt", b"")
    dialog = open_dialog([good, empty, tmp_path / "telegram.txt", tmp_path / "missing.pdf"])
    dialog.language.setCurrentIndex(dialog.language.findData("vi"))
    show_preview(dialog, qtbot)
    assert small.session.db.scalar("SELECT count(*) FROM document") == 1
    show_outcome(dialog, qtbot)
    said = reports(dialog)
    assert said["good.txt"].startswith("imported as doc-")
    assert said["telegram.txt"] == f"in the catalogue already, as {small.document}"
    assert set(said) == {"good.txt", "empty.txt", "telegram.txt", "missing.pdf"}
    summary = "Imported: 1   ·   in the catalogue before: 1   ·   not imported: 2"
    assert dialog.outcome.summary.text() == summary
    made = small.session.db.scalar("SELECT id FROM document WHERE file_name = 'good.txt'")
    assert get_document(small.session.db, made).language == "vi"
    assert window.workspace.selection == made
    dialog.proceed()
    assert not dialog.isVisible()


def test_files_can_join_a_source_that_is_there(open_dialog, small, qtbot, tmp_path):
    dialog = open_dialog([write(tmp_path, "more.txt", b"One more page.\n")])
    dialog.source.setCurrentIndex(dialog.source.findData(small.source))
    show_preview(dialog, qtbot)
    show_outcome(dialog, qtbot)
    sources = small.session.db.column("SELECT source FROM document ORDER BY id")
    assert sources == [small.source, small.source]
    dialog.close()


def show_preview(dialog: ImportDialog, qtbot) -> None:
    """Read the files and wait for what was read to be shown."""
    dialog.proceed()
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview, timeout=20_000)


def show_outcome(dialog: ImportDialog, qtbot) -> None:
    """Store the files and wait for the report."""
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.outcome, timeout=20_000)


def find_unsure(small, folder: Path) -> Path:
    """Return a short file whose encoding the reader is not sure of."""
    path = write(folder, "old.txt", "Mường Xinh, ngày ấy.\n".encode("cp1258", "ignore"))
    staged = stage_files(small.session, [path])[0]
    assert staged.read is not None
    assert not staged.read.encoding_sure
    return path


def test_a_doubtful_encoding_is_asked_before_anything_is_stored(
    open_dialog, small, qtbot, tmp_path
):
    path = find_unsure(small, tmp_path)
    dialog = open_dialog([path])
    dialog.proceed()
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.encodings, timeout=20_000)
    assert small.session.db.scalar("SELECT count(*) FROM document") == 1
    group = dialog.encodings.groups[path]
    other = next(one for one in group.buttons() if one.text() == "windows-1252")
    other.setChecked(True)
    show_preview(dialog, qtbot)
    assert dialog.preview.tree.topLevelItem(0).text(3) == "windows-1252"
    show_outcome(dialog, qtbot)
    made = small.session.db.scalar("SELECT id FROM document WHERE file_name = 'old.txt'")
    expected = path.read_bytes().decode("cp1252")
    assert get_text(small.session.db, made).strip() == expected.strip()
    dialog.close()


def test_leaving_stops_the_job_and_stores_nothing(
    open_dialog, window, small, qtbot, tmp_path, monkeypatch
):
    started, release = threading.Event(), threading.Event()

    def slow(session, paths, progress, **more):
        started.set()
        release.wait(10)
        progress.check()
        return stage_files(session, paths, progress, **more)

    monkeypatch.setattr(import_dialog, "stage_files", slow)
    dialog = open_dialog([write(tmp_path, "new.txt", b"A new text.\n")])
    dialog.proceed()
    qtbot.waitUntil(started.is_set)
    assert not dialog.go.isEnabled()
    dialog.reject()
    release.set()
    runner = window.workspace.bridge.runner
    qtbot.waitUntil(lambda: not runner.list_running(), timeout=10_000)
    assert small.session.db.scalar("SELECT count(*) FROM document") == 1


def test_a_file_is_listed_once_and_can_be_taken_off(open_dialog, tmp_path):
    path = write(tmp_path, "a.txt", b"a")
    dialog = open_dialog([path, path])
    assert dialog.paths() == [path]
    dialog.files.selectAll()
    dialog.remove_chosen()
    assert dialog.paths() == []
    assert not dialog.go.isEnabled()
    dialog.close()


def test_the_reader_of_a_catalogue_without_documents_offers_to_import(window, small, qtbot):
    small.do("delete", id=small.source)
    button = window.reader.empty.findChild(QPushButton)
    qtbot.waitUntil(lambda: button.text() == "Import…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ImportDialog)
    assert dialog.isVisible()
    dialog.close()


def test_what_was_read_is_shown_and_a_file_can_be_left_out(open_dialog, small, qtbot, tmp_path):
    kept = write(tmp_path, "kept.txt", "Ngày 6 tháng 5: giải phóng Nặm Thà.\n".encode())
    left = write(tmp_path, "left.txt", b"one\x00two\fpage two\n")
    dialog = open_dialog([kept, left, write(tmp_path, "bad.pdf", b"%PDF-1.4")])
    show_preview(dialog, qtbot)
    tree = dialog.preview.tree
    names = [tree.topLevelItem(row).text(0) for row in range(3)]
    assert names == ["bad.pdf", "kept.txt", "left.txt"]
    assert "damaged" in tree.topLevelItem(0).text(1)
    assert dialog.preview.text.toPlainText().startswith("Ngày 6")
    assert dialog.preview.summary.text() == "To import: 2   ·   cannot be imported: 1"
    tree.setCurrentItem(tree.topLevelItem(2))
    assert "2 pages" in dialog.preview.warnings.text()
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert dialog.preview.summary.text().startswith("To import: 1")
    show_outcome(dialog, qtbot)
    assert set(reports(dialog)) == {"bad.pdf", "kept.txt"}
    assert small.session.db.column("SELECT file_name FROM document ORDER BY id") == [
        "telegram.txt",
        "kept.txt",
    ]
    dialog.close()


def test_with_nothing_chosen_nothing_can_be_imported(open_dialog, qtbot, tmp_path):
    dialog = open_dialog([write(tmp_path, "a.txt", b"A text.\n")])
    show_preview(dialog, qtbot)
    dialog.preview.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.go.isEnabled()
    dialog.close()


def test_a_large_text_that_is_not_wanted_leaves_nothing_staged(
    open_dialog, window, small, qtbot, tmp_path
):
    dialog = open_dialog([write(tmp_path, "large.txt", b"A line of text.\n" * 400_000)])
    show_preview(dialog, qtbot)
    assert small.session.db.scalar("SELECT count(*) FROM original WHERE sha256 IS NULL") == 1
    dialog.reject()
    runner = window.workspace.bridge.runner
    qtbot.waitUntil(lambda: not runner.list_running(), timeout=10_000)
    assert small.session.db.scalar("SELECT count(*) FROM original WHERE sha256 IS NULL") == 0
    assert small.session.db.scalar("SELECT count(*) FROM content WHERE sha256 IS NULL") == 0
