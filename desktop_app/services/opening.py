"""Opening a catalogue to work in: what was found on the way, as notes for the user.

A note is said once, quietly. An alarm is asked about before work begins: the file is not the
one this user left, or its journal was altered.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.i18n import tr
from desktop_app.services.jobs import Progress
from desktop_app.services.known_heads import (
    Acquaintance,
    HeadKeeper,
    Recognition,
    find_left_at,
    recognise,
)
from desktop_app.services.opening_places import describe_place
from desktop_app.services.session import Clock, Session, complete_catalogue, utc_now
from desktop_app.store import chain, integrity
from desktop_app.store.copying import copy_database
from desktop_app.store.opening import Circumstances, quick_check
from desktop_app.store.snapshots import Snapshot, take_snapshot
from desktop_app.store.store import open_store, require_free, require_no_sidecar
from desktop_app.store.whole_check import check_whole


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing of the catalogue that was opened: a stable code and a sentence."""

    code: str
    text: str


@dataclass(slots=True)
class Opening:
    """An open catalogue, what was found, and what ends with it. Close it instead of the session."""

    session: Session
    keeper: HeadKeeper
    recognition: Recognition
    notes: tuple[Note, ...]
    alarms: tuple[Note, ...] = ()
    snapshot: Snapshot | None = None
    #: Folders of copies, deleted at the end.
    _on_close: list[Path] = field(default_factory=list)

    @property
    def place(self) -> Path:
        """Return the catalogue's file, where a copy of it is open too."""
        return self.session.db.origin or self.session.path

    @property
    def wants_whole_check(self) -> bool:
        """Tell whether SQLite's full check should follow while work begins."""
        found: Circumstances = self.session.db.circumstances
        return found.was_unclean or found.is_unchecked or found.taken_from is not None

    def accept(self) -> None:
        """Take the open file as this user's own: the alarms were read."""
        self.keeper.accept()

    def close(self) -> None:
        """Keep the head, close the catalogue, delete a snapshot."""
        self.keeper.close()
        self.session.close()
        for folder in self._on_close:
            shutil.rmtree(folder, ignore_errors=True)


def open_for_work(
    path: Path,
    *,
    read_only: bool = False,
    take_over: bool = False,
    author: str = "",
    clock: Clock = utc_now,
) -> Opening:
    """Open a catalogue and compare it with what this user left; raise UserError as `open_store`."""
    left = find_left_at(path)
    db = open_store(path, read_only=read_only, take_over=take_over, is_known=left is not None)
    session = Session(db, author=author, clock=clock)
    try:
        complete_catalogue(session)
        recognition = recognise(session)
        if db.circumstances.is_unchecked and recognition.acquaintance is not Acquaintance.KNOWN:
            quick_check(db)
        alarms = _make_alarms(recognition, session, db.circumstances)
        notes = _make_notes(recognition, session, db.circumstances)
    except BaseException:
        session.close()
        raise
    copy = db.circumstances.copied_to
    return Opening(
        session=session,
        keeper=HeadKeeper(session, is_accepted=not alarms and copy is None),
        recognition=recognition,
        notes=notes,
        alarms=alarms,
        _on_close=[copy.parent.parent] if copy is not None else [],
    )


def take_own(session: Session) -> Opening:
    """Return the opening of a catalogue that this user just made, or put back from a backup."""
    keeper = HeadKeeper(session, is_accepted=True)
    return Opening(session, keeper, Recognition(Acquaintance.KNOWN), ())


def open_snapshot(path: Path, *, author: str = "", clock: Clock = utc_now) -> Opening:
    """Open a read-only copy of a catalogue as it is now, whoever holds it."""
    snapshot = take_snapshot(path)
    try:
        db = open_store(snapshot.path, read_only=True)
    except BaseException:
        snapshot.discard()
        raise
    db.origin = path
    session = Session(db, author=author, clock=clock)
    return Opening(
        session=session,
        keeper=HeadKeeper(session, is_accepted=False),
        recognition=Recognition(Acquaintance.COPY),
        notes=(Note("snapshot", describe_snapshot(snapshot)),),
        snapshot=snapshot,
        _on_close=[snapshot.path.parent],
    )


def describe_snapshot(snapshot: Snapshot) -> str:
    """Say that this is a copy, of when, and who works in the catalogue itself."""
    if snapshot.holder is None:
        return tr("Read-only copy of {time}.", time=snapshot.time_text)
    return tr(
        "Read-only copy of {time}; {user} on {host} has the catalogue open since {since}.",
        time=snapshot.time_text,
        user=snapshot.holder.user,
        host=snapshot.holder.host,
        since=snapshot.holder.since_text,
    )


def _make_alarms(
    recognition: Recognition, session: Session, found: Circumstances
) -> tuple[Note, ...]:
    alarms = []
    known = recognition.known
    head = chain.get_head(session.db)
    match recognition.acquaintance:
        case Acquaintance.BEHIND if known:
            text = tr(
                "This is not the file you last used: your last change there was {seq} of {day}; "
                "this file goes only to change {here}. It may be an older copy or a backup.",
                seq=known.seq,
                day=known.day,
                here=head.seq,
            )
            alarms.append(Note("behind", text))
        case Acquaintance.OTHER_HISTORY if known:
            text = tr(
                "This is not the file you last used: your last change there was {seq} of {day}; "
                "this file has another history. It may be a copy in which somebody else went on, "
                "or it was altered.",
                seq=known.seq,
                day=known.day,
            )
            alarms.append(Note("other_history", text))
        case Acquaintance.EXCHANGED if known:
            text = tr(
                "This is not the file you last used here: that was “{known}”, to change {seq} of "
                "{day}; this is another catalogue, “{name}”.",
                known=known.name,
                seq=known.seq,
                day=known.day,
                name=session.name,
            )
            alarms.append(Note("exchanged", text))
    if found.altered:
        first = min(one.change for one in found.altered)
        text = tr(
            "The journal of this catalogue does not fit together from change {number} on: the "
            "file was altered by something else than Regesta, or it is damaged.",
            number=first,
        )
        alarms.append(Note("altered", text))
    return tuple(alarms)


def _make_notes(
    recognition: Recognition, session: Session, found: Circumstances
) -> tuple[Note, ...]:
    notes = []
    if found.copied_to is not None:
        text = tr(
            "The file was left in the middle of a change and cannot be written where it lies. You "
            "see a copy, brought in order, for reading only."
        )
        notes.append(Note("copied", text))
    elif found.is_recovered:
        text = tr(
            "Regesta was not closed in order last time. The change that was under way was taken "
            "back; everything before it is there."
        )
        notes.append(Note("recovered", text))
    elif found.is_unwritable:
        text = tr(
            "The disk, the folder or the file cannot be written: here the catalogue can only be "
            "read. To work in it, copy it to a place of your own."
        )
        notes.append(Note("unwritable", text))
    if found.set_aside:
        text = tr(
            "A journal that does not belong to this file lay beside it. It was not played into "
            "the file, and is kept as {names}.",
            names=", ".join(one.name for one in found.set_aside),
        )
        notes.append(Note("set_aside", text))
    if found.taken_from is not None:
        text = tr(
            "Taken over from {user} on {host}, who has held it since {since}.",
            user=found.taken_from.user,
            host=found.taken_from.host,
            since=found.taken_from.since_text,
        )
        notes.append(Note("taken_over", text))
    if session.db.is_newer:
        text = tr("A newer Regesta wrote this catalogue: here it can only be read.")
        notes.append(Note("newer", text))
    notes += _describe_origin(recognition, session)
    place = describe_place(session.path)
    return (*notes, *([Note("place", place)] if place else []))


def _describe_origin(recognition: Recognition, session: Session) -> list[Note]:
    """Say once of a catalogue that this user has never seen what it holds."""
    known, head = recognition.known, chain.get_head(session.db)
    if recognition.acquaintance is Acquaintance.COPY and known is not None:
        text = tr("This is a copy of a catalogue that you know from {path}.", path=known.path)
        return [Note("copy", text)]
    if recognition.acquaintance is not Acquaintance.UNKNOWN:
        return []
    counts = integrity.count_rows(session.db)
    text = tr(
        "New to you: {sources} sources, {excerpts} excerpts, {claims} claims, {changes} changes, "
        "head {head}.",
        sources=counts["sources"],
        excerpts=counts["excerpts"],
        claims=counts["claims"],
        changes=head.seq,
        head=head.short or "–",
    )
    return [Note("unknown", text)]


def check_while_working(session: Session, progress: Progress) -> list[str] | None:
    """Run SQLite's full check beside the work; return what it says, None where it found no rest."""
    return check_whole(session.db.file, progress.check)


def save_elsewhere(session: Session, path: Path) -> Path:
    """Write a verified copy of an open catalogue, whose disk may be gone, to the new file `path`.

    Raises UserError where it cannot be read any more or something lies at `path`.
    """
    require_free(path)
    require_no_sidecar(path)
    copy_database(session.db, path)
    return path
