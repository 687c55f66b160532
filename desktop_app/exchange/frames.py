"""Frames between the program and its reading process: a length of eight bytes, then the bytes."""

from __future__ import annotations

from typing import IO

#: Bytes of the longest header and of the longest text that are accepted from the other side.
MAX_HEADER = 32_000_000
MAX_TEXT = 400_000_000
_LENGTH = 8
_CHUNK = 1_000_000


class BrokenFrame(Exception):
    """The other side ended in the middle of a frame, or sent more than is accepted."""


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write `body` as one frame; raises OSError where the other side has gone."""
    stream.write(len(body).to_bytes(_LENGTH, "big"))
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes], limit: int) -> bytes:
    """Return the next frame; raise BrokenFrame at the end or over `limit` bytes."""
    length = int.from_bytes(_read_exactly(stream, _LENGTH), "big")
    if length > limit:
        raise BrokenFrame(f"a frame of {length} bytes where {limit} are accepted")
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], length: int) -> bytes:
    """Return exactly `length` bytes; raise BrokenFrame where there are fewer."""
    body = bytearray()
    while len(body) < length:
        chunk = stream.read(min(length - len(body), _CHUNK))
        if not chunk:
            raise BrokenFrame(f"the other side ended {length - len(body)} bytes too early")
        body += chunk
    return bytes(body)
