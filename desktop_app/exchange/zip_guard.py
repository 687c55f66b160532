"""What an archive must keep to before a byte of it is unpacked (a DOCX is a ZIP archive).

Checked from the directory alone, in about a millisecond: number and size of the parts, how
far they swell, parts that share bytes or a name, names that lead out of the archive, links.
"""

from __future__ import annotations

import lzma
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from desktop_app.errors import UserError
from desktop_app.exchange import problems

MAX_PARTS = 2_000
MAX_TOTAL = 500_000_000
MAX_RATIO = 200
#: Small parts may swell more: an empty style sheet packs a hundredfold and harms nobody.
RATIO_FROM = 1_000_000
_LOCAL_HEADER = 30
_PIECE = 65_536
_ENCRYPTED = 0x1
_UNPACKING = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError,
    ValueError, EOFError,
)  # fmt: skip


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive in `data` after every check.

    Raises UserError "damaged_file", "encrypted_file" or, where a rule is broken, "too_complex".
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, OverflowError) as error:
        raise problems.damaged_file(name) from error
    _check_amount(parts, len(data), name)
    _check_names(parts, name)
    _check_overlap(parts, archive.start_dir, name)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise problems.encrypted_file(name)
    return archive


def read_part(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[bytes]:
    """Give the bytes of `part` piece by piece, no more of them than it declares.

    Raises UserError "damaged_file" where they are not as declared.
    """
    try:
        with archive.open(part) as opened:
            while piece := opened.read(_PIECE):
                yield piece
    except _UNPACKING as error:
        raise problems.damaged_file(name) from error


def _check_amount(parts: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    """Refuse too many parts, too many bytes, and bytes out of nothing."""
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        raise UserError(
            "too_complex",
            "{file} is an archive of {count} parts; a document has at most {limit}. It was not "
            "opened and nothing was changed.",
            file=name,
            count=len(parts),
            limit=MAX_PARTS,
        )
    swollen = [p for p in parts if p.file_size > max(RATIO_FROM, MAX_RATIO * p.compress_size)]
    if total > MAX_TOTAL or total > max(RATIO_FROM, MAX_RATIO * packed) or swollen:
        raise UserError(
            "too_complex",
            "{file} would swell from {packed} to {size} MB when unpacked, as no document does. It "
            "was not opened and nothing was changed.",
            file=name,
            packed=round(packed / 1_000_000, 1),
            size=round(total / 1_000_000, 1),
        )


def _check_names(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse two parts of one name, names that leave the archive, and links."""
    folded = [unicodedata.normalize("NFC", part.filename).casefold() for part in parts]
    doubled = next((one for one, other in pairwise(sorted(folded)) if one == other), None)
    if doubled is not None:
        raise UserError(
            "too_complex",
            "{file} is an archive with two parts of the same name, {part}, as no document has. It "
            "was not opened and nothing was changed.",
            file=name,
            part=doubled,
        )
    outside = next((part.filename for part in parts if _leads_out(part)), None)
    if outside is not None:
        raise UserError(
            "too_complex",
            "{file} is an archive with a part that points outside it, {part}, as no document has. "
            "It was not opened and nothing was changed.",
            file=name,
            part=outside,
        )


def _leads_out(part: zipfile.ZipInfo) -> bool:
    """Return whether the part's name or kind reaches beyond the archive."""
    path = part.filename
    return (
        path.startswith("/")
        or "\\" in path
        or ":" in path
        or ".." in path.split("/")
        or stat.S_ISLNK(part.external_attr >> 16)
    )


def _check_overlap(parts: list[zipfile.ZipInfo], directory: int, name: str) -> None:
    """Refuse parts that share bytes: Python 3.11 would unpack the same bytes again and again."""
    spans = sorted((p.header_offset, p.compress_size) for p in parts)
    ends = [start + _LOCAL_HEADER + size for start, size in spans]
    starts = [*(start for start, _ in spans[1:]), directory]
    if any(end > start for end, start in zip(ends, starts, strict=False)):
        raise UserError(
            "too_complex",
            "{file} is an archive whose parts overlap, as in no document. It was not opened and "
            "nothing was changed.",
            file=name,
        )
