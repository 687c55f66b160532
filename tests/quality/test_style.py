"""The style and the types that pyproject.toml asks for: one test for each tool."""

from __future__ import annotations

import subprocess
import sys

import pytest

TOOLS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_finds_nothing(tool, root):
    done = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]], cwd=root, capture_output=True, check=False
    )
    said = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, said
