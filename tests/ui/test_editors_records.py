"""Editors: what they show, what they write, one change a save, and what they refuse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import Incomplete, Level, Role
from desktop_app.catalog.subjects import LinkKind, NameKind
from desktop_app.services.session import open_catalogue
from desktop_app.store import claims, documents, excerpts, journal, sources, subjects
from desktop_app.ui.dialogs.claim_editor import ClaimEditor
from desktop_app.ui.dialogs.editor import open_editor, open_new_editor
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace


@pytest.fixture
def workspace(qtbot, small):
    made = Workspace(small.session)
    yield made
    made.close()


@pytest.fixture
def owner(qtbot):
    """Return the window over which dialogs open."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def edit(qtbot, workspace, owner):
    """Return what opens the editor of a record, or of a new one of a kind."""
    opened = []

    def make(record):
        if isinstance(record, Kind):
            editor = open_new_editor(workspace, record, owner)
        else:
            editor = open_editor(workspace, record, owner)
        opened.append(editor)
        qtbot.waitExposed(editor)
        return editor

    yield make
    for editor in opened:
        if isValid(editor):
            editor.done(0)


def newest(small):
    return journal.get_change(small.session.db, journal.head(small.session.db))


# Every kind


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


def test_a_source_with_all_it_has(edit, small, workspace) -> None:
    editor = edit(Kind.SOURCE)
    fields = editor.fields
    fields["title"].line.setText("Lịch sử")
    fields["level"].write("book")
    people = fields["contributors"].rows
    people.add_row().literal.setText("Lê Văn An")
    editor_row = people.add_row()
    editor_row.role.setCurrentIndex(editor_row.role.findData("editor"))
    editor_row.family.setText("Brown")
    editor_row.given_name.setText("Ann")
    editor_row.language.set_tag("en")
    fields["date"].edit.line.setText("tháng 5 năm 1962")
    fields["repository"].box.set_pick(Choice("", "Cục Lưu trữ", kind="repository", create=True))
    fields["derived_from"].box.set_pick(Choice(small.source, "x", kind="source"))
    fields["source_class"].write("derivative")
    fields["incomplete"].write(["pages unknown"])
    fields["language"].combo.setEditText("vi")
    head = journal.head(small.session.db)
    editor.accept()
    assert not editor.isVisible(), editor.problem_hint.words()
    assert journal.head(small.session.db) == head + 1
    held = sources.get_source(small.session.db, workspace.selection)
    assert (held.title, held.level, held.language) == ("Lịch sử", Level.BOOK, "vi")
    assert (held.date, held.edtf) == ("tháng 5 năm 1962", "1962-05")
    assert [(one.role, one.literal, one.family) for one in held.contributors] == [
        (Role.AUTHOR, "Lê Văn An", ""),
        (Role.EDITOR, "", "Brown"),
    ]
    assert held.derived_from == small.source
    assert held.incomplete == (Incomplete.PAGES_UNKNOWN,)
    assert sources.get_repository(small.session.db, held.repository).name == "Cục Lưu trữ"
    small.session.undo()
    assert sources.list_repositories(small.session.db) == []


def test_contributors_are_put_in_order_and_removed(qtbot, edit, small) -> None:
    people = [{"literal": name} for name in ("Một", "Hai", "Ba")]
    source = small.do("create_source", title="Sách", contributors=people)
    editor = edit(source)
    rows = editor.fields["contributors"].rows
    buttons = {
        name: [rows._holders[row].findChild(object, name) for row in rows.rows]
        for name in ("row_up", "row_close")
    }
    buttons["row_up"][2].click()
    buttons["row_close"][0].click()
    editor.accept()
    held = sources.get_source(small.session.db, source)
    assert [one.literal for one in held.contributors] == ["Ba", "Hai"]


def test_a_contributor_in_two_ways_or_in_none_is_said(edit) -> None:
    editor = edit(Kind.SOURCE)
    editor.fields["title"].line.setText("x")
    row = editor.fields["contributors"].rows.add_row()
    assert editor.save_button.isEnabled(), "a blank row is passed over"
    row.given_name.setText("Ann")
    assert "needs a family name" in editor.problem_hint.words()
    row.literal.setText("Ann Brown")
    assert "not both" in editor.problem_hint.words()
    row.given_name.clear()
    assert editor.save_button.isEnabled()


def test_a_printed_date_that_nobody_reads_is_kept_as_printed(edit, small) -> None:
    editor = edit(small.source)
    editor.fields["date"].edit.line.setText("mùa lúa chín")
    assert editor.save_button.isEnabled()
    editor.accept()
    held = sources.get_source(small.session.db, small.source)
    assert (held.date, held.edtf) == ("mùa lúa chín", "")
    again = edit(small.source)
    assert not again.is_edited()
    assert again.fields["date"].edit.text() == "mùa lúa chín"


def test_an_edtf_that_says_more_than_the_print_survives_other_edits(edit, small) -> None:
    small.do("update_source", source=small.source, details={"date": "1962?", "edtf": "1962-05"})
    editor = edit(small.source)
    editor.fields["pages"].line.setText("12")
    editor.accept()
    held = sources.get_source(small.session.db, small.source)
    assert (held.date, held.edtf, held.pages) == ("1962?", "1962-05", "12")


def test_a_language_must_be_a_tag(edit, small) -> None:
    editor = edit(small.document)
    editor.fields["language"].combo.setEditText("tiếng Việt")
    assert "tag such as" in editor.problem_hint.words()
    editor.fields["language"].combo.setEditText("zh-Hant")
    assert editor.save_button.isEnabled()


def test_repositories_are_made_and_edited(edit, small, workspace) -> None:
    editor = edit(Kind.REPOSITORY)
    editor.fields["name"].line.setText("Thư viện Quân đội")
    editor.fields["place"].line.setText("Hà Nội")
    editor.accept()
    made = sources.list_repositories(small.session.db)[0]
    assert (made.name, made.place) == ("Thư viện Quân đội", "Hà Nội")
    again = edit(made.id)
    again.fields["country"].line.setText("VN")
    again.accept()
    assert sources.get_repository(small.session.db, made.id).country == "VN"


# Entities


def test_names_are_edited_added_removed_and_ordered_in_one_change(edit, small) -> None:
    small.do("add_name", entity=small.unit, name="TD4", language="vi", kind="abbreviated")
    small.do("add_name", entity=small.unit, name="Battalion 4", language="en")
    head = journal.head(small.session.db)
    editor = edit(small.unit)
    rows = editor.names.rows
    rows[0].text.setText("Tiểu đoàn Bốn")
    rows[2].found_in.set_pick(Choice(small.excerpt, "x", kind="excerpt"))
    added = editor.names.add_row()
    added.text.setText("Tiểu đoàn 4")
    added.language.set_tag("vi")
    editor.names._holders[added].findChild(object, "row_up").click()
    editor.names._holders[rows[1]].findChild(object, "row_close").click()
    editor.accept()
    assert not editor.isVisible(), editor.problem_hint.words()
    held = subjects.get_entity(small.session.db, small.unit).names
    assert [one.text for one in held] == ["Tiểu đoàn Bốn", "Tiểu đoàn 4", "Battalion 4"]
    assert held[2].excerpt == small.excerpt
    assert journal.head(small.session.db) == head + 1
    small.session.undo()
    held = subjects.get_entity(small.session.db, small.unit).names
    assert [one.text for one in held] == ["Tiểu đoàn 4", "TD4", "Battalion 4"]


def test_replacing_every_name_never_leaves_the_entity_nameless(edit, small) -> None:
    editor = edit(small.unit)
    editor.names._holders[editor.names.rows[0]].findChild(object, "row_close").click()
    assert editor.problem_hint.words() == "An entity needs a name"
    row = editor.names.add_row()
    row.text.setText("D4")
    row.set_kind(NameKind.PREFERRED)
    editor.accept()
    assert [n.text for n in subjects.get_entity(small.session.db, small.unit).names] == ["D4"]


def test_the_same_name_twice_is_said(edit, small) -> None:
    editor = edit(small.unit)
    row = editor.names.add_row()
    row.text.setText("Tiểu đoàn 4")
    row.language.set_tag("vi")
    assert "stands there twice" in editor.problem_hint.words()


def test_a_new_entity_with_dates_identifiers_names_and_a_link(edit, small, workspace) -> None:
    editor = edit(Kind.ENTITY)
    editor.fields["kind"].write("organisation")
    first = editor.names.rows[0]
    assert first.read()["kind"] == "preferred"
    first.text.setText("Bộ Tổng tư lệnh")
    first.language.set_tag("vi")
    second = editor.names.add_row()
    second.text.setText("General Headquarters")
    second.language.set_tag("en")
    editor.fields["exists_from"].edit.line.setText("1945")
    pair = editor.fields["identifiers"].rows.add_row()
    pair.scheme.setText("Wikidata")
    assert "both its scheme" in editor.problem_hint.words()
    pair.value.setText("Q1")
    link = editor.links.add_row()
    link.other.set_pick(Choice(small.unit, "x", kind="unit"))
    link.note.setText("other level")
    editor.accept()
    assert not editor.isVisible(), editor.problem_hint.words()
    held = subjects.get_entity(small.session.db, workspace.selection)
    assert [(n.text, n.kind) for n in held.names] == [
        ("Bộ Tổng tư lệnh", NameKind.PREFERRED),
        ("General Headquarters", NameKind.VARIANT),
    ]
    assert (held.exists_from, held.identifiers) == ("1945", (("Wikidata", "Q1"),))
    made = subjects.list_links(small.session.db, held.id)[0]
    assert (made.kind, made.note) == (LinkKind.NOT_THE_SAME, "other level")
    assert newest(small).operation is Operation.CREATE_ENTITY


def test_links_are_shown_from_either_side_and_changed(edit, small) -> None:
    small.do("link_entities", entity=small.place, other=small.unit, kind="possibly the same as")
    editor = edit(small.unit)
    row = editor.links.rows[0]
    assert row.read()["other"] == small.place
    row.kind.setCurrentIndex(row.kind.findData(LinkKind.NOT_THE_SAME.value))
    editor.accept()
    held = subjects.list_links(small.session.db, small.place)
    assert [one.kind for one in held] == [LinkKind.NOT_THE_SAME]


def test_a_date_that_is_not_understood_is_refused(edit, small) -> None:
    editor = edit(small.unit)
    editor.fields["exists_to"].edit.line.setText("khi nào đó")
    assert "not understood" in editor.problem_hint.words()
    assert not editor.save_button.isEnabled()


# Documents, excerpts, properties


def test_a_document_is_described_and_its_text_untouched(edit, small) -> None:
    before = documents.get_document(small.session.db, small.document)
    editor = edit(small.document)
    editor.fields["title"].line.setText("Bức điện")
    editor.fields["language"].write("vi")
    editor.accept()
    held = documents.get_document(small.session.db, small.document)
    assert (held.title, held.language) == ("Bức điện", "vi")
    assert (held.text_sha256, held.revision) == (before.text_sha256, before.revision)


def test_an_excerpt_takes_a_translation_with_its_language(edit, small) -> None:
    editor = edit(small.excerpt)
    editor.fields["translation"].edit.setPlainText("134 dead")
    assert editor.problem_hint.words() == "Say in which language the translation is"
    editor.fields["translation_language"].write("en")
    editor.fields["translation_status"].write("draft")
    editor.accept()
    held = excerpts.get_excerpt(small.session.db, small.excerpt)
    assert (held.translation, held.translation_language) == ("134 dead", "en")
    assert held.quote == "134 người chết"


def test_properties_are_made_and_their_type_stays(edit, small) -> None:
    editor = edit(Kind.PROPERTY)
    editor.fields["label_en"].line.setText("Radio call sign")
    editor.fields["cardinality"].write("single")
    editor.accept()
    made = claims.get_property(small.session.db, "Radio call sign")
    assert (made.value_type.value, made.cardinality.value) == ("text", "single")
    again = edit(made.id)
    assert "value_type" not in again.fields
    again.fields["label_vi"].line.setText("Mật danh vô tuyến")
    again.accept()
    assert claims.get_property(small.session.db, made.id).label_vi == "Mật danh vô tuyến"
