"""README.md and the manual tell the truth: what they name exists, and what exists is named."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from desktop_app.cli.arguments import COMMANDS

HEADINGS = ("Architecture in ten minutes", "Decisions", "Dependencies", "Changes")
START = "python3 desktop_app/bootstrap.py"


@pytest.fixture(scope="module")
def readme(root) -> str:
    return (root / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def told(readme, texts) -> str:
    """README.md and every page of the manual, as one text."""
    pages = [text for path, text in texts.items() if path.startswith("resources/manual/")]
    return "\n".join([readme, *pages])


@pytest.fixture(scope="module")
def project(root) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_first_screen_has_the_picture_and_the_two_commands(readme):
    first_screen = "\n".join(readme.splitlines()[:20])
    assert f"\n{START} " in first_screen
    assert f"\n{START} test " in first_screen
    assert "](resources/pictures/window.png)" in first_screen


def test_the_headings_are_there(readme):
    assert [heading for heading in HEADINGS if f"\n## {heading}\n" not in readme] == []


def test_ci_runs_the_command_of_the_readme(root, readme):
    run = root / ".ci" / "run"
    assert f'exec {START} test "$@"' in run.read_text("utf-8").splitlines()
    assert run.read_text("utf-8").startswith("#!/usr/bin/env bash\n")


def test_every_dependency_has_its_reason(readme, project):
    requirements = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[;~! ]", requirement)[0] for requirement in requirements}
    explained = set(re.findall(r"^\| ([\w-]+) \| \w", readme, re.MULTILINE)) - {"package"}
    assert explained == names


def test_dependencies_have_a_lower_and_an_upper_bound(project):
    requirements = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [text for text in requirements if not (">=" in text and ",<" in text)] == []


def test_every_path_that_is_named_exists(root, told):
    named = set(re.findall(r"[`(]((?:desktop_app|resources|tests|\.ci)/[\w./-]+)[`)]", told))
    assert {path for path in named if not (root / path).exists()} == set()


def test_every_command_of_the_program_is_told(told):
    missing = [name for name in COMMANDS if not re.search(rf"regesta {name}(?![\w-])", told)]
    assert missing == []


def test_every_command_that_is_told_exists(told):
    blocks = re.findall(r"^```\w*\n(.*?)^```", told, re.MULTILINE | re.DOTALL)
    named = {word for text in blocks for word in re.findall(r"^regesta ([a-z][a-z-]*)", text, re.M)}
    assert named - set(COMMANDS) == set()


def test_every_option_of_the_program_is_told(modules, told):
    options = set(list_options(modules))
    assert {name for name in options if not re.search(rf"{name}(?![\w-])", told)} == set()


def test_every_option_that_is_told_exists(modules, told):
    blocks = re.findall(r"^```\w*\n(.*?)^```", told, re.MULTILINE | re.DOTALL)
    lines = [line for text in blocks for line in text.splitlines() if line.startswith("regesta ")]
    named = {name for line in lines for name in re.findall(r"(?<![\w-])--[a-z-]+", line)}
    assert named - set(list_options(modules)) == set()


def test_every_operation_is_told(modules, told):
    operations = {
        node.name
        for module in modules
        if module.path.startswith("desktop_app/services/commands/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator) == "operation" for decorator in node.decorator_list)
    }
    assert operations
    assert {name for name in operations if f"`{name}`" not in told} == set()


def list_options(modules) -> Iterator[str]:
    """Find the names given to argparse's `add_argument` that begin with two hyphens."""
    for call in list_calls(modules, "add_argument"):
        yield from (word for word in list_words(call.args) if word.startswith("--"))


def list_calls(modules, method: str) -> Iterator[ast.Call]:
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == method:
                yield node


def list_words(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def test_every_environment_variable_is_told(modules, told):
    named = {
        word
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in re.findall(r"^REGESTA_[A-Z_]+$", node.value)
    }
    assert {name for name in named if name not in told} == set()
