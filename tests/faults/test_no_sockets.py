"""A whole session of work opens no connection: asked of Python, and of the system.

The session opens the sample in the window, imports a file of each kind, searches, prints,
checks and backs up. Meanwhile every event of Python's sockets fails what causes it, in the
children too, and the system's own trace is searched for an address of the internet.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.paths import SAMPLE
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.session import open_catalogue

ROOT = Path(__file__).resolve().parents[2]
DONE = "session done"

SESSION = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from desktop_app.app import write_report
from desktop_app.services.backups import write_backup
from desktop_app.services.checking import check_catalogue
from desktop_app.services.importing import import_files
from desktop_app.services.importing_names import import_names
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.session import open_catalogue
from desktop_app.ui import application
from desktop_app.ui.main_window import MainWindow

folder = Path(sys.argv[1])
app = application.make_application()
session = open_catalogue(folder / "sample.db")
window = MainWindow(session, PreferenceFile())
window.show()
application.wait_for_jobs(window)
for path in sorted((folder / "files").iterdir()):
    done = import_files(session, [path])[0]
    assert done.document, (path, done)
import_names(session, folder / "names.csv")
application.wait_for_jobs(window)
window.results.search("1962")
while window.results._worker.is_busy:
    QCoreApplication.processEvents()
assert window.results.model.rowCount()
window.dialogs.open_manual()
window.dialogs.open_report()
application.wait_for_jobs(window)
for name in ("report.pdf", "report.html", "report.md"):
    write_report(session, folder / name, ReportChoices(scope=("evt-1",)))
check_catalogue(session.db)
write_backup(session)
application.discard_window(window)
session.close()
print("session done")
"""

#: Read by every Python of the session, the children that read files too.
HOOK = """
import os, sys

def refuse(event, given):
    if event.startswith("socket.") and event != "socket.gethostname":
        with open(os.environ["REGESTA_SOCKETS"], "a") as file:
            file.write(f"{event} {given}\\n")
        raise RuntimeError(f"a socket: {event}")

sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with a copy of the sample and a file of each kind that can be imported."""
    if not SAMPLE.is_file():
        pytest.skip("the sample is not built")
    tmp_path = tmp_path_factory.mktemp("session")
    import docx

    from desktop_app.app import write_report_file

    path = tmp_path / "sample.db"
    shutil.copyfile(SAMPLE, path)
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("Ngày 6 tháng 5 năm 1962.\n", "utf-8")
    (files / "b.html").write_text(
        "<html><head><link rel=stylesheet href='http://example.invalid/x.css'></head>"
        "<body><img src='http://example.invalid/x.png'><p>Tháng 5 năm 1962</p>"
        "<iframe src='//example.invalid'></iframe></body></html>",
        "utf-8",
    )
    paper = docx.Document()
    paper.add_paragraph("Tháng 5 năm 1962")
    paper.save(str(files / "c.docx"))
    session = open_catalogue(path)
    write_report_file(make_report(session, ReportChoices(scope=("evt-1",))), files / "d.pdf")
    session.close()
    (tmp_path / "names.csv").write_text(
        "key,kind,name,language,name_kind\nk1,place,Mường Xài,vi,preferred\n", "utf-8"
    )
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK, "utf-8")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(folder / "hook"), str(ROOT))),
        "QT_QPA_PLATFORM": "offscreen",
        "REGESTA_HOME": str(folder / "home"),
        "REGESTA_SOCKETS": str(folder / "sockets.txt"),
    }


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `words` as the session runs."""
    return subprocess.run(
        words, cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=180
    )


@pytest.fixture(scope="module")
def tracer(folder: Path) -> tuple[str, ...]:
    """The words that trace a process, none where processes cannot be traced."""
    strace = shutil.which("strace")
    proof = folder / "proof.txt"
    words = (strace or "", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o")
    if strace is None or run(folder, *words, str(proof), "true").returncode != 0:
        return ()
    run(folder, *words, str(proof), sys.executable, "-Sc", "import socket; socket.socket()")
    assert "AF_INET" in proof.read_text(), "the trace itself sees nothing"
    return (*words, str(folder / "trace.txt"))


@pytest.fixture(scope="module")
def worked(folder: Path, tracer: tuple[str, ...]) -> Path:
    """The folder after the session's work."""
    done = run(folder, *tracer, sys.executable, "-c", SESSION, str(folder))
    assert DONE in done.stdout, done.stderr
    return folder


def test_no_process_of_a_session_asks_python_for_a_socket(folder, worked, say):
    sockets = folder / "sockets.txt"
    assert not sockets.exists(), sockets.read_text()
    seen = run(folder, sys.executable, "-c", "import socket; socket.socket()")
    assert "a socket: socket.__new__" in seen.stderr, "the hook itself is not there"
    sockets.unlink()
    say("one session: 0 socket events in Python")


def test_no_process_of_a_session_asks_the_system_for_an_address(folder, tracer, worked, say):
    if not tracer:
        pytest.skip("strace is not installed, or may not trace here")
    lines = (folder / "trace.txt").read_text("utf-8", "replace").splitlines()
    assert [line for line in lines if re.search(r"AF_INET6?\b", line)] == []
    local = sum("socket(" in line or "socketpair(" in line for line in lines)
    say(f"one session under strace: 0 AF_INET, 0 AF_INET6, {local} local sockets")
