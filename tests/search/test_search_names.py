"""Names of entities expand a query, in both directions, and confusable ones stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.names import NameBook, NamedEntity, count_changes

PLACE = NamedEntity("ent-1", ("Nặm Thà", "Luang Namtha", "Namtha"))
UNIT = NamedEntity("ent-2", ("Tiểu đoàn 4", "4th Battalion"))


def expand(book: NameBook, text: str):
    return [(e.first, e.after, set(e.names)) for e in book.expand(text.split())]


def test_every_spelling_of_a_name_gives_the_others():
    book = NameBook([PLACE, UNIT])
    for typed in ("Nặm Thà", "nam tha", "NAM THÀ", "Nam-tha", "namtha"):
        (found,) = book.expand(typed.split())
        assert found.first == 0
        assert found.after == len(typed.split())
        assert "Luang Namtha" in found.names
        assert found.apart == ()


def test_the_longest_names_are_taken_from_the_left():
    book = NameBook([PLACE, UNIT, NamedEntity("ent-3", ("Luang", "Great"))])
    assert expand(book, "trận Luang Namtha của tieu doan 4") == [
        (1, 3, {"Nặm Thà", "Namtha"}),
        (4, 7, {"Tiểu đoàn 4", "4th Battalion"}),
    ]
    assert expand(book, "Luang Prabang") == [(0, 1, {"Great"})]
    assert expand(book, "không có tên nào") == []


def test_words_across_a_name_are_no_name():
    assert expand(NameBook([PLACE]), "nam phía tha") == []


def test_what_differs_only_in_case_or_tone_placement_is_no_other_name():
    book = NameBook([NamedEntity("ent-1", ("Thuỷ", "Thủy", "THUỶ", "Thuy"))])
    assert expand(book, "thuỷ") == [(0, 1, {"Thuy"})]


CONFUSABLE = (
    NamedEntity("ent-3", ("Mương Sài", "Muang Xay"), not_same=("ent-4",)),
    NamedEntity("ent-4", ("Mường Sai", "Ban Sai", "Muang Xay")),
)


def test_tones_tell_confusable_entities_from_each_other():
    for entities in (CONFUSABLE, CONFUSABLE[::-1]):
        book = NameBook(entities)
        (found,) = book.expand(["Mương", "Sài"])
        assert found.names == ("Muang Xay",)
        assert found.apart == ("Mường Sai",)
        assert found.strict == {"Muang Xay"}
        (other,) = book.expand(["Mường", "Sai"])
        assert set(other.names) == {"Ban Sai", "Muang Xay"}
        assert other.apart == ("Mương Sài",)


def test_without_tones_both_are_meant():
    (found,) = NameBook(CONFUSABLE).expand(["muong", "sai"])
    assert set(found.names) == {"Mương Sài", "Mường Sai", "Ban Sai", "Muang Xay"}
    assert found.apart == ()
    assert not found.strict


def test_entities_change_and_go():
    book = NameBook([PLACE, *CONFUSABLE])
    book.put(NamedEntity("ent-1", ("Nặm Thà", "Nam Tha town")))
    assert expand(book, "nam tha") == [(0, 2, {"Nặm Thà", "Nam Tha town"})]
    assert expand(book, "Namtha") == [(0, 1, {"Nặm Thà", "Nam Tha town"})]
    book.drop("ent-1")
    book.drop("ent-1")
    assert expand(book, "nam tha") == []
    book.put(CONFUSABLE[1])
    assert book.expand(["Mường", "Sai"])[0].apart == ("Mương Sài",)


def test_names_without_words_harm_nothing():
    book = NameBook([NamedEntity("ent-1", ("?", "", "—"))])
    assert book.expand(["?", ""]) == []
    assert book.expand([]) == []


LAYERS = (
    NamedEntity("ent-1", ("Thị xã Nặm Thà", "Nặm Thà", "Town of Nam Tha"), not_same=("ent-2",)),
    NamedEntity("ent-2", ("Tỉnh Nặm Thà", "Nặm Thà")),
)


def test_an_expansion_tells_who_bears_the_name():
    book = NameBook((*LAYERS, *CONFUSABLE))
    assert book.expand(["nam", "tha"])[0].bearers == ("ent-1", "ent-2")
    assert book.expand(["tỉnh", "nặm", "thà"])[0].bearers == ("ent-2",)
    assert book.expand(["Mường", "Sai"])[0].bearers == ("ent-4",)
    assert set(book.expand(["muong", "sai"])[0].bearers) == {"ent-3", "ent-4"}


def test_own_names_are_those_that_no_other_bears():
    book = NameBook((*LAYERS, *CONFUSABLE))
    assert book.list_own_names("ent-1").names == ("Thị xã Nặm Thà", "Town of Nam Tha")
    assert book.list_own_names("ent-2").names == ("Tỉnh Nặm Thà",)
    own = book.list_own_names("ent-3")
    assert own.names == ("Mương Sài",)
    assert own.strict == {"Mương Sài"}
    assert book.list_own_names("ent-99").names == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luang namta", "Luang Namtha"),
        ("laung namtha", "Luang Namtha"),
        ("Luong Namta", "Luang Namtha"),
        ("namhta", "Nặm Thà"),
        ("tieu daon 4", "Tiểu đoàn 4"),
        ("tieu doan 5", None),
        ("namtha", None),
        ("nam", None),
        ("completely other", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_slip_is_near_its_name_and_a_number_is_not(typed, meant):
    assert NameBook([PLACE, UNIT]).find_near_name(typed.split()) == meant


def test_a_name_that_goes_is_near_nothing():
    book = NameBook([PLACE])
    book.drop("ent-1")
    assert book.find_near_name(["luang", "namta"]) is None


@given(
    st.lists(st.text("abcdnặth ", min_size=1, max_size=12), min_size=1, max_size=4),
    st.lists(st.text("abcdnặth ", min_size=1, max_size=12), min_size=1, max_size=4),
)
def test_names_lead_to_each_other_in_both_directions(first, second):
    book = NameBook([NamedEntity("ent-1", tuple(first)), NamedEntity("ent-2", tuple(second))])
    for name in first:
        for expansion in book.expand(name.split()):
            for other in expansion.names:
                back = book.expand(other.split())
                assert any(set(expansion.bearers) & set(one.bearers) for one in back)


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8), st.integers(0, 3))
def test_changes_are_counted_alike_from_both_sides(one, other, most):
    count = count_changes(one, other, most)
    assert (
        count == count_changes(other, one, most)
        or min(count, count_changes(other, one, most)) > most
    )
    assert (count_changes(one, one, most), count == 0) == (0, one == other)
    assert count <= count_changes(one, other, most, swaps=False)
