"""The typography of printed reports: sizes, leading, indents and fonts of each kind of piece.

Measures are in points; layouts count in `UNITS` of a point, because Qt's fonts have whole
sizes only and a page must not depend on the resolution of any device.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QFont

from desktop_app.reports.layout import PieceStyle
from desktop_app.reports.setting import Sheet

UNITS = 20
#: A note's number in the text: its size beside the text's, and how far it is raised, in ems.
REF_SIZE = 0.62
REF_RISE = 0.36

#: Noto where it is installed (on Linux by the preparation), then what Windows and macOS bring:
#: first a typeface with all Vietnamese letters, then those with Lao ones.
_LAO = ["Leelawadee UI", "Lao UI", "DokChampa", "Lao Sangam MN", "Lao MN"]
_SERIF = ["Noto Serif", "Noto Serif Lao", "Noto Sans Lao", "Times New Roman", *_LAO, "serif"]
_SANS = ["Noto Sans", "Noto Sans Lao", "Segoe UI", "Helvetica Neue", *_LAO, "sans-serif"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeStyle:
    """How a paragraph is set: letters, the least distance between lines, indents, space, grey.

    `indent` moves every line, `hang` all but the first; `grey` is 0 for black.
    """

    size: float
    leading: float
    before: float = 0.0
    indent: float = 0.0
    hang: float = 0.0
    grey: float = 0.0
    sans: bool = False
    bold: bool = False


A4 = Sheet()

_BODY = TypeStyle(size=10, leading=14.2, before=4)
_SMALL = replace(_BODY, size=8.6, leading=12.2, before=2.6)
STYLES: dict[PieceStyle, TypeStyle] = {
    PieceStyle.TITLE: TypeStyle(size=21, leading=28, sans=True, bold=True),
    PieceStyle.SUBTITLE: TypeStyle(size=12.5, leading=18, before=4, sans=True, grey=0.35),
    PieceStyle.TEXT: _BODY,
    PieceStyle.NAMES: replace(_BODY, size=9, leading=12.8, before=2, grey=0.3),
    PieceStyle.REMARK: replace(_BODY, size=9, leading=12.8, before=2, grey=0.3),
    PieceStyle.CLAIM: replace(_BODY, before=3, indent=0, hang=16),
    PieceStyle.MENTION: replace(_BODY, size=9.4, leading=13.4, before=3, hang=16),
    PieceStyle.FIELD: replace(_BODY, before=3, hang=16),
    PieceStyle.BRANCH: replace(_BODY, before=1),
    PieceStyle.INDEX: replace(_SMALL, before=1, hang=16),
    PieceStyle.NOTE: replace(_SMALL, indent=26),
    PieceStyle.ENTRY: replace(_BODY, size=9.4, leading=13.4, hang=20),
    PieceStyle.CONTEXT: replace(_SMALL, before=3.4),
    PieceStyle.COUNT: replace(_BODY, size=9, leading=12.8, before=2, grey=0.3),
}
_HEADINGS = (
    TypeStyle(size=14.5, leading=19, before=24, sans=True, bold=True),
    TypeStyle(size=11.5, leading=15.6, before=15, sans=True, bold=True),
    TypeStyle(size=10.2, leading=14.2, before=11, sans=True, bold=True),
)
CAPTION = TypeStyle(size=9.6, leading=13.2, before=9, sans=True)
CELL_HEAD = TypeStyle(size=9.4, leading=12.8, before=2)
CELL_DECISION = TypeStyle(size=8.6, leading=11.8, before=2, sans=True)
CELL = TypeStyle(size=8.6, leading=11.8, before=4)
CLOSING = TypeStyle(size=8.8, leading=12.2, before=2, sans=True)
#: Cells of a grid, its heads and the rows that head a group.
GRID_CELL = TypeStyle(size=9, leading=12.2, before=2)
GRID_HEAD = TypeStyle(size=8.6, leading=11.8, sans=True, bold=True)
GRID_GROUP = TypeStyle(size=9, leading=12.2, sans=True, bold=True)
#: Headings in the table of contents, by level.
CONTENTS = (
    TypeStyle(size=10, leading=14.2, before=7, hang=16),
    TypeStyle(size=9.4, leading=13.4, before=1.5, indent=16, hang=16),
)
FOOTER = TypeStyle(size=7.8, leading=10.6, sans=True, grey=0.3)
HEAD = FOOTER


def style_of(style: PieceStyle, level: int = 0) -> TypeStyle:
    """Return the style of a piece; headings deeper than the third level look like the third."""
    if style is PieceStyle.HEADING:
        return _HEADINGS[min(max(level, 1), len(_HEADINGS)) - 1]
    return STYLES[style]


def make_font(style: TypeStyle, *, bold: bool, italic: bool, raised: bool) -> QFont:
    """Return the font of a span in layout units, without hinting, which screens need alone."""
    font = QFont()
    font.setFamilies(_SANS if style.sans else _SERIF)
    font.setStyleHint(QFont.StyleHint.SansSerif if style.sans else QFont.StyleHint.Serif)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(ref_size(style) if raised else round(style.size * UNITS))
    font.setBold(style.bold or bold)
    font.setItalic(italic)
    return font


def ref_size(style: TypeStyle) -> int:
    """Return the size of a note's number in text of `style`, in layout units."""
    return round(style.size * UNITS * REF_SIZE)
