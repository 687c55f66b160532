"""The table model of the lists: what it shows, how it follows changes, how it sorts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.ids import Kind
from desktop_app.i18n import set_language
from desktop_app.services.reading import CatalogueReader
from desktop_app.store.lists import ListQuery
from desktop_app.ui.models.list_changes import find_steps
from desktop_app.ui.models.list_columns import COLUMNS, VIEWS, say_short_date
from desktop_app.ui.models.list_model import ICON_ROLE, ID_ROLE, SIGNS_ROLE, ListModel


@pytest.fixture
def make_model(small, qapp):
    def make(kind: Kind, **more: object) -> ListModel:
        model = ListModel(CatalogueReader(small.session), ListQuery(kind=kind, **more))
        model.refresh()
        return model

    return make


def cells(model: ListModel, column: str) -> list[str]:
    number = [one.id for one in model.columns].index(column)
    return [model.index(row, number).data() for row in range(model.rowCount())]


def main_of(model: ListModel) -> int:
    return next(number for number, one in enumerate(model.columns) if one.is_main)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.id)
def test_every_list_is_a_sound_model(qtmodeltester, make_model, view):
    model = make_model(view.kind, uncited=view.uncited, conflicts=view.conflicts)
    assert model.rowCount() > 0
    qtmodeltester.check(model)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", list(COLUMNS))
def test_every_cell_has_text_in_both_languages(make_model, kind, language):
    set_language(language)
    model = make_model(kind)
    for number in range(model.columnCount()):
        assert model.headerData(number, Qt.Orientation.Horizontal)
        for row in range(model.rowCount()):
            assert isinstance(model.index(row, number).data(), str)


def test_events_say_their_date_in_the_interface_language(make_model):
    assert "28 Mar 1962" in cells(make_model(Kind.EVENT), "date")
    set_language("vi")
    assert "28/3/1962" in cells(make_model(Kind.EVENT), "date")


@pytest.mark.parametrize(
    ("edtf", "english", "vietnamese"),
    [
        ("1962", "1962", "1962"),
        ("1962-05", "May 1962", "5/1962"),
        ("1962-05-04/1962-05-06", "4–6 May 1962", "4–6/5/1962"),
        ("1962-04-30/1962-05-06", "30 Apr 1962 – 6 May 1962", "30/4/1962 – 6/5/1962"),
        ("1962/1963", "1962 – 1963", "1962 – 1963"),
        ("1976/..", "1976 –", "1976 –"),
        ("../1962-05", "– May 1962", "– 5/1962"),
        ("1962-05~", format_date(DateValue(edtf="1962-05~"), "en"), None),
    ],
)
def test_short_dates(edtf, english, vietnamese):
    assert say_short_date(edtf, "en") == english
    if vietnamese:
        assert say_short_date(edtf, "vi") == vietnamese


def test_rows_carry_signs_icons_and_words_for_them(small, make_model):
    model = make_model(Kind.EVENT)
    rows = {model.id_at(row): model.index(row, main_of(model)) for row in range(model.rowCount())}
    assert rows[small.campaign].data(SIGNS_ROLE) == ("conflict",)
    assert rows[small.approval].data(SIGNS_ROLE) == ("uncited",)
    described = rows[small.approval].data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "Uncited claims: 1"
    places = make_model(Kind.ENTITY)
    index = places.index(places.row_of(small.place), main_of(places))
    assert index.data(ICON_ROLE) == "place"
    assert index.data(ID_ROLE) == small.place


def test_claims_show_their_property_by_its_label(make_model):
    set_language("vi")
    assert "số bị diệt" in cells(make_model(Kind.CLAIM), "property")


def test_a_changed_title_moves_its_row_and_the_selection_follows(small, make_model, qtbot):
    model = make_model(Kind.ENTITY)
    held = QPersistentModelIndex(model.index(model.row_of(small.place), 0))
    name = small.session.db.scalar("SELECT id FROM name WHERE entity = ?", (small.place,))
    small.do("update_name", name=name, details={"text": "Xưa kia"})
    with qtbot.waitSignal(model.layoutChanged), qtbot.assertNotEmitted(model.modelReset):
        model.refresh({small.place})
    assert model.id_at(held.row()) == small.place
    assert held.data() == "Xưa kia"


def test_new_and_deleted_records_come_and_go_without_a_reset(small, make_model, qtbot):
    model = make_model(Kind.ENTITY)
    with qtbot.assertNotEmitted(model.modelReset):
        with qtbot.waitSignal(model.rowsInserted):
            made = small.do("create_entity", kind="person", name="Ánh", language="vi")
            model.refresh({made})
        assert cells(model, "name") == ["Ánh", "Nặm Thà", "Tiểu đoàn 4"]
        with qtbot.waitSignal(model.rowsRemoved):
            small.do("delete", id=made)
            model.refresh({made})
    assert cells(model, "name") == ["Nặm Thà", "Tiểu đoàn 4"]


def test_sorting_both_ways(make_model):
    model = make_model(Kind.ENTITY)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert cells(model, "name") == ["Tiểu đoàn 4", "Nặm Thà"]
    model.sort(-1)
    assert cells(model, "name") == ["Tiểu đoàn 4", "Nặm Thà"]


def test_filter_ignores_case_and_tones(make_model):
    model = make_model(Kind.ENTITY)
    model.set_query(replace(model.query, text="tieu doan"))
    assert cells(model, "name") == ["Tiểu đoàn 4"]


def test_a_record_gone_since_the_ids_were_read_leaves_an_empty_row(small, make_model):
    model = make_model(Kind.ENTITY)
    with small.session.db.transaction():
        small.session.db.execute("DELETE FROM listing WHERE id = ?", (small.unit,))
    model.refresh(set())
    row = model.rowCount() - 1
    assert model.id_at(row) != small.unit


lists = st.lists(st.sampled_from([f"ent-{n}" for n in range(12)]), unique=True)


@given(lists, lists)
def test_steps_lead_from_one_list_to_the_other(old, new):
    steps = find_steps(old, new)
    assert steps is not None
    held = list(old)
    for first, last in steps.removed:
        del held[first : last + 1]
    if steps.is_reordered:
        assert sorted(held) == sorted(steps.kept)
        held = list(steps.kept)
    assert held == list(steps.kept)
    for first, last in steps.inserted:
        held[first:first] = new[first : last + 1]
    assert held == new


def test_very_different_lists_are_reset():
    old = [f"ent-{n}" for n in range(0, 400, 2)]
    assert find_steps(old, [f"ent-{n}" for n in range(0, 400, 3)]) is None
