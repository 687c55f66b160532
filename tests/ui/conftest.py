"""A small catalogue made through the real commands, and the window on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop_app.catalog.ids import Kind
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session, create_catalogue
from desktop_app.store import journal

TEXT = (
    "Ngày 8 tháng 3: Bộ Tổng tư lệnh gửi điện.\n"
    "Báo cáo ghi 134 người chết; nơi khác ghi 137.\n"
    "Tiểu đoàn 4 qua sông.\n"
)


class SmallCatalogue:
    """A session with an event in conflict, an uncited claim, two entities and one document."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.session: Session = create_catalogue(
            folder / "small.db", name="Nặm Thà", author="Tester"
        )
        path = folder / "telegram.txt"
        path.write_text(TEXT, "utf-8")
        done = import_files(self.session, [path], title="Điện ngày 8 tháng 3")[0]
        assert done.document and done.source
        self.document, self.source = done.document, done.source
        self.excerpt = self.mark("134 người chết")
        self.campaign = self.do("create_event", title="Chiến dịch Nặm Thà")
        self.approval = self.do("create_event", title="Phê duyệt kế hoạch", part_of=self.campaign)
        self.place = self.do("create_entity", kind="place", name="Nặm Thà", language="vi")
        self.unit = self.do("create_entity", kind="unit", name="Tiểu đoàn 4", language="vi")
        self.cited = self.state(self.campaign, "killed", {"number": 134}, excerpt=self.excerpt)
        self.rival = self.state(self.campaign, "killed", {"number": 137}, excerpt=self.excerpt)
        self.uncited = self.state(self.approval, "date", {"edtf": "1962-03-28"})

    def do(self, operation: str, /, **arguments: object) -> str:
        """Run an operation; return the first id it gives."""
        return run_operation(self.session, operation, arguments).ids[0]

    def mark(self, quote: str) -> str:
        """Mark the first passage that says `quote`."""
        start = TEXT.index(quote)
        end = start + len(quote)
        return self.do("create_excerpt", document=self.document, start=start, end=end)

    def state(self, subject: str, prop: str, value: object, **more: object) -> str:
        """State a claim."""
        return self.do("state_claim", subject=subject, property=prop, value=value, **more)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallCatalogue]:
    catalogue = SmallCatalogue(tmp_path)
    yield catalogue
    catalogue.session.close()


@pytest.fixture
def preferences(tmp_path: Path) -> PreferenceFile:
    return PreferenceFile(tmp_path / "preferences.json")


@pytest.fixture
def open_window(qtbot, qapp, small, preferences) -> Iterator[Callable[[], object]]:
    """Return what opens the window on the small catalogue; it is closed at the end."""
    from desktop_app.ui.application import discard_window
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.theme import apply_theme

    assert isinstance(qapp, QApplication)
    apply_theme(qapp, "light")
    opened: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(small.session, preferences)
        opened.append(window)
        window.resize(1300, 800)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: not window.keeper.is_busy, timeout=20_000)
        return window

    yield make
    for window in opened:
        discard_window(window)


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def workspace(qtbot, small):
    from desktop_app.ui.workspace import Workspace

    made = Workspace(small.session)
    yield made
    made.close()


@pytest.fixture
def owner(qtbot):
    """Return the window over which dialogs open."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def edit(qtbot, workspace, owner):
    """Return what opens the editor of a record, or of a new one of a kind."""
    opened = []

    from desktop_app.ui.dialogs.editor import open_editor, open_new_editor

    def make(record):
        if isinstance(record, Kind):
            editor = open_new_editor(workspace, record, owner)
        else:
            editor = open_editor(workspace, record, owner)
        opened.append(editor)
        qtbot.waitExposed(editor)
        return editor

    yield make
    for editor in opened:
        if isValid(editor):
            editor.done(0)


def newest(small):
    return journal.get_change(small.session.db, journal.head(small.session.db))
