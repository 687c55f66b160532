"""The reader panel: opening, the way back, following changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop_app.services.importing import import_files
from desktop_app.store.documents import get_text
from desktop_app.ui.panels.reader import ReaderPanel
from desktop_app.ui.panels.reader_visits import Place, Visits
from desktop_app.ui.theme import Role
from desktop_app.ui.workspace import Workspace

LONG = "\n\n".join(f"Đoạn văn số {number}: quân tiến về Nặm Thà." for number in range(400))


@pytest.fixture
def workspace(small):
    shared = Workspace(small.session)
    yield shared
    shared.close()


@pytest.fixture
def panel(qtbot, workspace):
    made = ReaderPanel(workspace)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    qtbot.waitExposed(made)
    made.window().activateWindow()
    return made


@pytest.fixture
def long_document(small):
    path = small.folder / "long.txt"
    path.write_text(LONG, "utf-8")
    done = import_files(small.session, [path], title="Nhật ký hành quân")[0]
    assert done.document
    return done.document


def test_it_begins_without_a_document_and_offers_them(panel, small):
    assert panel.document() == ""
    assert panel.body.currentWidget() is panel.empty
    assert not panel.head.back.isEnabled()
    panel.choose_document()
    assert panel.head.chooser.is_choosing()
    assert panel.head.chooser.box.popup.isVisible()


def test_a_document_is_chosen_from_the_keyboard(panel, small, long_document, qtbot):
    panel.choose_document()
    line = panel.head.chooser.box.line
    qtbot.keyClicks(line, "nhat ky")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.document() == long_document
    assert not panel.head.chooser.is_choosing()
    assert panel.head.chooser.button.title() == "Nhật ký hành quân"


def test_escape_leaves_the_choice(panel, qtbot):
    panel.choose_document()
    line = panel.head.chooser.box.line
    panel.head.chooser.box.clear()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not panel.head.chooser.is_choosing()


def test_a_passage_is_opened_and_its_excerpt_taken_in_hand(panel, workspace, small):
    start = panel_text(small).index("134 người chết")
    workspace.show_passage(small.document, start, start + len("134 người chết"))
    assert panel.document() == small.document
    assert panel.view.caret() == start
    assert panel.view.current_excerpt() == small.excerpt
    assert panel.bench.box.isVisible()
    assert workspace.current_excerpt == small.excerpt
    assert "Điện ngày 8 tháng 3" in panel.head.citation.text()


def panel_text(small) -> str:
    return get_text(small.session.db, small.document)


def test_selecting_an_excerpt_elsewhere_frames_it(panel, workspace, small):
    workspace.show_passage(small.document, 0, 0)
    workspace.select(small.excerpt)
    assert panel.view.current_excerpt() == small.excerpt
    # The other way round: the record is chosen first, and its document opened then.
    panel.bench.drop()
    assert panel.view.current_excerpt() is None


def test_the_place_in_a_document_is_remembered(panel, workspace, small, long_document):
    workspace.show_passage(long_document, 9_000, 9_010)
    workspace.show_passage(small.document, 0, 0)
    workspace.show_passage(long_document, 0, 0)
    assert panel.view.caret() == 9_000


def test_back_and_forward_through_the_places_visited(panel, workspace, small, long_document):
    workspace.show_passage(small.document, 5, 8)
    workspace.show_passage(long_document, 100, 120)
    workspace.show_passage(long_document, 9_000, 9_010)
    assert panel.can_go_back() and not panel.can_go_forward()
    panel.go_back()
    assert (panel.document(), panel.view.caret()) == (long_document, 100)
    panel.go_back()
    assert (panel.document(), panel.view.caret()) == (small.document, 5)
    assert not panel.can_go_back()
    panel.go_forward()
    panel.go_forward()
    assert (panel.document(), panel.view.caret()) == (long_document, 9_000)
    assert not panel.head.forward.isEnabled()


def test_choosing_the_open_document_again_stays_at_its_place(panel, workspace, long_document):
    workspace.show_passage(long_document, 9_000, 9_010)
    workspace.show_passage(long_document, 0, 0)
    assert panel.view.caret() == 9_000


def test_the_legend_counts_and_follows_changes(panel, workspace, small):
    workspace.show_passage(small.document, 0, 0)
    marks = panel.foot.marks
    assert marks[Role.FEEDS_CLAIM].text() == "Feeding claims: 1"
    assert marks[Role.EXCERPTED].text() == "Excerpted only: 0"
    assert not marks[Role.NEEDS_REVIEW].isVisible()
    made = small.mark("Tiểu đoàn 4")
    assert marks[Role.EXCERPTED].text() == "Excerpted only: 1"
    assert [one.excerpt.id for one in panel.view.page.index.placed] == [small.excerpt, made]
    small.session.undo()
    assert marks[Role.EXCERPTED].text() == "Excerpted only: 0"


def test_a_hidden_panel_reads_only_when_it_is_seen(panel, workspace, small):
    workspace.show_passage(small.document, 0, 0)
    panel.hide()
    small.mark("Tiểu đoàn 4")
    assert len(panel.view.page.index.placed) == 1
    panel.show()
    assert len(panel.view.page.index.placed) == 2


def test_undoing_the_excerpt_in_hand_lets_go_of_it(panel, workspace, small):
    workspace.show_passage(small.document, 0, 0)
    made = small.mark("Tiểu đoàn 4")
    panel.bench.activate(made)
    small.session.undo()
    assert panel.view.current_excerpt() is None
    assert not panel.bench.box.isVisible()
    assert workspace.current_excerpt == ""


def test_a_document_that_is_deleted_leaves_the_panel_empty(panel, workspace, small, long_document):
    workspace.show_passage(small.document, 0, 0)
    workspace.show_passage(long_document, 50, 60)
    small.do("delete", id=long_document)
    assert panel.document() == ""
    assert panel.body.currentWidget() is panel.empty
    panel.go_back()
    assert panel.document() == small.document
    workspace.show_passage(long_document, 50, 60)
    assert panel.document() == small.document
    assert "no longer" in panel.bench.hint.words()


def test_a_new_title_is_shown(panel, workspace, small):
    workspace.show_passage(small.document, 0, 0)
    small.do("update_document", document=small.document, details={"title": "A & B <b>"})
    assert panel.head.chooser.button.title() == "A & B <b>"


def test_the_caret_tells_its_place(panel, workspace, long_document):
    workspace.show_passage(long_document, 0, 0)
    assert panel.foot.place.text() == "vi · at 0 %"
    panel.view.select(len(LONG) // 2, len(LONG) // 2)
    assert panel.foot.place.text() == "vi · at 50 %"


def test_zoom_and_find_by_the_buttons(panel, workspace, small):
    workspace.show_passage(small.document, 0, 0)
    panel.head.larger.click()
    assert panel.view.zoom() == 110
    panel.head.smaller.click()
    panel.head.smaller.click()
    assert panel.view.zoom() == 90
    panel.head.find_button.click()
    assert panel.view.find_bar.isVisible()


class TestVisits:
    def test_a_new_place_ends_the_way_forward(self):
        visits = Visits()
        visits.leave(Place("doc-1", 1))
        assert visits.go_back(Place("doc-2", 2)) == Place("doc-1", 1)
        assert visits.can_go_forward
        visits.leave(Place("doc-1", 1))
        assert not visits.can_go_forward

    def test_going_back_skips_where_one_is(self):
        visits = Visits()
        visits.leave(Place("doc-1", 1))
        visits.leave(Place("doc-1", 5))
        assert visits.go_back(Place("doc-1", 5)) == Place("doc-1", 1)
        assert visits.go_back(Place("doc-1", 1)) is None

    def test_a_document_that_is_gone_is_forgotten(self):
        visits = Visits()
        visits.leave(Place("doc-1", 7))
        visits.leave(Place("doc-2", 3))
        visits.drop_document("doc-1")
        assert visits.find_left("doc-1") == 0
        assert visits.go_back(None) == Place("doc-2", 3)
        assert visits.go_back(None) is None
