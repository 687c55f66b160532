"""Writes drafts in a thread of its own: typing never waits for a disk.

Of each draft only the newest state waits to be written. What the disk refuses is tried again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from desktop_app.services.drafts import Draft, DraftFolder, encode_draft

_RETRY_SECONDS = 5.0
_PATIENCE_SECONDS = 3.0

#: Called in the writer's thread after each attempt, with what the disk said or None.
Outcome = Callable[[OSError | None], None]


class DraftWriter:
    """The one who writes into a folder of drafts. Safe between threads."""

    def __init__(self, folder: DraftFolder, on_outcome: Outcome) -> None:
        """Write into `folder`; the thread starts with the first draft."""
        self._folder = folder
        self._on_outcome = on_outcome
        self._news = threading.Condition()
        self._waiting: dict[str, Draft | None] = {}
        self._refused: dict[str, Draft | None] = {}
        self._is_writing = False
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def put(self, draft: Draft) -> None:
        """Have `draft` written soon."""
        self._ask(draft.id, draft)

    def remove(self, draft_id: str) -> None:
        """Have a draft removed soon."""
        self._ask(draft_id, None)

    def _ask(self, draft_id: str, draft: Draft | None) -> None:
        with self._news:
            if self._is_closed:
                return
            self._refused.pop(draft_id, None)
            self._waiting[draft_id] = draft
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="regesta-drafts", daemon=True
                )
                self._thread.start()
            self._news.notify_all()

    def flush(self, seconds: float = _PATIENCE_SECONDS) -> bool:
        """Wait until all is written; return False where the disk refused or took too long."""
        with self._news:
            self._take_up_refused()
            done = self._news.wait_for(self._is_idle, seconds)
            return done and not self._refused

    def close(self) -> None:
        """Write what waits, once more what was refused, and end the thread."""
        self.flush()
        with self._news:
            self._is_closed = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)

    def _is_idle(self) -> bool:
        return not self._waiting and not self._is_writing

    def _take_up_refused(self) -> None:
        self._waiting = {**self._refused, **self._waiting}
        self._refused = {}
        self._news.notify_all()

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._waiting and not self._is_closed:
                    if not self._news.wait(_RETRY_SECONDS if self._refused else None):
                        self._take_up_refused()
                if not self._waiting:
                    return
                draft_id = next(iter(self._waiting))
                draft = self._waiting.pop(draft_id)
                self._is_writing = True
            try:
                self._write(draft_id, draft)
            finally:
                with self._news:
                    self._is_writing = False
                    self._news.notify_all()

    def _write(self, draft_id: str, draft: Draft | None) -> None:
        refusal: OSError | None = None
        try:
            if draft is None:
                self._folder.remove(draft_id)
            else:
                self._folder.write(draft_id, encode_draft(draft))
        except OSError as error:
            refusal = error
            with self._news:
                if draft_id not in self._waiting:
                    self._refused[draft_id] = draft
        self._on_outcome(refusal)
