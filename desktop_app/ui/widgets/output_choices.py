"""What every dialog that writes files asks alike: language, citation style and a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from desktop_app.catalog.wording import OUTPUT_LANGUAGES, output_language
from desktop_app.citations.csl_engine import is_csl_available, read_style_title
from desktop_app.citations.style_words import CSL, STYLES, get_style_words
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.reports.model import Report
from desktop_app.services.preferences import PreferenceFile

_LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt", "fr": "Français", "lo": "ລາວ"}
#: What no file system of the three takes in a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80
#: What asks for a file, in the place of a style's key.
_FROM_FILE = "file"


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


def _name_file(key: str) -> str:
    """Return the title of a CSL style, the name of its file where it cannot be read."""
    path = Path(key.removeprefix(CSL))
    try:
        return read_style_title(path)
    except UserError:
        return path.name


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
        self._offer_file()
        self._chosen = STYLES[0]
        self._preferences: PreferenceFile | None = None
        self.currentIndexChanged.connect(self._on_chosen)
        if preferences is not None:
            self.show_style(preferences.chosen.report_style)
        self._preferences = preferences

    def show_style(self, key: str) -> None:
        """Show `key` without remembering it; the first one where there is no such style."""
        preferences, self._preferences = self._preferences, None
        if key.startswith(CSL) and self.findData(key) < 0:
            self.insertItem(self.count() - 1, _name_file(key), key)
        self.setCurrentIndex(max(self.findData(key), 0))
        self._preferences = preferences

    def style_key(self) -> str:
        """Return the key of the chosen style."""
        return self._chosen

    def ask_style_file(self) -> QFileDialog:
        """Ask for the file of a CSL style."""
        dialog = QFileDialog(self, tr("CSL style"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("CSL styles (*.csl)"), tr("All files (*)")])
        dialog.fileSelected.connect(self.choose_file)
        dialog.open()
        return dialog

    def choose_file(self, name: str) -> None:
        """Choose the CSL style in the file `name`, and remember it."""
        key = f"{CSL}{Path(name).absolute()}"
        self.show_style(key)
        if self._preferences is not None:
            self._preferences.put(report_style=key)

    def _offer_file(self) -> None:
        """Add what asks for a CSL style; it cannot be chosen where citeproc-py is missing."""
        self.addItem(tr("CSL style from a file…"), _FROM_FILE)
        last = self.count() - 1
        if is_csl_available():
            said = tr(
                "Any style in the CSL language. Chains stay in Regesta’s words; CSL knows no "
                "supplied dates, and ibid. is not used."
            )
        else:
            said = tr("CSL styles need the package citeproc-py: pip install citeproc-py")
            item = cast(QStandardItemModel, self.model()).item(last)
            item.setEnabled(False)
        self.setItemData(last, said, Qt.ItemDataRole.ToolTipRole)

    def _on_chosen(self) -> None:
        key = str(self.currentData())
        if key == _FROM_FILE:
            self.setCurrentIndex(self.findData(self._chosen))
            self.ask_style_file()
            return
        self._chosen = key
        if self._preferences is not None:
            self._preferences.put(report_style=key)


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
