"""Fields that name another record: type a few letters, Enter; Backspace takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QSizePolicy

from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.store import lists, sources
from desktop_app.store.database import Database
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.draft_parts import revive_pick
from desktop_app.ui.widgets.form_fields import Field
from desktop_app.ui.widgets.type_ahead import Choice

_OFFERED = 30
Offer = Callable[[str], Sequence[Choice]]
#: Makes the record that a choice offers to create; returns its id.
Maker = Callable[[Choice], str]


class RecordField(Field):
    """One other record, or none. With a `maker` it may be one that is made on saving."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        offer: Offer,
        find: Callable[[str], Choice | None],
        prompt: str,
        maker: Maker | None = None,
        required: bool = False,
    ) -> None:
        """Offer what `offer` finds; `find` gives the choice that stands for an id."""
        self.box = PickBox(prompt)
        super().__init__(name, label, self.box)
        self._find = find
        self._maker = maker
        self._required = required
        self.box.setObjectName(f"field_{name}")
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.box.line.setAccessibleName(label)
        self.box.set_source(offer)
        self.box.pick_changed.connect(self.changed)
        self.box.line.textChanged.connect(self.changed)

    def read(self) -> str:
        pick = self.box.current_pick()
        if pick is None:
            return ""
        return f"+{pick.title}" if pick.create else pick.id

    def write(self, value: Any) -> None:
        self.box.set_pick(self._find(str(value)) if value else None)

    def revive(self, state: Any) -> None:
        revive_pick(self.box, state, self._find_kept)

    def _find_kept(self, record: str) -> Choice | None:
        try:
            return self._find(record)
        except UserError:
            return None

    def given(self) -> dict[str, Any]:
        """Return the id; a record that is only offered is made now, within the open change."""
        pick = self.box.current_pick()
        if pick is not None and pick.create and self._maker is not None:
            return {self.name: self._maker(pick)}
        return {self.name: pick.id if pick is not None else None}

    def problem(self) -> str:
        if self.box.typed():
            return tr(
                "{field}: press Enter to take what is offered, or Esc to give it up",
                field=self.label,
            )
        if self._required and self.box.current_pick() is None:
            return tr("{field} must not be empty", field=self.label)
        return ""


def offer_listed(db: Database, kind: Kind, without: str = "") -> Offer:
    """Return what offers the records of a listed kind whose names hold the words typed."""

    def offer(query: str) -> list[Choice]:
        asked = lists.ListQuery(kind=kind, text=fold(query))
        ids = [one for one in lists.list_ids(db, asked, limit=_OFFERED) if one != without]
        rows = lists.get_listing(db, ids)
        return [_listed(rows[one], kind) for one in ids if one in rows]

    return offer


def find_listed(db: Database, kind: Kind) -> Callable[[str], Choice | None]:
    """Return what gives the choice for the id of a listed record."""

    def find(record: str) -> Choice | None:
        row = lists.get_listing(db, [record]).get(record)
        return _listed(row, kind) if row is not None else Choice(record, record, kind=kind.value)

    return find


def offer_repositories(db: Database) -> Offer:
    """Return what offers the repositories, and to make one of the name typed."""

    def offer(query: str) -> list[Choice]:
        words = fold(query).split()
        known = sources.list_repositories(db)
        found = [one for one in known if all(word in fold(one.name) for word in words)]
        choices = [Choice(one.id, one.name, one.place, "repository") for one in found[:_OFFERED]]
        if query and all(one.name.casefold() != query.casefold() for one in known):
            choices.append(Choice("", query, kind="repository", create=True))
        return choices

    return offer


def find_repository(db: Database) -> Callable[[str], Choice | None]:
    """Return what gives the choice for a repository's id."""

    def find(record: str) -> Choice | None:
        held = sources.get_repository(db, record)
        return Choice(held.id, held.name, held.place, "repository")

    return find


def _listed(row: dict[str, Any], kind: Kind) -> Choice:
    shown = row["type"] if kind is Kind.ENTITY else kind.value
    return Choice(row["id"], row["title"], row["detail"], shown)
