"""The window that shows the manual: its language, contents and finding, nothing from outside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument, QTextTable
from PySide6.QtTest import QTest

from desktop_app.i18n import set_language
from desktop_app.ui.dialogs.manual import ManualDialog, read_manual


@pytest.fixture
def open_manual(qtbot):
    def open_one(language: str = "en") -> ManualDialog:
        set_language(language)
        dialog = ManualDialog()
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return open_one


@pytest.mark.parametrize(
    ("language", "first"), [("en", "What Regesta is"), ("vi", "Regesta là gì")]
)
def test_it_speaks_the_language_of_the_interface(open_manual, language, first):
    dialog = open_manual(language)
    sections = [line[3:] for line in read_manual(language).splitlines() if line[:3] == "## "]
    contents = [dialog.contents.item(row).text() for row in range(dialog.contents.count())]
    assert contents == sections
    assert contents[0] == first


def test_a_language_without_a_manual_reads_the_english_one():
    assert read_manual("xx") == read_manual("en")


def test_tables_are_tables_and_marks_are_gone(open_manual):
    dialog = open_manual()
    document = dialog.page.document()
    tables = [one for one in document.rootFrame().childFrames() if isinstance(one, QTextTable)]
    assert len(tables) > 10
    text = document.toPlainText()
    assert [mark for mark in ("**", "| --", "`") if mark in text] == []


def test_a_section_of_the_contents_comes_to_the_top(open_manual):
    dialog = open_manual()
    dialog.contents.setCurrentRow(7)
    corner = dialog.page.viewport().rect().topLeft()
    top = dialog.page.cursorForPosition(corner)
    assert top.block().text() == dialog.contents.item(7).text()
    dialog.page.verticalScrollBar().setValue(0)
    row = dialog.contents.visualItemRect(dialog.contents.item(7))
    QTest.mouseClick(dialog.contents.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert dialog.page.verticalScrollBar().value() > 0


def test_words_are_found_without_tones_again_and_backwards(open_manual, qtbot):
    dialog = open_manual("vi")
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.line.hasFocus()
    qtbot.keyClicks(dialog.line, "thung rac")
    places = [dialog.page.textCursor().selectionStart()]
    assert dialog.page.textCursor().selectedText().lower() == "thùng rác"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F3):
        qtbot.keyClick(dialog.line, key)
        places.append(dialog.page.textCursor().selectionStart())
    assert places == sorted(set(places))
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.page.textCursor().selectionStart() == places[1]
    assert dialog.isVisible()


def test_finding_goes_round_and_says_when_there_is_nothing(open_manual):
    dialog = open_manual()
    count = len(dialog._finder.find("Backspace", tones=False))
    seen = set()
    for _ in range(count + 1):
        assert dialog.find_words("Backspace")
        seen.add(dialog.page.textCursor().selectionStart())
    assert len(seen) == count
    assert not dialog.find_words("xyzzy")
    assert not dialog.find_words("")


def test_nothing_is_loaded_from_a_disk_or_a_network(open_manual, tmp_path):
    secret = tmp_path / "picture.png"
    secret.write_bytes(b"not for the manual")
    dialog = open_manual()
    document = dialog.page.document()
    kind = int(QTextDocument.ResourceType.ImageResource.value)
    for place in (secret.as_uri(), str(secret), "https://example.org/a.png", "../../README.md"):
        found = document.loadResource(kind, QUrl(place))
        assert (found.width(), found.height()) == (1, 1)


def test_escape_closes_it(open_manual, qtbot):
    dialog = open_manual()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
