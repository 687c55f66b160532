"""The sample's two dates of the plan's approval: seen side by side, settled with a reason."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.services.shapes import Shapes
from desktop_app.store import claims, lists
from desktop_app.ui.dialogs.prefer import ReasonDialog
from tests.flows.conftest import Desk

SAMPLE = Path(__file__).resolve().parents[2] / "catalog.db"


def test_two_dates_are_seen_and_settled(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    shutil.copyfile(SAMPLE, path)
    window = desk.open(path)
    db = window.workspace.session.db
    approved = claims.get_property(db, "approved_on")
    [plan] = {c.subject for c in claims.list_claims(db) if c.property == approved.id}
    window.show_record(plan)
    panel = window.findChild(QWidget, "provenance_panel")
    qtbot.waitUntil(lambda: panel.findChild(QWidget, "conflict_box") is not None)
    box = panel.findChild(QWidget, "conflict_box")
    words = " ".join(
        widget.accessibleName() or getattr(widget, "text", lambda: "")()
        for widget in box.findChildren(QWidget)
    )
    assert "28 March 1962" in words
    assert "28 April 1962" in words
    assert lists.get_listing(db, [plan])[plan]["conflicts"] == 1

    buttons = [b for b in box.findChildren(QPushButton, "prefer_button") if b.isVisible()]
    assert len(buttons) == 2
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    dialog = window.findChild(ReasonDialog)
    assert dialog is not None
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.reason, "the body of the entry says April")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    desk.settle(window)

    row = lists.get_listing(db, [plan])[plan]
    assert row["conflicts"] == 0
    stated = [c for c in Shapes(db).show(plan)["claims"] if c["property"] == "approved_on"]
    assert sorted(c["rank"] for c in stated) == ["normal", "preferred"]
    [chosen] = [c for c in stated if c["rank"] == "preferred"]
    assert chosen["rank_reason"] == "the body of the entry says April"
    window.actions_by_id["undo"].trigger()
    desk.settle(window)
    assert lists.get_listing(db, [plan])[plan]["conflicts"] == 1
