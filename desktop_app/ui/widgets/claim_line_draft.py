"""The draft of a claim line: what is typed, and the passage it is to rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QToolButton, QWidget

from desktop_app.i18n import tr
from desktop_app.services.drafts import Draft, FieldDraft
from desktop_app.store.database import Database
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.drafts import DraftDesk
from desktop_app.ui.widgets.claim_choices import find_subject
from desktop_app.ui.widgets.claim_details import ClaimDetails
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.claim_value import ClaimValueEdit
from desktop_app.ui.widgets.draft_parts import InputPart, PickPart, keep_choice, keep_input
from desktop_app.ui.widgets.type_ahead import Choice

FORM = "claim_line"


class _Line(Protocol):
    """What a claim line has."""

    subject_box: PickBox
    property_box: PickBox
    value_edit: ClaimValueEdit
    details: ClaimDetails
    more: QToolButton

    def find_property(self, record: str) -> Choice | None:
        """Return the choice of a property, known to the line from then on."""

    def evidence_shape(self) -> dict[str, Any]:
        """Return excerpt or passage as JSON's types."""


class ClaimLineDraft:
    """Keeps one claim line. `begin` when the line is emptied, `give_up` when it is closed."""

    def __init__(self, line: _Line, widget: QWidget, desk: DraftDesk) -> None:
        """Keep `line`, which is `widget`; it is empty now."""
        self._line = line
        self._db: Database = desk.session.db
        self.keeper = DraftKeeper(
            desk, widget, parts=self.list_parts, title=self._title, context=self._context
        )
        self._blank = {part.name: part.keep() for part in self.list_parts()}
        self._watch()

    def _watch(self) -> None:
        line, touch = self._line, self._on_typed
        for box in (line.subject_box, line.property_box):
            box.pick_changed.connect(touch)
            box.line.textChanged.connect(touch)
        line.value_edit.changed.connect(touch)
        line.details.changed.connect(touch)

    def _on_typed(self, _typed: object = None) -> None:
        self.keeper.touch()

    def list_parts(self) -> list[InputPart]:
        """Return the fields, the property before its value."""
        line = self._line
        find: Callable[[str], Choice | None] = self._find_subject
        return [
            PickPart("subject", tr("About"), line.subject_box, find),
            PickPart("property", tr("Property"), line.property_box, line.find_property),
            InputPart("value", tr("Value"), line.value_edit),
            *line.details.draft_parts(),
        ]

    def _find_subject(self, record: str) -> Choice | None:
        return find_subject(self._db, record)

    def _title(self) -> str:
        picks = (self._line.subject_box.current_pick(), self._line.property_box.current_pick())
        return ", ".join(pick.title for pick in picks if pick is not None)

    def _context(self) -> dict[str, Any]:
        subject = keep_choice(self._line.subject_box.current_pick())
        return {"subject": subject, **self._line.evidence_shape()}

    def begin(self) -> None:
        """Take the line as it stands for untouched; details left from before count as typed."""
        start = {**self._blank, "subject": keep_input(self._line.subject_box)}
        self.keeper.begin(FORM, "", start)

    def give_up(self) -> None:
        """Forget what is typed: the line was closed on purpose."""
        self.keeper.finish()

    def leave(self) -> None:
        """Let go of a value that was not stated: it is offered among the drafts.

        A value that only repeats the passage was proposed by the line itself.
        """
        value = self._line.value_edit
        typed = "".join(value.say(value.keep()).split())
        proposed = "".join(str(self._line.evidence_shape()["quote"]).split())
        if typed and typed != proposed and self.keeper.has_text():
            self.keeper.leave()
        else:
            self.keeper.finish()

    def resume(self, draft: Draft) -> list[FieldDraft]:
        """Put a draft into the line, which has just begun; return what cannot be put back."""
        left = self.keeper.resume(draft)
        names = {part.name for part in self._line.details.draft_parts()}
        if any(one.name in names for one in draft.fields):
            self._line.more.setChecked(True)
        return left
