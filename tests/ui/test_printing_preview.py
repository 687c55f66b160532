"""The preview opens at its first page, whatever comes after it, and ends with the right numbers."""

from __future__ import annotations

from PySide6.QtGui import QImage

from desktop_app.ui.printing_pages import lay_out
from desktop_app.ui.widgets.page_view import PageView
from tests.ui.test_printing_parts import make_long_report


def count_ink(image: QImage) -> int:
    rows = range(0, image.height(), 2)
    return sum(image.pixelColor(x, y).lightness() < 90 for y in rows for x in range(image.width()))


def test_the_first_page_shows_before_the_others_are_set(qtbot, qapp) -> None:
    report = make_long_report(people=120)
    view = PageView()
    qtbot.addWidget(view)
    view.resize(420, 560)
    view.show()
    with qtbot.waitSignal(view.paged, timeout=20_000) as first:
        view.set_report(report)
    assert first.args is not None
    assert first.args[1] is False
    qtbot.waitUntil(lambda: count_ink(view.grab().toImage()) > 200, timeout=20_000)
    assert view.pages() is None, "the first page waited for the last"
    unnumbered = count_ink(view.grab().toImage())
    qtbot.waitUntil(lambda: view.pages() is not None, timeout=60_000)
    pages = view.pages()
    assert pages is not None
    assert len(pages.pages) == len(lay_out(report).pages)
    # The numbers of the contents and the footer are there now.
    assert count_ink(view.grab().toImage()) > unnumbered


def test_of_several_small_pages_in_view_the_first_is_told(qtbot, qapp) -> None:
    view = PageView()
    qtbot.addWidget(view)
    view.resize(200, 900)
    view.show()
    view.set_report(make_long_report(people=40))
    qtbot.waitUntil(lambda: view.pages() is not None, timeout=20_000)
    assert view.shown_page() == 1
