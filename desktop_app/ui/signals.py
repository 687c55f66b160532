"""Lets Ctrl+C and a polite kill close the window: Qt's loop alone would never hear of them."""

from __future__ import annotations

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_CLOSING = ("SIGINT", "SIGTERM", "SIGHUP")


class SignalListener(QObject):
    """Turns the system's requests to end into one signal of Qt, in the window's thread."""

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen where the system can wake Qt's loop through a pipe: not on Windows."""
        super().__init__(parent)
        self._pipe: tuple[int, int] | None = None
        self._before: dict[int, object] = {}
        if os.name != "posix":
            return
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        self._pipe = (reader, writer)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for name in _CLOSING:
            number = getattr(signal, name)
            self._before[number] = signal.signal(number, self._on_asked)
        self._notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def _on_woken(self) -> None:
        # Reading empties the pipe; Python runs `_on_asked` before the next line of Python.
        if self._pipe is not None:
            os.read(self._pipe[0], 64)

    def _on_asked(self, _number: int, _frame: FrameType | None) -> None:
        self.ended.emit()

    def close(self) -> None:
        """Give the signals back to whoever had them."""
        if self._pipe is None:
            return
        signal.set_wakeup_fd(-1)
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]
        self._notifier.setEnabled(False)
        for end in self._pipe:
            os.close(end)
        self._pipe = None
