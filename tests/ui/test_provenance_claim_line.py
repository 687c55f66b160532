"""The claim line by keyboard: subject, property, value, Enter; what it understands and refuses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop_app.catalog.claims import (
    Bound,
    Confidence,
    DateValue,
    Quantity,
    SpecialValue,
    SubjectValue,
    Voice,
)
from desktop_app.store import claims, excerpts, subjects
from desktop_app.ui.dialogs.new_property import NewPropertyDialog
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_choices import create_subject, offer_subjects
from desktop_app.ui.widgets.claim_line import ClaimLine
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ENTER = Qt.Key.Key_Return


@pytest.fixture
def workspace(small):
    made = Workspace(small.session)
    yield made
    made.close()


@pytest.fixture
def line(qtbot, workspace) -> ClaimLine:
    line = ClaimLine(workspace)
    qtbot.addWidget(line)
    line.resize(1000, 160)
    line.show()
    line.activateWindow()
    qtbot.waitExposed(line)
    return line


@pytest.fixture
def stated(line) -> list[str]:
    found: list[str] = []
    line.stated.connect(found.append)
    return found


def take_property(qtbot, line: ClaimLine, typed: str) -> None:
    qtbot.keyClicks(line.property_box.line, typed)
    qtbot.keyClick(line.property_box.line, ENTER)


def claim_of(small, claim: str):
    return claims.get_claim(small.session.db, claim)


def test_property_value_enter_and_ready_for_the_next(qtbot, line, stated, small):
    line.start(subject=small.unit, excerpt=small.excerpt)
    qtbot.waitUntil(line.property_box.line.hasFocus)
    take_property(qtbot, line, "kil")
    qtbot.waitUntil(line.value_edit.number.hasFocus)
    assert line.value_edit.number.text() == "134 người chết"
    assert line.hint.words() == "134 người chết → 134 người chết"
    qtbot.keyClicks(line.value_edit.number, "134")
    qtbot.keyClick(line.value_edit.number, ENTER)
    claim = claim_of(small, stated[0])
    assert claim.subject == small.unit
    assert claim.value == Quantity(number=134, as_written="134")
    assert [one.excerpt for one in claim.citations] == [small.excerpt]
    assert line.property_box.line.hasFocus()
    assert line.subject_box.current_pick().id == small.unit
    assert line.property_box.current_pick() is None
    assert line.value_edit.given() is None


def test_the_subject_is_found_without_tones(qtbot, line, stated, small):
    line.start()
    qtbot.waitUntil(line.subject_box.line.hasFocus)
    qtbot.keyClicks(line.subject_box.line, "tieu doan")
    qtbot.keyClick(line.subject_box.line, ENTER)
    assert line.subject_box.current_pick().id == small.unit
    assert line.property_box.line.hasFocus()


@pytest.mark.parametrize(
    ("typed", "said", "role"),
    [
        ("gần 5.600 tên", "gần 5.600 tên → nearly 5,600 tên", Role.VALID),
        ("not a number", "Not understood as one number", Role.INVALID),
    ],
)
def test_a_number_is_read_as_one_types(line, small, typed, said, role):
    line.start(subject=small.unit)
    line.set_property("strength")
    line.value_edit.number.setText(typed)
    assert line.hint.words().startswith(said)
    assert line.hint.role() is role
    assert line.evidence.text().startswith("Without a passage")


def test_a_date_takes_its_year_from_the_event(qtbot, line, stated, small):
    line.start(subject=small.approval)
    line.set_property("approved_on")
    line.value_edit.date.line.setText("ngày 28 tháng 4")
    assert "supplied from the context" in line.hint.words()
    qtbot.keyClick(line.value_edit.date.line, ENTER)
    value = claim_of(small, stated[0]).value
    assert isinstance(value, DateValue)
    assert (value.edtf, value.wording) == ("1962-04-28", "")


def test_a_new_person_as_value_is_part_of_the_same_undo_step(qtbot, line, stated, small):
    line.start(subject=small.campaign, excerpt=small.excerpt)
    take_property(qtbot, line, "commander")
    box = line.value_edit.subject
    qtbot.waitUntil(box.line.hasFocus)
    qtbot.keyClicks(box.line, "Bang Giang")
    qtbot.keyClick(box.line, ENTER)
    assert box.current_pick().create
    assert "will be created" in line.hint.words()
    qtbot.keyClick(box.line, ENTER)
    value = claim_of(small, stated[0]).value
    assert isinstance(value, SubjectValue)
    entity = subjects.get_entity(small.session.db, value.subject)
    assert (entity.label, entity.kind, entity.names[0].excerpt) == (
        "Bang Giang",
        "person",
        None,
    )
    small.session.undo()
    assert len(subjects.list_entities(small.session.db)) == 2


def test_a_selected_passage_becomes_excerpt_and_claim_in_one_step(qtbot, line, stated, small):
    start, end = 0, 6
    line.start_with_passage(small.document, start, end, "Ngày 8", subject=small.campaign)
    take_property(qtbot, line, "result")
    assert line.value_edit.words.text() == "Ngày 8"
    qtbot.keyClick(line.value_edit.words, ENTER)
    made = excerpts.find_excerpt_at(small.session.db, small.document, start, end)
    assert [c.excerpt for c in claim_of(small, stated[0]).citations] == [made.id]
    small.session.undo()
    assert excerpts.find_excerpt_at(small.session.db, small.document, start, end) is None
    assert line.evidence.text().startswith("Without a passage")


def test_what_is_missing_is_said_at_its_place(qtbot, line, stated, small):
    line.start()
    line.state()
    assert line.hint.role() is Role.INVALID
    assert line.subject_box.line.hasFocus()
    line.set_subject(small.campaign)
    line.state()
    assert line.property_box.line.hasFocus()
    line.set_property("killed")
    line.state()
    assert line.value_edit.number.hasFocus()
    line.value_edit.number.setText("10-12")
    line.state()
    assert "Not understood" in line.hint.words()
    assert stated == []


def test_unknown_and_details_are_stated(qtbot, line, stated, small):
    line.start(subject=small.campaign)
    line.set_property("wounded")
    line.value_edit.special.setCurrentIndex(1)
    line.more.setChecked(True)
    details = line.details
    details.detail.setText("quân Lào")
    details.voice.setCurrentIndex(2)
    details.speaker.setText("Bằng Giang")
    details.confidence.setCurrentIndex(3)
    details.valid.line.setText("no date at all")
    line.state()
    assert "no date" in line.hint.words()
    details.valid.line.setText("1962-05")
    line.state()
    claim = claim_of(small, stated[0])
    assert claim.value == SpecialValue("unknown")
    assert (claim.detail, claim.speaker, claim.valid.edtf) == ("quân Lào", "Bằng Giang", "1962-05")
    assert claim.voice is Voice.REPORTED_SPEAKER
    assert claim.confidence is Confidence.POSSIBLE
    assert details.detail.text() == ""


def test_a_property_is_created_in_place(qtbot, line, stated, small):
    line.start(subject=small.campaign)
    take_property(qtbot, line, "weather")
    dialog = line.findChild(NewPropertyDialog)
    assert dialog.label.text() == "weather"
    dialog.label_vi.setText("thời tiết")
    dialog.accept()
    assert line.property_box.current_pick().title == "weather"
    qtbot.keyClicks(line.value_edit.words, "rain")
    qtbot.keyClick(line.value_edit.words, ENTER)
    made = claims.get_property(small.session.db, "thời tiết")
    assert claim_of(small, stated[0]).property == made.id


def test_a_property_that_is_there_is_refused_in_the_dialog(qtbot, line, small):
    dialog = NewPropertyDialog(small.session, "Killed")
    qtbot.addWidget(dialog)
    dialog.accept()
    assert "already" in dialog.hint.words()


def test_quantities_keep_bound_and_unit(qtbot, line, stated, small):
    line.start(subject=small.unit)
    line.set_property("strength")
    line.value_edit.number.setText("hơn 1.800 tên")
    line.state()
    assert claim_of(small, stated[0]).value == Quantity(
        number=1800, unit="tên", bound=Bound.AT_LEAST
    )


def test_it_lets_go_of_what_was_deleted(line, small):
    line.start(subject=small.unit, excerpt=small.excerpt)
    small.do("delete", id=small.unit)
    small.do("delete", id=small.excerpt)
    assert line.subject_box.current_pick() is None
    assert line.evidence.text().startswith("Without a passage")


def test_the_evidence_can_be_left_out(qtbot, line, stated, small):
    line.start(subject=small.unit, excerpt=small.excerpt)
    qtbot.mouseClick(line.drop_button, Qt.MouseButton.LeftButton)
    assert not line.drop_button.isEnabled()
    line.set_property("strength")
    line.value_edit.number.setText("400")
    line.state()
    assert claim_of(small, stated[0]).citations == ()


def test_escape_closes(qtbot, line):
    with qtbot.waitSignal(line.closed):
        qtbot.keyClick(line.property_box.line, Qt.Key.Key_Escape)


def test_fields_stand_below_one_another_where_it_is_narrow(qtbot, line):
    assert line.subject_box.y() == line.property_box.y()
    line.resize(420, 400)
    qtbot.waitUntil(lambda: line.subject_box.y() < line.property_box.y())


def test_enter_where_the_value_is_said_to_be_unknown_states_the_claim(qtbot, line, stated, small):
    line.start(subject=small.unit, excerpt=small.excerpt)
    qtbot.waitUntil(line.property_box.line.hasFocus)
    take_property(qtbot, line, "wounded")
    qtbot.keyClick(line.value_edit.special, Qt.Key.Key_Down)
    qtbot.keyClick(line.value_edit.special, ENTER)
    assert len(stated) == 1
    assert claim_of(small, stated[0]).value == SpecialValue("unknown")


@pytest.mark.parametrize(
    ("quote", "name", "is_found"),
    [
        ("Tiểu đoàn 4 qua sông", "Tiểu đoàn 4", True),
        ("Tiểu đoàn 4 qua sông", "tiểu đoàn 4", True),
        ("Tiểu đoàn 4 qua sông", "Tieu doan 4", False),
        ("134 người chết", "34", False),
        ("134 người chết", "Đại đội 1", False),
    ],
)
def test_a_new_name_is_found_in_the_passage_only_where_it_says_it(small, quote, name, is_found):
    excerpt = small.mark(quote)
    offer = Choice("", name, kind="unit", create=True)
    made = create_subject(small.session, offer, excerpt=excerpt)
    found = subjects.get_entity(small.session.db, made).names[0].excerpt
    assert found == (excerpt if is_found else None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Đại đội 777", "unit"), ("Mường Xỉnh", "place"), ("Lê Lợi", "person"), ("Trần Độ", "person")],
)
def test_the_kind_that_a_new_name_begins_like_is_offered_first(small, name, kind):
    offers = [one for one in offer_subjects(small.session.db, name) if one.create]
    assert offers[0].kind == kind


def test_the_date_of_an_offered_event_is_told_in_words(small):
    small.state(small.campaign, "date", {"edtf": "1962-04-08/1962-04-20"}, excerpt=small.excerpt)
    offered = offer_subjects(small.session.db, "chien dich")[0]
    assert offered.subtitle == "8–20 April 1962"


def test_only_the_source_s_own_words_are_kept_as_written(qtbot, line, stated, small):
    """A date she typed in her own way was never written by the source."""
    line.start(subject=small.campaign, excerpt=small.excerpt)
    take_property(qtbot, line, "date")
    qtbot.waitUntil(line.value_edit.date.line.hasFocus)
    qtbot.keyClicks(line.value_edit.date.line, "8-20/4/1962")
    qtbot.keyClick(line.value_edit.date.line, ENTER)
    value = claim_of(small, stated[0]).value
    assert (value.edtf, value.wording) == ("1962-04-08/1962-04-20", "")
