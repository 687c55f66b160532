"""The whole window on a real file, opened and closed as the program does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.ui.application import discard_window, make_application
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme import apply_theme


class Desk:
    """Opens windows on catalogues, one at a time, and closes them with their session."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self._close: Callable[[], None] = lambda: None

    def open(self, path: Path) -> MainWindow:
        """Open the window on `path`, a new catalogue where there is none; wait for its index."""
        self.close()
        session = open_catalogue(path) if path.exists() else create_catalogue(path)
        window = MainWindow(session, PreferenceFile(self.folder / "preferences.json"))
        window.resize(1400, 900)
        window.show()
        self.qtbot.waitExposed(window)
        self.settle(window)

        def close() -> None:
            discard_window(window)
            session.close()

        self._close = close
        return window

    def settle(self, window: MainWindow) -> None:
        """Wait until no job runs."""
        self.qtbot.waitUntil(
            lambda: not window.keeper.is_busy and not window.workspace.bridge.runner.list_running(),
            timeout=30_000,
        )

    def close(self) -> None:
        """Close the window that is open."""
        self._close()
        self._close = lambda: None


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[Desk]:
    apply_theme(make_application(), "light")
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()
