"""The tree holds what it should, finished, and nothing of the machine it was made on."""

from __future__ import annotations

import ast
import re

TOP = {"pyproject.toml", "README.md", "desktop_app", "resources", "catalog.db", "tests"}
# Written in pieces, so that this file does not find itself.
STUB_WORDS = re.compile(
    r"\bTO" + r"DO\b|\bFIX" + r"ME\b|\bHA" + r"CK\b|raise NotImpl" + "ementedError"
    "|(?i:lorem" + " ipsum|not yet" + " implemented|coming" + " soon)"
)
OWN_PATHS = re.compile(
    r"(?<![\w.])/" + r"(?:work|root|home/\w+|Users/\w+|tmp/(?:venv|bash|clone|deb)\w*)/"
    r"|\b[A-Z]:\\\\?" + "Users"
)
#: Where an error of any kind is turned into a report; elsewhere it rises.
CATCH_ALL = {
    "desktop_app/__main__.py",
    "desktop_app/exchange/child_main.py",
    "desktop_app/services/bug_report.py",
    "desktop_app/services/jobs.py",
    "desktop_app/services/importing.py",
    "desktop_app/ui/errors.py",
}


def test_the_top_level_holds_exactly_what_it_should(project_files, root):
    names = {path.relative_to(root).parts[0] for path in project_files}
    assert {name for name in names if not name.startswith(".")} == TOP


def test_nothing_is_left_to_be_written(texts):
    assert list_lines(texts, STUB_WORDS) == []


def test_no_path_of_a_machine_is_written_down(texts):
    assert list_lines(texts, OWN_PATHS) == []


def list_lines(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_every_function_does_something(modules):
    empty = []
    for module in modules:
        allowed = list_declarations(module.tree)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node not in allowed and is_empty(node):
                empty.append(f"{module.path}:{node.lineno} {node.name}")
    assert empty == []


def list_declarations(tree: ast.Module) -> set[ast.AST]:
    """Return the functions without a body by right: methods of protocols, and overloads."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(b) for b in node.bases):
            found |= set(node.body)
        if isinstance(node, ast.FunctionDef):
            decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
            if decorators & {"overload", "typing.overload", "abstractmethod"}:
                found.add(node)
    return found


def is_empty(function: ast.FunctionDef) -> bool:
    """Return whether the body is missing; a docstring may say that nothing is to be done."""
    meant = (ast.get_docstring(function) or "").startswith(("Do nothing", "Pass over"))
    return not meant and all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


def test_errors_of_any_kind_are_caught_only_where_they_are_reported(modules):
    wide = [
        f"{module.path}:{node.lineno}"
        for module in modules
        if module.path not in CATCH_ALL
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and is_wide(node) and not raises_again(node)
    ]
    assert wide == []


def is_wide(handler: ast.ExceptHandler) -> bool:
    names = ast.unparse(handler.type) if handler.type else "BaseException"
    return bool(re.search(r"\b(?:Base)?Exception\b", names))


def raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))
