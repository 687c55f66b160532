"""What every dialog that writes files asks alike: language, citation style and a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.catalog.wording import OUTPUT_LANGUAGES, output_language
from desktop_app.citations.style_words import STYLES, get_style_words
from desktop_app.i18n import current_language, tr
from desktop_app.reports.model import Report
from desktop_app.services.preferences import PreferenceFile

_LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt", "fr": "Français", "lo": "ລາວ"}
#: What no file system of the three takes in a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80


def make_language_box(
    name: str,
    spoken: str,
    parent: QWidget | None = None,
    *,
    languages: Sequence[str] = OUTPUT_LANGUAGES,
) -> QComboBox:
    """Return a box of `languages`, the interface's chosen; `spoken` names it aloud."""
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    for code in languages:
        box.addItem(_LANGUAGE_NAMES[code], code)
    box.setCurrentIndex(languages.index(output_language(current_language())))
    return box


class StyleBox(QComboBox):
    """The citation styles by their names; what is chosen is remembered for the next report."""

    def __init__(self, preferences: PreferenceFile | None = None) -> None:
        """Show the style in `preferences`, the first one where there are none to keep it in."""
        super().__init__()
        self.setObjectName("report_style")
        self.setAccessibleName(tr("Citation style of the report"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        titles = get_style_words(current_language()).titles
        for key in STYLES:
            self.addItem(titles[key], key)
        self._preferences = preferences
        if preferences is not None:
            self.setCurrentIndex(STYLES.index(preferences.chosen.report_style))
        self.currentIndexChanged.connect(self._remember)

    def show_style(self, key: str) -> None:
        """Show `key` without remembering it; the first one where there is no such style."""
        preferences, self._preferences = self._preferences, None
        self.setCurrentIndex(max(self.findData(key), 0))
        self._preferences = preferences

    def style_key(self) -> str:
        """Return the key of the chosen style."""
        return str(self.currentData())

    def _remember(self) -> None:
        if self._preferences is not None:
            self._preferences.put(report_style=self.style_key())


def has_bad_signs(name: str) -> bool:
    """Tell whether `name` holds a sign that some system does not take in names."""
    return bool(_NOT_IN_NAMES.search(name))


def shorten_to_name(words: str) -> str:
    """Return `words` as the beginning of a file's name: no bad signs, at most 80 characters."""
    return " ".join(_NOT_IN_NAMES.sub(" ", words).split())[:_LONGEST_NAME].strip(" .")


def suggest_name(report: Report, suffix: str) -> str:
    """Return a file name for `report`: what it is and is about, without what names cannot hold."""
    said = f"{report.title} - {report.subtitle}" if report.subtitle else report.title
    return (shorten_to_name(said) or "report") + suffix
