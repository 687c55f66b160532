"""The window: its actions, how one part leads to another, what it keeps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox, QWidget

from desktop_app.i18n import set_language
from desktop_app.services.importing import import_files
from desktop_app.ui.actions.registry import MENUS, list_shortcuts, list_specs


def test_title_and_status_say_what_is_open(window, small):
    assert window.windowTitle() == "Nặm Thà — Regesta"
    assert window.status.catalogue.text() == "Nặm Thà"
    number = small.session.db.scalar("SELECT max(seq) FROM change")
    assert window.status.revision.text() == f"change {number}"
    assert not window.status.access.isVisible()
    assert window.status.conflicts.text() == "2 in conflict"


def test_actions_have_unique_ids_and_keys():
    specs = list_specs()
    keys = [QKeySequence(one).toString() for spec in specs for one in spec.keys]
    assert [key for key, count in Counter(keys).items() if count > 1 or not key] == []
    assert len({spec.id for spec in specs}) == len(specs)
    assert {spec.menu for spec in specs} == set(MENUS)


def test_every_action_is_in_its_menu_with_its_keys(window):
    for spec in list_specs():
        action = window.actions_by_id[spec.id]
        assert [key.toString() for key in action.shortcuts()] == [
            QKeySequence(one).toString() for one in spec.keys
        ]
        assert action.associatedObjects()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_access_keys_are_unique_within_a_menu(open_window, language):
    set_language(language)
    window = open_window()
    repeated = []
    for menu in window.findChildren(QMenu):
        texts = [action.text() for action in menu.actions() if "&" in action.text()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        repeated += [
            (letter, [text for text in texts if f"&{letter}" in text.lower()])
            for letter, count in Counter(letters).items()
            if count > 1
        ]
    assert repeated == []


def test_the_shortcuts_are_listed_by_menu():
    assert ("Edit", "Undo", "Ctrl+Z") in list_shortcuts(list_specs())


def test_undo_names_what_it_takes_back_and_redo_brings_it_again(window, small, qtbot):
    small.do("create_event", title="Hội nghị")
    undo, redo = window.actions_by_id["undo"], window.actions_by_id["redo"]
    qtbot.waitUntil(lambda: undo.text() == "&Undo: Create event")
    assert not redo.isEnabled()
    undo.trigger()
    qtbot.waitUntil(lambda: redo.isEnabled() and redo.text() == "&Redo: Create event")
    assert window.status.currentMessage() == "Undone: Create event"
    redo.trigger()
    qtbot.waitUntil(lambda: not redo.isEnabled())


def test_a_text_field_keeps_its_own_undo(window, small, qtbot):
    before = small.session.db.scalar("SELECT max(seq) FROM change")
    window.go_to_search()
    qtbot.keyClicks(window.search_line, "namtha")
    qtbot.keyClick(window.search_line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.search_line.text() == ""
    assert small.session.db.scalar("SELECT max(seq) FROM change") == before


def test_delete_says_what_goes_along_and_does_it_as_one_change(window, small, qtbot):
    window.show_list("document")
    window.lists.shown_page().table.selectRow(0)
    asked = window.ask_delete()
    assert "Điện ngày 8 tháng 3" in asked.box.text()
    assert "Excerpts: 1" in asked.box.informativeText()
    assert "Citations: 2" in asked.box.informativeText()
    buttons = {asked.box.buttonRole(one): one for one in asked.box.buttons()}
    assert asked.box.defaultButton() is buttons[QMessageBox.ButtonRole.RejectRole]
    qtbot.mouseClick(buttons[QMessageBox.ButtonRole.AcceptRole], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.lists.shown_page().model.rowCount() == 0)
    assert window.workspace.selection == ""
    small.session.undo()
    qtbot.waitUntil(lambda: window.lists.shown_page().model.rowCount() == 1)


def test_several_records_go_in_one_change(window, small, qtbot):
    window.show_list("entity")
    window.lists.shown_page().table.selectAll()
    asked = window.ask_delete()
    assert "2 records" in asked.box.text()
    accept = next(
        one
        for one in asked.box.buttons()
        if asked.box.buttonRole(one) is QMessageBox.ButtonRole.AcceptRole
    )
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.lists.shown_page().model.rowCount() == 0)
    window.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: window.lists.shown_page().model.rowCount() == 2)


def test_a_refused_deletion_says_why(window, small, qtbot):
    window.show_list("event")
    page = window.lists.shown_page()
    page.table.selectRow(page.model.row_of(small.campaign))
    asked = window.ask_delete()
    accept = asked.box.buttons()[0]
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    box = window.findChild(QMessageBox, "error_box")
    assert "still refer to it" in box.text()
    box.close()


def test_f6_goes_round_the_panels(window, qtbot):
    window.go_to_search()
    seen: list[QWidget] = []
    for _ in range(6):
        window.go_to_next_panel(1)
        focused = QApplication.focusWidget()
        parts = (window.lists, window.centre, window.provenance, window.search_line)
        seen += [one for one in parts if one is focused or one.isAncestorOf(focused)]
    assert window.lists in seen
    assert window.search_line in seen


def test_ctrl_f_leads_to_the_search_field(window, qtbot):
    window.show_list("event")
    table = window.lists.shown_page().table
    qtbot.keyClick(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.search_line


def drop_files(window: QWidget, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    window.dragEnterEvent(entered)
    assert entered.isAccepted()
    window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))


def test_dropped_files_and_folders_are_offered_for_import(window, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    for name in ("b.txt", "a.txt"):
        (folder / name).write_text(name, "utf-8")
    drop_files(window, [tmp_path / "telegram.txt", folder])
    dialog = window.findChild(QWidget, "import_dialog")
    assert [path.name for path in dialog.paths()] == ["telegram.txt", "a.txt", "b.txt"]
    dialog.close()


def test_the_window_keeps_its_list_and_widths(open_window, preferences):
    first = open_window()
    first.show_list("entity")
    first.splitter.setSizes([500, 400, 400])
    first.close()
    assert preferences.chosen.list_shown == "entity"
    second = open_window()
    assert second.lists.shown_page().view.id == "entity"
    assert abs(second.splitter.sizes()[0] - first.splitter.sizes()[0]) < 30


def test_actions_that_write_are_off_in_a_read_only_catalogue(small, preferences, qtbot, qapp):
    from desktop_app.services.session import open_catalogue
    from desktop_app.ui.application import discard_window
    from desktop_app.ui.main_window import MainWindow

    small.session.close()
    small.session = open_catalogue(small.session.path, read_only=True)
    window = MainWindow(small.session, preferences)
    window.show()
    qtbot.waitUntil(lambda: not window.keeper.is_busy, timeout=20_000)
    assert window.status.access.text() == "read only"
    for name in ("undo", "import_documents", "delete", "new_event", "state_claim"):
        assert not window.actions_by_id[name].isEnabled()
    discard_window(window)


def test_every_button_and_field_has_a_name(window):
    for view in ("source", "document", "excerpt", "event", "entity", "claim"):
        window.show_list(view)
    fields = [*window.lists.findChildren(QLineEdit), window.search_line]
    assert [one for one in fields if not one.accessibleName()] == []
    assert all(button.accessibleName() for button in window.lists.buttons.values())


def test_manual_and_shortcuts_open(window):
    window.dialogs.open_shortcuts()
    window.dialogs.open_manual()
    window.dialogs.open_about()
    titles = {one.windowTitle() for one in window.findChildren(QWidget) if one.isWindow()}
    assert {"Manual", "Keyboard shortcuts", "About Regesta"} <= titles


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_dialog_of_the_menus_opens_in_every_language(open_window, language):
    set_language(language)
    dialogs = open_window().dialogs
    opened = [
        *(dialogs.open_history(""), dialogs.open_trash(), dialogs.open_manual()),
        *(dialogs.open_shortcuts(), dialogs.open_about(), dialogs.open_import()),
        dialogs.open_report(),
    ]
    assert [one for one in opened if not one.isVisible()] == []
    for dialog in opened:
        dialog.close()


def test_a_window_closed_at_once_ends_its_jobs(small, preferences, qapp):
    from desktop_app.ui.application import discard_window
    from desktop_app.ui.main_window import MainWindow

    window = MainWindow(small.session, preferences)
    window.show()
    window.keeper.start()
    discard_window(window)
    small.do("create_event", title="Hội nghị")
    qapp.processEvents()


def test_a_search_by_keys_alone(window, small, qtbot):
    window.go_to_search()
    qtbot.keyClicks(window.search_line, "tieu doan")
    qtbot.keyClick(window.search_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.selection == small.unit, timeout=20_000)
    assert window.centre.currentWidget() is window.results
    qtbot.keyClick(window.search_line, Qt.Key.Key_Escape)
    assert window.centre.currentWidget() is window.reader


def test_the_ways_back_and_forward_are_open_as_soon_as_there_is_one(window, small, tmp_path, qtbot):
    path = tmp_path / "second.txt"
    path.write_text("Tiểu đoàn 701 về Mường Xỉnh.\n", "utf-8")
    second = import_files(small.session, [path])[0].document
    back, forward, find = (
        window.actions_by_id[name] for name in ("go_back", "go_forward", "find_in_document")
    )
    assert not find.isEnabled()
    window.workspace.show_passage(small.document, 0, 5)
    assert find.isEnabled()
    window.workspace.show_passage(second, 0, 9)
    assert back.isEnabled()
    back.trigger()
    assert window.reader.document() == small.document
    assert forward.isEnabled()
    assert not back.isEnabled()
