"""The program's own icons: small SVG drawings, tinted with the colours of the palette in force.

`make_icon` gives an icon for buttons, menus and lists, `paint_sign` draws one straight into a
widget. The drawings use `currentColor`, so one file serves both themes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.paths import RESOURCES

ICONS = RESOURCES / "icons"
_SIZES = (16, 24, 32, 48)
_DEVICE_RATIOS = (1.0, 2.0)
#: Icon files are small and few: each colour of each is parsed once.
_RENDERERS_KEPT = 512


@lru_cache(maxsize=1)
def list_icons() -> tuple[str, ...]:
    """Return the names of all icons, read once: every row of a list that is painted asks."""
    return tuple(sorted(path.stem for path in ICONS.glob("*.svg")))


def make_icon(name: str, palette: QPalette) -> QIcon:
    """Return icon `name` in the text colours of `palette`.

    Raises FileNotFoundError where there is no such icon.
    """
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    colours = {
        QIcon.Mode.Normal: palette.color(group.Active, role.ButtonText),
        QIcon.Mode.Active: palette.color(group.Active, role.ButtonText),
        QIcon.Mode.Selected: palette.color(group.Active, role.HighlightedText),
        QIcon.Mode.Disabled: palette.color(group.Disabled, role.ButtonText),
    }
    return _tinted_icon(name, tuple((mode, colour.name()) for mode, colour in colours.items()))


def application_icon() -> QIcon:
    """Return the program's own icon, in its own colours."""
    return _tinted_icon("regesta", ((QIcon.Mode.Normal, "#000000"),))


def make_pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Return icon `name` in `colour`, `size` device-independent pixels wide and high."""
    # Before the painter begins: an error while it paints would leave it on a dead pixmap.
    drawing = _renderer(name, colour.name())
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint_sign(painter: QPainter, name: str, colour: QColor, area: QRectF) -> None:
    """Draw icon `name` in `colour` into the square `area`."""
    _renderer(name, colour.name()).render(painter, area)


@lru_cache(maxsize=_RENDERERS_KEPT)
def _tinted_icon(name: str, colours: tuple[tuple[QIcon.Mode, str], ...]) -> QIcon:
    """Return the icon with one drawing for each mode, size and device ratio."""
    icon = QIcon()
    for mode, colour in colours:
        for ratio in _DEVICE_RATIOS:
            for size in _SIZES:
                icon.addPixmap(make_pixmap(name, QColor(colour), size, ratio), mode)
    return icon


@lru_cache(maxsize=_RENDERERS_KEPT)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    """Return the drawing `name` with `currentColor` replaced."""
    return QSvgRenderer(QByteArray(_read_drawing(name).replace("currentColor", colour).encode()))


@lru_cache(maxsize=_RENDERERS_KEPT)
def _read_drawing(name: str) -> str:
    """Return the text of the SVG file of icon `name`."""
    return Path(ICONS / f"{name}.svg").read_text("utf-8")
