"""Bytes as text in pieces: the same characters as decoding them whole, in a fraction of the memory.

Pieces are cut where a character begins; encodings whose borders cannot be seen are read by their
own stepwise decoder, and those that keep a state over lines are read whole.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from functools import cache

from desktop_app.exchange.vietnamese import TABLES, decode_table

#: Bytes a piece has, but for the last and for a few to reach the end of a character.
PIECE = 1 << 18
_STEPWISE = frozenset((
    "big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk",
    "johab", "shift_jis",
))  # fmt: skip
_ORDERS = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
#: How broken bytes are met, the most faithful way first. Lone surrogates, which some programs write
#: into UTF-8 and UTF-16, stay, for `canonicalise` to count.
STRICT, SURROGATES, REPLACED = "strict", "surrogatepass", "replace"
WAYS = (STRICT, SURROGATES, REPLACED)


def decode_pieces(data: bytes, encoding: str, way: str, *, piece: int = PIECE) -> Iterator[str]:
    """Give `data` as text, piece by piece; raise UnicodeError where it does not fit `way`."""
    start = 0
    if encoding in ("utf-16", "utf-32"):
        encoding, start = _find_order(data, encoding)
    if encoding in TABLES:
        for start in range(0, len(data), piece):
            yield decode_table(data[start : start + piece], encoding)
    elif encoding in _STEPWISE:
        yield from _decode_stepwise(data, encoding, way, piece)
    else:
        while start < len(data):
            end = _find_border(data, start + piece, encoding)
            yield data[start:end].decode(encoding, way)
            start = end


def _decode_stepwise(data: bytes, encoding: str, way: str, piece: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(way)
    for start in range(0, len(data), piece):
        yield decoder.decode(data[start : start + piece], final=start + piece >= len(data))


def _find_order(data: bytes, encoding: str) -> tuple[str, int]:
    """Return the encoding with its order of bytes, and where the text begins after its mark."""
    little, big = _ORDERS[encoding]
    if data.startswith(big):
        return f"{encoding}-be", len(big)
    if data.startswith(little):
        return f"{encoding}-le", len(little)
    return f"{encoding}-{'le' if sys.byteorder == 'little' else 'be'}", 0


def _find_border(data: bytes, near: int, encoding: str) -> int:
    """Return the last place at or before `near`, or shortly before, where a character begins."""
    if near >= len(data):
        return len(data)
    if encoding == "utf-8":
        # Four bytes in a row that only go on are no character; between them any cut is right.
        back = next((n for n in range(4) if data[near - n] & 0xC0 != 0x80), 0)
        return near - back
    if encoding.startswith("utf-32"):
        return near - near % 4
    if encoding.startswith("utf-16"):
        near -= near % 2
        high = 1 if encoding.endswith("le") else 0
        is_low = near + high < len(data) and 0xDC <= data[near + high] <= 0xDF
        return near - 2 if is_low and 0xD8 <= data[near - 2 + high] <= 0xDB else near
    return near if _has_one_byte(encoding) else len(data)


@cache
def _has_one_byte(encoding: str) -> bool:
    """Tell whether every byte is a character by itself."""
    every = bytes(range(256))
    try:
        apart = [bytes((byte,)).decode(encoding, "replace") for byte in every]
        return "".join(apart) == every.decode(encoding, "replace") and len(set(map(len, apart))) < 2
    except (UnicodeError, ValueError):
        return False
