"""What the quality tests look at: the files of the project and the syntax trees of its modules."""

from __future__ import annotations

import ast
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"__pycache__", "build", "dist"}


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the top of the project, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


def list_files() -> list[Path]:
    """Return the files git knows and the new ones beside them, or all where git does not answer.

    What somebody left at the top of his own checkout is not the project's.
    """
    new = ["--others", "--exclude-standard", "--", "desktop_app", "resources", "tests"]
    try:
        names = {*ask_git("ls-files", "-z"), *ask_git("ls-files", "-z", *new)}
    except (OSError, subprocess.CalledProcessError):
        return sorted(walk_files())
    return sorted(ROOT / name for name in names if name and (ROOT / name).is_file())


def ask_git(*words: str) -> list[str]:
    command = ["git", "-c", f"safe.directory={ROOT}", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode("utf-8").split("\0")


def walk_files() -> list[Path]:
    """Return the files of an unpacked archive of the project."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name == ".ci" or not (name in NOT_OURS or name.startswith(".") or ".egg-" in name)
        ]
        found += [Path(folder) / name for name in names if not name.endswith(".pyc")]
    return found


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Return every file that belongs to the project."""
    return list_files()


@pytest.fixture(scope="session")
def texts(project_files) -> dict[str, str]:
    """Return the text of every text file, by its path from the top of the project."""
    found = {}
    for path in project_files:
        data = path.read_bytes()
        if b"\0" not in data:
            found[path.relative_to(ROOT).as_posix()] = data.decode("utf-8", "replace")
    return found


@pytest.fixture(scope="session")
def modules(texts) -> list[Module]:
    """Return the modules of the program itself."""
    return [
        Module(path, text, ast.parse(text, path))
        for path, text in texts.items()
        if path.startswith("desktop_app/") and path.endswith(".py")
    ]


@pytest.fixture(scope="session")
def test_modules(texts) -> list[Module]:
    """Return the modules of the tests."""
    return [
        Module(path, text, ast.parse(text, path))
        for path, text in texts.items()
        if path.startswith("tests/") and path.endswith(".py")
    ]
