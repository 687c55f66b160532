"""Modules and functions stay small enough to be read in one go, and are named for what they do."""

from __future__ import annotations

import ast
import re

MODULE_LINES = 400
FUNCTION_LINES = 60
HARD_LIMIT = 600
#: Modules that may pass 400 lines, each with its reason.
LONGER: dict[str, str] = {}
VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|misc|common)(?:_|$)|(?:Manager|Helper)$")


def test_modules_are_short(modules, test_modules):
    long = {
        module.path: module.lines
        for module in (*modules, *test_modules)
        if module.lines > (HARD_LIMIT if module.path in LONGER else MODULE_LINES)
    }
    assert long == {}


def test_the_list_of_longer_modules_is_needed(modules):
    lines = {module.path: module.lines for module in modules}
    assert [path for path in LONGER if lines.get(path, 0) <= MODULE_LINES] == []


def test_functions_are_short(modules, test_modules):
    long = [
        f"{module.path}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for module in (*modules, *test_modules)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_names_say_what_they_name(modules):
    vague = []
    for module in modules:
        stem = module.path.rpartition("/")[2].removesuffix(".py")
        names = [node.name for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
        vague += [f"{module.path}: {name}" for name in (stem, *names) if VAGUE.search(name)]
    assert vague == []


def test_every_module_says_what_it_is_for(modules):
    missing = [module.path for module in modules if not ast.get_docstring(module.tree)]
    assert missing == []
