"""What holds for every test: a home of its own, English words, and silence.

Nothing in the program may open the file of an open catalogue beside its connection.

Silence means: no Python warning (pyproject.toml), no Qt message from a warning upwards, no
`logging` record from ERROR upwards, and no thread that outlives its test. A test that expects
such a record says so: `@pytest.mark.expects_error_log`, `@pytest.mark.qt_log_level_fail("NO")`.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import sys
import threading
import types
from collections.abc import Generator, Iterator
from pathlib import Path

# Qt reads it when the first QApplication is made; without a display it would abort the process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# This checkout is what is tested, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import hypothesis
import pytest

from desktop_app import i18n

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PROGRAM, TESTS = str(ROOT / "desktop_app"), str(ROOT / "tests")
SECONDS_TO_END = 5.0
QT_MESSAGE_LEVELS = ("QtWarningMsg", "QtCriticalMsg", "QtFatalMsg")

# The same examples on every machine, and no verdict that depends on how busy the machine is.
hypothesis.settings.register_profile(
    "regesta",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("regesta")


class ErrorRecords(logging.Handler):
    """Keeps every record from ERROR upwards that reaches the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class LiveFiles:
    """Notes whenever our code opens the file of an open catalogue beside its connection.

    Closing such a handle drops SQLite's locks of the whole process (README, decision 3). A test
    may look into the file by itself.
    """

    WATCHED = frozenset({"open", "shutil.copyfile", "shutil.move", "sqlite3.connect", "os.remove"})

    def __init__(self) -> None:
        self.touched: list[str] = []
        sys.addaudithook(self.look)

    def look(self, event: str, arguments: tuple[object, ...]) -> None:
        """The audit hook: quick, for it is asked of everything the interpreter does."""
        if event not in self.WATCHED:
            return
        store = sys.modules.get("desktop_app.store.database")
        held = getattr(store, "_OPEN_HERE", None)
        if not held:
            return
        names = {str(database.file) for database in list(held.values())}
        for one in arguments[:2]:
            if isinstance(one, str | bytes | os.PathLike):
                path = os.path.realpath(os.fsdecode(one))
                if path in names and is_called_by_us(sys._getframe(1)):
                    self.touched.append(f"{event} {path}")


def is_called_by_us(frame: types.FrameType | None) -> bool:
    """Tell whether the nearest caller that is no library is the program, not a test."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(PROGRAM):
            return True
        if name.startswith(TESTS):
            return False
        frame = frame.f_back
    return False


LIVE_FILES = LiveFiles()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "expects_error_log: the test provokes a log record of level ERROR or above"
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Fail on Qt messages of the tear-down too; pytest-qt itself watches only the test's body."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or item.get_closest_marker("no_qt_log"):
        return (yield)
    messages: list[str] = []

    def keep(kind: object, _context: object, message: str) -> None:
        ignored = any(re.search(one, message) for one in item.config.getini("qt_log_ignore"))
        if getattr(kind, "name", "") in QT_MESSAGE_LEVELS and not ignored:
            messages.append(message)

    previous = core.qInstallMessageHandler(keep)
    try:
        result = yield
    finally:
        core.qInstallMessageHandler(previous)
    mark = item.get_closest_marker("qt_log_level_fail")
    if messages and not (mark and mark.args[0] == "NO"):
        pytest.fail("Qt messages at the end of the test:\n" + "\n".join(messages), pytrace=False)
    return result


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def isolated(
    request: pytest.FixtureRequest, _homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Give the test its own REGESTA_HOME and English; fail it on errors logged, threads left."""
    monkeypatch.setenv("REGESTA_HOME", str(next(_homes)))
    monkeypatch.setenv("REGESTA_LANGUAGE", "en")
    i18n.set_language("en")
    threads_before = set(threading.enumerate())
    records = ErrorRecords()
    LIVE_FILES.touched.clear()
    logging.getLogger().addHandler(records)
    yield
    logging.getLogger().removeHandler(records)
    i18n.set_language("en")
    left = list_threads_left(threads_before)
    if left:
        pytest.fail(f"threads left over: {', '.join(left)}", pytrace=False)
    if LIVE_FILES.touched:
        touched = "\n".join(LIVE_FILES.touched)
        pytest.fail(f"an open catalogue was touched beside its connection:\n{touched}", False)
    if records.lines and not request.node.get_closest_marker("expects_error_log"):
        pytest.fail("errors were logged:\n" + "\n".join(records.lines), pytrace=False)


def list_threads_left(before: set[threading.Thread]) -> list[str]:
    """Return the names of the threads started since `before` that do not end by themselves.

    Dummy threads are Qt's own: Python before 3.12 lists them for ever once they ran Python code.
    """
    left = []
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread):
            continue
        thread.join(SECONDS_TO_END)
        if thread.is_alive():
            left.append(thread.name)
    return sorted(left)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the two corpus texts, or skip: they are not part of the project."""
    if not any(CORPUS.glob("*.txt")):
        pytest.skip("the corpus texts are not beside this checkout (../shared/corpus/*.txt)")
    return CORPUS
