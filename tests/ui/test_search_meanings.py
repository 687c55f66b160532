"""What a name may mean is offered; keys struck without an input method are read, and told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop_app import i18n
from desktop_app.services.session import open_catalogue
from desktop_app.ui.index_keeper import IndexKeeper
from desktop_app.ui.panels.search import SearchPanel
from desktop_app.ui.workspace import Workspace

SAMPLE = Path(__file__).resolve().parents[2] / "catalog.db"


@pytest.fixture
def panel(qtbot, tmp_path):
    shutil.copyfile(SAMPLE, tmp_path / "sample.db")
    session = open_catalogue(tmp_path / "sample.db", author="Reader")
    workspace = Workspace(session)
    keeper = IndexKeeper(workspace.search, workspace.bridge, workspace)
    keeper.start()
    qtbot.waitUntil(lambda: not keeper.is_busy, timeout=20_000)
    made = SearchPanel(workspace)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    keeper.stop()
    workspace.close()
    session.close()


def settle(qtbot, panel) -> None:
    qtbot.waitUntil(
        lambda: not panel._typing.isActive() and not panel._worker.is_busy, timeout=10_000
    )


def test_a_name_of_several_asks_which_and_the_choice_goes_into_the_query(panel, qtbot):
    qtbot.keyClicks(panel.field, "tran nam tha")
    settle(qtbot, panel)
    link = panel.outcome.meanings
    assert link.isVisible()
    assert link.words() == "which “nam tha”?"
    menu = link.make_menu()
    shown = [action.text() for action in menu.actions()]
    assert "Thị xã Nặm Thà · place" in shown
    assert "Tỉnh Luổng Nặm Thà · place" in shown
    assert "Chiến dịch Nặm Thà · event" in shown
    menu.actions()[shown.index("Thị xã Nặm Thà · place")].trigger()
    settle(qtbot, panel)
    assert panel.field.text() == "tran entity:ent-50"
    assert not link.isVisible()


def test_one_meaning_is_no_question(panel, qtbot):
    panel.search("Xiêng Khoông")
    settle(qtbot, panel)
    assert panel.has_hits()
    assert not panel.outcome.meanings.isVisible()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "read as typed in Telex: nặm thà"), ("vi", "đọc theo kiểu Telex: nặm thà")],
)
def test_keys_are_read_while_they_are_struck_and_it_is_told(panel, qtbot, language, said):
    i18n.set_language(language)
    qtbot.keyClicks(panel.field, "nawmj thaf")
    settle(qtbot, panel)
    assert panel.has_hits()
    assert panel.outcome.also.text().startswith(said)
    panel.search("nam")
    settle(qtbot, panel)
    assert "Telex" not in panel.outcome.also.text()
