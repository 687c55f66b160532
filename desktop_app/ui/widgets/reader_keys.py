"""The keys of the reader: one line a key, from which the reader and the manual read them.

The text is read only, yet arrows with Ctrl and Alt alone belong to window managers (Ctrl+Alt) and
to going back (Alt): the boundaries move with Alt+Shift. A main window may hold the same keys as
shortcuts of its own; with the focus in the text, the reader's meaning wins.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop_app.i18n import tr


class ReaderCommand(StrEnum):
    """What a key asks of the reader."""

    ACTIVATE = "activate"
    FIND = "find"
    FIND_NEXT = "find_next"
    FIND_PREVIOUS = "find_previous"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    ZOOM_RESET = "zoom_reset"
    NEXT_EXCERPT = "next_excerpt"
    PREVIOUS_EXCERPT = "previous_excerpt"
    END_LATER = "end_later"
    END_EARLIER = "end_earlier"
    START_LATER = "start_later"
    START_EARLIER = "start_earlier"
    END_LATER_FINE = "end_later_fine"
    END_EARLIER_FINE = "end_earlier_fine"
    START_LATER_FINE = "start_later_fine"
    START_EARLIER_FINE = "start_earlier_fine"
    TAKE_SELECTION = "take_selection"


#: Key → command. Several keys may mean one command; the first is the one the manual names.
READER_KEYS: dict[str, ReaderCommand] = {
    "Return": ReaderCommand.ACTIVATE,
    "Enter": ReaderCommand.ACTIVATE,
    "Ctrl+F": ReaderCommand.FIND,
    "F3": ReaderCommand.FIND_NEXT,
    "Shift+F3": ReaderCommand.FIND_PREVIOUS,
    "Ctrl++": ReaderCommand.ZOOM_IN,
    "Ctrl+=": ReaderCommand.ZOOM_IN,
    "Ctrl+-": ReaderCommand.ZOOM_OUT,
    "Ctrl+0": ReaderCommand.ZOOM_RESET,
    "Alt+Down": ReaderCommand.NEXT_EXCERPT,
    "Alt+Up": ReaderCommand.PREVIOUS_EXCERPT,
    "Alt+Shift+Right": ReaderCommand.END_LATER,
    "Alt+Shift+Left": ReaderCommand.END_EARLIER,
    "Alt+Shift+Down": ReaderCommand.START_LATER,
    "Alt+Shift+Up": ReaderCommand.START_EARLIER,
    "Ctrl+Alt+Shift+Right": ReaderCommand.END_LATER_FINE,
    "Ctrl+Alt+Shift+Left": ReaderCommand.END_EARLIER_FINE,
    "Ctrl+Alt+Shift+Down": ReaderCommand.START_LATER_FINE,
    "Ctrl+Alt+Shift+Up": ReaderCommand.START_EARLIER_FINE,
    "Alt+Shift+Return": ReaderCommand.TAKE_SELECTION,
    "Alt+Shift+Enter": ReaderCommand.TAKE_SELECTION,
}


def find_command(event: QKeyEvent) -> ReaderCommand | None:
    """Return what the pressed key asks of the reader, None for an ordinary key."""
    ignored = Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_Plus:
        # On most layouts plus is a shifted key: Ctrl++ arrives as Ctrl+Shift++.
        ignored |= Qt.KeyboardModifier.ShiftModifier
    pressed = QKeyCombination(event.modifiers() & ~ignored, Qt.Key(event.key()))
    return READER_KEYS.get(QKeySequence(pressed).toString())


def describe_keys() -> list[tuple[str, str]]:
    """Return each key of the reader, as the platform writes it, and what it does."""
    words = {
        ReaderCommand.ACTIVATE: tr(
            "Make the selection an excerpt; without one, open the excerpt under the caret"
        ),
        ReaderCommand.FIND: tr("Find in this document"),
        ReaderCommand.FIND_NEXT: tr("Go to the next match"),
        ReaderCommand.FIND_PREVIOUS: tr("Go to the previous match"),
        ReaderCommand.ZOOM_IN: tr("Larger text"),
        ReaderCommand.ZOOM_OUT: tr("Smaller text"),
        ReaderCommand.ZOOM_RESET: tr("Ordinary text size"),
        ReaderCommand.NEXT_EXCERPT: tr("Go to the next excerpt"),
        ReaderCommand.PREVIOUS_EXCERPT: tr("Go to the previous excerpt"),
        ReaderCommand.END_LATER: tr("End the current excerpt a word later"),
        ReaderCommand.END_EARLIER: tr("End the current excerpt a word earlier"),
        ReaderCommand.START_LATER: tr("Start the current excerpt a word later"),
        ReaderCommand.START_EARLIER: tr("Start the current excerpt a word earlier"),
        ReaderCommand.END_LATER_FINE: tr("End the current excerpt a letter later"),
        ReaderCommand.END_EARLIER_FINE: tr("End the current excerpt a letter earlier"),
        ReaderCommand.START_LATER_FINE: tr("Start the current excerpt a letter later"),
        ReaderCommand.START_EARLIER_FINE: tr("Start the current excerpt a letter earlier"),
        ReaderCommand.TAKE_SELECTION: tr("Give the current excerpt the bounds of the selection"),
    }
    described, seen = [], set()
    for keys, command in READER_KEYS.items():
        if command not in seen:
            seen.add(command)
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            described.append((native, words[command]))
    return described
