"""What every panel shares: the session, what is selected, and where to go.

Panels never talk to one another: they ask the workspace, and it tells all of them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.drafts import DraftDesk


class Workspace(QObject):
    """One open catalogue in one window."""

    #: The record the window is about now; the provenance panel follows it. "" for none.
    selected = Signal(str)
    #: Show a passage in the reader: document id, start, end in code points (start = end: a place).
    passage_wanted = Signal(str, int, int)
    #: Open the editor of a record.
    editor_wanted = Signal(str)
    #: Show the history of a record, of the whole catalogue for "".
    history_wanted = Signal(str)
    #: A short message for the status bar.
    told = Signal(str)
    #: The workspace is about to close: save what is being typed, end what runs.
    closing = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Share `session`; `bridge.changed` announces its changes in the window's thread."""
        super().__init__(parent)
        self.session = session
        #: The window keeps it up to date; panels only search.
        self.search = SearchService(session)
        self.bridge = Bridge(session.hub, self)
        #: What is typed and not saved; `drafts.flush()` before the program may end.
        self.drafts = DraftDesk(session, self)
        self._selected = ""
        #: The excerpt that attaching and claiming take, "" for none.
        self.current_excerpt = ""

    @property
    def selection(self) -> str:
        """Return the id of the selected record, "" for none."""
        return self._selected

    def select(self, record: str) -> None:
        """Make `record` what the window is about."""
        if record != self._selected:
            self._selected = record
            self.selected.emit(record)

    def show_passage(self, document: str, start: int, end: int) -> None:
        """Show a passage in the reader."""
        self.passage_wanted.emit(document, start, end)

    def edit(self, record: str) -> None:
        """Open the editor of `record`."""
        self.editor_wanted.emit(record)

    def close(self) -> None:
        """Let go of the session's announcements and end the jobs; the session stays open."""
        self.closing.emit()
        self.drafts.close()
        self.bridge.close()
        self.search.close()
