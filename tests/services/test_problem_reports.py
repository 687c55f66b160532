"""Reports of mistakes and the log: what they say, what they never say, and where they lie."""

from __future__ import annotations

import errno
import logging
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.errors import UserError, find_explanation
from desktop_app.paths import ROOT
from desktop_app.services import problem_files
from desktop_app.services.bug_report import hide_values, shorten_paths, write_report
from desktop_app.services.problem_files import (
    CRASH,
    MISTAKE,
    ProblemLog,
    delete_reports,
    keep_report,
    list_reports,
    problem_folder,
    read_log,
)

#: Letters of three scripts, marks and quotation marks, as sources have them.
ODD = st.text("abcđốẹກຂ南 '\"“”`\\<>&\n.,-", min_size=1, max_size=40)


def report_of(raising) -> str:
    try:
        raising()
    except BaseException as error:
        return write_report(error)
    raise AssertionError("nothing was raised")


def words_in(text: str) -> list[str]:
    return [word for word in text.split() if len(word.strip("'\"“”`\\<>&.,-")) > 2]


@settings(max_examples=200)
@given(ODD)
def test_a_report_says_no_word_of_what_was_given(given_text):
    secret = f"Zq{given_text}qZ"

    def look_up():
        return {}[secret]

    def read_number():
        return int(secret)

    def complain():
        raise ValueError(f"{secret} cannot be put before {secret!r}")

    def complain_to_user():
        raise UserError("no_such_thing", "There is no {file}.", file=secret)

    def chain():
        try:
            look_up()
        except KeyError as error:
            raise RuntimeError(str(error)) from error

    def group():
        raise ExceptionGroup(secret, [ValueError(secret), OSError(2, secret, secret)])

    for raising in (look_up, read_number, complain, complain_to_user, chain, group):
        last_lines = [
            line for line in report_of(raising).splitlines() if not line.startswith("  File")
        ]
        text = "\n".join(line for line in last_lines if "secret" not in line)
        assert "Zq" not in text, text
        assert "qZ" not in text, text


def test_a_report_keeps_what_the_program_wrote_itself():
    def misspell():
        return sys.nothing_of_that_name

    def complain():
        raise ValueError("widths must grow, not shrink: exc-12")

    assert "'sys' has no attribute 'nothing_of_that_name'" in report_of(misspell)
    assert report_of(complain).endswith("ValueError: widths must grow, not shrink: exc-12")
    assert report_of(lambda: [1].__getitem__(3)).endswith("IndexError: list index out of range")
    assert hide_values("wrong type 'PySide6.QtCore.QObject' for 'x'", keeps_ascii=True) == (
        "wrong type 'PySide6.QtCore.QObject' for […]"
    )


def test_a_report_of_endless_recursion_is_short():
    def ping(number):
        return pong(number)

    def pong(number):
        return ping(number)

    report = report_of(lambda: ping(1))
    assert "more)" in report
    assert len(report.splitlines()) < 250


def test_an_error_that_cannot_be_written_is_still_reported():
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError

    def complain():
        raise Odd

    assert report_of(complain).endswith("Odd: […]")


def test_a_report_names_versions_and_no_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    first = report_of(lambda: 1 / 0).splitlines()[0]
    assert all(name in first for name in ("Regesta", "Python", "Qt", "SQLite"))
    assert shorten_paths(f'File "{tmp_path}/x/y.py"') == 'File "~/x/y.py"'
    assert shorten_paths(f"{ROOT}/desktop_app/app.py") == "desktop_app/app.py"


def test_the_newest_twenty_reports_are_kept():
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(25):
        keep_report(f"report {number}", CRASH if number % 2 else MISTAKE, begun + timedelta(number))
    found = list_reports()
    assert [one.read() for one in found] == [f"report {number}" for number in range(24, 4, -1)]
    assert [found[0].kind, found[1].kind] == [MISTAKE, CRASH]
    assert found[0].when == begun + timedelta(24)
    delete_reports()
    assert list_reports() == []


@pytest.fixture
def log():
    handler = ProblemLog()
    logger = logging.getLogger("regesta.test")
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


@pytest.mark.expects_error_log
def test_the_log_holds_no_word_of_a_source(log):
    log.warning("%s was read as %d pages from %s", "Điện mật 4171", 12, Path("kho/mật.pdf"))
    log.warning("could not read “Điện mật 4171” of doc-3")
    try:
        int("Điện mật 4171")
    except ValueError:
        log.exception("reading")
    log.info("nothing of this")
    lines = read_log().splitlines()
    assert [line.partition(": ")[2] for line in lines] == [
        "[…] was read as 12 pages from […]",
        "could not read […] of doc-3",
        "reading (ValueError)",
    ]


def test_the_log_is_turned_over_and_stays_small(log, monkeypatch):
    monkeypatch.setattr(problem_files, "_LARGEST_LOG", 2_000)
    for number in range(200):
        log.warning("line %d", number)
    folder = problem_folder()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5_000
    assert read_log().splitlines()[-1].endswith("line 199")


@pytest.mark.expects_error_log
def test_a_folder_that_cannot_be_written_costs_only_the_reports(log, monkeypatch, tmp_path):
    from desktop_app.services.run_record import RunRecord, collect_broken_runs

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("REGESTA_HOME", str(tmp_path / "file"))
    log.error("lost")
    assert keep_report("lost", MISTAKE) is None
    assert (list_reports(), read_log(), collect_broken_runs()) == ([], "", [])
    record = RunRecord()
    record.note_catalogue("x")
    record.end()
    delete_reports()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "out_of_memory"),
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "disk_full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "not_allowed"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "not_allowed"),
        (OSError(errno.EIO, "Input/output error"), "disk_error"),
        (UserError("own", "Own."), "own"),
    ],
)
def test_an_error_of_the_world_is_a_sentence(error, code):
    found = find_explanation(error)
    assert found is not None
    assert found.code == code
    assert "{" not in found.message


def test_an_error_of_ours_is_none():
    assert find_explanation(ValueError("x")) is None
    assert find_explanation(OSError(errno.EBADF, "Bad file descriptor")) is None
    assert find_explanation(RecursionError()) is None
