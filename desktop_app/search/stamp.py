"""The stamp of an index: what it was built from and the files it consists of, with checksums.

Whoosh neither syncs its files nor sums them, and opening an index unpickles, which runs code:
an index is opened only when its stamp says that we wrote every file of it, as it lies there.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import unicodedata
import zlib
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from desktop_app.search.analysis import ANALYSIS_VERSION

#: Change it when the fields or files of the index change: every index is then rebuilt.
FORMAT = 4
STAMP_NAME = "stamp.json"

_CHUNK = 1 << 20
#: A file that was changed this long before the stamp was written has another time if it was
#: changed again after. Nanoseconds; a disk that tells whole seconds only needs two of them.
_CLOCK_STEP = 20_000_000
_COARSE_STEP = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FileSum:
    """Size in bytes and CRC-32 of one file, and when it was last changed, in nanoseconds."""

    size: int
    crc: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an index was built from: the catalogue's uuid and the last change it has seen.

    `mark` tells that change from another of the same number in another state of the file.
    `generation` is the folder of its files, `maker` the versions that formed them.
    """

    uuid: str
    change: int
    mark: str
    generation: str
    maker: str
    files: dict[str, FileSum]


def describe_maker() -> str:
    """Return the versions on which the form of an index depends."""
    whoosh = version("whoosh-reloaded")
    words = f"{ANALYSIS_VERSION} unicode {unicodedata.unidata_version}"
    return f"{FORMAT}.{words} whoosh {whoosh} {sys.byteorder}"


def read_stamp(folder: Path, uuid: str) -> Stamp | None:
    """Return the stamp of the index in `folder`, None where it cannot be trusted.

    That is: none, damaged, of another catalogue or version, or with a file missing, changed
    or added. Tables of contents are pickles and always read; a segment runs no code and is
    read where its size or time is another, or too near to the stamp's to tell.
    """
    stamp = _parse(folder / STAMP_NAME)
    if stamp is None or stamp.uuid != uuid or stamp.maker != describe_maker():
        return None
    home = folder / stamp.generation
    if stamp.generation != Path(stamp.generation).name:
        return None
    try:
        if not all(map(is_private, (folder.parent, folder, folder / STAMP_NAME, home))):
            return None
        tables = {path.name for path in home.iterdir() if path.suffix == ".toc"}
        if not tables or not tables <= stamp.files.keys():
            return None
        written = (folder / STAMP_NAME).stat().st_mtime_ns
        intact = all(_is_intact(home / n, known, written) for n, known in stamp.files.items())
    except OSError:
        return None
    return stamp if intact else None


def is_private(path: Path) -> bool:
    """Tell whether a folder or file is the user's own, and no other user can write it.

    Whoever could write the stamp could have an index of theirs opened, which runs their code.
    On Windows the profile's own rights guard the cache.
    """
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return False
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def check_sums(home: Path, stamp: Stamp) -> bool:
    """Return whether every file of `stamp` in `home` has its checksum. Reads all of them."""
    try:
        return all(_has_sum(home / name, known) for name, known in stamp.files.items())
    except OSError:
        return False


def _is_intact(path: Path, known: FileSum, written: int) -> bool:
    """Return whether a file is as it was when the stamp was `written`."""
    found = path.stat()
    if found.st_size != known.size:
        return False
    step = _CLOCK_STEP if known.changed % 1_000_000_000 else _COARSE_STEP
    if path.suffix != ".toc" and found.st_mtime_ns == known.changed < written - step:
        return True
    return _has_sum(path, known)


def _has_sum(path: Path, known: FileSum) -> bool:
    """Return whether a file has the size and checksum that are known of it."""
    found = sum_file(path)
    return (found.size, found.crc) == (known.size, known.crc)


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Write `stamp` into `folder` so that after a power cut it is there whole or not at all."""
    waiting = folder / f"{STAMP_NAME}.new"
    with waiting.open("w", encoding="utf-8") as file:
        json.dump(asdict(stamp), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(folder / STAMP_NAME)
    sync_folder(folder)


def sum_file(path: Path) -> FileSum:
    """Return size and CRC-32 of the file at `path`; raise OSError where it cannot be read."""
    size = crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
    return FileSum(size, crc, path.stat().st_mtime_ns)


def sync_file(path: Path) -> None:
    """Make the system write the file at `path` to the disk."""
    # Windows syncs only what is open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make the system write the names in the folder at `path` to the disk, where it can."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parse(path: Path) -> Stamp | None:
    """Return the stamp written at `path`, None where there is none that can be read."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        files = {
            str(name): FileSum(int(known["size"]), int(known["crc"]), int(known["changed"]))
            for name, known in raw["files"].items()
        }
        return Stamp(
            uuid=str(raw["uuid"]),
            change=int(raw["change"]),
            mark=str(raw["mark"]),
            generation=str(raw["generation"]),
            maker=str(raw["maker"]),
            files=files,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
