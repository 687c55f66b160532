"""The provenance panel on a real catalogue: follows, marks, settles, copies, stays quick."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.claims import Rank
from desktop_app.i18n import set_language
from desktop_app.store import claims
from desktop_app.ui.dialogs.add_evidence import AddEvidenceDialog
from desktop_app.ui.dialogs.claim_editor import ClaimEditor
from desktop_app.ui.dialogs.prefer import ReasonDialog
from desktop_app.ui.panels.provenance import ProvenancePanel
from desktop_app.ui.panels.provenance_conflict import ConflictBox
from desktop_app.ui.panels.provenance_evidence import EvidenceView
from desktop_app.ui.panels.provenance_link import Link
from desktop_app.ui.widgets.badges import Badge, BadgeKind
from desktop_app.ui.widgets.quote_view import QuoteView
from desktop_app.ui.workspace import Workspace

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MANY = 300


@pytest.fixture
def workspace(small):
    made = Workspace(small.session)
    yield made
    made.close()


@pytest.fixture
def panel(qtbot, workspace) -> Iterator[ProvenancePanel]:
    panel = ProvenancePanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(460, 900)
    panel.show()
    panel.activateWindow()
    qtbot.waitExposed(panel)
    yield panel
    panel.close()


@pytest.fixture
def show(qtbot, workspace, panel):
    def select(record: str) -> None:
        workspace.select(record)
        qtbot.waitUntil(lambda: bool(panel.shown()) and panel.shown().record == record)

    return select


def badges(panel: ProvenancePanel) -> list[BadgeKind]:
    return [badge.kind() for card in panel.cards.list_cards() for badge in card.findChildren(Badge)]


def focus_card(qtbot, panel: ProvenancePanel, claim: str):
    (card,) = [one for one in panel.cards.list_cards() if one.view.claim.id == claim]
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    return card


def test_it_follows_the_selection_and_says_when_there_is_none(panel, show, workspace, small, qtbot):
    assert panel.empty.isVisible()
    show(small.campaign)
    assert panel.header.title.text() == "Chiến dịch Nặm Thà"
    show(small.excerpt)
    assert panel.header.title.text() == "134 người chết"
    workspace.select("")
    qtbot.waitUntil(panel.empty.isVisible)


def test_conflicts_and_uncited_claims_cannot_be_missed(panel, show, small, qtbot):
    show(small.campaign)
    (box,) = panel.findChildren(ConflictBox)
    assert [card.view.value for card in box.cards] == ["134", "137"]
    assert badges(panel).count(BadgeKind.CONFLICT) == 2
    assert panel.header.counts["conflicts"].text() == "1 conflict"
    assert panel.header.counts["uncited"].isHidden()
    show(small.approval)
    assert BadgeKind.UNCITED in badges(panel)
    assert panel.header.counts["uncited"].text() == "1 uncited"
    qtbot.mouseClick(panel.header.counts["uncited"], Qt.MouseButton.LeftButton)
    assert panel.cards.focused_claim() == small.uncited


def test_a_conflict_is_settled_with_two_clicks_and_a_reason(panel, show, small, qtbot):
    show(small.campaign)
    (box,) = panel.findChildren(ConflictBox)
    button = box.cards[1].findChild(QPushButton, "prefer_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = panel.findChild(ReasonDialog)
    assert not dialog.accept_button.isEnabled()
    dialog.reason.setPlainText("Bản thống kê sau cùng")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    held = claims.get_claim(small.session.db, small.rival)
    assert (held.rank, held.rank_reason) == (Rank.PREFERRED, "Bản thống kê sau cùng")
    assert panel.header.counts["conflicts"].isHidden()
    assert panel.shown().disputes == 0
    assert BadgeKind.CONFLICT not in badges(panel)
    small.session.undo()
    assert panel.shown().disputes == 1


def test_one_click_opens_the_passage_and_the_chain_leads_up(panel, show, small, workspace, qtbot):
    show(small.campaign)
    opened: list[tuple[str, int, int]] = []
    workspace.passage_wanted.connect(lambda *place: opened.append(place))
    view = panel.findChild(EvidenceView)
    qtbot.mouseClick(view.findChild(QuoteView), Qt.MouseButton.LeftButton)
    passage = view.passage
    assert opened == [(small.document, passage.start, passage.end)]
    link = next(one for one in view.findChildren(Link) if "Điện" in one.words())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert workspace.selection in (small.source, small.document, small.campaign)


def test_keys_move_open_copy_edit_and_deprecate(panel, show, small, workspace, qtbot):
    show(small.campaign)
    card = focus_card(qtbot, panel, small.cited)
    opened: list[str] = []
    workspace.passage_wanted.connect(lambda document, _start, _end: opened.append(document))
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert opened == [small.document]
    qtbot.keyClick(card, Qt.Key.Key_C)
    copied = QGuiApplication.clipboard().text()
    assert copied == card.view.evidence[0].passage.formatted
    qtbot.keyClick(card, Qt.Key.Key_Down)
    other = panel.cards.focused_card()
    assert other.view.claim.id == small.rival
    qtbot.keyClick(other, Qt.Key.Key_D)
    dialog = panel.findChild(ReasonDialog)
    dialog.reason.setPlainText("Copied wrongly")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert claims.get_claim(small.session.db, small.rival).rank is Rank.DEPRECATED
    assert BadgeKind.DEPRECATED in badges(panel)
    card = focus_card(qtbot, panel, small.rival)
    qtbot.keyClick(card, Qt.Key.Key_N)
    assert claims.get_claim(small.session.db, small.rival).rank is Rank.NORMAL
    card = focus_card(qtbot, panel, small.rival)
    qtbot.keyClick(card, Qt.Key.Key_E)
    editor = panel.findChild(ClaimEditor)
    assert editor is not None
    editor.close()


def test_evidence_is_added_from_the_current_excerpt(panel, show, small, workspace, qtbot):
    workspace.current_excerpt = small.excerpt
    show(small.approval)
    card = focus_card(qtbot, panel, small.uncited)
    qtbot.keyClick(card, Qt.Key.Key_A)
    dialog = panel.findChild(AddEvidenceDialog)
    assert dialog.excerpt.current_pick().id == small.excerpt
    dialog.locator.setText("s.v. 8-3")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert panel.shown().uncited == 0
    (citation,) = claims.get_claim(small.session.db, small.uncited).citations
    assert (citation.excerpt, citation.locator) == (small.excerpt, "s.v. 8-3")


def test_changes_from_elsewhere_keep_focus_and_untouched_cards(panel, show, small, qtbot):
    show(small.campaign)
    small.state(small.campaign, "wounded", {"number": 12})
    card = focus_card(qtbot, panel, small.cited)
    small.do("update_claim", claim=small.cited, details={"detail": "enemy"})
    focused = panel.cards.focused_card()
    assert focused is not None and focused is not card
    assert focused.view.claim.detail == "enemy"
    kept = [one for one in panel.cards.list_cards() if one.view.value == "12"]
    small.do("update_claim", claim=small.cited, details={"detail": ""})
    assert [one for one in panel.cards.list_cards() if one.view.value == "12"] == kept


def test_a_deleted_claim_is_no_longer_the_current_one(panel, show, small, qtbot):
    show(small.campaign)
    focus_card(qtbot, panel, small.cited)
    assert panel.current_claim() == small.cited
    small.do("delete", id=small.cited)
    assert panel.current_claim() == ""
    assert panel.shown().disputes == 0


def test_a_hidden_panel_waits_until_it_is_seen(panel, show, small, qtbot):
    show(small.campaign)
    panel.hide()
    small.do("update_event", event=small.campaign, details={"title": "Nam Tha"})
    assert panel.header.title.text() == "Chiến dịch Nặm Thà"
    panel.show()
    assert panel.header.title.text() == "Nam Tha"
    small.do("delete", id=small.approval)
    small.do("delete", id=small.campaign)
    assert panel.empty.isVisible()


def test_a_claim_is_stated_from_the_panel(panel, show, small, qtbot):
    show(small.campaign)
    qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
    line = panel.claim_line
    assert line.subject_box.current_pick().id == small.campaign
    line.set_property("wounded")
    qtbot.keyClicks(line.value_edit.number, "200")
    qtbot.keyClick(line.value_edit.number, Qt.Key.Key_Return)
    assert [view.value for view in panel.shown().claims] == ["134", "137", "200"]
    assert line.isVisible()
    qtbot.keyClick(line.property_box.line, Qt.Key.Key_Escape)
    assert line.isHidden() and panel.add_button.isVisible()


def test_hundreds_of_claims_are_built_as_one_scrolls(panel, show, small, qtbot):
    with small.session.change(Operation.STATE_CLAIM):
        for number in range(MANY):
            small.state(small.unit, "seized", f"{number + 1} khẩu pháo", excerpt=small.excerpt)
    started = time.perf_counter()
    show(small.unit)
    panel.grab()
    # About 150 ms; the margin is for a busy machine.
    assert time.perf_counter() - started < 3
    assert not panel.cards.is_whole()
    first = len(panel.cards.list_cards())
    bar = panel.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(panel.cards.list_cards()) > first)
    last = panel.cards.list_cards()[-1]
    last.setFocus()
    before = len(panel.cards.list_cards())
    qtbot.keyClick(last, Qt.Key.Key_Down)
    assert len(panel.cards.list_cards()) > before


def test_text_of_sources_is_never_markup(panel, show, small, qtbot):
    event = small.do("create_event", title="<b>Trận</b> & đánh")
    small.state(event, "result", "<i>thắng</i> &amp; thua")
    show(event)
    assert panel.header.title.text() == "<b>Trận</b> & đánh"
    assert panel.header.title.textFormat() is Qt.TextFormat.PlainText
    (card,) = panel.cards.list_cards()
    assert card.view.value == "<i>thắng</i> &amp; thua"


def test_every_button_has_a_name_in_both_languages(qtbot, small, workspace):
    for language in ("en", "vi"):
        set_language(language)
        panel = ProvenancePanel(workspace)
        qtbot.addWidget(panel)
        workspace.select("")
        workspace.select(small.campaign)
        panel.show()
        panel.bring_up_to_date()
        for button in panel.findChildren(QToolButton):
            assert button.objectName() and (button.accessibleName() or button.text())
        for link in panel.findChildren(Link):
            assert link.accessibleName()


def test_a_read_only_catalogue_offers_no_changes(qtbot, small, tmp_path):
    from desktop_app.services.session import open_catalogue

    small.session.close()
    session = open_catalogue(small.session.path, read_only=True)
    workspace = Workspace(session)
    panel = ProvenancePanel(workspace)
    qtbot.addWidget(panel)
    workspace.select(small.campaign)
    panel.show()
    assert panel.add_button.isHidden()
    assert panel.findChild(QPushButton, "prefer_button") is None
    assert [action.value for action in panel.cards.list_cards()[0].list_actions()] == [
        "copy",
        "show_history",
    ]
    workspace.close()
    session.close()
