"""The type-ahead box by keyboard, input method and pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop_app.catalog.folding import fold
from desktop_app.i18n import set_language
from desktop_app.ui.widgets.type_ahead import Choice, TypeAheadBox
from desktop_app.ui.widgets.type_ahead_chip import Chip
from desktop_app.ui.widgets.type_ahead_popup import ChoiceModel, describe_choice

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RECORDS = [
    Choice("ent-1", "Nặm Thà", "Namtha", "place"),
    Choice("ent-2", "Mương Xỉnh", "Muang Sing · ເມືອງສິງ", "place"),
    Choice("ent-3", "Tiểu đoàn 4", "", "unit"),
]


def offer(query: str) -> list[Choice]:
    found = [one for one in RECORDS if fold(query) in fold(one.title)]
    return [*found, *(Choice("", query, kind=kind, create=True) for kind in ("person", "event"))]


class Dialog(QWidget):
    """A window with a box, a line after it, and a record of what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.box, self.other = TypeAheadBox(), QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.box)
        column.addWidget(self.other)
        self.chosen: list[Choice] = []
        self.removed: list[Choice] = []
        self.queries: list[str] = []
        self.box.set_source(self.answer)
        self.box.chosen.connect(self.on_chosen)
        self.box.removed.connect(self.on_removed)

    def answer(self, query: str) -> list[Choice]:
        self.queries.append(query)
        return offer(query)

    def on_chosen(self, choice: Choice) -> None:
        self.chosen.append(choice)
        self.box.set_chosen([*self.box.chosen_choices(), choice])

    def on_removed(self, choice: Choice) -> None:
        self.removed.append(choice)
        self.box.set_chosen([one for one in self.box.chosen_choices() if one != choice])


@pytest.fixture
def dialog(qtbot) -> Dialog:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.resize(420, 200)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitExposed(dialog)
    dialog.box.setFocus()
    qtbot.waitUntil(dialog.box.line.hasFocus)
    return dialog


def type_text(dialog: Dialog, text: str) -> None:
    """Type letters of any script: keyClicks aborts the process beyond ASCII."""
    for letter in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(dialog.box.line, event)


def test_enter_takes_the_first_and_stays_for_the_next(qtbot, dialog: Dialog) -> None:
    type_text(dialog, "nặm")
    qtbot.waitUntil(dialog.box.popup.isVisible)
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Return)
    assert dialog.chosen == RECORDS[:1]
    assert dialog.box.line.text() == ""
    assert dialog.box.line.hasFocus()
    assert not dialog.box.popup.isVisible()
    qtbot.keyClicks(dialog.box.line, "doan")
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Return)
    assert [one.id for one in dialog.box.chosen_choices()] == ["ent-1", "ent-3"]


def test_fast_enter_asks_for_the_words_on_the_line(qtbot, dialog: Dialog) -> None:
    qtbot.keyClicks(dialog.box.line, "mu")
    qtbot.waitUntil(dialog.box.popup.isVisible)
    type_text(dialog, "x")
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Return)
    assert dialog.chosen == [Choice("", "mux", kind="person", create=True)]


def test_typing_asks_once_after_a_pause(qtbot, dialog: Dialog) -> None:
    qtbot.keyClicks(dialog.box.line, "tieu")
    assert dialog.queries == []
    qtbot.waitUntil(lambda: dialog.queries == ["tieu"])


def test_down_reaches_the_offers_to_create(qtbot, dialog: Dialog) -> None:
    qtbot.keyClicks(dialog.box.line, "xinh")
    qtbot.waitUntil(dialog.box.popup.isVisible)
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Return)
    assert dialog.chosen == [Choice("", "xinh", kind="event", create=True)]
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Down)
    assert dialog.box.popup.isVisible()
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Down)
    assert dialog.box.popup.current_choice() == RECORDS[1]


def test_escape_closes_empties_and_then_leaves(qtbot, dialog: Dialog) -> None:
    qtbot.keyClicks(dialog.box.line, "nam")
    qtbot.waitUntil(dialog.box.popup.isVisible)
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Escape)
    assert not dialog.box.popup.isVisible()
    assert dialog.box.line.text() == "nam"
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Return)
    assert dialog.box.popup.isVisible()
    assert dialog.chosen == []
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Escape)
    qtbot.keyClick(dialog.box.line, Qt.Key.Key_Escape)
    assert dialog.box.line.text() == ""
    escape = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier(0))
    escape.ignore()
    QApplication.sendEvent(dialog.box.line, escape)
    assert not escape.isAccepted()


def test_an_input_method_commits_and_its_draft_is_not_sought(qtbot, dialog: Dialog) -> None:
    draft = QInputMethodEvent("Mươn", [])
    QApplication.sendEvent(dialog.box.line, draft)
    commit = QInputMethodEvent()
    commit.setCommitString("Mương")
    QApplication.sendEvent(dialog.box.line, commit)
    qtbot.waitUntil(dialog.box.popup.isVisible)
    assert dialog.queries == ["Mương"]
    assert dialog.box.popup.current_choice() == RECORDS[1]


def test_leaving_closes_the_list(qtbot, dialog: Dialog) -> None:
    qtbot.keyClicks(dialog.box.line, "nam")
    qtbot.waitUntil(dialog.box.popup.isVisible)
    dialog.other.setFocus()
    assert not dialog.box.popup.isVisible()


def test_backspace_picks_the_last_chip_then_removes_it(qtbot, dialog: Dialog) -> None:
    dialog.box.set_chosen(RECORDS)
    line = dialog.box.line
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert dialog.removed == []
    assert [chip.is_picked() for chip in dialog.box.findChildren(Chip)].count(True) == 1
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert dialog.removed == [RECORDS[2]]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        qtbot.keyClick(line, key)
    assert dialog.removed == [RECORDS[2], RECORDS[0]]
    qtbot.keyClick(line, Qt.Key.Key_Left)
    qtbot.keyClick(line, Qt.Key.Key_Right)
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    assert dialog.box.chosen_choices() == [RECORDS[1]]
    qtbot.keyClicks(line, "a")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert dialog.box.chosen_choices() == [RECORDS[1]]


def test_the_pointer_takes_a_row_and_removes_a_chip(qtbot, dialog: Dialog) -> None:
    qtbot.keyClicks(dialog.box.line, "nam")
    qtbot.waitUntil(dialog.box.popup.isVisible)
    view = dialog.box.popup.view
    spot = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert dialog.chosen == RECORDS[:1]
    chip = dialog.box.findChild(Chip)
    qtbot.mouseClick(chip.findChild(QWidget, "chip_remove"), Qt.MouseButton.LeftButton)
    assert dialog.removed == RECORDS[:1]


def test_many_chips_flow_into_rows(qtbot, dialog: Dialog) -> None:
    one_row = dialog.box.sizeHint().height()
    dialog.box.set_chosen([Choice(f"ent-{n}", f"Tiểu đoàn {n}", kind="unit") for n in range(12)])
    dialog.grab()
    assert dialog.box.heightForWidth(400) > 2 * one_row
    for chip in dialog.box.findChildren(Chip):
        assert chip.geometry().right() <= dialog.box.width()


def test_rows_are_worded_in_both_languages(qapp) -> None:
    offered = Choice("", "Bằng Giang & <b>", kind="person", create=True)
    assert describe_choice(offered) == "Create person “Bằng Giang & <b>”"
    set_language("vi")
    assert describe_choice(offered) == "Tạo nhân vật “Bằng Giang & <b>”"
    assert describe_choice(Choice("", "x", kind="new kind", create=True)) == "Tạo “x”"


def test_model(qtmodeltester) -> None:
    model = ChoiceModel()
    model.set_choices(offer("nam"))
    qtmodeltester.check(model)
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Nặm Thà, Namtha"
    assert model.choice_at(99) is None
    assert model.data(QModelIndex()) is None
