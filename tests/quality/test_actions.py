"""The window's actions and settings: one of each name, and each told in the manual."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass

import pytest

SETTINGS = "desktop_app/services/preferences.py"


@dataclass(frozen=True)
class Action:
    """What a declaration `ActionSpec(…)` says in literals."""

    place: str
    id: str
    words: str
    keys: tuple[str, ...]


@pytest.fixture(scope="module")
def actions(modules) -> list[Action]:
    return [
        read_action(f"{module.path}:{node.lineno}", node)
        for module in modules
        if module.path.startswith("desktop_app/ui/actions/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ActionSpec")
    ]


def read_action(place: str, call: ast.Call) -> Action:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    words = "".join(list_literals(given.get("text"))).replace("&", "").rstrip("…")
    identifier = "".join(list_literals(given.get("id")))
    return Action(place, identifier, words, tuple(list_literals(given.get("keys"))))


def list_literals(node: ast.AST | None) -> list[str]:
    return [
        item.value
        for item in (ast.walk(node) if node else ())
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]


@pytest.fixture(scope="module")
def told(root, texts) -> list[str]:
    """The lines of README.md and of the English manual."""
    pages = [text for path, text in sorted(texts.items()) if path.startswith("resources/manual/")]
    return "\n".join([texts.get("README.md", ""), *pages]).splitlines()


def list_repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_no_two_actions_have_one_id(actions):
    assert list_repeated([action.id for action in actions]) == []


def test_no_two_actions_have_one_shortcut(actions):
    keys = [re.sub(r"\s", "", key).lower() for action in actions for key in action.keys]
    assert list_repeated(keys) == []


def test_every_action_is_told_with_its_keys(actions, told):
    missing = [
        f"{action.place} {action.id}: {action.words} {' '.join(action.keys)}"
        for action in actions
        if not any(
            action.words.lower() in line.lower() and all(key in line for key in action.keys)
            for line in told
        )
    ]
    assert missing == []


def test_every_setting_is_told(modules, told):
    settings = [
        item.target.id
        for module in modules
        if module.path == SETTINGS
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and node.name == "Preferences"
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    ]
    text = "\n".join(told)
    assert [name for name in settings if f"`{name}`" not in text] == []
