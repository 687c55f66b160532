"""A card: one claim with its value, signs and reasons, and the passages under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.claims import Rank, Voice
from desktop_app.catalog.wording import in_quotes, word
from desktop_app.i18n import current_language, tr
from desktop_app.services.provenance_records import ClaimView
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.provenance_evidence import EvidenceView
from desktop_app.ui.panels.provenance_keys import CARD_KEYS, CardAction, label_action
from desktop_app.ui.panels.provenance_link import Link
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.badges import Badge, BadgeKind, find_badge
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import plain_label, plain_menu, set_plain_tip

_VALUE_SCALE = 1.25
#: More passages than this are shown on demand.
_PASSAGES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CardRules:
    """What a card may offer: changes only where the catalogue can be written."""

    can_write: bool = True


class ClaimCard(QFrame):
    """One claim: value, signs, what limits it, and its passages."""

    #: What is asked, and the claim's id.
    action_asked = Signal(str, str)
    passage_asked = Signal(str, int, int)
    record_asked = Signal(str)
    #: An arrow key: -1 for the card before, 1 for the next.
    move_asked = Signal(int)

    def __init__(
        self, view: ClaimView, rules: CardRules, *, in_conflict: bool = False, seen: str = ""
    ) -> None:
        """Show `view`; `in_conflict` gives it a button by which to prefer it.

        `seen` is an excerpt that stands above already: its passage is not shown again.
        """
        super().__init__()
        self.setObjectName("claim_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.view = view
        self._rules = rules
        self._seen = seen
        self.passages: list[EvidenceView] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 8, 10, 8)
        self.column.setSpacing(5)
        self.column.addLayout(self._make_head())
        self._add_badges()
        self._add_words()
        if in_conflict and rules.can_write and view.claim.rank is not Rank.PREFERRED:
            self._add_prefer_button()
        self._show_passages(_PASSAGES_SHOWN)
        self.setAccessibleName(", ".join(filter(None, (view.label, view.value))))
        self.setAccessibleDescription("; ".join(self.list_words()))
        self._tint()

    # What it is made of

    def _make_head(self) -> QHBoxLayout:
        self._value = self._make_value()
        words = QVBoxLayout()
        words.setSpacing(0)
        if self.view.lead:
            words.addWidget(plain_label(self.view.lead, muted=True))
        is_link = bool(self.view.value_record)
        sides = Qt.AlignmentFlag.AlignLeft if is_link else Qt.AlignmentFlag(0)
        words.addWidget(self._value, 0, sides)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addLayout(words, 1)
        self._buttons: dict[str, QToolButton] = {}
        offered = [
            ("citation", CardAction.ADD_EVIDENCE, tr("Add evidence (A)")),
            ("copy", CardAction.COPY, tr("Copy the citation (C)")),
            ("edit", CardAction.EDIT, tr("Edit the claim (E)")),
        ]
        possible = self.list_actions()
        offered = [one for one in offered if one[1] in possible]
        for icon, action, tip in offered:
            row.addWidget(self._make_button(icon, action, tip), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_button(self, icon: str, action: CardAction, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"card_{action.value}")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(tip)
        set_plain_tip(button, tip)
        button.setProperty("action", action.value)
        button.clicked.connect(self._on_button)
        self._buttons[icon] = button
        return button

    def _make_value(self) -> QWidget:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _VALUE_SCALE)
        font.setBold(True)
        is_deprecated = self.view.claim.rank is Rank.DEPRECATED
        font.setStrikeOut(is_deprecated)
        value: QWidget
        if self.view.value_record:
            link = Link(self.view.value_record, self.view.value)
            link.asked.connect(self.record_asked)
            value = link
        else:
            value = plain_label(self.view.value)
            if is_deprecated:
                value.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        value.setObjectName("claim_value_words")
        value.setFont(font)
        return value

    def _add_badges(self) -> None:
        view, row = self.view, FlowLayout()
        kinds: list[tuple[BadgeKind | None, str]] = []
        if view.is_uncited:
            kinds.append((BadgeKind.UNCITED, ""))
        if view.is_disputed:
            kinds.append((BadgeKind.CONFLICT, ""))
        kinds.append((find_badge(view.claim.rank), view.claim.rank_reason))
        if view.claim.confidence:
            kinds.append((find_badge(view.claim.confidence), view.claim.confidence_reason))
        for kind, tip in kinds:
            if kind is not None:
                row.addWidget(Badge(kind, tip=tip))
        if row.count():
            self.column.addLayout(row)

    def _add_words(self) -> None:
        words = " · ".join(self.list_words())
        if words:
            self.column.addWidget(plain_label(words, muted=True))
        for said in self._list_reasons():
            self.column.addWidget(plain_label(said))

    def list_words(self) -> list[str]:
        """Return what limits the value: detail, wording, validity, voice, witnesses."""
        view, language = self.view, current_language()
        said = [view.claim.detail]
        if view.as_written:
            said.append(tr("as written {text}", text=in_quotes(view.as_written, language)))
        if view.valid:
            said.append(tr("holds {date}", date=view.valid))
        if view.claim.voice is not Voice.NARRATOR or view.claim.speaker:
            voice = word(view.claim.voice, language)
            said.append(": ".join(filter(None, (voice, view.claim.speaker))))
        if view.witnesses > 1:
            said.append(tr("{count} independent witnesses", count=view.witnesses))
        elif len(view.evidence) > 1 and view.witnesses == 1:
            said.append(tr("one witness"))
        return [one for one in said if one]

    def _list_reasons(self) -> list[str]:
        claim, said = self.view.claim, list[str]()
        if claim.rank is Rank.PREFERRED:
            said.append(tr("Preferred because: {reason}", reason=claim.rank_reason))
        elif claim.rank is Rank.DEPRECATED:
            said.append(tr("Deprecated because: {reason}", reason=claim.rank_reason))
        if claim.confidence and claim.confidence_reason:
            sure = word(claim.confidence, current_language())
            said.append(f"{sure[:1].upper()}{sure[1:]}: {claim.confidence_reason}")
        if claim.note:
            said.append(tr("Note: {note}", note=claim.note))
        return said

    def _add_prefer_button(self) -> None:
        self.prefer_button = QPushButton(tr("Prefer this…"))
        self.prefer_button.setObjectName("prefer_button")
        self.prefer_button.setProperty("action", CardAction.PREFER.value)
        self.prefer_button.clicked.connect(self._on_button)
        set_plain_tip(self.prefer_button, tr("Prefer this value, for a written reason (P)"))
        row = QHBoxLayout()
        row.addWidget(self.prefer_button)
        row.addStretch(1)
        self.column.addLayout(row)

    def _show_passages(self, limit: int) -> None:
        shown = len(self.passages)
        for evidence in self.view.evidence[shown:limit]:
            passage = EvidenceView(evidence, is_brief=evidence.passage.excerpt == self._seen)
            passage.passage_asked.connect(self.passage_asked)
            passage.record_asked.connect(self.record_asked)
            self.passages.append(passage)
            self.column.addWidget(passage)
        left = len(self.view.evidence) - len(self.passages)
        if left > 0:
            self._more = QPushButton(tr("Show {count} more passages", count=left))
            self._more.setObjectName("more_passages")
            self._more.setFlat(True)
            self._more.clicked.connect(self._on_more)
            self.column.addWidget(self._more)

    def _on_more(self) -> None:
        self.column.removeWidget(self._more)
        self._more.hide()
        self._more.deleteLater()
        self._show_passages(len(self.view.evidence))
        if len(self.passages) > _PASSAGES_SHOWN:
            self.passages[_PASSAGES_SHOWN].setFocus()

    # What it does

    def open_passage(self) -> None:
        """Ask for the first passage; without one, ask for evidence."""
        if self.passages:
            self.passages[0].open_passage()
        elif self._rules.can_write:
            self.ask(CardAction.ADD_EVIDENCE)

    def ask(self, action: CardAction) -> None:
        """Ask for `action` where it makes sense for this claim."""
        if action in self.list_actions():
            self.action_asked.emit(action.value, self.view.claim.id)

    def list_actions(self) -> list[CardAction]:
        """Return what can be done with this claim."""
        actions = [CardAction.COPY] if self.view.evidence else []
        if not self._rules.can_write:
            return [*actions, CardAction.SHOW_HISTORY]
        rank = self.view.claim.rank
        actions = [CardAction.ADD_EVIDENCE, *actions, CardAction.EDIT]
        if rank is not Rank.PREFERRED:
            actions.append(CardAction.PREFER)
        if rank is not Rank.DEPRECATED:
            actions.append(CardAction.DEPRECATE)
        if rank is not Rank.NORMAL:
            actions.append(CardAction.MAKE_NORMAL)
        return [*actions, CardAction.SHOW_HISTORY, CardAction.DELETE]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key, plain = event.key(), not event.modifiers()
            if (plain and key in CARD_KEYS) or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.ask(CardAction.COPY)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.move_asked.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_passage()
        elif key in CARD_KEYS:
            self.ask(CARD_KEYS[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entries = [
            (label_action(action), self._asker(action), True) for action in self.list_actions()
        ]
        menu = plain_menu(self, *entries)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _asker(self, action: CardAction) -> Callable[[], None]:
        def ask() -> None:
            self.ask(action)

        return ask

    def _on_button(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ask(CardAction(str(sender.property("action"))))

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        colour = QColor(theme.accent if self.hasFocus() else theme.frame)
        painter.setPen(QPen(colour, 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(frame, 5, 5)
        role = Role.CONFLICT if self.view.is_disputed else None
        role = Role.UNCITED if self.view.is_uncited else role
        if role is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.line(role))
            painter.drawRect(QRectF(2, 6, 4, self.height() - 12))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        for icon, button in self._buttons.items():
            button.setIcon(make_icon(icon, self.palette()))
