"""Prepare a fresh machine with nothing but Python, then open the sample or run the tests.

Runs from anywhere, needs nothing installed, and stays readable to Python 3.7, so that an older
Python gets a sentence and not a syntax error.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SETUP = ROOT / ".setup"
#: The passage in the picture: the heading that dates the plan against the entry's own text.
SHOWN = "exc-34"
STAMP = VENV / "regesta-stamp.json"
UNFINISHED = VENV / "regesta-unfinished"
OLDEST, NEWEST = (3, 11), (3, 13)
SUPPORTED = OLDEST <= sys.version_info[:2] <= NEWEST
USAGE = """python3 desktop_app/bootstrap.py               prepare everything and open the sample
python3 desktop_app/bootstrap.py test [...]    prepare everything and run the checks and tests
python3 desktop_app/bootstrap.py check [...]   the same; [...] are arguments of pytest"""

#: Words by which pip says that the index was out of reach.
UNREACHABLE = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "Read timed out",
    "ProxyError",
    "Network is unreachable",
    "Could not fetch URL",
)

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # run as a file, Python looks for modules beside it only
if SUPPORTED:
    from desktop_app.i18n import set_language, system_language, tr
    from desktop_app.system_packages import (
        SetupError,
        pick_last_words,
        prepare_system,
        run_quietly,
    )


def main(arguments: list[str]) -> int:
    """Prepare what `arguments` ask for and run it; return the exit code."""
    if not SUPPORTED:
        return run_with_another_python(arguments)
    speak_users_language()
    tests = arguments[:1] in (["test"], ["check"])
    if arguments and not tests:
        asked_for_help = arguments[0] in ("-h", "--help")
        print(USAGE, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    try:
        prepare_system()
        prepare_environment(with_tests=tests)
        return run_tests(arguments[1:]) if tests else open_sample()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(tr("Stopped. Start the command again to go on."), file=sys.stderr)
        return 130


def speak_users_language() -> None:
    """Choose the language of the messages; let no terminal fail on their letters."""
    set_language(system_language())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)


def run_with_another_python(arguments: list[str]) -> int:
    """Run this file again with a Python that Regesta supports, or say that there is none."""
    test = f"import sys; sys.exit(not ({OLDEST} <= sys.version_info[:2] <= {NEWEST}))"
    for command in list_other_pythons():
        if subprocess.call([*command, "-c", test], stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([*command, str(Path(__file__).resolve()), *arguments])
    oldest, newest = (".".join(map(str, version)) for version in (OLDEST, NEWEST))
    print(
        f"Regesta needs Python {oldest} to {newest} and this is {platform.python_version()}:"
        " install one of them, then start this command again.",
        file=sys.stderr,
    )
    return 1


def list_other_pythons() -> list[list[str]]:
    """Return the commands on PATH that are named like a supported Python, newest first."""
    commands = []
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        if shutil.which(f"python3.{minor}"):
            commands.append([f"python3.{minor}"])
        elif os.name == "nt" and shutil.which("py"):
            commands.append(["py", f"-3.{minor}"])
    return commands


def prepare_environment(*, with_tests: bool) -> None:
    """Make `.venv` hold the program and its dependencies; do nothing where it already does.

    The stamp is written last and its absence means unfinished: a folder that was left in the
    middle is made again. A `.venv` of somebody else is never touched.
    """
    found = read_stamp()
    wanted = describe_environment(with_tests=with_tests or bool(found.get("tests")))
    if found == wanted and venv_python().exists():
        return
    same_place = all(found.get(key) == wanted[key] for key in ("python", "folder"))
    if not (same_place and venv_python().exists()):
        make_environment()
    try:
        UNFINISHED.touch()
        STAMP.unlink(missing_ok=True)
        install_packages(with_tests=bool(wanted["tests"]))
        STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
        UNFINISHED.unlink()
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def describe_environment(*, with_tests: bool) -> dict[str, object]:
    """Return what the environment depends on: the project's file, this Python, this folder."""
    return {
        "project": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "python": f"{platform.python_implementation()} 3.{sys.version_info[1]}",
        "folder": str(ROOT),
        "tests": with_tests,
    }


def read_stamp() -> dict[str, object]:
    """Return what the finished `.venv` was made from, empty where there is none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def venv_python() -> Path:
    """Return the path of the environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment() -> None:
    """Make an empty `.venv`, in place of an unfinished or outdated one of ours."""
    if VENV.exists() and not (STAMP.exists() or UNFINISHED.exists()) and any(VENV.iterdir()):
        raise SetupError(
            tr(
                "The folder {folder} was made by something else and is left as it is."
                " Move it away, then start this command again.",
                folder=VENV,
            )
        )
    print(tr("Making the virtual environment {folder}", folder=VENV))
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        VENV.mkdir(exist_ok=True)
        UNFINISHED.touch()
    except OSError as error:
        raise SetupError(
            tr(
                "The folder {folder} cannot be written ({reason}). Put the checkout where you"
                " may write, then start this command again.",
                folder=ROOT,
                reason=error.strerror,
            )
        ) from error
    code, output = run_quietly([sys.executable, "-m", "venv", str(VENV)], dict(os.environ))
    if code != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(
            tr(
                "Python could not make a virtual environment ({words})."
                " Install Python again with its venv and pip, then start this command again.",
                words=pick_last_words(output),
            )
        )


def install_packages(*, with_tests: bool) -> None:
    """Install the program and its dependencies by pip; raise with the reason where it fails."""
    print(tr("Installing the dependencies (about 200 MB, once; some minutes)"))
    SETUP.mkdir(exist_ok=True)
    log = SETUP / "pip.log"
    command = [str(venv_python()), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "-e", ".[dev]" if with_tests else "."]
    with log.open("w", encoding="utf-8") as kept:
        code, output = run_pip(command, kept)
    if code != 0:
        raise SetupError(explain_pip(output, log))


def run_pip(command: list[str], kept: TextIO) -> tuple[int, str]:
    """Run pip, keep all it says in `kept` and show its downloads; return exit code and output."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "PIP_USER": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            kept.write(line)
            lines.append(line)
            if line.lstrip().startswith("Downloading") and ".metadata" not in line:
                print(f"  {line.strip()}")
    return process.returncode, "".join(lines)


def explain_pip(output: str, log: Path) -> str:
    """Return the sentence for what made pip fail: disk, network or its own words."""
    if "No space left on device" in output:
        return tr(
            "The disk is full; the dependencies need about 1 GB in {folder}."
            " Free some space, then start this command again.",
            folder=ROOT,
        )
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return tr(
            "The package index shows a certificate that this machine does not trust, as behind the"
            " filter of an institution's network. Point PIP_CERT to that network's certificate"
            " file, then start this command again. Details: {file}",
            file=log,
        )
    if any(words in output for words in UNREACHABLE):
        return tr(
            "The package index cannot be reached. Connect this machine, or point PIP_INDEX_URL"
            " or PIP_FIND_LINKS to a copy, then start this command again. Details: {file}",
            file=log,
        )
    return tr(
        "pip could not install the dependencies ({words}). Mend that, then start this command"
        " again. Details: {file}",
        words=pick_last_words(output),
        file=log,
    )


def run_tests(arguments: list[str]) -> int:
    """Run the checks and tests; `arguments` go to pytest. Return its exit code.

    Without any, the whole suite runs in as many processes as there are processors, four at most.
    """
    processes = str(min(4, os.cpu_count() or 1))
    words = arguments or ["-n", processes, "--dist", "worksteal"]
    return subprocess.call([str(venv_python()), "-m", "pytest", *words], cwd=ROOT)


def open_sample() -> int:
    """Open the sample in its window, or write its report and picture where there is no display."""
    if has_display():
        return subprocess.call([str(venv_python()), "-m", "desktop_app"], cwd=ROOT)
    print(tr("There is no display here: Regesta writes a report and a picture of its window."))
    return write_sample_files()


def has_display() -> bool:
    """Return whether a window can be shown; on Linux a display that refuses Qt is none."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    if not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        return False
    probe = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    return run_quietly([str(venv_python()), "-c", probe], dict(os.environ))[0] == 0


def write_sample_files() -> int:
    """Write the sample's citation report and a picture of the window, and name both files."""
    SETUP.mkdir(exist_ok=True)
    report, picture = SETUP / "regesta-sample-report.pdf", SETUP / "regesta-sample-window.png"
    sample = SETUP / "regesta-sample.db"
    for old in (report, picture, sample, *SETUP.glob("regesta-sample.db-*")):
        old.unlink(missing_ok=True)
    shutil.copyfile(ROOT / "catalog.db", sample)
    program = [str(venv_python()), "-m", "desktop_app"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for words in (
        ["report", str(sample), "citations", "-o", str(report)],
        [str(sample), "--select", SHOWN, "--screenshot", str(picture)],
    ):
        code = subprocess.call([*program, *words], cwd=ROOT, env=environment)
        if code != 0:
            return code
    print(tr("Citation report: {file}", file=report))
    print(tr("Picture of the window: {file}", file=picture))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
