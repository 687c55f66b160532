"""Every kind of report in the menus: one entry each, and on a record those that can be about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from desktop_app.i18n import tr_marked
from desktop_app.services.reporting.kinds import REPORT_KINDS
from desktop_app.ui.actions.registry import plain_words
from desktop_app.ui.actions.reports import list_reports_about
from desktop_app.ui.dialogs.report import ReportDialog

ACTIONS = {key: "print_report" if key == "citations" else f"report_{key}" for key in REPORT_KINDS}


def list_words(menu: QMenu) -> list[str]:
    return [plain_words(entry.text()) for entry in menu.actions()]


def find_menu(menu: QMenu, words: str) -> QMenu:
    found = next(one for one in menu.actions() if plain_words(one.text()) == words).menu()
    assert isinstance(found, QMenu)
    return found


@pytest.mark.parametrize("key", REPORT_KINDS)
def test_each_kind_opens_on_what_it_can_be_about(window, small, qtbot, key):
    kind = REPORT_KINDS[key]
    records = {"event": small.campaign, "entity": small.unit, "source": small.source}
    record = next(one for name, one in records.items() if name in kind.scopes)
    window.workspace.select(record)
    window.actions_by_id.trigger(ACTIONS[key])
    dialog = window.findChild(ReportDialog)
    assert dialog.kinds.kind() is kind
    assert dialog.scope.scope() == (record,)
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=20_000)
    assert dialog.report() is not None
    dialog.close()


def test_the_menu_of_files_has_every_kind(window):
    words = list_words(find_menu(window.findChild(QMenu, "menu_file"), "Reports"))
    assert words == [tr_marked(kind.title) for kind in REPORT_KINDS.values()]


def test_the_menu_of_a_record_has_the_kinds_that_can_be_about_it(window, small):
    for record in (small.campaign, small.unit, small.source, small.excerpt):
        window.show_record(record)
        window._show_record_menu(QPoint(0, 0))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        words = list_words(find_menu(menu, "Reports"))
        named = list_reports_about([record])
        assert words == [
            tr_marked(kind.title) for key, kind in REPORT_KINDS.items() if ACTIONS[key] in named
        ]
        menu.close()
        menu.deleteLater()


def test_a_kind_is_offered_for_records_it_can_all_be_about(small):
    assert list_reports_about([]) == []
    assert "print_report" in list_reports_about([small.campaign, small.unit])
    assert list_reports_about([small.campaign, "rep-1"]) == []
