"""Actions of the reader: where to go in documents, and the note of an excerpt.

Making an excerpt, attaching it and stating a claim stand in `record`, beside the other records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _has_document(window: MainWindow) -> bool:
    return bool(window.reader.document())


def _can_go_back(window: MainWindow) -> bool:
    return window.reader.can_go_back()


def _can_go_forward(window: MainWindow) -> bool:
    return window.reader.can_go_forward()


def _choose_document(window: MainWindow) -> None:
    window.show_reader()
    window.reader.choose_document()


def _find(window: MainWindow) -> None:
    window.show_reader()
    window.reader.find_in_document()


def _go_back(window: MainWindow) -> None:
    window.show_reader()
    window.reader.go_back()


def _go_forward(window: MainWindow) -> None:
    window.show_reader()
    window.reader.go_forward()


def _edit_note(window: MainWindow) -> None:
    window.show_reader()
    window.reader.edit_note()


SPECS = (
    ActionSpec(
        id="edit_note",
        text=mark("Note and &translation"),
        menu="record",
        group=2,
        keys=("Ctrl+Shift+T",),
        enabled=_has_document,
        run=_edit_note,
    ),
    ActionSpec(
        id="choose_document",
        text=mark("&Go to a document…"),
        menu="view",
        group=5,
        keys=("Ctrl+G",),
        icon="document",
        run=_choose_document,
    ),
    ActionSpec(
        id="go_back",
        text=mark("&Back"),
        menu="view",
        group=5,
        keys=("Alt+Left",),
        icon="back",
        enabled=_can_go_back,
        run=_go_back,
    ),
    ActionSpec(
        id="go_forward",
        text=mark("&Forward"),
        menu="view",
        group=5,
        keys=("Alt+Right",),
        icon="forward",
        enabled=_can_go_forward,
        run=_go_forward,
    ),
    ActionSpec(
        id="find_in_document",
        text=mark("Find in the &document"),
        menu="edit",
        group=3,
        keys=("F3",),
        icon="find",
        enabled=_has_document,
        run=_find,
    ),
)
