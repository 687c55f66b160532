"""What the window says of backups: moments, sizes, counts, and what differs from today."""

from __future__ import annotations

from desktop_app.catalog.changes import Operation, label_operation
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.backups import Backup
from desktop_app.services.backups_listing import Difference, Listed, State
from desktop_app.services.backups_places import Places
from desktop_app.store.chain import Head

_KINDS = {
    "sources": mark("Sources"),
    "documents": mark("Documents"),
    "excerpts": mark("Excerpts"),
    "events": mark("Events"),
    "entities": mark("Entities"),
    "claims": mark("Claims"),
    "citations": mark("Citations"),
    "attachments": mark("Attachments"),
}
_SIGNS = {
    State.VERIFIED: "valid",
    State.UNCHECKED: "find",
    State.ALTERED: "warning",
    State.CHANGED: "invalid",
    State.MISSING: "unlinked",
    State.UNREADABLE: "invalid",
}
#: Operations named in the sentence of what was changed since.
_NAMED = 4


def find_sign(state: State) -> str:
    """Return the icon of a state."""
    return _SIGNS[state]


def say_when(backup: Backup) -> str:
    """Return the backup's moment in the clock of this machine."""
    return f"{backup.when.astimezone():%Y-%m-%d %H:%M}"


def say_size(size: int) -> str:
    """Return a file's size in kilobytes or megabytes, to a tenth below ten."""
    if size < 100_000:
        return f"{-(-size // 1000)} kB"
    megabytes = size / 1_000_000
    return f"{megabytes:.1f} MB" if megabytes < 10 else f"{megabytes:,.0f} MB"


def say_place(listed: Listed, places: Places) -> str:
    """Return where a backup lies."""
    if listed.is_doubled:
        return tr("both folders")
    if listed.folder == places.second:
        return tr("second folder")
    return tr("backup folder")


def say_counts(backup: Backup, difference: Difference | None) -> str:
    """Return how many records a backup holds, and today's number where it is another."""
    parts = []
    for word, kind in _KINDS.items():
        if word not in backup.counts:
            continue
        count = backup.counts[word]
        more = difference.counts.get(word, 0) if difference is not None else 0
        if more:
            now = count + more
            said = tr("{kind}: {count} (today {now})", kind=tr_marked(kind), count=count, now=now)
            parts.append(said)
        elif count:
            parts.append(tr("{kind}: {count}", kind=tr_marked(kind), count=count))
    return " · ".join(parts) or tr("No records")


def say_difference(difference: Difference | None) -> str:
    """Return what was changed in the catalogue since a backup."""
    if difference is None:
        return tr("No catalogue is open to compare it with.")
    if not difference.is_ancestor:
        return tr(
            "This backup holds changes that the open catalogue does not: another copy went on "
            "from it, or an older state was restored since."
        )
    if not difference.changes:
        return tr("Nothing was changed since.")
    named = [
        tr("{operation} ×{count}", operation=_label(operation), count=count)
        for operation, count in list(difference.operations.items())[:_NAMED]
    ]
    if len(difference.operations) > _NAMED:
        named.append("…")
    listed = ", ".join(named)
    if difference.changes == 1:
        return tr("1 change since: {changes}", changes=listed)
    return tr("{count} changes since: {changes}", count=difference.changes, changes=listed)


def _label(operation: str) -> str:
    if operation == "undo":
        return tr("Undo")
    if operation == "redo":
        return tr("Redo")
    if operation in {one.value for one in Operation}:
        return label_operation(Operation(operation))
    return operation


def say_seal(backup: Backup) -> str:
    """Return the number and the seal of the last change that a backup holds."""
    if not backup.head:
        return tr("Change {number}", number=backup.seq)
    seal = Head(backup.seq, backup.head).short
    return tr("Change {number}, seal {seal}", number=backup.seq, seal=seal)
