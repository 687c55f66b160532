"""Which typefaces a report is set in, and which of its characters none of them has.

A character without a typeface is drawn as a box by every system, and a box says nothing; so
the report names them at its end.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtGui import QTextLayout

from desktop_app.i18n import tr_in
from desktop_app.ui.printing_lines import SetText
from desktop_app.ui.printing_type import make_font

_MOST_NAMED = 12
#: Controls, joiners and blanks need no letters; unassigned and private characters do.
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


class Typefaces:
    """What is known of the characters met so far."""

    def __init__(self) -> None:
        """Begin with none."""
        self._met: dict[bool, set[str]] = {False: set(), True: set()}
        self._families: set[str] = set()
        self._missing: set[str] = set()

    def meet(self, text: SetText) -> None:
        """Look up the characters of `text` that were not met before in letters of its kind."""
        met = self._met[text.style.sans]
        fresh = set(text.text) - met
        if fresh:
            met |= fresh
            for char in fresh:
                if unicodedata.category(char) not in _UNSEEN:
                    self._look_up(char, text)

    def list_lines(self, language: str) -> tuple[str, ...]:
        """Return what the report says of its typefaces, in `language`."""
        families = ", ".join(sorted(self._families))
        lines = [tr_in(language, "Typefaces: {families}.", families=families)]
        if self._missing:
            named = [_name(char) for char in sorted(self._missing)]
            if len(named) > _MOST_NAMED:
                named = [*named[:_MOST_NAMED], "…"]
            lines.append(
                tr_in(
                    language,
                    "No typeface of this computer has these characters, and boxes stand for "
                    "them: {characters}",
                    characters="; ".join(named),
                )
            )
        return tuple(lines)

    def _look_up(self, char: str, text: SetText) -> None:
        font = make_font(text.style, bold=False, italic=False, raised=False)
        layout = QTextLayout(char, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        raws = [run.rawFont() for run in layout.glyphRuns()]
        found = [raw for raw in raws if raw.supportsCharacter(ord(char))]
        self._families.update(raw.familyName() for raw in found)
        if not found:
            self._missing.add(char)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
