"""What is done with results: grouped, narrowed, kept, excerpted, stepped through, in context."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.catalog.ids import Kind
from desktop_app.services.saved_searches import SavedSearches
from desktop_app.store import excerpts
from desktop_app.store.documents import get_text
from desktop_app.ui.panels.search_results import GroupHead


@pytest.fixture
def panel(window, qtbot):
    """The results of the window, in front."""
    qtbot.waitUntil(lambda: window.workspace.search.is_ready, timeout=20_000)
    qtbot.waitUntil(lambda: not window.keeper.is_busy, timeout=20_000)
    window._bring_results()
    return window.results


def ask(qtbot, panel, text: str) -> None:
    panel.search(text)
    settle(qtbot, panel)


def settle(qtbot, panel) -> None:
    qtbot.waitUntil(lambda: not (panel._typing.isActive() or panel._worker.is_busy), timeout=10_000)


def counted(qtbot, panel, facet: str) -> dict[str, int]:
    def values():
        return [v for one in panel.facets.facets() if one.name == facet for v in one.values]

    qtbot.waitUntil(lambda: bool(values()), timeout=10_000)
    return {one.value: one.count for one in values()}


def records(panel) -> list[str]:
    return [row.found.record for row in panel.model.rows()]


def test_first_results_come_while_one_types(panel, qtbot):
    qtbot.keyClicks(panel.field, "na")
    begun = time.monotonic()
    qtbot.waitUntil(panel.has_hits, timeout=5_000)
    assert time.monotonic() - begun < 2
    qtbot.keyClicks(panel.field, "m th")
    settle(qtbot, panel)
    assert panel.has_hits() and "th" in panel.outcome.summary.text()


def test_a_key_changes_only_the_rows_that_differ(panel, qtbot):
    ask(qtbot, panel, "nam tha")
    resets, tester = [], QAbstractItemModelTester(panel.model)
    panel.model.modelReset.connect(lambda: resets.append(1))
    panel.results.move_row(1)
    marked = panel.outcome.current_row().found.hit.id
    qtbot.keyClicks(panel.field, " ")
    settle(qtbot, panel)
    assert panel.outcome.current_row().found.hit.id == marked
    ask(qtbot, panel, "tiểu đoàn")
    assert resets == [] and panel.results.currentIndex().row() == 0
    del tester


def test_groups_stand_under_headings_that_the_keys_pass_over(panel, window, qtbot):
    panel.outcome.set_layout_name("kind")
    ask(qtbot, panel, "nam tha")
    entries = [panel.model.entry_at(panel.model.index(n, 0)) for n in range(panel.model.rowCount())]
    heads = [one for one in entries if isinstance(one, GroupHead)]
    assert [one.value for one in heads] == list(dict.fromkeys(r.group for r in panel.model.rows()))
    assert sum(one.count for one in heads) == len(panel.model.rows())
    assert isinstance(entries[0], GroupHead) and panel.results.currentIndex().row() == 1
    panel.results.setFocus()
    for _ in range(len(entries)):
        qtbot.keyClick(panel.results, Qt.Key.Key_Down)
        assert panel.outcome.current_row() is not None
    assert panel.outcome.current_row() == panel.model.rows()[-1]
    assert window.preferences.chosen.search_layout == "kind"
    panel.outcome.set_layout_name("source")
    settle(qtbot, panel)
    assert {row.group for row in panel.model.rows()} > {""}


def test_a_click_narrows_and_another_takes_it_back(panel, small, qtbot):
    ask(qtbot, panel, "nam tha")
    everything = records(panel)
    kinds = counted(qtbot, panel, "kind")
    panel.facets.click("kind", "claim")
    settle(qtbot, panel)
    assert len(panel.model.rows()) == kinds["claim"]
    assert panel.filters.kinds[Kind.CLAIM].isChecked()
    properties = counted(qtbot, panel, "property")
    panel.facets.click("property", "killed")
    settle(qtbot, panel)
    assert len(records(panel)) == properties["killed"] == 2
    qtbot.waitUntil(lambda: panel.facets.clear_button.isVisible(), timeout=10_000)
    assert "1" in panel.outcome.narrow_button.text()
    panel.facets.clear_button.click()
    settle(qtbot, panel)
    assert records(panel) == everything


def test_of_very_many_values_the_commonest_are_named(panel, small, qtbot, monkeypatch):
    monkeypatch.setattr("desktop_app.ui.panels.facets_words.MOST_VALUES", 9)
    for number in range(12):
        small.do("create_entity", kind="place", name=f"Bản {number}", language="vi")
    qtbot.waitUntil(lambda: panel._index.is_ready() and not panel._index.is_behind())
    ask(qtbot, panel, "ban")
    assert len(counted(qtbot, panel, "entity")) == 9
    tree = panel.facets.tree
    more = tree.topLevelItem(tree.topLevelItemCount() - 1)
    assert more.text(0) == "5 more…"
    tree.take(more)
    assert tree.topLevelItem(tree.topLevelItemCount() - 1).text(0) == "and 3 rarer ones"


def test_facets_by_keys_alone(panel, qtbot):
    ask(qtbot, panel, "nam tha")
    counted(qtbot, panel, "kind")
    tree = panel.facets.tree
    tree.setFocus()
    tree.setCurrentItem(panel.facets.item_of("kind", "event"))
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    settle(qtbot, panel)
    assert {row.found.hit.kind for row in panel.model.rows()} == {"event"}
    qtbot.waitUntil(
        lambda: panel.facets.item_of("kind", "event").checkState(0) is Qt.CheckState.Checked
    )
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    settle(qtbot, panel)
    assert {row.found.hit.kind for row in panel.model.rows()} > {"event"}
    qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert panel.field.hasFocus()


def test_the_place_of_a_fault_is_marked_and_led_to(panel, qtbot):
    ask(qtbot, panel, "nam (tha")
    assert "parenthesis" in panel.hint.words() and panel.hint.place.isVisible()
    assert panel.hint.place.parts() == ("nam ", "(", "tha")
    qtbot.mouseClick(panel.hint.place, Qt.MouseButton.LeftButton)
    assert panel.field.hasFocus() and panel.field.cursorPosition() == 4
    ask(qtbot, panel, "nam tha")
    assert not panel.hint.isVisible()


def test_a_search_is_kept_counted_and_run_again(panel, window, small, qtbot):
    panel.filters.kinds[Kind.EVENT].setChecked(True)
    ask(qtbot, panel, "nam tha")
    panel.keeper._save(panel.this_search(), "Sự kiện")
    panel.open_current()
    qtbot.waitUntil(lambda: panel.keeper.counts.get("Sự kiện") == 1, timeout=10_000)
    small.do("create_event", title="Nặm Thà thất thủ")
    qtbot.waitUntil(lambda: panel.keeper.counts.get("Sự kiện") == 2, timeout=10_000)
    panel.filters.clear()
    panel.field.clear()
    panel._ask(is_typing=False)
    tree = panel.outcome.start.tree
    assert panel.outcome.body.currentWidget() is panel.outcome.start
    texts = [tree.topLevelItem(n).text(1) for n in range(tree.topLevelItemCount())]
    assert "2, 1 new" in texts
    item = next(
        tree.topLevelItem(n)
        for n in range(tree.topLevelItemCount())
        if tree.topLevelItem(n).text(0) == "Sự kiện"
    )
    tree.setCurrentItem(item)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    settle(qtbot, panel)
    assert len(records(panel)) == 2 and panel.filters.kinds[Kind.EVENT].isChecked()
    assert SavedSearches(small.session.uuid).list_recent()[0].text == "nam tha"
    panel.keeper.forget(panel.keeper.searches.list_saved()[0])
    assert SavedSearches(small.session.uuid).list_saved() == []


def test_a_hit_becomes_an_excerpt_without_leaving_the_results(panel, window, small, qtbot):
    ask(qtbot, panel, "tieu doan kind:document")
    window.actions_by_id.trigger("make_excerpt")
    assert window.centre.currentWidget() is panel
    made = excerpts.list_excerpts_of(small.session.db, small.document)[-1]
    assert made.quote == "Tiểu đoàn 4 qua sông."
    assert panel.bench.box.excerpt() == made.id == window.workspace.current_excerpt
    window.actions_by_id.trigger("state_claim")
    assert panel.bench.claim_line.isVisible()
    assert panel.bench.claim_line.evidence_shape()["excerpt"] == made.id
    small.session.undo()
    qtbot.waitUntil(lambda: not panel.bench.box.isVisible())
    panel.bench.close_claim_line()
    assert panel.results.hasFocus()


def test_a_claim_from_a_hit_and_about_one(panel, window, small, qtbot):
    ask(qtbot, panel, "tieu doan kind:document")
    window.actions_by_id.trigger("state_claim")
    shape = panel.bench.claim_line.evidence_shape()
    document, start, end = shape["passage"]
    assert get_text(small.session.db, document)[start:end] == "Tiểu đoàn 4 qua sông."
    panel.bench.close_claim_line()
    ask(qtbot, panel, "chien dich kind:event")
    window.actions_by_id.trigger("state_claim")
    assert panel.bench.claim_line.subject_box.current_pick().id == small.campaign
    panel.bench.close_claim_line()
    window.actions_by_id.trigger("make_excerpt")
    assert "stands in no text" in panel.bench.hint.words()


def test_f3_goes_through_the_hits_of_the_open_document(panel, window, small, qtbot):
    ask(qtbot, panel, "13* kind:document")
    panel.open_current()
    view = window.reader.view
    qtbot.waitUntil(view.has_matches, timeout=10_000)
    seen = []
    for _ in range(3):
        window.actions_by_id.trigger("find_in_document")
        seen.append(view.text()[slice(*view.selected_range())])
    assert set(seen) == {"134", "137"} and seen[0] == seen[2]
    assert not view.find_bar.isVisible()
    qtbot.keyClick(view.page, Qt.Key.Key_Escape)
    qtbot.keyClick(view.page, Qt.Key.Key_Escape)
    assert not view.has_matches()


def test_words_in_context_are_sorted_opened_and_reported(panel, window, small, qtbot):
    panel.outcome.set_layout_name("context")
    ask(qtbot, panel, "nguoi OR noi OR doan")
    kwic = panel.outcome.kwic
    qtbot.waitUntil(lambda: len(kwic.model.lines()) > 2, timeout=10_000)
    kwic.table.horizontalHeader().sectionClicked.emit(2)
    right = [one.right.strip() for one in kwic.model.lines()]
    assert right[0].startswith("4 qua") and right != sorted(right, reverse=True)
    tester = QAbstractItemModelTester(kwic.model)
    kwic.move_row(1)
    line = kwic.current_line()
    kwic.table.setFocus()
    with qtbot.waitSignal(window.workspace.passage_wanted) as asked:
        qtbot.keyClick(kwic.table, Qt.Key.Key_Return)
    assert asked.args == [small.document, line.start, line.end]
    window._bring_results()
    window.actions_by_id.refresh()
    assert window.actions_by_id["print_contexts"].isEnabled()
    window.actions_by_id.trigger("make_excerpt")
    assert panel.bench.box.excerpt()
    del tester


def test_all_occurrences_are_ticked_and_marked_as_one_change(window, small, qtbot):
    window.workspace.select(small.unit)
    window.actions_by_id.refresh()
    assert window.actions_by_id["mark_occurrences"].isEnabled()
    dialog = window.dialogs.open_marking(small.unit, small.document)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=10_000)
    assert [one.text for one in dialog.tree.ticked_places()] == ["Tiểu đoàn 4"]
    source = dialog.tree.topLevelItem(0)
    source.setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.mark_button.isEnabled() and list(dialog.tree.ticked_places()) == []
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert dialog.mark_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    attached = lambda: excerpts.list_attachments_of_subjects(small.session.db, [small.unit])  # noqa: E731
    qtbot.waitUntil(lambda: bool(attached()), timeout=10_000)
    small.session.undo()
    assert attached() == []


def test_an_entity_that_is_named_nowhere_says_so(window, small, qtbot):
    nowhere = small.do("create_entity", kind="place", name="Pha Lan", language="vi")
    dialog = window.dialogs.open_marking(nowhere, "")
    qtbot.waitUntil(lambda: dialog._job is None, timeout=10_000)
    assert dialog.body.currentWidget() is dialog.empty
    assert "None of its names" in dialog.empty.accessibleName()
    dialog.reject()
