"""The lists in their window: switch and counts, filters, selection, keys, staleness."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.catalog.ids import Kind


def test_the_switch_counts_every_list(window, small):
    window.lists.count()
    assert window.lists.counts == {
        **{"source": 1, "document": 1, "excerpt": 1, "event": 2},
        **{"entity": 2, "claim": 3, "uncited": 1, "conflict": 2},
    }
    assert window.lists.buttons["conflict"].accessibleName() == "Conflicts: 2"


def test_one_click_lists_the_uncited_claims(window, small, qtbot):
    qtbot.mouseClick(window.lists.buttons["uncited"], Qt.MouseButton.LeftButton)
    page = window.lists.shown_page()
    assert list(page.model.ids()) == [small.uncited]
    assert page.isVisible()


def test_citing_the_last_uncited_claim_empties_the_list_at_once(window, small, qtbot):
    window.show_list("uncited")
    page = window.lists.shown_page()
    small.do("cite_claim", claim=small.uncited, excerpt=small.excerpt)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.body.currentWidget() is page.empty
    qtbot.waitUntil(lambda: window.lists.counts["uncited"] == 0)
    assert window.status.uncited.text() == "0 uncited"


def test_a_hidden_list_reads_again_when_it_is_seen(window, small, qtbot):
    window.show_list("entity")
    page = window.lists.shown_page()
    window.show_list("event")
    reads = []
    page.model.rowsInserted.connect(lambda *_: reads.append("inserted"))
    made = small.do("create_entity", kind="person", name="Ánh", language="vi")
    qtbot.waitUntil(lambda: window.lists.counts["entity"] == 3)
    assert reads == []
    window.show_list("entity")
    assert page.model.row_of(made) == 0


def test_filter_by_typing_without_tones_and_back(window, qtbot):
    window.show_list("entity")
    page = window.lists.shown_page()
    window.go_to_filter()
    assert QApplication.focusWidget() is page.filter
    qtbot.keyClicks(page.filter, "nam tha")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.keyClick(page.filter, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.table
    assert page.current() == page.model.id_at(0)
    window.go_to_filter()
    qtbot.keyClick(page.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)


def test_filter_by_type(window):
    window.show_list("entity")
    page = window.lists.shown_page()
    assert [page.types.itemText(n) for n in range(page.types.count())] == [
        *("All kinds", "Place", "Unit")
    ]
    page.types.setCurrentIndex(1)
    assert page.model.rowCount() == 1
    page.types.setCurrentIndex(0)
    assert page.model.rowCount() == 2


def test_a_filter_without_a_match_says_so(window):
    window.show_list("entity")
    page = window.lists.shown_page()
    page.filter.setText("zzz")
    page.apply_filter()
    assert page.empty.accessibleName() == "Nothing matches the filter."


def test_selecting_a_row_is_what_the_window_is_about(window, small, qtbot):
    window.show_list("event")
    page = window.lists.shown_page()
    with qtbot.waitSignal(window.workspace.selected) as told:
        page.table.selectRow(page.model.row_of(small.approval))
    assert told.args == [small.approval]
    assert window.workspace.selection == small.approval


def test_a_document_opens_at_its_beginning(window, small, qtbot):
    window.show_list("document")
    page = window.lists.shown_page()
    with qtbot.waitSignal(window.workspace.passage_wanted) as told:
        page.table.selectRow(0)
    assert told.args == [small.document, 0, 0]


def test_enter_on_an_excerpt_shows_its_passage(window, small, qtbot):
    window.show_list("excerpt")
    page = window.lists.shown_page()
    page.table.selectRow(0)
    with qtbot.waitSignal(window.workspace.passage_wanted) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    document, start, end = told.args
    assert document == small.document
    assert end - start == len("134 người chết")
    assert window.workspace.current_excerpt == small.excerpt


def test_enter_on_anything_else_asks_for_its_editor(window, small, qtbot):
    window.workspace.editor_wanted.disconnect(window.dialogs.open_editor)
    window.show_list("entity")
    page = window.lists.shown_page()
    page.table.selectRow(page.model.row_of(small.unit))
    with qtbot.waitSignal(window.workspace.editor_wanted) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert told.args == [small.unit]


def test_what_is_selected_elsewhere_is_marked_in_the_list(window, small):
    window.show_list("event")
    window.workspace.select(small.campaign)
    assert window.lists.shown_page().current() == small.campaign
    window.lists.reveal(small.unit)
    assert window.lists.shown_page().view.kind is Kind.ENTITY
    assert window.lists.shown_page().current() == small.unit


def test_the_selection_survives_a_filter(window, small):
    window.show_list("entity")
    page = window.lists.shown_page()
    page.table.selectRow(page.model.row_of(small.unit))
    page.filter.setText("4")
    page.apply_filter()
    assert page.current() == small.unit


def test_undo_puts_a_row_back(window, small, qtbot):
    window.show_list("entity")
    page = window.lists.shown_page()
    small.do("delete", id=small.unit)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    small.session.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.model.row_of(small.unit) == 1


def test_no_row_stays_marked_when_the_window_is_about_something_else(window, small):
    window.show_list("event")
    page = window.lists.shown_page()
    page.table.selectRow(0)
    window.workspace.select(small.unit)
    assert window.lists.selected() == []
    assert window.targets() == [small.unit]


def test_a_second_click_on_a_row_leads_back_to_it(window, small, qtbot):
    window.show_list("event")
    page = window.lists.shown_page()
    index = page.model.index(page.model.row_of(small.approval), 1)
    at = page.table.visualRect(index).center()
    for _ in range(2):
        window.workspace.select(small.unit)
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert window.workspace.selection == small.approval


def test_enter_in_the_filter_selects_the_first_row(window, qtbot):
    window.show_list("entity")
    page = window.lists.shown_page()
    window.go_to_filter()
    qtbot.keyClicks(page.filter, "nam tha")
    qtbot.keyClick(page.filter, Qt.Key.Key_Return)
    assert page.selected() == [page.model.id_at(0)]
    assert window.workspace.selection == page.model.id_at(0)


def test_home_and_end_go_to_the_first_and_last_row(window, qtbot):
    window.show_list("claim")
    page = window.lists.shown_page()
    first, last = page.model.id_at(0), page.model.id_at(page.model.rowCount() - 1)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for key, held, chosen in (
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, [last]),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, [first]),
        (Qt.Key.Key_End, control, [last]),
        (Qt.Key.Key_Home, control, [first]),
        (Qt.Key.Key_End, shift, list(page.model.ids())),
    ):
        qtbot.keyClick(page.table, key, held)
        assert page.selected() == chosen
    assert page.table.horizontalScrollBar().value() == 0


def test_the_first_arrow_in_a_list_chooses_its_first_row(window, qtbot):
    window.show_list("claim")
    page = window.lists.shown_page()
    assert page.selected() == []
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.selected() == [page.model.id_at(0)] == [window.workspace.selection]
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.selected() == [page.model.id_at(1)]
