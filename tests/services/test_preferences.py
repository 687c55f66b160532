"""The settings file: kept, typed, and harmless when damaged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.services.preferences import PreferenceFile, Preferences, read_preferences


def test_what_is_put_is_there_the_next_time(tmp_path):
    path = tmp_path / "preferences.json"
    PreferenceFile(path).put(language="vi", theme="dark", panel_widths=[1, 2, 3])
    chosen = PreferenceFile(path).chosen
    assert (chosen.language, chosen.theme, chosen.panel_widths) == ("vi", "dark", [1, 2, 3])


def test_nothing_is_written_before_something_differs(tmp_path):
    path = tmp_path / "preferences.json"
    PreferenceFile(path).put(theme="system")
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "pink"), ("language", "xx"), ("reader_zoom", 1), ("reader_zoom", "100")],
)
def test_a_value_that_cannot_be_is_refused(tmp_path, name, value):
    with pytest.raises(ValueError, match=name):
        PreferenceFile(tmp_path / "p.json").put(**{name: value})


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b"null", b'"x"', b"[" * 9999])
def test_a_damaged_file_gives_the_defaults(tmp_path, data):
    path = tmp_path / "p.json"
    path.write_bytes(data)
    assert read_preferences(path) == Preferences()


def test_one_bad_value_costs_only_itself(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"theme": "dark", "reader_zoom": True, "later": 1}), "utf-8")
    assert read_preferences(path) == Preferences(theme="dark")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(Preferences.__slots__)), values))
def test_no_file_can_hinder_the_start(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("p") / "p.json"
    path.write_text(json.dumps(written), "utf-8")
    chosen = read_preferences(path)
    PreferenceFile(path).put(**{name: getattr(chosen, name) for name in Preferences.__slots__})


def test_recent_catalogues_are_few_and_there(tmp_path):
    file = PreferenceFile(tmp_path / "p.json")
    for number in range(14):
        path = tmp_path / f"{number}.db"
        path.touch()
        file.note_opened(path)
    (tmp_path / "13.db").unlink()
    names = [path.name for path in file.list_recent()]
    assert names == [f"{number}.db" for number in range(12, 3, -1)]


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    file = PreferenceFile(tmp_path / "gone" / "p.json")
    file.put(theme="dark")
    assert file.chosen.theme == "dark"
