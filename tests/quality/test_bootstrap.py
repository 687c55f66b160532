"""The preparation of a fresh machine: what it leaves, what it refuses, and what it says."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app import bootstrap, system_packages

STARTED_FIRST = (
    "desktop_app/bootstrap.py",
    "desktop_app/system_packages.py",
    "desktop_app/i18n.py",
)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A project folder of its own, with an environment that is made without pip."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "SETUP", tmp_path / ".setup")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(bootstrap, "UNFINISHED", tmp_path / ".venv" / "unfinished")
    return tmp_path


@pytest.fixture
def installed(checkout, monkeypatch):
    """Records what would have been installed; the environment's Python is an empty file."""
    done: list[str] = []

    def make(command, _environment):
        done.append("venv")
        bootstrap.venv_python().parent.mkdir(parents=True)
        bootstrap.venv_python().touch()
        return 0, ""

    def install(*, with_tests):
        done.append("tests" if with_tests else "program")

    monkeypatch.setattr(bootstrap, "run_quietly", make)
    monkeypatch.setattr(bootstrap, "install_packages", install)
    return done


def test_a_second_run_does_nothing(installed):
    bootstrap.prepare_environment(with_tests=True)
    bootstrap.prepare_environment(with_tests=True)
    bootstrap.prepare_environment(with_tests=False)
    assert installed == ["venv", "tests"]


def test_the_tests_are_added_to_a_finished_environment(installed):
    bootstrap.prepare_environment(with_tests=False)
    bootstrap.prepare_environment(with_tests=True)
    assert installed == ["venv", "program", "tests"]


def test_a_changed_project_file_installs_again_and_keeps_the_tests(installed, checkout):
    bootstrap.prepare_environment(with_tests=True)
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    bootstrap.prepare_environment(with_tests=False)
    assert installed == ["venv", "tests", "tests"]


@pytest.mark.parametrize("damage", ["unfinished", "no python", "torn stamp", "other folder"])
def test_a_damaged_environment_is_made_again(installed, checkout, damage):
    bootstrap.prepare_environment(with_tests=False)
    if damage == "unfinished":
        bootstrap.STAMP.unlink()
        bootstrap.UNFINISHED.touch()
    elif damage == "no python":
        bootstrap.venv_python().unlink()
    elif damage == "torn stamp":
        bootstrap.STAMP.write_text('{"project": ', encoding="utf-8")
    else:
        text = bootstrap.STAMP.read_text(encoding="utf-8")
        bootstrap.STAMP.write_text(text.replace(str(checkout), "elsewhere"), encoding="utf-8")
    bootstrap.prepare_environment(with_tests=False)
    assert installed == ["venv", "program", "venv", "program"]


@pytest.mark.parametrize("reason", [bootstrap.SetupError("no network"), KeyboardInterrupt()])
def test_no_half_made_environment_stays(installed, monkeypatch, reason):
    def fail(*, with_tests):
        raise reason

    monkeypatch.setattr(bootstrap, "install_packages", fail)
    with pytest.raises(type(reason)):
        bootstrap.prepare_environment(with_tests=False)
    assert not bootstrap.VENV.exists()


def test_the_environment_of_somebody_else_is_left_alone(installed, checkout):
    (checkout / ".venv").mkdir()
    theirs = checkout / ".venv" / "pyvenv.cfg"
    theirs.write_text("home = elsewhere\n", encoding="utf-8")
    with pytest.raises(bootstrap.SetupError, match=r"Move it away"):
        bootstrap.prepare_environment(with_tests=False)
    assert theirs.read_text(encoding="utf-8") == "home = elsewhere\n"
    assert installed == []


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: [Errno 28] No space left on device", "The disk is full"),
        ("connection broken by 'SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("connection broken by 'NewConnectionError('<pip._vendor", "cannot be reached"),
        ("noise\nERROR: No matching distribution found for x\nnoise", "No matching distribution"),
        ("", "pip could not install the dependencies (?)"),
    ],
)
def test_what_stopped_pip_is_said_in_one_line(checkout, output, words):
    said = bootstrap.explain_pip(output, checkout / "pip.log")
    assert words in said
    assert "\n" not in said


def test_pip_is_heard_and_its_words_are_kept(checkout, capsys):
    words = "print('Downloading x-1.whl.metadata'); print('  Downloading x-1.whl (2 MB)')"
    with (checkout / "pip.log").open("w", encoding="utf-8") as kept:
        code, output = bootstrap.run_pip(
            [sys.executable, "-c", words + "; raise SystemExit(3)"], kept
        )
    assert (code, len(output.splitlines())) == (3, 2)
    assert capsys.readouterr().out == "  Downloading x-1.whl (2 MB)\n"
    assert (checkout / "pip.log").read_text(encoding="utf-8") == output


def test_an_unsupported_python_is_named_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "SUPPORTED", False)
    monkeypatch.setattr(bootstrap, "list_other_pythons", list)
    assert bootstrap.main(["test"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Regesta needs Python 3.11 to 3.13 and this is ")
    assert said.count("\n") == 1


def test_a_supported_python_on_the_path_takes_over(monkeypatch, capfd):
    monkeypatch.setattr(bootstrap, "SUPPORTED", False)
    no_python = [sys.executable, "-c", "raise SystemExit(1)"]
    monkeypatch.setattr(bootstrap, "list_other_pythons", lambda: [no_python, [sys.executable]])
    assert bootstrap.main(["--help"]) == 0
    assert capfd.readouterr().out.splitlines() == bootstrap.USAGE.splitlines()


def test_wrong_usage_is_answered_with_the_usage(capsys):
    assert bootstrap.main(["tset"]) == 2
    assert capsys.readouterr().err.startswith("python3 desktop_app/bootstrap.py")


def test_without_rights_the_line_to_run_is_told(monkeypatch):
    monkeypatch.setattr(system_packages, "find_rights", lambda: None)
    with pytest.raises(system_packages.SetupError) as caught:
        system_packages.install_system_packages(["libegl1"], ["fonts-noto-core"])
    assert (
        str(caught.value).splitlines()[1].startswith("sudo apt-get update && sudo apt-get install")
    )
    assert str(caught.value).endswith(" libegl1 fonts-noto-core")


def test_missing_fonts_alone_stop_nobody(monkeypatch, capsys):
    monkeypatch.setattr(system_packages, "find_rights", lambda: None)
    system_packages.install_system_packages([], ["fonts-noto-core"])
    assert "fonts-noto-core" in capsys.readouterr().out


def test_a_failing_apt_gets_its_last_words_told(monkeypatch):
    said = "Reading package lists...\nE: Unable to locate package libegl1\n"
    monkeypatch.setattr(system_packages, "run_quietly", lambda *_: (100, said))
    with pytest.raises(system_packages.SetupError, match="Unable to locate package libegl1"):
        system_packages.run_apt([], ["libegl1"], "the line")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are asked on Linux only")
@pytest.mark.parametrize("chosen", ["", "offscreen", "minimal"])
def test_a_machine_without_a_display_is_recognised(monkeypatch, chosen):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", chosen)
    assert not bootstrap.has_display()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are asked on Linux only")
def test_a_display_that_refuses_qt_is_none(monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setattr(bootstrap, "venv_python", lambda: Path(sys.executable))
    assert not bootstrap.has_display()


def test_without_a_display_two_files_of_a_copy_are_written_and_named(checkout, monkeypatch, capsys):
    (checkout / "catalog.db").write_bytes(b"the sample")
    (checkout / ".setup").mkdir()
    (checkout / ".setup" / "regesta-sample.db-journal").touch()
    commands = []

    def run(command, *, cwd, env):
        commands.append(command[3:])
        assert env["QT_QPA_PLATFORM"] == "offscreen"
        Path(command[-1]).write_bytes(b"made")
        return 0

    monkeypatch.setattr(bootstrap, "has_display", lambda: False)
    monkeypatch.setattr(bootstrap.subprocess, "call", run)
    assert bootstrap.open_sample() == 0
    copy = str(checkout / ".setup" / "regesta-sample.db")
    report = str(checkout / ".setup" / "regesta-sample-report.pdf")
    picture = str(checkout / ".setup" / "regesta-sample-window.png")
    assert commands == [
        ["report", copy, "citations", "-o", report],
        [copy, "--select", bootstrap.SHOWN, "--screenshot", picture],
    ]
    assert Path(copy).read_bytes() == b"the sample"
    assert [path.name for path in (checkout / ".setup").glob("*.db-*")] == []
    said = capsys.readouterr().out.splitlines()
    assert "no display" in said[0]
    assert [line.partition(": ")[2] for line in said[1:]] == [report, picture]


def test_a_failing_program_ends_the_command_with_its_code(checkout, monkeypatch):
    (checkout / "catalog.db").touch()
    monkeypatch.setattr(bootstrap.subprocess, "call", lambda *_, **__: 7)
    assert bootstrap.write_sample_files() == 7


@pytest.mark.parametrize("path", STARTED_FIRST)
def test_nothing_but_the_standard_library_is_needed(root, path):
    tree = ast.parse((root / path).read_text("utf-8"))
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    ours = {"desktop_app.i18n", "desktop_app.system_packages"}
    assert {name.partition(".")[0] for name in set(names) - ours} <= sys.stdlib_module_names


def test_an_older_python_can_read_the_file(root):
    text = (root / "desktop_app/bootstrap.py").read_text("utf-8")
    assert ast.parse(text, feature_version=(3, 7))


def test_the_file_runs_from_anywhere(root, tmp_path):
    done = subprocess.run(
        [sys.executable, "-S", "-E", str(root / "desktop_app/bootstrap.py"), "--help"],
        cwd=tmp_path,
        env={"PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode("utf-8").splitlines() == bootstrap.USAGE.splitlines()
