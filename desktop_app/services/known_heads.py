"""Where this user left each catalogue: the head of its journal, kept in the user's profile.

A catalogue that was put back, exchanged or rewritten while Regesta was closed opens like any
other; only what the profile remembers can tell. One small file for each catalogue and place,
written whole or not at all; a damaged one is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.paths import config_folder
from desktop_app.services.session import Session
from desktop_app.store import chain

#: Catalogues remembered; the one used longest ago is forgotten.
_MOST = 1000
#: While work goes on, the head is written after so many changes or seconds.
_CHANGES, _SECONDS = 20, 180.0


class Acquaintance(StrEnum):
    """What the profile knows of a catalogue that was opened."""

    #: It goes on from where this user left it.
    KNOWN = "known"
    #: This profile has never seen it.
    UNKNOWN = "unknown"
    #: Another copy of a catalogue that this user knows.
    COPY = "copy"
    #: It ends before the change that this user made last.
    BEHIND = "behind"
    #: It has another history than the one that this user knows.
    OTHER_HISTORY = "other_history"
    #: Another catalogue lay at this place.
    EXCHANGED = "exchanged"

    @property
    def is_alarm(self) -> bool:
        """Tell whether this is not the file that this user left here."""
        return self in (self.BEHIND, self.OTHER_HISTORY, self.EXCHANGED)


def say_minute(at: str) -> str:
    """Return a time of the journal as this computer's, to the minute; odd words as they are."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return at[:30]


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head that was left: of which catalogue, where, at which change, when."""

    uuid: str
    path: str
    seq: int
    hash: str
    at: str
    name: str = ""

    @property
    def day(self) -> str:
        """Return when it was left, in this computer's time, to the minute."""
        return say_minute(self.at)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised, and the head that the profile knows, None for an unknown one."""

    acquaintance: Acquaintance
    known: KnownHead | None = None


def _folder() -> Path | None:
    """Return the folder of the heads, None where the profile cannot be reached."""
    try:
        return config_folder() / "heads"
    except OSError:
        return None


def _place(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:16]


def _file(folder: Path, uuid: str, path: Path) -> Path:
    return folder / f"{uuid}_{_place(path)}.json"


def recognise(session: Session) -> Recognition:
    """Compare an open catalogue with what this user left at its place."""
    uuid, here, folder = session.uuid, _place(session.path), _folder()
    if folder is None:
        return Recognition(Acquaintance.UNKNOWN)
    known = _read(_file(folder, uuid, session.path))
    if known is not None:
        return Recognition(_compare(session, known), known)
    for other in _iterate(f"*_{here}.json"):
        return Recognition(Acquaintance.EXCHANGED, other)
    for other in _iterate(f"{uuid}_*.json"):
        return Recognition(Acquaintance.COPY, other)
    return Recognition(Acquaintance.UNKNOWN)


def _compare(session: Session, known: KnownHead) -> Acquaintance:
    if known.seq == 0 or chain.holds(session.db, chain.Head(known.seq, known.hash)):
        return Acquaintance.KNOWN
    is_behind = chain.get_head(session.db).seq < known.seq
    return Acquaintance.BEHIND if is_behind else Acquaintance.OTHER_HISTORY


def find_left_at(path: Path) -> KnownHead | None:
    """Return what this user left at `path`, whatever lies there now."""
    return next(_iterate(f"*_{_place(path)}.json"), None)


def remember(session: Session) -> None:
    """Keep the head of an open catalogue as what this user left at its place.

    A folder that cannot be written costs the memory, never the work.
    """
    head, folder = chain.get_head(session.db), _folder()
    if folder is None:
        return
    target = _file(folder, session.uuid, session.path)
    known = _read(target)
    if known is not None and (known.seq, known.hash) == (head.seq, head.hash):
        return
    left = KnownHead(
        uuid=session.uuid,
        path=str(session.path.absolute()),
        seq=head.seq,
        hash=head.hash,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        name=session.name[:200],
    )
    with contextlib.suppress(OSError, UnicodeError):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for other in target.parent.glob(f"*_{_place(session.path)}.json"):
            if other != target:
                other.unlink(missing_ok=True)
        _write(target, asdict(left))
        _forget_oldest(target.parent)


def _write(target: Path, values: dict[str, Any]) -> None:
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", errors="surrogateescape") as file:
            json.dump(values, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    found = list(folder.glob("*.json"))
    if len(found) > _MOST:
        found.sort(key=lambda one: one.stat().st_mtime)
        for old in found[: len(found) - _MOST]:
            old.unlink(missing_ok=True)


def _iterate(pattern: str) -> Iterator[KnownHead]:
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        found = sorted(folder.glob(pattern), key=lambda one: -one.stat().st_mtime)
        for one in found:
            known = _read(one)
            if known is not None:
                yield known


def _read(path: Path) -> KnownHead | None:
    try:
        said = json.loads(path.read_text("utf-8", "surrogateescape"))
        datetime.fromisoformat(said["at"])
        return KnownHead(
            uuid=str(said["uuid"]),
            path=str(said["path"]),
            seq=int(said["seq"]),
            hash=str(said["hash"]),
            at=str(said["at"]),
            name=str(said.get("name", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


class HeadKeeper:
    """Keeps the head of one session in the profile: every few changes, and at the end.

    While the user has not accepted a file that is not the one left here, nothing is written.
    """

    def __init__(self, session: Session, *, is_accepted: bool) -> None:
        """Begin to listen; write at once what was accepted."""
        self._session = session
        self.is_accepted = is_accepted
        self._changes = 0
        self._written = time.monotonic()
        self._unsubscribe = session.hub.subscribe(self._on_change)
        if is_accepted:
            remember(session)

    def accept(self) -> None:
        """Take the open file as this user's own from now on."""
        self.is_accepted = True
        remember(self._session)

    def _on_change(self, _event: ChangeEvent) -> None:
        self._changes += 1
        late = time.monotonic() - self._written > _SECONDS
        if self.is_accepted and (late or self._changes >= _CHANGES):
            self._changes, self._written = 0, time.monotonic()
            remember(self._session)

    def close(self) -> None:
        """Write the head for the last time; before the session is closed."""
        self._unsubscribe()
        if self.is_accepted:
            remember(self._session)
