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
    MAX_HEADER,
    MAX_TEXT,
    BrokenFrame,
    read_frame,
    write_frame,
)
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.reading import read_bytes
from desktop_app.i18n import set_language

READY = b"ready"
_CPU_TO_SPARE = 30


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
    """Read one file and write what came of it: a document, an error of the world, or a bug."""
    set_language(header["language"])
    name = header["name"]
    text = b""
    try:
        document = read_bytes(data, name, encoding=header["encoding"])
        text = document.text.encode("utf-8")
        if len(text) > MAX_TEXT:
            raise problems.too_large(name, len(text), MAX_TEXT)
        made: dict[str, object] = {"document": _to_json_without_text(document)}
    except UserError as error:
        made, text = _describe_error(error), b""
    except MemoryError:
        made, text = _describe_error(problems.too_complex(name)), b""
    except Exception:  # a parser's own failure, of any kind, is a report about this one file
        made, text = {"bug": traceback.format_exc()}, b""
    write_frame(answers, json.dumps(made).encode("utf-8"))
    write_frame(answers, text)


def _to_json_without_text(document: ReadDocument) -> str:
    """Return the record without its text, which goes in a frame of its own."""
    return dataclasses.replace(document, text="").to_json()


def _describe_error(error: UserError) -> dict[str, object]:
    """Return the error as plain values, to be raised again on the other side."""
    return {"error": {"code": error.code, "english": error.english, "values": error.values}}


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
