"""Whether a PDF file is whole. PDFium mends what it can and says nothing; a reader must know.

Looked at: the end, the table of places, the packed streams that can hold text, and pages that no
list names. Nothing here is needed to read the file, so whatever is odd is only counted.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_TAIL = 2_048
_START = re.compile(rb"startxref\s+(\d{1,12})")
_SECTION = re.compile(rb"\s*xref\s+")
_RANGE = re.compile(rb"\s*(\d{1,9})\s+(\d{1,9})\s+")
_OBJECT = re.compile(rb"\s*\d{1,9}\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+$")
_KIDS = re.compile(rb"/Kids\s*\[([\d\sR]*)\]")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R")
_PACKED = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
#: Pictures and fonts hold no text.
_TEXTLESS = (b"/Image", b"/Length1", b"/FontFile", b"/Type1C", b"/ICCBased", b"/XML")
_LONGEST_HEAD = 2_000
_ENTRY = 20
_MOST_ENTRIES = 100_000
#: Bytes unpacked in all; a file of more is not looked at further.
_MOST_UNPACKED = 200_000_000
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Soundness:
    """How many parts are damaged, how many objects call themselves pages, how many are listed."""

    damaged: int
    pages: int
    listed: int


def look_over(data: bytes) -> Soundness:
    """Return what of the file is damaged."""
    damaged = 0 if b"%%EOF" in data[-_TAIL:] else 1
    damaged += _count_wrong_places(data)
    if b"/Encrypt" not in data:
        damaged += _count_broken_streams(data)
    pages = _list_pages(data)
    kids = {int(one) for found in _KIDS.finditer(data) for one in _REFERENCE.findall(found[1])}
    return Soundness(damaged, len(pages), len(pages & kids) if kids else len(pages))


def _list_pages(data: bytes) -> set[int]:
    """Return the numbers of the objects that call themselves pages."""
    pages = set()
    for found in _PAGE.finditer(data):
        start = max(0, found.start() - _LONGEST_HEAD)
        at = data.rfind(b"obj", start, found.start())
        number = _NUMBER.search(data, max(start, at - 20), at) if at >= 0 else None
        if number is not None:
            pages.add(int(number[1]))
    return pages


def _count_wrong_places(data: bytes) -> int:
    """Return 1 where the table of places is missing or points beside an object, else 0."""
    first = max(data.find(b"%PDF-", 0, 1024), 0)
    starts = _START.findall(data[-_TAIL:])
    if not starts:
        return 1
    start = first + int(starts[-1])
    section = _SECTION.match(data, start)
    if section is None:
        # A table may be a stream, an object of its own.
        return 0 if _OBJECT.match(data, start) else 1
    at, seen = section.end(), 0
    while (found := _RANGE.match(data, at)) and seen < _MOST_ENTRIES:
        number, count = int(found[1]), min(int(found[2]), _MOST_ENTRIES)
        at = found.end()
        for entry in range(count):
            line = data[at + entry * _ENTRY : at + (entry + 1) * _ENTRY]
            is_free = line[17:18] == b"f"
            if not is_free and not _is_object(data, first, number + entry, line):
                return 1
        at += count * _ENTRY
        seen += count
    return 0


def _is_object(data: bytes, first: int, number: int, line: bytes) -> bool:
    if line[17:18] != b"n" or not line[:10].isdigit():
        return False
    place = first + int(line[:10])
    found = re.match(rb"\s*(\d{1,9})\s+\d{1,5}\s+obj\b", data[place : place + 40])
    return found is not None and int(found[1]) == number


def _count_broken_streams(data: bytes) -> int:
    """Return how many packed streams do not unpack to their end."""
    broken = unpacked = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _LONGEST_HEAD) : found.start()]
        head = head[head.rfind(b"obj") :]
        if not _PACKED.search(head) or any(word in head for word in _TEXTLESS):
            continue
        size = _unpack(data, found.end(), _MOST_UNPACKED - unpacked)
        if size is None:
            broken += 1
        else:
            unpacked += size
        if unpacked >= _MOST_UNPACKED:
            break
    return broken


def _unpack(data: bytes, start: int, most: int) -> int | None:
    """Return the size of what is packed at `start`, None where it breaks off or is damaged."""
    end = data.find(b"endstream", start)
    packed = zlib.decompressobj()
    size = 0
    feed = data[start : end if end >= 0 else len(data)]
    try:
        while feed and not packed.eof and size < most:
            size += len(packed.decompress(feed, _PIECE))
            feed = packed.unconsumed_tail
    except zlib.error:
        return None
    return size if packed.eof or size >= most else None
