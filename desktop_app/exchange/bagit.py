"""Writing a bag (RFC 8493): files under `data/`, and lists of their SHA-256 beside it.

The folder given is filled, never chosen or renamed here. Each file is hashed while it is
written; `finish` writes the lists and brings everything to the disk.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

#: Says how much is done of how much, and of what: may raise to stop the work.
Report = Callable[[int, int, str], None]

PAYLOAD = "data/"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class HashedFile:
    """A file open for writing that counts and hashes what is written."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to `file`."""
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write `data`."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def write_text(self, text: str) -> None:
        """Write `text` as UTF-8."""
        self.write(text.encode("utf-8"))

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of what was written so far, in hex."""
        return self._hash.hexdigest()


class BagWriter:
    """Fills one empty folder with a bag. Names are relative, with slashes."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which exists and is empty."""
        self._folder = folder
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self.size = 0

    @property
    def count(self) -> int:
        """Return the number of payload files so far."""
        return len(self._payload)

    @contextmanager
    def open(self, name: str) -> Iterator[HashedFile]:
        """Open the new payload file `data/<name>` for writing."""
        path = PAYLOAD + name
        if path in self._payload:
            raise ValueError(f"two files of one name: {path}")
        with self._create(path) as file:
            hashed = HashedFile(file)
            yield hashed
        self._payload[path] = hashed.sha256
        self.size += hashed.size

    def write_file(self, name: str, text: str) -> None:
        """Write the payload file `data/<name>` with `text` as UTF-8."""
        with self.open(name) as file:
            file.write_text(text)

    def _create(self, path: str) -> BinaryIO:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")

    def finish(self, info: Iterable[tuple[str, str]], report: Report) -> None:
        """Write the lists and `bag-info.txt` with the fields `info`; bring all to the disk."""
        now = datetime.now(UTC).date().isoformat()
        oxum = f"{self.size}.{self.count}"
        fields = [*info, ("Bagging-Date", now), ("Payload-Oxum", oxum)]
        self._write_tag("bagit.txt", _DECLARATION)
        self._write_tag("bag-info.txt", "".join(_field(*one) for one in fields))
        self._write_tag(MANIFEST, _list(self._payload))
        self._write_tag(TAG_MANIFEST, _list(dict(self._tags)))
        names = [*self._payload, *self._tags]
        folders = {self._folder}
        for number, name in enumerate(names):
            report(number, len(names), name)
            _sync_file(self._folder / name)
            folders |= {self._folder / parent for parent in Path(name).parents}
        for folder in folders:
            sync_folder(folder)

    def _write_tag(self, name: str, text: str) -> None:
        with self._create(name) as file:
            hashed = HashedFile(file)
            hashed.write_text(text)
        self._tags[name] = hashed.sha256


def _list(files: dict[str, str]) -> str:
    return "".join(f"{digest}  {_encode(name)}\n" for name, digest in sorted(files.items()))


def _encode(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _field(name: str, value: str) -> str:
    return f"{name}: {' '.join(value.split())}\n"


def _sync_file(path: Path) -> None:
    # After all are written, so that the system orders the writing itself.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in `folder` to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems of sticks and networks know no syncing of folders.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)
