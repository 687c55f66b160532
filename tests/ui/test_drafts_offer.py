"""What is offered at the start: the bar, the list, the three-way view, reading, discarding."""

from __future__ import annotations

import errno
import os
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox, QPlainTextEdit, QRadioButton

from desktop_app.catalog.claims import Rank
from desktop_app.i18n import set_language
from desktop_app.services.drafts import Draft, FieldDraft, encode_draft, make_draft_id
from desktop_app.services.session import open_catalogue
from desktop_app.store import excerpts, journal, subjects
from desktop_app.ui.application import Desk
from desktop_app.ui.dialogs.editor import open_editor
from desktop_app.ui.dialogs.prefer import ask_reason


@pytest.fixture
def leave(small):
    """Return what leaves a draft behind as an earlier run did, and gives it back."""
    from desktop_app.services.drafts import DraftFolder

    folder = DraftFolder(small.session.uuid)

    def put(form, record, **fields) -> Draft:
        kept = tuple(
            FieldDraft(
                name=name, label=name.title(), was=was, typed=typed,
                was_words=str(was), typed_words=str(typed),
            )
            for name, (was, typed) in fields.items()
        )  # fmt: skip
        base = journal.find_last_change(small.session.db, record) if record else 0
        draft = Draft(
            id=make_draft_id(), catalogue=small.session.uuid, form=form, record=record,
            title="Chiến dịch Nặm Thà", base=base,
            at=f"2024-05-0{1 + len(folder.read().drafts)}T10:00:00.000+00:00", fields=kept,
        )  # fmt: skip
        folder.write(draft.id, encode_draft(draft))
        return draft

    return put


def find_dialog(window, name):
    found = [one for one in window.findChildren(QDialog, name) if one.isVisible()]
    return found[-1] if found else None


def left_on_disk(window):
    assert window.workspace.drafts.flush()
    return window.workspace.drafts.folder.read().drafts


def test_nothing_left_means_no_bar(window):
    window.drafts.offer()
    assert not window.drafts.bar.isVisible()
    assert window.actions_by_id["show_drafts"].text().endswith("xts…")


def test_the_bar_says_what_it_is_and_is_reached_by_keys(qtbot, small, window, leave):
    leave("event", small.campaign, title=("Chiến dịch Nặm Thà", "Nặm Thà"), note=("", "n"))
    window.drafts.offer()
    bar = window.drafts.bar
    assert bar.isVisible()
    assert bar.words.text().endswith("Event “Chiến dịch Nặm Thà” (2 fields)")
    assert not bar.all.isVisible()
    assert "(1)" in window.actions_by_id["show_drafts"].text()
    window.search_line.setFocus()
    window.go_to_next_panel(-1)
    assert bar.isAncestorOf(window.focusWidget())
    qtbot.keyClick(bar.go_on, Qt.Key.Key_Escape)
    assert not bar.isVisible(), "Esc is Later"
    assert window.lists.isAncestorOf(window.focusWidget())
    assert len(left_on_disk(window)) == 1
    window.drafts.offer()
    assert bar.isVisible(), "and it is offered again at the next start"


def test_a_form_opens_by_enter_in_the_bar(qtbot, small, window, leave):
    leave("event", small.campaign, title=("Chiến dịch Nặm Thà", "Nặm Thà"))
    window.drafts.offer()
    window.drafts.bar.go_on.setFocus()
    qtbot.keyClick(window.drafts.bar.go_on, Qt.Key.Key_Return)
    editor = find_dialog(window, "record_editor")
    assert editor.fields["title"].line.text() == "Nặm Thà"


def test_several_are_listed_and_dealt_with_one_by_one(qtbot, small, window, leave):
    first = leave("event", small.campaign, note=("", "một"))
    second = leave("entity", small.unit, note=("", "hai"))
    window.drafts.offer()
    assert window.drafts.bar.all.text() == "Show all 2…"
    window.actions_by_id.trigger("show_drafts")
    listed = find_dialog(window, "drafts_dialog")
    assert [one.id for one in listed._drafts] == [second.id, first.id]
    listed.discard.click()
    box = listed.findChild(QMessageBox, "discard_draft_box")
    assert "2024-05-02" in box.text()
    box.buttons()[1].click()
    assert len(left_on_disk(window)) == 2, "cancelled"
    listed.discard.click()
    listed.findChildren(QMessageBox, "discard_draft_box")[-1].buttons()[0].click()
    assert [one.id for one in left_on_disk(window)] == [first.id]
    assert [one.id for one in listed._drafts] == [first.id]
    listed.read.click()
    reader = find_dialog(window, "read_draft_dialog")
    reader.copy()
    assert QGuiApplication.clipboard().text() == "Note:\nmột"
    reader.reject()
    qtbot.keyClick(listed.tree, Qt.Key.Key_Return)
    assert not shiboken6.isValid(listed) or not listed.isVisible()
    assert find_dialog(window, "record_editor").fields["note"].read() == "một"


def test_the_bar_discards_after_one_question(small, window, leave):
    leave("event", small.campaign, note=("", "một"))
    window.drafts.offer()
    window.drafts.bar.discard.click()
    window.findChild(QMessageBox, "discard_draft_box").buttons()[0].click()
    assert not window.drafts.bar.isVisible()
    assert left_on_disk(window) == ()


def test_where_the_record_moved_on_each_field_is_chosen(qtbot, small, window, leave):
    leave(
        "event",
        small.campaign,
        title=("Chiến dịch Nặm Thà", "Trận Nặm Thà"),
        kind=("", "battle"),
        note=("", "chữ tôi gõ"),
    )
    details = {"title": "Chiến dịch mùa xuân", "note": "người khác viết"}
    small.do("update_event", event=small.campaign, details=details)
    head = journal.head(small.session.db)
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    merge = find_dialog(window, "merge_dialog")
    assert find_dialog(window, "record_editor") is None, "the form comes after"
    assert [row._clash.kept.name for row in merge.rows] == ["title", "note"], "not the kind"
    said = merge.findChild(object, "clash_title").findChildren(QPlainTextEdit)
    assert [one.toPlainText() for one in said] == [
        "Chiến dịch Nặm Thà",
        "Chiến dịch mùa xuân",
        "Trận Nặm Thà",
    ]
    assert f"change {head}" in merge.layout().itemAt(0).widget().text()
    typed = merge.rows[0].findChild(QRadioButton, "choose_0")
    assert merge.focusWidget() is typed and typed.isChecked()
    qtbot.keyClick(typed, Qt.Key.Key_Left)
    assert merge.rows[0].findChild(QRadioButton, "choose_1").isChecked()
    last = merge.rows[1].findChild(QRadioButton, "choose_0")
    qtbot.keyClick(last, Qt.Key.Key_Right)
    merge.accept()
    editor = find_dialog(window, "record_editor")
    assert editor.fields["title"].read() == "Chiến dịch mùa xuân"
    assert editor.fields["kind"].read() == "battle"
    assert editor.fields["note"].read() == "người khác viết\n\nchữ tôi gõ"
    assert {one.name for one in editor.edited_fields()} == {"kind", "note"}
    assert journal.head(small.session.db) == head, "nothing is saved until the user saves"
    (kept,) = left_on_disk(window)
    assert kept.base == head, "it goes on from what the record says now"
    editor.accept()
    held = subjects.get_event(small.session.db, small.campaign)
    assert (held.title, held.kind) == ("Chiến dịch mùa xuân", "battle")
    assert left_on_disk(window) == ()


def test_the_three_way_view_given_up_keeps_the_draft(small, window, leave):
    leave("event", small.campaign, title=("Chiến dịch Nặm Thà", "Trận Nặm Thà"))
    small.do("update_event", event=small.campaign, details={"title": "Khác"})
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    find_dialog(window, "merge_dialog").reject()
    assert find_dialog(window, "record_editor") is None
    assert window.drafts.bar.isVisible()
    assert len(left_on_disk(window)) == 1


def test_another_field_that_moved_on_is_no_clash_and_not_written_back(small, window, leave):
    leave("event", small.campaign, note=("", "chữ tôi gõ"))
    small.do("update_event", event=small.campaign, details={"title": "Khác"})
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    editor = find_dialog(window, "record_editor")
    editor.accept()
    held = subjects.get_event(small.session.db, small.campaign)
    assert (held.title, held.note) == ("Khác", "chữ tôi gõ")


def test_a_note_that_moved_on_is_merged_in_the_reader(small, window, leave):
    leave("note", small.excerpt, note=("", "của tôi"), translator=("", "An"))
    small.do("update_excerpt", excerpt=small.excerpt, details={"note": "của người khác"})
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    merge = find_dialog(window, "merge_dialog")
    merge.accept()
    editor = window.reader.bench.box.editor
    assert (editor.note.toPlainText(), editor.translator.text()) == ("của tôi", "An")
    assert excerpts.get_excerpt(small.session.db, small.excerpt).note == "của người khác"


def test_what_was_saved_already_is_said_and_forgotten(qtbot, small, window, leave):
    leave("event", small.campaign, title=("Chiến dịch Nặm Thà", "Nặm Thà"))
    small.do("update_event", event=small.campaign, details={"title": "Nặm Thà"})
    window.drafts.offer()
    with qtbot.waitSignal(window.workspace.told) as told:
        window.drafts.bar.go_on.click()
    assert "already" in told.args[0]
    assert find_dialog(window, "record_editor") is None
    assert left_on_disk(window) == ()


@pytest.mark.parametrize("gone", ["trash", "undone", "unknown form"])
def test_without_a_form_the_text_can_be_read_and_copied(small, window, leave, gone):
    event = small.do("create_event", title="Sẽ mất")
    form = "later_form" if gone == "unknown form" else "event"
    leave(form, event, note=("", "đừng mất <b>chữ</b>"))
    if gone == "trash":
        small.do("delete", id=event)
    elif gone == "undone":
        small.session.undo()
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    reader = find_dialog(window, "read_draft_dialog")
    words = reader.layout().itemAt(1).widget().text()
    expected = {"trash": "in the trash", "undone": "no longer", "unknown form": "no such form"}
    assert expected[gone] in words
    reader.copy()
    assert QGuiApplication.clipboard().text() == "Note:\nđừng mất <b>chữ</b>"
    assert len(left_on_disk(window)) == 1
    reader.findChild(object, "discard_read_draft").click()
    reader.findChild(QMessageBox, "discard_draft_box").buttons()[0].click()
    assert left_on_disk(window) == ()


def test_in_a_catalogue_for_reading_only_it_can_be_read(qtbot, small, preferences, leave):
    from desktop_app.ui.application import discard_window
    from desktop_app.ui.main_window import MainWindow

    leave("event", small.campaign, note=("", "chữ"))
    path = small.session.path
    small.session.close()
    small.session = open_catalogue(path, read_only=True)
    window = MainWindow(small.session, preferences)
    window.show()
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    reader = find_dialog(window, "read_draft_dialog")
    assert "reading only" in reader.layout().itemAt(1).widget().text()
    assert reader.text.toPlainText() == "Note:\nchữ"
    discard_window(window)


def test_rows_whose_records_are_gone_become_new_ones(small, window):
    editor = open_editor(window.workspace, small.unit, window)
    names = editor.fields["names"].rows
    names.add_row().text.setText("D4")
    window.workspace.drafts.flush()
    editor.keeper.stop()
    editor.keeper.draft_id = ""
    editor.done(0)
    added = small.do("add_name", entity=small.unit, name="Đơn vị 4", language="vi")
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    merge = find_dialog(window, "merge_dialog")
    assert "Đơn vị 4" in merge.rows[0].findChild(QPlainTextEdit, "version_1").toPlainText()
    merge.accept()
    find_dialog(window, "record_editor").accept()
    held = [one.text for one in subjects.get_entity(small.session.db, small.unit).names]
    assert held == ["Tiểu đoàn 4", "D4"]
    assert added not in [one.id for one in subjects.get_entity(small.session.db, small.unit).names]


def test_a_state_that_no_input_knows_is_shown_for_copying(small, window, leave):
    leave("event", small.campaign, note=("", "được"), gone=("", "không có ô này"))
    window.drafts.offer()
    window.drafts.bar.go_on.click()
    assert find_dialog(window, "record_editor").fields["note"].read() == "được"
    reader = find_dialog(window, "read_draft_dialog")
    assert "không có ô này" in reader.text.toPlainText()


def test_one_quiet_sign_where_the_disk_is_full(qtbot, small, window, monkeypatch):
    desk = window.workspace.drafts
    really = type(desk.folder).write

    def refuse(_folder, _draft_id, _data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    editor = open_editor(window.workspace, small.campaign, window)
    sign = editor.findChild(object, "draft_sign")
    monkeypatch.setattr(type(desk.folder), "write", refuse)
    for letter in "abc":
        qtbot.keyClicks(editor.fields["title"].line, letter)
        assert not desk.flush()
    qtbot.waitUntil(sign.isVisible)
    assert "disk is full" in sign.words()
    assert [one for one in window.findChildren(QMessageBox) if one.isVisible()] == []
    monkeypatch.setattr(type(desk.folder), "write", really)
    assert desk.flush(), "as soon as there is room, without another key"
    qtbot.waitUntil(lambda: not sign.isVisible())
    assert len(left_on_disk(window)) == 1


def test_the_end_asks_no_form_and_keeps_its_text(qtbot, qapp, small, preferences):
    desk = Desk(qapp, preferences)
    desk.session = small.session
    desk._show_window()
    window = desk.window
    editor = open_editor(window.workspace, small.campaign, window)
    editor.fields["title"].line.setText("nửa chừng")
    reason = ask_reason(window.workspace, small.cited, Rank.PREFERRED, window)
    reason.reason.setPlainText("vì")
    window.workspace.drafts.end()
    for form in (reason, editor):
        form.close()
        assert not shiboken6.isValid(form) or not form.isVisible(), "closed without a question"
    desk._drop_window()
    desk._show_window()
    offered = desk.window.workspace.drafts.list_offered()
    assert {one.form for one in offered} == {"event", "preferred"}
    assert desk.window.drafts.bar.isVisible()
    desk._drop_window()


def test_a_new_language_carries_a_half_typed_claim_along(qtbot, qapp, small, preferences):
    desk = Desk(qapp, preferences)
    desk.session = small.session
    desk._show_window()
    desk.window.workspace.select(small.campaign)
    desk.window.reader.bench.state_claim()
    line = desk.window.reader.bench.claim_line
    line.set_property("killed")
    line.value_edit.number.setText("khoảng 1.800")
    desk.use_language("vi")
    bar = desk.window.drafts.bar
    assert bar.isVisible() and "Nhận định mới" in bar.words.text()
    bar.go_on.click()
    again = desk.window.reader.bench.claim_line
    assert again.value_edit.number.text() == "khoảng 1.800"
    assert again.subject_box.current_pick().id == small.campaign
    set_language("en")
    desk._drop_window()


def test_a_form_that_fails_does_not_cost_the_text_of_another(small, window, monkeypatch):
    first = open_editor(window.workspace, small.campaign, window)
    second = open_editor(window.workspace, small.unit, window)
    first.fields["note"].edit.setPlainText("một")
    second.fields["note"].edit.setPlainText("hai")

    def fail():
        raise RuntimeError("broken")

    monkeypatch.setattr(first.keeper, "capture", fail)
    with pytest.raises(RuntimeError, match="broken"):
        window.workspace.drafts.flush()
    assert [one.record for one in window.workspace.drafts.folder.read().drafts] == [small.unit]
    monkeypatch.undo()


def test_damaged_and_newer_files_are_told_in_the_list(small, window, leave):
    draft = leave("event", small.campaign, note=("", "một"))
    folder = window.workspace.drafts.folder
    data = encode_draft(replace(draft, id=make_draft_id()))
    folder.write(make_draft_id(), data[:40])
    folder.write(make_draft_id(), b'{"regesta_draft": 99}')
    window.drafts.offer()
    listed = window.drafts.show_all()
    assert len(listed._drafts) == 1
    assert ".damaged" in listed.remark.text()
    assert listed.remark.text().endswith("there: 1")
