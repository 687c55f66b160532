"""Each form keeps what is typed, and gets it back after a window that went without closing it."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox

from desktop_app.catalog.claims import Rank
from desktop_app.catalog.ids import Kind
from desktop_app.store import claims, excerpts, journal, subjects
from desktop_app.ui.dialogs.add_evidence import open_add_evidence
from desktop_app.ui.dialogs.claim_editor import open_claim_editor
from desktop_app.ui.dialogs.editor import open_editor, open_new_editor
from desktop_app.ui.dialogs.prefer import ask_reason
from desktop_app.ui.widgets.draft_parts import is_same
from desktop_app.ui.widgets.type_ahead import Choice

NBSP = "không\u00a0ngắt"


@pytest.fixture
def lose(qtbot, open_window):
    """Return what drops a window with its open forms, as a kill does, and opens another one."""

    def drop(window):
        window.workspace.drafts.flush()
        for keeper in window.workspace.drafts._list_keepers():
            keeper.stop()
        for form in window.findChildren(QDialog):
            if form.isVisible():
                form.blockSignals(True)
                shiboken6.delete(form)
        fresh = open_window()
        fresh.drafts.offer()
        return fresh

    return drop


def go_on(window):
    """Press Continue editing in the bar; return the form that opened, if it is a dialog."""
    assert window.drafts.bar.isVisible()
    window.drafts.bar.go_on.click()
    return find_form(window)


def find_form(window):
    """Return the dialog that opened last, None for none."""
    shown = [one for one in window.findChildren(QDialog) if one.isVisible()]
    return shown[-1] if shown else None


def write_source(fields, small):
    fields["title"].line.setText("  Lịch sử – tập 2")
    people = fields["contributors"].rows
    row = people.add_row()
    row.family.setText("Brown")
    row.given_name.setText("Ann")
    row.role.setCurrentIndex(row.role.findData("editor"))
    fields["date"].edit.line.setText("mùa lúa chín")
    fields["repository"].box.set_pick(Choice("", "Cục Lưu trữ", kind="repository", create=True))
    fields["derived_from"].box.line.setText("chưa chọn")
    fields["incomplete"].write(["pages unknown"])
    fields["language"].combo.setEditText("x-not a tag")
    fields["note"].edit.setPlainText(f"{NBSP}\n\ndòng 3 😀")


def write_entity(fields, small):
    fields["kind"].write("place")
    names = fields["names"].rows
    names.add_row().text.setText("Mường Sing")
    fields["exists_from"].edit.line.setText("cannot be read")
    fields["exists_to"].edit.line.setText("1962")
    fields["identifiers"].rows.add_row().scheme.setText("VIAF")
    link = fields["links"].rows.add_row()
    link.other.set_pick(Choice(small.place, "Nặm Thà", kind="place"))
    link.note.setText("cùng tên")


def write_event(fields, small):
    fields["title"].line.setText("Trận\u00a0đánh")
    fields["part_of"].box.set_pick(Choice(small.approval, "x", kind="event"))


def write_document(fields, small):
    fields["note"].edit.setPlainText("Ghi chú")
    fields["language"].combo.setCurrentIndex(3)


def write_excerpt(fields, small):
    fields["translation"].edit.setPlainText("134 men\u2028died")
    fields["translation_status"].write("draft")


def write_property(fields, small):
    fields["label_vi"].line.setText("Số người chết")
    fields["cardinality"].write("single")


def write_repository(fields, small):
    fields["name"].line.setText("Cục <b>Lưu trữ</b>")


RECORDS = {
    "source": (lambda s: s.source, write_source),
    "event": (lambda s: s.campaign, write_event),
    "entity": (lambda s: s.unit, write_entity),
    "document": (lambda s: s.document, write_document),
    "excerpt": (lambda s: s.excerpt, write_excerpt),
    "property": (lambda s: claims.get_property(s.session.db, "killed").id, write_property),
    "repository": (lambda s: s.do("create_repository", name="Kho"), write_repository),
    "new source": (Kind.SOURCE, write_source),
    "new event": (Kind.EVENT, write_event),
    "new entity": (Kind.ENTITY, write_entity),
    "new property": (Kind.PROPERTY, write_property),
    "new repository": (Kind.REPOSITORY, write_repository),
}


def test_every_editor_gets_everything_back(small, window, lose):
    """All twelve at once: each has a draft of its own, and goes on by itself."""
    head_of = journal.head
    kept, changed = {}, {}
    for case, (record, write) in RECORDS.items():
        if isinstance(record, Kind):
            editor = open_new_editor(window.workspace, record, window)
        else:
            editor = open_editor(window.workspace, record(small), window)
        start = {name: field.keep() for name, field in editor.fields.items()}
        write(editor.fields, small)
        kept[case] = {name: field.keep() for name, field in editor.fields.items()}
        changed[case] = {name for name, state in kept[case].items() if state != start[name]}
        assert changed[case]
    head = head_of(small.session.db)
    fresh = lose(window)
    offered = fresh.workspace.drafts.list_offered()
    assert len(offered) == len(RECORDS)
    for draft in offered:
        case = draft.form if draft.record else f"new {draft.form}"
        assert {one.name for one in draft.fields} == changed[case], "only what was changed"
        assert all(one.typed_words or one.was_words for one in draft.fields)
        fresh.drafts.go_on(draft)
        again = find_form(fresh)
        got = {name: field.keep() for name, field in again.fields.items()}
        assert is_same(got, kept[case]), case
        assert again.is_edited()
        assert "Put back from" in again.findChild(object, "draft_sign").words()
    assert not fresh.drafts.bar.isVisible()
    assert head_of(small.session.db) == head, "nothing is saved by itself"


def test_what_is_put_back_is_saved_and_the_draft_is_gone(small, window, lose):
    editor = open_editor(window.workspace, small.campaign, window)
    editor.fields["title"].line.setText("Chiến dịch Nặm Thà 1962")
    fresh = lose(window)
    again = go_on(fresh)
    again.accept()
    assert subjects.get_event(small.session.db, small.campaign).title == "Chiến dịch Nặm Thà 1962"
    assert fresh.workspace.drafts.flush()
    assert fresh.workspace.drafts.folder.read().drafts == ()


def test_a_form_continued_and_lost_again_is_there_again(small, window, lose):
    editor = open_editor(window.workspace, small.campaign, window)
    editor.fields["note"].edit.setPlainText("một")
    fresh = lose(window)
    go_on(fresh).fields["note"].edit.setPlainText("một hai")
    third = lose(fresh)
    (draft,) = third.workspace.drafts.list_offered()
    assert [one.typed for one in draft.fields] == ["một hai"]


def test_the_claim_editor_gets_everything_back(small, window, lose):
    other = small.mark("137")
    editor = open_claim_editor(window.workspace, small.cited, window)
    editor.value_edit.number.setText("gần 140")
    editor.details.detail.setText("địch")
    editor.details.valid.line.setText("khó đọc")
    editor.details.confidence.setCurrentIndex(2)
    editor.details.voice.setCurrentIndex(1)
    editor.details.speaker.setText("một sĩ quan")
    editor.rank.setCurrentIndex(2)
    editor.rank_reason.setText("vì")
    editor.citations.rows[0].note.setText("xem lại")
    editor.citations.add_excerpt(other)
    editor.citations.rows[1].locator.setText("tr. 3")
    typed = {part.name: part.keep() for part in editor.draft_parts()}
    again = go_on(lose(window))
    assert is_same({part.name: part.keep() for part in again.draft_parts()}, typed)
    again.details.valid.line.clear()
    again.accept()
    assert not shiboken6.isValid(again) or not again.isVisible()
    claim = claims.get_claim(small.session.db, small.cited)
    assert (claim.value.number, claim.detail, claim.rank) == (140, "địch", Rank.DEPRECATED)
    assert [(one.excerpt, one.locator, one.note) for one in claim.citations] == [
        (small.excerpt, "", "xem lại"),
        (other, "tr. 3", ""),
    ]


def test_another_property_and_a_removed_citation_come_back(small, window, lose):
    editor = open_claim_editor(window.workspace, small.cited, window)
    editor.property_box.set_pick(editor._find_property("place"))
    editor.value_edit.subject.set_pick(Choice("", "Mường Sing", kind="place", create=True))
    editor.citations.rows[0].remove_asked.emit()
    again = go_on(lose(window))
    again.accept()
    claim = claims.get_claim(small.session.db, small.cited)
    named = subjects.get_entity(small.session.db, claim.value.subject)
    assert (named.label, claim.citations) == ("Mường Sing", ())


def test_the_reason_and_new_evidence_come_back(small, window, lose):
    ask_reason(window.workspace, small.cited, Rank.PREFERRED, window).reason.setPlainText("vì rõ")
    fresh = lose(window)
    dialog = go_on(fresh)
    assert dialog.reason.toPlainText() == "vì rõ"
    dialog.accept()
    assert claims.get_claim(small.session.db, small.cited).rank_reason == "vì rõ"
    evidence = open_add_evidence(fresh.workspace, small.uncited, fresh)
    evidence.excerpt.set_pick(Choice(small.excerpt, "x", kind="excerpt"))
    evidence.note.setText("đối chiếu")
    again = go_on(lose(fresh))
    assert (again.excerpt.current_pick().id, again.note.text()) == (small.excerpt, "đối chiếu")
    again.accept()
    (citation,) = claims.get_claim(small.session.db, small.uncited).citations
    assert citation.note == "đối chiếu"


def test_the_claim_line_comes_back_with_its_passage(small, window, lose):
    start = 43
    window.workspace.show_passage(small.document, start, start)
    line = window.reader.bench.claim_line
    line.show()
    text = window.reader.view.text()
    at = text.index("Tiểu đoàn 4")
    line.start_with_passage(small.document, at, at + 11, text[at : at + 11], subject=small.campaign)
    line.set_property("participant")
    line.value_edit.subject.line.setText("Tiểu")
    line.details.note.setText("theo điện")
    fresh = lose(window)
    assert go_on(fresh) is None
    again = fresh.reader.bench.claim_line
    assert again.isVisible() and again.details.isVisible()
    assert again.subject_box.current_pick().id == small.campaign
    assert again.value_edit.subject.typed() == "Tiểu"
    assert again.evidence_shape()["passage"] == [small.document, at, at + 11]
    again.value_edit.subject.set_pick(Choice(small.unit, "x", kind="unit"))
    again.state()
    (claim,) = claims.list_claims_of(small.session.db, [small.campaign])[2:]
    assert (claim.value.subject, claim.note) == (small.unit, "theo điện")
    assert excerpts.get_excerpt(small.session.db, claim.citations[0].excerpt).start == at
    assert fresh.workspace.drafts.flush()
    assert fresh.workspace.drafts.folder.read().drafts == ()


def test_the_note_of_an_excerpt_comes_back(qtbot, small, window, lose):
    window.show_record(small.excerpt)
    window.reader.bench.box.open_note()
    editor = window.reader.bench.box.editor
    editor.note.setPlainText(NBSP)
    editor.translator.setText("An")
    fresh = lose(window)
    go_on(fresh)
    again = fresh.reader.bench.box.editor
    assert again.isVisible() and again.translator.text() == "An"
    assert again.is_edited()
    again.save()
    held = excerpts.get_excerpt(small.session.db, small.excerpt)
    assert held.translator == "An"
    assert fresh.workspace.drafts.flush()
    assert fresh.workspace.drafts.folder.read().drafts == ()


def test_a_form_given_up_on_purpose_leaves_nothing(qtbot, small, window):
    desk = window.workspace.drafts
    editor = open_editor(window.workspace, small.campaign, window)
    editor.fields["title"].line.setText("x")
    assert desk.flush() and len(desk.folder.read().drafts) == 1
    editor.reject()
    box = editor.findChild(QMessageBox, "discard_box")
    box.buttons()[0].click()
    assert desk.flush()
    assert desk.folder.read().drafts == ()


def test_typing_back_what_was_there_leaves_nothing(small, window):
    desk = window.workspace.drafts
    editor = open_editor(window.workspace, small.campaign, window)
    was = editor.fields["title"].line.text()
    editor.fields["title"].line.setText("x")
    assert desk.flush() and len(desk.folder.read().drafts) == 1
    editor.fields["title"].line.setText(was)
    assert desk.flush() and desk.folder.read().drafts == ()


def test_half_a_second_after_a_key_it_is_on_the_disk(qtbot, small, window):
    desk = window.workspace.drafts
    editor = open_editor(window.workspace, small.campaign, window)
    qtbot.keyClicks(editor.fields["title"].line, "abc")
    qtbot.waitUntil(lambda: len(desk.folder.read().drafts) == 1, timeout=3000)
    qtbot.keyClick(editor.fields["title"].line, Qt.Key.Key_Backspace)
    typed = editor.fields["title"].line.text()
    qtbot.waitUntil(lambda: desk.folder.read().drafts[0].fields[0].typed == typed, timeout=3000)


def test_keeping_never_waits_for_the_catalogue(small, window, monkeypatch):
    """A job may hold it for long: a draft is made of what the form knows already."""
    editors = [
        open_editor(window.workspace, record, window)
        for record in (small.source, small.campaign, small.unit, small.document, small.excerpt)
    ]
    claim = open_claim_editor(window.workspace, small.cited, window)
    for editor in editors:
        editor.fields["note"].edit.setPlainText("x")
    editors[2].fields["names"].rows.add_row().text.setText("D4")
    claim.citations.rows[0].note.setText("x")
    claim.citations.rows[0].remove_asked.emit()
    claim.value_edit.number.setText("140")
    ask_reason(window.workspace, small.cited, Rank.PREFERRED, window).reason.setPlainText("x")

    def refuse(*_args):
        raise AssertionError("the catalogue was read")

    with monkeypatch.context() as patched:
        for name in ("query", "scalar", "column"):
            patched.setattr(small.session.db, name, refuse)
        assert window.workspace.drafts.flush()
    assert len(window.workspace.drafts.folder.read().drafts) == 7


def list_on_disk(window):
    """Return the drafts in the folder once all is written."""
    assert window.workspace.drafts.flush()
    return window.workspace.drafts.folder.read().drafts


def open_line(qtbot, small, window):
    """Open the provenance panel's claim line on the campaign."""
    window.show_record(small.campaign)
    qtbot.waitUntil(lambda: window.provenance.shown() is not None)
    window.provenance.open_claim_line()
    line = window.provenance.claim_line
    line.set_property("killed")
    line.value_edit.number.setText("140")


def test_a_claim_left_by_selecting_something_else_is_kept(qtbot, small, window):
    open_line(qtbot, small, window)
    window.workspace.select(small.unit)
    qtbot.waitUntil(lambda: window.workspace.drafts.list_offered() != [])
    (kept,) = window.workspace.drafts.list_offered()
    assert kept.form == "claim_line"
    assert not window.drafts.bar.isVisible(), "no bar in the middle of work"
    assert "(1)" in window.actions_by_id["show_drafts"].text()


def test_a_claim_closed_by_esc_is_given_up(qtbot, small, window):
    open_line(qtbot, small, window)
    assert len(list_on_disk(window)) == 1
    window.provenance.claim_line.closed.emit()
    assert list_on_disk(window) == ()
