"""Opening a catalogue for one command, which may have to wait for another to be done with it.

What was found at opening is said on standard error; an alarm stops no script, but the profile
goes on remembering the file it knows until `check --accept`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop_app.cli.output import complain
from desktop_app.errors import UserError
from desktop_app.services.opening import Opening, open_for_work, open_snapshot
from desktop_app.services.session import Session

#: Seconds that a command waits for another one to be done with the catalogue, and between tries.
_PATIENCE, _PAUSE = 3.0, 0.05
#: What a script need not be told of every catalogue that it makes, copies and opens.
_UNSAID = {"unknown", "copy", "place"}


@contextmanager
def open_session(path: Path, given: argparse.Namespace | None = None) -> Iterator[Session]:
    """Hold a catalogue open, the way that the options `given` say."""
    with open_catalogue(path, given) as opening:
        yield opening.session


@contextmanager
def open_catalogue(path: Path, given: argparse.Namespace | None = None) -> Iterator[Opening]:
    """Hold a catalogue open with what was found on the way, which is said first."""
    take_over = bool(getattr(given, "take_over", False))
    with closing(
        open_snapshot(path) if getattr(given, "snapshot", False) else _open(path, take_over)
    ) as opening:
        for note in (*opening.alarms, *opening.notes):
            if note.code not in _UNSAID:
                complain(note.text)
        yield opening


def _open(path: Path, take_over: bool) -> Opening:
    """Open a catalogue; while another command holds it, wait a little."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return open_for_work(path, take_over=take_over)
        except UserError as error:
            if error.code != "catalogue_in_use" or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
