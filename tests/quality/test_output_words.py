"""Every text that a report prints has its words in each language of output, with its fields."""

from __future__ import annotations

import ast
import json
import re
import string
import unicodedata
from pathlib import Path

import pytest

from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.services.builtin import BUILT_IN

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "translations"
TRANSLATED = tuple(language for language in OUTPUT_LANGUAGES if language != "en")
#: Languages whose files hold the words of output alone.
OUTPUT_ONLY = tuple(language for language in TRANSLATED if language != "vi")
#: Modules whose texts stand in reports.
PRINTED = re.compile(
    r"desktop_app/(?:reports/.*|citations/.*|services/(?:report\w*(?:/\w+)?|\w+_reports?|concordance)|ui/printing\w*)\.py"
)


def read_folder(language: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.json")):
        for english, words in json.loads(path.read_text("utf-8")).items():
            assert merged.setdefault(english, words) == words, (path.name, english)
    return merged


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def list_texts(path: str, tree: ast.AST) -> set[str]:
    """Return the literals of `tr_in(language, "…")`, and in reports those of `mark("…")`.

    Elsewhere a marked text is said by the interface.
    """
    arguments = {"tr_in": 1} | ({"mark": 0} if path.startswith("desktop_app/reports/") else {})
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = arguments.get(node.func.id)
            if place is not None and len(node.args) > place:
                text = node.args[place]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.add(text.value)
    return found


@pytest.fixture(scope="module")
def printed(modules) -> set[str]:
    return {
        text
        for module in modules
        if PRINTED.fullmatch(module.path)
        for text in list_texts(module.path, module.tree)
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_printed_text_has_words(printed, language):
    words = read_folder(language)
    assert len(printed) > 40
    assert sorted(printed - words.keys()) == []


@pytest.mark.parametrize("language", OUTPUT_ONLY)
def test_words_have_the_fields_of_their_text(language):
    wrong = [
        english
        for english, words in read_folder(language).items()
        if fields_of(english) != fields_of(words)
        or not words.strip()
        or unicodedata.normalize("NFC", words) != words
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OUTPUT_ONLY)
def test_all_words_are_printed_somewhere(printed, language):
    labels = {prop.label_en for prop in BUILT_IN}
    assert sorted(read_folder(language).keys() - printed - labels) == []


@pytest.mark.parametrize("language", OUTPUT_ONLY)
def test_properties_of_every_catalogue_have_labels(language):
    words = read_folder(language)
    assert [prop.key for prop in BUILT_IN if prop.label_en not in words] == []
