"""Reading untrusted files in a process of its own, watched for time and memory.

The bytes are read once, here, hashed, and handed over whole: what is stored is what was
parsed. A process serves many files; one that is killed or grew large is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any

from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.frames import (
    MAX_HEADER,
    MAX_TEXT,
    BrokenFrame,
    read_frame,
    write_frame,
)
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.reading import read_original
from desktop_app.i18n import current_language
from desktop_app.paths import ROOT

if TYPE_CHECKING:
    import psutil

SECONDS = 60.0
MEMORY = 600_000_000
#: Bytes of memory a plain text may take for each of its own, on top of MEMORY: a decoded text of
#: Vietnamese takes two bytes a character, and stands there before and after it is made canonical.
MEMORY_PER_BYTE = 6
#: A process busy with nothing (waiting for ever) is ended after this many times its seconds.
_WALL_FACTOR = 2
_GLANCE = 0.02
_LOG = logging.getLogger(__name__)


def _never() -> bool:
    """Return that nobody cancelled."""
    return False


@dataclass(frozen=True, slots=True)
class _Reply:
    """What came back: a header and a text, or nothing where the process ended."""

    header: dict[str, Any] | None
    text: bytes = b""
    started: bool = True


class ReadingChild:
    """A process that reads one file after another; use it in a `with` statement, from one thread.

    `seconds` of computing and bytes of `memory` are the limits for each file.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """Prepare; the process starts with the first file."""
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ReadingChild:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process, at once and whatever it does; a later `read` starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # Closing flushes, and what is left to flush has nobody to go to.
                with contextlib.suppress(OSError):
                    pipe.close()

    def read(
        self,
        data: bytes,
        file_name: str,
        *,
        encoding: str | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> ReadDocument:
        """Return the document in `data`, parsed in the process.

        Raises the UserErrors of `reading.read_bytes`, and "time_out", "too_complex" (memory),
        "damaged_file" (the parser broke down) and "cancelled", at most 0.3 s after
        `cancelled` says so.
        """
        if cancelled():
            raise problems.cancelled(file_name)
        if len(data) > problems.MAX_BYTES:
            raise problems.too_large(file_name, len(data))
        header = {
            "name": file_name,
            "encoding": encoding,
            "language": current_language(),
            "seconds": self._seconds,
        }
        reply = self._exchange(json.dumps(header).encode("utf-8"), data, file_name, cancelled)
        document = self._accept(reply, data, file_name)
        self._replace_if_grown()
        return document

    def _replace_if_grown(self) -> None:
        """End a process that kept so much memory that the next file would pay for this one."""
        import psutil

        if self._process is None:
            return
        try:
            grown = psutil.Process(self._process.pid).memory_info().rss > self._memory / 2
        except psutil.Error:
            grown = True
        if grown:
            self.close()

    def _exchange(
        self, header: bytes, data: bytes, name: str, cancelled: Callable[[], bool]
    ) -> _Reply:
        """Send one request and watch the process until it answers or must be ended."""
        fresh = self._process is None
        process = self._process or self._start()
        replies: SimpleQueue[_Reply] = SimpleQueue()
        talk = threading.Thread(
            target=_talk, args=(process, fresh, header, data, replies), name="reading", daemon=True
        )
        talk.start()
        try:
            reply = self._watch(process, len(data), name, cancelled, replies)
        except BaseException:
            process.kill()
            talk.join()
            self.close()
            raise
        talk.join()
        return reply

    def _watch(
        self,
        process: subprocess.Popen[bytes],
        size: int,
        name: str,
        cancelled: Callable[[], bool],
        replies: SimpleQueue[_Reply],
    ) -> _Reply:
        """Return the reply; raise UserError where time, memory or patience ends first."""
        import psutil

        with contextlib.suppress(Empty):
            return replies.get(timeout=_GLANCE)
        began = time.monotonic()
        try:
            watched = psutil.Process(process.pid)
            worked = _get_work(watched)
            while True:
                with contextlib.suppress(Empty):
                    return replies.get(timeout=_GLANCE)
                if cancelled():
                    raise problems.cancelled(name)
                if watched.memory_info().rss > self._memory + MEMORY_PER_BYTE * size:
                    raise problems.too_complex(name)
                waited = time.monotonic() - began
                if (
                    _get_work(watched) - worked > self._seconds
                    or waited > self._seconds * _WALL_FACTOR
                ):
                    raise problems.time_out(name, self._seconds)
        except psutil.NoSuchProcess:
            # It ended between two glances: what it still said, or that it said nothing, follows.
            return replies.get()

    def _accept(self, reply: _Reply, data: bytes, name: str) -> ReadDocument:
        """Return the document of a reply, or raise what it reports."""
        if not reply.started:
            self.close()
            raise RuntimeError("the reading process does not start")
        if reply.header is None:
            self.close()
            _LOG.warning("the reading process broke off over %s", name)
            raise problems.reader_crashed(name)
        if "error" in reply.header:
            error = reply.header["error"]
            raise UserError(error["code"], error["english"], **error["values"])
        if "bug" in reply.header:
            _LOG.warning("a reader failed over %s:\n%s", name, reply.header["bug"])
            raise problems.reader_crashed(name)
        document = ReadDocument.from_json(reply.header["document"])
        if document.sha256 != hashlib.sha256(data).hexdigest():
            raise RuntimeError("the reading process read other bytes than it was given")
        return replace(document, text=reply.text.decode("utf-8"))

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the process, with this very code and nothing of the current folder."""
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "desktop_app.exchange.child_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            # Ctrl+C in the terminal is the program's to answer; on Windows no console opens.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process


def read_in_child(
    path: Path,
    *,
    encoding: str | None = None,
    cancelled: Callable[[], bool] = _never,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> ReadDocument:
    """Return the document in the file `path`, parsed in a process of its own.

    Raises the UserErrors of `reading.read_original` and `ReadingChild.read`. To store the
    original too, call `read_original` and `read_bytes_in_child`.
    """
    return read_bytes_in_child(
        read_original(path),
        path.name,
        encoding=encoding,
        cancelled=cancelled,
        seconds=seconds,
        memory=memory,
    )


def read_bytes_in_child(
    data: bytes,
    file_name: str,
    *,
    encoding: str | None = None,
    cancelled: Callable[[], bool] = _never,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> ReadDocument:
    """Return the document in `data`, parsed in a process of its own, as `ReadingChild.read`.

    For several files one `ReadingChild` spares a tenth of a second each.
    """
    with ReadingChild(seconds=seconds, memory=memory) as child:
        return child.read(data, file_name, encoding=encoding, cancelled=cancelled)


def _get_work(process: psutil.Process) -> float:
    """Return the seconds the process has computed so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _talk(
    process: subprocess.Popen[bytes],
    fresh: bool,
    header: bytes,
    data: bytes,
    replies: SimpleQueue[_Reply],
) -> None:
    """Send one request and put the reply; the process reads all of it before it answers."""
    assert process.stdin is not None and process.stdout is not None
    started = not fresh
    try:
        if fresh:
            read_frame(process.stdout, MAX_HEADER)
            started = True
        write_frame(process.stdin, header)
        write_frame(process.stdin, data)
        answer = json.loads(read_frame(process.stdout, MAX_HEADER))
        replies.put(_Reply(answer, read_frame(process.stdout, MAX_TEXT)))
    except (BrokenFrame, OSError, ValueError):
        replies.put(_Reply(None, started=started))
