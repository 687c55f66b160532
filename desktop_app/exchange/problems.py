"""The errors of reading files: one function for each, so that every reader says the same.

Each sentence says what happened, that nothing was harmed, and what to do.
"""

from __future__ import annotations

from desktop_app.errors import UserError

#: Bytes of the largest file that is read: 200 MB.
MAX_BYTES = 200_000_000


def missing_file(name: str) -> UserError:
    """Return the error for a file that is not there."""
    return UserError(
        "missing_file",
        "{file} is not there. Nothing was changed; check its name and folder.",
        file=name,
    )


def unreadable_file(name: str, reason: str) -> UserError:
    """Return the error for a file the system does not let us read; `reason` is the system's."""
    return UserError(
        "unreadable_file",
        "{file} could not be read: {reason}. Nothing was changed; check that it is a file, that "
        "you may read it and that its disk is connected.",
        file=name,
        reason=reason,
    )


def empty_file(name: str) -> UserError:
    """Return the error for a file without a single visible character."""
    return UserError(
        "empty_file",
        "{file} is empty: it holds no text. Nothing was changed; check that it was copied whole.",
        file=name,
    )


def too_large(name: str, size: int, limit: int = MAX_BYTES) -> UserError:
    """Return the error for a file, or the text in it, of more bytes than are read."""
    return UserError(
        "too_large",
        "{file} has {size} MB; at most {limit} MB can be read. Nothing was changed; split it into "
        "parts.",
        file=name,
        size=-(-size // 1_000_000),
        limit=limit // 1_000_000,
    )


def unknown_format(name: str) -> UserError:
    """Return the error for content no reader knows."""
    return UserError(
        "unknown_format",
        "{file} is neither text, HTML, DOCX nor PDF. Nothing was changed; save it in one of these "
        "formats and import that copy.",
        file=name,
    )


def known_but_unread(name: str, kind: str) -> UserError:
    """Return the error for a format that is recognised by its `kind` but not read."""
    return UserError(
        "unknown_format",
        "{file} is a file of the kind {kind}, which Regesta does not read. Nothing was changed; "
        "save it as text, HTML, DOCX or PDF and import that copy.",
        file=name,
        kind=kind,
    )


def picture_file(name: str) -> UserError:
    """Return the error for an image."""
    return UserError(
        "unknown_format",
        "{file} is a picture, without text. Nothing was changed; import a transcription, or a PDF "
        "made from it by text recognition.",
        file=name,
    )


def damaged_file(name: str) -> UserError:
    """Return the error for a file whose structure is broken."""
    return UserError(
        "damaged_file",
        "{file} is damaged or cut short and cannot be read. Nothing was changed; get a fresh copy, "
        "or open it in the program it comes from and save it again.",
        file=name,
    )


def encrypted_file(name: str) -> UserError:
    """Return the error for a file that asks for a password."""
    return UserError(
        "encrypted_file",
        "{file} is locked with a password. Nothing was changed; open it with its password, save "
        "an unlocked copy and import that.",
        file=name,
    )


def no_text_layer(name: str, pages: int) -> UserError:
    """Return the error for a PDF of pictures."""
    return UserError(
        "no_text_layer",
        "None of the {pages} pages of {file} holds text: it seems to be a scan. Nothing was "
        "changed; run text recognition (OCR) on it and import the result.",
        file=name,
        pages=pages,
    )


def too_complex(name: str) -> UserError:
    """Return the error for content that needs more memory than a document does."""
    return UserError(
        "too_complex",
        "{file} needs more memory than any usual document and was stopped. Nothing was changed; "
        "it may be built to do harm, else split it into parts.",
        file=name,
    )


def time_out(name: str, seconds: float) -> UserError:
    """Return the error for reading that took too long."""
    return UserError(
        "time_out",
        "{file} was not read within {seconds} seconds and was stopped. Nothing was changed; split "
        "it into parts, or save it as plain text.",
        file=name,
        seconds=round(seconds),
    )


def reader_crashed(name: str) -> UserError:
    """Return the error for a reader that broke down over the file."""
    return UserError(
        "unreadable_content",
        "{file} could not be read: it is damaged or unusual. Nothing was changed; open it in "
        "the program it comes from, save it again and import that copy.",
        file=name,
    )


def cancelled(name: str) -> UserError:
    """Return the error for reading that the user stopped."""
    return UserError(
        "cancelled",
        "Reading {file} was cancelled. Nothing was changed.",
        file=name,
    )


def unknown_encoding(name: str, encoding: str) -> UserError:
    """Return the error for an encoding that does not exist here."""
    return UserError(
        "unknown_encoding",
        "There is no text encoding called {encoding}. {file} was not read; choose another, for "
        "example utf-8 or windows-1258.",
        file=name,
        encoding=encoding,
    )
