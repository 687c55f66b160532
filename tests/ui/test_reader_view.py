"""The reader in a real window: keys, clicks, highlights, margins, find, zoom."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.catalog.documents import PageMark
from desktop_app.ui.theme import DARK, LIGHT, Role, apply_theme
from desktop_app.ui.widgets.reader import ReaderExcerpt, ReaderView
from desktop_app.ui.widgets.reader_highlight import list_passage_lines
from desktop_app.ui.widgets.reader_keys import READER_KEYS

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "🙂 Ngày 8 tháng 3 năm 1962, Bộ Tổng Tham mưu điện cho Quân khu Tây Bắc.\n" * 60
OUTER, INNER, OTHER = (
    ReaderExcerpt("exc-1", 2, 40, "claim", label="killed = <b>134</b>"),
    ReaderExcerpt("exc-2", 7, 20, "excerpt"),
    ReaderExcerpt("exc-3", 1000, 1020, "claim", needs_review=True),
)


@pytest.fixture
def view(qtbot, qapp: QApplication) -> ReaderView:
    apply_theme(qapp, "light")
    view = ReaderView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.set_text(TEXT, (PageMark(0, "31"), PageMark(700, "32")))
    view.set_excerpts([OUTER, INNER, OTHER])
    view.show()
    qtbot.waitExposed(view)
    view.page.setFocus()
    return view


def press(view: ReaderView, keys: str) -> None:
    """Send a key as Qt does: first as a shortcut that may be claimed, then as a press."""
    combination = QKeySequence(keys)[0]
    arguments = (combination.key(), combination.keyboardModifiers())
    override = QKeyEvent(QEvent.Type.ShortcutOverride, *arguments)
    override.ignore()
    QApplication.sendEvent(view.page, override)
    assert override.isAccepted() == (keys in READER_KEYS)
    QApplication.sendEvent(view.page, QKeyEvent(QEvent.Type.KeyPress, *arguments))


def point_of(view: ReaderView, offset: int) -> QPoint:
    """Return a point inside the letter at `offset`."""
    shown = view.page.list_shown_blocks()
    at = view.page.reader_text.to_utf16(offset)
    area = list_passage_lines(shown, at, at + 1, QRectF(view.page.viewport().rect()))[0].area
    return area.center().toPoint()


def test_a_click_opens_the_smallest_and_then_the_next(qtbot, view: ReaderView) -> None:
    opened: list[str] = []
    view.excerpt_activated.connect(opened.append)
    for _ in range(3):
        qtbot.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 10))
    qtbot.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 30))
    qtbot.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 60))
    assert opened == ["exc-2", "exc-1", "exc-2", "exc-1"]
    assert view.current_excerpt() == "exc-1"


def test_enter_opens_the_excerpt_at_the_caret(view: ReaderView) -> None:
    opened: list[str] = []
    view.excerpt_activated.connect(opened.append)
    view.select(10, 10)
    press(view, "Return")
    press(view, "Return")
    view.select(60, 60)
    press(view, "Return")
    assert opened == ["exc-2", "exc-1"]


def test_enter_asks_for_an_excerpt_of_the_selection(qtbot, view: ReaderView) -> None:
    view.select(2, 8)
    with qtbot.waitSignal(view.excerpt_requested) as asked:
        press(view, "Return")
    assert asked.args == [2, 8]
    assert TEXT[2:8] == "Ngày 8"


def test_the_caret_selects_by_keyboard(qtbot, view: ReaderView) -> None:
    told: list[tuple[int, int]] = []
    view.selection_changed.connect(lambda start, end: told.append((start, end)))
    view.select(0, 0)
    press(view, "Shift+Right")
    assert view.selected_range() == (0, 1)
    press(view, "Shift+End")
    assert view.selected_range() is not None
    assert told[0] == (0, 1)
    press(view, "Ctrl+End")
    assert view.caret() == len(TEXT)
    press(view, "Ctrl+Home")
    assert view.caret() == 0
    press(view, "PgDown")
    assert view.caret() > 0


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("Alt+Shift+Right", (7, 25)),
        ("Alt+Shift+Left", (7, 16)),
        ("Alt+Shift+Down", (9, 20)),
        ("Alt+Shift+Up", (2, 20)),
        ("Ctrl+Alt+Shift+Right", (7, 21)),
        ("Ctrl+Alt+Shift+Left", (7, 19)),
        ("Ctrl+Alt+Shift+Down", (8, 20)),
        ("Ctrl+Alt+Shift+Up", (6, 20)),
    ],
)
def test_boundaries_move_by_word_and_by_letter(
    view: ReaderView, keys: str, expected: tuple[int, int]
) -> None:
    moved: list[tuple[str, int, int]] = []
    view.boundary_changed.connect(lambda *args: moved.append(args))
    view.set_current_excerpt("exc-2")
    press(view, keys)
    assert moved == [("exc-2", *expected)]


def test_the_current_excerpt_can_take_the_selection(view: ReaderView) -> None:
    moved: list[tuple[str, int, int]] = []
    view.boundary_changed.connect(lambda *args: moved.append(args))
    press(view, "Alt+Shift+Return")
    view.set_current_excerpt("exc-3")
    view.select(990, 1015)
    press(view, "Alt+Shift+Return")
    assert moved == [("exc-3", 990, 1015)]


def test_going_from_excerpt_to_excerpt(view: ReaderView) -> None:
    opened: list[str] = []
    view.excerpt_activated.connect(opened.append)
    view.select(0, 0)
    for keys in ("Alt+Down", "Alt+Down", "Alt+Down", "Alt+Down", "Alt+Up"):
        press(view, keys)
    assert opened == ["exc-1", "exc-2", "exc-3", "exc-2"]
    assert view.caret() == INNER.start


def test_reveal_brings_the_passage_into_sight(qtbot, view: ReaderView) -> None:
    view.reveal(3000, 3020)
    first, last = view.visible_range()
    assert first < 3000 < last
    assert view.caret() == 3000
    view.reveal(0, 5)
    assert view.visible_range()[0] == 0


def test_select_does_not_scroll_what_is_in_sight(view: ReaderView) -> None:
    view.select(100, 110)
    assert view.page.verticalScrollBar().value() == 0
    view.select(3500, 3510)
    first, last = view.visible_range()
    assert first < 3500 < last


def test_excerpts_are_painted_and_overlaps_seen(view: ReaderView) -> None:
    image = view.page.viewport().grab().toImage()
    ratio = image.devicePixelRatio()

    def colours(offset: int) -> set[str]:
        spot = point_of(view, offset)
        height = range(-14, 15)
        width = range(-6, 7)
        return {
            image.pixelColor(int((spot.x() + x) * ratio), int((spot.y() + y) * ratio)).name()
            for x in width
            for y in height
        }

    both = colours(12)
    assert LIGHT.wash(Role.EXCERPTED).name() in both
    assert LIGHT.line(Role.FEEDS_CLAIM).name() in both
    assert LIGHT.wash(Role.FEEDS_CLAIM).name() in colours(30)
    plain = colours(60)
    assert QColor(LIGHT.base).name() in plain
    assert LIGHT.wash(Role.FEEDS_CLAIM).name() not in plain


def test_the_map_shows_every_state_and_goes_where_it_is_clicked(qtbot, view: ReaderView) -> None:
    map_margin = view.page.map_margin
    roles = [role for _, _, role in map_margin.list_bands()]
    assert Role.FEEDS_CLAIM in roles
    assert Role.NEEDS_REVIEW in roles
    before = view.caret()
    bottom = QPoint(5, map_margin.height() - 5)
    qtbot.mouseClick(map_margin, Qt.MouseButton.LeftButton, pos=bottom)
    assert view.visible_range()[1] >= len(TEXT) - 80
    assert view.caret() == before


def test_a_single_excerpt_in_a_long_text_is_seen_on_the_map(view: ReaderView) -> None:
    view.set_text(TEXT * 200)
    view.set_excerpts([INNER])
    assert [height for _, height, _ in view.page.map_margin.list_bands()] == [2]


def test_find_goes_around_and_counts(qtbot, view: ReaderView) -> None:
    press(view, "Ctrl+F")
    assert view.find_bar.isVisible()
    view.find_bar.line.setText("tay bac")
    qtbot.keyClick(view.find_bar.line, Qt.Key.Key_Return)
    assert view.find_bar.count.text() == "1 of 60"
    first = view.selected_range()
    assert TEXT[slice(*first)] == "Tây Bắc"
    qtbot.keyClick(view.find_bar.line, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert view.find_bar.count.text() == "60 of 60"
    qtbot.keyClick(view.find_bar.line, Qt.Key.Key_Return)
    assert view.selected_range() == first
    press(view, "F3")
    assert view.find_bar.count.text() == "2 of 60"
    view.find_bar.tones.setChecked(True)
    assert view.find_bar.count.text() == "No matches"
    assert not view.find_bar.next.isEnabled()
    qtbot.keyClick(view.find_bar.line, Qt.Key.Key_Escape)
    assert not view.find_bar.isVisible()
    assert view.page.hasFocus()


def test_typing_searches_after_a_pause(qtbot, view: ReaderView) -> None:
    view.show_find_bar()
    qtbot.keyClicks(view.find_bar.line, "1962")
    qtbot.waitUntil(lambda: view.find_bar.count.text() == "1 of 60")


def test_find_starts_with_the_selected_words(view: ReaderView) -> None:
    view.select(2, 8)
    press(view, "Ctrl+F")
    assert view.find_bar.line.text() == "Ngày 8"
    assert view.find_bar.count.text() == "1 of 60"
    view.set_text("khác")
    assert view.find_bar.count.text() == "No matches"
    # The wider words ask the window for more room, which the offscreen platform cannot give.
    QApplication.processEvents()


def test_zoom_keeps_the_place(qtbot, view: ReaderView) -> None:
    zooms: list[int] = []
    view.zoom_changed.connect(zooms.append)
    size = view.page.font().pointSizeF()
    press(view, "Ctrl++")
    press(view, "Ctrl+=")
    assert view.zoom() == 125
    assert view.page.font().pointSizeF() > size
    press(view, "Ctrl+0")
    press(view, "Ctrl+-")
    assert zooms == [110, 125, 100, 90]
    view.set_zoom(10_000)
    assert view.zoom() == 300
    view.set_zoom(100)
    view.reveal(3000, 3001)
    top = view.visible_range()[0]
    view.set_zoom(150)
    assert abs(view.visible_range()[0] - top) < 200


def test_new_text_forgets_the_old(view: ReaderView) -> None:
    view.set_current_excerpt("exc-1")
    view.set_text("ngắn")
    assert view.current_excerpt() is None
    assert view.page.index.placed == ()
    view.set_excerpts([OTHER])
    view.grab()
    assert view.text() == "ngắn"


def test_the_current_excerpt_goes_when_it_is_gone(view: ReaderView) -> None:
    view.set_current_excerpt("exc-1")
    view.set_excerpts([INNER])
    assert view.current_excerpt() is None


def test_a_sign_in_the_margin_opens_its_excerpt(qtbot, view: ReaderView) -> None:
    opened: list[str] = []
    view.excerpt_activated.connect(opened.append)
    margin = view.page.page_margin
    for _ in range(2):
        qtbot.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(margin.width() - 5, 12))
    qtbot.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(5, margin.height() - 5))
    assert opened == ["exc-2", "exc-1"]


def test_lines_have_room_for_underlines(view: ReaderView) -> None:
    view.resize(420, 600)
    QApplication.processEvents()
    layout = view.page.document().firstBlock().layout()
    view.page.list_shown_blocks()
    first, second = layout.lineAt(0), layout.lineAt(1)
    assert second.y() - first.y() >= first.height() * 1.25
    shown = view.page.list_shown_blocks()
    assert shown[1].origin.y() > shown[0].origin.y() + layout.boundingRect().height()


def test_small_turns_of_the_wheel_add_up(view: ReaderView) -> None:
    for _ in range(7):
        view.page.wheelEvent(wheel_event(15))
    assert view.zoom() == 100
    view.page.wheelEvent(wheel_event(15))
    assert view.zoom() == 110
    view.page.wheelEvent(wheel_event(-240))
    assert view.zoom() == 90


def wheel_event(turn: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(10, 10),
        QPointF(10, 10),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_the_theme_changes_under_an_open_find_bar(
    qtbot, qapp: QApplication, view: ReaderView
) -> None:
    view.show_find_bar()
    view.find_bar.line.setText("không có")
    view.find_next()
    role = QPalette.ColorRole.WindowText
    assert view.find_bar.count.palette().color(role) == LIGHT.line(Role.INVALID)
    apply_theme(qapp, "dark")
    red = DARK.line(Role.INVALID)
    qtbot.waitUntil(lambda: view.find_bar.count.palette().color(role) == red)
