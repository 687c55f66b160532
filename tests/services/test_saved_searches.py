"""Saved and recent searches: kept whole, read back, current, and never in the way of a start."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.errors import UserError
from desktop_app.services.saved_searches import (
    RECENT_KEPT,
    SavedSearch,
    SavedSearches,
    count_search,
    suggest_name,
)
from desktop_app.services.searching import SearchService

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


def test_what_is_saved_is_read_back(tmp_path):
    kept = SavedSearches("one", tmp_path)
    search = SavedSearch(
        name="Nặm Thà",
        text='"nam tha" OR Lào',
        kinds=("event",),
        first="1962",
        last="tháng 5 năm 1962",
        exact=True,
        expand=False,
        chosen=(("source", "src-1"), ("month", "1962-05")),
    )
    kept.save(search)
    kept.note_recent(search)
    again = SavedSearches("one", tmp_path)
    assert again.list_saved() == [search]
    assert again.list_recent()[0].asks_as(search)
    assert SavedSearches("two", tmp_path).list_saved() == []


@given(text=TEXTS, first=TEXTS, name=TEXTS)
def test_any_words_come_back(tmp_path_factory, text, first, name):
    folder = tmp_path_factory.mktemp("searches")
    search = SavedSearch(name=f"x {name}".strip(), text=text, first=first)
    SavedSearches("one", folder).save(search)
    [found] = SavedSearches("one", folder).list_saved()
    assert (found.text, found.first) == (text, first)


def test_one_name_is_one_search_and_keeps_its_place(tmp_path):
    kept = SavedSearches("one", tmp_path)
    for name in ("a", "b"):
        kept.save(SavedSearch(name=name, text=name))
    kept.save(SavedSearch(name=" a ", text="other"))
    assert [(one.name, one.text) for one in kept.list_saved()] == [("a", "other"), ("b", "b")]
    kept.rename("a", "c")
    assert [one.name for one in kept.list_saved()] == ["c", "b"]
    with pytest.raises(UserError, match="search_there"):
        kept.rename("c", "b")
    with pytest.raises(UserError, match="no_search_name"):
        kept.save(SavedSearch(name="  ", text="x"))
    kept.remove("c")
    assert [one.name for one in SavedSearches("one", tmp_path).list_saved()] == ["b"]


def test_recent_ones_are_few_and_newest_first(tmp_path):
    kept = SavedSearches("one", tmp_path)
    for number in range(RECENT_KEPT + 5):
        kept.note_recent(SavedSearch(text=f"word {number}"))
    kept.note_recent(SavedSearch(text="word  7"))
    kept.note_recent(SavedSearch(text="  "))
    found = kept.list_recent()
    assert len(found) == RECENT_KEPT and found[0].text == "word  7"
    assert sum(one.text.split() == ["word", "7"] for one in found) == 1
    kept.forget_recent(found[0])
    assert "word  7" not in [one.text for one in kept.list_recent()]
    kept.forget_recent()
    assert SavedSearches("one", tmp_path).list_recent() == []


@pytest.mark.parametrize(
    "damage",
    ["", "[", "7", '{"saved": 3}', '{"saved": [1, {"name": 2}], "recent": [{"seen": "x"}]}'],
)
def test_a_damaged_file_costs_only_what_is_in_it(tmp_path, damage):
    kept = SavedSearches("one", tmp_path)
    kept.path.write_text(damage, "utf-8")
    assert SavedSearches("one", tmp_path).list_saved() == []
    kept.save(SavedSearch(name="a", text="b"))
    found = json.loads(kept.path.read_text("utf-8"))
    found["saved"].append({"name": "bad", "chosen": [["only one"]]})
    kept.path.write_text(json.dumps(found), "utf-8")
    assert [one.name for one in SavedSearches("one", tmp_path).list_saved()] == ["a"]


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_lost(tmp_path):
    folder = tmp_path / "file"
    folder.write_text("no folder", "utf-8")
    kept = SavedSearches("one", folder)
    with pytest.raises(UserError, match="searches_not_kept") as caught:
        kept.save(SavedSearch(name="a", text="b"))
    assert str(folder) in caught.value.message
    assert kept.list_saved() == []
    kept.note_recent(SavedSearch(text="b"))
    assert kept.list_recent()[0].text == "b"


def test_the_name_of_a_catalogue_is_no_path(tmp_path):
    assert SavedSearches("../../etc/x", tmp_path).path.parent == tmp_path


def test_counts_follow_the_catalogue(bench, document):
    service = SearchService(bench.session)
    search = SavedSearch(name="n", text="nguoi chet")
    assert count_search(service, search) == 1
    bench.do("create_event", title="Người chết")
    service.bring_up_to_date()
    assert count_search(service, search) == 2
    narrowed = SavedSearch(name="n", text="nguoi chet", chosen=(("kind", "event"),))
    assert count_search(service, narrowed) == 1
    service.close()


def test_a_suggested_name_is_free():
    search = SavedSearch(text="nam   tha")
    assert suggest_name(search, []) == "nam tha"
    assert suggest_name(search, ["nam tha", "nam tha (2)"]) == "nam tha (3)"
