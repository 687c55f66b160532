"""The provenance panel: why the selected record is believed, or what rests on it.

It follows the selection without a click. Cards are built as one scrolls, and those that a
change left as they were are kept, so that a subject with hundreds of claims stays quick.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.services.provenance import describe
from desktop_app.services.provenance_records import Provenance
from desktop_app.ui.panels.provenance_actions import run_card_action
from desktop_app.ui.panels.provenance_cards import CardRules
from desktop_app.ui.panels.provenance_header import ProvenanceHeader
from desktop_app.ui.panels.provenance_keys import CardAction
from desktop_app.ui.panels.provenance_list import CardList
from desktop_app.ui.widgets.claim_line import ClaimLine
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.workspace import Workspace

#: Holding an arrow key in a list selects faster than anyone reads.
_SETTLE_MS = 40
_AHEAD_MS = 15
_MARGIN = 12


class ProvenancePanel(QWidget):
    """Shows the provenance of what the window is about."""

    #: The claim whose card has the focus, "" for none.
    claim_focused = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Follow the selection of `workspace`."""
        super().__init__(parent)
        self.setObjectName("provenance_panel")
        self.setAccessibleName(tr("Provenance"))
        self._workspace = workspace
        self._shown: Provenance | None = None
        self._shown_ids: frozenset[str] = frozenset()
        self._is_stale = True
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.bring_up_to_date)
        self._make_parts()
        workspace.selected.connect(self._on_selected)
        workspace.bridge.changed.connect(self._on_changed)

    def _make_parts(self) -> None:
        self.header = ProvenanceHeader()
        self.header.record_asked.connect(self._on_record_asked)
        self.header.count_asked.connect(self._on_count_asked)
        can_write = not self._workspace.session.db.read_only
        self.cards = CardList(CardRules(can_write=can_write))
        self.cards.action_asked.connect(self._on_action_asked)
        self.cards.passage_asked.connect(self._workspace.show_passage)
        self.cards.record_asked.connect(self._on_record_asked)
        self.cards.claim_focused.connect(self._on_claim_focused)
        self.claim_line = ClaimLine(self._workspace)
        self.claim_line.closed.connect(self._close_line)
        self.claim_line.hide()
        self.add_button = QPushButton(tr("State a claim about this"))
        self.add_button.setObjectName("state_claim_here")
        self.add_button.clicked.connect(self.open_claim_line)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        for part in (self.header, self.add_button, self.claim_line, self.cards):
            column.addWidget(part)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("provenance_area")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(content)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_MS)
        self._ahead.timeout.connect(self._build_ahead)
        self.area.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.area.verticalScrollBar().rangeChanged.connect(self._look_ahead)
        self.empty = EmptyState("claim", _invitation())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setFocusProxy(self.cards)

    # What is shown

    def shown(self) -> Provenance | None:
        """Return what the panel shows, None for nothing."""
        return self._shown

    def bring_up_to_date(self) -> None:
        """Read the selected record anew and show it."""
        self._is_stale = False
        record = self._workspace.selection
        try:
            shown = describe(self._workspace.session.db, record, current_language())
        except UserError as error:
            self._show_nothing(error if record else None)
            return
        is_same = self._shown is not None and self._shown.record == record
        bar = self.area.verticalScrollBar()
        at = bar.value() if is_same else 0
        self._shown, self._shown_ids = shown, _ids_of(shown)
        if not is_same:
            self._put_line_away()
        self.header.show_record(shown)
        can_state = find_kind(record) in SUBJECTS and not self._workspace.session.db.read_only
        self.add_button.setVisible(can_state and self.claim_line.isHidden())
        self.cards.show_provenance(shown, keep=is_same)
        self._stack.setCurrentWidget(self.area)
        bar.setValue(at)

    def _show_nothing(self, error: UserError | None) -> None:
        self._shown, self._shown_ids = None, frozenset()
        self._put_line_away()
        gone = tr("This record is gone or in the trash.")
        self.empty.set_content("claim", gone if error else _invitation())
        self._stack.setCurrentWidget(self.empty)

    def open_claim_line(self) -> None:
        """Open the claim line for the subject shown."""
        if self._shown is None or self._shown.kind not in SUBJECTS:
            return
        self.add_button.hide()
        self.claim_line.show()
        self.claim_line.start(subject=self._shown.record)
        self.area.ensureWidgetVisible(self.claim_line)

    def _close_line(self) -> None:
        self.claim_line.draft.give_up()
        self._put_line_away()

    def _put_line_away(self) -> None:
        """Hide the claim line; a value that is written there is kept as a draft."""
        had_focus = self.claim_line.isVisible()
        self.claim_line.draft.leave()
        self.claim_line.hide()
        is_subject = self._shown is not None and self._shown.kind in SUBJECTS
        self.add_button.setVisible(is_subject and not self._workspace.session.db.read_only)
        if had_focus and self.add_button.isVisible():
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def run_action(self, action: CardAction) -> None:
        """Do `action` with the claim whose card has the focus, or with the selected claim."""
        claim = self.current_claim()
        if claim:
            run_card_action(self._workspace, action, claim, self)

    def current_claim(self) -> str:
        """Return the claim that an action of the menu is about, "" for none."""
        if find_kind(self._workspace.selection) is Kind.CLAIM:
            return self.cards.focused_claim() or self._workspace.selection
        return self.cards.focused_claim()

    # What happens

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.bring_up_to_date()

    def hideEvent(self, event: QHideEvent) -> None:
        # What is not seen is read when it is; a catalogue may be closed meanwhile.
        self._settle.stop()
        self._ahead.stop()
        super().hideEvent(event)

    def _on_selected(self, _record: str) -> None:
        self._is_stale = True
        if self.isVisible():
            self._settle.start()

    def _on_changed(self, event: ChangeEvent) -> None:
        if not self._shown_ids & (event.touched | event.ids) and self._shown is not None:
            return
        self._is_stale = True
        if self.isVisible():
            self._settle.stop()
            self.bring_up_to_date()

    def _look_ahead(self, *_values: int) -> None:
        # Not at once: heights are right only after the layout has settled.
        self._ahead.start()

    def _build_ahead(self) -> None:
        """Build more cards once the end of what is built comes near."""
        bar = self.area.verticalScrollBar()
        if bar.maximum() - bar.value() < bar.pageStep():
            self.cards.build_more()

    def _on_count_asked(self, name: str) -> None:
        self.cards.focus_next(name)

    def _on_claim_focused(self, claim: str) -> None:
        # The card may be new: its place is known once the layout has settled.
        QTimer.singleShot(0, self, self._show_focused)
        self.claim_focused.emit(claim)

    def _show_focused(self) -> None:
        card, content = self.cards.focused_card(), self.area.widget()
        if card is not None and content is not None:
            top = card.mapTo(content, QPoint(0, 0)).y()
            height = min(card.height(), self.area.viewport().height())
            self.area.ensureVisible(0, top + height, 0, _MARGIN)
            self.area.ensureVisible(0, top, 0, _MARGIN)

    def _on_action_asked(self, action: str, claim: str) -> None:
        run_card_action(self._workspace, CardAction(action), claim, self)

    def _on_record_asked(self, record: str) -> None:
        if find_kind(record) is Kind.REPOSITORY:
            self._workspace.edit(record)
        else:
            self._workspace.select(record)


def _invitation() -> str:
    return tr("Select an event, an entity, a passage or a source: here stands what it rests on.")


def _ids_of(shown: Provenance) -> frozenset[str]:
    """Return every record that the panel shows something of."""
    found = {shown.record, *(fact.record for fact in shown.facts if fact.record)}
    passages = [shown.passage] if shown.passage else []
    passages += [mention.passage for mention in shown.mentions]
    for view in shown.claims:
        found |= {view.claim.id, view.claim.subject, view.value_record, *view.rivals}
        passages += [evidence.passage for evidence in view.evidence]
    for passage in passages:
        found |= {passage.excerpt, *(step.record for step in passage.chain)}
    return frozenset(found - {""})
