"""The main job from the keyboard alone: import, mark, attach, state, and see why it is believed.

Keys are sent to whatever has the focus, as a person's are.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.catalog.claims import Quantity, Stance
from desktop_app.store import claims, documents, excerpts, subjects
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.panels.provenance_cards import ClaimCard
from desktop_app.ui.widgets.quote_view import QuoteView

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Hands:
    """Two hands on a keyboard. `strokes` counts the keys that are not free text."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.strokes = 0

    def focus(self) -> QWidget:
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        for _ in range(times):
            self._qtbot.keyClick(self.focus(), key, modifiers)
            self.strokes += 1

    def type(self, text: str) -> None:
        assert isinstance(self.focus(), QLineEdit)
        self._qtbot.keyClicks(self.focus(), text)


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


@pytest.fixture
def window(desk, tmp_path: Path, corpus: Path, hands: Hands, qtbot: QtBot) -> MainWindow:
    """The window with both texts of the corpus imported into a new catalogue."""
    opened: MainWindow = desk.open(tmp_path / "campaign.db")
    # The files themselves are chosen in the desktop's own dialog, which is not ours to test.
    dialog = opened.dialogs.open_import(sorted(corpus.glob("*.txt")))
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or opened))
    hands.press(Qt.Key.Key_Return)
    # What was read of each file is shown first; Enter imports it.
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview, timeout=20_000)
    hands.press(Qt.Key.Key_Return)
    db = opened.session.db
    qtbot.waitUntil(lambda: len(documents.list_documents(db)) == 2, timeout=20_000)
    desk.settle(opened)
    dialog.reject()
    opened.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is opened)
    return opened


def open_chronicle(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_G, CTRL)
    hands.type("chronicle")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.view.page.hasFocus())


def select_passage(window: MainWindow, hands: Hands) -> str:
    """Find the figure 134 in the text and select a few words from it on."""
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("134")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Right, CTRL | SHIFT, times=3)
    selected = window.reader.view.selected_range()
    assert selected is not None
    return window.reader.view.text()[slice(*selected)].strip()


def create_in_box(window: MainWindow, hands: Hands, name: str, kind: str) -> None:
    """Type a new name and choose what it is the name of."""
    hands.type(name)
    hands.press(Qt.Key.Key_Down)
    popup = window.reader.bench.box.subjects.popup
    step = Qt.Key.Key_Up if kind == "event" else Qt.Key.Key_Down
    while (choice := popup.current_choice()) is not None and choice.kind != kind:
        hands.press(step)
    hands.press(Qt.Key.Key_Return)


def test_from_two_files_to_a_claim_and_its_provenance(
    window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    db = window.session.db
    open_chronicle(window, hands, qtbot)
    quote = select_passage(window, hands)

    hands.strokes = 0
    hands.press(Qt.Key.Key_Return)
    assert hands.strokes == 1
    excerpt = window.workspace.current_excerpt
    held = excerpts.get_excerpt(db, excerpt)
    assert held.quote == quote and quote.startswith("134")
    text = documents.get_text(db, held.document)
    assert text[held.start : held.end] == quote

    hands.strokes = 0
    create_in_box(window, hands, "Counter-attacks around the town", "event")
    create_in_box(window, hands, "Battalion 701", "unit")
    create_in_box(window, hands, "Battalion 2", "unit")
    # All three had to be made: known ones take one key each.
    assert hands.strokes <= 12
    event, *units = window.reader.bench.box.attached_subjects()
    assert subjects.get_event(db, event).title == "Counter-attacks around the town"
    assert [one.label for one in subjects.list_entities(db, units)] == [
        "Battalion 701",
        "Battalion 2",
    ]

    hands.strokes = 0
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("killed")
    hands.press(Qt.Key.Key_Return)
    value = hands.focus()
    assert isinstance(value, QLineEdit)
    value.selectAll()
    hands.type("134")
    hands.press(Qt.Key.Key_Return)
    assert hands.strokes == 3
    (claim,) = claims.list_claims_of(db, [event])
    assert isinstance(claim.value, Quantity) and claim.value.number == 134
    assert [(one.excerpt, one.stance) for one in claim.citations] == [(excerpt, Stance.SUPPORTS)]

    assert shown_claims(window, qtbot) == [claim.id]
    window.workspace.select(event)
    assert shown_claims(window, qtbot) == [claim.id]
    quotes = [one.quote() for one in window.provenance.findChildren(QuoteView)]
    assert quote in quotes

    changes = int(db.scalar("SELECT count(*) FROM change"))
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Z, CTRL)
    assert int(db.scalar("SELECT count(*) FROM change")) == changes + 1
    assert claims.list_claims_of(db, [event]) == []


def shown_claims(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Return the claims whose cards the provenance panel shows."""
    qtbot.waitUntil(lambda: bool(window.provenance.findChildren(ClaimCard)))
    return [card.view.claim.id for card in window.provenance.findChildren(ClaimCard)]


def test_one_claim_of_a_selection_is_one_step_back(
    window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    db = window.session.db
    open_chronicle(window, hands, qtbot)
    select_passage(window, hands)
    before = int(db.scalar("SELECT max(seq) FROM change"))
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("Losses of the counter-attacks")
    hands.press(Qt.Key.Key_Return)
    hands.type("killed")
    hands.press(Qt.Key.Key_Return)
    value = hands.focus()
    assert isinstance(value, QLineEdit)
    value.selectAll()
    hands.type("134")
    hands.press(Qt.Key.Key_Return)
    assert int(db.scalar("SELECT max(seq) FROM change")) == before + 1
    assert len(excerpts.list_excerpts(db)) == 1
    window.session.undo()
    assert excerpts.list_excerpts(db) == []
    assert claims.list_claims(db) == []
    assert subjects.list_events(db) == []


def test_what_was_just_marked_is_undone_from_where_one_is(
    window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    open_chronicle(window, hands, qtbot)
    select_passage(window, hands)
    hands.press(Qt.Key.Key_Return)
    assert hands.focus() is window.reader.bench.box.subjects.line
    hands.press(Qt.Key.Key_Z, CTRL)
    assert excerpts.list_excerpts(window.session.db) == []
    assert not window.reader.bench.box.isVisible()
    assert hands.focus() is window.reader.view.page


def test_a_name_without_tones_is_found_and_opened_in_its_text(
    window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    window.lists.setFocus()
    hands.strokes = 0
    hands.press(Qt.Key.Key_F, CTRL | SHIFT)
    hands.type("tieu doan 701")
    hands.press(Qt.Key.Key_Return)
    view = window.reader.view
    # The texts were imported a moment ago: Enter waits until they are indexed.
    qtbot.waitUntil(lambda: view.page.hasFocus(), timeout=20_000)
    assert hands.strokes == 2
    assert view.text()[view.caret() :].casefold().startswith("tiểu đoàn 701")
