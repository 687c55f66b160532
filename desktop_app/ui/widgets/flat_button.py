"""The small flat button with an icon that bars and panels are made of."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QToolButton

from desktop_app.ui.icons import make_icon
from desktop_app.ui.widgets.labels import set_plain_tip


def flat_button(name: str, tip: str, icon: str, palette: QPalette) -> QToolButton:
    """Return a flat button called `name` with `icon` in the colours of `palette`.

    `tip` is its tooltip and its accessible name. The icon's name stands in the property
    `icon_name`, for its owner to draw it anew when the palette changes.
    """
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(tip)
    set_plain_tip(button, tip)
    button.setProperty("icon_name", icon)
    button.setIcon(make_icon(icon, palette))
    button.setAutoRaise(True)
    return button
