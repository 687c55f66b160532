"""Turns set lines into the text operators of a PDF, each glyph with the text it stands for.

A grapheme with its marks becomes one character of the file: its outline is that of all its
glyphs together, its text is exactly what the source says, and no reader has to guess the
order of Lao vowels and tones from their places on the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGlyphRun, QPainterPath, QRawFont, QTextLayout

from desktop_app.ui.printing_cff import EM, Outline, Segment, Step
from desktop_app.ui.printing_lines import SetLine
from desktop_app.ui.printing_pdf import PdfFont
from desktop_app.ui.printing_type import REF_RISE, REF_SIZE, UNITS, TypeStyle, ref_size

#: Letters that Latin fonts draw with a glyph each, in the order they are written.
_LETTERS = " -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ac"
#: A letter before any other character may carry its mark, and goes with it.
_PARTS = re.compile(
    f"(?P<simple>[{_LETTERS}]+(?=[{_LETTERS}])|[{_LETTERS}]+$)|[{_LETTERS}]?[^{_LETTERS}]+"
)
#: Who searches or copies a number types and wants a common space; the line was broken already.
_SPACES = str.maketrans("\u00a0\u202f", "  ")
_DEFAULT_IGNORABLE = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
)
_WANTED = (
    QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
)
_PATH_STEPS = {
    QPainterPath.ElementType.MoveToElement: Step.MOVE,
    QPainterPath.ElementType.LineToElement: Step.LINE,
    QPainterPath.ElementType.CurveToElement: Step.CURVE,
}

#: The glyphs of a cluster: index, and place beside the first in thousandths of the em.
GlyphGroup = tuple[tuple[int, int, int], ...]
FaceKey = tuple[str, str, int, int]
#: A glyph of a simple line: its place in the text, its index, its x, the run it is of.
_Placed = tuple[int, int, float, QGlyphRun]


class Cluster(NamedTuple):
    """Glyphs that stand for `text` together; `x` is in layout units from the line's start."""

    face: Face
    size: float
    glyphs: GlyphGroup
    text: str
    x: float


class Face:
    """One face of a font as it goes into the file."""

    def __init__(self, number: int, raw: QRawFont) -> None:
        """Prepare the `number`-th font of the file from a font of any size."""
        self.number = number
        self._raw = QRawFont(raw)
        self._raw.setPixelSize(EM)
        name = re.sub("[^A-Za-z0-9]", "", raw.familyName() + raw.styleName()) or "Font"
        slant = -12 if "italic" in raw.styleName().lower() else 0
        self.font = PdfFont(name, round(self._raw.ascent()), round(self._raw.descent()), slant)
        self._codes: dict[tuple[GlyphGroup, str], tuple[str, int]] = {}
        self._drawn: dict[int, tuple[tuple[Segment, ...], int]] = {}

    def find_code(self, glyphs: GlyphGroup, text: str) -> tuple[str, int]:
        """Return the code of the character that shows `glyphs` for `text`, and its advance.

        The code is four hexadecimal digits, the advance in thousandths of the em.
        """
        known = self._codes.get((glyphs, text))
        if known is None:
            outline = self._outline(glyphs)
            known = (f"{self.font.add(outline, text.translate(_SPACES)):04X}", outline.advance)
            self._codes[glyphs, text] = known
        return known

    def _outline(self, glyphs: GlyphGroup) -> Outline:
        segments: list[Segment] = []
        advance = 0
        for glyph, right, up in glyphs:
            drawn, width = self._draw(glyph)
            segments += _moved(drawn, right, up)
            advance = max(advance, right + width)
        return Outline(advance, tuple(segments))

    def _draw(self, glyph: int) -> tuple[tuple[Segment, ...], int]:
        if glyph not in self._drawn:
            width = self._raw.advancesForGlyphIndexes([glyph])[0].x()
            path = self._raw.pathForGlyph(glyph)
            self._drawn[glyph] = (tuple(_segments(path)), round(width))
        return self._drawn[glyph]


class FaceBook:
    """The faces used so far, in the order of their first use."""

    def __init__(self) -> None:
        """Begin with none."""
        self._faces: dict[FaceKey, Face] = {}

    @property
    def fonts(self) -> list[PdfFont]:
        """Return the fonts of the file."""
        return [face.font for face in self._faces.values()]

    def find_face(self, raw: QRawFont) -> Face:
        """Return the face of `raw`, whatever its size."""
        key = (raw.familyName(), raw.styleName(), int(raw.weight()), raw.style().value)
        if key not in self._faces:
            self._faces[key] = Face(len(self._faces), raw)
        return self._faces[key]

    def write_line(
        self, clusters: Iterable[Cluster], style: TypeStyle, left: float, baseline: float
    ) -> list[str]:
        """Return the operators that show a line, its origin at `left`, `baseline` in points."""
        operators: list[str] = []
        small = ref_size(style)
        shown: list[Cluster] = []
        for cluster in clusters:
            if shown and (cluster.face is not shown[0].face or cluster.size != shown[0].size):
                operators += _show(shown, left, baseline, small)
                shown = []
            shown.append(cluster)
        if shown:
            operators += _show(shown, left, baseline, small)
        return ["BT", *operators, "ET"] if operators else []


def list_clusters(line: SetLine, book: FaceBook) -> list[Cluster]:
    """Return what stands on `line`, in the order of its text, without a character left out."""
    text = line.owner.text
    if line.owner.has_pairs:
        return _graphemes(line, line.start, line.end, book, [])
    clusters: list[Cluster] = []
    for match in _PARTS.finditer(text, line.start, line.end):
        start, end = match.span()
        placed = _list_placed(line, start, end) if match["simple"] else None
        if placed is None:
            _graphemes(line, start, end, book, clusters)
        else:
            clusters += _simple_clusters(line, placed, end, book)
    return clusters


def _list_placed(line: SetLine, start: int, end: int) -> list[_Placed] | None:
    """Return the glyphs of simple letters in the order of the text, None where Qt is wrong.

    Where several fonts share a script Qt repeats string indexes, which betrays it.
    """
    placed: list[_Placed] = []
    for run in line.line.glyphRuns(start, end - start, _WANTED):
        glyphs = zip(run.stringIndexes(), run.glyphIndexes(), run.positions(), strict=True)
        placed += [(at, glyph, place.x(), run) for at, glyph, place in glyphs]
    placed.sort(key=itemgetter(0))
    places = {at for at, *_ in placed}
    sound = len(places) == len(placed) and min(places, default=-1) == start
    return placed if sound and max(places) < end else None


def _simple_clusters(
    line: SetLine, placed: list[_Placed], until: int, book: FaceBook
) -> Iterator[Cluster]:
    """Yield a cluster for each glyph; only a ligature stands for more than one character."""
    text = line.owner.text
    face, size = None, 0.0
    last: QGlyphRun | None = None
    for number, (at, glyph, x, run) in enumerate(placed):
        if run is not last or face is None:
            raw = run.rawFont()
            face, size, last = book.find_face(raw), raw.pixelSize(), run
        end = placed[number + 1][0] if number + 1 < len(placed) else until
        yield Cluster(face, size, ((glyph, 0, 0),), text[at:end], x)


def _graphemes(
    line: SetLine, start: int, end: int, book: FaceBook, clusters: list[Cluster]
) -> list[Cluster]:
    """Add a cluster for each grapheme to `clusters`, as Qt's own cursor steps through the line.

    Asked for more at once, Qt gives wrong string indexes where several fonts share a script.
    """
    layout = line.owner.layout
    at = start
    while at < end:
        after = min(max(layout.nextCursorPosition(at), at + 1), end)
        text = line.owner.cut(at, after)
        made = list(_grapheme(line, at, after, text, book))
        same = made and clusters and clusters[-1].x == made[0].x
        if clusters and (not made or (same and clusters[-1].glyphs == made[0].glyphs)):
            # Part of a ligature, or nothing to be seen: its text goes with the one before.
            last = clusters.pop()
            text = last.text + ("" if text == "\u2028" else text)
            made = [Cluster(last.face, last.size, last.glyphs, text, last.x)]
        clusters += made
        at = after
    return clusters


def _grapheme(line: SetLine, start: int, end: int, text: str, book: FaceBook) -> Iterator[Cluster]:
    """Yield the glyphs of a grapheme: one cluster, or one for each font it takes."""
    for run in line.line.glyphRuns(start, end - start):
        glyphs = run.glyphIndexes()
        if not glyphs:
            continue
        raw = run.rawFont()
        size = raw.pixelSize()
        places = run.positions()
        origin = places[0] if _DEFAULT_IGNORABLE.fullmatch(text) else _origin(places)
        group = tuple(
            (
                glyph,
                round((place.x() - origin.x()) * EM / size),
                round((origin.y() - place.y()) * EM / size),
            )
            for glyph, place in zip(glyphs, places, strict=True)
        )
        # The marks lie around the baseline, so the height of the line itself is taken off.
        up = round((line.ascent - origin.y()) * EM / size)
        group = tuple((glyph, right, lift + up) for glyph, right, lift in group)
        yield Cluster(book.find_face(raw), size, group, text, origin.x())
        text = ""


def _origin(places: list[QPointF]) -> QPointF:
    return min(places, key=QPointF.x)


def _show(clusters: list[Cluster], left: float, baseline: float, small: int) -> list[str]:
    """Return the operators for clusters of one face and size, moved to where Qt put them."""
    face, size = clusters[0].face, clusters[0].size
    raised = round(size) == small
    rise = size / UNITS / REF_SIZE * REF_RISE if raised else 0.0
    start = left + clusters[0].x / UNITS
    parts, codes = [], ""
    pen, unit = clusters[0].x, size / EM
    for _face, _size, glyphs, text, x in clusters:
        move = round((x - pen) / unit)
        if move:
            parts += [f"<{codes}>", str(-move)] if codes else [str(-move)]
            codes = ""
            pen += move * unit
        code, advance = face.find_code(glyphs, text)
        codes += code
        pen += advance * unit
    parts.append(f"<{codes}>")
    return [
        f"/F{face.number} {size / UNITS:g} Tf",
        f"1 0 0 1 {start:.3f} {baseline + rise:.3f} Tm",
        f"[{' '.join(parts)}] TJ",
    ]


def _segments(path: QPainterPath) -> Iterator[Segment]:
    """Yield the steps of a glyph's path, y upwards, in thousandths of the em."""
    number, count = 0, path.elementCount()
    while number < count:
        step = _PATH_STEPS[path.elementAt(number).type]
        length = 3 if step is Step.CURVE else 1
        points = (path.elementAt(number + one) for one in range(length))
        yield step, tuple((round(point.x), round(-point.y)) for point in points)
        number += length


def _moved(drawn: tuple[Segment, ...], right: int, up: int) -> Iterator[Segment]:
    for step, points in drawn:
        yield step, tuple((x + right, y + up) for x, y in points)
