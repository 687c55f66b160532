"""The drafts of one window: which forms are being typed into, and what earlier ones left behind.

Forms enter with a keeper (`draft_keeper`); it hands over what is typed, and a thread writes it.
What lies in the folder and belongs to no open form is offered to the user.
"""

from __future__ import annotations

import errno
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop_app.i18n import tr
from desktop_app.services.draft_writer import DraftWriter
from desktop_app.services.drafts import Draft, DraftFolder, sign_draft
from desktop_app.services.session import Session

if TYPE_CHECKING:
    from desktop_app.ui.draft_keeper import DraftKeeper

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DraftDesk(QObject):
    """All drafts of one catalogue in one window. Belongs to the window's thread."""

    #: What is offered changed.
    offered_changed = Signal()
    #: Whether typed text is being kept; the sentence is `trouble`.
    trouble_changed = Signal()
    _outcome_elsewhere = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Keep drafts for `session`'s catalogue; what lies there is read by `look`."""
        super().__init__(parent)
        self.session = session
        self.folder = DraftFolder(session.uuid)
        self.writer = DraftWriter(self.folder, self._outcome_elsewhere.emit)
        self._outcome_elsewhere.connect(self._on_outcome, Qt.ConnectionType.QueuedConnection)
        self._keepers: list[DraftKeeper] = []
        self._left: tuple[Draft, ...] = ()
        #: Why typed text is not being kept, "" where it is.
        self.trouble = ""
        #: The system asked the program to end: forms close without a question and keep drafts.
        self.is_ending = False
        #: Files of this catalogue's drafts that could not be read and were set aside.
        self.damaged: list[Path] = []
        #: How many drafts a newer Regesta wrote.
        self.newer = 0

    # What forms say

    def enter(self, keeper: DraftKeeper) -> None:
        """Ask `keeper` too at each flush."""
        self._keepers.append(keeper)

    def put(self, draft: Draft) -> None:
        """Have `draft` written soon, in another thread."""
        self.writer.put(sign_draft(draft))

    def remove(self, draft_id: str) -> None:
        """Have a draft removed soon; it is no longer offered."""
        self.writer.remove(draft_id)
        self._left = tuple(one for one in self._left if one.id != draft_id)
        self.offered_changed.emit()

    def flush(self) -> bool:
        """Write what is being typed now; return whether all of it is on the disk.

        Called before the program may end: at an error nobody caught, at the system's wish, at
        close. Takes up to three seconds where the disk is slow. In the window's thread only.
        """
        try:
            # Every form is asked, whatever goes wrong in another.
            with ExitStack() as asked:
                for keeper in self._list_keepers():
                    asked.callback(keeper.capture)
        finally:
            is_kept = self.writer.flush()
        return is_kept

    def end(self) -> None:
        """Write everything, and let forms close without asking: what they hold is kept."""
        self.is_ending = True
        self.flush()

    def close(self) -> None:
        """Write what is being typed and end the thread; drafts of open forms stay."""
        try:
            self.flush()
        finally:
            for keeper in self._list_keepers():
                keeper.stop()
            self.writer.close()

    def _list_keepers(self) -> list[DraftKeeper]:
        self._keepers = [one for one in self._keepers if isValid(one)]
        return list(self._keepers)

    # What is offered

    def list_offered(self) -> list[Draft]:
        """Return the drafts last found, newest first, without those that a form took up."""
        live = {one.draft_id for one in self._list_keepers()}
        return [one for one in self._left if one.id not in live]

    def look(self) -> None:
        """Read the folder again."""
        found = self.folder.read()
        self._left = found.drafts
        self.damaged = list(dict.fromkeys([*self.damaged, *found.damaged]))
        self.newer = found.newer
        self.offered_changed.emit()

    def announce(self) -> None:
        """Say that a draft was taken up or let go of."""
        self.offered_changed.emit()

    # What the disk says

    @Slot(object)
    def _on_outcome(self, refusal: OSError | None) -> None:
        said = _say_refusal(refusal) if refusal is not None else ""
        if said != self.trouble:
            self.trouble = said
            self.trouble_changed.emit()


def _say_refusal(refusal: OSError) -> str:
    if refusal.errno in _FULL:
        return tr(
            "The disk is full: text typed here is not being kept against a crash. Save it soon."
        )
    return tr(
        "Text typed here is not being kept against a crash ({reason}). Save it soon.",
        reason=refusal.strerror or str(refusal),
    )
