"""How a catalogue is opened: nothing of it is believed before it was looked at.

In this order: name and header, who holds it, what lies beside it (on copies), the connection
with its guards, the schema's fingerprint, SQLite's quick check, its own facts, the end of the
journal. Each step can refuse; none changes the file.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.store import chain, lock, sidecars
from desktop_app.store.database import OPENING_SECONDS, Database, require_not_open_here
from desktop_app.store.explaining import explain_opening, refuse_newer
from desktop_app.store.opening_guard import deadline
from desktop_app.store.opening_header import Header, check_header

#: A file up to this size is always checked by SQLite before it is used: at most half a second
#: from a cold disk. A larger one that this user's program closed last is checked meanwhile.
CHECKED_AT_ONCE = 100_000_000
#: How much of the journal's end is verified: changes, and row images in them.
_CHANGES, _IMAGES = 100, 10_000
_UUID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_LONGEST_NAME = 2000
_META = {"uuid", "name", "min_reader", "min_writer"}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was found and done while a catalogue was opened."""

    #: The program that had it open last did not close it.
    was_unclean: bool = False
    #: Who of another computer was passed over on the user's word.
    taken_from: lock.Holder | None = None
    #: An unfinished change was taken back, as after every crash.
    is_recovered: bool = False
    #: What lay beside the file and did not belong to it, under its new names.
    set_aside: tuple[Path, ...] = ()
    #: SQLite's check was put off.
    is_unchecked: bool = False
    #: Signs that the journal's end was altered.
    altered: tuple[chain.Altered, ...] = ()
    #: The copy that is open where the file itself could not be brought in order.
    copied_to: Path | None = None
    #: The system lets nobody write the file or beside it, so it is open for reading only.
    is_unwritable: bool = False


def open_checked(
    path: Path, *, read_only: bool = False, take_over: bool = False, is_known: bool = False
) -> Database:
    """Open a catalogue after every check; `Database.circumstances` says what was found.

    Raises UserError as `store.open_store` says.
    """
    require_not_open_here(path)
    header = check_header(path)
    # SQLite keeps its journal, and we the holder, beside the file that a link leads to.
    file = path.resolve()
    state, holder = _judge_holder(file, take_over=take_over)
    beside = sidecars.settle_sidecars(file, header, is_sound)
    if not beside.is_played and beside.copy is None:
        _require_whole(path, check_header(path))
    if beside.copy is not None:
        db = Database(beside.copy, read_only=True)
        db.origin = path
    else:
        db = _open(path, read_only=read_only or not sidecars.is_writable(file))
    try:
        with deadline(db.conn, OPENING_SECONDS):
            is_unchecked = is_known and header.size > CHECKED_AT_ONCE and not beside.is_played
            if not is_unchecked:
                quick_check(db)
            _require_honest_facts(db)
            altered = tuple(verify_end(db))
    except sqlite3.Error as error:
        db.close()
        raise explain_opening(error, path) from error
    except BaseException:
        db.close()
        raise
    db.circumstances = Circumstances(
        was_unclean=state in (lock.State.DEAD, lock.State.UNREADABLE) or beside.is_played,
        taken_from=holder if state is lock.State.ELSEWHERE else None,
        is_recovered=beside.is_played,
        set_aside=beside.set_aside,
        is_unchecked=is_unchecked,
        altered=altered,
        copied_to=beside.copy,
        is_unwritable=not read_only and not sidecars.is_writable(file),
    )
    return db


def _judge_holder(path: Path, *, take_over: bool) -> tuple[lock.State, lock.Holder | None]:
    """Return who says to hold `path`; raise UserError where that one must be respected."""
    state, holder = lock.find_holder(path)
    if state is lock.State.LIVE or (state is lock.State.ELSEWHERE and not take_over):
        raise lock.explain_held(path)
    return state, holder


def _require_whole(path: Path, header: Header) -> None:
    if header.is_cut_short:
        raise UserError(
            "damaged",
            "{path} is cut short: {size} of {full} bytes are there. Nothing was changed. It may "
            "be a copy that did not come through: copy it again, or open the newest backup.",
            path=str(path),
            size=header.size,
            full=header.pages * header.page_size,
        )


def _open(path: Path, *, read_only: bool) -> Database:
    """Open for writing, for reading only where the system or a newer version wants that."""
    try:
        db = Database(path, read_only=read_only)
    except UserError as error:
        if read_only or error.code not in ("read_only", "newer_catalogue"):
            raise
        return Database(path, read_only=True)
    return db


def quick_check(db: Database) -> None:
    """Raise UserError where SQLite's quick check finds the file damaged."""
    found = [line for line in db.column("PRAGMA quick_check(3)") if line != "ok"]
    if found:
        raise UserError(
            "damaged",
            "{path} is damaged ({reason}). Nothing was changed. Copy the file to a safe place "
            "and open the newest backup.",
            path=str(db.path),
            reason=_first_line(str(found[0])),
        )


def _first_line(said: str) -> str:
    """Return the first thing that SQLite complains of, without its headings."""
    lines = [line for line in said.splitlines() if line and not line.startswith("***")]
    return (lines or [said])[0][:200]


def _require_honest_facts(db: Database) -> None:
    """Raise UserError where the catalogue's own facts are none: they name folders and files."""
    rows = db.query("SELECT key, value FROM meta LIMIT 100")
    meta = {row["key"]: row["value"] for row in rows}
    numbers = [meta.get(key, "1") for key in ("min_reader", "min_writer")]
    is_honest = (
        meta.keys() <= _META | {key for key in meta if db.is_newer}
        and _UUID.fullmatch(meta.get("uuid", ""))
        and len(meta.get("name", "")) <= _LONGEST_NAME
        and all(number.isdecimal() and len(number) < 6 for number in numbers)
        and db.scalar("SELECT count(*) FROM open_change") == 0
        and not db.scalar("SELECT 1 FROM change WHERE seq < 1 LIMIT 1")
        and not db.scalar("SELECT 1 FROM counter WHERE last < 0 LIMIT 1")
    )
    if not is_honest:
        raise UserError(
            "foreign_facts",
            "{path} says things of itself that no Regesta wrote. It was not changed. Do not "
            "trust it; open a backup of your own, or ask whoever sent it.",
            path=str(db.path),
        )
    if db.is_newer and int(meta.get("min_reader", "0")) > db.known_version:
        raise refuse_newer(db.path, db.version, db.known_version)


def verify_end(db: Database) -> list[chain.Altered]:
    """Return what does not fit in the last changes: at most a hundred, of some thousand rows."""
    ends = db.query("SELECT change, rows FROM seal ORDER BY change DESC LIMIT ?", (_CHANGES + 1,))
    rows = 0
    since = ends[0]["change"] if ends else 0
    for end in ends[:_CHANGES]:
        rows += max(end["rows"], 0)
        if rows > _IMAGES:
            break
        since = end["change"] - 1
    return list(chain.verify_chain(db, since))


def is_sound(copy: Path, is_wary: bool) -> bool:
    """Tell whether the closed copy of a catalogue is whole; a wary look reads all of it.

    Opening it plays back what lies beside it.
    """
    try:
        db = Database(copy)
    except UserError:
        return False
    try:
        with deadline(db.conn, OPENING_SECONDS):
            quick_check(db)
            _require_honest_facts(db)
            if verify_end(db):
                return False
            if not is_wary:
                return True
            whole = db.column("PRAGMA integrity_check(1)") == ["ok"]
            return whole and not any(chain.verify_chain(db)) and not any(chain.verify_rows(db))
    except (UserError, sqlite3.Error):
        return False
    finally:
        db.close()
