"""The backups there are, and how each is: as it was verified, changed, missing, not yet checked.

A file that has no usable line in the manifest is read itself; what says to be a backup is
believed only after its contents were.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_app.errors import UserError
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.backups_files import ENDING, file_mark, hash_file
from desktop_app.services.backups_manifest import (
    Backup,
    Reason,
    changing_manifest,
    put_backup,
    read_manifest,
)
from desktop_app.services.backups_places import Places
from desktop_app.services.backups_rotation import delete_backup
from desktop_app.services.backups_verifying import read_backup, verify_file
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import chain, integrity, journal
from desktop_app.store.chain import Head


class State(StrEnum):
    """How a backup is, as far as was looked."""

    VERIFIED = "verified"
    UNCHECKED = "unchecked"
    ALTERED = "altered"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"


_LABELS = {
    State.VERIFIED: mark("Verified"),
    State.UNCHECKED: mark("Not yet checked"),
    State.ALTERED: mark("Faithful copy of an altered catalogue"),
    State.CHANGED: mark("Does not match its checksum"),
    State.MISSING: mark("Missing"),
    State.UNREADABLE: mark("Cannot be read"),
}


def label_state(state: State) -> str:
    """Return the words of a state in the interface's language."""
    return tr_marked(_LABELS[state])


@dataclass(frozen=True, slots=True)
class Listed:
    """One backup in `folder`, how it is, and whether the second folder has it too."""

    folder: Path
    backup: Backup
    state: State
    is_doubled: bool = False

    @property
    def path(self) -> Path:
        """Return the backup's file."""
        return self.folder / self.backup.file

    @property
    def is_good(self) -> bool:
        """Tell whether the backup was verified and is as it was then."""
        return self.state is State.VERIFIED

    def shape(self) -> dict[str, Any]:
        """Return the backup as the command line prints it."""
        known = asdict(self.backup)
        hidden = ("deleting", "changed")
        shown = {name: value for name, value in known.items() if name not in hidden}
        return {**shown, "path": str(self.path), "state": self.state.value}


def list_backups(
    places: Places, uuid: str, progress: Progress | None = None, *, is_hashed: bool = False
) -> list[Listed]:
    """Return the backups of a catalogue, newest first, those of the second folder among them.

    `is_hashed` reads every file and compares its SHA-256; without it only a file whose size or
    time differs from what was written down is read.
    """
    progress = progress or Progress()
    found = {one.backup.file: one for one in _list_folder(places.folder, uuid, progress)}
    if places.second is not None:
        for one in _list_folder(places.second, uuid, progress):
            first = found.get(one.backup.file)
            if first is None or first.state is State.MISSING:
                found[one.backup.file] = one
            elif one.state is not State.MISSING:
                found[one.backup.file] = replace(first, is_doubled=True)
    listed = sorted(found.values(), key=_age, reverse=True)
    if is_hashed:
        listed = [_hash(one, progress) for one in listed]
    return listed


def _age(listed: Listed) -> tuple[datetime, int]:
    return listed.backup.when, listed.backup.seq


def _list_folder(folder: Path, uuid: str, progress: Progress) -> Iterator[Listed]:
    lines = {one.file: one for one in read_manifest(folder)}
    for backup in lines.values():
        listed = _find_state(folder, backup, progress)
        if backup.uuid == uuid and not (backup.deleting and listed.state is State.MISSING):
            yield listed
    try:
        files = sorted(folder.glob(f"*{ENDING}"))
    except OSError:
        files = []
    for path in files:
        if path.name not in lines and path.is_file():
            yield from _read_unknown(path, uuid)


def _find_state(folder: Path, backup: Backup, progress: Progress) -> Listed:
    try:
        size, changed = file_mark(folder / backup.file)
    except OSError:
        return Listed(folder, backup, State.MISSING)
    if size != backup.size:
        return Listed(folder, backup, State.CHANGED)
    listed = Listed(folder, backup, _said_state(backup))
    return listed if changed == backup.changed else _hash(listed, progress)


def _said_state(backup: Backup) -> State:
    if not backup.verified:
        return State.UNCHECKED
    return State.ALTERED if backup.faults else State.VERIFIED


def _hash(listed: Listed, progress: Progress) -> Listed:
    """Compare a file with its SHA-256; one that has none is as it was said to be."""
    if not listed.backup.sha256 or listed.state in (State.MISSING, State.UNREADABLE):
        return listed
    told = tr("Reading {file}", file=listed.backup.file)
    try:
        found = hash_file(listed.path, lambda done, total: progress.report(done, total, told))
    except OSError:
        return replace(listed, state=State.UNREADABLE)
    is_same = found == listed.backup.sha256
    return replace(listed, state=_said_state(listed.backup) if is_same else State.CHANGED)


def _read_unknown(path: Path, uuid: str) -> Iterator[Listed]:
    """Yield a file that the manifest does not know, unless it is another catalogue's."""
    try:
        size, changed = file_mark(path)
    except OSError:
        return
    at = datetime.fromtimestamp(changed / 1e9, UTC).isoformat(timespec="seconds")
    found = Backup(
        file=path.name,
        sha256="",
        size=size,
        changed=changed,
        uuid=uuid,
        name="",
        version=0,
        seq=0,
        head="",
        counts={},
        at=at,
        reason=Reason.FOUND,
    )
    try:
        contents, counts = read_backup(path)
    except UserError:
        yield Listed(path.parent, found, State.UNREADABLE)
        return
    if contents.uuid != uuid:
        return
    read = replace(
        found,
        name=contents.name,
        version=contents.version,
        seq=contents.head.seq,
        head=contents.head.hash,
        counts=counts,
    )
    yield Listed(path.parent, read, State.UNCHECKED)


def verify_listed(listed: Listed, progress: Progress | None = None) -> Listed:
    """Read a backup whole, compare it with its line, and write down what was found.

    A folder that refuses the line is no error: the answer is the same.
    """
    progress = progress or Progress()
    checked = _hash(listed, progress)
    if checked.state in (State.MISSING, State.CHANGED):
        return checked
    try:
        verified = verify_file(listed.path, progress)
        sha256 = hash_file(listed.path)
        size, changed = file_mark(listed.path)
    except (UserError, OSError):
        return replace(listed, state=State.UNREADABLE)
    backup, contents = listed.backup, verified.contents
    if contents.uuid != backup.uuid or (backup.head and contents.head.hash != backup.head):
        return replace(listed, state=State.CHANGED)
    backup = replace(
        backup,
        sha256=sha256,
        size=size,
        changed=changed,
        version=contents.version,
        name=contents.name,
        seq=contents.head.seq,
        head=contents.head.hash,
        counts=verified.counts,
        faults=verified.faults,
        verified=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    with contextlib.suppress(UserError, OSError):
        put_backup(listed.folder, backup)
    return replace(listed, backup=backup, state=_said_state(backup))


def remove_listed(listed: Listed, others: list[Listed]) -> None:
    """Delete a backup, or forget a missing one; raise UserError for the last good one."""
    good = [one for one in others if one.is_good and one.path != listed.path]
    if listed.is_good and not good:
        raise UserError(
            "last_backup",
            "This is the last good backup of the catalogue, so it was not deleted. Make another "
            "one first.",
        )
    try:
        if listed.state is State.MISSING:
            with changing_manifest(listed.folder) as lines:
                lines.pop(listed.backup.file, None)
        else:
            delete_backup(listed.folder, listed.backup.file)
    except OSError as error:
        raise UserError(
            "not_deleted",
            "{path} could not be deleted ({reason}). It is still there.",
            path=str(listed.path),
            reason=error.strerror or str(error),
        ) from error


@dataclass(frozen=True, slots=True)
class Difference:
    """What the open catalogue has more (or, negative, less) than a backup.

    `operations` counts the changes since by operation, the most frequent first; `is_ancestor`
    is False where the backup holds changes that the catalogue does not.
    """

    counts: dict[str, int]
    operations: dict[str, int]
    is_ancestor: bool

    @property
    def changes(self) -> int:
        """Return the number of changes since."""
        return sum(self.operations.values())


def compare_with_present(session: Session, backup: Backup) -> Difference:
    """Return what differs between a backup and the open catalogue."""
    now = integrity.count_rows(session.db)
    more = {word: now[word] - count for word, count in backup.counts.items() if word in now}
    is_ancestor = chain.holds(session.db, Head(backup.seq, backup.head))
    operations = journal.count_operations(session.db, backup.seq) if is_ancestor else {}
    return Difference(
        {word: count for word, count in more.items() if count}, operations, is_ancestor
    )
