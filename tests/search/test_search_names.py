"""Names of entities expand a query, in both directions, and confusable ones stay apart."""

from __future__ import annotations

from desktop_app.search.names import NameBook, NamedEntity

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
