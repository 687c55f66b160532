"""The search panel: as one types, off the window's thread, from the keyboard alone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem

from desktop_app.catalog.ids import Kind
from desktop_app.search.examples import list_query_examples
from desktop_app.search.query import Query
from desktop_app.services.importing import import_files
from desktop_app.services.searching import SearchService
from desktop_app.store.documents import get_text
from desktop_app.ui.index_keeper import IndexKeeper
from desktop_app.ui.panels.search import SearchPanel
from desktop_app.ui.panels.search_asking import PAGE
from desktop_app.ui.panels.search_finder import Asked, Finder
from desktop_app.ui.workspace import Workspace


@pytest.fixture
def workspace(small):
    shared = Workspace(small.session)
    yield shared
    shared.close()


@pytest.fixture
def keeper(qtbot, workspace):
    made = IndexKeeper(workspace.search, workspace.bridge, workspace)
    made.start()
    qtbot.waitUntil(lambda: not made.is_busy, timeout=20_000)
    yield made
    made.stop()


@pytest.fixture
def panel(qtbot, workspace, keeper):
    made = SearchPanel(workspace)
    qtbot.addWidget(made)
    made.resize(620, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    return made


def ask(qtbot, panel, text: str) -> list[str]:
    """Search for `text`; return the ids of the hits, in order."""
    panel.search(text)
    qtbot.waitUntil(lambda: not panel._worker.is_busy, timeout=10_000)
    return [row.found.record for row in panel.model.rows()]


def settle(qtbot, panel) -> None:
    qtbot.waitUntil(
        lambda: not panel._typing.isActive() and not panel._worker.is_busy, timeout=10_000
    )


def test_nothing_is_asked_at_first(panel):
    assert panel.outcome.body.currentWidget() is panel.outcome.start
    assert not panel.has_hits()


def test_typing_without_tones_finds_names_first(panel, small, qtbot):
    qtbot.keyClicks(panel.field, "nam tha")
    qtbot.waitUntil(panel.has_hits, timeout=10_000)
    settle(qtbot, panel)
    first = panel.model.rows()[0]
    assert first.found.record == small.place
    assert first.said == "place"
    assert panel.results.currentIndex().row() == 0
    assert "found" in panel.outcome.summary.text()


def test_the_search_runs_in_another_thread(panel, workspace, qtbot, monkeypatch):
    seen = []
    original = SearchService.search

    def note(self, query, is_wanted=None):
        seen.append(threading.current_thread())
        return original(self, query, is_wanted)

    monkeypatch.setattr(SearchService, "search", note)
    ask(qtbot, panel, "134")
    assert seen and threading.main_thread() not in seen


def test_only_the_answer_to_the_last_question_counts(panel, small, qtbot, monkeypatch):
    held, go_on = threading.Event(), threading.Event()
    original = SearchService.search

    def hold(self, query, is_wanted=None):
        if query.text == "slow":
            held.set()
            go_on.wait(10)
        return original(self, query, is_wanted)

    monkeypatch.setattr(SearchService, "search", hold)
    panel.search("slow")
    qtbot.waitUntil(held.is_set)
    panel.search("nowhere at all")
    panel.search("nam tha")
    go_on.set()
    qtbot.waitUntil(panel.has_hits, timeout=10_000)
    settle(qtbot, panel)
    assert panel.model.rows()[0].found.record == small.place


def test_enter_opens_the_passage_at_the_words_found(panel, workspace, small, qtbot):
    asked = []
    workspace.passage_wanted.connect(lambda *place: asked.append(place))
    panel.filters.kinds[Kind.DOCUMENT].setChecked(True)
    qtbot.keyClicks(panel.field, "tieu doan 4")
    # Enter at once, before the answer: its first hit is opened when it comes.
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    document, start, end = asked[0]
    assert document == small.document
    assert get_text(small.session.db, document)[start:end] == "Tiểu đoàn 4"
    assert workspace.selection == small.document


def test_enter_on_an_excerpt_takes_it_in_hand(panel, workspace, small, qtbot):
    panel.filters.kinds[Kind.EXCERPT].setChecked(True)
    assert ask(qtbot, panel, "134") == [small.excerpt]
    with qtbot.waitSignal(workspace.passage_wanted):
        qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert workspace.current_excerpt == small.excerpt
    assert workspace.selection == small.excerpt


def test_arrows_in_the_field_move_in_the_results(panel, workspace, qtbot):
    ids = ask(qtbot, panel, "nam tha")
    assert len(ids) > 2
    assert workspace.selection == ""
    qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    assert panel.results.currentIndex().row() == 2
    assert workspace.selection == ids[2]
    qtbot.keyClick(panel.field, Qt.Key.Key_Up)
    assert workspace.selection == ids[1]
    qtbot.keyClick(panel.field, Qt.Key.Key_PageDown)
    assert panel.results.currentIndex().row() > 1


def test_next_and_previous_hit_without_the_list(panel, workspace, qtbot):
    ids = ask(qtbot, panel, "nam tha")
    panel.step(1)
    assert workspace.selection == ids[1]
    panel.step(-1)
    assert workspace.selection == ids[0]


def test_escape_returns(panel, qtbot):
    ask(qtbot, panel, "nam tha")
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    panel.results.setFocus()
    qtbot.keyClick(panel.results, Qt.Key.Key_Escape)
    assert panel.field.hasFocus()


def test_kinds_and_dates_narrow(panel, small, qtbot):
    everything = ask(qtbot, panel, "nam tha")
    panel.filters.kinds[Kind.EVENT].setChecked(True)
    settle(qtbot, panel)
    assert [row.found.record for row in panel.model.rows()] == [small.campaign]
    panel.filters.clear()
    settle(qtbot, panel)
    assert [row.found.record for row in panel.model.rows()] == everything
    panel.field.clear()
    panel.filters.from_line.setText("March 1962")
    panel.filters.to_line.setText("tháng 4 năm 1962")
    settle(qtbot, panel)
    kinds = {row.found.hit.kind for row in panel.model.rows()}
    assert small.approval in [row.found.record for row in panel.model.rows()]
    assert kinds <= {"event", "claim"}


def test_a_date_that_is_none_is_said_and_does_not_narrow(panel, qtbot):
    before = ask(qtbot, panel, "nam tha")
    panel.filters.from_line.setText("someday")
    settle(qtbot, panel)
    assert "someday" in panel.hint.words()
    assert [row.found.record for row in panel.model.rows()] == before
    panel.filters.from_line.setText("1963")
    panel.filters.to_line.setText("1962")
    settle(qtbot, panel)
    assert "later" in panel.hint.words()


def test_exact_spelling_wants_the_tones(panel, small, qtbot):
    panel.filters.exact.setChecked(True)
    assert ask(qtbot, panel, "nam tha") == []
    assert small.place in ask(qtbot, panel, "Nặm Thà")


def test_other_names_are_searched_and_can_be_left_out(panel, keeper, small, qtbot):
    small.do("add_name", entity=small.place, name="Namtha", language="en", kind="translated")
    qtbot.waitUntil(lambda: not keeper.is_busy, timeout=10_000)
    wide = ask(qtbot, panel, "namtha")
    assert "Nặm Thà" in panel.outcome.also.text()
    assert panel.outcome.expansion.isVisible()
    panel.outcome.expansion.click()
    settle(qtbot, panel)
    narrow = [row.found.record for row in panel.model.rows()]
    assert small.place in narrow and len(narrow) < len(wide)
    panel.outcome.expansion.click()
    settle(qtbot, panel)
    assert [row.found.record for row in panel.model.rows()] == wide


def test_a_misspelt_word_is_offered_right(panel, qtbot):
    assert ask(qtbot, panel, "chiem dich") == []
    button = panel.outcome.suggestion
    assert button.isVisible() and "dich" in button.words()
    button.click()
    settle(qtbot, panel)
    assert panel.has_hits()


def test_a_query_that_cannot_be_read_is_explained(panel, small, qtbot):
    ask(qtbot, panel, "(nam tha")
    assert "parenthesis" in panel.hint.words()
    assert small.place in ask(qtbot, panel, "nam tha")
    assert panel.hint.words() == ""


def test_an_unfinished_word_or_phrase_finds_while_one_types(panel, small, qtbot):
    qtbot.keyClicks(panel.field, "chien di")
    settle(qtbot, panel)
    assert small.campaign in [row.found.record for row in panel.model.rows()]
    assert "di" in panel.outcome.summary.text()
    panel.field.clear()
    qtbot.keyClicks(panel.field, '"nam tha')
    settle(qtbot, panel)
    assert panel.has_hits() and panel.hint.words() == ""


def test_the_beginning_of_a_number_is_no_number(workspace, keeper, small):
    asked = Asked(Query(text="13", limit=5), "en", is_typing=True)
    assert Finder(workspace.search, small.session.db).answer(asked).total == 0


@pytest.mark.parametrize(
    ("text", "beginning", "count"),
    [
        ("place:xin", "xin", 1),
        ("nơi:xin", "xin", 1),
        ("entity:xin", "xin", 1),
        ("unit:xin", "", 0),
        ("place:ing", "", 0),
        ("language:vi", "", None),
        ("=xin", "", 0),
    ],
)
def test_the_last_word_in_a_field_is_a_beginning_too(
    workspace, keeper, small, text, beginning, count
):
    small.do("create_entity", kind="place", name="Mương Xỉnh", language="vi")
    workspace.search.bring_up_to_date()
    asked = Asked(Query(text=text, limit=5), "en", is_typing=True)
    answer = Finder(workspace.search, small.session.db).answer(asked)
    assert answer.beginning == beginning
    assert count is None or answer.total == count


def test_results_follow_changes(panel, small, qtbot):
    before = ask(qtbot, panel, "nam tha")
    made = small.do("create_event", title="Nặm Thà thất thủ")
    qtbot.waitUntil(
        lambda: made in [row.found.record for row in panel.model.rows()], timeout=10_000
    )
    small.session.undo()
    qtbot.waitUntil(
        lambda: [row.found.record for row in panel.model.rows()] == before, timeout=10_000
    )


def test_the_marked_hit_stays_marked_when_results_change(panel, workspace, small, qtbot):
    ids = ask(qtbot, panel, "nam tha")
    qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    small.do("create_event", title="Nặm Thà")
    qtbot.waitUntil(lambda: panel.model.rowCount() > len(ids), timeout=10_000)
    marked = panel.model.row_at(panel.results.currentIndex())
    assert marked is not None and marked.found.record == ids[1]


def test_a_hidden_panel_asks_again_when_it_is_seen(panel, small, qtbot):
    ask(qtbot, panel, "nam tha")
    panel.hide()
    made = small.do("create_event", title="Nặm Thà thất thủ")
    qtbot.waitUntil(lambda: panel._is_stale, timeout=10_000)
    panel.show()
    qtbot.waitUntil(
        lambda: made in [row.found.record for row in panel.model.rows()], timeout=10_000
    )


def test_more_rows_come_as_one_scrolls(panel, keeper, small, qtbot):
    path = small.folder / "many.txt"
    path.write_text("\n\n".join(f"Mục {n}: pháo kích." for n in range(130)), "utf-8")
    import_files(small.session, [path])
    qtbot.waitUntil(lambda: not keeper.is_busy, timeout=10_000)
    ask(qtbot, panel, "phao kich")
    first = panel.model.rowCount()
    assert first == PAGE and "130" in panel.outcome.summary.text()
    panel.results.setCurrentIndex(panel.model.index(first - 1, 0))
    panel.results.scrollToBottom()
    qtbot.waitUntil(lambda: panel.model.rowCount() > first, timeout=10_000)
    while panel.model.canFetchMore(panel.results.rootIndex()):
        panel.model.fetchMore(panel.results.rootIndex())
        settle(qtbot, panel)
    ids = [row.found.hit.id for row in panel.model.rows()]
    assert len(ids) == 130 == len(set(ids))


def test_a_tall_window_is_filled_without_scrolling(panel, keeper, small, qtbot):
    path = small.folder / "many.txt"
    path.write_text("\n\n".join(f"Mục {n}: pháo kích." for n in range(130)), "utf-8")
    import_files(small.session, [path])
    qtbot.waitUntil(lambda: not keeper.is_busy, timeout=10_000)
    panel.resize(500, 5_000)
    ask(qtbot, panel, "phao kich")
    qtbot.waitUntil(lambda: panel.model.rowCount() > PAGE, timeout=10_000)


def test_an_index_not_made_yet_is_made_and_then_searched(qtbot, workspace, small):
    alone = SearchPanel(workspace)
    qtbot.addWidget(alone)
    alone.show()
    alone.search("nam tha")
    assert alone.outcome.summary.text()
    qtbot.waitUntil(alone.has_hits, timeout=20_000)
    assert alone.model.rows()[0].found.record == small.place


def test_a_field_elsewhere_in_the_window_takes_the_place_of_its_own(panel, small, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    own = panel.field
    panel.use_field(field)
    assert not own.isVisible()
    with qtbot.waitSignal(panel.asked):
        qtbot.keyClicks(field, "nam tha")
    qtbot.waitUntil(panel.has_hits, timeout=10_000)
    assert panel.model.rows()[0].found.record == small.place


def test_the_model_keeps_qts_rules(panel, small, qtbot):
    tester = QAbstractItemModelTester(panel.model)
    ask(qtbot, panel, "nam tha")
    ask(qtbot, panel, "nowhere at all")
    del tester


def test_text_of_sources_is_never_markup(panel, keeper, small, qtbot):
    small.do("create_event", title="<b>Nặm Thà</b> & <img src=x>")
    qtbot.waitUntil(lambda: not keeper.is_busy, timeout=10_000)
    assert ask(qtbot, panel, "img")
    option = QStyleOptionViewItem()
    option.initFrom(panel.results)
    option.widget = panel.results
    index = panel.model.index(0, 0)
    option.rect.setSize(panel.results.itemDelegate().sizeHint(option, index))
    option.rect.setWidth(500)
    picture = QImage(500, option.rect.height(), QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    panel.results.itemDelegate().paint(painter, option, index)
    painter.end()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).count("<b>Nặm Thà</b>") >= 1


@pytest.mark.parametrize("example", [one.text for one in list_query_examples()])
def test_every_example_of_the_help_can_be_searched(panel, qtbot, example):
    ask(qtbot, panel, example)
    assert panel.hint.words() == ""


def test_help_opens_and_closes_with_a_key(panel, qtbot):
    panel.help_button.click()
    assert panel._help.isVisible()
    qtbot.keyClick(panel._help, Qt.Key.Key_Escape)
    assert not panel._help.isVisible()
