"""Undo everything back to the empty catalogue, and redo it in a program started again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session
from desktop_app.store.schema import TABLES
from tests.flows.conftest import Desk

TEXT = "Ngày 4 tháng 5: liên quân đánh Nặm Thà, diệt 134 tên.\nNơi khác ghi 137 tên.\n"


def dump(session: Session) -> dict[str, list[dict[str, Any]]]:
    names = [*(table.name for table in TABLES), "listing"]
    return {name: session.db.query(f"SELECT * FROM {name} ORDER BY id") for name in names}


def work(session: Session, folder: Path) -> int:
    """Do a little of everything; return how many changes it took."""
    source = folder / "entry.txt"
    source.write_text(TEXT, "utf-8")
    import_files(session, [source])
    first, second = TEXT.index("134"), TEXT.index("137")
    steps: list[tuple[str, dict[str, Any]]] = [
        ("create_excerpt", {"document": "doc-1", "start": first, "end": first + 7}),
        ("create_excerpt", {"document": "doc-1", "start": second, "end": second + 7}),
        ("create_event", {"title": "Trận Nặm Thà"}),
        ("create_entity", {"kind": "place", "name": "Nặm Thà", "language": "vi"}),
        ("add_name", {"entity": "ent-1", "name": "Namtha", "language": "en"}),
        ("attach_excerpt", {"excerpt": "exc-1", "subject": "ent-1"}),
        ("state_claim", {"subject": "evt-1", "property": "killed", "value": 134}),
        ("cite_claim", {"claim": "clm-1", "excerpt": "exc-1"}),
        (
            "state_claim",
            {"subject": "evt-1", "property": "killed", "value": 137, "excerpt": "exc-2"},
        ),
        ("prefer_claim", {"claim": "clm-1", "reason": "nearer"}),
        ("delete", {"id": "ent-1"}),
        ("restore", {"id": "ent-1"}),
    ]
    for name, arguments in steps:
        run_operation(session, name, arguments)
    return len(steps) + 1


def test_back_to_empty_and_forth_over_a_restart(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    window = desk.open(path)
    empty = dump(window.workspace.session)
    count = work(window.workspace.session, tmp_path)
    desk.settle(window)
    full = dump(window.workspace.session)
    undo = window.actions_by_id["undo"]
    for _ in range(count):
        assert undo.isEnabled()
        undo.trigger()
        desk.settle(window)
    assert dump(window.workspace.session) == empty
    assert not undo.isEnabled()

    window = desk.open(path)
    redo = window.actions_by_id["redo"]
    assert "Import documents" in redo.text()
    for _ in range(count):
        assert redo.isEnabled()
        redo.trigger()
        desk.settle(window)
    assert dump(window.workspace.session) == full
    assert not redo.isEnabled()
