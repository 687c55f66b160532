"""A session: one user at work in one open catalogue. Every change passes through here.

`change()` opens one transaction and one journal entry, refreshes what is derived, and announces
one event after the commit. Undo and redo take the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app import __version__
from desktop_app.catalog.changes import Change, ChangeEvent, Manner, Operation
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.services.builtin import BUILT_IN
from desktop_app.services.hub import Hub
from desktop_app.store import (
    chain,
    claims,
    dependents,
    journal,
    lists,
    lock,
    redaction,
    rows,
    soundness,
    store,
)
from desktop_app.store.database import Check, Database

Clock = Callable[[], str]

_NEVER_UNDONE = (Operation.CREATE_CATALOGUE, Operation.REDACT)
#: Rows of one change from which its event names the listed records alone.
_MANY = 100_000
#: Rows of one change from which undoing it may let pages leave memory before the commit.
_BULK = 20_000


def utc_now() -> str:
    """Return the time as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command did: the number of its change, 0 where nothing differed, and the ids."""

    change: int
    ids: tuple[str, ...] = ()


@dataclass(slots=True)
class OpenChange:
    """A change under way: its number in the journal, and whether a part of it has failed."""

    seq: int
    operation: Operation
    has_failed: bool = False


class Session:
    """An open catalogue with an author, a clock and subscribers."""

    def __init__(self, db: Database, *, author: str = "", clock: Clock = utc_now) -> None:
        """Work in `db` under the name `author`, the signed-in user's where it is empty."""
        self.db = db
        self.hub = Hub()
        self.author = author or lock.user_name()
        self._clock = clock
        self._open: OpenChange | None = None
        self._reason = ""

    @property
    def path(self) -> Path:
        """Return the catalogue's file."""
        return self.db.path

    @property
    def name(self) -> str:
        """Return the catalogue's name."""
        return store.get_meta(self.db, "name")

    @property
    def uuid(self) -> str:
        """Return the catalogue's identity, the same in every copy."""
        return store.get_meta(self.db, "uuid")

    def refuse_own_file(self, path: Path) -> None:
        """Raise UserError where `path` is the open catalogue itself.

        Reading it would drop SQLite's lock (README, decision 3), writing would destroy it.
        """
        try:
            is_own = path.samefile(self.path)
        except (OSError, ValueError):
            return
        if is_own:
            raise UserError(
                "own_file",
                "{path} is the open catalogue itself. Nothing was changed. Choose another file.",
                path=str(path),
            )

    def close(self) -> None:
        """Close the catalogue."""
        self.db.close()

    @contextmanager
    def because(self, reason: str) -> Iterator[None]:
        """Write `reason` into the journal with every change made in the block."""
        before, self._reason = self._reason, " ".join(reason.split())
        try:
            yield
        finally:
            self._reason = before

    @contextmanager
    def change(
        self,
        operation: Operation,
        *,
        initiator: object | None = None,
        bulk: bool = False,
        check: Check | None = None,
    ) -> Iterator[OpenChange]:
        """Hold one named change. Inside another change it joins that one's undo step.

        Any exception rolls the whole change back and announces nothing; a change that wrote
        nothing leaves no trace. A `bulk` change lets other threads read while it is written, and
        is cancelled by what `check` raises before one of its statements.
        """
        with self.db.turn(bulk=bulk):
            if self._open is not None:
                joined = self._open
                try:
                    yield joined
                except BaseException:
                    # Half of the part may be written: who passes over it keeps nothing.
                    joined.has_failed = True
                    raise
                return
            try:
                with self._journalled(
                    operation, Manner.DO, None, initiator, bulk=bulk, check=check
                ) as opened:
                    yield opened
            except _NothingWritten:
                return

    @contextmanager
    def _journalled(
        self,
        operation: Operation,
        manner: Manner,
        target: int | None,
        initiator: object | None,
        *,
        bulk: bool = False,
        check: Check | None = None,
    ) -> Iterator[OpenChange]:
        event: ChangeEvent | None = None
        try:
            with self.db.transaction(bulk=bulk, check=check):
                seq = journal.begin_change(
                    self.db,
                    operation,
                    author=self.author,
                    at=self._clock(),
                    version=__version__,
                    reason=self._reason,
                    manner=manner,
                    target=target,
                )
                self._open = OpenChange(seq, operation)
                try:
                    yield self._open
                    event = self._finish(seq, operation, manner, initiator)
                finally:
                    self._open = None
        except UserError as error:
            if event is None or not self._stands(event.change, error):
                raise
            self.hub.publish(event)
            self._make_sure(error)
            return
        self.hub.publish(event)

    def _stands(self, seq: int, failure: UserError) -> bool:
        """Tell whether change `seq` is in the file although its COMMIT failed.

        Raise UserError where the disk does not answer that either.
        """
        try:
            return bool(self.db.scalar("SELECT 1 FROM change WHERE seq = ?", (seq,)))
        except UserError:
            raise UserError(
                "unsure",
                "The disk does not answer any more: whether the last change was saved in {path} "
                "cannot be told now, everything before it is safe. Check the disk, open the "
                "catalogue again and look before you make the change again.",
                path=str(self.path),
            ) from failure

    def _make_sure(self, failure: UserError) -> None:
        """Commit once more: a disk that failed in the last sync left the journal's end unsure.

        Raise UserError where it fails again: the change stands, but a power cut may undo it.
        """
        try:
            with self.db.transaction():
                # Written even where it is the same.
                version = self.db.scalar("PRAGMA user_version")
                self.db.execute(f"PRAGMA user_version = {version}")
        except UserError:
            raise UserError(
                "unconfirmed",
                "The disk did not answer at the very end: the last change stands in {path}, but a "
                "power cut could still undo it. Do not make it again; check the disk, then open "
                "the catalogue again.",
                path=str(self.path),
            ) from failure

    def _finish(
        self, seq: int, operation: Operation, manner: Manner, initiator: object | None
    ) -> ChangeEvent:
        if self._open is not None and self._open.has_failed:
            raise RuntimeError("a part of this change failed and was not reported")
        if not dependents.has_written(self.db, seq):
            if self._open is not None:
                self._open.seq = 0
            raise _NothingWritten
        if manner is not Manner.DO or operation is Operation.RESTORE:
            soundness.require_sound(self.db, seq)
        written, touched = self._refresh_listing(seq)
        chain.seal_rows(self.db, seq)
        chain.reread_written(self.db, seq)
        if operation is Operation.REDACT:
            redaction.mark_images(self.db, seq)
        chain.seal_change(self.db, seq)
        if operation is Operation.REDACT:
            redaction.empty_images(self.db, seq)
        journal.end_change(self.db)
        return ChangeEvent(
            change=seq,
            operation=operation,
            manner=manner,
            ids=frozenset(written),
            touched=frozenset(touched),
            initiator=initiator,
        )

    def _refresh_listing(self, seq: int) -> tuple[set[str], set[str]]:
        """Write anew the listing of all that the change touches; return what it wrote and touches.

        A million rows are read a few thousand at a time; of so many, only the listed are told.
        """
        written, touched = set[str](), set[str]()
        for wrote, shown in dependents.iterate_touched(self.db, seq):
            touched |= shown
            if len(written) < _MANY:
                written |= wrote
        touched |= lists.refresh_listing(self.db, touched)
        return (written if len(written) < _MANY else touched), touched

    def find_undoable(self) -> Change | None:
        """Return the change that `undo` would take back."""
        return journal.find_undoable(self.db)

    def find_redoable(self) -> Change | None:
        """Return the change that `redo` would make again."""
        return journal.find_redoable(self.db)

    def is_large(self, change: Change) -> bool:
        """Tell whether taking `change` back, or making it again, is long work for a job."""
        return dependents.count_rows(self.db, change.seq) > _BULK

    def undo(self, seq: int | None = None, *, check: Check | None = None) -> Changed:
        """Take back the newest change, or change `seq` where no later one stands in the way.

        `check` is called between the statements of a large one and may raise to stop it.
        """
        change = self.find_undoable() if seq is None else journal.get_change(self.db, seq)
        if change is None:
            raise UserError("nothing_to_undo", "There is nothing to undo.")
        can = change.manner is Manner.DO and change.operation not in _NEVER_UNDONE
        if not can or journal.is_undone(self.db, change.seq):
            raise UserError("not_undoable", "Change {seq} cannot be undone.", seq=change.seq)
        bulk, manner = self.is_large(change), Manner.UNDO
        with self._journalled(
            change.operation, manner, change.seq, None, bulk=bulk, check=check if bulk else None
        ) as opened:
            journal.revert_change(self.db, change.seq)
        return Changed(opened.seq, self._written(opened.seq))

    def redo(self, *, check: Check | None = None) -> Changed:
        """Make again the change undone last, unless something new was done since."""
        change = self.find_redoable()
        if change is None:
            raise UserError("nothing_to_redo", "There is nothing to redo.")
        bulk, manner = self.is_large(change), Manner.REDO
        with self._journalled(
            change.operation, manner, change.seq, None, bulk=bulk, check=check if bulk else None
        ) as opened:
            journal.repeat_change(self.db, change.seq)
        return Changed(opened.seq, self._written(opened.seq))

    def _written(self, seq: int) -> tuple[str, ...]:
        """Return the ids that change `seq` wrote, none where nobody would read so many."""
        if dependents.count_rows(self.db, seq) > _MANY:
            return ()
        return tuple(sorted(dependents.list_written(self.db, seq - 1, seq)))


class _NothingWritten(Exception):
    """Rolls back a change that wrote nothing."""


def create_catalogue(
    path: Path, *, name: str = "", uuid: str = "", author: str = "", clock: Clock = utc_now
) -> Session:
    """Create a catalogue with the built-in properties; raise UserError where a file is there."""
    session = Session(store.create_store(path, name=name, uuid=uuid), author=author, clock=clock)
    complete_catalogue(session)
    return session


def complete_catalogue(session: Session) -> None:
    """Write the built-in properties into a catalogue without any change.

    It is new, or the process that made it was killed before its first change.
    """
    if session.db.read_only or journal.head(session.db):
        return
    with session.change(Operation.CREATE_CATALOGUE):
        for prop in BUILT_IN:
            prop_id = rows.take_id(session.db, Kind.PROPERTY)
            values = {**claims.property_values(prop), "id": prop_id}
            rows.insert_row(session.db, Kind.PROPERTY, values)


def open_catalogue(
    path: Path, *, read_only: bool = False, author: str = "", clock: Clock = utc_now
) -> Session:
    """Open a catalogue; raise UserError where it cannot be."""
    session = Session(store.open_store(path, read_only=read_only), author=author, clock=clock)
    complete_catalogue(session)
    return session
