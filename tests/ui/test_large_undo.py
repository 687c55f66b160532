"""A large change is taken back, and made again, by a job: the window goes on meanwhile."""

from __future__ import annotations

import pytest

from desktop_app.services import session as module


@pytest.fixture(autouse=True)
def three_rows_are_many(monkeypatch) -> None:
    monkeypatch.setattr(module, "_BULK", 3)


def count_events(small) -> int:
    return int(small.session.db.scalar("SELECT count(*) FROM event"))


def test_undo_and_redo_of_a_large_change_are_jobs(window, small, qtbot):
    before = count_events(small)
    with small.session.change("import_names"):
        for number in range(5):
            small.do("create_event", title=f"Event {number}")
    labels: list[str] = []
    window.workspace.bridge.job_started.connect(lambda job: labels.append(job.label))
    runner = window.workspace.bridge.runner
    for action, count in (("undo", before), ("redo", before + 5)):
        window.actions_by_id[action].trigger()
        qtbot.waitUntil(lambda: not runner.list_running(), timeout=10_000)
        assert count_events(small) == count
    assert "Undo: Import names" in labels
    assert "Redo: Import names" in labels


def test_a_small_change_is_undone_at_once(window, small):
    before = count_events(small)
    small.do("create_event", title="One")
    window.actions_by_id["undo"].trigger()
    assert count_events(small) == before


def test_a_large_undo_that_is_cancelled_changes_nothing(small):
    with small.session.change("import_names"):
        for number in range(5):
            small.do("create_event", title=f"Event {number}")
    before = count_events(small)

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        small.session.undo(check=stop)
    assert count_events(small) == before
    assert small.session.undo().change
