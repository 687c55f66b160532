"""The column of headings, cards, conflicts and mentions, built piece by piece as one scrolls."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.services.provenance_records import ClaimView, Mention, Passage, Provenance
from desktop_app.ui.panels.provenance_cards import CardRules, ClaimCard
from desktop_app.ui.panels.provenance_conflict import ConflictBox
from desktop_app.ui.panels.provenance_evidence import PassageView
from desktop_app.ui.panels.provenance_link import Link
from desktop_app.ui.panels.provenance_pile import Pile
from desktop_app.ui.widgets.labels import plain_label

_AT_ONCE = 8
#: While one scrolls: few enough not to be felt.
_AHEAD = 4
_GAP = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """Words above some cards; they lead to `record` where there is one."""

    words: str
    record: str = ""


Piece = Heading | Passage | Mention | tuple[ClaimView, ...]


class CardList(QWidget):
    """Shows one `Provenance`."""

    action_asked = Signal(str, str)
    passage_asked = Signal(str, int, int)
    record_asked = Signal(str)
    #: The claim whose card took the focus.
    claim_focused = Signal(str)

    def __init__(self, rules: CardRules, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("card_list")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._rules = rules
        self._pieces: list[Piece] = []
        self._widgets: list[QWidget] = []
        self._focused = ""
        self._seen = ""
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._pile = Pile(_GAP)
        self._outer.addWidget(self._pile)

    def show_provenance(self, shown: Provenance, *, keep: bool = False) -> None:
        """Show `shown`; with `keep` as many pieces as before, the unchanged ones as they are."""
        count = max(len(self._widgets) if keep else 0, _AT_ONCE)
        focused = self._focused if keep and self.focused_card() else ""
        if not keep or all(view.claim.id != self._focused for view in shown.claims):
            self._focused = ""
        kept = dict(zip(self._pieces, self._widgets, strict=False)) if keep else {}
        self._pieces, self._widgets = list_pieces(shown), []
        self._seen = shown.passage.excerpt if shown.passage else ""
        old, self._pile = self._pile, Pile(_GAP)
        self._pile.resize(old.width(), 0)
        self._build(count, kept)
        # One swap of a whole column: hiding card after card would lay out after each.
        self._outer.replaceWidget(old, self._pile)
        self._pile.show()
        old.hide()
        old.deleteLater()
        if focused:
            self._focus_claim(focused)

    def build_more(self) -> None:
        """Build the next pieces, if any are left."""
        if not self.is_whole():
            self._build(len(self._widgets) + _AHEAD, {})

    def is_whole(self) -> bool:
        """Return whether every piece is built."""
        return len(self._widgets) == len(self._pieces)

    def list_cards(self) -> list[ClaimCard]:
        """Return the cards built so far, in order."""
        found: list[ClaimCard] = []
        for widget in self._widgets:
            if isinstance(widget, ClaimCard):
                found.append(widget)
            elif isinstance(widget, ConflictBox):
                found += widget.cards
        return found

    def focused_card(self) -> ClaimCard | None:
        """Return the card that has the focus, in itself or in one of its parts."""
        for card in self.list_cards():
            if card.hasFocus() or card.isAncestorOf(card.window().focusWidget() or self):
                return card
        return None

    def focused_claim(self) -> str:
        """Return the claim whose card had the focus last, "" for none."""
        return self._focused

    def focus_next(self, name: str) -> ClaimCard | None:
        """Give the focus to the next card of a count: "claims", "uncited" or "conflicts"."""
        while not self.is_whole():
            self.build_more()
        cards = self.list_cards()
        fitting = [card for card in cards if _belongs(card.view, name)]
        if not fitting:
            return None
        current = self.focused_card()
        after = cards.index(current) + 1 if current in cards else 0
        later = [card for card in cards[after:] if card in fitting]
        chosen = (later or fitting)[0]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        return chosen

    # Building

    def _build(self, count: int, kept: dict[Piece, QWidget]) -> None:
        wanted = self._pieces[len(self._widgets) : count]
        made = [kept.pop(one) if one in kept else self._make(one) for one in wanted]
        self._widgets += made
        self._pile.add_widgets(made)

    def _make(self, piece: Piece) -> QWidget:
        match piece:
            case Heading():
                return self._make_heading(piece)
            case Passage():
                return self._wire_passage(PassageView(piece))
            case Mention():
                return self._make_mention(piece)
            case (view,):
                return self._wire_card(ClaimCard(view, self._rules, seen=self._seen))
            case _:
                box = ConflictBox(piece, self._rules, seen=self._seen)
                for card in box.cards:
                    self._wire_card(card)
                return box

    def _make_heading(self, piece: Heading) -> QWidget:
        if not piece.record:
            return plain_label(piece.words, bold=True)
        link = Link(piece.record, piece.words)
        font = link.font()
        font.setBold(True)
        link.setFont(font)
        link.asked.connect(self.record_asked)
        return link

    def _make_mention(self, piece: Mention) -> QWidget:
        if not piece.title:
            return self._wire_passage(PassageView(piece.passage))
        link = Link(piece.subject, piece.title, tip=piece.note)
        link.asked.connect(self.record_asked)
        return link

    def _wire_passage(self, passage: PassageView) -> PassageView:
        passage.passage_asked.connect(self.passage_asked)
        passage.record_asked.connect(self.record_asked)
        return passage

    def _wire_card(self, card: ClaimCard) -> ClaimCard:
        card.action_asked.connect(self.action_asked)
        card.passage_asked.connect(self.passage_asked)
        card.record_asked.connect(self.record_asked)
        card.move_asked.connect(self._on_move)
        card.installEventFilter(self)
        return card

    # Moving

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the card that had it, or to the first."""
        super().focusInEvent(event)
        cards = self.list_cards()
        if cards:
            had = [card for card in cards if card.view.claim.id == self._focused]
            (had or cards)[0].setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, ClaimCard):
            self._focused = watched.view.claim.id
            self.claim_focused.emit(self._focused)
        return super().eventFilter(watched, event)

    def _on_move(self, step: int) -> None:
        card = self.focused_card()
        cards = self.list_cards()
        if card is None:
            return
        at = cards.index(card) + step
        if at >= len(cards) and not self.is_whole():
            self.build_more()
            cards = self.list_cards()
        if 0 <= at < len(cards):
            cards[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_claim(self, claim: str) -> None:
        for card in self.list_cards():
            if card.view.claim.id == claim and not self.focused_card():
                card.setFocus(Qt.FocusReason.OtherFocusReason)


def list_pieces(shown: Provenance) -> list[Piece]:
    """Return what is shown below the header, in order."""
    pieces: list[Piece] = [shown.passage] if shown.passage else []
    for group in shown.groups:
        pieces.append(Heading(group.heading, group.record))
        pieces += group.list_blocks()
    if shown.mentions:
        is_excerpt = shown.passage is not None
        words = tr("Attached to") if is_excerpt else tr("Passages attached without a claim")
        pieces += [Heading(words), *shown.mentions]
    if not shown.groups and not shown.mentions:
        pieces.append(Heading(tr("Nothing is said of this yet, and nothing rests on it.")))
    return pieces


def _belongs(view: ClaimView, name: str) -> bool:
    if name == "uncited":
        return view.is_uncited
    return view.is_disputed if name == "conflicts" else True
