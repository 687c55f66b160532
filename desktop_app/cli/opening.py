"""Opening a catalogue for one command, which may have to wait for another to be done with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.services.session import Session, open_catalogue

#: Seconds that a command waits for another one to be done with the catalogue, and between tries.
_PATIENCE, _PAUSE = 3.0, 0.05


@contextmanager
def open_session(path: Path) -> Iterator[Session]:
    """Hold a catalogue open."""
    with closing(_open(path)) as session:
        yield session


def _open(path: Path) -> Session:
    """Open a catalogue; while another command holds it, wait a little."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return open_catalogue(path)
        except UserError as error:
            if error.code != "catalogue_in_use" or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
