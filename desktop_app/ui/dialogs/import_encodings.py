"""Asks in which encoding a text is, by showing how its words look in each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGroupBox,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.importing import Staged
from desktop_app.ui.theme import reading_font
from desktop_app.ui.widgets.labels import plain_label

_LETTERS = 90


class EncodingsPage(QWidget):
    """One group a file; its choices are the readings, the likeliest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without files."""
        super().__init__(parent)
        self.setObjectName("import_encodings")
        self.groups: dict[Path, QButtonGroup] = {}
        said = tr(
            "How these files write their letters is not certain. Choose the reading whose words "
            "look right. Nothing is stored before you do."
        )
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(said))
        column.addWidget(self._area, 1)

    def set_files(self, files: Sequence[Staged]) -> None:
        """Ask about `files`."""
        self.groups.clear()
        body = QWidget()
        column = QVBoxLayout(body)
        for one in files:
            column.addWidget(self._make_group(one))
        column.addStretch(1)
        self._area.setWidget(body)

    def _make_group(self, one: Staged) -> QGroupBox:
        assert one.read is not None
        box = QGroupBox(one.path.name.replace("&", "&&"))
        group = QButtonGroup(box)
        column = QVBoxLayout(box)
        likeliest = (one.read.encoding, _find_telling(one.read.head))
        others = [(other.encoding, other.preview) for other in one.read.alternatives]
        for number, (encoding, preview) in enumerate([likeliest, *others]):
            button = QRadioButton(encoding)
            button.setChecked(number == 0)
            button.setAccessibleDescription(preview)
            group.addButton(button, number)
            shown = plain_label(preview)
            shown.setFont(reading_font())
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setIndent(24)
            column.addWidget(button)
            column.addWidget(shown)
        self.groups[one.path] = group
        return box

    def chosen(self) -> dict[Path, str]:
        """Return the encoding chosen for each file."""
        buttons = {path: group.checkedButton() for path, group in self.groups.items()}
        return {path: button.text() for path, button in buttons.items() if button is not None}


def _find_telling(text: str) -> str:
    """Return the first stretch of `text` that has a letter outside ASCII."""
    at = next((n for n, char in enumerate(text) if char > "\x7f"), 0)
    start = text.rfind(" ", 0, at) + 1
    return " ".join(text[start : start + _LETTERS].split())
