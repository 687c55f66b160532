"""One request to a reading process and its answer, in a thread of its own.

The pieces of the answer wait in a short queue: a process that is faster than we are has to wait.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Any

from desktop_app.errors import UserError
from desktop_app.exchange.frames import (
    HEADER,
    MAX_HEADER,
    MAX_PIECE,
    MAX_TEXT,
    BrokenFrame,
    read_frame,
    write_frame,
    write_pieces,
)

_MOST_WAITING = 8
_BREATH = 0.1


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a file, wherever they lie: `pieces()` gives all of them, as often as asked."""

    size: int
    sha256: str
    pieces: Callable[[], Iterable[bytes]]

    @classmethod
    def of(cls, data: bytes) -> Original:
        """Return `data` as an original."""
        return cls(len(data), hashlib.sha256(data).hexdigest(), lambda: (data,))


@dataclass(frozen=True, slots=True)
class Reply:
    """How an answer ended: with a header, or with None where the process did.

    `started` is False where the process did not even come up; `error` is why the bytes to be read
    could not be had.
    """

    header: dict[str, Any] | None
    started: bool = True
    error: UserError | None = None


class Conversation:
    """Sends one request, and gives the pieces of the answer and then its `Reply`."""

    def __init__(
        self, process: subprocess.Popen[bytes], *, fresh: bool, header: bytes, original: Original
    ) -> None:
        """Begin to talk; a `fresh` process first says that it is ready."""
        self._process = process
        self._fresh = fresh
        self._header = header
        self._original = original
        self._answers: Queue[bytes | Reply] = Queue(_MOST_WAITING)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._talk, name="reading", daemon=True)
        self._thread.start()

    def find_next(self, seconds: float) -> bytes | Reply | None:
        """Return the next piece or the reply, None where none came within `seconds`."""
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            return None

    def wait_for_end(self) -> None:
        """Wait until the thread has ended; the process has answered or is dead."""
        self._stopped.set()
        self._thread.join()

    def _talk(self) -> None:
        started = not self._fresh
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            if self._fresh:
                read_frame(self._process.stdout, MAX_HEADER)
                started = True
            write_frame(self._process.stdin, self._header)
            write_pieces(self._process.stdin, self._original.size, self._original.pieces())
            self._put(Reply(self._pass_pieces_on()))
        except UserError as error:
            self._put(Reply(None, error=error))
        except (BrokenFrame, OSError, ValueError):
            self._put(Reply(None, started=started))

    def _pass_pieces_on(self) -> dict[str, Any]:
        """Put the pieces of the answer; return the header that ends it."""
        assert self._process.stdout is not None
        size = 0
        while True:
            frame = read_frame(self._process.stdout, MAX_HEADER)
            if frame.startswith(HEADER):
                header: dict[str, Any] = json.loads(frame[1:])
                return header
            size += len(frame)
            if len(frame) > MAX_PIECE or size > MAX_TEXT:
                raise BrokenFrame(f"an answer of {size} bytes where {MAX_TEXT} are accepted")
            self._put(frame[1:])

    def _put(self, answer: bytes | Reply) -> None:
        while not self._stopped.is_set():
            try:
                self._answers.put(answer, timeout=_BREATH)
            except Full:
                continue
            return
