"""What a file says of itself in its first hundred bytes, read before SQLite is let near it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from desktop_app.errors import UserError

#: "Rgst": what `file` and Regesta know a catalogue by.
APPLICATION_ID = 0x52677374
HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\x00"
_UTF_8 = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The facts of a catalogue's header. `size` is the file's own, in bytes."""

    version: int
    counter: int
    page_size: int
    pages: int
    is_wal: bool
    size: int

    @property
    def is_cut_short(self) -> bool:
        """Tell whether the file is shorter than it says."""
        return self.pages * self.page_size > self.size


def check_header(path: Path) -> Header:
    """Return the header of the catalogue at `path`; raise UserError where it is none.

    For a file that is not open in this process: reading it would drop its locks.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UserError(
                "unreadable",
                "{path} is a folder, not a catalogue. Nothing was changed. Choose a file.",
                path=str(path),
            )
        # A pipe or a device would keep the program waiting.
        start = _read_start(path) if stat.S_ISREG(found.st_mode) else b"no file"
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(
            "no_catalogue", "There is no catalogue at {path}. Check the name.", path=str(path)
        ) from error
    except OSError as error:
        raise explain_os(error, path) from error
    except ValueError as error:
        raise UserError(
            "no_catalogue", "{path} is no name of a file.", path=repr(str(path))
        ) from error
    if not start:
        raise UserError(
            "not_a_catalogue",
            "{path} is empty: nothing was ever written into it, or a copy did not come through. "
            "It was not changed. Choose another file, or a backup.",
            path=str(path),
        )
    if not _is_ours(start):
        raise UserError(
            "not_a_catalogue",
            "{path} is not a Regesta catalogue. It was not changed. Choose another file.",
            path=str(path),
        )
    return _parse(start, found.st_size)


def _read_start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEADER_BYTES)


def _is_ours(start: bytes) -> bool:
    return (
        len(start) == HEADER_BYTES
        and start[:16] == _MAGIC
        and _number(start, 68) == APPLICATION_ID
        and _number(start, 56) in (0, _UTF_8)
    )


def _parse(start: bytes, size: int) -> Header:
    counter, valid_for = _number(start, 24), _number(start, 92)
    page_size = int.from_bytes(start[16:18], "big")
    return Header(
        version=_number(start, 60),
        counter=counter,
        page_size=65536 if page_size == 1 else page_size,
        pages=_number(start, 28) if counter == valid_for else 0,
        is_wal=2 in start[18:20],
        size=size,
    )


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def explain_os(error: OSError, path: Path) -> UserError:
    """Return the sentence for a file the system will not give."""
    return UserError(
        "unreadable",
        "{path} could not be read ({reason}). Nothing was changed.",
        path=str(path),
        reason=error.strerror or str(error),
    )
