"""The one quiet line in a form about its draft: what was put back, or that nothing is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import tr
from desktop_app.services.drafts import Draft
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.draft_words import say_time
from desktop_app.ui.drafts import DraftDesk
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint


class DraftSign(Hint):
    """Empty and hidden while there is nothing to say."""

    def __init__(self, desk: DraftDesk, keeper: DraftKeeper, parent: QWidget | None = None) -> None:
        """Follow the drafts of `desk` and the form of `keeper`."""
        super().__init__(parent)
        self.setObjectName("draft_sign")
        self._desk = desk
        self._put_back = ""
        keeper.resumed.connect(self._on_resumed)
        keeper.begun.connect(self._on_begun)
        desk.trouble_changed.connect(self._show)
        self._show()

    def _on_resumed(self, draft: Draft, labels: list[str]) -> None:
        self._put_back = tr(
            "Put back from {time}: {fields}. Nothing of it is saved yet.",
            time=say_time(draft),
            fields=", ".join(labels),
        )
        self._show()

    def _on_begun(self) -> None:
        self._put_back = ""
        self._show()

    def _show(self) -> None:
        words = self._desk.trouble or self._put_back
        self.say(words, Role.INVALID if self._desk.trouble else None)
        self.setVisible(bool(words))
