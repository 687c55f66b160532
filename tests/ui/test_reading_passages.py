"""The work on passages in the reader: excerpts, attaching, claims, notes, boundaries."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.claims import Quantity
from desktop_app.catalog.excerpts import AnchorState, Excerpt, TranslationStatus
from desktop_app.catalog.ids import Kind
from desktop_app.services.commands.excerpts import create_excerpt
from desktop_app.services.importing import import_files
from desktop_app.services.session import open_catalogue
from desktop_app.store import claims, documents, excerpts, lists, rows, subjects
from desktop_app.ui.panels.reader import ReaderPanel
from desktop_app.ui.theme import Role
from desktop_app.ui.workspace import Workspace


@pytest.fixture
def workspace(small):
    shared = Workspace(small.session)
    yield shared
    shared.close()


@pytest.fixture
def panel(qtbot, workspace, small):
    made = ReaderPanel(workspace)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    workspace.show_passage(small.document, 0, 0)
    made.view.setFocus()
    return made


def select(panel, words: str, *, spare: int = 0) -> None:
    start = panel.view.text().index(words)
    panel.view.select(start - spare, start + len(words) + spare)
    panel.view.setFocus()


def count_changes(small) -> int:
    return int(small.session.db.scalar("SELECT count(*) FROM change"))


def quote_of(small, record: str) -> str:
    return excerpts.get_excerpt(small.session.db, record).quote


def test_enter_makes_an_excerpt_of_the_selection(panel, workspace, small, qtbot):
    select(panel, "Tiểu đoàn 4", spare=1)
    qtbot.keyClick(panel.view.page, Qt.Key.Key_Return)
    made = workspace.current_excerpt
    # The white space at its edges is left out.
    assert quote_of(small, made) == "Tiểu đoàn 4"
    assert workspace.selection == made
    assert panel.view.current_excerpt() == made
    assert panel.view.selected_range() is None
    assert QApplication.focusWidget() is panel.bench.box.subjects.line


def test_the_same_passage_again_is_the_same_excerpt(panel, workspace, small):
    before = count_changes(small)
    select(panel, "134 người chết")
    panel.make_excerpt()
    assert workspace.current_excerpt == small.excerpt
    assert count_changes(small) == before


def test_without_words_it_says_what_to_do(panel, small):
    before = count_changes(small)
    panel.view.select(0, 0)
    panel.make_excerpt()
    assert "Select the words" in panel.bench.hint.words()
    assert count_changes(small) == before


def test_one_box_attaches_to_an_event_and_two_units(panel, workspace, small, qtbot):
    select(panel, "Tiểu đoàn 4")
    keys = 0
    qtbot.keyClick(panel.view.page, Qt.Key.Key_Return)
    keys += 1
    line = panel.bench.box.subjects.line
    for name in ("phe duyet", "tieu doan 4", "Sky Regiment"):
        qtbot.keyClicks(line, name)
        if name == "Sky Regiment":
            while panel.bench.box.subjects.popup.current_choice().kind != "unit":
                qtbot.keyClick(line, Qt.Key.Key_Down)
                keys += 1
        qtbot.keyClick(line, Qt.Key.Key_Return)
        keys += 1
    chips = [choice.title for choice in panel.bench.box.subjects.chosen_choices()]
    assert chips == ["Phê duyệt kế hoạch", "Tiểu đoàn 4", "Sky Regiment"]
    assert keys <= 12
    attached = excerpts.list_attachments_of_excerpts(small.session.db, [workspace.current_excerpt])
    assert len(attached) == 3


def test_a_subject_made_on_the_way_goes_with_its_attachment(panel, workspace, small, qtbot):
    select(panel, "Tiểu đoàn 4")
    panel.make_excerpt()
    line = panel.bench.box.subjects.line
    qtbot.keyClicks(line, "Crossing")
    # The first opens the list of what is offered, the second goes around to its end.
    qtbot.keyClick(line, Qt.Key.Key_Up)
    qtbot.keyClick(line, Qt.Key.Key_Up)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    event = panel.bench.box.attached_subjects()[0]
    assert subjects.get_event(small.session.db, event).title == "Crossing"
    small.session.undo()
    assert panel.bench.box.attached_subjects() == []
    assert rows.find_row(small.session.db, Kind.EVENT, event) is None
    assert panel.bench.box.subjects.chosen_choices() == []


def test_a_chip_is_removed_from_the_keyboard(panel, workspace, small, qtbot):
    small.do("attach_excerpt", excerpt=small.excerpt, subject=small.unit)
    panel.bench.activate(small.excerpt)
    line = panel.bench.box.subjects.line
    panel.attach()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert panel.bench.box.attached_subjects() == []


def test_a_renamed_subject_is_renamed_on_its_chip(panel, small):
    small.do("attach_excerpt", excerpt=small.excerpt, subject=small.approval)
    panel.bench.activate(small.excerpt)
    small.do("update_event", event=small.approval, details={"title": "Chuẩn y"})
    assert [one.title for one in panel.bench.box.subjects.chosen_choices()] == ["Chuẩn y"]


def test_very_many_chips_leave_room_for_the_text(panel, small, qtbot):
    for number in range(60):
        unit = small.do("create_entity", kind="unit", name=f"Tiểu đoàn địa phương {number}")
        small.do("attach_excerpt", excerpt=small.excerpt, subject=unit)
    panel.bench.activate(small.excerpt)
    panel.attach()
    qtbot.waitUntil(lambda: panel.view.height() > 300)
    line, window = panel.bench.box.subjects.line, panel.bench.box.chips.viewport()
    qtbot.waitUntil(lambda: window.rect().contains(line.mapTo(window, line.rect().center())))


def test_a_claim_of_a_selection_is_one_step_with_its_excerpt(panel, workspace, small, qtbot):
    workspace.select(small.campaign)
    before = count_changes(small)
    select(panel, "nơi khác ghi 137")
    panel.state_claim()
    state_killed(panel, qtbot, "137")
    assert count_changes(small) == before + 1
    made = workspace.current_excerpt
    assert quote_of(small, made) == "nơi khác ghi 137"
    assert panel.view.current_excerpt() == made
    resting = claims.list_claims_resting_on(small.session.db, made)
    assert [(one.subject, one.value.number) for one in resting] == [(small.campaign, 137)]
    small.session.undo()
    assert rows.find_row(small.session.db, Kind.EXCERPT, made) is None
    assert panel.view.current_excerpt() is None


def state_killed(panel, qtbot, number: str) -> None:
    """Choose the property and type the value: what is counted is one Enter each."""
    line = panel.bench.claim_line
    assert line.isVisible()
    assert QApplication.focusWidget() is line.property_box.line
    qtbot.keyClicks(line.property_box.line, "killed")
    qtbot.keyClick(line.property_box.line, Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    field.selectAll()
    qtbot.keyClicks(field, number)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_claim_rests_on_the_excerpt_in_hand(panel, workspace, small, qtbot):
    small.do("attach_excerpt", excerpt=small.excerpt, subject=small.unit)
    small.do("attach_excerpt", excerpt=small.excerpt, subject=small.approval)
    panel.bench.activate(small.excerpt)
    panel.state_claim()
    # Of the subjects attached, the event is what a claim is most likely about.
    pick = panel.bench.claim_line.subject_box.current_pick()
    assert pick is not None and pick.id == small.approval
    state_killed(panel, qtbot, "12")
    found = claims.list_claims_of(small.session.db, [small.approval])
    value = found[-1].value
    assert isinstance(value, Quantity) and value.number == 12
    assert [one.excerpt for one in found[-1].citations] == [small.excerpt]


def test_asking_for_a_claim_twice_keeps_what_is_typed(panel, workspace, small, qtbot):
    panel.bench.activate(small.excerpt)
    workspace.select(small.campaign)
    panel.state_claim()
    line = panel.bench.claim_line.property_box.line
    qtbot.keyClicks(line, "kil")
    panel.state_claim()
    assert line.text() == "kil"


def test_escape_steps_back_to_the_text(panel, small, qtbot):
    panel.bench.activate(small.excerpt)
    panel.state_claim()
    panel.view.setFocus()
    qtbot.keyClick(panel.view.page, Qt.Key.Key_Escape)
    assert not panel.bench.claim_line.isVisible()
    qtbot.keyClick(panel.view.page, Qt.Key.Key_Escape)
    assert not panel.bench.box.isVisible()
    assert panel.view.current_excerpt() is None


def test_without_evidence_the_claim_line_says_so(panel, workspace, small):
    workspace.current_excerpt = small.excerpt
    panel.view.select(0, 0)
    panel.state_claim()
    assert "uncited" in panel.bench.claim_line.evidence.text()


def test_delete_asks_about_the_excerpt_in_hand(panel, workspace, small, qtbot):
    panel.bench.activate(small.excerpt)
    panel.view.setFocus()
    qtbot.keyClick(panel.view.page, Qt.Key.Key_Delete)
    box = panel.findChild(QMessageBox, "delete_box")
    assert box is not None
    yes = next(
        one for one in box.buttons() if box.buttonRole(one) is QMessageBox.ButtonRole.AcceptRole
    )
    yes.click()
    assert rows.find_row(small.session.db, Kind.EXCERPT, small.excerpt) is None
    assert panel.view.page.index.placed == ()
    assert not panel.bench.box.isVisible()


def test_keys_move_a_boundary_and_undo_moves_it_back(panel, small):
    panel.bench.activate(small.excerpt)
    panel.view.setFocus()
    chord = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(panel.view.page, Qt.Key.Key_Left, chord)
    assert quote_of(small, small.excerpt) == "134 người"
    fine = chord | Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(panel.view.page, Qt.Key.Key_Right, fine)
    assert quote_of(small, small.excerpt) == "134 người "
    small.session.undo()
    small.session.undo()
    placed = panel.view.page.index.find(small.excerpt)
    assert placed is not None and placed.excerpt.end - placed.excerpt.start == 14


def test_the_selection_becomes_the_excerpts_bounds_trimmed(panel, small):
    panel.bench.activate(small.excerpt)
    select(panel, "ghi 134 người", spare=1)
    chord = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(panel.view.page, Qt.Key.Key_Return, chord)
    assert quote_of(small, small.excerpt) == "ghi 134 người"


def test_an_excerpt_to_review_is_confirmed(panel, small):
    db = small.session.db
    with small.session.change(Operation.MOVE_EXCERPT):
        rows.update_row(db, Kind.EXCERPT, small.excerpt, {"state": AnchorState.NEEDS_REVIEW})
    assert panel.foot.marks[Role.NEEDS_REVIEW].text() == "To review: 1"
    panel.bench.activate(small.excerpt)
    box = panel.bench.box
    assert box.review.isVisible()
    box.confirm.click()
    assert excerpts.get_excerpt(db, small.excerpt).state is AnchorState.ANCHORED
    assert not box.review.isVisible()


def test_note_and_translation_are_one_change_when_left(panel, small, qtbot):
    panel.bench.activate(small.excerpt)
    panel.edit_note()
    editor = panel.bench.box.editor
    before = count_changes(small)
    qtbot.keyClicks(editor.note, "Read twice")
    editor.translation.setPlainText("134 dead")
    editor.language.setText("en")
    editor.status.setCurrentIndex(1)
    assert count_changes(small) == before
    panel.view.setFocus()
    qtbot.waitUntil(lambda: count_changes(small) == before + 1)
    held = excerpts.get_excerpt(small.session.db, small.excerpt)
    assert (held.note, held.translation, held.translation_language) == (
        "Read twice",
        "134 dead",
        "en",
    )
    assert held.translation_status is TranslationStatus.DRAFT
    small.session.undo()
    assert editor.note.toPlainText() == ""


def test_what_is_typed_survives_another_excerpt_and_the_end(panel, workspace, small, qtbot):
    other = small.mark("Tiểu đoàn 4")
    panel.bench.activate(small.excerpt)
    panel.edit_note()
    qtbot.keyClicks(panel.bench.box.editor.note, "first")
    panel.bench.activate(other)
    assert excerpts.get_excerpt(small.session.db, small.excerpt).note == "first"
    qtbot.keyClicks(panel.bench.box.editor.note, "second")
    workspace.closing.emit()
    assert excerpts.get_excerpt(small.session.db, other).note == "second"


def test_a_change_elsewhere_does_not_wipe_what_is_typed(panel, small, qtbot):
    panel.bench.activate(small.excerpt)
    panel.edit_note()
    qtbot.keyClicks(panel.bench.box.editor.note, "half")
    small.do("attach_excerpt", excerpt=small.excerpt, subject=small.unit)
    assert panel.bench.box.editor.note.toPlainText() == "half"


def test_two_thousand_excerpts_in_five_megabytes_stay_smooth(panel, workspace, small, qtbot):
    line = "Ngày 6 tháng 5: tiểu đoàn vượt sông, pháo bắn vào cứ điểm phía tây nam thị xã.\n"
    path = small.folder / "huge.txt"
    path.write_text(line * (5_000_000 // len(line.encode())), "utf-8")
    done = import_files(small.session, [path])[0]
    document = done.document
    one = documents.get_text(small.session.db, document)
    step = len(one) // 2_000
    with small.session.change(Operation.CREATE_EXCERPT):
        starts = range(0, 2_000 * step, step)
        insert_excerpts(small.session.db, document, one, starts)
    workspace.show_passage(document, 0, 0)
    assert len(panel.view.page.index.placed) == 2_000
    panel.view.select(step + 100, step + 130)
    began = perf_counter()
    made = create_excerpt(small.session, document=document, start=step + 100, end=step + 130)
    panel.bench.activate(made.ids[0])
    # A second is what a person calls stuck; the machine of the tests is slow and shared.
    assert perf_counter() - began < 1.0
    assert len(panel.view.page.index.placed) == 2_001


def insert_excerpts(db, document: str, text: str, starts) -> None:
    for start in starts:
        record = rows.take_id(db, Kind.EXCERPT)
        end = start + 40
        made = Excerpt(
            id=record, document=document, revision=1, start=start, end=end, quote=text[start:end]
        )
        rows.insert_row(db, Kind.EXCERPT, excerpts.excerpt_values(made))


def test_a_read_only_catalogue_is_read_and_not_changed(qtbot, small):
    path = small.session.path
    small.session.close()
    session = open_catalogue(path, read_only=True)
    shared = Workspace(session)
    made = ReaderPanel(shared)
    qtbot.addWidget(made)
    made.show()
    query = lists.ListQuery(kind=Kind.EXCERPT)
    record = lists.list_ids(session.db, query)[0]
    shared.show_passage(small.document, 0, 0)
    made.bench.activate(record)
    assert not made.bench.box.subjects.isEnabled()
    assert not made.bench.box.claim.isEnabled()
    assert made.bench.ask_delete() is None
    made.edit_note()
    assert not made.bench.box.editor.isEnabled()
    select(made, "Tiểu đoàn 4")
    made.make_excerpt()
    assert made.bench.hint.words()
    shared.close()
    session.close()
