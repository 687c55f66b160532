"""What a command prints: one JSON value with `--json`, else plain lines.

Standard output may be closed, full or a pipe that nobody reads to its end, and names of files
may hold bytes that are no UTF-8: none of that is a reason for a traceback.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desktop_app.errors import UserError
from desktop_app.i18n import tr

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's result: its JSON value, the lines for a person, the exit status."""

    value: Any
    lines: tuple[str, ...] = ()
    status: int = 0


def print_answer(answer: Answer, *, as_json: bool) -> int:
    """Print an answer on standard output; return the exit status."""
    lines = (to_json(answer.value),) if as_json else answer.lines
    return answer.status if write_lines(lines) else 1


def print_error(error: UserError, *, as_json: bool, status: int = 1) -> int:
    """Print an error: the object on standard output with `--json`, the sentence on the other."""
    if as_json:
        write_lines((to_json({"error": error.code, "message": error.message}),))
    complain(error.message)
    return status


def to_json(value: Any) -> str:
    """Return `value` as JSON on one line; bytes of a file name that are no text as escapes."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def complain(message: str) -> None:
    """Write a message on standard error, if there is one."""
    if sys.stderr is not None:
        sys.stderr.buffer.write(f"{message}\n".encode("utf-8", "backslashreplace"))
        sys.stderr.flush()


def write_lines(lines: Iterable[str]) -> bool:
    """Write lines as UTF-8 on standard output; return False where they could not be written.

    A terminal of another encoding must not stop Vietnamese or Lao text. A reader who closes
    the pipe has had enough, which is no fault.
    """
    if sys.stdout is None:
        return True
    try:
        for line in lines:
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        _turn_away_output()
    except OSError as error:
        _turn_away_output()
        complain(
            tr(
                "The answer could not be written ({reason}). What the command did is done.",
                reason=error.strerror or str(error),
            )
        )
        return False
    return True


def _turn_away_output() -> None:
    """Let what is still in the buffer go nowhere, so that the end of the program is silent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def occupy_standard_streams() -> None:
    """Open the null device where a standard stream is closed.

    Else the next file opened would get its number, and be written to as standard output.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
