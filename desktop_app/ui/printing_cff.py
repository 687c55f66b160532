"""Writes a Compact Font Format table (Adobe Technical Notes 5176 and 5177) from outlines.

A printed report carries its letters as outlines taken from the fonts that laid it out, so any
kind of font can be embedded alike, and one glyph may stand under several character ids, each
with its own text. Knows nothing of Qt and nothing of PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

#: Outlines are in thousandths of the em, as PDF measures text.
EM = 1000
_STANDARD_STRINGS = 391


class Step(Enum):
    """What a part of an outline does."""

    MOVE = 21
    LINE = 5
    CURVE = 8


#: A step and its points: one for a move or a line, three for a cubic curve; y upwards.
Segment = tuple[Step, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph: its advance and its contours, which are filled by the nonzero rule."""

    advance: int
    segments: tuple[Segment, ...] = ()


def write_cff(name: str, outlines: Sequence[Outline]) -> bytes:
    """Return a CID-keyed CFF font called `name`; the first outline is the one for no glyph.

    The ids are the places in `outlines`. `name` must be ASCII without blanks.
    """
    header = bytes((1, 0, 4, 4))
    names = _index([name.encode("ascii")])
    strings = _index([b"Adobe", b"Identity", name.encode("ascii")])
    subroutines = _index([])
    charset = bytes((2,)) + _short(1) + _short(max(len(outlines) - 2, 0))
    select = bytes((3,)) + _short(1) + _short(0) + b"\0" + _short(len(outlines))
    glyphs = _index([_charstring(outline) for outline in outlines])
    private = _number(0) + bytes((20,))
    box = find_box(outlines)
    # Every offset is written in five bytes, so the length of the top dictionary is known first.
    length = len(_index([_top_dictionary(box, len(outlines), 0, 0, 0, 0)]))
    start = len(header) + len(names) + length + len(strings) + len(subroutines)
    at_select = start + len(charset)
    at_glyphs = at_select + len(select)
    at_private = at_glyphs + len(glyphs)
    at_fonts = at_private + len(private)
    top = _index([_top_dictionary(box, len(outlines), start, at_select, at_glyphs, at_fonts)])
    font = _number(_STANDARD_STRINGS + 2) + bytes((12, 38))
    font += _offset(len(private)) + _offset(at_private) + bytes((18,))
    parts = (header, names, top, strings, subroutines, charset, select, glyphs, private)
    return b"".join((*parts, _index([font])))


def find_box(outlines: Sequence[Outline]) -> tuple[int, int, int, int]:
    """Return the smallest box around all control points: left, bottom, right, top."""
    points = [
        point for outline in outlines for _, points in outline.segments for point in points
    ] or [(0, 0)]
    across = [x for x, _ in points]
    upwards = [y for _, y in points]
    return min(across), min(upwards), max(across), max(upwards)


def _top_dictionary(
    box: tuple[int, int, int, int], count: int, charset: int, select: int, glyphs: int, fonts: int
) -> bytes:
    # ROS must come first: it is what makes the font one of character ids.
    ros = _number(_STANDARD_STRINGS) + _number(_STANDARD_STRINGS + 1) + _number(0)
    return b"".join(
        (
            ros + bytes((12, 30)),
            b"".join(_number(side) for side in box) + bytes((5,)),
            _number(count) + bytes((12, 34)),
            _offset(charset) + bytes((15,)),
            _offset(glyphs) + bytes((17,)),
            _offset(fonts) + bytes((12, 36)),
            _offset(select) + bytes((12, 37)),
        )
    )


def _charstring(outline: Outline) -> bytes:
    """Return a Type 2 charstring; the advance stands before the first operator."""
    written = [_number(outline.advance)]
    x, y = 0, 0
    for step, points in outline.segments:
        for to_x, to_y in points:
            written += [_number(to_x - x), _number(to_y - y)]
            x, y = to_x, to_y
        written.append(bytes((step.value,)))
    written.append(bytes((14,)))
    return b"".join(written)


def _index(items: Sequence[bytes]) -> bytes:
    """Return an INDEX: count, size of offsets, offsets from 1, data."""
    if not items:
        return _short(0)
    offsets, end = [1], 1
    for item in items:
        end += len(item)
        offsets.append(end)
    table = b"".join(offset.to_bytes(4, "big") for offset in offsets)
    return b"".join((_short(len(items)), bytes((4,)), table, *items))


def _number(number: int) -> bytes:
    """Return an integer as dictionaries and charstrings both write it."""
    if -107 <= number <= 107:
        return bytes((number + 139,))
    if 108 <= number <= 1131:
        high, low = divmod(number - 108, 256)
        return bytes((high + 247, low))
    if -1131 <= number <= -108:
        high, low = divmod(-number - 108, 256)
        return bytes((high + 251, low))
    return bytes((28,)) + max(-32768, min(number, 32767)).to_bytes(2, "big", signed=True)


def _offset(number: int) -> bytes:
    return bytes((29,)) + number.to_bytes(4, "big")


def _short(number: int) -> bytes:
    return number.to_bytes(2, "big")
