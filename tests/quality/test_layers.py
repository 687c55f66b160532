"""The layers are what pyproject.toml says, and nothing in the package hides a standard module."""

from __future__ import annotations

import subprocess
import sys


def test_import_contracts_hold(root):
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", run, "--no-cache"], cwd=root, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")


def test_no_module_is_named_like_one_of_python(modules):
    # Run as a file, bootstrap.py has its own folder on the path before the standard library.
    names = {module.path.split("/")[1].removesuffix(".py") for module in modules}
    assert names & (set(sys.stdlib_module_names) - {"__main__"}) == set()
