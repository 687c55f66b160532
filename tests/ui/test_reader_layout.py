"""The reader's column, its life and death, and the texts of the corpus in it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop_app.ui.theme import apply_theme
from desktop_app.ui.widgets.reader import ReaderExcerpt, ReaderView

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "🙂 Ngày 8 tháng 3 năm 1962, Bộ Tổng Tham mưu điện cho Quân khu Tây Bắc.\n" * 60


@pytest.mark.parametrize("width", (240, 700, 1600))
def test_column_fits_when_first_shown(qtbot, width: int) -> None:
    view = ReaderView()
    qtbot.addWidget(view)
    view.resize(width, 400)
    view.set_text(TEXT)
    view.select(10, 20)
    view.show()
    qtbot.waitExposed(view)
    room = view.page.viewport().width()
    block = view.page.document().firstBlock()
    assert block.layout().boundingRect().width() <= room
    assert room <= view.page.fontMetrics().averageCharWidth() * 90
    assert not view.page.map_margin.geometry().intersects(view.page.viewport().geometry())
    assert not view.page.page_margin.geometry().intersects(view.page.viewport().geometry())


def test_many_readers_come_and_go(qtbot) -> None:
    """The layout is Python's, the document Qt's: neither may outlive the other's need of it."""
    for number in range(40):
        view = ReaderView()
        view.set_text(TEXT)
        view.set_excerpts([ReaderExcerpt("exc-1", 2, 40, "claim")])
        view.grab()
        if number % 2:
            view.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        del view
    gc.collect()


@pytest.mark.parametrize("theme", ("light", "dark"))
def test_the_corpus_is_shown(qtbot, qapp: QApplication, corpus: Path, theme: str) -> None:
    apply_theme(qapp, theme)
    for path in sorted(corpus.glob("*.txt")):
        text = path.read_text("utf-8")
        view = ReaderView()
        qtbot.addWidget(view)
        view.set_text(text)
        for start in range(0, len(text) - 50, 997):
            view.select(start, start + 50)
            assert view.selected_range() == (start, start + 50)
        assert not view.grab().isNull()
