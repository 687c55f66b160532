"""One segment of the index as one file: raw arrays side by side, viewed in place and never copied.

The sizes of all arrays are known before the first byte is written, so that a merge can write
them piece by piece. The table at the end is JSON: nothing of a segment is ever unpickled.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

#: Any array of numpy; what it holds is said where it is made.
Array = npt.NDArray[Any]

_MAGIC = b"RGSEGM01"
_ALIGNMENT = 64
_STATM = Path("/proc/self/statm")
_TAIL = 16
_LIMIT_32 = 1 << 32
#: What a memory view calls the types of offsets, on every system.
_OFFSET_CODES: dict[str, Literal["I", "q"]] = {"<u4": "I", "<i8": "q"}


class DamagedSegment(ValueError):
    """A segment file that does not have the form this module writes."""


def fit_unsigned(largest: int) -> str:
    """Return the smallest type of numbers up to `largest`, at least one byte wide."""
    for kind, limit in (("<u1", 1 << 8), ("<u2", 1 << 16), ("<u4", _LIMIT_32)):
        if largest < limit:
            return kind
    return "<i8"


def fit_offsets(largest: int) -> str:
    """Return the type of offsets up to `largest`."""
    return "<u4" if largest < _LIMIT_32 else "<i8"


class SegmentFileWriter:
    """Writes the arrays of a segment into a new file, in any order and in pieces."""

    def __init__(self, path: Path, sections: Mapping[str, tuple[str, int]]) -> None:
        """Begin the file at `path` with sections of these types and lengths."""
        self._table: dict[str, tuple[str, int, int]] = {}
        at = _ALIGNMENT
        for name, (kind, count) in sections.items():
            self._table[name] = (kind, at, count)
            at += -(-np.dtype(kind).itemsize * count // _ALIGNMENT) * _ALIGNMENT
        self._end = at
        self._file = path.open("xb")
        self._file.write(_MAGIC)

    def put(self, name: str, values: Array | bytes, first: int = 0) -> None:
        """Write `values` into the section `name` from its element `first` on."""
        kind, at, count = self._table[name]
        width = np.dtype(kind).itemsize
        piece = values if isinstance(values, bytes) else np.ascontiguousarray(values, dtype=kind)
        assert first + len(piece) <= count, name
        if len(piece):
            self._file.seek(at + first * width)
            self._file.write(piece if isinstance(piece, bytes) else piece.data.cast("B"))

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the table and `about`, and close the file."""
        table = {"sections": self._table, "about": about}
        written = json.dumps(table, ensure_ascii=True).encode("ascii")
        self._file.seek(self._end)
        self._file.write(written)
        self._file.write(len(written).to_bytes(8, "little") + _MAGIC)
        self._file.close()

    def abandon(self) -> None:
        """Close the file, which is then of no use."""
        self._file.close()


class SegmentFile:
    """The arrays of a segment file, mapped into memory; pages are read as they are used."""

    def __init__(self, path: Path) -> None:
        """Map the file at `path`; raise OSError or DamagedSegment where that cannot be."""
        with path.open("rb") as file:
            try:
                self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise DamagedSegment(f"{path.name} is empty") from error
        size = len(self.map)
        tail = self.map[size - _TAIL :] if size > _ALIGNMENT + _TAIL else b""
        if tail[8:] != _MAGIC or self.map[: len(_MAGIC)] != _MAGIC:
            raise DamagedSegment(f"{path.name} is no segment")
        length = int.from_bytes(tail[:8], "little")
        try:
            table = json.loads(self.map[max(0, size - _TAIL - length) : size - _TAIL])
            self._table: dict[str, list[Any]] = table["sections"]
            self.about: dict[str, Any] = table["about"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedSegment(f"{path.name} has no table") from error
        self._arrays: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether there is a section `name`."""
        return name in self._table

    def array(self, name: str) -> Array:
        """Return the section `name` as an array that cannot be written to."""
        found = self._arrays.get(name)
        if found is None:
            kind, at, count = self._table[name]
            found = np.frombuffer(self.map, dtype=kind, count=count, offset=at)
            self._arrays[name] = found
        return found

    def view(self, name: str) -> memoryview:
        """Return a section of offsets for reading single ones, which is faster than by array."""
        kind, at, count = self._table[name]
        whole = memoryview(self.map)[at : at + count * np.dtype(kind).itemsize]
        return whole.cast(_OFFSET_CODES[kind])

    def forget_pages(self) -> None:
        """Let go of the memory that what was read takes; it is read again where needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self.map.madvise(mmap.MADV_DONTNEED)

    def offset(self, name: str) -> int:
        """Return where in the file the section `name` begins."""
        return int(self._table[name][1])

    def count(self, name: str) -> int:
        """Return how many elements the section `name` has."""
        return int(self._table[name][2])


def read_mapped() -> int:
    """Return the bytes of files mapped into this process's memory, 0 where the system tells none.

    Linux tells it; the libraries of the process are files too.
    """
    try:
        pages = int(_STATM.read_text("ascii").split()[2])
    except OSError:
        return 0
    return pages * mmap.PAGESIZE
