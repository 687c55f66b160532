"""What every dialog that writes files asks alike: the language of the output and a name."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.catalog.wording import OUTPUT_LANGUAGES, output_language
from desktop_app.i18n import current_language

_LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt"}
#: What no file system of the three takes in a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80


def make_language_box(name: str, spoken: str, parent: QWidget | None = None) -> QComboBox:
    """Return a box of the output languages, the interface's chosen; `spoken` names it aloud."""
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    for code in OUTPUT_LANGUAGES:
        box.addItem(_LANGUAGE_NAMES[code], code)
    box.setCurrentIndex(OUTPUT_LANGUAGES.index(output_language(current_language())))
    return box


def has_bad_signs(name: str) -> bool:
    """Tell whether `name` holds a sign that some system does not take in names."""
    return bool(_NOT_IN_NAMES.search(name))


def shorten_to_name(words: str) -> str:
    """Return `words` as the beginning of a file's name: no bad signs, at most 80 characters."""
    return " ".join(_NOT_IN_NAMES.sub(" ", words).split())[:_LONGEST_NAME].strip(" .")
