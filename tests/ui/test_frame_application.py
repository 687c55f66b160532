"""The program around the window: display, pictures, languages, themes, other catalogues."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_app.errors import UserError
from desktop_app.i18n import current_language, set_language
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.ui import application
from desktop_app.ui.application import Desk, find_display_problem, make_application, screenshot
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.signals import SignalListener
from desktop_app.ui.theme import DARK, LIGHT, theme_of


def test_a_missing_display_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(application.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = find_display_problem()
    assert said is not None
    assert "\n" not in said
    assert "DISPLAY" in said
    with pytest.raises(UserError) as raised:
        application.run(Path("missing.db"))
    assert raised.value.code == "no_display"
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert find_display_problem() is None


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "vi")])
def test_a_picture_is_drawn_of_the_size_asked_for(small, qapp, tmp_path, theme, language):
    set_language(language)
    small.session.close()
    target = tmp_path / "window.png"
    path = small.session.path
    screenshot(path, target, width=1280, height=720, theme=theme, select=small.campaign)
    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (1280, 720)
    is_dark = picture.pixelColor(3, 60).lightness() < 128
    assert is_dark == (theme == "dark")
    assert sorted(one.name for one in tmp_path.glob("*window*")) == ["window.png"]


def test_a_picture_that_cannot_be_written_is_refused(small, qapp, tmp_path):
    small.session.close()
    with pytest.raises(UserError, match="not_written"):
        screenshot(small.session.path, tmp_path / "nowhere" / "window.png")


@pytest.fixture
def desk(small, qapp, preferences):
    small.session.close()
    made = Desk(make_application(), preferences)
    made.open_path(small.session.path)
    yield made
    made.close()


def test_another_catalogue_takes_the_place_of_the_first(desk, qapp, tmp_path, preferences):
    other = tmp_path / "other.db"
    create_catalogue(other, name="Other").close()
    first = desk.session.path
    desk.window.files.open_wanted.emit(other)
    qapp.processEvents()
    assert desk.window.windowTitle() == "Other — Regesta"
    assert [path.name for path in preferences.list_recent()] == ["other.db", "small.db"]
    create_catalogue(tmp_path / "third.db").close()
    desk.open_path(first)
    assert desk.window.windowTitle() == "Nặm Thà — Regesta"


def test_a_file_that_is_none_leaves_the_open_catalogue_alone(desk, qapp, tmp_path):
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no catalogue")
    window = desk.window
    window.files.open_wanted.emit(bad)
    qapp.processEvents()
    assert desk.window is window
    dialog = desk.flow.dialog
    assert "is not a Regesta catalogue" in dialog.said.text()
    dialog.reject()


def test_a_new_catalogue_is_made_and_opened(desk, qapp, tmp_path):
    desk.window.files.new_wanted.emit(tmp_path / "fresh.db")
    qapp.processEvents()
    assert desk.session.name == "fresh"
    assert desk.window.lists.counts.get("event", 0) == 0


def test_another_language_leaves_list_document_and_place_as_they_were(desk, qapp, small):
    desk.window.workspace.show_passage(small.document, 12, 12)
    desk.window.show_list("uncited")
    desk.window.workspace.select(small.uncited)
    desk.window.actions_by_id["language_vi"].trigger()
    qapp.processEvents()
    page = desk.window.lists.shown_page()
    assert page.view.id == "uncited"
    assert page.selected() == [small.uncited]
    assert (desk.window.reader.document(), desk.window.reader.view.caret()) == (small.document, 12)


def test_the_language_changes_at_once_and_keeps_the_selection(desk, qapp, small, preferences):
    desk.window.show_record(small.campaign)
    desk.window.actions_by_id["language_vi"].trigger()
    qapp.processEvents()
    assert current_language() == "vi"
    assert preferences.chosen.language == "vi"
    assert desk.window.workspace.selection == small.campaign
    assert next(menu.text() for menu in desk.window.menuBar().actions()) == "&Tệp"


def test_the_theme_changes_at_once_and_is_kept(desk, qapp, preferences):
    desk.window.actions_by_id["theme_dark"].trigger()
    qapp.processEvents()
    assert theme_of(desk.window) is DARK
    assert preferences.chosen.theme == "dark"
    desk.window.actions_by_id["theme_light"].trigger()
    qapp.processEvents()
    assert theme_of(desk.window) is LIGHT


def test_qt_speaks_vietnamese_too(qapp):
    make_application()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    set_language("vi")
    assert QCoreApplication.translate("QPlatformTheme", "&Yes") == "&Có"
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "Tìm trong:"
    assert QCoreApplication.translate("Anything", "never heard of") == "never heard of"
    assert isinstance(qapp, QApplication)


def test_the_sample_is_offered_where_there_is_one(small, qapp, preferences, tmp_path):
    small.session.close()
    sample = tmp_path / "sample.db"
    create_catalogue(sample, name="Sample").close()
    desk = Desk(make_application(), preferences, copy_sample=lambda: sample)
    desk.open_path(small.session.path)
    assert desk.window.actions_by_id["open_sample"].isVisible()
    desk.window.actions_by_id["open_sample"].trigger()
    qapp.processEvents()
    assert desk.session.name == "Sample"
    desk.close()


def test_quitting_lets_go_of_the_catalogue(desk, qapp, tmp_path):
    path = desk.session.path
    desk.window.actions_by_id["quit"].trigger()
    qapp.processEvents()
    assert desk.session is None
    open_catalogue(path).close()


@pytest.mark.skipif(os.name != "posix", reason="the system's signals wake Qt on POSIX only")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_request_to_end_reaches_the_window_thread(qtbot, name):
    listener = SignalListener()
    try:
        with qtbot.waitSignal(listener.ended):
            QTimer.singleShot(0, lambda: os.kill(os.getpid(), getattr(signal, name)))
    finally:
        listener.close()


def test_the_language_of_one_run_goes_before_the_chosen_one(small, qapp, monkeypatch):
    monkeypatch.delenv("REGESTA_LANGUAGE", raising=False)
    small.session.close()
    chosen = application.PreferenceFile()
    chosen.put(language="vi")
    seen: list[str] = []

    def look() -> None:
        window = next(one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow))
        seen.extend((current_language(), window.status.currentMessage()))
        window.close()

    QTimer.singleShot(200, look)
    greeting = "A fresh copy of the sample. The copies you worked in are under File ▸ Open recent."
    assert application.run(small.session.path, language="en", greeting=greeting) == 0
    assert seen == ["en", greeting]
    assert application.PreferenceFile().chosen.language == "vi"
