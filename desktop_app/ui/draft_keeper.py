"""Keeps what is typed into one form as a draft, and puts a draft back into the form.

At most half a second after a keystroke the fields that differ are handed to the desk. A form
that was saved, or given up on purpose, leaves no draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.errors import UserError
from desktop_app.services.drafts import Draft, FieldDraft, make_draft_id
from desktop_app.services.session import utc_now
from desktop_app.store import journal
from desktop_app.ui.drafts import DraftDesk
from desktop_app.ui.widgets.draft_parts import Part, is_same

KEEP_MS = 500


@dataclass(frozen=True, slots=True)
class Clash:
    """A field of a draft whose record says something else by now."""

    kept: FieldDraft
    now: Any
    now_words: str
    #: Several lines of text, of which both versions may stand after one another.
    is_long: bool = False


class DraftKeeper(QObject):
    """The draft of one form. `begin` once the form shows its record, `touch` at each edit."""

    #: A draft was put back: the draft, and the labels of the fields that it changed.
    resumed = Signal(object, list)
    #: The form is about something else, or done: what was said of its draft no longer holds.
    begun = Signal()

    def __init__(
        self,
        desk: DraftDesk,
        form: QObject,
        *,
        parts: Callable[[], Sequence[Part]],
        title: Callable[[], str],
        context: Callable[[], dict[str, Any]] = dict,
    ) -> None:
        """Keep the `parts` of `form`; `title` names what it is about."""
        super().__init__(form)
        self._desk = desk
        self._parts = parts
        self._title = title
        self._context = context
        self._form = ""
        self._record = ""
        self._base = 0
        self._start: dict[str, Any] = {}
        self._written: tuple[FieldDraft, ...] = ()
        self.draft_id = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.capture)
        desk.enter(self)

    # Keeping

    def begin(self, form: str, record: str, start: Mapping[str, Any] | None = None) -> None:
        """Take the form as it stands for the record's own state; "" for one to be made.

        `start` says it for fields that hold already what nobody saved.
        """
        self.finish()
        self._form, self._record = form, record
        db = self._desk.session.db
        self._base = journal.find_last_change(db, record) if record else journal.head(db)
        self._start = {part.name: part.keep() for part in self._parts()} | dict(start or {})
        self.begun.emit()

    def touch(self) -> None:
        """Say that something was typed; it is kept within half a second."""
        if self._form and not self._timer.isActive():
            self._timer.start()

    def capture(self) -> None:
        """Hand over what differs now; where nothing does any more, remove the draft."""
        self._timer.stop()
        if not self._form:
            return
        fields = self._list_changed()
        if fields == self._written:
            return
        if not fields:
            self._remove()
            return
        self._written = fields
        self.draft_id = self.draft_id or make_draft_id()
        self._desk.put(self._make_draft(fields))

    def has_text(self) -> bool:
        """Tell whether something typed is not saved."""
        return bool(self._form and self._list_changed())

    def finish(self) -> None:
        """Remove the draft: the form was saved, or given up on purpose."""
        self._timer.stop()
        if not self._desk.is_ending:
            self._remove()
        self._form = ""

    def stop(self) -> None:
        """Write nothing more; the draft stays."""
        self._timer.stop()
        self._form = ""

    def leave(self) -> None:
        """Let the form show something else although this could not be saved: it is offered."""
        self.capture()
        self.stop()
        self.draft_id, self._written = "", ()
        self._desk.flush()
        self._desk.look()

    def _remove(self) -> None:
        self._written = ()
        if self.draft_id:
            draft_id, self.draft_id = self.draft_id, ""
            self._desk.remove(draft_id)

    def _list_changed(self) -> tuple[FieldDraft, ...]:
        changed = []
        for part in self._parts():
            was, typed = self._start.get(part.name), part.keep()
            if typed != was:
                words = (part.say(was) if was is not None else "", part.say(typed))
                changed.append(FieldDraft(
                    name=part.name, label=part.label, was=was, typed=typed,
                    was_words=words[0], typed_words=words[1],
                ))  # fmt: skip
        return tuple(changed)

    def _make_draft(self, fields: tuple[FieldDraft, ...]) -> Draft:
        return Draft(
            id=self.draft_id,
            catalogue=self._desk.folder.uuid,
            form=self._form,
            record=self._record,
            title=self._title(),
            base=self._base,
            at=utc_now(),
            fields=fields,
            context=self._context(),
        )

    # Putting back

    def find_clashes(self, draft: Draft) -> list[Clash]:
        """Return the fields of `draft` of which the record says something else by now.

        A field that says by now what was typed is no clash.
        """
        if not draft.record:
            return []
        parts = {part.name: part for part in self._parts()}
        found = []
        for kept in draft.fields:
            part = parts.get(kept.name)
            now = part.keep() if part is not None else None
            if part is None or is_same(now, kept.was) or is_same(now, kept.typed):
                continue
            found.append(Clash(kept, now, part.say(now), is_long=part.is_long))
        return found

    def resume(self, draft: Draft, chosen: Mapping[str, Any] | None = None) -> list[FieldDraft]:
        """Put the fields of `draft` into the form, those in `chosen` as they are there.

        Returns the fields that could not be put back; the old draft then stays as it is.
        """
        parts = {part.name: part for part in self._parts()}
        left: list[FieldDraft] = []
        for kept in draft.fields:
            state = (chosen or {}).get(kept.name, kept.typed)
            try:
                parts[kept.name].revive(state)
            except (KeyError, ValueError, TypeError, UserError):
                left.append(kept)
        if not left:
            self.draft_id = draft.id
        self._written = ()
        changed = self._list_changed()
        self.capture()
        if self.draft_id and not changed:
            self._remove()
        self._desk.announce()
        self.resumed.emit(draft, [one.label for one in changed])
        return left
