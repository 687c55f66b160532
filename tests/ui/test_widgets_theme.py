"""Both themes keep WCAG AA contrast, fonts know Lao, icons follow the palette."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.ui.icons import application_icon, list_icons, make_icon, make_pixmap
from desktop_app.ui.theme import (
    DARK,
    LIGHT,
    Role,
    Theme,
    apply_theme,
    choose_theme,
    interface_font,
    make_palette,
    reading_font,
    small_font,
    theme_of,
    theme_of_palette,
)

TEXT_CONTRAST = 4.5
SIGN_CONTRAST = 3.0
THEMES = pytest.mark.parametrize("theme", (LIGHT, DARK), ids=lambda theme: theme.name)


@pytest.fixture(autouse=True)
def style_as_before(qapp: QApplication):
    palette, font = qapp.palette(), qapp.font()
    yield
    qapp.setPalette(palette)
    qapp.setFont(font)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = QColor(colour).getRgbF()[:3]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@THEMES
def test_words_are_readable_on_every_surface(theme: Theme) -> None:
    for surface in (theme.window, theme.base, theme.alternate, theme.button, theme.tip):
        assert contrast(theme.text, surface) >= 7
        assert contrast(theme.muted, surface) >= TEXT_CONTRAST
    assert contrast(theme.on_selection, theme.selection) >= TEXT_CONTRAST
    assert contrast(theme.accent, theme.base) >= TEXT_CONTRAST
    assert contrast(theme.accent, theme.window) >= TEXT_CONTRAST
    assert contrast(theme.on_accent, theme.accent) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("role", Role)
def test_inks_are_readable_on_paper_and_on_their_wash(theme: Theme, role: Role) -> None:
    ink = theme.inks[role]
    for surface in (theme.base, theme.window, theme.alternate, ink.wash):
        assert contrast(ink.line, surface) >= TEXT_CONTRAST, surface
    assert contrast(theme.text, ink.wash) >= TEXT_CONTRAST


@THEMES
def test_frames_and_selection_stand_out(theme: Theme) -> None:
    assert contrast(theme.frame, theme.base) >= SIGN_CONTRAST
    assert contrast(theme.frame, theme.window) >= SIGN_CONTRAST
    # The selection is told from the page and from the washes of excerpts that it may cover.
    washes = (theme.inks[role].wash for role in (Role.FEEDS_CLAIM, Role.EXCERPTED, Role.QUOTE))
    for surface in (theme.base, *washes):
        assert contrast(theme.selection, surface) >= 1.5, surface


def test_the_states_of_excerpts_have_different_signs() -> None:
    drawn = [
        make_pixmap(role.value, QColor("black"), 32).toImage()
        for role in (Role.FEEDS_CLAIM, Role.EXCERPTED, Role.NEEDS_REVIEW)
    ]
    assert drawn[0] != drawn[1] != drawn[2] != drawn[0]


@pytest.mark.parametrize("name", ("light", "dark"))
def test_apply_theme_reaches_open_windows(qtbot, qapp: QApplication, name: str) -> None:
    label = QLabel("Nặm Thà")
    qtbot.addWidget(label)
    theme = apply_theme(qapp, name)
    assert theme.name == name
    assert qapp.style().name() == "fusion"
    window = QColor(theme.window)
    qtbot.waitUntil(lambda: label.palette().color(QPalette.ColorRole.Window) == window)
    assert theme_of(label) is theme
    assert theme_of_palette(make_palette(theme)) is theme


def test_an_unknown_theme_is_refused(qapp: QApplication) -> None:
    assert choose_theme("system") in (LIGHT, DARK)
    with pytest.raises(ValueError, match="sepia"):
        choose_theme("sepia")


def test_fonts_name_lao_and_end_with_the_system(qapp: QApplication) -> None:
    assert interface_font().families()[:2] == ["Noto Sans", "Noto Sans Lao"]
    assert len(interface_font().families()) > 2
    assert "Noto Serif Lao" in reading_font().families()
    assert reading_font().pointSizeF() > interface_font().pointSizeF()
    assert reading_font(9).pointSizeF() == 9
    assert small_font(interface_font()).pointSizeF() >= 8
    assert QFontInfo(interface_font()).pointSizeF() > 0


def test_every_icon_draws_something_in_the_palettes_colour(qapp: QApplication) -> None:
    palette = make_palette(DARK)
    for name in list_icons():
        image: QImage = make_icon(name, palette).pixmap(24, 24).toImage()
        opaque = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert opaque, name
        if name != "regesta":
            assert {colour.name() for colour in opaque} <= {DARK.text}, name
    assert not application_icon().isNull()


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        make_icon("no-such-icon", make_palette(LIGHT))
