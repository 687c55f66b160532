"""Frames between the program and its reading process: a length of eight bytes, then the bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

#: Bytes of the longest header, and of the longest piece of an answer.
MAX_HEADER = 32_000_000
MAX_PIECE = 8_000_000
#: Bytes of the longest text, and of all rows of a table, that are accepted from the other side.
MAX_TEXT = 400_000_000
#: What a frame of an answer begins with: a piece of it, or the header that ends it.
PIECE, HEADER = b"p", b"h"
_LENGTH = 8


class BrokenFrame(Exception):
    """The other side ended in the middle of a frame, or sent more than is accepted."""


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write `body` as one frame; raises OSError where the other side has gone."""
    write_pieces(stream, len(body), (body,))


def write_pieces(stream: IO[bytes], length: int, pieces: Iterable[bytes]) -> None:
    """Write `pieces`, together `length` bytes, as one frame; raises OSError and BrokenFrame."""
    stream.write(length.to_bytes(_LENGTH, "big"))
    for piece in pieces:
        stream.write(piece)
        length -= len(piece)
    if length:
        raise BrokenFrame(f"{length} bytes are missing from a frame")
    stream.flush()


def read_frame(stream: IO[bytes], limit: int) -> bytes:
    """Return the next frame; raise BrokenFrame at the end or over `limit` bytes."""
    length = int.from_bytes(_read_exactly(stream, _LENGTH), "big")
    if length > limit:
        raise BrokenFrame(f"a frame of {length} bytes where {limit} are accepted")
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], length: int) -> bytes:
    """Return exactly `length` bytes; raise BrokenFrame where there are fewer."""
    # A buffered stream reads until it has them all, into the one place where they stay.
    body = stream.read(length)
    if len(body) < length:
        raise BrokenFrame(f"the other side ended {length - len(body)} bytes too early")
    return body
