"""Labels, badges, quotes, dates, empty states: text as it is, words beside colours."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from desktop_app.catalog.claims import Confidence, DateValue, Rank, Stance
from desktop_app.i18n import set_language
from desktop_app.ui.icons import list_icons
from desktop_app.ui.widgets.badges import (
    Badge,
    BadgeKind,
    badge_size,
    badge_text,
    badge_tip,
    find_badge,
)
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import (
    elided_label,
    message_box,
    plain_label,
    plain_menu,
    plain_tip,
    question_box,
)
from desktop_app.ui.widgets.quote_view import LONGEST_QUOTE, QuoteView

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MARKUP = "<b>134</b> &amp; <img src='file:///x'>"


def test_labels_show_markup_letter_for_letter(qtbot) -> None:
    label = plain_label(MARKUP, selectable=True, bold=True, muted=True)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == MARKUP
    assert plain_tip(MARKUP) == (
        "<qt>&lt;b&gt;134&lt;/b&gt; &amp;amp; &lt;img src=&#x27;file:///x&#x27;&gt;</qt>"
    )
    assert plain_tip("") == ""


def test_an_elided_label_keeps_the_whole_text(qtbot) -> None:
    label = elided_label("Bộ Tổng Tham mưu\nQuân đội nhân dân Việt Nam")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()
    assert label.text() == "Bộ Tổng Tham mưu Quân đội nhân dân Việt Nam"
    assert label.accessibleName() == label.text()
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_boxes_show_markup_letter_for_letter_and_speak_the_language(qtbot) -> None:
    set_language("vi")
    told = message_box(None, "t", MARKUP, MARKUP)
    asked = question_box(None, "t", MARKUP, "Xóa", MARKUP)
    for box in (told, asked):
        qtbot.addWidget(box)
        shown = [label for label in box.findChildren(QLabel) if label.text() == MARKUP]
        assert len(shown) == 2
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in shown)
    assert [button.text() for button in told.buttons()] == ["Đóng"]
    assert {button.text() for button in asked.buttons()} == {"Xóa", "Hủy"}
    assert asked.defaultButton().text() == "Hủy"
    assert asked.buttonRole(asked.defaultButton()) == QMessageBox.ButtonRole.RejectRole


def test_menus_keep_ampersands(qtbot) -> None:
    called: list[str] = []
    menu = plain_menu(None, ("Giáp & Ất", lambda: called.append("x"), True), ("b", print, False))
    qtbot.addWidget(menu)
    first, second = menu.actions()
    assert first.text() == "Giáp && Ất"
    first.trigger()
    assert called == ["x"]
    assert not second.isEnabled()


@pytest.mark.parametrize("kind", BadgeKind)
def test_each_badge_has_a_word_and_a_sign(qtbot, kind: BadgeKind) -> None:
    badge = Badge(kind)
    qtbot.addWidget(badge)
    assert badge.accessibleName() == badge_text(kind) != ""
    assert kind.value in list_icons()
    assert badge.sizeHint() == badge_size(kind, badge.font())
    assert not badge.grab().isNull()
    english = badge_text(kind), badge_tip(kind)
    set_language("vi")
    assert badge_text(kind) != english[0]
    assert not english[1] or badge_tip(kind) != english[1]


def test_badges_of_claims_and_citations(qtbot) -> None:
    assert find_badge(Confidence.DOUBTFUL) is BadgeKind.DOUBTFUL
    assert find_badge(Stance.CONTRADICTS) is BadgeKind.CONTRADICTS
    assert find_badge(Rank.PREFERRED) is BadgeKind.PREFERRED
    assert find_badge(Rank.NORMAL) is None
    badge = Badge(BadgeKind.PREFERRED, tip="Bản điện gốc đáng tin hơn")
    qtbot.addWidget(badge)
    assert badge.accessibleDescription() == "Bản điện gốc đáng tin hơn"


def test_a_quote_stands_in_its_context(qtbot) -> None:
    view = QuoteView()
    qtbot.addWidget(view)
    before, after = "ưởng gửi điện đi trong ngày mồng 8 ", " 1962, rồi sở chỉ huy dời đi nơi kh"
    view.set_passage(before, "<b>tháng 3</b>\nnăm 🙂", after)
    assert view.shown_text() == (
        "… gửi điện đi trong ngày mồng 8 <b>tháng 3</b>\nnăm 🙂 1962, rồi sở chỉ huy dời đi nơi …"
    )
    assert view.quote() == "<b>tháng 3</b>\nnăm 🙂"
    assert view.heightForWidth(120) > view.heightForWidth(600)
    view.resize(300, 100)
    assert not view.grab().isNull()
    view.set_passage("Ngày ", "một", "")
    assert view.shown_text() == "Ngày một"
    view.set_passage("x" * 40, "một", "y" * 40)
    assert view.shown_text() == "…" + "x" * 40 + "một" + "y" * 40 + "…"
    view.set_passage("", "chữ " * LONGEST_QUOTE, "")
    assert len(view.shown_text()) < LONGEST_QUOTE + 10


def test_a_quote_opens_and_copies(qtbot) -> None:
    view = QuoteView()
    qtbot.addWidget(view)
    view.set_passage("a ", "tháng\xa03", " b")
    view.show()
    with qtbot.waitSignal(view.activated):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.activated):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(view.activated):
        qtbot.mouseClick(view, Qt.MouseButton.RightButton)
    combination = QKeySequence("Ctrl+C")[0]
    qtbot.keyClick(view, combination.key(), combination.keyboardModifiers())
    assert QGuiApplication.clipboard().text() == "tháng\xa03"


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("6 tháng 5 năm 1962", "1962-05-06"),
        ("6 May 1962", "1962-05-06"),
        ("1962-05", "1962-05"),
        ("hôm nào đó", None),
        ("30 tháng 2 năm 1962", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_one_types(qtbot, written: str, edtf: str | None) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    edit.line.setText(written)
    assert (edit.value().edtf if edit.value() else None) == edtf
    assert edit.is_acceptable() == (edtf is not None or not written)
    assert edit.reading.text()
    assert len(edit.line.actions()) == bool(written)
    assert edit.line.accessibleDescription() == edit.reading.text()


def test_a_stored_date_stays_as_it_is(qtbot) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    stored = DateValue(edtf="1962-05-06", wording="ngày 6", earliest="1962-05-06")
    edit.set_value(stored)
    assert edit.value() is stored
    assert edit.text() == "ngày 6"
    edit.set_context("1963-05")
    edit.set_language("vi")
    assert edit.value() is stored
    edit.line.setText("ngày 7")
    assert edit.value().edtf == "1963-05-07"
    edit.set_value(stored)
    assert edit.value() is stored
    edit.set_value(None)
    assert edit.value() is None
    assert edit.is_acceptable()


def test_the_context_supplies_the_year(qtbot) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    edit.set_context("1962")
    with qtbot.waitSignal(edit.value_changed):
        edit.line.setText("ngày 6 tháng 5")
    assert edit.value().edtf == "1962-05-06"
    assert "supplied from the context: year" in edit.reading.text()


def test_an_empty_state_says_what_to_do(qtbot) -> None:
    state = EmptyState("source", "No sources yet & <b>none</b>.", "Import…")
    qtbot.addWidget(state)
    state.resize(500, 400)
    with qtbot.waitSignal(state.action_asked):
        qtbot.mouseClick(state.findChild(QPushButton), Qt.MouseButton.LeftButton)
    state.set_content("search", "một câu rất dài " * 20)
    assert state.findChild(QPushButton).isHidden()
    state.grab()
    for label in state.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()) or not label.text()


def test_flow_layout_breaks_rows(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(window, gap=5)
    for _ in range(5):
        child = QWidget()
        child.setFixedSize(40, 20)
        flow.addWidget(child)
    assert flow.heightForWidth(500) == 20
    assert flow.heightForWidth(90) == 20 * 3 + 5 * 2
    assert flow.heightForWidth(1) == 20 * 5 + 5 * 4
    assert flow.count() == 5
    assert flow.takeAt(0) is not None
    assert flow.takeAt(99) is None


def test_thirty_thousand_calls_that_return_nothing(qtbot) -> None:
    """PySide6 6.12.0 aborts CPython 3.10 and 3.11 after some 5,000 such calls."""
    label = plain_label()
    qtbot.addWidget(label)
    for number in range(30_000):
        label.setText(str(number))
    gc.collect()
    assert label.text() == "29999"
