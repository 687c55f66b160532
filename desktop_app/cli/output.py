"""What a command prints: one JSON value with `--json`, else plain lines."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from desktop_app.errors import UserError


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's result: its JSON value, the lines for a person, the exit status."""

    value: Any
    lines: tuple[str, ...] = ()
    status: int = 0


def print_answer(answer: Answer, *, as_json: bool) -> int:
    """Print an answer on standard output; return its exit status."""
    if as_json:
        _write(json.dumps(answer.value, ensure_ascii=False))
    else:
        for line in answer.lines:
            _write(line)
    return answer.status


def print_error(error: UserError, *, as_json: bool) -> int:
    """Print an error: the object on standard output with `--json`, the sentence on the other."""
    if as_json:
        _write(json.dumps({"error": error.code, "message": error.message}, ensure_ascii=False))
    sys.stderr.buffer.write(error.message.encode("utf-8") + b"\n")
    sys.stderr.flush()
    return 1


def _write(line: str) -> None:
    # A terminal of another encoding must not stop Vietnamese or Lao text.
    sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
    sys.stdout.flush()
