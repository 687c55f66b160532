"""Offsets and shown text: whatever is selected comes back, in all planes of Unicode."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.ui.widgets.reader import ReaderView
from desktop_app.ui.widgets.reader_text import LONGEST_PARAGRAPH, ReaderText, make_shown

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

AWKWARD = (
    "\n\u2028\u2029\x85\x0b\x0c\r\xa0\ufdd0\ufdd1\ufffc\x00\ufeff\u202e\u0301\u0ec9🙂𠀀\U0010ffff"
)
TEXTS = st.text(
    st.one_of(st.sampled_from(AWKWARD + "aặđ ນ້ຳ"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture
def view(qtbot) -> ReaderView:
    view = ReaderView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    return view


@given(TEXTS)
def test_shown_text_has_the_same_units(text: str) -> None:
    shown = make_shown(text)
    assert units(shown) == units(text) == ReaderText(text).units
    assert len(shown) == len(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.data())
def test_any_selection_comes_back(view: ReaderView, data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    view.set_text(text)
    assert view.page.document().characterCount() - 1 == units(text)
    view.select(start, end)
    assert view.selected_range() == ((start, end) if start < end else None)
    assert view.text() == text
    if start < end:
        assert view.page.createMimeDataFromSelection().text() == text[start:end]


def test_copying_gives_the_canonical_text(view: ReaderView, qapp: QApplication) -> None:
    text = "Nặm\xa0Thà\u2028🙂\u2029hết"
    view.set_text(text)
    view.select(0, len(text))
    view.page.copy()
    assert QGuiApplication.clipboard().text() == text


def test_offsets_outside_the_text_are_held_within(view: ReaderView) -> None:
    view.set_text("🙂abc")
    view.select(-5, 99)
    assert view.selected_range() == (0, 4)


@pytest.mark.parametrize("joint", ("\n", " ", ""))
def test_overlong_paragraphs_are_broken_at_spaces_only(joint: str) -> None:
    text = joint.join(["chữ"] * LONGEST_PARAGRAPH)
    shown = make_shown(text)
    assert len(shown) == len(text)
    assert shown.replace("\n", " ") == text.replace("\n", " ")
    if joint:
        assert max(map(len, shown.split("\n"))) <= LONGEST_PARAGRAPH


def test_a_word_without_end_stays_whole() -> None:
    text = "a" * (LONGEST_PARAGRAPH + 10) + " " + "b" * 10
    assert make_shown(text) == text.replace(" ", "\n")


def test_an_empty_document_can_be_shown(view: ReaderView) -> None:
    view.show()
    view.set_text("")
    view.set_excerpts([])
    view.select(0, 0)
    view.reveal(0, 0)
    view.grab()
    assert view.selected_range() is None
    assert view.visible_range() == (0, 0)
