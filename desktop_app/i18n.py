"""Words of the interface in the user's language.

The English text is the key; the files `resources/translations/<language>/*.json`, one for each
part of the program, map it to the other language. Nothing here knows Qt: the command line and
the services speak through it too.
"""

from __future__ import annotations

import json
import locale
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "vi")
_TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"
_chosen = ["en"]


@cache
def load_translations(language: str) -> dict[str, str]:
    """Return English text → translated text for `language`, all its files merged by name."""
    words: dict[str, str] = {}
    for path in sorted((_TRANSLATIONS / language).glob("*.json")):
        words.update(json.loads(path.read_text("utf-8")))
    return words


def system_language() -> str:
    """Return the language of REGESTA_LANGUAGE or the system where Regesta speaks it, or English."""
    asked = os.environ.get("REGESTA_LANGUAGE") or (locale.getlocale()[0] or "en")
    return asked[:2] if asked[:2] in LANGUAGES else "en"


def set_language(language: str) -> None:
    """Choose the language of every later `tr`; raise ValueError for one Regesta does not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    _chosen[0] = language


def current_language() -> str:
    """Return the code of the interface's language."""
    return _chosen[0]


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the interface's language, with `{name}` fields filled from `values`.

    `text` must be a literal: a test collects the literals and asks a translation for each.
    """
    return tr_in(_chosen[0], text, **values)


def tr_in(language: str, text: str, /, **values: object) -> str:
    """Return `text` in `language`, with `{name}` fields filled from `values`."""
    words = load_translations(language).get(text, text)
    return words.format(**values) if values else words


def mark(text: str, /) -> str:
    """Return `text` unchanged: a literal marked for translation where a table is built."""
    return text


def tr_marked(text: str, /) -> str:
    """Return a text marked by `mark`, in the interface's language."""
    return tr_in(_chosen[0], text)
