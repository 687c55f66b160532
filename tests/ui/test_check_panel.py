"""The check in the window: says what is wrong and mends it only when asked."""

from __future__ import annotations

import pytest

from desktop_app.services.findings import Repair
from desktop_app.store import chain


def wait_until_checked(qtbot, panel) -> None:
    qtbot.waitUntil(lambda: panel.job is None and panel.report is not None, timeout=10_000)


@pytest.fixture
def panel(window, qtbot):
    panel = window.dialogs.open_check().panel
    wait_until_checked(qtbot, panel)
    return panel


def bend(small) -> None:
    """Let a claim's figure differ from its history, as a flipped bit would."""
    db = small.session.db
    sql = db.scalar("SELECT sql FROM sqlite_master WHERE name = 'journal_entity_update'")
    with db.changing_schema(), db.transaction():
        db.execute("DROP TRIGGER journal_entity_update")
        db.execute("UPDATE entity SET note = 'Other words'")
        db.execute(sql)


def test_a_whole_catalogue_is_called_whole(panel):
    assert panel.heading.text() == "The catalogue is whole."
    assert "entities" in panel._counts.text()
    assert not panel.repair_button.isVisible()


def test_damage_is_explained_and_mended_when_asked(window, small, qtbot):
    bend(small)
    panel = window.dialogs.open_check().panel
    wait_until_checked(qtbot, panel)
    assert "need your attention" in panel.heading.text()
    finding = panel.chosen()
    assert finding is not None
    assert finding.repair is Repair.PUT_BACK
    assert panel._meaning.text() == finding.meaning
    assert panel.repair_button.isVisible()
    assert small.session.db.scalar("SELECT note FROM entity") == "Other words"


def test_a_repair_is_a_change_that_can_be_undone(window, small, qtbot):
    bend(small)
    panel = window.dialogs.open_check().panel
    wait_until_checked(qtbot, panel)
    panel.repair_button.click()
    qtbot.waitUntil(lambda: panel.heading.text() == "The catalogue is whole.", timeout=10_000)
    assert small.session.db.scalar("SELECT note FROM entity") == ""
    assert small.session.undo().change
    assert small.session.db.scalar("SELECT note FROM entity") == "Other words"


def test_a_seal_is_compared(panel, small):
    panel._seal.seal.setText(chain.get_head(small.session.db).short)
    panel._seal.button.click()
    assert panel._seal.answer.text() == "It is in this catalogue's history."
    panel._seal.seal.setText("ffff ffff")
    panel._seal.button.click()
    assert "not in this history" in panel._seal.answer.text()


def test_the_report_is_copied_as_plain_text(panel, qapp):
    panel.copy()
    assert "entities: " in qapp.clipboard().text()
