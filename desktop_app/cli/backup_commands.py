"""The commands about backups: write one, list them, make a catalogue of one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop_app.cli.opening import open_session
from desktop_app.cli.output import Answer, complain
from desktop_app.errors import UserError
from desktop_app.i18n import tr

if TYPE_CHECKING:
    from desktop_app.services.session import Session

Arguments = argparse.Namespace


def back_up_first(session: Session) -> None:
    """Back up before an import; say on standard error what went wrong, and let the import go on."""
    from desktop_app.services.backups import Reason, try_backup

    for error in try_backup(session, Reason.IMPORT):
        complain(error.message)


def run_backup(given: Arguments) -> Answer:
    """Write a verified copy of the catalogue."""
    from desktop_app.services.backups import Reason, back_up, write_copy

    with open_session(given.catalogue, given) as session:
        if given.folder is None:
            written = back_up(session, Reason.BY_HAND)
        else:
            written = write_copy(session.db, given.folder, Reason.BY_HAND)
    warnings = [{"code": one.code, "message": one.message} for one in written.warnings]
    lines = (
        tr("Written to {path}.", path=str(written.path)),
        *(one.message for one in written.warnings),
    )
    return Answer({"backup": str(written.path), "warnings": warnings}, lines)


def run_backups(given: Arguments) -> Answer:
    """List the backups of a catalogue; with --verify read all, and exit 1 where one is not good."""
    from desktop_app.services.backups import label_reason
    from desktop_app.services.backups_listing import label_state, list_backups, verify_listed
    from desktop_app.services.backups_places import chosen_places

    places = chosen_places()
    found = list_backups(places, _find_uuid(given))
    if given.verify:
        found = [verify_listed(one) for one in found]
    lines = []
    for one in found:
        backup = one.backup
        words = (backup.when.astimezone().strftime("%Y-%m-%d %H:%M"), label_state(one.state))
        change = tr("change {number}", number=backup.seq)
        lines.append("  ".join((*words, label_reason(backup.reason), change, str(one.path))))
    bad = given.verify and not all(one.is_good for one in found)
    value = {"folder": str(places.folder), "backups": [one.shape() for one in found]}
    return Answer(value, tuple(lines) or (tr("There is no backup yet."),), status=int(bad))


def _find_uuid(given: Arguments) -> str:
    """Return the catalogue's identity; where it does not open, its newest backup tells."""
    from desktop_app.services.backups_places import chosen_places, find_uuid

    try:
        with open_session(given.catalogue, given) as session:
            return session.uuid
    except UserError:
        found = find_uuid(chosen_places(), given.catalogue)
        if not found:
            raise
        return found


def run_restore(given: Arguments) -> Answer:
    """Make a catalogue of a backup; one that is there already gives way only with --replace."""
    from desktop_app.services.backups import replace_catalogue, restore_backup

    parked = None
    if given.replace:
        parked = replace_catalogue(given.backup, given.catalogue)
    else:
        restore_backup(given.backup, given.catalogue)
    lines = [tr("Restored to {path}.", path=str(given.catalogue))]
    if parked is not None:
        lines.append(tr("The catalogue that was there is now {path}.", path=str(parked)))
    value = {"catalogue": str(given.catalogue), "parked": str(parked) if parked else None}
    return Answer(value, tuple(lines))


BACKUP_RUNNERS: dict[str, Callable[[Any], Answer]] = {
    "backup": run_backup,
    "backups": run_backups,
    "restore": run_restore,
}
