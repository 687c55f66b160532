"""Giving a damaged file a sound table of contents.

Every catalogue of one version is made by the same statements in the same order, so its tables
begin at the same pages. Where the pages of `sqlite_master` are destroyed, those of a new,
empty catalogue take their place (SQLite file format, sections 1.3 and 1.6).
"""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from desktop_app.store.store import create_store

_PAGE = 4096
_INTERIOR, _LEAF = 5, 13
_HEADER = 100


def mend_schema(copy: Path) -> None:
    """Put the table of contents of an empty catalogue into the file at `copy`."""
    with tempfile.TemporaryDirectory(prefix="regesta-") as folder:
        path = Path(folder) / "empty.db"
        create_store(path).close()
        fresh = path.read_bytes()
    size = copy.stat().st_size // _PAGE
    with copy.open("r+b") as file:
        for number in sorted(_list_pages(fresh, 1)):
            file.seek((number - 1) * _PAGE)
            page = fresh[(number - 1) * _PAGE : number * _PAGE]
            file.write(_set_size(page, size) if number == 1 else page)


def _set_size(page: bytes, pages: int) -> bytes:
    """Return page 1 for a file of `pages` pages without a free list."""
    counter = page[24:28]
    sized = page[:28] + struct.pack(">I", pages) + bytes(8) + page[40:92] + counter
    return sized + page[96:]


def _list_pages(raw: bytes, number: int) -> set[int]:
    """Return the pages of the table b-tree whose root is page `number`, overflow included."""
    start = (number - 1) * _PAGE
    page = raw[start : start + _PAGE]
    head = _HEADER if number == 1 else 0
    found, kind = {number}, page[head]
    (cells,) = struct.unpack_from(">H", page, head + 3)
    pointers = struct.unpack_from(f">{cells}H", page, head + (12 if kind == _INTERIOR else 8))
    if kind == _INTERIOR:
        below = [struct.unpack_from(">I", page, at)[0] for at in pointers]
        below += struct.unpack_from(">I", page, head + 8)
        for child in below:
            found |= _list_pages(raw, child)
    elif kind == _LEAF:
        for at in pointers:
            found |= _list_overflow(raw, page, at)
    return found


def _list_overflow(raw: bytes, page: bytes, at: int) -> set[int]:
    """Return the overflow pages of the leaf cell at byte `at` of `page`."""
    payload, at = _read_varint(page, at)
    _, at = _read_varint(page, at)
    if payload <= _PAGE - 35:
        return set()
    least = (_PAGE - 12) * 32 // 255 - 23
    local = least + (payload - least) % (_PAGE - 4)
    at += local if local <= _PAGE - 35 else least
    found: set[int] = set()
    (following,) = struct.unpack_from(">I", page, at)
    while following:
        found.add(following)
        (following,) = struct.unpack_from(">I", raw, (following - 1) * _PAGE)
    return found


def _read_varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the SQLite varint at byte `at` and the place after it."""
    value = 0
    for place in range(8):
        byte = page[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | page[at + 8], at + 9
