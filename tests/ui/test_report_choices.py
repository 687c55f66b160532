"""What can be chosen in the report dialog: kinds, their options, and what is remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from shiboken6 import isValid

from desktop_app.catalog.ids import Kind
from desktop_app.i18n import set_language, tr_marked
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.model import Margins, Paper
from desktop_app.services.reporting.kinds import REPORT_KINDS
from desktop_app.ui.actions.access_keys import find_access_key
from desktop_app.ui.dialogs.report import ReportDialog
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.type_ahead import Choice

CITATIONS = REPORT_KINDS["citations"]
COURSE = replace(
    CITATIONS,
    key="course",
    title="Citation report",
    scopes=(Kind.EVENT,),
    needs_scope=True,
    orders=(("date", "Date"), ("title", "Title")),
    groupings=(("kind", "Kind"), ("place", "Place")),
    knows=frozenset({"on", "quotes"}),
)
KINDS = (CITATIONS, COURSE)


@pytest.fixture
def open_dialog(qtbot, workspace, preferences):
    opened: list[ReportDialog] = []

    def make(records=(), kind="", kinds=KINDS) -> ReportDialog:
        dialog = ReportDialog(workspace, records, None, preferences, kind=kind, kinds=kinds)
        dialog.open()
        opened.append(dialog)
        qtbot.waitExposed(dialog)
        return dialog

    yield make
    for dialog in opened:
        if isValid(dialog):
            dialog.close()


def wait(qtbot, dialog: ReportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=20_000)


def choose(box, key: str) -> None:
    box.setCurrentIndex(box.findData(key))


def test_every_kind_is_offered_with_its_sentence(open_dialog):
    dialog = open_dialog(kinds=tuple(REPORT_KINDS.values()))
    items = [dialog.kinds.item(row) for row in range(dialog.kinds.count())]
    assert [item.text() for item in items] == [kind.title for kind in REPORT_KINDS.values()]
    spoken = [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items]
    assert all(
        kind.about in words for kind, words in zip(REPORT_KINDS.values(), spoken, strict=True)
    )


def test_only_what_the_kind_knows_is_shown(qtbot, open_dialog, small):
    dialog = open_dialog([small.campaign])
    options = dialog.options
    shown = {True: options.mentions, False: options.on}
    assert {is_shown: not one.isHidden() for is_shown, one in shown.items()} == {
        True: True,
        False: False,
    }
    dialog.kinds.choose("course")
    assert options.mentions.isHidden() and options.translations.isHidden()
    assert not options.on.isHidden() and not options.quotes.isHidden()
    assert not options.order.isHidden() and not options.grouping.isHidden()
    assert options.order.currentData() == "date"
    wait(qtbot, dialog)


def test_the_scope_follows_the_kind(qtbot, open_dialog, small):
    dialog = open_dialog([small.source])
    assert dialog.scope.scope() == (small.source,)
    dialog.kinds.choose("course")
    assert dialog.scope.by_all.isHidden()
    assert not dialog.scope.by_selection.isEnabled()
    assert dialog.scope.scope() is None
    assert dialog.strip.hint.words() == "Name at least one record"
    offered = {one.id for one in dialog.scope._offer("nam tha")}
    assert offered == {small.campaign}
    dialog.scope.named.chosen.emit(Choice(small.campaign, "Chiến dịch", kind="event"))
    wait(qtbot, dialog)
    assert dialog.scope.scope() == (small.campaign,)
    dialog.kinds.choose("citations")
    assert dialog.scope.scope() == (small.campaign,)


def test_a_name_that_one_kind_does_not_take_is_there_again_for_another(open_dialog, small):
    dialog = open_dialog()
    for record in (small.unit, small.campaign):
        dialog.scope.named.chosen.emit(Choice(record, record, kind="unit"))
    dialog.kinds.choose("course")
    assert dialog.scope.scope() == (small.campaign,)
    dialog.kinds.choose("citations")
    assert dialog.scope.scope() == (small.unit, small.campaign)


def test_what_was_chosen_is_there_again_but_for_the_scope(qtbot, open_dialog, small):
    dialog = open_dialog([small.campaign])
    dialog.scope.by_all.setChecked(True)
    options = dialog.options
    options.mentions.setChecked(False)
    options.contents.setChecked(True)
    for box, key in (
        (options.language, "vi"),
        (options.quotes, "ends"),
        (options.paper, "letter"),
        (options.margins, "wide"),
        (options.notes, "end"),
    ):
        choose(box, key)
    wait(qtbot, dialog)
    dialog.close()
    again = open_dialog([small.campaign])
    assert again.scope.by_selection.isChecked()
    chosen = again.options.read_choices(CITATIONS, ())
    assert (chosen.language, chosen.quotes, chosen.mentions) == ("vi", QuoteForm.ENDS, False)
    assert (chosen.paper, chosen.margins) == (Paper.LETTER, Margins.WIDE)
    assert (chosen.notes_at_foot, chosen.contents, chosen.index) == (False, True, False)
    again.kinds.choose("course")
    assert again.options.language.currentData() == "en"
    again.kinds.choose("citations")
    assert again.options.language.currentData() == "vi"
    again.standard.click()
    chosen = again.options.read_choices(CITATIONS, ())
    assert (chosen.language, chosen.paper, chosen.mentions) == ("en", Paper.A4, True)
    wait(qtbot, again)


def test_another_paper_does_not_collect_anew(qtbot, open_dialog, small):
    dialog = open_dialog([small.campaign])
    wait(qtbot, dialog)
    blocks = dialog.report().blocks
    choose(dialog.options.paper, "letter")
    assert not dialog.strip.is_busy()
    assert dialog.report().setup.paper is Paper.LETTER
    assert dialog.report().blocks is blocks
    wait(qtbot, dialog)
    dialog.options.index.setChecked(True)
    assert dialog.strip.is_busy()
    wait(qtbot, dialog)
    assert dialog.report().blocks is not blocks
    assert dialog.report().setup.paper is Paper.LETTER


def test_a_day_counts_once_it_is_written(qtbot, open_dialog, small):
    dialog = open_dialog([small.campaign], "course")
    wait(qtbot, dialog)
    dialog.options.on.line.setText("no day at all")
    qtbot.waitUntil(lambda: dialog.strip.hint.role() is Role.INVALID, timeout=5_000)
    assert dialog.report() is None
    assert not dialog.print_button.isEnabled()
    dialog.options.on.line.setText("6 May 1962")
    wait(qtbot, dialog)
    assert dialog._asked.on == "1962-05-06"
    dialog.close()
    assert open_dialog([small.campaign], "course").options.on.value().edtf == "1962-05-06"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_access_keys_differ_on_every_page(qtbot, open_dialog, small, language):
    set_language(language)
    every = replace(COURSE, needs_scope=False, knows=COURSE.knows | CITATIONS.knows)
    dialog = open_dialog([small.campaign], kinds=(every, CITATIONS))
    pages = [dialog.options.tabText(page) for page in range(dialog.options.count())]
    for page in range(dialog.options.count()):
        dialog.options.setCurrentIndex(page)
        texts = [*pages, *list_keyed(dialog)]
        keys = [key for key in map(find_access_key, texts) if key]
        assert len(keys) == len(set(keys)), (page, texts)
        assert all(key in "abcdefghijklmnopqrstuvwxyz" for key in keys), keys
        assert len(keys) == len([text for text in texts if "&" in text]) >= 12
    wait(qtbot, dialog)


def list_keyed(dialog: ReportDialog) -> list[str]:
    """Return the texts on show that may have an access key."""
    shown = [one for one in dialog.findChildren(QWidget) if one.isVisible()]
    buttons = [one.text() for one in shown if isinstance(one, QAbstractButton)]
    return buttons + [one.text() for one in shown if isinstance(one, QLabel) and one.buddy()]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_everything_is_reached_in_a_small_window(qtbot, open_dialog, small, language):
    """1280 × 690 at 150 %, less the frame of the window."""
    set_language(language)
    every = replace(COURSE, knows=COURSE.knows | CITATIONS.knows)
    dialog = open_dialog([small.campaign], kinds=(every, CITATIONS))
    dialog.resize(853, 430)
    assert dialog.size().width() <= 853 and dialog.size().height() <= 430
    area = dialog.findChild(QScrollArea, "report_area")
    for page in range(dialog.options.count()):
        dialog.options.setCurrentIndex(page)
        qtbot.wait(10)
        assert area.widget().width() <= area.viewport().width()
        page_widget = dialog.options.widget(page)
        for widget in page_widget.findChildren(QWidget):
            if widget.isVisible():
                area.ensureWidgetVisible(widget)
                corner = widget.mapTo(dialog, widget.rect().center())
                assert dialog.rect().contains(corner)
    assert dialog.view.width() > 200
    wait(qtbot, dialog)


def test_titles_are_the_kind_s(open_dialog, small):
    dialog = open_dialog([small.campaign])
    assert dialog.windowTitle() == tr_marked(CITATIONS.title)
