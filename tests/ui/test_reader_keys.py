"""Steps of boundaries by word and letter, and the keys that ask for them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from desktop_app.ui.widgets.reader_boundaries import step_boundary, step_passage
from desktop_app.ui.widgets.reader_keys import READER_KEYS, ReaderCommand, describe_keys


def test_a_boundary_never_passes_the_other() -> None:
    assert step_passage("một hai", 4, 7, forward=False, is_end=True, fine=False) is None
    assert step_passage("một hai", 0, 3, forward=False, is_end=False, fine=True) is None
    assert step_passage("ab", 0, 1, forward=True, is_end=False, fine=True) is None


def test_a_letter_keeps_its_marks() -> None:
    assert step_boundary("ນ້ຳທາ", 0, forward=True, is_end=True, fine=True) == 3
    assert step_boundary("🙂a", 0, forward=True, is_end=True, fine=True) == 1
    assert step_boundary("", 0, forward=True, is_end=True, fine=True) == 0


def test_every_key_is_described_once(qapp: QApplication) -> None:
    described = describe_keys()
    assert len(described) == len(ReaderCommand) == len({words for _, words in described})
    for keys in READER_KEYS:
        assert QKeySequence(keys).toString() == keys
