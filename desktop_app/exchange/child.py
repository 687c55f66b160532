"""Reading untrusted files in a process of its own, watched for time and memory.

The process is given the bytes, never a name: what is stored is what was parsed. It serves many
files; one that was killed or grew large is replaced.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any

from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.conversation import Conversation, Original, Reply
from desktop_app.exchange.names_csv import NameCounts
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import current_language
from desktop_app.paths import ROOT

if TYPE_CHECKING:
    import psutil

SECONDS = 60.0
MEMORY = 600_000_000
#: A process busy with nothing (waiting for ever) is ended after this many times its seconds.
_WALL_FACTOR = 2
_GLANCE = 0.02
_LOG = logging.getLogger(__name__)


def _never() -> bool:
    """Return that nobody cancelled."""
    return False


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
        """Return the document in `data` with its text; raises as `read_pieces` does."""
        texts: list[str] = []
        document = self.read_pieces(
            Original.of(data), file_name, texts.append, encoding=encoding, cancelled=cancelled
        )
        return replace(document, text="".join(texts))

    def read_pieces(
        self,
        original: Original,
        file_name: str,
        take: Callable[[str], None],
        *,
        encoding: str | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> ReadDocument:
        """Give the text of `original` to `take`, piece by piece; return the document without it.

        What was given before an error is void. Raises the UserErrors of `reading.read_pieces`,
        and "time_out", "too_complex" (memory), "damaged_file" (the parser broke down) and
        "cancelled", at most 0.3 s after `cancelled` says so. What `take` raises goes through.
        """
        header = {"task": "document", "encoding": encoding}
        found = self._ask(
            header, original, file_name, lambda piece: take(piece.decode("utf-8")), cancelled
        )
        document = ReadDocument.from_json(found["document"])
        if document.sha256 != original.sha256:
            raise RuntimeError("the reading process read other bytes than it was given")
        return document

    def read_names(
        self,
        original: Original,
        file_name: str,
        take: Callable[[bytes], None],
        *,
        cancelled: Callable[[], bool] = _never,
    ) -> NameCounts:
        """Give the names of a CSV file to `take` in batches (`names_csv.open_batch`); count them.

        Raises the UserErrors of `names_csv.read_name_batches`, and of the process as
        `read_pieces` does.
        """
        found = self._ask({"task": "names"}, original, file_name, take, cancelled)
        return NameCounts(**found["names"])

    def _ask(
        self,
        header: dict[str, Any],
        original: Original,
        name: str,
        take: Callable[[bytes], None],
        cancelled: Callable[[], bool],
    ) -> dict[str, Any]:
        """Send one request; return the header of the answer, raise what it reports."""
        if cancelled():
            raise problems.cancelled(name)
        if original.size > problems.MAX_BYTES:
            raise problems.too_large(name, original.size)
        header |= {"name": name, "language": current_language(), "seconds": self._seconds}
        reply = self._exchange(json.dumps(header).encode("utf-8"), original, name, take, cancelled)
        found = self._accept(reply, name)
        self._replace_if_grown()
        return found

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
        self,
        header: bytes,
        original: Original,
        name: str,
        take: Callable[[bytes], None],
        cancelled: Callable[[], bool],
    ) -> Reply:
        """Send one request and watch the process until it answers or must be ended."""
        fresh = self._process is None
        process = self._process or self._start()
        talk = Conversation(process, fresh=fresh, header=header, original=original)
        try:
            reply = self._watch(process, talk, name, take, cancelled)
        except BaseException:
            process.kill()
            talk.wait_for_end()
            self.close()
            raise
        talk.wait_for_end()
        return reply

    def _watch(
        self,
        process: subprocess.Popen[bytes],
        talk: Conversation,
        name: str,
        take: Callable[[bytes], None],
        cancelled: Callable[[], bool],
    ) -> Reply:
        """Pass the pieces on, return the reply; raise UserError where a limit ends first."""
        guard = _Guard(process, self._seconds, self._memory)
        while True:
            began = time.monotonic()
            answer = talk.find_next(_GLANCE)
            guard.waited += time.monotonic() - began
            if isinstance(answer, Reply):
                return answer
            if cancelled():
                raise problems.cancelled(name)
            guard.check(name)
            if answer is not None:
                take(answer)

    def _accept(self, reply: Reply, name: str) -> dict[str, Any]:
        """Return the header of a reply, or raise what it reports."""
        if not reply.started:
            self.close()
            raise RuntimeError("the reading process does not start")
        if reply.error is not None:
            self.close()
            raise reply.error
        if reply.header is None:
            self.close()
            _LOG.warning("the reading process broke off over %s", name)
            raise problems.reader_crashed(name)
        if "error" in reply.header:
            raise UserError.from_plain(reply.header["error"])
        if "bug" in reply.header:
            _LOG.debug("a reader failed over %s:\n%s", name, reply.header["bug"])
            raise problems.reader_crashed(name)
        return reply.header

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


class _Guard:
    """Looks at a process now and then: how long it computed and waited, how much memory it has."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory: int) -> None:
        """Begin to count."""
        self.waited = 0.0
        self._process = process
        self._seconds = seconds
        self._memory = memory
        self._watched: psutil.Process | None = None
        self._worked = 0.0
        self._looked = time.monotonic()

    def check(self, name: str) -> None:
        """Raise UserError where a limit is passed."""
        import psutil

        if time.monotonic() - self._looked < _GLANCE:
            return
        try:
            if self._watched is None:
                self._watched = psutil.Process(self._process.pid)
                self._worked = _get_work(self._watched)
            memory = self._watched.memory_info().rss
            worked = _get_work(self._watched) - self._worked
        except psutil.NoSuchProcess:
            # It ended between two glances: what it still said, or that it said nothing, follows.
            return
        if memory > self._memory:
            raise problems.too_complex(name)
        if worked > self._seconds or self.waited > self._seconds * _WALL_FACTOR:
            raise problems.time_out(name, self._seconds)
        self._looked = time.monotonic()


def _get_work(process: psutil.Process) -> float:
    """Return the seconds the process has computed so far."""
    times = process.cpu_times()
    return float(times.user + times.system)
