"""Traps of this Qt and Python that a dependency's next version could bring back."""

from __future__ import annotations


def test_methods_that_return_nothing_can_be_called_thirty_thousand_times(qtbot):
    # PySide6 6.12.0 frees None once too often: CPython 3.11 aborts after about 5,000 such calls.
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    for number in range(30_000):
        label.setText(str(number))
    assert label.text() == "29999"
