"""The look of the program: two Fusion palettes, the inks that carry meaning, and the fonts.

Every ink keeps WCAG AA contrast in both themes (tests/ui/test_widgets_theme.py computes it) and
is never used alone: a sign, a word or a line style says the same thing. Widgets ask for the
theme of their own palette, so nothing here remembers which theme is in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

#: What the user may choose; "system" follows the desktop where Qt knows it.
THEME_NAMES = ("system", "light", "dark")

_SANS = ("Noto Sans", "Noto Sans Lao")
_SERIF = ("Noto Serif", "Noto Serif Lao", "Noto Sans Lao")
_SMALLEST_POINTS = 10.0
#: Long reading wants a letter larger than a form's.
_READING_SCALE = 1.2


class Role(StrEnum):
    """The things colour speaks about."""

    FEEDS_CLAIM = "feeds-claim"
    EXCERPTED = "excerpted"
    NEEDS_REVIEW = "needs-review"
    UNCITED = "uncited"
    CONFLICT = "conflict"
    PREFERRED = "preferred"
    DEPRECATED = "deprecated"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    MENTIONS = "mentions"
    CONFIDENCE = "confidence"
    QUOTE = "quote"
    FOUND = "found"
    FOUND_HERE = "found-here"
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour for letters and lines, and the wash that may lie behind them or behind text."""

    line: str
    wash: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One palette: plain colours of the interface and the inks of the roles."""

    name: str
    window: str
    base: str
    alternate: str
    button: str
    text: str
    muted: str
    disabled: str
    frame: str
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    tip: str
    inks: dict[Role, Ink]

    def line(self, role: Role) -> QColor:
        """Return the colour of letters and lines of `role`."""
        return QColor(self.inks[role].line)

    def wash(self, role: Role) -> QColor:
        """Return the background of `role`, on which ordinary text stays readable."""
        return QColor(self.inks[role].wash)


LIGHT = Theme(
    name="light",
    window="#f2efe8",
    base="#fffdf8",
    alternate="#f8f5ed",
    button="#ebe7dd",
    text="#211e1a",
    muted="#5f594f",
    disabled="#8d877c",
    frame="#8f887a",
    accent="#1d5878",
    on_accent="#ffffff",
    selection="#1d5878",
    on_selection="#ffffff",
    tip="#fbf6e6",
    inks={
        Role.FEEDS_CLAIM: Ink("#7a5200", "#f8e5ae"),
        Role.EXCERPTED: Ink("#2f5f85", "#dbe8f3"),
        Role.NEEDS_REVIEW: Ink("#a5320f", "#fadfd3"),
        Role.UNCITED: Ink("#8a4300", "#fae6cc"),
        Role.CONFLICT: Ink("#9c1730", "#f9dde0"),
        Role.PREFERRED: Ink("#1b6238", "#dcefdf"),
        Role.DEPRECATED: Ink("#5f594f", "#e9e6de"),
        Role.SUPPORTS: Ink("#1b6238", "#dcefdf"),
        Role.CONTRADICTS: Ink("#9c1730", "#f9dde0"),
        Role.MENTIONS: Ink("#43566b", "#e3e8ee"),
        Role.CONFIDENCE: Ink("#544a86", "#e8e5f4"),
        Role.QUOTE: Ink("#7a5200", "#f8e5ae"),
        Role.FOUND: Ink("#44600a", "#e2efb9"),
        Role.FOUND_HERE: Ink("#7a3d00", "#ffc878"),
        Role.VALID: Ink("#1b6238", "#dcefdf"),
        Role.INVALID: Ink("#9c1730", "#f9dde0"),
    },
)

DARK = Theme(
    name="dark",
    # Fusion outlines fields darker than the window: only a page darker still shows their shape.
    window="#312e2a",
    base="#1e1c1a",
    alternate="#262320",
    button="#413c36",
    text="#ebe6dc",
    muted="#b3ab9e",
    disabled="#857e73",
    frame="#7f776b",
    accent="#84bcdb",
    on_accent="#10222d",
    selection="#2f6c90",
    on_selection="#ffffff",
    tip="#1e1c1a",
    inks={
        Role.FEEDS_CLAIM: Ink("#ecc35c", "#54431a"),
        Role.EXCERPTED: Ink("#9bcaea", "#2a4356"),
        Role.NEEDS_REVIEW: Ink("#f8a987", "#482b20"),
        Role.UNCITED: Ink("#f3b06c", "#50371c"),
        Role.CONFLICT: Ink("#ff9ea4", "#56272d"),
        Role.PREFERRED: Ink("#8ad6a4", "#23422e"),
        Role.DEPRECATED: Ink("#b3ab9e", "#3b3731"),
        Role.SUPPORTS: Ink("#8ad6a4", "#23422e"),
        Role.CONTRADICTS: Ink("#ff9ea4", "#56272d"),
        Role.MENTIONS: Ink("#b4c4d6", "#36404b"),
        Role.CONFIDENCE: Ink("#c3b9ef", "#3c3657"),
        Role.QUOTE: Ink("#ecc35c", "#54431a"),
        Role.FOUND: Ink("#bedd70", "#3b4a17"),
        Role.FOUND_HERE: Ink("#ffd08a", "#7c4d0c"),
        Role.VALID: Ink("#8ad6a4", "#23422e"),
        Role.INVALID: Ink("#ff9ea4", "#56272d"),
    },
)


def apply_theme(app: QApplication, name: str) -> Theme:
    """Give `app` the Fusion style, the palette of theme `name` and its font; return the theme.

    `name` is one of THEME_NAMES. May be called again at any time: windows follow as
    soon as the event loop turns.
    """
    theme = choose_theme(name)
    # QStyleHints.setColorScheme does nothing on the offscreen platform and on plain X11, and
    # other styles ignore palettes: Fusion with palettes of our own looks the same everywhere.
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(make_palette(theme))
    app.setFont(interface_font())
    return theme


def choose_theme(name: str) -> Theme:
    """Return the theme called `name`; "system" is the desktop's own choice, light if unknown."""
    if name not in THEME_NAMES:
        raise ValueError(f"no such theme: {name}")
    if name == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if name == "dark" else LIGHT


def theme_of(widget: QWidget) -> Theme:
    """Return the theme whose palette `widget` wears."""
    return theme_of_palette(widget.palette())


def theme_of_palette(palette: QPalette) -> Theme:
    """Return the theme that `palette` belongs to, by the lightness of its page."""
    return LIGHT if palette.color(QPalette.ColorRole.Base).lightness() > 127 else DARK


def wash_background(widget: QWidget, role: Role) -> QColor:
    """Give `widget` the background of `role`, and return the colour of its signs."""
    theme = theme_of(widget)
    wash = theme.wash(role)
    if widget.palette().color(QPalette.ColorRole.Window) != wash:
        # A palette of its own that says nothing of the other colours: they follow the theme.
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, wash)
        widget.setPalette(palette)
    return theme.line(role)


def make_palette(theme: Theme) -> QPalette:
    """Return the Qt palette of `theme`."""
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.button), QColor(theme.window))
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.alternate,
        role.Text: theme.text,
        role.Button: theme.button,
        role.ButtonText: theme.text,
        role.BrightText: theme.inks[Role.CONFLICT].line,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.on_selection,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.inks[Role.CONFIDENCE].line,
        role.ToolTipBase: theme.tip,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
    }
    for colour_role, colour in colours.items():
        palette.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(theme.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.button))
    return palette


def interface_font() -> QFont:
    """Return the font of the interface: Noto Sans with Lao, then the system's own family.

    "Noto Sans" alone would show Lao as boxes on systems without font merging.
    """
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font = QFont(system)
    font.setFamilies([*_SANS, *system.families()])
    font.setPointSizeF(max(QFontInfo(system).pointSizeF(), _SMALLEST_POINTS))
    return font


def reading_font(points: float | None = None) -> QFont:
    """Return the font of source texts, `points` large or a step above the interface's size."""
    system = interface_font()
    font = QFont(system)
    font.setFamilies([*_SERIF, "Serif", *system.families()])
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPointSizeF(points or round(system.pointSizeF() * _READING_SCALE, 1))
    return font


def small_font(font: QFont) -> QFont:
    """Return `font` one step smaller, for badges and margins; never below eight points."""
    smaller = QFont(font)
    if font.pointSizeF() > 0:
        smaller.setPointSizeF(max(font.pointSizeF() * 0.85, 8.0))
    return smaller
