"""What SQLite's errors say to a user: what happened, what is safe, what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.store import lock


def explain_unreadable(error: UnicodeDecodeError) -> sqlite3.DatabaseError:
    """Return the error of SQLite whose very message was damaged bytes, which Python chokes on."""
    found = sqlite3.DatabaseError(f"damaged text in the schema ({error.reason})")
    found.sqlite_errorname = "SQLITE_CORRUPT"
    return found


def explain_opening(error: sqlite3.Error, path: Path) -> UserError:
    """Return the sentence for an error of opening, whatever it is: the file is not ours yet."""
    found = explain(error, path)
    if isinstance(found, UserError):
        return found
    return UserError(
        "damaged",
        "{path} could not be read as a catalogue ({reason}). Nothing was changed. Copy the file "
        "to a safe place and open the newest backup.",
        path=str(path),
        reason=str(error)[:200],
    )


def explain(error: sqlite3.Error, path: Path) -> UserError | sqlite3.Error:
    """Return the sentence for one of the world's errors; a bug of ours comes back as it is."""
    name = (getattr(error, "sqlite_errorname", "") or "").removeprefix("SQLITE_")
    primary = name.split("_")[0]
    if str(error).startswith("Could not decode to UTF-8"):
        primary = "CORRUPT"
    if primary in {"BUSY", "LOCKED"}:
        return lock.explain_held(path)
    return _explain_disk(primary, path) or _explain_contents(primary, path) or error


def _explain_disk(primary: str, path: Path) -> UserError | None:
    """Return the sentence for what a disk refuses, None for another error."""
    where = str(path)
    match primary:
        case "FULL":
            return UserError(
                "disk_full",
                "The disk is full: the last change was not saved, everything before it is safe "
                "in {path}. Free some space and do it again.",
                path=where,
            )
        case "READONLY":
            return UserError(
                "read_only",
                "{path} cannot be written: the last change was not saved, everything before it "
                "is safe. Check the disk and its permissions, or work on a copy.",
                path=where,
            )
        case "CANTOPEN":
            return UserError(
                "unreadable",
                "{path} could not be opened. Nothing was changed. Check the name and the "
                "permissions.",
                path=where,
            )
        case "IOERR":
            return UserError(
                "disk_error",
                "The disk did not answer: the last change to {path} was not saved. Check the "
                "disk, then open the catalogue again.",
                path=where,
            )
    return None


def _explain_contents(primary: str, path: Path) -> UserError | None:
    """Return the sentence for what a file holds that it should not, None for another error."""
    where = str(path)
    match primary:
        case "CORRUPT":
            return UserError(
                "damaged",
                "{path} is damaged. Nothing was changed. Copy the file to a safe place and open "
                "the newest backup.",
                path=where,
            )
        case "TOOBIG":
            return UserError(
                "too_big",
                "A value in {path} is larger than Regesta takes. Nothing was changed.",
                path=where,
            )
        case "INTERRUPT":
            return UserError(
                "too_slow",
                "{path} took too long to read. Nothing was changed. Try again when the disk is "
                "less busy, or open a backup.",
                path=where,
            )
        case "NOTADB":
            return UserError(
                "not_a_catalogue",
                "{path} is not a Regesta catalogue. It was not changed. Choose another file.",
                path=where,
            )
    return None


def refuse_newer(path: Path, found: int, known: int) -> UserError:
    """Return the sentence for a catalogue of a later version than this program knows."""
    return UserError(
        "newer_catalogue",
        "{path} was written by a newer Regesta (version {found} of the catalogue; this "
        "program knows {known}). It was not changed. Open it with the newer program.",
        path=str(path),
        found=found,
        known=known,
    )


def refuse_gone(path: Path) -> UserError:
    """Return the sentence for a file that is no longer where it was opened."""
    return UserError(
        "file_gone",
        "{path} is no longer where it was opened: the disk was taken out, or the file "
        "was moved, deleted or replaced. This change was not saved; everything before "
        "it is in the file that was opened. Save a copy elsewhere now.",
        path=str(path),
    )
