"""The sheet a report is set on: paper and margins in points, alike for print, DOCX and ODT."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.reports.model import Margins, Paper, Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of paper and its margins, in points.

    `footer` is how far above the lower edge the footer begins.
    """

    width: float = 595.28
    height: float = 841.89
    side: float = 68.0
    top: float = 62.0
    bottom: float = 74.0
    footer: float = 44.0

    @property
    def measure(self) -> float:
        """Return the width of the text."""
        return self.width - 2 * self.side

    @property
    def room(self) -> float:
        """Return the height of the text on a page."""
        return self.height - self.top - self.bottom


#: Width and height in points (ISO 216, ANSI Y14.1).
_PAPERS = {Paper.A4: (595.28, 841.89), Paper.LETTER: (612.0, 792.0)}
#: Side, top, bottom and footer in points.
_MARGINS = {
    Margins.NORMAL: (68.0, 62.0, 74.0, 44.0),
    Margins.NARROW: (45.0, 50.0, 62.0, 36.0),
    Margins.WIDE: (92.0, 78.0, 92.0, 56.0),
}


def make_sheet(setup: Setup) -> Sheet:
    """Return the sheet that a report's setup asks for."""
    width, height = _PAPERS[setup.paper]
    side, top, bottom, footer = _MARGINS[setup.margins]
    return Sheet(width=width, height=height, side=side, top=top, bottom=bottom, footer=footer)
