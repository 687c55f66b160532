"""The command line under scripts that are wrong, hurried or hostile: never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_app.services.session import create_catalogue, open_catalogue

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX streams and file names")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_catalogue(tmp_path / "c.db", author="Tester").close()
    return tmp_path


def run(
    folder: Path, *words: str | bytes, given: str | bytes = b"", **more: Any
) -> tuple[int, bytes, str]:
    """Run the program in `folder`; return status, standard output and standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **more},
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode("utf-8")


def answer(folder: Path, *words: str | bytes, status: int = 1, given: str = "") -> Any:
    """Run the program with `--json`; return its one value."""
    found, out, err = run(folder, *words, "--json", given=given)
    assert "Traceback" not in err
    assert (found, out.count(b"\n")) == (status, 1), err
    return json.loads(out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("do", "c.db", "state_claim", r'{"subject":"\ud800","property":"x","value":1}'), None),
        (("do", "c.db", "create_event", r'{"title":"x","\ud800":1}'), "unknown_argument"),
        (("do", "c.db", "create_event", '{"title":NaN}'), "bad_json"),
        (("do", "c.db", "create_event", "[" * 100_000), "bad_json"),
        (("do", "c.db", "create_event", ""), "bad_json"),
        (("do", "c.db", "create_event", "[]"), "bad_json"),
        (("show", "c.db", "exc-1\n"), "no_record"),
        (("history", "c.db", "nonsense"), "no_record"),
        (("show", "", "evt-1"), "unreadable"),
        (("new", "a" * 300 + ".db"), "unreadable"),
        (("new", ""), "already_there"),
        (("report", "c.db", "citations", "-o", "x.md", "--subject", "src-9"), "no_record"),
    ],
)
def test_wrong_input_gets_a_sentence(folder: Path, words: tuple[str, ...], code: str) -> None:
    found = answer(folder, *words)
    assert found["error"] == code or code is None
    assert found["message"]


@pytest.mark.parametrize(
    "words",
    [
        ("list", "c.db", "event", "--limit", "-5"),
        ("list", "c.db", "event", "--offset", "x"),
        ("search", "c.db", "x", "--limit", "99999999999999999999"),
        ("undo", "c.db", "--change", "-1"),
        ("undo", "c.db", "--change", "99999999999999999999"),
        ("list", "c.db", "dragon"),
        ("list", "c.db"),
        ("report", "c.db", "poems", "-o", "x.md"),
        ("fly", "c.db", "now"),
    ],
)
def test_wrong_usage_is_said_in_json_too(folder: Path, words: tuple[str, ...]) -> None:
    found = answer(folder, *words, status=2)
    assert found["error"] == "wrong_usage"
    assert run(folder, *words)[2].startswith("usage:")


def test_arguments_come_from_standard_input_too(folder: Path) -> None:
    """One word of a command line holds 128 KB on Linux; a long note is longer."""
    note = "ghi chú " * 40_000
    given = json.dumps({"title": "Trận đánh", "note": note}, ensure_ascii=False)
    answer(folder, "do", "c.db", "create_event", "-", status=0, given=given)
    assert answer(folder, "show", "c.db", "evt-1", status=0)["note"] == note.strip()


@POSIX
def test_names_of_files_need_not_be_text(folder: Path) -> None:
    name = b"t\xff.txt"
    (folder / os.fsdecode(name)).write_text("Nặm Thà", "utf-8")
    found = answer(folder, "import", "c.db", name, status=0)["files"][0]
    assert os.fsencode(found["file"]) == name
    assert found["document"] == "doc-1"
    answer(folder, "show", "c.db", "doc-1", status=0)
    answer(folder, "new", b"n\xff.db", status=0)
    answer(folder, "show", b"none\xff.db", "x")
    answer(folder, "report", "c.db", "citations", "-o", b"r\xff.md", status=0)
    answer(folder, "search", "c.db", b"q\xff", status=2)


@POSIX
def test_text_passes_through_a_locale_that_is_not_utf_8(folder: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    status, out, _ = run(folder, "do", "c.db", "create_event", '{"title":"Nặm Thà"}', **plain)
    assert status == 0
    assert answer(folder, "show", "c.db", "evt-1", status=0)["title"] == "Nặm Thà"
    status, out, _ = run(folder, "search", "c.db", "nặm thà", **plain)
    assert "Nặm Thà" in out.decode("utf-8")
    status, out, err = run(folder, "--help", REGESTA_LANGUAGE="vi", **plain)
    assert (status, err) == (0, "")
    assert "regesta" in out.decode("utf-8")


@POSIX
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_harm_nothing(folder: Path, closed: str) -> None:
    line = f"'{sys.executable}' -m desktop_app do c.db create_event '{{\"title\":\"x\"}}' {closed}"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        line, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert answer(folder, "check", "c.db", status=0)["counts"]["events"] == 1


@POSIX
def test_a_reader_may_close_the_pipe(folder: Path) -> None:
    titles = json.dumps({"title": "x" * 100_000})
    for _ in range(3):
        answer(folder, "do", "c.db", "create_event", "-", status=0, given=titles)
    line = f"'{sys.executable}' -m desktop_app list c.db event --json | head -c 10"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        line, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ('{"total": ', "")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_output_is_said(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desktop_app", "check", "c.db"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@POSIX
def test_an_interrupted_import_leaves_the_catalogue_as_it_was(folder: Path) -> None:
    big = folder / "big.txt"
    big.write_text("Ngày 6 tháng 5 năm 1962 ở Nặm Thà.\n" * 400_000, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "import", "c.db", "big.txt", "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    held = folder / ".c.db.held"
    deadline = time.monotonic() + 30
    while not held.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert (process.returncode, json.loads(out)["error"]) == (1, "interrupted")
    found = answer(folder, "check", "c.db", status=0)
    assert (found["ok"], found["counts"]["documents"]) == (True, 0)
    assert not held.exists()


def test_commands_at_once_wait_for_one_another(folder: Path) -> None:
    words = [sys.executable, "-m", "desktop_app", "do", "c.db", "create_event", '{"title":"x"}']
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(words, cwd=folder, env=env, stdout=subprocess.DEVNULL) for _ in range(3)
    ]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert answer(folder, "check", "c.db", status=0)["counts"]["events"] == 3


def test_a_catalogue_that_stays_open_elsewhere_is_refused(folder: Path) -> None:
    with closing(open_catalogue(folder / "c.db")):
        assert answer(folder, "check", "c.db")["error"] == "catalogue_in_use"


@POSIX
def test_a_home_that_cannot_be_made_is_said(folder: Path) -> None:
    (folder / "home").write_text("not a folder", "utf-8")
    for words, code in (
        (("search", "c.db", "x"), "index_not_written"),
        (("backup", "c.db"), "no_folder"),
    ):
        status, out, err = run(folder, *words, "--json", REGESTA_HOME=str(folder / "home"))
        assert (status, json.loads(out)["error"]) == (1, code)
        assert "Traceback" not in err


def test_the_catalogue_itself_is_neither_read_nor_written_over(folder: Path) -> None:
    (folder / "c.db").rename(folder / "c.md")
    found = answer(folder, "import", "c.md", "c.md")["files"][0]
    assert found["error"]["code"] == "own_file"
    assert answer(folder, "import-names", "c.md", "c.md")["error"] == "own_file"
    assert answer(folder, "report", "c.md", "citations", "-o", "c.md")["error"] == "own_file"
    assert answer(folder, "check", "c.md", status=0)["ok"]


def test_nothing_is_restored_beside_the_journal_of_another(folder: Path) -> None:
    made = answer(folder, "backup", "c.db", "backups", status=0)["backup"]
    (folder / "new.db-journal").write_bytes(b"\xd9\xd5\x05\xf9")
    assert answer(folder, "restore", made, "new.db")["error"] == "unfinished"
    assert not (folder / "new.db").exists()
    answer(folder, "restore", made, "other.db", status=0)
    assert answer(folder, "check", "other.db", status=0)["ok"]
