"""What each input holds comes back into another one of its kind, whatever was typed."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.draft_parts import is_same, keep_input, revive_input, say_input
from desktop_app.ui.widgets.form_fields import FlagsField, LanguageCombo
from desktop_app.ui.widgets.type_ahead import Choice

# Qt itself drops half surrogate pairs and, on one line, turns line ends into spaces.
ONE_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40)
LINES = st.text(
    st.characters(exclude_categories=["Cs", "Zp"], exclude_characters="\r\0"), max_size=60
)


@pytest.fixture(scope="module")
def inputs(qapp):
    kinds = {"line": QLineEdit, "text": QPlainTextEdit, "date": DateEdit, "tag": LanguageCombo}
    made = {name: (kind(), kind()) for name, kind in kinds.items()}
    made["pick"] = (PickBox("a"), PickBox("b"))
    yield made
    for pair in made.values():
        for one in pair:
            one.deleteLater()


def through_json(state):
    return json.loads(json.dumps(state))


def require_round_trip(pair):
    kept = keep_input(pair[0])
    revive_input(pair[1], through_json(kept))
    assert keep_input(pair[1]) == kept == through_json(kept)
    return kept


@given(LINES)
@settings(max_examples=150)
def test_lines_of_text_come_back_letter_for_letter(inputs, text):
    inputs["text"][0].setPlainText(text)
    assert require_round_trip(inputs["text"]) == text


@given(ONE_LINE)
@settings(max_examples=100)
def test_one_line_comes_back_letter_for_letter(inputs, text):
    inputs["line"][0].setText(text)
    assert require_round_trip(inputs["line"]) == text
    assert say_input(inputs["line"][0], text) == text


@given(ONE_LINE)
@settings(max_examples=60)
def test_a_date_and_a_language_come_back_understood_or_not(inputs, text):
    inputs["date"][0].line.setText(text)
    assert require_round_trip(inputs["date"]) == {"text": text}
    inputs["tag"][0].setEditText(text)
    require_round_trip(inputs["tag"])


@given(ONE_LINE, ONE_LINE, ONE_LINE, st.booleans())
@settings(max_examples=60)
def test_a_pick_comes_back_with_what_is_typed_beside_it(inputs, record, title, typed, create):
    box = inputs["pick"][0]
    box.set_pick(Choice("" if create else record, title, kind="place", create=create))
    box.set_words(typed)
    require_round_trip(inputs["pick"])
    assert not inputs["pick"][1].popup.isVisible()


def test_the_language_of_the_window_is_no_part_of_a_state(qtbot):
    english, vietnamese = QComboBox(), QComboBox()
    for combo, words in ((english, ("draft", "final")), (vietnamese, ("nháp", "xong"))):
        qtbot.addWidget(combo)
        for value, label in zip(("d", "f"), words, strict=True):
            combo.addItem(label, value)
    english.setCurrentIndex(1)
    revive_input(vietnamese, keep_input(english))
    assert vietnamese.currentText() == "xong"
    assert say_input(vietnamese, "f") == "xong"


def test_names_of_records_and_ids_of_rows_are_no_difference():
    was = {"pick": {"id": "evt-1", "title": "Cũ", "kind": "event", "create": False}, "typed": ""}
    now = {"pick": {"id": "evt-1", "title": "Mới", "kind": "event", "create": False}, "typed": ""}
    assert is_same(was, now)
    assert not is_same(was, {**now, "typed": "x"})
    offered = {"pick": {"id": "", "title": "Cũ", "kind": "event", "create": True}, "typed": ""}
    assert not is_same(offered, {**offered, "pick": {**offered["pick"], "title": "Mới"}})
    assert is_same([{"record": "nam-1", "inputs": {}}], [{"record": "", "inputs": {}}])


@pytest.mark.parametrize("state", [None, 7, [], {}, {"pick": 3}, {"edtf": 5}, "x\0", ["a"]])
@pytest.mark.parametrize("name", ["line", "text", "date", "tag", "pick"])
def test_a_strange_state_is_refused_or_shown_but_breaks_nothing(inputs, name, state):
    target = inputs[name][1]
    with contextlib.suppress(ValueError):
        revive_input(target, state)
    assert through_json(keep_input(target)) is not None
    assert isinstance(say_input(target, state), str)


def test_flags_come_back(qtbot):
    field = FlagsField("flags", "Flags", [("a", "first"), ("b", "second")])
    qtbot.addWidget(field.widget)
    field.revive(["b", "unknown"])
    assert field.keep() == ["b"]
    assert field.say(["a", "b"]) == "first, second"
