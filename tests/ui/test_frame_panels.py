"""History, trash, jobs and error boxes, in a real window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from desktop_app.errors import UserError
from desktop_app.services.jobs import Progress
from desktop_app.ui.errors import BugDialog, ErrorHooks, show_error, write_report


def test_the_history_of_a_record_is_told_in_sentences(window, small):
    name = small.session.db.scalar("SELECT id FROM name WHERE entity = ?", (small.unit,))
    small.do("update_name", name=name, details={"text": "Tiểu đoàn 5"})
    dialog = window.dialogs.open_history(small.unit)
    tree = dialog.panel.tree
    assert dialog.panel._heading.text() == "History of Tiểu đoàn 5"
    first = tree.topLevelItem(0)
    assert first.text(0).endswith("name Tiểu đoàn 5: text: Tiểu đoàn 4 → Tiểu đoàn 5")
    assert first.text(1) == "Tester"
    assert first.childCount() == 0
    assert tree.topLevelItemCount() == 2
    dialog.close()


def test_one_change_is_undone_from_the_history(window, small, qtbot):
    made = small.do("create_event", title="Hội nghị")
    small.do("create_event", title="Rút lui")
    panel = window.dialogs.open_history("").panel
    panel.tree.setCurrentItem(panel.tree.topLevelItem(1))
    panel.reason.setText("It was no meeting")
    panel.undo_chosen()
    assert panel.reason.text() == ""
    first = panel.tree.topLevelItem(0)
    assert "reason: It was no meeting" in [
        first.child(n).text(0) for n in range(first.childCount())
    ]
    assert small.session.db.scalar("SELECT count(*) FROM event WHERE id = ?", (made,)) == 0
    qtbot.waitUntil(lambda: "Undo: Create event" in panel.tree.topLevelItem(0).text(0))
    assert "(undone)" in panel.tree.topLevelItem(2).text(0)
    panel.tree.setCurrentItem(panel.tree.topLevelItem(2))
    assert not panel._undo.isEnabled()


def test_a_later_change_in_the_way_is_named(window, small):
    made = small.do("create_event", title="Hội nghị")
    small.do("update_event", event=made, details={"title": "Hội nghị lần hai"})
    panel = window.dialogs.open_history("").panel
    panel.tree.setCurrentItem(panel.tree.topLevelItem(1))
    panel.undo_chosen()
    boxes = window.findChildren(QMessageBox, "error_box") + panel.window().findChildren(
        QMessageBox, "error_box"
    )
    assert "was changed again by change" in boxes[0].text()
    for box in boxes:
        box.close()


def test_what_was_deleted_comes_back_from_the_trash(window, small, qtbot):
    small.do("delete", id=small.unit)
    small.do("delete", id=small.excerpt)
    panel = window.dialogs.open_trash().panel
    items = [panel.tree.topLevelItem(number) for number in range(panel.tree.topLevelItemCount())]
    assert sorted(item.text(0) for item in items) == ["134 người chết", "Tiểu đoàn 4"]
    panel.tree.selectAll()
    panel.restore_selected()
    qtbot.waitUntil(lambda: panel.tree.topLevelItemCount() == 0)
    assert panel._stack.currentIndex() == 1
    assert small.session.db.scalar("SELECT trashed FROM entity WHERE id = ?", (small.unit,)) is None
    small.session.undo()
    qtbot.waitUntil(lambda: panel.tree.topLevelItemCount() == 2)


def test_a_long_job_shows_itself_and_can_be_cancelled(window, qtbot):
    release = threading.Event()

    def work(progress: Progress) -> None:
        while not release.wait(0.01):
            progress.report(1, 4, "page 1")

    job = window.workspace.bridge.start_job("Reading files", work)
    dialog = window.jobs.dialog_of(job)
    assert not dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: dialog.doing.text() == "page 1")
    assert dialog.bar.value() == dialog.bar.maximum() // 4
    qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.jobs.dialog_of(job) is None)
    release.set()
    assert window.findChild(QMessageBox, "error_box") is None


def test_a_short_job_shows_nothing_and_a_failed_one_says_why(window, qtbot):
    def work(_progress: Progress) -> None:
        raise UserError("no_folder", "There is no folder {path}. Create it first.", path="x")

    job = window.workspace.bridge.start_job("Writing", work)
    qtbot.waitUntil(lambda: window.jobs.dialog_of(job) is None)
    box = window.findChild(QMessageBox, "error_box")
    assert box.text() == "There is no folder x. Create it first."
    box.close()


@pytest.mark.expects_error_log
def test_a_bug_of_ours_gives_a_report_to_copy(window, qtbot):
    try:
        raise ValueError("of ours")
    except ValueError as error:
        dialog = show_error(window, error)
        assert "ValueError: of ours" in write_report(error)
    assert isinstance(dialog, BugDialog)
    dialog.copy()
    assert "ValueError: of ours" in QGuiApplication.clipboard().text()
    dialog.close()


@pytest.mark.expects_error_log
def test_an_error_that_comes_again_is_shown_once(window, qtbot, qapp):
    hooks = ErrorHooks(window)
    for _ in range(3):
        hooks._on_raised(ValueError, ValueError("again"), None)
    qapp.processEvents()
    found = [one for one in qapp.topLevelWidgets() if isinstance(one, BugDialog)]
    shown = [one for one in found if one.isVisible()]
    assert len(shown) == 1
    shown[0].close()


def test_a_message_is_shown_letter_for_letter(window):
    box = show_error(window, UserError("x", "{file} is damaged.", file="<b>&amp;.txt"))
    assert box.text() == "<b>&amp;.txt is damaged."
    assert box.textFormat() is Qt.TextFormat.PlainText
    box.close()


def test_a_deleted_record_is_removed_for_ever_only_with_a_reason(window, small, qtbot):
    event = small.do("create_event", title="Chuyện riêng")
    small.do("delete", id=event)
    panel = window.dialogs.open_trash().panel
    panel.tree.topLevelItem(0).setSelected(True)
    dialog = panel.ask_to_remove()
    assert not dialog.remove_button.isEnabled()
    dialog.reason.setText("The family asked for it")
    dialog.remove_button.click()
    assert small.session.db.scalar("SELECT count(*) FROM event WHERE id = ?", (event,)) == 0
    qtbot.waitUntil(lambda: panel.tree.topLevelItemCount() == 0)
    assert not small.session.db.scalar("SELECT 1 FROM change_row WHERE after LIKE '%riêng%'")
