"""The layers are what pyproject.toml says, and nothing in the package hides a standard module."""

from __future__ import annotations

import subprocess
import sys
import tomllib

#: These run before anything is installed and are part of no layer.
BEFORE_THE_LAYERS = {"bootstrap", "system_packages", "__init__"}
#: Libraries that take long to load.
HEAVY = {
    "PySide6",
    "charset_normalizer",
    "docx",
    "edtf",
    "lxml",
    "pypdfium2",
    "sqlite_utils",
    "whoosh",
}


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


def test_every_part_of_the_package_has_its_layer(root, modules):
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [
        layer.strip()
        for contract in settings["contracts"]
        for line in contract.get("layers", ())
        for layer in line.split("|")
    ]
    parts = {module.path.split("/")[1].removesuffix(".py") for module in modules}
    assert {f"desktop_app.{part}" for part in parts - BEFORE_THE_LAYERS} - set(layers) == set()


def test_the_command_line_answers_before_it_loads_a_heavy_library(root):
    # `regesta --help` must not wait for what it does not use.
    run = (
        "import sys; from desktop_app import __main__; from desktop_app.cli import arguments;"
        f" arguments.make_parser(); print(*{HEAVY} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=root, capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == []


def test_a_catalogue_opens_before_readers_and_index_are_loaded(root):
    # Readers of files and the index are loaded when they are first asked for.
    run = (
        f"import sys; from desktop_app.services import session; print(*{HEAVY} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=root, capture_output=True, check=True, text=True
    )
    assert set(done.stdout.split()) <= {"sqlite_utils"}
