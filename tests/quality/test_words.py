"""Every text a user reads is a literal with a Vietnamese translation that fits it."""

from __future__ import annotations

import ast
import json
import re
import string
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations" / "vi"
#: Which argument of the call holds the English text.
TEXT_ARGUMENT = {"tr": 0, "tr_in": 1, "mark": 0, "UserError": 1}
#: These pass on a text that was collected where it was written.
PASSED_ON = {"desktop_app/i18n.py", "desktop_app/errors.py", "desktop_app/exchange/child.py"}


@dataclass(frozen=True)
class Use:
    """One call that names a text: where, which function, the text, and the fields it fills."""

    place: str
    function: str
    text: str | None
    code: str | None
    given: frozenset[str]
    more: bool


def name_of(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def list_error_classes(modules) -> set[str]:
    """Return UserError and the classes below it that keep its signature."""
    names = {"UserError"}
    for _ in range(3):
        for module in modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
                    own = any(getattr(item, "name", "") == "__init__" for item in node.body)
                    if bases & names and not own:
                        names.add(node.name)
    return names


@pytest.fixture(scope="session")
def uses(modules) -> list[Use]:
    found = []
    errors = list_error_classes(modules)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                name = "UserError" if name_of(node) in errors else name_of(node)
                if name in TEXT_ARGUMENT:
                    found.append(read_use(module.path, name, node))
    return [use for use in found if use.text or use.place.partition(":")[0] not in PASSED_ON]


def read_use(path: str, name: str, call: ast.Call) -> Use:
    position = TEXT_ARGUMENT[name]
    arguments = [
        item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else None
        for item in call.args
    ]
    return Use(
        place=f"{path}:{call.lineno}",
        function=name,
        text=arguments[position] if len(arguments) > position else None,
        code=arguments[0] if name == "UserError" and arguments else None,
        given=frozenset(keyword.arg for keyword in call.keywords if keyword.arg),
        more=any(keyword.arg is None for keyword in call.keywords),
    )


@pytest.fixture(scope="session")
def translations() -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.json")):
        merged.update(json.loads(path.read_text("utf-8")))
    return merged


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_texts_are_literals(uses):
    assert [use.place for use in uses if use.text is None] == []


def test_every_text_has_a_translation(uses, translations):
    missing = sorted({use.text for use in uses if use.text and use.text not in translations})
    assert missing == []


def test_calls_fill_exactly_the_fields_of_their_text(uses):
    # Without values the text is not formatted: braces in it are then braces.
    wrong = [
        f"{use.place}: {use.text!r} gets {sorted(use.given)}"
        for use in uses
        if use.text and not use.more and use.function != "mark"
        if fields_of(use.text) != use.given
    ]
    assert wrong == []


def test_a_marked_text_has_no_fields(uses):
    # The fixed words of reports are filled by who prints them.
    found = [use.place for use in uses if use.function == "mark" and fields_of(use.text or "")]
    assert [one for one in found if not one.startswith("desktop_app/reports/words.py")] == []


def test_error_codes_are_stable_words(uses):
    wrong = [
        f"{use.place}: {use.code!r}"
        for use in uses
        if use.function == "UserError" and not re.fullmatch(r"[a-z][a-z0-9_]*", use.code or "")
    ]
    assert wrong == []


def test_both_texts_have_the_same_fields(translations):
    wrong = [
        english
        for english, vietnamese in translations.items()
        if fields_of(english) != fields_of(vietnamese)
    ]
    assert wrong == []


def test_translations_end_like_their_text(translations):
    wrong = [
        english
        for english, vietnamese in translations.items()
        for ending in ("…", ":", "\n", " ")
        if english.endswith(ending) != vietnamese.endswith(ending)
    ]
    assert wrong == []


def test_translations_are_composed_and_not_empty(translations):
    wrong = [
        english
        for english, vietnamese in translations.items()
        if not vietnamese.strip() or unicodedata.normalize("NFC", vietnamese) != vietnamese
    ]
    assert wrong == []


def test_no_two_files_translate_one_text_differently():
    seen: dict[str, tuple[str, str]] = {}
    wrong = []
    for path in sorted(FOLDER.glob("*.json")):
        for english, vietnamese in json.loads(path.read_text("utf-8")).items():
            other, name = seen.setdefault(english, (vietnamese, path.name))
            if other != vietnamese:
                wrong.append(f"{english!r}: {name} {other!r}, {path.name} {vietnamese!r}")
    assert wrong == []


def test_no_file_names_one_text_twice():
    for path in sorted(FOLDER.glob("*.json")):
        json.loads(path.read_text("utf-8"), object_pairs_hook=refuse_repeated_keys)


def refuse_repeated_keys(pairs: list[tuple[str, str]]) -> dict[str, str]:
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})
    return dict(pairs)


def test_every_translation_is_used(modules, translations):
    literals = {
        node.value
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(translations) - literals) == []
