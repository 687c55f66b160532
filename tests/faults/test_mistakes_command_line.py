"""The command line where Regesta itself fails, memory ends, or nobody listens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from desktop_app import __main__ as program
from desktop_app.services.problem_files import list_reports
from desktop_app.services.session import create_catalogue

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "small.db"
    create_catalogue(path).close()
    return path


def fail_with(monkeypatch, error: BaseException) -> None:
    """Let the command `check` raise `error`."""
    from desktop_app.cli.commands import RUNNERS

    def run(_given: object) -> None:
        raise error

    monkeypatch.setitem(RUNNERS, "check", run)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_mistake_of_ours_is_a_report_and_status_three(catalogue, monkeypatch, capfd, as_json):
    fail_with(monkeypatch, KeyError("Điện mật"))
    status = program.main(["check", str(catalogue), *(["--json"] if as_json else [])])
    said = capfd.readouterr()
    assert status == 3
    assert "KeyError: […]" in said.err
    assert "mật" not in said.err
    assert "Something went wrong inside Regesta." in said.err
    if as_json:
        assert json.loads(said.out)["error"] == "mistake"
    assert [one.read() in said.err for one in list_reports()] == [True]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (MemoryError(), 1, "There is not enough memory for this."),
        (OSError(28, "No space left on device", "x.db"), 1, "The disk is full (x.db)."),
        (RecursionError("maximum recursion depth exceeded"), 3, "RecursionError"),
        (KeyboardInterrupt(), 1, "Interrupted."),
    ],
)
def test_whatever_happens_is_said_in_words(catalogue, monkeypatch, capfd, error, status, said):
    fail_with(monkeypatch, error)
    assert program.main(["check", str(catalogue)]) == status
    assert said in capfd.readouterr().err


def run(words: list[str], **more) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop_app", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes break by a signal on POSIX")
def test_a_reader_who_leaves_is_no_error():
    with run(["operations"]) as process:
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(30) == 0
    assert said == b""


@pytest.mark.skipif(os.name == "nt", reason="pipes break by a signal on POSIX")
def test_nobody_listening_to_errors_is_no_error(tmp_path):
    with run(["check", str(tmp_path / "missing.db")]) as process:
        process.stderr.close()
        assert process.wait(30) == 1


@pytest.mark.skipif(os.name == "nt", reason="the console's interrupt is a signal on POSIX")
def test_ctrl_c_ends_a_command_in_a_sentence(catalogue):
    with run(["do", str(catalogue), "create_event", "-"], stdin=subprocess.PIPE) as process:
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        status, said = process.wait(30), process.stderr.read()
        process.stdin.close()
    assert status == 1
    assert b"Traceback" not in said


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="needs another user")
def test_a_home_without_rights_opens_the_window_all_the_same():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "small.db"
        create_catalogue(path).close()
        path.chmod(0o666)
        done = run_as_nobody(path, folder / "home")
        assert done.stdout.strip() == "0", done.stderr
        assert not (folder / "home").exists()


def run_as_nobody(catalogue: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Open the window as a user who may write nowhere near `home`."""
    code = (
        # Before the rights go: this Python itself may lie where the other user reads nothing.
        "import os, sys, psutil\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from desktop_app.ui import application\n"
        "os.setuid(65534)\n"
        "app = application.make_application()\n"
        "QTimer.singleShot(800, app.quit)\n"
        "print(application.run(Path(sys.argv[1]), language='en'))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(catalogue)],
        cwd=ROOT,
        env={**os.environ, "REGESTA_HOME": str(home), "HOME": str(home.parent)},
        capture_output=True,
        text=True,
        timeout=60,
    )
