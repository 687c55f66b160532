"""The window that crashes, is killed, is told to end, or fails inside: real processes.

Each starts the program on a real catalogue without a display and then meets its fate.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.importing import import_files
from desktop_app.services.session import create_catalogue, open_catalogue

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Điện mật số 4171 gửi ông Phạm Văn Tối"

CHILD = """
import faulthandler, json, os, signal, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from desktop_app.ui import application
from desktop_app.ui.main_window import MainWindow

told = {"saved": 0, "boxes": []}

def window():
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

def shown(name):
    found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name]
    return [one for one in found if one.isVisible()]

class Painted(QWidget):
    def paintEvent(self, event):
        raise ValueError("painting " + SECRET)

def fail(number):
    raise KeyError(SECRET)

def fail_deep(number):
    return fail_deep(number + 1)

def segfault():
    import ctypes
    ctypes.string_at(0)

def fail_everywhere():
    steps = iter((
        lambda: fail(1),
        lambda: threading.Thread(target=fail, args=(2,)).start(),
        lambda: window().workspace.bridge.start_job("x", fail),
        lambda: fail_deep(0),
        lambda: os.kill(os.getpid(), signal.SIGTERM),
    ))
    timer = QTimer(window())

    def look():
        boxes = shown("report_dialog")
        for box in boxes:
            told["boxes"].append(box._text.toPlainText())
            box.close()
        if boxes:
            QTimer.singleShot(0, next(steps))

    timer.timeout.connect(look)
    timer.start(30)
    QTimer.singleShot(0, next(steps))

def paint_for_ever():
    painted = Painted(window())
    painted.resize(50, 50)
    painted.show()
    window().kept = painted
    timer = QTimer(painted)
    timer.timeout.connect(painted.update)
    timer.timeout.connect(accept)
    timer.start(20)

def accept():
    for box in shown("failing_box"):
        told["boxes"].append(box.text())
        box.defaultButton().click()

def fail_in_the_box():
    from desktop_app.ui import errors
    def broken(*given):
        raise RuntimeError("no box either")
    errors.show_report = broken
    QTimer.singleShot(0, lambda: fail(1))

SECRET = sys.argv[3]
app = application.make_application()
QTimer.singleShot(700, globals()[sys.argv[2]] if sys.argv[2] in globals() else
                  lambda: os.kill(os.getpid(), getattr(signal, sys.argv[2])))
status = application.run(Path(sys.argv[1]), language="en")
print(json.dumps({"status": status, **told}))
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Return a catalogue with a document whose words must not get out."""
    path = tmp_path / "small.db"
    text = tmp_path / "telegram.txt"
    text.write_text(f"{SECRET}\n" * 3, "utf-8")
    session = create_catalogue(path, name=SECRET)
    import_files(session, [text], title=SECRET)
    session.close()
    return path


def start(catalogue: Path, fate: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the window until its fate has met it; its home folder is the user's home too."""
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(catalogue), fate, SECRET],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "REGESTA_HOME": str(home),
            "PYTHONFAULTHANDLER": "",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


def problems(home: Path) -> list[Path]:
    return sorted((home / "data" / "problems").glob("*"))


def require_no_secret(home: Path) -> None:
    """Assert that nothing kept in the folder of reports says a word of the catalogue."""
    for path in problems(home):
        text = path.read_text("utf-8")
        for word in ("4171", "Phạm", "mật", "Điện", SECRET):
            assert word not in text, path.name


@pytest.fixture
def next_window(qtbot, qapp, monkeypatch):
    """Return what starts the program anew in this process, as the next start of the user."""
    from desktop_app.services.preferences import PreferenceFile
    from desktop_app.ui.application import Desk, make_application
    from desktop_app.ui.crash_watch import CrashWatch

    opened = []

    def make(catalogue: Path, home: Path):
        for watch, desk in opened:
            desk.close()
            watch.close()
        opened.clear()
        monkeypatch.setenv("REGESTA_HOME", str(home))
        app = make_application()
        watch = CrashWatch(app)
        desk = Desk(app, PreferenceFile(), theme="light")
        desk.window_opened.connect(watch.follow)
        desk.open_path(catalogue)
        opened.append((watch, desk))
        return desk.window

    yield make
    for watch, desk in opened:
        desk.close()
        watch.close()


@pytest.mark.skipif(os.name == "nt", reason="the signals are POSIX")
@pytest.mark.parametrize("fate", ["segfault", "SIGABRT", "SIGKILL"])
def test_a_crash_is_told_once_at_the_next_start(fate, catalogue, tmp_path, next_window, qtbot):
    home = tmp_path / "home"
    done = start(catalogue, fate, home)
    assert done.returncode < 0, done.stderr
    assert [path.name[:4] for path in problems(home) if path.name != "log.txt"] == ["run-"]
    window = next_window(catalogue, home)
    label = window.findChild(object, "crash_notice_text")
    qtbot.waitUntil(lambda: "nothing is missing" in label.text(), timeout=20_000)
    window.findChild(object, "crash_notice_report").click()
    dialog = window.findChild(object, "problems_dialog")
    report = dialog.view.toPlainText()
    assert "SQLite" in report
    assert "did not end in order" in report
    assert ("killed" in report) is (fate == "SIGKILL")
    assert ("Current thread" in report) is (fate != "SIGKILL")
    assert str(ROOT) not in report
    assert str(Path.home()) not in report or len(str(Path.home())) < 2
    require_no_secret(home)
    dialog.close()
    window.findChild(object, "crash_notice_close").click()
    assert len([path for path in problems(home) if path.name.startswith("run-")]) == 1


def test_a_damaged_catalogue_leads_to_its_check(catalogue, tmp_path, next_window, qtbot):
    home = tmp_path / "home"
    session = open_catalogue(catalogue)
    folder = home / "data" / "problems"
    folder.mkdir(parents=True)
    left = [{"started": "2026-01-01", "program": "Regesta"}, {"catalogue": session.uuid}]
    (folder / "run-1.txt").write_text("\n".join(map(json.dumps, left)), "utf-8")
    session.close()
    with closing(sqlite3.connect(catalogue)) as conn:
        sql = "SELECT sql FROM sqlite_master WHERE name = 'journal_document_update'"
        [kept] = conn.execute(sql).fetchone() or [""]
        conn.execute("DROP TRIGGER IF EXISTS journal_document_update")
        conn.execute("UPDATE document SET text_sha256 = replace(text_sha256, 'a', 'b')")
        conn.execute(kept)
        conn.commit()
    window = next_window(catalogue, home)
    label = window.findChild(object, "crash_notice_text")
    qtbot.waitUntil(lambda: "things are wrong in it" in label.text(), timeout=20_000)
    button = window.findChild(object, "crash_notice_check")
    assert button.isVisible()
    button.click()
    assert window.dialogs._kept["check"].isVisible()


def test_what_was_told_once_is_not_told_again(catalogue, tmp_path, next_window):
    home = tmp_path / "home"
    folder = home / "data" / "problems"
    folder.mkdir(parents=True)
    left = [{"started": "2026-01-01", "program": "Regesta"}, {"catalogue": "another"}]
    (folder / "run-1.txt").write_text("\n".join(map(json.dumps, left)), "utf-8")
    ended = [*left, {"event": "session ends"}]
    (folder / "run-2.txt").write_text("\n".join(map(json.dumps, ended)), "utf-8")
    window = next_window(catalogue, home)
    label = window.findChild(object, "crash_notice_text")
    assert label.text().endswith("Every change that was made before is saved.")
    assert [path.name[-9:] for path in problems(home)].count("crash.txt") == 1
    assert next_window(catalogue, home).findChild(object, "crash_notice_text") is None


@pytest.mark.skipif(os.name == "nt", reason="the signals are POSIX")
def test_mistakes_everywhere_are_shown_and_the_program_goes_on(catalogue, tmp_path):
    home = tmp_path / "home"
    done = start(catalogue, "fail_everywhere", home)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    kinds = [report.splitlines()[-1].partition(":")[0] for report in told["boxes"]]
    assert kinds == ["KeyError", "KeyError", "KeyError", "RecursionError"]
    assert all("4171" not in report and "mật" not in report for report in told["boxes"])
    assert [path.name for path in problems(home) if path.name.startswith("run-")] == []
    assert len([path for path in problems(home) if path.name.endswith("mistake.txt")]) == 4
    require_no_secret(home)
    open_catalogue(catalogue).close()


def test_a_mistake_without_end_offers_to_close(catalogue, tmp_path):
    home = tmp_path / "home"
    done = start(catalogue, "paint_for_ever", home)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["boxes"][0].startswith("Regesta keeps failing.")
    assert len([path for path in problems(home) if path.name.endswith("mistake.txt")]) == 1
    require_no_secret(home)
    open_catalogue(catalogue).close()


def test_where_even_the_box_fails_the_program_closes_in_order(catalogue, tmp_path):
    home = tmp_path / "home"
    done = start(catalogue, "fail_in_the_box", home)
    assert done.returncode == 0, done.stderr
    assert [path for path in problems(home) if path.name.startswith("run-")] == []
    open_catalogue(catalogue).close()


def test_the_end_of_the_session_is_no_crash(catalogue, tmp_path, monkeypatch, qapp, qtbot):
    from desktop_app.services.run_record import collect_broken_runs
    from desktop_app.ui.application import make_application
    from desktop_app.ui.crash_watch import CrashWatch

    monkeypatch.setenv("REGESTA_HOME", str(tmp_path / "home"))
    kept = []
    watch = CrashWatch(make_application())
    watch.keep_before_report(lambda: kept.append("typed"))
    watch._on_session_end()
    assert kept == ["typed"]
    # The process is taken away without a word after this: the trace stays, unlocked.
    trace = next((tmp_path / "home" / "data" / "problems").glob("run-*"))
    text = trace.read_text("utf-8")
    watch.close()
    trace.write_text(text, "utf-8")
    assert collect_broken_runs() == []
    assert not trace.exists()


def test_a_process_that_lives_has_not_crashed(tmp_path, monkeypatch):
    from desktop_app.services.run_record import RunRecord, collect_broken_runs

    monkeypatch.setenv("REGESTA_HOME", str(tmp_path / "home"))
    record = RunRecord()
    assert collect_broken_runs() == []
    record.end()
    assert problems(tmp_path / "home") == []


def test_signals_that_end_are_answered_in_order(catalogue, tmp_path):
    if os.name == "nt":
        pytest.skip("the signals are POSIX")
    home = tmp_path / "home"
    assert signal.SIGTERM
    done = start(catalogue, "SIGTERM", home)
    assert done.returncode == 0, done.stderr
    assert [path for path in problems(home) if path.name.startswith("run-")] == []
