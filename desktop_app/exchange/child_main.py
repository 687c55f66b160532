"""The reading process: takes files on standard input, gives documents on standard output.

It knows no catalogue, writes no file and ends with its input. Whatever a parser does to it,
the program that started it lives (`exchange.child`).
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import traceback
from typing import IO

from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.frames import (
    HEADER,
    MAX_HEADER,
    MAX_TEXT,
    PIECE,
    BrokenFrame,
    read_frame,
    write_frame,
)
from desktop_app.exchange.names_csv import read_name_batches
from desktop_app.exchange.reading import read_pieces
from desktop_app.i18n import set_language

READY = b"ready"
_CPU_TO_SPARE = 30
#: Characters of the longest piece of a text that is sent.
_PIECE = 1_000_000


def main() -> None:
    """Answer one request after another until the input ends."""
    requests = sys.stdin.buffer
    answers = _take_output()
    _limit_powers()
    try:
        write_frame(answers, READY)
        while True:
            header = json.loads(read_frame(requests, MAX_HEADER))
            data = read_frame(requests, problems.MAX_BYTES)
            _limit_time(header["seconds"])
            _answer(answers, header, data)
            del data
    except (BrokenFrame, BrokenPipeError):
        return


def _take_output() -> IO[bytes]:
    """Return standard output for ourselves; what a library prints goes to standard error."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


def _answer(answers: IO[bytes], header: dict[str, str], data: bytes) -> None:
    """Read one file and write what came of it: its pieces, then a header, an error or a bug."""
    set_language(header["language"])
    name = header["name"]
    sender = _Sender(answers, name)
    try:
        if header["task"] == "names":
            counts = read_name_batches(data, name, sender.send)
            made: dict[str, object] = {"names": dataclasses.asdict(counts)}
        else:
            document = read_pieces(data, name, sender.send_text, encoding=header["encoding"])
            made = {"document": document.to_json()}
    except BrokenPipeError:
        raise
    except UserError as error:
        made = {"error": error.to_plain()}
    except MemoryError:
        made = {"error": problems.too_complex(name).to_plain()}
    except Exception:  # a parser's own failure, of any kind, is a report about this one file
        made = {"bug": traceback.format_exc()}
    write_frame(answers, HEADER + json.dumps(made).encode("utf-8"))


class _Sender:
    """Sends the pieces of one answer."""

    def __init__(self, answers: IO[bytes], name: str) -> None:
        """Begin an answer about the file `name`."""
        self._answers = answers
        self._name = name
        self._size = 0

    def send(self, piece: bytes) -> None:
        """Send a piece; raise UserError "too_large" where it would be more than is accepted."""
        self._size += len(piece) + len(PIECE)
        if self._size > MAX_TEXT:
            raise problems.too_large(self._name, self._size, MAX_TEXT)
        write_frame(self._answers, PIECE + piece)

    def send_text(self, text: str) -> None:
        """Send a text, as UTF-8."""
        for start in range(0, len(text), _PIECE):
            self.send(text[start : start + _PIECE].encode("utf-8"))


def _limit_powers() -> None:
    """Forbid writing files and leaving memory images, where the system has such limits."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the system end us well after `seconds` of work, should nobody else be left to do so."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime + seconds) + _CPU_TO_SPARE
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


if __name__ == "__main__":
    main()
