"""Small painted badges: a sign and a word on a wash, so that nobody needs to tell colours apart.

`Badge` is a widget; delegates of lists paint the same with `paint_badge`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.catalog.claims import Confidence, Rank, Stance
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.ui.icons import paint_sign
from desktop_app.ui.theme import Role, Theme, small_font, theme_of
from desktop_app.ui.widgets.labels import set_plain_tip

_GAP = 4
_PADDING = 6


class BadgeKind(StrEnum):
    """What a badge says; the value is the name of its sign."""

    UNCITED = "uncited"
    CONFLICT = "conflict"
    PREFERRED = "preferred"
    DEPRECATED = "deprecated"
    NEEDS_REVIEW = "needs-review"
    ORPHANED = "unlinked"
    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    MENTIONS = "mentions"


_MEANING: dict[BadgeKind, Confidence | Rank | Stance] = {
    BadgeKind.PREFERRED: Rank.PREFERRED,
    BadgeKind.DEPRECATED: Rank.DEPRECATED,
    **{BadgeKind(member.value): member for member in Confidence},
    **{BadgeKind(member.value): member for member in Stance},
}
_BY_MEMBER = {(type(member), member): kind for kind, member in _MEANING.items()}
_ROLES = {
    BadgeKind.ORPHANED: Role.NEEDS_REVIEW,
    **{BadgeKind(member.value): Role.CONFIDENCE for member in Confidence},
}


class _Parts(NamedTuple):
    """Where the sign and the word of a badge lie."""

    sign: QRectF
    word: QRectF


def find_badge(member: Confidence | Rank | Stance) -> BadgeKind | None:
    """Return the badge of a confidence, rank or stance; an ordinary rank has none."""
    return _BY_MEMBER.get((type(member), member))


def badge_text(kind: BadgeKind) -> str:
    """Return the word on the badge, in the interface's language."""
    if kind in _MEANING:
        return word(_MEANING[kind], current_language())
    return {
        BadgeKind.UNCITED: tr("uncited"),
        BadgeKind.CONFLICT: tr("conflict"),
        BadgeKind.NEEDS_REVIEW: tr("needs review"),
        BadgeKind.ORPHANED: tr("orphaned"),
    }[kind]


def badge_tip(kind: BadgeKind) -> str:
    """Return a sentence on what the badge means, "" where its word says all."""
    return {
        BadgeKind.UNCITED: tr("No passage supports this claim yet."),
        BadgeKind.CONFLICT: tr("The sources give different values; none is settled as preferred."),
        BadgeKind.PREFERRED: tr("The value that the archivist prefers, with a reason."),
        BadgeKind.DEPRECATED: tr("Kept on record, but no longer held to be right."),
        BadgeKind.NEEDS_REVIEW: tr("The text has changed: check that this is still the passage."),
        BadgeKind.ORPHANED: tr("The passage is no longer found in the text in force."),
    }.get(kind, "")


def badge_size(kind: BadgeKind, font: QFont) -> QSize:
    """Return the room that the badge takes beside text in `font`."""
    metrics = QFontMetrics(small_font(font))
    sign = metrics.ascent()
    width = 2 * _PADDING + sign + _GAP + metrics.horizontalAdvance(badge_text(kind))
    return QSize(width, metrics.height() + 4)


def paint_badge(painter: QPainter, area: QRect, kind: BadgeKind, font: QFont, theme: Theme) -> None:
    """Draw the badge into `area`, left-aligned and centred on its height."""
    size = badge_size(kind, font)
    top = area.top() + (area.height() - size.height()) / 2
    frame = QRectF(area.left(), top, min(size.width(), area.width()), size.height())
    role = _ROLES.get(kind) or Role(kind.value)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(small_font(font))
    painter.setPen(theme.line(role))
    painter.setBrush(theme.wash(role))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    parts = _split(frame, QFontMetrics(painter.font()))
    paint_sign(painter, kind.value, QColor(theme.line(role)), parts.sign)
    painter.setPen(theme.line(role))
    painter.drawText(parts.word, badge_text(kind))
    painter.restore()


def _split(frame: QRectF, metrics: QFontMetrics) -> _Parts:
    """Return where sign and word lie within `frame`."""
    side = metrics.ascent()
    sign = QRectF(frame.left() + _PADDING, frame.center().y() - side / 2, side, side)
    left = sign.right() + _GAP
    return _Parts(sign, QRectF(left, frame.top() + 2, frame.right() - left, metrics.height()))


class Badge(QWidget):
    """One badge as a widget."""

    def __init__(self, kind: BadgeKind, parent: QWidget | None = None, *, tip: str = "") -> None:
        """Show `kind`; `tip` replaces the sentence that explains it, such as by a reason."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._kind = kind
        self.set_kind(kind, tip=tip)

    def set_kind(self, kind: BadgeKind, *, tip: str = "") -> None:
        """Show `kind`."""
        self._kind = kind
        self.setObjectName(f"badge_{kind.name.lower()}")
        self.setAccessibleName(badge_text(kind))
        self.setAccessibleDescription(tip or badge_tip(kind))
        set_plain_tip(self, tip or badge_tip(kind))
        self.updateGeometry()
        self.update()

    def kind(self) -> BadgeKind:
        """Return what the badge says."""
        return self._kind

    def sizeHint(self) -> QSize:
        return badge_size(self._kind, self.font())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._kind, self.font(), theme_of(self))
        painter.end()
