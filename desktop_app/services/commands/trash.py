"""Deleting into the trash and bringing back."""

from __future__ import annotations

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.services.commands.fields import require_line
from desktop_app.services.commands.registry import operation
from desktop_app.services.session import Changed, Session
from desktop_app.store import claims, redaction, rows
from desktop_app.store import trash as store


@operation
def delete(session: Session, *, id: str) -> Changed:
    """Move a record to the trash, with all that cannot stand without it."""
    kind = find_kind(id)
    if kind is None or kind is Kind.REVISION:
        raise UserError("cannot_delete", "{id} cannot be deleted.", id=id)
    rows.get_row(session.db, kind, id)
    if kind is Kind.PROPERTY and claims.get_property(session.db, id).built_in:
        raise UserError("cannot_delete", "{id} is built in and cannot be deleted.", id=id)
    if kind is Kind.NAME:
        _require_another_name(session, id)
    with session.change(Operation.DELETE) as change:
        store.trash(session.db, id)
    return Changed(change.seq, (id,))


def _require_another_name(session: Session, name: str) -> None:
    entity = rows.get_row(session.db, Kind.NAME, name)["entity"]
    if len(rows.list_rows(session.db, Kind.NAME, "entity = ?", (entity,))) == 1:
        raise UserError(
            "last_name", "{entity} would be left without a name. Add another first.", entity=entity
        )


@operation
def restore(session: Session, *, id: str) -> Changed:
    """Bring a record back from the trash, with all that went along with it."""
    with session.change(Operation.RESTORE) as change:
        store.restore(session.db, id)
    return Changed(change.seq, (id,))


@operation
def redact(session: Session, *, id: str, reason: str) -> Changed:
    """Remove a record in the trash for ever, out of the history too; the reason is kept."""
    said = require_line(reason, "reason")
    with session.because(said), session.change(Operation.REDACT) as change:
        gone = redaction.remove_rows(session.db, id)
    return Changed(change.seq, tuple(gone))
