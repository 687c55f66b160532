"""The claim editor: every field, its citations, one change, and edits not lost by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.catalog.claims import Rank, Stance, TextValue
from desktop_app.errors import UserError
from desktop_app.store import claims
from desktop_app.ui.dialogs.claim_editor import ClaimEditor, open_claim_editor
from desktop_app.ui.workspace import Workspace

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def workspace(small):
    made = Workspace(small.session)
    yield made
    made.close()


@pytest.fixture
def edit(qtbot, workspace):
    # The editor deletes itself when it closes; its parent is what the test holds.
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def opened(claim: str) -> ClaimEditor:
        editor = open_claim_editor(workspace, claim, parent)
        qtbot.waitExposed(editor)
        return editor

    return opened


def test_saving_without_edits_changes_nothing(edit, small):
    seen: list[object] = []
    small.session.hub.subscribe(seen.append)
    editor = edit(small.cited)
    assert not editor.is_edited()
    editor.accept()
    assert seen == []


def test_all_fields_are_saved_as_one_change(edit, small, workspace):
    other = small.mark("137")
    editor = edit(small.cited)
    editor.value_edit.number.setText("gần 140")
    editor.details.detail.setText("enemy")
    editor.details.confidence.setCurrentIndex(2)
    editor.rank.setCurrentIndex(2)
    editor.rank_reason.setText("Superseded")
    (row,) = editor.citations.rows
    row.stance.setCurrentIndex(1)
    row.locator.setText("p. 3")
    editor.citations.add_excerpt(other)
    editor.accept()
    claim = claims.get_claim(small.session.db, small.cited)
    assert (claim.value.number, claim.detail, claim.confidence) == (140, "enemy", "probable")
    assert (claim.rank, claim.rank_reason) == (Rank.DEPRECATED, "Superseded")
    assert [(one.excerpt, one.stance, one.locator) for one in claim.citations] == [
        (small.excerpt, Stance.CONTRADICTS, "p. 3"),
        (other, Stance.SUPPORTS, ""),
    ]
    small.session.undo()
    claim = claims.get_claim(small.session.db, small.cited)
    assert (claim.value.number, claim.rank, len(claim.citations)) == (134, Rank.NORMAL, 1)


def test_a_removed_citation_goes_and_comes_back_with_undo(edit, small, qtbot):
    editor = edit(small.cited)
    editor.citations.rows[0].remove_asked.emit()
    assert editor.is_edited() and editor.citations.rows == []
    editor.accept()
    assert claims.get_claim(small.session.db, small.cited).citations == ()
    small.session.undo()
    assert len(claims.get_claim(small.session.db, small.cited).citations) == 1


def test_what_is_wrong_is_said_as_one_types(edit, small):
    editor = edit(small.cited)
    editor.value_edit.number.setText("some")
    assert not editor.save_button.isEnabled()
    assert "Not understood" in editor.problem_hint.words()
    editor.value_edit.number.setText("12")
    assert editor.save_button.isEnabled()
    editor.rank.setCurrentIndex(0)
    assert "reason" in editor.problem_hint.words()
    editor.accept()
    assert editor.isVisible()


def test_another_property_asks_for_a_value_of_its_type(edit, small):
    editor = edit(small.cited)
    prop = claims.get_property(small.session.db, "result")
    editor._offer_properties("result")
    from desktop_app.ui.widgets.claim_choices import property_choice

    editor.property_box.set_pick(property_choice(prop))
    assert not editor.save_button.isEnabled()
    editor.value_edit.words.setText("won")
    editor.accept()
    claim = claims.get_claim(small.session.db, small.cited)
    assert (claim.property, claim.value) == (prop.id, TextValue("won"))


def test_texts_of_several_lines_survive_other_edits(edit, small):
    claim = small.state(small.campaign, "result", "one\ntwo", note="first\nsecond")
    editor = edit(claim)
    editor.details.detail.setText("x")
    editor.accept()
    held = claims.get_claim(small.session.db, claim)
    assert (held.value, held.note, held.detail) == (TextValue("one\ntwo"), "first\nsecond", "x")


def test_escape_asks_before_edits_are_given_up(edit, small, qtbot):
    editor = edit(small.cited)
    editor.details.detail.setText("enemy")
    editor.reject()
    assert editor.isVisible()
    box = editor.findChild(QMessageBox)
    box.defaultButton().click()
    assert editor.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert claims.get_claim(small.session.db, small.cited).detail == "enemy"


def test_a_claim_that_is_gone_is_refused(workspace, small):
    small.do("delete", id=small.cited)
    with pytest.raises(UserError):
        open_claim_editor(workspace, small.cited, None)
