"""What each editor writes: sources, entities with names and links, documents, properties."""

from __future__ import annotations

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import Incomplete, Level, Role
from desktop_app.catalog.subjects import LinkKind, NameKind
from desktop_app.store import claims, documents, excerpts, journal, sources, subjects
from desktop_app.ui.widgets.type_ahead import Choice
from tests.ui.conftest import newest


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
