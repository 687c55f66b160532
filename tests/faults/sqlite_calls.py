"""SQLite's own file calls, watched: the very library that `sqlite3` uses, in this process.

A copy of the system's VFS whose writing calls are shown to a watcher first, who may let one
through, let it fail, or let it fail after a part was written. Everything else is SQLite's own.
Works where Python links SQLite as a shared library; `find_library` says whether it does.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OK, FULL, CANTOPEN = 0, 13, 14
IOERR_READ, IOERR_WRITE, IOERR_SYNC = 266, 778, 1034
IOERR_TRUNCATE, IOERR_DELETE = 1546, 2570
_CREATE = 0x4

Pointer = ctypes.c_void_p
Int, Long = ctypes.c_int, ctypes.c_int64
CLOSE = ctypes.CFUNCTYPE(Int, Pointer)
TRANSFER = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Int, Long)
TRUNCATE = ctypes.CFUNCTYPE(Int, Pointer, Long)
SYNC = ctypes.CFUNCTYPE(Int, Pointer, Int)
OPEN = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Pointer, Int, Pointer)
DELETE = ctypes.CFUNCTYPE(Int, Pointer, ctypes.c_char_p, Int)


class Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = [
        ("version", Int),
        ("close", Pointer),
        ("read", Pointer),
        ("write", Pointer),
        ("truncate", Pointer),
        ("sync", Pointer),
        ("others", Pointer * 13),
    ]


class Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = [
        ("version", Int),
        ("size_of_file", Int),
        ("longest_path", Int),
        ("next", Pointer),
        ("name", ctypes.c_char_p),
        ("data", Pointer),
        ("open", Pointer),
        ("delete", Pointer),
        ("others", Pointer * 13),
    ]


@dataclass(frozen=True, slots=True)
class Call:
    """One call about to be made: create, read, write, truncate, sync or delete.

    `place` is the offset of a write, the length of a truncate, 1 where a delete syncs the folder.
    """

    kind: str
    path: str
    place: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Fail:
    """What the call answers instead of being made, after `part` bytes of a write were written."""

    code: int
    part: int = 0


Watcher = Callable[[Call], Fail | None]


def find_library() -> ctypes.CDLL | None:
    """Return the SQLite library that `sqlite3` calls, None where it cannot be reached."""
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        library.sqlite3_vfs_register.argtypes = [Pointer, Int]
    except (AttributeError, OSError):
        return None
    return library


class WatchedFiles:
    """The watching VFS: made once in a process, never freed, since open files point into it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.watcher: Watcher | None = None
        self.reads = False
        self._library = library
        self._base = library.sqlite3_vfs_find(None)
        self._names: dict[int, str] = {}
        self._tables: dict[int, Methods] = {}
        self._kept: list[Any] = []
        self._vfs = Vfs.from_buffer_copy(self._base.contents)
        self._vfs.name = b"watched"
        self._vfs.open = self._wrap(OPEN, self._base.contents.open, self._open)
        self._vfs.delete = self._wrap(DELETE, self._base.contents.delete, self._delete)

    def _wrap(self, kind: Any, original: int, function: Callable[..., int]) -> int:
        inner = kind(original)
        outer = kind(lambda *args: function(inner, *args))
        self._kept += [inner, outer]
        return int(ctypes.cast(outer, Pointer).value or 0)

    def install(self) -> None:
        """Let every file that is opened from now on be watched."""
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def remove(self) -> None:
        """Let files be opened plainly again."""
        self._library.sqlite3_vfs_register(self._base, 1)

    def _ask(self, kind: str, path: str, place: int = 0, data: bytes = b"") -> Fail | None:
        return self.watcher(Call(kind, path, place, data)) if self.watcher else None

    def _open(self, inner: Any, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        if flags & _CREATE and path and not Path(path).exists():
            failed = self._ask("create", path)
            if failed:
                # What SQLite closes where an open failed: nothing.
                ctypes.cast(file, ctypes.POINTER(Pointer))[0] = None
                return failed.code
        code = int(inner(vfs, name, file, flags, out))
        if code == OK and path:
            self._names[file] = path
            place = ctypes.cast(file, ctypes.POINTER(Pointer))
            place[0] = ctypes.addressof(self._watched_table(place[0]))
        return code

    def _watched_table(self, address: int) -> Methods:
        if address not in self._tables:
            table = Methods.from_buffer_copy(Methods.from_address(address))
            table.close = self._wrap(CLOSE, table.close, self._close)
            table.read = self._wrap(TRANSFER, table.read, self._read)
            table.write = self._wrap(TRANSFER, table.write, self._write)
            table.truncate = self._wrap(TRUNCATE, table.truncate, self._truncate)
            table.sync = self._wrap(SYNC, table.sync, self._sync)
            self._tables[address] = table
        return self._tables[address]

    def _close(self, inner: Any, file: int) -> int:
        self._names.pop(file, None)
        return int(inner(file))

    def _read(self, inner: Any, file: int, data: int, size: int, place: int) -> int:
        failed = self._ask("read", self._names[file], place) if self.reads else None
        return failed.code if failed else int(inner(file, data, size, place))

    def _write(self, inner: Any, file: int, data: int, size: int, place: int) -> int:
        failed = self._ask("write", self._names[file], place, ctypes.string_at(data, size))
        if failed is None:
            return int(inner(file, data, size, place))
        if failed.part:
            inner(file, data, min(failed.part, size), place)
        return failed.code

    def _truncate(self, inner: Any, file: int, size: int) -> int:
        failed = self._ask("truncate", self._names[file], size)
        return failed.code if failed else int(inner(file, size))

    def _sync(self, inner: Any, file: int, flags: int) -> int:
        failed = self._ask("sync", self._names[file])
        return failed.code if failed else int(inner(file, flags))

    def _delete(self, inner: Any, vfs: int, name: bytes, sync: int) -> int:
        path = os.fsdecode(name)
        failed = self._ask("delete", path, sync) if Path(path).exists() else None
        return failed.code if failed else int(inner(vfs, name, sync))


_made: list[WatchedFiles] = []


@contextmanager
def watching(watcher: Watcher, *, reads: bool = False) -> Iterator[None]:
    """Show every call on files that are opened inside to `watcher`, reads only where asked."""
    library = find_library()
    if library is None:
        raise RuntimeError("Python holds SQLite in itself here: its file calls cannot be watched")
    if not _made:
        _made.append(WatchedFiles(library))
    files = _made[0]
    files.watcher, files.reads = watcher, reads
    files.install()
    try:
        yield
    finally:
        files.watcher = None
        files.remove()
