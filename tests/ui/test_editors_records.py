"""Editors: what they show, what they write, one change a save, and what they refuse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.services.session import open_catalogue
from desktop_app.store import claims, journal, subjects
from desktop_app.ui.dialogs.claim_editor import ClaimEditor
from desktop_app.ui.dialogs.editor import open_editor
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace
from tests.ui.conftest import newest


@pytest.mark.parametrize(
    "name", ["source", "document", "excerpt", "campaign", "unit", "killed", "repository"]
)
def test_an_editor_opens_unedited_and_saving_it_writes_nothing(edit, small, name) -> None:
    record = {
        "killed": lambda: claims.get_property(small.session.db, "killed").id,
        "repository": lambda: small.do("create_repository", name="Thư viện"),
    }.get(name, lambda: getattr(small, name))()
    head = journal.head(small.session.db)
    editor = edit(record)
    assert not editor.is_edited()
    assert editor.find_problem() == (None, "")
    editor.accept()
    assert not editor.isVisible()
    assert journal.head(small.session.db) == head


def test_a_claim_has_its_own_editor(edit, small) -> None:
    assert isinstance(edit(small.cited), ClaimEditor)


def test_every_input_has_a_name_for_readers_and_for_tests(edit, small) -> None:
    for record in (small.source, small.unit, small.excerpt, small.document, small.campaign):
        editor = edit(record)
        for field in editor.fields.values():
            assert field.widget.objectName().startswith("field_")
            assert field.widget.accessibleName()
        editor.done(0)


def test_a_record_that_is_gone_is_said(workspace, owner, small) -> None:
    small.do("delete", id=small.unit)
    assert open_editor(workspace, small.unit, owner) is None
    assert open_editor(workspace, "att-1", owner) is None
    assert len(owner.findChildren(QMessageBox, "error_box")) == 2


# Keys and closing


def test_tab_goes_through_the_form_as_it_is_read(qtbot, edit, small) -> None:
    small.do("add_name", entity=small.unit, name="Battalion 4", language="en")
    editor = edit(small.unit)
    editor.names.add_row()
    seen = []
    for _ in range(60):
        seen.append(editor.focusWidget())
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert editor.problem_hint.words() == ""
    print([w.objectName() for w in seen], editor.save_button.isEnabled())
    texts = [seen.index(row.text) for row in editor.names.rows]
    assert texts == sorted(texts)
    assert seen.index(editor.fields["kind"].widget) < texts[0]
    assert texts[-1] < seen.index(editor.names.add_button)
    assert seen.index(editor.names.add_button) < seen.index(editor.fields["exists_from"].edit.line)
    assert seen.index(editor.fields["note"].edit) < seen.index(editor.save_button)
    editor.save_button.setFocus()
    qtbot.keyClick(editor.save_button, Qt.Key.Key_Backtab)
    assert editor.focusWidget() is editor.fields["note"].edit


def test_ctrl_enter_saves_and_enter_does_not(qtbot, edit, small) -> None:
    editor = edit(small.campaign)
    title = editor.fields["title"].line
    title.setText("Chien dich")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert editor.isVisible()
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not editor.isVisible()
    assert subjects.get_event(small.session.db, small.campaign).title == "Chien dich"


def test_escape_asks_before_edits_are_given_up(qtbot, edit, small) -> None:
    editor = edit(small.campaign)
    editor.fields["note"].edit.setPlainText("only a thought")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    box = editor.findChild(QMessageBox, "discard_box")
    cancel, discard = box.escapeButton(), None
    for button in box.buttons():
        if box.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole:
            discard = button
    assert box.defaultButton() is cancel
    discard.click()
    assert not editor.isVisible()
    assert subjects.get_event(small.session.db, small.campaign).note == ""


def test_escape_closes_what_is_not_edited(qtbot, edit, small) -> None:
    editor = edit(small.campaign)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_what_is_wrong_is_said_as_one_types_and_saving_goes_there(edit, small) -> None:
    editor = edit(small.campaign)
    editor.fields["title"].line.clear()
    assert editor.problem_hint.words() == "Title must not be empty"
    assert not editor.save_button.isEnabled()
    editor.fields["note"].widget.setFocus()
    editor.accept()
    assert editor.isVisible()
    assert editor.focusWidget() is editor.fields["title"].line


def test_a_new_form_does_not_complain_before_one_writes(edit) -> None:
    editor = edit(Kind.SOURCE)
    assert editor.problem_hint.words() == ""
    assert not editor.save_button.isEnabled()


def test_a_catalogue_open_for_reading_cannot_be_saved(owner, small) -> None:
    path = small.session.path
    small.session.close()
    session = open_catalogue(path, read_only=True)
    workspace = Workspace(session)
    editor = open_editor(workspace, small.campaign, owner)
    assert "reading only" in editor.problem_hint.words()
    assert not editor.save_button.isEnabled()
    editor.close()
    workspace.close()
    session.close()


# Events


def test_an_edit_writes_only_what_changed_as_one_change(edit, small) -> None:
    head = journal.head(small.session.db)
    editor = edit(small.approval)
    editor.fields["title_translated"].line.setText("The plan is approved")
    editor.fields["part_of"].box.set_pick(None)
    editor.accept()
    held = subjects.get_event(small.session.db, small.approval)
    assert (held.title, held.title_translated, held.part_of) == (
        "Phê duyệt kế hoạch",
        "The plan is approved",
        None,
    )
    assert journal.head(small.session.db) == head + 1
    assert newest(small).operation is Operation.UPDATE_EVENT
    small.session.undo()
    assert subjects.get_event(small.session.db, small.approval).part_of == small.campaign


def test_a_circle_of_events_is_refused_in_the_form(edit, small) -> None:
    editor = edit(small.campaign)
    editor.fields["part_of"].box.set_pick(Choice(small.approval, "x", kind="event"))
    editor.accept()
    assert editor.isVisible()
    assert "part of itself" in editor.problem_hint.words()


def test_a_new_event_is_made_and_selected(edit, small, workspace) -> None:
    editor = edit(Kind.EVENT)
    editor.fields["title"].line.setText("Trận mở màn")
    editor.fields["part_of"].box.set_pick(Choice(small.campaign, "x", kind="event"))
    editor.accept()
    assert subjects.get_event(small.session.db, workspace.selection).part_of == small.campaign
    assert newest(small).operation is Operation.CREATE_EVENT


def test_what_is_typed_but_not_taken_is_not_lost_silently(edit, small) -> None:
    editor = edit(small.approval)
    editor.fields["part_of"].box.line.setText("camp")
    assert "press Enter" in editor.problem_hint.words()
    assert not editor.save_button.isEnabled()


# Sources
